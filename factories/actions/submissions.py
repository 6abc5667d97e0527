"""Many returns handed in at once, as a workbook or a unit with several factories does: a statement for each table."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from factories import deadlines, judging, plausibility, prior
from factories.actions import notices, standings
from factories.actions.projects import only_the_builder
from factories.judging import Judged, Known, Said
from factories.models import (
    Delay,
    Delivery,
    EquipmentLine,
    Expenditure,
    FactoryProject,
    Incident,
    Photo,
    ProgressLine,
    ReportingPeriod,
    ReturnBatch,
    State,
    StatusReturn,
)
from regional20x10.shared.actions import action
from regional20x10.shared.errors import Refused


@dataclass
class Submission:
    """One return that nothing stands against any more."""

    project: FactoryProject
    period: ReportingPeriod
    version: int
    key: UUID
    said: Said
    known: Known
    judged: Judged
    standing: StatusReturn | None = None
    """The version that it replaces."""
    batch: ReturnBatch | None = None


@action("enter_returns")
def report(period, said, *, keys, by, at):
    """Submit the first versions of the returns of several factories of one unit for `period`: all of them, or none.

    `said`: {project: judging.Said}; `keys`: {project: UUID}. Returns the returns, in that order.
    """
    projects = lock_projects([project.pk for project in said])
    for project in projects.values():
        only_the_builder(project, by)
    waybills = [(row["supplier_id"], row["waybill"]) for one in said.values() for row in one.deliveries]
    known = prior.known([(projects[project.pk], period, 1) for project in said], waybills)
    rows = [
        Submission(
            projects[project.pk], period, 1, keys[project], one, known[project.pk],
            judging.judge(one, known[project.pk]),
        )
        for project, one in said.items()
    ]  # fmt: skip
    if reasons := list(_against(rows, period, localdate(at))):
        raise Refused(reasons)
    return write(rows, by=by, at=at)


def _against(rows, period, day):
    """All that stands against `rows`, each sentence under its project's code; read at once for all of them."""
    projects = [row.project for row in rows]
    started, closings = deadlines.started(projects), deadlines.closings(projects, [period], day)
    there = StatusReturn.objects.filter(project__in=projects, period=period).values_list("project", flat=True)
    there = set(there)
    for row in rows:
        key = row.project.pk
        reasons = row.judged.reasons + deadlines.refusals(row.project, period, day, closings[key, period.pk])
        if key in there:
            reasons.append(_("There is a return for this period already: correct that one."))
        reasons += deadlines.unready(started=key in started, planned=bool(row.known.packages))
        yield from (f"{row.project.code}: {text}" for text in reasons)


def lock_projects(keys):
    """{pk: FactoryProject} with its place, held until the transaction ends, in one order: nobody waits twice."""
    rows = FactoryProject.objects.select_for_update(of=["self"]).select_related("plan__county")
    return {row.pk: row for row in rows.filter(pk__in=keys).order_by("pk")}


def write(rows, *, by, at):
    """Write and submit `rows` (Submission), whose projects the caller holds; returns the returns, in their order."""
    made = StatusReturn.objects.bulk_create(_return(row, by, at) for row in rows)
    _write_parts(list(zip(made, rows, strict=True)))
    mine = StatusReturn.objects.filter(pk__in=[row.pk for row in made])
    mine.update(state=State.SUBMITTED, submitted_at=at, submitted_by=by)
    standings.refresh([row.project.pk for row in rows], on=localdate(at))
    for row in made:
        row.state, row.submitted_at, row.submitted_by = State.SUBMITTED, at, by
    notices.handed_in(made, by=by, at=at)
    return made


def _return(row, by, at):
    values = {name: value for name, value in row.said.values.items() if name in judging.FIELDS}
    return StatusReturn(
        project=row.project, period=row.period, version=row.version, batch=row.batch, key=row.key,
        created_by=by, created_at=at, saved_by=by, saved_at=at,
        **values, overspent_because=row.said.overspent_because,
        percent=round(plausibility.physical(row.said, row.known), 3),
        doubts=row.judged.questions, warnings=row.judged.warnings,
    )  # fmt: skip


def _write_parts(pairs):
    """All parts of all returns: a statement for each kind."""
    carried = [
        (row, {**given.known.last_equipment, **given.said.equipment}) for row, given in pairs
    ]  # what is left empty is as it was last, as on the page
    parts = {
        ProgressLine: (
            ProgressLine(status_return=row, package_id=package, percent=percent, reason=reason)
            for row, given in pairs for package, (percent, reason) in given.said.lines.items()
        ),
        Delay: (
            Delay(status_return=row, cause=cause, days_lost=days, note=note)
            for row, given in pairs for cause, days, note in given.said.delays
        ),
        Delivery: (Delivery(status_return=row, **said) for row, given in pairs for said in given.said.deliveries),
        Expenditure: (
            Expenditure(status_return=row, line=line, amount=amount)
            for row, given in pairs for line, amount in given.said.expenditures.items()
        ),
        EquipmentLine: (
            EquipmentLine(status_return=row, item_id=item, delivered=delivered, installed=installed)
            for row, pieces in carried for item, (delivered, installed) in pieces.items()
        ),
        Incident: (Incident(status_return=row, **said) for row, given in pairs for said in given.said.incidents),
        Photo: (_same_photo(photo, row) for row, given in pairs for photo in _photos(given)),
    }  # fmt: skip
    for model, rows in parts.items():
        model.objects.bulk_create(rows)


def _photos(given):
    """Those of the version that is replaced: what is handed in here holds none, and takes none away."""
    return given.standing.photos.all() if given.standing else ()


def _same_photo(photo, row):
    values = {field.attname: getattr(photo, field.attname) for field in Photo._meta.concrete_fields}
    return Photo(**{**values, "id": None, "status_return_id": row.pk})
