"""Workforce, trials and samples on the pages: of one factory with all versions, of places, and of all as lists."""

import csv
from datetime import date

import pytest

from committees.rights import Role
from factories.models import Gate, QualitySample, TrainingCourse, TrainingReturn, TrialRun
from regional20x10.shared import clock
from tests import make, produce

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


@pytest.fixture
def project():
    """A factory of 72 operators and 24 mechanics, commissioned on 1 September."""
    produce.trade("mechanics")
    produce.trade("operators")
    return produce.factory(
        gates=[Gate.COMMISSION], on=date(2026, 9, 1), inspection=make.organization("national_institution")
    )


def acting(client, role, where=None):
    client.force_login(make.post(role, where=where).official.user)
    return client


def key(page):
    """The key that the form of `page` carries."""
    return page.context["form"]["key"].value()


def html(page):
    return page.content.decode()


# --- training --------------------------------------------------------------------------------------------------------
def test_a_county_plans_a_course_reports_on_it_corrects_and_withdraws(client, project):
    county = acting(client, Role.COUNTY_STAFF, project.plan.county)
    of, trade = f"/en/projects/{project.code}/workforce/", produce.trade("operators")
    course = {"trade": trade.pk, "institution": "College", "places": "80", "starts_on": "2026-03-01",
              "ends_on": "2026-08-31"}  # fmt: skip
    said = {"trade": trade.pk, "on": "2026-10-01", "enrolled": "80", "certified": "70", "placed": "60", "left": "1"}

    planned = county.post(f"{of}course/", course)
    reported = county.post(f"{of}report/", {**said, "key": key(county.get(f"{of}report/?trade={trade.pk}"))})
    row = TrainingReturn.objects.get()
    corrected = county.post(f"/en/training/{row.pk}/correct/", {**said, "certified": "65", "why": "Five failed."})
    between = html(county.get(of))
    last = TrainingReturn.objects.latest("pk")
    withdrawn = county.post(f"/en/training/{last.pk}/withdraw/", {"why": "Of another factory."})
    after = html(county.get(of))

    assert [page.status_code for page in (planned, reported, corrected, withdrawn)] == [302] * 4
    assert "32 posts have no certified worker." in between
    assert "enrolled 80, certified 65, placed 60, left 1" in between
    assert "Five failed." in between
    assert "enrolled 80, certified 70, placed 60, left 1" in between
    assert "Of another factory." in after
    assert "96 posts have no certified worker." in after


def test_what_is_wrong_with_a_report_stands_beside_its_box_and_what_was_typed_stays(client, project):
    county = acting(client, Role.COUNTY_STAFF, project.plan.county)
    address, trade = f"/en/projects/{project.code}/workforce/report/", produce.trade("operators")
    said = {"trade": trade.pk, "on": "2026-10-01", "enrolled": "80", "certified": "90", "placed": "0", "left": "0"}

    much = county.post(address, {**said, "key": key(county.get(address))})
    nonsense = county.post(address, {**said, "key": "x", "on": "soon", "trade": "0", "enrolled": "many", "left": ""})

    assert [page.status_code for page in (much, nonsense)] == [409, 409]
    assert "80 are enrolled, and the courses planned for this trade have 0 places" in html(much)
    assert "No more are certified than were enrolled" in html(much)
    assert 'value="90"' in html(much)
    for sentence in ("Enter a whole number", "write it as 2026-10-01", "This field is required", "many"):
        assert sentence in html(nonsense)
    assert not TrainingReturn.objects.exists()


@pytest.mark.parametrize("count", ["1e308", "NaN", "-1", "0.5", "inf", "9" * 60, "\x00", "½"])
def test_a_hostile_count_is_answered_in_words(client, project, count):
    county = acting(client, Role.COUNTY_STAFF, project.plan.county)
    address = f"/en/projects/{project.code}/workforce/report/"
    said = {"trade": produce.trade("operators").pk, "on": "2026-10-01", "certified": "0", "placed": "0", "left": "0"}

    page = county.post(address, {**said, "enrolled": count, "key": key(county.get(address))})

    assert page.status_code == 409
    assert not TrainingReturn.objects.exists()


def test_a_course_changes_and_is_taken_out_with_the_reason(client, project):
    staff = acting(client, Role.COMMITTEE_STAFF)
    row = produce.course(project)
    said = {"trade": row.trade_id, "institution": "College", "starts_on": row.starts_on, "ends_on": row.ends_on}

    without = staff.post(f"/en/courses/{row.pk}/change/", {**said, "places": "90"})
    changed = staff.post(f"/en/courses/{row.pk}/change/", {**said, "places": "90", "reason": "A larger hall."})
    places = TrainingCourse.objects.get().places
    asked = staff.get(f"/en/courses/{row.pk}/drop/")
    dropped = staff.post(f"/en/courses/{row.pk}/drop/", {"reason": "Not held."})

    assert "Say why the course changes: it stays in its history." in html(without)
    assert (changed.status_code, places, dropped.status_code) == (302, 90, 302)
    assert "90 places are planned no more." in html(asked)
    assert not TrainingCourse.objects.exists()


def test_a_factory_without_a_size_says_why_its_posts_are_not_known(client):
    staff, project = acting(client, Role.COMMITTEE_STAFF), produce.factory(capacity_t_year=None)

    page = html(staff.get(f"/en/projects/{project.code}/workforce/"))

    assert "The posts are not known: they follow from the approved size and the norms of the type." in page
    assert "No course is planned" in page
    assert "Nobody" not in page


def test_on_an_earlier_day_the_page_shows_what_was_known_and_nothing_to_press(client, project):
    county = acting(client, Role.COUNTY_STAFF, project.plan.county)
    produce.training(project, enrolled=50, certified=40, on=date(2026, 9, 1))
    produce.training(project, enrolled=90, certified=80, on=date(2026, 10, 1))

    page = html(county.get(f"/en/projects/{project.code}/workforce/?as_of=2026-09-15"))

    assert "enrolled 50, certified 40" in page
    assert "certified 80" not in page
    assert "Report on training" not in page


# --- lists and places ------------------------------------------------------------------------------------------------
def test_the_list_sums_by_year_province_county_trade_and_factory_and_gives_files(client, project):
    staff = acting(client, Role.COMMITTEE_STAFF)
    produce.training(project, enrolled=80, certified=70)

    page = html(staff.get("/en/workforce/"))
    other_year = html(staff.get("/en/workforce/?year=2031"))
    refused = staff.get("/en/workforce/?year=never")
    file = b"".join(staff.get("/en/workforce.csv").streaming_content).decode("utf-8-sig")
    rows = [row for row in csv.reader(file.splitlines()) if project.code in row]

    for sentence in ("Workforce by programme year", "Workforce by province", "Workforce by county", project.code):
        assert sentence in page
    assert "No factory matches" in other_year
    assert refused.status_code == 400
    assert len(rows) == 2


def test_places_and_factories_tell_of_workers_trials_and_samples(client, project):
    staff, county = acting(client, Role.COMMITTEE_STAFF), project.plan.county
    produce.training(project, enrolled=80, certified=70)
    produce.trial(project, ended_on=date(2026, 9, 20))
    produce.sample(project, taken_on=date(2026, 9, 21), passed=False)

    told = [html(staff.get(row.get_absolute_url())) for row in (county.province, county)]
    own = html(staff.get(f"/en/projects/{project.code}/"))

    for page in told:
        assert "Posts with a certified worker: 70 of 96; missing: 26." in page
        assert "Factories: 1; tried: 1, trial passed: 1; sampled: 1, quality passed: 0." in page
    assert "Skilled workers trained in the county of 2026" in told[0]
    assert "Latest trial operation P-1" in own
    assert "Latest sample of food: C-1" in own
    assert "Certified workers for 70 of 96 posts. Missing: Mechanics 24, Operators 2." in own


# --- trials and samples ----------------------------------------------------------------------------------------------
TRIAL = {"began_on": "2026-09-10", "ended_on": "2026-09-19", "output_t": "20,5", "passed": "yes", "protocol": "P-7",
         "remarks": ""}  # fmt: skip
SAMPLE = {"product": "food", "taken_on": "2026-09-20", "laboratory": "Laboratory", "certificate": "C-7",
          "passed": "yes", "grade": "1"}  # fmt: skip


def test_an_operation_unit_records_a_trial_with_its_protocol_corrects_and_withdraws_it(client, project):
    unit = acting(client, Role.OPERATION_UNIT, project.operation_unit)
    of = f"/en/projects/{project.code}/trials/"

    made = unit.post(f"{of}record/", {**TRIAL, "files": [make.upload("protocol.pdf")],
                                      "key": key(unit.get(f"{of}record/"))})  # fmt: skip
    row = TrialRun.objects.get()
    corrected = unit.post(f"/en/trials/{row.pk}/correct/", {**TRIAL, "passed": "no", "remarks": "The boiler leaks.",
                                                            "why": "Read again."})  # fmt: skip
    between, old = html(unit.get(of)), html(unit.get(f"/en/trials/{row.pk}/"))
    last = TrialRun.objects.latest("pk")
    withdrawn = unit.post(f"/en/trials/{last.pk}/withdraw/", {"why": "Of another factory."})
    protocol = html(unit.get(f"/en/trials/{last.pk}/"))

    assert [page.status_code for page in (made, corrected, withdrawn)] == [302] * 3
    assert (str(row.output_t), row.document.name, last.document, last.passed) == (
        "20.5", "protocol.pdf", row.document, False,
    )  # fmt: skip
    assert "Read again." in between
    assert "The boiler leaks." in between
    assert "Record a quality sample" not in between
    assert "Corrected or withdrawn on" in old
    assert "Commissioning protocol P-7" in protocol
    assert row.document.sha256 in protocol


def test_what_is_wrong_with_a_trial_stands_beside_its_box(client, project):
    unit = acting(client, Role.OPERATION_UNIT, project.operation_unit)
    address = f"/en/projects/{project.code}/trials/record/"

    early = unit.post(address, {**TRIAL, "began_on": "2026-08-01", "files": [make.upload("protocol.pdf")],
                                "key": key(unit.get(address))})  # fmt: skip
    nonsense = unit.post(address, {**TRIAL, "passed": "", "output_t": "lots", "key": key(unit.get(address)),
                                   "files": [make.upload("protocol.exe", b"MZ")]})  # fmt: skip

    assert [page.status_code for page in (early, nonsense)] == [409, 409]
    assert "was passed on 1\xa0Sep\xa02026: a trial operation begins on that day or later." in html(early)
    assert "Choose the file again" in html(early)
    for sentence in ("Enter a number", "This field is required", "is of a kind that is not taken", "lots"):
        assert sentence in html(nonsense)
    assert not TrialRun.objects.exists()


def test_an_inspector_records_a_sample_corrects_and_withdraws_it(client, project):
    inspector = acting(client, Role.INSPECTOR, project.inspection)
    of, address = f"/en/projects/{project.code}/trials/", f"/en/projects/{project.code}/samples/record/"

    made = inspector.post(address, {**SAMPLE, "key": key(inspector.get(address))})
    row = QualitySample.objects.get()
    twice = inspector.post(address, {**SAMPLE, "key": key(inspector.get(address))})
    corrected = inspector.post(f"/en/samples/{row.pk}/correct/", {**SAMPLE, "grade": "", "why": "Not graded."})
    last = QualitySample.objects.latest("pk")
    withdrawn = inspector.post(f"/en/samples/{last.pk}/withdraw/", {"why": "Mixed up."})
    page = html(inspector.get(of))

    assert [page.status_code for page in (made, twice, corrected, withdrawn)] == [302, 409, 302, 302]
    assert "The certificate C-7 is entered already" in html(twice)
    assert (row.grade, last.grade) == (1, None)
    assert "Mixed up." in page
    assert "Record a trial operation" not in page


def test_an_operation_unit_that_only_builds_here_is_told_whom_to_ask(client, project):
    builder = acting(client, Role.OPERATION_UNIT, project.construction_unit)

    page = builder.post(f"/en/projects/{project.code}/trials/record/", {**TRIAL, "key": "0" * 32})

    assert page.status_code == 403
    assert f"Only the operation unit of this factory may do this: {project.operation_unit.name}." in html(page)


def test_lists_of_trials_and_samples_hold_what_was_in_force_on_the_day(client, project):
    staff = acting(client, Role.COMMITTEE_STAFF)
    produce.trial(project, ended_on=date(2026, 9, 20), protocol="Trial/20")
    produce.trial(project, ended_on=date(2026, 10, 5), passed=False, remarks="Leaks.", protocol="Trial/21")
    produce.sample(project, taken_on=date(2026, 9, 21), certificate="C-20")

    trials, failed = html(staff.get("/en/trials/")), html(staff.get("/en/trials/?passed=no&sort=output"))
    before = html(staff.get("/en/trials/?as_of=2026-09-30"))
    samples, none = html(staff.get("/en/samples/")), html(staff.get("/en/samples/?passed=no"))
    files = [staff.get(f"/en/{name}.{kind}").status_code for name in ("trials", "samples") for kind in ("csv", "xlsx")]

    assert [("Trial/20" in page, "Trial/21" in page) for page in (trials, failed, before)] == [
        (True, True), (False, True), (True, False),
    ]  # fmt: skip
    assert ("C-20" in samples, "No quality sample matches" in none) == (True, True)
    assert files == [200] * 4


def test_a_protocol_that_was_not_recorded_on_the_day_says_so(client, project):
    staff = acting(client, Role.COMMITTEE_STAFF)
    row = produce.trial(project, ended_on=date(2026, 10, 5))

    page = html(staff.get(f"/en/trials/{row.pk}/?as_of=2026-10-01"))

    assert "This trial was not recorded on that day." in page
    assert "Output" not in page
