"""Where built, commissioned, operating, counting and fallen out are told, and the page of thresholds."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from committees.rights import Role
from factories.models import ProgramYear
from tests import make, produce
from tests.factories.test_counting import LIMITS, stopped
from tests.reports.test_record import words_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 15)


@pytest.fixture
def member(client):
    post = make.post(Role.COMMITTEE_MEMBER)
    client.force_login(post.official.user)
    return client


@pytest.fixture
def cohort():
    """Two places of 2026: all factories of the first count, one of the second fell out for want of power."""
    good, bad = make.plan(), make.plan()
    kinds = [produce.type_("made"), produce.type_("other")]
    for plan, outputs in ((good, [80] * 9), (bad, [80] * 3 + [20] * 6)):
        for kind in kinds:
            project = produce.factory(plan, type_=kind)
            rows = produce.months(project, 2026, range(1, 10), outputs if kind == kinds[0] else 90)
            make.verified(project, percents=(100, 100))
            if outputs[-1] == 20 and kind == kinds[0]:
                stopped(rows[4], "power", 300)
                fallen = project
    return good, bad, fallen


def shown(client, address):
    return words_in(client.get(f"/en/{address}").content.decode())


def test_a_place_counts_when_all_its_factories_do_and_each_step_is_told_apart(member, cohort):
    page = shown(member, f"years/2026/?as_of={TODAY}")

    steps = ["Built 2", "Commissioned 2", "Operating 2", "Counting 1", "Fallen out 1"]
    assert [step for step in steps if step not in page] == []
    assert "of 2 places; 3 of 4 factories" in page
    assert "2 of 2 built, 2 commissioned, 2 operating, 1 counting, 1 fallen out" in page
    assert "no production returns" not in page


def test_the_overview_has_five_figures_at_most_beside_the_strip_of_life(member, cohort):
    html = member.get(f"/en/?as_of={TODAY}").content.decode()

    strips = html.split('<dl class="figs">')[1:]

    assert [strip.partition("</dl>")[0].count("<dt>") for strip in strips] == [5, 5]


@pytest.mark.parametrize("address", ["board/", "provinces/", "counties/", "projects/"])
def test_lists_mark_the_stage_of_each_place_and_factory(member, cohort, address):
    page = shown(member, f"{address}?as_of={TODAY}")

    expected = "1 counting, 1 fallen out" if address == "provinces/" else "Fallen out"
    assert expected in page or address == "provinces/"
    assert "Counting" in page or "1 counting" in page


def test_the_page_of_a_county_tells_its_factories_apart(member, cohort):
    _good, bad, _fallen = cohort

    page = shown(member, f"counties/{bad.county.code}/?as_of={TODAY}")

    assert "of 2: 2 built, 2 commissioned, 2 operating, 1 fallen out" in page
    assert "1 of 1 built, 1 commissioned, 1 operating, 0 counting, 1 fallen out" in page


def test_the_page_of_a_factory_tells_when_it_counted_and_why_no_longer(member, cohort):
    fallen = cohort[2]

    page = shown(member, f"projects/{fallen.code}/?as_of={TODAY}")

    assert "15 Apr 2026 Until 15 Jun 2026" in page
    assert "It counts no longer since 15 Jun 2026" in page
    assert "most downtime was for: electricity" in page


def test_the_api_and_the_files_give_the_stage_and_the_figures(member, cohort):
    fallen = cohort[2]

    year = member.get(f"/api/v1/program-years/2026/figures/?as_of={TODAY}").json()
    row = member.get(f"/api/v1/standings/{fallen.code}/?as_of={TODAY}").json()
    file = member.get(f"/en/projects.json?as_of={TODAY}").json()["rows"]

    life = {"total": 2, "built": 2, "commissioned": 2, "operating": 2, "counting": 1, "fallen_out": 1, "reported": True}
    assert year["record"]["life"] == life
    assert year["life"] == life | {"total": 4, "built": 4, "commissioned": 4, "operating": 4, "counting": 3}
    assert sorted(place["stage"] for place in year["places"]) == ["counting", "fallen_out"]
    assert (row["stage"], row["counts"], row["fell_out_on"]) == ("fallen_out", False, "2026-06-15")
    assert sorted(told["stage"] for told in file) == ["Counting", "Counting", "Counting", "Fallen out"]


def test_a_list_is_narrowed_to_the_factories_that_count_no_longer(member, cohort):
    found = member.get(f"/api/v1/standings/?as_of={TODAY}&reason=fell_out").json()["results"]

    assert [row["project"] for row in found] == [cohort[2].code]


# --- thresholds ------------------------------------------------------------------------------------------------------
def test_the_committee_changes_the_thresholds_and_the_history_tells_who_and_why(member):
    year = make.year()
    address = reverse("thresholds", args=[year.year])

    answer = member.post(address, {**LIMITS, "utilisation_percent": 65, "reason": "The plenary decided so."})
    page = words_in(member.get(address).content.decode())

    assert answer.status_code == 302
    assert ProgramYear.objects.values_list("utilisation_percent", flat=True).get() == 65
    assert "70%, 65%, 3, 15 before: 70%, 60%, 3, 15" in page
    assert "The plenary decided so." in page


def test_a_change_that_is_refused_says_so_beside_the_box_and_changes_nothing(member):
    address = reverse("thresholds", args=[make.year().year])

    answer = member.post(address, {**LIMITS, "utilisation_percent": 65, "reason": ""})

    assert answer.status_code == 409
    assert "Give the reason: the change is kept with it." in words_in(answer.content.decode())
    assert ProgramYear.objects.values(*LIMITS).get() == LIMITS


def test_others_read_the_thresholds_and_whom_to_ask():
    client, address = Client(), reverse("thresholds", args=[make.year().year])
    client.force_login(make.post(Role.COUNTY_SECRETARY).official.user)

    page = words_in(client.get(address).content.decode())

    assert "Your post does not change them. Ask:" in page
    assert "They were never changed" in page
    assert client.post(address, {**LIMITS, "reason": "x"}).status_code == 403


def test_the_api_changes_the_thresholds_and_refuses_with_every_sentence(member):
    make.year()
    address = "/api/v1/program-years/2026/thresholds/"

    refused = member.post(address, {**LIMITS, "cover_percent": 300, "reason": ""}, content_type="application/json")
    done = member.post(
        address, {**LIMITS, "production_months": 2, "reason": "Decided."}, content_type="application/json"
    )

    assert refused.status_code == 409
    assert done.json()["production_months"] == 2
