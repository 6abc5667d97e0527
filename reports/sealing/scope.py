"""What one seal is of: the year's whole cohort at the end of a day."""

from dataclasses import dataclass
from functools import cached_property

from factories import figures
from factories.models import CountyPlan, ProgramYear


@dataclass(frozen=True)
class Scope:
    """A programme year as of a day, of the whole nation."""

    kind: str
    """A value of SealKind."""
    year: int
    as_of: object
    starts_on: object
    """First day of the span the report is of: 1 January, or the first day of its quarter or month."""

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
    def projects(self):
        """{primary key: FactoryProject} of the cohort."""
        return {row.project.pk: row.project for row in self.cohort.standings}


def subject(row):
    """The name of a row as a subject of figures: "province:…", "county:…", "project:…"."""
    return f"{type(row).__name__.lower().removeprefix('factory')}:{row.code}"
