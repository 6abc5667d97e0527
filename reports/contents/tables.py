"""What the tables of several chapters share: amounts that are no figures, rows left out, factories told by county."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regional20x10.shared import words
from reports import wording
from reports.document import Cell


def amount(value, unit="tonnes"):
    """The Cell of a value that is no figure of its own."""
    return Cell(wording.said(value, unit), value=value, unit=unit)


def out_of(cell, count):
    """“29 of 60” on one line of a Cell that holds a number."""
    if cell.value is None:
        return cell
    said = _("%(number)s of %(count)s") % {"number": cell.text, "count": words.number(count)}
    return replace(cell, text=said, small="")


def more(count, shown):
    """That a table shows the first of many rows alone; nothing if it shows all."""
    if count <= shown:
        return ""
    said = _("The first %(shown)s of %(count)s; the workbook has them all.")
    return said % {"shown": words.number(shown), "count": words.number(count)}


def by_county(sealed, numbers, limit=6):
    """“Musan (110), Kowon (74) and 3 more” of {code of a factory: number}, summed over counties, the largest first."""
    counties = {row["code"]: row["county"] for part in ("earlier", "projects") for row in sealed[part]}
    sums = {}
    for code, number in numbers.items():
        sums[counties[code]] = sums.get(counties[code], 0) + number
    order = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    said = [
        _("%(county)s (%(number)s)") % {"county": sealed.subject(f"county:{code}"), "number": words.number(number)}
        for code, number in order
    ]
    rest = len(said) - limit
    if rest <= 0:
        return ", ".join(said)
    one = ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", rest)
    return one % {"names": ", ".join(said[:limit]), "count": words.number(rest)}
