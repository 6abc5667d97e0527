"""Builders: the least that makes a thing valid; a test names only what it is about."""

import itertools
import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from committees.models import Official, Organization, Post, User
from committees.rights import COUNTY, OWN, PROVINCE, RULES, Role
from factories.actions import periods, projects, returns
from factories.models import (
    County,
    CountyPlan,
    FactoryType,
    PackageTemplate,
    Program,
    ProgramYear,
    Province,
    ReportingPeriod,
)

_serial = itertools.count(1)
DAY = date(2026, 10, 12)


def moment(day=DAY, hour=12):
    """A moment on `day` in the programme's time zone."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def province(code=None):
    code = code or f"T{next(_serial):04}"
    names = {"name_en": f"Province {code}", "name_ko": f"{code}도"}
    return Province.objects.get_or_create(code=code, defaults=names)[0]


def county(province_=None, **values):
    serial = next(_serial)
    values = {"code": f"C{serial}", "name_en": f"County {serial}", "name_ko": f"{serial}군", "kind": "county", **values}
    return County.objects.create(province=province_ or province(), **values)


def program(**values):
    values = {"code": "20x10", "name_en": "20x10", "name_ko": "20×10", "start_year": 2024, "years": 10,
              "counties_a_year": 20, **values}  # fmt: skip
    return Program.objects.get_or_create(code=values.pop("code"), defaults=values)[0]


def year(number=2026):
    values = {"target": 20, "state": "active"}
    return ProgramYear.objects.get_or_create(program=program(), year=number, defaults=values)[0]


def plan(county_=None, year_=None):
    year_ = year_ or year()
    return CountyPlan.objects.create(program=year_.program, program_year=year_, county=county_ or county())


def organization(kind="construction_unit", **values):
    code = f"o{next(_serial)}"
    return Organization.objects.create(**{"code": code, "name_en": code, "name_ko": code, "kind": kind, **values})


def user(username=None, **values):
    return User.objects.create_user(username or f"user{next(_serial)}", password="a long test password", **values)


def post(role=Role.COMMITTEE_STAFF, *, where=None, user_=None, **values):
    """A post of `role` with its own official and user; `where`: the province, county or body its role asks for."""
    scope = RULES[Role(role)].scope
    official = getattr(user_, "official", None) or Official.objects.create(
        reference=f"T-{next(_serial)}", user=user_ or user()
    )
    field = {PROVINCE: "province", COUNTY: "county", OWN: "organization"}.get(scope)
    default = {PROVINCE: province, COUNTY: county, OWN: organization}.get(scope)
    place = {field: where or default()} if field else {}
    return Post.objects.create(role=role, official=official, starts_on=date(2024, 1, 1), **place, **values)


def factory_type(code="food", packages=((40, 0, 0.5), (60, 0.4, 1))):
    """A type whose template has a package per (weight, start, end)."""
    made, new = FactoryType.objects.get_or_create(code=code, defaults={"name_en": code.title(), "name_ko": "식료공장"})
    if new:
        for order, (weight, start, end) in enumerate(packages, 1):
            PackageTemplate.objects.create(
                factory_type=made, order=order, name_en=f"Part {order}", name_ko=f"부분 {order}",
                weight=weight, starts_at=start, ends_at=end,
            )  # fmt: skip
    return made


def project(plan_=None, *, starts_on=date(2026, 2, 1), finishes_on=date(2026, 12, 10), by=None, type_=None, **values):
    """A project of one construction unit, with two work packages of weight 40 and 60."""
    values.setdefault("construction_unit", organization())
    return projects.create(
        plan=plan_ or plan(), factory_type=type_ or factory_type(), code=values.pop("code", f"P-{next(_serial)}"),
        starts_on=starts_on, finishes_on=finishes_on, by=by or post(),
        at=moment(starts_on - timedelta(days=30)), **values,
    )  # fmt: skip


def period(day=date(2026, 10, 5)):
    """The reporting period that contains `day`."""
    if not ReportingPeriod.objects.filter(year=day.year).exists():
        periods.generate(day.year, by=None)
    return ReportingPeriod.objects.get(starts_on__lte=day, ends_on__gte=day)


def reporter(project_):
    """A post of the project's construction unit."""
    return post(Role.CONSTRUCTION_UNIT, where=project_.construction_unit)


def verifier(project_):
    return post(Role.PROVINCIAL_SECRETARY, where=project_.plan.county.province)


def draft(project_, period_=None, percents=(50, 20), *, by=None, at=None, **values):
    """A saved draft with the percentages of the work packages, in their order."""
    period_ = period_ or period()
    by, at = by or reporter(project_), at or moment(period_.ends_on + timedelta(days=1))
    row = returns.begin(project_, period_, key=uuid.uuid4(), by=by, at=at)
    packages = project_.packages.order_by("order").values_list("pk", flat=True)
    lines = {
        pk: (None if percent is None else Decimal(str(percent)), values.get("reason", ""))
        for pk, percent in zip(packages, percents, strict=True)
    }
    said = {"crew_people": 60, "crew_days": 600, "pace": "normal", "narrative": "Work went on.",
            **{name: value for name, value in values.items() if name in returns.FIELDS}}  # fmt: skip
    return returns.save(
        row, revision=row.revision, values=said, lines=lines, delays=values.get("delays", []), by=by, at=at
    )


def submitted(project_, period_=None, percents=(50, 20), **values):
    row = draft(project_, period_, percents, **values)
    return returns.submit(row, revision=row.revision, by=row.saved_by, at=row.saved_at)


def verified(project_, period_=None, percents=(50, 20), *, verified_by=None, **values):
    row = submitted(project_, period_, percents, **values)
    return returns.verify(row, by=verified_by or verifier(project_), at=row.submitted_at + timedelta(hours=1))


def accepted(project_, period_=None, percents=(50, 20), **values):
    row = verified(project_, period_, percents, **values)
    return returns.accept(row, by=post(Role.COMMITTEE_MEMBER), at=row.verified_at + timedelta(hours=1))
