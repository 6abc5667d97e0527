"""What is computed for the sections on results, on problems and on the next year: the work on the factories."""

from django.utils.translation import gettext as _

from factories import closing, delays, reasons
from factories.models import Colour, CountyPlan, DelayCause
from regional20x10.shared import clock, words
from reports.composing.cells import cell, day, number, of_status, percent, plain_words
from reports.composing.computed import Computed, figure
from reports.document import Column, Table
from reports.models import SectionKey


def sections(scope):
    """{SectionKey: Computed} of these three."""
    return {
        SectionKey.RESULTS: _results(scope),
        SectionKey.PROBLEMS: _problems(scope),
        SectionKey.NEXT_YEAR: _next_year(scope),
    }


# --- results ---------------------------------------------------------------------------------------------------------
def _results(scope):
    found = scope.cohort
    counts, life = found.counts, found.life
    of_places = _("of %(total)s") % {"total": len(found.places)}
    of_factories = _("of %(total)s") % {"total": found.projects}
    rows = [
        figure("places", _("Places of the year"), len(found.places), "count"),
        figure("places_done", _("Places complete"), counts[Colour.DONE], "count", of_places),
        figure("expected_done", _("Places complete or forecast to be by 31 December"), found.expected_done, "count",
               of_places),
        figure("projects", _("Factories of the year"), found.projects, "count"),
        figure("finished", _("Factories finished"), found.finished, "count", of_factories),
        figure("verified_percent", _("Work verified"), found.verified, "percent",
               _("planned %(planned)s") % {"planned": words.percent(found.planned) or words.EN_DASH}),
        figure("planned_percent", _("Work planned by then"), found.planned, "percent"),
        figure("inspected_percent", _("Work found by inspections"), found.inspected, "percent"),
        figure("inaugurated", _("Places inaugurated, by the public record"), found.record.inaugurated, "count",
               of_places),
        figure("projects_operating", _("Factories allowed to operate"), life.operating, "count", of_factories),
        figure("projects_counting", _("Factories that count toward the year"), life.counting, "count", of_factories),
        figure("projects_fallen_out", _("Factories that counted and no longer do"), life.fallen_out, "count",
               of_factories),
    ]  # fmt: skip
    return Computed(SectionKey.RESULTS, rows, [_places(scope)], _verified_until(found), "/counties/")


def _verified_until(found):
    """The last day that a verified return is of."""
    ages = [row.silent_days for row in found.standings if row.silent_days is not None]
    return _before(found.as_of, min(ages)) if ages else None


def _before(as_of, days):
    return as_of.fromordinal(as_of.toordinal() - days)


def _places(scope):
    columns = [
        Column(_("County"), width=1.4), Column(_("Standing"), "colour", 1.2), Column(_("Finished"), "count", 0.7),
        Column(_("Verified"), "percent", 0.7), Column(_("Planned"), "percent", 0.7),
        Column(_("Forecast"), "date", 1),
    ]  # fmt: skip
    rows = [
        [
            plain_words(place.county.name), of_status(place.colour),
            cell(place.finished, "count", _("%(done)s of %(total)s") % {"done": place.finished,
                                                                         "total": place.projects}),
            percent(place.verified), percent(place.planned), day(place.finished_on or place.forecast_on),
        ]
        for place in scope.cohort.places
    ]  # fmt: skip
    return Table("places", _("Places of the year, by risk"), columns, rows)


# --- problems --------------------------------------------------------------------------------------------------------
def _problems(scope):
    found = scope.cohort
    pks = [row.pk for row in scope.projects]
    lost = delays.of_projects(pks, scope.as_of)
    counts = found.counts
    rows = [
        figure("places_miss", _("Places likely to miss 31 December"), counts[Colour.MISS], "count"),
        figure("places_risk", _("Places at risk"), counts[Colour.RISK], "count"),
        figure("places_none", _("Places of which nothing is known"), counts[Colour.NONE], "count"),
        figure("late_original", _("Factories after their original date"), found.late_original, "count",
               _("of %(total)s") % {"total": found.projects}),
        figure("days_late_original", _("Most days after the original date"), found.days_late_original, "days",
               _("all before it") if (found.days_late_original or 0) < 0 else ""),
        figure("delay_days", _("Days lost, as the sites gave them"), lost.days(pks), "days"),
        figure("findings_open", _("Findings of inspections that are open"), found.findings_open, "count"),
        figure("findings_critical", _("Of them critical"), found.findings_critical, "count"),
        figure("short", _("Factories short of a material within 60 days"), found.short, "count"),
        figure("equipment_below", _("Equipment below the reference level"), found.equipment_below, "count"),
    ]  # fmt: skip
    return Computed(
        SectionKey.PROBLEMS, rows, [_reasons(scope), _causes(lost)], _verified_until(found), "/projects/?sort=chance"
    )


def _causes(lost):
    columns = [Column(_("Cause"), width=2), Column(_("Days lost"), "days"), Column(_("Factories"), "count")]
    rows = [
        [plain_words(DelayCause(cause).label), number(days, "days"), number(len(projects))]
        for cause, days, projects in lost.by_cause
    ]
    return Table("causes", _("Causes of delay, as the sites gave them"), columns, rows)


def _reasons(scope):
    """What makes a factory's colour, the worst places first."""
    columns = [Column(_("Factory"), width=1.2), Column(_("Standing"), "colour"), Column(_("Why"), width=2.6)]
    shown = [row for place in scope.cohort.places for row in place.standings if row.reasons]
    rows = [
        [
            plain_words(row.project.factory_type.name, row.project.plan.county.name), of_status(row.colour),
            plain_words(" ".join(reasons.sentence(reason) for reason in row.reasons)),
        ]
        for row in shown
    ]  # fmt: skip
    return Table("reasons", _("Factories with a reason to act"), columns, rows)


# --- next year -------------------------------------------------------------------------------------------------------
def _next_year(scope):
    found = scope.cohort
    coming = _coming(scope)
    carried = [row for row in found.standings if row.finished_on is None]
    rows = [
        figure("unfinished", _("Factories not finished"), len(carried), "count",
               _("of %(total)s") % {"total": found.projects}),
        figure("forecast_on", _("The last of them is forecast for"), found.forecast_on, "date"),
        figure("forecast_early_on", _("Earliest by its 80 per cent range"), found.forecast_early_on, "date"),
        figure("forecast_late_on", _("Latest by its 80 per cent range"), found.forecast_late_on, "date"),
        figure("chance", _("Chance that all finish by 31 December"), found.chance, "chance"),
        figure("places_next", _("Places of the next year"), len(coming), "count"),
        figure("carried_over", _("Factories carried over at the close"), _carried(scope), "count"),
    ]  # fmt: skip
    return Computed(
        SectionKey.NEXT_YEAR, rows, [_unfinished(carried), _announced(coming)], _verified_until(found),
        f"/years/{scope.year + 1}/",
    )  # fmt: skip


def _coming(scope):
    rows = CountyPlan.objects.filter(
        program_year__program=scope.program_year.program_id, program_year__year=scope.year + 1,
        county__province=scope.province,
    )  # fmt: skip
    return list(rows.for_list())


def _carried(scope):
    """How many were carried over when the year was closed; None before."""
    if not closing.closed_by(scope.program_year, scope.as_of):
        return None
    rows = scope.program_year.carried.filter(
        project__in=[row.pk for row in scope.projects], at__lte=clock.end_of(scope.as_of)
    )
    return rows.count()


def _unfinished(carried):
    columns = [
        Column(_("Factory"), width=1.6), Column(_("Verified"), "percent", 0.7), Column(_("Forecast"), "date"),
        Column(_("Chance by 31 December"), "chance", 0.9),
    ]  # fmt: skip
    rows = [
        [
            plain_words(row.project.factory_type.name, row.project.plan.county.name), percent(row.verified_percent),
            day(row.forecast_on), cell(row.chance, "chance"),
        ]
        for row in sorted(carried, key=lambda row: (row.forecast_on is None, row.forecast_on, row.project.code))
    ]  # fmt: skip
    return Table("unfinished", _("Factories that are not finished"), columns, rows)


def _announced(coming):
    columns = [Column(_("County")), Column(_("Components"), width=2)]
    rows = [[plain_words(plan.county.name), plain_words(plan.components or words.EN_DASH)] for plan in coming]
    return Table("places_next", _("Places of the next year"), columns, rows)
