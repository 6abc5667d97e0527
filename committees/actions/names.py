"""The names of bodies: a new one from a day on, while the one it had is kept with the reason."""

from datetime import date, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from committees.actions.bodies import held
from committees.models import FormerName, Request
from factories.actions import standings
from regional20x10.shared import words
from regional20x10.shared.actions import action, checked


@action("manage_bodies")
def rename(organization, *, name_en, name_ko="", reason, on, by, at):
    """Give the body a new name from the day `on`; the name it had is kept with the reason. Its code stays."""
    organization = held(organization)
    former = FormerName(
        organization=organization, name_en=organization.name_en, name_ko=organization.name_ko,
        until=on - min(timedelta(days=1), on - date.min), reason=reason.strip(), at=at, by=by,
    )  # fmt: skip
    also = _against_name(organization, name_en.strip(), name_ko.strip(), reason)
    if against := _against_day(organization, on, localdate(at)):
        also["on"] = [against]
    organization.name_en, organization.name_ko = name_en.strip(), name_ko.strip()
    checked(organization, also).save(update_fields=["name_en", "name_ko"])
    checked(former).save(force_insert=True)
    keep_standings(Request.objects.waiting().filter(owed_by=organization), on=localdate(at))
    return organization


def keep_standings(waiting, *, on):
    """Write anew the standings of the factories these requests block: a reason there names who owes them."""
    if projects := set(waiting.values_list("project", flat=True)) - {None}:
        standings.refresh(projects, on=on)


def _against_name(organization, name_en, name_ko, reason):
    also = {} if reason.strip() else {"reason": [_("Say why the body is renamed: its former name is kept.")]}
    if (name_en, name_ko) == (organization.name_en, organization.name_ko):
        also["name_en"] = [_("This is its name already: enter the new one.")]
    return also


def _against_day(organization, on, today):
    """The sentence that stands against a new name from the day `on`; None without one."""
    if on > today:
        return _("A name is entered once it is in force: choose a day up to %(today)s.") % {"today": words.day(today)}
    last = organization.former_names.order_by("-until").first()
    if last and on <= last.until + timedelta(days=1):
        said = _("It was renamed on %(day)s already: choose a later day.")
        return said % {"day": words.day(last.until + timedelta(days=1))}
    return None
