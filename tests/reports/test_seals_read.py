"""Seals on the pages and over the API; facts that are kept as bytes until they are asked for."""

import orjson
import pytest

from committees.rights import Role
from reports import chain
from reports.models import Distribution
from reports.pieces import Pieces, loaded
from tests import make
from tests.reports import sealing
from tests.reports.sealing import bypassed, with_figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    return sealing.year()


# --- pages -----------------------------------------------------------------------------------------------------------
def signed_in(client, post):
    client.force_login(post.official.user)
    return client


def test_the_list_shows_the_chain_and_can_be_narrowed(year, client):
    sealing.sealed()
    sealing.sealed(kind="month", reason="As every month.")
    signed_in(client, make.post(Role.GUIDANCE))

    everything, months = client.get("/en/reports/seals/"), client.get("/en/reports/seals/?kind=month")

    assert ["Seal 2" in page.content.decode() for page in (everything, months)] == [True, True]
    assert ["Seal 1" in page.content.decode() for page in (everything, months)] == [True, False]


def test_the_list_offers_to_seal_to_who_may(client):
    pages = [
        signed_in(client, make.post(role)).get("/en/reports/seals/") for role in (Role.COMMITTEE_STAFF, Role.ANALYST)
    ]

    assert ['href="/en/reports/packs/new/"' in page.content.decode() for page in pages] == [True, False]


def test_a_page_says_that_a_seal_holds_and_what_was_not_accepted(year, client):
    seal = sealing.sealed()

    page = signed_in(client, make.post(Role.ANALYST)).get(seal.get_absolute_url()).content.decode()

    assert "This seal holds" in page
    assert "2 returns not accepted" in page
    assert "was not closed when it was sealed" in page


def test_a_page_says_that_a_seal_does_not_hold_and_offers_nothing_of_it(year, client):
    seal = sealing.sealed()
    bypassed(seal, content=with_figure(seal, "programme/known", 3))
    signed_in(client, make.post(Role.ANALYST))

    page, content = client.get(seal.get_absolute_url()), client.get(f"{seal.get_absolute_url()}content.json")

    assert "This seal does not hold" in page.content.decode()
    assert "content.json" not in page.content.decode()
    assert content.status_code == 409


def test_the_content_is_downloaded_byte_for_byte_under_its_digest(year, client):
    seal = sealing.sealed()
    signed_in(client, make.post(Role.ANALYST))

    page, api = client.get(f"{seal.get_absolute_url()}content.json"), client.get("/api/v1/seals/1/content/")

    for answer in (page, api):
        assert chain.digest(answer.content) == seal.content_sha256
        assert answer["ETag"] == f'"{seal.content_sha256}"'


def test_who_reads_a_part_of_the_nation_sees_the_kinds_that_go_to_them(year, client):
    sealing.sealed()
    sealing.sealed(kind="month")
    Distribution.objects.create(kind="month", role=Role.PROVINCIAL_CHAIR)
    signed_in(client, make.post(Role.PROVINCIAL_CHAIR))

    answers = [client.get(f"/en/reports/seals/{number}/").status_code for number in (1, 2)]

    assert answers == [404, 200]
    assert [row["number"] for row in client.get("/api/v1/seals/").json()["results"]] == [2]


# --- facts as bytes --------------------------------------------------------------------------------------------------
def test_facts_are_kept_as_bytes_until_they_are_asked_for(year):
    written = chain.unpacked(sealing.sealed().content)

    found = loaded(written)

    assert isinstance(found["facts"], Pieces)
    assert dict(found["facts"]) == orjson.loads(written)["facts"]
    assert chain.canonical(found) == written
    packed, digest, length = chain.kept(found)
    assert (chain.unpacked(packed), digest, length) == (written, chain.digest(written), len(written))


@pytest.mark.parametrize("content", [
    {}, {"facts": {}, "figures": {}}, {"facts": {"a:1": {"kind": "a"}}, "figures": {}},
    {"changes": {"facts": {"return:1": {"kind": "return", "version": 1}}, "figures": {}}, "facts": {}, "figures": {}},
    {"facts": {"a:1": {"kind": "a", "values": {"b:1": {"kind": "x"}}, "version": 1}}, "figures": {}},
])  # fmt: skip
def test_content_in_another_form_is_read_as_any_other(content):
    written = chain.canonical(content)

    assert loaded(written) == content
    assert chain.canonical(loaded(written)) == written
    assert chain.unpacked(chain.kept(loaded(written))[0]) == written
