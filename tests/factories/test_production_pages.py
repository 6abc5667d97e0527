"""Monthly production on the pages: entry, a return with its versions, the list, a factory's months, board and queue."""

import html
import json
import re
import uuid
from datetime import date

import pytest
from django.core.cache import cache

from committees.rights import Role
from factories.models import ProductionReturn, ProductPlan, State
from regional20x10.shared import clock
from tests import make, produce

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 3)
BOXES = {
    "revision": "1", "base": "{}", "hours_run": "600", "power_kwh": "40 000", "staff": "78", "narrative": "As planned.",
    "product_1_output_t": "80,5", "product_1_batches_checked": "10", "product_1_batches_passed": "9",
    "material_1_received_t": "60", "material_1_used_t": "45", "material_1_stock_t": "15",
    "downtime_power": "8", "note_power": "Two cuts.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(TODAY)
    yield
    cache.delete("clock")


@pytest.fixture
def project():
    return produce.factory()


@pytest.fixture
def may():
    return produce.month(2026, 5)


@pytest.fixture
def unit(client, project):
    client.force_login(make.signer(project, "operation").official.user)
    return client


def signed_in(client, post):
    client.force_login(post.official.user)
    return client


def text(page):
    """What a page says, tags apart."""
    plain = html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).replace("\xa0", " ")
    return re.sub(r"\s+", " ", plain)


def begun(unit, project, may):
    address = f"/en/projects/{project.code}/production/begin/"
    assert unit.post(address, {"period": may.code, "key": str(uuid.uuid4())}).status_code == 302
    return ProductionReturn.objects.get(state=State.DRAFT)


# --- entry -----------------------------------------------------------------------------------------------------------
def test_a_month_is_begun_saved_and_handed_in_on_one_page(unit, project, may):
    draft = begun(unit, project, may)
    address = f"/en/production/{draft.pk}/edit/"

    page = unit.get(address)
    saved = unit.post(address, BOXES | {"deed": "save"})
    handed_in = unit.post(address, BOXES | {"revision": "2", "deed": "submit"})

    assert [page.status_code, saved.status_code, handed_in.status_code] == [200, 302, 302]
    row = ProductionReturn.objects.get()
    assert (row.state, str(row.output_t), row.power_kwh, row.staff) == (State.SUBMITTED, "80.5", 40_000, 78)
    assert [(part.cause, part.hours, part.note) for part in row.downtimes.all()] == [("power", 8, "Two cuts.")]
    assert "style=" not in page.content.decode()


def test_last_month_the_plan_and_the_capacity_stand_beside_each_box(unit, project, may):
    produce.produced(project, produce.month(2026, 4), 70, staff=77)
    produce.product_plan(project, 1200)
    draft = begun(unit, project, may)

    page = unit.get(f"/en/production/{draft.pk}/edit/")

    assert 'data-last="70"' in page.content.decode()
    assert 'name="staff" inputmode="decimal" autocomplete="off" maxlength="20" value="77"' in page.content.decode()
    assert "Plan 101.9" in text(page)
    assert "Capacity of the month: 101.9 t." in text(page)


def test_all_that_is_wrong_is_said_beside_its_box_and_what_was_typed_stays(unit, project, may):
    draft = begun(unit, project, may)
    wrong = {"product_1_output_t": "200", "material_1_used_t": "", "material_1_received_t": "", "deed": "submit",
             "material_1_stock_t": "", "hours_run": "740"}  # fmt: skip

    page = unit.post(f"/en/production/{draft.pk}/edit/", BOXES | wrong)

    assert page.status_code == 409
    assert [sentence for _id, sentence in page.context["form"].problems] == [
        "Hours run: 740 hours run and 8 hours of downtime are more than the 744 hours of the month.",
        "Food, Output: An output of 200 t is more than 152.9 t, one and a half times the capacity of the month "
        "(101.9 t): correct the figures, whose unit is the tonne.",
        "Maize, Used: Enter what was used of the raw material: 0 if nothing.",
    ]
    assert 'value="740"' in page.content.decode()


def test_figures_that_cannot_be_read_or_kept_are_said_at_once(unit, project, may):
    draft = begun(unit, project, may)
    wrong = {"product_1_output_t": "many", "downtime_power": "", "staff": "-1", "deed": "save"}

    page = unit.post(f"/en/production/{draft.pk}/edit/", BOXES | wrong)

    assert page.status_code == 422
    assert [sentence for _id, sentence in page.context["form"].problems] == [
        "Staff at the month’s end: Enter 0 or more.",
        "Food, Output: Enter a number, such as 1250000 or 12.5.",
        "Hours lost: Electricity: Enter the hours of this cause, or take the note away.",
    ]


def test_what_looks_implausible_is_shown_once_and_kept_with_the_return(unit, project, may):
    draft = begun(unit, project, may)
    address, boxes = f"/en/production/{draft.pk}/edit/", BOXES | {"product_1_output_t": "120", "deed": "submit"}

    asked = unit.post(address, boxes)
    boxes |= {"revision": str(asked.context["form"].revision), "seen": asked.context["form"].seen}
    done = unit.post(address, boxes)

    assert (asked.status_code, done.status_code) == (422, 302)
    assert "120 t are more than the capacity of the month, 101.9 t." in text(asked)
    assert [row["code"] for row in ProductionReturn.objects.get().warnings] == ["above_capacity", "above_material"]


def test_the_page_saves_by_itself_and_a_half_row_waits_without_stopping_it(unit, project, may):
    draft = begun(unit, project, may)
    address = f"/en/production/{draft.pk}/save/"

    half = unit.post(address, BOXES | {"product_1_output_t": ""})
    whole = unit.post(address, BOXES)
    late = unit.post(address, BOXES | {"staff": "1"})

    assert (half.status_code, whole.status_code, late.status_code) == (422, 200, 409)
    assert "Enter the output of the product: 0 if nothing was made." in half.json()["messages"]["m-product_1_output_t"]
    assert (whole.json()["revision"], json.loads(whole.json()["base"])["product_1_output_t"]) == (2, "80.5")
    assert late.json()["conflict"]


def test_two_writers_choose_between_their_versions(unit, project, may):
    draft = begun(unit, project, may)
    address = f"/en/production/{draft.pk}/edit/"
    unit.post(address, BOXES | {"deed": "save"})

    clash = unit.post(address, BOXES | {"staff": "60", "deed": "save"})

    assert clash.status_code == 409
    assert [(row.label, row.mine, row.theirs) for row in clash.context["differences"]] == [
        ("Staff at the month’s end", "60", "78")
    ]


def test_a_draft_is_thrown_away(unit, project, may):
    draft = begun(unit, project, may)

    unit.post(f"/en/production/{draft.pk}/edit/", BOXES | {"deed": "discard"})

    assert not ProductionReturn.objects.exists()


# --- judged ----------------------------------------------------------------------------------------------------------
def test_the_queue_shows_both_kinds_and_judges_what_is_ticked(client, project, may):
    row = produce.produced(project, may, state="submitted")
    make.submitted(make.project(project.plan, type_=make.factory_type("other")), make.period(date(2026, 5, 25)))
    province = signed_in(client, make.verifier(project))

    building, months = province.get("/en/verification/"), province.get("/en/verification/?kind=month")
    judged = province.post("/en/verification/?kind=month", {"return": [row.pk]})

    assert "Production returns (1)" in text(building)
    assert "Ten-day returns (1)" in text(months)
    assert (len(building.context["page"]), len(months.context["shown"])) == (1, 1)
    assert "verified." in text(judged)
    row.refresh_from_db()
    assert row.state == State.VERIFIED


def test_a_return_is_verified_accepted_and_sent_back_on_its_page(client, project, may):
    first = produce.produced(project, may, state="submitted")
    second = produce.produced(project, produce.month(2026, 4), state="submitted")
    province = signed_in(client, make.verifier(project))

    shown = province.get(f"/en/production/{first.pk}/")
    province.post(f"/en/production/{first.pk}/verify/")
    without = province.post(f"/en/production/{second.pk}/send-back/", {"note": ""})
    province.post(f"/en/production/{second.pk}/send-back/", {"note_on_product_food": "Weigh it."})
    member = signed_in(client, make.post(Role.COMMITTEE_MEMBER))
    member.post(f"/en/production/{first.pk}/accept/")

    assert "80.0 t are reported. The province has not verified them yet, so they do not count." in text(shown)
    assert without.status_code == 409
    assert "Say what is to be corrected when sending a return back." in text(without)
    states = dict(ProductionReturn.objects.values_list("pk", "state"))
    assert states == {first.pk: State.ACCEPTED, second.pk: State.RETURNED}
    assert "Weigh it." in text(member.get(f"/en/production/{second.pk}/"))


def test_the_queue_answers_htmx_with_the_row(client, project, may):
    row = produce.produced(project, may, state="submitted")
    province = signed_in(client, make.verifier(project))

    answer = province.post(f"/en/production/{row.pk}/verify/", headers={"hx-request": "true"})

    assert answer.status_code == 200
    assert answer.content.decode().lstrip().startswith(f'<tr role="row" id="production-{row.pk}" class="judged">')


def test_versions_are_compared(client, project, may):
    produce.produced(project, may, 80, state="returned")
    second = produce.produced(project, may, 90, state="submitted")

    page = text(signed_in(client, make.post()).get(f"/en/production/{second.pk}/"))

    assert "Output 90 (before: 80)" in page
    assert "Beside version 1; figures that differ are marked." in page


def test_what_was_not_handed_in_on_a_day_is_not_told(client, project, may):
    row = produce.produced(project, produce.month(2026, 4), state="submitted")

    page = text(signed_in(client, make.post()).get(f"/en/production/{row.pk}/?as_of=2026-05-01"))

    assert "This return had not been submitted on that day." in page


# --- lists -----------------------------------------------------------------------------------------------------------
def test_the_list_is_filtered_and_downloaded(client, project, may):
    produce.months(project, 2026, [3, 4], [80, 60])
    produce.produced(project, may, 70, state="submitted")
    staff = signed_in(client, make.post())

    page = staff.get("/en/production/?period=2026-04")
    file = staff.get("/en/production.csv?state=submitted")
    unknown = staff.get("/en/production/?period=2026-4")

    assert [(row.period.code, round(float(share), 1)) for row, share in page.context["rows"]] == [("2026-04", 60.8)]
    assert b"70" in b"".join(file.streaming_content) if file.streaming else b"70" in file.content
    assert unknown.status_code == 400


def test_a_factory_shows_its_months_against_plan_and_capacity(client, project, may):
    produce.months(project, 2026, [3, 4], [80, 60])
    produce.produced(project, may, 70, state="submitted")
    produce.product_plan(project, 1200)
    staff = signed_in(client, make.post())

    page = staff.get(f"/en/projects/{project.code}/production/")
    factory = staff.get(f"/en/projects/{project.code}/")

    months = page.context["months"]
    assert [month.output_t for month in months[:3]] == [None, 60, 80]
    assert (round(float(months[1].utilisation), 1), round(float(months[1].planned_t), 1)) == (60.8, 98.6)
    assert "Last verified: 60.0 t in April 2026, utilisation 60.8%." in text(page)
    assert page.context["share"] is None
    assert page.context["chart"]["says"].replace("\xa0", " ") == (
        "Utilisation in April 2026: 60.8% of capacity, verified."
    )
    assert "May 2026 State submitted Output, t 70.0" in text(factory)


def test_a_factory_that_only_stands_says_so(client):
    project = produce.factory(gates=())

    page = text(signed_in(client, make.post()).get(f"/en/projects/{project.code}/production/"))

    assert "The factory is not commissioned: nothing can be produced yet." in page
    assert "No production is reported" in page


def test_a_plan_is_set_on_the_page_and_refused_beside_its_box(unit, project):
    address = f"/en/projects/{project.code}/production/plan/"

    done = unit.post(address, {"year": "2026", "product": "food", "tonnes": "900"})
    refused = unit.post(address, {"year": "2026", "product": "food", "tonnes": "800"})

    assert (done.status_code, refused.status_code) == (302, 409)
    assert "The plan changes: say why. The earlier one stays in its history." in text(refused)
    assert ProductPlan.objects.get().tonnes == 900


# --- the calendar ----------------------------------------------------------------------------------------------------
def test_the_board_of_months_shows_who_reported_from_the_month_after_operation_began(client, project, may):
    row = produce.produced(project, produce.month(2026, 4))
    produce.factory(make.plan(), gates=("commission",))
    staff = signed_in(client, make.post())

    page = staff.get("/en/periods/?kind=month")

    [(shown, cells, sums)] = page.context["rows"]
    assert shown == project
    assert [(cell.period.code, cell.state) for cell in cells] == [
        ("2026-01", "not_due"), ("2026-02", "missing"), ("2026-03", "missing"), ("2026-04", "verified"),
        ("2026-05", "due"), ("2026-06", "due"),
    ]  # fmt: skip
    assert (sums.last3.due, sums.last3.submitted) == (3, 1)
    assert f"/en/production/{row.pk}/" in page.content.decode()
    assert "production is reported from 1 Feb 2026, the month after" in html.unescape(page.content.decode()).replace(
        "\xa0", " "
    )


def test_a_month_has_its_page_and_takes_exceptions(client, project, may):
    staff = signed_in(client, make.post())

    page = staff.get("/en/periods/2026-05/")
    said = {"kind": "project", "code": project.code, "until": "2026-06-09", "reason": "Flood."}
    given = staff.post("/en/periods/2026-04/grant/", said)

    assert "May 2026: 0 of 1 return due is submitted" in text(page)
    assert given.status_code == 302


def test_rates_tell_production_by_its_operation_units(client, project, may):
    produce.produced(project, produce.month(2026, 4), at=make.moment(date(2026, 5, 3)))
    staff = signed_in(client, make.post())

    page = staff.get("/en/periods/rates/?by=unit&kind=month")

    assert [(unit, row.whole.due, row.whole.timely) for unit, _address, row in page.context["rows"]] == [
        (project.operation_unit, 3, 1)
    ]
    assert "by operation unit" in text(page)


def test_the_desk_shows_months_due_and_returns_to_verify(client, project, may):
    row = produce.produced(project, produce.month(2026, 4), state="submitted")

    unit = signed_in(client, make.signer(project, "operation")).get("/en/desk/")
    county = signed_in(client, make.post(Role.COUNTY_STAFF, where=project.plan.county)).get("/en/desk/")
    province = signed_in(client, make.verifier(project)).get("/en/desk/")

    found = [{part.name: part.rows for part in page.context["sections"]} for page in (unit, county, province)]
    owed = [[(due.project, due.period) for due in part["production-due"]] for part in found[:2]]
    assert owed == [[(project, may)]] * 2
    assert [waits.url for waits in found[2]["production-waiting"]] == [row.get_absolute_url()]
    assert "Production returns to verify" in text(province)
