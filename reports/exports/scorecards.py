"""Scorecards as a table to be downloaded."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.rights import PROVINCE
from factories.exports import notes
from regional20x10.shared.tables import NUMBER, WHOLE, Column, Table


def _level(card):
    return _("province") if card.level == PROVINCE else card.place.get_kind_display()


SCORECARDS = [
    Column("level", gettext_lazy("Level"), _level, width=10),
    Column("code", gettext_lazy("Code"), lambda c: c.place.code, width=10),
    Column("place", gettext_lazy("Place"), lambda c: c.place.name),
    Column("factories", gettext_lazy("Factories"), lambda c: len(c.lines), WHOLE),
    Column("compared_factories", gettext_lazy("Factories compared"), lambda c: len(c.compared_lines), WHOLE),
    Column("raw", gettext_lazy("Verified work, %"), lambda c: c.raw, NUMBER),
    Column("days_late", gettext_lazy("Days late"), lambda c: c.days_late, WHOLE),
    Column("finished", gettext_lazy("Factories finished"), lambda c: c.finished, WHOLE),
    Column("counting", gettext_lazy("Factories that count"), lambda c: c.counting, WHOLE),
    Column("counting_months", gettext_lazy("Months counted"), lambda c: c.counting_months, WHOLE),
    Column(
        "workers_percent", gettext_lazy("Posts with a certified worker, %"), lambda c: c.workers_percent, NUMBER
    ),
    Column("cover_percent", gettext_lazy("Raw-material cover, %"), lambda c: c.cover_percent, NUMBER),
    Column("compared", gettext_lazy("Verified work of the factories compared, %"), lambda c: c.compared, NUMBER),
    Column("expected", gettext_lazy("Work to be expected, %"), lambda c: c.expected, NUMBER),
    Column("difference", gettext_lazy("Difference, points"), lambda c: c.difference, NUMBER),
    Column("reliability", gettext_lazy("Reliability"), lambda c: c.reliability, NUMBER),
    Column("adjusted", gettext_lazy("Adjusted score"), lambda c: c.adjusted, NUMBER),
    Column("low", gettext_lazy("Lower end of the 80% interval"), lambda c: c.low, NUMBER),
    Column("high", gettext_lazy("Upper end of the 80% interval"), lambda c: c.high, NUMBER),
    Column("rank_low", gettext_lazy("Rank, best"), lambda c: c.best, WHOLE),
    Column("rank_high", gettext_lazy("Rank, worst"), lambda c: c.worst, WHOLE),
    Column("ranked", gettext_lazy("Places ranked"), lambda c: c.ranked or None, WHOLE),
]  # fmt: skip


def scorecards(cards, year, user, as_of):
    """Provinces, then cities and counties, `cards` rows of scorecards.Card."""
    title = _("Scorecards %(year)s") % {"year": year}
    return Table(title, SCORECARDS, cards, len(cards), notes(user, as_of))
