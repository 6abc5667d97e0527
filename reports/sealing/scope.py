"""What one seal is of: the year's whole cohort at the end of a day."""

from dataclasses import dataclass
from functools import cached_property

from committees.models import Post
from factories import figures
from factories.models import CountyPlan, ProgramYear, ReportingPeriod
from regional20x10.shared import clock


@dataclass(frozen=True)
class Scope:
    """A programme year as of a day, of the whole nation."""

    kind: str
    """A value of SealKind."""
    year: int
    as_of: object
    starts_on: object
    """First day of the span the report is of: 1 January, or the first day of its quarter or month."""

    @property
    def until(self):
        """The last moment of the day: what was known by then is in the seal."""
        return clock.end_of(self.as_of)

    @cached_property
    def program_year(self):
        return ProgramYear.objects.select_related("program").get(year=self.year)

    @property
    def plans(self):
        return CountyPlan.objects.filter(program_year__year=self.year)

    @cached_property
    def cohort(self):
        """The year's places with their standings, ranked (factories.figures.cohort)."""
        return figures.cohort(self.plans, self.as_of, target=self.program_year.target)

    @cached_property
    def provinces(self):
        """[factories.figures.ProvinceSum] of the cohort, by code."""
        return figures.by_province(self.cohort)

    @cached_property
    def projects(self):
        """{primary key: FactoryProject} of the cohort, by code."""
        rows = sorted((row.project for row in self.cohort.standings), key=lambda project: project.code)
        return {project.pk: project for project in rows}

    @cached_property
    def subjects(self):
        """{primary key of a project: its name as a subject}."""
        return {pk: subject(project) for pk, project in self.projects.items()}

    @cached_property
    def posts(self):
        """{primary key: Post} of all posts, with their places."""
        return Post.objects.select_related("province", "county", "organization").in_bulk()

    @cached_property
    def periods(self):
        """{primary key: ReportingPeriod}."""
        return ReportingPeriod.objects.in_bulk()


def subject(row):
    """The name of a row as a subject of figures: "province:…", "county:…", "project:…"."""
    return f"{type(row).__name__.lower().removeprefix('factory')}:{row.code}"
