"""The pages of raw-material bases: the list, one base, what is entered there, a factory's months, balances."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache

from committees.rights import Role
from factories.actions import bases as deeds
from factories.models import BaseMeasure, BaseReturn, RawMaterialBase, SupplyLink
from regional20x10.shared import clock
from tests import make, produce

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def factory():
    """It needs 600 t of maize a year."""
    return produce.factory(gates=())


@pytest.fixture
def base(factory):
    return produce.base(factory.plan.county, "maize-1")


@pytest.fixture
def secretary(client, factory):
    """Of the factory's county, which is the base's."""
    client.force_login(make.post(Role.COUNTY_SECRETARY, where=factory.plan.county).official.user)
    return client


def sent(client, path, **data):
    return client.post(f"/en/{path}", data)


NEW = {"code": "maize-9", "name_en": "River fields", "name_ko": "강변밭", "kind": "field", "material": "maize",
       "area_ha": "1 200,5", "yield_t_ha": "4.2"}  # fmt: skip


# --- entering --------------------------------------------------------------------------------------------------------
def test_a_county_enters_a_base_of_its_own_with_its_season(secretary, factory):
    path = f"counties/{factory.plan.county.code}/bases/new/"

    answer = sent(secretary, path, **NEW, season="0 0 0 0 0 0 0 0 50 50 0 0")

    row = RawMaterialBase.objects.get(code="maize-9")
    assert (answer.status_code, answer.url) == (302, row.get_absolute_url())
    assert (row.county, row.area_ha, row.season[8:10]) == (factory.plan.county, Decimal("1200.5"), [0.5, 0.5])


def test_what_is_wrong_with_a_base_stands_beside_its_fields_and_what_was_typed_stays(secretary, factory):
    path = f"counties/{factory.plan.county.code}/bases/new/"

    html = sent(secretary, path, **{**NEW, "yield_t_ha": "", "season": "1 2 3"}).content.decode()
    late = sent(secretary, path, **{**NEW, "yield_t_ha": ""})

    assert "Give twelve percentages, January to December, with spaces between them, which add up to 100." in html
    assert 'value="River fields"' in html
    assert late.status_code == 409
    assert "Give the area with its yield, or the capacity of a base without an area: not both." in late.content.decode()


def test_a_change_that_looks_like_a_slip_is_confirmed_on_a_second_page(secretary, base):
    path = f"bases/{base.code}/change/"
    html = secretary.get(f"/en/{path}").content.decode()
    said = {"name_en": base.name_en, "name_ko": base.name_ko, "kind": "field", "material": "maize", "area_ha": "1000",
            "yield_t_ha": "4", "reason": "Surveyed."}  # fmt: skip

    asked = sent(secretary, path, **said)
    done = sent(secretary, path, **said, sure="on")

    assert 'type="checkbox"' not in html
    assert (asked.status_code, done.status_code) == (409, 302)
    assert "From 400 to 4,000 t a year: is that so?" in asked.content.decode()
    assert 'type="checkbox" name="sure"' in asked.content.decode()
    assert RawMaterialBase.objects.get().area_ha == 1000


def test_a_change_of_the_area_alone_leaves_the_season_as_it_is(secretary, base):
    html = secretary.get(f"/en/bases/{base.code}/change/").content.decode()
    before = list(base.season)

    sent(secretary, f"bases/{base.code}/change/", name_en="B", name_ko="기지", kind="field", material="maize",
         area_ha="150", yield_t_ha="4", reason="Cleared.",
         season="8.33 8.33 8.33 8.33 8.33 8.33 8.33 8.33 8.33 8.33 8.33 8.37")  # fmt: skip

    base.refresh_from_db()
    assert "8.33 8.33 8.33 8.33 8.33 8.33 8.33 8.33 8.33 8.33 8.33 8.37" in html
    assert (base.season, base.area_ha) == (before, 150)


def test_a_measure_is_planned_and_said_to_be_done_and_then_the_base_is_changed(secretary, base):
    planned = sent(secretary, f"bases/{base.code}/measure/", what="Irrigation", adds_t_year="50", due_on="2026-12-01")
    row = BaseMeasure.objects.get()
    done = sent(secretary, f"base-measures/{row.pk}/done/", done_on="2026-10-10")

    html = secretary.get(base.get_absolute_url()).content.decode()

    assert (planned.status_code, done.url) == (302, f"/en/bases/{base.code}/change/")
    assert "Irrigation" in html
    assert "10\N{NO-BREAK SPACE}Oct\N{NO-BREAK SPACE}2026" in html


def test_a_quarter_is_reported_corrected_and_withdrawn_with_every_version_shown(secretary, base):
    key = uuid.uuid4()
    said = {"year": 2026, "quarter": 3, "planted_ha": "100", "harvested_t": "120", "losses_t": "4.5", "key": key}
    begun = secretary.get(f"/en/bases/{base.code}/report/").content.decode()
    for _time in range(2):
        sent(secretary, f"bases/{base.code}/report/", **said)
    row = BaseReturn.objects.get()
    corrected = sent(secretary, f"base-returns/{row.pk}/correct/", harvested_t="110", losses_t="4.5", why="Weighed.")
    last = BaseReturn.objects.in_force().get()
    late = sent(secretary, f"base-returns/{row.pk}/correct/", harvested_t="115", losses_t="4.5", why="Again.")
    shown = secretary.get(base.get_absolute_url()).content.decode()
    withdrawn = sent(secretary, f"base-returns/{last.pk}/withdraw/", why="Of another base.")

    assert '<option value="3" selected>' in begun
    assert [answer.status_code for answer in (corrected, late, withdrawn)] == [302, 409, 302]
    assert "harvested 120 t, lost 4.5 t" in shown
    assert "Weighed." in shown
    assert "withdrawn" in secretary.get(base.get_absolute_url()).content.decode()


def test_a_far_too_large_harvest_is_asked_about_and_taken_with_its_reason(secretary, base):
    said = {"year": 2026, "quarter": 3, "harvested_t": "1200", "losses_t": "0", "key": uuid.uuid4()}

    asked = sent(secretary, f"bases/{base.code}/report/", **said)
    done = sent(secretary, f"bases/{base.code}/report/", **said, because="Two years of stock.")

    assert (asked.status_code, done.status_code) == (409, 302)
    assert "1,200 t were harvested where" in asked.content.decode()
    assert BaseReturn.objects.get().why == "Two years of stock."


def test_a_factory_is_linked_its_share_changed_and_the_link_taken_away(secretary, base, factory):
    other = produce.factory(gates=())
    html = secretary.get(f"/en/bases/{base.code}/link/").content.decode()
    linked = sent(secretary, f"bases/{base.code}/link/", project=factory.code, share_percent="60")
    unseen = sent(secretary, f"bases/{base.code}/link/", project=other.code, share_percent="10")
    row = SupplyLink.objects.get()
    changed = sent(secretary, f"supply-links/{row.pk}/", share_percent="70.5")
    share = SupplyLink.objects.get().share_percent
    removed = sent(secretary, f"supply-links/{row.pk}/remove/", reason="Fed by another.")

    assert (factory.code in html, other.code in html) == (True, False)
    assert [answer.status_code for answer in (linked, unseen, changed, removed)] == [302, 409, 302, 302]
    assert (share, SupplyLink.objects.count()) == (Decimal("70.50"), 0)


def test_a_base_elsewhere_that_feeds_ones_factory_is_seen_but_not_changed(secretary, factory):
    far = produce.base(code="far")
    produce.link(far, factory, 40)
    produce.link(far, produce.factory(gates=()), 25)
    html = secretary.get(far.get_absolute_url()).content.decode()

    answers = [secretary.get(f"/en/bases/far/{what}/").status_code for what in ("change", "report", "measure", "link")]

    assert answers == [403] * 4
    assert "Factories that your post does not reach" in html
    assert "25.00%" in html
    assert "Report a quarter" not in html


def test_a_base_that_one_does_not_reach_is_not_there(secretary):
    produce.base(code="far")

    answers = [secretary.get(f"/en/{path}").status_code for path in ("bases/far/", "bases/far/change/", "bases/none/")]

    assert answers == [404] * 3
    assert secretary.get("/en/bases/").context["rows"] == []


# --- lists and balances ----------------------------------------------------------------------------------------------
def test_the_list_is_filtered_and_given_as_a_file(client, base, factory):
    fruit = make.factory_type("fruit")
    fruit.norms = {"raw_material_t_per_t": {"fruit": 1}, "names_ko": {"fruit": "과일"}}
    fruit.save(update_fields=["norms"])
    produce.base(code="orchard", material="fruit", kind="orchard")
    produce.link(base, factory, 60)
    client.force_login(make.post().official.user)

    page = client.get("/en/bases/?material=강냉이")
    kind = client.get("/en/bases/?kind=orchard")
    file = client.get("/en/bases.json?material=maize").json()

    assert [row.supply.base.code for row in page.context["rows"]] == ["maize-1"]
    assert [row.supply.base.code for row in kind.context["rows"]] == ["orchard"]
    assert [(row["base"], row["assigned_percent"], round(row["left_t"])) for row in file["rows"]] == [
        ("maize-1", 60.0, 160)
    ]
    assert [client.get(f"/en/bases/?{wrong}").status_code for wrong in ("county=nowhere", "material=gold")] == [400] * 2


def test_the_balance_of_a_county_and_its_province_sets_bases_against_factories(secretary, client, base, factory):
    other = produce.factory(make.plan(make.county(factory.plan.county.province)), gates=())
    produce.link(base, factory, 80)
    county = secretary.get(f"/en/counties/{factory.plan.county.code}/balance/")
    client.force_login(make.post(Role.PROVINCIAL_SECRETARY, where=factory.plan.county.province).official.user)

    province = client.get(f"/en/provinces/{factory.plan.county.province.code}/balance/")
    file = client.get(f"/en/provinces/{factory.plan.county.province.code}/balance.json").json()

    sums = [
        [(name, round(row.supply), row.need, round(row.missing), len(row.short)) for row, name in page.context["rows"]]
        for page in (county, province)
    ]
    assert sums == [[("maize", 400, 600, 280, 1)], [("maize", 400, 1200, 880, 2)]]
    assert [factory_.project for factory_, _cover in province.context["rows"][0][0].short] == [other, factory]
    assert [(round(row["unassigned_t"]), row["factories_short"]) for row in file["rows"]] == [(80, 2)]


def test_a_factory_shows_its_months_and_the_pages_that_lead_there_its_cover(secretary, base, factory):
    produce.link(base, factory)
    base.season = [0, 0, 0, 0, 0, 0, 0, 0, 0.5, 0.5, 0, 0]
    base.save(update_fields=["season"])

    page = secretary.get(f"/en/projects/{factory.code}/raw-material/").content.decode()
    project = secretary.get(factory.get_absolute_url()).content.decode()
    county = secretary.get(factory.plan.county.get_absolute_url()).content.decode()

    assert "maize: short from Jan on, by 50 t at the end of that month." in page
    assert "the yield of 50 ha at 4 t a ha" in page
    assert "<svg" in page
    assert "66.7" in project
    assert f"/en/projects/{factory.code}/raw-material/" in project
    assert "Raw-material cover by factory" in county


def test_a_factory_without_bases_or_norms_says_so(secretary, factory):
    bare = make.project(factory.plan)

    pages = [secretary.get(f"/en/projects/{row.code}/raw-material/").content.decode() for row in (factory, bare)]

    assert "All of the 600 t a year is missing." in pages[0]
    assert "Its type needs no raw material" in pages[1]


def test_returns_are_shown_as_they_were_known_on_a_day(secretary, base):
    row = produce.base_return(base, 2026, 1, 100, at=make.moment(date(2026, 4, 2)))
    deeds.correct(row, harvested_t=Decimal(90), why="Weighed.", by=make.post(), at=make.moment(date(2026, 6, 1)))

    then = secretary.get(f"{base.get_absolute_url()}?as_of=2026-05-01").content.decode()

    assert "Weighed." not in then
    assert "Report a quarter" not in then
