"""Parts of a seal as sheets with all their rows, where a table of the report shows only some."""

from django.utils.translation import gettext as _

from factories import reasons
from factories.counting import Stage
from regional20x10.shared import words
from reports import facts
from reports.definitions import definitions
from reports.document import Table
from reports.rendering.pack.tables import Sheet, value_of
from reports.rendering.sheets import LINE, TEXT

SUBJECTS = {"projects": "project", "counties": "county", "provinces": "province"}
"""Parts whose rows are subjects of figures, by their codes; rows of others may name theirs as "subject"."""


FIRST = ("rank", "code", "names", "project", "county", "province")
"""Columns that stand before the others."""
NAMED = ("project", "county", "province")
"""Columns of codes that are told by their names."""


def sheets_of(sealed, sections):
    """A Sheet for each part that a table names as complete elsewhere, in the order of the report."""
    named = {}
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Table) and block.complete:
                named.setdefault(block.complete, block)
    for part, block in named.items():
        rows = sealed.get(part)
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            yield _sheet(sealed, part, block, rows)


def _sheet(sealed, part, block, rows):
    """Every row with what it says, and all figures of its subject."""
    said = sorted({key for row in rows for key in row})
    keys = [key for key in FIRST if key in said] + [key for key in said if key not in FIRST]
    figures = _figures(sealed, part, rows)
    columns = [(heading(key), LINE) for key in keys]
    known = definitions()
    columns += [(str(known[key].label) if key in known else key, None) for key in figures]
    return Sheet(
        _("%(what)s, complete") % {"what": block.title or block.columns[0].head},
        columns,
        ([*(_said(sealed, key, row.get(key)) for key in keys), *_values(sealed, part, row, figures)]
         for row in rows),
        _("All rows, with every figure of each."),
    )  # fmt: skip


def _subject(part, row):
    if part in SUBJECTS:
        return f"{SUBJECTS[part]}:{row['code']}"
    return row.get("subject") or ""


def _figures(sealed, part, rows):
    """Keys of the figures that any of the rows has, in the order of the definitions."""
    subjects = {_subject(part, row) for row in rows} - {""}
    found = {key for subject, _slash, key in (name.rpartition("/") for name in sealed.figures) if subject in subjects}
    known = [key for key in definitions() if key in found]
    return known + sorted(found - set(known))


def _values(sealed, part, row, keys):
    subject, known = _subject(part, row), definitions()
    for key in keys:
        value = sealed.value(subject, key)
        unit = known[key].unit if key in known else "text"
        if unit in ("text", "colour") or isinstance(value, dict | list):
            yield (None if value is None else facts.plain(sealed, value), TEXT)
        else:
            yield value_of(value, unit)


def _said(sealed, key, value):
    """What a row says, its codes in words; (value, kind)."""
    if key in NAMED and isinstance(value, str):
        return (sealed.subject(f"{key}:{value}"), LINE)
    if key == "colour" and value in words.STATUS:
        return (str(words.STATUS[value]), LINE)
    if key == "stage" and value in Stage.values:
        return (str(Stage(value).label), LINE)
    if key == "reasons" and value:
        return (" ".join(reasons.sentence(row) for row in value), LINE)
    if value is None or (isinstance(value, dict | list) and not value):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value_of(value, "tonnes" if isinstance(value, float) else "count")
    if isinstance(value, str):
        typed = value_of(value, "date")
        return typed if typed[1] != TEXT else (value, LINE)
    return (facts.plain(sealed, value), LINE)


def heading(key):
    """What stands over a column of what a row says."""
    known = {
        "code": _("Code"), "names": _("Name"), "county": _("Place"), "province": _("Province"),
        "factory_type": _("Factory"), "units": _("Units"), "site": _("Site"), "floor_area_m2": _("Floor area, m²"),
        "capacity_t_year": _("Capacity, t/year"), "budget": _("Budget"), "colour": _("Standing"),
        "stage": _("Stage"), "reasons": _("Reasons"), "demonstration": _("Demonstration"),
        "packages": _("Work packages"), "rank": _("Rank"), "project": _("Factory"), "subject": _("Subject"),
    }  # fmt: skip
    return known.get(key) or facts.said_of("", key)
