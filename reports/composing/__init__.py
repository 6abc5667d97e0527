"""A province's report on a year while it is written: what is computed for it, what its text says, what it lacks.

`figures(province, year, as_of)` are the computed figures of each section; in a text `[[key]]` stands for one of them
(texts.py). `missing(report, on)` is everything that must be there before it may be submitted. `document(report)` is
the report as Sections that every writer lays out (reports/document.py). Nothing here writes.
"""

from reports.composing.checks import Missing, missing
from reports.composing.computed import Computed, Figure, said
from reports.composing.gathered import figures, shown, values, version
from reports.composing.reading import Reading
from reports.composing.texts import pieces, resolved, tokens
from reports.composing.told import document

__all__ = [
    "Computed",
    "Figure",
    "Missing",
    "Reading",
    "document",
    "figures",
    "missing",
    "pieces",
    "resolved",
    "said",
    "shown",
    "tokens",
    "values",
    "version",
]  # fmt: skip
