"""How many questions each page asks of the database: for three rows as many as for one, and this many.

Three of each page's number are those of every page: session, user, posts. A number changes here and in
docs/interface.md, or not at all.
"""

import re
import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from committees.actions import comments, names
from committees.models import DecisionStep, GuidanceReply, Level
from committees.rights import Role
from factories.actions import closing, documents, gates, returns, sizing, standings
from factories.actions import complaints as complaining
from factories.actions import equipment as equipping
from factories.actions import funds as funding
from factories.actions import periods as calendar
from factories.actions.counting import set_thresholds
from factories.imports.files import examined
from factories.models import (
    BaseMeasure,
    CarryOver,
    ClauseComment,
    ClauseKind,
    Milestone,
    RevisionFile,
    TestResult,
    WorkPackage,
)
from regional20x10 import env
from regional20x10.shared import clock
from reports import browsing
from reports.actions import chapters, provincial, reports, schedules
from reports.models import Pack, PackStep, Status
from tests import books, build, make, packs, photos, produce, work
from tests.reports import seal_pages
from tests.undoing import undone

pytestmark = pytest.mark.django_db
PAGES = {
    "overview": 25, "year": 19, "board": 9, "province_list": 13, "province": 21, "county_list": 13, "county": 42,
    "project_list": 8, "project": 57, "return_list": 6, "return": 36, "return_edit": 34, "verification": 8,
    "desk of a unit": 20, "desk of a province": 14, "report_list": 9, "report": 6, "data": 3, "workbooks": 8,
    "pack_list": 5, "pack": 8, "pack_new": 16, "seals": 6, "seal": 8, "schedule_list": 5, "schedule": 5,
    "workbook": 27, "period_board": 16, "rate_list": 9, "period": 13, "project_funds": 12, "project_equipment": 8,
    "fund_list": 9, "equipment_list": 7, "project_workforce": 9, "workforce_list": 8, "project_trials": 7, "trial": 8,
    "trial_list": 7, "sample_list": 7, "conditions": 15, "study_list": 10, "study": 8, "site_list": 12,
    "design_list": 7, "revision": 11, "agreement": 10, "supply_list": 9, "supplier_list": 10, "supplies": 10,
    "inspection_list": 6, "finding_list": 6, "project_inspections": 12, "inspection": 14, "finding": 10,
    "inspection_new": 15, "desk of an inspector": 15, "photo_list": 8, "photo": 7, "production_list": 7,
    "production_return": 10, "production_edit": 15, "project_production": 14, "board of months": 13,
    "verification of months": 7, "desk of an operation unit": 18, "base_list": 11, "base": 12, "county_balance": 16,
    "province_balance": 15, "project_raw_material": 8, "complaint_list": 11, "project_complaints": 9,
    "county_demand": 10, "province_demand": 11, "thresholds": 6, "operating_list": 12, "lesson_list": 7,
    "project_lessons": 8, "year_close": 10, "body_list": 12, "body": 25, "post_list": 7, "committee": 15,
    "meeting_list": 5, "meeting": 16, "meeting held": 10, "meeting_minutes": 8, "meeting_attendance": 7,
    "charge_list": 6, "visit_list": 6, "visit": 6, "lead": 45, "visit_record": 8, "charge_begin": 7,
    "decision_list": 10, "decision": 14, "decision_make": 4, "guidance_list": 9, "guidance_note": 6,
    "guidance_write": 4, "request_list": 8, "request_board": 6, "request": 8, "request_ask": 5, "comment_list": 8,
    "desk of staff": 17, "desk of a member": 17, "notification_list": 5, "notification_choices": 4, "search": 6,
    "search of a kind": 8, "scorecards": 20, "scorecard": 19,
    "provincial_reports": 6, "provincial_report": 44, "provincial_report read": 44,
    "provincial_sign": 41,
    "seal_page": 5, "seal_figure": 4,
}  # fmt: skip
"""{page: questions}."""


class World:
    """`count` of everything a page can show: places, factories, parts, returns, delays, versions, reports."""

    def __init__(self, count):
        self.count = count
        self.home, self.unit = make.province(), make.organization()
        self.inspecting = make.organization("inspection")
        self.staff, self.member = make.post(), make.post(Role.COMMITTEE_MEMBER)
        self.secretary = make.post(Role.PROVINCIAL_SECRETARY, where=self.home)
        self.builder = make.post(Role.CONSTRUCTION_UNIT, where=self.unit)
        self.places = [make.plan(make.county(self.home)) for _row in range(count)]
        far = [make.plan(make.county()) for _row in range(count - 1)]
        self.projects = [self.project(plan) for plan in (*self.places, *far)]
        self.projects += [self.project(self.places[0], f"type{row}") for row in range(1, count)]
        self.project = self.projects[0]
        self.prepare()
        self.record()
        self.thresholds()
        self.supplies()
        self.returns()
        self.inspections()
        self.workbooks()
        self.reports()
        self.composed()
        self.financed()
        self.taught()
        self.led()
        self.charged()
        self.produced()
        self.met()
        self.decided()
        self.requested()
        self.discussed()
        self.told()
        self.sealed()
        standings.refresh(None, on=make.DAY)

    def sealed(self):
        """Seals with packs, the last of which is open already: what is in it is asked of no database."""
        for row in range(self.count):
            seal = seal_pages.kept()
            pack = packs.asked(self.staff, kind="quarter", as_of=make.DAY - timedelta(days=row))
            ended = {"status": Status.READY, "finished_at": make.moment()}
            Pack.objects.filter(pk=pack.pk).update(seal=seal, **ended)
        roles = schedules.TO_CHOOSE[: self.count]
        schedules.arrange("month", roles=roles, days_after=5, active=True, by=self.staff, at=make.moment())
        for language in ("en", "ko"):
            with translation.override(language):
                browsing.opened(seal)
        self.seal = seal.number

    def met(self):
        """Members, a planned meeting with points of each kind and as much proposed, and one that was held."""
        committee = work.committee()
        self.planned = work.meeting(committee)
        self.held = work.meeting(committee, held_on=make.DAY, state="held", minutes="All agreed.")
        late = {"made_on": date(2026, 9, 1), "due_on": date(2026, 10, 1)}
        for row in range(self.count):
            seat = work.member(committee, chair=row == 0, post=self.member)
            self.held.attendances.create(member=seat, presence="present")
            place, project = self.places[row].county, self.projects[row]
            for meeting in (self.planned, self.held):
                request, decision = work.request(project, level=3), work.decision(projects=[project], **late)
                work.item(meeting, source="request", title=request.number, request=request, project=project)
                work.item(meeting, source="decision", title=decision.number, decision=decision)
                work.item(meeting, source="unled", title=place.code, county=place)
                work.item(meeting, source="red", title=project.code, project=project)
                point = work.item(meeting, title="Off", dropped=True)
                work.decision(meeting=meeting, item=point)
                work.decision(meeting=meeting)
            work.request(project, level=3)
            work.decision(**late)

    def discussed(self):
        """Comments with posts called, files and answers; requests, decisions and notes that wait for the unit."""
        member = work.body("committee")
        held = work.committee(member)
        for row in range(self.count):
            said = {"text": f"So {row}.", "at": make.moment()}
            for subject in (self.project, self.submitted, self.month, self.finding):
                first = comments.comment(
                    subject, mentions=[self.builder, self.member], files=examined([make.upload(f"{row}.pdf")]),
                    by=self.staff, key=uuid.uuid4(), **said,
                )  # fmt: skip
                comments.comment(subject, reply_to=first, by=self.builder, key=uuid.uuid4(), **said)
            work.request(self.project, owed_by=self.unit, level=Level.COMMITTEE)
            work.request(self.project, asked_by=self.unit, state="done")
            work.decision(self.unit, projects=[self.project])
            work.decision(self.unit, projects=[self.project], state="done")
            work.guidance(self.unit, project=self.project)
            work.meeting(held)

    def told(self):
        """Staff are told of much on each of several days, and have read some of it."""
        for row in range(self.count):
            for read_at in (None, make.moment()):
                work.notification(self.staff, on=make.DAY - timedelta(days=row), read_at=read_at, urgent=True)

    def produced(self):
        """Of every factory months with their parts and plans; the last one waits, and the first has a draft."""
        self.operator = make.post(Role.OPERATION_UNIT, where=self.unit)
        for project in self.projects:
            for gate in ("commission", "operate"):
                produce.passed(project, gate, date(2026, 1, 5))
            for row in range(self.count):
                produce.product_plan(project, 1200, product=f"food{row}")
                produce.produced(project, produce.month(2026, 7 - row))
            self.month = produce.produced(project, produce.month(2026, 8), state="submitted")
        self.month_draft = produce.begun(self.project, produce.month(2026, 9))
        self.fed()
        self.staffed()

    def staffed(self):
        """Of every factory courses, returns of training, trials and samples, of the first one with earlier versions."""
        for project in self.projects:
            for row in range(self.count):
                produce.course(project, f"trade{row}")
                trained = produce.training(project, f"trade{row}", by=self.staff)
                self.trial = produce.trial(project, protocol=f"P-{row}", by=self.builder)
                sampled = produce.sample(project, product=f"food{row}", by=self.staff)
                for number in range(self.count if project == self.project else 0):
                    why = {"why": f"So {number}.", "by": self.staff}
                    trained = produce.training(
                        project, f"trade{row}", enrolled=61 + number, replaces=trained, chain=trained.chain, **why
                    )
                    sampled = produce.sample(
                        project, product=f"food{row}", replaces=sampled, chain=sampled.chain, grade=2, **why
                    )
        self.residents()

    def led(self):
        """A body under another with bodies, parts, posts, seats, names and all that it owes and is owed."""
        top = make.organization("ministry")
        self.body = make.organization("supplier", parent=top)
        committee = work.committee()
        for row in range(self.count):
            make.organization("supplier", parent=self.body)
            make.organization("supplier", ended_on=date(2026, 9, 1), merged_into=self.body)
            work.role(self.projects[row], self.body)
            work.role(self.projects[row], self.body, part="funds", ends_on=date(2026, 9, 1))
            work.request(self.project, owed_by=self.body)
            work.request(self.project, asked_by=self.body)
            work.decision(self.body, projects=[self.project])
            work.guidance(self.body)
            work.officer(self.body)
            work.member(committee, self.body)
            names.rename(
                self.body, name_en=f"Works {row}", reason="So.", on=date(2026, 9, 1 + row), by=self.staff,
                at=make.moment(),
            )  # fmt: skip

    def decided(self):
        """Of every factory decisions with steps, of meetings and requests, one overdue; notes to bodies that reply."""
        committee, bodies = work.committee(), [work.body() for _row in range(self.count)]
        self.guide = make.post(Role.GUIDANCE)
        for project in self.projects:
            for row in range(self.count):
                meeting = work.meeting(committee, state="held")
                request = work.request(project, owed_by=bodies[row])
                self.settled = work.decision(
                    bodies[row], projects=[project, self.project], counties=[project.plan.county], by=self.staff,
                    due_on=make.DAY - timedelta(days=row), item=work.item(meeting), request=request,
                    meeting=meeting,
                )  # fmt: skip
                for step in range(self.count):
                    at = make.moment() - timedelta(hours=step)
                    moved = {"step": "moved", "note": "Later.", "due_on": make.DAY - timedelta(days=row), "at": at}
                    DecisionStep.objects.create(decision=self.settled, by=self.staff, **moved)
            self.note = work.guidance(*bodies, project=project, by=self.guide)
            for address in self.note.addresses.all():
                for _row in range(self.count):
                    said = {"text": "Done.", "at": make.moment(), "by": self.staff}
                    GuidanceReply.objects.create(address=address, **said)

    def taught(self):
        """Of every factory one that a year before carried over; lessons of it, checked and corrected at the first.

        Built factories of 2025: one that counts, one that fell out.
        """
        at, by = make.moment(), self.staff
        for project in self.projects:
            for year in (2025, 2026):
                CarryOver.objects.create(project=project, program_year=make.year(year), why="The flood.", at=at)
        for _row in range(self.count):
            lesson = produce.lesson(gate="commission", factory_type=self.project.factory_type)
            check = closing.check(self.project, lesson, holds=False, note="Seen.", by=by, at=at)
            closing.correct(check, holds=True, why="So.", by=by, at=at)
            for outputs in ([90] * 8, [90, 90, 90, 10, 10, 10]):
                built = produce.factory(make.plan(year_=make.year(2025)))
                produce.months(built, 2026, range(1, len(outputs) + 1), outputs)

    def charged(self):
        """Of each county charges handed over and one held, visits, requests that climbed and decisions overdue."""
        for project in self.projects:
            county = project.plan.county
            held = county.charges.filter(ends_on=None).first()
            for row in range(0 if held else self.count):
                days = {"starts_on": date(2024 - row, 1, 1), "ends_on": date(2024 - row, 12, 31)}
                work.charge(county, title=f"Post {row}", handover="So.", **days)
            held = held or work.charge(county)
            for row in range(self.count):
                self.tour = work.visit(held, make.DAY - timedelta(days=row), by=self.staff)
                for level in (0, 2):
                    asked = work.request(project, visit=self.tour, level=level, by=self.staff)
                    asked.steps.create(step="escalated", level=level, at=make.moment())
                work.decision(work.body(), projects=[project], due_on=date(2026, 10, 2), by=self.staff)
        self.leading = make.post(Role.COUNTY_LEAD, where=self.places[0].county, body=self.unit)

    def financed(self):
        """Of every factory funds and equipment, of the first one with earlier versions."""
        at, by = make.moment(), self.staff
        first = {}
        for project in self.projects:
            for row in range(self.count):
                first[project.pk] = build.allocation(project, 1000, source=["state", "own", "county"][row])
                build.disbursement(project, 10, source=["state", "own", "county"][row])
                build.item(project, f"press{row}", 3, level=2, supplier=self.unit)
        entry = first[self.project.pk]
        for _row in range(self.count):
            entry = funding.correct(entry, amount=entry.amount + 1, why="So.", by=by, at=at)
            said = {"line": "other", "committed_on": make.DAY, "contract": "C-1", "contractor": self.unit}
            funding.commit(self.project, amount=Decimal(9), by=by, at=at, **said)
            equipping.step(self.project.equipment.first(), stage="ordered", quantity=1, on=make.DAY, by=by, at=at)

    def fed(self):
        """Of each county bases, measured to be raised and with returns, which feed all factories seen."""
        for project in self.projects:
            for row in range(self.count):
                base = produce.base(project.plan.county, f"base-{project.pk}-{row}")
                produce.link(base, project, 20)
                if project != self.project:
                    produce.link(base, self.project, 10)
                for quarter in range(1, self.count + 1):
                    produce.base_return(base, 2026, quarter, by=self.office)
                BaseMeasure.objects.create(base=base, what="Seed", adds_t_year=9, due_on=make.DAY, owner=self.unit)
                if project == self.project:
                    self.base = base

    def residents(self):
        """Of every factory complaints with replies, of the first one corrected too, and months of production."""
        for project in self.projects:
            for row in range(self.count):
                complaint = produce.complaint(project, f"K-{row}", matter=["noise", "dust", "water"][row])
                produce.reply(complaint)
            produce.months(project, 2026, range(1, self.count + 1))
        for _row in range(self.count):
            complaint = produce.complaint(self.project, f"K-{complaint.pk}")
            told = {"received_on": date(2026, 9, 2), "why": "typed", "by": self.staff, "at": make.moment()}
            complaint = complaining.correct(complaint, **told)

    def project(self, plan, kind="food"):
        units = dict.fromkeys(["design_unit", "construction_unit", "operation_unit"], self.unit)
        units["inspection"] = self.inspecting
        type_ = make.factory_type(kind, [(40, 0, 0.5)])
        type_.norms = produce.NORMS
        type_.save(update_fields=["norms"])
        project = make.project(plan, type_=type_, **units)
        for order in range(2, self.count + 1):
            WorkPackage.objects.create(
                project=project, order=order, name_en=f"Part {order}", name_ko=f"부분 {order}", weight=20,
                starts_on=date(2026, 3, 1), finishes_on=date(2026, 11, 1),
            )  # fmt: skip
        return project

    def prepare(self):
        """Of the first factory: years, studies, sites, revisions with files and remarks, signatures and waivers.

        Years and revisions are one more, so that there is always one before the one that is shown.
        """
        project, by, at = self.project, self.staff, make.moment()
        for row in range(self.count + 1):
            make.conditions(project.plan.county, 2026 - row, by=by)
        for other in project.plan.projects.exclude(pk=project.pk):
            make.sized(other)
        for _row in range(self.count):
            make.sized(project)
            self.site = make.sited(project)
            gates.waive(project, "start", "funds", until=make.DAY, reason="Later.", by=self.member, at=at)
        for row in range(self.count + 1):
            self.revision = make.revision(project, {ClauseKind.LAYOUT: f"Hall {row}."}, at=at - timedelta(days=9 - row))
            make.signed(project, self.revision, at=at - timedelta(days=9 - row))
            for clause in self.revision.clauses.all():
                ClauseComment.objects.create(clause=clause, text="How high?", at=at, by=self.builder)
            for kept in documents.keep(project, examined([make.upload(f"{row}.pdf")]), by=by, at=at):
                for revision in project.revisions.all():
                    RevisionFile.objects.create(revision=revision, document=kept)
        self.study = sizing.begin(project, year=2026, share_percent=10, by=by, at=at)

    def record(self):
        for row in range(self.count):
            day = make.DAY - timedelta(days=row)
            for project in self.projects:
                plan = project.plan
                Milestone.objects.create(
                    county=plan.county, program_year=plan.program_year, project=project, kind="visit", met_on=day,
                    known_on=day,
                )  # fmt: skip

    def supplies(self):
        """Of each factory demands that run short, and late orders on which something left."""
        for project in self.projects:
            for row in range(self.count):
                material = build.material(f"material{row}")
                build.demand(project, 100, date(2026, 11, 1 + row), material_=material)
                order = build.order(project, promised_on=date(2026, 9, 9), material_=material, reference=f"O-{row}")
                build.dispatch(order, 10)

    def returns(self):
        """Of each factory verified ones, and the last waits; of the first one also a draft and a sent back version."""
        causes = ["power", "water", "funds"][: self.count]
        delays = {"pace": "slower", "slowed_since": date(2026, 7, 1), "needed": "Cement.",
                  "delays": [(cause, 2, "") for cause in causes]}  # fmt: skip
        for project in self.projects:
            for row in range(self.count):
                period = make.period(date(2026, 9 - row, 5))
                make.verified(project, period, [30 - 5 * row] * self.count, by=self.builder, **delays)
            last = make.draft(project, make.period(), [60] * self.count, by=self.builder, **delays)
            self.photographed(last)
            returns.submit(last, revision=last.revision, by=self.builder, at=last.saved_at)
        self.submitted = last
        self.photo = last.photos.first()
        for project in self.projects:
            calendar.grant(
                make.period(), project=project, until=date(2026, 10, 25), reason="Flood.", by=self.staff,
                at=make.moment(),
            )  # fmt: skip
        self.draft = make.draft(
            self.project, make.period(make.DAY), [70] * self.count, by=self.builder, at=make.moment(), **delays
        )
        self.photographed(self.draft)

    def photographed(self, row):
        """Two photos of each work package, of which other returns have the same."""
        for package in row.project.packages.all():
            photos.added(row, *(photos.jpeg(size=(40 + package.order, 30 + n)) for n in range(2)), package=package)

    def inspections(self):
        """Of each factory visits with tests and findings: open, resolved, closed."""
        self.inspector = make.post(Role.INSPECTOR, where=self.inspecting)
        for project in self.projects:
            for row in range(self.count):
                self.visit = build.inspection(
                    project, [40] * self.count, make.DAY - timedelta(days=row + 1), by=self.inspector
                )
                TestResult.objects.create(inspection=self.visit, what="Concrete", measured="22 MPa", passed=False)
                for steps in ([], ["resolved"], ["resolved", "closed"]):
                    found = build.finding(self.visit, "critical")
                    for hour, step in enumerate(steps, 17):
                        build.step(found, step, make.DAY - timedelta(days=row + 1), by=self.builder, hour=hour)
                    if len(steps) == 1 and project == self.project:
                        self.finding = found

    def workbooks(self):
        """The first place hands in so many, each of all its factories, with problems."""
        county = self.places[0].county
        self.office = make.post(Role.COUNTY_SECRETARY, where=county)
        projects = list(books.workbooks.projects_of(self.office).order_by("code"))
        for row in range(self.count):
            book = books.of_county(county, projects, make.period(make.DAY))
            for project in projects:
                book.fill(project, [70 + row] * self.count, delivery__1=["nobody", f"W-{row}"])
            self.batch = books.batch(book, self.office)

    def reports(self):
        for row in range(self.count):
            asked = {"year": 2026, "as_of": make.DAY - timedelta(days=row), "language": "en"}
            self.report, _new = reports.request(**asked, by=self.staff, at=make.moment())
            for pk in reports.start(self.report.pk, by=None, at=make.moment()):
                chapters.build(pk, at=make.moment())
            day = make.DAY - timedelta(days=row)
            self.pack = packs.asked(self.staff, kind="month", as_of=day)
        rows = [PackStep(pack=self.pack, phase=2, province=f"T{row}") for row in range(self.count)]
        PackStep.objects.bulk_create(rows)

    def composed(self):
        """The province's report, with comments on a section, sent back as often; those of other provinces."""
        self.of_home = provincial.open(make.year(), self.home, by=self.secretary, at=make.moment())
        for _row in range(self.count):
            key = uuid.uuid4()
            first = provincial.comment(
                self.of_home, section="results", text="Why?", key=key, by=self.staff, at=make.moment()
            )
            provincial.comment(
                self.of_home, section="results", text="So.", key=uuid.uuid4(), reply_to=first, by=self.secretary,
                at=make.moment(),
            )  # fmt: skip

    def requested(self):
        """Of every factory and county requests that climbed and were passed on, decided and on agendas."""
        self.asking = self.operator
        asker = self.asking.organization
        for _row in range(self.count):
            work.request(county=self.places[0].county, asked_by=asker)
            for project in self.projects:
                self.request = work.request(project, asked_by=asker)
                more = {"promised": {"promised_on": make.DAY}, "escalated": {"level": 3}, "passed": {"owed_by": asker}}
                for step, values in more.items():
                    self.request.steps.create(step=step, by=self.secretary, at=make.moment(), **values)
        for _row in range(self.count):
            work.item(work.meeting(), request=self.request)
            work.decision(self.request.owed_by, request=self.request)

    def thresholds(self):
        for row in range(self.count):
            set_thresholds(
                make.year(), cover_percent=71 + row, utilisation_percent=60, production_months=3,
                production_grace_days=15, reason="Decided.", by=self.member, on=make.DAY,
            )  # fmt: skip

    def asks(self):
        """{page: (who asks, address)}."""
        staff = {name: (self.staff, reverse(name)) for name in (
            "overview", "board", "province_list", "county_list", "project_list", "return_list", "report_list",
            "pack_list", "seals", "schedule_list", "data",
            "supply_list", "supplier_list",
            "inspection_list", "finding_list",
            "period_board", "rate_list",
            "fund_list", "equipment_list", "production_list",
            "fund_list", "equipment_list",
            "base_list",
            "fund_list", "equipment_list", "workforce_list", "trial_list", "sample_list",
            "fund_list", "equipment_list", "complaint_list", "post_list",
            "fund_list", "equipment_list", "operating_list", "lesson_list", "committee", "meeting_list",
            "charge_list", "visit_list",
            "decision_list", "decision_make", "guidance_list",
            "request_list", "request_board",
            "notification_list", "notification_choices",
        )}  # fmt: skip
        return staff | {
            "year": (self.staff, reverse("year", args=[2026])),
            "provincial_reports": (self.staff, reverse("provincial_reports")),
            "provincial_report": (self.secretary, self.of_home.get_absolute_url()),
            "provincial_report read": (self.member, self.of_home.get_absolute_url()),
            "provincial_sign": (self.secretary, reverse("provincial_sign", args=[2026, self.home.code])),
            "body_list": (self.staff, reverse("body_list") + "?kind=supplier"),
            "body": (self.staff, reverse("body", args=[self.body.code])),
            "meeting": (self.staff, self.planned.get_absolute_url()),
            "meeting held": (self.staff, self.held.get_absolute_url()),
            "meeting_minutes": (self.staff, reverse("meeting_minutes", args=[self.held.pk])),
            "meeting_attendance": (self.staff, reverse("meeting_attendance", args=[self.held.pk])),
            "charge_list": (self.staff, reverse("charge_list")),
            "visit": (self.staff, self.tour.get_absolute_url()),
            "lead": (self.leading, reverse("lead", args=[self.places[0].county.code])),
            "visit_record": (self.leading, reverse("visit_record", args=[self.places[0].county.code])),
            "charge_begin": (self.staff, reverse("charge_begin", args=[self.places[0].county.code])),
            "decision": (self.staff, self.settled.get_absolute_url()),
            "guidance_note": (self.staff, self.note.get_absolute_url()),
            "guidance_write": (self.guide, reverse("guidance_write")),
            "search": (self.secretary, reverse("search") + "?q=county"),
            "search of a kind": (self.secretary, reverse("search") + "?q=county&kind=project"),
            "base": (self.office, self.base.get_absolute_url()),
            "county_balance": (self.staff, reverse("county_balance", args=[self.places[0].county.code])),
            "province_balance": (self.staff, reverse("province_balance", args=[self.home.code])),
            "project_raw_material": (self.staff, reverse("project_raw_material", args=[self.project.code])),
            "thresholds": (self.member, reverse("thresholds", args=[2026])),
            "province": (self.staff, self.home.get_absolute_url()),
            "county": (self.staff, self.places[0].county.get_absolute_url()),
            "project": (self.staff, self.project.get_absolute_url()),
            "return": (self.secretary, self.submitted.get_absolute_url()),
            "return_edit": (self.builder, reverse("return_edit", args=[self.draft.pk])),
            "photo_list": (self.staff, reverse("photo_list", args=[self.submitted.project.code])),
            "photo": (self.staff, reverse("photo", args=[self.photo.pk])),
            "verification": (self.secretary, reverse("verification")),
            "workbooks": (self.office, reverse("workbook_list")),
            "workbook": (self.office, reverse("workbook", args=[self.batch.pk])),
            "desk of a unit": (self.builder, reverse("desk")),
            "desk of staff": (self.staff, reverse("desk")),
            "desk of a member": (self.member, reverse("desk")),
            "comment_list": (self.staff, reverse("comment_list", args=["project", self.project.pk])),
            "desk of a province": (self.secretary, reverse("desk")),
            "report": (self.staff, self.report.get_absolute_url()),
            "seal_page": (self.staff, reverse("seal_page", args=[self.seal, "chapters/programme.html"])),
            "seal_figure": (self.staff, reverse("seal_figure", args=[self.seal, "programme/verified_percent"])),
            "seal": (self.staff, reverse("seal", args=[self.seal])),
            "pack": (self.staff, self.pack.get_absolute_url()),
            "pack_new": (self.staff, reverse("pack_new") + f"?kind=year&year=2026&as_of={make.DAY}"),
            "schedule": (self.staff, reverse("schedule", args=["month"])),
            "inspection": (self.staff, self.visit.get_absolute_url()),
            "finding": (self.inspector, self.finding.get_absolute_url()),
            "project_inspections": (self.inspector, reverse("project_inspections", args=[self.project.code])),
            "inspection_new": (self.inspector, reverse("inspection_new", args=[self.project.code])),
            "desk of an inspector": (self.inspector, reverse("desk")),
            "period": (self.staff, reverse("period", args=["2026-10-1"])),
            "production_return": (self.secretary, self.month.get_absolute_url()),
            "production_edit": (self.operator, reverse("production_edit", args=[self.month_draft.pk])),
            "board of months": (self.staff, reverse("period_board") + "?kind=month"),
            "verification of months": (self.secretary, reverse("verification") + "?kind=month"),
            "desk of an operation unit": (self.operator, reverse("desk")),
            "county_demand": (self.staff, reverse("county_demand", args=[self.places[0].county.code])),
            "province_demand": (self.staff, reverse("province_demand", args=[self.home.code])),
            "scorecards": (self.staff, reverse("scorecards", args=[2026])),
            "scorecard": (self.staff, reverse("scorecard", args=[2026, self.home.code])),
            "conditions": (self.staff, reverse("conditions", args=[self.project.plan.county.code, 2026])),
            "year_close": (self.staff, reverse("year_close", args=[2026])),
            "study": (self.staff, self.study.get_absolute_url()),
            "trial": (self.staff, reverse("trial", args=[self.trial.pk])),
            "request": (self.asking, self.request.get_absolute_url()),
            "request_ask": (self.asking, reverse("request_ask") + f"?project={self.project.code}"),
            "revision": (self.builder, self.revision.get_absolute_url()),
            **{
                page: (post, reverse(page, args=[self.project.code]))
                for page, post in (
                    ("project_funds", self.staff),
                    ("project_complaints", self.staff),
                    ("project_equipment", self.staff),
                    ("project_production", self.staff),
                    ("project_workforce", self.staff),
                    ("project_trials", self.staff),
                    ("project_lessons", self.staff),
                    ("study_list", self.staff),
                    ("supplies", self.builder),
                    ("site_list", self.staff),
                    ("agreement", self.builder),
                    ("design_list", self.staff),
                )
            },
        }


CLOCK = clock.Clock._meta.db_table
"""Asked anew every ten seconds, whatever the page."""


class Asked(list):
    """The questions of one page, and the page itself."""

    html = ""


def questions(post, address):
    """What is asked to answer `address` to `post` once caches are warm (Asked)."""
    client = Client()
    client.force_login(post.official.user)
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as found:
        page = client.get(address)
    asked = Asked(query["sql"] for query in found if CLOCK not in query["sql"])
    asked.html = page.content.decode()
    return asked


def misshapen(html):
    """[(cells of the head, cells of the row, the row's text)] of rows that do not fit under their table's head."""
    found = []
    for table in re.findall(r"<table.*?</table>", html, re.S):
        head = re.search(r"<thead.*?</thead>", table, re.S)
        if not head or "rowspan" in table:
            continue
        heads = max(cells(row) for row in re.findall(r"<tr.*?</tr>", head[0], re.S))
        body = table.replace(head[0], "")
        rows = re.findall(r"<tr.*?</tr>", body, re.S)
        found += [(heads, cells(row), re.sub(r"<[^>]+>|\s+", " ", row)) for row in rows if cells(row) != heads]
    return found


def cells(row):
    """The columns that a row of a table fills."""
    spans = [re.search(r'colspan="(\d+)"', cell) for cell in re.findall(r"<t[dh]\b[^>]*>", row)]
    return sum(int(span[1]) if span else 1 for span in spans)


@pytest.fixture(scope="module")
def asked(django_db_setup, django_db_blocker, broker, tmp_path_factory):
    """{rows: {page: the questions it asks}}; all that was made for it is undone."""
    found = {}
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media"))):
        for rows in (1, 3):
            broker.empty()
            with undone():
                clock.stand_on(make.DAY)
                found[rows] = {page: questions(*ask) for page, ask in World(rows).asks().items()}
    broker.empty()
    return found


def test_the_table_names_every_page_measured(asked):
    assert set(asked[1]) == set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_as_often_for_three_rows_as_for_one(asked, page):
    assert {rows: len(asked[rows][page]) for rows in (1, 3)} == dict.fromkeys((1, 3), PAGES[page])


@pytest.mark.parametrize("page", PAGES)
def test_every_row_of_a_table_has_a_cell_for_each_of_its_heads(asked, page):
    assert misshapen(asked[3][page].html) == []


def test_the_manual_gives_the_same_numbers():
    manual = (env.ROOT / "docs" / "interface.md").read_text(encoding="utf-8")
    table = manual.partition("## Queries per page")[2].partition("\n## ")[0]

    assert {name: int(number) for name, number in re.findall(r"^\| (\w[\w ]+) \| (\d+) \|$", table, re.M)} == PAGES
