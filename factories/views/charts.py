"""Charts of a year, a place or a project: drawn for the page, and their specs for the live chart."""

from datetime import date

from django.http import Http404, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from factories import charts, figures
from factories.models import County, FactoryProject
from regional20x10.shared import pages, words

NARROW = {"width": 358, "compact": True}


def curve(projects, as_of, due_on, source=""):
    """The S-curve of `projects` (primary keys) as a page's template takes it; None if nothing is planned."""
    points = figures.scurve(projects, as_of)
    if not points:
        return None
    drawn = {
        "wide": charts.svg(_scurve(points, as_of, due_on)),
        "narrow": charts.svg(_scurve(points, as_of, due_on, narrow=True)),
    }
    return drawn | {"points": _table(points, as_of), "says": _curve_says(points, as_of), "source": source}


def _scurve(points, as_of, due_on, narrow=False):
    size = {"height": 260, **NARROW} if narrow else {}
    return charts.scurve(points, due_on=due_on, as_of=as_of, **size)


def _table(points, as_of):
    """One row a month, and the as-of day."""
    return [
        point
        for point, following in zip(points, [*points[1:], None], strict=True)
        if following is None or following["on"].month != point["on"].month or point["on"] == as_of
    ]


def _curve_says(points, as_of):
    known = [point for point in points if point["on"] <= as_of]
    if not known:
        return _("No work was planned to begin by %(day)s.") % {"day": words.day(as_of)}
    last = known[-1]
    slots = {
        "day": words.day(last["on"]),
        "planned": words.percent(last["planned"]),
        "verified": words.percent(last["verified"]),
        "claimed": words.percent(last["claimed"]),
    }
    if last["verified"] is None:
        return _("Planned %(planned)s on %(day)s; nothing is verified.") % slots
    return _("Verified %(verified)s on %(day)s; planned %(planned)s, claimed %(claimed)s.") % slots


def steps(found, source=""):
    """How many factories of a Cohort have come how far, against the plan."""
    rows = [{"label": label, "value": done, "planned": due} for label, done, due in figures.funnel(found)]
    drawn = {
        key: charts.svg(charts.funnel(rows, total=found.projects, width=width))
        for key, width in (("wide", 480), ("narrow", 358))
    }
    says = _("%(done)s of %(total)s factories are finished; %(due)s were planned to be by now.")
    finished = next(row for row in reversed(rows) if row["planned"] is not None)
    slots = {"done": finished["value"], "total": found.projects, "due": finished["planned"]}
    return drawn | {"rows": rows, "says": says % slots, "source": source}


def map_of(found, others, source=""):
    """The places of a Cohort on the map; `others` are (lat, lon) of the other counties. None without a known point."""
    points = _points(found)
    if not points:
        return None
    says = _("%(count)s places on the map; their standing is in the table.") % {"count": len(points)}
    return {"wide": charts.svg(charts.map_of(points, others)), "says": says, "source": source}


def _points(found):
    return [
        {
            "lat": place.county.point[0],
            "lon": place.county.point[1],
            "state": str(place.colour),
            "rank": place.rank,
            "name": place.county.name,
            "says": str(words.STATUS[place.colour]) if place.standings else "",
        }
        for place in found.places
        if place.county.point
    ]


def other_points(user, plans):
    """(lat, lon) of the counties one may see that are not among `plans`."""
    rows = County.objects.visible_to(user).filter(lat__isnull=False, lon__isnull=False)
    return list(rows.exclude(pk__in=plans.values("county")).order_by("code").values_list("lat", "lon"))


# --- specs for the live charts ---------------------------------------------------------------------------------------
SCOPES = {
    "year": lambda code: {"plan__program_year__year": code},
    "province": lambda code: {"plan__county__province__code": code},
    "county": lambda code: {"plan__county__code": code},
    "project": lambda code: {"code": code},
}


def address(scope, code, as_of, year=None):
    """Where the spec of a place's S-curve is answered."""
    query = f"?as_of={as_of}" + (f"&year={year}" if year else "")
    return reverse("chart_spec", args=[scope, code]) + query


@require_safe
def chart_spec(request, scope, code):
    """The S-curve of a year, province, county or project as a Vega-Lite spec."""
    as_of, narrow = pages.as_of(request), bool(request.GET.get("narrow"))
    if scope not in SCOPES or (scope == "year" and not _is_year(code)):
        raise Http404
    projects = FactoryProject.objects.visible_to(request.user).filter(**SCOPES[scope](code))
    if year := request.GET.get("year"):
        projects = projects.filter(plan__program_year__year=year) if _is_year(year) else projects.none()
    rows = list(projects.values_list("pk", "plan__program_year__year"))
    points = figures.scurve([pk for pk, _year in rows], as_of) if rows else []
    if not points:
        raise Http404
    due_on = date(max(year for _pk, year in rows), 12, 31)
    return JsonResponse(charts.live(_scurve(points, as_of, due_on, narrow)))


def _is_year(text):
    return text.isascii() and text.isdigit() and len(text) == 4
