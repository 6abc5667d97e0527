"""The close of a programme year, read: what is finished, what is carried over, what is asked because of lessons.

What is finished follows from the standings of the day; nothing here writes. Closing is in actions/closing.py.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from factories import findings, standing
from factories.models import (
    CarryOver,
    FactoryProject,
    Lesson,
    LessonCheck,
    ProductionReturn,
    ProgramYear,
    Standing,
    State,
    StatusReturn,
)
from regional20x10.shared import clock

UNDECIDED = (State.DRAFT, State.SUBMITTED)
"""States of returns that nobody has verified yet."""


# --- a year ----------------------------------------------------------------------------------------------------------
@dataclass
class Waiting:
    """Returns of a factory that are not verified: they count for nothing if the year is closed now."""

    project: FactoryProject
    drafts: int = 0
    unverified: int = 0


@dataclass
class Closing:
    """A year as it would be closed on a day."""

    year: ProgramYear
    as_of: date
    finished: list[Standing] = field(default_factory=list)
    """By code; each with its `project`."""
    unfinished: list[Standing] = field(default_factory=list)
    """By code; each with its `project` and the sentence of its main `cause`, empty where none is known."""

    @property
    def over(self):
        return self.as_of > self.year.due_on

    @property
    def closed(self):
        return self.year.state == ProgramYear.State.CLOSED


def of_year(year, projects, as_of):
    """The Closing of `year` by the standings of `as_of`; `projects`: FactoryProject, scoped. Three queries.

    A factory whose standing is not known is not finished.
    """
    rows = list(projects.filter(plan__program_year=year).for_list().order_by("code"))
    now = standing.standings(as_of, [row.pk for row in rows])
    found = Closing(year, as_of)
    for project in rows:
        row = now.get(project.pk) or Standing(project=project, reasons=[])
        row.project, row.cause = project, findings.cause_of(row)
        (found.unfinished if row.finished_on is None else found.finished).append(row)
    return found


def waiting(year, projects):
    """[Waiting] of the factories of `year` with drafts or unverified returns of either kind, by code. Two queries."""
    found = {}
    for model in (StatusReturn, ProductionReturn):
        rows = model.objects.filter(state__in=UNDECIDED, project__in=projects.filter(plan__program_year=year))
        for row in rows.select_related("project").order_by("project__code", "pk"):
            of = found.setdefault(row.project.code, Waiting(row.project))
            if row.state == State.DRAFT:
                of.drafts += 1
            else:
                of.unverified += 1
    return [found[code] for code in sorted(found)]


def carried_from(year, user, as_of):
    """What was carried over when `year` was closed, as known on the day. One query."""
    return list(_carried(user, as_of).filter(program_year=year))


def carried_into(year, user, as_of):
    """What earlier years of the programme carried into `year`: not finished when it began. Each with its `now`.

    Of a factory carried over more than once, the latest time. Three queries.
    """
    rows = _carried(user, as_of).filter(program_year__program=year.program_id, program_year__year__lt=year.year)
    latest = {}
    for row in rows:
        latest.setdefault(row.project_id, row)
    now, begun = standing.standings(as_of, list(latest)), date(year.year, 1, 1)
    for pk, row in latest.items():
        row.now = now.get(pk)
    return [row for row in latest.values() if not (row.now and row.now.finished_on and row.now.finished_on < begun)]


def _carried(user, as_of):
    return CarryOver.objects.visible_to(user).filter(at__lte=clock.end_of(as_of)).for_list()


def carried(project, as_of):
    """Every time a factory was carried over, the first year first. One query."""
    rows = CarryOver.objects.filter(project=project, at__lte=clock.end_of(as_of)).select_related("program_year")
    return list(rows.order_by("program_year__year"))


# --- lessons ---------------------------------------------------------------------------------------------------------
def concerning(project):
    """The lessons that are for a factory like this: of earlier years of its programme, of its type or of any."""
    year = project.plan.program_year
    return Lesson.objects.filter(
        Q(factory_type=None) | Q(factory_type=project.factory_type_id),
        program_year__program=year.program_id, program_year__year__lt=year.year,
    )  # fmt: skip


def lessons_for(project, moment):
    """[Lesson] that are asked of the project, each with the LessonCheck in force as known by `moment` in `checked`.

    `checked` is None where it was not looked at. Two queries.
    """
    checks = {row.lesson_id: row for row in LessonCheck.objects.in_force(moment).filter(project=project)}
    rows = concerning(project).filter(retired=False).select_related("program_year", "factory_type")
    rows = list(rows.order_by("program_year__year", "pk"))
    for row in rows:
        row.checked = checks.get(row.pk)
    return rows
