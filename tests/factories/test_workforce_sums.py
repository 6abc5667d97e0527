"""The workforce of places, and certified for the posts against a plain oracle, over any history of entries."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import norms, workforce
from factories.actions import workforce as deeds
from factories.models import FactoryProject, Trade, TrainingReturn
from regional20x10.shared.errors import Refused
from tests import make, produce

pytestmark = pytest.mark.django_db


def test_workers_are_summed_by_year_province_county_and_factory():
    home, away = make.province(), make.province()
    plans = [make.plan(make.county(home)), make.plan(make.county(home)), make.plan(make.county(away))]
    plans.append(make.plan(make.county(home), make.year(2027)))
    for plan, certified in zip(plans, (72, 30, 10, 5), strict=True):
        produce.training(produce.factory(plan), enrolled=100, certified=certified)

    nation, provinces, counties, factories = workforce.by_place(FactoryProject.objects.for_list(), make.DAY)

    assert [(row.year, row.counties, row.sum.needed, row.sum.certified) for row in nation] == [
        (2026, 3, 288, 112), (2027, 1, 96, 5),
    ]  # fmt: skip
    assert [(row.year, row.province, row.counties, row.sum.certified, row.sum.missing) for row in provinces] == [
        (2026, home, 2, 102, 90), (2026, away, 1, 10, 86), (2027, home, 1, 5, 91),
    ]  # fmt: skip
    assert [(row.county, row.sum.certified) for row in counties] == [
        (plan.county, certified) for plan, certified in zip(plans, (72, 30, 10, 5), strict=True)
    ]
    assert [row.project.plan for row in factories] == plans
    assert [(row.trade.code, row.filled) for row in nation[0].sum.by_trade] == [("mechanics", None), ("operators", 112)]


# --- against a plain oracle ------------------------------------------------------------------------------------------
DAYS = st.dates(date(2026, 8, 1), date(2026, 9, 10))
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["report", "correct", "withdraw"]), st.sampled_from(["operators", "mechanics"]), DAYS,
        st.lists(st.integers(0, 130), min_size=4, max_size=4).map(lambda counts: sorted(counts, reverse=True)),
        st.integers(0, 20), st.integers(0, 9),
    ),
    max_size=12,
)  # fmt: skip


def oracle(history, needed, day):
    """(certified for the posts, available) worked out from [(known on, chain, trade, day, counts or None)]."""
    now = {}
    for known, chain, *said in history:
        if known <= day:
            now[chain] = said
    latest = {}
    for trade, on, counts in now.values():
        if counts and on <= day and on >= latest.get(trade, (date.min, None))[0]:
            latest[trade] = (on, counts)
    free = {trade: counts[1] - counts[3] for trade, (_on, counts) in latest.items()}
    return sum(min(free.get(trade, 0), posts) for trade, posts in needed.items()), sum(free.values())


@settings(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(entries=DEEDS, asked=st.dates(date(2026, 8, 1), date(2026, 10, 12)))
def test_certified_for_posts_equals_that_of_a_plain_oracle_and_counts_never_fall(entries, asked):
    with transaction.atomic():
        project, history, rows, staff = produce.factory(gates=[]), [], [], make.post()
        for code in ("operators", "mechanics"):
            produce.course(project, code, 120)
        for deed, code, day, counts, later, chosen in entries:
            known = min(day + timedelta(days=later), make.DAY)
            values = dict(zip(deeds.COUNTS, counts, strict=True))
            row = rows[chosen % len(rows)] if rows else None
            known = max(known, row.at.date()) if row and deed != "report" else known
            try:
                with transaction.atomic():
                    match deed:
                        case "report":
                            made = deeds.report(
                                project, trade=produce.trade(code), on=day, by=staff, at=make.moment(known), **values
                            )
                            rows.append(made)
                        case "correct" if row:
                            made = deeds.correct(row, why="So.", by=staff, at=make.moment(known), **values)
                            rows[chosen % len(rows)] = made
                        case "withdraw" if row:
                            made = deeds.withdraw(row, why="No.", by=staff, at=make.moment(known))
                            rows[chosen % len(rows)] = made
                        case _:
                            continue
            except Refused:
                continue
            said = [made.enrolled, made.certified, made.placed, made.left]
            history.append((known, made.chain, made.trade.code, made.on, None if made.withdrawn else said))

        found = workforce.of_project(FactoryProject.objects.get(pk=project.pk), asked)

        assert (found.filled or 0, found.available or 0) == oracle(history, norms.posts(project), asked)
        _counts_never_fall(project)
        transaction.set_rollback(True)


def _counts_never_fall(project):
    by_trade = defaultdict(list)
    for row in TrainingReturn.objects.in_force().filter(project=project).order_by("on"):
        by_trade[row.trade_id].append((row.enrolled, row.certified, row.placed, row.left))
    for counts in by_trade.values():
        assert all(before <= after for one, two in pairwise(counts)
                   for before, after in zip(one, two, strict=True))  # fmt: skip
        assert counts[-1][0] <= 120
    assert Trade.objects.count() == 2
