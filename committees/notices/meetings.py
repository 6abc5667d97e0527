"""What is said of meetings."""

from django.utils.translation import gettext as _

from committees.notices.days import day


def _meeting(values):
    return {"number": values["number"], "day": day(values)}


SENTENCES = {
    "meeting_convened": lambda values: (
        _("Meeting %(number)s of the committee is convened for %(day)s. Its agenda is fixed.") % _meeting(values)
    ),
    "meeting_moved": lambda values: _("Meeting %(number)s of the committee was moved to %(day)s.") % _meeting(values),
    "meeting_reopened": lambda values: (
        _("The agenda of meeting %(number)s of the committee, on %(day)s, was opened again.") % _meeting(values)
    ),
    "meeting_minuted": lambda values: (
        _("The minutes of meeting %(number)s of the committee, of %(day)s, are closed.") % _meeting(values)
    ),
}
