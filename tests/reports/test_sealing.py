"""What a seal holds: each figure as factories.figures has it, with the very facts and figures it rests on."""

import json
from datetime import UTC, date, timedelta
from decimal import Decimal

import jsonschema
import orjson
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from committees.rights import Role
from factories import figures
from factories.actions import funds, returns
from factories.models import FactoryProject, FundAllocation, ReportingPeriod, StatusReturn
from reports import chain
from reports.definitions import definitions, missing
from reports.sealing import arithmetic
from reports.sealing.projects import RESTS
from tests import make
from tests.reports import sealing

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    return sealing.year()


def plain(content):
    """As anybody reads it from the file."""
    return orjson.loads(chain.canonical(content))


def subjects(project):
    county = project.plan.county
    return f"project:{project.code}", f"county:{county.code}", f"province:{county.province.code}"


# --- figures ---------------------------------------------------------------------------------------------------------
def test_every_figure_above_a_factory_is_that_of_factories_figures(year):
    found = sealing.content()

    cohort = figures.cohort(sealing.scope().plans, make.DAY, target=20)
    sums = {f"county:{place.county.code}": place for place in cohort.places}
    sums |= {f"province:{row.province.code}": row for row in figures.by_province(cohort)} | {"programme": cohort}
    for subject, said in sums.items():
        for key, rule in arithmetic.RULES.items():
            if rule.attribute:
                value = getattr(said, rule.attribute)
                value = value.isoformat() if isinstance(value, date) else value
                assert found["figures"][f"{subject}/{key}"]["value"] == pytest.approx(value), (subject, key)
    counts = {key: found["figures"][f"programme/{key}"]["value"] for key in arithmetic.COLOURS}
    assert counts == {f"places_{colour}": count for colour, count in cohort.counts.items()}


def test_the_mean_of_a_county_leaves_out_what_is_not_verified_and_says_so(year):
    found = sealing.content()

    county, far = subjects(year["near"])[1], subjects(year["far"])
    verified = found["figures"][f"{county}/verified_percent"]
    assert verified["value"] == 44  # of 0.4 × 50 + 0.6 × 20 = 32 and 0.4 × 80 + 0.6 × 40 = 56
    assert verified["inputs"] == ["project:26-NEAR-CLOTH/verified_percent", "project:26-NEAR-FOOD/verified_percent"]
    assert found["figures"][f"{far[1]}/verified_percent"] == {
        "value": None, "inputs": [f"{far[0]}/verified_percent"],
        "missing": [{"subject": far[0], "code": "no_verified_return"}],
    }  # fmt: skip
    programme = found["figures"]["programme/verified_percent"]
    assert (programme["value"], programme["missing"]) == (44, [{"subject": far[2], "code": "no_verified_return"}])


def test_every_figure_follows_from_what_it_names(year):
    found = plain(sealing.content())

    assert arithmetic.faults(found) == []


def test_a_figure_that_does_not_follow_is_named(year):
    found = plain(sealing.content())
    found["figures"]["programme/known"]["value"] = 3
    found["figures"]["project:26-NEAR-FOOD/verified_percent"]["value"] = 33

    faults = {name for name, _said, _found in arithmetic.faults(found)}

    county, province = subjects(year["near"])[1:]
    assert faults == {
        "programme/known", "project:26-NEAR-FOOD/verified_percent", f"{county}/verified_percent",
    }  # fmt: skip
    assert province not in faults  # it follows from what its county says


def test_places_and_factories_are_counted_apart(year):
    found = sealing.content()

    counts = {key: found["figures"][f"programme/{key}"]["value"] for key in ("places", "projects", "known", "built")}
    assert counts == {"places": 2, "projects": 3, "known": 2, "built": 0}


def test_funds_are_summed_in_one_currency_alone(year):
    FactoryProject.objects.filter(pk=year["far"].pk).update(currency="USD")
    entry = {"year": 2026, "source": "state", "amount": Decimal(500), "reference": "D-1"}
    funds.allocate(year["near"], **entry, by=make.post(), at=make.moment(date(2026, 3, 1)))

    found = sealing.content()["figures"]

    project, county, _province = subjects(year["near"])
    told = FundAllocation.objects.get()
    assert (found[f"{project}/funds_allocated"]["value"], found[f"{project}/funds_allocated"]["facts"]) == (
        500, [f"allocation:{told.pk}"],
    )  # fmt: skip
    assert found[f"{county}/funds_allocated"]["value"] == 500
    assert found["programme/funds_allocated"]["value"] is None
    assert found["programme/funds_allocated"]["missing"] == [{"subject": "programme", "code": "several_currencies"}]


# --- facts -----------------------------------------------------------------------------------------------------------
def test_progress_rests_on_the_very_returns(year):
    found = sealing.content()

    first, second, third = StatusReturn.objects.filter(project=year["near"]).order_by("period__ends_on")
    figure = {key: found["figures"][f"project:26-NEAR-FOOD/{key}"].get("facts") for key in (
        "claimed_percent", "verified_percent", "accepted_age_days", "pace", "finished_on")}  # fmt: skip
    assert figure == {
        "claimed_percent": [f"return:{third.pk}"],
        "verified_percent": [f"return:{second.pk}"],
        "accepted_age_days": [f"return:{first.pk}"],
        "pace": [f"return:{first.pk}", f"return:{second.pk}"],
        "finished_on": None,
    }


def test_a_fact_names_the_posts_that_entered_verified_and_accepted_it_and_when(year):
    found = sealing.content()

    row = StatusReturn.objects.filter(project=year["near"]).order_by("period__ends_on").first()
    fact = found["facts"][f"return:{row.pk}"]
    stamps = [(step["step"], step["at"], step["by"]) for step in fact["steps"]]
    assert stamps == [
        ("entered", said(row.submitted_at), str(row.submitted_by_id)),
        ("verified", said(row.verified_at), str(row.verified_by_id)),
        ("accepted", said(row.accepted_at), str(row.accepted_by_id)),
    ]
    assert (fact["subject"], fact["on"], fact["version"]) == ("project:26-NEAR-FOOD", "2026-09-20", 1)
    assert fact["url"] == f"/returns/{row.pk}/"
    roles = {found["posts"][by]["role"] for _step, _at, by in stamps}
    assert roles == {Role.CONSTRUCTION_UNIT, Role.PROVINCIAL_SECRETARY, Role.COMMITTEE_MEMBER}


def said(moment):
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_what_was_known_later_is_in_no_seal_of_the_day(year):
    before = plain(sealing.content(date(2026, 9, 27)))

    keys = ("claimed_percent", "verified_percent", "accepted_age_days")
    values = {key: before["figures"][f"project:26-NEAR-FOOD/{key}"]["value"] for key in keys}
    assert values == {"claimed_percent": 18, "verified_percent": 18, "accepted_age_days": 7}
    assert len([name for name in before["facts"] if name.startswith("return:")]) == 1


def test_a_version_that_was_replaced_stays_beside_the_one_that_counts(year):
    row = StatusReturn.objects.filter(project=year["beside"]).get()
    at = row.accepted_at + timedelta(hours=2)
    returns.send_back(
        make.submitted(year["beside"], row.period, (85, 45), at=at, by=make.reporter(year["beside"])),
        note="Count again.", by=make.verifier(year["beside"]), at=at,
    )  # fmt: skip

    found = sealing.content(at.date())

    names = [name for name in found["facts"] if found["facts"][name]["subject"] == "project:26-NEAR-CLOTH"]
    versions = {found["facts"][name]["version"]: found["facts"][name]["values"].get("state") for name in names
                if name.startswith("return:")}  # fmt: skip
    assert versions == {1: "accepted", 2: "returned"}
    assert found["figures"]["project:26-NEAR-CLOTH/claimed_percent"]["facts"] == [f"return:{row.pk}"]


def test_returns_that_nobody_accepted_and_those_that_are_missing_are_listed(year):
    found = sealing.content()

    second, third = StatusReturn.objects.filter(project=year["near"]).order_by("period__ends_on")[1:]
    assert found["unaccepted"] == [f"return:{second.pk}", f"return:{third.pk}"]
    of_far = {row["period"] for row in found["missing_returns"] if row["subject"] == "project:26-FAR-FOOD"}
    closed = ReportingPeriod.ten_days.filter(closes_on__lt=make.DAY, ends_on__gte=date(2026, 2, 1))
    assert of_far == {period.code for period in closed}


def test_whatever_a_figure_names_is_in_the_seal(year):
    found = plain(sealing.content())

    for name, row in found["figures"].items():
        assert set(row.get("inputs", ())) <= set(found["figures"]), name
        assert set(row.get("facts", ())) <= set(found["facts"]), name
    assert set(found["unaccepted"]) <= set(found["facts"])


# --- form ------------------------------------------------------------------------------------------------------------
def test_the_content_is_in_the_form_of_its_schema(year):
    found = plain(sealing.content())

    schema = json.loads((settings.BASE_DIR / "reports" / "schemas" / "seal-1.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(found, schema, jsonschema.Draft202012Validator)


def test_the_schema_refuses_a_core_part_with_a_word_too_many(year):
    found = plain(sealing.content())
    found["projects"][0]["opinion"] = "good"

    schema = json.loads((settings.BASE_DIR / "reports" / "schemas" / "seal-1.json").read_text())
    with pytest.raises(jsonschema.ValidationError, match="opinion"):
        jsonschema.validate(found, schema, jsonschema.Draft202012Validator)


def test_the_same_state_gives_the_same_bytes_in_every_language(year):
    with translation.override("en"):
        english = chain.canonical(sealing.content())
    with translation.override("ko"):
        korean = chain.canonical(sealing.content())

    assert english == korean


def test_every_figure_and_everything_missing_has_its_words(year):
    found = plain(sealing.content())

    keys = {name.rpartition("/")[2] for name in found["figures"]}
    core = set(RESTS) | set(arithmetic.RULES) | set(arithmetic.MONEY) | set(arithmetic.COLOURS) | set(arithmetic.SUMMED)
    assert (keys & core) - set(definitions()) == set()
    assert {rest.missing for rest in RESTS.values()} - set(missing()) == {""}


def test_the_questions_do_not_grow_with_the_factories(year):
    def asked():
        with CaptureQueriesContext(connection) as found:
            sealing.content()
        return len(found)

    asked()
    few = asked()
    for number in range(3):
        make.verified(make.project(year["near"].plan, type_=make.factory_type(f"t{number}")), make.period())

    assert asked() == few
