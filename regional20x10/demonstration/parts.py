"""The factories and bodies that the committee's work is about, by county and kind."""

from committees.models import OrganizationKind
from factories.models import FactoryProject
from regional20x10.demonstration import DAY, building


def project(county, kind):
    """The factory of this kind that is built this year at the county of this code."""
    rows = FactoryProject.objects.select_related("plan__county__province", "construction_unit", "operation_unit")
    return rows.get(plan__program_year__year=DAY.year, plan__county__code=county, factory_type__code=kind)


def machines(cast):
    """The works that make the machines."""
    return cast.body(OrganizationKind.SUPPLIER, "machines", *building.MACHINES)
