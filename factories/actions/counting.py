"""From when on a factory may operate and counts: the thresholds of a programme year, set by the committee."""

from django.utils.translation import gettext as _

from factories.actions import standings
from factories.models import FactoryProject, ProgramYear
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Refused

THRESHOLDS = {
    "cover_percent": (1, 200), "utilisation_percent": (1, 100), "production_months": (1, 12),
    "production_grace_days": (0, 60),
}  # fmt: skip
"""{threshold: between which whole numbers it lies}, as the database holds it."""


@action("set_thresholds")
def set_thresholds(
    program_year, *, cover_percent, utilisation_percent, production_months, production_grace_days, reason, by, on
):
    """Set the thresholds of a programme year, and write anew, as of the day `on`, the standings of its factories.

    All whole numbers: two of percent, months, days. As any plan they hold for each day that is asked for from now on,
    past ones too; the history keeps the change with its reason. Refuses without one, and where nothing changes.
    """
    asked = (cover_percent, utilisation_percent, production_months, production_grace_days)
    values = dict(zip(THRESHOLDS, asked, strict=True))
    year = ProgramYear.objects.select_for_update().get(pk=program_year.pk)
    _refuse(_against(values, reason))
    if all(getattr(year, name) == value for name, value in values.items()):
        raise Refused(_("These are the thresholds already: change at least one."))
    for name, value in values.items():
        setattr(year, name, value)
    checked(year).save(update_fields=list(values))
    projects = list(FactoryProject.objects.filter(plan__program_year=year).values_list("pk", flat=True))
    if projects:
        standings.refresh(projects, on=on)
    return year


def _against(values, reason):
    """{field: sentences} of what stands against a change of thresholds."""
    said = _("Enter a whole number between %(low)s and %(high)s.")
    found = {
        name: [said % {"low": low, "high": high}]
        for name, (low, high) in THRESHOLDS.items()
        if values[name] is None or not low <= values[name] <= high
    }
    if not reason.strip():
        found["reason"] = [_("Give the reason: the change is kept with it.")]
    return found


def _refuse(fields):
    if fields:
        raise Refused([said for sentences in fields.values() for said in sentences], fields=fields)
