"""What a place was to be expected to reach under its conditions, and how sure that is: arithmetic alone, no reading.

    within      each year's own mean is taken away from the verified work and from every condition
    ridge       coefficients by least squares with a ridge (Hoerl and Kennard 1970, Technometrics 12:55-67), its
                penalty k = p s²/b'b (Hoerl, Kennard and Baldwin 1975, Commun. Statist. 4:105-123), conditions scaled to
                unit length
    jackknife   standard error of what the conditions add, by leaving out one place at a time (Efron and Tibshirani
                1993, An Introduction to the Bootstrap, ch. 11): factories of one place share their conditions
    shrinkage   of places with few factories toward the mean: variance between places by DerSimonian and Laird (1986,
                Control. Clin. Trials 7:177-188), reliability and variance by Morris (1983, JASA 78:47-55)

All numbers are percentage points of verified work; results are rounded so that the order of rows never shows in them.
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean

DIGITS = 4
PER_TERM = 3
"""Factories known for each condition, at least: with fewer nothing is adjusted."""
FEWEST = 4
"""Places, at least, for which it can be told how far they differ by more than chance."""
LEVEL = 0.8
"""Of the intervals, as in forecasts."""
_WIDE = NormalDist().inv_cdf(0.5 + LEVEL / 2)
_NOTHING = 1e-9


@dataclass(frozen=True)
class Observed:
    """A factory whose verified work and conditions are all known."""

    code: str
    place: str
    """Code of its county."""
    province: str
    year: int
    verified: float
    values: dict
    """{condition: number}, the same conditions in every row."""


@dataclass(frozen=True)
class Fit:
    """Expected = mean + Σ coefficient × (value − mean of the value), the means those of the year."""

    mean: float
    coefficients: dict
    """{condition: points a unit}; those that are the same for all factories of each year are not there."""
    means: dict
    """{condition: mean over the factories of the year}"""
    penalty: float
    factories: int
    """All that the coefficients rest on, of earlier years too."""
    places: int
    expected: dict
    """{code: points} of the factories of the year."""
    errors: dict
    """{place: standard error of what its conditions add}, by county and by province."""

    def share(self, condition, value):
        """What a condition adds to what is expected."""
        return self.coefficients[condition] * (value - self.means[condition])


@dataclass(frozen=True)
class Estimate:
    """How far a place lies from what was expected, and how much of that is more than chance."""

    difference: float
    reliability: float
    """0 to 1: the share of the difference that is kept."""
    variance: float | None
    """None where nothing tells how much factories differ by chance."""


def settled(value):
    """As it is shown and compared."""
    return None if value is None else round(value, DIGITS) + 0.0


# --- what was to be expected ----------------------------------------------------------------------------------------
def fit(rows, year):
    """The Fit of `rows` (Observed of this and earlier years) for the factories of `year`; None without any."""
    rows = sorted(rows, key=lambda row: (row.year, row.code))
    now = [row for row in rows if row.year == year]
    if not now:
        return None
    coefficients, penalty = _coefficients(rows)
    means = {name: fmean(row.values[name] for row in now) for name in now[0].values}
    coefficients = {name: settled(said) for name, said in coefficients.items()}
    means = {name: settled(said) for name, said in means.items()}
    made = Fit(
        mean=settled(fmean(row.verified for row in now)), coefficients=coefficients, means=means,
        penalty=settled(penalty), factories=len(rows), places=len({(row.year, row.place) for row in rows}),
        expected={}, errors=_errors(rows, now, means),
    )  # fmt: skip
    made.expected.update((row.code, settled(_predicted(made.mean, coefficients, means, row))) for row in now)
    return made


def _predicted(mean, coefficients, means, row):
    return mean + sum(points * (row.values[name] - means[name]) for name, points in coefficients.items())


def _coefficients(rows):
    """({condition: points a unit}, penalty); no conditions while the factories are too few to tell."""
    import numpy  # only who asks for scorecards pays for loading it

    names = sorted(rows[0].values)
    values = numpy.array([[row.values[name] for name in names] for row in rows], dtype=float)
    verified = numpy.array([row.verified for row in rows], dtype=float)
    years = numpy.array([row.year for row in rows])
    for year in set(years.tolist()):
        own = years == year
        values[own] -= values[own].mean(axis=0)
        verified[own] -= verified[own].mean()
    length = numpy.sqrt((values**2).sum(axis=0))
    told = length > _NOTHING
    freedom = len(rows) - len(set(years.tolist()))
    if not told.any() or freedom < PER_TERM * told.sum():
        return {}, 0.0
    scaled = values[:, told] / length[told]
    least, _left, rank, _sizes = numpy.linalg.lstsq(scaled, verified, rcond=_NOTHING)
    size = float(least @ least)
    if size < _NOTHING:
        return {}, 0.0
    rest = verified - scaled @ least
    penalty = float(rank) * float(rest @ rest) / (freedom - int(rank)) / size
    padded = numpy.vstack([scaled, sqrt(penalty) * numpy.eye(scaled.shape[1])])
    ridge = numpy.linalg.lstsq(padded, numpy.append(verified, numpy.zeros(scaled.shape[1])), rcond=_NOTHING)[0]
    kept = [name for name, tells in zip(names, told, strict=True) if tells]
    return dict(zip(kept, (ridge / length[told]).tolist(), strict=True)), penalty


def _errors(rows, now, means):
    """{county or province: standard error of what its conditions add}: coefficients anew without each place in turn.

    What is common to all places (the mean of the year) is not in it: it moves no place against another.
    """
    said = []
    for one in sorted({(row.year, row.place) for row in rows}):
        rest = [row for row in rows if (row.year, row.place) != one]
        coefficients, _penalty = _coefficients(rest) if rest else ({}, 0.0)
        said.append({row.code: _predicted(0, coefficients, means, row) for row in now})
    groups = {}
    for row in now:
        for place in (row.place, row.province):
            groups.setdefault(place, []).append(row.code)
    return {place: settled(_jackknifed([fmean(one[code] for code in codes) for one in said]))
            for place, codes in sorted(groups.items())}  # fmt: skip


def _jackknifed(values):
    if len(values) < 2:
        return 0.0
    middle = fmean(values)
    return sqrt((len(values) - 1) / len(values) * sum((value - middle) ** 2 for value in values))


# --- how sure that is -----------------------------------------------------------------------------------------------
def estimates(groups):
    """{place: Estimate} of {place: [(weight, difference)]}; places with more and more alike parts are surer."""
    means = {place: _weighted(parts) for place, parts in sorted(groups.items())}
    chance = _by_chance(groups)
    if chance is None:
        return {place: Estimate(mean, 0.0, None) for place, mean in means.items()}
    variances = {place: chance / _effective(groups[place]) for place in means}
    between = _between(means, variances)
    return {
        place: _estimate(mean, variances[place], between, len(means)) for place, mean in means.items()
    }  # fmt: skip


def _weighted(parts):
    return sum(weight * value for weight, value in parts) / sum(weight for weight, _value in parts)


def _effective(parts):
    """How many equal parts tell as much: (Σ w)² / Σ w² (Kish 1965)."""
    return sum(weight for weight, _value in parts) ** 2 / sum(weight**2 for weight, _value in parts)


def _by_chance(groups):
    """The variance of parts of one place about their mean, over all places; of all parts where each place has one."""
    found = [[value for _weight, value in parts] for parts in groups.values()]
    freedom = sum(len(values) - 1 for values in found)
    if not freedom:
        found = [[value for values in found for value in values]]
        freedom = len(found[0]) - 1
    if freedom < 1:
        return None
    return sum(sum((value - fmean(values)) ** 2 for value in values) for values in found) / freedom


def _between(means, variances):
    """The variance between places beyond chance (DerSimonian and Laird)."""
    if len(means) < FEWEST or min(variances.values()) <= 0:
        return 0.0
    weights = {place: 1 / variance for place, variance in variances.items()}
    total = sum(weights.values())
    middle = sum(weights[place] * mean for place, mean in means.items()) / total
    excess = sum(weights[place] * (mean - middle) ** 2 for place, mean in means.items()) - (len(means) - 1)
    return max(0.0, excess / (total - sum(weight**2 for weight in weights.values()) / total))


def _estimate(mean, variance, between, places):
    if variance <= 0:  # all parts of every place are alike: nothing is by chance
        return Estimate(mean, 1.0, 0.0)
    if places < FEWEST:
        return Estimate(mean, 0.0, variance)
    taken = (places - 3) / (places - 1) * variance / (variance + between)
    spread = variance * (1 - (places - 1) / places * taken) + 2 / (places - 3) * (taken * mean) ** 2
    return Estimate(mean, 1 - taken, spread)


def interval(middle, variance, error):
    """(low, high) at LEVEL; (None, None) where the variance is not known."""
    if variance is None:
        return None, None
    width = _WIDE * sqrt(variance + error**2)
    return settled(middle - width), settled(middle + width)


def ranks(intervals):
    """{place: (best, worst rank)} of {place: (low, high)}: behind those surely better, before those surely worse."""
    return {
        place: (
            1 + sum(other_low > high for other_low, _high in intervals.values()),
            len(intervals) - sum(other_high < low for _low, other_high in intervals.values()),
        )
        for place, (low, high) in intervals.items()
    }
