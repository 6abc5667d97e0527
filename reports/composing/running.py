"""What is computed for the sections on raw-material bases, on workers and on production: what makes factories run."""

from calendar import monthrange
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from factories import bases, counting, norms, output, workforce
from factories.figures import mean
from factories.made import Made, Together
from factories.models import BaseReturn, RawMaterialBase, ReportingPeriod, TrainingReturn
from regional20x10.shared import clock, words
from regional20x10.shared.sums import total
from reports.composing.cells import cell, number, percent, plain_words
from reports.composing.computed import Computed, figure
from reports.document import Column, Table
from reports.models import SectionKey


def sections(scope):
    """{SectionKey: Computed} of these three."""
    return {
        SectionKey.BASES: _bases(scope),
        SectionKey.WORKERS: _workers(scope),
        SectionKey.PRODUCTION: _production(scope),
    }


# --- raw-material bases ----------------------------------------------------------------------------------------------
def _bases(scope):
    covers = list(bases.of_projects(scope.factories, scope.as_of).values())
    own = list(RawMaterialBase.objects.filter(county__province=scope.province).order_by("code"))
    supplied = bases.supplies(own, scope.as_of).values()
    asked = [row for row in covers if row.materials]
    of_asked = _("of %(total)s that need a raw material") % {"total": len(asked)}
    rows = [
        figure("bases", _("Raw-material bases of the province"), len(own), "count"),
        figure("area_ha", _("Land of its bases, ha"), total(row.area_ha for row in own), "hectares"),
        figure("expected_t", _("Supply expected of them this year"), total(row.this_year for row in supplied),
               "tonnes"),
        figure("raw_linked", _("Factories with a base"), sum(row.linked for row in asked), "count", of_asked),
        figure("raw_covered", _("Factories covered as their year asks"), sum(row.enough for row in asked), "count",
               of_asked),
        figure("raw_cover_percent", _("Raw-material cover, mean of factories"), mean(row.percent for row in asked),
               "percent", _asked(scope.program_year.cover_percent)),
        figure("raw_cover_next_percent", _("Cover in the next year, as planned"),
               mean(row.percent_next for row in asked), "percent"),
        figure("raw_missing_t", _("Raw material missing this year"),
               total(cover.missing for row in asked for cover in row.materials), "tonnes"),
    ]  # fmt: skip
    return Computed(SectionKey.BASES, rows, [_covers(asked)], _last_quarter(scope, own), "/bases/")


def _asked(threshold):
    return _("asked for: %(percent)s") % {"percent": words.percent(threshold, 0)}


def _last_quarter(scope, own):
    rows = BaseReturn.objects.in_force(clock.end_of(scope.as_of)).filter(base__in=own, year__lte=scope.as_of.year)
    last = rows.order_by("-year", "-quarter").values_list("year", "quarter").first()
    return last and date(last[0], 3 * last[1], monthrange(last[0], 3 * last[1])[1])


def _covers(asked):
    columns = [
        Column(_("Factory"), width=1.5), Column(_("Raw material covered least"), width=1.3),
        Column(_("Need a year"), "tonnes"), Column(_("Expected"), "tonnes"), Column(_("Cover"), "percent", 0.8),
    ]  # fmt: skip
    rows = []
    for row in asked:
        least = row.scarcest or row.materials[0]
        project = row.project
        rows.append([
            plain_words(project.factory_type.name, project.plan.county.name),
            plain_words(norms.in_words(project.factory_type, least.material)), number(least.need, "tonnes"),
            number(least.expected, "tonnes"), percent(row.percent),
        ])  # fmt: skip
    return Table("cover", _("Raw material of the factories of the year and those built before"), columns, rows)


# --- workers ---------------------------------------------------------------------------------------------------------
def _workers(scope):
    found = workforce.together(workforce.of_projects(scope.projects, scope.as_of).values())
    of_posts = _("of %(total)s posts") % {"total": words.number(found.needed) or words.EN_DASH}
    rows = [
        figure("workers_needed", _("Posts to be filled"), found.needed, "count"),
        figure("workers_places", _("Places in training courses"), found.places, "count"),
        figure("workers_enrolled", _("Workers enrolled"), found.enrolled, "count"),
        figure("workers_certified", _("Posts with a certified worker"), found.filled, "count", of_posts),
        figure("workers_percent", _("Certified of the posts"), found.percent, "percent"),
        figure("workers_placed", _("Workers placed"), found.placed, "count"),
        figure("workers_left", _("Workers who left"), found.left, "count"),
        figure("workers_missing", _("Posts without a certified worker"), found.missing, "count", of_posts),
    ]
    return Computed(SectionKey.WORKERS, rows, [_trades(found)], _trained_until(scope), "/workforce/")


def _trained_until(scope):
    rows = TrainingReturn.objects.filter(project__in=[row.pk for row in scope.projects], on__lte=scope.as_of)
    rows = rows.filter(at__lte=clock.end_of(scope.as_of), withdrawn=False)
    return rows.order_by("-on").values_list("on", flat=True).first()


def _trades(found):
    columns = [
        Column(_("Trade"), width=1.6), Column(_("Posts"), "count"), Column(_("Enrolled"), "count"),
        Column(_("Certified"), "count"), Column(_("Placed"), "count"), Column(pgettext("workers", "Missing"), "count"),
    ]  # fmt: skip
    rows = [
        [
            plain_words(row.trade.name), number(row.needed), number(row.enrolled), number(row.certified),
            number(row.placed), number(row.missing),
        ]
        for row in found.by_trade
    ]  # fmt: skip
    return Table("trades", _("Workers by trade"), columns, rows)


# --- production ------------------------------------------------------------------------------------------------------
def _production(scope):
    running, made = scope.running, _made(scope)
    life = counting.of_factories(running)
    of_built = _("of %(total)s built") % {"total": life.total}
    year = {"year": scope.year}
    whole = Together(made.values())
    rows = [
        figure("output_t", _("Output of %(year)s, verified") % year, whole.output_t, "tonnes"),
        figure("plan_t", _("Planned for these months"), whole.plan_t, "tonnes"),
        figure("plan_met_percent", _("Of the plan met"), whole.plan_met_percent, "percent"),
        figure("capacity_used_percent", _("Of the capacity used"), whole.capacity_used_percent, "percent",
               _asked(scope.program_year.utilisation_percent)),
        figure("months_verified", _("Months verified"), whole.months, "count"),
        figure("factories_operating", _("Factories of all years allowed to operate"), life.operating, "count",
               of_built),
        figure("factories_counting", _("Factories of all years that count"), life.counting, "count", of_built),
        figure("factories_fallen_out", _("Factories of all years that fell out"), life.fallen_out, "count", of_built),
        figure("factories_idle", _("Factories that could count and do not"), sum(bool(row.idle) for row in running),
               "count", of_built),
    ]  # fmt: skip
    until = max((row.produced_until for row in running if row.produced_until), default=None)
    return Computed(SectionKey.PRODUCTION, rows, [_makers(running, made)], until, "/production/")


def _made(scope):
    """{project: Made} of those with a verified month of the year that has ended."""
    periods = list(ReportingPeriod.months.filter(year=scope.year, ends_on__lte=scope.as_of).order_by("starts_on"))
    months = output.of_projects(scope.factories, scope.as_of, periods)
    found = {pk: Made(rows) for pk, rows in months.items()}
    return {pk: row for pk, row in found.items() if row.months}


def _makers(running, made):
    columns = [
        Column(_("Factory"), width=1.5), Column(_("Stage"), width=0.9), Column(_("Months"), "count", 0.6),
        Column(_("Output"), "tonnes", 0.8), Column(_("Utilisation"), "percent", 0.8), Column(_("Idle for"), width=1.1),
    ]  # fmt: skip
    rows = []
    for row in running:
        told = made.get(row.pk)
        rows.append([
            plain_words(row.project.factory_type.name, row.project.plan.county.name), plain_words(row.stage.label),
            number(told and told.months), cell(told and told.output_t, "tonnes"), percent(row.utilisation_percent),
            plain_words(row.idle.said if row.idle else words.EN_DASH),
        ])  # fmt: skip
    return Table("makers", _("Factories that are built"), columns, rows)
