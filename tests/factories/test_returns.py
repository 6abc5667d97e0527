"""Ten-day returns: each step of their life, and every rule that stands against it, all said at once."""

import uuid
from datetime import date
from decimal import Decimal

import pytest

from committees.rights import Role
from factories.actions import returns
from factories.models import Delay, ProgressLine, Standing, State, StatusReturn
from regional20x10.shared.errors import Conflict, Refused
from tests import make
from tests.refusals import action_forbids, action_refuses

pytestmark = pytest.mark.django_db
DONE_ALREADY = "This return is {0}, so this can no longer be done: load the page again to see who did what."
ONLY_THE_BUILDER = "Only the construction unit of a project reports on it: ask that unit."
SAID = {"crew_people": 60, "crew_days": 600, "pace": "normal", "narrative": "Work went on."}


@pytest.fixture
def project():
    return make.project()


@pytest.fixture
def unit(project):
    return make.reporter(project)


def lines_of(row):
    """[(%, reason)] of the work packages, in their order."""
    return list(row.lines.order_by("package__order").values_list("percent", "reason"))


def said_of(row, *percents, reason=""):
    packages = row.lines.order_by("package__order").values_list("package_id", flat=True)
    return {
        pk: (None if value is None else Decimal(value), reason) for pk, value in zip(packages, percents, strict=True)
    }


def keep(draft, lines, *, delays=(), revision=None, at=None, **values):
    """Save a draft as its own unit."""
    return returns.save(
        draft, revision=revision or draft.revision, values={**SAID, **values}, lines=lines, delays=list(delays),
        by=draft.saved_by, at=at or draft.saved_at,
    )  # fmt: skip


def hand_in(draft, at=None):
    return returns.submit(draft, revision=draft.revision, by=draft.saved_by, at=at or draft.saved_at)


# --- begin -----------------------------------------------------------------------------------------------------------
def test_a_return_begins_with_an_empty_line_for_each_work_package(project, unit):
    row = returns.begin(project, make.period(), key=uuid.uuid4(), by=unit, at=make.moment())

    assert (row.version, row.revision, row.state, row.created_by, row.saved_by) == (1, 1, State.DRAFT, unit, unit)
    assert lines_of(row) == [(None, ""), (None, "")]
    assert (row.crew_people, row.pace) == (None, "")


def test_the_same_key_is_the_same_return(project, unit):
    key = uuid.uuid4()

    rows = [returns.begin(project, make.period(), key=key, by=unit, at=make.moment()) for _time in range(2)]

    assert rows[0] == rows[1]
    assert StatusReturn.objects.get() == rows[0]


def test_the_key_of_a_return_since_submitted_still_names_it_and_begins_no_other(project):
    row = make.submitted(project)

    again = returns.begin(project, row.period, key=row.key, by=row.submitted_by, at=make.moment())

    assert (again, again.state) == (row, State.SUBMITTED)
    assert StatusReturn.objects.count() == 1


def test_a_key_used_for_another_return_is_refused(project):
    row = make.draft(project)

    with action_refuses("This key was already used for another return: make a new one."):
        returns.begin(project, make.period(date(2026, 9, 25)), key=row.key, by=row.saved_by, at=make.moment())

    assert StatusReturn.objects.get() == row


def test_a_second_key_finds_the_draft_there_is(project):
    row = make.draft(project)

    again = returns.begin(project, row.period, key=uuid.uuid4(), by=row.saved_by, at=make.moment())

    assert again == row


def test_no_return_begins_before_its_period(project, unit):
    period = make.period(date(2026, 10, 25))

    with action_refuses("The period 21–31 Oct 2026 has not begun: its returns open on 2026-10-21."):
        returns.begin(project, period, key=uuid.uuid4(), by=unit, at=make.moment(date(2026, 10, 20), hour=23))

    assert not StatusReturn.objects.exists()


def test_a_return_is_taken_until_the_end_of_the_closing_day_and_not_after(project, unit):
    period = make.period(date(2026, 10, 5))

    taken = returns.begin(project, period, key=uuid.uuid4(), by=unit, at=make.moment(date(2026, 10, 15), hour=23))
    returns.discard(taken, by=unit)
    with action_refuses(
        "The period 1–10 Oct 2026 closed on 2026-10-15: report the work in the period that is open now, "
        "or ask committee staff to open it again."
    ):
        returns.begin(project, period, key=uuid.uuid4(), by=unit, at=make.moment(date(2026, 10, 16), hour=0))


def test_a_closed_period_and_a_project_without_a_plan_are_said_at_once(project, unit):
    project.packages.all().delete()

    with pytest.raises(Refused) as refused:
        returns.begin(project, make.period(date(2026, 9, 5)), key=uuid.uuid4(), by=unit, at=make.moment())

    assert refused.value.reasons == [
        "The period 1–10 Sep 2026 closed on 2026-09-15: report the work in the period that is open now, "
        "or ask committee staff to open it again.",
        "The project has no work packages yet: committee staff must enter its plan first.",
    ]


def test_a_correction_begins_as_the_next_version_with_all_that_was_said(project):
    first = make.submitted(
        project, pace="slower", slowed_since=date(2026, 10, 2), needed="Cement.", delays=[("materials", 3, "late")]
    )

    second = returns.begin(project, first.period, key=uuid.uuid4(), by=first.submitted_by, at=make.moment())

    assert second.version == 2
    assert {name: getattr(second, name) for name in returns.FIELDS} == {
        name: getattr(first, name) for name in returns.FIELDS
    }
    assert lines_of(second) == [(Decimal(50), ""), (Decimal(20), "")]
    assert list(second.delays.values_list("cause", "days_lost", "note")) == [("materials", 3, "late")]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CONSTRUCTION_UNIT])
def test_only_a_construction_unit_reports(project, role):
    unit, post = make.reporter(project), make.post(role)
    draft = make.draft(project, by=unit)
    reason = f"The post “{post}” may not do this. Ask: Construction unit."

    with action_forbids(reason):
        returns.begin(project, make.period(), key=uuid.uuid4(), by=post, at=make.moment())
    with action_forbids(reason):
        returns.save(draft, revision=2, values={}, lines={}, delays=[], by=post, at=make.moment())
    with action_forbids(reason):
        returns.submit(draft, revision=2, by=post, at=make.moment())
    with action_forbids(reason):
        returns.discard(draft, by=post)


def test_a_unit_reports_only_what_it_builds(project):
    designs = make.organization()
    type(project).objects.filter(pk=project.pk).update(design_unit=designs)
    draft, other = make.draft(project), make.post(Role.CONSTRUCTION_UNIT, where=designs)

    with action_forbids(ONLY_THE_BUILDER):
        returns.begin(project, draft.period, key=uuid.uuid4(), by=other, at=make.moment())
    with action_forbids(ONLY_THE_BUILDER):
        returns.save(draft, revision=2, values={}, lines={}, delays=[], by=other, at=make.moment())
    with action_forbids(ONLY_THE_BUILDER):
        returns.submit(draft, revision=2, by=other, at=make.moment())
    with action_forbids(ONLY_THE_BUILDER):
        returns.discard(draft, by=other)


# --- save ------------------------------------------------------------------------------------------------------------
def test_saving_keeps_what_was_typed_and_counts_on(project):
    draft = make.draft(project, percents=(None, None))

    saved = keep(draft, said_of(draft, "12.5", None), delays=[("water", 2, "frozen")], at=make.moment(hour=15))

    kept = StatusReturn.objects.get()
    assert (kept.revision, kept.saved_at) == (draft.revision + 1, make.moment(hour=15))
    assert saved.revision == kept.revision
    assert lines_of(kept) == [(Decimal("12.50"), ""), (None, "")]
    assert list(kept.delays.values_list("cause", "days_lost", "note")) == [("water", 2, "frozen")]


def test_who_saves_what_somebody_else_changed_gets_both_versions_and_loses_neither(project, unit):
    draft = make.draft(project, percents=(10, 20), by=unit)
    colleague = make.reporter(project)
    theirs = returns.save(
        draft, revision=2, values={"narrative": "Theirs"}, lines=said_of(draft, 30, 20), delays=[("water", 1, "")],
        by=colleague, at=make.moment(hour=13),
    )  # fmt: skip
    mine = said_of(draft, 11, 21, reason="other")

    with pytest.raises(Conflict) as conflict:
        returns.save(
            draft, revision=2, values={"narrative": "Mine"}, lines=mine, delays=[], by=unit, at=make.moment(hour=14)
        )

    said = conflict.value
    assert said.reasons == [
        "Somebody else saved this return while you were writing. Both versions are below; nothing is lost."
    ]
    assert said.mine == {"narrative": "Mine", "lines": mine, "delays": []}
    assert said.theirs == {
        "crew_people": 60, "crew_days": 600, "pace": "normal", "slowed_since": None, "needed": "",
        "narrative": "Theirs", "revision": 3, "lines": said_of(draft, 30, 20), "delays": [("water", 1, "")],
        "deliveries": [], "expenditures": {}, "equipment": {}, "incidents": [], "overspent_because": "",
    }  # fmt: skip
    assert (said.saved_by, said.saved_at) == (str(colleague), make.moment(hour=13))
    assert returns.snapshot(StatusReturn.objects.get()) == returns.snapshot(theirs)


def test_what_no_column_can_hold_is_refused_all_at_once_and_nothing_is_half_written(project):
    draft = make.draft(project)
    first, second = project.packages.order_by("order").values_list("pk", flat=True)
    before = returns.snapshot(draft)

    with action_refuses(
        "A percentage lies between 0 and 100.",
        "A percentage lies between 0 and 100.",
        "A period has at most 11 days: days lost lie between 0 and 11.",
        "Each cause is given once: add its days up.",
    ) as refused:
        keep(draft, said_of(draft, "100.01", "-0.01"), delays=[("water", 3, ""), ("water", 12, "")], narrative="New")

    assert list(refused.value.fields) == [f"package_{first}", f"package_{second}", "delay_water", "delays"]
    assert returns.snapshot(StatusReturn.objects.get()) == before


def test_lines_of_another_project_are_refused_and_nothing_is_half_written(project):
    draft, other = make.draft(project), make.draft(make.project())
    before = returns.snapshot(draft)

    with action_refuses("2 work packages are not of this project: load the form again."):
        keep(draft, {**said_of(draft, 60, 30), **said_of(other, 1, 1)}, narrative="New")

    assert returns.snapshot(StatusReturn.objects.get(pk=draft.pk)) == before
    assert lines_of(other) == [(Decimal(50), ""), (Decimal(20), "")]


def test_a_submitted_return_is_not_saved_any_more(project):
    row = make.submitted(project)

    with action_refuses("This return was already submitted: correct it by a new version."):
        keep(row, said_of(row, 60, 30))


# --- submit ----------------------------------------------------------------------------------------------------------
def test_submitting_fixes_the_weighted_percentage_and_shows_it_as_claimed_at_once(project):
    draft = make.draft(project, percents=("12.5", 80))

    row = hand_in(draft, at=make.moment(hour=18))

    assert (row.state, row.submitted_at, row.submitted_by) == (State.SUBMITTED, make.moment(hour=18), draft.saved_by)
    assert StatusReturn.objects.get().percent == Decimal("53.000")  # (40 * 12.5 + 60 * 80) / 100
    assert Standing.objects.get(project=project).claimed_percent == 53


def test_what_is_missing_is_said_all_at_once(project, unit):
    draft = returns.begin(project, make.period(), key=uuid.uuid4(), by=unit, at=make.moment())
    first, second = project.packages.order_by("order").values_list("pk", flat=True)

    with action_refuses(
        "Part 1: enter the % complete. Enter 0 if nothing is done.",
        "Part 2: enter the % complete. Enter 0 if nothing is done.",
        "Enter the daily average of workers on site. Enter 0 if nobody worked.",
        "Say whether anything stops or slows the work.",
    ) as refused:
        hand_in(draft)

    assert list(refused.value.fields) == [f"package_{first}", f"package_{second}", "crew_people", "pace"]
    assert StatusReturn.objects.get().state == State.DRAFT
    assert Standing.objects.get(project=project).claimed_percent is None


@pytest.mark.parametrize("pace", ["slower", "stopped"])
def test_work_that_stops_or_slows_needs_a_cause_a_day_and_what_is_needed(project, pace):
    draft = make.draft(project, pace=pace)

    with action_refuses(
        "Choose at least one cause of the delay, with the days lost.",
        "Enter since when, as 2026-10-02.",
        "Say in one or two sentences what is needed to go on, and who must act.",
        delays="Choose at least one cause of the delay, with the days lost.",
        slowed_since="Enter since when, as 2026-10-02.",
        needed="Say in one or two sentences what is needed to go on, and who must act.",
    ):
        hand_in(draft)


def test_a_delay_does_not_begin_after_its_period(project):
    draft = make.draft(
        project, pace="slower", slowed_since=date(2026, 10, 11), needed="Cement.", delays=[("materials", 1, "")]
    )

    with action_refuses("The delay cannot begin after the period ends (2026-10-10)."):
        hand_in(draft)


def test_a_draft_whose_period_has_closed_is_not_submitted(project):
    draft = make.draft(project)

    with action_refuses(
        "The period 1–10 Oct 2026 closed on 2026-10-15: report the work in the period that is open now, "
        "or ask committee staff to open it again."
    ):
        hand_in(draft, at=make.moment(date(2026, 10, 16)))


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        ("49.99", "Part 1: 49.99% is lower than last period’s 50%. Progress does not normally fall. "),
        (5, "Part 1: 5% is a tenth of last period’s 50%: was a digit left out? "),
    ],
)
def test_a_percentage_falls_only_with_a_reason(project, now, sentence):
    make.submitted(project, make.period(date(2026, 9, 25)), (50, 20))
    draft = make.draft(project, percents=(now, 20))

    with action_refuses(f"{sentence}Correct it, or give the reason."):
        hand_in(draft)
    draft = keep(draft, said_of(draft, now, 20, reason="remeasured"))
    row = hand_in(draft)

    code = "tenfold" if now == 5 else "fell"
    assert row.state == State.SUBMITTED
    assert [(said["code"], said["answer"]) for said in row.doubts] == [(code, "remeasured")]


def test_a_percentage_is_held_against_the_last_period_that_stands_not_one_sent_back(project):
    make.submitted(project, make.period(date(2026, 9, 15)), (30, 10))
    sent_back = make.submitted(project, make.period(date(2026, 9, 25)), (90, 90))
    returns.send_back(sent_back, note="Too much.", by=make.verifier(project), at=sent_back.submitted_at)

    row = make.submitted(project, percents=(30, 10))

    assert (row.state, row.doubts) == (State.SUBMITTED, [])


def test_a_correction_that_says_less_than_the_version_it_replaces_needs_a_reason(project):
    first = make.submitted(project, percents=(50, 20))
    draft = make.draft(project, percents=(50, "12.5"), by=first.submitted_by)

    with action_refuses(
        "Part 2: 12.5% is lower than the 20% of the version that this one replaces. Correct it, or give the reason."
    ):
        hand_in(draft)
    draft = keep(draft, said_of(draft, 50, "12.5", reason="correction"))
    row = hand_in(draft)

    assert (row.version, row.state) == (2, State.SUBMITTED)


def test_a_correction_of_what_was_sent_back_may_say_less(project):
    first = make.submitted(project, percents=(50, 20))
    returns.send_back(first, note="Count again.", by=make.verifier(project), at=first.submitted_at)

    second = make.submitted(project, percents=(45, 20), by=first.submitted_by)

    assert (second.version, second.doubts) == (2, [])


def test_a_large_rise_is_kept_as_a_question_and_stops_nothing(project):
    make.submitted(project, make.period(date(2026, 9, 25)), (10, 20))

    row = make.submitted(project, percents=("30.5", 40))

    package = project.packages.get(order=1).pk
    assert row.doubts == [
        {"code": "jump", "sentence": "+20.5 points in ten days is more than usual. Correct it, or give the reason.",
         "now": "30.5", "last": "10", "change": "20.5", "package": package, "answer": ""}
    ]  # fmt: skip


def test_submitting_twice_is_submitting_once(project):
    row = make.submitted(project)

    again = returns.submit(row, revision=row.revision, by=row.submitted_by, at=make.moment(hour=20))

    assert (again.state, again.submitted_at) == (State.SUBMITTED, row.submitted_at)


def test_what_a_colleague_submitted_is_not_submitted_by_another(project):
    row = make.submitted(project)

    with action_refuses(DONE_ALREADY.format("submitted")):
        returns.submit(row, revision=row.revision, by=make.reporter(project), at=make.moment())


def test_what_somebody_else_saved_meanwhile_is_not_submitted_unseen(project, unit):
    draft = make.draft(project, by=unit)
    keep(draft, said_of(draft, 90, 90))

    with pytest.raises(Conflict) as conflict:
        returns.submit(draft, revision=draft.revision, by=unit, at=make.moment())

    assert conflict.value.reasons == [
        "Somebody else saved this return while you were writing. Look at it before you submit it."
    ]
    assert conflict.value.theirs["lines"] == said_of(draft, 90, 90)
    assert StatusReturn.objects.get().state == State.DRAFT


# --- discard ---------------------------------------------------------------------------------------------------------
def test_a_draft_is_thrown_away_with_all_its_parts(project):
    draft = make.draft(project, delays=[("water", 1, "")])

    returns.discard(draft, by=draft.saved_by)

    assert [model.objects.count() for model in (StatusReturn, ProgressLine, Delay)] == [0, 0, 0]


def test_a_submitted_return_is_not_thrown_away(project):
    row = make.submitted(project)

    with action_refuses("A submitted return is a fact and stays. Correct it by a new version."):
        returns.discard(row, by=row.submitted_by)

    assert StatusReturn.objects.get() == row


# --- verify ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [Role.PROVINCIAL_SECRETARY, Role.PROVINCIAL_CHAIR])
def test_the_province_verifies_and_the_standing_follows_at_once(project, role):
    row, post = make.submitted(project), make.post(role, where=project.plan.county.province)

    returns.verify(row, by=post, at=make.moment(hour=17))

    kept = StatusReturn.objects.get()
    assert (kept.state, kept.verified_by, kept.verified_at) == (State.VERIFIED, post, make.moment(hour=17))
    assert Standing.objects.get(project=project).verified_percent == 32


def test_nobody_verifies_their_own_return_not_even_through_another_post(project, unit):
    official = unit.official
    province = make.post(Role.PROVINCIAL_SECRETARY, where=project.plan.county.province, user_=official.user)
    row = make.submitted(project, by=unit)

    with action_forbids("Nobody verifies their own return: another official of the province must."):
        returns.verify(row, by=province, at=make.moment())

    assert StatusReturn.objects.get().state == State.SUBMITTED


def test_who_only_helped_to_write_a_return_does_not_verify_it_either(project, unit):
    helper = make.reporter(project)
    province = make.post(Role.PROVINCIAL_CHAIR, where=project.plan.county.province, user_=helper.official.user)
    draft = make.draft(project, by=helper)
    row = returns.submit(draft, revision=draft.revision, by=unit, at=make.moment())

    with action_forbids("Nobody verifies their own return: another official of the province must."):
        returns.verify(row, by=province, at=make.moment())


@pytest.mark.parametrize("role", [role for role in Role if not role.startswith("provincial")])
def test_only_a_province_verifies(project, role):
    row, post = make.submitted(project), make.post(role)

    with action_forbids(
        f"The post “{post}” may not do this. "
        "Ask: Provincial chief secretary, Chair of the provincial people’s committee."
    ):
        returns.verify(row, by=post, at=make.moment())


@pytest.mark.parametrize(("builder", "word"), [("draft", "draft"), ("verified", "verified"), ("accepted", "accepted")])
def test_only_a_submitted_return_is_verified(project, builder, word):
    row = getattr(make, builder)(project)

    with action_refuses(DONE_ALREADY.format(word)):
        returns.verify(row, by=make.verifier(project), at=make.moment())


def test_a_version_that_was_replaced_is_not_judged_any_more(project):
    first = make.verified(project)
    second = make.submitted(project, percents=(60, 30), by=first.submitted_by)
    third = make.submitted(project, percents=(70, 40), by=first.submitted_by)

    with action_refuses("Version 3 has replaced this return: judge that one."):
        returns.verify(second, by=make.verifier(project), at=make.moment())
    with action_refuses("Version 3 has replaced this return: judge that one."):
        returns.accept(first, by=make.post(Role.COMMITTEE_MEMBER), at=make.moment())
    returns.send_back(third, note="Not so.", by=make.verifier(project), at=make.moment())
    returns.verify(second, by=make.verifier(project), at=make.moment())

    assert list(StatusReturn.objects.order_by("version").values_list("state", flat=True)) == [
        "verified", "verified", "returned",
    ]  # fmt: skip


# --- accept ----------------------------------------------------------------------------------------------------------
def test_the_committee_accepts_what_is_verified(project):
    row, member = make.verified(project), make.post(Role.COMMITTEE_MEMBER)

    returns.accept(row, by=member, at=make.moment(hour=18))

    kept = StatusReturn.objects.get()
    assert (kept.state, kept.accepted_by, kept.accepted_at) == (State.ACCEPTED, member, make.moment(hour=18))


@pytest.mark.parametrize("hand", ["submitted_by", "verified_by"])
def test_the_official_who_submitted_or_verified_does_not_accept(project, hand):
    row = make.verified(project)
    member = make.post(Role.COMMITTEE_MEMBER, user_=getattr(row, hand).official.user)

    with action_forbids("Who submitted or verified a return does not accept it: another member must."):
        returns.accept(row, by=member, at=make.moment())

    assert StatusReturn.objects.get().state == State.VERIFIED


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMMITTEE_MEMBER])
def test_only_a_member_accepts(project, role):
    row, post = make.verified(project), make.post(role)

    with action_forbids(f"The post “{post}” may not do this. Ask: Committee member."):
        returns.accept(row, by=post, at=make.moment())


@pytest.mark.parametrize(
    ("builder", "word"), [("draft", "draft"), ("submitted", "submitted"), ("accepted", "accepted")]
)
def test_only_a_verified_return_is_accepted(project, builder, word):
    row = getattr(make, builder)(project)

    with action_refuses(DONE_ALREADY.format(word)):
        returns.accept(row, by=make.post(Role.COMMITTEE_MEMBER), at=make.moment())


# --- send back -------------------------------------------------------------------------------------------------------
def test_the_province_sends_back_what_is_submitted_and_the_claim_is_gone(project):
    row, province = make.submitted(project), make.verifier(project)

    returns.send_back(row, note="  Count the machines.  ", by=province, at=make.moment(hour=17))

    kept = StatusReturn.objects.get()
    assert (kept.state, kept.return_note, kept.returned_by) == (State.RETURNED, "Count the machines.", province)
    assert Standing.objects.get(project=project).claimed_percent is None


def test_the_committee_sends_back_what_is_verified(project):
    row, member = make.verified(project), make.post(Role.COMMITTEE_MEMBER)

    returns.send_back(row, note="Not so.", by=member, at=make.moment(hour=17))

    assert (StatusReturn.objects.get().state, Standing.objects.get(project=project).verified_percent) == (
        State.RETURNED, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("builder", "role", "whom"),
    [
        ("submitted", Role.COMMITTEE_MEMBER, "Provincial chief secretary, Chair of the provincial people’s committee"),
        ("verified", Role.PROVINCIAL_SECRETARY, "Committee member"),
        ("submitted", Role.CONSTRUCTION_UNIT, "Provincial chief secretary, Chair of the provincial people’s committee"),
    ],
)
def test_each_sends_back_only_what_it_judges(project, builder, role, whom):
    row, post = getattr(make, builder)(project), make.post(role)

    with action_forbids(f"The post “{post}” may not do this. Ask: {whom}."):
        returns.send_back(row, note="Not so.", by=post, at=make.moment())


@pytest.mark.parametrize("note", ["", "  \n "])
def test_sending_back_needs_a_note(project, note):
    row = make.submitted(project)

    with action_refuses(
        "Say what is to be corrected when sending a return back.",
        note="Say what is to be corrected when sending a return back.",
    ):
        returns.send_back(row, note=note, by=make.verifier(project), at=make.moment())


def test_an_accepted_return_is_not_sent_back(project):
    row = make.accepted(project)

    with action_refuses(DONE_ALREADY.format("accepted")):
        returns.send_back(row, note="Not so.", by=make.post(Role.COMMITTEE_MEMBER), at=make.moment())
