"""Production of a seal: what the year's factories and those built before made by month, and why some are idle."""

from itertools import batched

from factories import counting, output, reporting
from factories.made import Made, Together
from factories.models import ProductionReturn, ProductLine, ReportingPeriod
from regional20x10.shared.sums import total
from reports.sealing.book import names, plain
from reports.sealing.evidence import Page
from reports.sealing.facts_of_returns import COLUMNS, state, write
from reports.sealing.scope import levels, subject

AT_ONCE = 100
"""Factories whose returns of the year are read together."""
LIFE = ("built", "commissioned", "operating", "counting", "fallen_out")


def collect(book, scope):
    """Write the months of the year that have ended, of every factory built by the day or of the year."""
    periods = list(ReportingPeriod.months.filter(year=scope.year, ends_on__lte=scope.as_of).order_by("starts_on"))
    written = _facts(book, scope, periods)
    running = {row.pk: row for row in scope.running}
    told = {row.project.pk: row for row in _told(scope, periods, running, written)}
    book.part("production", [row.table for row in told.values()])
    book.part("idle", _idle(scope.running))
    for row in told.values():
        _figures(book, row)
    standings = {row.pk: row for row in [*scope.cohort.standings, *scope.running]}
    for name, rows in levels(scope.factories).items():
        _place(book, name, [told[row.pk] for row in rows], [standings[row.pk] for row in rows if row.pk in standings])


def _told(scope, periods, running, written):
    """A _Told of each factory in turn: what their returns say in full is never held of all at once."""
    for projects in batched(scope.factories, AT_ONCE, strict=False):
        months = output.of_projects(projects, scope.as_of, periods)
        pks = dict.fromkeys(row.pk for row in projects)
        cells = reporting.cells(pks, periods, scope.as_of, subject=reporting.PRODUCTION)
        for project in projects:
            due = [row for row in months[project.pk] if row.row or cells[project.pk, row.period.pk].state != "not_due"]
            yield _Told(project, due, running.get(project.pk), written)


class _Told:
    """What a factory made in the months of the year for which it owed or sent a return."""

    def __init__(self, project, due, standing, written):
        verified = [month for month in due if month.verified]
        self.project, self.months_due = project, len(due)
        self.facts = [written[month.row.pk] for month in verified]
        self.missing = [
            {"subject": subject(project), "code": "production", "period": month.period.code}
            for month in due
            if not month.verified
        ]
        self.made = Made(due)
        self.table = plain(_factory(project, due, verified, standing))


def _facts(book, scope, periods):
    """{return: its fact} of every version handed in by the day. One query, and one for their products."""
    codes, periods = {row.pk: row.code for row in scope.factories}, {row.pk: row for row in periods}
    rows = ProductionReturn.objects.filter(project__in=codes, period__in=periods, submitted_at__lte=scope.until)
    rows = rows.order_by("project__code", "period__starts_on", "version").only(*COLUMNS, "output_t")
    products, found, page = _made(rows), {}, Page("production_return")
    for row in rows.iterator(chunk_size=2000):
        values = {
            "period": periods[row.period_id].code, "state": state(row, scope), "output_t": row.output_t,
            "products": products.get(row.pk, []),
        }  # fmt: skip
        found[row.pk] = f"production:{row.pk}"
        about = f"project:{codes[row.project_id]}"
        write(book, scope, row, found[row.pk], values, page, about=about)
    return found


def _made(rows):
    """{return: [{product, output_t}]}. One query."""
    lines, found = ProductLine.objects.filter(production_return__in=rows.order_by().values("pk")), {}
    for pk, name, made in lines.values_list("production_return", "product", "output_t").iterator(chunk_size=2000):
        found.setdefault(pk, []).append({"product": name, "output_t": made})
    return found


def _factory(project, due, verified, standing):
    return {
        "project": project.code, "names": names(project.factory_type), "year": project.plan.program_year.year,
        "county": project.plan.county.code, "county_names": names(project.plan.county),
        "province": project.plan.county.province.code, "stage": standing and standing.stage.value,
        "idle": standing and standing.idle and {"cause": standing.idle.cause, "hours": standing.idle.hours},
        "months": [_month(month) for month in due],
        "products": _products(project, verified),
        "downtimes": _downtimes(verified),
    }  # fmt: skip


def _month(month):
    return {
        "period": month.period.code, "number": month.period.number, "state": month.row and month.row.state_then,
        "output_t": month.output_t, "plan_t": month.planned_t, "capacity_t": month.capacity_t,
        "utilisation_percent": month.utilisation, "passed_percent": month.passed_percent,
        "fact": month.row and f"production:{month.row.pk}",
    }  # fmt: skip


def _products(project, months):
    """What it made of each product in the verified months, against the plan of these months."""
    korean = project.factory_type.norms.get("names_ko", {})
    return [
        {"product": name, "names": {"en": name, "ko": korean.get(name, name)},
         "output_t": total(made for _month, made, _planned in rows),
         "plan_t": total(planned for _month, _made, planned in rows)}
        for name, rows in output.by_product(project, months)
    ]  # fmt: skip


def _downtimes(months):
    hours = {}
    for month in months:
        for cause, lost, _note in month.said.downtimes:
            hours[cause] = hours.get(cause, 0) + lost
    return [{"cause": cause, "hours": lost} for cause, lost in sorted(hours.items(), key=lambda i: (-i[1], i[0]))]


def _idle(running):
    """Causes that keep built factories from counting, the most frequent first."""
    found = {}
    for row in running:
        if row.idle:
            of = found.setdefault(row.idle.cause, {"cause": row.idle.cause, "projects": [], "hours": None})
            of["projects"].append(row.project.code)
            if row.idle.hours is not None:
                of["hours"] = (of["hours"] or 0) + row.idle.hours
    return sorted(found.values(), key=lambda of: (-len(of["projects"]), -(of["hours"] or 0), of["cause"]))


# --- figures ---------------------------------------------------------------------------------------------------------
def _figures(book, told):
    name = subject(told.project)
    values = {"months_due": told.months_due, "capacity_t": told.made.capacity_t, **_sums(told.made)}
    for key, value in values.items():
        book.figure(name, key, value, facts=told.facts, missing=told.missing)


def _sums(made):
    return {
        "months_verified": made.months, "output_t": made.output_t, "plan_t": made.plan_t,
        "plan_met_percent": made.plan_met_percent, "capacity_used_percent": made.capacity_used_percent,
        "downtime_hours": made.downtime_hours,
    }  # fmt: skip


def _place(book, name, told, standings):
    """Sums of the factories of a place or year."""
    due = [row for row in told if row.months_due]
    made = [row for row in told if row.made.months]
    missing = [said for row in told for said in row.missing]
    values = {
        "factories_due": len(due), "factories_producing": len(made), "factories_silent": len(due) - len(made),
        "months_due": sum(row.months_due for row in told), **_sums(Together(row.made for row in made)),
    }  # fmt: skip
    inputs = [f"{subject(row.project)}/{key}" for row in due for key in ("output_t", "plan_t")]
    for key, value in values.items():
        book.figure(name, key, value, inputs=inputs, missing=missing)
    _life(book, name, standings)


def _life(book, name, standings):
    """How far the factories have come in their life, each step counted by itself."""
    life = counting.of_factories(standings)
    book.figure(name, "factories_total", life.total)
    for step in LIFE:
        book.figure(name, f"factories_{step}", getattr(life, step))
    idle = [row for row in standings if getattr(row, "idle", None)]
    book.figure(name, "factories_idle", len(idle), inputs=[f"{subject(row.project)}/output_t" for row in idle])
