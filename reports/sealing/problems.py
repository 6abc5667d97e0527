"""What held the year's factories up: causes of delay as the sites gave them, findings, shortages, complaints."""

from django.db.models import Prefetch

from factories import complaints, delays, inspections, supplies
from factories.funds import known_before
from factories.models import Complaint, ComplaintReply, Finding, FindingState, FindingStep, Severity
from regional20x10.shared import clock
from reports.sealing import facts
from reports.sealing.book import names
from reports.sealing.scope import levels, subject


def collect(book, scope):
    """Write the problems of the year's cohort as known on the day."""
    projects = sorted(scope.projects.values(), key=lambda row: row.code)
    lost = delays.of_projects(scope.projects, scope.as_of)
    book.part("problems", _causes(lost.rows, scope))
    _days_lost(book, projects, lost)
    findings = _findings(scope)
    book.part("findings", [_finding(book, row) for row in findings])
    _finding_figures(book, scope, projects, findings)
    _shortages(book, scope, projects)
    _complaints(book, scope, projects)


# --- causes of delay -------------------------------------------------------------------------------------------------
def _causes(rows, scope):
    """A row for each cause, that of most days first."""
    found = {}
    for row in rows:
        of = found.setdefault(row.cause, {"cause": row.cause, "days_lost": 0, "span_days_lost": 0, "projects": {}})
        of["days_lost"] += row.days_lost
        if row.status_return.period.ends_on >= scope.starts_on:
            of["span_days_lost"] += row.days_lost
        code = scope.projects[row.status_return.project_id].code
        of["projects"][code] = of["projects"].get(code, 0) + row.days_lost
    rows = sorted(found.values(), key=lambda of: (-of["days_lost"], of["cause"]))
    return [of | {"projects": _most_first(of["projects"])} for of in rows]


def _most_first(days):
    """[{project, days_lost}], the most days first."""
    order = sorted(days.items(), key=lambda item: (-item[1], item[0]))
    return [{"project": code, "days_lost": lost} for code, lost in order]


def _days_lost(book, projects, lost):
    """Days lost as the sites say; None of a factory that reported nothing, for then nobody knows."""
    for name, part in {**{subject(row): [row] for row in projects}, **levels(projects, years=False)}.items():
        missing = [{"subject": subject(row), "code": "return"} for row in part if row.pk not in lost.reported]
        sources = {"inputs": [f"{subject(row)}/delay_days" for row in part]}
        if name.startswith("project:"):
            sources = {"facts": _returns(row for row in lost.rows if row.status_return.project_id == part[0].pk)}
        book.figure(name, "delay_days", lost.days(row.pk for row in part), missing=missing, **sources)
    for cause in sorted({row.cause for row in lost.rows}):
        rows = [row for row in lost.rows if row.cause == cause]
        book.figure(f"cause:{cause}", "delay_days", sum(row.days_lost for row in rows), facts=_returns(rows))
        count = len({row.status_return.project_id for row in rows})
        book.figure(f"cause:{cause}", "delay_projects", count, facts=_returns(rows))


def _returns(rows):
    """Names of the returns that say so, each once."""
    return list(dict.fromkeys(f"return:{row.status_return_id}" for row in rows))


# --- findings --------------------------------------------------------------------------------------------------------
def _findings(scope):
    """Every finding made by the day, the gravest first, as it stood then. Two queries."""
    moment = clock.end_of(scope.as_of)
    rows = (
        Finding.objects.filter(project__in=scope.projects)
        .then(moment)
        .select_related(
            "assignee", "inspection__by__province", "inspection__by__county", "inspection__by__organization"
        )
    )
    steps = FindingStep.objects.filter(at__lte=moment).select_related(*facts.BY).order_by("at", "pk")
    rows = rows.prefetch_related(Prefetch("steps", steps, to_attr="known_steps"))
    rows = list(rows.annotate(gravity=inspections.GRAVITY).order_by("gravity", "due_on", "pk"))
    for row in rows:
        row.project = scope.projects[row.project_id]
    return rows


def _finding(book, row):
    steps = [("entered", row.inspection.at, row.inspection.by)]
    steps += [(step.step, step.at, step.by) for step in row.known_steps]
    values = {"severity": row.severity, "text": row.text, "due_on": row.due_on, "state": row.state_then}
    name = book.fact(
        "finding", row.pk, subject=subject(row.project), values=values, steps=steps, on=row.inspection.visited_on,
        url=facts.page(row),
    )  # fmt: skip
    return {
        "fact": name, "project": row.project.code, **values, "assignee": names(row.assignee),
        "found_on": row.inspection.visited_on, "overdue": row.overdue,
    }  # fmt: skip


def _finding_figures(book, scope, projects, findings):
    """Of places with a factory that was ever inspected; None of the others."""
    inspected = {row.pk for row in scope.cohort.standings if row.findings_open is not None}
    for name, part in levels(projects, years=False).items():
        pks = {project.pk for project in part}
        rows = [row for row in findings if row.project.pk in pks]
        counts = inspections.counted(rows)
        told = [f"finding:{row.pk}" for row in rows]
        missing = [{"subject": subject(row), "code": "inspection"} for row in part if row.pk not in inspected]
        values = {
            "findings_made": len(rows), "findings_closed": len(rows) - counts.open, "findings_overdue": counts.overdue,
            "findings_open": counts.open, "findings_critical": counts.critical,
        }  # fmt: skip
        for key, value in values.items():
            if f"{name}/{key}" not in book.figures:
                book.figure(name, key, value if pks & inspected else None, facts=told, missing=missing)
    for severity in Severity.values:
        rows = [row for row in findings if row.severity == severity]
        told = [f"finding:{row.pk}" for row in rows]
        made = {"findings_made": len(rows), "findings_open": sum(row.state_then != FindingState.CLOSED for row in rows)}
        for key, value in made.items():
            book.figure(f"severity:{severity}", key, value, facts=told)


# --- shortages -------------------------------------------------------------------------------------------------------
def _shortages(book, scope, projects):
    found = supplies.of_sites(scope.as_of, list(scope.projects))
    shortages = supplies.shortages(found)
    book.part("shortages", [_shortage(row) for row in shortages])
    known, short = {row.project_id for row in found}, {row.project_id for row in found if row.short_on}
    for name, part in levels(projects, years=False).items():
        pks = {project.pk for project in part}
        inputs = [f"{subject(project)}/short_on" for project in part if project.pk in short]
        missing = [{"subject": subject(row), "code": "demand_unknown"} for row in part if row.pk not in known]
        book.figure(name, "sites_short", len(pks & short) if pks & known else None, inputs=inputs, missing=missing)


def _shortage(row):
    return {
        "material": row.material.code, "names": names(row.material), "unit": row.material.unit,
        "first_on": row.first_on, "missing": row.missing, "on_way": row.on_way,
        "projects": [
            {"project": site.project.code, "short_on": site.short_on, "short_by": site.short_by,
             "missing": site.missing, "cover_days": site.cover_days}
            for site in sorted(row.supplies, key=lambda site: (site.short_on, site.project.code))
        ],
    }  # fmt: skip


# --- complaints ------------------------------------------------------------------------------------------------------
def _complaints(book, scope, projects):
    """Complaints received by the day, by matter and by place."""
    pks, cut = list(scope.projects), known_before(scope.as_of)
    rows = Complaint.objects.filter(project__in=pks).for_list().then(cut, scope.as_of)
    told = _complaint_facts(book, scope, cut)
    book.part(
        "complaints",
        [{"matter": line.of.value, **_counts(line.counts)} for line in complaints.by_matter(rows)],
    )
    by_project = {}
    for pk, project in rows.order_by("pk").values_list("pk", "project"):
        by_project.setdefault(project, []).append(told[pk])
    places, (provinces, counties) = levels(projects, years=False), complaints.by_place(rows)
    whole = complaints.Line(None, complaints.counted(rows))
    for line in (whole, *provinces, *counties):
        name = subject(line.of) if line.of else "programme"
        here = [fact for row in places.get(name, ()) for fact in by_project.get(row.pk, ())]
        _complaint_figures(book, name, line.counts, here)


def _complaint_facts(book, scope, cut):
    """{complaint: its fact}, all versions, with the replies to them. Two queries."""
    codes = {pk: row.code for pk, row in scope.projects.items()}

    def of(row):
        return f"project:{codes[row.project_id]}"

    rows = Complaint.objects.filter(project__in=codes, at__lt=cut).select_related(*facts.BY).order_by("pk")
    told = facts.entries(
        book, "complaint", rows, subject=of, on=lambda row: row.received_on,
        values=lambda row: {"reference": row.reference, "matter": row.matter, "reply_due_on": row.reply_due_on},
    )  # fmt: skip
    replies = ComplaintReply.objects.filter(project__in=codes, at__lt=cut).select_related(*facts.BY).order_by("pk")
    facts.entries(
        book, "complaint_reply", replies, subject=of, on=lambda row: row.replied_on,
        values=lambda row: {"complaint": f"complaint:{row.complaint_id}", "outcome": row.outcome},
    )  # fmt: skip
    return told


def _counts(counts):
    names_ = ("received", "open", "overdue", "in_time", "late", "median_days", "in_time_percent")
    return {name: getattr(counts, name) for name in names_}


def _complaint_figures(book, name, counts, told):
    for key, value in _counts(counts).items():
        book.figure(name, f"complaints_{key}", value, facts=sorted(told))
