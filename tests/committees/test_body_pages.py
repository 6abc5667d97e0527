"""The pages of bodies and posts: what is shown to whom, as of which day, and the forms of those who keep bodies."""

from datetime import date

import pytest
from django.urls import reverse

from committees.actions import names
from committees.models import Organization, ProjectRole
from committees.rights import Role
from regional20x10.shared import clock
from tests import make, work

pytestmark = pytest.mark.django_db
ON = "2026-10-01"


@pytest.fixture(autouse=True)
def today(db):
    clock.stand_on(make.DAY)


@pytest.fixture
def staff(client):
    post = make.post()
    client.force_login(post.official.user)
    return post


def text(answer):
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def get(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


# --- the lists -------------------------------------------------------------------------------------------------------
def test_the_list_shows_each_body_below_the_one_it_is_a_part_of(client, staff):
    ministry = work.body(name_en="Ministry of Sums")
    work.body("other", name_en="Bureau of Sums", parent=ministry)

    said = text(get(client, "body_list"))

    assert said.index("Ministry of Sums</a>") < said.index("Bureau of Sums</a>")
    assert "part of Ministry of Sums" in said


def test_the_list_is_narrowed_by_kind_place_state_and_what_a_body_was_called(client, staff):
    province = make.county().province
    kept = work.body(name_en="Sums", province=province)
    work.body("supplier", name_en="Cement works", ended_on=date(2026, 9, 1))
    names.rename(kept, name_en="Figures", reason="So.", on=date(2026, 10, 1), by=staff, at=make.moment())
    asked = [{"q": "sums"}, {"kind": "ministry"}, {"province": province.code}, {"state": "being"}]

    found = [[row.code for row, _name, _told in get(client, "body_list", **query).context["rows"]] for query in asked]

    assert found == [[kept.code]] * 4


def test_on_an_earlier_day_a_body_is_in_being_under_its_name_of_then(client, staff):
    body = work.body(name_en="Sums")
    names.rename(body, name_en="Figures", reason="So.", on=date(2026, 10, 1), by=staff, at=make.moment())
    Organization.objects.filter(pk=body.pk).update(ended_on=date(2026, 10, 5))

    [then], [now] = (get(client, "body_list", as_of=day).context["rows"] for day in ("2026-09-30", "2026-10-12"))

    assert (then[1], then[0].state_then, now[1], now[0].state_then) == ("Sums", "being", "Figures", "ended")


def test_the_list_of_bodies_is_given_as_a_file(client, staff):
    body = work.body(name_en="Sums")
    work.request(owed_by=body)

    rows = b"".join(get(client, "body_list_file", "csv")).decode().splitlines()

    assert any(row.startswith(f"{body.code},Sums,Ministry or commission,") for row in rows)


def test_the_list_of_posts_names_posts_and_not_persons(client, staff):
    body = work.body(name_en="Sums")
    post = work.officer(body)
    make.post(Role.INSTITUTION, where=body, deputy=True, deputy_of=post, ends_on=date(2026, 12, 31))

    answer = get(client, "post_list", body=body.code)

    assert len(answer.context["page"]) == 2
    assert "deputy of: Ministry, institution or supplier" in text(answer)
    assert post.official.reference not in text(answer)
    assert post.official.user.username not in text(answer)


def test_posts_are_narrowed_by_role_state_and_deputies(client, staff):
    ended = make.post(Role.GUIDANCE, ends_on=date(2026, 9, 1))
    deputy = make.post(Role.ANALYST, deputy=True, ends_on=date(2026, 12, 31))

    found = [
        list(get(client, "post_list", **query).context["page"])
        for query in ({"role": "guidance"}, {"state": "ended"}, {"deputy": "yes"}, {"state": "coming"})
    ]

    assert found == [[ended], [ended], [deputy], []]


def test_the_list_of_posts_is_given_as_a_file(client, staff):
    rows = b"".join(get(client, "post_list_file", "csv")).decode()

    assert "Committee staff,,,,2024-01-01,,no,held" in rows


# --- one body --------------------------------------------------------------------------------------------------------
def test_the_page_of_a_body_tells_what_it_does_owes_and_is_owed(client, staff):
    body, project = work.body("supplier", name_en="Cement works"), make.project()
    work.role(project, body, note="Cement")
    work.request(project, owed_by=body, what="A line")
    work.request(project, asked_by=body, what="A road")
    work.decision(body, text="Deliver it.")
    work.guidance(body, title="Keep it dry")
    work.officer(body)
    work.member(None, body, title="Director")

    said = text(get(client, "body", body.code))

    for words in ("A line", "A road", "Deliver it.", "Keep it dry", "Supplies it", "Director", "Cement works</h1>"):
        assert words in said


def test_a_body_without_anything_says_so(client, staff):
    said = text(get(client, "body", work.body().code))

    for words in (
        "Nothing that you see waits for it.", "It waits for nothing that you see.", "It has no part in a factory",
        "No post acts for it", "No body is a part of it.", "nothing fell due since 12 Oct 2025",
    ):  # fmt: skip
        assert words in said


def test_a_reader_elsewhere_sees_the_body_and_none_of_its_requests(client):
    body, project = work.body("supplier"), make.project()
    work.request(project, owed_by=body, what="A line")
    client.force_login(make.post(Role.COUNTY_STAFF).official.user)

    answer = get(client, "body", body.code)

    assert (answer.status_code, "A line" in text(answer), answer.context["figures"].owed) == (200, False, 0)


def test_the_page_of_a_merged_body_stays_and_leads_to_the_other(client, staff):
    body, into = work.body("supplier"), work.body("supplier", name_en="Great works")
    client.post(reverse("body_merge", args=[body.code]), {"into": into.code, "on": ON, "reason": "Decided."})

    then, now = get(client, "body", body.code, as_of="2026-09-30"), get(client, "body", body.code)

    assert "This body is a part of another" not in text(then)
    assert "Its last day was 30 Sep 2026. What it had in hand lies with:" in text(now)
    assert "Merged into it" in text(get(client, "body", into.code))
    assert "Rename it" not in text(now)


def test_the_bodies_above_and_below_are_linked(client, staff):
    top = work.body(name_en="Top")
    middle = work.body("other", name_en="Middle", parent=top)
    work.body("other", name_en="Low", parent=middle)

    answer = get(client, "body", middle.code)

    assert [row.name for row in answer.context["above"]] == ["Top"]
    assert [node.body.name for node in answer.context["nodes"]] == ["Low"]


def test_a_body_nobody_knows_is_404(client, staff):
    assert get(client, "body", "nobody").status_code == 404


# --- the forms -------------------------------------------------------------------------------------------------------
def test_staff_found_a_body(client, staff):
    above = work.body()
    said = {"name_en": "Bureau of Sums", "name_ko": "계산국", "kind": "other", "parent": above.code}

    answer = client.post(reverse("body_found"), said)

    made = Organization.objects.get(code="bureau-of-sums")
    assert (answer.status_code, answer.url, made.parent, made.name_ko) == (
        302,
        made.get_absolute_url(),
        above,
        "계산국",
    )


def test_staff_rename_a_body_and_what_was_typed_stays_where_it_is_refused(client, staff):
    body = work.body(name_en="Sums")
    address = reverse("body_rename", args=[body.code])

    refused = client.post(address, {"name_en": "Figures", "on": "2026-10-30", "reason": ""})
    done = client.post(address, {"name_en": "Figures", "on": ON, "reason": "Decided."}, follow=True)

    assert refused.status_code == 409
    for words in ('value="Figures"', "Say why the body is renamed", "A name is entered once it is in force"):
        assert words in text(refused)
    assert "until 30 Sep 2026: Decided." in text(done)
    assert "Figures</h1>" in text(done)


def test_staff_change_a_body(client, staff):
    body, above = work.body("other"), work.body()

    said = {"kind": "supplier", "parent": above.code, "reason": "Decided."}
    done = client.post(reverse("body_change", args=[body.code]), said, follow=True)

    body.refresh_from_db()
    assert (body.kind, body.parent) == ("supplier", above)
    assert "Kind: Supplier; Part of:" in text(done)


def test_a_body_that_ended_is_no_choice(client, staff):
    body, ended = work.body("supplier"), work.body("supplier", ended_on=date(2026, 10, 1))

    answer = client.post(reverse("body_merge", args=[body.code]), {"into": ended.code, "on": ON, "reason": "So."})

    assert answer.status_code == 409
    assert "into" in answer.context["form"].errors


def test_staff_give_a_part_and_end_it_and_change_a_unit(client, staff):
    project = make.project(construction_unit=make.organization())
    supplier, unit = work.body("supplier"), make.organization()

    given = client.post(
        reverse("role_give", args=[project.code]), {"organization": supplier.code, "part": "supply", "starts_on": ON}
    )
    role = ProjectRole.objects.get(organization=supplier)
    shown = text(client.get(project.get_absolute_url()))
    ended = client.post(reverse("role_end", args=[role.pk]), {"ends_on": "2026-10-11", "reason": "Delivered."})
    changed = client.post(
        reverse("unit_change", args=[project.code]),
        {"part": "construction", "organization": unit.code, "from_on": "2026-10-12", "reason": "Sent elsewhere."},
    )

    project.refresh_from_db()
    role.refresh_from_db()
    assert [answer.status_code for answer in (given, ended, changed)] == [302, 302, 302]
    assert (role.ends_on, project.construction_unit) == (date(2026, 10, 11), unit)
    assert "Bodies and what they do" in shown
    assert reverse("role_end", args=[role.pk]) in shown


def test_who_keeps_no_bodies_is_told_whom_to_ask(client):
    client.force_login(make.post(Role.COMMITTEE_MEMBER).official.user)

    answer = get(client, "body_found")

    assert (answer.status_code, "Ask: Committee staff." in text(answer)) == (403, True)
