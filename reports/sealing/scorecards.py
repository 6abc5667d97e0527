"""The scorecards in a seal: each place's score with all it is made of, the model, and each factory's conditions."""

from committees.models import Post
from factories.models import LocalConditions, SiteMeasurement
from regional20x10.shared import clock
from reports import adjusting, conditions, scorecards
from reports.sealing.scope import subject

FIGURES = {
    # figure: attribute of a Card
    "score_raw": "raw",
    "score_compared": "compared",
    "score_expected": "expected",
    "score_reliability": "reliability",
    "score_adjusted": "adjusted",
    "score_low": "low",
    "score_high": "high",
    "score_rank_low": "best",
    "score_rank_high": "worst",
}
INPUTS = {
    # figure: the figures of the same subject that it is made of
    "score_adjusted": ("score_compared", "score_expected", "score_reliability"),
    "score_low": ("score_adjusted",),
    "score_high": ("score_adjusted",),
    "score_rank_low": ("score_low", "score_high"),
    "score_rank_high": ("score_low", "score_high"),
}
RESULTS = ("days_late", "finished", "counting", "counting_months", "workers_percent", "cover_percent")


def collect(book, scope):
    found = scorecards.of_cohort(scope.cohort, scope.year)
    cards = [*found.provinces, *found.counties]
    lines = sorted((line for card in found.counties for line in card.lines), key=lambda line: line.project.code)
    book.figure("programme", "score_mean", found.fit and found.fit.mean, inputs=_verified(lines, compared=True))
    facts = _facts(book, lines, scope.as_of)
    for line in lines:
        _write_line(book, line, facts[line.project.pk])
    for card in cards:
        _write_card(book, card)
    book.part("scorecards", {
        "interval": adjusting.LEVEL, "frost_months": conditions.FROST_MONTHS, "model": _model(found.fit),
        "provinces": [_card(card) for card in found.provinces], "counties": [_card(card) for card in found.counties],
        "factories": [_line(line) for line in lines],
    })  # fmt: skip


def _verified(lines, *, compared=False):
    """Names of the figures of verified work: of all that are known, or of those that are compared."""
    known = [line for line in lines if (line.expected if compared else line.verified) is not None]
    return [f"{subject(line.project)}/verified_percent" for line in known]


def _write_card(book, card):
    about = subject(card.place)
    known = [f"{subject(line.project)}/score_expected" for line in card.compared_lines]
    missing = [{"subject": subject(line.project), "code": "not_compared"} for line in card.left_out]
    inputs = {
        "score_raw": _verified(card.lines),
        "score_compared": _verified(card.lines, compared=True),
        "score_expected": known,
        "score_reliability": [*known, *_verified(card.lines, compared=True)],
    }
    for key, name in FIGURES.items():
        made_of = inputs.get(key) or [f"{about}/{other}" for other in INPUTS.get(key, ())]
        if key == "score_adjusted":
            made_of = ["programme/score_mean", *made_of]
        book.figure(about, key, getattr(card, name), inputs=made_of, missing=missing if key != "score_raw" else ())


def _write_line(book, line, facts):
    about = subject(line.project)
    missing = [{"subject": about, "code": f"condition_{name}"} for name in line.conditions.missing]
    if line.verified is None:
        missing.append({"subject": about, "code": "no_verified_return"})
    inputs = ["programme/score_mean"] if line.expected is not None else ()
    book.figure(about, "score_expected", line.expected, inputs=inputs, facts=facts, missing=missing)


# --- the facts behind the conditions ---------------------------------------------------------------------------------
def _facts(book, lines, as_of):
    """{project pk: names of the facts that its conditions are from}"""
    rows = {row: line for line in lines for row in line.conditions.rests_on}
    measured = [row.pk for row in rows if isinstance(row, SiteMeasurement)]
    full = SiteMeasurement.objects.select_related(
        "site__project", "entered_by__province", "entered_by__county", "entered_by__organization"
    ).in_bulk(measured)
    recorded = _recorded({row.pk for row in rows if isinstance(row, LocalConditions)}, as_of)
    names = {}
    for row, line in sorted(rows.items(), key=lambda pair: (type(pair[0]).__name__, pair[0].pk)):
        if isinstance(row, SiteMeasurement):
            names[row] = _measurement(book, full[row.pk])
        else:
            names[row] = _conditions(book, row, line.project.plan.county, recorded.get(row.pk))
    return {line.project.pk: [names[row] for row in line.conditions.rests_on] for line in lines}


def _recorded(pks, as_of):
    """{conditions: (moment of their last change by the end of the day, the post that made it)}"""
    events = LocalConditions.events.rel.related_model.objects.filter(pgh_obj__in=pks).order_by("pgh_id")
    events = events.filter(pgh_created_at__lte=clock.end_of(as_of))
    said = {row: (at, (about or {}).get("post")) for row, at, about in events.values_list(
        "pgh_obj", "pgh_created_at", "pgh_context__metadata"
    )}  # fmt: skip
    posts = Post.objects.for_list().in_bulk([post for _at, post in said.values() if post])
    return {row: (at, posts.get(post)) for row, (at, post) in said.items()}


def _measurement(book, row):
    return book.fact(
        "measurement", row.pk, subject=subject(row.site.project), on=row.measured_on,
        values={"measure": row.measure, "value": row.value, "road_class": row.road_class, "site": row.site.name,
                "measured_by": row.measured_by},
        steps=[("entered", row.entered_at, row.entered_by)], url=f"/projects/{row.site.project.code}/sites/",
    )  # fmt: skip


def _conditions(book, row, county, said):
    values = {name: getattr(row, name) for name in ("terrain", "rail_km", "trunk_road_km")}
    sources = {name: row.sources.get(name) for name, value in values.items() if value is not None}
    return book.fact(
        "conditions", row.pk, subject=subject(county), values={"year": row.year, **values, "sources": sources},
        steps=[("entered", *said)] if said else [], url=f"/counties/{county.code}/conditions/{row.year}/",
    )  # fmt: skip


# --- as tables -------------------------------------------------------------------------------------------------------
def _model(fit):
    if fit is None:
        return None
    terms = [
        {"code": name, "coefficient": fit.coefficients.get(name), "mean": fit.means[name]}
        for name in conditions.CONDITIONS
    ]
    return {
        "method": "ridge", "mean": fit.mean, "penalty": fit.penalty, "factories": fit.factories, "places": fit.places,
        "terms": terms,
    }  # fmt: skip


def _card(card):
    said = {key.removeprefix("score_"): getattr(card, name) for key, name in FIGURES.items()}
    return {
        "code": card.place.code, **said, "difference": card.difference, "ranked": card.ranked, "error": card.error,
        "factories": len(card.lines), "compared_factories": len(card.compared_lines),
        **{name: getattr(card, name) for name in RESULTS},
    }  # fmt: skip


def _line(line):
    return {
        "project": line.project.code, "county": line.project.plan.county.code, "verified": line.verified,
        "expected": line.expected, "difference": line.difference, "values": line.conditions.values,
        "sources": line.conditions.sources, "missing": line.conditions.missing,
        "terms": [
            {"code": code, "value": value, "mean": mean, "coefficient": points, "points": share}
            for code, value, mean, points, share in line.terms
        ],
    }  # fmt: skip
