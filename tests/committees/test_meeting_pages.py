"""Meetings on the pages, in files and on paper: planned, their agenda, minutes; all without script."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.core.cache import cache

from committees.models import AgendaItem, Meeting
from committees.rights import Role
from factories.models import Standing
from regional20x10.shared import clock
from tests import make, work

pytestmark = pytest.mark.django_db
DAY = make.DAY
SOON = DAY + timedelta(days=5)


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def staff(client):
    client.force_login(make.post().official.user)
    return client


@pytest.fixture
def seat():
    return work.member(work.committee(), chair=True, title="Premier")


@pytest.fixture
def meeting(seat):
    return work.meeting(seat.committee, held_on=SOON)


def text(page):
    return " ".join(page.content.decode().split())


def titles():
    return list(AgendaItem.objects.filter(dropped=False).values_list("title", flat=True))


# --- planned, and its agenda -----------------------------------------------------------------------------------------
def test_a_meeting_is_planned_on_a_day_of_the_term(staff, seat):
    address, committee = "/en/meetings/plan/", seat.committee.pk

    late = staff.post(address, {"committee": committee, "held_on": "2034-01-01", "place": "Hall 2"})
    planned = staff.post(address, {"committee": committee, "held_on": "2026-10-20", "place": "Hall 2"})

    row = Meeting.objects.get()
    assert late.status_code == 409
    assert "A meeting lies within the committee’s term" in text(late)
    assert 'value="Hall 2"' in text(late)
    assert planned["Location"] == f"/en/meetings/{row.pk}/"
    assert (row.number, row.place) == (1, "Hall 2")


def test_proposals_are_ticked_and_put_on_the_agenda(staff, meeting):
    wanted, other = make.project(), make.project()
    for project, chance in ((wanted, 0.05), (other, 0.1)):
        work.charge(project.plan.county)
        Standing.objects.update_or_create(
            project=project, defaults={"as_of": DAY, "colour": "miss", "chance": chance, "due_on": DAY, "reasons": []}
        )

    shown = text(staff.get(f"/en/meetings/{meeting.pk}/"))
    nothing = staff.post(f"/en/meetings/{meeting.pk}/propose/")
    put_on = staff.post(f"/en/meetings/{meeting.pk}/propose/", {"proposal": [f"red:{wanted.pk}", "red:\x00"]})

    assert shown.index(wanted.code) < shown.index(other.code)
    assert nothing.status_code == 409
    assert "tick at least one of the proposals" in text(nothing)
    assert put_on.status_code == 302
    assert titles() == [wanted.code]


def test_points_are_added_ordered_and_taken_off_with_plain_buttons(staff, meeting):
    project = make.project()
    add = f"/en/meetings/{meeting.pk}/points/add/"
    for title in ("First", "Second"):
        staff.post(add, {"title": title, "project": project.code})
    first, second = AgendaItem.objects.all()
    version = Meeting.objects.get().version

    up = staff.post(f"/en/meetings/points/{second.pk}/move/", {"way": "up", "version": version})
    ordered = titles()
    stale = staff.post(f"/en/meetings/points/{second.pk}/move/", {"way": "down", "version": version})
    staff.post(f"/en/meetings/points/{first.pk}/change/", {"title": "Changed"})
    dropped = staff.post(f"/en/meetings/points/{first.pk}/drop/")
    after = titles()
    page = text(staff.get(f"/en/meetings/{meeting.pk}/"))
    staff.post(f"/en/meetings/points/{first.pk}/take-back/")

    assert (up.status_code, ordered) == (302, ["Second", "First"])
    assert stale.status_code == 409
    assert "The agenda was changed while you put it in order." in text(stale)
    assert (dropped.status_code, after) == (302, ["Second"])
    assert "<del>Changed</del>" in page
    assert titles() == ["Second", "Changed"]


def test_a_point_about_nothing_known_is_refused_with_all_sentences(staff, meeting):
    address = f"/en/meetings/{meeting.pk}/points/add/"

    page = staff.post(address, {"title": "T", "project": "26-NOWHERE", "county": "NOWHERE\x00"})
    both = staff.post(
        address, {"title": "", "project": make.project().code, "county": make.county().code, "details": "Kept"}
    )

    assert [page.status_code, both.status_code] == [409, 409]
    assert "“26-NOWHERE” is not known: write the code as lists show it." in text(page)
    assert "Name the factory or the county, not both: a factory has its county." in text(both)
    assert "Kept</textarea>" in text(both)
    assert titles() == []


def test_the_words_of_a_proposal_stay_a_code_until_staff_changes_them(staff, meeting):
    project = make.project()
    item = work.item(meeting, source="red", project=project, title=project.code)
    address = f"/en/meetings/points/{item.pk}/change/"
    told = staff.get(address).context["form"]["title"].value()

    staff.post(address, {"title": told, "details": "See the plan."})
    item.refresh_from_db()
    same = item.title
    staff.post(address, {"title": "Its roof"})
    item.refresh_from_db()

    assert told == f"Food, {project.plan.county.name_en} ({project.code})"
    assert (same, item.title) == (project.code, "Its roof")


def test_a_meeting_goes_from_plan_to_closed_minutes(staff, meeting, seat):
    address = f"/en/meetings/{meeting.pk}/"
    empty = staff.post(f"{address}convene/")
    item = work.item(meeting, title="Work in winter")
    convened = staff.post(f"{address}convene/")
    reopened = staff.post(f"{address}reopen/")
    staff.post(f"{address}convene/")
    early = staff.post(f"{address}hold/", {"chair": seat.pk})
    staff.post(f"{address}replan/", {"held_on": DAY.isoformat(), "place": "Hall 3"})
    held = staff.post(f"{address}hold/", {"chair": seat.pk})
    unready = staff.post(f"{address}close/")
    there = staff.post(f"{address}attendance/", {f"presence_{seat.pk}": "present", f"note_{seat.pk}": ""})
    version = Meeting.objects.get().version
    said = {"version": version, "minutes": "All agreed.", f"outcome_{item.pk}": "Settled."}
    written = staff.post(f"{address}minutes/", said)
    closed = staff.post(f"{address}close/")
    page = text(staff.get(address))

    assert [empty.status_code, early.status_code, unready.status_code] == [409] * 3
    assert [p.status_code for p in (convened, reopened, held, there, written, closed)] == [302] * 6
    assert "The agenda is empty: put at least one point on it." in text(empty)
    assert "Write the minutes before they are closed." in text(unready)
    assert "Of 1 member it is not entered whether they were there: enter it first." in text(unready)
    assert Meeting.objects.get().state == "minuted"
    assert "All agreed." in page
    assert "Settled." in page
    assert f"Presided by: {seat.organization}, Premier." in page


def test_who_saves_minutes_second_sees_both_and_can_save_again(staff, meeting, seat):
    item = work.item(meeting)
    Meeting.objects.update(state="held", version=5, minutes="Theirs.")
    address = f"/en/meetings/{meeting.pk}/minutes/"

    late = staff.post(address, {"version": 4, "minutes": "Mine.", f"outcome_{item.pk}": "Put off."})
    version = late.context["form"]["version"].value()
    again = staff.post(address, {"version": version, "minutes": "Both.", f"outcome_{item.pk}": "Put off."})

    assert late.status_code == 409
    assert "Theirs." in text(late)
    assert "Mine.</textarea>" in text(late)
    assert (version, again.status_code) == (5, 302)
    assert Meeting.objects.get().minutes == "Both."


def test_an_attendance_that_is_none_stands_beside_its_box(staff, meeting, seat):
    Meeting.objects.update(state="held")
    address = f"/en/meetings/{meeting.pk}/attendance/"

    alone = staff.post(address, {f"presence_{seat.pk}": "represented", f"note_{seat.pk}": " "})
    nonsense = staff.post(address, {f"presence_{seat.pk}": "late"})

    assert [alone.status_code, nonsense.status_code] == [409, 409]
    assert f"{seat}: write which post represented this member." in text(alone)


def test_only_who_keeps_meetings_changes_them(client, meeting):
    item = work.item(meeting)
    client.force_login(make.post(Role.COMMITTEE_MEMBER).official.user)
    deeds = [f"{meeting.pk}/{deed}/" for deed in ("convene", "reopen", "close", "propose", "hold", "minutes")]
    deeds += [f"points/{item.pk}/{deed}/" for deed in ("drop", "take-back", "move", "change")]

    page = client.get(f"/en/meetings/{meeting.pk}/")

    assert page.status_code == 200
    assert "<form" not in page.content.decode().partition("<main")[2].partition("</main>")[0]
    assert {client.post(f"/en/meetings/{deed}").status_code for deed in deeds} == {403}


def test_a_body_with_a_seat_reads_its_meetings_and_others_do_not(client, meeting, seat):
    client.force_login(work.officer(seat.organization).official.user)
    inside = client.get(f"/en/meetings/{meeting.pk}/").status_code
    client.force_login(work.officer().official.user)

    assert (inside, client.get(f"/en/meetings/{meeting.pk}/").status_code) == (200, 404)


# --- lists, files and paper ------------------------------------------------------------------------------------------
def test_the_list_is_filtered_and_given_as_a_file(staff, meeting, seat):
    work.item(meeting)
    work.meeting(seat.committee, held_on=DAY, state="held", place="Hall 9")

    page = staff.get("/en/meetings/?state=planned")
    refused = staff.get("/en/meetings/?state=gone&who=me")
    file = staff.get("/en/meetings.csv?state=planned").getvalue().decode("utf-8-sig")

    assert "1 meeting" in text(page)
    assert "Hall 9" not in text(page)
    assert refused.status_code == 400
    assert "There is no filter “who”." in text(refused)
    assert f"{meeting.committee.organization},1,2026-10-17,,planned,1,0,0" in file.replace("\r", "")


def test_the_agenda_is_a_file_too(staff, meeting):
    work.item(meeting, title="=Heat")
    work.item(meeting, title="Off", dropped=True)

    answers = {kind: staff.get(f"/en/meetings/{meeting.pk}/agenda.{kind}") for kind in ("csv", "xlsx", "json", "exe")}

    rows = answers["csv"].getvalue().decode("utf-8-sig")
    assert {kind: answer.status_code for kind, answer in answers.items()} == {
        "csv": 200, "xlsx": 200, "json": 200, "exe": 404
    }  # fmt: skip
    assert "1,'=Heat,put on by the committee’s staff" in rows
    assert "Off" not in rows


def read(answer):
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    return reader, " ".join("\n".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize(("language", "heading"), [("en", "Agenda of meeting 1"), ("ko", "회의 1")])
def test_the_agenda_is_printed_tagged_in_both_languages(staff, meeting, language, heading):
    project = make.project()
    Standing.objects.update_or_create(
        project=project,
        defaults={"as_of": DAY, "colour": "miss", "due_on": DAY, "reasons": [{"code": "stopped", "on": "2026-10-01"}]},
    )
    work.item(meeting, source="red", project=project, title=project.code)
    work.item(meeting, title="#set text(red) *bold* $x$", details="Line 1\nLine 2")

    one, other = (staff.get(f"/{language}/meetings/{meeting.pk}/agenda.pdf") for _time in range(2))

    reader, said = read(one)
    name = f'attachment; filename="agenda-1-2026-10-17-{language}.pdf"'
    assert (one["Content-Type"], one["Content-Disposition"]) == ("application/pdf", name)
    assert one.content == other.content
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == language
    assert "#set text(red) *bold* $x$" in said
    assert language == "ko" or heading in said


def test_the_minutes_are_printed_with_attendance_outcomes_and_decisions(staff, meeting, seat):
    early = staff.get(f"/en/meetings/{meeting.pk}/minutes.pdf")
    first, second = work.item(meeting, outcome="Put off."), work.item(meeting)
    Meeting.objects.update(state="held", chair=seat, minutes="All agreed.\nNobody spoke.")
    meeting.attendances.create(member=seat, presence="represented", note="By its deputy")
    under, other = work.decision(meeting=meeting, item=second), work.decision(meeting=meeting, text="Heat the hall.")

    one, again = (staff.get(f"/en/meetings/{meeting.pk}/minutes.pdf") for _time in range(2))

    _reader, said = read(one)
    assert early.status_code == 409
    assert "There are no minutes yet" in text(early)
    assert one.content == again.content
    for words in (
        "Draft: the minutes are not closed yet.", "All agreed.", "By its deputy", first.title, "Put off.",
        under.number, other.number, "Heat the hall.", "Premier",
    ):  # fmt: skip
        assert words in said
