"""A seal of many counties: one seal's places, factories, figures and facts, as often as asked under other codes.

`python -m tests.bench.sealed CONTENT.json TIMES KIND [LANGUAGE]`: seconds and memory of a file of it, as JSON; KIND is
pdf, docx, xlsx ..., or "draw".
"""

import json
import os
import re
import resource
import sys
import time


def times(content, n):
    """The content with every place `n` times; codes of copies end with their number."""
    codes = [row["code"] for part in ("counties", "projects") for row in content[part]]
    code = re.compile("|".join(sorted(map(re.escape, codes), key=len, reverse=True)))
    parts = ("counties", "projects", "milestones")
    found = dict(content)
    for at in range(1, n):

        def renamed(value, at=at):
            return json.loads(code.sub(lambda match: f"{match[0]}-{at}", json.dumps(value)))

        for part in parts:
            found[part] = [*found[part], *renamed(content[part])]
        placed = {name: row for name, row in content["figures"].items() if name.startswith(("county:", "project:"))}
        found["figures"] = found["figures"] | renamed(placed)
        found["provinces"] = [
            {**row, "counties": row["counties"] + renamed(kept["counties"])}
            for row, kept in zip(found["provinces"], content["provinces"], strict=True)
        ]
    found["counties"] = [{**row, "rank": rank} for rank, row in enumerate(found["counties"], 1)]
    return found


def main(path, n, kind, language="en"):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regional20x10.settings")
    import django

    django.setup()
    from importlib import import_module
    from pathlib import Path

    from django.utils import translation

    from reports import drawings
    from reports.sealed import Sealed
    from tests.reports.sealed_content import header

    content = times(json.loads(Path(path).read_bytes()), int(n))
    sealed = Sealed(content, header(content))
    kept = Path(path).with_suffix(f".{n}.{language}.drawn.json")
    begun, before = time.perf_counter(), _megabytes()
    with translation.override(language):
        if kind == "draw":
            made = drawings.drawn(sealed)
            for row in sealed["provinces"]:
                made |= drawings.drawn(sealed, row["code"])
            kept.write_text(json.dumps(made), encoding="utf-8")
            size = kept.stat().st_size
        else:
            made = json.loads(kept.read_text(encoding="utf-8"))
            begun = time.perf_counter()
            made = import_module(f"reports.rendering.pack.{kind}").render(sealed, made)
            size = len(made)
            kept.with_suffix(f".{kind}").write_bytes(made)
    told = {"counties": len(content["counties"]), "kind": kind, "seconds": round(time.perf_counter() - begun, 2)}
    print(json.dumps(told | {"bytes": size, "before_mb": before, "peak_mb": _megabytes()}))


def _megabytes():
    """Most ever, of this process and of the largest it started."""
    return [round(resource.getrusage(who).ru_maxrss / 1024) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]


if __name__ == "__main__":
    main(*sys.argv[1:])
