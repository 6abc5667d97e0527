"""What stands in the plenary report, chapter by chapter, as reports/document.py describes it: from a seal alone.

Each module has `sections(sealed)`, which gives its Sections in the language that is on.
"""

from importlib import import_module

CHAPTERS = (
    "summary", "programme", "counties", "provinces", "narratives", "bases", "workers", "production", "problems",
    "forecast", "leads", "decisions", "scorecards", "changes", "unaccepted", "sources",
)  # fmt: skip
"""Modules of this package, in the order in which they are read."""


def sections(sealed):
    """Every section of the report."""
    found = []
    for chapter in CHAPTERS:
        found += import_module(f"reports.contents.{chapter}").sections(sealed)
    return found
