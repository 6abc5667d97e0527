"""The pages of inspections: the form that keeps what was typed, the comparison, findings with their steps, the desk."""

import uuid
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from committees.rights import Role
from factories.models import Finding, Inspection, Photo
from regional20x10.shared import clock
from tests import build, make, photos

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def project():
    return build.supervised(code="26-UNRYUL-FOOD")


@pytest.fixture
def inspector(project):
    return signed_in(build.inspector(project))


@pytest.fixture
def builder(project):
    return signed_in(make.reporter(project))


def signed_in(post):
    client = Client()
    client.force_login(post.official.user)
    return client


def form_of(project):
    return f"/en/projects/{project.code}/inspections/new/"


def boxes(project, **values):
    first, second = project.packages.order_by("order").values_list("pk", flat=True)
    return {
        "key": uuid.uuid4(), "visited_on": "2026-10-05", f"package_{first}": "45", f"package_{second}": "45,0",
        "tests": 1, "findings": 1, **values,
    }  # fmt: skip


def finding_boxes(project, number=0, **values):
    row = {"severity": "critical", "package": project.packages.first().pk, "text": "A crack in the north wall.",
           "assignee": project.construction_unit_id, "due_on": "2026-10-20", **values}  # fmt: skip
    return {f"finding_{number}_{name}": value for name, value in row.items()}


def html(answer):
    return answer.content.decode()


# --- the form --------------------------------------------------------------------------------------------------------
def test_a_visit_is_entered_whole_and_shown_beside_what_is_claimed(inspector, project):
    make.submitted(project, make.period(), (70, 70))
    test = {"test_0_what": "Concrete", "test_0_required": "25 MPa", "test_0_measured": "22 MPa", "test_0_passed": "no"}

    answer = inspector.post(form_of(project), boxes(project, summary="Walls.", **test, **finding_boxes(project)))
    made = Inspection.objects.get()
    page = html(inspector.get(answer.headers["Location"]))

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/en/inspections/{made.pk}/")
    assert (made.percent, made.tests.get().passed, made.findings.get().severity) == (45, False, "critical")
    for said in (
        "measured 45.0% of the building; the site claimed 70.0% then",
        "−25.0",
        "22 MPa",
        "A crack in the north",
    ):
        assert said in page


def test_the_same_form_sent_twice_is_one_inspection(inspector, project):
    sent = boxes(project)

    first, again = (inspector.post(form_of(project), sent) for _time in range(2))

    assert first.headers["Location"] == again.headers["Location"]
    assert Inspection.objects.count() == 1


def test_a_row_that_is_left_empty_is_not_there_and_a_sentence_stands_at_its_own_row(inspector, project):
    sent = boxes(project, findings=3, **finding_boxes(project), **finding_boxes(project, 2, severity="", due_on=""))

    answer = inspector.post(form_of(project), sent)
    inspector.post(form_of(project), sent | {"finding_2_severity": "minor", "finding_2_due_on": "2026-10-21"})

    page = html(answer)
    assert answer.status_code == 409
    assert '<a href="#id_finding_2_severity">Severity: Choose how grave the finding is.</a>' in page
    assert '<a href="#id_finding_2_due_on">' in page
    assert "id_finding_1_severity_error" not in page
    assert list(Finding.objects.values_list("severity", flat=True)) == ["critical", "minor"]


def test_all_that_is_wrong_is_said_at_once_and_what_was_typed_stays(inspector, project):
    first, second = project.packages.order_by("order").values_list("pk", flat=True)
    wrong = {f"package_{first}": "lots", f"package_{second}": "101", "visited_on": "soon", "test_0_what": "Concrete"}

    answer = inspector.post(form_of(project), boxes(project, **wrong))

    page = html(answer)
    assert answer.status_code == 409
    for said in (
        "Enter a percentage from 0 to 100, such as 62 or 62.5.", "A percentage is not above 100: enter 0 to 100.",
        "This is not a date: write it as 2026-10-01.", "Enter what the test measured or showed.",
        "Say whether the test was passed.", 'value="lots"', 'value="soon"', 'value="Concrete"',
    ):  # fmt: skip
        assert said in page
    assert "Enter what was seen" not in page
    assert not Inspection.objects.exists()


@pytest.mark.parametrize("kind", ["tests", "findings"])
def test_without_script_a_button_gives_another_row_and_keeps_what_was_typed(inspector, project, kind):
    sent = boxes(project, deed=f"more_{kind}", summary="So far.", **finding_boxes(project))

    answer = inspector.post(form_of(project), sent)

    page = html(answer)
    assert answer.status_code == 200
    assert f'name="{kind[:-1]}_1_' in page
    assert f'name="{kind[:-1]}_2_' not in page
    for kept in ("So far.", "A crack in the north wall.", 'value="45,0"', str(sent["key"])):
        assert kept in page
    assert "This must be put right first" not in page


@pytest.mark.parametrize("count", ["9999999", "-1", "x", "٣", "1e9", ""])
def test_a_count_of_rows_that_cannot_be_asks_for_few(inspector, project, count):
    answer = inspector.post(form_of(project), boxes(project, tests=count, deed="more_tests"))

    assert answer.status_code == 200
    assert 1 <= html(answer).count('data-rows="tests"') <= 20


HOSTILE = {
    "key": ["x", "\x00", "9" * 99], "follows": ["x", "999999999999999999999", "0"],
    "visited_on": ["0001-01-01", "9999-12-31"], "summary": ["x" * 5000, "\x00"],
    "finding_0_assignee": ["0", "x", "-1"], "finding_0_package": ["0", "x"], "finding_0_severity": ["awful"],
    "finding_0_text": ["\x00", "y" * 5000], "finding_0_due_on": ["0001-01-01", "x"],
    "test_0_what": ["z" * 200], "test_0_passed": ["perhaps"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in HOSTILE.items() for value in values])
def test_a_hostile_value_is_refused_on_the_form_and_nothing_is_kept(inspector, project, name, value):
    answer = inspector.post(form_of(project), boxes(project, **finding_boxes(project)) | {name: value})

    assert answer.status_code == 409
    assert "This must be put right first" in html(answer)
    assert not Inspection.objects.exists()


def test_a_re_inspection_closes_and_opens_earlier_findings_in_the_same_form(inspector, project):
    visit = build.inspection(project, visited_on=date(2026, 9, 20))
    mended, not_mended, opened = (build.finding(visit, text=text) for text in ("Damp.", "Cracked.", "Missing."))
    for row in (mended, not_mended):
        build.step(row, "resolved", date(2026, 9, 30))
    page = html(inspector.get(form_of(project)))

    answer = inspector.post(form_of(project), boxes(
        project, follows=visit.pk, **{
            f"earlier_{mended.pk}": "close", f"note_{mended.pk}": "Dry.",
            f"earlier_{not_mended.pk}": "reopen", f"note_{not_mended.pk}": "",
        },
    ))  # fmt: skip
    refused = html(answer)
    done = inspector.post(form_of(project), boxes(
        project, follows=visit.pk, **{f"earlier_{mended.pk}": "close", f"note_{mended.pk}": "Dry."},
    ))  # fmt: skip

    assert f'name="earlier_{mended.pk}"' in page
    assert f'name="earlier_{opened.pk}"' not in page
    assert "Missing." in page
    assert f'<option value="{visit.pk}" selected>' in page
    assert (answer.status_code, done.status_code) == (409, 302)
    assert "Say in a sentence what was done or seen." in refused
    assert {row.text: row.state_then for row in Finding.objects.then(clock.now())} == {
        "Damp.": "closed", "Cracked.": "resolved", "Missing.": "open",
    }  # fmt: skip


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.CONSTRUCTION_UNIT, Role.COMMITTEE_STAFF])
def test_the_form_is_not_for_others_and_says_why(project, role):
    body = {Role.INSPECTOR: project.inspection, Role.CONSTRUCTION_UNIT: project.construction_unit}.get(role)
    if role == Role.INSPECTOR:
        project.operation_unit = project.inspection
        project.save()
    client = signed_in(make.post(role, **({"where": body} if body else {})))

    answers = [client.get(form_of(project)), client.post(form_of(project), boxes(project))]

    said = "so its findings prove nothing" if role == Role.INSPECTOR else "may not do this. Ask: Inspector."
    assert [answer.status_code for answer in answers] == [403, 403]
    assert all(said in html(answer) for answer in answers)


def test_photos_of_a_visit_and_of_a_finding_are_kept_with_it_and_shown(inspector, project):
    def sent():
        return boxes(project, files=[photos.upload(name="hall.jpg")], **finding_boxes(project),
                     finding_0_files=[photos.upload(photos.jpeg(size=(80, 60)), name="crack.jpg")])  # fmt: skip

    wrong = inspector.post(form_of(project), sent() | {"visited_on": "soon"})
    none_yet = Photo.objects.exists()
    done = inspector.post(form_of(project), sent())
    finding = Finding.objects.get()
    visit, found = html(inspector.get(done.headers["Location"])), html(inspector.get(f"/en/findings/{finding.pk}/"))

    assert (wrong.status_code, none_yet, done.status_code) == (409, False, 302)
    assert "Choose the photos again" in html(wrong)
    assert ("hall.jpg" in visit, "crack.jpg" in visit) == (True, True)
    assert ("hall.jpg" in found, "crack.jpg" in found) == (False, True)


def test_what_is_no_photo_is_refused_and_no_inspection_is_kept(inspector, project):
    answer = inspector.post(form_of(project), boxes(project, files=[photos.upload(b"no photo", name="x.jpg")]))

    assert answer.status_code == 409
    assert "is no photo of a kind that is taken" in html(answer)
    assert not Inspection.objects.exists()


# --- findings --------------------------------------------------------------------------------------------------------
def test_a_finding_is_resolved_by_its_unit_and_closed_by_the_inspector_on_its_page(inspector, builder, project):
    row = build.finding(build.inspection(project), "critical")
    address = f"/en/findings/{row.pk}/"

    before = html(builder.get(address)), html(inspector.get(address))
    answers = [
        builder.post(f"{address}resolve/", {"note": "Torn down and built again."}),
        builder.post(f"{address}close/", {"note": "Fine."}),
        inspector.post(f"{address}close/", {"note": "Measured: straight."}),
    ]
    after = html(inspector.get(address))

    assert ("Say that it is resolved" in before[0], "Say that it is resolved" in before[1]) == (True, False)
    assert "Close the finding" not in before[1]
    assert [answer.status_code for answer in answers] == [302, 403, 302]
    for said in ("Torn down and built again.", "Measured: straight.", "Closed", "Open the finding again"):
        assert said in after


def test_what_is_refused_is_said_on_the_page_with_what_was_typed(inspector, builder, project):
    row = build.finding(build.inspection(project))

    empty = builder.post(f"/en/findings/{row.pk}/resolve/", {"note": " "})
    early = inspector.post(f"/en/findings/{row.pk}/close/", {"note": "It looks well."})

    assert (empty.status_code, early.status_code) == (409, 409)
    assert "Say in a sentence what was done or seen." in html(empty)
    assert "A finding is closed after its assignee has said that it is resolved." in html(early)
    assert "It looks well." in html(early)


def test_an_earlier_day_shows_what_was_known_then_and_offers_nothing(inspector, project):
    visit = build.inspection(project)
    row = build.finding(visit)
    build.step(row, "resolved", date(2026, 10, 8))

    on = {
        day: [html(inspector.get(f"/en/{path}?as_of=2026-10-{day}")) for path in (
            f"findings/{row.pk}/", f"inspections/{visit.pk}/", f"projects/{project.code}/inspections/"
        )]
        for day in ("04", "07", "09")
    }  # fmt: skip

    assert "This finding had not been made on that day." in on["04"][0]
    assert "This inspection had not been handed in on that day." in on["04"][1]
    assert "This factory was never inspected." in on["04"][2]
    assert [("To be mended</span>" in page, "Resolved, not closed" in page) for page in on["07"]] == [(True, False)] * 3
    assert [("To be mended</span>" in page, "Resolved, not closed" in page) for page in on["09"]] == [(False, True)] * 3
    assert "Close the finding" not in on["09"][0]


def test_the_lists_are_filtered_and_downloaded(project):
    staff = signed_in(make.post())
    visit, other = build.inspection(project), build.inspection(build.supervised())
    build.finding(visit, "critical", date(2026, 10, 6), text="The roof sags.")
    build.step(build.finding(other, "minor", text="A door sticks."), "resolved", date(2026, 10, 8))

    pages = {
        query: html(staff.get(f"/en/findings/?{query}"))
        for query in ("severity=critical", "state=resolved", "overdue=yes", f"project={project.code}",
                      f"province={other.project.plan.county.province.code}")
    }  # fmt: skip
    told = {query: ("The roof sags." in page, "A door sticks." in page) for query, page in pages.items()}
    visits = html(staff.get("/en/inspections/?severity=critical"))
    file = b"".join(staff.get("/en/findings.csv?severity=critical").streaming_content).decode()

    assert list(told.values()) == [(True, False), (False, True), (True, False), (True, False), (False, True)]
    assert "6 days late" in pages["overdue=yes"]
    assert (project.code in visits, other.project.code in visits) == (True, False)
    assert "The roof sags." in file
    assert "A door sticks." not in file
    assert staff.get("/en/findings/?state=lost").status_code == 400


def test_the_page_of_the_project_says_the_difference_and_names_what_is_open(project):
    make.submitted(project, make.period(), (70, 70), at=make.moment(date(2026, 10, 4)))
    build.finding(build.inspection(project, (45, 45)), "critical", text="The roof sags.")

    page = html(signed_in(make.post()).get(f"/en/projects/{project.code}/"))

    assert "Less was measured than is claimed" in page
    assert "The roof sags." in page
    assert "1 finding is not closed, 1 critical" in page
    assert "1 critical finding is not closed: who is to mend it says so, the inspection closes it." in page


def test_the_desk_names_what_waits_for_each_side(inspector, builder, project):
    never = build.supervised(inspection=project.inspection, code="26-NEVER-FOOD")
    visit = build.inspection(project)
    build.finding(visit, due_on=date(2026, 10, 6), text="The roof sags.")
    build.step(build.finding(visit, text="A door sticks."), "resolved", make.DAY, hour=1)

    inspects, builds = html(inspector.get("/en/desk/")), html(builder.get("/en/desk/"))

    assert inspects.index(never.code) < inspects.rindex(project.code)
    assert ("The roof sags." in builds, "A door sticks." in builds) == (True, False)
    assert ("The roof sags." in inspects, "A door sticks." in inspects) == (False, True)
    assert "overdue" in builds
