"""The close of a programme year, read: what is finished, what is carried over, what is asked because of lessons.

What is finished follows from the standings of the day; nothing here writes. Closing is in actions/closing.py.
"""

from copy import copy
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from factories import findings, standing
from factories.models import (
    CarryOver,
    FactoryProject,
    GatePass,
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


def closed_by(year, as_of):
    """Whether the year was closed by the end of the day: all that it carried over was entered then. One query."""
    after = CarryOver.objects.filter(program_year=year, at__gt=clock.end_of(as_of))
    return year.state == ProgramYear.State.CLOSED and not after.exists()


def carried_from(year, user, as_of):
    """What was carried over when `year` was closed, as known on the day. One query."""
    return list(_carried(user, as_of).filter(program_year=year))


def carried_into(year, user, as_of):
    """What earlier years of the programme carried into `year`: not finished when it began. Each with its `now`.

    Of a factory carried over more than once, the latest time. One query, and two where there is something.
    """
    rows = _carried(user, as_of).filter(program_year__program=year.program_id, program_year__year__lt=year.year)
    latest = {}
    for row in rows:
        latest.setdefault(row.project_id, row)
    if not latest:
        return []
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
    return lessons_of([project], moment)[project.pk]


def lessons_of(projects, moment):
    """{project pk: what lessons_for() says} of `projects`, rows of FactoryProject. Two queries."""
    checks = {
        (row.project_id, row.lesson_id): row
        for row in LessonCheck.objects.in_force(moment).filter(project__in=[row.pk for row in projects])
    }
    years = {row.plan.program_year_id: row.plan.program_year for row in projects}.values()
    rows = Lesson.objects.asked(moment).filter(program_year__program__in={row.program_id for row in years})
    rows = rows.filter(program_year__year__lt=max((row.year for row in years), default=0))
    rows = list(rows.select_related("program_year", "factory_type").order_by("program_year__year", "pk"))
    return {
        project.pk: [_with_check(row, checks.get((project.pk, row.pk))) for row in rows if _concerns(row, project)]
        for project in projects
    }


def _concerns(lesson, project):
    """Whether it is among concerning(project)."""
    year = project.plan.program_year
    return (
        lesson.factory_type_id in (None, project.factory_type_id)
        and lesson.program_year.program_id == year.program_id
        and lesson.program_year.year < year.year
    )


def _with_check(lesson, check):
    """A lesson of its own for the project: another one's check of it is another."""
    found = copy(lesson)
    found.checked = check
    return found


@dataclass
class Told:
    """A lesson as it concerns a factory, with the versions of its check."""

    lesson: Lesson
    last: LessonCheck | None
    """The latest version, which may be withdrawn; None: never checked."""
    earlier: list[LessonCheck]
    """The latest first."""
    passed: bool
    """Whether the factory has passed the gate at which it is asked."""

    @property
    def checked(self):
        return self.last is not None and not self.last.withdrawn

    @property
    def open(self):
        """Whether it can be checked, or its check changed, now."""
        return not (self.passed or self.lesson.retired)


def lessons_told(project, as_of):
    """[Told] of the lessons that concern a project, with all that was said of them by the day. Three queries."""
    moment, places = clock.end_of(as_of), [f"by__{place}" for place in ("province", "county", "organization")]
    checks = LessonCheck.objects.filter(project=project, at__lte=moment).select_related("by", *places)
    versions = {}
    for row in checks.order_by("-at", "-pk"):
        versions.setdefault(row.lesson_id, []).append(row)
    passed = set(GatePass.objects.filter(project=project, at__lte=moment).values_list("gate", flat=True))
    rows = concerning(project).select_related("program_year", "factory_type").order_by("program_year__year", "pk")
    return [_told(row, versions.get(row.pk, []), row.gate in passed) for row in rows]


def _told(lesson, versions, passed):
    return Told(lesson, versions[0] if versions else None, versions[1:], passed)
