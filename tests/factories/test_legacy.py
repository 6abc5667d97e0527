"""Projects begun before this record: their dates as they were, and files of them with every kind of bad row."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from committees.rights import Role
from factories import gates
from factories.actions import projects
from factories.imports.projects import COLUMNS
from factories.models import Baseline, FactoryProject, Gate, GatePass, Standing, WorkPackage
from regional20x10.shared import clock
from regional20x10.shared.errors import NotAllowed
from tests import make
from tests.refusals import action_refuses

pytestmark = pytest.mark.django_db
MOVED = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


@pytest.fixture
def plan():
    make.factory_type()
    return make.plan(make.county(code="KP0409"), make.year(2025))


def brought_in(plan, **said):
    said = {"code": "25-OLD-FOOD", "starts_on": date(2025, 3, 1), "original_on": date(2025, 12, 10), **said}
    values = {"by": make.post(), "at": make.moment(), **said}
    return projects.bring_in(plan=plan, factory_type=make.factory_type(), **values)


# --- the action ------------------------------------------------------------------------------------------------------
def test_it_keeps_the_original_date_beside_the_one_it_has_now(plan):
    project = brought_in(plan, approved_on=MOVED, reason="Cement came late.", percent=Decimal("62.5"))

    dates = [(row.number, row.finishes_on, row.reason) for row in project.baselines.order_by("number")]
    assert dates == [(0, date(2025, 12, 10), ""), (1, MOVED, "Cement came late.")]
    assert project.legacy_percent == Decimal("62.5")
    assert Standing.objects.get(project=project).approved_on == MOVED


def test_its_page_says_at_what_percent_it_came_in(plan, client):
    project = brought_in(plan, percent=Decimal("62.5"))
    client.force_login(make.post().official.user)

    assert "It came into this system at 62.5%" in client.get(f"/en/projects/{project.code}/").content.decode()


@pytest.mark.parametrize("approved_on", [None, date(2025, 12, 10)])
def test_a_date_that_never_moved_needs_no_reason(plan, approved_on):
    assert brought_in(plan, approved_on=approved_on).baselines.count() == 1


def test_it_has_passed_the_first_gate_and_no_other(plan):
    project = brought_in(plan)

    passed = GatePass.objects.get(project=project)
    assert (passed.gate, passed.evidence[0]["code"]) == (Gate.START, "brought_in")
    assert {row.gate: row.passed is not None for row in gates.states(project, make.DAY)} == {
        gate: gate == Gate.START for gate in Gate
    }


def test_its_first_gate_is_not_held_to_what_was_never_asked_of_it(plan, client):
    project = brought_in(plan)
    client.force_login(make.post().official.user)

    [first] = [row for row in gates.states(project, make.DAY) if row.gate == Gate.START]
    shown = client.get(f"/en/projects/{project.code}/").content.decode()

    assert (first.mark, bool(first.missing)) == ("passed", True)
    assert "what is missing here was not asked of it" in shown
    assert "What this gate stood on no longer holds" not in shown


def test_its_share_at_entry_is_no_verified_work(plan):
    project = brought_in(plan, percent=Decimal(80))

    assert Standing.objects.get(project=project).verified_percent is None


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(plan):
    with action_refuses(
        "The planned finish must come after the start.",
        "The approved finish must come after the start.",
        "The finish was moved: say why. The original date stays beside the new one.",
        "The share finished when brought in lies between 0 and 100.",
    ):
        brought_in(plan, original_on=date(2025, 3, 1), approved_on=date(2025, 2, 1), reason=" ", percent=Decimal(101))

    assert not FactoryProject.objects.exists()


def test_only_who_enters_plans_may(plan):
    with pytest.raises(NotAllowed):
        brought_in(plan, by=make.post(Role.COUNTY_STAFF, where=plan.county))


# --- the file --------------------------------------------------------------------------------------------------------
GOOD = {
    "code": "25-OLD-FOOD", "year": "2025", "county_code": "KP0409", "factory_type": "food", "starts_on": "2025-03-01",
    "original_finish": "2025-12-10", "approved_finish": "2026-06-30", "reason": "Cement came late.", "percent": "33.3",
    "floor_area_m2": "2400", "capacity_t_year": "1000.1",
}  # fmt: skip


@pytest.fixture
def load(tmp_path):
    """What the command says of a file of these rows, a line each; each row is GOOD but for what is given."""

    def load(*rows, columns=COLUMNS):
        path = tmp_path / "projects.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, columns, restval="", extrasaction="ignore")
            table.writeheader()
            table.writerows({**GOOD, **row} for row in rows)
        return run(path)

    return load


def run(path):
    told = StringIO()
    call_command("load_projects", str(path), stdout=told)
    return told.getvalue().splitlines()


def test_a_good_row_becomes_a_project(plan, load):
    designer = make.organization("design_unit", code="DESIGN")

    told = load({"design_unit": designer.code})

    project = FactoryProject.objects.get(code="25-OLD-FOOD")
    assert told[0].endswith("projects.csv: 1 brought in, 0 rejected")
    assert (project.plan, project.design_unit, project.construction_unit) == (plan, designer, None)
    assert (project.legacy_percent, project.capacity_t_year) == (Decimal("33.30"), Decimal("1000.1"))
    assert project.floor_area_m2 == 2400
    assert list(project.baselines.order_by("number").values_list("finishes_on", flat=True)) == [
        date(2025, 12, 10), MOVED,
    ]  # fmt: skip
    assert project.packages.count() == 2


def test_what_is_optional_may_be_empty(plan, load):
    empty = dict.fromkeys(["approved_finish", "reason", "percent", "floor_area_m2", "capacity_t_year"], "")

    assert "1 brought in" in load(empty)[0]
    project = FactoryProject.objects.get()
    assert (project.legacy_percent, project.baselines.count()) == (None, 1)


def test_loaded_again_it_is_left_as_it_is(plan, load):
    load({})

    told = load({"reason": "Something else."})

    said = "There is already a project 25-OLD-FOOD: it is left as it is."
    assert told[1:] == [f"  line 2: {said}"]
    assert Baseline.objects.get(number=1).reason == "Cement came late."


BAD = [
    ({"code": ""}, "The column code is empty: it needs a value."),
    ({"year": ""}, "The column year is empty: it needs a value."),
    ({"year": "2O25"}, "The column year says “2O25”: it should be a whole number."),
    ({"year": "2024"}, "KP0409 is no place of the year 2024: add it to the cohort first."),
    ({"county_code": "KP9999"}, "KP9999 is no place of the year 2025: add it to the cohort first."),
    ({"factory_type": "steel"}, "The column factory_type says “steel”: there is no factory type of this code."),
    ({"design_unit": "NOBODY"}, "The column design_unit says “NOBODY”: there is no organization of this code."),
    ({"starts_on": ""}, "The column starts_on is empty: it needs a value."),
    ({"starts_on": "1 March"}, "The column starts_on says “1 March”: it should be a day such as 2025-02-11"),
    ({"starts_on": "2025-02-30"}, "The column starts_on says “2025-02-30”: it should be a day such as 2025-02-11"),
    ({"starts_on": "2026-10-13", "original_finish": "2027-01-01", "approved_finish": ""},
     "Building starts on 2026-10-13, which is still to come: such a project goes through the first gate."),
    ({"original_finish": "2025-02-01"}, "The planned finish must come after the start."),
    ({"approved_finish": "2025-02-01"}, "The approved finish must come after the start."),
    ({"reason": ""}, "The finish was moved: say why. The original date stays beside the new one."),
    ({"percent": "two thirds"}, "The column percent says “two thirds”: it should be a number such as 39.05."),
    ({"percent": "100.5"}, "The share finished when brought in lies between 0 and 100."),
    ({"percent": "-1"}, "The share finished when brought in lies between 0 and 100."),
    ({"percent": "33.333"}, "Ensure that there are no more than 2 decimal places."),
    ({"floor_area_m2": "2400.5"}, "The column floor_area_m2 says “2400.5”: it should be a whole number."),
    ({"capacity_t_year": "many"}, "The column capacity_t_year says “many”: it should be a number such as 39.05."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "sentence"), BAD, ids=[f"{'-'.join(wrong)} {n}" for n, (wrong, _s) in enumerate(BAD)]
)
def test_a_bad_row_is_told_with_its_line_and_nothing_of_it_is_kept(plan, load, wrong, sentence):
    told = load(wrong)

    assert told[0].endswith("0 brought in, 1 rejected")
    assert told[1].startswith(f"  line 2: {sentence}")
    made = (FactoryProject, WorkPackage, Baseline, GatePass, Standing)
    assert {model.__name__: model.objects.count() for model in made} == dict.fromkeys([m.__name__ for m in made], 0)


def test_all_that_is_wrong_with_a_row_is_said_at_once(plan, load):
    told = load({"factory_type": "steel", "starts_on": "", "percent": "much"})

    assert [part in told[1] for part in ("factory_type", "starts_on", "percent")] == [True] * 3


def test_a_bad_row_does_not_stop_the_others(plan, load):
    make.factory_type("drink")

    told = load({"reason": ""}, {"code": "25-OLD-DRINK", "factory_type": "drink"}, {"code": "25-NEW", "year": "x"})

    assert told[0].endswith("1 brought in, 2 rejected")
    assert [line.split(":")[0] for line in told[1:]] == ["  line 2", "  line 4"]
    assert list(FactoryProject.objects.values_list("code", flat=True)) == ["25-OLD-DRINK"]


def test_a_code_or_a_factory_stands_once_in_a_file(plan, load):
    told = load({}, {}, {"code": "25-OTHER"})

    assert told[0].endswith("1 brought in, 2 rejected")
    assert "There is already a project 25-OLD-FOOD" in told[1]
    assert told[2].startswith("  line 4: ")


def test_a_row_with_a_stray_comma_is_told(plan, tmp_path):
    path = tmp_path / "projects.csv"
    cells = [GOOD.get(name, "") for name in COLUMNS]
    path.write_text(f"{','.join(COLUMNS)}\n{','.join(cells)},1\n", encoding="utf-8")

    cells_said = f"The row has {len(COLUMNS) + 1} cells, the heading {len(COLUMNS)}"
    assert cells_said in run(path)[1]


def test_a_file_without_its_columns_is_refused_whole(plan, load):
    with pytest.raises(CommandError, match="Missing: percent"):
        load({}, columns=[name for name in COLUMNS if name != "percent"])

    assert not FactoryProject.objects.exists()


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "none.csv")
