"""The figures of complaints on a day: open, overdue, replied in time, median days; by matter and place."""

from datetime import date, timedelta
from statistics import median

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import complaints
from factories.funds import known_before
from factories.models import Complaint, ComplaintMatter, ComplaintReply
from regional20x10.shared import clock
from tests import make, produce

pytestmark = pytest.mark.django_db
CAME, DUE = date(2026, 9, 1), date(2026, 9, 16)


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def project():
    return make.project()


def on(day=make.DAY):
    return complaints.counted(Complaint.objects.then(known_before(day), day))


def test_a_complaint_is_open_then_overdue_then_replied(project):
    row = produce.complaint(project)
    produce.reply(row, replied_on=date(2026, 9, 20), at=make.moment(date(2026, 9, 21)))

    counts = [on(day) for day in (date(2026, 8, 31), CAME, DUE, date(2026, 9, 17), date(2026, 9, 21))]

    assert [(c.received, c.open, c.overdue, c.late, c.median_days) for c in counts] == [
        (0, 0, 0, 0, None), (1, 1, 0, 0, None), (1, 1, 0, 0, None), (1, 1, 1, 0, None), (1, 0, 0, 1, 19),
    ]  # fmt: skip


def test_the_share_in_time_is_of_those_replied_to_or_overdue(project):
    produce.reply(produce.complaint(project, "1"))
    produce.complaint(project, "2")
    produce.complaint(project, "3", reply_due_on=date(2026, 12, 1))

    assert on() == complaints.Counts(received=3, open=2, overdue=1, in_time=1, late=0, median_days=9)
    assert on().in_time_percent == 50
    assert complaints.Counts(received=1, open=1).in_time_percent is None


def test_matters_and_places_are_told_apart():
    first, second = make.project(), make.project()
    produce.reply(produce.complaint(first, "1"))
    produce.complaint(first, "2", matter="dust")
    produce.complaint(first, "3", matter="dust")
    produce.complaint(second, "4")
    rows = Complaint.objects.then(known_before(make.DAY), make.DAY)

    matters, (provinces, counties) = complaints.by_matter(rows), complaints.by_place(rows)

    assert [(line.of, line.counts.received) for line in matters] == [("noise", 2), ("dust", 2)]
    assert [line.counts.received for line in provinces] == [3, 1]
    assert [line.of for line in counties] == [first.plan.county, second.plan.county]


DAYS = st.dates(date(2026, 7, 1), make.DAY)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    told=st.lists(
        st.tuples(st.sampled_from(ComplaintMatter.values), DAYS, st.integers(0, 40), st.none() | st.integers(0, 60)),
        max_size=8,
    ),
    day=DAYS,
)
def test_the_figures_are_those_of_a_plain_count(project, told, day):
    rows = []
    with transaction.atomic():
        for number, (matter, came, allowed, took) in enumerate(told, 1):
            due = came + timedelta(allowed)
            complaint = produce.complaint(project, str(number), received_on=came, reply_due_on=due, matter=matter)
            replied = came + timedelta(took) if took is not None else None
            if replied:
                ComplaintReply.objects.create(
                    project=project, complaint=complaint, replied_on=replied, outcome="mended", at=make.moment(replied)
                )
            if came <= day:
                rows.append((matter, due, replied if replied and replied <= day else None, took))

        found = on(day)
        by_matter = {line.of: line.counts.received for line in complaints.by_matter(
            Complaint.objects.then(known_before(day), day))}  # fmt: skip
        transaction.set_rollback(True)

    replied = [row for row in rows if row[2]]
    assert found == complaints.Counts(
        received=len(rows), open=len(rows) - len(replied), overdue=sum(not r[2] and r[1] < day for r in rows),
        in_time=sum(r[2] <= r[1] for r in replied), late=sum(r[2] > r[1] for r in replied),
        median_days=median(r[3] for r in replied) if replied else None,
    )  # fmt: skip
    assert by_matter == {m: sum(r[0] == m for r in rows) for m in {r[0] for r in rows}}
