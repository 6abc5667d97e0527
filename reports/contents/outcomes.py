"""How each place stands to the year's end, and what is to be decided about it: read by the chapters."""

from dataclasses import dataclass
from datetime import date, timedelta

from factories import attention, reasons
from factories.counting import Stage
from factories.models import Colour
from reports import wording

DECIDE_WITHIN = timedelta(days=10)
"""What presses is to be decided before the next ten-day return."""
IN_TIME, AFTER, LATE, UNKNOWN = "in_time", "after", "late", "unknown"
OUTCOMES = (IN_TIME, AFTER, LATE, UNKNOWN)


def over(sealed):
    """Whether the year's end has passed: then it is told what was finished by then, not what is forecast."""
    return sealed["as_of"] > sealed["due_on"]


def outcome(sealed, county):
    """One of OUTCOMES, of a row of the seal's counties: finished, or expected to be, by the year's end; finished after
    it; not finished, and forecast for later or likely to miss; not known."""
    subject, due_on = f"county:{county['code']}", sealed["due_on"]
    if finished := sealed.value(subject, "finished_on"):
        return IN_TIME if finished <= due_on else AFTER
    if sealed.value(subject, "expected_done"):
        return IN_TIME
    late = (sealed.value(subject, "forecast_on") or due_on) > due_on
    return LATE if late or county["colour"] == Colour.MISS else UNKNOWN


def operating(sealed):
    """The places all of whose factories operate on the day."""
    return [row for row in sealed["counties"] if row["stage"] in (Stage.OPERATING, Stage.COUNTING)]


def by_outcome(sealed):
    """{outcome: rows of counties by rank}, each outcome present."""
    found = {name: [] for name in OUTCOMES}
    for row in sealed["counties"]:
        found[outcome(sealed, row)].append(row)
    return found


@dataclass(frozen=True)
class Asked:
    """One thing to be decided."""

    by: str
    """ISO date."""
    who: str
    what: str
    county: dict


def asked(sealed):
    """What presses most, one thing a place, the worst places first."""
    pressing = [row for row in sealed["counties"] if row["colour"] in attention.PRESSING]
    return [row for county in pressing if (row := _of_county(sealed, county))]


def _of_county(sealed, county):
    reason = attention.most_pressing(_latest_first(sealed, county))
    if reason is None:
        return None
    province = sealed.subject(f"province:{county['province']}")
    factory = sealed.subject(f"project:{reason['project']}")
    what, who = attention.ask(reason, factory=factory, province=province)
    return Asked(_by(sealed, reason), who, what, county)


def _latest_first(sealed, county):
    """The reasons of a place, first those of the factory forecast to finish last: its forecast is the place's."""
    ends = {row["project"]: sealed.value(f"project:{row['project']}", "forecast_on") for row in county["reasons"]}
    return sorted(county["reasons"], key=lambda row: ends[row["project"]] or "", reverse=True)


def silent(sealed):
    """The rows of places with a factory under way of which nothing was verified for long, by rank."""
    found = []
    for row in sealed["counties"]:
        days = sealed.value(f"county:{row['code']}", "silent_days")
        if days is not None and days > wording.LONG_SILENCE:
            found.append(row)
    return found


def _by(sealed, reason):
    """The day of the reason where it is near and to come, else the day of the next return, within the year."""
    as_of = date.fromisoformat(sealed["as_of"])
    last = (as_of + DECIDE_WITHIN).isoformat()
    if sealed["as_of"] < sealed["due_on"]:
        last = min(last, sealed["due_on"])
    said = reason.get("on") or ""
    return said if sealed["as_of"] < said < last else last


def why(sealed, county):
    """The reason that presses most, or the first told, in a sentence; nothing if none is."""
    told = _latest_first(sealed, county)
    reason = attention.most_pressing(told) or next(iter(told), None)
    if reason is None:
        return ""
    return f"{sealed.subject('project:' + reason['project'])}: {reasons.sentence(reason)}"


IN_TABLE = frozenset({"chance", "after_approved", "finished"})
"""Reasons that the table of a place's factories tells already, in its columns."""


def said(sealed, county):
    """[(factory, its reasons in sentences)], the worst factory first, without what stands in the table above them."""
    found = {}
    for reason in county["reasons"]:
        if reason["code"] in IN_TABLE:
            continue
        found.setdefault(reason["project"], []).append(reasons.sentence(reason))
    return [(sealed.subject(f"project:{code}"), " ".join(sentences)) for code, sentences in found.items()]
