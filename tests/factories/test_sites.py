"""Sites: proposed, measured, compared with the need, approved or rejected; by page and by API."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client

from committees.rights import Role
from factories import siting, sizing
from factories.actions import sites
from factories.models import Document, Measure, SiteMeasurement, SiteOption
from regional20x10.shared import clock
from tests import make
from tests.calls import Caller
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db
JANUARY = make.moment(date(2026, 1, 20))


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def project():
    made = make.preparing()
    make.sized(made)
    return made


@pytest.fixture
def member():
    return make.post(Role.COMMITTEE_MEMBER)


def judged(site):
    needs = sizing.needs(sizing.in_force(site.project, JANUARY))
    return {row.code: (row.state, row.said) for row in siting.judged(site, needs, JANUARY).conditions}


def test_a_good_site_meets_all_four_conditions(project):
    assert judged(make.site(project)) == {
        "power": ("met", "Power: 400 kW measured, 300 needed."),
        "water": ("met", "Water: 200 m³ a day measured, 150 needed."),
        "transport": ("met", "Transport: county road at 1.0 km."),
        "inhabitants": ("met", "Inhabitants: 0 households to move, 10 within 300 m."),
    }


def test_what_is_short_and_what_is_not_measured_is_said_with_its_amount(project):
    site = make.site(project, water_m3_day=90, power_kw=None, road_km=7, rail_km=9, households_to_move=3)

    assert judged(site) == {
        "power": ("not_measured", "Power is not measured; 300 kW are needed."),
        "water": ("not_met", "Water: 90 m³ a day measured, 150 needed: 60 m³ a day short."),
        "transport": (
            "not_met",
            "Transport: county road at 7.0 km, railway at 9.0 km; "
            "a road of class within 3 km or the railway within 5 km is needed.",
        ),
        "inhabitants": (
            "not_met",
            "Inhabitants: 3 households to move, 10 within 300 m. "
            "Nobody is to move, and at most 40 households may be within 300 m.",
        ),
    }


def test_a_later_measurement_replaces_an_earlier_and_both_stay(project):
    site = make.site(project, power_kw=100)
    by = make.post(Role.COUNTY_STAFF, where=project.plan.county)
    sites.measure(
        site, values={Measure.POWER_KW: Decimal(350)}, measured_on=date(2026, 1, 18), measured_by="Power station",
        by=by, at=JANUARY,
    )  # fmt: skip

    assert judged(site)["power"] == ("met", "Power: 350 kW measured, 300 needed.")
    assert list(site.measurements.filter(measure="power_kw").order_by("pk").values_list("value", flat=True)) == [
        100,
        350,
    ]


def test_all_that_is_wrong_with_a_measurement_is_said_at_once_and_nothing_is_kept(project):
    site = make.site(project)
    before = SiteMeasurement.objects.count()

    with action_refuses(
        "Enter the day of the measurement, at the latest today, as 2026-10-02.",
        "Say which post or body measured it.",
        "Choose the class of the road whose distance you give.",
        "power, kW: 0.4 is far from the 300 of a usual factory. Which unit was meant?",
    ):
        sites.measure(
            site, values={Measure.POWER_KW: Decimal("0.4"), Measure.ROAD_KM: Decimal(1)}, measured_on=date(2026, 2, 1),
            measured_by=" ", by=make.post(), at=JANUARY,
        )  # fmt: skip

    assert SiteMeasurement.objects.count() == before


def test_a_site_that_lacks_water_is_not_approved_and_the_shortfall_is_said(project, member):
    site = make.site(project, water_m3_day=90)

    with action_refuses("Water: 90 m³ a day measured, 150 needed: 60 m³ a day short."):
        sites.approve(site, by=member, at=JANUARY)

    assert siting.approved(project, JANUARY) is None


def test_no_site_is_approved_before_the_size_is(member):
    site = make.site(make.preparing())

    said = "The size of this factory is not approved: a site is judged against what the sized factory needs."
    with action_refuses(said):
        sites.approve(site, by=member, at=JANUARY)


def test_of_two_approved_sites_the_later_stands_and_a_rejected_one_stands_no_more(project, member):
    first, second = make.site(project), make.site(project)
    days = [make.moment(date(2026, 1, day)) for day in (20, 21, 22, 23)]
    sites.approve(first, by=member, at=days[0])
    sites.approve(second, by=member, at=days[1])
    sites.reject(second, reason="The spring floods reach it.", by=member, at=days[2])

    found = [siting.approved(project, moment) for moment in (JANUARY.replace(day=19), *days)]

    assert found == [None, first, second, first, first]


def test_a_rejection_needs_its_reason(project, member):
    with action_refuses("Give the reason: it stays with the site."):
        sites.reject(make.site(project), reason=" ", by=member, at=JANUARY)


def test_a_county_proposes_and_measures_but_does_not_approve(project):
    county = make.post(Role.COUNTY_SECRETARY, where=project.plan.county)
    site = sites.propose(project, name="By the river", by=county, at=JANUARY)

    with action_forbids(f"The post “{county}” may not do this. Ask: Committee member."):
        sites.approve(site, by=county, at=JANUARY)


def test_a_point_outside_the_country_and_a_name_twice_are_refused(project):
    make.site(project)
    name = project.sites.get().name

    with action_refuses("Give latitude (37 to 44) and longitude (123 to 132) in degrees, both or neither."):
        sites.propose(project, name="Elsewhere", lat=12.5, lon=127, by=make.post(), at=JANUARY)
    with action_refuses("This project already has a site of this name."):
        sites.propose(project, name=name, by=make.post(), at=JANUARY)


def test_measurements_and_decisions_are_facts(project, member):
    site = make.sited(project)

    with database_refuses("Cannot update or delete rows from factories_sitemeasurement"):
        sql("UPDATE factories_sitemeasurement SET value = 900 WHERE site_id = %s", site.pk)
    with database_refuses("Cannot update or delete rows from factories_sitedecision"):
        sql("DELETE FROM factories_sitedecision WHERE site_id = %s", site.pk)


# --- pages -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def county(client, project):
    post = make.post(Role.COUNTY_STAFF, where=project.plan.county)
    client.force_login(post.official.user)
    return client


def test_the_comparison_shows_each_condition_with_date_and_measurer(county, project):
    make.site(project, water_m3_day=90)

    html = county.get(f"/en/projects/{project.code}/sites/").content.decode()

    assert "Water: 90 m³ a day measured, 150 needed: 60 m³ a day short." in html
    assert "County staff" in html
    assert "Approve" not in html


def test_a_site_is_proposed_and_measured_on_the_pages(county, project):
    proposed = county.post(
        f"/en/projects/{project.code}/sites/propose/", {"name": "By the river", "lat": "38,5", "lon": ""}
    )
    again = county.post(f"/en/projects/{project.code}/sites/propose/", {"name": "By the river"})
    site = SiteOption.objects.get()
    measured = county.post(
        f"/en/sites/{site.pk}/measure/",
        {"measured_on": "2026-10-10", "measured_by": "Water board", "water_m3_day": "180,5"},
    )

    assert (proposed.status_code, again.status_code, measured.status_code) == (409, 302, 302)
    assert site.measurements.get().value == Decimal("180.5")


def test_the_paper_that_shows_a_measurement_is_kept_with_it(county, project):
    site = make.site(project)
    said = {"measured_on": "2026-10-10", "measured_by": "Water board", "water_m3_day": "180"}

    one = county.post(f"/en/sites/{site.pk}/measure/", {**said, "files": make.upload("water.pdf")})
    kept = site.measurements.get(value=180).attachment
    page = county.get(f"/en/projects/{project.code}/sites/").content.decode()

    assert (one.status_code, kept.name, kept.project) == (302, "water.pdf", project)
    assert f'href="/en/documents/{kept.pk}/"' in page


def test_two_papers_or_another_content_are_refused_and_nothing_is_kept(county, project):
    site = make.site(project)
    address = f"/en/sites/{site.pk}/measure/"
    said = {"measured_on": "2026-10-10", "measured_by": "Water board", "water_m3_day": "180"}

    two = county.post(address, {**said, "files": [make.upload("a.pdf"), make.upload("b.pdf", make.PDF + b"%")]})
    other = county.post(address, {**said, "files": make.upload("plan.pdf", b"MZ not a plan")})

    assert [page.status_code for page in (two, other)] == [409, 409]
    assert "Hand in one file with a measurement" in two.content.decode()
    assert not Document.objects.exists()
    assert not site.measurements.filter(value=180).exists()


def test_wrong_boxes_are_all_said_and_what_was_typed_stays(county, project):
    site = make.site(project)

    page = county.post(f"/en/sites/{site.pk}/measure/", {"measured_on": "soon", "power_kw": "lots", "rail_km": "-2"})
    html = page.content.decode()

    assert page.status_code == 409
    for said in ("write it as 2026-10-01", "Enter a number, such as 480 or 2.5.", "greater than or equal to 0", "lots"):
        assert said in html


def test_the_way_back_from_a_form_leads_back(county, project, member):
    site, signed_in = make.site(project), Client()
    signed_in.force_login(member.official.user)
    pages = [
        (county, f"/en/projects/{project.code}/sites/propose/", f"/en/projects/{project.code}/sites/"),
        (county, f"/en/sites/{site.pk}/measure/", f"/en/projects/{project.code}/sites/"),
        (signed_in, f"/en/projects/{project.code}/finish/", f"/en/projects/{project.code}/"),
    ]

    back = [(address, _back(client.get(form))) for client, form, address in pages]

    assert [found for _address, found in back] == [address for address, _found in back]


def _back(page):
    """Where the link beside the button leads."""
    return re.search(r'<a class="btn btn-3" href="([^"]*)"', page.content.decode())[1]


def test_who_does_not_reach_a_project_finds_neither_its_sites_nor_their_forms(client, project):
    site = make.site(project)
    client.force_login(make.post(Role.COUNTY_STAFF).official.user)

    pages = [
        client.get(f"/en/projects/{project.code}/sites/"), client.get(f"/en/sites/{site.pk}/measure/"),
        client.post(f"/en/sites/{site.pk}/approve/"), client.get(f"/en/sites/{site.pk}/reject/"),
    ]  # fmt: skip

    assert [page.status_code for page in pages] == [404] * 4


# --- API -------------------------------------------------------------------------------------------------------------
def test_a_site_lives_through_the_api(project, member):
    staff, decides = Caller(make.post()), Caller(member)
    site = staff.post("sites/", {"project": project.code, "name": "By the river", "lat": 38.5, "lon": 125.5}).json()
    values = [{"measure": name, "value": value} for name, value in make.GOOD_SITE.items()]
    said = {"values": values, "measured_on": "2026-10-01", "measured_by": "County staff", "road_class": "county"}

    early = decides.post(f"sites/{site['id']}/approve/")
    measured = staff.post(f"sites/{site['id']}/measure/", said)
    approved = decides.post(f"sites/{site['id']}/approve/")
    told = decides.get(f"sites/?project={project.code}").json()["results"]

    assert early.status_code == 409
    assert [row["detail"] for row in early.json()["errors"]] == [
        "Power is not measured; 300 kW are needed.",
        "Water is not measured; 150 m³ a day are needed.",
        "Transport is not measured: a road within 3 km or the railway within 5 km is needed.",
        "Inhabitants: households to move and households within 300 m are not both counted.",
    ]
    assert (measured.status_code, len(measured.json()["measurements"])) == (200, 5)
    assert [row["approved"] for row in approved.json()["decisions"]] == [True]
    assert [row["name"] for row in told] == ["By the river"]
