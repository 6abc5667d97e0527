"""What the committee settled, who owes it, what bodies still ask of each other, what was learnt and carried over."""

from django.db.models import Prefetch, Q

from committees import charges, meetings, requests
from committees import decisions as reading
from committees.models import Decision, DecisionStep, MeetingState
from factories import closing
from factories.models import Lesson
from regional20x10.shared import clock
from reports.sealing import facts
from reports.sealing.book import names
from reports.sealing.leads import COUNTS, asked_of
from reports.sealing.scope import subject

HELD = (MeetingState.HELD, MeetingState.MINUTED)
CARRIED = ("colour", "verified_percent", "finished_on", "forecast_on", "approved_on")
"""Figures of a factory that an earlier year carried over."""


def collect(book, scope):
    """Write meetings, decisions, requests, lessons and what was carried over."""
    _meetings(book, scope)
    _decisions(book, scope)
    _requests(book, scope)
    _lessons(book, scope)
    _carried(book, scope)


# --- meetings --------------------------------------------------------------------------------------------------------
def _meetings(book, scope):
    rows = meetings.listed(scope.reader).filter(held_on__year=scope.year, held_on__lte=scope.as_of, state__in=HELD)
    rows = list(rows.order_by("held_on", "number", "pk"))
    counts = ("points", "decided", "present", "asked")
    book.part(
        "meetings",
        [
            {"number": row.number, "held_on": row.held_on, "place": row.place, "minuted": row.closed_at is not None,
             "committee": names(row.committee.organization), **{name: getattr(row, name) for name in counts}}
            for row in rows
        ],
    )  # fmt: skip
    book.figure("programme", "meetings_held", len(rows))


# --- decisions -------------------------------------------------------------------------------------------------------
def _decisions(book, scope):
    """Those made in the year, and those about its places and factories, as they stood. Five queries."""
    rows = _made(scope)
    counts = reading.counted(rows)
    steps = DecisionStep.objects.filter(at__lte=clock.end_of(scope.as_of)).select_related(*facts.BY)
    steps = Prefetch("steps", steps.order_by("at", "pk"), to_attr="known_steps")
    found = list(rows.order_by("number", "pk").prefetch_related("counties", "projects", steps))
    told = [_decision_fact(book, row) for row in found]
    book.part("decisions", [_decision(row, fact, scope) for row, fact in zip(found, told, strict=True)])
    for key in ("made", "open", "overdue", "done", "closed", "withdrawn"):
        book.figure("programme", f"decisions_{key}", getattr(counts, key), facts=told)


def _made(scope):
    counties = [place.plan.county_id for place in scope.cohort.places]
    of_projects, of_counties = Decision.projects.through.objects, Decision.counties.through.objects
    about = Q(made_on__year=scope.year)
    about |= Q(pk__in=of_projects.filter(factoryproject__in=list(scope.projects)).values("decision"))
    about |= Q(pk__in=of_counties.filter(county__in=counties).values("decision"))
    return reading.seen_by(scope.reader, scope.as_of).filter(about)


def _decision_fact(book, row):
    values = {"number": row.number, "state": row.state_then, "due_on": row.due_then, "text": row.text}
    steps = [(step.step, step.at, step.by) for step in row.known_steps]
    return book.fact(
        "decision", row.pk, subject="programme", values=values, steps=steps, on=row.made_on, url=facts.page(row)
    )


def _decision(row, fact, scope):
    return {
        "number": row.number, "text": row.text, "owner": names(row.owner), "made_on": row.made_on,
        "due_on": row.due_then, "first_due_on": row.due_first, "state": row.state_then, "overdue": row.overdue,
        "days_over": reading.days_over(row.due_then, scope.as_of) if row.overdue else 0,
        "meeting": row.meeting and row.meeting.number, "request": row.request and row.request.number,
        "counties": sorted(county.code for county in row.counties.all()),
        "projects": sorted(project.code for project in row.projects.all()), "fact": fact,
    }  # fmt: skip


# --- requests --------------------------------------------------------------------------------------------------------
def _requests(book, scope):
    rows = asked_of(scope)
    told = [_request_fact(book, row) for row in rows]
    pairs = list(zip(rows, told, strict=True))
    book.part("requests", [_request(row, fact, scope) for row, fact in pairs if row.waits])
    mine, theirs = charges.counted(rows), requests.counted(rows, scope.as_of)
    values = {f"requests_{key}": getattr(mine, key) for key in COUNTS} | {
        "requests_in_time_percent": theirs.in_time_percent, "requests_answer_days": theirs.answer.median,
        "requests_oldest_days": theirs.oldest, "requests_lead": theirs.lead, "requests_committee": theirs.committee,
    }  # fmt: skip
    for key, value in values.items():
        book.figure("programme", key, value, facts=told)


def _about(row):
    return subject(row.project if row.project_id else row.county)


def _request_fact(book, row):
    values = {"number": row.number, "what": row.what, "state": row.state_then, "due_on": row.due_on}
    steps = [(step.step, step.at, step.by) for step in row.known_steps]
    return book.fact(
        "request", row.pk, subject=_about(row), values=values, steps=steps, on=row.asked_on, url=facts.page(row)
    )


def _request(row, fact, scope):
    return {
        "number": row.number, "what": row.what, "about": _about(row), "county": row.place.code,
        "asked_by": names(row.asked_by), "owed_by": {"en": row.owner["name_en"], "ko": row.owner["name_ko"]},
        "asked_on": row.asked_on, "due_on": row.due_on, "promised_on": row.promised_then,
        "delay_days": row.delay_days, "state": row.state_then, "level": int(row.level_then), "overdue": row.overdue,
        "days_waited": (scope.as_of - row.asked_on).days, "fact": fact,
    }  # fmt: skip


# --- lessons ---------------------------------------------------------------------------------------------------------
def _lessons(book, scope):
    """Those that the year taught, and those of earlier years that were asked of its factories. Three queries."""
    projects = sorted(scope.projects.values(), key=lambda row: row.code)
    end = clock.end_of(scope.as_of)
    asked = closing.lessons_of(projects, end) if projects else {}
    taught = Lesson.objects.known(end).filter(program_year=scope.program_year)
    rows = {row.pk: _lesson(row, end) for row in taught.select_related("program_year", "factory_type").order_by("pk")}
    for project in projects:
        for lesson in asked[project.pk]:
            _checked(rows.setdefault(lesson.pk, _lesson(lesson, end)), project, lesson.checked)
    book.part("lessons", sorted(rows.values(), key=lambda row: (row["year"], row["id"])))
    book.figure("programme", "lessons_taught", sum(row["year"] == scope.year for row in rows.values()))


def _lesson(row, end):
    return {
        "id": row.pk, "year": row.program_year.year, "cause": row.cause, "what": row.what,
        "check": {"en": row.check_en, "ko": row.check_ko}, "gate": row.gate, "factory_type": names(row.factory_type),
        "retired": row.retired and row.retired_at <= end, "asked_of": 0, "checked": 0, "holds": 0, "lacking": [],
    }  # fmt: skip


def _checked(row, project, check):
    row["asked_of"] += 1
    if check:
        row["checked"] += 1
        row["holds"] += check.holds
        row["lacking"] += [] if check.holds else [project.code]


# --- carried over ----------------------------------------------------------------------------------------------------
def _carried(book, scope):
    """What the year carried over, and what earlier years carried into it. Four queries."""
    out = closing.carried_from(scope.program_year, scope.reader, scope.as_of)
    into = closing.carried_into(scope.program_year, scope.reader, scope.as_of)
    rows = [("out", row) for row in out] + [("into", row) for row in into]
    rows.sort(key=lambda item: (item[0], item[1].project.code))
    told = [_carry_fact(book, row) for _way, row in rows]
    book.part("carry_overs", [_carry(way, row, fact) for (way, row), fact in zip(rows, told, strict=True)])
    for row in into:
        _standing(book, row)
    came = [fact for (way, _row), fact in zip(rows, told, strict=True) if way == "into"]
    book.figure("programme", "carried_in", len(came), facts=came)


def _carry_fact(book, row):
    values = {"year": row.program_year.year, "original_on": row.original_on, "why": row.why}
    return book.fact(
        "carry_over", row.pk, subject=subject(row.project), values=values, steps=[("entered", row.at, row.by)]
    )


def _carry(way, row, fact):
    project = row.project
    return {
        "way": way, "year": row.program_year.year, "project": project.code, "names": names(project.factory_type),
        "county": project.plan.county.code, "county_names": names(project.plan.county),
        "province": project.plan.county.province.code, "original_on": row.original_on, "why": row.why, "fact": fact,
    }  # fmt: skip


def _standing(book, row):
    """Where a factory that was carried into the year stands; what is of the cohort is written already."""
    name = subject(row.project)
    missing = [] if row.now else [{"subject": name, "code": "standing"}]
    for key in CARRIED:
        if f"{name}/{key}" not in book.figures:
            book.figure(name, key, row.now and getattr(row.now, key), missing=missing)
