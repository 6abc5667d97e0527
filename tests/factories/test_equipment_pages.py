"""Equipment on the pages: item by item, its forms, and the list of what is below its level or late."""

from datetime import date

import pytest
from django.core.cache import cache

from committees.rights import Role
from factories.models import EquipmentStep
from regional20x10.shared import clock
from tests import build, make

pytestmark = pytest.mark.django_db
NORM = {"code": "oil-press", "name_en": "Oil press", "name_ko": "착유기", "quantity": 2, "reference_level": 3}


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def project():
    return make.project(operation_unit=make.organization("operation_unit"), finishes_on=date(2026, 12, 31))


@pytest.fixture
def unit(client, project):
    client.force_login(make.signer(project, "operation").official.user)
    return client


def test_the_items_of_the_norm_are_listed_at_a_press(unit, project):
    project.factory_type.norms = {"equipment": [NORM]}
    project.factory_type.save(update_fields=["norms"])
    address = f"/en/projects/{project.code}/equipment/"
    before = unit.get(address).content.decode()

    done = unit.post(f"{address}plan/")
    after = unit.get(address).content.decode()

    assert "List the items of the norm" in before
    assert done.status_code == 302
    assert "Oil press" in after
    assert "The level is not entered; the reference is 3." in after
    assert "List the items of the norm" not in after


def test_an_item_is_chosen_stepped_corrected_and_withdrawn_on_the_pages(unit, project):
    item, supplier = build.item(project, quantity=4, level=None), build.supplier()
    chosen = {"level": "2", "supplier": supplier.pk, "quantity": "4", "maintenance": "Oil weekly."}
    edited = unit.post(f"/en/equipment/{item.pk}/edit/", chosen)
    address = f"/en/equipment/{item.pk}/step/"
    said = {"stage": "ordered", "quantity": "3", "on": "2026-10-01", "reference": "O-1",
            "key": unit.get(address).context["form"]["key"].value()}  # fmt: skip
    stepped = [unit.post(address, said) for _time in range(2)]
    row = EquipmentStep.objects.get()
    corrected = unit.post(f"/en/equipment/steps/{row.pk}/correct/", {**said, "quantity": "2", "why": "One fewer."})
    last = EquipmentStep.objects.latest("pk")
    withdrawn = unit.post(f"/en/equipment/steps/{last.pk}/withdraw/", {"why": "Never."})
    html = unit.get(f"/en/projects/{project.code}/equipment/").content.decode()

    assert [page.status_code for page in (edited, *stepped, corrected, withdrawn)] == [302] * 5
    for sentence in ("Level 2, below the reference level 4.", "Oil weekly.", supplier.name, "One fewer.", "Never."):
        assert sentence in html
    assert EquipmentStep.objects.count() == 3


def test_what_is_wrong_stands_beside_its_box(unit, project):
    item = build.item(project, quantity=1)
    address = f"/en/equipment/{item.pk}/step/"
    key = unit.get(address).context["form"]["key"].value()

    much = unit.post(address, {"stage": "ordered", "quantity": "2", "on": "2026-10-01", "key": key})
    nonsense = unit.post(address, {"stage": "sold", "quantity": "1e9", "on": "soon", "key": "x"})
    level = unit.post(f"/en/equipment/{item.pk}/edit/", {"level": "9", "quantity": "0", "supplier": "77"})

    assert [page.status_code for page in (much, nonsense, level)] == [409] * 3
    assert "2 would be ordered of the 1 that are needed" in much.content.decode()
    assert 'value="1e9"' in nonsense.content.decode()
    assert not EquipmentStep.objects.exists()


def test_a_reader_sees_the_table_and_no_forms(client, project):
    item = build.item(project)
    client.force_login(make.post(Role.ANALYST).official.user)

    html = client.get(f"/en/projects/{project.code}/equipment/").content.decode()

    assert item.name in html
    assert "Enter a step" not in html
    assert client.get(f"/en/equipment/{item.pk}/edit/").status_code == 403


def test_who_does_not_reach_a_project_finds_none_of_its_equipment(client, project):
    item = build.item(project, level=1)
    client.force_login(make.post(Role.COUNTY_STAFF).official.user)

    answers = [client.get(f"/en/{path}").status_code for path in (
        f"projects/{project.code}/equipment/", f"equipment/{item.pk}/edit/", f"equipment/{item.pk}/step/",
    )]  # fmt: skip

    assert answers == [404] * 3
    assert client.get("/en/equipment/").context["total"] == 0


def test_the_list_holds_what_is_below_or_late_and_is_given_as_a_file(unit, project):
    below = build.item(project, "press", level=2)
    build.item(project, "tank")
    late = make.project(finishes_on=date(2026, 11, 1), operation_unit=project.operation_unit)
    build.item(late, "mill")

    page = unit.get("/en/equipment/")
    only = unit.get("/en/equipment/?below=yes")
    rows = unit.get("/en/equipment.json").json()["rows"]

    assert {row.item.code for row in page.context["page"]} == {"press", "mill"}
    assert [row.item for row in only.context["page"]] == [below]
    assert {row["item"]: (row["level"], row["installed"], bool(row["late"])) for row in rows} == {
        "Press": (2, None, False), "Mill": (4, None, True),
    }  # fmt: skip
