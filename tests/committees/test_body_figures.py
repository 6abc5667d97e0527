"""What a body does, owes and is owed on a day, how much of it was done in time, and the tree it stands in."""

from datetime import date

import pytest

from committees import bodies as reading
from committees.actions import bodies as deeds
from committees.actions import names
from committees.bodies import Figures
from committees.models import DecisionStep, Organization, RequestStep
from committees.rights import Role
from tests import make, work

pytestmark = pytest.mark.django_db
AS_OF = make.DAY


def step(row, word, on, **values):
    if hasattr(row, "owed_by"):
        return RequestStep.objects.create(request=row, step=word, at=make.moment(on), **values)
    return DecisionStep.objects.create(decision=row, step=word, at=make.moment(on), **values)


def figures(body, user=None, as_of=AS_OF):
    user = user or make.post().official.user
    return reading.figures([body], user, as_of)[body.pk]


def test_a_body_without_anything_has_no_rate():
    told = figures(work.body())

    assert (told, told.on_time_percent) == (Figures(), None)


def test_what_waits_is_counted_and_what_is_done_or_withdrawn_is_not():
    body = work.body()
    for word in ("promised", "declined", "done", "confirmed", "withdrawn"):
        step(work.request(owed_by=body, due_on=date(2026, 10, 30)), word, date(2026, 10, 3))
    overdue, disputed = work.request(owed_by=body), work.request(owed_by=body, due_on=date(2026, 10, 30))
    step(overdue, "escalated", date(2026, 10, 12), level=1)
    step(disputed, "done", date(2026, 10, 3))
    step(disputed, "disputed", date(2026, 10, 4))
    work.request(asked_by=body)
    work.decision(body)

    told = figures(body)

    assert (told.owed, told.owed_overdue, told.asked, told.decisions, told.decisions_overdue) == (4, 1, 1, 1, 0)


def test_the_rate_is_the_share_done_by_the_day_it_was_due():
    body = work.body()
    rows = [work.request(owed_by=body, asked_on=date(2026, 9, 1)) for _row in range(4)]  # due on 11 September
    step(rows[0], "done", date(2026, 9, 11))
    step(rows[1], "done", date(2026, 9, 12))
    step(rows[1], "confirmed", date(2026, 9, 13))
    step(rows[2], "withdrawn", date(2026, 9, 3))
    decision = work.decision(body, made_on=date(2026, 8, 1))  # due on 31 August
    step(decision, "moved", date(2026, 8, 20), due_on=date(2026, 9, 20))
    step(decision, "done", date(2026, 9, 15))

    told = figures(body)

    assert (told.due, told.in_time, told.on_time_percent) == (4, 2, 50)


def test_what_was_disputed_counts_by_when_it_was_done_again():
    body = work.body()
    row = work.request(owed_by=body, asked_on=date(2026, 9, 1))
    step(row, "done", date(2026, 9, 5))
    step(row, "disputed", date(2026, 9, 6))

    before = figures(body)
    step(row, "done", date(2026, 9, 20))

    assert (before.due, before.in_time) == (1, 0)
    assert (figures(body).due, figures(body).in_time) == (1, 0)


@pytest.mark.parametrize(
    ("due_on", "counts"),
    [(date(2025, 10, 11), 0), (date(2025, 10, 12), 1), (date(2026, 10, 11), 1), (date(2026, 10, 12), 0)],
)
def test_the_rate_looks_back_a_year_and_a_day_is_over_before_it_counts(due_on, counts):
    body = work.body()
    work.request(owed_by=body, asked_on=date(2025, 10, 1), due_on=due_on)

    assert figures(body).due == counts


def test_on_an_earlier_day_it_stands_as_it_stood():
    body = work.body()
    row = work.request(owed_by=body, asked_on=date(2026, 9, 1))
    step(row, "done", date(2026, 9, 20))

    told = {day: figures(body, as_of=date(2026, 9, day)) for day in (5, 15, 25)}

    assert {day: (one.owed, one.owed_overdue, one.due) for day, one in told.items()} == {
        5: (1, 0, 0), 15: (1, 1, 1), 25: (0, 0, 1)
    }  # fmt: skip
    assert figures(body, as_of=date(2026, 8, 31)) == Figures()


def test_a_reader_is_told_of_what_they_see_alone():
    body, project = work.body("supplier"), make.project()
    work.role(project, body)
    work.request(project, owed_by=body)
    work.decision(body, projects=[project])
    elsewhere = make.post(Role.COUNTY_STAFF).official.user
    there = make.post(Role.COUNTY_STAFF, where=project.plan.county).official.user
    own = work.officer(body).official.user

    told = {name: figures(body, user) for name, user in (("elsewhere", elsewhere), ("there", there), ("own", own))}

    assert {name: (one.projects, one.owed, one.decisions) for name, one in told.items()} == {
        "elsewhere": (0, 0, 0), "there": (1, 1, 1), "own": (1, 1, 1)
    }  # fmt: skip


def test_a_part_counts_while_it_lasts_and_a_factory_once():
    body, project = work.body("supplier"), make.project()
    work.role(project, body, ends_on=date(2026, 9, 30))
    work.role(project, body, part="funds")

    assert [figures(body, as_of=day).projects for day in (date(2025, 12, 31), date(2026, 9, 30), AS_OF)] == [0, 1, 1]


# --- the tree --------------------------------------------------------------------------------------------------------
def test_a_body_stands_after_the_one_it_is_a_part_of_and_kinds_one_after_another():
    supplier = work.body("supplier", name_en="Anju")
    ministry = work.body("ministry", name_en="Zinc")
    bureau = work.body("other", name_en="Bureau", parent=ministry)
    desk = work.body("other", name_en="Desk", parent=bureau)
    another = work.body("ministry", name_en="amber")

    rows = list(Organization.objects.as_tree())

    assert rows == [another, ministry, bureau, desk, supplier]
    assert [row.above for row in rows][1:4] == [
        [ministry.pk], [ministry.pk, bureau.pk], [ministry.pk, bureau.pk, desk.pk]
    ]  # fmt: skip


def test_under_a_body_stand_those_in_being_with_their_own_parts():
    ministry = work.body(name_en="Zinc")
    bureau = work.body("other", parent=ministry)
    desk = work.body("other", parent=bureau)
    work.body("other", parent=ministry, ended_on=date(2026, 9, 1))

    [node] = reading.under(ministry, make.post().official.user, AS_OF)

    assert (node.body, [part.body for part in node.parts]) == (bureau, [desk])


def test_a_body_is_called_on_a_day_as_it_was_called_then():
    body, staff = work.body(name_en="First", name_ko=""), make.post()
    for name, on in (("Second", date(2026, 3, 1)), ("Third", date(2026, 6, 1))):
        names.rename(body, name_en=name, reason="So.", on=on, by=staff, at=make.moment())
    body.refresh_from_db()

    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1))

    assert [body.name_on(day) for day in days] == ["First", "Second", "Second", "Third"]


def test_the_history_of_a_body_tells_who_changed_what_and_why():
    staff, above = make.post(), work.body()
    body = deeds.found_organization(kind="other", name_en="Bureau", by=staff)
    deeds.change(body, parent=above, kind="supplier", reason="Handed to the ministry.", by=staff)

    changed, founded = reading.history(body)

    assert (changed.values, changed.post, changed.reason) == (
        {"kind": "Supplier", "parent": above}, staff, "Handed to the ministry.",
    )  # fmt: skip
    assert (founded.values, founded.post) == ({"kind": "Other body", "name_en": "Bureau"}, staff)


def test_what_lies_with_a_body_is_what_waits_by_the_day_it_is_due():
    body, user = work.body(), make.post().official.user
    late, soon = work.request(owed_by=body, due_on=date(2026, 10, 20)), work.request(owed_by=body)
    step(work.request(owed_by=body), "done", date(2026, 10, 2))
    asked, decision = work.request(asked_by=body), work.decision(body)
    note, replied = work.guidance(body), work.guidance(body)
    work.reply(replied)

    told = reading.matters(body, user, AS_OF)

    assert (told.owed, told.asked, told.decisions) == ([soon, late], [asked], [decision])
    assert [row.note for row in told.notes] == [note]
