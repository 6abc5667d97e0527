from factories.exports.closing import carried, lessons, operating
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
    "carried",
    "counties",
    "equipment",
    "findings_made",
    "funds",
    "inspections",
    "lessons",
    "notes",
    "operating",
    "places",
    "projects",
    "provinces",
    "rates",
    "reported",
    "returns",
    "shortages",
    "suppliers",
]
