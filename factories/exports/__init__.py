from factories.exports.notes import allowed, notes
from factories.exports.photos import photos
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
from factories.exports.residents import complaints, demand
from factories.exports.standings import board, counties, places, projects, provinces

__all__ = [
    "allowed",
    "board",
    "complaints",
    "counties",
    "demand",
    "equipment",
    "findings_made",
    "funds",
    "inspections",
    "notes",
    "photos",
    "places",
    "projects",
    "provinces",
    "rates",
    "reported",
    "returns",
    "shortages",
    "suppliers",
]
