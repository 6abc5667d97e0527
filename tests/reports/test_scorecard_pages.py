"""Scorecards as pages, answers of the API and files: the whole arithmetic, and nothing of places out of reach."""

import csv
import json
from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from committees.rights import Role
from regional20x10.shared import clock
from tests import make
from tests.calls import token
from tests.reports import scored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(date(2026, 10, 12))
    yield
    cache.delete("clock")


def sign_in(client, post):
    client.force_login(post.official.user)
    return client


def page(client, name, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def asked(client, post, name, *args, **query):
    answer = client.get(reverse(f"api:{name}", args=args), query, headers={"Authorization": f"Bearer {token(post)}"})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_page_sets_what_was_reached_beside_what_was_to_be_expected(client):
    first, *_rest = scored.four()

    shown = page(sign_in(client, make.post()), "scorecards", 2026)

    assert f'<a class="quiet" href="/en/reports/scorecards/2026/{first.county.code}/">{first.county.name}</a>' in shown
    assert "1 of 4" in shown
    assert "Expected of a factory: 60.00, the mean of the year" in shown


def test_a_card_shows_every_term_from_which_its_score_is_worked_out(client):
    worlds = [
        scored.county(percents=((20 * far, 20 * far), (20 * far + 4, 20 * far)), rail_km=9 - far) for far in range(1, 5)
    ]
    worlds += [scored.county(percents=((20 * far, 20 * far), (20 * far, 20 * far + 4)), rail_km=9 - far)
               for far in range(1, 5)]  # fmt: skip

    shown = page(sign_in(client, make.post()), "scorecard", 2026, worlds[0].county.code)

    for words in (
        "The adjusted score worked out",
        "Distance to rail",
        "Points a unit",
        "the mean of the year, and all points",
    ):
        assert words in shown


def test_what_is_missing_is_named_on_the_card(client):
    unknown = scored.county(known=False)

    shown = page(sign_in(client, make.post()), "scorecard", 2026, unknown.county.code)

    assert "not recorded: In the mountains, On the coast, Distance to rail, Distance to a road" in shown
    assert "Nothing is filled in for what is not recorded." in shown


def test_a_province_sees_its_own_and_the_others_only_as_a_rank(client):
    first, second, third, fourth = scored.four()
    sign_in(client, make.post(Role.PROVINCIAL_SECRETARY, where=first.province))

    shown = page(client, "scorecards", 2026)

    assert f"{first.county.name}</a>" in shown
    assert f"{second.county.name}</a>" in shown
    assert third.county.name not in shown
    assert fourth.county.name not in shown
    assert "1 of 4" in shown
    assert client.get(reverse("scorecard", args=[2026, third.county.code])).status_code == 404


def test_a_unit_is_told_why_it_sees_none(client):
    first, *_rest = scored.four()
    sign_in(client, make.post(Role.CONSTRUCTION_UNIT, where=first.projects[0].construction_unit))

    shown = page(client, "scorecards", 2026)

    assert "A unit sees only its own factories, by which no place can be judged." in shown
    assert client.get(reverse("scorecard", args=[2026, first.county.code])).status_code == 404


def test_a_day_and_a_year_without_anything_are_said_so(client):
    scored.four()
    sign_in(client, make.post())

    assert "Nothing is compared" in page(client, "scorecards", 2026, as_of="2026-01-05")
    make.year(2027)
    assert "None of your places is among those of this year." in page(client, "scorecards", 2027)
    assert client.get(reverse("scorecards", args=[2031])).status_code == 404


def test_the_menu_leads_to_the_year_of_the_day_and_keeps_the_day(client):
    answer = sign_in(client, make.post()).get(reverse("scorecards_now"), {"as_of": "2026-10-01"})

    assert (answer.status_code, answer["Location"]) == (302, "/en/reports/scorecards/2026/?as_of=2026-10-01")


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "parquet"])
def test_every_file_holds_provinces_and_counties(client, kind):
    scored.four()

    answer = sign_in(client, make.post()).get(reverse("scorecards_file", args=[2026, kind]))

    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="scorecards-2026-2026-10-12.{kind}"'


def test_a_file_has_a_column_for_each_result_and_none_for_an_opinion(client):
    first, *_rest = scored.four()

    answer = sign_in(client, make.post(Role.COUNTY_CHAIR, where=first.county)).get(
        reverse("scorecards_file", args=[2026, "csv"])
    )
    lines = list(csv.reader(b"".join(answer).decode("utf-8-sig").splitlines()))
    heads, (row,) = lines[-2], lines[-1:]

    assert dict(zip(heads, row, strict=True))["Verified work, %"] == "90.0"
    assert heads == [
        "Level", "Code", "Place", "Factories", "Factories compared", "Verified work, %", "Days late",
        "Factories finished", "Factories that count", "Months counted", "Posts with a certified worker, %",
        "Raw-material cover, %", "Verified work of the factories compared, %", "Work to be expected, %",
        "Difference, points", "Reliability", "Adjusted score", "Lower end of the 80% interval",
        "Upper end of the 80% interval", "Rank, best", "Rank, worst", "Places ranked",
    ]  # fmt: skip


def test_the_api_tells_the_model_and_the_cards_within_reach(client):
    first, second, *_far = scored.four()
    post = make.post(Role.PROVINCIAL_CHAIR, where=first.province)

    told = asked(client, post, "scorecard-list", year=2026)

    assert (told["year"], told["as_of"], told["model"]["mean"]) == (2026, "2026-10-12", 60)
    assert [row["code"] for row in told["provinces"]] == [first.province.code]
    assert sorted(row["code"] for row in told["counties"]) == sorted([first.county.code, second.county.code])
    assert all(row["ranked"] == 4 for row in told["counties"])


def test_the_api_tells_each_factory_of_a_card(client):
    first, *_rest = scored.four()

    told = asked(client, make.post(), "scorecard-detail", first.county.code)

    assert (told["raw"], told["expected"], told["difference"]) == (90, 60, 30)
    assert [line["verified"] for line in told["lines"]] == [88, 92]
    assert told["lines"][0]["missing"] == []


@pytest.mark.parametrize(("query", "status"), [({"year": "soon"}, 400), ({"year": "1999"}, 404), ({"order": "1"}, 400)])
def test_the_api_refuses_what_it_does_not_know(client, query, status):
    scored.four()

    answer = client.get(reverse("api:scorecard-list"), query, headers={"Authorization": f"Bearer {token(make.post())}"})

    assert answer.status_code == status
    assert json.loads(answer.content)
