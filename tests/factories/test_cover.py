"""Cover: what bases bring of what factories need, this year, next, and month by month; the gate that asks for it."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.rights import Role
from factories import balances, bases, gates
from factories.actions import bases as deeds
from factories.models import BaseMeasure, Gate, RawMaterialBase, SupplyLink
from regional20x10.shared import clock
from tests import make, produce
from tests.factories import oracle_bases as oracle
from tests.factories.test_bases import AUTUMN, created, linked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def factory():
    """1,200 t a year, which need 600 t of maize."""
    return produce.factory(gates=())


def cover(project, day=make.DAY):
    return bases.of_project(project, day)


# --- cover -----------------------------------------------------------------------------------------------------------
def test_cover_is_what_the_links_bring_of_what_is_needed(factory):
    linked(created(), factory, 60)
    linked(created(code="works", area_ha=None, yield_t_ha=None, capacity_t_year=Decimal(300), kind="plant"), factory)

    found = cover(factory)

    [row] = found.materials
    assert (row.need, round(float(row.expected), 3), found.percent) == (600, 540.0, 90)
    assert (round(float(row.missing), 3), round(float(row.hectares), 3)) == (60.0, 15.0)
    assert (found.enough, found.scarcest.material) == (True, "maize")


def test_what_is_not_known_is_unknown_and_what_is_not_linked_is_zero(factory):
    idle, unknown = produce.factory(), produce.factory(capacity_t_year=None)
    blank = created(area_ha=None, yield_t_ha=None)
    linked(blank, factory)
    linked(created(code="maize-2"), unknown)

    found = bases.of_projects([factory, idle, unknown], make.DAY)

    assert [found[row.pk].percent for row in (factory, idle, unknown)] == [None, 0, None]
    assert [found[row.pk].linked for row in (factory, idle, unknown)] == [True, False, True]
    assert [row.missing for row in found[idle.pk].materials] == [600]
    assert [row.missing for row in found[factory.pk].materials] == [None]


def test_the_least_covered_of_several_raw_materials_is_the_factorys_cover():
    kind = produce.type_("two")
    kind.norms = {**produce.NORMS, "raw_material_t_per_t": {"maize": 0.5, "salt": 0.1}}
    kind.save(update_fields=["norms"])
    factory = produce.factory(type_=kind)
    linked(created(), factory)

    before = cover(factory)
    blank = {"area_ha": None, "yield_t_ha": None}
    unknown = linked(created(code="salt-0", material="salt", **blank), factory)
    between = (cover(factory).percent, cover(factory).enough, asked(factory))
    deeds.unlink(unknown, reason="Nothing is known of it.", by=make.post(), on=make.DAY)
    linked(created(code="salt-1", material="salt", area_ha=None, yield_t_ha=None, capacity_t_year=Decimal(24)), factory)

    assert (before.percent, before.scarcest.material) == (0, "salt")
    assert between == (
        Decimal("66.7"), False,
        ("missing", "66.7% of the need of 2026 is covered, not 70%. maize: 66.7%, 200 t are missing to the whole need, "
                    "the yield of 50 ha. salt: what its bases supply is not known."),
    )  # fmt: skip
    assert (cover(factory).percent, cover(factory).scarcest.material) == (Decimal("20.0"), "salt")


def test_the_months_set_a_season_against_an_even_need_and_begin_with_what_was_left(factory):
    linked(created(season=AUTUMN), factory)
    produce.produced(factory, produce.month(2025, 12), left=120)
    produce.produced(factory, produce.month(2025, 11), left=500)
    produce.produced(factory, produce.month(2026, 1), left=700)

    [found] = cover(factory).materials

    assert found.stock == 120
    assert [round(float(month.supply)) for month in found.months] == [120] * 8 + [320, 520, 520, 520]
    assert [round(float(month.short)) for month in found.months] == [0, 0, 30, 80, 130, 180, 230, 280, 130, 0, 30, 80]
    assert found.short_from.number == 3


def test_covers_of_many_factories_take_as_many_queries_as_of_one():
    base = created()
    for share in (10, 20, 30):
        linked(base, produce.factory(), share)
    projects = [link.project for link in SupplyLink.objects.for_list()]

    counts = []
    for rows in (projects[:1], projects):
        with CaptureQueriesContext(connection) as queries:
            bases.of_projects(rows, make.DAY)
        counts.append(len(queries))

    assert counts == [4, 4]


def test_claims_on_a_base_are_named_to_its_county_and_added_up_for_others(factory):
    base, other = created(), produce.factory()
    linked(base, factory, 50)
    linked(base, other, 30)
    near, far = (
        make.post(Role.COUNTY_SECRETARY, where=place).official.user for place in (base.county, other.plan.county)
    )

    ours, theirs = (balances.claims([base], user, make.DAY)[base.pk] for user in (near, far))

    assert sorted(round(float(tonnes)) for _link, tonnes in ours.rows) == [120, 200]
    assert (ours.elsewhere, ours.left, round(float(ours.tonnes_left))) == (0, 20, 80)
    assert ([link.project for link, _tonnes in theirs.rows], theirs.elsewhere, theirs.left) == ([other], 50, 20)


# --- the gate --------------------------------------------------------------------------------------------------------
def asked(project):
    state = next(row for row in gates.states(project, make.DAY) if row.gate == Gate.OPERATE)
    finding = next(row for row in state.requirements if row.requirement.code == "raw_material").finding
    return finding.state, str(finding.said)


def test_the_gate_asks_for_the_cover_of_the_programme_year(factory):
    nothing = asked(factory)
    base = created()
    linked(base, factory)
    short = asked(factory)
    year = factory.plan.program_year
    year.cover_percent = 60
    year.save(update_fields=["cover_percent"])
    enough = asked(factory)

    assert nothing == ("no_data", "No data yet: no raw-material bases are linked.")
    assert short == (
        "missing",
        "66.7% of the need of 2026 is covered, not 70%. maize: 66.7%, 200 t are missing to the whole need, the yield "
        "of 50 ha.",
    )
    assert enough == ("met", "66.7% of the need of 2026 is covered, 60% are asked for.")


def test_the_gate_says_what_is_not_known_and_what_land_cannot_tell(factory):
    link = linked(created(area_ha=None, yield_t_ha=None), factory)
    unknown = asked(factory)
    deeds.change(link.base, capacity_t_year=Decimal(60), reason="Built.", by=make.post(), on=make.DAY)

    assert unknown[0] == "no_data"
    assert asked(factory) == (
        "missing",
        "10.0% of the need of 2026 is covered, not 70%. maize: 10.0%, 540 t are missing to the whole need.",
    )


# --- against a slow oracle -------------------------------------------------------------------------------------------
TENTHS = st.integers(0, 9000).map(lambda tenths: Decimal(tenths) / 10)
SEASONS = st.sampled_from(["3 0 0 0 0 5 0 0 0 0 0 2", "1 1 0 0 1 1 0 2 2 2 0 0"]).map(
    lambda tenths: [Decimal(tenth) / 10 for tenth in tenths.split()]
)
VERSIONS = st.lists(st.tuples(TENTHS, st.integers(0, 10), st.booleans()), min_size=1, max_size=3)
BASES = st.fixed_dictionaries({
    "land": st.sampled_from(["area", "capacity", "unknown"]), "area": TENTHS, "yield": st.integers(0, 600),
    "season": SEASONS, "share": st.integers(1, 10_000),
    "returns": st.dictionaries(st.integers(1, 4), VERSIONS, max_size=4),
    "measures": st.lists(st.tuples(st.integers(1, 900), st.booleans(), st.booleans()), max_size=3),
})  # fmt: skip


def _kept(number, said, county):
    """(the base in the database, the same for the oracle)."""
    land = said["land"]
    values = {
        "area_ha": said["area"] if land == "area" else None,
        "yield_t_ha": Decimal(said["yield"]) / 100 if land == "area" else None,
        "capacity_t_year": said["area"] if land == "capacity" else None,
    }
    row = RawMaterialBase.objects.create(
        county=county, code=f"b-{number}", name_en="B", name_ko="기지", kind="field", material="maize",
        season=[float(share) for share in said["season"]], **values,
    )  # fmt: skip
    fractions = [None if value is None else Fraction(value) for value in values.values()]
    same = oracle.Base(*fractions, [Fraction(share) for share in said["season"]])
    for tonnes, due, done in said["measures"]:
        due_on = date(2026, 12, 31) if due else date(2027, 1, 1)
        BaseMeasure.objects.create(
            base=row, what="M", adds_t_year=tonnes, due_on=due_on, done_on=make.DAY if done else None
        )
        same.measures.append((Fraction(tonnes), due, done))
    for quarter, versions in said["returns"].items():
        same.returns.append((quarter, _versions(row, quarter, versions)))
    return row, same


def _versions(base, quarter, versions):
    last, found, chain = None, [], uuid.uuid4()
    for number, (harvested, tenth, withdrawn) in enumerate(versions):
        lost, withdrawn = (harvested * tenth / 10).quantize(Decimal("0.1")), withdrawn and number > 0
        lost = min(lost, harvested)
        last = produce.base_return(
            base, 2026, quarter, harvested, lost, at=make.moment(date(2026, 1, 1)) + timedelta(hours=number),
            chain=chain, replaces=last, why="So." if number else "", withdrawn=withdrawn,
        )  # fmt: skip
        found.append((Fraction(harvested), Fraction(lost), withdrawn))
    return found


def _near(found, meant):
    return (found is None) == (meant is None) and (found is None or abs(float(found) - float(meant)) < 1e-6)


@settings(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(said=st.lists(BASES, max_size=3), capacity=st.one_of(st.none(), st.integers(1, 3000)))
def test_cover_and_the_balance_of_the_months_equal_those_of_a_slow_oracle(said, capacity):
    with transaction.atomic():
        project, links = produce.factory(gates=(), capacity_t_year=capacity), []
        for number, base in enumerate(said):
            row, same = _kept(number, base, project.plan.county)
            share = Decimal(base["share"]) / 100
            produce.link(row, project, share)
            links.append((same, Fraction(share)))
        project.refresh_from_db()
        [found] = cover(project).materials
        need = None if capacity is None else Fraction(capacity) / 2
        meant = oracle.cover(links, need)
        short = oracle.months_short(links, need, Fraction(0))
        transaction.set_rollback(True)

    pairs = zip((found.percent, found.percent_next, found.missing, found.hectares), meant, strict=True)
    assert [(ours, theirs) for ours, theirs in pairs if not _near(ours, theirs)] == []
    assert [
        month.number for month, theirs in zip(found.months, short, strict=True) if not _near(month.short, theirs)
    ] == []
