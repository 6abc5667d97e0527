"""What every figure of a sealed report means: its words, its unit, its formula and where that comes from.

One module for each part of the report, each with `DEFINITIONS`: {key: Definition}, and perhaps `MISSING`: {code: a
sentence on what a figure lacks}. A figure's key is the last part of its name (`county:NP-SONGCHON/verified_percent`).
All words are lazy: they are said in the reader's language.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module

PARTS = (
    "core", "course", "parts_of_building", "life", "bases", "workforce", "production", "problems", "leads", "decisions",
    "scorecards", "provincial",
)  # fmt: skip
"""Modules of this package, in the order of the glossary. Each part adds its own name."""

UNITS = (
    "percent", "points", "chance", "count", "days", "date", "tonnes", "hectares", "money", "index", "colour", "text",
)  # fmt: skip
"""percent 0 to 100; points: differences of percentages; chance 0 to 1; date ISO 8601; colour: a factories.Colour."""


@dataclass(frozen=True)
class Definition:
    """How a figure is named and computed."""

    label: str
    unit: str
    formula: str
    """A full sentence: of which inputs it is made, and what is left out."""
    source: str = ""
    """Where the formula comes from: a standard, a book, a page of docs/."""


def published(source):
    """A source as a reader of a pack can find it, literature or a standard; nothing of a page of docs/."""
    return "" if str(source).startswith("docs/") else str(source)


@cache
def definitions():
    """{key: Definition} of all parts."""
    found = {}
    for part in PARTS:
        found |= import_module(f"reports.definitions.{part}").DEFINITIONS
    return found


@cache
def missing():
    """{code: sentence} of what a figure may lack, of all parts that have MISSING."""
    found = {}
    for part in PARTS:
        found |= getattr(import_module(f"reports.definitions.{part}"), "MISSING", {})
    return found
