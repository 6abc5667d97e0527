"""The tables of a report as sheets: those that are the same but for their place stand in one, cells typed by unit."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from reports.document import Strip, Table
from reports.rendering import sheets
from reports.rendering.sheets import LINE, LONG, TEXT
from reports.wording import DASH

KINDS = {
    "percent": sheets.PERCENT, "points": sheets.POINTS, "chance": sheets.CHANCE, "count": sheets.WHOLE,
    "days": sheets.WHOLE, "date": sheets.DAY, "tonnes": sheets.AMOUNT, "hectares": sheets.AMOUNT,
    "money": sheets.WHOLE, "index": sheets.INDEX, "colour": TEXT, "text": TEXT,
}  # fmt: skip
"""Kinds of cells by reports.definitions.UNITS."""
SMALL = 0.1
"""An index below it has more decimals."""


@dataclass
class Sheet:
    """Title, columns as reports.rendering.sheets.Book takes them, rows, and for the contents a note and the section in
    which it stands."""

    title: str
    columns: list
    rows: list
    note: str = ""
    section: str = ""
    least: dict = field(default_factory=dict)
    """{place of a column: characters that it needs at least}"""


def sheets_of(sections):
    """A Sheet of key figures, and one for each table; tables of one family and head, as of each place, in one."""
    strips = [(section, block) for section in sections for block in section.blocks if isinstance(block, Strip)]
    families = {}
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Table):
                heads = tuple((column.head, column.unit) for column in block.columns)
                families.setdefault((family(block.name), heads), []).append((section, block))
    found = [_sheet(members) for members in families.values()]
    return [_key_figures(strips), *found] if strips else found


def family(name):
    """ "factories" of "factories-NP-SONGCHON" and "factories:NP-SONGCHON"."""
    return name.replace(":", "-").partition("-")[0]


def _key_figures(strips):
    columns = [
        (_("Section"), LONG),
        (_("Figure"), LONG),
        (_("Value"), None),
        (_("Words"), LONG),
        (_("Name of the figure"), LINE),
    ]
    rows = [
        [section.title, label, typed(cell), "\n".join(filter(None, [cell.text, cell.small])), cell.figure]
        for section, strip in strips
        for label, cell in strip.cells
    ]
    return Sheet(_("Key figures"), columns, rows)


def _sheet(members):
    """The sheet of a table or of several with the same head: then the section's title says of what each row is."""
    section, first = members[0]
    several = len(members) > 1
    noted = [any(row[at].small for _section, block in members for row in block.rows) for at in
             range(len(first.columns))]  # fmt: skip
    columns = [(_("Section"), LONG)] if several else []
    for column, notes in zip(first.columns, noted, strict=True):
        columns.append((_head(column), KINDS[column.unit]))
        if notes:
            columns.append((_("%(head)s: notes") % {"head": column.head or _("Row")}, TEXT))
    rows = [_row(section.title if several else None, row, noted) for section, block in members
            for row in (*block.rows, *block.rest())]  # fmt: skip
    titles = list(dict.fromkeys(block.title for _section, block in members if block.title))
    title = titles[0] if len(titles) == 1 else (_family_title(members) or section.title)
    note = " ".join(dict.fromkeys(block.note for _section, block in members if block.note))
    return Sheet(title, columns, rows, note, "" if several else section.title)


def _head(column):
    """A cell of percent is a number alone: its head says of what."""
    return f"{column.head}, %" if column.unit == "percent" and "%" not in column.head else column.head


def _family_title(members):
    """Where a family has no title of its own: the head of what it is about."""
    return _("%(head)s, all sections") % {"head": members[0][1].columns[0].head} if len(members) > 1 else ""


def _row(title, row, noted):
    said = [] if title is None else [title]
    for cell, notes in zip(row, noted, strict=True):
        said.append(typed(cell))
        if notes:
            said.append(cell.small)
    return said


def typed(cell):
    """(value, kind) of a Cell: a figure by its unit, what is not known empty, else its words."""
    if cell.unit in ("text", "colour"):
        return (None if cell.text == DASH or (cell.figure and cell.value is None) else cell.text, TEXT)
    return value_of(cell.value, cell.unit)


def value_of(value, unit):
    """(value, kind) of a plain value of a unit; words where it is not of that kind after all."""
    kind = KINDS[unit]
    if value is None or value == "":
        return (None, kind)
    fits = _is_day(value) if kind == sheets.DAY else isinstance(value, int | float) and not isinstance(value, bool)
    return (value, _finer(value, kind)) if fits else (str(value), TEXT)


def _finer(value, kind):
    """The kind of a number that its unit's would show as none, or as more than is counted."""
    if kind == sheets.INDEX and 0 < abs(value) < SMALL:
        return sheets.FINE
    return sheets.STEPS if kind == sheets.POINTS and isinstance(value, int) else kind


def _is_day(value):
    try:
        return bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False
