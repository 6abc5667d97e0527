"""Packs on pages and through the API: what would be sealed, how far each step is, the files."""

import pytest
from django.core.cache import cache

from committees.rights import Role
from reports.actions import pack_steps
from reports.models import Pack, Status
from tests import make, packs
from tests.calls import Caller
from tests.packs import AT, asked, failed, in_state, of, writing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    yield
    cache.delete("clock")


@pytest.fixture
def year():
    return packs.year()


def test_the_page_says_what_would_be_listed_as_not_accepted(year, client):
    client.force_login(make.post().official.user)
    asked()

    page = client.get("/en/reports/packs/new/", {"kind": "year", "year": 2026, "as_of": "2026-10-12"})

    text = " ".join(page.content.decode().split())
    assert page.status_code == 200
    assert "1 return stands on 12 Oct 2026 that nobody has accepted. It may be sealed; the pack lists it." in text


def test_the_page_asks_for_a_reason(year, client):
    client.force_login(make.post().official.user)

    page = client.post("/en/reports/packs/new/", {"kind": "year", "year": 2026, "as_of": make.DAY, "reason": ""})

    assert (page.status_code, Pack.objects.exists()) == (409, False)
    assert "Say why it is sealed." in page.content.decode()


def test_the_page_of_a_pack_tells_each_step_until_it_is_over(year, client):
    pack = failed(asked())
    client.force_login(pack.requested_by.official.user)

    page = client.get(pack.get_absolute_url())
    polled = client.get(pack.get_absolute_url(), headers={"HX-Request": "true"})

    text = page.content.decode()
    assert (page.status_code, polled.status_code) == (200, 286)
    assert "It stopped with an error (E). The log of the workers has more, under pack 1." in text
    assert text.count("Take up again<") == 1
    assert "hx-get" not in text


def test_packs_through_the_api(year):
    post = make.post()
    asked(kind="month")
    caller = Caller(post)

    made = caller.post("packs/", {"kind": "year", "year": 2026, "reason": "For the plenary meeting."})
    again = caller.post("packs/", {"kind": "year", "year": 2026, "reason": "For the plenary meeting."})
    pack = Pack.objects.get(pk=made.json()["id"])
    cancelled = caller.post(f"packs/{pack.pk}/cancel/")
    rebuilt = caller.post(f"packs/{pack.pk}/rebuild/")
    retried = caller.post(f"packs/{pack.pk}/retry/", {"step": 1})

    assert (made.status_code, again.status_code, cancelled.status_code, rebuilt.status_code) == (202, 200, 200, 202)
    assert made.json()["id"] == again.json()["id"]
    assert (made.json()["status"], cancelled.json()["status"], rebuilt.json()["build"]) == ("queued", "cancelled", 2)
    assert [step["phase"] for step in made.json()["steps"]] == [1]
    assert retried.status_code == 404
    assert len(caller.get("packs/").json()["results"]) == 2


def test_a_file_is_taken_once_and_then_known_by_its_digest(year):
    pack = writing(asked())
    pack_steps.work(of(pack, "json").pk, at=AT)
    Pack.objects.filter(pk=pack.pk).update(status=Status.READY, finished_at=AT)
    caller, step = Caller(pack.requested_by), of(pack, "json")

    first = caller.get(f"packs/{pack.pk}/files/json/")
    content = b"".join(first.streaming_content)
    again = caller.get(f"packs/{pack.pk}/files/json/", headers={"If-None-Match": first.headers["ETag"]})
    gone = caller.get(f"packs/{pack.pk}/files/pdf-en/")

    assert (first.status_code, len(content), first.headers["ETag"]) == (200, step.bytes, f'"{step.sha256}"')
    assert (again.status_code, gone.status_code) == (304, 409)


def test_who_is_not_on_the_list_sees_no_pack(year):
    pack = asked()
    for role, seen in ((Role.GUIDANCE, 200), (Role.PROVINCIAL_SECRETARY, 404), (Role.COUNTY_STAFF, 404)):
        assert Caller(make.post(role)).get(f"packs/{pack.pk}/").status_code == seen, role


@pytest.mark.parametrize("status", [Status.QUEUED, Status.BUILDING, Status.FAILED, Status.CANCELLED])
def test_nothing_is_offered_of_a_pack_that_is_not_ready(year, client, status):
    pack = in_state(status, asked())
    client.force_login(pack.requested_by.official.user)

    answers = [client.get(f"/en/reports/packs/{pack.pk}/files/{key}/").status_code for key in ("json", "pdf-en", "zip")]

    assert answers == [409, 409, 409]
