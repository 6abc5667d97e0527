"""Who hears of a province's report: each step, each comment, and before and after the day it is due. Once each."""

import uuid

from django.conf import settings
from django.utils.timezone import localdate

from committees.actions.notifications import notify, notify_all, silent
from committees.models import Post, Topic
from committees.rights import RULES, Deed, Role
from factories.models import ProgramYear, Province
from regional20x10.shared.actions import action
from reports.composing.due import HANDED_IN
from reports.models import ProvincialReport, SectionKey

CODES = {
    "submit": "provincial_report_submitted", "take_back": "provincial_report_taken_back",
    "return": "provincial_report_returned", "accept": "provincial_report_accepted",
}  # fmt: skip
SPACE = uuid.UUID("6d0b2f6e-7a55-4f0f-9d0b-0e6f0f6b8f10")
"""Names the comments that returns leave."""


def key_of(step, section):
    """The key of the comment that a return leaves on a section."""
    return uuid.uuid5(SPACE, f"{step.pk}:{section}")


def roles_that(deed):
    return [role.value for role, rule in RULES.items() if deed in rule.may]


def _writers(province, day):
    rows = Post.objects.current(day).filter(role__in=roles_that(Deed.COMPOSE_REPORT), province=province)
    return rows.select_related("official")


def _reviewers(day):
    return Post.objects.current(day).filter(role__in=roles_that(Deed.REVIEW_REPORTS)).select_related("official")


def _values(report, **more):
    province = report.province
    return {
        "year": report.program_year.year, "province_en": province.name_en, "province_ko": province.name_ko, **more,
    }  # fmt: skip


def _url(report):
    return f"/reports/provincial/{report.program_year.year}/{report.province.code}/"


def moved(report, step):
    """A step of the report: to reviewers what is handed in or taken back, to the province what was decided."""
    if silent():
        return
    day = localdate(step.at)
    to = _reviewers(day) if step.step in ("submit", "take_back") else _writers(report.province_id, day)
    notify(
        to, event=f"provincial:{report.pk}:{step.pk}", topic=Topic.REPORT, code=CODES[step.step], at=step.at,
        by=step.by, values=_values(report, sections=len(step.notes)), url=_url(report), urgent=step.step == "return",
    )  # fmt: skip


def commented(row):
    """A comment: to the province, or to who is answered."""
    if silent():
        return
    report, day = row.report, localdate(row.at)
    answer = row.reply_to_id and row.reply_to.by_id
    to = Post.objects.current(day).filter(pk=answer) if answer else _writers(report.province_id, day)
    code = "provincial_comment_answered" if answer else "provincial_comment"
    notify(
        to.select_related("official"), event=f"provincial-comment:{row.pk}", topic=Topic.REPORT, code=code, at=row.at,
        by=row.by, values=_values(report, section=SectionKey(row.section).value),
        url=f"{_url(report)}#comment-{row.pk}",
    )  # fmt: skip


# --- the day it is due -----------------------------------------------------------------------------------------------
@action()
def remind(*, on, at, by=None):
    """Remind provinces of reports that are due in REPORT_REMINDER_DAYS, today, or were due yesterday; staff of those.

    Each once, however often it runs. Returns how many users it concerns.
    """
    told = 0
    years = ProgramYear.objects.exclude(state=ProgramYear.State.PLANNED).filter(reports_due_on__isnull=False)
    for year in years.order_by("pk"):
        left = (year.reports_due_on - on).days
        if left in {*settings.REPORT_REMINDER_DAYS, 0, -1}:
            told += _remind(year, left, on, at)
    return told


def _remind(year, left, on, at):
    handed = ProvincialReport.objects.filter(program_year=year, state__in=HANDED_IN).values("province")
    rows = Province.objects.filter(counties__plans__program_year=year).exclude(pk__in=handed).distinct()
    code = "provincial_report_late" if left < 0 else "provincial_report_due"
    staff = Post.objects.current(on).filter(role=Role.COMMITTEE_STAFF).select_related("official")
    staff, events = list(staff) if left < 0 else [], []
    for province in rows.order_by("code"):
        to = [*_writers(province, on), *staff]
        values = {
            "year": year.year, "province_en": province.name_en, "province_ko": province.name_ko, "left": left,
            "day": year.reports_due_on.isoformat(),
        }  # fmt: skip
        event = f"provincial-due:{year.pk}:{province.pk}:{year.reports_due_on}:{left}"
        events.append((to, event, values, f"/reports/provincial/{year.year}/{province.code}/"))
    return notify_all(events, topic=Topic.REPORT, code=code, at=at, urgent=left <= 0)
