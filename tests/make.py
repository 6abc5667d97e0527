"""Builders: the least that makes a thing valid; a test names only what it is about."""

import itertools
import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from committees.models import Official, Organization, Post, User
from committees.rights import COUNTY, OWN, PROVINCE, RULES, Role
from factories import agreements
from factories.actions import conditions as recording
from factories.actions import periods, projects, returns, signatures, sites
from factories.models import (
    AgreementClause,
    ClauseKind,
    County,
    CountyPlan,
    CountySignature,
    DesignRevision,
    FactoryType,
    Gate,
    GatePass,
    Measure,
    PackageTemplate,
    Program,
    ProgramYear,
    Province,
    ReportingPeriod,
    Side,
    Signature,
    SizingStudy,
)

_serial = itertools.count(1)
_province = itertools.count(1)
DAY = date(2026, 10, 12)


def moment(day=DAY, hour=12):
    """A moment on `day` in the programme's time zone."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def province(code=None):
    code = code or f"T{next(_province):04X}"  # five characters are all it may have, and property tests make thousands
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
    """A project of one construction unit, with two work packages of weight 40 and 60, let through the first gate."""
    made = planned(plan_, starts_on=starts_on, finishes_on=finishes_on, by=by, type_=type_, **values)
    GatePass.objects.create(project=made, gate=Gate.START, at=moment(starts_on - timedelta(days=20)))
    return made


def planned(plan_=None, *, starts_on=date(2026, 2, 1), finishes_on=date(2026, 12, 10), by=None, type_=None, **values):
    """The same before any gate."""
    values.setdefault("construction_unit", organization())
    return projects.create(
        plan=plan_ or plan(), factory_type=type_ or factory_type(), code=values.pop("code", f"P-{next(_serial)}"),
        starts_on=starts_on, finishes_on=finishes_on, by=by or post(),
        at=moment(starts_on - timedelta(days=30)), **values,
    )  # fmt: skip


NORMS = {
    "capacity_t_year": 1000, "floor_area_m2": 3000, "power_kw": 300, "water_m3_day": 150, "posts": 80,
    "raw_material_t_per_t": {"maize": 0.5}, "product_groups": {"food": 0.8},
}  # fmt: skip
"""Of a type whose needs are easy to work out: 0.3 kW, 0.15 m³ a day and 0.08 posts a tonne."""


def sized_type(code="sized"):
    """A type with NORMS."""
    type_ = factory_type(code)
    type_.norms = NORMS
    type_.save(update_fields=["norms"])
    return type_


def preparing(**values):
    """A project before any gate, of a type with norms, whose three units are bodies of their own."""
    units = {name: organization(name) for name in ("design_unit", "construction_unit", "operation_unit")}
    return planned(**{"type_": sized_type()} | units | values)


def conditions(county_, year_=2026, *, demand_per_head=None, raw_materials_t_year=None, by=None, **values):
    """The county’s conditions of a year, all that NORMS ask for: at a share of 30 %, water allows least, 1,000 t."""
    known = {"population": 30_000, "workforce": 800, "electricity_kw": 1500, "water_m3_day": 500, **values}
    known = {name: value for name, value in known.items() if value is not None}
    lists = {"demand_per_head": {"food": 50}, "raw_materials_t_year": {"maize": 700}}
    given = {"demand_per_head": demand_per_head, "raw_materials_t_year": raw_materials_t_year}
    lists |= {kind: rows for kind, rows in given.items() if rows is not None}
    return recording.record(
        county_, year_, values=known, sources=dict.fromkeys(known, "Survey of March"), by=by or post(),
        **{kind: {name: (value, "Survey of March") for name, value in rows.items()} for kind, rows in lists.items()},
    )  # fmt: skip


def sized(project_, capacity=1000, *, at=None):
    """The approved sizing study of a project."""
    at = at or moment(date(2026, 1, 10))
    by, other = post(Role.COMMITTEE_STAFF), post(Role.COMMITTEE_MEMBER)
    version = project_.studies.count() + 1
    return SizingStudy.objects.create(
        project=project_, version=version, state="approved", year=2025, share_percent=30, chosen_t_year=capacity,
        created_at=at, created_by=by, submitted_at=at, submitted_by=by, approved_at=at, approved_by=other,
    )  # fmt: skip


GOOD_SITE = {"power_kw": 400, "water_m3_day": 200, "road_km": 1, "households_to_move": 0, "households_near": 10}


def site(project_, *, at=None, **measured):
    """A site of the project, measured as a good one except for what is given; None leaves a value unmeasured."""
    at, by = at or moment(date(2026, 1, 11)), post(Role.COMMITTEE_STAFF)
    made = sites.propose(project_, name=f"Site {next(_serial)}", by=by, at=at)
    values = {Measure(name): Decimal(value) for name, value in (GOOD_SITE | measured).items() if value is not None}
    sites.measure(
        made, values=values, measured_on=at.date(), measured_by="County staff", road_class="county", by=by, at=at
    )
    return made


def sited(project_, **measured):
    """A site of a sized project, approved."""
    return sites.approve(site(project_, **measured), by=post(Role.COMMITTEE_MEMBER), at=moment(date(2026, 1, 12)))


def revision(project_, texts=None, *, at=None):
    """A design revision with a clause of every matter."""
    at, number = at or moment(date(2026, 1, 13)), project_.revisions.count() + 1
    made = DesignRevision.objects.create(project=project_, number=number, changed="First.", at=at)
    for kind in ClauseKind:
        text = (texts or {}).get(kind, f"{kind.value} as drawn")
        AgreementClause.objects.create(
            revision=made, kind=kind, text=text, digest=agreements.digest(project_.code, kind, text)
        )
    return made


def signer(project_, side):
    """A post of the project's unit on that side."""
    side = Side(side)
    return post(getattr(Role, f"{side.name}_UNIT"), where=getattr(project_, f"{side.value}_unit"))


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def upload(name="plan.pdf", content=PDF):
    """A file as a browser hands it in."""
    return SimpleUploadedFile(name, content)


def signed(project_, revision_, *, at=None, sides=Side):
    """Every clause of the revision that is not signed yet, signed by the sides."""
    at, state = at or moment(date(2026, 1, 14)), agreements.state(project_, moment(date(2026, 12, 31)))
    for side, clause in state.open:
        if side in sides:
            unit = getattr(project_, f"{side.value}_unit")
            role = getattr(Role, f"{side.name}_UNIT")
            Signature.objects.create(
                clause=clause, side=side, unit=unit, digest=clause.digest, at=at, by=post(role, where=unit)
            )
    return revision_


def agreed(project_):
    return signed(project_, revision(project_))


def period(day=date(2026, 10, 5)):
    """The reporting period that contains `day`."""
    if not ReportingPeriod.ten_days.filter(year=day.year).exists():
        periods.generate(day.year, by=None)
    return ReportingPeriod.ten_days.get(starts_on__lte=day, ends_on__gte=day)


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
    more = ("deliveries", "expenditures", "equipment", "incidents", "overspent_because")
    return returns.save(
        row, revision=row.revision, values=said, lines=lines, delays=values.get("delays", []), by=by, at=at,
        **{name: values[name] for name in more if name in values},
    )  # fmt: skip


def submitted(project_, period_=None, percents=(50, 20), **values):
    row = draft(project_, period_, percents, **values)
    return returns.submit(row, revision=row.revision, by=row.saved_by, at=row.saved_at)


def countersigned(row):
    """The return with the signatures of the county that it still lacks."""
    for side in CountySignature.missing(row):
        role = {signs_as: role for role, signs_as in CountySignature.SIGNS_AS.items()}[side]
        signatures.sign_county(row, by=post(role, where=row.project.plan.county), at=row.submitted_at)
    return row


def verified(project_, period_=None, percents=(50, 20), *, verified_by=None, **values):
    row = countersigned(submitted(project_, period_, percents, **values))
    return returns.verify(row, by=verified_by or verifier(project_), at=row.submitted_at + timedelta(hours=1))


def accepted(project_, period_=None, percents=(50, 20), **values):
    row = verified(project_, period_, percents, **values)
    return returns.accept(row, by=post(Role.COMMITTEE_MEMBER), at=row.verified_at + timedelta(hours=1))
