"""What goes on into the next year: factories that are not finished, those carried over, the places chosen for it."""

from factories import closing
from factories.models import CountyPlan
from regional20x10.shared import clock
from reports.sealing.book import names
from reports.sealing.scope import subject


def collect(book, scope):
    """Write them for the programme and each province of the year. Three queries."""
    year = scope.program_year
    coming = CountyPlan.objects.filter(program_year__program=year.program_id, program_year__year=scope.year + 1)
    coming = list(coming.for_list())
    book.part("next_places", [_place(plan) for plan in coming])
    carried = _carried(scope)
    provinces = {subject(row.province): row.standings for row in scope.provinces}
    for name, standings in {"programme": scope.cohort.standings, **provinces}.items():
        pks = {row.pk for row in standings}
        inputs = [f"{scope.subjects[pk]}/finished_on" for pk in scope.subjects if pk in pks]
        open_ = sum(row.finished_on is None for row in standings)
        book.figure(name, "unfinished", open_ if standings else None, inputs=inputs)
        missing = [{"subject": "programme", "code": "year_open"}] if carried is None else ()
        told = [f"carry_over:{row}" for row, project in carried or () if project in pks]
        book.figure(name, "carried_over", None if carried is None else len(told), facts=told, missing=missing)
        here = [plan for plan in coming if name in ("programme", subject(plan.county.province))]
        book.figure(name, "places_next", len(here))


def _carried(scope):
    """[(carry-over, project)] of the year's close; None while it is not closed."""
    if not closing.closed_by(scope.program_year, scope.as_of):
        return None
    rows = scope.program_year.carried.filter(at__lte=clock.end_of(scope.as_of)).order_by("project__code")
    return list(rows.values_list("pk", "project"))


def _place(plan):
    return {
        "county": plan.county.code, "names": names(plan.county), "province": plan.county.province.code,
        "year": plan.program_year.year, "components": plan.components,
    }  # fmt: skip
