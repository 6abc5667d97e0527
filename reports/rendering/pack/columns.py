"""The columns of a table in a Word document: the size of its letters, its widths, which rows hold together."""

import re
import unicodedata
from dataclasses import replace
from functools import cache
from math import ceil
from typing import NamedTuple

from reports.rendering.pack.stationery import WIDTH
from reports.wording import DASH, head

MOST, LONGEST_WORD = 9, 22
"""Columns in letters of the usual size; digits that a word is wide which makes its column as wide: an address is
broken."""
BOLD, NARROW = 1.1, frozenset("fijlrtI .,:;'’!|()/-·\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")
"""How much wider than others bold letters are; letters half as wide as a digit."""
JOIN, JOINED = 0.36, re.compile(r"[0-9A-Za-z%][가-힣]|[가-힣][0-9A-Za-z]")
"""The gap that LibreOffice sets between a digit or a letter and Hangul, in digits; where it does."""
KEPT, SMALL = 18, 84
"""Lines of a table that is never broken over two pages; twentieths of a point of a digit of a second line."""


class Size(NamedTuple):
    """Of the letters of a table."""

    said: str
    """As properties of a run; empty for the usual size."""
    digit: int
    """A digit is wide, in twentieths of a point, as the next."""
    margin: int
    """To the left and to the right in each cell."""


USUAL, SMALLER = Size("", 97, 85), Size('<w:sz w:val="14"/><w:szCs w:val="14"/>', 80, 57)


def size(block):
    return SMALLER if len(block.columns) > MOST else USUAL


def widths(block, size):
    """Twentieths of a point for each column: those as wide as needed first, the others share the rest, none so narrow
    that it breaks a word."""
    more = 2 * size.margin + 20
    needed, least = ([many * size.digit + more for many in found] for found in zip(*_letters(block), strict=True))
    shares = [column.width for column in block.columns]
    whole = WIDTH.twips
    fixed = sum(wide for wide, share in zip(needed, shares, strict=True) if not share)
    if not any(shares) or fixed > 0.7 * whole:
        asked = [min(wide, whole / 3) for wide in needed]
    else:
        rest, parts = whole - fixed, sum(shares)
        asked = [rest * share / parts if share else wide for wide, share in zip(needed, shares, strict=True)]
    return _fitted(asked, least, whole)


def _fitted(asked, least, whole):
    """Widths that make up the whole in the proportions asked for, but no column narrower than its least."""
    narrow = set()
    while True:
        room = whole - sum(least[at] for at in narrow)
        others = sum(wide for at, wide in enumerate(asked) if at not in narrow)
        if not others or room <= 0:
            return [int(wide * whole / sum(least)) for wide in least]
        found = [least[at] if at in narrow else wide * room / others for at, wide in enumerate(asked)]
        more = {at for at, wide in enumerate(found) if wide < least[at]} - narrow
        if not more:
            return [int(wide) for wide in found]
        narrow |= more


def _letters(block):
    """(letters of the longest line, letters of the longest word) of each column; a head may wrap between words."""
    for at, column in enumerate(block.columns):
        lines = [line for row in block.rows for said in (row[at].text, row[at].small) for line in said.split("\n")]
        marked = 2 if any(row[at].state for row in block.rows) else 0
        top = max((length(word) for word in head(column.head).split(" ")), default=1) * BOLD
        word = max((length(word) for line in lines for word in line.split(" ")), default=1)
        yield max([5, top, *map(length, lines)]) + marked, min(max(3, top, word), LONGEST_WORD) + marked


def held(block, widths, size):
    """What holds each row to the next: all of a short table stay together, of a long one the first and the last ones.
    A note never stands on a page by itself."""
    count = len(block.rows)
    short = sum(_lines(row, widths, size) for row in block.rows) <= KEPT
    for at in range(1, count + 1):
        kept = bool(block.note) if at == count else short or at <= 2 or at == count - 1
        yield "<w:keepNext/>" if kept else ""


def _lines(row, widths, size):
    """About how many lines a row has."""
    rooms = [max(1, (wide - 2 * size.margin) / size.digit) for wide in widths]
    lines = [[line for said in (cell.text, cell.small) if said for line in said.split("\n")] for cell in row]
    return max(sum(ceil(length(line) / room) for line in found) for found, room in zip(lines, rooms, strict=True))


def broken(cell, wide, size=USUAL):
    """A Cell whose second line is a range of days longer than its column: broken behind the dash, not within a day."""
    fits = length(cell.small) * SMALL <= wide - 2 * size.margin
    return cell if fits or cell.unit != "date" else replace(cell, small=cell.small.replace(f" {DASH} ", f" {DASH}\n"))


def length(text):
    """In digits, of which all are as wide."""
    return sum(map(_wide, text)) + JOIN * len(JOINED.findall(text))


@cache
def _wide(letter):
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.7
    if letter in "mwMW%":
        return 1.6
    return 0.6 if letter in NARROW else 1.3 if letter.isupper() else 1
