"""Complaints on the pages and in the files: the list with its figures, the register of a factory, its forms."""

from datetime import date

import pytest
from django.core.cache import cache

from committees.rights import Role
from factories.models import Complaint, ComplaintReply
from regional20x10.shared import clock
from tests import make, produce

pytestmark = pytest.mark.django_db
SAID = {"reference": "K-2026/14", "matter": "dust", "received_on": "2026-09-01", "reply_due_on": "2026-09-16"}


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def project():
    return make.project()


@pytest.fixture
def county_staff(client, project):
    client.force_login(make.post(Role.COUNTY_STAFF, where=project.plan.county).official.user)
    return client


def text(page):
    return " ".join(page.content.decode().split())


def sent(client, address, **said):
    """What the form answers, its own key sent with it."""
    form = client.get(address).context["form"]
    keyed = {"key": form["key"].value()} if "key" in form.fields else {}
    return client.post(address, keyed | said)


def test_a_complaint_is_entered_replied_to_corrected_and_withdrawn_with_all_versions_to_be_seen(county_staff, project):
    register = f"/en/projects/{project.code}/complaints/"
    entered = sent(county_staff, f"{register}receive/", **SAID)
    row = Complaint.objects.get()
    replied = sent(county_staff, f"/en/complaints/{row.pk}/reply/", replied_on="2026-09-10", outcome="partly")
    html = text(county_staff.get(register))
    corrected = sent(county_staff, f"/en/complaints/{row.pk}/correct/", why="typed", **{**SAID, "matter": "water"})
    answer = ComplaintReply.objects.get()
    withdrawn = sent(county_staff, f"/en/complaints/replies/{answer.pk}/withdraw/", why="elsewhere")
    last = Complaint.objects.latest("pk")
    gone = sent(county_staff, f"/en/complaints/{last.pk}/withdraw/", why="twice")
    after = text(county_staff.get(register))

    assert [page.status_code for page in (entered, replied, corrected, withdrawn, gone)] == [302] * 5
    assert "Dust or smell, received 1 Sep 2026, reply due 16 Sep 2026" in html
    assert "Mended in part" in html
    assert "after 9 days" in html
    assert "(typed wrongly)" not in html
    assert "Waste water" in after
    assert "Entered twice" in after
    assert "Before: Dust or smell" in after


def test_what_is_wrong_stands_beside_its_box_and_what_was_typed_stays(county_staff, project):
    address = f"/en/projects/{project.code}/complaints/receive/"

    named = sent(county_staff, address, **{**SAID, "reference": "Kim-Chol-Su"})
    nonsense = sent(county_staff, address, reference="", matter="anger", received_on="soon", reply_due_on="")

    assert [page.status_code for page in (named, nonsense)] == [409, 409]
    assert "“Kim-Chol-Su” looks like a name." in text(named)
    assert 'value="Kim-Chol-Su"' in text(named)
    assert "anger is not one of" in text(nonsense)
    assert "write it as 2026-10-01" in text(nonsense)
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("number", ["\x00", "K" * 41, "<b>1</b>", "1' OR 1=1", "=1+1", "１４", "K-14 Ri"])
def test_a_hostile_number_is_answered_in_words(county_staff, project, number):
    page = sent(county_staff, f"/en/projects/{project.code}/complaints/receive/", **{**SAID, "reference": number})

    assert page.status_code == 409
    assert not Complaint.objects.exists()


def test_a_correction_has_no_box_for_the_number_and_its_reason_is_chosen(county_staff, project):
    row = produce.complaint(project)
    address = f"/en/complaints/{row.pk}/correct/"

    form = county_staff.get(address).context["form"]
    typed = sent(county_staff, address, **{**SAID, "why": "Mr Ri said so"})

    assert list(form.fields) == ["matter", "received_on", "reply_due_on", "why"]
    assert typed.status_code == 409
    assert Complaint.objects.count() == 1


def test_the_list_tells_how_complaints_stand_by_matter_and_place(client, project):
    other = make.project()
    produce.reply(produce.complaint(project, "K-1"))
    produce.complaint(project, "K-2", matter="dust")
    produce.complaint(other, "K-3", received_on=date(2026, 10, 10))
    client.force_login(make.post(Role.ANALYST).official.user)

    page = client.get("/en/complaints/")

    counts = page.context["counts"]
    assert (counts.received, counts.open, counts.overdue, counts.in_time_percent, counts.median_days) == (
        3,
        2,
        1,
        50,
        9,
    )
    assert [(line.of, line.counts.received) for line in page.context["matters"]] == [("noise", 2), ("dust", 1)]
    assert [line.of for line in page.context["counties"]] == [project.plan.county, other.plan.county]
    assert "Waits for its reply" in text(page)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", ["K-3", "K-1", "K-2"]), ("?state=overdue", ["K-2"]), ("?state=open&state=in_time", ["K-3", "K-1"]),
        ("?matter=dust", ["K-2"]), ("?q=K-3", ["K-3"]), ("?received_from=2026-10-01", ["K-3"]),
        ("?sort=-took", ["K-1", "K-3", "K-2"]), ("?as_of=2026-09-09", ["K-1", "K-2"]),
        ("?as_of=2026-09-09&state=open", ["K-1", "K-2"]),
    ],
)  # fmt: skip
def test_the_list_is_filtered_and_ordered_as_of_a_day(client, project, query, numbers):
    produce.complaint(project, "K-2", matter="dust", received_on=date(2026, 8, 31))
    produce.reply(produce.complaint(project, "K-1"))
    produce.complaint(project, "K-3", received_on=date(2026, 10, 10))
    client.force_login(make.post().official.user)

    page = client.get(f"/en/complaints/{query}")

    assert [row.reference for row in page.context["page"]] == numbers


def test_a_filter_nobody_knows_is_refused_in_words(client):
    client.force_login(make.post().official.user)

    pages = [client.get(f"/en/complaints/{query}") for query in ("?matter=anger", "?who=kim", "?received_from=soon")]

    assert [page.status_code for page in pages] == [400] * 3
    assert "There is no filter “who”." in text(pages[1])


def test_the_file_tells_what_the_list_tells(client, project):
    produce.reply(produce.complaint(project, "K-1"), outcome="unfounded")
    client.force_login(make.post().official.user)

    [told] = client.get("/en/complaints.json?state=in_time").json()["rows"]

    assert (told["reference"], told["matter"], told["state"], told["outcome"], told["days"]) == (
        "K-1", "noise", "replied in time", "found without cause", 9,
    )  # fmt: skip


def test_the_pages_of_a_factory_and_a_county_tell_of_complaints(client, project):
    produce.complaint(project)
    client.force_login(make.post().official.user)

    pages = [client.get(project.get_absolute_url()), client.get(project.plan.county.get_absolute_url())]

    assert [page.context["complaints"].overdue for page in pages] == [1, 1]
    assert all("1 is overdue" in text(page) for page in pages)


def test_on_a_day_before_it_came_nothing_is_known_and_nothing_may_be_entered(county_staff, project):
    produce.complaint(project)

    page = county_staff.get(f"/en/projects/{project.code}/complaints/?as_of=2026-08-31")

    assert page.context["things"] == []
    assert "Enter a complaint" not in text(page)
