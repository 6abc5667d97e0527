"""The OC4IDS file of a seal: valid by the standard's own validator, whole, and the same bytes every time."""

import json
from copy import deepcopy

import pytest
from django.utils import translation

from reports.rendering.pack import oc4ids
from reports.sealed import Sealed
from tests.reports.oc4ids_standard import checked

CODE = "26-SONGCHON-FOOD"
ABOUT = f"project:{CODE}"
HEADER = {"number": 3, "sealed_at": "2026-12-20T03:00:00Z"}


def fact(kind, on, version=None, steps=(), **values):
    return {"kind": kind, "subject": ABOUT, "on": on, "version": version, "values": values, "steps": list(steps),
            "url": "/"}  # fmt: skip


def content(**figures):
    """A seal of one factory that is being built."""
    figures = {"planned_percent": 90.5, "approved_on": "2026-12-19", "original_on": "2026-11-28", "funds_spent": 171650,
               "funds_allocated": 200000, "funds_committed": 157625, "forecast_on": "2027-01-13",
               "forecast_early_on": "2027-01-01", "forecast_late_on": "2027-01-29", **figures}  # fmt: skip
    approved = [{"step": "approved", "at": "2026-06-20T02:00:00Z", "by": "2"}]
    project = {
        "code": CODE, "names": {"en": "Food factory", "ko": "식료공장"}, "county": "KP0717", "province": "KP-02",
        "factory_type": "FOOD", "stage": "building", "floor_area_m2": 3791, "capacity_t_year": 1354, "budget": None,
        "currency": "KPW", "demonstration": True, "site": {"lat": 39.24, "lon": 126.2, "address": "Station site"},
        "units": {"design": {"en": "Design unit", "ko": "설계단위"}, "operation": None,
                  "construction": {"en": "Construction unit", "ko": "건설단위"}},
        "packages": [{"planned_start": "2026-03-10"}, {"planned_start": "2026-05-01"}],
    }  # fmt: skip
    mark = {"county": "KP0717", "project": None, "facility": "factories", "kind": "groundbreaking", "due_on": None,
            "met_on": "2026-02-28", "source_title": "A newspaper", "source_url": "https://example.org/1"}  # fmt: skip
    return {
        "address": "https://monitor.example", "as_of": "2026-12-15", "projects": [project], "milestones": [mark],
        "counties": [{"code": "KP0717", "names": {"en": "Songchon", "ko": "성천군"}}],
        "provinces": [{"code": "KP-02", "names": {"en": "South Phyongan", "ko": "평안남도"}}],
        "figures": {f"{ABOUT}/{key}": {"value": value} for key, value in figures.items()},
        "facts": {
            "return:1": fact("return", "2026-03-10", 1, state="accepted", percent=4.5),
            "return:2": fact("return", "2026-03-20", 1, state="returned", percent=50),
            "return:3": fact("return", "2026-03-20", 2, state="verified", percent=8),
            "return:4": fact("return", "2026-03-31", 1, state="submitted", percent=60),
            "allocation:1": fact("allocation", None, year=2026, source="state", amount=200000, currency="KPW",
                                 reference="Allocation 2026"),
            "gate:1": fact("gate", "2026-03-01", gate="start"),
            "baseline:1": fact("baseline", "2026-11-28", number=0, finishes_on="2026-11-28", reason=""),
            "baseline:2": fact("baseline", "2026-12-19", steps=approved, number=1, finishes_on="2026-12-19",
                               reason="The bridge was washed away."),
        },
    }  # fmt: skip


def written(data):
    return oc4ids.render(Sealed(data, HEADER), {})


def project(data):
    (found,) = json.loads(written(data))["projects"]
    return found


def test_the_validator_finds_nothing_and_no_field_that_is_not_in_the_standard(tmp_path):
    said = checked(written(content()), tmp_path)

    assert said["validation_errors"] == []
    assert said["additional_fields"] == {}
    assert (said["conformance_checks"], said["additional_checks"]) == ([], [])
    assert said["additional_closed_codelist_values"] == said["additional_open_codelist_values"] == {}


def test_of_the_open_codelists_only_the_operation_unit_has_a_code_of_ours(tmp_path):
    data = content(finished_on="2026-12-01", days_late_original=3)
    data["projects"][0]["units"]["operation"] = {"en": "Operation unit", "ko": "운영단위"}

    said = checked(written(data), tmp_path)

    assert (said["validation_errors"], said["additional_fields"]) == ([], {})
    assert said["additional_closed_codelist_values"] == {}
    assert {path: told["values"] for path, told in said["additional_open_codelist_values"].items()} == {
        "projects/parties/roles": ["x_operationUnit"]
    }


@pytest.mark.parametrize(
    ("spoil", "finds"),
    [
        (lambda row: row.update(period={"startDate": "10.03.2026"}), "validation_errors"),
        (lambda row: row.pop("id"), "validation_errors"),
        (lambda row: row.update(raw_material=12), "additional_fields"),
        (lambda row: row.update(status="halfway"), "additional_closed_codelist_values"),
        (lambda row: row.update(id=CODE), "conformance_checks"),
        (lambda row: row["budget"]["amount"].pop("currency"), "additional_checks"),
    ],
)
def test_the_validator_would_have_found_it(spoil, finds, tmp_path):
    data = json.loads(written(content()))
    spoil(data["projects"][0])

    assert checked(json.dumps(data), tmp_path)[finds]


def test_only_verified_work_is_measured_and_the_last_version_counts():
    progress, finance = project(content())["metrics"]

    assert [(row["id"], row["measure"]) for row in progress["observations"]] == [
        ("2026-03-10", "4.5"),
        ("2026-03-20", "8"),
    ]
    assert finance["observations"][0]["value"] == {"amount": 171650, "currency": "KPW"}


def test_a_move_of_the_finish_is_a_modification_with_its_reason():
    (made,) = project(content())["contractingProcesses"]
    (moved,) = made["summary"]["modifications"]

    assert made["summary"]["contractPeriod"]["endDate"] == "2026-11-28T00:00:00+09:00"
    assert (moved["type"], moved["rationale"], moved["date"]) == (
        "duration", "The bridge was washed away.", "2026-06-20T02:00:00Z",
    )  # fmt: skip
    assert moved["newContractPeriod"]["endDate"] == "2026-12-19T00:00:00+09:00"


def test_milestones_say_what_was_met_and_what_was_not():
    found = {row["id"]: row["status"] for row in project(content())["milestones"]}

    assert found == {
        "original-finish": "notMet",
        "approved-finish": "scheduled",
        "gate-start": "met",
        "public-1": "met",
    }


def test_a_finished_factory_has_its_completion_and_an_unfinished_one_none():
    done = project(content(finished_on="2026-12-01", days_late_original=3))

    assert "completion" not in project(content())
    assert done["completion"]["endDate"] == "2026-12-01T00:00:00+09:00"
    assert done["completion"]["endDateDetails"] == "3 days after the date first approved."


def test_what_is_not_known_is_left_out(tmp_path):
    data = content()
    row = data["projects"][0]
    row |= {"stage": None, "site": None, "floor_area_m2": None, "capacity_t_year": None, "packages": [], "units": {}}
    data |= {"figures": {}, "facts": {}, "milestones": []}

    said = checked(written(data), tmp_path)

    assert (said["validation_errors"], said["additional_checks"]) == ([], [])
    assert {"budget", "metrics", "forecasts", "milestones", "documents"}.isdisjoint(project(data))


def test_the_bytes_depend_on_the_seal_alone():
    data = content()
    turned = deepcopy(data)
    turned["facts"] = dict(reversed(turned["facts"].items()))
    turned["figures"] = dict(reversed(turned["figures"].items()))

    with translation.override("ko"):
        korean = written(turned)

    assert korean == written(data)
