"""What a figure lacks is said in a sentence, and what nobody reported is unknown by every reading of it."""

import re
from datetime import date
from pathlib import Path

import pytest

from reports import definitions, sealing
from reports.composing import figures
from reports.models import SectionKey
from reports.sealing import core, workforce
from tests import make, produce
from tests.reports.gathering import book, content, value

pytestmark = pytest.mark.django_db

CODE = re.compile(r'"subject": [^{}]*?"code": "(\w+)"|missing="(\w+)"|_unless\([^)]*"(\w+)"\)')
"""How the parts of a seal name what a figure lacks."""


def test_every_code_of_what_is_missing_in_a_world_with_gaps_has_a_sentence():
    produce.factory(make.plan(), gates=())
    produce.factory(make.plan(year_=make.year(2025)), on=date(2026, 6, 5))
    make.project()
    produce.base(make.plan().county)

    figures = content()["figures"].values()

    codes = {row["code"] for figure in figures for row in figure.get("missing", ())}
    assert {"training", "base_return", "lead", "inspection"} <= codes
    assert codes - set(definitions.missing()) == set()


def test_every_code_of_what_is_missing_that_a_part_writes_has_a_sentence():
    source = "".join(path.read_text() for path in Path(sealing.__file__).parent.glob("*.py"))

    codes = {code for found in CODE.findall(source) for code in found if code}

    assert len(codes) > 25
    assert codes - set(definitions.missing()) == set()


def test_workers_of_whom_nothing_is_reported_are_not_known_by_any_reading():
    project = produce.factory(make.plan(), gates=())
    found = book(core, workforce)
    county = project.plan.county

    for name in (f"project:{project.code}", f"county:{county.code}", f"province:{county.province.code}", "programme"):
        assert (value(found, f"{name}/workers_certified"), value(found, f"{name}/workers_percent")) == (None, None)
    told = figures(county.province, make.year(2026), make.DAY)
    assert {row.key: row.value for row in told[SectionKey.WORKERS].figures}["workers_certified"] is None
