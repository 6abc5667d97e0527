"""What holds for every endpoint: who may call, how pages are cut, and that every error is a problem detail."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from committees.actions import tokens
from committees.models import ApiToken
from committees.rights import RULES, Role
from factories.models import County
from regional20x10.shared import clock
from tests import make
from tests.calls import Caller, sentences, token

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"
LISTS = [
    "provinces", "counties", "program-years", "county-plans", "projects", "work-packages", "milestones", "periods",
    "returns", "standings", "conditions", "sizing-studies", "inspections", "findings", "fund-allocations",
    "disbursements", "commitments", "equipment-items", "equipment-steps", "trades",
    "training-courses", "training-returns", "trial-runs", "quality-samples",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _today(standing_day):
    """Every test here is on make.DAY."""


@pytest.fixture
def standing_day():
    clock.stand_on(make.DAY)
    yield make.DAY
    cache.delete("clock")


def is_problem(answer, status, name):
    body = answer.json()
    return (answer.status_code, answer.headers["Content-Type"], body["status"], body["type"]) == (
        status, PROBLEM, status, f"/api/problems/{name}/",
    )  # fmt: skip


@pytest.mark.parametrize("noun", LISTS)
def test_a_list_asks_as_many_questions_for_three_rows_as_for_one(noun, django_assert_max_num_queries):
    caller = Caller(make.post())
    make.submitted(make.project())
    caller.get(f"{noun}/")

    with django_assert_max_num_queries(5) as first:
        one = caller.get(f"{noun}/").json()
    make.submitted(make.project())
    make.submitted(make.project())
    with django_assert_max_num_queries(5) as then:
        more = caller.get(f"{noun}/").json()

    assert len(more["results"]) >= len(one["results"])
    assert len(then) == len(first)


def test_a_list_is_two_questions_the_caller_and_the_rows(django_assert_num_queries):
    caller = Caller(make.post())
    make.project()
    caller.get("projects/")

    with django_assert_num_queries(2):
        caller.get("projects/")


def test_pages_follow_each_other_without_a_gap_or_a_row_twice():
    for number in range(7):
        make.county(code=f"C-{number}")
    caller = Caller(make.post())

    seen, address = [], "counties/?page_size=3"
    while address:
        page = caller.get(address.removeprefix("http://testserver")).json()
        seen += [row["code"] for row in page["results"]]
        make.county(code=f"B-{len(seen)}")  # somebody adds a row before
        address = page["next"]

    assert [code for code in seen if code.startswith("C-")] == [f"C-{number}" for number in range(7)]
    assert len(set(seen)) == len(seen)


def test_a_page_has_1_to_1000_rows():
    caller = Caller(make.post())

    answers = [caller.get(f"counties/?page_size={size}") for size in ("0", "1001", "-1", "x", "9" * 50)]

    assert [sentences(answer) for answer in answers] == [{"page_size": "A page has 1 to 1000 rows."}] * 5


def test_a_cursor_that_is_none_is_said():
    caller = Caller(make.post())

    for cursor in ["x", "9" * 40, "\x00", "٣"]:
        answer = caller.get("returns/", {"cursor": cursor})

        assert is_problem(answer, 400, "not-understood")
        assert list(sentences(answer)) == ["cursor"]


def test_a_filter_nobody_knows_is_an_error():
    caller = Caller(make.post())

    for noun in LISTS:
        answer = caller.get(f"{noun}/?colr=red")

        assert is_problem(answer, 400, "not-understood")
        assert sentences(answer)["colr"].startswith("There is no filter “colr”. Known: ")


def test_without_a_token_nothing_is_told():
    for noun in ["", *(f"{noun}/" for noun in LISTS)]:
        answer = Client().get(f"/api/v1/{noun}")

        assert is_problem(answer, 401, "sign-in")
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="regional20x10"'


@pytest.mark.parametrize("role", [role for role, rule in RULES.items() if "export" in rule.may])
def test_each_role_lists_what_it_sees_and_no_more(role):
    own, other = (make.submitted(make.project()).project for _number in range(2))
    where = {"province": own.plan.county.province, "county": own.plan.county, "organization": own.construction_unit}
    caller = Caller(make.post(role, where=where.get(RULES[role].scope)))
    named = {"provinces": "plan.county.province.code", "counties": "plan.county.code", "projects": "code",
             "county-plans": "plan.county.code", "work-packages": "code", "returns": "code",
             "standings": "code"}  # fmt: skip

    told = {noun: caller.get(f"{noun}/").content.decode() for noun in named}

    reads_all = RULES[role].reads == "nation"
    assert {noun: _value(own, path) in told[noun] for noun, path in named.items()} == dict.fromkeys(named, True)
    assert {noun: _value(other, path) in told[noun] for noun, path in named.items()} == dict.fromkeys(named, reads_all)


def _value(row, path):
    for name in path.split("."):
        row = getattr(row, name)
    return f'"{row}"'


def test_a_session_calls_like_a_token_but_writes_only_with_its_csrf_token():
    project = make.project()
    post = make.reporter(project)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(post.official.user)

    read = browser.get("/api/v1/projects/")
    write = browser.post("/api/v1/returns/", {}, "application/json")

    assert [row["code"] for row in read.json()["results"]] == [project.code]
    assert is_problem(write, 403, "not-allowed")


def test_a_post_without_the_right_to_export_is_told_so():
    browser = Client()
    browser.force_login(make.post(Role.ADMINISTRATOR).official.user)

    answer = browser.get("/api/v1/projects/")

    assert is_problem(answer, 403, "not-allowed")
    assert answer.json()["detail"] == "Your post may not use the API. An administrator can give you one that may."


def test_a_reading_token_does_not_write():
    project = make.project()

    answer = Caller(make.reporter(project), "read").post("returns/", {})

    assert is_problem(answer, 403, "not-allowed")
    assert answer.json()["detail"] == "This token may only read. Make one that may write."


def test_a_token_ends_with_its_days_its_revocation_its_post_and_its_user():
    posts = [make.post() for _number in range(5)]
    secrets = [token(post) for post in posts]
    ApiToken.objects.filter(post=posts[0]).update(
        created_at=make.moment() - timedelta(9), expires_at=make.moment(hour=0)
    )
    tokens.revoke(posts[1].tokens.get(), by=posts[1], at=make.moment())
    posts[2].__class__.objects.filter(pk=posts[2].pk).update(ends_on=make.DAY - timedelta(1))
    posts[3].official.user.__class__.objects.filter(pk=posts[3].official.user_id).update(is_active=False)

    answers = [Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/provinces/") for secret in secrets]

    assert [answer.status_code for answer in answers] == [401, 401, 401, 401, 200]


def test_a_header_that_is_no_token_is_401():
    for given in ["Bearer", "Bearer ", "Bearer x y", "Basic eDp5", "Bearer \xe9", "Token abc"]:
        assert is_problem(Client(headers={"Authorization": given}).get("/api/v1/provinces/"), 401, "sign-in")


def test_more_calls_a_minute_than_allowed_are_put_off(settings):
    settings.API_RATE = 2
    caller = Caller(make.post())

    answers = [caller.get("provinces/") for _number in range(3)]

    assert [answer.status_code for answer in answers] in ([200, 200, 429], [200, 200, 200])  # a minute may turn
    last = caller.get("provinces/")
    if last.status_code == 429:
        assert is_problem(last, 429, "too-many")
        assert 1 <= int(last.headers["Retry-After"]) <= 60


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "options"])
def test_an_address_that_is_none_is_a_problem_too(method):
    for path in ["/api/", "/api/v2/", "/api/v1/nothing/", "/api/v1/projects", "/api/v1/projects/no/such/"]:
        assert is_problem(getattr(Client(), method)(path), 404, "not-found")


@pytest.mark.parametrize("noun", LISTS)
def test_what_is_not_there_is_404(noun):
    caller = Caller(make.post())

    for name in ["none", "0", "9" * 25, "a%00b", "%ED%A0%80", "-1", "1.5", "%F0%9F%8F%AD"]:
        assert is_problem(caller.get(f"{noun}/{name}/"), 404, "not-found")


def test_other_methods_are_405_and_say_which_there_are():
    answer = Caller(make.post()).put("/api/v1/provinces/", "{}", "application/json")

    assert is_problem(answer, 405, "method")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_only_json_is_given_and_taken():
    caller = Caller(make.post())

    page = caller.get("provinces/", headers={"Accept": "text/csv"})
    form = caller.post("returns/", "a=b", "application/x-www-form-urlencoded")

    assert is_problem(page, 406, "not-acceptable")
    assert is_problem(form, 415, "media-type")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "This is not JSON: "),
        (b"", "This is not JSON: "),
        (b"\xff\xfe", "This is not JSON: "),
        (b'{"key": NaN}', "This is not JSON: "),
        (b'{"key": "\\ud800"}', "This is not JSON: "),
        (b"[1]", "Send a JSON object: {…}."),
        (b'"x"', "Send a JSON object: {…}."),
        (b"[" * 5000, "This is not JSON: "),
    ],
)
def test_a_body_that_is_no_json_object_is_said(body, said):
    answer = Caller(make.post()).post("returns/", body)

    assert answer.status_code == 400
    if body:
        assert answer.json()["detail"].startswith(said)


def test_a_huge_body_is_413(settings):
    body = json.dumps({"project": "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE})

    answer = Caller(make.post()).post("returns/", body)

    assert is_problem(answer, 413, "too-large")
    assert answer.json()["detail"] == "The body is larger than 2048 KiB: send less at once."


def test_an_error_of_ours_is_a_problem_without_its_inside(monkeypatch, caplog):
    caller = Caller(make.post(), raise_request_exception=False)
    monkeypatch.setattr(County.objects.none().__class__, "visible_to", lambda *_given: 1 / 0)

    answer = caller.get("counties/")

    assert is_problem(answer, 500, "failed")
    assert "ZeroDivision" not in answer.content.decode()
    assert "ZeroDivisionError" in caplog.text


def test_the_answer_is_in_the_callers_language():
    answer = Client().get("/api/v1/none/", headers={"Accept-Language": "ko"})

    assert answer.headers["Content-Language"] == "ko"


def test_what_a_problem_is_called_can_be_looked_up():
    answer = Client().get("/api/problems/conflict/")

    assert answer.json() == {"type": "/api/problems/conflict/", "status": 409, "title": "Somebody else saved first"}
