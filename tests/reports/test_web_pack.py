"""The web pages of a pack: read from a folder, complete in themselves, and nothing in them but what was sealed."""

import io
import re
import zipfile
from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest
from django.utils import translation

from reports import browsing
from reports.document import Cell, Column, Narrative, Paragraph, Section, Strip, Table
from reports.rendering.pack import web
from reports.rendering.pack.pages import Pages
from tests.reports import seal_pages
from tests.reports.seal_pages import FOOD, HOSTILE

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text font-family="Pretendard">1</text></svg>'


class Page(HTMLParser):
    """What a page refers to, what may be referred to in it, and what it is made of."""

    def __init__(self, text):
        super().__init__()
        self.links, self.ids, self.tags, self.attributes = [], [], set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        for name, value in attributes:
            self.attributes.add(name)
            if name in ("href", "src"):
                self.links.append((tag, value))
            if name == "id":
                self.ids.append(value)


def pack(content=None, language="en", drawings=None):
    """{path: text} of the web pages."""
    with translation.override(language):
        rendered = web.render(content or seal_pages.sealed(), drawings or {})
    with zipfile.ZipFile(io.BytesIO(rendered)) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


@pytest.fixture(scope="module")
def pages():
    """Both languages beside one another, as they are unpacked, {path: Page}."""
    drawings = {name: {"svg": SVG} for name in ("map", "curve", "standings", "ranges-1")}
    files = pack(drawings=drawings) | pack(language="ko", drawings=drawings)
    return {path: Page(text) for path, text in files.items() if path.endswith((".html", ".svg", ".css"))}


def test_every_link_leads_to_a_page_and_a_place_on_it(pages):
    broken = []
    for path, page in pages.items():
        for _tag, link in page.links:
            if re.match(r"(https?:)?//", link):
                continue
            file, _hash, anchor = link.partition("#")
            target = normpath(join(dirname(path), unquote(file))) if file else path
            if target not in pages or (anchor and unquote(anchor) not in pages[target].ids):
                broken.append((path, link))

    assert broken == []


def test_nothing_is_fetched_from_elsewhere_and_nothing_runs(pages):
    fetched = [(path, link) for path, page in pages.items() for tag, link in page.links if tag != "a" and ":" in link]
    html = [page for path, page in pages.items() if path.endswith(".html")]

    assert fetched == []
    assert {tag for page in html for tag in page.tags} & {"script", "iframe", "object", "style", "form"} == set()
    assert {name for page in html for name in page.attributes if name == "style" or name.startswith("on")} == set()


def test_an_address_is_used_once_on_a_page(pages):
    twice = {path: [name for name in set(page.ids) if page.ids.count(name) > 1] for path, page in pages.items()}

    assert {path: names for path, names in twice.items() if names} == {}


def test_only_pages_of_the_living_application_are_named_absolutely(pages):
    outside = {link for page in pages.values() for _tag, link in page.links if ":" in link.partition("#")[0]}

    assert outside == {
        f"https://monitor.example/{language}/returns/{key}/" for language in ("en", "ko") for key in (6, 7)
    }


def test_every_figure_of_the_seal_has_its_place():
    content = seal_pages.sealed()
    with translation.override("en"):
        site = browsing.Site(content)
    files = {path: Page(text) for path, text in pack(content).items()}

    lost = []
    for name in content.figures:
        path, anchor = site.place(name)
        alone = path in site.programme_pages
        if f"en/{path}" not in files or not (alone or anchor in files[f"en/{path}"].ids):
            lost.append(name)

    assert lost == []


def test_every_number_of_a_section_links_to_how_it_came_about():
    content, name = seal_pages.sealed(), f"{FOOD}/verified_percent"
    cell = Cell("80.0%", value=80.0, unit="percent", figure=name)
    blocks = [
        Strip([("Verified", cell)]),
        Table("t", "Table", [Column("Place"), Column("Verified", "percent")], [[Cell("Kujang"), cell]]),
        Paragraph("Of 180.0% and 80.0% one is verified.", figures=(name, "county:NP-KUJANG/verified_percent")),
        Narrative("Results", [["It is ", cell, "."]]),
    ]

    with translation.override("en"):
        text = dict(web.files(content, {}, sections=[Section("one", "One", blocks)]))["chapters/one.html"]

    link = f'href="../counties/NP-KUJANG.html#{name}"'
    assert text.count(link) == 4
    assert f"Of 180.0% and <a {link}>80.0%</a> one is verified. (<a " in text


def test_a_number_is_found_in_a_sentence_wherever_it_stands():
    content = seal_pages.sealed()
    with translation.override("en"):
        site = browsing.Site(content, [])
        shown = Pages(site, browsing.InPack(site))
        said = shown._linked("Of 5 places, 2 are ready.", ("programme/expected_done", "programme/places"))

    assert re.sub("<[^>]+>", "", said) == "Of 5 places, 2 are ready."
    assert re.findall(r'href="([^"#]+)', said) == ["programme/places.html", "programme/expected_done.html"]


def test_one_seal_gives_the_same_bytes_again():
    content = seal_pages.sealed()

    with translation.override("ko"):
        assert web.render(content, {"map": {"svg": SVG}}) == web.render(seal_pages.sealed(), {"map": {"svg": SVG}})


def test_what_people_typed_stays_text():
    files = pack(seal_pages.sealed(hostile=True))

    whole = "".join(files.values())
    assert "<script" not in whole
    assert 'href="javascript' not in whole
    assert HOSTILE.partition(">")[0].replace("<", "&lt;") in whole


def test_no_code_leads_out_of_the_folder():
    assert [browsing.file_name(code) for code in ("../x", "", "..", "평양", "A/B")] == ["_x", "_", "_", "__", "A_B"]


def test_a_page_says_its_language_and_leads_to_the_other():
    for language, other in (("en", "ko"), ("ko", "en")):
        text = pack(language=language)[f"{language}/counties/NP-KUJANG.html"]

        assert f'<html lang="{language}">' in text
        assert f'href="../../{other}/counties/NP-KUJANG.html"' in text


def test_a_page_forbids_everything_it_does_not_need():
    text = pack()["en/index.html"]

    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text).group(1)
    assert policy.startswith("default-src 'none'; style-src 'self'")
    assert "script" not in policy
