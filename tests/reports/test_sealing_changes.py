"""What changed between two seals, and why."""

from datetime import date

import pytest

from factories.actions import projects
from factories.models import CarryOver
from reports.sealing import changes
from reports.sealing.book import Book
from tests import build, make, work
from tests.reports.gathering import content, kept, scope

pytestmark = pytest.mark.django_db
BEFORE, NOW = date(2026, 9, 20), make.DAY


def _found(part="previous"):
    return content(as_of=NOW)["changes"][part]


def _of(rows, name):
    return next((row["before"], row["after"]) for row in rows if row["name"] == name)


def _begun():
    project = make.project()
    make.verified(project, make.period(date(2026, 9, 5)), (20, 0))
    return project


def test_the_first_seal_has_nothing_to_compare_with():
    make.project()

    found = content()["changes"]

    assert found == {"previous": None, "last_year": None}


def test_a_figure_that_changed_is_told_of_factory_county_province_and_programme():
    project = _begun()
    seal = kept(as_of=BEFORE)
    make.verified(project, make.period(date(2026, 9, 25)), (70, 10))

    found = _found()

    assert (found["number"], found["as_of"], found["same_year"]) == (seal.number, "2026-09-20", True)
    county = project.plan.county
    for name in (f"project:{project.code}", f"county:{county.code}", f"province:{county.province.code}", "programme"):
        assert _of(found["figures"], f"{name}/verified_percent") == (8, 34)


def test_nothing_new_gives_no_change():
    _begun()
    kept(as_of=NOW)

    found = _found()

    assert {key: found[key] for key in ("figures", "dates", "colours", "appeared", "vanished", "causes")} == {
        "figures": [], "dates": [], "colours": [], "appeared": [], "vanished": [], "causes": {},
    }  # fmt: skip


def test_a_report_is_compared_with_an_earlier_day_and_a_month_with_the_month_before():
    _begun()
    month = kept(kind="month", as_of=date(2026, 8, 31))
    quarter = kept(kind="quarter", as_of=date(2026, 9, 30))
    kept(as_of=NOW)

    previous = {
        (kind, day): content(kind=kind, as_of=day)["changes"]["previous"]
        for kind, day in (("month", date(2026, 9, 30)), ("year", date(2026, 10, 1)), ("year", date(2026, 7, 1)))
    }

    assert [found and found["number"] for found in previous.values()] == [month.number, quarter.number, None]


def test_a_moved_finish_is_a_date_with_its_reason():
    project = _begun()
    kept(as_of=BEFORE)
    projects.rebaseline(
        project, finishes_on=date(2026, 12, 20), reason="The boiler came late.", by=make.post("committee_member"),
        at=make.moment(date(2026, 10, 1)),
    )  # fmt: skip

    found = _found()

    assert _of(found["dates"], f"project:{project.code}/approved_on") == ("2026-12-10", "2026-12-20")
    cause = found["causes"][f"project:{project.code}"][0]
    moved = project.baselines.get(number=1)
    assert cause == {
        "code": "rebaseline", "fact": f"baseline:{moved.pk}", "to": "2026-12-20", "reason": "The boiler came late.",
    }  # fmt: skip


def test_a_standing_that_changed_tells_its_new_reasons_and_what_the_site_reported_since():
    project = _begun()
    kept(as_of=BEFORE)
    said = {"pace": "stopped", "slowed_since": date(2026, 9, 21), "needed": "The boiler, from the works."}
    told = make.verified(project, make.period(date(2026, 9, 25)), (20, 0), delays=[("equipment", 9, "")], **said)

    found = _found()

    name = f"project:{project.code}/colour"
    row = next(row for row in found["colours"] if row["name"] == name)
    assert row["before"] != row["after"]
    assert row["reasons"]
    causes = found["causes"][f"project:{project.code}"]
    assert {"code": "delay", "cause": "equipment", "days": 9, "facts": [f"return:{told.pk}"]} in causes


def test_findings_and_decisions_since_are_causes():
    project = _begun()
    kept(as_of=BEFORE)
    finding = build.finding(build.inspection(project), severity="critical")
    decision = work.decision(projects=[project])

    causes = _found()["causes"][f"project:{project.code}"]

    assert [(cause["code"], cause["fact"]) for cause in causes] == [
        ("finding", f"finding:{finding.pk}"), ("decision", f"decision:{decision.pk}"),
    ]  # fmt: skip


def test_a_county_that_moved_to_another_year_vanishes_and_one_newly_chosen_appears():
    gone, _stays = _begun(), _begun()
    kept(as_of=BEFORE)
    plan = gone.plan
    plan.program_year = make.year(2027)
    plan.save(update_fields=["program_year"])
    new = make.plan().county

    found = _found()

    left = f"county:{gone.plan.county.code}"
    assert left in found["vanished"]
    assert found["names"][left] == {"en": gone.plan.county.name_en, "ko": gone.plan.county.name_ko}
    assert found["causes"][left] == [{"code": "left", "to": 2027}]
    assert found["causes"][f"county:{new.code}"] == [{"code": "joined", "from": None}]


def test_a_county_that_came_from_another_year_says_from_which():
    _begun()
    plan = make.plan(year_=make.year(2027))
    kept(as_of=BEFORE)
    plan.program_year = make.year(2026)
    plan.save(update_fields=["program_year"])

    assert _found()["causes"][f"county:{plan.county.code}"] == [{"code": "joined", "from": 2027}]


def test_against_last_year_programme_provinces_and_factories_carried_over_are_compared():
    province = make.province()
    earlier = make.project(
        make.plan(make.county(province), make.year(2025)), starts_on=date(2025, 2, 1), finishes_on=date(2025, 12, 10)
    )
    make.verified(earlier, make.period(date(2025, 12, 5)), (80, 80))
    last = kept(2025, date(2025, 12, 31))
    kept(2026, BEFORE, kind="month")
    CarryOver.objects.create(
        project=earlier, program_year=make.year(2025), why="No power.", at=make.moment(date(2026, 1, 10))
    )
    make.verified(earlier, make.period(date(2026, 1, 25)), (90, 90))
    this = make.project(make.plan(make.county(province)))
    make.verified(this, make.period(date(2026, 9, 5)), (20, 0))

    found = _found("last_year")

    assert (found["number"], found["year"], found["same_year"]) == (last.number, 2025, False)
    assert _of(found["figures"], "programme/verified_percent") == (80, 8)
    assert _of(found["figures"], f"province:{province.code}/verified_percent") == (80, 8)
    assert _of(found["figures"], f"project:{earlier.code}/verified_percent") == (80, 90)
    assert not any(row["name"].startswith("county:") for row in found["figures"])
    assert found["causes"][f"project:{earlier.code}"][0]["why"] == "No power."


def test_the_questions_do_not_grow_with_what_changed(django_assert_max_num_queries):
    one = _begun()
    kept(as_of=BEFORE)
    _changed(one)
    _changed(_begun())
    said = content(as_of=NOW)
    with django_assert_max_num_queries(1000) as first:
        _again(said)
    for _number in range(2):
        _changed(_begun())
    said = content(as_of=NOW)

    with django_assert_max_num_queries(len(first)):
        _again(said)


def _changed(project):
    make.verified(project, make.period(date(2026, 9, 25)), (70, 10), delays=[("equipment", 9, "")])
    build.finding(build.inspection(project))


def _again(said):
    found, of = Book(), scope(as_of=NOW)
    found.figures, found.facts, found.parts = said["figures"], said["facts"], {"decisions": [], "carry_overs": []}
    changes.collect(found, of)
