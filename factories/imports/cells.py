"""Cells of a workbook as values: a number, a day, a text, one of a list; or the sentence that says how to mend it.

What can be read in one way only is taken, however it is written: text for a number, full-width digits, 2026.10.02 or
2026년 10월 2일. What can be read in two ways is asked, never guessed.
"""

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
LONGEST_NUMBER = 40
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_PLAIN = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_DAY = re.compile(r"([0-9]{4}) ?[-./년] ?([0-9]{1,2}) ?[-./월] ?([0-9]{1,2}) ?[.일]?")
_DAY_FIRST = re.compile(r"[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{2,4}")
_SUFFIXED = re.compile(r"[0-9.,]+ ?[십백천만억조十百千万億兆kKmM]+")


class Unclear(Exception):
    """A cell that cannot be read; the sentence says what to write."""


def formula():
    return _("Write the value, not a formula.")


def number(cell, *, places=2, percent=False, largest=None):
    """The Decimal of a cell; None of an empty one. Raises Unclear."""
    value = _of(cell)
    if value is None:
        return None
    found = _number(value)
    if percent and isinstance(value, int | float) and "%" in _format(cell):
        found *= 100  # typed as 62%, kept by the spreadsheet as 0.62
    limit = largest if largest is not None else Decimal(10) ** 12
    if abs(found) > limit:
        raise Unclear(
            _("This is more than can be: at most %(most)s. Write the number itself.") % {"most": f"{limit:,}"}
        )
    rounded = round(found, places)
    if abs(found - rounded) > Decimal("0.0000001"):  # 0.1 + 0.2 is 0.30000000000000004 in a spreadsheet
        raise Unclear(_("Write at most %(places)s figures after the point.") % {"places": places})
    return rounded


def whole(cell, *, largest):
    found = number(cell, places=6, largest=largest)
    if found is None:
        return None
    if found != int(found):
        raise Unclear(_("Enter a whole number, such as 64."))
    if found < 0:
        raise Unclear(_("Enter 0 or more."))
    return int(found)


def day(cell):
    """The date of a cell; None of an empty one. Raises Unclear."""
    value = _of(cell)
    match value:
        case None:
            return None
        case datetime():
            found = value.date()
        case date():
            found = value
        case str():
            found = _written_day(_flat(value))
        case _:
            raise Unclear(_("Write the day as 2026-10-02."))
    if not EARLIEST <= found < LATEST:
        raise Unclear(_("%(day)s is no day of this programme: write the day as 2026-10-02.") % {"day": found})
    return found


def text(cell, *, longest):
    """The text of a cell, “” of an empty one; a number as it is written. Raises Unclear."""
    value = _of(cell)
    match value:
        case None:
            return ""
        case bool():
            raise Unclear(_("Write a text here."))
        case int() | float():
            value = _as_text(value)
        case datetime() | date():
            value = value.date().isoformat() if isinstance(value, datetime) else value.isoformat()
        case time() | timedelta():
            raise Unclear(_("The spreadsheet made a time of this: format the cell as text and write it again."))
    said = unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n").replace("_x000D_", "").strip()
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t" for sign in said) or "_x0000_" in said:
        raise Unclear(_("The text has signs that cannot be printed: write it again."))
    if len(said) > longest:
        raise Unclear(
            _("The text has %(length)s characters, %(most)s at most: shorten it.")
            % {"length": len(said), "most": longest}
        )
    return said


def choice(cell, known):
    """What the word in a cell stands for in `known`, {key(word): value}; “” of an empty one. Raises Unclear."""
    said = text(cell, longest=300)
    if not said:
        return ""
    found = known.get(key(said))
    if found is None:
        raise Unclear(_("“%(said)s” is not in the list: choose one from the cell’s list.") % {"said": said[:40]})
    return found


def key(said):
    """A word as it is looked up: the same in full-width letters, capitals and with other spaces."""
    return " ".join(unicodedata.normalize("NFKC", str(said)).casefold().split())


# --- what a cell holds -----------------------------------------------------------------------------------------------
def _of(cell):
    """The plain value of a cell, None of one that is empty. Raises Unclear for a formula or an error."""
    if cell is None or cell.value is None:
        return None
    if cell.data_type == "f" or (isinstance(cell.value, str) and cell.value.startswith("=") and len(cell.value) > 1):
        raise Unclear(formula())
    if cell.data_type == "e":
        raise Unclear(_("The cell shows an error (%(error)s): write the value.") % {"error": str(cell.value)[:10]})
    if isinstance(cell.value, str) and not cell.value.strip():
        return None
    return cell.value


def _format(cell):
    """How the spreadsheet shows a number, without the texts in it; nothing where its style is not in the file."""
    try:
        written = cell.number_format
    except (AttributeError, IndexError, KeyError):
        return ""
    return re.sub(r'"[^"]*"|\\.', "", written or "")


def _number(value):
    match value:
        case bool():
            raise Unclear(_("Write a number, not yes or no."))
        case int():
            return _sane(Decimal(value))
        case float():
            if not math.isfinite(value):
                raise Unclear(_("This is no number: write the value."))
            return _sane(Decimal(repr(value)))
        case datetime() | date() | time() | timedelta():
            raise Unclear(
                _("The spreadsheet made a date of this: format the cell as a number and write the value again.")
            )
    return _written_number(_flat(str(value)))


def _written_number(said):
    bare = said.replace("%", "").strip()
    if len(said) > LONGEST_NUMBER:
        raise Unclear(_("This is no number: write the value."))
    if _GROUPED.fullmatch(bare):
        return _sane(Decimal(bare.replace(",", "")))
    if _COMMA.fullmatch(bare):
        point, joined = bare.replace(",", "."), bare.replace(",", "")
        raise Unclear(
            _("“%(said)s” can be read as %(point)s or as %(joined)s: write the one that is meant, with a point.")
            % {"said": bare, "point": point, "joined": joined}
        )
    if _SUFFIXED.fullmatch(bare):
        raise Unclear(_("“%(said)s”: write the number in full, in figures, such as 120000.") % {"said": bare})
    if not _PLAIN.fullmatch(bare):
        raise Unclear(_("“%(said)s” is no number: write only the figures, such as 62.5.") % {"said": said[:30]})
    return _sane(Decimal(bare))


def _sane(found):
    """1e308 and 1e-300 are numbers, but of nothing here."""
    if found and not -12 < found.adjusted() < 16:
        raise Unclear(_("This is more than can be, or less: write the number itself."))
    return found


def _written_day(said):
    if found := _DAY.fullmatch(said):
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            raise Unclear(_("There is no day %(said)s: write it as 2026-10-02.") % {"said": said}) from None
    if _DAY_FIRST.fullmatch(said):
        raise Unclear(
            _("“%(said)s” can be read as two days: write year, month and day, as 2026-10-02.") % {"said": said}
        )
    raise Unclear(_("“%(said)s” is no day: write it as 2026-10-02.") % {"said": said[:30]})


def _flat(said):
    """Full-width signs and odd spaces as plain ones, the minus of print as that of the keyboard."""
    plain = unicodedata.normalize("NFKC", said).replace("\N{MINUS SIGN}", "-")
    return " ".join(plain.split())


def _as_text(value):
    """A number that stands where a text is asked for, such as the number of a waybill."""
    if isinstance(value, float) and (not math.isfinite(value) or abs(value) >= 1e15):
        raise Unclear(_("The spreadsheet has cut this number: format the cell as text and write it again."))
    return str(int(value)) if value == int(value) else repr(value)
