"""Members in charge of counties, read: who holds which charge on a day, and where nobody does."""

from factories.leads import Coverage, coverage, held_until, lead_of, leads, unled

__all__ = ["Coverage", "coverage", "held_until", "lead_of", "leads", "unled"]
