"""The forms of charges and visits: what was typed stays, every sentence stands beside its box, and what was done."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from committees.models import CountyCharge, Request, Visit
from committees.rights import Role
from regional20x10.shared import clock
from tests import make, work

pytestmark = pytest.mark.django_db
SAME_COUNTY = "Another member is in charge of this county on some of these days: end that charge the day before."


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


@pytest.fixture
def county():
    return make.plan(make.county(name_en="Songchon")).county


@pytest.fixture
def staff(client):
    post = make.post()
    client.force_login(post.official.user)
    return post


@pytest.fixture
def member(client, county):
    post = make.post(Role.COUNTY_LEAD, where=county, body=work.body("central_department"))
    client.force_login(post.official.user)
    return post


def test_a_member_is_put_in_charge_by_the_reference(client, county, staff):
    lead = make.post(Role.COUNTY_LEAD, where=county)
    said = {"official": lead.official.reference, "title": "Secretary", "title_ko": "비서", "starts_on": "2026-10-12"}

    form = client.get(reverse("charge_begin", args=[county.code]))
    answer = client.post(reverse("charge_begin", args=[county.code]), said)

    row = CountyCharge.objects.get()
    assert f'<option value="{lead.official.reference}">' in form.content.decode()
    assert (answer.status_code, answer["Location"]) == (302, reverse("lead", args=[county.code]))
    assert (row.official, row.title, row.title_ko, row.starts_on) == (lead.official, "Secretary", "비서", make.DAY)


def test_an_overlap_is_said_on_the_page_which_keeps_what_was_typed(client, county, staff):
    work.charge(county)
    official = make.post().official
    said = {"official": official.reference, "title": "Secretary", "starts_on": "2026-10-12"}

    page = client.post(reverse("charge_begin", args=[county.code]), said)

    text = page.content.decode()
    assert page.status_code == 409
    assert SAME_COUNTY in text
    assert f'value="{official.reference}"' in text
    assert CountyCharge.objects.count() == 1


def test_who_is_not_registered_is_put_in_charge_of_nothing(client, county, staff):
    page = client.post(reverse("charge_begin", args=[county.code]), {"official": "X-1", "title": "", "starts_on": "?"})

    errors = page.context["form"].errors
    assert page.status_code == 409
    assert errors["official"] == [
        "No official is registered as “X-1”: correct it, or have an administrator register it."
    ]


def test_a_charge_is_handed_over_and_the_next_starts_the_day_after(client, county, staff):
    row = work.charge(county)
    address = reverse("charge_hand_over", args=[row.pk])

    empty = client.post(address, {"ends_on": "2026-10-31", "handover": ""})
    done = client.post(address, {"ends_on": "2026-10-31", "handover": "The line is promised."})
    clock.stand_on(date(2026, 11, 5))
    next_ = client.get(reverse("charge_begin", args=[county.code]))
    clock.stand_on(make.DAY)

    row.refresh_from_db()
    assert (empty.status_code, done.status_code) == (409, 302)
    assert (row.ends_on, row.handover) == (date(2026, 10, 31), "The line is promised.")
    assert next_.context["form"].initial["starts_on"] == date(2026, 11, 5)


def test_a_visit_makes_requests_of_what_it_asks_for(client, county, member):
    work.charge(county, member.official)
    project, supplier = make.project(county.plans.get()), work.body("supplier")
    said = {
        "key": str(uuid.uuid4()), "visited_on": "2026-10-10", "seen": "The roof is closed.",
        "ask_1_what": "A transformer", "ask_1_owed_by": supplier.pk, "ask_1_due_on": "2026-10-20",
        "ask_1_project": project.pk, "ask_1_delay_days": "12",
    }  # fmt: skip

    answers = [client.post(reverse("visit_record", args=[county.code]), said) for _time in range(2)]
    page = client.get(answers[0]["Location"])

    row, asked = Visit.objects.get(), Request.objects.get()
    assert [answer["Location"] for answer in answers] == 2 * [row.get_absolute_url()]
    assert (asked.visit, asked.project, asked.owed_by, asked.asked_by, asked.delay_days) == (
        row, project, supplier, member.body, 12,
    )  # fmt: skip
    assert "A transformer" in page.content.decode()


def test_a_row_that_is_half_filled_is_refused_with_its_number_and_nothing_is_lost(client, county, member):
    work.charge(county, member.official)
    said = {"visited_on": "2026-10-10", "seen": "The roof is closed.", "ask_2_what": "A transformer"}

    page = client.post(reverse("visit_record", args=[county.code]), said)

    assert page.status_code == 409
    assert page.context["form"].errors == {
        "ask_2_owed_by": ["Ask 2: choose the body that is to act, or empty the whole row."],
        "ask_2_due_on": ["Ask 2: enter by when it is needed, as 2026-10-20, or empty the whole row."],
    }
    assert 'value="A transformer"' in page.content.decode()
    assert not Visit.objects.exists()


def test_where_nobody_is_in_charge_no_visit_is_recorded(client, county, member):
    page = client.get(reverse("visit_record", args=[county.code]))

    assert page.status_code == 409
    assert "Nobody is in charge of Songchon: committee staff put a member in charge first." in page.content.decode()


def test_a_visit_is_shown_from_the_day_it_was_recorded_on(client, county, staff):
    row = work.visit(work.charge(county), make.DAY)

    now, then = (client.get(row.get_absolute_url(), {"as_of": day}) for day in ("", "2026-10-11"))

    assert "The roof is closed." in now.content.decode()
    assert "This visit had not been recorded on that day." in then.content.decode()
