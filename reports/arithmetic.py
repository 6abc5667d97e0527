"""The formula of a figure with its numbers in it, where it is plain arithmetic over its inputs and comes out."""

from django.utils.translation import gettext as _

from factories.figures import worst
from factories.models import Colour
from regional20x10.shared import words

SHOWN = 12
"""So many numbers are written out; of more, the sum and how many they are."""
SUMMED = ("count", "money", "tonnes", "hectares", "days")
CLOSE = 2e-6
"""Figures are sealed with six decimals."""


def shown(value, unit, inputs):
    """The arithmetic in words; empty where the value is no mean, sum or worst of its inputs, or is one of itself.

    It is worked out again from the inputs: what does not come out is not shown.
    """
    known = [row.value for row in inputs if row.value is not None]
    if value is None or len({row.name.rpartition("/")[2] for row in inputs}) != 1 or len(known) < 2:
        return ""
    if unit == "colour":
        return _worst(value, known)
    if unit == "date":
        return _day(value, known)
    if not all(isinstance(said, int | float) and not isinstance(said, bool) for said in (*known, value)):
        return ""
    ways = (_sum, _mean) if unit in SUMMED else (_mean, _sum)
    return next((said for way in (*ways, _least, _most) if (said := way(value, known))), "")


def _same(one, other):
    return abs(one - other) <= CLOSE * max(1, abs(one))


def _listed(known):
    return " + ".join(words.amount(said) for said in known)


def _mean(value, known):
    total, count = sum(known), len(known)
    if not _same(value, total / count):
        return ""
    slots = {"numbers": _listed(known), "total": words.amount(total), "count": count, "mean": words.amount(value)}
    if count <= SHOWN:
        return _("(%(numbers)s) ÷ %(count)s = %(mean)s") % slots
    return _("sum of %(count)s numbers ÷ %(count)s: %(total)s ÷ %(count)s = %(mean)s") % slots


def _sum(value, known):
    if not _same(value, sum(known)):
        return ""
    slots = {"numbers": _listed(known), "count": len(known), "total": words.amount(value)}
    if len(known) <= SHOWN:
        return _("%(numbers)s = %(total)s") % slots
    return _("sum of %(count)s numbers = %(total)s") % slots


def _least(value, known):
    said = _("the least of %(count)s numbers = %(value)s") % {"count": len(known), "value": _plain(value)}
    return said if _same(value, min(known)) else ""


def _most(value, known):
    said = _("the largest of %(count)s numbers = %(value)s") % {"count": len(known), "value": _plain(value)}
    return said if _same(value, max(known)) else ""


def _plain(value):
    return words.amount(value) if abs(value) >= 1 or value == 0 else words.number(value, 3)


def _worst(value, known):
    if not all(said in Colour.values for said in (*known, value)) or worst(known) != value:
        return ""
    said = _("the worst of %(count)s standings = %(value)s")
    return said % {"count": len(known), "value": words.STATUS[value]}


def _day(value, known):
    slots = {"count": len(known), "value": value}
    if value == max(known):
        return _("the latest of %(count)s days = %(value)s") % slots
    return _("the first of %(count)s days = %(value)s") % slots if value == min(known) else ""
