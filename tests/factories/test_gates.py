"""Gates: what each asks for, passing one, waiving a requirement; and that nobody builds without all of it."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from committees.rights import Role
from factories import gates
from factories.actions import gates as deeds
from factories.actions import sites
from factories.models import Gate, GatePass, Side
from regional20x10.shared.errors import Refused
from tests import make
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db

DAY = date(2026, 1, 20)
NO_FUNDS = "No funds are allocated for 2026."


@pytest.fixture
def member():
    return make.post(Role.COMMITTEE_MEMBER)


def at(day=DAY):
    return make.moment(day)


def ready(project):
    """Everything the first gate asks for, with the funds waived."""
    make.sized(project)
    make.sited(project)
    make.agreed(project)
    return waived(project, "funds")


def waived(project, code, gate=Gate.START, until=DAY + timedelta(days=30)):
    return deeds.waive(
        project, gate, code, until=until, reason="Allocated in February.", by=make.post(Role.COMMITTEE_MEMBER), at=at()
    )


def marks(project, day=DAY):
    return {row.gate: row.mark for row in gates.states(project, day)}


def test_a_project_of_which_nothing_is_known_says_all_that_its_first_gate_needs(member):
    project = make.preparing()

    with action_refuses(
        "No sizing study of this factory is approved.",
        "A site can be judged only once the size is approved.",
        "There is no design revision to sign.",
        NO_FUNDS,
    ):
        deeds.let_through(project, Gate.START, by=member, at=at())

    assert not GatePass.objects.exists()
    assert set(marks(project).values()) == {"open"}


def test_a_project_with_everything_met_or_waived_passes_and_keeps_the_evidence(member):
    project = make.preparing()
    ready(project)

    passed = deeds.let_through(project, Gate.START, by=member, at=at())

    assert [(row["code"], row["state"]) for row in passed.evidence] == [
        ("size", "met"), ("site", "met"), ("agreement", "met"), ("funds", "waived"),
    ]  # fmt: skip
    assert passed.evidence[2]["said"] == "All three units signed revision A."
    assert marks(project)[Gate.START] == "condition"


def test_passing_twice_is_passing_once(member):
    project = make.preparing()
    ready(project)

    first, second = (deeds.let_through(project, Gate.START, by=member, at=at()) for _time in range(2))

    assert first == second


def test_a_later_gate_needs_the_one_before_it(member):
    project = make.preparing()

    with action_refuses(
        "The gate “Start building” has not been passed.",
        "No building work is verified.",
        "No data yet: this factory was never inspected.",
        "No equipment is listed for this factory.",
        "Power and water are measured against the need of an approved size at an approved site.",
    ):
        deeds.let_through(project, Gate.COMMISSION, by=member, at=at())


def test_nobody_decides_that_a_factory_counts(member):
    with action_refuses("Whether a factory counts follows from its production returns: nobody decides it."):
        deeds.let_through(make.preparing(), Gate.COUNTS, by=member, at=at())


def test_only_a_committee_member_passes_and_waives():
    project, staff = make.preparing(), make.post(Role.COMMITTEE_STAFF)
    whom = "The post “Committee staff” may not do this. Ask: Committee member."

    with action_forbids(whom):
        deeds.let_through(project, Gate.START, by=staff, at=at())
    with action_forbids(whom):
        deeds.waive(project, Gate.START, "funds", until=DAY, reason="x", by=staff, at=at())


def test_all_that_is_wrong_with_a_waiver_is_said_at_once(member):
    with action_refuses(
        "A waiver needs its reason in writing.",
        "2026-01-19 is past: a waiver ends on or after the day it is given, 2026-01-20.",
    ):
        deeds.waive(make.preparing(), Gate.START, "funds", until=date(2026, 1, 19), reason=" ", by=member, at=at())


@pytest.mark.parametrize(
    ("gate", "code", "sentence"),
    [
        (Gate.START, "nothing", "This gate has no such requirement: choose one of the list."),
        (
            Gate.COMMISSION,
            "started",
            "“Building was allowed to start” cannot be waived: it is what the gate stands for.",
        ),
        (Gate.START, "size", "“Sizing approved” is met: there is nothing to waive."),
    ],
)
def test_what_cannot_be_waived(gate, code, sentence, member):
    project = make.preparing()
    make.sized(project)

    with action_refuses(sentence, requirement=sentence):
        deeds.waive(project, gate, code, until=DAY, reason="Pressing.", by=member, at=at())


def test_a_waiver_ends_by_itself_and_the_gate_is_then_not_in_force(member):
    project = make.preparing()
    waiver = ready(project)
    deeds.let_through(project, Gate.START, by=member, at=at())

    last, after = waiver.until, waiver.until + timedelta(days=1)

    assert (marks(project, last)[Gate.START], marks(project, after)[Gate.START]) == ("condition", "void")
    assert gates.missing_for(project, Gate.START, after) == [NO_FUNDS]


def test_a_withdrawn_signature_takes_the_gate_out_of_force(member):
    project = make.preparing()
    ready(project)
    deeds.let_through(project, Gate.START, by=member, at=at())
    clause = project.revisions.get().clauses.get(kind="utilities")
    signature = clause.signatures.get(side=Side.OPERATION)

    signature.withdrawn_at, signature.withdrawn_by = at(date(2026, 1, 25)), signature.by
    signature.withdrawn_reason = "The boiler is too small."
    signature.save()

    assert marks(project, date(2026, 1, 24))[Gate.START] == "condition"
    assert gates.missing_for(project, Gate.START, date(2026, 1, 25)) == [
        "Revision A is not agreed: the operation unit has not signed: power, water and heating."
    ]


def test_a_new_revision_reopens_only_the_clause_it_changes(member):
    project = make.preparing()
    ready(project)

    make.revision(project, {"layout": "The boiler house moves north."}, at=at(date(2026, 1, 19)))

    assert gates.missing_for(project, Gate.START, DAY) == [
        "Revision B is not agreed: the design unit has not signed: layout; "
        "the construction unit has not signed: layout; the operation unit has not signed: layout."
    ]


def test_a_larger_size_judges_the_approved_site_again():
    project = make.preparing()
    ready(project)

    make.sized(project, 2000, at=at(date(2026, 1, 19)))

    assert gates.missing_for(project, Gate.START, DAY) == [
        f"The approved site {project.sites.get().name} does not meet the needs: "
        "Power: 400 kW measured, 600 needed: 200 kW short. "
        "Water: 200 m³ a day measured, 300 needed: 100 m³ a day short."
    ]


def test_the_gates_are_shown_as_they_stood_on_an_earlier_day(member):
    project = make.preparing()
    ready(project)
    deeds.let_through(project, Gate.START, by=member, at=at())

    assert marks(project, date(2026, 1, 9))[Gate.START] == "open"
    assert marks(project, date(2026, 1, 11))[Gate.START] == "progress"
    assert marks(project, DAY)[Gate.START] == "condition"


def test_no_return_is_taken_before_building_may_start():
    project = make.planned()

    with pytest.raises(Refused, match="Building has not been allowed to start"):
        make.draft(project)

    assert not project.returns.exists()


def test_passes_and_waivers_are_facts():
    project = make.preparing()
    waiver = ready(project)
    deeds.let_through(project, Gate.START, by=make.post(Role.COMMITTEE_MEMBER), at=at())

    with database_refuses("Cannot update or delete rows from factories_waiver"):
        sql("UPDATE factories_waiver SET until = until + 1 WHERE id = %s", waiver.pk)
    with database_refuses("Cannot update or delete rows from factories_gatepass"):
        sql("DELETE FROM factories_gatepass WHERE project_id = %s", project.pk)


# --- no sequence of deeds starts building without everything met or waived --------------------------------------------
class Preparing(RuleBasedStateMachine):
    """Deeds in any order on one project; what the gate must say is worked out here from what was done."""

    @initialize()
    def begin(self):
        self.project = make.preparing()
        self.member = make.post(Role.COMMITTEE_MEMBER)
        self.day = date(2026, 2, 1)
        self.capacity, self.site, self.waived = None, None, {}
        self.clauses, self.signatures, self.started = None, set(), False

    @rule(days=st.integers(1, 20))
    def time_passes(self, days):
        self.day += timedelta(days=days)

    @rule(capacity=st.sampled_from([800, 1000, 2000]))
    def approve_size(self, capacity):
        make.sized(self.project, capacity, at=self.moment)
        self.capacity = capacity

    @rule(power=st.sampled_from([250, 400, 700]))
    def approve_site(self, power):
        found = make.site(self.project, at=self.moment, power_kw=power, water_m3_day=900)
        fits = self.capacity is not None and power >= self.capacity * 3 / 10
        try:
            sites.approve(found, by=self.member, at=self.moment)
        except Refused:
            assert not fits
        else:
            assert fits
            self.site = power

    @precondition(lambda self: self.site)
    @rule()
    def reject_site(self):
        from factories import siting

        sites.reject(siting.approved(self.project, self.moment), reason="Flooded.", by=self.member, at=self.moment)
        earlier = siting.approved(self.project, self.moment)
        power = earlier and earlier.measurements.get(measure="power_kw").value
        self.site = int(power) if power else None

    @rule(layout=st.sampled_from(["north", "south"]))
    def revise(self, layout):
        make.revision(self.project, {"layout": layout}, at=self.moment)
        self.clauses = {"layout": layout}

    @precondition(lambda self: self.clauses)
    @rule(side=st.sampled_from(list(Side)))
    def sign(self, side):
        make.signed(self.project, None, at=self.moment, sides=[side])
        self.signatures.add((side, self.clauses["layout"]))

    @rule(code=st.sampled_from(["size", "site", "agreement", "funds"]), days=st.integers(0, 15))
    def waive(self, code, days):
        until = self.day + timedelta(days=days)
        try:
            deeds.waive(self.project, Gate.START, code, until=until, reason="So.", by=self.member, at=self.moment)
        except Refused:
            assert self.holds[code]
        else:
            self.waived[code] = max(until, self.waived.get(code, until))

    @rule()
    def start(self):
        try:
            deeds.let_through(self.project, Gate.START, by=self.member, at=self.moment)
        except Refused:
            assert self.needed
        else:
            self.started = self.started or not self.needed
            assert self.started

    @invariant()
    def the_gate_says_what_was_worked_out(self):
        if hasattr(self, "project"):
            assert len(gates.missing_for(self.project, Gate.START, self.day)) == len(self.needed)

    @property
    def moment(self):
        return make.moment(self.day)

    @property
    def holds(self):
        fits = self.site is not None and self.capacity is not None and self.site >= self.capacity * 3 / 10
        agreed = self.clauses and all((side, self.clauses["layout"]) in self.signatures for side in Side)
        return {"size": self.capacity is not None, "site": fits, "agreement": bool(agreed), "funds": False}

    @property
    def needed(self):
        return [c for c, met in self.holds.items() if not met and not self.waived.get(c, date.min) >= self.day]


def test_no_sequence_of_deeds_starts_building_without_everything_met_or_waived(db):
    from django.db import transaction

    class World(Preparing):
        def __init__(self):
            super().__init__()
            self.transaction = transaction.atomic()
            self.transaction.__enter__()

        def teardown(self):
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    run_state_machine_as_test(
        World,
        settings=settings(
            max_examples=25, stateful_step_count=15, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
