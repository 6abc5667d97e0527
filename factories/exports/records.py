"""What was reported, found, supplied and paid, as tables to be downloaded."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories import production as monthly
from factories import reporting
from factories.exports.notes import notes
from factories.models import FindingState, State
from regional20x10.shared import clock
from regional20x10.shared.tables import DAY, MOMENT, NUMBER, WHOLE, Column, Table

OF_PROJECT = [
    Column("project", gettext_lazy("Factory, code"), lambda r: r.project.code, width=22),
    Column("type", gettext_lazy("Type of factory"), lambda r: r.project.factory_type.name),
    Column("county_name", gettext_lazy("County"), lambda r: r.project.plan.county.name),
    Column("province_name", gettext_lazy("Province"), lambda r: r.project.plan.county.province.name),
    Column("year", gettext_lazy("Programme year"), lambda r: r.project.plan.program_year.year, WHOLE),
]
"""Of which factory a row is, whatever it says of it."""


# --- returns ---------------------------------------------------------------------------------------------------------
def _stamp(row, deed, cut):
    at = getattr(row, f"{deed}_at")
    return at if at and at <= cut else None


def _ladder(as_of):
    """How far a return came by the end of the day, and its words; later stamps are left out, as the list does."""
    cut = clock.end_of(as_of)
    return [
        Column("submitted_at", gettext_lazy("Submitted"), lambda r: _stamp(r, "submitted", cut), MOMENT),
        Column("verified_at", gettext_lazy("Verified"), lambda r: _stamp(r, "verified", cut), MOMENT),
        Column("accepted_at", gettext_lazy("Accepted"), lambda r: _stamp(r, "accepted", cut), MOMENT),
        Column("returned_at", gettext_lazy("Sent back"), lambda r: _stamp(r, "returned", cut), MOMENT),
        Column("narrative", gettext_lazy("What was done"), lambda r: r.narrative, width=60),
    ]


def returns_columns(as_of):
    return [
        *OF_PROJECT,
        Column("period", gettext_lazy("Period"), lambda r: r.period.code, width=12),
        Column("period_ends_on", gettext_lazy("Last day of the period"), lambda r: r.period.ends_on, DAY),
        Column("version", gettext_lazy("Version"), lambda r: r.version, WHOLE),
        Column("state", gettext_lazy("State"), lambda r: state_words(r.state_then), width=12),
        Column("percent", gettext_lazy("Physical progress, %"), lambda r: r.percent, NUMBER),
        Column("crew_people", gettext_lazy("Workers on site"), lambda r: r.crew_people, WHOLE),
        Column("pace", gettext_lazy("Stopped or slowed"), lambda r: r.get_pace_display()),
        Column("spent", gettext_lazy("Money spent in the period"), lambda r: r.spent, NUMBER),
        Column("currency", gettext_lazy("Currency"), lambda r: r.project.currency, width=10),
        Column("deliveries", gettext_lazy("Deliveries"), lambda r: r.delivery_count, WHOLE),
        Column("warnings", gettext_lazy("Warnings"), lambda r: len(r.warnings), WHOLE),
        *_ladder(as_of),
    ]


def state_words(state):
    return State(state).label


def returns(rows, user, as_of, filters):
    """The list of returns, `rows` a queryset of StatusReturn with state_then."""
    return Table(_("Ten-day returns"), returns_columns(as_of), rows, rows.count(), notes(user, as_of, filters))


def production_columns(as_of):
    return [
        *OF_PROJECT,
        Column("month", gettext_lazy("Month"), lambda r: r.period.code, width=12),
        Column("version", gettext_lazy("Version"), lambda r: r.version, WHOLE),
        Column("state", gettext_lazy("State"), lambda r: state_words(r.state_then), width=12),
        Column("output_t", gettext_lazy("Output, t"), lambda r: r.output_t, NUMBER),
        Column("capacity_t", gettext_lazy("Capacity, t"), lambda r: monthly.capacity(r.project, r.period), NUMBER),
        Column("utilisation", gettext_lazy("Utilisation, %"), monthly.utilisation, NUMBER),
        Column("hours_run", gettext_lazy("Hours run"), lambda r: r.hours_run, NUMBER),
        Column("power_kwh", gettext_lazy("Electricity used, kWh"), lambda r: r.power_kwh, WHOLE),
        Column("staff", gettext_lazy("Staff at the month’s end"), lambda r: r.staff, WHOLE),
        Column("warnings", gettext_lazy("Warnings"), lambda r: len(r.warnings), WHOLE),
        *_ladder(as_of),
    ]


def production(rows, user, as_of, filters):
    """The list of production returns, `rows` a queryset of ProductionReturn with state_then."""
    columns = production_columns(as_of)
    return Table(_("Production returns"), columns, rows, rows.count(), notes(user, as_of, filters))


# --- inspections and their findings ----------------------------------------------------------------------------------
INSPECTIONS = [
    *OF_PROJECT,
    Column("visited_on", gettext_lazy("Visited"), lambda r: r.visited_on, DAY),
    Column("percent", gettext_lazy("Inspected, %"), lambda r: r.percent, NUMBER),
    Column("tests_failed", gettext_lazy("Tests not passed"), lambda r: r.tests_failed, WHOLE),
    Column("findings", gettext_lazy("Findings"), lambda r: r.findings_made, WHOLE),
    Column("not_closed", gettext_lazy("Findings not closed"), lambda r: r.findings_open, WHOLE),
    Column("body", gettext_lazy("Inspecting body"), lambda r: r.by and r.by.organization),
    Column("handed_in", gettext_lazy("Handed in"), lambda r: r.at, MOMENT),
    Column("summary", gettext_lazy("Summary"), lambda r: r.summary, width=60),
]
FINDINGS = [
    *OF_PROJECT,
    Column("visited_on", gettext_lazy("Visited"), lambda r: r.inspection.visited_on, DAY),
    Column("package", gettext_lazy("Work package"), lambda r: r.package and r.package.name),
    Column("severity", gettext_lazy("Severity"), lambda r: r.get_severity_display(), width=12),
    Column("text", gettext_lazy("What was found"), lambda r: r.text, width=60),
    Column("assignee", gettext_lazy("Who is to mend it"), lambda r: r.assignee.name),
    Column("due_on", gettext_lazy("To be mended by"), lambda r: r.due_on, DAY),
    Column("state", gettext_lazy("State"), lambda r: FindingState(r.state_then).label, width=20),
    Column("overdue", gettext_lazy("Overdue"), lambda r: _("yes") if r.overdue else _("no"), width=10),
]


def inspections(rows, user, as_of, filters):
    """The list of inspections, `rows` a queryset with what inspections.with_counts() adds."""
    return Table(_("Inspections"), INSPECTIONS, rows, rows.count(), notes(user, as_of, filters))


def findings_made(rows, user, as_of, filters):
    """The list of findings of inspections, `rows` a queryset of Finding with state_then."""
    return Table(_("Findings of inspections"), FINDINGS, rows, rows.count(), notes(user, as_of, filters))


# --- supplies --------------------------------------------------------------------------------------------------------
SHORTAGES = [
    Column("project", gettext_lazy("Factory, code"), lambda r: r.project.code, width=22),
    Column("type", gettext_lazy("Type of factory"), lambda r: r.project.factory_type.name),
    Column("county_name", gettext_lazy("County"), lambda r: r.project.plan.county.name),
    Column("province_name", gettext_lazy("Province"), lambda r: r.project.plan.county.province.name),
    Column("material", gettext_lazy("Material, code"), lambda r: r.material.code, width=12),
    Column("material_name", gettext_lazy("Material"), lambda r: r.material.name),
    Column("unit", gettext_lazy("Unit"), lambda r: r.material.unit, width=10),
    Column("short_on", gettext_lazy("First day short"), lambda r: r.short_on, DAY),
    Column("short_by", gettext_lazy("Missing on that day"), lambda r: r.short_by, NUMBER),
    Column("missing", gettext_lazy("Most missing within 60 days"), lambda r: r.missing, NUMBER),
    Column("needed", gettext_lazy("Needed in all"), lambda r: r.needed, NUMBER),
    Column("delivered", gettext_lazy("Delivered"), lambda r: r.delivered, NUMBER),
    Column("stock", gettext_lazy("Stock on site"), lambda r: r.stock, NUMBER),
    Column("on_way", gettext_lazy("On the way"), lambda r: r.on_way, NUMBER),
    Column("on_order", gettext_lazy("On order, not dispatched"), lambda r: r.on_order, NUMBER),
    Column("cover_days", gettext_lazy("Days of cover"), lambda r: r.cover_days, WHOLE),
]


def shortages(rows, user, as_of, filters):
    """`rows` a list of Supply with their projects."""
    return Table(_("Materials short within 60 days"), SHORTAGES, rows, len(rows), notes(user, as_of, filters))


SUPPLIERS = [
    Column("supplier", gettext_lazy("Supplier, code"), lambda r: r.supplier.code),
    Column("supplier_name", gettext_lazy("Supplier"), lambda r: r.supplier.name),
    Column("promised", gettext_lazy("Orders whose promise has passed"), lambda r: r.promised, WHOLE),
    Column("kept", gettext_lazy("Delivered in full by the day promised"), lambda r: r.kept, WHOLE),
    Column("percent", gettext_lazy("In full and in time, %"), lambda r: r.percent, NUMBER),
    Column("late", gettext_lazy("Late and not yet in full"), lambda r: r.late, WHOLE),
]


def suppliers(rows, user, as_of, filters):
    """`rows` a list of supplies.Reliability."""
    return Table(_("How suppliers keep their promises"), SUPPLIERS, rows, len(rows), notes(user, as_of, filters))


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


# --- funds and equipment ---------------------------------------------------------------------------------------------
FUNDS = [
    Column("province_name", gettext_lazy("Province"), lambda r: r.province.name),
    Column("county", gettext_lazy("County, code"), lambda r: r.county.code, width=12),
    Column("county_name", gettext_lazy("County"), lambda r: r.county.name),
    Column("currency", gettext_lazy("Currency"), lambda r: r.money.currency, width=10),
    Column("projects", gettext_lazy("Factories"), lambda r: r.money.projects, WHOLE),
    Column("plan", gettext_lazy("Plan: budget, or allocated without one"), lambda r: r.money.plan, NUMBER, 16),
    Column("allocated", gettext_lazy("Allocated"), lambda r: r.money.allocated, NUMBER, 16),
    Column("disbursed", gettext_lazy("Disbursed"), lambda r: r.money.disbursed, NUMBER, 16),
    Column("committed", gettext_lazy("Committed"), lambda r: r.money.committed, NUMBER, 16),
    Column("spent", gettext_lazy("Spent"), lambda r: r.money.spent, NUMBER, 16),
    Column("spent_percent", gettext_lazy("Spent of the plan, %"), lambda r: r.money.spent_percent, NUMBER),
    Column("verified_percent", gettext_lazy("Verified, %"), lambda r: r.verified, NUMBER),
    Column("overspent", gettext_lazy("Spent beyond what was disbursed"), lambda r: r.money.overspent, NUMBER, 16),
]


def funds(rows, user, as_of, filters):
    """Funds by county and currency, `rows` a list of funds.Line."""
    return Table(_("Funds by county"), FUNDS, rows, len(rows), notes(user, as_of, filters))


EQUIPMENT = [
    Column("project", gettext_lazy("Factory, code"), lambda r: r.item.project.code, width=22),
    Column("county_name", gettext_lazy("County"), lambda r: r.item.project.plan.county.name),
    Column("province_name", gettext_lazy("Province"), lambda r: r.item.project.plan.county.province.name),
    Column("item", gettext_lazy("Item"), lambda r: r.item.name),
    Column("supplier", gettext_lazy("Supplier"), lambda r: r.item.supplier and r.item.supplier.name),
    Column("reference_level", gettext_lazy("Reference level"), lambda r: r.item.reference_level, WHOLE),
    Column("level", gettext_lazy("Level of what is chosen"), lambda r: r.item.level, WHOLE),
    Column("needed", gettext_lazy("Needed"), lambda r: r.item.quantity, WHOLE),
    Column("ordered", gettext_lazy("Ordered"), lambda r: r.ordered, WHOLE),
    Column("delivered", gettext_lazy("Delivered"), lambda r: r.delivered, WHOLE),
    Column("installed", gettext_lazy("Installed"), lambda r: r.installed, WHOLE),
    Column("tested", gettext_lazy("Tested"), lambda r: r.tested, WHOLE),
    Column("commissioned", gettext_lazy("Commissioned"), lambda r: r.commissioned, WHOLE),
    Column("level_said", gettext_lazy("Level against the reference"), lambda r: r.level_said, width=40),
    Column("late", gettext_lazy("Late"), lambda r: r.late, width=40),
]


def equipment(rows, user, as_of, filters):
    """Items below their reference level or late, `rows` a list of equipment.Progress."""
    title = _("Equipment below its reference level or late")
    return Table(title, EQUIPMENT, rows, len(rows), notes(user, as_of, filters))
