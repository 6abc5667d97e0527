"""Pages of a seal as plain data for the templates in templates/reports/pack: for the application and the pack."""

import re
from functools import cached_property

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories import reasons
from regional20x10.shared import words
from reports import document, facts, wording
from reports.browsing import INDEX, NATION, PROGRAMME
from reports.models import SealKind
from reports.rendering.pack.markup import Markup
from reports.sealed import post_words

TEMPLATES = {
    document.Paragraph: "paragraph", document.Points: "points", document.Strip: "strip", document.Table: "table",
    document.Chart: "chart", document.Narrative: "narrative",
}  # fmt: skip
OTHERS = {
    "cause": gettext_lazy("Causes of delay"),
    "product": gettext_lazy("Product groups"),
    "project": gettext_lazy("Factories of earlier years"),
    "severity": gettext_lazy("Findings by gravity"),
    "year": gettext_lazy("Factories by programme year"),
}
"""{kind of subject in no place: title of the page on which they stand}."""
WIDE = ("curve", "ranges")
"""How charts are called that are as wide as a page: a small screen scrolls them."""


class Pages:
    """Makes the page of a path. `to` gives the addresses (browsing.InPack or InApplication); `drawings` their names.

    `unfolded`: lists of figures hold the lineage of each, as in the pack, where a figure has no page of its own.
    """

    def __init__(self, site, to, drawings=(), *, unfolded=False):
        self.site, self.sealed, self.lineages = site, site.sealed, site.lineages
        self.to, self.drawings, self.unfolded = to, drawings, unfolded
        self.markup = Markup(site, to)

    def page(self, path):
        """{title, crumbs, kind, ...} of a page; KeyError for a path that the seal has no page of."""
        site = self.site
        if path == INDEX:
            return self._index()
        if path in site.chapters:
            return self._chapter(path)
        if path in site.subjects:
            return self._subject(path)
        if path in site.programme_pages:
            return self.figure(site.programme_pages[path])
        return self._facts(path, site.facts_of[path])

    # --- contents ----------------------------------------------------------------------------------------------------
    def _index(self):
        header = self.sealed.header
        return self._with(
            INDEX, self.title, [],
            kind="index",
            chapters=[(self.to.page(path), sections[0].title) for path, sections in self.site.chapters.items()],
            programme=self.to.page(PROGRAMME),
            provinces=[self._province_row(row) for row in self.sealed["provinces"]],
            others=[(self.to.page(path), _other(path)) for path in self.site.subjects if path.startswith("others/")],
            seal=[
                (_("Sealed"), wording.moment(header["sealed_at"])),
                (_("Sealed by"), self._sealed_by(header["sealed_by"])),
                (_("Why"), header["reason"]),
                ("SHA-256", header["sha256"]),
                (_("SHA-256 of the content"), header["content_sha256"]),
                (_("SHA-256 of the seal before"), header["previous"]),
            ],
        )  # fmt: skip

    def _sealed_by(self, by):
        """The post of the header in words: {"role", "place"}, or its key in the content."""
        if isinstance(by, dict):
            return post_words(by)
        return self.lineages.post(by) if by else _("the schedule")

    @cached_property
    def title(self):
        """Of the whole: "Year 2026, as of 30 Nov 2026"."""
        header = self.sealed.header
        slots = {
            "number": header["number"], "kind": SealKind(header["kind"]).label, "year": header["year"],
            "day": facts.moment(header["as_of"]),
        }  # fmt: skip
        return _("%(kind)s %(year)s, as of %(day)s") % slots

    def _province_row(self, row):
        subject = f"province:{row['code']}"
        counties = [f"county:{code}" for code in row["counties"]]
        return self._link(subject) | {"counties": [self._link(county) for county in counties]}

    def _link(self, subject):
        return {
            "words": self.lineages.subject(subject),
            "href": self.to.page(self.site.path(subject), subject if subject.startswith("project:") else ""),
            "state": self.sealed.value(subject, "colour") or self._colours.get(subject, ""),
        }

    @cached_property
    def _colours(self):
        return {f"county:{row['code']}": row["colour"] for row in self.sealed["counties"]}

    # --- chapters ----------------------------------------------------------------------------------------------------
    def _chapter(self, path):
        sections = self.site.chapters[path]
        paths = list(self.site.chapters)
        at = paths.index(path)
        near = [(paths[at - 1] if at else None), (paths[at + 1] if at + 1 < len(paths) else None)]
        before, after = [one and (self.to.page(one), self.site.chapters[one][0].title) for one in near]
        shown = [
            {"name": section.name, "title": section.title if at else "", "level": min(section.level, 3),
             "blocks": [self._block(block) for block in section.blocks]}
            for at, section in enumerate(sections)
        ]  # fmt: skip
        return self._with(path, sections[0].title, [], kind="chapter", sections=shown, before=before, after=after)

    def _block(self, block):
        name = TEMPLATES[type(block)]
        return {"template": f"reports/pack/blocks/{name}.html", **getattr(self, f"_{name}")(block)}

    def _paragraph(self, block):
        return {"strong": block.strong, "text": self._linked(block.text, block.figures)}

    def _points(self, block):
        return {"items": block.items}

    def _strip(self, block):
        return {"cells": [(label, self._cell(cell)) for label, cell in block.cells]}

    def _chart(self, block):
        known = block.name in self.drawings
        src = self.to.page(f"drawings/{block.name}.svg") if known else ""
        wide = block.name.startswith(WIDE)
        return {"src": src, "alt": block.alt, "caption": block.caption, "wide": wide}

    def _table(self, block):
        heads = [column.head for column in block.columns]
        right = [column.unit in wording.RIGHT for column in block.columns]
        first = next((at for at, column in enumerate(block.columns) if column.head and not right[at]), 0)
        columns = list(zip(heads, right, strict=True))
        rows = [
            [self._cell(cell) | {"head": heads[at], "right": right[at], "first": at == first}
             for at, cell in enumerate(row)]
            for row in block.rows
        ]  # fmt: skip
        return {
            "name": block.name, "title": block.title, "columns": columns, "rows": rows, "note": block.note,
            "stack": len(heads) > 2,
        }  # fmt: skip

    def _narrative(self, block):
        said = [[part if isinstance(part, str) else self._cell(part) for part in parts] for parts in block.said]
        return {"title": block.title, "said": said}

    def _cell(self, cell):
        href = ""
        if cell.figure in self.sealed.figures:
            href = self.to.figure(cell.figure)
        elif cell.subject and self.site.has(cell.subject):
            href = self._link(cell.subject)["href"]
        state = cell.state if cell.state in words.STATUS else ""
        return {"text": cell.text, "small": cell.small.split("\n") if cell.small else [], "state": state, "href": href}

    def _linked(self, text, figures):
        """A sentence in which the figures it states are links; those it states in other words follow it."""
        spans, after = [], []
        for name in figures:
            if name in self.sealed.figures:
                span = _span(text, self.lineages.said(name), spans)
                spans += [(*span, name)] if span else []
                after += [] if span else [self._anchor(name, self.lineages.label(name.rpartition("/")[2]))]
        found, at = [], 0
        for start, end, name in sorted(spans):
            found += [text[at:start], self._anchor(name, text[start:end])]
            at = end
        found.append(text[at:])
        if after:
            found += [" (", *[part for link in after for part in (link, ", ")][:-1], ")"]
        return mark_safe("".join(format_html("{}", part) for part in found))  # noqa: S308 (each part is escaped)

    def _anchor(self, name, said):
        return format_html('<a href="{}">{}</a>', self.to.figure(name), said)

    # --- figures of places -------------------------------------------------------------------------------------------
    def _subject(self, path):
        subjects = self.site.subjects[path]
        first = subjects[0]
        rows = self._rows.get(first, {})
        folder = path.partition("/")[0]
        title = self.lineages.short(first) if folder != "others" else _other(path)
        facts_path = self.site.facts_path(first)
        groups = [self._group(subject, alone=len(subjects) == 1) for subject in subjects]
        return self._with(
            path, title, self._above(first),
            kind="subject", state=self._link(first)["state"] if folder == "counties" else "",
            places=[self._link(f"county:{code}") for code in rows.get("counties", ())],
            groups=groups, facts=self.to.page(facts_path) if facts_path in self.site.facts_of else "",
            more=[self._below(group) for group in groups[1:]],
        )  # fmt: skip

    @staticmethod
    def _below(group):
        return {"words": group["title"], "href": f"#{group['id']}", "state": group["state"]}

    @cached_property
    def _rows(self):
        """{subject: its row} of provinces and counties."""
        parts = (("province", "provinces"), ("county", "counties"), ("project", "projects"))
        return {f"{kind}:{row['code']}": row for kind, part in parts for row in self.sealed.get(part, ())}

    def _above(self, subject):
        """[(address, words)] of what `subject` is a part of."""
        row = self._rows.get(subject, {})
        if subject.startswith("county:"):
            above = f"province:{row['province']}"
            return [(self.to.page(self.site.path(above)), self.lineages.subject(above))]
        return []

    def _group(self, subject, *, alone):
        names = self.site.figures_of.get(subject, ())
        row = self._rows.get(subject, {})
        return {
            "id": subject, "title": self.lineages.short(subject), "alone": alone,
            "code": row.get("code", "") if subject.startswith("project:") else "",
            "state": row.get("colour", "") if subject.startswith("project:") else "",
            "reasons": [reasons.sentence(said) for said in row.get("reasons", ())] if subject.startswith("project:")
            else [],
            "figures": [self._short(name) for name in names],
        }  # fmt: skip

    def _short(self, name):
        """A figure in a list, with its address; in the pack it opens on how it came about."""
        if self.unfolded:
            alone = self.site.place(name)[0] in self.site.programme_pages
            return mark_safe(self.markup.folded(name) if alone else self.markup.details(name))  # noqa: S308
        key = name.rpartition("/")[2]
        return {"label": self.lineages.label(key), "href": self.to.figure(name), "value": self.markup.value(name)}

    # --- one figure --------------------------------------------------------------------------------------------------
    def figure(self, name):
        """The page of one figure."""
        found = self.lineages.of(name)
        above = [*self._above(found.subject), self._above_link(found.subject)]
        return self._with(
            self.site.place(name)[0], found.label, above,
            kind="figure", subject=found.subject_words, value=self.markup.value(name),
            lineage=self.markup.lineage(found, facts=False), facts=[self.markup.fact(fact) for fact in found.facts],
            earlier=[self.markup.fact(fact) for fact in self.lineages.others(found.facts)],
        )  # fmt: skip

    def _above_link(self, subject):
        href = self.to.page(PROGRAMME) if subject == NATION else self._link(subject)["href"]
        return (href, self.lineages.subject(subject))

    # --- facts -------------------------------------------------------------------------------------------------------
    def _facts(self, path, names):
        subject = self.sealed.facts[names[0]]["subject"]
        place = self.site.path(subject)
        first = self.site.subjects.get(place, [subject])[0]
        above = [*self._above(first), (self.to.page(place), self.lineages.subject(first))]
        return self._with(
            path, _("Facts"), above, kind="facts", facts=[self.markup.fact(name, used=True) for name in names]
        )

    def _with(self, path, title, above, **more):
        home = [] if path == INDEX else [(self.to.page(INDEX), _("Contents"))]
        template = f"reports/pack/{more['kind']}.html"
        return {
            "path": path, "title": title, "crumbs": [*home, *above], "index": self.to.page(INDEX), "template": template,
            **more,
        }  # fmt: skip


def _span(text, said, taken):
    """(start, end) of the first place where the number `said` stands by itself in a sentence and is no link yet."""
    for match in re.finditer(rf"(?<![\d.,]){re.escape(said)}(?![.,]?\d)", text):
        if all(match.end() <= start or match.start() >= end for start, end, _name in taken):
            return match.span()
    return None


def _other(path):
    """The title of a page of subjects that are in no place."""
    kind = path.rpartition("/")[2].removesuffix(".html")
    return OTHERS.get(kind, kind)
