"""Members in charge in a seal: who answers for each county of the year, where they went, and what came of it."""

from django.db.models import Prefetch, Q

from committees import charges, visits
from committees.models import CountyCharge, Request, RequestState, RequestStep, Visit
from factories import leads
from regional20x10.shared import clock
from reports.sealing import facts
from reports.sealing.book import names
from reports.sealing.scope import subject


def collect(book, scope):
    """Write a row for each county of the year, ranked."""
    counties = [place.county for place in scope.cohort.places]
    held = leads.leads(counties, scope.as_of)
    seen, asked = _visits(book, scope, counties), by_county(asked_of(scope))
    before = _handed_over(counties, scope)
    rows = [
        _lead(row, held.get(row.pk), before.get(row.pk, []), seen.get(row.pk, []), asked.get(row.pk, []))
        for row in counties
    ]
    book.part("leads", rows)
    for county, row in zip(counties, rows, strict=True):
        _figures(book, county, row)
    _whole(book, counties, held)


def asked_of(scope):
    """Every request about the year's counties and factories, as it stood at the end of the day; withdrawn ones not.

    Each has its steps by then in `known_steps`. Two queries.
    """
    moment = clock.end_of(scope.as_of)
    counties = [place.plan.county_id for place in scope.cohort.places]
    steps = RequestStep.objects.filter(at__lte=moment).select_related(*facts.BY).order_by("at", "pk")
    rows = Request.objects.filter(Q(project__in=list(scope.projects)) | Q(county__in=counties)).then(moment).for_list()
    rows = rows.exclude(state_then=RequestState.WITHDRAWN)
    return list(rows.prefetch_related(Prefetch("steps", steps, to_attr="known_steps")))


def by_county(rows):
    """{county: its requests}."""
    found = {}
    for row in rows:
        found.setdefault(row.place.pk, []).append(row)
    return found


def _visits(book, scope, counties):
    """{county: [(visit of the year, its fact)]}, the first first. One query."""
    rows = Visit.objects.filter(county__in=counties, visited_on__year=scope.year, visited_on__lte=scope.as_of)
    rows = visits.then(rows, scope.as_of, scope.reader).select_related("county", *facts.BY)
    found = {}
    for row in rows.order_by("visited_on", "pk"):
        name = book.fact(
            "visit", row.pk, subject=subject(row.county), on=row.visited_on, url=facts.page(row),
            values={"seen": row.seen, "asked": row.asks, "done": row.asks_done}, steps=[("entered", row.at, row.by)],
        )  # fmt: skip
        found.setdefault(row.county_id, []).append((row, name))
    return found


def _handed_over(counties, scope):
    """{county: the charges that ended in the year}. One query."""
    rows = CountyCharge.objects.filter(county__in=counties, ends_on__year=scope.year, ends_on__lt=scope.as_of)
    found = {}
    for row in rows.order_by("starts_on", "pk"):
        found.setdefault(row.county_id, []).append(row)
    return found


def _charge(row):
    return {
        "title": {"en": row.title, "ko": row.title_ko or row.title}, "since": row.starts_on, "until": row.ends_on,
    }  # fmt: skip


def _lead(county, charge, before, seen, asked):
    counts = charges.counted(asked)
    return {
        "county": county.code, "names": names(county), "province": county.province.code,
        "charge": charge and _charge(charge), "before": [_charge(row) for row in before],
        "visits": [
            {"on": row.visited_on, "seen": row.seen, "asked": row.asks, "done": row.asks_done, "fact": fact}
            for row, fact in seen
        ],
        **{name: getattr(counts, name) for name in COUNTS},
    }  # fmt: skip


COUNTS = ("asked", "promised", "done", "confirmed", "waiting", "overdue")


def _figures(book, county, row):
    name = subject(county)
    book.figure(name, "visits", len(row["visits"]), facts=[visit["fact"] for visit in row["visits"]])
    for key in COUNTS:
        book.figure(name, f"requests_{key}", row[key])


def _whole(book, counties, held):
    names_ = [subject(county) for county in counties]
    missing = [
        {"subject": subject(county), "code": "lead"}
        for county in sorted(counties, key=lambda row: row.code)
        if county.pk not in held
    ]
    book.figure("programme", "counties_led", len(counties) - len(missing), missing=missing)
    book.figure("programme", "counties_unled", len(missing), missing=missing)
    seen = [f"{name}/visits" for name in names_]
    book.figure("programme", "visits", sum(book.figures[name]["value"] for name in seen), inputs=seen)
    visited = sum(bool(book.figures[name]["value"]) for name in seen)
    book.figure("programme", "counties_visited", visited, inputs=seen)
