from factories.exports.bases import balance, bases
from factories.exports.notes import allowed, notes
from factories.exports.records import (
    equipment,
    findings_made,
    funds,
    inspections,
    production,
    rates,
    reported,
    returns,
    shortages,
    suppliers,
)
from factories.exports.standings import board, counties, places, projects, provinces

__all__ = [
    "allowed",
    "balance",
    "bases",
    "board",
    "counties",
    "equipment",
    "findings_made",
    "funds",
    "inspections",
    "notes",
    "places",
    "production",
    "projects",
    "provinces",
    "rates",
    "reported",
    "returns",
    "shortages",
    "suppliers",
]
