"""What shows that a factory can produce, as known on a day: its trial operations and the samples taken. Reads only.

An entry counts from the moment it was made until a later one replaces or withdraws it.
"""

from dataclasses import dataclass, field

from factories.funds import known_before, versions
from factories.models import QualitySample, TrialRun


@dataclass
class Trials:
    """Of one factory; entries as [(the last version, [earlier ones, the latest first])], the newest first."""

    trials: list = field(default_factory=list)
    samples: list = field(default_factory=list)

    @property
    def passed(self):
        """Whether the latest trial was passed; None without one."""
        return self.latest and self.latest.passed

    @property
    def good(self):
        """Whether the latest sample of each product sampled was passed; None without one."""
        return all(row.passed for row in self.latest_samples) if self.latest_samples else None

    @property
    def latest(self):
        """The trial in force that ended last; None without one."""
        return _last(self.trials, "ended_on")

    @property
    def latest_samples(self):
        """[the sample in force that was taken last of each product sampled], by product."""
        products = sorted({row.product for row, _earlier in self.samples})
        found = [_last([pair for pair in self.samples if pair[0].product == of], "taken_on") for of in products]
        return [row for row in found if row is not None]


def _last(things, name):
    """Of entries in force the one with the latest day; of two on one day that which was first entered later."""
    in_force = [(row, earlier) for row, earlier in things if not row.withdrawn]
    if not in_force:
        return None
    return max(in_force, key=lambda thing: (getattr(thing[0], name), (thing[1] or [thing[0]])[-1].pk))[0]


def of_projects(projects, as_of):
    """{pk: Trials} of `projects`, rows of FactoryProject, as known at the end of `as_of`. Two queries."""
    found = {row.pk: row for row in projects}
    kept = [_by_project(model, found, as_of, *also) for model, also in ((TrialRun, ["document"]), (QualitySample, []))]
    return {pk: Trials(*(versions(rows.get(pk, [])) for rows in kept)) for pk in found}


def _by_project(model, projects, as_of, *also):
    places = [f"by__{place}" for place in ("province", "county", "organization")]
    rows = model.objects.filter(project__in=list(projects), at__lt=known_before(as_of))
    found = {}
    for row in rows.select_related("by", *places, *also):
        row.project = projects[row.project_id]
        found.setdefault(row.project_id, []).append(row)
    return found


def of_project(project, as_of):
    return of_projects([project], as_of)[project.pk]


@dataclass
class Counts:
    """Of several factories: how many have come how far."""

    factories: int
    tried: int
    """With a trial."""
    passed: int
    sampled: int
    """With a quality sample."""
    good: int


def counts(parts):
    """The Counts of any Trials."""
    parts = list(parts)
    tried, sampled = [row.passed for row in parts], [row.good for row in parts]
    known = [len(rows) - rows.count(None) for rows in (tried, sampled)]
    return Counts(len(parts), known[0], tried.count(True), known[1], sampled.count(True))
