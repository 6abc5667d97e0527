"""Parts of a seal as sheets with all their rows, where a table of the report shows only some."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from factories import reasons
from factories.counting import Stage
from regional20x10.shared import words
from reports import facts
from reports.definitions import definitions
from reports.document import Table
from reports.lineage import spoken
from reports.rendering.pack.tables import Sheet, value_of
from reports.rendering.sheets import AMOUNT, DAY, LINE, LONG, PERCENT, TEXT, WIDE

SUBJECTS = {"projects": "project", "counties": "county", "provinces": "province"}
"""Parts whose rows are subjects of figures, by their codes; rows of others may name theirs as "subject"."""
KINDS = {"findings": "finding", "decisions": "decision", "requests": "request"}
"""Parts whose rows are facts of a kind."""
FIRST = ("rank", "code", "names", "project", "county", "province")
"""Columns that stand before the others."""
NAMED = ("project", "county", "province")
"""Columns of codes that are told by their names."""
REPEATED = frozenset({"factory_type", "packages"})
"""What the name says too, or a sheet of its own."""


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
    if "projects" in named and any(row["packages"] for row in sealed["projects"]):
        yield _packages(sealed, sealed["projects"])


def _sheet(sealed, part, block, rows):
    """Every row with what it says, and all figures of its subject."""
    figures, known = _figures(sealed, part, rows), definitions()
    told = {key: [_said(sealed, part, key, row.get(key)) for row in rows] for key in _keys(rows, figures)}
    told = {key: _wrapped(cells) for key, cells in told.items() if any(cells)}
    columns = [(heading(part, key), LINE) for key in told]
    columns += [(str(known[key].label) if key in known else key, None) for key in figures]
    return Sheet(
        _("%(what)s, complete") % {"what": block.title or block.columns[0].head},
        columns,
        ([*(cells[at] for cells in told.values()), *_values(sealed, part, row, figures)]
         for at, row in enumerate(rows)),
        _("All rows, with every figure of each."),
    )  # fmt: skip


def _keys(rows, figures):
    """What the rows say that is no figure of theirs, what names them first."""
    said = {key for row in rows for key in row} - {*figures, *REPEATED}
    said = {key for key in said if f"{key}_names" not in said}
    return [*(key for key in FIRST if key in said), *sorted(said - set(FIRST))]


def _wrapped(cells):
    """The cells of a column, its lines as texts that wrap where one is long."""
    lines = [cell[0] for cell in cells if cell and cell[1] == LINE]
    if not any(len(line) > WIDE[LINE] or "\n" in line for line in lines):
        return cells
    return [(cell[0], LONG) if cell and cell[1] == LINE else cell for cell in cells]


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
            yield (None if value is None else spoken(sealed, value, unit), TEXT)
        else:
            yield value_of(value, unit)


def _said(sealed, part, key, value):
    """What a row says, its codes in words; (value, kind)."""
    if key in NAMED and isinstance(value, str):
        return (sealed.subject(f"{key}:{value}"), LINE)
    if key == "colour" and value in words.STATUS:
        return (str(words.STATUS[value]), LINE)
    if key == "stage" and value in Stage.values:
        return (str(Stage(value).label), LINE)
    if key == "reasons" and value:
        return (" ".join(reasons.sentence(row) for row in value), LINE)
    if value is None or value == "" or (isinstance(value, dict | list) and not value):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value_of(value, "tonnes" if isinstance(value, float) else "count")
    if isinstance(value, str):
        typed = value_of(value, "date")
        return typed if typed[1] != TEXT else (facts.said(sealed, KINDS.get(part, ""), key, value), LINE)
    return (facts.plain(sealed, value), LINE)


def _packages(sealed, rows):
    """The work packages of factories, a row each: their days, their share of the whole, how far they are verified."""
    columns = [
        (_("Factory"), LINE), (_("Place"), LINE), (_("Work package"), LINE), (_("Planned start"), DAY),
        (_("Planned finish"), DAY), (_("Weight"), AMOUNT), (_("Verified, %"), PERCENT),
    ]  # fmt: skip
    lines = [
        [sealed.subject(f"project:{row['code']}"), sealed.subject(f"county:{row['county']}"),
         sealed.name(said["names"]), said["planned_start"], said["planned_finish"], said["weight"],
         said["verified_percent"]]
        for row in rows for said in row["packages"]
    ]  # fmt: skip
    return Sheet(_("Work packages"), columns, lines, _("Of every factory of the year."))


def heading(part, key):
    """What stands over a column of what a row says."""
    known = {
        "code": _("Code"), "names": _("Name"), "county": _("Place"), "province": _("Province"),
        "factory_type": _("Factory"), "units": _("Units"), "site": _("Site"), "floor_area_m2": _("Floor area, m²"),
        "capacity_t_year": _("Capacity, t/year"), "budget": _("Budget"), "colour": _("Standing"),
        "stage": _("Stage"), "reasons": _("Reasons"), "demonstration": _("Demonstration"),
        "rank": _("Rank"), "project": _("Factory"),
        "subject": pgettext("of a figure", "Subject"), "currency": _("Currency"),
        "legacy_percent": capfirst(_("finished when brought in, %")),
    }  # fmt: skip
    return known.get(key) or facts.said_of(KINDS.get(part, ""), key)
