"""Trial operations with their protocols, quality samples, and what the gate *operate* asks of both."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from committees.rights import Role
from factories import gates, trials
from factories.actions import trials as deeds
from factories.imports.files import examined
from factories.models import Document, Gate, QualitySample, TrialRun
from regional20x10.shared import clock
from regional20x10.shared.errors import Refused
from tests import build, make, produce
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db
PASSED = date(2026, 9, 1)
BEFORE = date(2026, 8, 31)


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


@pytest.fixture
def project():
    """A factory of 1,200 t a year, commissioned on 1 September."""
    return produce.factory(gates=[Gate.COMMISSION], on=PASSED, inspection=make.organization("national_institution"))


@pytest.fixture
def unit(project):
    return operator(project)


@pytest.fixture
def inspector(project):
    return taker(project)


def operator(project):
    return make.post(Role.OPERATION_UNIT, where=project.operation_unit)


def taker(project):
    return make.post(Role.INSPECTOR, where=project.inspection)


def record(project, *, passed=True, by=None, at=None, **values):
    said = {"began_on": date(2026, 9, 10), "ended_on": date(2026, 9, 19), "output_t": Decimal(20), "protocol": "P-1",
            "remarks": "" if passed else "The boiler leaks.", **values}  # fmt: skip
    return deeds.record(project, passed=passed, by=by or operator(project), at=at or make.moment(), **said)


def sample(project, *, passed=True, by=None, at=None, **values):
    said = {"product": "food", "taken_on": date(2026, 9, 20), "laboratory": "Laboratory", "certificate": "C-1",
            **values}  # fmt: skip
    return deeds.sample(project, passed=passed, by=by or taker(project), at=at or make.moment(), **said)


# --- trial operations ------------------------------------------------------------------------------------------------
def test_a_trial_is_recorded_by_the_operation_unit_with_its_protocol(project, unit):
    row = record(project, files=examined([make.upload("protocol.pdf")]), by=unit)

    assert (row.protocol, row.document.name, row.document.project) == ("P-1", "protocol.pdf", project)
    assert trials.of_project(project, make.DAY).latest == row


def test_a_protocol_is_one_file_and_a_refused_trial_leaves_none(project, unit):
    files = examined([make.upload("a.pdf"), make.upload("b.png", b"\x89PNG\r\n\x1a\n0000IHDR..IEND")])

    with action_refuses(said := "Hand in the protocol as one file.", files=said):
        record(project, files=files, by=unit)
    with pytest.raises(Refused):
        record(project, files=files[:1], began_on=BEFORE, by=unit)

    assert not Document.objects.exists()
    assert not default_storage.exists(f"documents/{files[0].sha256[:2]}/{files[0].sha256}")


def test_a_trial_comes_after_the_gate_commission(project):
    with action_refuses(
        "The gate “Commission” was passed on 1\xa0Sep\xa02026: a trial operation begins on that day or later."
    ):
        record(project, began_on=BEFORE)
    with action_refuses("The gate “Commission” has not been passed: a trial operation comes after it."):
        record(produce.factory(gates=[], inspection=project.inspection))

    assert record(project, began_on=PASSED).began_on == PASSED


def test_all_that_is_wrong_with_a_trial_is_said_at_once(project):
    with action_refuses(
        "Enter a day from the year 2023 on, at the latest 12\xa0Oct\xa02026, as 2026-10-02.",
        "A trial of which nothing came out is not passed: enter what came out, or that it is not passed.",
        "This field cannot be blank.",
    ):
        record(project, ended_on=date(2026, 10, 13), output_t=Decimal(0), protocol=" ")
    with action_refuses("A trial ends on or after the day it begins, and its output is 0 or more."):
        record(project, ended_on=date(2026, 9, 9))
    with action_refuses("Say what was remarked when a trial is not passed."):
        record(project, passed=False, remarks=" ")

    assert not TrialRun.objects.exists()


def test_more_than_a_factory_can_make_is_asked_about_by_its_unit(project):
    with action_refuses(
        said := "At its capacity the factory makes 32.88 t in these days, and 20,000 t are entered: check the days, "
        "and that the output is in tonnes.",
        output_t=said,
    ):
        record(project, output_t=Decimal(20_000))


@pytest.mark.parametrize("output", ["NaN", "Infinity", "-1", "1E12", "1E-9"])
def test_an_output_that_can_be_none_is_refused_in_words(project, output):
    with pytest.raises(Refused) as refused, transaction.atomic():
        record(project, output_t=Decimal(output))

    assert all(str(said).endswith(".") for said in refused.value.reasons)


def test_a_protocol_is_entered_once(project):
    row = record(project)

    with action_refuses("A trial with the protocol P-1 is entered already: correct that one, or check the number."):
        record(project, ended_on=date(2026, 9, 30))

    deeds.withdraw(row, why="Of another factory.", by=row.by, at=make.moment())
    assert record(project, ended_on=date(2026, 9, 30)).protocol == "P-1"


def test_a_trial_sent_twice_is_one(project):
    key = uuid.uuid4()

    assert record(project, key=key) == record(project, key=key)


def test_only_the_units_that_may_record_and_only_of_their_own_factory(project, unit, inspector):
    other = make.post(Role.OPERATION_UNIT)

    with action_forbids(f"Only the operation unit of this factory may do this: {project.operation_unit.name}."):
        record(project, by=other)
    with action_forbids(f"The post “{inspector}” may not do this. Ask: Operation unit."):
        record(project, by=inspector)
    row = record(project, by=unit)
    with action_forbids(f"Only the operation unit of this factory may do this: {project.operation_unit.name}."):
        deeds.correct(row, output_t=Decimal(19), why="So.", by=other, at=make.moment())
    with action_forbids(f"The post “{inspector}” may not do this. Ask: Operation unit."):
        deeds.withdraw(row, why="So.", by=inspector, at=make.moment())


def test_a_correction_keeps_the_document_unless_another_is_handed_in(project, unit):
    row = record(project, files=examined([make.upload("protocol.pdf")]), by=unit)

    fresh = deeds.correct(row, output_t=Decimal(19), why="Weighed again.", by=unit, at=make.moment())
    signed = examined([make.upload("signed.pdf", make.PDF + b"%%EOF\n")])
    last = deeds.correct(fresh, files=signed, why="Now signed.", by=unit, at=make.moment())

    assert (fresh.document, last.document.name, last.output_t) == (row.document, "signed.pdf", 19)
    with action_refuses("Nothing differs from what is entered: change what is wrong, or leave it."):
        deeds.correct(last, output_t=Decimal(19), why="So.", by=unit, at=make.moment())
    with action_refuses("Say why the entry is withdrawn: it stays to be seen."):
        deeds.withdraw(last, why="", by=unit, at=make.moment())


def test_trials_and_samples_are_facts(project):
    for row in (produce.trial(project), produce.sample(project)):
        with database_refuses(f"Cannot update or delete rows from {row._meta.db_table}"):
            sql(f"UPDATE {row._meta.db_table} SET passed = false WHERE id = %s", row.pk)


# --- samples ---------------------------------------------------------------------------------------------------------
def test_a_sample_is_taken_by_the_inspecting_side(project, unit, inspector):
    row = sample(project, grade=1, by=inspector)

    assert (row.by, row.grade, row.passed) == (inspector, 1, True)
    with action_forbids(f"The post “{unit}” may not do this. Ask: Inspector."):
        sample(project, by=unit)
    with action_forbids(f"Only the body that inspects this factory may do this: {project.inspection.name}."):
        sample(project, by=make.post(Role.INSPECTOR))


def test_an_inspector_who_also_runs_the_factory_takes_no_sample(project, inspector):
    post = make.post(Role.OPERATION_UNIT, where=project.operation_unit)
    type(post).objects.filter(pk=post.pk).update(official=inspector.official)

    with action_forbids(
        "You also hold a post in a unit that designs, builds or operates this factory: another inspector must do this."
    ):
        sample(project, by=inspector)


def test_all_that_is_wrong_with_a_sample_is_said_at_once(project):
    with action_refuses(
        "The gate “Commission” was passed on 1\xa0Sep\xa02026: a sample is taken on that day or later.",
        "“Made” does not make “shoes”: choose one of food.",
        "This field cannot be blank.",
        "A grade is 1, 2 or 3.",
    ):
        sample(project, product="shoes", taken_on=BEFORE, laboratory=" ", grade=4)
    with action_refuses("Enter a day from the year 2023 on, at the latest 12\xa0Oct\xa02026, as 2026-10-02."):
        sample(project, taken_on=date(2026, 10, 13))
    with action_refuses("The gate “Commission” has not been passed: there is nothing to take a sample of."):
        sample(produce.factory(gates=[], inspection=project.inspection))

    assert not QualitySample.objects.exists()


def test_a_certificate_is_entered_once(project):
    sample(project)

    with action_refuses("The certificate C-1 is entered already: correct that entry, or check the number."):
        sample(project, taken_on=date(2026, 9, 21))

    assert sample(project, laboratory="Another").laboratory == "Another"


# --- the gate --------------------------------------------------------------------------------------------------------
def requirement(project, code, day=make.DAY):
    finding = gates.requirement(Gate.OPERATE, code).find(gates.Facts(project, day))
    return finding.state, str(finding.said)


def test_the_latest_trial_in_force_decides(project):
    assert requirement(project, "trial") == ("missing", "No trial operation is recorded.")

    produce.trial(project, ended_on=date(2026, 9, 10))
    assert requirement(project, "trial") == ("met", "The trial operation P-1 was passed on 10\xa0Sep\xa02026.")
    failed = produce.trial(project, ended_on=date(2026, 9, 20), passed=False, remarks="Leaks.", protocol="P-2")
    assert requirement(project, "trial") == (
        "missing", "The latest trial operation, P-2 of 20\xa0Sep\xa02026, was not passed.",
    )  # fmt: skip
    deeds.withdraw(failed, why="Another factory's.", by=operator(project), at=make.moment())
    assert requirement(project, "trial")[0] == "met"
    assert requirement(project, "trial", date(2026, 10, 1))[0] == "missing"


def test_of_each_product_sampled_the_latest_sample_decides(project):
    assert requirement(project, "quality") == ("missing", "No quality sample is recorded.")

    produce.sample(project, taken_on=date(2026, 9, 5), passed=False)
    assert requirement(project, "quality") == (
        "missing", "The latest sample was not passed: food (C-1, 5\xa0Sep\xa02026).",
    )  # fmt: skip
    produce.sample(project, taken_on=date(2026, 9, 8), certificate="C-2")
    assert requirement(project, "quality") == (
        "met", "The latest sample of each product sampled was passed: food (C-2, 8\xa0Sep\xa02026).",
    )  # fmt: skip
    produce.sample(project, product="drinks", taken_on=date(2026, 9, 7), passed=False, certificate="C-3")
    assert requirement(project, "quality")[0] == "missing"


def test_of_two_on_one_day_the_one_entered_later_decides_though_the_earlier_was_corrected_since(project):
    first = produce.sample(project, taken_on=date(2026, 9, 5), passed=False)
    produce.sample(project, taken_on=date(2026, 9, 5), certificate="C-2")

    deeds.correct(first, certificate="C-9", why="A digit.", by=taker(project), at=make.moment())

    assert requirement(project, "quality")[0] == "met"


def test_an_inspector_samples_what_build_says_it_inspects(project):
    visited = build.inspector(project)

    assert sample(project, by=visited).by == visited
