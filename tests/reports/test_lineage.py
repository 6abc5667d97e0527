"""How a figure of a seal came about: its formula with numbers, its inputs, its facts, and what rests on it."""

import pytest
from django.utils import translation

from reports import lineage, sealed
from reports.definitions import definitions
from tests.reports import seal_pages
from tests.reports.seal_pages import FOOD


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def told(name, content=None):
    return lineage.of(content or seal_pages.sealed(), name)


def test_a_figure_is_told_with_its_definition_and_the_formula_with_its_numbers():
    found = told("county:NP-KUJANG/verified_percent")

    definition = definitions()["verified_percent"]
    assert (found.label, found.formula, found.source) == (
        str(definition.label), str(definition.formula), str(definition.source)
    )  # fmt: skip
    assert found.arithmetic == "(74.2 + 80) ÷ 2 = 77.1"
    assert [(row.subject, row.words) for row in found.inputs] == [
        ("Clothing factory, Kujang", "74.2%"), ("Food factory, Kujang", "80.0%"),
    ]  # fmt: skip


def test_arithmetic_that_does_not_come_out_is_not_shown():
    content = seal_pages.sealed()
    content.figures["county:NP-KUJANG/verified_percent"]["value"] = 79.5

    assert told("county:NP-KUJANG/verified_percent", content).arithmetic == ""


def test_a_mean_weighted_by_a_second_figure_is_written_with_its_weights():
    content = seal_pages.sealed()
    rows = ["province:NP/verified_percent", "province:SH/verified_percent", "province:NP/known", "province:SH/known"]
    for name, value in zip(rows, (80, 50, 1, 3), strict=True):
        content.figures[name]["value"] = value
    content.figures["programme/verified_percent"] = {"value": 57.5, "inputs": rows}

    assert told("programme/verified_percent", content).arithmetic == "(80 × 1 + 50 × 3) ÷ 4 = 57.5"


def test_what_rests_on_a_figure_is_found_from_below():
    found = told("county:NP-KUJANG/verified_percent")

    assert [row.name for row in found.resting] == ["programme/verified_percent", "province:NP/verified_percent"]


def test_what_a_figure_lacks_is_told_in_a_sentence():
    found = told("county:RY-KAPSAN/verified_percent")

    assert found.missing == ["Food factory, Kapsan: No ten-day return of it was verified."]


def test_a_fact_tells_who_did_what_with_it_and_which_versions_it_replaced():
    lineages = lineage.Lineages(seal_pages.sealed())

    fact = lineages.fact("return:7")

    label = fact.label.replace("\N{NO-BREAK SPACE}", " ")
    assert label == "Ten-day return, Food factory, Kujang, 20 Nov 2026"
    assert (fact.version, fact.superseded) == (2, False)
    assert ("Pace of the work", "Slower than planned") in fact.said
    assert [(step.words, step.by, step.at) for step in fact.steps] == [
        (word, "Committee member", "2026-11-21T03:00:00Z") for word in ("entered", "verified", "accepted")
    ]
    assert lineages.others(["return:7"]) == ["return:6"]
    assert lineages.fact("return:6").superseded


def test_a_seal_has_no_figure_that_it_does_not_name():
    with pytest.raises(KeyError):
        told("county:NOWHERE/verified_percent")


def test_everything_is_said_in_the_language_that_is_on():
    with translation.override("ko"):
        found = told(f"{FOOD}/verified_percent")

    assert found.subject_words == "구장군 식료품공장"


@pytest.mark.django_db
def test_the_facts_behind_what_is_verified_of_a_factory_are_the_very_returns():
    first, newest, _other = seal_pages.year()

    content = sealed.of(seal_pages.seal())

    found = told(f"project:{first.code}/verified_percent", content)
    assert found.facts == [f"return:{newest.pk}"]
    fact = lineage.Lineages(content).fact(f"return:{newest.pk}")
    assert fact.url == newest.get_absolute_url().removeprefix("/en")
    assert [step.step for step in fact.steps] == ["entered", "verified"]


@pytest.mark.django_db
def test_from_the_programme_every_figure_leads_down_to_facts_or_to_what_is_missing():
    seal_pages.year()
    content = sealed.of(seal_pages.seal())
    lineages, seen, ends = lineage.Lineages(content), set(), set()

    open_ = ["programme/verified_percent"]
    while open_:
        name = open_.pop()
        seen.add(name)
        found = lineages.of(name)
        ends |= set(found.facts)
        open_ += [row.name for row in found.inputs if row.name not in seen]

    assert {name.partition(":")[0].partition("/")[0] for name in seen} == {"programme", "province", "county", "project"}
    assert {content.facts[name]["kind"] for name in ends} == {"return"}
