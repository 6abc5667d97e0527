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


def of_project(project, as_of):
    """The Trials of a factory as known at the end of `as_of`. Two queries."""
    cut, places = known_before(as_of), [f"by__{place}" for place in ("province", "county", "organization")]
    trials = TrialRun.objects.filter(project=project, at__lt=cut).select_related("document", "by", *places)
    samples = QualitySample.objects.filter(project=project, at__lt=cut).select_related("by", *places)
    return Trials(versions(trials), versions(samples))
