"""The page of a county's member in charge: its finding, what only they can unblock, what was asked, visits."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from committees import charges
from committees.rights import Role
from factories.actions import standings
from regional20x10.shared import clock
from tests import make, work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


@pytest.fixture
def county():
    return make.plan(make.county(name_en="Songchon")).county


@pytest.fixture
def project(county):
    made = make.project(county.plans.get())
    standings.refresh(None, on=make.DAY)
    return made


@pytest.fixture
def member(county):
    """A post of the member in charge."""
    return make.post(Role.COUNTY_LEAD, where=county, body=work.body("central_department"))


def climbed(project=None, level=2, on=date(2026, 10, 8), **values):
    """A request that has climbed so far."""
    row = work.request(project, **values)
    row.level = level
    row.save(update_fields=["level"])
    row.steps.create(step="escalated", level=level, at=make.moment(on))
    return row


def moved(row, step, on=make.DAY, **values):
    row.steps.create(step=step, at=make.moment(on), **values)
    return row


def seen(post, county, as_of="", client=None):
    client.force_login(post.official.user)
    return client.get(reverse("lead", args=[county.code]), {"as_of": as_of} if as_of else {})


# --- what only the member can unblock --------------------------------------------------------------------------------
def test_what_climbed_to_the_member_stands_by_the_days_it_delays(county, project, member):
    climbed(county=county, level=1, delay_days=90)
    small, large = climbed(project, delay_days=5), climbed(county=county, delay_days=30, level=3)
    moved(climbed(project, delay_days=60), "promised", promised_on=date(2026, 10, 9))

    found = charges.only_the_member(county, make.DAY, member.official.user)

    assert [(row.days, row.row.number) for row in found][1:] == [(30, large.number), (5, small.number)]
    assert [row.days for row in found] == [60, 30, 5]


def test_an_overdue_decision_of_a_body_outside_the_province_is_among_them(county, project, member):
    ministry, local = work.body(), work.body("peoples_committee", province=county.province)
    late = work.decision(ministry, projects=[project], due_on=date(2026, 10, 2))
    work.decision(local, projects=[project], due_on=date(2026, 10, 2))
    work.decision(work.body("design_unit", county=county), counties=[county], due_on=date(2026, 10, 2))
    work.decision(ministry, counties=[county], due_on=make.DAY)
    work.decision(ministry, counties=[make.county()], due_on=date(2026, 10, 2))

    [found] = charges.only_the_member(county, make.DAY, member.official.user)

    assert (found.row, found.body, found.days, found.is_decision) == (late, ministry, 10, True)


def test_a_decision_stands_for_the_request_it_was_made_about(county, project, member):
    row = climbed(project, delay_days=45)
    decided = work.decision(work.body(), projects=[project], request=row, due_on=date(2026, 10, 2))

    [found] = charges.only_the_member(county, make.DAY, member.official.user)

    assert (found.row, found.days) == (decided, 45)


def test_as_of_an_earlier_day_only_what_was_known_then_is_told(county, project, member):
    climbed(project, on=date(2026, 10, 8))

    told = {day: len(charges.only_the_member(county, day, member.official.user))
            for day in (date(2026, 10, 7), date(2026, 10, 8))}  # fmt: skip

    assert told == {date(2026, 10, 7): 0, date(2026, 10, 8): 1}


# --- asked, promised, done -------------------------------------------------------------------------------------------
def test_each_step_counts_those_that_came_further_too(county, project, member):
    work.request(project)
    moved(work.request(county=county), "promised", promised_on=date(2026, 10, 30))
    moved(work.request(project), "done")
    moved(moved(work.request(project), "done"), "confirmed")
    moved(work.request(project), "withdrawn")
    work.request()

    counts = charges.counted(charges.asked(county, make.DAY, member.official.user))

    assert counts.steps == [("asked", 4), ("promised", 3), ("done", 2), ("confirmed", 1)]
    assert (counts.waiting, counts.overdue) == (2, 2)


def test_what_falls_due_first_of_what_a_visit_asked_for_is_to_be_followed_up(county, project, member):
    visit = work.visit(work.charge(county))
    work.request(project, due_on=date(2026, 10, 13))
    promised = moved(work.request(project, visit=visit, due_on=date(2026, 10, 11)), "promised",
                     promised_on=date(2026, 10, 14))  # fmt: skip
    work.request(project, visit=visit, due_on=date(2026, 10, 15))
    moved(work.request(project, visit=visit, due_on=date(2026, 10, 11)), "done")

    found = charges.told(county, make.DAY, member.official.user).follow_up

    assert (found.on, found.request) == (date(2026, 10, 14), promised)


# --- the page --------------------------------------------------------------------------------------------------------
def test_the_page_says_the_finding_the_three_costliest_and_what_the_gates_lack(client, county, project, member):
    work.charge(county, member.official, title="Secretary of the Central Committee")
    for days in (10, 20, 30, 40):
        climbed(project, what=f"Thing of {days} days", delay_days=days)

    page = seen(member, county, client=client)

    text = page.content.decode()
    assert page.context["told"].found.headline.startswith(("Songchon", "Of Songchon"))
    assert [row.days for row in page.context["blocked"]] == [40, 30, 20]
    assert "1 more" in text
    assert "Secretary of the Central Committee" in text
    assert [row.project for row in page.context["told"].factories] == [project]
    assert page.context["told"].factories[0].missing != []
    assert reverse("visit_record", args=[county.code]) in text


def test_a_unit_sees_of_the_county_only_its_own_factories_and_requests(client, county, project):
    other = make.project(county.plans.get(), type_=make.factory_type("clothing"))
    standings.refresh(None, on=make.DAY)
    climbed(other, what="A loom")
    own = climbed(project, what="A transformer")

    page = seen(make.reporter(project), county, client=client)

    assert [row.project for row in page.context["told"].factories] == [project]
    assert [row.row for row in page.context["blocked"]] == [own]
    assert "A loom" not in page.content.decode()


def test_a_county_of_no_year_has_its_page_too(client, member):
    county = make.county(name_en="Unryul")

    page = seen(member, county, client=client)

    assert page.status_code == 200
    assert "It is in no year of the programme" in page.content.decode()


def test_the_member_finds_the_way_to_the_page_after_signing_in(client, county, project, member):
    client.force_login(member.official.user)
    address = reverse("lead", args=[county.code])

    overview, desk = (client.get(reverse(name)).content.decode() for name in ("overview", "desk"))

    assert f'href="{address}">My county: Songchon</a>' in overview
    assert f'href="{address}">My county: Songchon</a>' in desk


# --- where nobody is in charge ---------------------------------------------------------------------------------------
def test_every_county_of_the_year_without_a_member_in_charge_is_named_on_the_overview(client, county, project):
    missing = [make.plan(make.county(name_en=name)).county for name in ("Unryul", "Kimhwa")]
    work.charge(county)
    client.force_login(make.post().official.user)

    page = client.get(reverse("overview"))
    before = client.get(reverse("overview"), {"as_of": "2025-12-31"})

    assert page.context["leads"].unled == missing
    text = page.content.decode()
    assert "1 of 3 places have a member in charge." in text
    assert ">Unryul</a>, " in text
    assert before.context["leads"].unled == [county, *missing]


def test_the_county_tells_who_is_in_charge_and_who_was_before(client, county, project):
    work.charge(county, title="Minister", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31), handover="So.")
    work.charge(county, title="Secretary")
    client.force_login(make.post().official.user)

    now = client.get(county.get_absolute_url())
    then = client.get(county.get_absolute_url(), {"as_of": "2025-06-30"})

    assert [now.context["charge"].title, [row.title for row in now.context["former_charges"]]] == [
        "Secretary", ["Minister"],
    ]  # fmt: skip
    assert then.context["charge"].title == "Minister"


def test_the_file_of_the_year_tells_the_post_in_charge(client, county, project):
    work.charge(county, title="Secretary")
    client.force_login(make.post().official.user)

    [row] = client.get(reverse("year_file", args=[2026, "json"])).json()["rows"]

    assert (row["in_charge"], row["in_charge_since"]) == ("Secretary", "2026-01-01")


# --- lists -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("state", "titles"), [("held", ["Second"]), ("ended", ["First"]), ("to_come", ["Third"]), ("", 3 * [""])]
)
def test_charges_are_listed_by_how_they_stand_on_the_day(client, state, titles):
    county = make.county()
    work.charge(county, title="First", starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30))
    work.charge(county, title="Second", starts_on=date(2026, 7, 1), ends_on=date(2026, 12, 31))
    work.charge(county, title="Third", starts_on=date(2027, 1, 1))
    client.force_login(make.post().official.user)

    page = client.get(reverse("charge_list"), {"state": state})

    rows = list(page.context["page"])
    assert [row.title for row in rows] == titles or len(rows) == len(titles) == 3


def test_charges_and_visits_are_given_as_files(client, county):
    work.visit(work.charge(county, title="Secretary"))
    client.force_login(make.post().official.user)

    told = [client.get(reverse(f"{name}_list_file", args=["json"])).json()["rows"] for name in ("charge", "visit")]

    [[charge], [visit]] = told
    assert (charge["title"], charge["state"], charge["visits"]) == ("Secretary", "in charge", 1)
    assert (visit["seen"], visit["asks"], visit["visited_on"]) == ("The roof is closed.", 0, "2026-10-05")


def test_visits_are_those_known_on_the_day(client, county):
    charge = work.charge(county)
    for day in (date(2026, 10, 1), make.DAY):
        work.visit(charge, day)
    client.force_login(make.post().official.user)

    page = client.get(reverse("visit_list"), {"as_of": (make.DAY - timedelta(days=1)).isoformat()})

    assert [row.visited_on for row in page.context["page"]] == [date(2026, 10, 1)]
