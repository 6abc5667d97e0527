from factories.exports.bases import balance, bases
from factories.exports.closing import carried, lessons, operating
from factories.exports.commissioning import samples, trials, workforce
from factories.exports.notes import allowed, notes
from factories.exports.photos import photos
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
from factories.exports.residents import complaints, demand
from factories.exports.standings import board, counties, places, projects, provinces

__all__ = [
    "allowed",
    "balance",
    "bases",
    "board",
    "carried",
    "complaints",
    "counties",
    "demand",
    "equipment",
    "findings_made",
    "funds",
    "inspections",
    "lessons",
    "notes",
    "operating",
    "photos",
    "places",
    "production",
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
