"""What each list gives as a file: one table definition a list, read by pages and downloads alike."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.rights import Deed
from factories import findings, reasons, reporting
from factories.models import State
from regional20x10.shared import clock, words
from regional20x10.shared.actions import not_allowed
from regional20x10.shared.tables import DAY, MOMENT, NUMBER, WHOLE, Column, Table


def allowed(user):
    """Raise NotAllowed unless the user's post may download tables."""
    if not user.post.may(Deed.EXPORT):
        raise not_allowed(user.post, Deed.EXPORT)


def notes(user, as_of, filters=None):
    """Where a file comes from: the day, the filter, the scope, and whether its data are real."""
    given = filters.said() if filters else []
    said = [_("As of %(day)s") % {"day": as_of.isoformat()}]
    said += [_("Only %(filter)s: %(value)s") % {"filter": name, "value": value} for name, value in given]
    if not given:
        said.append(_("Not filtered"))
    said.append(_("Within the reach of: %(post)s") % {"post": user.post})
    if clock.demonstration_day():
        said.append(_("Demonstration: all figures, dates and persons are synthetic"))
    return said


# --- places of a year ------------------------------------------------------------------------------------------------
PLACES = [
    Column("rank", gettext_lazy("Rank by risk"), lambda p: p.rank, WHOLE),
    Column("county", gettext_lazy("County, code"), lambda p: p.county.code, width=12),
    Column("county_name", gettext_lazy("County"), lambda p: p.county.name),
    Column("province_name", gettext_lazy("Province"), lambda p: p.county.province.name),
    Column("year", gettext_lazy("Programme year"), lambda p: p.plan.program_year.year, WHOLE),
    Column("standing", gettext_lazy("Standing"), lambda p: words.STATUS[p.colour] if p.standings else None, width=16),
    Column("chance", gettext_lazy("Chance of finishing by the year’s end, 0 to 1"), lambda p: p.chance, NUMBER),
    Column("forecast_on", gettext_lazy("Forecast finish"), lambda p: p.forecast_on, DAY),
    Column(
        "forecast_early_on", gettext_lazy("Forecast, early end of the 80 % range"), lambda p: p.forecast_early_on, DAY
    ),
    Column("forecast_late_on", gettext_lazy("Forecast, late end of the 80 % range"), lambda p: p.forecast_late_on, DAY),
    Column("change_days", gettext_lazy("Forecast against ten days before, days"), lambda p: p.change_days, WHOLE),
    Column("finished_on", gettext_lazy("Finished"), lambda p: p.finished_on, DAY),
    Column("planned_percent", gettext_lazy("Planned, %"), lambda p: p.planned, NUMBER),
    Column("claimed_percent", gettext_lazy("Claimed, %"), lambda p: p.claimed, NUMBER),
    Column("verified_percent", gettext_lazy("Verified, %"), lambda p: p.verified, NUMBER),
    Column("projects", gettext_lazy("Factories"), lambda p: p.projects, WHOLE),
    Column("finished", gettext_lazy("Factories finished"), lambda p: p.finished, WHOLE),
    Column("known", gettext_lazy("Factories with a verified return"), lambda p: p.known, WHOLE),
    Column("days_late_original", gettext_lazy("Days late, original date"), lambda p: p.days_late_original, WHOLE),
    Column("days_late_approved", gettext_lazy("Days late, approved date"), lambda p: p.days_late_approved, WHOLE),
    Column(
        "inaugurated_on",
        gettext_lazy("Inaugurated, public record"),
        lambda p: p.inauguration and p.inauguration.on,
        DAY,
    ),
    Column(
        "inaugurated_days_late",
        gettext_lazy("Inaugurated, days after the year’s end"),
        lambda p: p.inauguration and p.inauguration.days_late,
        WHOLE,
    ),
    Column("cause", gettext_lazy("Main cause"), lambda p: " – ".join(findings.cause(p) or ()), width=60),
]


def places(found, year, user):
    """The places of a Cohort by risk, under its public record."""
    title = _("Places of %(year)s by risk") % {"year": year}
    record = found.record.sentences()
    return Table(title, PLACES, found.places, len(found.places), [*notes(user, found.as_of), *record])


# --- projects --------------------------------------------------------------------------------------------------------
PROJECTS = [
    Column("project", gettext_lazy("Factory, code"), lambda s: s.project.code, width=22),
    Column("type", gettext_lazy("Type of factory"), lambda s: s.project.factory_type.name),
    Column("county", gettext_lazy("County, code"), lambda s: s.project.plan.county.code, width=12),
    Column("county_name", gettext_lazy("County"), lambda s: s.project.plan.county.name),
    Column("province_name", gettext_lazy("Province"), lambda s: s.project.plan.county.province.name),
    Column("year", gettext_lazy("Programme year"), lambda s: s.project.plan.program_year.year, WHOLE),
    Column("unit", gettext_lazy("Construction unit"), lambda s: s.project.construction_unit),
    Column("standing", gettext_lazy("Standing"), lambda s: words.STATUS[s.colour], width=16),
    Column("chance", gettext_lazy("Chance of finishing by the year’s end, 0 to 1"), lambda s: s.chance, NUMBER),
    Column("planned_percent", gettext_lazy("Planned, %"), lambda s: s.planned_percent, NUMBER),
    Column("claimed_percent", gettext_lazy("Claimed, %"), lambda s: s.claimed_percent, NUMBER),
    Column("verified_percent", gettext_lazy("Verified, %"), lambda s: s.verified_percent, NUMBER),
    Column("original_on", gettext_lazy("Original finish"), lambda s: s.original_on, DAY),
    Column("approved_on", gettext_lazy("Approved finish"), lambda s: s.approved_on, DAY),
    Column("forecast_on", gettext_lazy("Forecast finish"), lambda s: s.forecast_on, DAY),
    Column(
        "forecast_early_on", gettext_lazy("Forecast, early end of the 80 % range"), lambda s: s.forecast_early_on, DAY
    ),
    Column("forecast_late_on", gettext_lazy("Forecast, late end of the 80 % range"), lambda s: s.forecast_late_on, DAY),
    Column("finished_on", gettext_lazy("Finished"), lambda s: s.finished_on, DAY),
    Column("days_late_original", gettext_lazy("Days late, original date"), lambda s: s.days_late_original, WHOLE),
    Column("days_late_approved", gettext_lazy("Days late, approved date"), lambda s: s.days_late_approved, WHOLE),
    Column("silent_days", gettext_lazy("Days since the last verified return"), lambda s: s.silent_days, WHOLE),
    Column("reasons", gettext_lazy("Reasons"), lambda s: " ".join(map(reasons.sentence, s.reasons)), width=80),
]


def projects(rows, user, as_of, filters):
    """The list of factories, `rows` a queryset of Standing."""
    return Table(_("Factories"), PROJECTS, rows, rows.count(), notes(user, as_of, filters))


# --- counties --------------------------------------------------------------------------------------------------------
COUNTIES = [
    Column("county", gettext_lazy("County, code"), lambda r: r["county"].code, width=12),
    Column("name_en", gettext_lazy("Name in English"), lambda r: r["county"].name_en),
    Column("name_ko", gettext_lazy("Name in Korean"), lambda r: r["county"].name_ko),
    Column("province_name", gettext_lazy("Province"), lambda r: r["county"].province.name),
    Column("kind", gettext_lazy("Kind"), lambda r: r["county"].get_kind_display(), width=10),
    Column("population", gettext_lazy("Population, census of 2008"), lambda r: r["county"].population, WHOLE),
    Column("year", gettext_lazy("Programme year"), lambda r: r["place"] and r["place"].plan.program_year.year, WHOLE),
    Column(
        "standing",
        gettext_lazy("Standing"),
        lambda r: words.STATUS[r["place"].colour] if r["place"] and r["place"].standings else None,
        width=16,
    ),
    Column(
        "chance",
        gettext_lazy("Chance of finishing by the year’s end, 0 to 1"),
        lambda r: r["place"] and r["place"].chance,
        NUMBER,
    ),
    Column("planned_percent", gettext_lazy("Planned, %"), lambda r: r["place"] and r["place"].planned, NUMBER),
    Column("verified_percent", gettext_lazy("Verified, %"), lambda r: r["place"] and r["place"].verified, NUMBER),
    Column(
        "inaugurated_on",
        gettext_lazy("Inaugurated, public record"),
        lambda r: r["place"] and r["place"].inauguration and r["place"].inauguration.on,
        DAY,
    ),
]


def counties(rows, user, as_of, filters):
    return Table(_("Counties"), COUNTIES, rows, len(rows), notes(user, as_of, filters))


# --- returns ---------------------------------------------------------------------------------------------------------
def _stamp(row, deed, cut):
    at = getattr(row, f"{deed}_at")
    return at if at and at <= cut else None


def returns_columns(as_of):
    """Stamps later than the day are left out, as the list leaves them out."""
    cut = clock.end_of(as_of)
    return [
        Column("project", gettext_lazy("Factory, code"), lambda r: r.project.code, width=22),
        Column("type", gettext_lazy("Type of factory"), lambda r: r.project.factory_type.name),
        Column("county_name", gettext_lazy("County"), lambda r: r.project.plan.county.name),
        Column("province_name", gettext_lazy("Province"), lambda r: r.project.plan.county.province.name),
        Column("year", gettext_lazy("Programme year"), lambda r: r.project.plan.program_year.year, WHOLE),
        Column("period", gettext_lazy("Period"), lambda r: r.period.code, width=12),
        Column("period_ends_on", gettext_lazy("Last day of the period"), lambda r: r.period.ends_on, DAY),
        Column("version", gettext_lazy("Version"), lambda r: r.version, WHOLE),
        Column("state", gettext_lazy("State"), lambda r: state_words(r.state_then), width=12),
        Column("percent", gettext_lazy("Physical progress, %"), lambda r: r.percent, NUMBER),
        Column("crew_people", gettext_lazy("Workers on site"), lambda r: r.crew_people, WHOLE),
        Column("pace", gettext_lazy("Stopped or slowed"), lambda r: r.get_pace_display()),
        Column("submitted_at", gettext_lazy("Submitted"), lambda r: _stamp(r, "submitted", cut), MOMENT),
        Column("verified_at", gettext_lazy("Verified"), lambda r: _stamp(r, "verified", cut), MOMENT),
        Column("accepted_at", gettext_lazy("Accepted"), lambda r: _stamp(r, "accepted", cut), MOMENT),
        Column("returned_at", gettext_lazy("Sent back"), lambda r: _stamp(r, "returned", cut), MOMENT),
        Column("narrative", gettext_lazy("What was done"), lambda r: r.narrative, width=60),
    ]


def state_words(state):
    return State(state).label


def returns(rows, user, as_of, filters):
    """The list of returns, `rows` a queryset of StatusReturn with state_then."""
    return Table(_("Ten-day returns"), returns_columns(as_of), rows, rows.count(), notes(user, as_of, filters))


# --- provinces -------------------------------------------------------------------------------------------------------
PROVINCES = [
    Column("province", gettext_lazy("Province, code"), lambda r: r.province.code, width=12),
    Column("province_name", gettext_lazy("Province"), lambda r: r.province.name),
    Column("places", gettext_lazy("Places"), lambda r: len(r.places), WHOLE),
    Column("inaugurated", gettext_lazy("Inaugurated, public record"), lambda r: r.inaugurated, WHOLE),
    Column("projects", gettext_lazy("Factories"), lambda r: r.projects, WHOLE),
    Column("finished", gettext_lazy("Factories finished"), lambda r: r.finished, WHOLE),
    Column("known", gettext_lazy("Factories with a verified return"), lambda r: r.known, WHOLE),
    Column("planned_percent", gettext_lazy("Planned, %"), lambda r: r.planned, NUMBER),
    Column("claimed_percent", gettext_lazy("Claimed, %"), lambda r: r.claimed, NUMBER),
    Column("verified_percent", gettext_lazy("Verified, %"), lambda r: r.verified, NUMBER),
    *(Column(colour, word, lambda r, colour=colour: r.counts[colour], WHOLE) for colour, word in words.STATUS.items()),
]


def provinces(rows, year, user, as_of):
    title = _("Provinces, places of %(year)s") % {"year": year}
    return Table(title, PROVINCES, rows, len(rows), notes(user, as_of))


# --- board -----------------------------------------------------------------------------------------------------------
def board(found, user):
    """All places of all years, by year and code."""
    rows = sorted(found.places, key=lambda place: (place.plan.program_year.year, place.county.code))
    columns = [column for column in PLACES if column.name != "rank"]
    return Table(_("Places of all years"), columns, rows, len(rows), notes(user, found.as_of))


# --- periods ---------------------------------------------------------------------------------------------------------
REPORTED = [
    Column("period", gettext_lazy("Period"), lambda r: r[1].period.code, width=12),
    Column("project", gettext_lazy("Factory, code"), lambda r: r[0].code, width=22),
    Column("type", gettext_lazy("Type of factory"), lambda r: r[0].factory_type.name),
    Column("county", gettext_lazy("County, code"), lambda r: r[0].plan.county.code, width=12),
    Column("county_name", gettext_lazy("County"), lambda r: r[0].plan.county.name),
    Column("province_name", gettext_lazy("Province"), lambda r: r[0].plan.county.province.name),
    Column("unit", gettext_lazy("Construction unit"), lambda r: r[0].construction_unit),
    Column("state", gettext_lazy("State"), lambda r: reporting.STATES[r[1].state][1], width=12),
    Column("closes_on", gettext_lazy("Last day for returns"), lambda r: r[1].closes_on, DAY),
    Column("until", gettext_lazy("Taken by exception until"), lambda r: r[1].until if r[1].exception else None, DAY),
    Column("submitted_on", gettext_lazy("Submitted"), lambda r: r[1].submitted_on, DAY),
    Column("days_late", gettext_lazy("Days after the deadline"), lambda r: r[1].days_late, WHOLE),
    Column("reason", gettext_lazy("Reason"), lambda r: r[1].sentence, width=80),
]


def reported(rows, user, as_of, filters):
    """The board of periods, `rows` a list of (project, Cell)."""
    return Table(_("Returns by place and period"), REPORTED, rows, len(rows), notes(user, as_of, filters))


_WINDOWS = {
    "last3": gettext_lazy("last 3 closed periods"),
    "last9": gettext_lazy("last 9 closed periods"),
    "whole": gettext_lazy("all closed periods"),
}


def _rate_columns(window, said):
    def of(name):
        return lambda r: getattr(getattr(r[1], window), name)

    slots = {"window": said}
    return [
        Column(f"due_{window}", _("Returns due, %(window)s") % slots, of("due"), WHOLE),
        Column(f"submitted_{window}", _("Submitted, %(window)s") % slots, of("submitted"), WHOLE),
        Column(f"timely_{window}", _("In time, %(window)s") % slots, of("timely"), WHOLE),
        Column(f"completeness_{window}", _("Completeness, %(window)s, %%") % slots, of("completeness"), NUMBER),
        Column(f"timeliness_{window}", _("Timeliness, %(window)s, %%") % slots, of("timeliness"), NUMBER),
    ]  # fmt: skip


def rates(rows, kind, user, as_of):
    """Completeness and timeliness, `rows` a list of (place or unit, Rates)."""
    head = [
        Column("code", gettext_lazy("Code"), lambda r: r[0].code, width=22),
        Column("name_en", gettext_lazy("Name in English"), lambda r: r[0].name_en),
        Column("name_ko", gettext_lazy("Name in Korean"), lambda r: r[0].name_ko),
    ]
    columns = [column for window, said in _WINDOWS.items() for column in _rate_columns(window, said)]
    title = _("Completeness and timeliness by %(kind)s") % {"kind": kind}
    return Table(title, head + columns, rows, len(rows), notes(user, as_of))
