from factories.exports.commissioning import samples, trials, workforce
from factories.exports.notes import allowed, notes
from factories.exports.records import (
    equipment,
    findings_made,
    funds,
    inspections,
    rates,
    reported,
    returns,
    shortages,
    suppliers,
)
from factories.exports.standings import board, counties, places, projects, provinces

__all__ = [
    "allowed",
    "board",
    "counties",
    "equipment",
    "findings_made",
    "funds",
    "inspections",
    "notes",
    "places",
    "projects",
    "provinces",
    "rates",
    "reported",
    "returns",
    "samples",
    "shortages",
    "suppliers",
    "trials",
    "workforce",
]
