"""The public record of 2024 in page, API and files: the same figures in both languages."""

import json
import re
from datetime import date
from html import unescape

import jsonschema
import pytest
from django.conf import settings

from factories.imports import reference
from factories.models import CountyPlan
from tests import make
from tests.reports.reading import dataset, document, rendered, table, text_of, workbook
from tests.undoing import undone

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 24)
RECORD = {
    date(2024, 12, 31): (
        {"inaugurated": 1, "target": 20, "late": 0, "late_min": None, "late_max": None, "operating": None},
        {
            "en": ["1 of 20 inaugurated, 0 known to operate: no production returns"],
            "ko": ["20개중 1개가 준공식을 하였다. 가동이 확인된것: 0개(생산보고 없음)"],
        },
    ),
    date(2025, 2, 11): (
        {"inaugurated": 20, "target": 20, "late": 19, "late_min": 7, "late_max": 42, "operating": None},
        {
            "en": [
                "20 of 20 inaugurated, 0 known to operate: no production returns",
                "19 of them 7 to 42 days late",
            ],
            "ko": [
                "20개중 20개가 준공식을 하였다. 가동이 확인된것: 0개(생산보고 없음)",
                "그중 19개는 7–42일 늦었다",
            ],
        },
    ),
}
"""What the public record of 2024 says, by the day: figures, and sentences in each language."""


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The real reference files without the demonstration, for this module; taken away after it."""
    with django_db_blocker.unblock(), undone():
        yield list(reference.load(on=ON))


def words_in(html):
    """The text of a page, its spaces made one."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("as_of", RECORD)
def test_page_api_and_files_say_the_same_of_the_public_record_of_2024(loaded, client, as_of, language):
    figures, sentences = RECORD[as_of][0], RECORD[as_of][1][language]
    post = make.post()
    client.force_login(post.official.user)

    page = client.get(f"/{language}/years/2024/?as_of={as_of}").content.decode()
    address = f"/api/v1/program-years/2024/figures/?as_of={as_of}"
    answer = client.get(address, headers={"Accept-Language": language}).json()["record"]
    data = dataset(post, 2024, as_of, language)
    file = json.loads(rendered("json", data))["summary"]["record"]
    rows = list(workbook(data).worksheets[0].iter_rows(min_row=2, values_only=True))
    cover = text_of(document(data).pages[:1])

    life = {"total": 20, "built": 0, "commissioned": 0, "operating": 0, "counting": 0, "fallen_out": 0,
            "reported": False}  # fmt: skip
    known = {"known_to_operate": 0, "life": life}
    assert answer == {**figures, **known, "sentences": sentences}
    shown = re.search(r'<p class="record">(.*?)</p>', page, re.S)[1]
    assert words_in(shown) == " · ".join(sentences)
    assert file == {
        **{name: figures[name] for name in ("inaugurated", "target", "late", "operating")},
        "late_min_days": figures["late_min"], "late_max_days": figures["late_max"], **known, "sentences": sentences,
    }  # fmt: skip
    said = [row[2] for row in rows if row[2] in sentences]
    assert said == sentences
    first = 6 + len(sentences)
    assert [row[1] for row in rows[first : first + 6]] == [
        figures[name] for name in ("target", "inaugurated", "late", "late_min", "late_max", "operating")
    ]
    assert [sentence in cover for sentence in sentences] == [True] * len(sentences)


def test_a_year_of_the_record_alone_is_no_demonstration_and_every_place_has_its_day(loaded):
    data = dataset(make.post(), 2024, date(2025, 2, 11))

    days = {place["code"]: place["inaugurated_on"] for place in data["places"]}
    sheet = workbook(data)["Places"]
    text = text_of(document(data).pages)

    assert (data["demonstration"], len(days), None in days.values()) == (False, 20, False)
    assert {code: day.date().isoformat() for code, day in table(sheet, "Code", "Inaugurated").items()} == days
    assert [name for name in {place["name"] for place in data["places"]} if name not in text] == []
    assert "Demonstration" not in text


def test_the_json_of_the_record_alone_is_of_its_published_form(loaded):
    form = json.loads((settings.BASE_DIR / "reports" / "schemas" / "annual-report-1.json").read_text())

    data = json.loads(rendered("json", dataset(make.post(), 2024, date(2025, 2, 11))))

    assert [error.message for error in jsonschema.Draft202012Validator(form).iter_errors(data)] == []


EVERYWHERE = "20 of 20 inaugurated, 0 known to operate: no production returns"
OF_ONE = "1 of 1 inaugurated, 0 known to operate: no production returns"


def test_every_page_that_tells_of_the_cohort_of_2024_says_that_none_is_known_to_operate(loaded, client):
    client.force_login(make.post().official.user)
    day = "?as_of=2025-02-11"
    place = CountyPlan.objects.filter(program_year__year=2024).select_related("county__province").order_by("pk")[0]
    province = place.county.province
    of_province = CountyPlan.objects.filter(program_year__year=2024, county__province=province).count()
    said = f"{of_province} of {of_province} inaugurated, 0 known to operate: no production returns"

    def page(address):
        return words_in(client.get(f"/en/{address}").content.decode())

    assert EVERYWHERE in page(f"years/2024/{day}")
    assert EVERYWHERE in page("?as_of=2024-12-31").replace("1 of 20", "20 of 20")
    assert EVERYWHERE in page(f"board/{day}")
    assert said in page(f"provinces/{day}&year=2024")
    assert "inaugurated, not known to operate" in page(f"provinces/{province.code}/{day}")
    assert OF_ONE in page(f"counties/{place.county.code}/{day}")
    assert "not known to operate: no production returns" in page(f"counties/{day}&year=2024")


def test_every_file_that_tells_of_the_cohort_of_2024_says_so_too(loaded, client):
    client.force_login(make.post().official.user)
    day = "?as_of=2025-02-11"

    def rows(address):
        return client.get(f"/en/{address}").json()

    assert EVERYWHERE in rows(f"years/2024.json{day}")["notes"]
    places = rows(f"years/2024.json{day}")["rows"]
    assert {row["stage"] for row in places} == {"not known to operate: no production returns"}
    assert {row["operating"] for row in places} == {0}
    records = [row["record"] for row in rows(f"provinces.json{day}&year=2024")["rows"]]
    assert all("0 known to operate: no production returns" in said for said in records)
    counties = [row["stage"] for row in rows(f"counties.json{day}&year=2024")["rows"]]
    assert set(counties) == {"not known to operate: no production returns"}
