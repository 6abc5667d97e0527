"""`python -m tests.bench.reporting [all]`: one report in a process of its own, as a worker builds it; JSON of seconds
and memory. With `all`, the county plans of every year stand in one report."""

import json
import os
import sys
import time
from functools import cached_property


def main(whole):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regional20x10.settings")
    import django

    django.setup()
    from committees.models import Post
    from factories.models import CountyPlan
    from regional20x10.shared import clock
    from reports import figures, rendering

    class Everything(figures.Scope):
        """The same report over the plans of all years."""

        @cached_property
        def plans(self):
            return CountyPlan.objects.visible_to(self.reader)

    post = Post.objects.get(role="committee_staff", official__user__isnull=False)
    scope = (Everything if whole else figures.Scope)(post, clock.today().year, clock.today())
    told = {"counties": scope.plans.count()}
    begun = time.perf_counter()
    chapters = [figures.program_chapter(scope), *(figures.province_chapter(scope, row) for row in scope.provinces)]
    data = figures.assembled(chapters)
    told["figures"] = time.perf_counter() - begun
    for kind in ("json", "xlsx", "pdf"):
        begun = time.perf_counter()
        content = rendering.render(kind, data)
        told[kind] = time.perf_counter() - begun
        told[f"{kind}_bytes"] = len(content)
    print(json.dumps(told | memory(os.getpid())))


def memory(pid):
    """{VmRSS, VmHWM} of a process, MB."""
    with open(f"/proc/{pid}/status") as status:
        lines = dict(line.split(":", 1) for line in status)
    return {name: int(lines[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM")}


if __name__ == "__main__":
    main("all" in sys.argv)
