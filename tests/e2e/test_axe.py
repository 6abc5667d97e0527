"""Every page in both languages, light and dark, wide and narrow: axe finds nothing, and little is sent."""

import gzip
import uuid
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from committees.actions import comments, mergers, names
from committees.models import DecisionStep
from committees.rights import Role
from factories import tasks
from factories.actions import agreements, batches, closing, periods, reference, returns, sizing
from factories.actions import equipment as equipping
from factories.actions import funds as funding
from factories.imports.files import examined
from factories.models import CarryOver, Standing, TestResult
from reports import browsing
from reports.actions import chapters, reports
from tests import books, build, make, packs, photos, produce, work
from tests.reports import provincial

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
WHOLE, CONTRAST = {"type": "tag", "values": TAGS}, {"type": "rule", "values": ["color-contrast"]}
LOOKS = [(1440, "light", WHOLE), (390, "light", WHOLE), (390, "dark", CONTRAST), (1440, "dark", CONTRAST)]
"""What is not a matter of colour is the same in the dark; colours are the same in Korean."""
RUN = "rules => axe.run({runOnly: rules, resultTypes: ['violations'], preload: false}).then(r => r.violations)"
ENTRY_BUDGET, PAGE_BUDGET = 60 * 1024, 150 * 1024
"""Bytes, compressed, without the font and before a chart becomes live (docs/interface.md)."""


class World:
    """Places of the public record with factories in every state, and who works on them."""

    def __init__(self):
        places = [make.county(lat=Decimal(lat), lon=Decimal("126.5")) for lat in (39, 40, 41, 42)]
        self.good, self.late, self.silent, self.new = (make.project(make.plan(place)) for place in places)
        self.unit, self.secretary = make.reporter(self.good), make.verifier(self.good)
        self.staff = make.post(user_=make.user(is_staff=True))
        self.inaugurated()
        before = [make.period(date(2026, month, day)) for month, day in ((9, 5), (9, 15), (9, 25))]
        for period, percents in zip(before, ((60, 30), (80, 40), (95, 55)), strict=True):
            make.accepted(self.good, period, percents)
        make.verified(self.late, before[0], (20, 5))
        make.verified(self.silent, make.period(date(2026, 6, 25)), (20, 5))
        self.waiting = make.submitted(
            make.project(
                self.good.plan, construction_unit=self.good.construction_unit, type_=make.factory_type("cloth")
            ),
            percents=(90, 60), pace="stopped", slowed_since=date(2026, 10, 3), needed="Cement.",
            delays=[("materials", 4, "None came.")],
        )  # fmt: skip
        self.draft = returns.begin(self.good, make.period(), key=uuid.uuid4(), by=self.unit, at=make.moment())
        self.inspected()
        periods.grant(
            before[2], county=self.silent.plan.county, until=date(2026, 10, 20), reason="Flood.", by=self.staff,
            at=make.moment(),
        )  # fmt: skip
        self.handed_in()
        self.photographed()
        self.prepared()
        self.supplied()
        self.financed()
        self.complained()
        self.led()
        self.met()
        self.charged()
        self.decided()
        self.requested()
        self.discussed()
        self.composed()
        self.sealed()
        self.queued = self.report()
        self.ready = self.report(language="ko")
        for pk in reports.start(self.ready.pk, by=None, at=make.moment()):
            chapters.build(pk, at=make.moment())
        chapters.finish(self.ready.pk, at=make.moment())

    def handed_in(self):
        """Workbooks of a county: with problems, ready to be confirmed, confirmed."""
        self.office = make.post(Role.COUNTY_SECRETARY, where=self.late.plan.county)
        of = (self.late.plan.county, [self.late], make.period(make.DAY))
        self.broken = books.batch(books.of_county(*of).fill(self.late, ("12,5", "=1")), self.office)
        self.whole = books.batch(books.of_county(*of).fill(self.late, (80, 50)), self.office)
        of = (self.late.plan.county, [self.late], make.period())
        batch = books.batch(books.of_county(*of).fill(self.late, (22, 6)), self.office)
        self.confirmed = batches.confirm(batch, by=self.office, at=books.AT)

    def prepared(self):
        """A factory with a draft of a second study, a good site and one without water, and a clause that re-opened."""
        self.next = make.preparing()
        make.conditions(self.next.plan.county)
        make.sized(self.next)
        self.study = sizing.begin(self.next, year=2026, share_percent=Decimal(30), by=self.staff, at=make.moment())
        self.site = make.sited(self.next)
        self.dry = make.site(self.next, water_m3_day=40)
        agreements.comment(
            make.agreed(self.next).clauses.first(), text="Two shifts.", by=make.signer(self.next, "design"),
            at=make.moment(),
        )  # fmt: skip
        self.revision = make.revision(self.next, {"layout": "Another hall."})
        self.member, self.designer = make.post(Role.COMMITTEE_MEMBER), make.signer(self.next, "design")

    def supplied(self):
        """Materials that run short at two factories, one with a late order and a consignment on its way."""
        cement, bricks = build.material(), build.material("bricks", "×1,000")
        for project in (self.good, self.late):
            build.demand(project, 1240, date(2026, 11, 1), material_=cement, package=project.packages.last())
        build.demand(self.good, 60, date(2026, 10, 2), material_=bricks, package=self.good.packages.get(order=2))
        self.order = build.order(self.good, 400, date(2026, 9, 20), material_=cement)
        self.dispatch = build.dispatch(self.order, 150, date(2026, 10, 14))

    def inspected(self):
        """Visits that measured less than is claimed, with findings in every state."""
        self.inspector = build.inspector(self.good)
        first = build.inspection(self.good, (60, 30), date(2026, 9, 20), by=self.inspector)
        build.step(build.finding(first, "minor"), "resolved", make.DAY, hour=1)
        self.visit = build.inspection(self.good, (60, None), by=self.inspector, follows=first, summary="Walls only.")
        TestResult.objects.create(inspection=self.visit, what="Concrete", measured="22 MPa", passed=False)
        self.finding = build.finding(self.visit, "critical", date(2026, 10, 6))
        build.step(build.finding(self.visit), "closed", make.DAY, hour=1)

    def led(self):
        """A body with everything about it, one without anything, and one that was merged."""
        self.body = work.body("supplier", parent=work.body(), name_en="Cement works")
        self.bare, gone = work.body("supplier", parent=self.body), work.body("supplier")
        self.role = work.role(self.good, self.body, note="Cement")
        work.role(self.late, self.body, ends_on=date(2026, 9, 1))
        work.request(self.good, owed_by=self.body)
        work.request(self.good, asked_by=self.body)
        work.decision(self.body, projects=[self.good])
        work.guidance(self.body)
        work.member(None, self.body)
        post = work.officer(self.body)
        make.post(Role.INSTITUTION, where=self.body, deputy=True, deputy_of=post, ends_on=date(2026, 12, 31))
        signed = {"reason": "Decided.", "on": date(2026, 10, 1), "by": self.staff, "at": make.moment()}
        names.rename(self.body, name_en="Great cement works", **signed)
        self.gone = mergers.merge(gone, into=self.body, **signed)

    def financed(self):
        """Funds with a correction, spent and not disbursed; equipment below its level, late, tested."""
        self.entry = build.allocation(self.good, 900_000_000)
        said = {"why": "A digit was wrong.", "by": self.staff, "at": make.moment()}
        self.entry = funding.correct(self.entry, amount=Decimal(950_000_000), **said)
        build.disbursement(self.good, 1_000_000)
        self.item = build.item(self.good, quantity=2, level=2, supplier=build.supplier(), maintenance="Oil weekly.")
        build.item(self.late, level=None)
        signed = {"by": self.staff, "at": make.moment()}
        self.step = equipping.step(self.item, stage="ordered", quantity=2, on=make.DAY, **signed)
        Standing.objects.filter(pk=self.good.pk).update(equipment_below=1)

    def complained(self):
        """One complaint overdue, one replied to."""
        self.complaint = produce.complaint(self.good)
        work.notification(self.staff, urgent=True)
        work.notification(self.staff, read_at=make.moment())
        self.reply = produce.reply(produce.complaint(self.good, "K-2", matter="dust"))

    def met(self):
        """Members, a planned meeting with points and proposals, and one that was held, with decisions."""
        seat = work.member(work.committee(basis="Decision 1"), chair=True)
        self.seat, self.coming = seat, work.meeting(seat.committee, place="Hall 2")
        self.held = work.meeting(seat.committee, held_on=make.DAY, state="held", chair=seat, minutes="All agreed.")
        self.held.attendances.create(member=seat, presence="represented", note="By its deputy")
        for meeting in (self.coming, self.held):
            work.item(meeting, source="red", project=self.late, title=self.late.code)
            self.point = work.item(meeting, title="Work in winter", details="Heat first.", outcome="Put off.")
            work.decision(meeting=meeting, item=self.point)
            work.decision(meeting=meeting)
            work.item(meeting, title="Taken off", dropped=True)
        work.request(self.good, level=3)
        work.decision(made_on=date(2026, 9, 1), due_on=date(2026, 10, 1))

    def charged(self):
        """A county with members in charge before and now, visits, requests in several states, a decision overdue."""
        county = self.late.plan.county
        work.charge(county, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31), handover="The line is promised.")
        self.charge = work.charge(county)
        self.tour = work.visit(self.charge)
        for level in (0, 2, 3):
            row = work.request(self.late, visit=self.tour, level=level, delay_days=10 * level)
            row.steps.create(step="escalated", level=level, at=make.moment())
        row.steps.create(step="promised", promised_on=date(2026, 10, 30), at=make.moment())
        work.decision(work.body(), counties=[county], due_on=date(2026, 10, 2))
        self.lead = make.post(Role.COUNTY_LEAD, where=county, body=work.body("central_department"))

    def decided(self):
        """A decision overdue and one said to be done; a note with a reply and one without."""
        self.guide, self.owner = make.post(Role.GUIDANCE), make.post(Role.INSTITUTION)
        body = self.owner.organization
        self.overdue = work.decision(body, projects=[self.good], due_on=date(2026, 10, 2))
        self.carried_out = work.decision(body, counties=[self.good.plan.county], state="done")
        DecisionStep.objects.create(decision=self.carried_out, step="done", note="Delivered.", at=make.moment())
        self.note = work.guidance(body, work.body(), project=self.good)
        work.reply(self.note)

    def requested(self):
        """What the unit asks for: one overdue, climbed and declined, one promised, one that is done."""
        asker = self.unit.organization
        self.asked = work.request(self.good, asked_by=asker, due_on=date(2026, 10, 5), state="declined", level=1)
        for step, more in {"escalated": {"level": 1}, "declined": {"note": "None left.", "by": self.staff}}.items():
            self.asked.steps.create(step=step, at=make.moment(date(2026, 10, 8)), **more)
        for step, more in {"promised": {"promised_on": date(2026, 11, 1)}, "done": {"note": "Sent."}}.items():
            self.claimed = work.request(self.good, asked_by=asker, state=step)
            self.claimed.steps.create(step=step, at=make.moment(date(2026, 10, 9)), by=self.staff, **more)

    def discussed(self):
        """A comment with a post called, a file and an answer; what the committee asks of the unit."""
        said = {"at": make.moment(), "text": "Who roofs the kiln?"}
        first = comments.comment(
            self.good, mentions=[self.unit], files=examined([make.upload()]), by=self.staff, key=uuid.uuid4(), **said
        )
        comments.take_back(
            comments.comment(self.good, reply_to=first, by=self.unit, key=uuid.uuid4(), **said), by=self.unit,
            at=make.moment(),
        )  # fmt: skip
        work.request(self.good, owed_by=self.unit.organization)
        work.decision(self.unit.organization, projects=[self.good])

    def photographed(self):
        """Photos in the draft, and a return with two of one work package, one far off, and one that tells nothing."""
        photos.added(self.draft, photos.jpeg(39.4, 126.5, photos.TAKEN), photos.jpeg())
        row = make.draft(self.late, percents=(30, 10))
        package, here = self.late.packages.first(), (40, 126.5)
        photos.added(row, photos.jpeg(*here, photos.TAKEN, size=(640, 480)), package=package, caption="North wall")
        photos.added(row, photos.jpeg(), photos.jpeg(41, 127, photos.TAKEN), package=package)
        for photo in row.photos.all():
            tasks.make_thumbnail(photo.sha256)
        photos.added(row, photos.jpeg(size=(30, 40)))
        self.shown = returns.submit(row, revision=row.revision, by=row.saved_by, at=make.moment())

    def inaugurated(self):
        """A place of 2024 of which nothing but its ceremony is known."""
        plan = make.plan(year_=make.year(2024))
        reference.record_milestone(
            program_year=plan.program_year, county=plan.county, kind="inaugurated", met_on=date(2025, 1, 20),
            known_on=date(2025, 1, 21), source_title="A newspaper", source_url="https://example.org/", by=None,
        )  # fmt: skip
        make.year(2030)
        self.lasting(plan)

    def lasting(self, plan):
        """Two factories of 2024 that were built: one counts, one fell out. A lesson that is checked, and one open."""
        for outputs in ([90] * 8, [90, 90, 90, 20, 20]):
            built = produce.factory(plan, type_=produce.type_(f"made{len(outputs)}"))
            produce.months(built, 2026, range(1, len(outputs) + 1), outputs)
            CarryOver.objects.create(project=built, program_year=make.year(2024), why="The flood.", at=make.moment())
        self.lesson, checked = (produce.lesson(gate="commission") for _row in range(2))
        self.check = closing.check(self.good, checked, holds=False, note="No line.", by=self.staff, at=make.moment())

    def composed(self):
        """A province's report that was sent back, with a doubt, and one that waits for a member's decision."""
        here, there = (
            SimpleNamespace(
                province=project.plan.county.province, year=project.plan.program_year, member=self.member,
                secretary=make.post(Role.PROVINCIAL_SECRETARY, where=project.plan.county.province),
            )
            for project in (self.good, self.new)
        )  # fmt: skip
        self.writer = here.secretary
        self.to_decide = provincial.submitted(there)
        self.to_write = provincial.begun(here)
        texts = {"results": "All factories were finished.", "bases": "Bases: [[bases]]."}
        provincial.written(here, self.to_write, **texts)

    def sealed(self):
        """The year sealed twice, each with a pack that is ready; packs that wait, are being built and failed."""
        for _row in range(2):
            self.pack = packs.ready(packs.asked(self.staff))
        asked = {"kind": "month", "as_of": date(2026, 9, 30)}
        self.stopped = packs.failed(packs.asked(self.staff, **asked))
        self.begun = packs.writing(packs.asked(self.staff, **asked))
        self.asked_for = packs.asked(self.staff, kind="quarter", as_of=date(2026, 9, 30))
        self.of_seal = browsing.opened(self.pack.seal)

    def report(self, language="en"):
        return reports.request(year=2026, as_of=make.DAY, language=language, by=self.staff, at=make.moment())[0]

    def pages(self):
        """{name: (who looks, address under the language)}"""
        county = self.good.plan.county
        read = {
            "overview": "", "year of the record": "years/2024/", "year to come": "years/2030/", "board": "board/",
            "provinces": "provinces/", "province": f"provinces/{county.province.code}/", "counties": "counties/",
            "county": f"counties/{county.code}/", "projects": "projects/", "project": f"projects/{self.good.code}/",
            "late project": f"projects/{self.late.code}/", "photos": f"projects/{self.late.code}/photos/",
            "photos of a package": f"projects/{self.late.code}/photos/?package={self.late.packages.first().pk}",
            "no photos": f"projects/{self.new.code}/photos/", "photo": f"photos/{self.shown.photos.first().pk}/",
            "return with photos": f"returns/{self.shown.pk}/", "project without returns": f"projects/{self.new.code}/",
            "returns": "returns/", "nothing found": "returns/?q=nothing", "return": f"returns/{self.waiting.pk}/",
            "desk": "desk/", "reports": "reports/", "report": f"reports/{self.ready.pk}/",
            "report under way": f"reports/{self.queued.pk}/", "data": "data/", "how": "how/",
            "search": "search/?q=food", "search in vain": "search/?q=zzqqx", "search of nothing": "search/",
            "tokens": "data/tokens/", "new token": "data/tokens/make/", "another day": "?as_of=2026-09-01",
            "no such day": "?as_of=soon",
            "password": "accounts/password/change/", "sign-out": "accounts/logout/", "not found": "nowhere/",
            "patterns": "patterns/", "periods": "periods/", "period": "periods/2026-09-3/",
            "period rates": "periods/rates/?by=county", "periods to open": "periods/open/?period=2026-10-1",
            "periods to close": "periods/close/", "period exception": "periods/2026-10-1/grant/",
        }  # fmt: skip
        pages = {name: (self.staff, path) for name, path in read.items()}
        entry, good = f"funds/allocation/{self.entry.pk}", f"projects/{self.good.code}"
        pages |= {name: (self.staff, path) for name, path in {
            "funds": "funds/", "funds of a factory": f"{good}/funds/",
            "funds unknown": f"projects/{self.new.code}/funds/",
            "enter funds": f"{good}/funds/commitment/", "correct funds": f"{entry}/correct/",
            "withdraw funds": f"{entry}/withdraw/", "equipment": "equipment/", "equipment of a factory":
            f"{good}/equipment/", "equipment unknown": f"projects/{self.new.code}/equipment/",
            "choose equipment": f"equipment/{self.item.pk}/edit/", "step": f"equipment/{self.item.pk}/step/",
            "correct a step": f"equipment/steps/{self.step.pk}/correct/",
            "withdraw a step": f"equipment/steps/{self.step.pk}/withdraw/",
            "complaints": "complaints/", "complaints of a factory": f"{good}/complaints/",
            "no complaints": f"projects/{self.new.code}/complaints/",
            "enter a complaint": f"{good}/complaints/receive/",
            "reply": f"complaints/{self.complaint.pk}/reply/", "correct a reply":
            f"complaints/replies/{self.reply.pk}/correct/", "withdraw a complaint":
            f"complaints/{self.complaint.pk}/withdraw/", "demand": f"counties/{county.code}/demand/",
            "demand of a province": f"provinces/{county.province.code}/demand/",
            "comments": f"comments/project/{self.good.pk}/", "no comments": f"comments/project/{self.new.pk}/",
            "notifications": "notifications/", "no notification": "notifications/?topic=charge",
            "what comes by e-mail": "notifications/choices/",
        }.items()}  # fmt: skip
        pages |= {name: (self.staff, path) for name, path in {
            "built factories": "operating/", "no built factory": "operating/?year=2030", "lessons": "lessons/",
            "teach": "years/2026/lessons/", "retire": f"lessons/{self.lesson.pk}/retire/", "close": "years/2026/close/",
            "lessons of a factory": f"{good}/lessons/", "check": f"{good}/lessons/{self.lesson.pk}/",
            "correct a check": f"checks/{self.check.pk}/correct/", "withdraw a check":
            f"checks/{self.check.pk}/withdraw/", "year after": "years/2026/",
        }.items()}  # fmt: skip
        body = f"bodies/{self.body.code}"
        pages |= {name: (self.staff, path) for name, path in {
            "bodies": "bodies/", "no body": "bodies/?q=nobody", "body": f"{body}/", "body without anything":
            f"bodies/{self.bare.code}/", "merged body": f"bodies/{self.gone.code}/", "posts": "posts/",
            "found a body": "found-body/", "rename a body": f"{body}/rename/", "change a body": f"{body}/change/",
            "merge a body": f"{body}/merge/", "give a part": f"{good}/parts/give/", "end a part":
            f"parts/{self.role.pk}/end/", "change a unit": f"{good}/units/change/",
        }.items()}  # fmt: skip
        coming, held = f"meetings/{self.coming.pk}", f"meetings/{self.held.pk}"
        pages |= {name: (self.staff, path) for name, path in {
            "committee": "committee/", "found a committee": "committee/found/",
            "add a member": f"committee/{self.seat.committee_id}/members/add/",
            "change the chair": f"committee/{self.seat.committee_id}/chair/",
            "end a membership": f"committee/members/{self.seat.pk}/end/", "meetings": "meetings/",
            "no meetings": "meetings/?state=minuted", "plan a meeting": "meetings/plan/", "meeting": f"{coming}/",
            "meeting held": f"{held}/", "move a meeting": f"{coming}/replan/", "add a point": f"{coming}/points/add/",
            "change a point": f"meetings/points/{self.point.pk}/change/", "open a meeting": f"{coming}/hold/",
            "attendance": f"{held}/attendance/", "minutes": f"{held}/minutes/",
        }.items()}  # fmt: skip
        led = f"counties/{self.late.plan.county.code}"
        pages |= {name: (self.staff, path) for name, path in {
            "members in charge": "charges/", "no charge": "charges/?q=nothing", "visits": "visits/",
            "visit": f"visits/{self.tour.pk}/", "put in charge": f"{led}/charge/",
            "hand over": f"charges/{self.charge.pk}/hand-over/",
            "county without a member": f"counties/{county.code}/lead/", "county with a member": f"{led}/",
        }.items()}  # fmt: skip
        pages |= {name: (self.lead, path) for name, path in {
            "page of the member": f"{led}/lead/", "record a visit": f"{led}/visits/record/", "own overview": "",
        }.items()}  # fmt: skip
        decided = f"decisions/{self.carried_out.pk}/"
        pages |= {
            "decisions": (self.staff, "decisions/"), "no decision": (self.staff, "decisions/?q=nothing"),
            "decision to close": (self.staff, decided),
            "decision overdue": (self.owner, f"decisions/{self.overdue.pk}/"),
            "make a decision": (self.staff, "decisions/make/"), "guidance notes": (self.guide, "guidance/"),
            "guidance note": (self.owner, f"guidance/{self.note.pk}/"), "write a note": (self.guide, "guidance/write/"),
        }  # fmt: skip
        first = f"projects/{self.next.code}"
        pages |= {name: (self.staff, path) for name, path in {
            "project before building": f"{first}/", "sizing": f"{first}/sizing/", "study": f"sizing/{self.study.pk}/",
            "propose a site": f"{first}/sites/propose/", "measure a site": f"sites/{self.dry.pk}/measure/",
            "conditions": f"counties/{self.next.plan.county.code}/conditions/2026/",
            "conditions of no year": f"counties/{county.code}/conditions/2025/",
            "county with conditions": f"counties/{self.next.plan.county.code}/",
        }.items()}  # fmt: skip
        pages |= {name: (self.member, path) for name, path in {
            "gates": f"{first}/", "sites": f"{first}/sites/", "reject a site": f"sites/{self.dry.pk}/reject/",
            "waive": f"{first}/gates/start/funds/waive/", "finish": f"{first}/finish/",
        }.items()}  # fmt: skip
        pages |= {name: (self.designer, path) for name, path in {
            "agreement": f"{first}/agreement/", "withdraw": f"{first}/agreement/design/",
            "designs": f"{first}/designs/", "revision": f"designs/{self.revision.pk}/",
        }.items()}  # fmt: skip
        of_good = f"projects/{self.good.code}/supplies"
        pages |= {name: (self.unit, path) for name, path in {
            "short ahead": "supplies/", "suppliers": "suppliers/", "supplies": f"{of_good}/",
            "order": f"{of_good}/order/", "demand": f"{of_good}/demand/", "plan the demand": f"{of_good}/plan/",
            "dispatch": f"orders/{self.order.pk}/dispatch/", "withdraw a dispatch":
            f"dispatches/{self.dispatch.pk}/withdraw/", "nothing short": "supplies/?as_of=2026-01-05",
        }.items()}  # fmt: skip
        pages |= {name: (self.inspector, path) for name, path in {
            "inspections": "inspections/", "findings": "findings/", "inspection": f"inspections/{self.visit.pk}/",
            "finding": f"findings/{self.visit.findings.last().pk}/", "desk of an inspector": "desk/",
            "inspections of a project": f"projects/{self.good.code}/inspections/",
            "new inspection": f"projects/{self.good.code}/inspections/new/",
        }.items()}  # fmt: skip
        pages |= {name: (self.unit, f"requests/{path}") for name, path in {
            "requests": "", "no request": "?as_of=2026-01-05", "requests by body": "board/", "ask": "ask/",
            "ask for a factory": f"ask/?project={self.good.code}", "request": f"{self.asked.pk}/",
            "request that is done": f"{self.claimed.pk}/",
        }.items()}  # fmt: skip
        pages["finding to mend"] = (self.unit, f"findings/{self.finding.pk}/")
        pages |= {name: (self.office, f"workbooks/{path}") for name, path in {
            "workbooks": "", "workbook with problems": f"{self.broken.pk}/", "workbook": f"{self.whole.pk}/",
            "workbook confirmed": f"{self.confirmed.pk}/",
        }.items()}  # fmt: skip
        pages["sign-in"] = (None, "accounts/login/")
        of = "reports/provincial/2026/{}/".format
        pages |= {
            "provincial reports": (self.staff, "reports/provincial/"),
            "days of a year": (self.staff, "reports/provincial/2026/days/"),
            "report not begun": (self.staff, of(self.late.plan.county.province.code)),
            "report to write": (self.writer, of(self.to_write.province.code)),
            "report to sign": (self.writer, of(self.to_write.province.code) + "sign/"),
            "report to decide": (self.member, of(self.to_decide.province.code)),
        }  # fmt: skip
        pages |= {name: (self.staff, f"reports/{path}") for name, path in {
            "packs": "packs/", "seal and build": "packs/new/",
            "what would be sealed": "packs/new/?kind=year&year=2026&as_of=2026-10-12",
            "pack": f"packs/{self.pack.pk}/", "pack that failed": f"packs/{self.stopped.pk}/",
            "pack under way": f"packs/{self.begun.pk}/", "pack that waits": f"packs/{self.asked_for.pk}/",
            "schedules": "schedule/", "schedule": "schedule/month/", "scorecards": "scorecards/2026/",
            "scorecard of a province": f"scorecards/2026/{county.province.code}/",
            "scorecard of a county": f"scorecards/2026/{county.code}/",
        }.items()}  # fmt: skip
        seal = self.pack.seal.number
        pages |= {name: (self.staff, f"reports/seals/{path}") for name, path in {
            "seals": "", "no seal": "?kind=quarter", "seal": f"{seal}/", "pages of a seal": f"{seal}/pages/index.html",
            **{f"chapter {path}": f"{seal}/pages/{path}" for path in self.of_seal.chapters},
            "programme in a seal": f"{seal}/pages/programme/index.html",
            "county in a seal": f"{seal}/pages/{self.of_seal.path(f'county:{county.code}')}",
            "figure in a seal": f"{seal}/figures/county:{county.code}/verified_percent/",
            "figure of the programme": f"{seal}/figures/programme/verified_percent/",
        }.items()}  # fmt: skip
        pages["verification"], pages["to judge"] = (
            (self.secretary, path) for path in ("verification/", f"returns/{self.waiting.pk}/")
        )
        pages["desk of a unit"], pages["entry"], pages["not allowed"] = (
            (self.unit, path) for path in ("desk/", f"returns/{self.draft.pk}/edit/", "verification/")
        )
        return pages

    def answers(self, language):
        """{name: the page that answers a form, or an error}"""
        site = Client()
        site.force_login(self.unit.official.user)
        form, packages = f"/{language}/returns/{self.draft.pk}/edit/", self.draft.lines.order_by("package__order")
        boxes = [f"package_{pk}" for pk in packages.values_list("package_id", flat=True)]
        sent = {"pace": "slower", "crew_people": "sixty", boxes[0]: "140", boxes[1]: "10", "delay_power": "99"}
        wrong = site.post(form, {**sent, "revision": self.draft.revision, "deed": "submit"})
        returns.save(
            self.draft, revision=self.draft.revision, values={"narrative": "Theirs."}, lines={}, delays=[],
            by=self.unit, at=make.moment(),
        )  # fmt: skip
        clash = site.post(form, {"revision": self.draft.revision, "narrative": "Mine.", "deed": "save"})
        refused = site.post(f"/{language}/projects/{self.good.code}/returns/", {"period": "2026-01-1"})
        ticked = {"key": uuid.uuid4(), "mentions": [self.staff.pk]}
        unsaid = site.post(f"/{language}/comments/project/{self.good.pk}/", ticked)
        with translation.override(language):
            broken = render_to_string("500.html")
        assert [answer.status_code for answer in (wrong, clash, refused, unsaid)] == [422, 409, 409, 409]
        made = {"entry with errors": wrong, "two versions": clash, "refused": refused, "unsaid": unsaid}
        return {name: answer.content.decode() for name, answer in made.items()} | {"broken": broken}


class Reader:
    """Looks at pages as axe and a ruler do."""

    def __init__(self, open_page, language):
        self.open_page, self.pages, self.findings = open_page, {}, []
        self.looks = [look for look in LOOKS if language == "en" or look[1] == "light"]
        self.axe = AXE.read_text()

    def page_of(self, post):
        if post not in self.pages:
            self.pages[post] = self.open_page(post)
        return self.pages[post]

    def look(self, name, page):
        page.evaluate(self.axe)
        for width, theme, rules in self.looks:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=theme)
            for found in page.evaluate(RUN, rules):
                where = ", ".join(node["target"][0] for node in found["nodes"][:4])
                why = found["nodes"][0]["failureSummary"].splitlines()[-1].strip()
                self.findings.append(f"{name}, {width}, {theme}: {found['id']} at {where}: {why}")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 320, "height": 900})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > 320:
            self.findings.append(f"{name}: {wide} px wide on a screen of 320 px")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_axe_finds_nothing_and_nothing_sticks_out(open_page, language):
    world, reader = World(), Reader(open_page, language)

    for name, (post, path) in world.pages().items():
        page = reader.page_of(post)
        page.goto(f"/{language}/{path}")
        reader.look(name, page)
    page = reader.page_of(None)
    for name, html in world.answers(language).items():
        page.route("**/answer/", lambda route, _request, html=html: route.fulfill(body=html, content_type="text/html"))
        page.goto("/answer/")
        reader.look(name, page)

    assert reader.findings == []


def compressed(content):
    return len(gzip.compress(content, 6, mtime=0))


def test_a_page_sends_no_more_than_its_budget(open_page, client):
    world = World()
    sizes = {name: compressed(Path(finders.find(name)).read_bytes()) for name in (
        "build/app.css", "vendor/htmx/htmx.min.js", "js/app.js", "js/entry.js", "js/photos.js"
    )}  # fmt: skip

    weights = {}
    for name, (post, path) in world.pages().items():
        client.logout()
        if post:
            client.force_login(post.official.user)
        html = client.get(f"/en/{path}").content
        files = sum(size for file, size in sizes.items() if f"/static/{file}".encode() in html)
        weights[name] = compressed(html) + files

    assert {name: weight for name, weight in weights.items() if weight > PAGE_BUDGET} == {}
    assert weights["entry"] <= ENTRY_BUDGET
