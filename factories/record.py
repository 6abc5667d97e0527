"""What the public record says of a cohort: who was inaugurated, when, how late. A ceremony does not show that a
factory runs: until a production return is verified, none is known to operate."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from factories.counting import Life
from factories.models import Milestone
from regional20x10.shared import words


@dataclass
class Inauguration:
    """The inauguration of a place's factories, as published by the as-of day."""

    on: date
    """The day; the latest of equally trusted sources that disagree."""
    days_late: int
    """Against the year's last day; negative is early."""
    precision: str
    basis: str
    also: list = field(default_factory=list)
    """Other days given by sources that disagree."""
    sources: list = field(default_factory=list)
    """[(title, address)]."""
    milestones: list = field(default_factory=list)
    """Primary keys of the milestones that say so, in the order of their days."""

    @property
    def late(self):
        return self.days_late > 0

    @property
    def basis_words(self):
        return Milestone.Basis(self.basis).label


@dataclass
class Record:
    """The public record of one cohort on the as-of day."""

    year: int | None
    target: int
    by_plan: dict
    """{county plan pk: Inauguration}."""
    life: Life = field(default_factory=Life)
    """How far the places have come since: built, commissioned, operating, counting, fallen out."""

    @property
    def inaugurated(self):
        return len(self.by_plan)

    @property
    def days(self):
        """Days late of the late ones, in order."""
        return sorted(row.days_late for row in self.by_plan.values() if row.late)

    @property
    def late(self):
        return len(self.days)

    @property
    def late_min(self):
        return self.days[0] if self.days else None

    @property
    def late_max(self):
        return self.days[-1] if self.days else None

    @property
    def operating(self):
        """Places that operate with all their factories; None is unknown, for there are no production returns."""
        return self.life.operating if self.life.reported else None

    @property
    def known_to_operate(self):
        return self.operating or 0

    def of(self, plans, life):
        """The part of the record about some county plans (primary keys), whose places have come as far as `life`."""
        part = {pk: self.by_plan[pk] for pk in plans if pk in self.by_plan}
        return Record(year=self.year, target=len(plans), by_plan=part, life=life)

    def count_sentence(self):
        """“20 of 20 inaugurated, 0 known to operate: no production returns”; without the rest once there are any."""
        slots = {"done": self.inaugurated, "target": self.target, "operating": words.number(self.known_to_operate)}
        if self.life.reported:
            return _("%(done)s of %(target)s inaugurated") % slots
        return _("%(done)s of %(target)s inaugurated, %(operating)s known to operate: no production returns") % slots

    def late_sentence(self):
        """“19 of them 7 to 42 days late”, or nothing."""
        if not self.late:
            return ""
        slots = {"late": self.late, "least": self.late_min, "most": self.late_max}
        if self.late_min == self.late_max:
            return (
                ngettext("%(late)s of them %(most)s day late", "%(late)s of them %(most)s days late", self.late_max)
                % slots
            )
        return _("%(late)s of them %(least)s to %(most)s days late") % slots

    def life_sentence(self):
        """“14 of 20 built, 12 commissioned, 9 operating, 7 counting, 1 fallen out”; nothing without such returns."""
        if not self.life.reported:
            return ""
        slots = {"total": words.number(self.life.total)}
        slots |= {step.value: words.number(count) for step, count in self.life.steps}
        return (
            _(
                "%(built)s of %(total)s built, %(commissioned)s commissioned, %(operating)s operating, "
                "%(counting)s counting, %(fallen_out)s fallen out"
            )
            % slots
        )

    def sentences(self):
        """The record in up to three sentences, in the reader's language."""
        return [said for said in (self.count_sentence(), self.late_sentence(), self.life_sentence()) if said]


def inaugurations(plans, as_of, *, year=None, target=None):
    """The Record of `plans` (a list of CountyPlan with program_year) as published by the end of `as_of`. One query.

    Left out: sources of low confidence, and ceremonies of other facilities than the factories.
    """
    plans = list(plans)
    places = {(plan.program_year_id, plan.county_id): plan for plan in plans}
    rows = (
        Milestone.objects.known(as_of)
        .filter(
            kind=Milestone.Kind.INAUGURATED,
            facility="factories",
            met_on__lte=as_of,
            county__in={plan.county_id for plan in plans},
        )
        .exclude(confidence=Milestone.Confidence.LOW)
        .order_by("met_on", "pk")
    )
    by_plan = {}
    for row in rows:
        if plan := places.get((row.program_year_id, row.county_id)):
            by_plan[plan.pk] = _joined(by_plan.get(plan.pk), row, plan.program_year.due_on)
    if target is None:
        target = plans[0].program_year.target if plans else 0
    return Record(year=year, target=target, by_plan=by_plan)


def _joined(found, row, due_on):
    """`found` with what another source says: the later day counts, the other is kept beside it."""
    new = Inauguration(row.met_on, (row.met_on - due_on).days, row.precision, row.basis)
    new.sources = [*(found.sources if found else []), (row.source_title, row.source_url)]
    new.milestones = [*(found.milestones if found else []), row.pk]
    if found:
        new.also = sorted({*found.also, found.on} - {row.met_on})
    return new
