"""Bases, workforce, production, residents and problems as a seal holds them, against data worked out by hand."""

from datetime import date

import pytest

from reports.sealing import bases, facts, problems, production, residents, workforce
from tests import build, make, produce
from tests.reports.gathering import DAY, book, value

pytestmark = pytest.mark.django_db


def _factory(year=2026, **values):
    """A factory of 1,200 t a year that needs 600 t of maize, not begun to operate."""
    return produce.factory(make.plan(year_=make.year(year)), **{"gates": (), **values})


# --- bases -----------------------------------------------------------------------------------------------------------
def test_a_base_tells_what_it_supplied_and_a_factory_how_far_it_is_covered():
    project = _factory()
    base = produce.base(project.plan.county, "fields", area_ha=100, yield_t_ha=4)
    produce.link(base, project, 100)
    told = produce.base_return(base, 2026, 1, harvested_t=120, losses_t=20, planted_ha=80)

    found = book(bases)

    name, factory = f"base:{base.pk}", f"project:{project.code}"
    expected = 100 + 400 * 0.7501  # what was reported, and three quarters of the season
    assert {key: value(found, f"{name}/{key}") for key in ("planted_ha", "harvested_t", "losses_t", "supplied_t")} == {
        "planted_ha": 80, "harvested_t": 120, "losses_t": 20, "supplied_t": 100,
    }  # fmt: skip
    assert value(found, f"{name}/expected_t") == pytest.approx(expected, abs=0.1)
    assert found.figures[f"{name}/supplied_t"]["facts"] == [f"base_return:{told.pk}"]
    assert value(found, f"{factory}/raw_cover_percent") == pytest.approx(100 * expected / 600, abs=0.1)
    assert value(found, f"{factory}/raw_missing_t") == pytest.approx(600 - expected, abs=0.1)
    assert value(found, "programme/raw_short") == 1 - value(found, "programme/raw_covered")


def test_a_quarter_that_ended_without_a_return_is_missing_and_never_zero():
    base = produce.base(_factory().plan.county)

    found = book(bases)

    figure = found.figures[f"base:{base.pk}/harvested_t"]
    assert (figure["value"], [row["period"] for row in figure["missing"]]) == (None, ["2026-Q1", "2026-Q2", "2026-Q3"])
    assert value(found, "programme/harvested_t") is None
    assert value(found, "programme/bases_reported") == 0


def test_a_corrected_return_of_a_base_stays_with_the_reason_and_only_the_correction_counts():
    base = produce.base(_factory().plan.county)
    first = produce.base_return(base, harvested_t=100)
    second = produce.base_return(
        base, harvested_t=90, replaces=first, chain=first.chain, why="Weighed again.", by=make.post()
    )

    found = book(bases)

    assert value(found, f"base:{base.pk}/harvested_t") == 90
    assert found.figures[f"base:{base.pk}/harvested_t"]["facts"] == [f"base_return:{second.pk}"]
    before, after = (found.facts[f"base_return:{row.pk}"] for row in (first, second))
    assert (before["version"], before["values"]["replaced_by"]) == (1, f"base_return:{second.pk}")
    assert [step["step"] for step in before["steps"]] == ["entered", "replaced"]
    assert (after["version"], after["values"]["why"]) == (2, "Weighed again.")


def test_factories_built_in_earlier_years_are_told_by_their_year():
    earlier = _factory(2025)
    make.verified(earlier, make.period(date(2026, 1, 5)), (100, 100))
    this = _factory(2026)

    found = book(bases)

    assert [row["code"] for row in found.parts["earlier"]] == [earlier.code]
    assert {row["project"] for row in found.parts["raw_materials"]} == {earlier.code, this.code}
    assert value(found, "year:2025/raw_factories") == value(found, "year:2026/raw_factories") == 1
    assert value(found, "programme/raw_factories") == 2


# --- workforce -------------------------------------------------------------------------------------------------------
def test_workers_are_counted_by_factory_and_above_and_what_is_not_reported_is_missing():
    told, silent = _factory(), _factory()
    last = produce.training(told, enrolled=70, certified=50, placed=20, left=5, on=date(2026, 9, 1))
    produce.training(told, enrolled=30, certified=10, on=date(2026, 8, 1))

    found = book(workforce)

    name = f"project:{told.code}"
    keys = ("needed", "enrolled", "trained", "placed", "left")
    assert {key: value(found, f"{name}/workers_{key}") for key in keys} == {
        "needed": 96, "enrolled": 70, "trained": 50, "placed": 20, "left": 5,
    }  # fmt: skip
    assert value(found, f"{name}/workers_certified") == 45  # certified and not gone
    assert value(found, f"{name}/workers_missing") == 51
    assert found.figures[f"{name}/workers_enrolled"]["facts"] == [f"training:{last.pk}"]
    assert value(found, f"project:{silent.code}/workers_enrolled") is None
    assert value(found, "programme/workers_enrolled") == 70
    assert found.figures["programme/workers_enrolled"]["missing"] == [
        {"subject": f"project:{silent.code}", "code": "training"}
    ]
    assert value(found, "programme/workers_silent") == 1


# --- production ------------------------------------------------------------------------------------------------------
def _operating(**values):
    made = produce.factory(make.plan(year_=make.year(2025)), on=date(2026, 6, 5), **values)
    make.verified(made, make.period(date(2026, 1, 5)), (100, 100))
    return made


def test_output_is_that_of_verified_months_against_the_plan_of_the_same_months():
    project = _operating()
    produce.product_plan(project, 1460)
    verified, _submitted = (
        produce.produced(project, produce.month(2026, 7), 90),
        produce.produced(project, produce.month(2026, 8), 80, state="submitted"),
    )

    found = book(production)

    name = f"project:{project.code}"
    values = {key: value(found, f"{name}/{key}") for key in ("months_due", "months_verified", "output_t", "plan_t")}
    assert values == {"months_due": 3, "months_verified": 1, "output_t": 90, "plan_t": 124}
    assert value(found, f"{name}/plan_met_percent") == pytest.approx(100 * 90 / 124)
    assert value(found, f"{name}/capacity_used_percent") == pytest.approx(100 * 90 / (1200 * 31 / 365))
    assert found.figures[f"{name}/output_t"]["facts"] == [f"production:{verified.pk}"]
    assert [row["period"] for row in found.figures[f"{name}/output_t"]["missing"]] == ["2026-08", "2026-09"]
    assert value(found, "year:2025/output_t") == value(found, "programme/output_t") == 90
    assert value(found, "programme/factories_operating") == 1


def test_production_without_a_verified_month_is_not_known_and_the_factory_is_told_as_silent():
    project = _operating()
    produce.month(2026, 7)

    found = book(production)

    assert value(found, f"project:{project.code}/output_t") is None
    assert value(found, "programme/output_t") is None
    assert value(found, "programme/factories_silent") == 1


def test_a_production_return_tells_who_entered_verified_and_accepted_it():
    project = _operating()
    row = produce.produced(project, produce.month(2026, 7), 90, state="accepted")

    found = book(production)

    fact = found.facts[f"production:{row.pk}"]
    assert [step["step"] for step in fact["steps"]] == ["entered", "verified", "accepted"]
    assert [found.posts[step["by"]]["role"] for step in fact["steps"]] == [
        "operation_unit", "provincial_secretary", "committee_member",
    ]  # fmt: skip
    assert (fact["values"]["period"], fact["values"]["output_t"], fact["url"]) == (
        "2026-07", 90, f"/{row.get_absolute_url().split('/', 2)[2]}"
    )  # fmt: skip


def test_an_operating_factory_that_does_not_count_is_idle_by_its_cause():
    project = _operating()
    produce.month(2026, 7)

    found = book(production)

    assert found.parts["idle"] == [{"cause": "no_return", "projects": [project.code], "hours": None}]


def test_demand_met_is_that_of_counties_of_which_both_sides_are_known():
    project = _operating()
    make.conditions(project.plan.county, demand_per_head={"food": 12}, population=10_000)
    produce.months(project, 2026, [7, 8, 9], 80)

    found = book(production, residents)

    demand = 120 * 92 / 365
    row = found.parts["residents"][0]
    assert (row["subject"], row["names"]) == ("product:food", {"en": "food", "ko": "식료품"})
    assert value(found, "product:food/made_t") == 240
    assert value(found, "product:food/demand_t") == pytest.approx(demand)
    assert value(found, "product:food/demand_met_percent") == pytest.approx(100 * 240 / demand)
    assert found.figures["product:food/made_t"]["inputs"] == [f"project:{project.code}/output_t"]


# --- problems --------------------------------------------------------------------------------------------------------
def test_days_lost_are_added_up_by_cause_and_a_factory_that_reported_nothing_is_not_known():
    project, silent = make.project(), make.project()
    first = make.submitted(project, make.period(date(2026, 9, 5)), (10, 0), delays=[("equipment", 5, "")])
    lost = [("equipment", 3, ""), ("weather", 2, "")]
    second = make.submitted(project, make.period(date(2026, 9, 15)), (20, 0), delays=lost)

    found = book(problems)

    assert value(found, f"project:{project.code}/delay_days") == 10
    assert found.figures[f"project:{project.code}/delay_days"]["facts"] == [
        f"return:{row.pk}" for row in (first, second)
    ]
    assert value(found, f"project:{silent.code}/delay_days") is None
    assert [(row["cause"], row["days_lost"]) for row in found.parts["problems"]] == [("equipment", 8), ("weather", 2)]
    assert value(found, "cause:equipment/delay_days") == 8
    assert found.figures["programme/delay_days"]["missing"] == [{"subject": f"project:{silent.code}", "code": "return"}]


def test_days_lost_in_the_span_are_told_beside_those_of_the_year():
    project = make.project()
    make.submitted(project, make.period(date(2026, 9, 5)), (10, 0), delays=[("equipment", 5, "")])
    make.submitted(project, make.period(date(2026, 10, 5)), (20, 0), delays=[("equipment", 3, "")])

    found = book(problems, kind="month")

    row = found.parts["problems"][0]
    assert (row["days_lost"], row["span_days_lost"]) == (8, 3)


def test_a_return_that_was_sent_back_or_replaced_gives_no_days():
    project = make.project()
    period = make.period(date(2026, 9, 5))
    row = make.submitted(project, period, (10, 0), delays=[("equipment", 5, "")])
    make.returns.send_back(row, note="Wrong.", by=make.verifier(project), at=row.submitted_at)

    found = book(problems)

    assert found.parts["problems"] == []
    assert value(found, f"project:{project.code}/delay_days") is None


def test_findings_are_those_of_inspected_factories_and_none_where_nobody_inspected():
    inspected, other = make.project(), make.project()
    visit = build.inspection(inspected)
    finding = build.finding(visit, severity="critical", due_on=date(2026, 10, 8))

    found = book(problems)

    row = found.parts["findings"][0]
    assert (row["project"], row["severity"], row["state"], row["overdue"]) == (inspected.code, "critical", "open", True)
    assert value(found, "programme/findings_made") == value(found, "programme/findings_overdue") == 1
    assert value(found, f"county:{other.plan.county.code}/findings_made") is None
    assert found.figures["severity:critical/findings_open"] == {"value": 1, "facts": [f"finding:{finding.pk}"]}


def test_complaints_are_counted_with_their_replies():
    project = make.project()
    late = produce.complaint(project, "K-1")
    produce.reply(late, replied_on=date(2026, 9, 20))
    produce.complaint(project, "K-2", received_on=date(2026, 9, 15))

    found = book(problems)

    values = {key: value(found, f"programme/complaints_{key}") for key in ("received", "open", "overdue", "late")}
    assert values == {"received": 2, "open": 1, "overdue": 1, "late": 1}
    assert found.parts["complaints"][0]["matter"] == "noise"


def test_what_was_entered_after_the_day_is_not_in_the_seal():
    project = _factory()
    base = produce.base(project.plan.county)
    produce.base_return(base, quarter=1, at=make.moment(date(2026, 10, 13)))
    produce.training(project, on=date(2026, 10, 13))
    produce.complaint(project, received_on=date(2026, 10, 13))

    found = book(bases, workforce, problems)

    assert date(2026, 10, 12) == DAY
    assert found.facts == {}
    assert value(found, f"project:{project.code}/workers_enrolled") is None


def test_the_number_of_questions_does_not_grow_with_the_factories(django_assert_max_num_queries):
    def ask():
        return book(bases, workforce, production, residents, problems)

    _with_all(1)
    with django_assert_max_num_queries(1000) as one:
        ask()
    _with_all(2)

    with django_assert_max_num_queries(len(one)):
        ask()


def _with_all(count):
    for number in range(count):
        earlier, project = _operating(), _factory()
        produce.months(earlier, 2026, [7, 8])
        for of in (earlier, project):
            base = produce.base(of.plan.county, f"base-{of.code.lower()}")
            produce.link(base, of)
            produce.base_return(base)
        produce.training(project)
        make.conditions(earlier.plan.county, demand_per_head={"food": 12}, population=10_000)
        period = make.period(date(2026, 9, 5))
        make.submitted(project, period, (10, 0), delays=[("equipment", 5, "")])
        build.finding(build.inspection(project))
        produce.reply(produce.complaint(project, f"K-{number}"))


def test_the_steps_of_an_entry_name_posts_and_never_people():
    base = produce.base(_factory().plan.county)
    post = make.post()
    row = produce.base_return(base, by=post)

    found = book(bases)

    assert found.facts[f"base_return:{row.pk}"]["steps"] == [
        {"step": "entered", "at": "2026-03-28T03:00:00Z", "by": str(post.pk)}
    ]
    assert set(found.posts[str(post.pk)]) == {"role", "place"}
    assert facts.STEPS == ("submitted", "verified", "accepted", "returned")
