"""Scorecards: provinces, cities and counties of a programme year by their results alone, as of a day. Reads only.

The score is the verified work of a place's factories. Beside it stands what was to be expected of factories of that
size, terrain, distance and season (adjusting.py), and from both the adjusted score with its interval of 80 %:

    adjusted = mean of the year + reliability × (verified − expected)

Places whose intervals overlap are not told apart: each has a span of ranks. The coefficients rest on every factory of
the programme, those of earlier years as they stood on the same day of their year. Nobody's opinion has a field here.
"""

from dataclasses import dataclass, field
from functools import cached_property
from statistics import fmean, quantiles

from committees.rights import COUNTY, NATION, PROVINCE
from factories import figures, standing
from factories.funds import share
from factories.models import County, CountyPlan, FactoryProject, Province
from reports import adjusting, conditions

LEVELS = (PROVINCE, COUNTY)
READERS = (NATION, PROVINCE, COUNTY)
"""Who reads a whole place; a unit sees only its own factories there, by which no place can be judged."""
HIDING = 5
"""So many others, at least, before anything is said of how they are spread: fewer could be told by name."""


@dataclass
class Line:
    """One factory on its place's card."""

    standing: object
    conditions: conditions.Conditions
    expected: float | None = None
    terms: list = field(default_factory=list)
    """[(condition, value, mean, coefficient, points)]"""

    @property
    def project(self):
        return self.standing.project

    @property
    def verified(self):
        value = self.standing.verified_percent
        return None if value is None else float(value)

    @property
    def difference(self):
        return None if self.expected is None else adjusting.settled(self.verified - self.expected)

    @property
    def left_out(self):
        """Why it is not compared: conditions in words, none if it is; without verified work its list is empty."""
        return [conditions.CONDITIONS[name][0] for name in self.conditions.missing]


@dataclass
class Card:
    """A province, city or county. Numbers are percent of work or points of it; None is not known."""

    place: Province | County
    lines: list[Line]
    as_of: object
    mean: float | None = None
    error: float = 0.0
    """Standard error of what was expected."""
    reliability: float | None = None
    adjusted: float | None = None
    low: float | None = None
    high: float | None = None
    best: int | None = None
    """Of its span of ranks, the best and the worst."""
    worst: int | None = None
    ranked: int = 0
    """Places that have a rank."""

    @property
    def level(self):
        return COUNTY if isinstance(self.place, County) else PROVINCE

    @cached_property
    def sum(self):
        """figures.Sum of its factories: the one definition of its results."""
        return figures.Sum([line.standing for line in self.lines])

    # --- results -----------------------------------------------------------------------------------------------------
    @property
    def raw(self):
        """Verified work, %, of the factories of which it is known."""
        return adjusting.settled(self.sum.verified)

    @property
    def days_late(self):
        """Of its latest factory against the date first approved; negative is early."""
        return self.sum.days_late_original

    @property
    def finished(self):
        return self.sum.finished

    @property
    def counting(self):
        """Factories that count toward the year's places."""
        return sum(line.standing.counts for line in self.lines)

    @property
    def counting_months(self):
        """Whole months for which they have counted, together; those that fell out have none."""
        return sum(_months(line.standing.counted_since, self.as_of) for line in self.lines if line.standing.counts)

    @property
    def workers_percent(self):
        """Posts with a certified worker of all posts; those of a factory of which nobody reported are open.

        None if none reported, or no posts are known.
        """
        rows = [line.standing for line in self.lines if line.standing.workers_needed]
        if all(row.workers_certified is None for row in rows):
            return None
        return share(sum(row.workers_certified or 0 for row in rows), sum(row.workers_needed for row in rows))

    @property
    def cover_percent(self):
        """Raw-material cover of the factory covered least."""
        known = [line.standing.raw_cover_percent for line in self.lines]
        return min((float(value) for value in known if value is not None), default=None)

    # --- comparison --------------------------------------------------------------------------------------------------
    @property
    def compared_lines(self):
        return [line for line in self.lines if line.expected is not None]

    @property
    def left_out(self):
        """Factories that are not compared: no verified work, or a condition that nobody recorded."""
        return [line for line in self.lines if line.expected is None]

    @property
    def compared(self):
        """Verified work of the factories that are compared; as `raw` where all are."""
        return adjusting.settled(figures.mean(line.verified for line in self.compared_lines))

    @property
    def expected(self):
        return adjusting.settled(figures.mean(line.expected for line in self.compared_lines))

    @property
    def difference(self):
        return None if self.expected is None else adjusting.settled(self.compared - self.expected)

    @property
    def kept(self):
        """What is kept of the difference."""
        return None if self.difference is None else adjusting.settled(self.reliability * self.difference)

    @property
    def tied(self):
        """Whether its rank is a span."""
        return self.best is not None and self.best != self.worst


@dataclass
class Scorecards:
    """Those of a programme year as of a day."""

    year: int
    as_of: object
    provinces: list[Card]
    counties: list[Card]
    fit: adjusting.Fit | None
    """None while no factory can be compared."""

    def of(self, level):
        return self.provinces if level == PROVINCE else self.counties

    def seen_by(self, user):
        """(provinces, counties) whose cards one may see: who reads a whole place sees it and the places in it."""
        post = user.post if user.is_authenticated else None
        if post is None or post.rule.reads not in READERS:
            return [], []
        county_codes = set(County.objects.visible_to(user).values_list("code", flat=True))
        counties = [card for card in self.counties if card.place.code in county_codes]
        if post.rule.reads == COUNTY:
            return [], counties
        province_codes = {card.place.province.code for card in counties}
        return [card for card in self.provinces if card.place.code in province_codes], counties

    def others(self, card):
        """(lower quartile, median, upper quartile) of the other cards of its level; None where they are too few."""
        said = [row.adjusted for row in self.of(card.level) if row is not card and row.adjusted is not None]
        return [adjusting.settled(value) for value in quantiles(said, n=4)] if len(said) >= HIDING else None


def of_year(year, as_of):
    """The Scorecards of `year`, whose factories all are read whoever asks: `seen_by` says which cards one may see."""
    plans = CountyPlan.objects.filter(program_year__year=year)
    return of_cohort(figures.cohort(plans, as_of), year)


def of_cohort(found, year):
    """The same of a figures.Cohort of the whole year. Five queries, and one for each earlier year."""
    projects = [row.project for place in found.places for row in place.standings]
    stood = {row.pk: row for row in found.standings}
    earlier, before = _earlier(year, found.as_of)
    for project in projects:
        project.until = _until(found.as_of, stood[project.pk].original_on)
    known = conditions.of_projects([*projects, *earlier], found.as_of)
    verified = {pk: row.verified_percent for pk, row in stood.items()} | before
    rows = [_observed(project, verified[project.pk], known[project.pk]) for project in [*projects, *earlier]]
    fit = adjusting.fit([row for row in rows if row], year)
    lines = {place.county: [_line(row, known[row.pk], fit) for row in place.standings] for place in found.places}
    counties = [Card(county, said, found.as_of) for county, said in lines.items()]
    provinces = _provinces(counties, found.as_of)
    if fit:
        _judge(counties, provinces, fit)
    return Scorecards(
        year, found.as_of, provinces=provinces, counties=sorted(counties, key=lambda card: card.place.code), fit=fit
    )


def _until(as_of, original_on):
    """Up to which day building is looked at: a factory past its date is not expected to do more than finish."""
    return min(as_of, original_on) if original_on else as_of


def _earlier(year, as_of):
    """(factories of earlier years, {pk: verified %}) as they stood on the same day of their year."""
    rows = FactoryProject.objects.filter(plan__program_year__year__lt=year).select_related(
        "plan__program_year", "plan__county__province"
    )
    by_year, verified = {}, {}
    for project in rows.order_by("code"):
        by_year.setdefault(project.plan.program_year.year, {})[project.pk] = project
    for earlier, projects in sorted(by_year.items()):
        day = conditions.same_day(as_of, as_of.year - (year - earlier))
        stood = standing.on(day, list(projects)).values_list("project", "verified_percent", "original_on")
        for pk, percent, original_on in stood:
            verified[pk], projects[pk].until = percent, _until(day, original_on)
    return [
        project for projects in by_year.values() for project in projects.values() if project.pk in verified
    ], verified


def _observed(project, verified, known):
    if verified is None or known.missing:
        return None
    county = project.plan.county
    return adjusting.Observed(
        code=project.code, place=county.code, province=county.province.code, year=project.plan.program_year.year,
        verified=float(verified), values=known.values,
    )  # fmt: skip


def _line(row, known, fit):
    line = Line(row, known)
    if fit and row.project.code in fit.expected:
        line.expected = fit.expected[row.project.code]
        line.terms = [
            (name, known.values[name], fit.means[name], fit.coefficients[name],
             adjusting.settled(fit.share(name, known.values[name])))
            for name in conditions.CONDITIONS if name in fit.coefficients
        ]  # fmt: skip
    return line


def _provinces(counties, as_of):
    groups = {}
    for card in counties:
        groups.setdefault(card.place.province, []).extend(card.lines)
    return [Card(province, lines, as_of) for province, lines in sorted(groups.items(), key=lambda row: row[0].code)]


def _judge(counties, provinces, fit):
    """Write what is more than chance: of counties by their factories, of provinces by their counties."""
    of_counties = {
        card.place.code: [(1, line.difference) for line in card.compared_lines]
        for card in counties
        if card.compared_lines
    }
    of_provinces = {}
    for card in counties:
        if said := of_counties.get(card.place.code):
            part = (len(said), fmean(value for _one, value in said))
            of_provinces.setdefault(card.place.province.code, []).append(part)
    for cards, groups in ((counties, of_counties), (provinces, of_provinces)):
        _rank([card for card in cards if card.place.code in groups], adjusting.estimates(groups), fit)


def _rank(cards, estimates, fit):
    for card in cards:
        said = estimates[card.place.code]
        card.mean, card.error, card.reliability = (
            fit.mean,
            fit.errors[card.place.code],
            adjusting.settled(said.reliability),
        )
        card.adjusted = adjusting.settled(card.mean + card.kept)
        card.low, card.high = adjusting.interval(card.adjusted, said.variance, card.error)
    spans = {card.place.code: (card.low, card.high) for card in cards if card.low is not None}
    for code, (best, worst) in adjusting.ranks(spans).items():
        card = next(card for card in cards if card.place.code == code)
        card.best, card.worst, card.ranked = best, worst, len(spans)


def _months(since, until):
    """Whole months from `since` to `until`."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return max(0, months - (until.day < since.day))
