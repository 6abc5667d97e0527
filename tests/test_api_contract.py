"""The API answers as its own description says: to what it takes, and to what it must refuse."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import override_settings
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from committees.actions import attachments
from committees.models import Request
from committees.rights import Role
from factories.actions import bases as basing
from factories.actions import closing, documents, periods, reference, sizing
from factories.actions import equipment as equipping
from factories.actions import funds as funding
from factories.imports.files import examined
from factories.models import CarryOver, Gate
from regional20x10.shared import clock
from regional20x10.shared.schema import SchemaView
from reports.actions import reports
from reports.models import ReportSchedule, SealKind
from tests import books, build, make, packs, photos, produce, work
from tests.calls import token
from tests.reports import provincial
from tests.undoing import undone

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
]
REFUSED = ["400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "428", "429", "5xx"]
"""Statuses of a refusal; 413 answers a body of more parts or bytes than are read."""
CONFIG = schemathesis.Config.from_dict(
    {
        "generation": {"deterministic": True, "max-examples": 10, "database": "none"},
        "checks": {"negative_data_rejection": {"expected-statuses": REFUSED}},
    }
)

schema = schemathesis.openapi.from_dict(SchemaView.generator_class().get_schema(public=True), config=CONFIG)
django = WSGIHandler()


def whole(environ, start_response):
    """Django's answer, read to its end and closed: the client here closes no files."""
    answer = django(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


schema.app = whole


@pytest.fixture(autouse=True)
def one_connection():
    """The connection of the test stays open between its calls, as Django's own test client has it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """(What `everything` says, the folder of its files), made once for all operations and undone after them."""
    media = str(tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), undone():
        yield everything(), media


@pytest.fixture
def world(made, settings):
    """What `everything` says; what an operation does to it is taken back."""
    found, media = made
    settings.API_RATE, settings.MEDIA_ROOT = 0, media
    return found


def everything():
    """A little of everything there is: {noun, or noun/deed, of an address: what names one of its rows}, who calls."""
    clock.stand_on(make.DAY)
    project = make.project(type_=produce.type_(), operation_unit=make.organization("operation_unit"))
    staff, member = make.post(), make.post(Role.COMMITTEE_MEMBER)
    unit, province, county = make.reporter(project), make.verifier(project), project.plan.county
    verified = make.verified(project, make.period(date(2026, 9, 25)), (40, 10), by=unit, verified_by=province)
    submitted = make.submitted(project, by=unit, delays=[("water", 2, "frozen")])
    draft = make.draft(project, make.period(make.DAY), (60, 30), by=unit, at=make.moment())
    [photo] = photos.added(draft)
    batch = books.batch(books.of_project(project, draft.period).fill(project), unit, at=make.moment())
    ahead, designer, following = prepared(staff, county, unit)
    milestone, _outcome = reference.record_milestone(
        county=county,
        program_year=make.year(),
        kind="visit",
        met_on=date(2026, 5, 1),
        known_on=date(2026, 5, 2),
        by=staff,
    )
    inspector, resolved = supervised(project)
    operator, produced = producing(county)
    secretary, sealed = told()
    exception = periods.grant(
        make.period(), project=project, until=date(2026, 10, 25), reason="Flood.", by=staff, at=make.moment()
    )
    report, _made = reports.request(year=2026, as_of=make.DAY, language="en", by=staff, at=make.moment())
    known = {
        "provinces": county.province.code, "counties": county.code, "county-plans": project.plan_id,
        "program-years": 2026, "projects": project.code, "standings": project.code, "periods": "2026-10-1",
        "work-packages": project.packages.first().pk, "milestones": milestone.pk, "reports": report.pk,
        "returns": draft.pk, "photos": photo.pk, "returns/verify": submitted.pk, "returns/return": submitted.pk,
        "returns/accept": verified.pk, "inspections": resolved.inspection_id, "findings": resolved.pk, **ahead,
        **supplied(project), **sealed, "period-exceptions": exception.pk, "workbooks": batch.pk,
        **financed(project), **produced, **staffed(project), **complained(project),
        **taught(project, following), **met(), **charged(project), **requested(project), **commented(project, staff),
        **decided(project),
        **fed(project), **led(project),
        "notifications": work.notification(unit).pk,
    }  # fmt: skip
    callers = {
        "returns/verify": province, "returns/return": province, "returns/accept": member, "reports": staff,
        "conditions": staff, "sizing-studies": staff, "sites": staff, "sites/reject": member, "designs": designer,
        "projects/pass": member, "projects/waive": member, "projects/finish": member, "projects/plan": staff,
        "inspections": inspector, "findings/close": inspector, "findings/reopen": inspector, "materials": staff,
        "provincial-reports": secretary, "provincial-reports/return": member, "provincial-reports/accept": member,
        **dict.fromkeys(["provincial-reports/days", "packs", "seals", "report-schedules", "program-years"], staff),
        "periods": staff, "period-exceptions": staff, "fund-allocations": staff, "disbursements": staff,
        "commitments": staff, "product-plans": operator, "production": operator, "equipment-items": staff,
        "equipment-steps": staff,
        "bases": staff, "base-measures": staff, "base-returns": staff, "supply-links": staff,
        "complaints": staff, "complaint-replies": staff,
        "trades": staff, "training-courses": staff, "training-returns": staff, "quality-samples": inspector,
        "trial-runs": make.post(Role.OPERATION_UNIT, where=project.operation_unit),
        "lessons": staff, "lesson-checks": staff, "county-charges": staff,
        "visits": make.post(Role.COUNTY_LEAD, where=county, body=work.body("central_department")),
        "organizations": staff, "posts": staff, "project-roles": staff,
        **dict.fromkeys(["committees", "committee-members", "meetings", "agenda-items"], staff),
        "decisions": staff, "guidance-notes": make.post(Role.GUIDANCE), "guidance-replies": staff,
        "requests": work.officer(Request.objects.get(pk=known["requests"]).owed_by),
        "comments": staff,
    }  # fmt: skip
    secrets = {post: token(post) for post in {unit, *callers.values()}}
    plain = {"Accept-Encoding": "identity"}  # over WSGI nobody would unpack it

    def headers(noun, deed):
        return {"Authorization": f"Bearer {secrets[callers.get(deed, callers.get(noun, unit))]}", **plain}

    return known, headers


def told():
    """(a secretary, {noun: what names one of its rows}) of provincial reports, seals, packs and what is scheduled."""
    begun, submitted = provincial.world(), provincial.submitted(provincial.world())
    pack = packs.ready(packs.asked())
    schedule, _made = ReportSchedule.objects.get_or_create(kind=SealKind.MONTH, defaults={"since": make.DAY})
    names = {"provincial-reports": provincial.begun(begun).pk, "provincial-reports/return": submitted.pk,
             "provincial-reports/accept": submitted.pk, "packs": packs.asked().pk, "packs/rebuild": pack.pk,
             "seals": pack.seal.number, "report-schedules": schedule.kind}  # fmt: skip
    return begun.secretary, names


def supervised(project):
    """(a post that inspects the project, a finding of it that its builder is to mend)."""
    inspector = build.inspector(project)
    return inspector, build.finding(build.inspection(project, by=inspector))


def producing(county):
    """(who operates it, {noun: what names one of its rows}) of a factory that operates and one of its months."""
    factory = produce.factory(plan_=county.plans.get(), type_=produce.type_("mill"))
    row = produce.produced(factory, produce.month(2026, 9), state="submitted")
    names = {"production": row.pk, "product-plans": produce.product_plan(factory).pk, "months": "2026-09"}
    return make.signer(factory, "operation"), names


def financed(project):
    """{noun: what names one of its rows} of funds and equipment."""
    allocation, item, at = build.allocation(project), build.item(project, quantity=4), make.moment()
    step = equipping.step(item, stage="ordered", quantity=1, on=make.DAY, by=make.post(), at=at)
    commitment = funding.commit(
        project, line="other", amount=Decimal(9), committed_on=make.DAY, contract="C-1", by=make.post(), at=at
    )
    return {"fund-allocations": allocation.pk, "disbursements": build.disbursement(project).pk,
            "commitments": commitment.pk, "equipment-items": item.pk, "equipment-steps": step.pk}  # fmt: skip


def fed(project):
    """{noun: what names one of its rows} of the bases that feed a factory."""
    kind = project.factory_type
    kind.norms = {**kind.norms, "raw_material_t_per_t": {"maize": 0.5}}
    kind.save(update_fields=["norms"])
    base = produce.base(project.plan.county)
    measure = basing.plan_measure(
        base, what="Seed", adds_t_year=Decimal(9), due_on=make.DAY, by=make.post(), on=make.DAY
    )
    row = produce.base_return(base, 2026, 1, 100)
    return {"bases": base.code, "base-measures": measure.pk, "base-returns": row.pk,
            "supply-links": produce.link(base, project, 50).pk}  # fmt: skip


def staffed(project):
    """{noun: what names one of its rows} of the workforce, trials and samples of a factory, now commissioned."""
    produce.passed(project, Gate.COMMISSION, date(2026, 9, 1))
    course, training = produce.course(project), produce.training(project)
    trial, sample = produce.trial(project, ended_on=date(2026, 9, 20)), produce.sample(project)
    return {"trades": "operators", "training-courses": course.pk, "training-returns": training.pk,
            "trial-runs": trial.pk, "quality-samples": sample.pk}  # fmt: skip


def complained(project):
    """{noun: what names one of its rows} of what residents complain of, and of where they get something."""
    complaint = produce.complaint(project)
    return {"complaints": complaint.pk, "complaint-replies": produce.reply(complaint).pk}


def charged(project):
    """{noun: what names one of its rows} of members in charge and their visits, with something asked for."""
    charge = work.charge(project.plan.county)
    visit = work.visit(charge)
    work.request(project, visit=visit)
    return {"county-charges": charge.pk, "visits": visit.pk}


def decided(project):
    """{noun: what names one of its rows} of decisions and guidance notes."""
    note = work.guidance(project=project)
    return {"decisions": work.decision(projects=[project]).pk, "guidance-notes": note.pk,
            "guidance-replies": work.reply(note).pk}  # fmt: skip


def requested(project):
    """{noun: what names one of its rows} of requests."""
    return {"requests": work.request(project, asked_by=project.operation_unit).pk}


def commented(project, staff):
    """{noun: what names one of its rows} of a comment and its file."""
    row = work.comment(project=project, by=staff)
    with transaction.atomic():
        [file] = attachments.keep(examined([make.upload()]), comment=row, by=staff, at=make.moment())
    return {"comments": row.pk, "attachments": file.pk}


def taught(project, ahead):
    """{noun: what names one of its rows} of lessons, their checks, and what was carried over."""
    lesson, at = produce.lesson(gate="commission"), make.moment()
    check = closing.check(ahead, lesson, holds=True, note="Seen.", by=make.post(), at=at)
    carried = CarryOver.objects.create(project=project, program_year=make.year(2025), why="Flood.", at=at)
    return {"lessons": lesson.pk, "lesson-checks": check.pk, "carried-over": carried.pk,
            "operating": project.code, "scorecards": project.plan.county.code}  # fmt: skip


def led(project):
    """{noun: what names one of its rows} of the bodies and posts of a factory."""
    role = work.role(project)
    return {"organizations": role.organization.code, "project-roles": role.pk, "posts": work.officer().pk}


def met():
    """{noun: what names one of its rows} of the committee and a meeting with a point."""
    item = work.item()
    seat = work.member(item.meeting.committee)
    return {"committees": seat.committee_id, "committee-members": seat.pk, "meetings": item.meeting_id,
            "agenda-items": item.pk}  # fmt: skip


def prepared(staff, county, unit):
    """({noun: what names one of its rows}, its designer, itself) of a factory before its first gate."""
    ahead = make.preparing(plan_=county.plans.get(), construction_unit=unit.organization)
    make.conditions(county)
    make.sized(ahead)
    at = make.moment()
    [document] = documents.keep(ahead, examined([make.upload()]), by=staff, at=at)
    study = sizing.begin(ahead, year=2026, share_percent=30, by=staff, at=at)
    names = {"conditions": f"{county.code}-2026", "sites": make.site(ahead).pk, "designs": make.agreed(ahead).pk,
             "documents": document.pk, "sizing-studies": study.pk}  # fmt: skip
    return names, make.signer(ahead, "design"), ahead


def supplied(project):
    """{noun: what names one of its rows} of the supplies of a factory."""
    order = build.order(project)
    return {
        "materials": order.material.code, "suppliers": order.supplier.code, "shortages": project.code,
        "material-orders": order.pk, "material-demands": build.demand(project).pk,
        "dispatches": build.dispatch(order, 40).pk,
    }  # fmt: skip


def named(case, known):
    """Let an address that may name anything name a row that is there. Returns its noun, and that with its deed."""
    _api, _version, noun, *rest = case.path.strip("/").split("/")
    deed = f"{noun}/{rest[-1]}" if rest else noun
    part = case.meta.components.get(ParameterLocation.PATH)
    if part is not None and part.mode == GenerationMode.POSITIVE:
        row = known[deed] if deed in known else known[noun]
        case.path_parameters = {**case.path_parameters, rest[0].strip("{}"): str(row)}
    return noun, deed


@schema.parametrize()
@settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_every_operation_answers_as_it_is_described(case, world):
    known, headers = world
    case.call_and_validate(headers=headers(*named(case, known)), checks=CHECKS)


def test_no_two_tests_bear_one_name(request):
    """Of several that do, workers side by side run but one, and nobody hears of the others."""
    names = Counter(item.nodeid for item in request.session.items)

    assert [name for name, count in names.items() if count > 1] == []
