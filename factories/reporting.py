"""Who reported for which period, and who did not: the state of each in words.

A project owes a ten-day return for every period that ends between its first planned day and its verified finish, and a
production return for every month from the one after it passed the gate “operate”. Everything here is as known at the
end of a day, the calendar's closing days too (docs/decisions/returns-due.md).
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Min
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from factories import deadlines, standing
from factories.models import Gate, PeriodException, PeriodKind, ProductionReturn, ReportingPeriod, StatusReturn
from regional20x10.shared import clock, words

SHOWN = 9
STATES = {
    "not_due": ("", gettext_lazy("not due")),
    "due": ("clock", gettext_lazy("due")),
    **words.RETURN,
    "missing": ("stop", gettext_lazy("missing")),
    "excepted": ("info", gettext_lazy("excepted")),
}
"""{state of a place in a period: (its mark, its word)}."""


# --- what is reported ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Subject:
    """What is reported by the periods of a kind."""

    kind: PeriodKind
    model: type
    gate: Gate
    """Before a project has passed it, no return of it is taken."""
    unit: str
    """The field of a project that names who reports on it."""
    begins: str
    """SQL: (project_id, begins_on) of those that have one: the first day that is reported."""


BUILDING = Subject(
    PeriodKind.TEN_DAYS, StatusReturn, Gate.START, "construction_unit",
    """SELECT project_id, min(starts_on) AS begins_on FROM factories_workpackage
       WHERE project_id = ANY(%(projects)s::bigint[]) GROUP BY project_id""",
)  # fmt: skip
PRODUCTION = Subject(
    PeriodKind.MONTH, ProductionReturn, Gate.OPERATE, "operation_unit",
    """SELECT g.project_id, (date_trunc('month', g.at AT TIME ZONE 'Asia/Pyongyang') + interval '1 month')::date
              AS begins_on
       FROM cut, factories_gatepass g
       WHERE g.gate = 'operate' AND g.at < cut.at AND g.project_id = ANY(%(projects)s::bigint[])""",
)  # fmt: skip
SUBJECTS = {subject.kind: subject for subject in (BUILDING, PRODUCTION)}


# --- what is owed ----------------------------------------------------------------------------------------------------
def owes(begins_on, finished_on, period):
    """Whether a project of this first planned day and verified finish owes a return for the period."""
    return bool(begins_on and begins_on <= period.ends_on and (finished_on is None or period.ends_on <= finished_on))


def finishes(projects, day):
    """{project pk: its verified finish as known on `day`, None without one}. Three queries."""
    pks = list(projects.order_by().values_list("pk", flat=True))
    return dict.fromkeys(pks) | dict(standing.on(day, pks).order_by().values_list("project", "finished_on"))


def ends(projects, day, subject=BUILDING):
    """{project pk: the last day that is reported, None without one}: production is reported as long as it operates."""
    if subject is PRODUCTION:
        return dict.fromkeys(projects.order_by().values_list("pk", flat=True))
    return finishes(projects, day)


def begins(projects, day, subject=BUILDING):
    """{project pk: the first day that is reported} as known on `day`, of those that have one. One query."""
    if subject is BUILDING:
        return dict(projects.order_by().annotate(begins_on=Min("packages__starts_on")).values_list("pk", "begins_on"))
    passed = projects.order_by().filter(gate_passes__gate=Gate.OPERATE, gate_passes__at__lte=clock.end_of(day))
    return {pk: month_after(at) for pk, at in passed.values_list("pk", "gate_passes__at")}


def month_after(moment):
    """The first day of the month after the one of `moment`."""
    day = localdate(moment)
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def owing(projects, periods, day, subject=BUILDING):
    """{project pk: the last day it reports} of those that owe a return for any of the periods. Four queries."""
    known, begun = ends(projects, day, subject), begins(projects, day, subject)
    return {
        pk: finished
        for pk, finished in known.items()
        if any(owes(begun.get(pk), finished, period) for period in periods)
    }


def last_periods(day, count=SHOWN, subject=BUILDING):
    """The periods begun by `day`, the last `count` of them, the earliest first."""
    rows = ReportingPeriod.objects.filter(kind=subject.kind).begun(day)
    return list(rows.order_by("-starts_on")[:count])[::-1]


# --- one project in one period ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Cell:
    """A project in a period: what it owes and what it sent, as known on a day."""

    project_id: int
    period: ReportingPeriod
    state: str
    begins_on: date | None
    finished_on: date | None
    started: bool
    """Whether building had been allowed to start, or production."""
    closes_on: date
    """The period's own last day for returns, as it was on the day."""
    until: date
    """The last day for this project, an exception counted."""
    exception: PeriodException | None
    submitted_on: date | None
    """When the first version that was not sent back was submitted."""
    return_id: int | None
    returned_on: date | None

    @property
    def days_late(self):
        """Days after the period's own last day; 0 in time, None without a return."""
        return None if self.submitted_on is None else max(0, (self.submitted_on - self.closes_on).days)

    @property
    def late(self):
        return bool(self.days_late)

    @property
    def mark(self):
        return "warn" if self.late else STATES[self.state][0]

    @property
    def word(self):
        word = str(STATES[self.state][1])
        if self.state == "excepted":
            return _("excepted until %(day)s") % {"day": words.day(self.until, "MONTH_DAY_FORMAT")}
        return _("%(state)s, late") % {"state": word} if self.late else word

    @property
    def sentence(self):
        """Why it is in this state."""
        if self.state == "not_due":
            return self._not_due()
        said = self._sent() if self.submitted_on else self._not_sent()
        if not (self.submitted_on or self.started):
            said += " " + _("Building has not been allowed to start, so no return could be taken.")
        return said

    def _not_due(self):
        if self.period.kind == PeriodKind.MONTH:
            if self.begins_on is None:
                return _("Not due: the factory does not operate yet.")
            said = _("Not due: production is reported from %(day)s, the month after the factory began to operate.")
            return said % {"day": words.day(self.begins_on)}
        if self.begins_on is None:
            return _("Not due: the factory has no work packages yet.")
        if self.begins_on > self.period.ends_on:
            return _("Not due: work is planned from %(day)s.") % {"day": words.day(self.begins_on)}
        return _("Not due: finished in the period that ended on %(day)s, as verified.") % {
            "day": words.day(self.finished_on)
        }

    def _sent(self):
        slots = {"state": STATES[self.state][1], "on": words.day(self.submitted_on), "day": words.day(self.closes_on)}
        if not self.late:
            return _("Submitted on %(on)s, by the deadline %(day)s; now %(state)s.") % slots
        said = ngettext(
            "Submitted on %(on)s, %(days)s day after the deadline %(day)s; now %(state)s.",
            "Submitted on %(on)s, %(days)s days after the deadline %(day)s; now %(state)s.",
            self.days_late,
        ) % {**slots, "days": self.days_late}
        return f"{said} {self.excepted}".strip()

    def _not_sent(self):
        slots = {"day": words.day(self.until), "back": words.day(self.returned_on)}
        if self.state == "missing":
            said = (
                _("Sent back on %(back)s and not corrected by %(day)s.")
                if self.returned_on
                else _("Nothing was submitted by %(day)s.")
            )
        elif self.state == "returned":
            said = _("Sent back on %(back)s: to be corrected by %(day)s.")
        elif self.state == "draft":
            said = _("Begun and not submitted: due by %(day)s.")
        else:
            said = _("Nothing is submitted yet: due by %(day)s.")
        return f"{said % slots} {self.excepted}".strip()

    @property
    def excepted(self):
        """The exception in words; empty without one."""
        return deadlines.in_words(self.exception) if self.exception else ""


def cells(known, periods, day, drafts=frozenset(), subject=BUILDING):
    """{(project pk, period pk): Cell}. One query, one more where there are exceptions.

    `known`: {project pk: the last day it reports}; `drafts`: the projects of whose drafts the reader may know.
    """
    found = asked(_CELLS, known, day, subject, periods=[period.pk for period in periods])
    by_pk = {period.pk: period for period in periods}
    given = PeriodException.objects.in_bulk({row["exception_id"] for row in found} - {None})
    return {
        (row["project_id"], row["period_id"]): _cell(row, by_pk[row["period_id"]], day, given, drafts) for row in found
    }


def _cell(row, period, day, given, drafts):
    exception = given.get(row["exception_id"])
    if exception and exception.until <= row["closes_on"]:
        exception = None
    until = exception.until if exception else row["closes_on"]
    names = (
        "project_id", "begins_on", "finished_on", "started", "closes_on", "submitted_on", "return_id", "returned_on",
    )  # fmt: skip
    values = {name: row[name] for name in names} | {"period": period, "until": until, "exception": exception}
    return Cell(state=_state(row, period, day, until, row["draft"] and row["project_id"] in drafts), **values)


def _state(row, period, day, until, draft):
    if row["submitted_on"]:
        return row["state"]
    if not owes(row["begins_on"], row["finished_on"], period):
        return "not_due"
    if day > until:
        return "missing"
    if draft:
        return "draft"
    if row["returned_on"]:
        return "returned"
    return "excepted" if day > row["closes_on"] else "due"


def missing(known, day, subject=BUILDING):
    """[(project pk, period pk)] of the returns owed of which none stands, once their last day has passed. One query.

    `known` as for cells().
    """
    rows = asked(_MISSING, known, day, subject, periods=None)
    return [(row["project_id"], row["period_id"]) for row in rows]


# --- the question ----------------------------------------------------------------------------------------------------
def asked(query, known, day, subject=BUILDING, **parameters):
    """The rows of a query on what is known of the projects, as dicts."""
    parameters |= {"projects": list(known), "finishes": list(known.values()), "day": day}
    parameters |= {"kind": subject.kind, "gate": subject.gate}
    before = _KNOWN.replace("RETURNS", subject.model._meta.db_table).replace("BEGINS", subject.begins)
    with connection.cursor() as cursor:
        cursor.execute(before + query, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


# The closing day of a period as the day knew it is in its history: each moved closing keeps the day it was moved on.
_KNOWN = """
WITH cut AS (
    SELECT (%(day)s::date + 1)::timestamp AT TIME ZONE 'Asia/Pyongyang' AS at
), scope AS (
    SELECT a.project_id, a.finished_on, c.county_id, k.province_id, w.begins_on
    FROM unnest(%(projects)s::bigint[], %(finishes)s::date[]) AS a (project_id, finished_on)
    JOIN factories_factoryproject p ON p.id = a.project_id
    JOIN factories_countyplan c ON c.id = p.plan_id
    JOIN factories_county k ON k.id = c.county_id
    LEFT JOIN (BEGINS) w USING (project_id)
), period AS (
    SELECT q.id AS period_id, q.starts_on, q.ends_on, COALESCE((
        SELECT e.closes_on FROM factories_reportingperiodevent e
        LEFT JOIN pghistory_context x ON x.id = e.pgh_context_id
        WHERE e.pgh_obj_id = q.id AND COALESCE((x.metadata ->> 'on')::date, '-infinity') <= %(day)s
        ORDER BY e.pgh_id DESC LIMIT 1), q.closes_on) AS closes_on
    FROM factories_reportingperiod q
    WHERE q.kind = %(kind)s AND q.starts_on <= %(day)s
      AND (%(periods)s::bigint[] IS NULL OR q.id = ANY(%(periods)s::bigint[]))
), longer AS (
    SELECT s.project_id, e.period_id, max(e.until) AS until,
           (array_agg(e.id ORDER BY e.until DESC, e.at DESC, e.id DESC))[1] AS exception_id
    FROM cut, factories_periodexception e
    JOIN scope s ON s.project_id = e.project_id OR s.county_id = e.county_id OR s.province_id = e.province_id
    WHERE e.at < cut.at GROUP BY s.project_id, e.period_id
), version AS (
    SELECT r.project_id, r.period_id, r.id, r.version, r.submitted_at, r.returned_at,
           r.submitted_at < cut.at AND (r.returned_at IS NULL OR r.returned_at >= cut.at) AS stands,
           r.returned_at < cut.at AS sent_back,
           r.submitted_at IS NULL OR r.submitted_at >= cut.at AS draft,
           CASE WHEN r.accepted_at < cut.at THEN 'accepted' WHEN r.verified_at < cut.at THEN 'verified'
                ELSE 'submitted' END AS state
    FROM cut, RETURNS r
    WHERE r.project_id = ANY(%(projects)s::bigint[]) AND r.created_at < cut.at
      AND (%(periods)s::bigint[] IS NULL OR r.period_id = ANY(%(periods)s::bigint[]))
), said AS (
    SELECT project_id, period_id, bool_or(draft) AS draft,
           (min(submitted_at) FILTER (WHERE stands) AT TIME ZONE 'Asia/Pyongyang')::date AS submitted_on,
           (array_agg(id ORDER BY version DESC) FILTER (WHERE stands))[1] AS return_id,
           (array_agg(state ORDER BY version DESC) FILTER (WHERE stands))[1] AS state,
           (max(returned_at) FILTER (WHERE sent_back) AT TIME ZONE 'Asia/Pyongyang')::date AS returned_on
    FROM version GROUP BY project_id, period_id
)
"""
_CELLS = """
SELECT s.project_id, q.period_id, s.begins_on, s.finished_on, q.closes_on, l.exception_id,
       EXISTS (SELECT FROM cut, factories_gatepass g
               WHERE g.project_id = s.project_id AND g.gate = %(gate)s AND g.at < cut.at) AS started,
       COALESCE(r.draft, false) AS draft, r.submitted_on, r.return_id, r.state, r.returned_on
FROM scope s CROSS JOIN period q
LEFT JOIN longer l USING (project_id, period_id)
LEFT JOIN said r USING (project_id, period_id)
"""
_MISSING = """
SELECT s.project_id, q.period_id
FROM scope s JOIN period q ON q.ends_on >= s.begins_on AND (s.finished_on IS NULL OR q.ends_on <= s.finished_on)
LEFT JOIN longer l USING (project_id, period_id)
LEFT JOIN said r USING (project_id, period_id)
WHERE r.submitted_on IS NULL AND GREATEST(l.until, q.closes_on) < %(day)s
ORDER BY s.project_id, q.starts_on
"""
