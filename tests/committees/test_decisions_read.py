"""Decisions as they stood on a day, counted, and what waits for whom."""

from datetime import date

import pytest

from committees import decisions, desk
from committees.actions import decisions as deeds
from committees.models import DECISION_MOVES, Decision
from committees.rights import Role
from regional20x10.shared import clock
from tests import make, work
from tests.committees.deciding import NOW, decide, done
from tests.test_docs import DOMAIN, section, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return work.body()


@pytest.fixture
def officer(owner):
    return work.officer(owner)


@pytest.fixture
def staff():
    return make.post()


def test_it_is_read_as_it_stood_on_a_day(owner, officer, staff):
    row = work.decision(owner, made_on=date(2026, 9, 1), due_on=date(2026, 9, 10))
    deeds.move(row, due_on=date(2026, 9, 20), note="Late.", by=staff, at=make.moment(date(2026, 9, 9)))
    deeds.say_done(row, note="So.", by=officer, at=make.moment(date(2026, 9, 22)))

    days = [date(2026, 8, 31), date(2026, 9, 8), date(2026, 9, 10), date(2026, 9, 21), date(2026, 9, 22)]
    stood = [Decision.objects.then(clock.end_of(day)).first() for day in days]

    assert [row and (row.state_then, row.due_then.day, row.overdue) for row in stood] == [
        None, ("open", 10, False), ("open", 20, False), ("open", 20, True), ("done", 20, False)
    ]  # fmt: skip


def test_they_are_counted_by_how_they_stand(owner, officer, staff):
    late = work.decision(owner, made_on=date(2026, 9, 1), due_on=date(2026, 9, 10))
    rows = [decide(owner, by=staff, text=f"Part {n}.") for n in range(4)]
    for row in rows[:2]:
        done(row, officer)
    deeds.close(rows[0], note="Seen.", by=staff, at=NOW)
    deeds.withdraw(rows[2], note="No.", by=staff, at=NOW)

    told = decisions.counted(decisions.seen_by(staff.official.user, make.DAY))

    assert told == decisions.Counts(made=5, open=2, overdue=1, done=1, closed=1, withdrawn=1)
    assert late.state == "open"


def test_the_owner_sees_what_it_owes_the_most_urgent_first(owner, officer):
    later, late = decide(owner), work.decision(owner, due_on=date(2026, 10, 10))
    decide(work.body())
    done(decide(owner, text="Done."), officer)

    assert list(desk.owed_decisions(officer.official.user, make.DAY)) == [late, later]


def test_who_may_close_sees_what_is_done_but_by_their_own_body_or_themselves(owner, officer, staff):
    row = done(decide(owner), officer)
    own, second = make.post(body=owner), make.post(Role.COMMITTEE_MEMBER, user_=officer.official.user)
    users = [staff.official.user, own.official.user, second.official.user, officer.official.user]
    for user, post in zip(users, (staff, own, second, officer), strict=True):
        user.post = post

    assert [list(desk.to_close(user, make.DAY)) for user in users] == [[row], [], [], []]


def test_others_see_what_they_owe_and_what_is_about_what_they_see(owner, officer):
    project = make.project()
    about, unrelated = decide(work.body(), projects=[project], text="A."), decide(work.body(), text="B.")
    county = decide(work.body(), counties=[project.plan.county], text="C.")
    owed, asked = decide(owner, text="D."), work.request(asked_by=owner, project=None, county=make.county())
    requested = work.decision(request=asked)
    readers = [make.post(), make.post(Role.COUNTY_CHAIR, where=project.plan.county), officer]

    seen = [set(Decision.objects.visible_to(post.official.user)) for post in readers]

    assert seen == [{about, unrelated, county, owed, requested}, {about, county}, {owed, requested}]


def test_the_steps_explained_are_those_that_are_taken():
    rows = {deed: (starts, to) for deed, starts, to, _who in table(section(DOMAIN, "Decisions"))}

    assert rows == {
        deed: (", ".join(str(start.label) for start in starts), str(to.label))
        for deed, (starts, to, _wrong) in DECISION_MOVES.items()
    }
