"""What stands between the application and a stranger: headers, cookies, sign-in, addresses made up to break it."""

import re
from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from committees.rights import Role
from factories.models import StatusReturn
from regional20x10.shared import clock
from reports.actions import reports
from tests import make
from tests.calls import Caller

pytestmark = pytest.mark.django_db
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PASSWORD = "a long test password"
WRONG = "The username and/or password you specified are not correct."
TOO_MANY = "Too many failed login attempts. Try again later."
ABSURD = [
    "\x00", "a\x00b", "'", '"><script>alert(1)</script>', "%", "\\", "../../etc/passwd", "-1", "0", "1e400", "NaN",
    "9" * 400, "2026-13-45", "0001-01-01", "9999-12-31", "\ud7ff\uffff", "\u202e", "٣", "🏭" * 50, "x" * 5000, "None",
    "[]", "{{7*7}}", " ", "true",
]  # fmt: skip


@pytest.fixture(autouse=True)
def today():
    clock.stand_on(make.DAY)


@pytest.fixture
def addresses():
    """One page of every kind, of things that are there."""
    project = make.project()
    unit = make.reporter(project)
    row, draft = (
        make.submitted(project, by=unit),
        make.draft(make.project(construction_unit=unit.organization), by=unit),
    )
    report, _made = reports.request(year=2026, as_of=make.DAY, language="en", by=make.post(), at=make.moment())
    county = project.plan.county
    return {
        "staff": [
            "", "years/2026/", "board/", "provinces/", f"provinces/{county.province.code}/", "counties/",
            f"counties/{county.code}/", "projects/", f"projects/{project.code}/", "returns/", f"returns/{row.pk}/",
            "desk/", "data/", "how/", "data/tokens/", "data/tokens/make/", "reports/",
            f"comments/project/{project.pk}/",
            f"reports/{report.pk}/", "patterns/", "accounts/password/change/", "accounts/logout/", "no/such/page/",
        ],
        "unit": ["", "desk/", f"projects/{project.code}/", f"returns/{draft.pk}/edit/", f"returns/{row.pk}/"],
        "province": ["verification/"],
        "nobody": ["accounts/login/", "no/such/page/"],
    }, {"staff": make.post(), "unit": unit, "province": make.verifier(project)}  # fmt: skip


def browser(post):
    client = Client()
    client.force_login(post.official.user)
    return client


def shown(addresses):
    """(address, answer) of every page, seen by whom it is for, in both languages."""
    pages, posts = addresses
    clients = {"nobody": Client(), **{who: browser(post) for who, post in posts.items()}}
    for who, paths in pages.items():
        for path in paths:
            for language in ("en", "ko"):
                yield f"/{language}/{path}", clients[who].get(f"/{language}/{path}")


# --- headers ---------------------------------------------------------------------------------------------------------
def test_every_page_allows_only_what_comes_from_here_and_has_nothing_inline(addresses):
    faults = []
    for address, page in shown(addresses):
        html = page.content.decode()
        scripts = [tag for tag in re.findall(r"<script[^>]*>", html) if "src=" not in tag and "json" not in tag]
        inline = scripts + re.findall(r"<style\b", html) + re.findall(r"<[^>]+\sstyle=[^>]*>", html)
        inline += re.findall(r"<[^>]+\son[a-z]+=[\"'][^>]*>", html) + re.findall(r"javascript:", html)
        foreign = re.findall(r"(?:src|href|action)=\"(?:https?:)?//[^\"]*", re.sub(r"<a\s[^>]*>", "", html))
        if page.headers["Content-Security-Policy"] != CSP or inline or foreign or page.status_code not in (200, 404):
            faults.append((address, page.status_code, inline[:3], foreign[:3]))

    assert faults == []


def test_every_page_carries_the_headers_that_keep_it_to_itself(addresses):
    wanted = {
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }

    kept = {address: {name: page.headers.get(name) for name in wanted} for address, page in shown(addresses)}

    assert {address: headers for address, headers in kept.items() if headers != wanted} == {}


def test_files_and_the_api_carry_them_too():
    staff = make.post()
    answers = [
        browser(staff).get("/en/projects.csv"),
        browser(staff).get("/en/projects.xlsx"),
        Caller(staff).get("projects/"),
    ]

    assert {answer.headers["X-Content-Type-Options"] for answer in answers} == {"nosniff"}
    assert {answer.headers["Content-Security-Policy"] for answer in answers} == {CSP}
    assert [answer.headers.get("Content-Disposition", "")[:10] for answer in answers] == ["attachment"] * 2 + [""]


# --- cookies and sign-in ---------------------------------------------------------------------------------------------
def sign_in(client, username, password, **more):
    return client.post("/en/accounts/login/", {"login": username, "password": password, **more})


def test_the_cookies_of_a_session_are_out_of_reach_of_scripts_and_other_sites():
    user = make.post().official.user
    client, remembered = Client(), Client()

    sign_in(client, user.username, PASSWORD)
    sign_in(remembered, user.username, PASSWORD, remember="on")

    sessions = [who.cookies["sessionid"] for who in (client, remembered)]
    assert [(cookie["httponly"], cookie["samesite"]) for cookie in sessions] == [(True, "Lax")] * 2
    assert [cookie["max-age"] for cookie in sessions] == ["", 60 * 60 * 24 * 14]  # ends with the browser, or is kept
    assert client.cookies["csrftoken"]["samesite"] == "Lax"


def test_in_production_cookies_travel_encrypted_only(settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.SECURE_SSL_REDIRECT = True
    user, client = make.post().official.user, Client()

    plain = client.get("/en/accounts/login/")
    client.post("/en/accounts/login/", {"login": user.username, "password": PASSWORD}, secure=True)

    assert (plain.status_code, plain.url) == (301, "https://testserver/en/accounts/login/")
    assert client.cookies["sessionid"]["secure"] is True


def test_signing_in_begins_a_new_session_and_signing_out_ends_it():
    user, client = make.post().official.user, Client()
    client.get("/en/accounts/login/")

    sign_in(client, user.username, PASSWORD)
    first = client.cookies["sessionid"].value
    client.post("/en/accounts/logout/")
    copied = Client()
    copied.cookies["sessionid"] = first

    assert copied.get("/en/desk/").status_code == 302


def test_a_wrong_name_and_a_wrong_password_are_answered_alike():
    user = make.post().official.user

    pages = [sign_in(Client(), user.username, "wrong"), sign_in(Client(), "nobody", "wrong")]

    assert [page.status_code for page in pages] == [200, 200]
    assert [WRONG in page.content.decode() for page in pages] == [True, True]


def test_a_user_who_is_closed_does_not_enter():
    user = make.post().official.user
    get_user_model().objects.filter(pk=user.pk).update(is_active=False)
    client = Client()

    sign_in(client, user.username, PASSWORD)

    assert client.get("/en/desk/").status_code == 302


def test_after_five_wrong_passwords_even_the_right_one_must_wait():
    user = make.post().official.user

    said = [sign_in(Client(), user.username, "wrong").content.decode() for _time in range(6)]
    right = sign_in(Client(), user.username, PASSWORD)

    assert [WRONG in page for page in said] == [True] * 5 + [False]
    assert TOO_MANY in said[-1]
    assert (right.status_code, TOO_MANY in right.content.decode()) == (200, True)


def test_too_many_sign_ins_from_one_place_are_put_off_in_words(settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}

    pages = [sign_in(Client(), f"nobody{number}", "wrong") for number in range(3)]

    assert [page.status_code for page in pages] == [200, 200, 429]
    assert "Wait a minute, then try again." in pages[-1].content.decode()
    assert pages[-1].headers["Content-Security-Policy"] == CSP


def test_the_log_of_a_failed_sign_in_holds_nothing_personal(caplog):
    user = make.post().official.user
    caplog.set_level("DEBUG")

    sign_in(Client(REMOTE_ADDR="198.51.100.7"), user.username, "my-secret-password")
    sign_in(Client(REMOTE_ADDR="198.51.100.7"), "somebody-else", "my-secret-password")

    text = "\n".join(f"{record.getMessage()} {record.__dict__.get('extra', '')}" for record in caplog.records)
    found = [word for word in (user.username, "my-secret-password", "somebody-else", "198.51.100.7") if word in text]
    assert found == []


def test_nobody_signs_up_by_themselves():
    page = Client().post("/en/accounts/signup/", {"username": "me", "password1": PASSWORD})

    assert not get_user_model().objects.filter(username="me").exists()
    assert page.status_code in (200, 302, 404)


ELSEWHERE = ["https://evil.example/", "//evil.example/", "/\\evil.example", "http:evil.example", "javascript:alert(1)"]


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_nobody_is_led_elsewhere(onward):
    post = make.post()
    visitor, signed_in = Client(), browser(post)

    answers = [
        sign_in(visitor, post.official.user.username, PASSWORD, next=onward),
        signed_in.post("/en/act-as/", {"post": post.pk, "next": onward}),
        browser(post).post("/en/accounts/logout/", {"next": onward}),
        browser(post).get("/en/accounts/login/", {"next": onward}),
    ]

    assert [answer.status_code for answer in answers] == [302] * 4
    assert [answer.url for answer in answers if "evil" in answer.url or "alert" in answer.url] == []


def test_a_form_without_its_token_changes_nothing():
    post = make.post()
    client = Client(enforce_csrf_checks=True)
    client.force_login(post.official.user)

    page = client.post("/en/data/tokens/make/", {"name": "x", "scope": "write", "days": 1})

    assert page.status_code == 403
    assert not post.tokens.exists()


# --- addresses made up to break it -----------------------------------------------------------------------------------
LISTS = {
    "": ["as_of", "next"],
    "years/2026/": ["as_of", "sort", "page"],
    "board/": ["as_of", "page", "province"],
    "provinces/": ["as_of", "year", "page"],
    "counties/": ["as_of", "q", "province", "kind", "year", "sort", "page"],
    "projects/": ["as_of", "q", "province", "county", "type", "colour", "year", "sort", "page"],
    "returns/": ["as_of", "q", "province", "county", "project", "period", "state", "pace", "year", "sort", "page"],
    "verification/": ["as_of", "page"],
    "periods/": ["as_of", "q", "province", "county", "unit", "year", "page"],
    "desk/": ["as_of"],
    "reports/": ["as_of", "year", "status", "page"],
}


@pytest.mark.parametrize("path", LISTS)
def test_absurd_parameters_are_never_an_error_of_ours(path):
    project = make.project()
    make.submitted(project)
    client = browser(make.verifier(project) if path == "verification/" else make.post())
    client.raise_request_exception = False

    answers = {
        (name, value[:20]): client.get(f"/en/{path}", {name: value}).status_code
        for name in LISTS[path]
        for value in ABSURD
    }

    assert {asked: status for asked, status in answers.items() if status not in (200, 400)} == {}


@pytest.mark.parametrize(
    "path",
    ["provinces/{}/", "counties/{}/", "projects/{}/", "charts/{}/2026.json", "charts/year/{}.json", "projects.{}",
     "patterns/charts/{}.json", "returns/{}/", "periods/{}/", "years/{}/", "years/{}.csv", "reports/{}/",
     "reports/1/{}/"],
)  # fmt: skip
def test_absurd_addresses_are_not_found(path):
    client = browser(make.post())
    client.raise_request_exception = False

    found = {value[:20]: client.get("/en/" + path.format(quote(value, safe=""))).status_code for value in ABSURD}

    assert {value: status for value, status in found.items() if status != 404} == {}


@pytest.mark.parametrize("name", ["period", "key"])
@pytest.mark.parametrize("value", ABSURD, ids=lambda value: ascii(value[:12]))
def test_absurd_forms_begin_no_return(name, value):
    project = make.project()
    make.period()
    client = browser(make.reporter(project))
    client.raise_request_exception = False

    page = client.post(f"/en/projects/{project.code}/returns/", {"period": "2026-10-1", "key": "x", name: value})

    assert page.status_code < 500
    assert StatusReturn.objects.count() <= 1


@pytest.mark.parametrize("value", ABSURD, ids=lambda value: ascii(value[:12]))
def test_absurd_figures_are_said_beside_their_boxes_or_kept(value):
    draft = make.draft(make.project())
    client = browser(draft.saved_by)
    client.raise_request_exception = False
    package = draft.lines.first().package_id
    boxes = ["revision", "base", f"package_{package}", f"reason_{package}", "crew_people", "pace", "slowed_since",
             "needed", "narrative", "delay_water", "note_water", "deed"]  # fmt: skip

    answers = {
        name: client.post(f"/en/returns/{draft.pk}/edit/", {"revision": draft.revision, name: value}).status_code
        for name in boxes
    }

    assert {name: status for name, status in answers.items() if status >= 500} == {}


def test_absurd_posts_and_tokens_are_never_an_error_of_ours():
    client = browser(make.post())
    client.raise_request_exception = False
    token = {"name": "x", "scope": "read", "days": "1"}

    acting = {client.post("/en/act-as/", {"post": value}).status_code for value in ABSURD}
    making = {
        client.post("/en/data/tokens/make/", {**token, name: value}).status_code for name in token for value in ABSURD
    }

    assert (acting, making) == ({403}, {200, 409})


def test_a_post_of_somebody_else_is_not_acted_through():
    mine, theirs = make.post(Role.ANALYST), make.post(Role.COMMITTEE_MEMBER)
    client = browser(mine)

    page = client.post("/en/act-as/", {"post": theirs.pk})

    assert page.status_code == 403
    assert "post" not in client.session
