from datetime import date

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from regional20x10.shared import graphics, words

OCTOBER = date(2026, 10, 1)


def rendered(source, query="", **context):
    request = RequestFactory().get(f"/en/example/{query}")
    template = engines["django"].from_string(source).template
    return template.render(Context({"request": request} | context))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ 64.04|percent }}", "64.0%"),
        ("{{ 0|percent }}", "0.0%"),
        ("{{ 1234567|number }}", "1,234,567"),
        ("{{ negative|signed }}", "−3"),
        ("{{ 9|signed }}", "+9"),
        ("{{ 0.004|chance }}", "&lt;1%"),
        ("{{ 0.07|chance }}", "7%"),
        ("{{ 0.999|chance }}", "&gt;99%"),
        ("{{ 1|days_late }}", "1 day late"),
        ("{{ 0|days_late }}", "on time"),
        ("{{ negative|days_late }}", "3 days early"),
        ("{{ day|day }}", "1\xa0Oct\xa02026"),
        ("{{ day|day:'short' }}", "1\xa0Oct"),
    ],
)
def test_figures_and_dates_are_written_one_way(source, text):
    assert rendered(source, negative=-3, day=OCTOBER) == text


@pytest.mark.parametrize("name", ["percent", "points", "number", "chance", "signed", "day", "moment", "days_late"])
def test_what_is_not_known_is_a_dash_with_words_and_never_zero(name):
    html = rendered(f"{{{{ nothing|{name} }}}}", nothing=None)

    assert "–" in html
    assert 'class="vh"' in html
    assert "0" not in html


def test_a_shortfall_is_marked_and_has_a_true_minus_sign():
    assert rendered("{{ gap|points }}", gap=-27.2) == '<span class="neg">−27.2</span>'
    assert rendered("{{ gap|points }}", gap=4.25) == "+4.2"
    assert rendered("{{ gap|points }}", gap=-0.01) == "0.0"


def test_dates_are_korean_in_korean():
    with translation.override("ko"):
        assert words.day(OCTOBER) == "2026년\xa010월\xa01일"
        assert words.day(OCTOBER, "MONTH_DAY_FORMAT") == "10월\xa01일"


def test_a_state_is_shape_and_word_and_an_unknown_one_is_no_report():
    assert "#i-risk" in rendered("{% status 'risk' %}")
    assert "At risk" in rendered("{% status 'risk' %}")
    assert "No report" in rendered("{% status state %}", state="purple")


def test_what_people_typed_is_escaped_everywhere():
    evil = "<script>alert(1)</script>"
    sources = [
        "{% status 'miss' x %}",
        "{% gate_mark 'passed' x %}",
        "{% notice 'warn' x %}{{ x }}{% endnotice %}",
        "{% empty_box x %}{{ x }}{% endempty_box %}",
        "{% figure x x x x %}",
        "{% crumbs x x x %}",
        "{% icon x x %}",
        "{% sort_header x x x %}",
        "{% chart '' says=x caption=x source=x %}{{ x }}{% endchart %}",
        "{{ x|dash }}",
        "{{ nothing|dash:x }}",
    ]

    for source in sources:
        assert "<script" not in rendered(source, x=evil, nothing=None), source


def test_small_graphics_carry_no_style_and_are_hidden():
    axis = graphics.DateAxis.around(date(2026, 12, 31), dates=[OCTOBER, date(2027, 2, 4)])

    html = rendered(
        "{% whisker axis a b c 'miss' %}{% axis_head axis %}{% bullet 64 91.2 %}{% meter 54 70 50 %}"
        "{% distbar counts %}{% progress_bar 5 8 %}",
        axis=axis,
        a=OCTOBER,
        b=date(2026, 11, 1),
        c=date(2027, 2, 4),
        counts={"miss": 3, "ok": 17},
    )

    assert "style=" not in html
    assert html.count("<svg") == html.count('aria-hidden="true" focusable') + 1
    assert "Middle 1\xa0Nov\xa02026, range 1\xa0Oct\xa02026 to 4\xa0Feb\xa02027" in html


def test_a_graphic_of_nothing_draws_its_track_only():
    assert rendered("{% bullet nothing 91.2 %}", nothing=None).count("<rect") == 1
    assert rendered("{% distbar counts %}", counts={}).count("<rect") == 0


def test_sorting_turns_round_and_forgets_the_page_but_keeps_the_filters():
    first = rendered("{% sort_header 'name' 'County' %}", "?province=KP-02&page=3")
    again = rendered("{% sort_header 'name' 'County' %}", "?province=KP-02&sort=name")

    assert 'href="?province=KP-02&amp;sort=name"' in first
    assert "aria-sort" not in first
    assert 'href="?province=KP-02&amp;sort=-name"' in again
    assert 'aria-sort="ascending"' in again


def test_the_pager_keeps_the_filters():
    html = rendered("{% pager page %}", "?province=KP-02&page=2", page=Paginator(range(148), 40).page(2))

    assert "Rows 41–80 of 148" in html
    assert 'href="?province=KP-02&amp;page=3"' in html


def test_the_as_of_form_keeps_the_filters_and_says_what_it_leaves_out():
    html = rendered(
        "{% as_of_picker %}",
        "?province=KP-02&as_of=2026-10-01&page=3",
        as_of=OCTOBER,
        today=date(2026, 10, 10),
        is_today=False,
    )

    assert 'name="province" value="KP-02"' in html
    assert 'name="page"' not in html
    assert 'value="2026-10-01"' in html
    assert "What was known at the end of 1\xa0Oct\xa02026" in html
    assert 'href="/en/example/?province=KP-02"' in html


class SignatureForm(forms.Form):
    signed_on = forms.DateField(label="Date of signature", help_text="For example 2026-10-14")
    note = forms.CharField(label="Note", required=False)


def test_an_error_stands_at_its_field_and_in_the_summary_with_a_link():
    form = SignatureForm({"signed_on": "2026-14-10"})
    form.is_valid()

    html = rendered("{% error_summary form %}{% fields form %}", form=form)

    assert 'href="#id_signed_on"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_signed_on_helptext id_signed_on_error"' in html
    assert 'id="id_signed_on_error"' in html
    assert '<span class="vh">Error: </span>' in html
    assert html.count("(optional)") == 1


@pytest.mark.parametrize("page", ["400", "403", "404", "413", "500", "403_csrf"])
def test_error_pages_stand_without_anything(page):
    html = render_to_string(f"{page}.html")

    assert "<h1>" in html
    assert "style=" not in html
    assert "<script" not in html
