"""Gathers what a seal holds: plain data, in no language, from which everything in the pack is computed.

Each part is a module with `collect(book, scope)`, which puts figures, facts and tables into the book (book.py here).
The result is validated by schemas/seal-1.json. Names stand in both languages (`{"en", "ko"}`), choices as their codes,
reasons as the dicts that factories.reasons.sentence() puts into words; what people typed stands as they typed it.
"""

from importlib import import_module

PARTS = (
    "core",
    "bases",
    "workforce",
    "production",
    "problems",
    "residents",
    "leads",
    "decisions",
    "ahead",
    "narratives",
    "scorecards",
    "changes",
    "links",
)
"""Modules of this package in the order in which they are asked; a later one may use figures of an earlier one."""


def collected(scope):
    """The whole content of a seal, as plain data. Ask it inside one snapshot (actions/seals.py)."""
    from reports.sealing.book import Book

    book = Book()
    scope.before  # noqa: B018 - the most of earlier seals is in memory before anything of this one is
    for part in PARTS:
        import_module(f"reports.sealing.{part}").collect(book, scope)
    return book.content()
