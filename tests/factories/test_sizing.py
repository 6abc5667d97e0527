"""Sizing: the smallest of what a county allows, studied, chosen, submitted, approved; never a number from nothing."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.rights import Role
from factories import sizing
from factories.actions import sizing as deeds
from factories.models import FactoryProject, SizingStudy
from regional20x10.shared import clock
from regional20x10.shared.errors import Conflict
from tests import make
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

AT = make.moment()
GROUPS, MATERIALS = ("soy sauce", "bean paste"), ("soya beans", "maize")
KEYS = [
    "population", "electricity_kw", "water_m3_day", "workforce",
    *(f"demand_per_head.{name}" for name in GROUPS), *(f"raw_materials_t_year.{name}" for name in MATERIALS),
]  # fmt: skip
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
numbers = st.integers(0, 10**7) | st.decimals(0, 10**7, places=3).map(float)


@st.composite
def inputs(draw, numbers=numbers):
    """Inputs of a study, all of them known."""
    positive = st.integers(1, 10**5)
    norms = {name: draw(positive) for name in ("capacity_t_year", "power_kw", "water_m3_day", "posts")}
    norms["product_groups"] = {name: draw(st.sampled_from([0.5, 0.9, 1])) for name in GROUPS}
    norms["raw_material_t_per_t"] = {name: draw(st.decimals("0.01", 10, places=2).map(float)) for name in MATERIALS}
    values = {key: draw(numbers) for key in KEYS}
    share = draw(st.decimals("0.01", 100, places=2).map(float))
    return {"values": values, "sources": {}, "share_percent": share, "norms": norms, "reference": {}}


# --- formulas --------------------------------------------------------------------------------------------------------
def test_the_formulas_give_what_is_worked_out_by_hand():
    demand = sizing.demand_t_year(Decimal(30_000), [(Decimal(9), Decimal("0.9")), (Decimal(4), Decimal("0.5"))])
    material = sizing.material_t_year(Decimal(480), Decimal("0.6"))
    supply = sizing.supply_t_year(Decimal(900), Decimal(30), Decimal(350), Decimal(1500))

    assert demand == Decimal("303.0")
    assert material == 800
    assert round(supply, 3) == Decimal("1157.143")


@UNHURRIED
@given(inputs())
def test_the_bottleneck_is_always_the_minimum(inputs):
    allowed = {limit.code: limit.t_year for limit in sizing.limits(inputs)}

    result = sizing.result(inputs)

    least, size = min(allowed.values()), Decimal(str(result["recommended_t_year"]))
    assert allowed[result["bottleneck"]] == least
    assert least - Decimal("0.1") < size <= least


@UNHURRIED
@given(inputs(), st.sampled_from([*KEYS, "share_percent"]), st.decimals(0, 1000, places=2))
def test_raising_any_input_never_lowers_the_recommended_size(inputs, key, percent):
    more = sizing.recommended(sizing.moved(inputs, key, percent))

    assert more >= sizing.recommended(inputs)


@UNHURRIED
@given(inputs(), st.sets(st.sampled_from(KEYS), min_size=1))
def test_a_missing_input_never_yields_a_number(inputs, gone):
    less = inputs | {"values": inputs["values"] | dict.fromkeys(gone)}

    result = sizing.result(less)

    assert (result["recommended_t_year"], result["bottleneck"], result["sensitivity"]) == (None, "", [])
    assert result["per_head_kg"] is None
    assert set(result["missing"]) == gone
    assert all((limit["t_year"] is None) == bool(limit["missing"]) for limit in result["limits"])


@pytest.mark.parametrize("name", ["capacity_t_year", "power_kw", "water_m3_day", "posts", "product_groups"])
@UNHURRIED
@given(inputs(), st.sampled_from([None, 0, "", {}, "many"]))
def test_a_norm_that_is_missing_is_named_and_yields_no_number(name, inputs, nothing):
    result = sizing.result(inputs | {"norms": inputs["norms"] | {name: nothing if name != "product_groups" else {}}})

    assert result["recommended_t_year"] is None
    assert f"norms.{name}" in result["missing"]


@UNHURRIED
@given(inputs())
def test_sensitivity_tells_of_each_input_and_less_never_gives_more(inputs):
    result = sizing.result(inputs)

    told = {row["input"]: row for row in result["sensitivity"]}
    assert set(told) == {*KEYS, "share_percent"}
    for row in told.values():
        assert row["less_t_year"] <= result["recommended_t_year"] <= row["more_t_year"]


def test_a_share_moved_up_stays_a_whole_at_most():
    inputs = {"values": {}, "share_percent": 90.0}

    assert sizing.moved(inputs, "share_percent", 20)["share_percent"] == 100


@pytest.mark.parametrize(
    ("chosen", "size", "far"),
    [(125, 100, False), ("125.1", 100, True), (75, 100, False), ("74.9", 100, True), (1, 0, True), (1, None, True)],
)
def test_a_choice_more_than_a_quarter_off_is_far(chosen, size, far):
    assert sizing.far_off(Decimal(chosen), size) is far


# --- studies ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def project(db):
    project = make.preparing()
    make.conditions(project.plan.county)
    return project


@pytest.fixture
def staff(db):
    return make.post()


@pytest.fixture
def member(db):
    return make.post(Role.COMMITTEE_MEMBER)


def draft(project, by, *, share=30, chosen=None, reason=""):
    study = deeds.begin(project, year=2026, share_percent=Decimal(share), by=by, at=AT)
    said = {"year": 2026, "share_percent": Decimal(share), "chosen_t_year": chosen and Decimal(chosen)}
    return deeds.save(study, **said, reason=reason, by=by)


def submitted(project, by, **said):
    return deeds.submit(draft(project, by, **{"chosen": 1000, **said}), by=by, at=AT)


def test_a_study_keeps_the_numbers_it_was_submitted_with(project, staff):
    study = submitted(project, staff)

    make.conditions(project.plan.county, water_m3_day=250)

    study.refresh_from_db()
    assert (study.result["recommended_t_year"], study.result["bottleneck"]) == (1000, "water")
    assert study.inputs["values"]["water_m3_day"] == 500
    assert study.inputs["sources"]["water_m3_day"] == "Survey of March"
    assert sizing.basis(study).changed == ["water_m3_day"]


def test_a_draft_follows_the_conditions(project, staff):
    study = draft(project, staff)

    make.conditions(project.plan.county, water_m3_day=250)

    assert sizing.basis(study).result["recommended_t_year"] == 500


def test_what_each_condition_allows_follows_the_norms(project, staff):
    result = submitted(project, staff).result

    allowed = {limit["code"]: limit["t_year"] for limit in result["limits"]}
    assert allowed == {"demand": 1200, "raw_material": 1400, "power": 1500, "water": 1000, "workforce": 3000}
    assert (result["per_head_kg"], result["reference_per_head_kg"]) == (33.33, None)


def test_the_reference_county_stands_beside_by_its_figure_a_head(project, staff):
    make.county(code="KP0409", population=50_000)
    kind = project.factory_type
    kind.norms = make.NORMS | {"reference": {"county": "KP0409", "kg_per_head": {"food": 50}}}
    kind.save(update_fields=["norms"])

    study = submitted(FactoryProject.objects.get(pk=project.pk), staff)

    assert study.result["reference_per_head_kg"] == 20
    assert study.inputs["reference"]["population"] == 50_000


def test_a_study_with_a_missing_input_is_not_submitted_and_says_which(project, staff):
    make.conditions(project.plan.county, population=None, workforce=None, raw_materials_t_year={})
    study = draft(project, staff, chosen=1000)

    with action_refuses(
        "Nothing can be recommended while these are missing: Population, Raw material: maize, Workforce available. "
        "The county records them, with their sources."
    ):
        deeds.submit(study, by=staff, at=AT)

    study.refresh_from_db()
    assert (study.state, study.inputs, study.result) == ("draft", {}, {})


def test_a_choice_far_off_needs_its_reason(project, staff):
    study = draft(project, staff, chosen=1300)

    with action_refuses("1,300.0 t a year is more than 25% off the recommended 1,000.0: give the reason."):
        deeds.submit(study, by=staff, at=AT)
    deeds.save(
        study, year=2026, share_percent=Decimal(30), chosen_t_year=Decimal(1300), reason="A dam is built.", by=staff
    )

    assert deeds.submit(study, by=staff, at=AT).state == "submitted"


def test_nothing_chosen_is_not_submitted(project, staff):
    study = draft(project, staff)

    with action_refuses("Choose a capacity before the study is submitted."):
        deeds.submit(study, by=staff, at=AT)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("0", "A capacity is more than 0 t a year."),
        ("-5", "A capacity is more than 0 t a year."),
        ("19.9", "19.9 t a year is far from the 1,000 of the reference factory. Enter it in tonnes a year."),
        ("50001", "50,001.0 t a year is far from the 1,000 of the reference factory. Enter it in tonnes a year."),
        ("1E+308", None),
    ],
)
def test_a_capacity_that_cannot_be_is_refused(project, staff, chosen, said):
    study = draft(project, staff)

    with pytest.raises(deeds.Refused) as refused:
        deeds.save(study, year=2026, share_percent=Decimal(30), chosen_t_year=Decimal(chosen), by=staff)

    assert list(refused.value.fields) == ["chosen_t_year"]
    assert said is None or refused.value.reasons == [said]


@pytest.mark.parametrize("share", ["0", "-1", "100.01", None])
def test_a_share_is_more_than_0_and_at_most_100(project, staff, share):
    with action_refuses("The share for this factory is more than 0 and at most 100 %."):
        deeds.begin(project, year=2026, share_percent=share and Decimal(share), by=staff, at=AT)

    assert not SizingStudy.objects.exists()


def test_the_shares_of_a_countys_factories_do_not_add_up_to_more_than_100(project, staff, member):
    other = make.planned(project.plan, type_=make.factory_type("clothes"), code="A")
    third = make.planned(project.plan, type_=make.factory_type("paper"))
    deeds.approve(submitted(project, staff, share=30), by=member, at=AT)
    draft(project, staff, share=45)
    draft(other, staff, share=35)

    with action_refuses(
        "The shares of the county’s factories add up to more than 100%. Taken: Clothes 35%, Sized 45%; left: 20%."
    ):
        draft(third, staff, share=21)

    assert draft(third, staff, share=20).share_percent == 20


def test_a_share_is_free_again_when_its_study_is_sent_back(project, staff, member):
    other = make.planned(project.plan, type_=make.factory_type("clothes"))
    deeds.send_back(submitted(project, staff, share=30), note="Take another year.", by=member, at=AT)

    assert draft(other, staff, share=100).share_percent == 100


def test_a_year_without_conditions_is_refused(project, staff):
    with action_refuses("Nobody has recorded the county’s conditions of 2030. Recorded: 2026."):
        deeds.begin(project, year=2030, share_percent=Decimal(30), by=staff, at=AT)


def test_a_project_has_one_open_study(project, staff):
    draft(project, staff)

    with action_refuses("Version 1 is draft: go on with that one."):
        deeds.begin(project, year=2026, share_percent=Decimal(30), by=staff, at=AT)
    with database_refuses("study_one_open"):
        SizingStudy.objects.create(project=project, version=2, year=2026, share_percent=30, created_at=AT)


def test_on_approval_the_projects_capacity_and_floor_area_follow_with_the_reason(project, staff, member):
    study = submitted(project, staff, chosen=1200)

    deeds.approve(study, by=member, at=AT)

    project.refresh_from_db()
    assert (project.capacity_t_year, project.floor_area_m2) == (1200, 3600)
    event = project.events.order_by("-pgh_id").first()
    assert (event.pgh_context.metadata["reason"], event.pgh_context.metadata["post"]) == (
        "Sizing study, version 1, approved.", member.pk,
    )  # fmt: skip
    assert sizing.in_force(project, AT) == study
    assert sizing.needs(study) == sizing.Needs(Decimal(1200), 360, 180, 96, 3600)


def test_a_later_approved_version_is_in_force_and_the_earlier_was(project, staff, member):
    first = deeds.approve(submitted(project, staff), by=member, at=AT)
    later = make.moment(date(2026, 11, 1))
    second = deeds.begin(project, year=2026, share_percent=Decimal(30), by=staff, at=later)
    deeds.save(second, year=2026, share_percent=Decimal(30), chosen_t_year=Decimal(900), by=staff)
    deeds.approve(deeds.submit(second, by=staff, at=later), by=member, at=later)

    assert (second.version, sizing.in_force(project, AT), sizing.in_force(project, later)) == (2, first, second)
    assert sizing.in_force(project, make.moment(date(2026, 1, 1))) is None


def test_nobody_approves_their_own_study_under_another_post(project, member):
    own = make.post(Role.COMMITTEE_STAFF, user_=member.official.user)
    study = submitted(project, own)

    with action_forbids("Nobody approves their own study: another member of the committee must."):
        deeds.approve(study, by=member, at=AT)


@pytest.mark.parametrize("role", [Role.COMMITTEE_STAFF, Role.COUNTY_SECRETARY, Role.ANALYST])
def test_only_the_committee_approves_and_sends_back(project, staff, role):
    study, other = submitted(project, staff), make.post(role)

    with pytest.raises(deeds.NotAllowed, match=r"Ask: Committee member\.$"):
        deeds.approve(study, by=other, at=AT)
    with pytest.raises(deeds.NotAllowed, match=r"Ask: Committee member\.$"):
        deeds.send_back(study, note="No.", by=other, at=AT)


def test_a_design_unit_sizes_only_what_it_designs(project):
    builds = make.post(Role.DESIGN_UNIT, where=project.construction_unit)
    designs = make.post(Role.DESIGN_UNIT, where=project.design_unit)

    with action_forbids("Only the design unit of a project, or committee staff, write its sizing study."):
        draft(project, builds)

    assert draft(project, designs).created_by == designs


def test_a_study_is_sent_back_with_a_note_and_the_next_version_begun(project, staff, member):
    study = submitted(project, staff)

    with action_refuses("Say what is to be corrected when sending a study back."):
        deeds.send_back(study, note="  ", by=member, at=AT)
    deeds.send_back(study, note="Measure the water again.", by=member, at=AT)

    assert draft(project, staff).version == 2


def test_submitting_twice_is_submitting_once_and_a_decided_study_stays(project, staff, member):
    study = submitted(project, staff)

    assert deeds.submit(study, by=staff, at=AT).pk == study.pk
    deeds.approve(study, by=member, at=AT)
    with action_refuses("Version 1 is approved, so this can no longer be done: load the page again."):
        deeds.send_back(study, note="No.", by=member, at=AT)
    with action_refuses("A submitted study is a fact and stays: ask the committee to send it back."):
        deeds.discard(study, by=staff)


def test_the_database_keeps_what_was_submitted(project, staff):
    study = submitted(project, staff)

    with database_refuses("Cannot update"):
        sql("UPDATE factories_sizingstudy SET chosen_t_year = 5 WHERE id = %s", study.pk)
    with database_refuses("Cannot delete"):
        sql("DELETE FROM factories_sizingstudy WHERE id = %s", study.pk)


def test_two_writers_do_not_overwrite_each_other(project, staff):
    study = draft(project, staff)
    seen = deeds.digest(study)
    deeds.save(study, year=2026, share_percent=Decimal(25), chosen_t_year=None, by=staff, seen=seen)

    with pytest.raises(Conflict) as conflict:
        deeds.save(study, year=2026, share_percent=Decimal(20), chosen_t_year=None, by=staff, seen=seen)

    label = "share of the county’s power, water and workforce for this factory, %"
    assert (conflict.value.mine[label], conflict.value.theirs[label]) == (20, 25)


# --- pages -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def today(db):
    clock.stand_on(make.DAY)


@pytest.fixture
def desk(client, staff, today):
    """The browser of committee staff."""
    client.force_login(staff.official.user)
    return client


def test_a_study_is_begun_saved_and_submitted_on_pages_without_script(desk, project):
    begun = desk.post(f"/en/projects/{project.code}/sizing/", {"year": "2026", "share_percent": "30 "})
    study = SizingStudy.objects.get()
    said = {"year": "2026", "share_percent": "30", "chosen_t_year": "1 000", "reason": "", "deed": "submit"}

    sent = desk.post(begun.url, said)

    assert begun.url == sent.url == f"/en/sizing/{study.pk}/"
    study.refresh_from_db()
    assert (study.state, study.chosen_t_year) == ("submitted", 1000)


def test_the_page_shows_the_formulas_with_the_countys_numbers(desk, project, staff):
    study = draft(project, staff)

    page = desk.get(f"/en/sizing/{study.pk}/").content.decode()

    assert "1,000.0 t a year, limited by industrial water" in page
    assert "30,000 people × (food 50 kg × 80%) ÷ 1,000" in page
    assert "maize: 700 t ÷ 0.5 t a tonne" in page
    assert "500 m³ a day × 30% ÷ (150 m³ a day ÷ 1,000 t)" in page
    assert "style=" not in page


def test_the_page_names_what_is_missing_and_shows_no_number(desk, project, staff):
    make.conditions(project.plan.county, water_m3_day=None)
    study = draft(project, staff)

    page = desk.get(f"/en/sizing/{study.pk}/").content.decode()

    assert "No size yet: 1 input is missing" in page
    assert "Missing: Industrial water available" in page
    assert "t a year, limited by" not in page


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"chosen_t_year": "0"}, 409),
        ({"share_percent": "140"}, 409),
        ({"share_percent": "1e308"}, 409),
        ({"chosen_t_year": "many"}, 409),
        ({"chosen_t_year": "NaN"}, 409),
        ({"reason": "a\x00b"}, 409),
        ({"year": "soon"}, 409),
        ({"year": "9" * 400}, 409),
    ],
)
def test_bad_entries_are_refused_beside_their_boxes_and_kept_as_typed(desk, project, staff, typed, status):
    study = draft(project, staff)
    said = {"year": "2026", "share_percent": "30", "chosen_t_year": "1000", "reason": "Kept.", "deed": "submit"}

    page = desk.post(f"/en/sizing/{study.pk}/", said | typed)

    study.refresh_from_db()
    assert (page.status_code, study.state, study.chosen_t_year) == (status, "draft", None)
    assert 'id="error-summary"' in page.content.decode()


def test_everything_wrong_with_a_study_is_said_at_once(desk, project, staff):
    study = draft(project, staff)
    said = {"year": "soon", "share_percent": "140", "chosen_t_year": "0", "reason": "", "deed": "save"}

    page = desk.post(f"/en/sizing/{study.pk}/", said)

    assert set(page.context["form"].errors) == {"year", "share_percent", "chosen_t_year"}


def test_an_address_with_nonsense_is_404(desk, project):
    for path in (
        "sizing/999999999/",
        "sizing/0/",
        f"sizing/{10**30}/",
        "projects/none/sizing/",
        "projects/%00/sizing/",
    ):
        assert desk.get(f"/en/{path}").status_code == 404


@pytest.mark.usefixtures("today")
def test_what_one_may_not_see_is_404_and_what_one_may_not_do_403(client, project, staff):
    study = draft(project, staff)
    elsewhere, here = make.post(Role.COUNTY_STAFF), make.post(Role.COUNTY_STAFF, where=project.plan.county)

    client.force_login(elsewhere.official.user)
    hidden = [client.get(f"/en/sizing/{study.pk}/"), client.get(f"/en/projects/{project.code}/sizing/")]
    client.force_login(here.official.user)
    shown = client.get(f"/en/sizing/{study.pk}/")
    refused = [
        client.post(f"/en/sizing/{study.pk}/", {"deed": "submit"}),
        client.post(f"/en/sizing/{study.pk}/approve/"),
    ]

    assert [page.status_code for page in (*hidden, shown, *refused)] == [404, 404, 200, 403, 403]


@pytest.mark.usefixtures("today")
def test_the_committee_approves_and_sends_back_on_the_page(client, project, staff, member):
    study = submitted(project, staff)
    client.force_login(member.official.user)

    empty = client.post(f"/en/sizing/{study.pk}/send-back/", {"note": ""})
    approved = client.post(f"/en/sizing/{study.pk}/approve/", follow=True)

    study.refresh_from_db()
    assert (empty.status_code, study.state) == (409, "approved")
    assert "1,000.0 t a year were approved on 12" in approved.content.decode()


def test_an_earlier_day_shows_the_study_as_it_was_then(desk, project, staff, member):
    study = draft(project, staff, chosen=1000)
    deeds.submit(study, by=staff, at=make.moment(date(2026, 10, 12), 13))

    page = desk.get(f"/en/sizing/{study.pk}/?as_of=2026-10-01").content.decode()
    versions = desk.get(f"/en/projects/{project.code}/sizing/?as_of=2026-10-01").content.decode()

    assert "This study had not been submitted on that day." in page
    assert "No study yet" in versions


def test_somebody_elses_saving_is_shown_and_the_entries_kept(desk, project, staff):
    study = draft(project, staff)
    seen = deeds.digest(study)
    deeds.save(study, year=2026, share_percent=Decimal(25), chosen_t_year=None, by=staff)
    said = {"year": "2026", "share_percent": "20", "chosen_t_year": "800", "reason": "", "seen": seen, "deed": "save"}

    page = desk.post(f"/en/sizing/{study.pk}/", said)
    again = desk.post(f"/en/sizing/{study.pk}/", said | {"seen": page.context["form"]["seen"].value()})

    study.refresh_from_db()
    assert (page.status_code, again.status_code, study.share_percent) == (409, 302, 20)
    assert 'value="800"' in page.content.decode()
