"""What is said of charges and visits."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from committees.notices.days import day


def _in_language(values, name):
    """A name that the values hold in both languages."""
    return values.get(f"{name}_{get_language()}") or values[f"{name}_en"]


def _of_charge(values):
    return {
        "county": _in_language(values, "county"), "day": day(values),
        "title": _in_language(values, "title"),
    }  # fmt: skip


def _charge_begun(values):
    return _("You are in charge of %(county)s from %(day)s on.") % _of_charge(values)


def _charge_begun_there(values):
    said = _("The member in charge of %(county)s from %(day)s on: %(title)s.")
    return said % _of_charge(values)


def _charge_ended(values):
    return _("Your charge of %(county)s ends with %(day)s.") % _of_charge(values)


def _charge_ended_there(values):
    said = _("The charge of %(county)s ends with %(day)s: %(title)s.")
    return said % _of_charge(values)


def _visit_recorded(values):
    slots = {
        "county": _in_language(values, "county"), "day": day(values),
        "asks": values["asks"],
    }  # fmt: skip
    said = ngettext(
        "The visit to %(county)s of %(day)s is recorded, with %(asks)s thing asked for.",
        "The visit to %(county)s of %(day)s is recorded, with %(asks)s things asked for.",
        values["asks"],
    )
    return said % slots


SENTENCES = {
    "charge-begun": _charge_begun,
    "charge-begun-there": _charge_begun_there,
    "charge-ended": _charge_ended,
    "charge-ended-there": _charge_ended_there,
    "visit-recorded": _visit_recorded,
}
"""{code: function of a notification's values that says it}."""
