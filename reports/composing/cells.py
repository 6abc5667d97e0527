"""Cells of the computed tables: words with the value behind them."""

from regional20x10.shared import words
from reports.composing.computed import said
from reports.document import Cell
from reports.sealing.book import plain


def cell(value, unit, text=None):
    """A value in its unit; a dash for what is not known."""
    value = plain(value)
    return Cell(text or said(value, unit) or words.EN_DASH, value=value, unit=unit)


def plain_words(text, small=""):
    return Cell(str(text), small=str(small))


def percent(value):
    return cell(value, "percent")


def number(value, unit="count"):
    return cell(value, unit)


def day(value):
    return cell(value, "date")


def of_status(colour):
    """A colour with its mark and word."""
    code = str(getattr(colour, "value", colour))
    return Cell(str(words.STATUS[code]), value=code, unit="colour", state=code)
