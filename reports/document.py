"""A document as data: sections of blocks, written once and laid out by every writer (PDF, DOCX, XLSX, web) in its way.

All words are in the language that is on when the section is made. A cell or a key figure that comes from the seal names
it in `figure`, so that the web pack links it to how it was computed, DOCX locks it and XLSX types it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """What stands in a table: words, and where it is a value of the seal, the value itself."""

    text: str
    small: str = ""
    """A second line."""
    value: object = None
    """The value behind the words: number, ISO date, text; None if unknown or words alone."""
    unit: str = "text"
    """One of reports.definitions.UNITS."""
    figure: str = ""
    """The figure's name; empty for words."""
    state: str = ""
    """A colour, where a status mark stands before the words."""
    subject: str = ""
    """The subject whose page the words link to; empty for none."""


@dataclass(frozen=True)
class Column:
    head: str
    unit: str = "text"
    width: float = 1
    """Share of the width; 0 for as wide as needed."""


@dataclass(frozen=True)
class Paragraph:
    text: str
    strong: bool = False
    figures: tuple = ()
    """Names of the figures that the sentence states."""


@dataclass(frozen=True)
class Points:
    """A list."""

    items: list
    """Strings."""


@dataclass(frozen=True)
class Strip:
    """Four or five key figures."""

    cells: list
    """(label, Cell)."""


@dataclass(frozen=True)
class Table:
    name: str
    """Of the sheet and the anchor: ASCII, stable, unique in the document."""
    title: str
    columns: list
    rows: list
    """Lists of Cell, one for each column."""
    note: str = ""
    complete: str = ""
    """Name of a part of the seal whose rows it shows only in part, said in `note`; XLSX has them all."""
    rest: Callable = tuple
    """The rows that follow, made when asked for: XLSX alone has them, as `note` says."""


@dataclass(frozen=True)
class Chart:
    """A drawing made by reports/drawings.py in the phase before."""

    name: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Narrative:
    """What a province wrote: typed text, in the language it was typed in, its live fields resolved.

    Who signed it is said once for all texts of a report, before them.
    """

    title: str
    said: list
    """Paragraphs, each a list of str and Cell."""


@dataclass(frozen=True)
class Section:
    name: str
    """ASCII, stable: the anchor."""
    title: str
    blocks: list = field(default_factory=list)
    level: int = 1
    new_page: bool = False
