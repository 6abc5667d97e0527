"""Factories: their figures as standing() has them, with the facts on which each rests, and the table of factories."""

from dataclasses import dataclass

from committees.models import Organization
from factories import counting, siting
from factories.models import ProgressLine, WorkPackage
from reports.sealing.book import names


@dataclass(frozen=True)
class Rest:
    """On what a figure of a factory rests."""

    facts: tuple = ()
    """Kinds of evidence (evidence.py)."""
    inputs: tuple = ()
    """Keys of other figures of the same factory."""
    missing: str = ""
    """What is missing where its value is not known (reports.definitions.missing)."""


_VERIFIED = Rest(("verified",), missing="no_verified_return")
_PACE = Rest(("pace",), ("verified_percent", "planned_percent"), "no_pace")
_LATE = ("forecast_on", "finished_on")
_SUPPLY = Rest(("claimed", "order", "dispatch", "delivery"), missing="no_demand")
_MONTHS = Rest(("gate_operate", "months"), ("operates_since",))

RESTS = {
    "due_on": Rest(),
    "original_on": Rest(("original",), missing="no_finish_date"),
    "approved_on": Rest(("approved",), missing="no_finish_date"),
    "forecast_on": _PACE,
    "forecast_early_on": _PACE,
    "forecast_late_on": _PACE,
    "finished_on": Rest(("finished",)),
    "planned_percent": Rest(missing="no_plan"),
    "claimed_percent": Rest(("claimed",), missing="no_return"),
    "verified_percent": _VERIFIED,
    "claimed_period": Rest(("claimed",), missing="no_return"),
    "verified_period": _VERIFIED,
    "earned_days": Rest(("verified",), ("verified_percent", "planned_percent"), "no_verified_return"),
    "spi_t": Rest(("verified",), ("earned_days",), "no_verified_return"),
    "pace": _PACE,
    "chance": Rest(("pace",), ("pace", "due_on"), "no_pace"),
    "days_late_original": Rest((), ("original_on", *_LATE), "no_forecast"),
    "days_late_approved": Rest((), ("approved_on", *_LATE), "no_forecast"),
    "silent_days": Rest(("verified",)),
    "accepted_age_days": Rest(("accepted",), missing="no_accepted_return"),
    "colour": Rest((), ("chance", "silent_days", "claimed_percent", "verified_percent", "planned_percent")),
    "inspected_percent": Rest(("inspected",), missing="no_inspection"),
    "inspected_on": Rest(("inspected",), missing="no_inspection"),
    "cover_days": _SUPPLY,
    "short_on": Rest(_SUPPLY.facts),
    "short_material": Rest(_SUPPLY.facts),
    "funds_allocated": Rest(("allocation",), missing="no_allocation"),
    "funds_disbursed": Rest(("disbursement",), missing="no_disbursement"),
    "funds_committed": Rest(("commitment",), missing="no_commitment"),
    "funds_spent": Rest(("spent",), missing="no_expenditure"),
    "equipment_needed": Rest(missing="no_equipment_list"),
    "equipment_installed": Rest(("claimed",), missing="no_equipment_return"),
    "equipment_below": Rest(missing="no_equipment_list"),
    "findings_open": Rest(("finding", "visited"), missing="no_inspection"),
    "findings_critical": Rest(("critical", "visited"), missing="no_inspection"),
    "warnings": Rest(("claimed",), missing="no_return"),
    "raw_cover_percent": Rest(("base_return",), missing="no_raw_material"),
    "raw_material_short": Rest(("base_return",)),
    "workers_needed": Rest(missing="no_posts"),
    "workers_certified": Rest(("training",), missing="no_training"),
    "commissioned_on": Rest(("gate_commission",)),
    "operates_since": Rest(("gate_operate",)),
    "produced_until": Rest(("months",)),
    "months_reported": _MONTHS,
    "utilisation_percent": Rest(("months",), missing="no_production"),
    "quality_percent": Rest(("months",), missing="no_quality"),
    "counts": Rest(("months",), ("utilisation_percent", "months_reported")),
    "counted_since": _MONTHS,
    "fell_out_on": _MONTHS,
}
"""{column of Standing: on what it rests}."""

PERIODS = {"claimed_period", "verified_period"}


def collect(book, scope, evidence):
    """Figures and rows of all factories. Four queries."""
    packages, lines, units = _packages(scope), _lines(scope, evidence), _units(scope)
    sites = siting.approved_of(scope.projects, scope.until)
    standings = {row.project.pk: row for row in scope.cohort.standings}
    rows = []
    for pk, project in scope.projects.items():
        standing = standings[pk]
        _figures(book, scope, evidence, standing)
        parts = [_package(row, lines.get((pk, row.pk))) for row in packages.get(pk, ())]
        rows.append(_row(project, standing, sites.get(pk), units, parts))
    book.part("projects", rows)


def _figures(book, scope, evidence, standing):
    name = scope.subjects[standing.pk]
    for key, rest in RESTS.items():
        value = _value(scope, standing, key)
        missing = [{"subject": name, "code": rest.missing}] if value is None and rest.missing else ()
        if standing.finished_on and rest.missing in ("no_pace", "no_demand"):
            missing = ()  # nothing is to be forecast of what is finished
        book.figure(
            name, key, value, inputs=[f"{name}/{other}" for other in rest.inputs],
            facts=evidence.of(standing.pk, rest.facts), missing=missing,
        )  # fmt: skip
    project = standing.project
    book.figure(name, "budget", project.budget, missing=_unless(project.budget, name, "no_budget"))
    book.figure(name, "capacity_t_year", project.capacity_t_year)


def _unless(value, subject_, code):
    return [{"subject": subject_, "code": code}] if value is None else ()


def _value(scope, standing, key):
    if key not in PERIODS:
        value = getattr(standing, key)
        return None if value == "" else value
    period = scope.periods.get(getattr(standing, f"{key}_id"))
    return period and period.code


def _row(project, standing, site, units, packages):
    county = project.plan.county
    return {
        "code": project.code,
        "names": names(project.factory_type),
        "county": county.code,
        "province": county.province.code,
        "factory_type": project.factory_type.code,
        "units": {
            "design": names(units.get(project.design_unit_id)),
            "construction": names(units.get(project.construction_unit_id)),
            "operation": names(units.get(project.operation_unit_id)),
        },
        "site": site and {"lat": site.lat, "lon": site.lon, "address": site.name},
        "floor_area_m2": project.floor_area_m2,
        "capacity_t_year": project.capacity_t_year,
        "budget": project.budget,
        "currency": project.currency,
        "legacy_percent": project.legacy_percent,
        "colour": standing.colour,
        "stage": counting.stage(standing).value,
        "reasons": standing.reasons,
        "demonstration": project.demonstration,
        "packages": packages,
    }


def _units(scope):
    """{primary key: Organization} of the units of the factories. One query."""
    found = {
        pk
        for row in scope.projects.values()
        for pk in (row.design_unit_id, row.construction_unit_id, row.operation_unit_id)
    }
    return Organization.objects.in_bulk(found - {None})


def _packages(scope):
    """{project: its work packages in order}. One query."""
    found = {}
    for row in WorkPackage.objects.filter(project__in=scope.projects).order_by("project__code", "order"):
        found.setdefault(row.project_id, []).append(row)
    return found


def _lines(scope, evidence):
    """{(project, package): % in the return on which the verified % rests}. One query."""
    returns = [int(name.partition(":")[2]) for name in evidence.all("verified")]
    rows = ProgressLine.objects.filter(status_return__in=returns)
    rows = rows.values_list("status_return__project_id", "package_id", "percent")
    return {(project, package): percent for project, package, percent in rows}


def _package(row, percent):
    return {
        "names": names(row), "weight": row.weight, "planned_start": row.starts_on, "planned_finish": row.finishes_on,
        "verified_percent": percent,
    }  # fmt: skip
