"""The filters of lists: what each finds, which it refuses and in which words, and the order of a list."""

from datetime import date

import pytest
from django.http import QueryDict

from factories import standing
from factories.filters import CountyFilter, FactoryProjectFilter, MilestoneFilter, StandingFilter, StatusReturnFilter
from factories.models import County, FactoryProject, Milestone, StatusReturn
from tests import make

pytestmark = pytest.mark.django_db


def asked(filters, rows, query, user=None, rf=None):
    """The filter of `query` over all `rows`, for a user who sees everything unless one is given."""

    class Request:
        pass

    request = Request()
    request.user = user or make.post().official.user
    return filters(QueryDict(query), rows, request=request)


def found(filters, rows, query, name):
    return [getattr(row, name) for row in asked(filters, rows, query).qs]


def test_words_are_found_in_names_and_codes_whatever_their_case():
    make.county(code="A1", name_en="Unryul", name_ko="은률군")
    make.county(code="A2", name_en="Songhwa", name_ko="송화군")

    rows = County.objects.order_by("code")
    queries = ["q=unRYUL", "q=송화", "q=a2", "q=un+A1", "q=un+A2", "q=%25", "q=_", "q="]
    assert [found(CountyFilter, rows, query, "code") for query in queries] == [
        ["A1"], ["A2"], ["A2"], ["A1"], [], [], [], ["A1", "A2"],
    ]  # fmt: skip


def test_projects_are_found_by_year_province_county_and_type():
    first = make.project(make.plan(year_=make.year(2025)), type_=make.factory_type("cloth"))
    second = make.project()

    rows = FactoryProject.objects.order_by("code")
    queries = {
        "year=2025": first, "year=2026": second, f"province={second.plan.county.province.code}": second,
        f"county={first.plan.county.code}": first, "type=cloth": first, f"q={second.code}": second,
    }  # fmt: skip
    assert {query: found(FactoryProjectFilter, rows, query, "code") for query in queries} == {
        query: [project.code] for query, project in queries.items()
    }


def test_returns_are_found_by_state_period_pace_and_project():
    project = make.project()
    first = make.accepted(project, make.period(date(2026, 9, 25)), (40, 10))
    second = make.submitted(
        project, pace="stopped", slowed_since=date(2026, 10, 1), needed="Power.", delays=[("power", 9, "")]
    )
    third = make.draft(make.project())

    rows = StatusReturn.objects.order_by("pk")
    queries = {
        "state=accepted": [first], "state=accepted&state=draft": [first, third], "period=2026-10-1": [second, third],
        "pace=stopped": [second], f"project={project.code}": [first, second], "year=2026": [first, second, third],
        "year=2027": [], "period=2031-10-1": [],
    }  # fmt: skip
    assert {query: found(StatusReturnFilter, rows, query, "pk") for query in queries} == {
        query: [row.pk for row in wanted] for query, wanted in queries.items()
    }


def test_milestones_are_found_by_kind_source_and_day():
    for kind, day, source in (("visit", 1, "public"), ("announced", 5, "program")):
        Milestone.objects.create(kind=kind, met_on=date(2026, 5, day), known_on=date(2026, 6, 1), source=source)

    rows = Milestone.objects.order_by("met_on")
    queries = ["kind=visit", "source=program", "met_from=2026-05-02", "met_to=2026-05-04",
               "met_from=2026-05-01&met_to=2026-05-05"]  # fmt: skip
    assert [found(MilestoneFilter, rows, query, "kind") for query in queries] == [
        ["visit"], ["announced"], ["announced"], ["visit"], ["visit", "announced"],
    ]  # fmt: skip


def test_standings_are_found_by_colour_and_ordered_with_the_unknown_last():
    known = make.verified(make.project(code="B")).project
    make.project(code="A")
    rows = standing.on(make.DAY).for_list()

    assert found(StandingFilter, rows, "sort=verified", "project_id")[0] == known.pk
    assert found(StandingFilter, rows, "sort=-verified", "project_id")[0] == known.pk
    colours = {row.project_id: row.colour for row in rows}
    assert found(StandingFilter, rows, f"colour={colours[known.pk]}", "project_id") == [
        pk for pk, colour in colours.items() if colour == colours[known.pk]
    ]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "colr=red",
            "There is no filter “colr”. Known: as_of, colour, county, page, province, q, reason, sort, type, year.",
        ),
        ("colour=red", "Standing: Select a valid choice. red is not one of the available choices."),
        ("province=KP-99", "Province: “KP-99” is not known, or your post does not reach it."),
        ("type=none", "Type of factory: “none” is not known, or your post does not reach it."),
        ("year=x", "Programme year: Enter a number."),
        ("year=26", "Programme year: Ensure this value is greater than or equal to 1900."),
        ("year=2026.5", "Programme year: Ensure that there are no more than 0 decimal places."),
        ("sort=colour", "Order: the list cannot be ordered by “colour”."),
        ("q=" + "x" * 81, "Name or code: Ensure this value has at most 80 characters (it has 81)."),
        ("q=%00", "Name or code: Null characters are not allowed."),
    ],
)
def test_what_is_not_known_is_refused_with_its_sentence(query, sentence):
    filters = asked(StandingFilter, standing.on(make.DAY), query)

    assert filters.refusals() == [sentence]
    assert filters.said() == []


def test_all_that_is_wrong_is_said_at_once():
    filters = asked(StatusReturnFilter, StatusReturn.objects.all(), "colr=1&period=2026-10&state=lost")

    assert filters.refusals() == [
        "There is no filter “colr”. Known: as_of, county, pace, page, period, project, province, q, sort, state, "
        "warned, year.",
        "Period: write it as 2026-10-1: year, month, and which ten days of it.",
        "State: Select a valid choice. lost is not one of the available choices.",
    ]


def test_a_place_outside_ones_reach_is_as_unknown_as_one_that_is_none():
    own, other = make.project(), make.project()
    user = make.verifier(own).official.user

    filters = asked(StandingFilter, standing.on(make.DAY), f"province={other.plan.county.province.code}", user)

    assert filters.refusals() == [
        f"Province: “{other.plan.county.province.code}” is not known, or your post does not reach it."
    ]


def test_the_filters_in_use_are_told_in_words():
    province = make.project().plan.county.province
    filters = asked(
        StandingFilter, standing.on(make.DAY), f"province={province.code}&colour=miss&colour=ok&year=2026&sort=-late"
    )

    assert filters.said() == [
        ("Programme year", "2026"),
        ("Province", province.name_en),
        ("Standing", "Likely to miss, On track"),
    ]
