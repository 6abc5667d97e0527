"""Whom returns, findings and exceptions concern, and that they are told when it happens."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from committees.actions.notifications import silently
from committees.models import Mailing, Notification
from committees.rights import Role
from factories.actions import inspections, periods, production, returns, submissions
from factories.judging import Said
from regional20x10.demonstration import notifying
from tests import build, make, produce, work

pytestmark = pytest.mark.django_db


def told(post):
    """[(code, factory or None, url)] of what the post's user was told, in its order."""
    rows = Notification.objects.filter(user=post.user_id).order_by("pk")
    return [(row.code, row.values.get("factory"), row.url) for row in rows]


@pytest.fixture
def project():
    return build.supervised()


# --- returns ---------------------------------------------------------------------------------------------------------
def test_a_return_waits_for_its_province_then_for_the_committee(project):
    near, far = make.verifier(project), make.post(Role.PROVINCIAL_SECRETARY)
    member, staff = make.post(Role.COMMITTEE_MEMBER), make.post()

    row = make.verified(project)

    url, code = f"/returns/{row.pk}/", project.code
    assert told(near) == [("return_waits_for_province", code, url)]
    assert told(member) == [("return_waits_for_committee", code, url)]
    assert (told(far), told(staff)) == ([], [])
    assert not Notification.objects.filter(urgent=True).exists()


def test_a_return_that_is_sent_back_is_told_to_its_unit_and_to_who_handed_it_in(project):
    row = make.submitted(project)
    mate, past = make.reporter(project), make.reporter(project)
    past.ends_on = date(2026, 9, 1)
    past.save()
    verifier = make.verifier(project)

    returns.send_back(row, note="The crew is missing.", by=verifier, at=make.moment())

    said = [("return_sent_back", project.code, f"/returns/{row.pk}/")]
    assert (told(row.submitted_by), told(mate), told(past)) == (said, said, [])
    values = Notification.objects.get(user=mate.user_id).values
    assert values == {"factory": project.code, "first": "2026-10-01", "last": "2026-10-10"}


def test_a_month_of_production_is_told_to_the_operation_unit(project):
    for gate in ("commission", "operate"):
        produce.passed(project, gate, date(2026, 1, 5))
    produce.product_plan(project)
    draft = produce.begun(project, produce.month(2026, 9))
    verifier = make.verifier(project)
    row = production.submit(draft, revision=draft.revision, by=draft.saved_by, at=draft.saved_at)

    production.send_back(row, note="Which month?", by=verifier, at=make.moment())

    url = f"/production/{row.pk}/"
    assert told(verifier) == [("return_waits_for_province", project.code, url)]
    assert told(row.submitted_by) == [("return_sent_back", project.code, url)]


def test_many_returns_at_once_are_told_by_as_many_queries_as_one():
    asked = {}
    for count in (1, 3):
        place, body = make.plan(), make.organization()
        units = [
            make.project(place, type_=make.factory_type(f"type{row}"), construction_unit=body) for row in range(count)
        ]
        verifier, by = make.verifier(units[0]), make.reporter(units[0])
        period, at = make.period(), make.moment(date(2026, 10, 11))
        said = {
            unit: Said(
                values={"crew_people": 60, "pace": "normal"},
                lines=dict.fromkeys(unit.packages.values_list("pk", flat=True), (50, "")),
            )
            for unit in units
        }

        with CaptureQueriesContext(connection) as queries:
            submissions.report(period, said, keys={unit: uuid.uuid4() for unit in units}, by=by, at=at)

        asked[count] = len(queries)
        assert [factory for _code, factory, _url in told(verifier)] == [unit.code for unit in units]
    assert asked[1] == asked[3]


def test_silently_nobody_is_told_of_a_return_nor_looked_for(project):
    draft = make.draft(project)
    make.verifier(project)

    with silently(), CaptureQueriesContext(connection) as queries:
        returns.submit(draft, revision=draft.revision, by=draft.saved_by, at=draft.saved_at)

    assert not Notification.objects.exists()
    assert [query["sql"] for query in queries if "committees_notification" in query["sql"]] == []


# --- exceptions ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("place", ["project", "county", "province"])
def test_an_exception_is_told_to_those_who_report_from_its_place(project, place):
    near, far = make.reporter(project), make.reporter(make.project())
    operator = make.signer(project, "operation")
    county = project.plan.county
    where = {"project": project, "county": county, "province": county.province}[place]
    period = make.period(date(2026, 9, 5))

    periods.grant(
        period, **{place: where}, until=date(2026, 10, 20), reason="The flood.", by=make.post(), at=make.moment()
    )

    assert told(near) == [("returns_taken_longer", None, f"/periods/{period.code}/")]
    assert (told(far), told(operator)) == ([], [])


def test_an_exception_of_a_month_is_told_to_operation_units(project):
    builder, operator = make.reporter(project), make.signer(project, "operation")

    periods.grant(
        produce.month(2026, 7), project=project, until=date(2026, 10, 20), reason="The flood.", by=make.post(),
        at=make.moment(),
    )  # fmt: skip

    assert (told(builder), told(operator)) == ([], [("returns_taken_longer", None, "/periods/2026-07/")])


# --- findings --------------------------------------------------------------------------------------------------------
def test_a_critical_finding_is_urgent_and_told_to_its_owner_and_to_the_member_in_charge_alone(project):
    owner, lead = make.reporter(project), make.post(Role.COUNTY_LEAD, where=project.plan.county)
    work.charge(project.plan.county, lead.official)
    others = [make.post(Role.COUNTY_LEAD), make.signer(project, "operation"), make.verifier(project)]
    for post in (owner, lead, *others):
        type(post.official.user).objects.filter(pk=post.user_id).update(email="office@example.org")

    made = build.recorded(project, findings=[build.found(project), build.found(project, severity="minor")])

    critical, minor = made.findings.order_by("pk")
    told_critical = ("finding_made_critical", project.code, f"/findings/{critical.pk}/")
    assert told(owner) == [told_critical, ("finding_made", project.code, f"/findings/{minor.pk}/")]
    assert told(lead) == [told_critical]
    assert [told(post) for post in others] == [[], [], []]
    assert set(Mailing.objects.values_list("user", "notification__code")) == {
        (owner.user_id, "finding_made_critical"), (lead.user_id, "finding_made_critical"),
    }  # fmt: skip


def test_a_finding_goes_between_who_mends_it_and_who_inspects(project):
    inspector, other, builder = build.inspector(project), build.inspector(project), make.reporter(project)
    finding = build.finding(build.inspection(project))
    at, url = make.moment(), f"/findings/{finding.pk}/"

    for number in range(2):
        when = at + timedelta(hours=number)
        inspections.resolve(finding, note=f"Mended {number}.", by=builder, at=when)
        inspections.reopen(finding, note=f"Not so {number}.", by=inspector, at=when + timedelta(minutes=1))

    resolved, reopened = ("finding_resolved", project.code, url), ("finding_reopened", project.code, url)
    assert told(inspector) == told(other) == [resolved, resolved]
    assert told(builder) == [reopened, reopened]


def test_a_finding_that_a_re_inspection_opens_again_is_told(project):
    inspector, builder = build.inspector(project), make.reporter(project)
    first = build.inspection(project)
    finding = build.finding(first)
    build.step(finding, "resolved", date(2026, 10, 7))

    build.recorded(
        project, inspector, follows=first, visited_on=date(2026, 10, 8), earlier={finding.pk: ("reopen", "Damp.")}
    )

    assert told(builder) == [("finding_reopened", project.code, f"/findings/{finding.pk}/")]


# --- the demonstration -----------------------------------------------------------------------------------------------
def test_the_last_three_days_of_what_was_made_silently_are_told_and_those_before_the_day_were_read(project):
    inspector, builder, verifier = build.inspector(project), make.reporter(project), make.verifier(project)
    with silently():
        late = make.submitted(project, by=builder, at=make.moment(date(2026, 10, 11)))
        old = make.submitted(make.project(project.plan, type_=make.factory_type("old")), make.period(date(2026, 9, 25)))
        visit = build.recorded(project, inspector, findings=[build.found(project, severity="minor")])
        inspections.resolve(visit.findings.get(), note="Mended.", by=builder, at=make.moment(hour=13))

    notifying.tell()

    finding = visit.findings.get()
    assert told(verifier) == [("return_waits_for_province", project.code, f"/returns/{late.pk}/")]
    assert told(builder) == [("finding_made", project.code, f"/findings/{finding.pk}/")]
    assert told(inspector) == [("finding_resolved", project.code, f"/findings/{finding.pk}/")]
    assert not Notification.objects.filter(url=f"/returns/{old.pk}/").exists()
    unread = Notification.objects.unread().values_list("user", flat=True)
    assert set(unread) == {builder.user_id, inspector.user_id}
