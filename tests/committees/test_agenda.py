"""What is proposed for an agenda and why, and how its points are told in either language."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils.translation import override

from committees import agenda
from committees.actions import meetings as deeds
from factories.models import Standing
from regional20x10.shared import clock
from tests import make, work

pytestmark = pytest.mark.django_db
DAY = make.DAY
SOON = DAY + timedelta(days=5)


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def staff():
    return make.post()


@pytest.fixture
def meeting():
    return work.meeting(work.committee(), held_on=SOON)


def project(colour, **values):
    """A factory of a county in somebody's charge, with a standing of today."""
    made = make.project()
    work.charge(made.plan.county)
    said = {"reasons": [{"code": "stopped", "on": "2026-10-01"}], "due_on": date(2026, 12, 31), **values}
    Standing.objects.update_or_create(project=made, defaults={"as_of": DAY, "colour": colour, **said})
    return made


def keys(meeting, day=DAY):
    return [row.key for row in agenda.proposals(meeting, day)]


def test_what_is_red_overdue_or_escalated_is_proposed_by_urgency(meeting):
    likely = project("miss", chance=0.15)
    least = project("miss", chance=0.05)
    silent = project("none", silent_days=40)
    for colour in ("ok", "watch", "risk", "done"):
        project(colour)
    unled = make.plan().county
    overdue = work.decision(made_on=date(2026, 9, 1), due_on=DAY - timedelta(1))
    work.decision(due_on=DAY)
    climbed = work.request(county=unled, level=3)
    long = work.request(county=unled, asked_on=DAY - timedelta(30), due_on=DAY + timedelta(9))
    work.request(county=unled, asked_on=DAY - timedelta(29), level=2)

    assert keys(meeting) == [
        f"request:{climbed.pk}", f"decision:{overdue.pk}", f"red:{least.pk}", f"red:{likely.pk}", f"red:{silent.pk}",
        f"unled:{unled.pk}", f"request:{long.pk}",
    ]  # fmt: skip


def test_what_is_settled_is_not_proposed(meeting):
    county = work.charge(make.plan().county).county
    for state in ("done", "confirmed", "withdrawn"):
        work.request(county=county, level=3, state=state)
    for state in ("done", "closed", "withdrawn"):
        work.decision(made_on=date(2026, 9, 1), due_on=DAY - timedelta(1), state=state)

    assert keys(meeting) == []


def test_each_proposal_says_why(meeting):
    made = project("miss", chance=0.05)
    request = work.request(county=made.plan.county, level=3, due_on=DAY - timedelta(1), delay_days=12)
    decision = work.decision(made_on=date(2026, 9, 1), due_on=date(2026, 10, 1))
    county = make.plan().county

    found = {row.source.value: row for row in agenda.proposals(meeting, DAY)}

    assert {source: (row.title, row.why) for source, row in found.items()} == {
        "red": (
            f"Food, {made.plan.county.name_en} ({made.code})",
            ["The site reports that work has stopped since 1\xa0Oct\xa02026."],
        ),
        "request": (
            f"{request.number}: A transformer, owed by: {request.owed_by}",
            [
                f"Asked by {request.asked_by} on 1\xa0Oct\xa02026, due on 11\xa0Oct\xa02026.",
                "Without it the finish slips by 12 days.",
                "It is overdue by 1 day.",
            ],
        ),
        "decision": (
            f"{decision.number}: Deliver the line.",
            [f"Owed by {decision.owner}, due on 1\xa0Oct\xa02026.", "It is overdue by 11 days."],
        ),
        "unled": (
            f"{county.name_en}: no member in charge",
            ["It belongs to a running year of the programme, and no member is in charge of it."],
        ),
    }


def test_what_is_put_on_the_agenda_is_not_proposed_again_even_if_it_was_taken_off(meeting, staff):
    made = project("miss", chance=0.05)
    work.request(made, level=3)
    work.decision(made_on=date(2026, 9, 1), due_on=date(2026, 10, 1))
    make.plan()

    items = deeds.propose(meeting, on=DAY, by=staff)
    deeds.drop_item(items[0], by=staff)

    assert [row.source for row in items] == ["request", "decision", "red", "unled"]
    assert (items[2].title, items[2].project) == (made.code, made)
    assert keys(meeting) == []
    assert deeds.propose(meeting, on=DAY, by=staff) == []


def test_only_the_chosen_proposals_are_put_on(meeting, staff):
    first, second = (project("miss", chance=chance) for chance in (0.05, 0.1))

    items = deeds.propose(meeting, on=DAY, chosen=[f"red:{second.pk}", "red:0"], by=staff)

    assert [row.project for row in items] == [second]
    assert keys(meeting) == [f"red:{first.pk}"]


def test_a_point_of_staff_about_a_factory_takes_its_proposal_off(meeting, staff):
    made = project("miss")

    deeds.add_item(meeting, title="The factory", project=made, by=staff)

    assert keys(meeting) == []


def test_points_are_told_in_the_readers_language_unless_staff_wrote_them(meeting, staff):
    made = project("miss", chance=0.05)
    item = deeds.propose(meeting, on=DAY, by=staff)[0]
    with override("ko"):
        korean = agenda.points(meeting, DAY)[0].said
    english = agenda.points(meeting, DAY)[0]
    deeds.change_item(item, title="What holds it up", by=staff)

    county = made.plan.county
    assert (english.said, english.colour, english.number) == (f"Food, {county.name_en} ({made.code})", "miss", 1)
    assert english.why == ["The site reports that work has stopped since 1\xa0Oct\xa02026."]
    assert county.name_ko in korean
    assert agenda.points(meeting, DAY)[0].said == "What holds it up"


def test_points_taken_off_have_no_number(meeting):
    work.item(meeting, dropped=True)
    work.item(meeting)

    assert [row.number for row in agenda.points(meeting, DAY)] == [None, 1]


def test_an_agenda_is_told_as_of_its_day(meeting):
    assert agenda.known_on(meeting, DAY) == DAY
    assert agenda.known_on(meeting, SOON + timedelta(9)) == SOON
