"""The parts of a return beside progress, from the draft to the signature: actions, pages, API."""

import html
import re
import threading
import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import connections

from committees.models import Organization
from committees.rights import Role
from factories.actions import returns, signatures
from factories.models import State, StatusReturn
from regional20x10.shared import clock
from tests import build, make
from tests.calls import Caller, sentences
from tests.refusals import action_forbids, action_refuses

pytestmark = pytest.mark.django_db
EARLIER = date(2026, 9, 25)
SLOWED = {"pace": "slower", "slowed_since": date(2026, 10, 2), "needed": "A line from the county."}


@pytest.fixture(autouse=True)
def today():
    clock.stand_on(make.DAY)


@pytest.fixture
def project():
    return make.project()


@pytest.fixture
def unit(project):
    return make.reporter(project)


@pytest.fixture
def site(client, unit):
    client.force_login(unit.official.user)
    return client


def delivery(waybill="W-1", **values):
    row = {"quantity": Decimal("12.50"), "received_on": date(2026, 10, 3), "order_id": None}
    return {"supplier_id": supplier().pk, "waybill": waybill, "material_id": build.material().pk, **row, **values}


def supplier():
    return Organization.objects.filter(kind="supplier").first() or build.supplier()


def whole(project):
    """Something of every part."""
    item = project.equipment.first() or build.item(project, quantity=4)
    return {
        "deliveries": [delivery()], "expenditures": {"building": Decimal("1000.00")}, "equipment": {item.pk: (3, 2)},
        "incidents": [{"kind": "fire", "on": date(2026, 10, 4), "people_hurt": 1, "text": "A shed burnt."}],
        "overspent_because": "The bank was closed.",
    }  # fmt: skip


def again(row):
    return returns.begin(row.project, row.period, key=uuid.uuid4(), by=row.submitted_by, at=make.moment())


# --- actions ---------------------------------------------------------------------------------------------------------
def test_all_parts_are_kept_and_those_not_given_stay(project, unit):
    said = whole(project)
    draft = make.draft(project, by=unit, **said)

    kept = returns.snapshot(returns.save(
        draft, revision=draft.revision, values={}, lines={}, delays=[], by=unit, at=make.moment(), incidents=[]
    ))  # fmt: skip

    assert {name: kept[name] for name in said} == {**said, "incidents": []}


def test_a_correction_begins_with_all_parts_and_a_new_period_with_the_equipment(project, unit):
    said = whole(project)
    first = make.submitted(project, make.period(EARLIER), (40, 20), by=unit, **said | {
        "deliveries": [delivery(received_on=date(2026, 9, 25))], "incidents": [],
    })  # fmt: skip
    correction = returns.begin(project, first.period, key=uuid.uuid4(), by=unit, at=make.moment(date(2026, 10, 4)))
    following = returns.begin(project, make.period(), key=uuid.uuid4(), by=unit, at=make.moment())

    names = ("deliveries", "expenditures", "equipment", "incidents", "overspent_because")
    copied, begun = returns.snapshot(correction), returns.snapshot(following)
    assert {name: copied[name] for name in names} == {name: returns.snapshot(first)[name] for name in names}
    assert {name: begun[name] for name in names} == {
        "deliveries": [], "expenditures": {}, "equipment": said["equipment"], "incidents": [], "overspent_because": "",
    }  # fmt: skip


def test_a_waybill_that_another_return_has_is_named(project):
    make.submitted(project, deliveries=[delivery("W-7")])
    draft = make.draft(make.project(), deliveries=[delivery("W-8"), delivery("W-7")])
    said = f"Waybill W-7 of this supplier is in the return {project.code}, 1–10 Oct 2026 already."

    with action_refuses(said, delivery_2=said):
        returns.submit(draft, revision=draft.revision, by=draft.saved_by, at=draft.saved_at)


def test_versions_of_one_return_share_a_waybill_and_a_return_sent_back_frees_it(project):
    row = make.submitted(project, deliveries=[delivery("W-7")])
    correction = again(row)
    correction = returns.submit(correction, revision=1, by=row.submitted_by, at=make.moment(hour=14))
    returns.send_back(correction, note="Not yours.", by=make.verifier(project), at=make.moment(hour=15))
    returns.send_back(row, note="Not yours.", by=make.verifier(project), at=make.moment(hour=15))

    other = make.submitted(make.project(), deliveries=[delivery("W-7")])

    assert (correction.version, other.state) == (2, State.SUBMITTED)


@pytest.mark.django_db(transaction=True)
def test_of_two_submitted_at_once_with_one_waybill_one_stands():
    drafts = [make.draft(make.project(), deliveries=[delivery("W-7")]) for _number in range(2)]
    ready, answers = threading.Barrier(2, timeout=20), []

    def submit(draft):
        ready.wait()
        try:
            returns.submit(draft, revision=draft.revision, by=draft.saved_by, at=draft.saved_at)
            answers.append("taken")
        except Exception as error:
            answers.append(getattr(error, "reasons", error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=submit, args=(draft,)) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    [winner] = StatusReturn.objects.filter(state=State.SUBMITTED).select_related("project")
    answers.sort(key=str)
    assert answers == [
        [f"Waybill W-7 of this supplier is in the return {winner.project.code}, 1–10 Oct 2026 already."], "taken",
    ]  # fmt: skip


def test_warnings_are_kept_with_the_return(project):
    build.demand(project, 100)

    row = make.submitted(project)

    kept = StatusReturn.objects.get(pk=row.pk).warnings
    assert [(warning["code"], warning["used"]) for warning in kept] == [("material", "50")]


def test_a_return_is_sent_back_with_notes_beside_values(project):
    row = make.submitted(project, deliveries=[delivery()])
    package = row.lines.first().package_id
    notes = {f"package_{package}": " Measure again. ", "delivery_1": "Whose?", "crew_people": " "}

    row = returns.send_back(row, note="", value_notes=notes, by=make.verifier(project), at=make.moment(hour=14))

    assert row.value_notes == {f"package_{package}": "Measure again.", "delivery_1": "Whose?"}
    assert row.return_note == "Measure again.\nWhose?"


def test_a_note_stands_beside_a_value_that_there_is_and_is_short(project):
    row = make.submitted(project)
    said = [
        "This return has no such value: delivery_1. Load the page again.",
        "At most 300 characters: say it shorter.",
    ]

    with action_refuses(*said):
        returns.send_back(
            row, note="See.", value_notes={"delivery_1": "Whose?", "crew_people": "x" * 301},
            by=make.verifier(project), at=make.moment(hour=14),
        )  # fmt: skip


# --- the county signs ------------------------------------------------------------------------------------------------
def county_post(project, role=Role.COUNTY_SECRETARY):
    return make.post(role, where=project.plan.county)


def for_county(project, **values):
    return make.submitted(project, **SLOWED, delays=[("power", 2, "")], **values)


def test_the_province_verifies_what_concerns_the_county_after_both_signed(project):
    row, province = for_county(project), make.verifier(project)
    county = project.plan.county
    missing = f"Before the province verifies this return, {county} signs it. Missing: %s."

    with action_refuses(missing % "chief secretary, chair of the people’s committee"):
        returns.verify(row, by=province, at=make.moment(hour=14))
    signatures.sign_county(row, by=county_post(project), at=make.moment(hour=15))
    with action_refuses(missing % "chair of the people’s committee"):
        returns.verify(row, by=province, at=make.moment(hour=16))
    signatures.sign_county(row, by=county_post(project, Role.COUNTY_CHAIR), at=make.moment(hour=17))

    assert returns.verify(row, by=province, at=make.moment(hour=18)).state == State.VERIFIED


def test_each_side_signs_once_and_only_what_concerns_it(project):
    row, secretary = for_county(project), county_post(project)
    signatures.sign_county(row, by=secretary, at=make.moment())
    plain = make.submitted(make.project(project.plan, type_=make.factory_type("other")))

    with action_refuses("This side of the county has signed already: load the page again."):
        signatures.sign_county(row, by=secretary, at=make.moment())
    with action_refuses("This return names nothing that the county answers for: no signature is needed."):
        signatures.sign_county(plain, by=secretary, at=make.moment())
    with action_forbids(f"Only the chief secretary and the chair of {project.plan.county} sign for it."):
        signatures.sign_county(row, by=make.post(Role.COUNTY_CHAIR), at=make.moment())


def test_the_desk_lists_what_waits_for_ones_signature(client, project):
    row, post = for_county(project), county_post(project)
    client.force_login(post.official.user)

    before = client.get("/en/desk/").content.decode()
    signed = client.post(f"/en/returns/{row.pk}/sign/")
    after = client.get("/en/desk/").content.decode()

    assert signed.status_code == 302
    assert ("Returns to sign for the county" in before, "Returns to sign for the county" in after) == (True, False)


def test_the_page_says_who_is_still_to_sign_and_lets_only_them(client, project):
    row, post = for_county(project), county_post(project)
    client.force_login(post.official.user)

    page = client.get(f"/en/returns/{row.pk}/").content.decode()
    client.post(f"/en/returns/{row.pk}/sign/")
    signed = client.get(f"/en/returns/{row.pk}/").content.decode()

    assert f'action="/en/returns/{row.pk}/sign/"' in page
    assert "Waits for the county’s signature" in page
    assert f'action="/en/returns/{row.pk}/sign/"' not in signed
    assert "Signed for the county" in signed


# --- pages -----------------------------------------------------------------------------------------------------------
def boxes(draft, percents=(50, 20), **more):
    packages = draft.lines.order_by("package__order").values_list("package_id", flat=True)
    figures = {f"package_{pk}": str(value) for pk, value in zip(packages, percents, strict=True)}
    return {"revision": draft.revision, "crew_people": "60", "pace": "normal", **figures, **more}


def begun(project, unit):
    return returns.begin(project, make.period(), key=uuid.uuid4(), by=unit, at=make.moment())


def row_of(number=1, waybill="W-1", **boxes):
    typed = {"supplier": supplier().pk, "waybill": waybill, "material": build.material().pk, "quantity": "1,250.5",
             "received_on": "2026.10.03", **boxes}  # fmt: skip
    return {f"delivery_{number}_{box}": value for box, value in typed.items()}


def errors(page):
    found = re.search(r'<section class="note note-error esum".*?</section>', page.content.decode(), re.S)
    return [html.unescape(text) for text in re.findall(r"<li><a[^>]*>(.*?)</a>", found[0])] if found else []


def test_all_parts_are_written_on_one_page_without_script(site, project, unit):
    item, draft = build.item(project, quantity=4), begun(project, unit)
    typed = boxes(draft, **row_of(2), expenditure_building="1 250 000", deed="submit", **{
        f"equipment_{item.pk}_delivered": "3", f"equipment_{item.pk}_installed": "2", "incident_1_kind": "injury",
        "incident_1_on": "2026-10-04", "incident_1_people_hurt": "2", "incident_1_text": "A scaffold fell.",
    })  # fmt: skip

    page = site.post(f"/en/returns/{draft.pk}/edit/", typed)
    shown = site.get(f"/en/returns/{draft.pk}/").content.decode()

    assert page.status_code == 302
    kept = returns.snapshot(StatusReturn.objects.get(state=State.SUBMITTED))
    assert kept["deliveries"] == [delivery(quantity=Decimal("1250.50"))]
    assert kept["expenditures"] == {"building": 1_250_000}
    assert kept["equipment"] == {item.pk: (3, 2)}
    assert [row["text"] for row in kept["incidents"]] == ["A scaffold fell."]
    assert all(word in shown for word in ("W-1", "Building works", "Press", "A scaffold fell.", "2 people hurt"))


def test_rows_are_added_without_script_and_what_was_typed_stays(site, project, unit):
    draft = begun(project, unit)

    page = site.post(f"/en/returns/{draft.pk}/edit/", boxes(draft, **row_of(1), deed="more:delivery")).content.decode()

    assert page.count('data-part="delivery_') == 4
    assert 'value="1,250.5"' in page
    assert returns.snapshot(draft)["deliveries"] == []


def test_a_row_half_filled_says_what_is_missing_and_keeps_what_was_typed(site, project, unit):
    draft = begun(project, unit)
    half = {"delivery_1_waybill": "W-9", "delivery_1_quantity": "-3", "incident_1_text": "Something."}

    page = site.post(f"/en/returns/{draft.pk}/edit/", boxes(draft, **half))

    assert page.status_code == 422
    assert errors(page) == ["Delivery 1: Quantity: Enter 0 or more."]
    page = site.post(f"/en/returns/{draft.pk}/edit/", boxes(draft, **half | {"delivery_1_quantity": "3"}))
    assert page.status_code == 409
    assert errors(page) == [
        "Delivery 1: Choose the supplier from the list.", "Delivery 1: Choose the material from the list.",
        "Delivery 1: Enter the day it was received, such as 2026-10-02.",
        "Incident 1: Choose what happened from the list.",
        "Incident 1: Enter the day of the incident, such as 2026-10-02.",
    ]  # fmt: skip
    assert 'value="W-9"' in page.content.decode()


@pytest.mark.parametrize("value", ["1e308", "NaN", "-1", "12,34,5", "99999999999999", "١", "a\x00", "=1+1"])
def test_odd_figures_in_any_part_are_answered_in_words(site, project, unit, value):
    item, draft = build.item(project), begun(project, unit)
    odd = {"expenditure_other": value, f"equipment_{item.pk}_delivered": value, **row_of(1, quantity=value)}

    page = site.post(f"/en/returns/{draft.pk}/edit/", boxes(draft, **odd))

    assert page.status_code in (302, 409, 422)
    assert page.status_code == 302 or errors(page)


def test_what_looks_implausible_is_shown_once_and_then_taken(site, project, unit):
    build.demand(project, 100)
    draft = begun(project, unit)
    address = f"/en/returns/{draft.pk}/edit/"

    first = site.post(address, boxes(draft, deed="submit"))
    draft.refresh_from_db()
    seen = re.search(r'name="seen" value="(\w+)"', first.content.decode())[1]
    changed = site.post(address, boxes(draft, (60, 20), deed="submit", seen=seen))
    draft.refresh_from_db()
    seen = re.search(r'name="seen" value="(\w+)"', changed.content.decode())[1]
    site.post(address, boxes(draft, (60, 20), deed="submit", seen=seen))

    assert (first.status_code, changed.status_code) == (422, 422)
    assert "needs 50 t of Cement" in first.content.decode()
    draft.refresh_from_db()
    assert draft.state == State.SUBMITTED
    assert "needs 60 t of Cement" in site.get(f"/en/returns/{draft.pk}/").content.decode()


def test_a_note_beside_a_value_stands_in_the_form_of_the_next_version(client, project, unit):
    row = make.submitted(project, by=unit, deliveries=[delivery()])
    client.force_login(make.verifier(project).official.user)

    client.post(f"/en/returns/{row.pk}/send-back/", {"note": "", "note_on_delivery_1": "Whose waybill?"})
    client.force_login(unit.official.user)
    page = client.get(f"/en/returns/{again(row).pk}/edit/").content.decode()

    assert page.count("Whose waybill?") == 2  # above, and beside its row


def test_notes_that_are_refused_stay_typed(client, project):
    row = make.submitted(project)
    client.force_login(make.verifier(project).official.user)

    page = client.post(f"/en/returns/{row.pk}/send-back/", {"note": "", "note_on_crew_people": "x" * 301})

    assert page.status_code == 409
    assert "x" * 301 in page.content.decode()


def test_the_queue_ticks_what_has_no_doubt_and_shows_the_doubtful_first(client, project):
    clean = make.submitted(project)
    other = make.project(project.plan, type_=make.factory_type("other"))
    build.demand(other, 100)
    warned = make.submitted(other, at=make.moment(hour=14))
    client.force_login(make.verifier(project).official.user)

    page = client.get("/en/verification/?tick=clean").content.decode()

    assert page.index(f'id="return-{warned.pk}"') < page.index(f'id="return-{clean.pk}"')
    assert re.findall(r'name="return" value="(\d+)" checked', page) == [str(clean.pk)]


def test_the_list_finds_returns_with_warnings_and_its_file_counts_them(client, project):
    make.submitted(project, expenditures={"building": Decimal(5)})
    other = make.project()
    build.demand(other, 100)
    make.submitted(other, deliveries=[delivery(quantity=Decimal(1))])
    client.force_login(make.post().official.user)

    page = client.get("/en/returns/?warned=yes").content.decode()
    rows = b"".join(client.get("/en/returns.csv").streaming_content).decode("utf-8-sig").splitlines()

    assert (other.code in page, project.code in page) == (True, False)
    assert any(other.code in row and ",1,1," in row for row in rows)


# --- API -------------------------------------------------------------------------------------------------------------
def api_parts(project):
    item = project.equipment.first() or build.item(project, quantity=4)
    return {
        "deliveries": [{"supplier": supplier().code, "waybill": "W-1", "material": build.material().code,
                        "quantity": 12.5, "received_on": "2026-10-03"}],
        "expenditures": [{"line": "building", "amount": 1000}],
        "equipment": [{"item": item.pk, "delivered": 3, "installed": 2}],
        "incidents": [{"kind": "fire", "on": "2026-10-04", "text": "A shed burnt."}],
        "overspent_because": "",
    }  # fmt: skip


def test_the_api_takes_and_tells_all_parts(project, unit):
    build.demand(project, 100)
    draft, caller = make.draft(project, by=unit), Caller(unit)

    saved = caller.patch(f"/api/v1/returns/{draft.pk}/", {"revision": draft.revision, **api_parts(project)})
    told = caller.post(f"returns/{draft.pk}/submit/", {"revision": saved.json()["revision"]}).json()

    assert saved.status_code == 200
    assert [(row["supplier"], row["unit"], row["quantity"]) for row in told["deliveries"]] == [
        (supplier().code, "t", 12.5)
    ]
    assert told["expenditures"] == [{"line": "building", "amount": 1000}]
    assert [(row["code"], row["delivered"], row["installed"]) for row in told["equipment"]] == [("press", 3, 2)]
    assert [row["text"] for row in told["incidents"]] == ["A shed burnt."]
    assert (told["state"], [row["code"] for row in told["warnings"]]) == ("submitted", ["material"])


def test_a_part_left_out_stays_and_one_sent_replaces(project, unit):
    draft, caller = make.draft(project, by=unit, **whole(project)), Caller(unit)

    told = caller.patch(f"/api/v1/returns/{draft.pk}/", {"revision": draft.revision, "incidents": []}).json()

    assert (len(told["deliveries"]), told["incidents"], told["overspent_because"]) == (1, [], "The bank was closed.")


def test_unknown_codes_and_doubled_rows_are_said_by_part(project, unit):
    draft, caller, parts = make.draft(project, by=unit), Caller(unit), api_parts(project)
    parts["deliveries"] = [{**parts["deliveries"][0], "supplier": "nobody", "material": "gold"}]
    parts["expenditures"] *= 2

    doubled = caller.patch(f"/api/v1/returns/{draft.pk}/", {"revision": draft.revision, **parts})
    parts["expenditures"] = []
    unknown = caller.patch(f"/api/v1/returns/{draft.pk}/", {"revision": draft.revision, **parts})

    assert sentences(doubled) == {"expenditures": "Each cost line is given once: add its amounts up."}
    assert [row["detail"] for row in unknown.json()["errors"]] == [
        "There is no supplier “nobody”.", "There is no material “gold”."
    ]  # fmt: skip


def test_a_conflict_shows_both_versions_as_they_are_sent(project, unit):
    draft, caller = make.draft(project, by=unit, **whole(project)), Caller(unit)

    answer = caller.patch(f"/api/v1/returns/{draft.pk}/", {"revision": 1, "incidents": []}).json()

    assert answer["mine"]["incidents"] == []
    assert answer["theirs"]["deliveries"][0]["supplier"] == supplier().code
    assert answer["theirs"]["expenditures"] == [{"line": "building", "amount": 1000}]


def test_the_api_signs_and_sends_back_with_notes(project):
    row = for_county(project)

    signed = Caller(county_post(project)).post(f"returns/{row.pk}/sign/").json()
    notes = {"crew_people": "Count again."}
    back = Caller(make.verifier(project)).post(f"returns/{row.pk}/return/", {"note": "See.", "value_notes": notes})

    assert [row["side"] for row in signed["county_signatures"]] == ["secretary"]
    assert (back.json()["return_note"], back.json()["value_notes"]) == ("See.", notes)
