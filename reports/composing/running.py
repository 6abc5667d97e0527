"""What is computed for the sections on raw-material bases, on workers and on production: what makes factories run."""

from calendar import monthrange
from datetime import date

from django.db.models import Sum
from django.utils.translation import gettext as _

from factories import bases, counting, norms, workforce
from factories.figures import mean
from factories.models import BaseReturn, ProductionReturn, ProductPlan, RawMaterialBase, TrainingReturn
from factories.output import COUNTED
from regional20x10.shared import clock, words
from reports.composing.cells import cell, day, number, percent, plain_words
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
    projects = scope.projects
    covers = list(bases.of_projects(projects, scope.as_of).values())
    own = list(RawMaterialBase.objects.filter(county__province=scope.province).order_by("code"))
    supplied = bases.supplies(own, scope.as_of).values()
    asked = [row for row in covers if row.materials]
    of_asked = _("of %(total)s that need a raw material") % {"total": len(asked)}
    rows = [
        figure("bases", _("Raw-material bases of the province"), len(own), "count"),
        figure("planted_ha", _("Land of its bases, ha"), bases.total(row.area_ha for row in own), "hectares"),
        figure("expected_t", _("Supply expected of them this year"), bases.total(row.this_year for row in supplied),
               "tonnes"),
        figure("linked", _("Factories with a base"), sum(row.linked for row in asked), "count", of_asked),
        figure("cover", _("Factories covered as the year asks"), sum(row.enough for row in asked), "count", of_asked),
        figure("cover_percent", _("Raw-material cover, mean of factories"), mean(row.percent for row in asked),
               "percent", _asked(scope.program_year.cover_percent)),
        figure("cover_percent_next", _("Cover in the next year, as planned"), mean(row.percent_next for row in asked),
               "percent"),
        figure("raw_missing_t", _("Raw material missing this year"),
               bases.total(cover.missing for row in asked for cover in row.materials), "tonnes"),
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
    return Table("cover", _("Raw material of the year’s factories"), columns, rows)


# --- workers ---------------------------------------------------------------------------------------------------------
def _workers(scope):
    found = workforce.together(workforce.of_projects(scope.projects, scope.as_of).values())
    of_posts = _("of %(total)s posts") % {"total": words.number(found.needed) or words.EN_DASH}
    rows = [
        figure("workers_needed", _("Posts to be filled"), found.needed, "count"),
        figure("training_places", _("Places in training courses"), found.places, "count"),
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
        Column(_("Certified"), "count"), Column(_("Placed"), "count"), Column(_("Missing"), "count"),
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
    found, output = scope.cohort, _output(scope)
    running = [row for row in found.standings if row.operates_since]
    planned = ProductPlan.objects.filter(
        project__in=[row.pk for row in running], year=scope.as_of.year
    ).aggregate(whole=Sum("tonnes"))["whole"]  # fmt: skip
    of_running = _("of %(total)s that may operate") % {"total": len(running)}
    made = bases.total(tonnes for tonnes, _months in output.values())
    rows = [
        figure("output_t", _("Output of %(year)s, verified") % {"year": scope.as_of.year}, made, "tonnes"),
        figure("plan_t", _("Planned for %(year)s") % {"year": scope.as_of.year}, planned, "tonnes"),
        figure("production_known", _("Factories with a verified month"), len(output), "count", of_running),
        figure("utilisation_percent", _("Utilisation, mean of factories"),
               mean(row.utilisation_percent for row in running), "percent",
               _asked(scope.program_year.utilisation_percent)),
        figure("quality_percent", _("Batches passed, mean of factories"), mean(row.quality_percent for row in running),
               "percent"),
        figure("production_counts", _("Factories whose output counts"), found.life.counting, "count", of_running),
    ]  # fmt: skip
    until = max((row.produced_until for row in found.standings if row.produced_until), default=None)
    return Computed(SectionKey.PRODUCTION, rows, [_makers(running, output)], until, "/production/")


def _output(scope):
    """{project: (tonnes, months)} of the year of the as-of day, by the standing verified monthly returns."""
    rows = ProductionReturn.objects.filter(
        project__in=[row.pk for row in scope.projects], period__starts_on__year=scope.as_of.year
    )
    rows = rows.then(clock.end_of(scope.as_of)).filter(state_then__in=COUNTED)
    rows = rows.order_by("project", "period", "-version").distinct("project", "period")
    found = {}
    for project, tonnes in rows.values_list("project", "output_t"):
        whole, months = found.get(project, (0, 0))
        found[project] = (whole + (tonnes or 0), months + 1)
    return found


def _makers(running, output):
    columns = [
        Column(_("Factory"), width=1.5), Column(_("May operate since"), "date"), Column(_("Months"), "count", 0.6),
        Column(_("Output"), "tonnes", 0.8), Column(_("Utilisation"), "percent", 0.8), Column(_("Stage"), width=0.9),
    ]  # fmt: skip
    rows = []
    for row in sorted(running, key=lambda row: row.project.code):
        tonnes, months = output.get(row.pk, (None, None))
        rows.append([
            plain_words(row.project.factory_type.name, row.project.plan.county.name), day(row.operates_since),
            number(months), cell(tonnes, "tonnes"), percent(row.utilisation_percent),
            plain_words(counting.stage(row).label),
        ])  # fmt: skip
    return Table("makers", _("Factories that may operate"), columns, rows)
