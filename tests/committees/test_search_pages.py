"""The page of what is found: grouped, page by page, as one types, and what it says where nothing is found."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from committees.rights import Role
from tests import make, work

pytestmark = pytest.mark.django_db


def ask(post=None, language="en", **values):
    client = Client()
    client.force_login((post or make.post()).official.user)
    headers = values.pop("headers", {})
    with translation.override(language):
        return client.get(reverse("search"), values, headers=headers)


def said(page):
    """The text of the page's main part, one blank between words."""
    main = page.content.decode().partition("<main")[2].partition("</main>")[0] or page.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_what_is_found_stands_under_its_kind_with_a_link_and_its_place():
    county = make.county(make.province(), name_en="Songchon", name_ko="성천군")
    make.project(make.plan(county), code="26-SONGCHON-FOOD")

    page = ask(q="songch")

    html = page.content.decode()
    assert page.status_code == 200
    assert f'href="{county.get_absolute_url()}"><mark>Songch</mark>on</a>' in html
    assert "2 found. Cities, counties and districts 1" in said(page)
    assert f"Factories 1 Food, Songch on 26- SONGCH ON-FOOD Songchon, {county.province.name_en}" in said(page)


def test_a_reader_of_korean_sees_korean_names():
    make.county(name_en="Songchon", name_ko="성천군")

    page = ask(q="songchon", language="ko")

    assert ">성천군</a>" in page.content.decode()


def test_with_script_only_what_was_found_is_sent():
    make.county(name_en="Songchon", name_ko="성천군")

    page = ask(q="성", headers={"HX-Request": "true"})

    assert page.content.decode().lstrip().startswith('<div id="found">')
    assert "<mark>" not in page.content.decode(), "what is marked stands there as it was typed"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Type at least two letters, or one jamo."),
        ("s", "One letter is too little to search for. Type at least two letters, or one jamo."),
        (
            "zzqqx",
            "Nothing was found. Nothing matches Nothing within your reach has these words in",
        ),
        (
            "Songjhan",
            "Nothing holds these words. Names that sound nearly so: Cities, counties",
        ),
    ],
)
def test_the_page_says_what_to_do_where_nothing_is_found(text, words):
    make.county(name_en="Songchon", name_ko="성천군")

    assert words in said(ask(q=text))


def test_one_kind_is_shown_page_by_page_and_the_way_there_keeps_the_words():
    for row in range(45):
        work.decision(text=f"Song {row}")

    first, second = ask(q="song"), ask(q="song", kind="decision", page=2)

    assert 'href="?q=song&amp;kind=decision"' in first.content.decode()
    assert "Decisions: all 45" in said(first)
    assert "Rows 41–45 of 45" in said(second)
    assert 'href="?q=song&amp;kind=decision&amp;page=1"' in second.content.decode()


def test_a_kind_that_is_none_is_refused_in_words():
    page = ask(q="song", kind="person")

    assert page.status_code == 400
    assert "There is no kind “person”. Known: county, province, project" in said(page)


def test_what_was_typed_and_found_is_shown_as_text_and_never_as_markup():
    work.decision(text="<script>alert(1)</script> song")

    page = ask(q='"><script>song')

    assert "<script>alert" not in page.content.decode()
    assert '"><script>' not in page.content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>song</mark>" in ask(q="song").content.decode()


def test_a_reader_elsewhere_is_told_of_nothing():
    make.county(make.province(), name_en="Songchon", name_ko="성천군")
    reader = make.post(Role.COUNTY_STAFF, where=make.county(make.province(), name_en="Other", name_ko="딴군"))

    assert "Nothing was found." in said(ask(reader, q="songchon"))


def test_every_page_has_the_box_and_it_works_without_script():
    client = Client()
    client.force_login(make.post().official.user)

    html = client.get("/en/data/").content.decode()

    boxes = re.findall(r'<form class="find-(?:bar|menu)" role="search" method="get" action="([^"]+)"', html)
    assert boxes == ["/en/search/", "/en/search/"]
    assert {name for name in ("find-bar", "find-menu") if f'for="{name}"' in html} == {"find-bar", "find-menu"}
