"""The trained workers of a seal: posts, training places, enrolled, certified, placed and left, by factory and trade."""

from factories import workforce
from factories.funds import known_before
from factories.models import TrainingReturn
from reports.sealing import facts
from reports.sealing.book import names
from reports.sealing.scope import levels, subject

KEYS = {
    "workers_needed": "needed", "workers_certified": "filled", "workers_places": "places",
    "workers_enrolled": "enrolled", "workers_trained": "certified", "workers_placed": "placed",
    "workers_left": "left", "workers_missing": "missing", "workers_percent": "percent",
}  # fmt: skip
"""{figure: what workforce.Figures calls it}."""


def collect(book, scope):
    """Write the workforce of the year's factories."""
    projects = sorted(scope.projects.values(), key=lambda row: row.code)
    found = workforce.of_projects(projects, scope.as_of)
    told = _facts(book, scope, [row.told_by for part in found.values() for row in part.rows if row.told_by])
    book.part("workforce", [_trade(project, row) for project in projects for row in found[project.pk].rows])
    book.part("trades", [_sum(row) for row in workforce.together(found.values()).by_trade])
    for project in projects:
        _factory(book, project, found[project.pk], told)
    for name, rows in levels(projects).items():
        _place(book, name, rows, found)


def _facts(book, scope, used):
    """{return: its fact} of the returns that count, written with all their versions. One query."""
    chains = TrainingReturn.objects.filter(pk__in=used).values("chain")
    rows = TrainingReturn.objects.filter(chain__in=chains, at__lt=known_before(scope.as_of))
    codes = {pk: row.code for pk, row in scope.projects.items()}
    return facts.entries(
        book, "training", rows.select_related("trade", *facts.BY).order_by("pk"),
        subject=lambda row: f"project:{codes[row.project_id]}",
        values=lambda row: {
            "trade": row.trade.code, "trade_names": names(row.trade),
            **{name: getattr(row, name) for name in ("enrolled", "certified", "placed", "left")},
        },
        on=lambda row: row.on,
    )  # fmt: skip


def _trade(project, row):
    return {
        "project": project.code, "names": names(project.factory_type), "county": project.plan.county.code,
        "county_names": names(project.plan.county), "province": project.plan.county.province.code,
        **_sum(row), "fact": row.told_by and f"training:{row.told_by}",
    }  # fmt: skip


def _sum(row):
    counts = {name: getattr(row, name) for name in workforce.COUNTS}
    return {"trade": row.trade.code, "trade_names": names(row.trade), **counts, "missing": row.missing, "on": row.on}


def _factory(book, project, part, told):
    name = subject(project)
    used = [told[row.told_by] for row in part.rows if row.told_by]
    missing = [] if part.needed is not None else [{"subject": name, "code": "posts_unknown"}]
    if not part.reported:
        missing.append({"subject": name, "code": "training"})
    for key, value in KEYS.items():
        if f"{name}/{key}" not in book.figures:
            book.figure(name, key, getattr(part, value), facts=used, missing=missing)


def _place(book, name, projects, found):
    together = workforce.together(found[row.pk] for row in projects)
    unknown = [row for row in projects if found[row.pk].needed is None]
    silent = [row for row in projects if not found[row.pk].reported]
    missing = [{"subject": subject(row), "code": "posts_unknown"} for row in unknown]
    missing += [{"subject": subject(row), "code": "training"} for row in silent]
    for key, value in KEYS.items():
        if f"{name}/{key}" not in book.figures:
            inputs = [f"{subject(row)}/{key}" for row in projects]
            book.figure(name, key, getattr(together, value), inputs=inputs, missing=missing)
    inputs = [f"{subject(row)}/workers_needed" for row in projects]
    book.figure(name, "workers_unknown", len(unknown), inputs=inputs)
    book.figure(name, "workers_silent", len(silent), inputs=[f"{subject(row)}/workers_enrolled" for row in projects])
