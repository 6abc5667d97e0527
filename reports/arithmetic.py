"""The formula of a figure with its numbers in it, where it is plain arithmetic over its inputs and comes out."""

from datetime import date

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
    keys = list(dict.fromkeys(_key(row) for row in inputs))
    if value is not None and len(keys) == 2 and unit not in ("colour", "date", "text"):
        return _weighted(value, inputs, keys)
    if value is None or len(keys) != 1 or len(known) < 2:
        return ""
    if unit == "colour":
        return _worst(value, known)
    if unit == "date":
        return _day(value, known)
    if not all(_is_number(said) for said in (*known, value)):
        return ""
    ways = (_sum, _mean) if unit in SUMMED else (_mean, _sum)
    return next((said for way in (*ways, _least, _most) if (said := way(value, known))), "")


def _weighted(value, inputs, keys):
    """The mean of the first key's values, each as often as the second key's says."""
    shares, weights = ({_subject(row): row.value for row in inputs if _key(row) == key} for key in keys)
    pairs = [(share, weights.get(subject)) for subject, share in shares.items() if _is_number(share)]
    pairs = [(share, weight) for share, weight in pairs if _is_number(weight) and weight > 0]
    total = sum(weight for _share, weight in pairs)
    if len(pairs) < 2 or not _is_number(value) or not _same(value, sum(s * w for s, w in pairs) / total):
        return ""
    listed = " + ".join(f"{words.amount(share)} × {words.amount(weight)}" for share, weight in pairs)
    slots = {"numbers": listed, "count": words.amount(total), "mean": words.amount(value)}
    return _("(%(numbers)s) ÷ %(count)s = %(mean)s") % slots


def _subject(row):
    return row.name.rpartition("/")[0]


def _key(row):
    return row.name.rpartition("/")[2]


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def _same(one, other):
    return abs(one - other) <= CLOSE * max(1, abs(one))


def _listed(known):
    return " + ".join(words.amount(said) for said in known)


def _mean(value, known):
    total, count = sum(known), len(known)
    if not _same(value, total / count):
        return ""
    slots = {"total": words.amount(total), "count": count, "mean": words.amount(value)}
    if count <= SHOWN:
        return _("(%(numbers)s) ÷ %(count)s = %(mean)s") % {"numbers": _listed(known), **slots}
    return _("sum of %(count)s numbers ÷ %(count)s: %(total)s ÷ %(count)s = %(mean)s") % slots


def _sum(value, known):
    if not _same(value, sum(known)):
        return ""
    slots = {"count": len(known), "total": words.amount(value)}
    if len(known) <= SHOWN:
        return _("%(numbers)s = %(total)s") % {"numbers": _listed(known), **slots}
    return _("sum of %(count)s numbers = %(total)s") % slots


def _least(value, known):
    if not _same(value, min(known)):
        return ""
    return _("the least of %(count)s numbers = %(value)s") % {"count": len(known), "value": _plain(value)}


def _most(value, known):
    if not _same(value, max(known)):
        return ""
    return _("the largest of %(count)s numbers = %(value)s") % {"count": len(known), "value": _plain(value)}


def _plain(value):
    return words.amount(value) if abs(value) >= 1 or value == 0 else words.number(value, 3)


def _worst(value, known):
    if not all(said in Colour.values for said in (*known, value)) or worst(known) != value:
        return ""
    said = _("the worst of %(count)s standings = %(value)s")
    return said % {"count": len(known), "value": words.STATUS[value]}


def _day(value, known):
    slots = {"count": len(known), "value": words.day(date.fromisoformat(value))}
    if value == max(known):
        return _("the latest of %(count)s days = %(value)s") % slots
    return _("the first of %(count)s days = %(value)s") % slots if value == min(known) else ""
