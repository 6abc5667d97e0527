"""Figures that are possible but look wrong. A doubt asks; it blocks only where a rule wants a reason.

Pure arithmetic on percentages 0 to 100 (Decimal or None), so that the form, the API and the import ask the same.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy

JUMP = Decimal(20)
"""Points in one period from which a rise is asked about; three times the usual change, if that is more."""


FACTS = {
    "tenfold": gettext_lazy("%(now)s%% is a tenth of last period’s %(last)s%%: was a digit left out?"),
    "fell": gettext_lazy("%(now)s%% is lower than last period’s %(last)s%%. Progress does not normally fall."),
    "less": gettext_lazy("%(now)s%% is lower than the %(last)s%% of the version that this one replaces."),
    "jump": gettext_lazy("+%(change)s points in ten days is more than usual."),
    "pieces": gettext_lazy("%(now)s delivered and installed is less than last period’s %(last)s. Counts do not fall."),
}
ASK = gettext_lazy("Correct it, or give the reason.")


@dataclass(frozen=True)
class Doubt:
    code: str
    """fell, jump, less or tenfold."""
    slots: dict
    """The figures in the sentence, as text: now, last, change."""
    needs_reason: bool

    @property
    def sentence(self):
        return f"{FACTS[self.code] % self.slots} {ASK}"

    def as_json(self):
        return {"code": self.code, "sentence": self.sentence, **self.slots}


def of_percent(now, last, usual=None):
    """The doubts about `now`, given the last period's figure and the usual change a period, in points."""
    if now is None or last is None:
        return []
    change = now - last
    slots = {"now": plain(now), "last": plain(last), "change": plain(abs(change))}
    if change < 0:
        tenth = last >= 10 and abs(now * 10 - last) <= 1
        return [Doubt("tenfold" if tenth else "fell", slots, True)]
    if change > max(JUMP, 3 * (usual or 0)):
        return [Doubt("jump", slots, False)]
    return []


def of_line(now, last, replaced=None):
    """The doubts about `now` beside the last period's figure and that of the version it replaces, None without one."""
    found = of_percent(now, last)
    fell = any(doubt.needs_reason for doubt in found)
    if fell or now is None or replaced is None or now >= replaced:
        return found
    slots = {"now": plain(now), "last": plain(replaced), "change": plain(replaced - now)}
    return [*found, Doubt("less", slots, True)]


def told(kept):
    """What a doubt kept with a return says, in the reader's language."""
    try:
        return FACTS[kept["code"]] % kept
    except KeyError:
        return kept.get("sentence", "")


def plain(value):
    """50.00 as 50, 12.50 as 12.5."""
    return f"{value.normalize():f}"
