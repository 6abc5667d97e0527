"""Who owes a report on a year, how far it is, and how late: for the page of all, the desk and the reminders."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, Min, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from committees.rights import NATION, PROVINCE
from factories.models import CountyPlan, ProgramYear, Province
from reports.models import ProvincialReport, ProvincialState

DAYS_BEFORE = 30
"""From then on a report that is not submitted stands on the desk of who owes it."""
HANDED_IN = (ProvincialState.SUBMITTED, ProvincialState.ACCEPTED)


@dataclass(frozen=True)
class Line:
    """A province in a programme year, with its report; None where none was begun."""

    province: object
    program_year: object
    report: object
    today: date

    @property
    def state(self):
        return self.report.state if self.report else ""

    @property
    def state_words(self):
        return self.report.get_state_display() if self.report else _("Not begun")

    @property
    def due_on(self):
        return self.program_year.reports_due_on

    @property
    def handed_in(self):
        return self.state in HANDED_IN

    @property
    def days_late(self):
        """Days from the deadline to its first submission, or to today; 0 in time, None without a deadline."""
        if self.due_on is None:
            return None
        first = getattr(self.report, "first_submitted_at", None)
        return max(0, ((localdate(first) if first else self.today) - self.due_on).days)

    @property
    def days_left(self):
        return None if self.due_on is None else (self.due_on - self.today).days

    @property
    def waits_for(self):
        """Who must do what now."""
        match self.state:
            case "":
                return _("The province’s chief secretary begins it.")
            case ProvincialState.DRAFT:
                return _("The province’s chief secretary signs and submits it.")
            case ProvincialState.SUBMITTED:
                return _("A member of the committee accepts it or sends it back.")
            case ProvincialState.RETURNED:
                return _("The province mends it; its chief secretary submits it again.")
        return _("Nobody has to do anything.")


def provinces(user, program_year):
    """The provinces that owe a report on the year and that the user may see."""
    return _seen(user).filter(counties__plans__program_year=program_year).distinct().order_by("code")


def with_first(rows):
    """The reports with `first_submitted_at`."""
    return rows.annotate(first_submitted_at=Min("steps__at", filter=Q(steps__step="submit")))


def lines(user, program_year, today):
    """[Line] of every province of the year that the user may see, by code. Two queries."""
    rows = with_first(ProvincialReport.objects.visible_to(user).filter(program_year=program_year))
    reports = {row.province_id: row for row in rows.for_list()}
    return [Line(row, program_year, reports.get(row.pk), today) for row in provinces(user, program_year)]


def owed(user, today):
    """[Line] of the reports not handed in that are due within DAYS_BEFORE, or sent back, by the day they are due.

    Of every year that is not only planned. Three queries.
    """
    until = today + timedelta(days=DAYS_BEFORE)
    plans = CountyPlan.objects.exclude(program_year__state=ProgramYear.State.PLANNED)
    plans = plans.filter(county__province__in=_seen(user))
    returned = ProvincialReport.objects.filter(
        program_year=OuterRef("program_year"), province=OuterRef("county__province"), state=ProvincialState.RETURNED
    )
    plans = plans.filter(Q(program_year__reports_due_on__lte=until) | Exists(returned))
    pairs = list(plans.select_related("program_year__program", "county__province").order_by("pk"))
    places = {(plan.program_year_id, plan.county.province_id): plan for plan in pairs}
    rows = with_first(ProvincialReport.objects.visible_to(user).filter(program_year__in={key[0] for key in places}))
    reports = {(row.program_year_id, row.province_id): row for row in rows}
    found = [Line(plan.county.province, plan.program_year, reports.get(key), today) for key, plan in places.items()]
    found = [line for line in found if not line.handed_in]
    return sorted(found, key=lambda line: (line.due_on or date.max, line.program_year.year, line.province.code))


def _seen(user):
    """The provinces whose reports the user sees."""
    post = user.post if user.is_authenticated else None
    if post and post.rule.reads == NATION:
        return Province.objects.all()
    return Province.objects.filter(pk=post.province_id if post and post.rule.reads == PROVINCE else None)


def to_review(user):
    """Submitted reports that nobody has decided on, the oldest first."""
    rows = ProvincialReport.objects.editable_by(user).filter(state=ProvincialState.SUBMITTED)
    return rows.select_related("province", "program_year").order_by("submitted_at", "pk")
