"""The pages on which a unit writes its ten-day return: nothing typed is lost, everything wrong is said at once."""

import html
import json
import re
import uuid
from datetime import date

import pytest

from committees.rights import Role
from factories.actions import returns
from factories.models import State, StatusReturn
from regional20x10.shared import clock
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    clock.stand_on(make.DAY)


@pytest.fixture
def project():
    return make.project()


@pytest.fixture
def unit(project):
    return make.reporter(project)


@pytest.fixture
def site(client, unit):
    """The browser of the construction unit."""
    client.force_login(unit.official.user)
    return client


def begun(project, unit, period=None):
    return returns.begin(project, period or make.period(), key=uuid.uuid4(), by=unit, at=make.moment())


def boxes(draft, percents=(50, 20), **more):
    """What the form of `draft` posts."""
    packages = draft.lines.order_by("package__order").values_list("package_id", flat=True)
    figures = {f"package_{pk}": str(value) for pk, value in zip(packages, percents, strict=True)}
    return {"revision": draft.revision, "crew_people": "60", "pace": "normal", **figures, **more}


def errors(page):
    """The sentences of the error summary."""
    found = re.search(r'<section class="note note-error esum".*?</section>', page.content.decode(), re.S)
    return [html.unescape(text) for text in re.findall(r"<li><a[^>]*>(.*?)</a>", found[0])] if found else []


def test_the_form_begins_from_the_project(site, project):
    make.period()

    page = site.post(f"/en/projects/{project.code}/returns/", {"period": "2026-10-1", "key": str(uuid.uuid4())})

    draft = StatusReturn.objects.get()
    assert (draft.project_id, draft.period.code, draft.state) == (project.pk, "2026-10-1", State.DRAFT)
    assert page.url == f"/en/returns/{draft.pk}/edit/"


def test_the_form_shows_last_period_and_plan_beside_each_box(site, project, unit):
    make.submitted(project, make.period(date(2026, 9, 25)), (40, 12.5), by=unit)
    draft = begun(project, unit)

    page = site.get(f"/en/returns/{draft.pk}/edit/").content.decode()

    assert re.findall(r'data-same="([^"]*)"', page) == ["40", "12.5"]
    assert page.count('class="e-plan"') == 4
    assert "style=" not in page
    assert "<script>" not in page


def test_a_return_is_written_and_submitted_without_script(site, project, unit):
    draft = begun(project, unit)

    page = site.post(f"/en/returns/{draft.pk}/edit/", boxes(draft, ("50,5", "20 %"), deed="submit"), follow=True)

    draft.refresh_from_db()
    assert draft.state == State.SUBMITTED
    assert list(draft.lines.order_by("package__order").values_list("percent", flat=True)) == [50.5, 20]
    assert page.redirect_chain == [(f"/en/returns/{draft.pk}/", 302)]
    assert f'data-draft-taken="return-{draft.pk}-{unit.pk}"' in page.content.decode()


def test_sent_twice_is_one_return(site, project, unit):
    draft = begun(project, unit)
    sent = boxes(draft, deed="submit")

    pages = [site.post(f"/en/returns/{draft.pk}/edit/", sent) for _time in range(2)]

    assert [page.url for page in pages] == [f"/en/returns/{draft.pk}/"] * 2
    assert StatusReturn.objects.count() == 1


def test_everything_wrong_is_said_at_once_and_nothing_typed_is_lost(site, project, unit):
    draft = begun(project, unit)
    typed = boxes(draft, (140, "half"), crew_people="sixty", slowed_since="yesterday", pace="slower",
                  delay_power="12", note_funds="late", narrative="Rain.", deed="submit")  # fmt: skip

    page = site.post(f"/en/returns/{draft.pk}/edit/", typed)

    assert page.status_code == 422
    assert errors(page) == [
        "Part 1: A percentage is not above 100: enter 0 to 100.",
        "Part 2: Enter a percentage from 0 to 100, such as 62 or 62.5.",
        "Workers on site, daily average: Enter a whole number, such as 64.",
        "Since: Enter the day as 2026-10-02.",
        "Electricity: Enter 11 or less.",
        "Funds: Enter the days lost to this cause, or take the note away.",
    ]
    text = page.content.decode()
    assert all(f'value="{value}"' in text for value in ("140", "half", "sixty", "yesterday", "12", "late"))
    assert "Rain." in text
    draft.refresh_from_db()
    assert (draft.revision, draft.crew_people) == (1, None)


def test_what_is_missing_is_said_when_submitting_and_the_draft_is_kept(site, project, unit):
    draft = begun(project, unit)
    typed = boxes(draft, (50, ""), crew_people="", pace="stopped", deed="submit")

    page = site.post(f"/en/returns/{draft.pk}/edit/", typed)

    assert page.status_code == 409
    assert errors(page) == [
        "Part 2: enter the % complete. Enter 0 if nothing is done.",
        "Workers on site, daily average: Enter the daily average of workers on site. Enter 0 if nobody worked.",
        "Since: Enter since when, as 2026-10-02.",
        "What is needed to go on?: Say in one or two sentences what is needed to go on, and who must act.",
        "Choose at least one cause of the delay, with the days lost.",
    ]
    draft.refresh_from_db()
    assert (draft.state, draft.pace, draft.revision) == (State.DRAFT, "stopped", 2)


def test_a_falling_figure_asks_for_a_reason_and_takes_it(site, project, unit):
    make.submitted(project, make.period(date(2026, 9, 25)), (60, 20), by=unit)
    draft = begun(project, unit)
    address, package = f"/en/returns/{draft.pk}/edit/", draft.lines.order_by("package__order").first().package_id

    asked = site.post(address, boxes(draft, (58, 20), deed="submit"))
    draft.refresh_from_db()
    answered = {f"reason_{package}": "redone", "asked": f"package_{package}"}
    site.post(address, boxes(draft, (58, 20), deed="submit", **answered))

    assert errors(asked) == [
        "Part 1: 58% is lower than last period’s 60%. Progress does not normally fall. Correct it, or give the reason."
    ]
    assert f'name="reason_{package}"' in asked.content.decode()
    draft.refresh_from_db()
    assert draft.state == State.SUBMITTED
    assert [(doubt["code"], doubt["answer"]) for doubt in draft.doubts] == [("fell", "redone")]


def test_a_jump_is_asked_about_once_and_then_taken(site, project, unit):
    make.submitted(project, make.period(date(2026, 9, 25)), (20, 20), by=unit)
    draft = begun(project, unit)
    address, package = f"/en/returns/{draft.pk}/edit/", draft.lines.order_by("package__order").first().package_id

    asked = site.post(address, boxes(draft, (60, 20), deed="submit"))
    draft.refresh_from_db()
    seen = re.search(r'name="seen" value="(\w+)"', asked.content.decode())[1]
    site.post(address, boxes(draft, (60, 20), deed="submit", asked=f"package_{package}", seen=seen))

    assert asked.status_code == 422
    assert errors(asked) == ["Part 1: +40 points in ten days is more than usual. Correct it, or give the reason."]
    draft.refresh_from_db()
    assert draft.state == State.SUBMITTED


def test_same_as_last_period_fills_the_blanks_alone(site, project, unit):
    make.submitted(project, make.period(date(2026, 9, 25)), (40, 12.5), by=unit)
    draft = begun(project, unit)

    site.post(f"/en/returns/{draft.pk}/edit/", boxes(draft, (45, ""), deed="same"))

    assert list(draft.lines.order_by("package__order").values_list("percent", flat=True)) == [45, 12.5]


def test_same_as_last_period_in_one_row(site, project, unit):
    make.submitted(project, make.period(date(2026, 9, 25)), (40, 12.5), by=unit)
    draft = begun(project, unit)
    package = draft.lines.order_by("package__order").last().package_id

    site.post(f"/en/returns/{draft.pk}/edit/", boxes(draft, ("", ""), deed=f"same:package_{package}"))

    assert list(draft.lines.order_by("package__order").values_list("percent", flat=True)) == [None, 12.5]


def test_the_page_keeps_the_draft_as_one_types(site, project, unit):
    make.submitted(project, make.period(date(2026, 9, 25)), (60, 20), by=unit)
    draft = begun(project, unit)
    package = draft.lines.order_by("package__order").first().package_id

    answer = site.post(f"/en/returns/{draft.pk}/save/", boxes(draft, (58, ""), crew_people=""))

    draft.refresh_from_db()
    assert answer.status_code == 200
    assert answer.json()["revision"] == draft.revision == 2
    assert json.loads(answer.json()["base"]) == {f"package_{package}": "58", "pace": "normal"}
    assert "lower than last period" in answer.json()["messages"][f"m-package_{package}"]


def test_what_cannot_be_read_is_not_kept_and_said_beside_its_box(site, project, unit):
    draft = begun(project, unit)

    answer = site.post(f"/en/returns/{draft.pk}/save/", boxes(draft, ("x", 20), crew_people="-1"))

    draft.refresh_from_db()
    assert (answer.status_code, draft.revision) == (422, 1)
    said = [text for text in answer.json()["messages"].values() if text]
    assert len(said) == 2


def test_two_people_on_one_form_lose_neither(site, project, unit):
    draft = begun(project, unit)
    mine = boxes(draft, (55, 20), narrative="Mine.", base=json.dumps({}))
    other = make.post(Role.CONSTRUCTION_UNIT, where=project.construction_unit)
    packages = list(draft.lines.order_by("package__order").values_list("package_id", flat=True))
    theirs = {"narrative": "Theirs.", "crew_people": 70, "pace": "normal"}
    lines = {packages[0]: (50, ""), packages[1]: (20, "")}
    returns.save(draft, revision=1, values=theirs, lines=lines, delays=[], by=other, at=make.moment())

    clash = site.post(f"/en/returns/{draft.pk}/edit/", {**mine, "deed": "submit"})
    text = clash.content.decode()
    shown = re.findall(r'name="choose_(\w+)" value="mine"', text)
    revision = re.search(r'name="revision" value="(\d+)"', text)[1]
    choice = {f"choose_package_{packages[0]}": "mine", "choose_crew_people": "theirs", "choose_narrative": "theirs"}
    site.post(f"/en/returns/{draft.pk}/edit/", {**mine, **choice, "revision": revision, "merge": "1", "deed": "save"})

    assert clash.status_code == 409
    assert shown == ["crew_people", "narrative", f"package_{packages[0]}"]
    assert "Mine." in text
    assert "Theirs." in text
    draft.refresh_from_db()
    assert (draft.crew_people, draft.narrative) == (70, "Theirs.")
    assert list(draft.lines.order_by("package__order").values_list("percent", flat=True)) == [55, 20]


def test_who_changed_nothing_in_a_box_is_offered_theirs(site, project, unit):
    draft = begun(project, unit)
    mine = boxes(draft, (50, 20), narrative="Mine.", base=json.dumps({"crew_people": "60"}))
    returns.save(draft, revision=1, values={"crew_people": 70, "pace": "normal"}, lines={}, delays=[], by=unit,
                 at=make.moment())  # fmt: skip

    text = site.post(f"/en/returns/{draft.pk}/edit/", {**mine, "deed": "save"}).content.decode()

    assert re.search(r'name="choose_crew_people" value="theirs" checked', text)
    assert re.search(r'name="choose_narrative" value="mine" checked', text)


def test_who_wrote_the_same_is_not_in_conflict(site, project, unit):
    draft = begun(project, unit)
    sent = boxes(draft, deed="save")

    pages = [site.post(f"/en/returns/{draft.pk}/edit/", sent) for _time in range(2)]

    assert [page.status_code for page in pages] == [302, 302]


def test_a_conflict_while_typing_is_said_and_nothing_saved(site, project, unit):
    draft = begun(project, unit)
    returns.save(draft, revision=1, values={"crew_people": 70}, lines={}, delays=[], by=unit, at=make.moment())

    answer = site.post(f"/en/returns/{draft.pk}/save/", boxes(draft))

    draft.refresh_from_db()
    assert (answer.status_code, answer.json()["conflict"], draft.crew_people) == (409, True, 70)


def test_a_draft_is_thrown_away(site, project, unit):
    draft = begun(project, unit)

    site.post(f"/en/returns/{draft.pk}/edit/", {"deed": "discard"})

    assert not StatusReturn.objects.exists()


@pytest.mark.parametrize(
    ("period", "sentence"),
    [
        ("2026-09-2", "The period 11–20 Sep 2026 closed on 2026-09-25"),
        ("2026-11-1", "The period 1–10 Nov 2026 has not begun"),
        ("2026-13-1", "There is no period “2026-13-1”"),
        ("soon", "There is no period “soon”"),
    ],
)
def test_a_period_that_takes_no_returns_is_refused_in_words(site, project, period, sentence):
    make.period()

    page = site.post(f"/en/projects/{project.code}/returns/", {"period": period})

    assert page.status_code == 409
    assert sentence in page.content.decode()
    assert not StatusReturn.objects.exists()


def test_a_damaged_form_is_refused_with_both_reasons(site, project):
    page = site.post(f"/en/projects/{project.code}/returns/", {"period": "x", "key": "y"})

    text = page.content.decode()
    assert page.status_code == 409
    assert "The form’s key is damaged" in text
    assert "There is no period “x”" in text


def test_a_draft_begun_in_time_is_refused_after_the_period_closed(site, project, unit):
    draft = begun(project, unit)
    clock.stand_on(date(2026, 10, 20))

    page = site.post(f"/en/returns/{draft.pk}/edit/", boxes(draft, deed="submit"))

    draft.refresh_from_db()
    assert page.status_code == 409
    assert draft.state == State.DRAFT
    assert any("closed on 2026-10-15" in sentence for sentence in errors(page))


def test_a_draft_of_another_unit_is_not_there(client, project, unit):
    draft = begun(project, unit)
    stranger = make.reporter(make.project())
    client.force_login(stranger.official.user)

    pages = [
        client.get(f"/en/returns/{draft.pk}/edit/"),
        client.post(f"/en/returns/{draft.pk}/edit/", boxes(draft)),
        client.post(f"/en/returns/{draft.pk}/save/", boxes(draft)),
        client.get(f"/en/returns/{draft.pk}/"),
    ]

    assert [page.status_code for page in pages] == [404] * 4


def test_a_draft_is_not_shown_to_the_province_before_it_is_submitted(client, project, unit):
    draft = begun(project, unit)
    client.force_login(make.verifier(project).official.user)

    assert client.get(f"/en/returns/{draft.pk}/").status_code == 404


def test_who_may_not_enter_returns_is_told_who_may(client, project):
    make.period()
    client.force_login(make.verifier(project).official.user)

    page = client.post(f"/en/projects/{project.code}/returns/", {"period": "2026-10-1"})

    assert page.status_code == 403
    assert "Ask: Construction unit." in page.content.decode()


def test_a_submitted_return_opens_as_a_page_to_read(site, project, unit):
    row = make.submitted(project, by=unit)

    assert site.get(f"/en/returns/{row.pk}/edit/").url == f"/en/returns/{row.pk}/"


def test_what_was_typed_into_a_return_somebody_submitted_is_shown_again(site, project, unit):
    other = make.post(Role.CONSTRUCTION_UNIT, where=project.construction_unit)
    row = make.submitted(project, by=other)

    page = site.post(f"/en/returns/{row.pk}/edit/", boxes(row, (77, 20), deed="submit"))

    assert page.status_code == 409
    assert errors(page) == ["This return was already submitted: correct it by a new version."]
    assert 'value="77"' in page.content.decode()


@pytest.mark.parametrize("address", ["/en/projects/P-0/returns/", "/en/returns/1/save/", "/en/returns/1/verify/"])
def test_a_deed_is_not_done_by_a_link(site, address):
    assert site.get(address).status_code == 405


def test_a_huge_body_is_refused_in_words(site, project, unit):
    draft = begun(project, unit)

    page = site.post(f"/en/returns/{draft.pk}/edit/", boxes(draft, narrative="x" * (3 * 1024 * 1024)))

    draft.refresh_from_db()
    assert page.status_code in (400, 413)
    assert draft.revision == 1


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e400", "9" * 300, "٣", "\x00", "−5", "--5"])
def test_odd_figures_are_answered_in_words(site, project, unit, value):
    draft = begun(project, unit)
    typed = boxes(draft, (value, value), crew_people=value, crew_days=value, delay_power=value, pace="slower")

    page = site.post(f"/en/returns/{draft.pk}/edit/", typed)

    assert page.status_code in (302, 422)


def test_without_a_session_the_way_leads_to_sign_in_and_back(client, project, unit):
    draft = begun(project, unit)

    page = client.post(f"/en/returns/{draft.pk}/save/", boxes(draft))

    assert page.url == f"/en/accounts/login/?next=/en/returns/{draft.pk}/save/"


def test_the_form_asks_the_database_no_more_with_more_factories(site, project, unit, django_assert_max_num_queries):
    draft = begun(project, unit)
    for code in ("clothing", "daily", "paper"):
        make.project(project.plan, type_=make.factory_type(code), construction_unit=project.construction_unit)

    with django_assert_max_num_queries(30):
        page = site.get(f"/en/returns/{draft.pk}/edit/")

    assert page.content.decode().count('class="e-begin"') == 3


def test_the_form_in_korean(site, project, unit):
    draft = begun(project, unit)

    page = site.get(f"/ko/returns/{draft.pk}/edit/")

    assert page.status_code == 200
    assert "10월 상순" in page.content.decode()
