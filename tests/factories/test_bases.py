"""Raw-material bases: kept, raised, reported, linked; what they supply and how far that covers a factory."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from threading import Thread

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.rights import Role
from factories import balances, bases, gates
from factories.actions import bases as deeds
from factories.models import BaseMeasure, BaseReturn, Gate, RawMaterialBase, SupplyLink
from regional20x10.shared import clock
from regional20x10.shared.errors import Refused
from tests import make, produce
from tests.factories import oracle_bases as oracle
from tests.refusals import action_forbids, action_refuses, database_refuses

pytestmark = pytest.mark.django_db
NOW = make.moment()
QUARTERLY = [0, 0, 0.25] * 4
AUTUMN = [0, 0, 0, 0, 0, 0, 0, 0, 0.5, 0.5, 0, 0]


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def factory():
    """1,200 t a year, which need 600 t of maize."""
    return produce.factory(gates=())


def created(county=None, **values):
    produce.type_()
    said = {"code": "maize-1", "name_en": "Maize fields", "name_ko": "강냉이밭", "kind": "field", "material": "maize",
            "area_ha": Decimal(100), "yield_t_ha": Decimal(4), **values}  # fmt: skip
    return deeds.create(county or make.county(), by=make.post(), on=make.DAY, **said)


def changed(base, *, reason="Surveyed.", **values):
    return deeds.change(base, reason=reason, by=make.post(), on=make.DAY, **values)


def reported(base, quarter=3, harvested=100, lost=0, *, year=2026, at=NOW, **values):
    return deeds.report(
        base, year=year, quarter=quarter, harvested_t=Decimal(harvested), losses_t=Decimal(lost), by=make.post(), at=at,
        **values,
    )  # fmt: skip


def linked(base, project, share=100):
    return deeds.link(base, project, share_percent=Decimal(share), by=make.post(), on=make.DAY)


def cover(project, day=make.DAY):
    return bases.of_project(project, day)


# --- the base --------------------------------------------------------------------------------------------------------
def test_a_base_is_entered_with_a_season_that_adds_up_to_the_whole():
    even, autumn = created(), created(code="maize-2", season=[*AUTUMN[:9], 0.498, 0, 0])

    assert (even.supply_t_year, sum(even.season)) == (400, pytest.approx(1, abs=1e-9))
    assert autumn.season[8:10] == [0.502, 0.498]


def test_all_that_is_wrong_with_a_base_is_said_at_once():
    with action_refuses(
        "No type of factory uses “gold”: choose a raw material of the norms.",
        "A season has twelve shares, January to December, which add up to 100 %.",
        "Give the area with its yield, or the capacity of a base without an area: not both.",
    ):
        created(material="gold", yield_t_ha=None, season=[0.5] * 12)


def test_a_change_needs_its_reason_and_something_that_differs():
    base = created()

    with action_refuses(
        "Say why it changes: the reason stays with the base.",
        "Nothing differs from what is entered: change what is wrong, or leave it.",
    ):
        changed(base, reason=" ", area_ha=Decimal(100))


def test_a_slip_by_ten_is_asked_about_and_done_when_one_is_sure():
    base = created()

    with action_refuses(
        "From 400 to 4,000 t a year: is that so? Correct area, yield or capacity, or confirm it here.",
        sure="From 400 to 4,000 t a year: is that so? Correct area, yield or capacity, or confirm it here.",
    ):
        changed(base, yield_t_ha=Decimal(40))
    changed(base, yield_t_ha=Decimal(40), sure=True)

    assert RawMaterialBase.objects.get().supply_t_year == 4000


def test_the_material_of_a_base_stays_one_that_its_factories_use(factory):
    other = make.factory_type("other")
    other.norms = {"raw_material_t_per_t": {"fruit": 1}}
    other.save(update_fields=["norms"])
    base = created()
    linked(base, factory)

    with action_refuses(
        f"These factories are fed by this base and do not use fruit: {factory.code}. Unlink them first."
    ):
        changed(base, material="fruit")


def test_who_does_not_keep_bases_is_told_whom_to_ask():
    base, by = created(), make.post(Role.CONSTRUCTION_UNIT)

    with action_forbids(
        f"The post “{by}” may not do this. Ask: Committee staff, City or county chief secretary, Chair of the city or "
        "county people’s committee, City or county staff."
    ):
        deeds.change(base, reason="So.", by=by, on=make.DAY, area_ha=Decimal(120))


def test_figures_that_are_no_numbers_are_refused_and_never_an_error():
    base = created()

    with pytest.raises(Refused):
        changed(base, area_ha=Decimal("NaN"))
    with pytest.raises(Refused):
        reported(base, harvested="NaN")
    with pytest.raises(Refused):
        reported(base, harvested="Infinity")
    with pytest.raises(Refused):
        linked(base, produce.factory(), "NaN")


# --- measures --------------------------------------------------------------------------------------------------------
def test_a_measure_raises_what_is_expected_next_year_until_it_is_done():
    base, by = created(), make.post()
    measure = deeds.plan_measure(
        base, what="Irrigation", adds_t_year=Decimal(50), due_on=date(2026, 12, 1), by=by, on=make.DAY
    )
    deeds.plan_measure(base, what="Later", adds_t_year=Decimal(70), due_on=date(2027, 1, 1), by=by, on=make.DAY)
    before = bases.supplies([base], make.DAY)[base.pk]
    deeds.finish_measure(measure, done_on=date(2026, 10, 10), by=by, on=make.DAY)

    after = bases.supplies([base], make.DAY)[base.pk]

    assert (before.this_year, before.next_year) == (400, 450)
    assert (after.this_year, after.next_year) == (400, 400)


def test_a_measure_is_planned_ahead_and_done_once_and_not_in_the_future():
    base, by = created(), make.post()
    measure = deeds.plan_measure(base, what="Irrigation", adds_t_year=Decimal(50), due_on=make.DAY, by=by, on=make.DAY)

    with action_refuses(
        "A measure is planned ahead: enter a day from 12\N{NO-BREAK SPACE}Oct\N{NO-BREAK SPACE}2026 on.",
        "This field cannot be blank.",
        "A measure adds more than 0 tonnes a year.",
    ):
        deeds.plan_measure(base, what=" ", adds_t_year=Decimal(0), due_on=date(2026, 10, 1), by=by, on=make.DAY)
    with pytest.raises(Refused, match="Enter the day on which it was done"):
        deeds.finish_measure(measure, done_on=date(2026, 10, 13), by=by, on=make.DAY)
    deeds.finish_measure(measure, done_on=make.DAY, by=by, on=make.DAY)
    with pytest.raises(Refused, match="This measure was done on"):
        deeds.finish_measure(measure, done_on=make.DAY, by=by, on=make.DAY)


# --- quarterly returns -----------------------------------------------------------------------------------------------
def test_a_quarter_is_reported_once_however_often_it_is_sent():
    base, key = created(), uuid.uuid4()

    first, again = (reported(base, key=key) for _time in range(2))

    assert first == again
    with action_refuses("This quarter was reported already: correct that entry."):
        reported(base)
    with action_refuses("This key belongs to a return of another base: send a new one."):
        reported(created(code="maize-2"), key=key)
    with database_refuses("base_return_once_per_quarter"):
        produce.base_return(base, quarter=3)


def test_what_cannot_be_is_refused_with_every_sentence():
    base = created()

    with action_refuses(
        "Quarter 4 of 2026 is not over: report what it brought once it is.",
        "Planted and harvested are 0 or more, and no more is lost than was harvested.",
    ):
        reported(base, quarter=4, lost=101)
    with action_refuses("A year has four quarters, 1 to 4."):
        reported(base, quarter=5)
    with action_refuses("Enter a year from 2000 on."):
        reported(base, year=1999)


def test_a_harvest_far_from_what_was_to_be_expected_is_asked_about():
    base, autumn = created(season=QUARTERLY), created(code="maize-2", season=AUTUMN)

    with pytest.raises(Refused) as refused:
        reported(base, harvested=1000, planted_ha=Decimal(1000))
    row = reported(base, harvested=1000, because="Two harvests were brought in.")
    none = reported(autumn, quarter=1, harvested=0)

    assert refused.value.fields == {
        "because": [
            "1,000 t were harvested where 100 t were to be expected: correct it, or say why.",
            "1,000 ha were planted of a base of 100 ha: correct it, or say why.",
        ]
    }
    assert (row.why, none.why) == ("Two harvests were brought in.", "")


def test_a_return_is_corrected_and_withdrawn_by_new_versions_and_then_reported_anew():
    base, by = created(), make.post()
    row = reported(base, harvested=100, lost=10)
    tick = [NOW + timedelta(minutes=minutes) for minutes in range(1, 5)]

    with action_refuses("Nothing differs from what is entered: change what is wrong, or leave it."):
        deeds.correct(row, harvested_t=Decimal(100), why="So.", by=by, at=tick[0])
    fresh = deeds.correct(row, harvested_t=Decimal(90), why="Weighed again.", by=by, at=tick[0])
    with action_refuses("This entry was corrected or withdrawn meanwhile: load the page again."):
        deeds.correct(row, harvested_t=Decimal(80), why="So.", by=by, at=tick[1])
    last = deeds.withdraw(fresh, why="Of another base.", by=by, at=tick[1])
    anew = reported(base, harvested=70, at=tick[2])

    assert [row.chain == other.chain for other in (fresh, last, anew)] == [True] * 3
    assert (fresh.losses_t, anew.replaces, anew.why) == (10, last, "Reported anew after it was withdrawn.")
    assert list(BaseReturn.objects.in_force().values_list("harvested_t", flat=True)) == [70]
    with action_refuses("This quarter was reported already: correct that entry."):
        reported(base, harvested=71, at=tick[3])


def test_what_was_reported_takes_the_place_of_what_was_expected_as_known_on_the_day():
    base = created(season=QUARTERLY)
    reported(base, quarter=1, harvested=130, lost=10, at=make.moment(date(2026, 4, 2)))
    row = reported(base, quarter=2, harvested=60, at=make.moment(date(2026, 7, 2)))
    deeds.correct(row, harvested_t=Decimal(50), why="Weighed again.", by=make.post(), at=make.moment(date(2026, 9, 1)))

    years = [bases.supplies([base], day)[base.pk].this_year for day in (date(2026, 4, 1), date(2026, 8, 1), make.DAY)]

    assert years == [400, 380, 370]


# --- links -----------------------------------------------------------------------------------------------------------
def test_a_base_feeds_with_all_it_has_at_most_and_the_refusal_names_every_claim(factory):
    base, other, third = created(), produce.factory(code="B-2"), produce.factory(code="B-3")
    linked(base, other, 60)
    linked(base, third, 25)

    with action_refuses(
        "The base feeds with 100% at most, and 85.00% of it are given already: B-2 60.00%, B-3 25.00%. Enter 15.00% at "
        "most, or give another factory less first."
    ):
        linked(base, factory, 20)
    linked(base, other, 55)
    linked(base, factory, 20)

    assert sorted(base.links.values_list("share_percent", flat=True)) == [20, 25, 55]
    with database_refuses("a base feeds factories with 100 % at most"):
        produce.link(base, produce.factory(), 1)


def test_a_share_lies_between_nothing_and_all_and_only_who_uses_the_material_is_fed():
    base, bare = created(), make.project()

    with action_refuses(
        f"{bare.code} does not use maize: its type has no need of it.",
        "A share is more than 0 and at most 100: enter it in percent.",
    ):
        linked(base, bare, 0)


def test_a_link_is_taken_away_for_a_reason(factory):
    link, by = linked(created(), factory), make.post()

    with action_refuses("Say why the base feeds it no more: the reason stays in the history."):
        deeds.unlink(link, reason="  ", by=by, on=make.DAY)
    deeds.unlink(link, reason="Fed by another.", by=by, on=make.DAY)

    assert not SupplyLink.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_cannot_give_together_what_neither_may():
    base, first, second = created(), produce.factory(), produce.factory()
    by, said = make.post(), []

    def give(project):
        try:
            deeds.link(base, project, share_percent=Decimal(60), by=by, on=make.DAY)
        except (Refused, DatabaseError) as error:
            said.append(str(error))
        finally:
            connection.close()

    threads = [Thread(target=give, args=[project]) for project in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(said), SupplyLink.objects.count()) == (1, 1)


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
    linked(created(code="salt-1", material="salt", area_ha=None, yield_t_ha=None, capacity_t_year=Decimal(24)), factory)

    assert (before.percent, before.scarcest.material) == (0, "salt")
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
