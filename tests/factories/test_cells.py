"""Cells of a workbook as values: what can be read in one way is taken, what in two is asked."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.imports import cells
from factories.imports.cells import Unclear


@dataclass
class Cell:
    value: object
    data_type: str = "n"
    number_format: str = "General"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (None, None), ("", None), ("  ", None), (62, 62), (62.5, "62.5"), ("62.5", "62.5"), ("1,234.5", "1234.5"),
        ("1,234", 1234), ("６２．５", "62.5"), ("１，２３４", 1234), ("62.50", "62.5"), (" 62 ", 62), ("\u22125", -5),
        ("+5", 5), (0.1 + 0.2, "0.3"), (".5", "0.5"), ("1\u00a0", 1),
    ],
)  # fmt: skip
def test_a_number_that_can_be_read_in_one_way_is_taken(written, meant):
    assert cells.number(Cell(written)) == (None if meant is None else Decimal(meant))


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("12,5", "12.5 or as 125"), ("1,23", "1.23 or as 123"), ("12만", "in full"), ("3천", "in full"),
        ("5억", "in full"),
        ("sixty", "no number"), ("12 t", "no number"), (True, "yes or no"), (1e308, "more than can be"),
        (float("nan"), "no number"), (float("inf"), "no number"), (datetime(2026, 10, 2), "made a date"),
        (time(3, 4), "made a date"), (62.123, "2 figures after the point"), ("1" * 50, "no number"),
        (10**13, "at most"),
        ("=1+1", "not a formula"), ("1 234,5", "no number"),
    ],
)  # fmt: skip
def test_a_number_that_can_be_read_in_two_ways_or_none_is_asked(written, says):
    with pytest.raises(Unclear, match=says):
        cells.number(Cell(written))


def test_a_formula_and_an_error_are_never_values():
    with pytest.raises(Unclear, match="not a formula"):
        cells.number(Cell("=A1", "f"))
    with pytest.raises(Unclear, match="shows an error"):
        cells.number(Cell("#REF!", "e"))


def test_a_percentage_typed_with_its_sign_is_what_was_typed():
    assert cells.number(Cell(0.62, number_format="0%"), percent=True) == 62
    assert cells.number(Cell("62%"), percent=True) == 62
    assert cells.number(Cell(0.62, number_format='0.00" %"'), percent=True) == Decimal("0.62")


def test_a_whole_number_has_no_fraction_and_no_sign():
    assert cells.whole(Cell("1,200"), largest=2000) == 1200
    with pytest.raises(Unclear, match="whole number"):
        cells.whole(Cell(1.5), largest=10)
    with pytest.raises(Unclear, match="0 or more"):
        cells.whole(Cell(-1), largest=10)


@pytest.mark.parametrize(
    "written",
    [
        date(2026, 10, 2), datetime(2026, 10, 2, 14, 30), "2026-10-02", "2026.10.02", "2026. 10. 2.", "2026/10/2",
        "2026년 10월 2일", "2026년10월2일", "２０２６．１０．０２",
    ],
)  # fmt: skip
def test_a_day_is_taken_as_it_is_written_here(written):
    assert cells.day(Cell(written)) == date(2026, 10, 2)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("02/10/2026", "as two days"), ("2.10.26", "as two days"), ("2026-02-30", "There is no day"),
        (46000, "as 2026"),
        ("yesterday", "is no day"), (date(1999, 12, 31), "of this programme"), (time(1, 2), "as 2026"),
    ],
)  # fmt: skip
def test_a_day_that_is_none_is_asked(written, says):
    with pytest.raises(Unclear, match=says):
        cells.day(Cell(written))


def test_a_text_is_bounded_printable_and_never_a_formula():
    assert cells.text(Cell(4711.0), longest=40) == "4711"
    assert cells.text(Cell(" W-1 \r\n x"), longest=40) == "W-1 \n x"
    for value, says in [
        ("x" * 41, "41 characters"),
        ("a\x07b", "printed"),
        (1e20, "cut this number"),
        ("=A1", "formula"),
    ]:
        with pytest.raises(Unclear, match=says):
            cells.text(Cell(value), longest=40)


@given(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=60), st.datetimes(), st.times()),
    st.sampled_from(["n", "s", "f", "e", "b", "d"]),
)
def test_whatever_a_cell_holds_it_is_a_value_or_a_sentence(value, kind):
    for reads in (
        cells.number, cells.day, lambda cell: cells.whole(cell, largest=100), lambda cell: cells.text(cell, longest=40),
        lambda cell: cells.choice(cell, {"a": 1}), lambda cell: cells.number(cell, percent=True),
    ):  # fmt: skip
        try:
            reads(Cell(value, kind))
        except Unclear as unclear:
            assert " " in str(unclear)  # noqa: PT017
