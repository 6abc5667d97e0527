"""The ladder, for ten-day returns and production alike: whatever is tried in whatever order, it holds."""

import threading
import uuid
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.rights import Role
from factories.actions import production, returns
from factories.models import ProductionReturn, State, StatusReturn
from factories.models.ladder import STATES
from regional20x10.shared.errors import Conflict, NotAllowed, Refused
from tests import make, produce

KINDS = ["ten_days", "month"]
DEEDS = ["begin", "save", "submit", "verify", "accept", "send_back", "discard"]
AT = make.moment(date(2026, 10, 3))


class Climb:
    """A project, who acts on it, and the deeds of one kind of return, all in one period."""

    def __init__(self, kind):
        self.project = produce.factory(finishes_on=date(2026, 12, 10), gates=("commission", "operate"))
        self.province, self.member = make.verifier(self.project), make.post(Role.COMMITTEE_MEMBER)
        if kind == "month":
            self.model, self.deeds, self.period = ProductionReturn, production, produce.month(2026, 9)
            self.writer = make.signer(self.project, "operation")
        else:
            self.model, self.deeds, self.period = StatusReturn, returns, make.period(date(2026, 9, 25))
            self.writer = make.reporter(self.project)

    @property
    def latest(self):
        return self.model.objects.filter(project=self.project).order_by("-version").first()

    def said(self, row):
        if self.model is ProductionReturn:
            return {"values": {"hours_run": Decimal(600)}, "products": {"food": {"output_t": Decimal(80)}},
                    "downtimes": [], "materials": {"maize": {"used_t": Decimal(45)}}}  # fmt: skip
        lines = {line.package_id: (Decimal(50), "") for line in row.lines.all()}
        return {"values": {"crew_people": 60, "pace": "normal"}, "lines": lines, "delays": []}

    def do(self, deed):
        """Whether the deed was done to the latest version; refused, it leaves no trace."""
        by = {"verify": self.province, "accept": self.member}.get(deed, self.writer)
        row = self.latest
        try:
            with transaction.atomic():
                match deed:
                    case "begin":
                        self.deeds.begin(self.project, self.period, key=uuid.uuid4(), by=by, at=AT)
                    case "save":
                        self.deeds.save(row, revision=row.revision, **self.said(row), by=by, at=AT)
                    case "submit":
                        self.deeds.submit(row, revision=row.revision, by=by, at=AT)
                    case "send_back":
                        judge = self.member if row.state == State.VERIFIED else self.province
                        self.deeds.send_back(row, note="Again.", by=judge, at=AT)
                    case "discard":
                        self.deeds.discard(row, by=by)
                    case _:
                        getattr(self.deeds, deed)(row, by=by, at=AT)
        except (Refused, NotAllowed):
            return False
        return True


def after(versions, saved, deed):
    """What a plain reading of the table of states makes of `deed`: (states of the versions, saved), None if refused."""
    last = versions[-1] if versions else None
    match deed:
        case "begin":
            return (versions, saved) if last == State.DRAFT else ([*versions, State.DRAFT], saved or bool(versions))
        case "save":
            return (versions, True) if last == State.DRAFT else None
        case "discard":
            return (versions[:-1], bool(versions[:-1])) if last == State.DRAFT else None
        case "submit" if last in (State.SUBMITTED, State.VERIFIED, State.ACCEPTED, State.RETURNED):
            return versions, saved  # twice is once
        case "submit" if not saved:
            return None
    onward = STATES[last].get(deed)
    return ([*versions[:-1], onward], saved) if onward else None


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
@given(deeds=st.lists(st.sampled_from(DEEDS), min_size=1, max_size=12))
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_tried_the_states_are_those_of_the_table(kind, deeds):
    with undone():
        climb, versions, saved = Climb(kind), [], False

        for deed in deeds:
            if deed != "begin" and climb.latest is None:
                continue
            expected = after(versions, saved, deed)
            assert climb.do(deed) == (expected is not None), (deed, versions)
            versions, saved = expected or (versions, saved)

            rows = climb.model.objects.filter(project=climb.project).order_by("version")
            assert list(rows.values_list("state", flat=True)) == versions
            assert list(rows.values_list("version", flat=True)) == list(range(1, len(versions) + 1))


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# --- two at once -----------------------------------------------------------------------------------------------------
def at_once(act, count=2):
    """What `act(number)` gave or raised, run in threads of their own connections at the same moment."""
    gate, answers = threading.Barrier(count), []

    def run(number):
        try:
            gate.wait(30)
            answers.append(act(number))
        except (Refused, NotAllowed) as error:
            answers.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == count
    return answers


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", KINDS)
def test_two_that_begin_the_same_period_at_once_have_one_draft(kind):
    climb = Climb(kind)

    rows = at_once(
        lambda number: climb.deeds.begin(climb.project, climb.period, key=uuid.uuid4(), by=climb.writer, at=AT)
    )

    assert rows[0] == rows[1] == climb.model.objects.get()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", KINDS)
def test_two_that_save_one_revision_at_once_are_one_save_and_one_conflict(kind):
    climb = Climb(kind)
    climb.do("begin")
    row = climb.latest

    answers = at_once(lambda number: climb.deeds.save(row, revision=1, **climb.said(row), by=climb.writer, at=AT))

    assert {type(answer) for answer in answers} == {climb.model, Conflict}
    assert climb.latest.revision == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", KINDS)
def test_submitted_twice_at_once_it_is_submitted_once(kind):
    climb = Climb(kind)
    climb.do("begin")
    climb.do("save")
    row = climb.latest

    answers = at_once(lambda number: climb.deeds.submit(row, revision=2, by=climb.writer, at=AT))

    assert answers == [row, row]
    assert (climb.latest.state, climb.latest.version) == (State.SUBMITTED, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", KINDS)
def test_verified_and_sent_back_at_once_one_of_them_happens(kind):
    climb = Climb(kind)
    for deed in ("begin", "save", "submit"):
        climb.do(deed)
    row = climb.latest
    acts = [
        lambda: climb.deeds.verify(row, by=climb.province, at=AT),
        lambda: climb.deeds.send_back(row, note="Again.", by=climb.province, at=AT),
    ]

    answers = at_once(lambda number: acts[number]())

    [done] = [answer for answer in answers if isinstance(answer, climb.model)]
    assert climb.latest.state == done.state
