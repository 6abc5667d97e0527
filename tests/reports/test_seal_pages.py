"""The pages of a seal in the application, and its figures over the API."""

import pytest
from django.urls import reverse
from django.utils import translation

from committees.rights import Role
from reports import browsing
from reports.models import Distribution, Pack, PackStep, Phase, Status
from tests import make
from tests.reports import seal_pages
from tests.reports.seal_pages import FOOD

pytestmark = pytest.mark.django_db
NAME = f"{FOOD}/verified_percent"


@pytest.fixture
def reader(client):
    """Signs in as a post's user: `reader(post)`."""

    def sign_in(post=None):
        client.force_login((post or make.post(Role.ANALYST)).official.user)
        return client

    return sign_in


def test_a_figure_shows_the_facts_with_who_stands_for_them_and_leads_to_the_return(reader):
    seal = seal_pages.kept()

    text = reader().get(reverse("seal_figure", args=[seal.number, NAME])).content.decode()

    assert "Ten-day return" in text
    assert text.count("Committee member") >= 3
    assert 'href="/en/returns/7/"' in text
    assert 'id="return:6"' in text


def test_pages_of_the_seal_lead_to_figures_and_pages_of_the_application(reader):
    seal = seal_pages.kept()

    text = reader().get(reverse("seal_page", args=[seal.number, "counties/NP-KUJANG.html"])).content.decode()

    assert f'href="/en/reports/seals/{seal.number}/figures/{NAME}/"' in text
    assert f'href="/en/reports/seals/{seal.number}/pages/provinces/NP.html"' in text


def test_every_page_of_the_seal_is_answered(reader):
    seal, client = seal_pages.kept(), reader()
    with translation.override("en"):
        paths = browsing.opened(seal).paths

    answers = {path: client.get(reverse("seal_page", args=[seal.number, path])).status_code for path in paths}

    assert {path: status for path, status in answers.items() if status != 200} == {}


@pytest.mark.parametrize("path", ["nothing.html", "../index.html", "counties/NOWHERE.html", "drawings/map.svg"])
def test_what_is_no_page_of_the_seal_is_not_found(reader, path):
    seal = seal_pages.kept()

    assert reader().get(reverse("seal_page", args=[seal.number, path])).status_code == 404


def test_a_chart_is_shown_as_the_pack_drew_it_and_as_words_before(reader):
    seal, client = seal_pages.kept(), reader()
    page = reverse("seal_page", args=[seal.number, "chapters/programme.html"])
    before = client.get(page).content.decode()
    pack = Pack.objects.create(
        kind="year", year=2026, as_of=seal.as_of, reason="So.", seal=seal, status=Status.READY,
        created_at=make.moment(), finished_at=make.moment(),
    )  # fmt: skip
    drawn = {"en": {"map": {"svg": "<svg/>", "png": ""}}}
    PackStep.objects.create(pack=pack, phase=Phase.DRAW, status=Status.READY, drawn=drawn)

    text = client.get(page).content.decode()

    address = reverse("seal_page", args=[seal.number, "drawings/map.svg"])
    assert "drawings/" not in before
    assert f'src="{address}"' in text
    answer = client.get(address)
    assert (answer.content, answer.headers["Content-Type"]) == (b"<svg/>", "image/svg+xml")


def test_a_seal_is_open_to_the_nation_and_to_those_to_whom_its_kind_goes(reader):
    seal, page = seal_pages.kept(), None
    secretary = make.post(Role.PROVINCIAL_SECRETARY)
    page = reverse("seal_page", args=[seal.number, "index.html"])

    assert reader(secretary).get(page).status_code == 404
    Distribution.objects.create(kind="year", role=Role.PROVINCIAL_SECRETARY)
    assert reader(secretary).get(page).status_code == 200


def test_no_more_than_two_seals_stay_open():
    with translation.override("en"):
        for _row in range(3):
            browsing.opened(seal_pages.kept())

    assert len(browsing._kept) <= browsing.KEPT


def test_the_api_lists_the_figures_of_a_subject_or_one_of_all(reader):
    seal, client = seal_pages.kept(), reader()
    address = reverse("api:seal-figure-list", args=[seal.number])

    of_county = client.get(address, {"subject": "county:NP-KUJANG"}).json()
    verified = client.get(address, {"key": "verified_percent", "subject": "programme"}).json()

    assert {row["subject"] for row in of_county} == {"county:NP-KUJANG"}
    assert [row["name"] for row in verified] == ["programme/verified_percent"]
    assert client.get(address).status_code == 400


def test_the_api_tells_how_a_figure_came_about(reader):
    seal, client = seal_pages.kept(), reader()

    told = client.get(reverse("api:seal-figure-detail", args=[seal.number, NAME])).json()

    assert (told["value"], told["unit"], told["words"]) == (80, "percent", "80.0%")
    assert [row["name"] for row in told["resting"]] == ["county:NP-KUJANG/verified_percent"]
    assert [(fact["name"], fact["superseded"]) for fact in told["facts"]] == [("return:7", False), ("return:6", True)]
    assert told["facts"][0]["values"]["percent"] == 80
    assert client.get(reverse("api:seal-figure-detail", args=[seal.number, "x/y"])).status_code == 404
