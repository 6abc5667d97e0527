"""Bodies, posts and parts in factories through the API: read by all, kept by committee staff."""

import pytest
from django.core.cache import cache

from committees.rights import Role
from regional20x10.shared import clock
from tests import make, work
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db
ON = "2026-10-01"


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def staff():
    return Caller(make.post())


def test_a_body_is_founded_renamed_and_changed(staff):
    above = work.body()

    made = staff.post("organizations/", {"name_en": "Bureau of Sums", "kind": "other", "parent": above.code})
    code = made.json()["code"]
    renamed = staff.post(f"organizations/{code}/rename/", {"name_en": "Figures", "on": ON, "reason": "Decided."})
    changed = staff.patch(f"organizations/{code}/", {"parent": None, "kind": "supplier", "reason": "Decided."})

    assert [answer.status_code for answer in (made, renamed, changed)] == [201, 200, 200]
    assert (made.json()["part_of"], changed.json()["part_of"], changed.json()["kind"]) == (above.code, None, "supplier")
    assert staff.get(f"organizations/{code}/").json()["former_names"] == [
        {"name_en": "Bureau of Sums", "name_ko": "", "until": "2026-09-30", "reason": "Decided."}
    ]


def test_a_body_is_merged(staff):
    body, into = work.body("supplier"), work.body("supplier")

    refused = staff.post(f"organizations/{body.code}/merge/", {"into": body.code, "on": ON, "reason": "Decided."})
    unknown = staff.post(f"organizations/{body.code}/merge/", {"into": "nobody", "on": ON, "reason": "Decided."})
    merged = staff.post(f"organizations/{body.code}/merge/", {"into": into.code, "on": ON, "reason": "Decided."})

    assert [answer.status_code for answer in (refused, unknown, merged)] == [409, 400, 200]
    assert sentences(refused) == {"into": "A body cannot be merged into itself: choose another."}
    assert (merged.json()["ended_on"], merged.json()["merged_into"]) == ("2026-09-30", into.code)
    assert [row["code"] for row in staff.get("organizations/?state=merged").json()["results"]] == [body.code]


def test_a_place_nobody_knows_is_said_with_every_other(staff):
    answer = staff.post(
        "organizations/", {"name_en": "Sums", "kind": "other", "parent": "nobody", "province": "X", "county": "Y"}
    )

    assert answer.status_code == 400
    assert set(sentences(answer)) == {"parent", "province", "county"}


def test_the_figures_of_a_body_are_those_of_its_page(staff):
    body = work.body("supplier")
    work.request(owed_by=body)

    told = staff.get(f"organizations/{body.code}/figures/?as_of=2026-10-12").json()

    assert told == {
        "as_of": "2026-10-12", "projects": 0, "owed": 1, "owed_overdue": 1, "asked": 0, "decisions": 0,
        "decisions_overdue": 0, "due": 1, "in_time": 0, "on_time_percent": 0.0,
    }  # fmt: skip


def test_the_posts_of_a_body_are_told_without_who_holds_them(staff):
    body = work.body()
    post = work.officer(body)

    [told] = staff.get(f"posts/?body={body.code}").json()["results"]

    assert told == {
        "id": post.pk, "role": "institution", "province": None, "county": None, "organization": body.code,
        "body": None, "starts_on": "2024-01-01", "ends_on": None, "deputy": False, "deputy_of": None,
    }  # fmt: skip


def test_a_part_is_given_and_ended_and_a_unit_changed(staff):
    project, body = make.project(construction_unit=make.organization()), work.body("supplier")
    unit, said = make.organization(), {"project": project.code, "organization": body.code}

    given = staff.post("project-roles/", {**said, "part": "supply", "starts_on": ON})
    ended = staff.post(f"project-roles/{given.json()['id']}/end/", {"ends_on": "2026-10-11", "reason": "Done."})
    changed = staff.post("project-roles/change-unit/", {
        "project": project.code, "organization": unit.code, "part": "construction", "from_on": "2026-10-12",
        "reason": "Sent elsewhere.",
    })  # fmt: skip

    held = staff.get(f"project-roles/?project={project.code}&held=yes&part=construction").json()["results"]
    assert [answer.status_code for answer in (given, ended, changed)] == [201, 200, 201]
    assert ended.json()["ends_on"] == "2026-10-11"
    assert [row["organization"] for row in held] == [unit.code]


def test_the_bodies_under_one_are_found_with_those_under_them(staff):
    top = work.body()
    middle = work.body(parent=top)
    low = work.body(parent=middle)

    rows = staff.get(f"organizations/?part_of={top.code}").json()["results"]

    assert {row["code"] for row in rows} == {middle.code, low.code}


def test_who_reads_a_factory_but_keeps_no_bodies_is_told_whom_to_ask():
    project = make.project()
    member = Caller(make.post(Role.COMMITTEE_MEMBER))

    answer = member.post(
        "project-roles/",
        {"project": project.code, "organization": work.body().code, "part": "supply", "starts_on": ON},
    )

    assert (answer.status_code, "Ask: Committee staff." in str(sentences(answer))) == (403, True)
