"""Cover and its months computed slowly from docs/domain.md, with fractions and no code of the application."""

from dataclasses import dataclass, field
from fractions import Fraction

HUNDRED = Fraction(100)


@dataclass
class Base:
    area: Fraction | None
    yield_: Fraction | None
    capacity: Fraction | None
    season: list
    """Twelve Fractions."""
    returns: list = field(default_factory=list)
    """[(quarter, [(harvested, lost, withdrawn), the last version last])]."""
    measures: list = field(default_factory=list)
    """[(tonnes a year, due in this year or before, done)]."""

    def a_year(self):
        if self.area is not None:
            return self.area * self.yield_
        return self.capacity

    def months(self):
        """Twelve amounts, each None while not known."""
        found = []
        for month in range(12):
            quarter = month // 3 + 1
            versions = next((versions for of, versions in self.returns if of == quarter), None)
            shares = [self.season[at] for at in range(12) if at // 3 == month // 3]
            if versions and not versions[-1][2]:
                net = versions[-1][0] - versions[-1][1]
                found.append(net * self.season[month] / sum(shares) if sum(shares) else net / 3)
            elif self.a_year() is None:
                found.append(None)
            else:
                found.append(self.a_year() * self.season[month])
        return found

    def this_year(self):
        months = self.months()
        return None if None in months else sum(months)

    def next_year(self):
        if self.a_year() is None:
            return None
        return self.a_year() + sum(tonnes for tonnes, due, done in self.measures if due and not done)


def _together(links, of):
    """Σ share × amount over the bases whose amount is known; None if there are bases and none is known."""
    parts = [(share, of(base)) for base, share in links]
    known = [share * amount / HUNDRED for share, amount in parts if amount is not None]
    return sum(known, Fraction(0)) if known or not parts else None


def cover(links, need):
    """(this year’s %, next year’s %, tonnes missing, hectares); `links`: [(Base, share in %)]."""
    this, next_ = (_together(links, of) for of in (Base.this_year, Base.next_year))
    missing = None if this is None or need is None else max(Fraction(0), need - this)
    lands = [(share, base.yield_) for base, share in links if base.yield_ is not None]
    mean = sum(share * amount for share, amount in lands) / sum(share for share, _t in lands) if lands else None
    hectares = None if missing is None or not mean else missing / mean
    return _percent(this, need), _percent(next_, need), missing, hectares


def _percent(part, whole):
    """Rounded to a tenth, halves up."""
    return None if part is None or not whole else Fraction(int(part / whole * 1000 + Fraction(1, 2)), 10)


def months_short(links, need, stock):
    """[tonnes missing by the end of each month, None from the first that is not known on]."""
    found, come = [], stock
    for month in range(12):
        more = _together(links, lambda base, month=month: base.months()[month])
        come = None if come is None or more is None else come + more
        found.append(None if come is None or need is None else max(Fraction(0), need * (month + 1) / 12 - come))
    return found
