"""A programme year: its places by risk, its curve, its public record. The overview is the page of the current year."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from committees.rights import NATION
from factories import attention, exports, figures, findings, leads
from factories.models import Colour, CountyPlan, ProgramYear, ReportingPeriod
from factories.views import charts, closing
from regional20x10.shared import pages, tables, words
from regional20x10.shared.graphics import DateAxis

SHOWN = 7
"""Decisions on the first page; the rest is counted."""
SILENT_AFTER = 20


@require_safe
def year(request, year):
    """Any year of the programme, on any day."""
    as_of, years = pages.as_of(request), _years(request.user)
    chosen = next((row for row in years if row.year == year), None)
    if chosen is None:
        return render(request, "factories/years/unknown.html", {"year": year, "years": years}, status=404)
    return render(request, "factories/years/detail.html", of_year(request, chosen, years, as_of))


@require_safe
def year_file(request, year, kind):
    """The places of a year by risk, as a file."""
    exports.allowed(request.user)
    as_of = pages.as_of(request)
    chosen = pages.found(ProgramYear.objects.visible_to(request.user).for_list(), year=year)
    found = cohort_of(request.user, chosen, as_of)
    leads.coverage(found.places, as_of)
    return tables.answer(exports.places(found, year, request.user), kind, f"places-{year}-{as_of}")


def _years(user):
    return list(ProgramYear.objects.visible_to(user).for_list())


def plans_of(user, chosen):
    return CountyPlan.objects.filter(program_year=chosen).visible_to(user)


def cohort_of(user, chosen, as_of):
    """The places of the year one may see; against the year's target for those who see the nation."""
    plans = plans_of(user, chosen)
    whole = user.post.rule.reads == NATION
    return figures.cohort(plans, as_of, target=chosen.target if whole else plans.count())


def of_year(request, chosen, years, as_of):
    """What both pages show of a year."""
    found = cohort_of(request.user, chosen, as_of)
    at = years.index(chosen)
    due_on = chosen.due_on
    source = charts.address("year", chosen.year, as_of)
    return {
        "chosen": chosen,
        "due_on": due_on,
        "days_to_due": (due_on - as_of).days,
        "number": chosen.year - chosen.program.start_year + 1,
        "period": ReportingPeriod.ten_days.filter(starts_on__lte=as_of, ends_on__gte=as_of).first(),
        "years": years,
        "before": years[at - 1] if at else None,
        "after": years[at + 1] if at + 1 < len(years) else None,
        "cohort": found,
        "headline": findings.headline(found, chosen.year, due_on),
        "lead": findings.lead(found),
        "leads": leads.coverage(found.places, as_of),
        "rows": [row_of(place) for place in found.places],
        "axis": axis_of(found.places, due_on),
        "figures": summary(found),
        "map": charts.map_of(found, charts.other_points(request.user, plans_of(request.user, chosen))),
        "curve": charts.curve([row.pk for row in found.standings], as_of, due_on, source) if found.projects else None,
        "steps": charts.steps(found) if found.known else None,
        "inaugurations": [place for place in found.places if place.inauguration],
        "closing": closing.on_year(request, chosen, as_of),
        "file_csv": reverse("year_file", args=[chosen.year, "csv"]),
        "file_xlsx": reverse("year_file", args=[chosen.year, "xlsx"]),
        "file_json": reverse("year_file", args=[chosen.year, "json"]),
        "file_parquet": reverse("year_file", args=[chosen.year, "parquet"]),
    }


def row_of(place):
    """A place as a line of the risk table."""
    silent = place.silent_days
    ago = None if silent is None else words.days_left(-silent)
    return {
        "place": place,
        "cause": findings.cause(place),
        "silent": silent,
        "ago": ago,
        "late": (silent or 0) > SILENT_AFTER,
    }


def axis_of(places, due_on):
    """The dates that the range rows of `places` share."""
    days = [day for place in places for day in (place.forecast_early_on, place.forecast_late_on, place.finished_on)]
    return DateAxis.around(due_on, dates=days)


def summary(found):
    """The figures of a strip that need arithmetic."""
    due = sum(row.planned_percent is not None and row.planned_percent >= 100 for row in found.standings)
    gap = found.verified - found.planned if found.verified is not None and found.planned is not None else None
    return {"finished_due": due, "gap": gap, "silent": len(found.silent), "unknown": found.counts[Colour.NONE]}


def waiting(request, found, as_of):
    """The decisions of the overview: the first few, and how many there are."""
    open_ = attention.decisions(found, attention.backlog(request.user, as_of))
    said = _("the first %(shown)s of %(count)s, by date") if len(open_) > SHOWN else _("%(count)s open, by date")
    return {"decisions": open_[:SHOWN], "decisions_said": said % {"shown": SHOWN, "count": len(open_)}}
