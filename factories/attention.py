"""What needs a decision, read from the standings and the waiting returns: who must act, on what, by when."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from factories import reasons
from factories.models import Colour, ReportingPeriod, State, StatusReturn
from regional20x10.shared import clock, words

VERIFY_WITHIN = timedelta(days=10)
"""A submitted return is to be verified before the next one is due."""
PRESSING = (Colour.MISS, Colour.NONE, Colour.RISK)


@dataclass
class Decision:
    by: date
    where: str
    what: str
    why: str
    who: str
    url: str
    chance: float | None = None
    first: bool = False
    """Whether it goes before others of the same day: what an inspection found is not to be lost among forecasts."""
    days_left: int = 0


def decisions(cohort, waiting):
    """Decisions for the places of a Cohort and the returns that wait (`backlog`), by date, then least likely first.

    A place has one, for what presses most; beside it, each factory in which an inspection found something has its own.
    """
    next_return = _next_return(cohort.as_of)
    found = [row for place in cohort.places if (row := _of_place(place, next_return))]
    found += [row for place in cohort.places for row in _of_inspections(place, next_return)]
    found += [_of_backlog(row, cohort.as_of) for row in waiting]
    for row in found:
        row.days_left = (row.by - cohort.as_of).days
    return sorted(found, key=lambda row: (row.by, not row.first, row.chance is None, row.chance or 0, row.where))


def _next_return(as_of):
    """The day by which the next ten-day return is to be in."""
    period = ReportingPeriod.ten_days.filter(closes_on__gte=as_of).order_by("closes_on").first()
    return period.closes_on if period else as_of + timedelta(days=10)


def _of_place(place, next_return):
    """The most pressing thing about a place; None if nothing is. Of equal ones that of the factory finished last."""
    if place.colour not in PRESSING:
        return None
    standings = sorted(place.standings, key=lambda row: row.forecast_on or date.min, reverse=True)
    for code, found in _ASKED.items():
        for row in standings:
            for reason in row.reasons:
                if reason["code"] == code and row.colour in PRESSING:
                    return _asked(place, row, reason, found, next_return)
    return None


def _of_inspections(place, next_return):
    """What inspections found in the factories of a place, whatever else presses there."""
    for row in place.standings:
        for reason in row.reasons:
            if asked := _INSPECTED.get(reason["code"]):
                found = _asked(place, row, reason, asked, next_return)
                found.first = True
                yield found


def ask(reason, *, factory, province):
    """(what is asked, of whom) for a reason, in words; None if nothing is. `factory`, `province`: names."""
    found = (_ASKED | _INSPECTED).get(reason["code"])
    if not found:
        return None
    what, who, _by = found
    slots = {"factory": factory, "province": province}
    if reason["code"] == "shortage":
        slots["material"] = reasons.material(reason)
    return what() % slots, who() % slots


def _asked(place, row, reason, found, next_return):
    by = found[2]
    what, who = ask(reason, factory=row.project.factory_type.name, province=place.county.province.name)
    return Decision(
        by=min(filter(None, [next_return, by and by(row)])),
        where=place.county.name,
        what=what,
        why=reasons.sentence(reason),
        who=who,
        url=reverse("project", args=[row.project.code]),
        chance=None if row.chance is None else float(row.chance),
    )


def most_pressing(rows):
    """Of reasons (dicts with `code`), the one about which most is to be decided; None if nothing is."""
    order = list(_ASKED | _INSPECTED)
    return min((row for row in rows if row["code"] in order), key=lambda row: order.index(row["code"]), default=None)


_ASKED = {
    # code of a reason: what is asked, who decides, by which day of the standing if that is sooner than the next return
    "stopped": (
        lambda: _("%(factory)s: remove what stopped the work, or move the finish"),
        lambda: _("chief secretary, %(province)s"),
        None,
    ),
    "lost": (
        lambda: _("%(factory)s: go and see, and have the missing returns sent"),
        lambda: _("chief secretary, %(province)s"),
        None,
    ),
    "silent": (
        lambda: _("%(factory)s: have the missing returns sent and verified"),
        lambda: _("chief secretary, %(province)s"),
        None,
    ),
    "overdue": (
        lambda: _("%(factory)s: approve a new finish date with its reason"),
        lambda: _("committee"),
        None,
    ),
    "shortage": (
        lambda: _("%(factory)s: have the material sent before it is short: %(material)s"),
        lambda: _("chief secretary, %(province)s"),
        lambda row: row.short_on,
    ),
    "after_approved": (
        lambda: _("%(factory)s: add means, or approve a new finish date with its reason"),
        lambda: _("committee, on the proposal of %(province)s"),
        lambda row: row.approved_on,
    ),
    "no_progress": (
        lambda: _("%(factory)s: say why verified work does not grow, and what is needed"),
        lambda: _("chief secretary, %(province)s"),
        None,
    ),
    "over_allocated": (
        lambda: _("%(factory)s: stop what is not covered, or allocate the money for it"),
        lambda: _("committee"),
        None,
    ),
}

_INSPECTED = {
    "inspected_gap": (
        lambda: _("%(factory)s: find out which figure is right, and have the return corrected"),
        lambda: _("chief secretary, %(province)s"),
        lambda row: row.inspected_on + VERIFY_WITHIN,
    ),
    "critical_finding": (
        lambda: _("%(factory)s: have the critical findings mended, and closed by the inspectors"),
        lambda: _("chief secretary, %(province)s"),
        None,
    ),
    "fell_out": (
        lambda: _("%(factory)s: say what keeps it from producing, and from when on it produces again"),
        lambda: _("chief secretary, %(province)s"),
        None,
    ),
}


def backlog(user, as_of, projects=None):
    """Returns submitted by `as_of` and neither verified nor sent back by then, by province. One query."""
    rows = StatusReturn.objects.visible_to(user).standing().filter(_waiting(as_of))
    if projects is not None:
        rows = rows.filter(project__in=projects)
    province = "project__plan__county__province__"
    return list(
        rows.values(f"{province}code", f"{province}name_en", f"{province}name_ko")
        .annotate(count=Count("pk"), oldest=Min("submitted_at"))
        .order_by("oldest")
    )


def _waiting(as_of):
    """Submitted by the end of `as_of`, and neither verified nor sent back by then; today's are found by their state."""
    cut = clock.end_of(as_of)
    if as_of >= clock.today():
        return Q(state=State.SUBMITTED, submitted_at__lte=cut)
    verified = Q(verified_at__isnull=True) | Q(verified_at__gt=cut)
    returned = Q(returned_at__isnull=True) | Q(returned_at__gt=cut)
    return Q(verified, returned, submitted_at__lte=cut)


def _of_backlog(row, as_of):
    province = "project__plan__county__province__"
    name = row[f"{province}name_ko" if get_language() == "ko" else f"{province}name_en"]
    oldest = timezone.localdate(row["oldest"])
    said = ngettext(
        "Verify %(count)s ten-day return, or send it back",
        "Verify %(count)s ten-day returns, or send them back",
        row["count"],
    )
    waits = ngettext(
        "The oldest was submitted %(days)s day ago.",
        "The oldest was submitted %(days)s days ago.",
        (as_of - oldest).days,
    )
    return Decision(
        by=oldest + VERIFY_WITHIN,
        where=name,
        what=said % {"count": row["count"]},
        why=waits % {"days": words.number((as_of - oldest).days)},
        who=_("chief secretary, %(province)s") % {"province": name},
        url=f"{reverse('return_list')}?state=submitted&province={row[f'{province}code']}",
    )
