"""Who is in charge of a county on a day, and which counties of a year nobody is in charge of. Reads only.

A charge is a plan with a first and a last day: on any day it is told by the charges as they are recorded now, whose
history is kept (docs/domain.md).
"""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from committees.models import CountyCharge
from factories.models import County


def leads(counties, day):
    """{county pk: the charge held on `day`} of those of `counties` (rows or keys) that have one. One query."""
    rows = CountyCharge.objects.current(day).filter(county__in=counties)
    return {row.county_id: row for row in rows}


def lead_of(county, day):
    """The charge of the county that is held on `day`; None without one."""
    return CountyCharge.objects.current(day).filter(county=county).first()


def unled(program_year, day):
    """The counties of the year of which nobody is in charge on `day`, by their codes. One query."""
    led = CountyCharge.objects.current(day).filter(county=OuterRef("pk"))
    rows = County.objects.filter(~Exists(led), plans__program_year=program_year)
    return list(rows.select_related("province").order_by("province__code", "code"))


@dataclass(frozen=True)
class Coverage:
    """Members in charge of the counties of some places (figures.Place) on a day."""

    counties: int
    leads: dict
    """{county pk: charge}"""
    unled: list = field(default_factory=list)
    """Counties without one, by their codes."""

    @property
    def led(self):
        return self.counties - len(self.unled)


def coverage(places, day):
    """The Coverage of `places`, each of which is told its charge as `place.charge`. One query."""
    found = leads([place.county.pk for place in places], day)
    for place in places:
        place.charge = found.get(place.county.pk)
    missing = [place.county for place in places if place.charge is None]
    return Coverage(len(places), found, sorted(missing, key=lambda row: (row.province.code, row.code)))


def held_until(county, day):
    """The charges of the county that began by `day`, the last first: the one held, if any, and the former ones."""
    return list(CountyCharge.objects.filter(county=county, starts_on__lte=day).order_by("-starts_on", "-pk"))
