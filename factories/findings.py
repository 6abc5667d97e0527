"""What the figures of a year say, in sentences: the heading of a page and the lines under it.

Every sentence is whole in itself, so that a translator can turn it round.
"""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from factories import reasons
from factories.models import Colour, DelayCause
from regional20x10.shared import words

NAMED = 4
"""How many places a sentence names before it counts the rest."""


def headline(cohort, year, due_on):
    """The finding about the places of a year, as one or two sentences."""
    if not cohort.places:
        return [_("No place of %(year)s is known within your post’s reach") % {"year": year}]
    if not cohort.standings:
        return [cohort.record.count_sentence()]
    if cohort.counts[Colour.DONE] == len(cohort.places):
        return [_all_complete(cohort)]
    return _after(cohort, due_on) if cohort.as_of > due_on else _before(cohort, due_on)


def _all_complete(cohort):
    return ngettext("Its one place is complete", "All %(count)s places are complete", len(cohort.places)) % {
        "count": len(cohort.places)
    }


def _after(cohort, due_on):
    done, places = cohort.counts[Colour.DONE], len(cohort.places)
    slots = {"done": done, "places": places, "day": words.day(due_on)}
    said = ngettext("%(done)s of %(places)s place is complete", "%(done)s of %(places)s places are complete", places)
    late = ngettext(
        "%(left)s was due on %(day)s and is not finished",
        "%(left)s were due on %(day)s and are not finished",
        places - done,
    )
    return [said % slots, late % (slots | {"left": places - done})]


def _before(cohort, due_on):
    counts, day = cohort.counts, words.day(due_on, "MONTH_DAY_FORMAT")
    miss, risk, silent = counts[Colour.MISS], counts[Colour.RISK], counts[Colour.NONE]
    said = []
    if miss:
        said.append(
            ngettext("%(count)s place is likely to miss %(day)s", "%(count)s places are likely to miss %(day)s", miss)
        )
        said[-1] %= {"count": miss, "day": day}
        if risk:
            said.append(ngettext("%(count)s more is at risk", "%(count)s more are at risk", risk) % {"count": risk})
    elif risk:
        said.append(
            ngettext(
                "%(count)s place is at risk of missing %(day)s", "%(count)s places are at risk of missing %(day)s", risk
            )
        )
        said[-1] %= {"count": risk, "day": day}
    if silent and len(said) < 2:
        said.append(
            ngettext(
                "Of %(count)s place it is not known where it stands",
                "Of %(count)s places it is not known where they stand",
                silent,
            )
        )
        said[-1] %= {"count": silent}
    return said or [_quiet(cohort, day)]


def of_place(place, as_of):
    """The finding about one place of a year, as a sentence without its stop."""
    due_on = place.plan.program_year.due_on
    slots = {"county": place.county.name, "day": words.day(due_on)}
    if not place.standings:
        return _("No factory of %(county)s is in the plans") % slots
    if place.colour != Colour.DONE and as_of > due_on:
        return _("%(county)s was due on %(day)s and is not finished") % slots
    return _OF_PLACE[place.colour] % slots


_OF_PLACE = {
    Colour.MISS: gettext_lazy("%(county)s is likely to miss %(day)s"),
    Colour.RISK: gettext_lazy("%(county)s is at risk of missing %(day)s"),
    Colour.WATCH: gettext_lazy("%(county)s needs watching for %(day)s"),
    Colour.OK: gettext_lazy("%(county)s is on track for %(day)s"),
    Colour.DONE: gettext_lazy("%(county)s is complete"),
    Colour.NONE: gettext_lazy("Of %(county)s it is not known where it stands"),
}


def _quiet(cohort, day):
    watch, places = cohort.counts[Colour.WATCH], len(cohort.places)
    if watch:
        said = ngettext(
            "No place is at risk; %(count)s needs watching", "No place is at risk; %(count)s need watching", watch
        )
        return said % {"count": watch}
    said = ngettext("Its one place is on track for %(day)s", "All %(count)s places are on track for %(day)s", places)
    return said % {"count": places, "day": day}


def lead(cohort):
    """Why, in a few sentences: which places, who is silent, what the sites give as cause."""
    said = []
    if worst := _of(cohort, Colour.MISS):
        said.append(_("Likely to miss: %(names)s.") % {"names": named(worst)})
    elif at_risk := _of(cohort, Colour.RISK):
        said.append(_("At risk: %(names)s.") % {"names": named(at_risk)})
    if silent := _of(cohort, Colour.NONE):
        said.append(_("Not known for want of verified returns: %(names)s.") % {"names": named(silent)})
    if doubted := _doubted(cohort):
        said.append(_("Inspected far below what is claimed: %(names)s.") % {"names": doubted})
    if causes := _causes(cohort):
        said.append(_("Causes the sites give most often: %(causes)s.") % {"causes": causes})
    return said


def _doubted(cohort):
    """The factories in which an inspection measured far less than the site claims, widest gap first."""
    found = [
        (reason["inspected"] - reason["claimed"], place.county.name, row.project, reason)
        for place in cohort.places
        for row in place.standings
        for reason in row.reasons
        if reason["code"] == "inspected_gap"
    ]
    said = _("%(factory)s, %(county)s (claimed %(claimed)s, inspected %(inspected)s)")
    names = [
        said % {"factory": project.factory_type.name, "county": county,
                **{name: words.percent(reason[name], 0) for name in ("claimed", "inspected")}}
        for _gap, county, project, reason in sorted(found, key=lambda row: (row[0], row[2].code))
    ]  # fmt: skip
    return listed(names)


def _of(cohort, colour):
    return [place for place in cohort.places if place.colour == colour and place.standings]


def named(places):
    """The names of the first few places; the rest counted."""
    return listed([place.county.name for place in places])


def listed(names):
    """The first few of `names`; the rest counted."""
    if len(names) <= NAMED:
        return ", ".join(names)
    rest = len(names) - NAMED + 1
    said = ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", rest)
    return said % {"names": ", ".join(names[: NAMED - 1]), "count": rest}


def _causes(cohort):
    troubled = [row for row in cohort.standings if row.colour in (Colour.MISS, Colour.RISK, Colour.WATCH)]
    found = Counter(reason["cause"] for row in troubled for reason in row.reasons if reason["code"] == "delay")
    return ", ".join(
        _("%(cause)s (%(count)s)") % {"cause": DelayCause(cause).label, "count": count}
        for cause, count in found.most_common(3)
    )


# --- causes of one place ---------------------------------------------------------------------------------------------
TELLING = [
    "stopped", "lost", "silent", "overdue", "inspected_gap", "critical_finding", "nothing_verified", "no_progress",
    "shortage", "blocked", "delay", "over_allocated", "slower", "claim_gap", "behind", "overspent", "underfunded",
    "finding_overdue", "after_approved", "chance", "warnings", "below_reference", "raw_cover", "posts_open",
    "no_plan", "not_begun",
]  # fmt: skip
"""Codes of reasons, the one that says most about what to do first."""
ONCE_BUILT = ["fell_out", "production_silent", "low_utilisation", "quality", "raw_cover", "blocked", "posts_open"]
"""The same of a place whose factories are all built: what keeps it from counting."""


def cause(place):
    """(name of the factory, sentence) that says best why a place stands so or does not count; None if all is well."""
    telling = ONCE_BUILT if place.colour == Colour.DONE else TELLING
    found = [
        (telling.index(reason["code"]), row.chance is None, row.chance or 0, row, reason)
        for row in place.standings
        if row.colour == place.colour
        for reason in row.reasons
        if reason["code"] in telling
    ]
    if not found or place.colour == Colour.OK:
        return None
    *_order, row, reason = min(found, key=lambda item: item[:3])
    return row.project.factory_type.name, reasons.sentence(reason)


def cause_of(row):
    """The sentence that says best why one factory stands as its Standing `row` says; empty if nothing is against it."""
    told = [reason for reason in row.reasons if reason["code"] in TELLING]
    return reasons.sentence(min(told, key=lambda reason: TELLING.index(reason["code"]))) if told else ""
