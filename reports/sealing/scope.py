"""What one seal is of: the year's whole cohort at the end of a day."""

from dataclasses import dataclass
from functools import cached_property

from committees.models import Post
from committees.models.scope import Reader
from committees.rights import Role
from factories import figures, operating, standing
from factories.models import CountyPlan, FactoryProject, ProgramYear, ReportingPeriod
from regional20x10.shared import clock
from reports.sealing.before import before


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
    def reader(self):
        """Who sees all: a seal is of the whole nation, whoever makes it. For readings that ask for a user."""
        return Reader(Post(role=Role.ANALYST))

    @cached_property
    def before(self):
        """The seals that this one is compared with (before.before)."""
        return before(self.kind, self.year, self.as_of)

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

    @cached_property
    def running(self):
        """The standings of the programme's built factories of this year and of those before, by code.

        Each has its stage and, where it could count and does not, why it is idle (operating.told). Places are to
        produce in the years after their own, so production and raw materials are told of them all.
        """
        programme = self.program_year.program_id
        rows = FactoryProject.objects.filter(plan__program_year__program=programme)
        rows = rows.filter(plan__program_year__year__lte=self.year)
        pks = list(rows.order_by().values_list("pk", flat=True))
        return operating.told(operating.staged(standing.on(self.as_of, pks).for_list()), self.as_of)

    @cached_property
    def earlier(self):
        """Those of `running` that are of earlier years."""
        return [row for row in self.running if row.project.plan.program_year.year < self.year]

    @cached_property
    def factories(self):
        """The year's projects and those built in earlier years, by code."""
        rows = [*self.projects.values(), *(row.project for row in self.earlier)]
        return sorted(rows, key=lambda row: row.code)


def levels(projects, *, years=True):
    """{subject: [project]} of what stands above factories: the programme, its years, provinces and counties."""
    found = {"programme": list(projects)}
    for project in projects:
        county = project.plan.county
        above = [subject(county.province), subject(county)]
        for name in [f"year:{project.plan.program_year.year}", *above] if years else above:
            found.setdefault(name, []).append(project)
    return {name: found[name] for name in sorted(found)}


def subject(row):
    """The name of a row as a subject of figures: "province:…", "county:…", "project:…"."""
    return f"{type(row).__name__.lower().removeprefix('factory')}:{row.code}"
