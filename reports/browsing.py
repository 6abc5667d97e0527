"""The web pages of a seal: which there are, what stands on which, and where a figure or fact is found.

The same paths name a page of the application and a file of the web pack. Addresses are relative to the folder of the
language in the pack, and to `/reports/seals/<number>/pages/` in the application.
"""

import re
from collections import defaultdict
from functools import cached_property
from threading import Lock
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import get_language

from reports import contents, sealed
from reports.definitions import definitions
from reports.document import Chart
from reports.lineage import Lineages
from reports.models import Seal

INDEX, PROGRAMME, NATION = "index.html", "programme/index.html", "programme"
_FOLDERS = {"province": "provinces", "county": "counties"}


class Site:
    """What the web pages of a seal hold, in the language that is on when it is made."""

    def __init__(self, content, sections=None):
        self.sealed, self.language = content, get_language()
        self.lineages = Lineages(content)
        self.sections = contents.sections(content) if sections is None else sections

    # --- which pages -------------------------------------------------------------------------------------------------
    @cached_property
    def chapters(self):
        """{path: its Sections}: a page for each section of the first level, with those below it."""
        found, path = {}, None
        for section in self.sections:
            if section.level == 1 or path is None:
                path = f"chapters/{file_name(section.name)}.html"
            found.setdefault(path, []).append(section)
        return found

    @cached_property
    def subjects(self):
        """{path of a page of figures: [subjects on it]}, the page's own subject first."""
        found = {PROGRAMME: [NATION]}
        for kind, part in (("province", "provinces"), ("county", "counties"), ("project", "projects")):
            for row in self.sealed.get(part, ()):
                subject = f"{kind}:{row['code']}"
                found.setdefault(self.path(subject), []).append(subject)
        for subject in sorted(set(self.figures_of) - {known for page in found.values() for known in page}):
            found.setdefault(self.path(subject), []).append(subject)
        return found

    @cached_property
    def figures_of(self):
        """{subject: names of its figures}, in the order of the glossary."""
        found, order = defaultdict(list), {key: place for place, key in enumerate(definitions())}
        for name in self.sealed.figures:
            found[name.rpartition("/")[0]].append(name)
        for names in found.values():
            names.sort(key=lambda name: (order.get(name.rpartition("/")[2], len(order)), name))
        return dict(found)

    @cached_property
    def facts_of(self):
        """{path of a page of facts: names of its facts}, by subject and day."""
        found = defaultdict(list)
        for name, row in self.sealed.facts.items():
            found[self.facts_path(row["subject"])].append(name)
        for names in found.values():
            names.sort(key=self._order)
        return dict(sorted(found.items()))

    def _order(self, name):
        row = self.sealed.facts[name]
        return (row["subject"], row["kind"], row.get("on") or "", -(row.get("version") or 0), name)

    @cached_property
    def programme_pages(self):
        """{path: name of the figure}: a figure of the whole programme has a page of its own, for its many inputs."""
        return {self.place(name)[0]: name for name in self.figures_of.get(NATION, ())}

    @property
    def paths(self):
        """Every page, in the order in which they are written."""
        return [INDEX, *self.chapters, *self.subjects, *self.programme_pages, *self.facts_of]

    @cached_property
    def known(self):
        """The same, to ask whether there is one."""
        return frozenset(self.paths)

    def draws(self, path):
        """Whether a chart stands on the page."""
        return any(isinstance(block, Chart) for section in self.chapters.get(path, ()) for block in section.blocks)

    # --- where a thing is --------------------------------------------------------------------------------------------
    @cached_property
    def _county_of(self):
        """{subject of a factory or base: code of its county}."""
        found = {f"project:{row['code']}": row["county"] for row in self.sealed.get("projects", ())}
        return found | {row["subject"]: row["county"] for row in self.sealed.get("bases", ()) if row.get("county")}

    def path(self, subject):
        """The page on which the figures of `subject` stand."""
        if subject in self._county_of:
            subject = f"county:{self._county_of[subject]}"
        kind, _colon, code = subject.partition(":")
        if kind in _FOLDERS:
            return f"{_FOLDERS[kind]}/{file_name(code)}.html"
        return PROGRAMME if subject == NATION else f"others/{file_name(kind)}.html"

    def place(self, name):
        """(page, anchor) of a figure's lineage in the pack; one of the programme has a page of its own."""
        subject, _slash, key = name.rpartition("/")
        return (f"{NATION}/{file_name(key)}.html", "") if subject == NATION else (self.path(subject), name)

    def facts_path(self, subject):
        """The page on which the facts of `subject` stand: those of a county and its factories together."""
        folder, _slash, file = self.path(subject).rpartition("/")
        return f"facts/{file}" if folder == "counties" else f"facts/{folder}-{file}"

    def has(self, subject):
        """Whether there is a page of the subject."""
        return subject in self._on_pages

    @cached_property
    def _on_pages(self):
        return {subject for page in self.subjects.values() for subject in page}


KEPT = 2
"""So many seals stay open in a process: each is some megabytes, and read over and over while it is looked at."""
_kept, _lock = {}, Lock()


def opened(seal):
    """The Site of a row of Seal in the language that is on. Two queries when it is first asked for, then none."""
    with _lock:
        held = _kept.pop(seal.sha256, None)
        if held is None:
            held = (sealed.of(Seal.objects.get(pk=seal.pk)), {})
        _kept[seal.sha256] = held  # the one asked for last stands last
        for digest in list(_kept)[:-KEPT]:
            del _kept[digest]
    content, sites = held
    if get_language() not in sites:
        sites[get_language()] = Site(content)
    return sites[get_language()]


def file_name(code):
    """A code as the name of a file, whatever stands in it."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", code).lstrip(".") or "_"


class InPack:
    """Addresses as pages of the pack write them that lie so many folders down: relative, to hold on any disk."""

    def __init__(self, site, depth=0):
        self.site, self.up = site, "../" * depth
        self._figures, self._paths = {}, {}

    def page(self, path, anchor=""):
        return f"{self.up}{path}{f'#{_quoted(anchor)}' if anchor else ''}"

    def figure(self, name):
        if name not in self._figures:
            self._figures[name] = self.page(*self.site.place(name))
        return self._figures[name]

    def fact(self, name):
        subject = self.site.sealed.facts[name]["subject"]
        if subject not in self._paths:
            self._paths[subject] = self.site.facts_path(subject)
        return self.page(self._paths[subject], name)

    def live(self, url):
        """A page of the living application: the pack may be read anywhere."""
        return f"{self.site.sealed.get('address', '')}/{self.site.language}{url}"


class InApplication(InPack):
    """Addresses of the pages in the application."""

    def __init__(self, site, number):
        super().__init__(site)
        self.up = reverse("seal_page", args=[number, INDEX]).removesuffix(INDEX)
        self.figures = reverse("seal_figure", args=[number, "x"]).removesuffix("x/")

    def figure(self, name):
        return f"{self.figures}{_quoted(name)}/"

    def live(self, url):
        return f"/{self.site.language}{url}"


def _quoted(name):
    return quote(name, safe=":/._-,")
