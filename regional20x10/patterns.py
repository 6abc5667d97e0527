"""The patterns page: every shared part with example values, rendered by the same templates. The visual test page."""

from datetime import date, timedelta

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from committees.middleware import needs_no_post
from factories import charts
from regional20x10.shared import words
from regional20x10.shared.graphics import DateAxis

DUE = date(2026, 12, 31)
TODAY = date(2026, 10, 10)
TOKENS = ["ink", "ink-2", "ink-3", "accent", "control", "st-miss", "st-risk", "st-watch", "st-ok", "st-done"]
RANGES = [
    ("miss", 0.07, date(2027, 1, 5), date(2027, 2, 4), date(2027, 3, 3), 64.0, 91.2),
    ("risk", 0.41, date(2026, 12, 12), date(2027, 1, 4), date(2027, 1, 28), 80.2, 90.6),
    ("watch", 0.76, date(2026, 12, 5), date(2026, 12, 20), date(2027, 1, 8), 83.8, 90.2),
    ("ok", 0.98, date(2026, 11, 25), date(2026, 12, 8), date(2026, 12, 20), 90.8, 90.5),
    ("done", None, None, date(2026, 9, 30), None, 100.0, 90.1),
    ("none", None, None, None, None, None, 90.0),
]
GATES = [("Site approved", 80, 80), ("Agreement in force", 78, 80), ("Building complete", 69, 76), ("Operating", 7, 14)]
POINTS = [
    (40.9, 126.6, "miss"),
    (38.55, 126.9, "miss"),
    (40.2, 128.6, "risk"),
    (41.8, 128.9, "risk"),
    (39.0, 127.2, "watch"),
    (38.1, 125.4, "ok"),
    (40.0, 124.9, "ok"),
    (41.1, 129.4, "done"),
]


class ExampleForm(forms.Form):
    unit = forms.CharField(label="Operation unit", help_text="As in the register of enterprises")
    signed_on = forms.DateField(label="Date of signature", help_text="For example 2026-10-14")
    cement = forms.DecimalField(label="Cement delivered since the start", help_text="From the waybills")
    cause = forms.ChoiceField(label="Main cause", choices=[("agreement", "Agreement"), ("materials", "Materials")])
    pace = forms.ChoiceField(
        label="Is anything stopping the work?", choices=[("no", "No"), ("yes", "Stopped")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    told = forms.BooleanField(label="The operation unit has been told", required=False)


def curve():
    """An example year: planned by a smooth step, verified a little behind it, then a forecast that widens."""
    points, start = [], date(2026, 2, 1)
    days = sorted({start + timedelta(days=10 * i) for i in range(41)} | {TODAY, DUE})
    for day in days:
        t = min(1, (day - start).days / (DUE - start).days)
        planned = 100 * (3 * t**2 - 2 * t**3)
        point = {"on": day, "planned": planned}
        if day <= TODAY:
            point |= {"verified": planned * 0.92, "claimed": planned * 0.97}
        if day >= TODAY:
            later = (day - TODAY).days
            middle = min(100, 80.0 + later * 0.19)
            point |= {
                "low": max(80.0, middle - later * 0.05),
                "middle": middle,
                "high": min(100, middle + later * 0.03),
            }
        points.append(point)
    return points


def example_charts():
    """Each example as (wide, narrow) specs by name."""
    gates = [{"label": label, "value": value, "planned": planned} for label, value, planned in GATES]
    counties = [
        {
            "lat": lat,
            "lon": lon,
            "state": state,
            "rank": rank,
            "name": f"Example {rank}",
            "says": str(words.STATUS[state]),
        }
        for rank, (lat, lon, state) in enumerate(POINTS, 1)
    ]
    months = [{"on": date(2026, m, 1), "value": None if m == 4 else 38 + 4 * m} for m in range(1, 11)]
    trend = {"title": "Utilisation, %", "target": 60, "target_words": "60% needed", "top": 100}
    year = {"due_on": DUE, "as_of": TODAY}
    return {
        "scurve": (charts.scurve(curve(), **year), charts.scurve(curve(), **year, width=358, height=260, compact=True)),
        "funnel": (charts.funnel(gates, total=80), charts.funnel(gates, total=80, width=358)),
        "trend": (charts.trend(months, **trend), charts.trend(months, **trend, width=358, compact=True)),
        "map": (charts.map_of(counties, [(39.5, 126.2), (40.6, 127.5)]), None),
    }


def context():
    axis = DateAxis.around(DUE, dates=[day for row in RANGES for day in row[2:5]])
    keys = ["state", "chance", "low", "middle", "high", "verified", "planned"]
    drawn = {
        name: {"wide": charts.svg(wide), "narrow": narrow and charts.svg(narrow)}
        for name, (wide, narrow) in example_charts().items()
    }
    wrong = ExampleForm({"unit": "Foodstuff factory", "signed_on": "2026-14-10", "cause": "agreement", "cement": "x"})
    wrong.is_valid()
    return {
        "states": list(words.STATUS),
        "gates": list(words.GATE),
        "axis": axis,
        "rows": [dict(zip(keys, row, strict=True)) for row in RANGES],
        "counts": {"miss": 3, "risk": 4, "watch": 4, "ok": 8, "done": 1},
        "form": wrong,
        "page": Paginator(range(148), 40).page(2),
        "charts": drawn,
        "curve": [point for point in curve() if point["on"].day == 31 or point["on"] == TODAY],
        "tokens": TOKENS,
        "conflict": {"mine": {"Cement, t": "212"}, "theirs": {"Cement, t": "215"}, "saved_by": "Operation unit"},
        "refused": ["The operation unit has not signed revision C.", "No site survey has passed."],
    }


def staff_only(request):
    if not request.user.is_staff:
        raise Http404


@needs_no_post
@require_GET
def patterns(request):
    staff_only(request)
    return render(request, "patterns.html", context())


@needs_no_post
@require_GET
def pattern_chart(request, name):
    """An example's spec, with which it becomes live."""
    staff_only(request)
    specs = example_charts().get(name)
    if specs is None:
        raise Http404
    wide, narrow = specs
    return JsonResponse(charts.live(narrow if narrow and request.GET.get("narrow") else wide))
