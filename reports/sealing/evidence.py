"""On which facts the figures of each factory rest, gathered while the facts are written."""

from collections import defaultdict

from django.urls import reverse
from django.utils import translation


class Evidence:
    """{primary key of a project: {kind of evidence: names of facts}}, each in the order in which they were given."""

    def __init__(self):
        self._found = defaultdict(lambda: defaultdict(list))

    def add(self, project, kind, name):
        self._found[project][kind].append(name)

    def of(self, project, kinds):
        """The names of facts of these kinds of evidence, each once."""
        found = self._found.get(project, {})
        return list(dict.fromkeys(name for kind in kinds for name in found.get(kind, ())))

    def all(self, kind):
        """The names of a kind, of all projects."""
        return [name for found in self._found.values() for name in found.get(kind, ())]


class Page:
    """The address of a page without its language, for many rows: `Page("return").of(31)` is "/returns/31/"."""

    def __init__(self, view):
        with translation.override("en"):
            self._before, _zero, self._after = reverse(view, args=[0]).removeprefix("/en").rpartition("0")

    def of(self, key):
        return f"{self._before}{key}{self._after}"


def page(view, *args, **kwargs):
    """The address of one page without its language."""
    with translation.override("en"):
        return reverse(view, args=args, kwargs=kwargs).removeprefix("/en")
