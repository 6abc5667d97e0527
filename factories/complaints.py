"""Complaints of residents as known on a day: open, overdue, replied in time, and how long a reply took. Reads only.

An entry counts from the moment it was made until a later one replaces or withdraws it. What has no reply yet has no
days to it: the median is that of the replies given.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Aggregate, Count, DurationField, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from factories.funds import known_before, versions
from factories.models import Complaint, ComplaintMatter, ComplaintReply, ComplaintState, County, Province


class Why(TextChoices):
    """Why an entry has another version. A list, so that nothing personal is ever written down."""

    TYPED = "typed", _("typed wrongly")
    REGISTER = "register", _("corrected in the register")
    TWICE = "twice", _("entered twice")
    ELSEWHERE = "elsewhere", _("belongs to another factory or number")
    AGAIN = "again", _("entered again after it was withdrawn")


TO_CORRECT = (Why.TYPED, Why.REGISTER)
TO_WITHDRAW = (Why.TYPED, Why.REGISTER, Why.TWICE, Why.ELSEWHERE)
"""What may be chosen for each; AGAIN is nobody's choice."""


class Median(Aggregate):
    """The middle of the values that are known, halfway between two; None without any."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True)
class Counts:
    """Of any complaints, on a day."""

    received: int = 0
    open: int = 0
    """Without a reply, those overdue among them."""
    overdue: int = 0
    in_time: int = 0
    late: int = 0
    """Replied to after the day the reply was due."""
    median_days: float | None = None
    """From receipt to reply, of those replied to; None without a reply."""

    @property
    def replied(self):
        return self.in_time + self.late

    @property
    def in_time_percent(self):
        """Of those that were replied to or are overdue; None while there is none."""
        judged = self.replied + self.overdue
        return 100 * self.in_time / judged if judged else None


@dataclass(frozen=True)
class Line:
    """The complaints of a matter or a place. `of`: a ComplaintMatter, a Province or a County; None for all together."""

    of: object
    counts: Counts


def _number(*states):
    return Count("pk", filter=Q(state_then__in=states))


FIGURES = {
    "n_all": Count("pk"), "n_open": _number(ComplaintState.OPEN, ComplaintState.OVERDUE),
    "n_overdue": _number(ComplaintState.OVERDUE), "n_in_time": _number(ComplaintState.IN_TIME),
    "n_late": _number(ComplaintState.LATE), "median": Median("took"),
}  # fmt: skip
"""In the order of Counts."""


def _counts(row):
    *numbers, median = (row[name] for name in FIGURES)
    return Counts(*numbers, None if median is None else median / timedelta(days=1))


def counted(rows):
    """The Counts of complaints as `Complaint.objects.then()` gives them. One query."""
    return _counts(rows.order_by().aggregate(**FIGURES))


def _grouped(rows, path):
    """{value at `path`: Counts}. One query."""
    return {row[path]: _counts(row) for row in rows.order_by().values(path).annotate(**FIGURES)}


def seen_by(user, as_of):
    """The complaints that a user may see, as known at the end of `as_of`, each as it stood then."""
    return Complaint.objects.visible_to(user).for_list().then(known_before(as_of), as_of)


def by_matter(rows):
    """[Line] of each matter complained of, the most frequent first. One query."""
    found = [Line(ComplaintMatter(matter), counts) for matter, counts in _grouped(rows, "matter").items()]
    return sorted(found, key=lambda line: (-line.counts.received, ComplaintMatter.values.index(line.of)))


def by_place(rows):
    """(lines of provinces, lines of counties) with a complaint, by their codes. Four queries."""
    found = []
    for model, path in ((Province, "project__plan__county__province"), (County, "project__plan__county")):
        counts = _grouped(rows, path)
        places = model.objects.filter(pk__in=counts)
        if model is County:
            places = places.select_related("province").order_by("province__code", "code")
        else:
            places = places.order_by("code")
        found.append([Line(place, counts[place.pk]) for place in places])
    return tuple(found)


def entries(project, as_of):
    """[(the last version of a complaint, its earlier ones, its replies' versions)] known on the day. Two queries.

    The newest first. The replies are [(the last version, its earlier ones)]: one at most, for it is given once.
    """
    cut = known_before(as_of)
    places = [f"by__{place}" for place in ("province", "county", "organization")]
    rows = Complaint.objects.filter(project=project, at__lt=cut).select_related("by", *places)
    replies = {}
    given = ComplaintReply.objects.filter(project=project, at__lt=cut).select_related("complaint", "by", *places)
    for last, earlier in versions(given):
        replies.setdefault(last.complaint.chain, []).append((last, earlier))
    return [(last, earlier, replies.get(last.chain, [])) for last, earlier in versions(rows)]
