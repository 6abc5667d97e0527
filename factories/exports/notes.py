"""What every file of a list says beside its rows, and who may have one."""

from django.utils.translation import gettext as _

from committees.rights import Deed
from regional20x10.shared import clock
from regional20x10.shared.actions import not_allowed


def allowed(user):
    """Raise NotAllowed unless the user's post may download tables."""
    if not user.post.may(Deed.EXPORT):
        raise not_allowed(user.post, Deed.EXPORT)


def notes(user, as_of, filters=None):
    """Where a file comes from: the day, the filter, the scope, and whether its data are real."""
    given = filters.said() if filters else []
    said = [_("As of %(day)s") % {"day": as_of.isoformat()}]
    said += [_("Only %(filter)s: %(value)s") % {"filter": name, "value": value} for name, value in given]
    if not given:
        said.append(_("Not filtered"))
    said.append(_("Within the reach of: %(post)s") % {"post": user.post})
    if clock.demonstration_day():
        said.append(_("Demonstration: all figures, dates and persons are synthetic"))
    return said
