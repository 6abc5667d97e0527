"""Places, projects, counties and provinces, with where they stand, as tables to be downloaded."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories import counting, findings, reasons
from factories.exports.notes import notes
from regional20x10.shared import words
from regional20x10.shared.tables import DAY, NUMBER, WHOLE, Column, Table

# --- the life of factories -------------------------------------------------------------------------------------------
LIFE = [
    Column("built", gettext_lazy("Factories built"), lambda s: s.life.built, WHOLE),
    Column("commissioned", gettext_lazy("Factories commissioned"), lambda s: s.life.commissioned, WHOLE),
    Column("operating", gettext_lazy("Factories operating"), lambda s: s.life.operating, WHOLE),
    Column("counting", gettext_lazy("Factories counting"), lambda s: s.life.counting, WHOLE),
    Column("fallen_out", gettext_lazy("Factories fallen out"), lambda s: s.life.fallen_out, WHOLE),
]
"""Of any sum: each step by itself, none in the place of another."""


def stage_in_words(place):
    """The stage of a place; of one that was inaugurated and has no factory in the plans, what is not known."""
    if place.stage:
        return place.stage.label
    return _("not known to operate: no production returns") if place.inauguration else None


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
    Column("inspected_percent", gettext_lazy("Inspected, %"), lambda p: p.inspected, NUMBER),
    Column("findings_open", gettext_lazy("Findings open"), lambda p: p.findings_open, WHOLE),
    Column("findings_critical", gettext_lazy("Critical findings open"), lambda p: p.findings_critical, WHOLE),
    Column("equipment_needed", gettext_lazy("Equipment, pieces needed"), lambda p: p.equipment_needed, WHOLE),
    Column("equipment_installed", gettext_lazy("Equipment, pieces installed"), lambda p: p.equipment_installed, WHOLE),
    Column(
        "equipment_below",
        gettext_lazy("Equipment, kinds below the reference level"),
        lambda p: p.equipment_below,
        WHOLE,
    ),
    Column("short", gettext_lazy("Factories short of a material within 60 days"), lambda p: p.short, WHOLE),
    Column("stage", gettext_lazy("Stage of its life"), lambda p: stage_in_words(p), width=30),
    *LIFE,
    Column("cause", gettext_lazy("Main cause"), lambda p: " – ".join(findings.cause(p) or ()), width=60),
    Column("in_charge", gettext_lazy("Post in charge"), lambda p: p.charge and p.charge.said, width=40),
    Column("in_charge_since", gettext_lazy("In charge since"), lambda p: p.charge and p.charge.starts_on, DAY),
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
    Column("inspected_percent", gettext_lazy("Inspected, %"), lambda s: s.inspected_percent, NUMBER),
    Column("inspected_on", gettext_lazy("Inspected on"), lambda s: s.inspected_on, DAY),
    Column("findings_open", gettext_lazy("Findings open"), lambda s: s.findings_open, WHOLE),
    Column("findings_critical", gettext_lazy("Critical findings open"), lambda s: s.findings_critical, WHOLE),
    Column("cover_days", gettext_lazy("Cover of the scarcest material, days"), lambda s: s.cover_days, WHOLE),
    Column("short_on", gettext_lazy("First day on which a material is short"), lambda s: s.short_on, DAY),
    Column("short_material", gettext_lazy("Material short first, code"), lambda s: s.short_material or None, width=14),
    Column("equipment_needed", gettext_lazy("Equipment, pieces needed"), lambda s: s.equipment_needed, WHOLE),
    Column("equipment_installed", gettext_lazy("Equipment, pieces installed"), lambda s: s.equipment_installed, WHOLE),
    Column(
        "equipment_below",
        gettext_lazy("Equipment, kinds below the reference level"),
        lambda s: s.equipment_below,
        WHOLE,
    ),
    Column("currency", gettext_lazy("Currency"), lambda s: s.project.currency, width=10),
    Column("funds_allocated", gettext_lazy("Funds allocated"), lambda s: s.funds_allocated, NUMBER),
    Column("funds_disbursed", gettext_lazy("Funds disbursed"), lambda s: s.funds_disbursed, NUMBER),
    Column("funds_committed", gettext_lazy("Funds committed"), lambda s: s.funds_committed, NUMBER),
    Column("funds_spent", gettext_lazy("Funds spent"), lambda s: s.funds_spent, NUMBER),
    Column("warnings", gettext_lazy("Warnings of the last return"), lambda s: s.warnings, WHOLE),
    Column("stage", gettext_lazy("Stage of its life"), lambda s: counting.stage(s).label, width=16),
    Column("raw_cover_percent", gettext_lazy("Raw-material cover, %"), lambda s: s.raw_cover_percent, NUMBER),
    Column("raw_material_short", gettext_lazy("Raw material covered least"), lambda s: s.raw_material_short or None),
    Column("workers_needed", gettext_lazy("Posts to be filled"), lambda s: s.workers_needed, WHOLE),
    Column("workers_certified", gettext_lazy("Certified workers for them"), lambda s: s.workers_certified, WHOLE),
    Column("commissioned_on", gettext_lazy("Commissioned"), lambda s: s.commissioned_on, DAY),
    Column("operates_since", gettext_lazy("Operates since"), lambda s: s.operates_since, DAY),
    Column("produced_until", gettext_lazy("Last month verified"), lambda s: s.produced_until, DAY),
    Column("months_reported", gettext_lazy("Months reported of those looked at"), lambda s: s.months_reported, WHOLE),
    Column("utilisation_percent", gettext_lazy("Utilisation, %"), lambda s: s.utilisation_percent, NUMBER),
    Column("quality_percent", gettext_lazy("Batches passed, %"), lambda s: s.quality_percent, NUMBER),
    Column("counted_since", gettext_lazy("Counts since"), lambda s: s.counted_since, DAY),
    Column("fell_out_on", gettext_lazy("Fell out on"), lambda s: s.fell_out_on, DAY),
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
    Column("stage", gettext_lazy("Stage of its life"), lambda r: r["place"] and stage_in_words(r["place"]), width=30),
]


def counties(rows, user, as_of, filters):
    return Table(_("Counties"), COUNTIES, rows, len(rows), notes(user, as_of, filters))


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
    Column("inspected_percent", gettext_lazy("Inspected, %"), lambda r: r.inspected, NUMBER),
    Column("findings_open", gettext_lazy("Findings open"), lambda r: r.findings_open, WHOLE),
    Column("findings_critical", gettext_lazy("Critical findings open"), lambda r: r.findings_critical, WHOLE),
    Column("equipment_needed", gettext_lazy("Equipment, pieces needed"), lambda r: r.equipment_needed, WHOLE),
    Column("equipment_installed", gettext_lazy("Equipment, pieces installed"), lambda r: r.equipment_installed, WHOLE),
    Column(
        "equipment_below",
        gettext_lazy("Equipment, kinds below the reference level"),
        lambda r: r.equipment_below,
        WHOLE,
    ),
    Column("short", gettext_lazy("Factories short of a material within 60 days"), lambda r: r.short, WHOLE),
    *LIFE,
    Column("places_counting", gettext_lazy("Places counting"), lambda r: r.place_life.counting, WHOLE),
    Column("record", gettext_lazy("Public record"), lambda r: ". ".join(r.record.sentences()), width=60),
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
    return Table(
        _("Places of all years"), columns, rows, len(rows), [*notes(user, found.as_of), *found.record.sentences()]
    )
