"""The days of a programme year's end: when provincial reports are due, and when the plenary meeting is held."""

from committees.rights import Deed
from factories.models import ProgramYear
from regional20x10.shared.actions import action, checked


@action(Deed.SCHEDULE_REPORTS)
def set_days(program_year, *, reports_due_on, plenary_on, by):
    """Set both days, or take one back with None. Reports are due on or before the day of the plenary meeting."""
    year = ProgramYear.objects.select_for_update(no_key=True).get(pk=program_year.pk)
    year.reports_due_on, year.plenary_on = reports_due_on, plenary_on
    checked(year).save(update_fields=["reports_due_on", "plenary_on"])
    return year
