"""standing(as_of) of what a factory waits for, against its slow oracle on made-up requests; and its rules."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from committees.models import Request, RequestStep
from factories import reasons, standing
from factories.actions import standings
from factories.models import FactoryProject
from tests import make, work
from tests.factories import oracle
from tests.factories.oracle_requests import Asked
from tests.factories.test_counting import reason
from tests.factories.test_standing import DUE, FIRST, ONE_WORLD_AT_A_TIME, World, asked, at, days, disagreements, stands
from tests.factories.test_standing_building import asked_many, values

pytestmark = pytest.mark.django_db
BODIES = {number: (f"Ministry {number}", f"{number}성") for number in range(3)}
STEPS = ["promised", "declined", "done", "confirmed", "disputed", "passed", "withdrawn", "escalated", "escalated"]


@st.composite
def requests(draw):
    """A request and what became of it, in an order that no action would allow."""
    asked_on = FIRST + timedelta(days=draw(st.integers(-40, 400)))
    moment, level = at(asked_on, draw(st.sampled_from([0, 720, 1439]))), 0
    row = Asked(draw(st.sampled_from(list(BODIES))), asked_on, asked_on + timedelta(days=draw(st.integers(0, 60))))
    row.steps.append((moment, "asked", None))
    for step in draw(st.lists(st.sampled_from(STEPS), max_size=6)):
        moment += timedelta(minutes=draw(st.sampled_from([1, 600, 1440, 10_000, 100_000])))
        level = min(3, level + draw(st.integers(1, 2))) if step == "escalated" else level
        row.steps.append((moment, step, {"escalated": level, "passed": draw(st.sampled_from(list(BODIES)))}.get(step)))
    return row


@st.composite
def worlds(draw):
    """A project with nothing but work packages and requests."""
    parts = draw(st.sampled_from([[], [oracle.Package(FIRST, FIRST + timedelta(days=200), 1)]]))
    return oracle.Project(DUE, parts, requests=draw(st.lists(requests(), max_size=4)), bodies=BODIES)


class RequestWorld(World):
    """Writes what was asked about the projects too."""

    def __init__(self):
        super().__init__()
        self.asker = work.body()
        self.bodies = {n: work.body(name_en=english, name_ko=korean) for n, (english, korean) in BODIES.items()}

    def write(self, told):
        keys = super().write(told)
        for key, project in zip(keys, told, strict=True):
            for number, row in enumerate(project.requests):
                self._write(FactoryProject(pk=key), number, row)
        return keys

    def _write(self, project, number, row):
        made = Request.objects.create(
            number=f"R-{project.pk}-{number}"[-12:], key=uuid.uuid4(), what="Steel", asked_by=self.asker,
            owed_by=self.bodies[row.owner], project_id=project.pk, asked_on=row.asked_on, due_on=row.due_on,
        )  # fmt: skip
        RequestStep.objects.bulk_create(
            RequestStep(
                request=made, step=step, at=moment, level=more if step == "escalated" else None,
                owed_by=self.bodies[more] if step == "passed" else None,
            )
            for moment, step, more in row.steps
        )  # fmt: skip


@pytest.fixture
def world(db):
    return RequestWorld()


@ONE_WORLD_AT_A_TIME
@given(told=st.lists(worlds(), min_size=1, max_size=2), when=days)
def test_what_a_factory_waits_for_is_the_oracles_by_both_plans(world, told, when):
    with transaction.atomic():
        keys = world.write(told)
        for day in when:
            rows, many = asked(day, keys), asked_many(day, keys)
            for key, project in zip(keys, told, strict=True):
                assert not disagreements(rows[key], world.expected(project, day)), (day, project)
                assert values(rows[key]) == values(many[key])
        transaction.set_rollback(True)


# --- the rules, one by one -------------------------------------------------------------------------------------------
ASKED = date(2026, 10, 1)


@pytest.fixture
def project():
    return make.project()


def request(project, *steps, due_on=date(2026, 10, 31), body="Ministry of Power", **values):
    """A request of 1 October; `steps`: (day, step, level)."""
    made = work.request(project, owed_by=work.body(name_en=body, name_ko="전력성"), due_on=due_on, **values)
    for day, step, *level in steps:
        RequestStep.objects.create(request=made, step=step, at=make.moment(day), level=level[0] if level else None)
    return made


def test_a_request_blocks_once_its_day_has_passed(project):
    request(project, due_on=date(2026, 10, 10))

    assert reason(project, "blocked", date(2026, 10, 10)) is None
    assert reason(project, "blocked", date(2026, 10, 11)) == {
        "code": "blocked", "count": 1, "days": 10, "body_en": "Ministry of Power", "body_ko": "전력성",
    }  # fmt: skip


@pytest.mark.parametrize(("level", "colour"), [(1, "watch"), (2, "watch"), (3, "risk")])
def test_a_request_that_climbed_colours_the_factory_by_its_level(level, colour):
    project = make.project(starts_on=make.DAY + timedelta(days=30), finishes_on=date(2026, 12, 20))
    make.submitted(project, make.period(make.DAY), (0, 0), at=make.moment())
    before = stands(project, make.DAY)
    request(project, (date(2026, 10, 8), "escalated", level))

    after = stands(project, make.DAY)

    assert (before.colour, after.colour) == ("ok", colour)


@pytest.mark.parametrize("step", ["done", "confirmed", "withdrawn"])
def test_what_is_done_or_withdrawn_blocks_no_more_and_as_of_before_it_still_did(project, step):
    request(project, (date(2026, 10, 8), "escalated", 1), (date(2026, 10, 20), step))

    told = [reason(project, "blocked", date(2026, 10, day)) is not None for day in (7, 8, 19, 20, 31)]

    assert told == [False, True, True, False, False]


def test_a_disputed_request_blocks_again(project):
    request(
        project, (date(2026, 10, 8), "escalated", 1), (date(2026, 10, 10), "done"), (date(2026, 10, 12), "disputed")
    )

    told = [reason(project, "blocked", date(2026, 10, day)) is not None for day in (9, 11, 12)]

    assert told == [True, False, True]


def test_of_several_the_oldest_is_named_and_all_are_counted(project):
    old = request(project, due_on=date(2026, 10, 5))
    Request.objects.filter(pk=old.pk).update(asked_on=date(2026, 9, 1))
    request(project, due_on=date(2026, 10, 5), body="Ministry of Railways")
    request(project, due_on=date(2026, 12, 1), body="Ministry of Coal")

    told = reason(project, "blocked")

    assert (told["count"], told["days"], told["body_en"]) == (2, 41, "Ministry of Power")
    assert reasons.sentence(told) == (
        "2 requests to other bodies are not met; the oldest, to Ministry of Power, has waited for 41 days."
    )


def test_the_reason_is_a_sentence_with_the_body_in_the_readers_language(project):
    request(project, due_on=date(2026, 10, 5))
    told = reason(project, "blocked")

    assert reasons.sentence(told) == "It waits for Ministry of Power: a request of 11 days ago is not met."
    with translation.override("ko"):
        assert "전력성" in reasons.sentence(told)


def test_a_request_about_the_county_alone_blocks_no_factory(project):
    work.request(county=project.plan.county, due_on=date(2026, 10, 5))

    assert reason(project, "blocked") is None


def test_the_table_follows_the_function_once_refreshed(project):
    request(project, due_on=date(2026, 10, 5))

    standings.refresh([project.pk], on=make.DAY)

    assert standing.differences() == []
