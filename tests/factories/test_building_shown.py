"""Where what is known while building is shown: overview and decisions, project, county, lists, API, figures, report."""

import html
import re
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.utils import translation

from committees.rights import Role
from factories import attention, figures, findings, reasons, standing
from factories.actions import standings
from factories.filters import StandingFilter
from factories.models import CountyPlan, Finding
from regional20x10.shared import clock
from reports import figures as report
from tests import build, make

pytestmark = pytest.mark.django_db
DAY = make.DAY


@pytest.fixture(autouse=True)
def today():
    clock.stand_on(DAY)


def text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(page.content.decode())).split())


def reader(client, role=Role.COMMITTEE_STAFF):
    client.force_login(make.post(role).official.user)
    return client


def after(days):
    return DAY + timedelta(days=days)


@pytest.fixture
def doubted():
    """A food factory that claims 70 % and in which the inspectors measured 45 %."""
    make.period(DAY)
    project = make.project(code="26-UNRYUL-FOOD")
    make.verified(project, percents=(70, 70), at=make.moment(after(-4)))
    build.inspection(project, (45, 45), after(-3))
    standings.refresh([project.pk], on=DAY)
    return project


def decided():
    """The decisions of the year, as (what, why, by)."""
    found = attention.decisions(figures.cohort(CountyPlan.objects.all(), DAY), [])
    return [(row.what, row.why, row.by) for row in found]


SAID = "The site claimed 70.0% when the inspection of 9 Oct 2026 measured 45.0%."


def test_the_overview_names_a_factory_inspected_at_45_where_70_is_claimed_and_why(client, doubted):
    page = text(reader(client).get("/en/"))

    county = doubted.plan.county.name
    assert f"Inspected far below what is claimed: Food, {county} (claimed 70%, inspected 45%)." in page
    assert "Food: find out which figure is right, and have the return corrected" in page
    assert SAID.replace("9 Oct", "9\N{NO-BREAK SPACE}Oct") in page or SAID in page


def test_what_an_inspection_found_is_decided_beside_what_presses_most_in_the_place(doubted):
    build.demand(doubted, 100, after(2))
    Finding.objects.create(
        project=doubted, inspection=doubted.inspections.get(), severity="critical", text="A crack.",
        assignee=doubted.construction_unit, due_on=after(5),
    )  # fmt: skip
    standings.refresh([doubted.pk], on=DAY)

    asked = {what: by for what, _why, by in decided()}

    assert asked == {
        "Food: have the material sent before it is short: Cement": after(2),
        "Food: find out which figure is right, and have the return corrected": after(3),
        "Food: have the critical findings mended, and closed by the inspectors": after(3),
    }


def test_a_contradiction_is_to_be_cleared_within_ten_days_of_the_visit_though_no_return_is_due(doubted):
    standings.refresh([doubted.pk], on=after(20))

    found = attention.decisions(figures.cohort(CountyPlan.objects.all(), after(20)), [])

    by = [row.by for row in found if "which figure is right" in row.what]
    assert by == [after(7)]


def test_the_cause_of_a_place_is_the_contradiction_before_the_forecast(doubted):
    (place,) = figures.cohort(CountyPlan.objects.all(), DAY).places

    name, said = findings.cause(place)

    assert (name, said.replace("\N{NO-BREAK SPACE}", " ")) == ("Food", SAID)


def test_the_project_page_has_claimed_verified_and_inspected_side_by_side(client, doubted):
    page = text(reader(client).get("/en/projects/26-UNRYUL-FOOD/")).replace("\N{NO-BREAK SPACE}", " ")

    order = [page.index(words) for words in ("Claimed by the site", "Work verified", "Inspected on site")]
    assert order == sorted(order)
    assert "45.0% visit of 9 Oct 2026, −25.0 points to what was claimed then" in page


def test_the_project_page_says_what_is_known_of_the_building_and_what_is_not(client):
    project = make.project(code="P-1")
    unknown = text(reader(client).get("/en/projects/P-1/"))

    build.item(project, level=3, quantity=4)
    build.demand(project, 100, after(20))
    build.allocation(project, 5000)
    build.inspection(project, visited_on=after(-9))
    standings.refresh(None, on=DAY)
    known = text(client.get("/en/projects/P-1/")).replace("\N{NO-BREAK SPACE}", " ")

    for words in ("not inspected yet", "no demand is entered", "no equipment is listed"):
        assert words in unknown
        assert words not in known
    for words in ("Cement: short on 1 Nov 2026", "1 kind below the reference level", "allocated 5,000", "0 of them"):
        assert words in known


@pytest.mark.parametrize("address", ["/en/projects/", "/en/counties/{county}/"])
def test_what_is_below_the_reference_level_is_shown_wherever_the_project_is(client, address):
    project = make.project()
    build.item(project, level=3)
    build.inspection(project, visited_on=after(-9))
    standings.refresh(None, on=DAY)

    page = text(reader(client).get(address.format(county=project.plan.county.code)))

    assert page.count("1 equipment item below the reference level") == 1
    assert "inspected 32.0%" in page


def test_sums_count_what_is_known_and_nothing_is_not_zero():
    known, other = make.project(), make.project()
    build.item(known, quantity=4, level=3)
    build.inspection(known, (50, 50), after(-9))
    build.demand(other, 100, after(20))
    standings.refresh(None, on=DAY)
    found = figures.cohort(CountyPlan.objects.all(), DAY)
    nothing = figures.Sum([])

    names = ("inspected", "inspected_known", "findings_open", "findings_critical", "equipment_needed",
             "equipment_installed", "equipment_below", "short", "short_on")  # fmt: skip
    assert [getattr(found, name) for name in names] == [50, 1, 0, 0, 4, None, 1, 1, after(20)]
    assert [getattr(nothing, name) for name in names] == [None, 0, None, None, None, None, None, 0, None]


def test_the_api_gives_what_the_standing_holds(client, doubted):
    build.allocation(doubted, 5000)
    standings.refresh(None, on=DAY)

    row = reader(client).get("/api/v1/standings/26-UNRYUL-FOOD/").json()
    year = client.get("/api/v1/program-years/2026/figures/").json()

    assert (row["inspected_percent"], row["inspected_on"], row["findings_open"]) == (45, "2026-10-09", 0)
    assert (row["currency"], float(row["funds_allocated"]), row["funds_spent"]) == ("KPW", 5000, None)
    assert (year["inspected"], year["inspected_known"], year["findings_open"], year["short_on"]) == (45, 1, 0, None)


def test_standings_are_narrowed_by_the_reasons_that_building_gives(doubted):
    other = make.project()
    build.item(other, level=3)
    rows = standing.on(DAY)

    def found(query):
        return set(StandingFilter(QueryDict(query), rows).qs.values_list("pk", flat=True))

    assert found("reason=inspected_gap") == {doubted.pk}
    assert found("reason=below_reference") == {other.pk}
    assert found("reason=inspected_gap&reason=below_reference") == {doubted.pk, other.pk}
    assert found("reason=critical_finding") == set()


def test_the_files_of_the_list_hold_the_figures(client, doubted):
    given = reader(client).get("/en/projects.json").json()

    (row,) = given["rows"]
    assert (row["inspected_percent"], row["inspected_on"], row["findings_open"]) == (45, "2026-10-09", 0)
    assert (row["cover_days"], row["funds_spent"], row["equipment_needed"]) == (None, None, None)


def test_every_reason_has_a_sentence_in_both_languages():
    told = [
        {"code": "critical_finding", "count": 2},
        {"code": "inspected_gap", "claimed": 70, "inspected": 45, "on": "2026-10-05"},
        {"code": "shortage", "on": "2026-11-01", "material": "cement", "name_en": "Cement", "name_ko": "세멘트",
         "missing": 32.5, "unit": "t"},
        {"code": "over_allocated", "amount": 5200, "currency": "KPW"},
        {"code": "overspent", "amount": 5200, "currency": "KPW"},
        {"code": "underfunded", "percent": 40},
        {"code": "finding_overdue", "count": 1, "on": "2026-10-05"},
        {"code": "below_reference", "count": 1},
        {"code": "warnings", "count": 3},
    ]  # fmt: skip

    said = [reasons.sentence(row).replace("\N{NO-BREAK SPACE}", " ") for row in told]
    with translation.override("ko"):
        korean = [reasons.sentence(row) for row in told]

    assert said == [
        "2 critical findings of inspections are open.",
        "The site claimed 70.0% when the inspection of 5 Oct 2026 measured 45.0%.",
        "Cement: 32.5 t short on 1 Nov 2026, with all that is expected to arrive by then.",
        "5,200 KPW more is spent than was allocated.",
        "5,200 KPW more is spent than was disbursed.",
        "Work has begun, and 40% of the budget is allocated.",
        "1 finding of an inspection is not mended, though it was due by 5 Oct 2026.",
        "1 kind of equipment is below the reference level.",
        "3 figures of the last return looked implausible.",
    ]
    assert "세멘트" in korean[2]
    assert "Cement" not in korean[2]


def _inspect(project):
    build.inspection(project, visited_on=after(-1))


def _allocate(project):
    build.allocation(project)


def _demand(project):
    build.demand(project, needed_by=date(2026, 12, 1))


def _item(project):
    build.item(project)


def _order(project):
    build.dispatch(build.order(project))


@pytest.mark.parametrize("deed", [_inspect, _allocate, _demand, _item, _order])
def test_the_report_is_of_another_version_once_something_of_the_building_is_entered(deed):
    project, post = make.project(), make.post(Role.COMMITTEE_MEMBER)
    scope = report.Scope(post, 2026, DAY)
    before = scope.version

    deed(project)

    assert scope.version != before


def test_the_report_gives_the_reasons_of_the_building(doubted):
    data = report.annual_report(make.post(Role.COMMITTEE_MEMBER), 2026, DAY)

    (place,) = data["places"]
    assert SAID in [row["sentence"].replace("\N{NO-BREAK SPACE}", " ") for row in place["reasons"]]
