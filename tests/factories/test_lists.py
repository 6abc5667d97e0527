"""The pages of lists: filtered, ordered, cut into pages, the rows alone to htmx, a sentence for what is not known."""

import html
import re
from datetime import date

import pytest

from committees.rights import Role
from factories.actions import returns
from regional20x10.shared import clock
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    clock.stand_on(make.DAY)


@pytest.fixture
def reader(client):
    """The browser of the committee's staff."""
    client.force_login(make.post().official.user)
    return client


def codes(page, noun):
    """The codes or keys a list links to, in its order, each once."""
    found = re.findall(rf'href="/en/{noun}/([^/"?]+)/', _rows(page))
    return list(dict.fromkeys(found))


def _rows(page):
    return page.content.decode().partition("<tbody")[2].partition("</tbody>")[0]


def text(page):
    return html.unescape(page.content.decode())


# --- factories -------------------------------------------------------------------------------------------------------
def test_factories_are_listed_in_the_order_of_their_codes(reader):
    for code in ("B", "A", "C"):
        make.project(code=code)

    page = reader.get("/en/projects/")

    assert page.status_code == 200
    assert codes(page, "projects") == ["A", "B", "C"]
    assert "3 factories" in text(page)


def test_factories_are_filtered_and_the_filter_is_told(reader):
    project, _other = make.project(), make.project()
    province = project.plan.county.province

    page = reader.get(f"/en/projects/?province={province.code}&year=2026")

    assert codes(page, "projects") == [project.code]
    assert re.findall(r'<span class="chip">(.*?)</span>', text(page)) == [
        "Programme year: <b>2026</b>", f"Province: <b>{province.name_en}</b>",
    ]  # fmt: skip
    assert f'href="/en/projects.csv?province={province.code}&year=2026"' in text(page)


def test_factories_are_ordered_both_ways_and_the_header_says_so(reader):
    more, less = make.verified(make.project(code="A"), percents=(90, 90)), make.verified(make.project(code="B"))

    rising, falling = (reader.get(f"/en/projects/?sort={sign}verified") for sign in ("", "-"))

    assert codes(rising, "projects") == [less.project.code, more.project.code]
    assert codes(falling, "projects") == [more.project.code, less.project.code]
    assert [re.findall(r'aria-sort="(\w+)"', text(page)) for page in (rising, falling)] == [
        ["ascending"],
        ["descending"],
    ]


def test_a_long_list_is_cut_into_pages_of_forty_that_keep_the_filter(reader):
    plans = [make.plan() for _number in range(41)]
    for number, plan in enumerate(plans):
        make.project(plan, code=f"P{number:02}")

    first, second, beyond, none = (reader.get(f"/en/projects/?year=2026&page={page}") for page in (1, 2, 99, "x"))

    assert codes(first, "projects") == [f"P{number:02}" for number in range(40)]
    assert codes(second, "projects") == codes(beyond, "projects") == ["P40"]
    assert codes(none, "projects") == codes(first, "projects")
    assert "Rows 1–40 of 41" in text(first)
    assert re.findall(r'rel="(next|prev)" href="([^"]+)"', text(first)) == [("next", "?year=2026&page=2")]
    assert re.findall(r'rel="(next|prev)" href="([^"]+)"', text(second)) == [("prev", "?year=2026&page=1")]


def test_htmx_is_sent_the_rows_alone_and_the_browsers_back_button_the_page(reader):
    make.project(code="A")
    rows = reader.get("/en/projects/", headers={"HX-Request": "true"})
    back = reader.get("/en/projects/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})

    assert text(rows).strip().startswith('<section id="rows"')
    assert ("<html" in text(rows), codes(rows, "projects")) == (False, ["A"])
    assert "<html" in text(back)


@pytest.mark.parametrize("noun", ["projects", "counties", "provinces", "returns"])
def test_a_filter_that_is_not_known_is_refused_in_words_with_no_rows(reader, noun):
    make.submitted(make.project())

    page = reader.get(f"/en/{noun}/?colr=red")

    assert page.status_code == 400
    assert "The list cannot be shown as asked" in text(page)
    assert "There is no filter “colr”. Known: " in text(page)
    assert (_rows(page), f'href="/en/{noun}.csv' in text(page)) == ("", False)


@pytest.mark.parametrize("noun", ["projects", "counties", "provinces", "returns"])
def test_a_list_reads_as_much_for_three_rows_as_for_one(reader, noun, django_assert_max_num_queries):
    make.submitted(make.project())
    reader.get(f"/en/{noun}/")

    with django_assert_max_num_queries(30) as one:
        reader.get(f"/en/{noun}/")
    for _number in range(2):
        make.submitted(make.project())
    with django_assert_max_num_queries(30) as three:
        reader.get(f"/en/{noun}/")

    assert len(three) == len(one)


@pytest.mark.parametrize("noun", ["projects", "counties", "provinces", "returns"])
def test_an_empty_list_says_so_and_its_file_is_empty_too(reader, noun):
    page, file = reader.get(f"/en/{noun}/"), reader.get(f"/en/{noun}.json")

    assert (page.status_code, file.status_code) == (200, 200)
    assert codes(page, noun) == file.json()["rows"] == []
    assert "<table" not in text(page)


@pytest.mark.parametrize(("day", "sentence"), [
    ("2026-10-13", "2026-10-13 is in the future: nothing is known of it yet. Choose a day up to 2026-10-12."),
    ("yesterday", "“yesterday” is not a date: write it as 2026-10-01, or leave it empty for today."),
    ("0001-01-01", "0001-01-01 lies before everything recorded here: choose a later day."),
])  # fmt: skip
@pytest.mark.parametrize("noun", ["projects", "counties", "provinces", "returns", "projects.csv"])
def test_a_day_that_cannot_be_asked_for_is_said(reader, noun, day, sentence):
    page = reader.get(f"/en/{noun}{'' if '.' in noun else '/'}", {"as_of": day})

    assert page.status_code == 400
    assert sentence in text(page)


def test_a_list_shows_what_was_known_on_its_day(reader):
    make.verified(make.project(), at=make.moment(date(2026, 10, 11)))
    pattern = r"nothing verified"

    before, after = (reader.get(f"/en/projects/?as_of=2026-10-{day}") for day in (10, 12))

    assert (len(re.findall(pattern, text(before))), len(re.findall(pattern, text(after)))) == (1, 0)


# --- counties, provinces, returns ------------------------------------------------------------------------------------
def test_counties_are_filtered_and_ordered(reader):
    small, large = make.county(population=1000), make.county(population=9000, kind="city")
    unknown = make.county()

    pages = [reader.get(f"/en/counties/?{query}") for query in ("sort=-population", "kind=city", f"q={unknown.code}")]

    assert [codes(page, "counties") for page in pages] == [
        [large.code, small.code, unknown.code], [large.code], [unknown.code],
    ]  # fmt: skip


def test_provinces_count_the_places_of_the_year_chosen(reader):
    this, before = make.plan(), make.plan(year_=make.year(2025))

    pages = [reader.get(f"/en/provinces/?year={year}") for year in (2026, 2025)]

    assert [codes(page, "provinces") for page in pages] == [
        [this.county.province.code], [before.county.province.code],
    ]  # fmt: skip


def test_returns_are_listed_as_they_stood_on_the_day(reader):
    row = make.verified(make.project(), at=make.moment(date(2026, 10, 11), hour=23))  # verified in the night

    pages = [reader.get(f"/en/returns/?as_of=2026-10-{day}&state={state}")
             for day, state in ((11, "submitted"), (11, "verified"), (12, "submitted"), (12, "verified"))]  # fmt: skip

    assert [codes(page, "returns") for page in pages] == [[str(row.pk)], [], [], [str(row.pk)]]


def test_a_return_sent_back_is_found_as_such(reader):
    row = make.submitted(make.project())
    returns.send_back(row, note="Not so.", by=make.verifier(row.project), at=make.moment())

    page = reader.get("/en/returns/?state=returned")

    assert codes(page, "returns") == [str(row.pk)]


@pytest.mark.parametrize("noun", ["projects", "counties", "provinces", "returns"])
def test_a_list_ends_where_ones_reach_ends(client, noun):
    own, other = make.submitted(make.project()), make.submitted(make.project())
    client.force_login(make.verifier(own.project).official.user)
    named = {"projects": "code", "counties": "plan.county.code", "provinces": "plan.county.province.code"}

    page = client.get(f"/en/{noun}/")

    def name(row):
        value = row if noun == "returns" else row.project
        for part in named.get(noun, "pk").split("."):
            value = getattr(value, part)
        return str(value)

    assert codes(page, noun) == [name(own)]
    assert other.project.plan.county.name_en not in text(page)


def test_a_unit_lists_only_its_own_factories(client):
    own, _other = make.project(), make.project()
    client.force_login(make.post(Role.DESIGN_UNIT, where=own.construction_unit).official.user)

    assert codes(client.get("/en/projects/"), "projects") == [own.code]
