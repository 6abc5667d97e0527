"""The work on factories: head, facts, figures of factories, counties, provinces and programme, curves, milestones."""

from django.conf import settings

from factories import closing, figures, reporting
from factories.counting import thresholds
from factories.models import County
from regional20x10.shared import clock
from reports.figures import data_version
from reports.sealing import facts_of_money, facts_of_returns, facts_of_visits, milestones, places, projects
from reports.sealing.book import names
from reports.sealing.evidence import Evidence
from reports.sealing.places import PROGRAMME
from reports.sealing.scope import subject

LINES = ("planned", "claimed", "verified")


def collect(book, scope):
    """Everything of the core part of schemas/seal-1.json. A constant number of queries, and one a province (curves)."""
    _head(book, scope)
    evidence = Evidence()
    facts_of_returns.collect(book, scope, evidence)
    facts_of_returns.unaccepted_production(scope, evidence)
    facts_of_money.collect(book, scope, evidence)
    facts_of_visits.collect(book, scope, evidence)
    milestones.collect(book, scope)
    projects.collect(book, scope, evidence)
    places.collect(book, scope)
    _curves(book, scope)
    steps = figures.funnel_steps(scope.cohort)
    book.part("funnel", [{"code": code, "reached": done, "planned": due} for code, done, due in steps])
    book.part("other_points", _other_points(scope))
    book.part("unaccepted", evidence.all("unaccepted") + evidence.all("unaccepted_production"))
    book.part("missing_returns", _missing_returns(scope))


def _head(book, scope):
    year = scope.program_year
    rows = [place.plan for place in scope.cohort.places] + list(scope.projects.values())
    head = {
        "kind": scope.kind,
        "year": scope.year,
        "as_of": scope.as_of,
        "starts_on": scope.starts_on,
        "due_on": year.due_on,
        "plenary_on": year.plenary_on,
        "closed": closing.closed_by(year, scope.as_of),
        "address": settings.SITE_URL,
        "demonstration": clock.demonstration_day() is not None or any(row.demonstration for row in rows),
        "data_version": data_version(scope.plans, scope.as_of),
        "program": {
            "names": names(year.program),
            "start_year": year.program.start_year,
            "years": year.program.years,
            "target": year.target,
        },
        "thresholds": thresholds(year),
    }
    for name, value in head.items():
        book.part(name, value)


def _curves(book, scope):
    found = {PROGRAMME: scope.cohort} | {subject(row.province): row for row in scope.provinces}
    book.part("curves", {
        name: [
            {"date": point["on"], **{line: point[line] for line in LINES}}
            for point in figures.scurve([standing.pk for standing in row.standings], scope.as_of)
        ]
        for name, row in found.items()
    })  # fmt: skip


def _other_points(scope):
    """[lat, lon] of the counties that are not of this year: the faint dots of the map."""
    rows = County.objects.exclude(pk__in=[place.county.pk for place in scope.cohort.places])
    return [
        [lat, lon] for lat, lon in rows.exclude(lat=None).exclude(lon=None).order_by("code").values_list("lat", "lon")
    ]


def _missing_returns(scope):
    """The returns owed for periods that no longer take any, and of which none stands: [{subject, period, kind}]."""
    finishes = {row.project.pk: row.finished_on for row in scope.cohort.standings}
    found = []
    for what in (reporting.BUILDING, reporting.PRODUCTION):
        ends = finishes if what is reporting.BUILDING else dict.fromkeys(finishes)
        for project, period in reporting.missing(ends, scope.as_of, what):
            row = scope.periods[period]
            found.append({"subject": scope.subjects[project], "period": row.code, "kind": row.kind, "on": row.ends_on})
    return sorted(found, key=lambda row: (row["subject"], row["kind"], row["on"]))
