"""The brief for a visit: two pages whatever there is to say, in both languages, the same bytes for the same data."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from committees import briefs, charges
from committees.rights import Role
from factories.actions import standings
from regional20x10.shared import clock
from tests import build, make, work

pytestmark = pytest.mark.django_db
WORD = "Transformatorenstationsgebäude"


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


@pytest.fixture
def staff():
    return make.post()


def text(content):
    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def crowded(count=14):
    """A county with as many factories, requests and visits, all long-winded."""
    county = make.county(name_en="Songchon " * 8, name_ko="성천군" * 12)
    plan, long = make.plan(county), f"{WORD} " * 120
    for number in range(count):
        type_ = make.factory_type(f"type{number}")
        type_.name_en, type_.name_ko = f"{WORD} {number}", f"식료공장{number}" * 6
        type_.save()
        project = make.project(plan, type_=type_, code=f"26-SONGCHON-FACTORY-{number:02}")
        build.finding(build.inspection(project), "critical")
    work.charge(county, title="Former " * 15, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31), handover=long * 4)
    charge = work.charge(county, title="Member of the Political Bureau " * 3)
    visit = work.visit(charge, seen=long * 4)
    for number in range(30):
        body = work.body(name_en=f"{WORD} {number} " * 4, name_ko="전력공업성" * 12)
        work.request(
            project, owed_by=body, what=(WORD * 6)[:190], delay_days=number, visit=visit,
            due_on=make.DAY + timedelta(days=number),
        )  # fmt: skip
    standings.refresh(None, on=make.DAY)
    return county


@pytest.mark.parametrize("language", ["en", "ko"])
def test_it_has_two_pages_whatever_there_is_to_say(staff, language):
    county = crowded()

    with translation.override(language):
        content = briefs.brief(charges.told(county, make.DAY, staff.official.user))
        again = briefs.brief(charges.told(county, make.DAY, staff.official.user))

    assert len(PdfReader(io.BytesIO(content)).pages) == 2
    assert content == again


@pytest.mark.parametrize("language", ["en", "ko"])
def test_it_has_two_pages_where_nothing_is_known(staff, language):
    with translation.override(language):
        content = briefs.brief(charges.told(make.county(), make.DAY, staff.official.user))

    assert len(PdfReader(io.BytesIO(content)).pages) == 2


def test_what_finds_no_room_is_counted(staff):
    said = text(briefs.brief(charges.told(crowded(), make.DAY, staff.official.user)))

    assert "more in the system." in said


def test_it_says_what_the_page_says(staff):
    county = make.county(name_en="Songchon")
    project = make.project(make.plan(county))
    build.finding(build.inspection(project), "critical")
    work.charge(county, title="Minister", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31), handover="Cables.")
    visit = work.visit(work.charge(county, title="Secretary"), seen="The roof is closed.")
    row = work.request(project, owed_by=work.body(name_en="Ministry of Power"), visit=visit)
    standings.refresh(None, on=make.DAY)

    said = text(briefs.brief(charges.told(county, make.DAY, staff.official.user)))

    parts = [
        "Songchon", "Secretary, since 1 Jan 2026", project.code, "Ministry of Power", "A transformer",
        "Asked 1, promised 0, said to be done 0, confirmed 0.", row.number, "The roof is closed.",
        "Minister, in charge to 31 Dec 2025", "Cables.", "Who does what about it, and by when?",
    ]  # fmt: skip
    assert [part for part in parts if part not in said] == []


def test_it_is_a_tagged_document_in_its_language(staff):
    with translation.override("ko"):
        content = briefs.brief(charges.told(make.county(), make.DAY, staff.official.user))

    root = PdfReader(io.BytesIO(content)).trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("ko", True)


def test_whoever_sees_the_county_is_given_the_brief(client):
    county = make.plan().county
    client.force_login(make.post(Role.ANALYST).official.user)

    answer = client.get(reverse("lead_brief", args=[county.code]), {"as_of": "2026-10-01"})

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="brief-{county.code}-2026-10-01.pdf"'
