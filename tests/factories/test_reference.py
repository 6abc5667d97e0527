"""The real reference files, and the figures that come of them alone."""

from datetime import date

import pytest

from committees.models import Committee, Organization
from factories import record
from factories.imports import reference
from factories.models import County, CountyPlan, Milestone, ProgramYear, ReportingPeriod

ON = date(2026, 11, 24)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The real files, loaded once for this module and taken away after it."""
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        yield {tally.name: tally for tally in reference.load(on=ON)}
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


def test_the_real_files_load_without_a_rejected_row(loaded):
    created = {name: tally.counts["created"] for name, tally in loaded.items()}

    assert created == {
        "programme, years and periods": 491,
        "provinces.csv": 13,
        "counties.csv": 213,
        "cohorts.csv": 54,
        "bodies named within others": 2,
        "organisations.csv": 38,
        "the committee’s term and members": 6,
        "public_milestones.csv": 150,
    }
    assert [row for tally in loaded.values() for row in tally.rejected] == []


def test_loading_again_changes_nothing(loaded):
    again = list(reference.load(on=ON))

    assert {word for tally in again for word in +tally.counts} == {"unchanged"}


def test_the_committee_of_the_record_has_its_term_its_members_and_its_division(loaded):
    committee = Committee.objects.select_related("organization").get()

    seats = committee.memberships.order_by("pk").values_list("organization__name_en", "title", "chair")
    assert (committee.starts_on, committee.ends_on, committee.organization.kind) == (
        date(2024, 1, 30), date(2033, 12, 31), "committee",
    )  # fmt: skip
    assert list(seats) == [
        ("WPK Central Committee", "WPK Central Committee secretary for organizational affairs", True),
        (
            "State Planning Commission",
            "Vice-premier of the Cabinet and chairman of the State Planning Commission", False,
        ),
        ("WPK Central Committee", "Secretary of the WPK Central Committee", False),
        (
            "Organizational Leadership Department",
            "First vice director of the Organizational Leadership Department", False,
        ),
        ("Ministry of National Defence", "Member of the promotion committee", False),
    ]  # fmt: skip
    assert set(committee.organization.parts.values_list("name_en", flat=True)) == {
        "Division in charge of offshore-farm construction"
    }


def test_every_body_of_the_record_is_named_in_korean(loaded):
    assert Organization.objects.get(name_en="Political Bureau of the WPK Central Committee").name_ko == (
        "조선로동당 중앙위원회 정치국"
    )
    assert not Organization.objects.filter(name_ko="").exists()


def test_a_district_knows_its_city_and_an_unsourced_population_stays_empty(loaded):
    assert County.objects.filter(kind="district", parent__isnull=False).exists()
    assert County.objects.get(code="KP0803A").population is None


def test_the_years_of_the_programme_and_their_periods_are_there(loaded):
    assert dict(ProgramYear.objects.order_by("year").values_list("year", "state")) == {
        **dict.fromkeys(range(2024, 2027), "active"), **dict.fromkeys(range(2027, 2034), "planned"),
    }  # fmt: skip
    assert ReportingPeriod.ten_days.count() == 360


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        (date(2024, 12, 19), ["0 of 20 inaugurated, 0 known to operate: no production returns"]),
        (date(2024, 12, 31), ["1 of 20 inaugurated, 0 known to operate: no production returns"]),
        (
            date(2025, 2, 11),
            [
                "20 of 20 inaugurated, 0 known to operate: no production returns",
                "19 of them 7 to 42 days late",
            ],
        ),
    ],
)
def test_the_public_record_of_2024_says(loaded, as_of, said):
    plans = CountyPlan.objects.filter(program_year__year=2024)

    assert record.inaugurations(plans, as_of).sentences() == said


def test_the_two_unsans_are_told_apart(loaded):
    north, south = County.objects.get(code="KP0617"), County.objects.get(code="KP0720")

    assert {north.name_en, south.name_en} == {"Unsan"}
    assert (north.province.code, south.province.code) == ("KP-03", "KP-02")
    assert [plan.program_year.year for plan in north.plans.all()] == [2024]
    assert not south.plans.exists()
    assert list(north.milestones.filter(kind="inaugurated").values_list("met_on", flat=True)) == [date(2025, 2, 7)]
    assert list(south.milestones.values_list("facility", flat=True)) == ["paper_mill"]


def test_a_month_counts_by_its_last_day(loaded):
    visit = Milestone.objects.get(county__code="KP0615", kind="visit")

    assert (visit.precision, visit.met_on, visit.known_on) == ("month", date(2024, 10, 31), date(2024, 10, 31))


def test_the_reference_county_stands_outside_the_years(loaded):
    assert set(Milestone.objects.filter(county__code="KP0409").values_list("program_year", flat=True)) == {None}
