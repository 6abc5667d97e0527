"""Every address asked by every role: who gets what. The table is what is meant; a route it does not know fails.

`HERE` holds one of everything within the reach of every post that reads, `THERE` the same in another province. What
one may not see is 404, what one sees but may not do 403 with the reason, and who has not signed in is sent to do so.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.conf import settings as project_settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client, override_settings
from django.urls import get_resolver, reverse

from committees.actions import attachments
from committees.models import DecisionStep
from committees.rights import Role
from factories import plausibility
from factories.actions import bases as basing
from factories.actions import closing, documents, gates, returns
from factories.actions import equipment as equipping
from factories.actions import funds as funding
from factories.actions import periods as calendar
from factories.actions import sizing as studies
from factories.imports.files import examined
from factories.models import CarryOver, ClauseKind, Gate, Milestone, Side
from regional20x10.shared import clock, tables
from reports.actions import chapters, provincial, reports
from reports.actions import packs as acting_on_packs
from tests import books, build, make, packs, photos, produce, work
from tests.calls import token
from tests.reports import provincial as composed
from tests.reports import seal_pages
from tests.undoing import undone

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NATIONAL = {Role.COMMITTEE_STAFF, Role.COMMITTEE_MEMBER, Role.GUIDANCE, Role.COUNTY_LEAD, Role.ANALYST}
PROVINCIAL = {Role.PROVINCIAL_SECRETARY, Role.PROVINCIAL_CHAIR}
SIGNING = {Role.COUNTY_SECRETARY, Role.COUNTY_CHAIR}
LOCAL = {Role.COUNTY_SECRETARY, Role.COUNTY_CHAIR, Role.COUNTY_STAFF}
UNITS = {Role.DESIGN_UNIT, Role.CONSTRUCTION_UNIT, Role.OPERATION_UNIT, Role.INSPECTOR, Role.INSTITUTION}
READERS = NATIONAL | PROVINCIAL | LOCAL | UNITS
BUILDER, MEMBER, KEEPER = Role.CONSTRUCTION_UNIT, Role.COMMITTEE_MEMBER, Role.ADMINISTRATOR
ASKERS = {Role.COMMITTEE_STAFF, MEMBER, Role.GUIDANCE, Role.PROVINCIAL_SECRETARY, Role.ANALYST}
"""Who may have a report built."""
NO_POST, ANONYMOUS, SUPERUSER = "no post", "anonymous", "superuser"
"""Signed in, but the post has ended; not signed in; an account of the admin without a post."""
SIGNED_IN = {*Role, NO_POST, SUPERUSER}
EVERYBODY = {*SIGNED_IN, ANONYMOUS}
SIGN_IN = "sign in"


# --- what is meant ---------------------------------------------------------------------------------------------------
@dataclass
class Ask:
    """One way to ask a route, and {caller: the answer meant}, here and there."""

    route: str
    here: dict
    there: dict | None = None
    of: object = None
    """World -> arguments of the address."""
    method: str = "GET"
    data: object = None
    """World -> what is sent."""
    says: str = ""
    query: str = ""

    def __str__(self):
        return " ".join(filter(None, [self.method, self.route, self.says])).replace("::", "-")


def page(*given):
    """{caller: answer} of a page: 403 but for those `given` as (answer, callers), the later over the earlier."""
    return _answers({**dict.fromkeys(SIGNED_IN, 403), ANONYMOUS: SIGN_IN}, given)


def call(*given):
    """{caller: answer} of an endpoint of the API."""
    return _answers({**dict.fromkeys(SIGNED_IN, 403), ANONYMOUS: 401}, given)


def _answers(answers, given):
    for answer, callers in given:
        answers |= dict.fromkeys(callers, answer)
    return answers


def few(answers):
    """Of those asked the same in another form already: one of each kind."""
    return {caller: answers[caller] for caller in (BUILDER, KEEPER, SUPERUSER, NO_POST, ANONYMOUS)}


STAFF, DESIGNER, INSPECTOR = Role.COMMITTEE_STAFF, Role.DESIGN_UNIT, Role.INSPECTOR
SIGNERS = {Side.DESIGN: DESIGNER, Side.CONSTRUCTION: BUILDER, Side.OPERATION: Role.OPERATION_UNIT}
SUPPLYING = {STAFF, BUILDER}
SURVEYORS = {STAFF} | LOCAL
"""Who may record what a county has, and what was measured at a site."""
SEEN, HIDDEN = (200, READERS), [(404, READERS), (200, NATIONAL)]
"""Here and there of what is only read."""
LISTS = [
    "board", "province_list", "county_list", "project_list", "return_list", "supply_list", "supplier_list",
    "inspection_list", "finding_list", "period_board", "rate_list", "fund_list", "equipment_list", "production_list",
    "inspection_list", "finding_list", "period_board", "rate_list", "fund_list", "equipment_list",
    "base_list",
    "workforce_list", "trial_list", "sample_list",
    "inspection_list", "finding_list", "period_board", "rate_list", "fund_list", "equipment_list", "complaint_list",
    "inspection_list", "finding_list", "period_board", "rate_list", "fund_list", "equipment_list", "operating_list",
    "lesson_list",
    "body_list", "post_list",
    "meeting_list",
    "charge_list", "visit_list",
    "decision_list", "guidance_list",
    "request_list", "request_board",
]  # fmt: skip
NOUNS = {
    "province": lambda w: [w.province.code], "county": lambda w: [w.county.code],
    "county-plan": lambda w: [w.plan.pk], "project": lambda w: [w.project.code],
    "work-package": lambda w: [w.package], "milestone": lambda w: [w.milestone.pk],
    "standing": lambda w: [w.project.code], "return": lambda w: [w.submitted.pk],
    "conditions": lambda w: [f"{w.county.code}-2026"], "site": lambda w: [w.site.pk],
    "sizing-study": lambda w: [w.study.pk], "design": lambda w: [w.revision.pk],
    "document": lambda w: [w.document.pk],
    "material-demand": lambda w: [w.demand.pk], "material-order": lambda w: [w.order.pk],
    "dispatch": lambda w: [w.dispatch.pk], "shortage": lambda w: [w.project.code],
    "inspection": lambda w: [w.visit.pk], "finding": lambda w: [w.opened.pk],
    "photo": lambda w: [w.photo.pk],
    "period-exception": lambda w: [w.exception.pk],
    "fund-allocation": lambda w: [w.entries["allocation"].pk],
    "disbursement": lambda w: [w.entries["disbursement"].pk], "commitment": lambda w: [w.entries["commitment"].pk],
    "equipment-item": lambda w: [w.item.pk], "equipment-step": lambda w: [w.step.pk],
    "production": lambda w: [w.produced["submitted"].pk], "product-plan": lambda w: [w.product_plan.pk],
    "base": lambda w: [w.base.code], "base-measure": lambda w: [w.raising.pk],
    "base-return": lambda w: [w.quarter.pk], "supply-link": lambda w: [w.link.pk],
    "training-course": lambda w: [w.course.pk], "training-return": lambda w: [w.training.pk],
    "trial-run": lambda w: [w.trial.pk], "quality-sample": lambda w: [w.sample.pk],
    "complaint": lambda w: [w.complaint.pk], "complaint-reply": lambda w: [w.replied.pk],
    "comment": lambda w: [w.comment.pk], "attachment": lambda w: [w.attachment.pk],
    "lesson-check": lambda w: [w.check.pk], "carried-over": lambda w: [w.carried.pk],
    "project-role": lambda w: [w.role.pk],
    "county-charge": lambda w: [w.charge.pk], "visit": lambda w: [w.tour.pk],
    "decision": lambda w: [w.decision.pk], "guidance-note": lambda w: [w.note.pk],
    "guidance-reply": lambda w: [w.replied_to_note.pk],
    "request": lambda w: [w.request.pk],
}  # fmt: skip


SUMS = {"name_en": "Bureau of Sums", "kind": "other"}


def _body(w):
    """A body that anybody may be merged into; `w.supplier` is one that anybody may be merged from."""
    return [w.supplier.code]


def _part(w):
    return {"organization": w.supplier.code, "part": "funds", "starts_on": "2026-10-01"}


def _unit(w):
    return {"organization": w.other_body.code, "part": "construction", "from_on": "2026-10-12", **REASON}


OPERATOR = Role.OPERATION_UNIT
PRODUCING = {OPERATOR} | LOCAL
"""Who reports what a factory produces."""
PLANNING = {Role.COMMITTEE_STAFF, OPERATOR}


def _month(state):
    """The address of the production return in this state."""
    return lambda w: [w.produced[state].pk]


def _factory(w):
    return [w.factory.code]


def written(route, answer, of, data=None, form=page, method="GET", says=""):
    """A draft of production: there for those who write it alone."""
    here = form((404, READERS), (answer, PRODUCING))
    return Ask(route, here, form((404, READERS)), of=of, data=data, method=method, says=says)


ASKING = {STAFF, MEMBER, Role.GUIDANCE} | UNITS
"""Who acts for a body, so that they may ask another."""


def _claimed(w):
    """A request that is said to be done."""
    return [w.claimed.pk]


def _wanted(w):
    return {"key": uuid.uuid4(), "about": w.project.code, "owed_by": w.claimed.owed_by_id, "what": "Steel",
            "due_on": "2026-12-01", "delay_days": 3}  # fmt: skip


NOTED = {"note": "So it is."}
OWING, OWED = {Role.INSTITUTION}, {OPERATOR}
"""Who owes what the operation unit asked for, and the operation unit."""
REQUEST_DEEDS = [
    ("promise", OWING, NOUNS["request"], lambda w: {"promised_on": "2026-11-01"}),
    ("decline", OWING, NOUNS["request"], lambda w: NOTED),
    ("done", OWING, NOUNS["request"], lambda w: NOTED),
    ("confirm", OWED, _claimed, lambda w: {}),
    ("dispute", OWED, _claimed, lambda w: NOTED),
    ("withdraw", OWED, NOUNS["request"], lambda w: NOTED),
]
"""(deed, who does it, to which request, with what)."""


def _draft(w):
    return [w.draft.pk]


def _submitted(w):
    return [w.submitted.pk]


def _verified(w):
    return [w.verified.pk]


def _photo_of_draft(w):
    return [w.photo_of_draft.pk]


def _for_county(w):
    return [w.for_county.pk]


def _queued(w):
    return [w.queued.pk]


def _ready(w):
    return [w.ready.pk]


def _next(w):
    return [w.next.code]


def _of_next(*rest):
    """The address of the factory under preparation, with what stands behind its code."""
    return lambda w: [w.next.code, *rest]


def _site(w):
    return [w.site.pk]


def _project(w):
    return [w.project.code]


def _order(w):
    return [w.order.pk]


def _idle_order(w):
    return [w.idle.pk]


def _dispatch(w):
    return [w.dispatch.pk]


def _ordered(w):
    """What is said of an order."""
    return {"reference": "O-2", "quantity": 95, "ordered_on": "2026-09-01", "promised_on": "2026-11-01"}


def _sent(w):
    """What is said of a dispatch."""
    return {"waybill": "W-2", "quantity": 5, "dispatched_on": "2026-10-01", "expected_on": "2026-11-01"}


def _order_form(w):
    return {**_ordered(w), "material": w.order.material_id, "supplier": w.order.supplier_id}


def _order_body(w):
    return {**_ordered(w), "material": "cement", "supplier": w.order.supplier.code}


def _why(w):
    return {"why": "Counted again."}


def _study(w):
    return [w.study.pk]


def _sent_study(w):
    return [w.sent_study.pk]


def _county_year(w):
    return [w.county.code, 2026]


def _mended(w):
    return [w.mended.pk]


FINANCIERS = {"allocation": {STAFF}, "disbursement": {STAFF}, "commitment": {STAFF, BUILDER}}
"""{kind of entry: who enters it}."""
SENT = {
    "allocation": {"year": 2026, "source": "own", "amount": 5, "reference": "Decision 2"},
    "disbursement": {"source": "state", "amount": 5, "paid_on": "2026-10-01", "reference": "Payment 2"},
    "commitment": {"line": "other", "amount": 5, "committed_on": "2026-10-01", "contract": "C-2"},
}
ENTRIES = {"fund-allocation": "allocation", "disbursement": "disbursement", "commitment": "commitment"}
"""{noun of the API: kind of entry}."""
EQUIPPERS = {STAFF, Role.OPERATION_UNIT}
STEP = {"stage": "ordered", "quantity": 1, "on": "2026-10-01"}
ITEM = {"level": 3, "quantity": 4, "maintenance": "Weekly.", "reason": "As built."}


CHECKERS = {STAFF, INSPECTOR}
"""Who may check at a factory what earlier years taught."""
TAUGHT = {"cause": "power", "what": "The line came late.", "check_en": "Power is connected", "check_ko": "전기 연결"}


def _lesson(w):
    return [w.lesson.pk]


def _check(w):
    return [w.check.pk]


def _entry(kind, *rest):
    return lambda w: [*rest, w.entries[kind].pk]


def _item(w):
    return [w.item.pk]


def _step(w):
    return [w.step.pk]


BASE_KEEPERS = {STAFF} | LOCAL
BASE = {"name_en": "Fields", "name_ko": "강냉이밭", "kind": "field", "material": "maize", "area_ha": 110,
        "yield_t_ha": 4}  # fmt: skip
QUARTER = {"year": 2026, "quarter": 2, "harvested_t": 90, "losses_t": 1}
RAISING = {"what": "Irrigation", "adds_t_year": 50, "due_on": "2026-12-01"}
REASON = {"reason": "Surveyed."}
OPERATOR = Role.OPERATION_UNIT
TRAINERS = {STAFF, OPERATOR} | LOCAL
COURSE = {"institution": "University", "places": 20, "starts_on": "2026-04-01", "ends_on": "2026-08-31"}
TRAINING = {"on": "2026-10-02", "enrolled": 61, "certified": 60, "placed": 0, "left": 0}
TRIAL = {"began_on": "2026-09-10", "ended_on": "2026-09-19", "output_t": 20, "protocol": "P-2"}
SAMPLE = {"product": "food", "taken_on": "2026-09-20", "laboratory": "Laboratory", "certificate": "C-2"}


def _course_form(w):
    return {**COURSE, "trade": w.course.trade_id}


def _training_form(w):
    return {**TRAINING, "trade": w.training.trade_id}


def _trade(w):
    return [w.training.trade.code]


def _of_trade(w):
    return {"project": w.project.code, "trade": w.training.trade.code}


CHARGE = {"title": "Secretary", "starts_on": "2026-10-02"}
"""Refused: the county has a member in charge."""
LEAD = Role.COUNTY_LEAD
TOUR = {"visited_on": "2026-10-05", "seen": "The roof is closed."}
REGISTRARS = {STAFF} | LOCAL
"""Who keeps the register of complaints."""
COMPLAINT = {"matter": "dust", "received_on": "2026-09-01", "reply_due_on": "2026-09-15"}
REPLY = {"replied_on": "2026-10-01", "outcome": "partly"}


def _complaint(w):
    return [w.complaint.pk]


def _reply(w):
    return [w.replied.pk]


def kept_by_staff(route, of, data, form=page):
    """What all see of the committee and staff alone keeps."""
    yield Ask(route, form((200, {STAFF})), of=of)
    yield Ask(route, form((302, {STAFF})), of=of, method="POST", data=data)


def of_meeting(route, of, answer, data=None, method="POST", form=page, says=""):
    """A deed on a meeting, which the nation reads and staff alone keeps."""
    here = form((404, READERS), (403, NATIONAL), (answer, {STAFF}))
    return Ask(route, here, of=of, method=method, data=data, says=says)


def read_meeting(route, of, form=page, says=""):
    return Ask(route, form((404, READERS), (200, NATIONAL)), of=of, says=says)


def _term(w):
    return [w.meeting.committee_id]


def _seat(w):
    return [w.seat.pk]


def _meeting(w):
    return [w.meeting.pk]


def _called(w):
    return [w.called.pk]


def _sitting(w):
    return [w.sitting.pk]


def _point(w):
    return [w.point.pk]


SEAT = {"title": "Deputy", "starts_on": "2026-10-01"}
ENDS = {"ends_on": "2026-10-31", "reason": "It retired."}
HELD_ON = {"held_on": "2026-10-20"}


COMMENTERS = READERS - {Role.ANALYST}
"""Who may comment on what they see."""


def _comment(w):
    return [w.comment.pk]


def _on_project(w):
    """The address of the comments on the project."""
    return ["project", w.project.pk]


DECIDERS, CLOSERS = {STAFF, MEMBER}, {STAFF, MEMBER, Role.GUIDANCE}
OWNER = {Role.INSTITUTION}
"""The supplier, which owes the decision and has to reply to the note."""


def _decision(w):
    return [w.decision.pk]


def _done_decision(w):
    return [w.done_decision.pk]


def _note(w):
    return [w.note.pk]


DECIDED = {"text": "Deliver the line.", "due_on": "2026-12-01"}
GUIDANCE = {"title": "Cure the concrete", "text": "Keep it warm.", "reply_by": "2026-12-01"}


def own(route, answer, method="POST", form=page):
    """A notification of the construction unit's user: nobody else's."""
    here = form((404, READERS), (answer, {BUILDER}))
    return Ask(route, here, form((404, READERS)), of=lambda w: [w.told.pk], method=method)


MAIL = {"email": "", "digest": True, "urgent_mail": True, "muted": [], "language": "en"}
UPLOADERS = {BUILDER} | LOCAL
"""Who may hand in workbooks of returns."""


def handed_in(route, answer, method="POST", data=None, form=page):
    """A workbook that the construction unit handed in: its own post's alone."""
    here = form((404, READERS), (answer, {BUILDER}))
    return Ask(route, here, form((404, READERS)), of=lambda w: [w.batch.pk], method=method, data=data)


def judged(route, who, answer, of, data=None, says="", form=page, method="POST"):
    """A deed on what all see: done for `who`, there too where they reach the nation."""
    there = [(404, READERS), (403, NATIONAL), (answer, who & NATIONAL)]
    return Ask(route, form((answer, who)), form(*there), of=of, method=method, data=data, says=says)


def created(noun, who, data):
    """What is made of a project that the body names: one that is not seen is a wrong value."""
    there = call((400, READERS), (403, NATIONAL), (201, who & NATIONAL))
    return Ask(f"api:{noun}-list", call((201, who)), there, method="POST", data=data)


def of_report(route, answer, method="POST", of=_ready, form=page, says=""):
    """A report that the province's secretary had built: read by the nation and the province, changed by ASKERS."""
    if method == "GET":
        here, there = [(404, READERS), (answer, NATIONAL | PROVINCIAL)], [(404, READERS), (answer, NATIONAL)]
    else:
        done = (answer, {Role.COMMITTEE_STAFF, MEMBER})
        here = [(404, LOCAL | UNITS), done, (answer, {Role.PROVINCIAL_SECRETARY})]
        there = [(404, READERS), (403, NATIONAL), done]
    return Ask(route, form(*here), form(*there), of=of, method=method, says=says)


def of_seal(route, *more, form=page, says="", answer=200):
    """What is read of a seal by those who read the nation."""
    return Ask(route, form((404, READERS), (answer, NATIONAL)), of=lambda w: [w.seal.number, *more], says=says)


COMPOSERS, SIGNER = PROVINCIAL, Role.PROVINCIAL_SECRETARY
"""Who writes a province's report, and who signs it."""


def _of_year(year, *more):
    return lambda w: [year, w.province.code, *more]


def of_province(route, answer, who, of, method="POST", data=None, form=page, says=""):
    """A report of the province: read by the nation and the province, changed by `who`."""
    denied = 200 if method == "GET" and who is None else 403
    here = [(404, READERS), (denied, NATIONAL | PROVINCIAL), (answer, who or set())]
    there = [(404, READERS), (denied, NATIONAL), (answer, (who or set()) & NATIONAL)]
    return Ask(route, form(*here), form(*there), of=of, method=method, data=data, says=says)


SECTION = {"text": "As planned.", "version": 1}
COMMENTING = (NATIONAL | PROVINCIAL) - {Role.ANALYST}
RETURNING = {"decision": "return", "note_results": "Say why."}


def of_pack(route, answer, of, method="POST", form=page, says="", data=None):
    """A pack: read by the nation, changed by the staff."""
    done = (answer, {STAFF} if method == "POST" else NATIONAL)
    return Ask(route, form((404, READERS), (403, NATIONAL), done), of=of, method=method, says=says, data=data)


def sealing(form, answer, name, method="POST", data=None, says=""):
    return Ask(name, form((403, READERS), (answer, {STAFF})), method=method, data=data, says=says)


PACK = {"kind": "year", "year": 2026, "as_of": "2026-10-11", "reason": "For the meeting."}
THRESHOLDS = {
    "cover_percent": 80, "utilisation_percent": 65, "production_months": 2, "production_grace_days": 20,
    "reason": "Decided in the plenary meeting.",
}  # fmt: skip
PAGES = [
    Ask("home", page((302, SIGNED_IN))),
    Ask("search", page(SEEN)),
    Ask("search", page(SEEN), data=lambda w: {"q": w.project.code}, says="words"),
    Ask("search", page((400, READERS)), data=lambda w: {"q": "song", "kind": "person"}, says="unknown kind"),
    *(Ask(name, page((200, EVERYBODY))) for name in ("health_live", "health_ready", "report_schema", "pack_schema")),
    *(Ask(name, page((200, EVERYBODY))) for name in ("health_live", "health_ready", "report_schema", "seal_schema")),
    Ask("patterns", page((404, SIGNED_IN), (200, {SUPERUSER}))),
    Ask("pattern_chart", page((404, SIGNED_IN), (200, {SUPERUSER})), of=lambda w: ["funnel"]),
    *(Ask(name, page(SEEN)) for name in ("overview", "data", "how", "desk", "report_list", *LISTS)),
    Ask("year", page(SEEN), of=lambda w: [2026]),
    Ask("year", page((404, READERS)), of=lambda w: [2031], says="without data"),
    Ask("thresholds", page(SEEN), of=lambda w: [2026]),
    Ask("thresholds", page((302, {MEMBER})), of=lambda w: [2026], method="POST", data=lambda w: THRESHOLDS),
    *(Ask(f"{name}_file", page(SEEN), of=lambda w: ["csv"]) for name in LISTS),
    *(Ask(f"{name}_file", few(page(SEEN)), of=lambda w, k=kind: [k], says=kind)
      for name in LISTS for kind in tables.KINDS if kind != "csv"),
    Ask("year_file", page(SEEN), of=lambda w: [2026, "csv"]),
    Ask("scorecards_now", page((302, READERS))),
    Ask("scorecards", page(SEEN), of=lambda w: [2026]),
    Ask("scorecards_file", page(SEEN), of=lambda w: [2026, "csv"]),
    *(Ask("scorecards_file", few(page(SEEN)), of=lambda w, k=kind: [2026, k], says=kind)
      for kind in tables.KINDS if kind != "csv"),
    Ask("scorecard", page(SEEN, (404, UNITS)), page(*HIDDEN), of=lambda w: [2026, w.county.code]),
    Ask("scorecard", page(SEEN, (404, UNITS | LOCAL)), page(*HIDDEN), of=lambda w: [2026, w.province.code],
        says="of a province"),
    Ask("carried_file", page(SEEN), of=lambda w: [2026, "csv"]),
    *(Ask("carried_file", few(page(SEEN)), of=lambda w, k=kind: [2026, k], says=kind)
      for kind in tables.KINDS if kind != "csv"),
    Ask("year_close", page((200, {STAFF})), of=lambda w: [2026]),
    Ask("year_close", page((409, {STAFF})), of=lambda w: [2026], method="POST", says="not over"),
    Ask("lesson_teach", page((200, {STAFF})), of=lambda w: [2026]),
    Ask("lesson_teach", page((302, {STAFF})), of=lambda w: [2026], method="POST",
        data=lambda w: {**TAUGHT, "gate": "start"}),
    Ask("lesson_retire", page((200, {STAFF})), of=_lesson),
    Ask("lesson_retire", page((302, {STAFF})), of=_lesson, method="POST", data=lambda w: {"reason": "It is mended."}),
    Ask("project_lessons", page(SEEN), page(*HIDDEN), of=_next),
    judged("lesson_check", CHECKERS, 200, lambda w: [w.next.code, w.lesson.pk], method="GET"),
    judged("lesson_check", CHECKERS, 302, lambda w: [w.next.code, w.lesson.pk],
           lambda w: {"holds": "yes", "note": "Seen.", "key": uuid.uuid4()}),
    *(judged(f"check_{deed}", CHECKERS, answer, _check, lambda w: {"holds": "no", "note": "Gone.", "why": "So."}, deed,
             method=method) for deed in ("correct", "withdraw") for method, answer in [("GET", 200), ("POST", 302)]),
    *(Ask("year_file", few(page(SEEN)), of=lambda w, k=kind: [2026, k], says=kind)
      for kind in tables.KINDS if kind != "csv"),
    *(Ask(name, page(SEEN), page(*HIDDEN), of=NOUNS[name]) for name in ("province", "county", "project")),
    Ask("chart_spec", page(SEEN), of=lambda w: ["year", 2026], says="year"),
    *(
        Ask("chart_spec", page(SEEN), page(*HIDDEN), of=lambda w, s=scope: [s, NOUNS[s](w)[0]], says=scope)
        for scope in ("province", "county", "project")
    ),
    Ask("return", page(SEEN), page(*HIDDEN), of=_submitted),
    Ask("return", page((404, READERS), (302, {BUILDER})), page((404, READERS)), of=_draft, says="draft"),
    Ask("return_edit", page((404, READERS), (200, {BUILDER})), page((404, READERS)), of=_draft),
    Ask("return_edit", page((302, READERS)), page((404, READERS), (302, NATIONAL)), of=_submitted, says="submitted"),
    judged("return_begin", {BUILDER}, 302, NOUNS["project"], lambda w: {"period": "2026-10-1", "key": uuid.uuid4()}),
    Ask("return_edit", page((404, READERS), (302, {BUILDER})), page((404, READERS)), of=_draft, method="POST",
        data=lambda w: {**w.boxes, "deed": "save"}),
    Ask("return_edit", page((404, READERS), (302, {BUILDER})), page((404, READERS)), of=_draft, method="POST",
        data=lambda w: {**w.boxes, "deed": "submit"}, says="submit"),
    Ask("return_edit", page((404, READERS), (302, {BUILDER})), page((404, READERS)), of=_draft, method="POST",
        data=lambda w: {"deed": "discard"}, says="discard"),
    Ask("return_save", page((404, READERS), (200, {BUILDER})), page((404, READERS)), of=_draft, method="POST",
        data=lambda w: w.boxes),
    judged("return_save", {BUILDER}, 409, _submitted, lambda w: w.boxes, says="submitted"),
    judged("return_verify", PROVINCIAL, 302, _submitted),
    judged("return_accept", {MEMBER}, 302, _verified),
    judged("return_sign", SIGNING, 302, _for_county),
    judged("return_send_back", PROVINCIAL, 302, _submitted, lambda w: {"note": "Measure again."}),
    judged("return_send_back", {MEMBER}, 302, _verified, lambda w: {"note": "Measure again."}, says="verified"),
    Ask("return_photos", page((404, READERS), (409, {BUILDER})), page((404, READERS)), of=_draft, method="POST",
        data=lambda w: {"deed": "photos"}),
    Ask("photo_list", page(SEEN), page(*HIDDEN), of=NOUNS["project"]),
    *(Ask(name, page(SEEN), page(*HIDDEN), of=NOUNS["photo"]) for name in ("photo", "photo_original", "photo_small")),
    *(Ask(name, few(page((404, READERS), (200, {BUILDER}))), few(page((404, READERS))), of=_photo_of_draft,
          says="draft") for name in ("photo", "photo_original", "photo_small")),
    Ask("conditions", page(SEEN), page(*HIDDEN), of=_county_year),
    judged("conditions", SURVEYORS, 302, _county_year,
           lambda w: {"value_population": 31_000, "source_population": "Survey of May"}),
    Ask("study_list", page(SEEN), page(*HIDDEN), of=_next),
    judged("study_list", {STAFF, DESIGNER}, 302, NOUNS["project"], lambda w: {"year": 2026, "share_percent": 5}),
    Ask("study", page(SEEN), page(*HIDDEN), of=_study),
    *(judged("study", {STAFF, DESIGNER}, 302, _study, lambda w, d=deed: {**w.choice, "year": 2026, "deed": d}, deed)
      for deed in ("save", "submit", "discard")),
    judged("study_approve", {MEMBER}, 302, _sent_study),
    judged("study_send_back", {MEMBER}, 302, _sent_study, lambda w: {"note": "Ask the county again."}),
    Ask("site_list", page(SEEN), page(*HIDDEN), of=_next),
    Ask("supplies", page(SEEN), page(*HIDDEN), of=_project),
    *(judged(route, SUPPLYING, 200, of, method="GET")
      for route, of in [("demand_set", _project), ("demand_plan", _project), ("order_place", _project),
                        ("order_correct", _order), ("order_withdraw", _order), ("dispatch_enter", _order),
                        ("dispatch_correct", _dispatch), ("dispatch_withdraw", _dispatch)]),
    judged("demand_set", SUPPLYING, 302, _project,
           lambda w: {"package": w.package, "material": w.order.material_id, "quantity": 9, "needed_by": "2026-11-01"}),
    judged("demand_plan", SUPPLYING, 409, _project, says="without a norm"),
    judged("demand_drop", SUPPLYING, 302, NOUNS["material-demand"]),
    judged("order_place", SUPPLYING, 302, _project, _order_form),
    judged("order_correct", SUPPLYING, 302, _order, lambda w: {**_order_form(w), **_why(w)}),
    judged("order_withdraw", SUPPLYING, 302, _idle_order, _why),
    judged("dispatch_enter", SUPPLYING, 302, _order, _sent),
    judged("dispatch_correct", SUPPLYING, 302, _dispatch, lambda w: {**_sent(w), **_why(w)}),
    judged("dispatch_withdraw", SUPPLYING, 302, _dispatch, _why),
    judged("site_propose", SURVEYORS, 200, _next, method="GET"),
    judged("site_propose", SURVEYORS, 302, _next, lambda w: {"name": "At the ford"}),
    judged("site_measure", SURVEYORS, 200, _site, method="GET"),
    judged("site_measure", SURVEYORS, 302, _site,
           lambda w: {"measured_on": "2026-10-01", "measured_by": "County staff", "power_kw": 410}),
    judged("site_approve", {MEMBER}, 302, _site),
    judged("site_reject", {MEMBER}, 200, _site, method="GET"),
    judged("site_reject", {MEMBER}, 302, _site, lambda w: {"reason": "The ford floods."}),
    Ask("design_list", page(SEEN), page(*HIDDEN), of=_next),
    judged("design_list", {DESIGNER}, 302, _next, lambda w: {**w.texts, "after": 1, "changed": "The roof."}),
    Ask("revision", page(SEEN), page(*HIDDEN), of=NOUNS["design"]),
    Ask("document", page(SEEN), page(*HIDDEN), of=NOUNS["document"]),
    Ask("agreement", page(SEEN), page(*HIDDEN), of=_next),
    Ask("agreement_file", few(page(SEEN)), few(page(*HIDDEN)), of=_next),
    *(judged("agreement_sign", {role}, 302, _next,
             lambda w, s=side: {"side": s.value, "revision": w.revision.pk, "clause": w.shown}, side.name.lower())
      for side, role in SIGNERS.items()),
    *(judged("agreement_withdraw", {role}, answer, _of_next(side.value),
             lambda w: {"kinds": ["layout"], "reason": "The hall is too low."}, side.name.lower(), method=method)
      for side, role in SIGNERS.items() for method, answer in [("GET", 200), ("POST", 302)]),
    judged("clause_comment", set(SIGNERS.values()), 302, lambda w: [w.clause.pk], lambda w: {"text": "How high?"}),
    judged("gate_pass", {MEMBER}, 302, _of_next("start")),
    judged("gate_waive", {MEMBER}, 200, _of_next("start", "funds"), method="GET"),
    judged("gate_waive", {MEMBER}, 302, _of_next("start", "funds"),
           lambda w: {"until": "2026-12-31", "reason": "Decided in the next meeting."}),
    judged("finish_move", {MEMBER}, 200, _next, method="GET"),
    judged("finish_move", {MEMBER}, 302, _next, lambda w: {"finishes_on": "2026-12-20", "reason": "The flood."}),
    *(Ask(noun, page(SEEN), page(*HIDDEN), of=NOUNS[noun]) for noun in ("inspection", "finding", "request")),
    Ask("request_ask", page((200, ASKING))),
    Ask("request_ask", page((302, ASKING)), page((409, ASKING), (302, ASKING & NATIONAL)), method="POST", data=_wanted),
    *(judged(f"request_{deed}", who, 302, of, said) for deed, who, of, said in REQUEST_DEEDS),
    judged("request_pass_on", {STAFF, MEMBER} | OWING, 302, NOUNS["request"],
           lambda w: {**NOTED, "to": w.claimed.owed_by_id}),
    Ask("project_inspections", page(SEEN), page(*HIDDEN), of=NOUNS["project"]),
    judged("inspection_new", {INSPECTOR}, 200, NOUNS["project"], method="GET"),
    judged("inspection_new", {INSPECTOR}, 302, NOUNS["project"],
           lambda w: {"visited_on": "2026-10-05", f"package_{w.package}": "45"}),
    judged("finding_resolve", {BUILDER}, 302, NOUNS["finding"], lambda w: {"note": "Mended."}),
    judged("finding_close", {INSPECTOR}, 302, _mended, lambda w: {"note": "Seen."}),
    judged("finding_reopen", {INSPECTOR}, 302, _mended, lambda w: {"note": "Seen."}),
    Ask("decision", page(SEEN), page(*HIDDEN), of=_decision),
    Ask("decision_make", page((200, DECIDERS))),
    Ask("decision_make", page((302, DECIDERS)), method="POST", data=lambda w: {**DECIDED, "owner": w.supplier.pk}),
    judged("decision_done", OWNER, 302, _decision, lambda w: {"note": "Delivered."}),
    *(judged(f"decision_{deed}", CLOSERS, 302, _done_decision, lambda w: {"note": "Seen."})
      for deed in ("close", "reopen")),
    judged("decision_withdraw", DECIDERS, 302, _decision, lambda w: {"note": "Too early."}),
    judged("decision_move", DECIDERS, 302, _decision, lambda w: {"note": "Later.", "due_on": "2026-12-01"}),
    Ask("guidance_note", page(SEEN), page(*HIDDEN), of=_note),
    Ask("guidance_write", page((200, {Role.GUIDANCE}))),
    Ask("guidance_write", page((302, {Role.GUIDANCE})), method="POST",
        data=lambda w: {**GUIDANCE, "to": [w.supplier.pk], "key": uuid.uuid4()}),
    judged("guidance_reply", OWNER, 302, _note, lambda w: {"text": "Covered."}),
    Ask("period", page(SEEN), of=lambda w: ["2026-10-1"]),
    *(Ask(name, page((200, {STAFF}))) for name in ("period_open", "period_close")),
    Ask("period_open", page((302, {STAFF})), method="POST",
        data=lambda w: {"periods": [w.submitted.period_id], "until": "2026-10-20", "reason": "The flood."}),
    Ask("period_close", page((302, {STAFF})), method="POST",
        data=lambda w: {"periods": [w.submitted.period_id], "reason": "All have reported."}),
    Ask("period_grant", page((200, {STAFF})), of=lambda w: ["2026-10-1"]),
    Ask("period_grant", page((302, {STAFF})), of=lambda w: ["2026-10-1"], method="POST",
        data=lambda w: {"kind": "project", "code": w.project.code, "until": "2026-10-30", "reason": "The flood."}),
    *(Ask(name, page(SEEN), page(*HIDDEN), of=NOUNS["project"]) for name in ("project_funds", "project_equipment")),
    *(judged("fund_enter", who, 200, lambda w, k=kind: [w.project.code, k], says=kind, method="GET")
      for kind, who in FINANCIERS.items()),
    *(judged("fund_enter", who, 302, lambda w, k=kind: [w.project.code, k],
             lambda w, k=kind: {**SENT[k], "key": uuid.uuid4()}, kind) for kind, who in FINANCIERS.items()),
    *(judged(f"fund_{deed}", who, answer, _entry(kind, kind), lambda w, k=kind: {**SENT[k], "why": "So."}, kind,
             method=method)
      for kind, who in FINANCIERS.items() for deed in ("correct", "withdraw")
      for method, answer in [("GET", 200), ("POST", 302)]),
    *(Ask(name, page(SEEN), page(*HIDDEN), of=NOUNS["project"]) for name in ("project_workforce", "project_trials")),
    Ask("trial", page(SEEN), page(*HIDDEN), of=NOUNS["trial-run"]),
    *(judged(route, who, answer, of, data, method=method)
      for route, who, of, data in [
          ("course_plan", TRAINERS, NOUNS["project"], _course_form),
          ("course_change", TRAINERS, NOUNS["training-course"], lambda w: {**_course_form(w), "places": 80,
                                                                           "reason": "So."}),
          ("training_report", TRAINERS, NOUNS["project"], lambda w: {**_training_form(w), "key": uuid.uuid4()}),
          ("training_correct", TRAINERS, NOUNS["training-return"], lambda w: {**_training_form(w), "why": "So."}),
          ("training_withdraw", TRAINERS, NOUNS["training-return"], lambda w: {"why": "So."}),
          ("trial_record", {OPERATOR}, NOUNS["project"], lambda w: {**TRIAL, "passed": "yes", "key": uuid.uuid4()}),
          ("trial_correct", {OPERATOR}, NOUNS["trial-run"], lambda w: {**TRIAL, "passed": "yes", "why": "So."}),
          ("trial_withdraw", {OPERATOR}, NOUNS["trial-run"], lambda w: {"why": "So."}),
          ("sample_record", {INSPECTOR}, NOUNS["project"], lambda w: {**SAMPLE, "passed": "yes", "key": uuid.uuid4()}),
          ("sample_correct", {INSPECTOR}, NOUNS["quality-sample"], lambda w: {**SAMPLE, "passed": "yes",
                                                                              "why": "So."}),
          ("sample_withdraw", {INSPECTOR}, NOUNS["quality-sample"], lambda w: {"why": "So."}),
      ]
      for method, answer in [("GET", 200), ("POST", 302)]),
    judged("course_drop", TRAINERS, 200, NOUNS["training-course"], method="GET"),
    judged("course_drop", TRAINERS, 409, NOUNS["training-course"], lambda w: {"reason": "So."}),
    judged("equipment_plan", EQUIPPERS, 302, NOUNS["project"]),
    *(judged(route, EQUIPPERS, answer, of, data, method=method)
      for route, of, data in [
          ("equipment_edit", _item, lambda w: ITEM),
          ("equipment_step", _item, lambda w: {**STEP, "key": uuid.uuid4()}),
          ("step_correct", _step, lambda w: {**STEP, "why": "So."}), ("step_withdraw", _step, lambda w: {"why": "So."}),
      ]
      for method, answer in [("GET", 200), ("POST", 302)]),
    Ask("project_production", page(SEEN), page(*HIDDEN), of=_factory),
    Ask("production_return", page(SEEN), page(*HIDDEN), of=NOUNS["production"]),
    written("production_return", 302, _month("draft"), says="draft"),
    written("production_edit", 200, _month("draft")),
    *(written("production_edit", 302, _month("draft"), lambda w, d=deed: {**w.month_boxes, "deed": d}, method="POST",
              says=deed) for deed in ("save", "submit", "discard")),
    written("production_save", 200, _month("draft"), lambda w: w.month_boxes, method="POST"),
    Ask("production_edit", page((302, READERS)), page((404, READERS), (302, NATIONAL)), of=NOUNS["production"],
        says="submitted"),
    judged("production_begin", PRODUCING, 302, _factory, lambda w: {"period": "2026-09", "key": uuid.uuid4()}),
    judged("production_verify", PROVINCIAL, 302, _month("submitted")),
    judged("production_accept", {MEMBER}, 302, _month("verified")),
    judged("production_send_back", PROVINCIAL, 302, _month("submitted"), lambda w: {"note": "Weigh again."}),
    judged("production_send_back", {MEMBER}, 302, _month("verified"), lambda w: {"note": "Weigh again."},
           says="verified"),
    judged("product_plan_set", PLANNING, 200, _factory, method="GET"),
    judged("product_plan_set", PLANNING, 302, _factory,
           lambda w: {"year": 2026, "product": "food", "tonnes": 900, "reason": "So."}),
    Ask("period", page(SEEN), of=lambda w: ["2026-09"], says="month"),
    Ask("base", page(SEEN), page(*HIDDEN), of=NOUNS["base"]),
    Ask("project_raw_material", page(SEEN), page(*HIDDEN), of=NOUNS["project"]),
    *(Ask(f"{kind}_balance", page(SEEN), page(*HIDDEN), of=NOUNS[kind]) for kind in ("county", "province")),
    *(Ask(f"{kind}_balance_file", few(page(SEEN)), few(page(*HIDDEN)), of=lambda w, k=kind, f=form: [*NOUNS[k](w), f],
          says=form) for kind in ("county", "province") for form in tables.KINDS),
    *(judged(route, BASE_KEEPERS, answer, NOUNS[noun], data, method=method)
      for route, noun, data in [
          ("base_create", "county", lambda w: {**BASE, "code": "new-base"}),
          ("base_change", "base", lambda w: {**BASE, **REASON}),
          ("base_measure_plan", "base", lambda w: RAISING),
          ("base_measure_finish", "base-measure", lambda w: {"done_on": "2026-10-01"}),
          ("base_report", "base", lambda w: {**QUARTER, "key": uuid.uuid4()}),
          ("base_return_correct", "base-return", lambda w: {**QUARTER, "why": "So."}),
          ("base_return_withdraw", "base-return", lambda w: {"why": "So."}),
          ("base_link", "base", lambda w: {"project": w.next.code, "share_percent": 10}),
          ("base_link_change", "supply-link", lambda w: {"share_percent": 60}),
          ("base_unlink", "supply-link", lambda w: REASON),
      ]
      for method, answer in [("GET", 200), ("POST", 302)]),
    Ask("project_complaints", page(SEEN), page(*HIDDEN), of=NOUNS["project"]),
    Ask("comment_list", page(SEEN), page(*HIDDEN), of=_on_project),
    judged("comment_list", COMMENTERS, 302, _on_project, lambda w: {"text": "So.", "key": uuid.uuid4()}),
    Ask("comment_list", page((404, READERS)), of=lambda w: ["province", w.province.pk], says="of nothing known"),
    Ask("comment_take_back", page((302, {BUILDER})), page((404, READERS), (403, NATIONAL)), of=_comment,
        method="POST"),
    Ask("comment_file", page(SEEN), page(*HIDDEN), of=lambda w: [w.project.pk, "csv"]),
    *(Ask("comment_file", few(page(SEEN)), few(page(*HIDDEN)), of=lambda w, k=kind: [w.project.pk, k], says=kind)
      for kind in tables.KINDS if kind != "csv"),
    Ask("attachment", page(SEEN), page(*HIDDEN), of=NOUNS["attachment"]),
    *(Ask(name, page(SEEN)) for name in ("notification_list", "notification_choices")),
    Ask("notification_choices", page((302, READERS)), method="POST", data=lambda w: {"language": "ko"}),
    Ask("notification_read_all", page((302, READERS)), method="POST"),
    *(own(route, 302) for route in ("notification_open", "notification_read")),
    *(judged(route, REGISTRARS, answer, of, data, method=method)
      for route, of, data in [
          ("complaint_receive", NOUNS["project"], lambda w: {**COMPLAINT, "reference": "K-9", "key": uuid.uuid4()}),
          ("complaint_reply", _complaint, lambda w: {**REPLY, "key": uuid.uuid4()}),
          ("complaint_correct", _complaint, lambda w: {**COMPLAINT, "why": "typed"}),
          ("complaint_withdraw", _complaint, lambda w: {"why": "twice"}),
          ("reply_correct", _reply, lambda w: {**REPLY, "why": "typed"}),
          ("reply_withdraw", _reply, lambda w: {"why": "twice"}),
      ]
      for method, answer in [("GET", 200), ("POST", 302)]),
    *(Ask(f"{noun}_demand", page(SEEN), page(*HIDDEN), of=NOUNS[noun]) for noun in ("county", "province")),
    *(Ask(f"{noun}_demand_file", few(page(SEEN)), few(page(*HIDDEN)), of=lambda w, n=noun, k=kind: [*NOUNS[n](w), k],
          says=kind) for noun in ("county", "province") for kind in tables.KINDS),
    *(Ask("photo_list_file", few(page(SEEN)), few(page(*HIDDEN)), of=lambda w, k=kind: [w.project.code, k], says=kind)
      for kind in tables.KINDS),
    Ask("body", page(SEEN), of=_body),
    *(Ask(route, page((answer, {STAFF})), of=of, method=method, data=data)
      for route, of, data in [
          ("body_found", None, lambda w: SUMS),
          ("body_rename", _body, lambda w: {"name_en": "Figures", "on": "2026-10-01", **REASON}),
          ("body_change", _body, lambda w: {"kind": "other", **REASON}),
          ("body_merge", _body, lambda w: {"into": w.other_body.code, "on": "2026-10-12", **REASON}),
      ]
      for method, answer in [("GET", 200), ("POST", 302)]),
    *(judged(route, {STAFF}, answer, of, data, method=method)
      for route, of, data in [
          ("role_give", _project, _part), ("unit_change", _project, _unit),
          ("role_end", NOUNS["project-role"], lambda w: {"ends_on": "2026-10-12", **REASON}),
      ]
      for method, answer in [("GET", 200), ("POST", 302)]),
    *(Ask(name, page(SEEN), page(*HIDDEN), of=NOUNS[noun])
      for name, noun in [("lead", "county"), ("visit", "visit")]),
    Ask("lead_brief", few(page(SEEN)), few(page(*HIDDEN)), of=NOUNS["county"]),
    *(judged("charge_begin", {STAFF}, answer, NOUNS["county"], method=method,
             data=lambda w: {**CHARGE, "official": w.builder.official.reference})
      for method, answer in [("GET", 200), ("POST", 409)]),
    *(judged("charge_hand_over", {STAFF}, answer, NOUNS["county-charge"], method=method,
             data=lambda w: {"ends_on": "2026-10-12", "handover": "So."})
      for method, answer in [("GET", 200), ("POST", 302)]),
    *(Ask("visit_record", page((answer, {LEAD})), page((404, READERS), (403, NATIONAL)), of=NOUNS["county"],
          method=method, data=lambda w: {**TOUR, "key": uuid.uuid4()})
      for method, answer in [("GET", 200), ("POST", 302)]),
    Ask("verification", page((200, PROVINCIAL | {MEMBER}))),
    Ask("verification", page((200, PROVINCIAL | {MEMBER})), method="POST", data=lambda w: {"return": w.submitted.pk}),
    Ask("schedule_list", page(SEEN)),
    Ask("schedule", page((200, {STAFF})), of=lambda w: ["month"]),
    Ask("schedule", page((302, {STAFF})), of=lambda w: ["month"], method="POST",
        data=lambda w: {"active": "on", "days_after": 5, "roles": ["provincial_chair"]}),
    Ask("report_request", page((302, ASKERS)), method="POST",
        data=lambda w: {"year": 2026, "as_of": "2026-10-01", "language": "en"}),
    Ask("workbook_list", page((200, UPLOADERS))),
    Ask("workbook_list", page((422, UPLOADERS)), method="POST", data=lambda w: {"key": uuid.uuid4()}),
    Ask("workbook_template", page((200, UPLOADERS)), page((409, UPLOADERS)),
        data=lambda w: {"period": "2026-10-2", "project": w.project.code}),
    handed_in("workbook", 200, "GET"),
    handed_in("workbook_confirm", 302, data=lambda w: {"discard_drafts": "yes"}),
    handed_in("workbook_undo", 409),
    *(Ask("provincial_reports", page(SEEN), query=query) for query in ("", "?year=2025")),
    Ask("provincial_days", page((403, READERS), (200, {STAFF})), of=lambda w: [2026]),
    Ask("provincial_days", page((403, READERS), (302, {STAFF})), of=lambda w: [2026], method="POST",
        data=lambda w: {"reports_due_on": "2026-12-22", "plenary_on": ""}),
    Ask("provincial_reports_file", page(SEEN), of=lambda w: ["csv"]),
    *(of_province(f"provincial_{name}", 200, None, _of_year(2026), "GET") for name in ("report", "docx")),
    of_province("provincial_open", 302, COMPOSERS, _of_year(2026)),
    of_province("provincial_section", 302, COMPOSERS, _of_year(2026, "results"), data=lambda w: SECTION),
    of_province("provincial_comment", 302, COMMENTING, _of_year(2026, "results"),
                data=lambda w: {"text": "Why?", "key": uuid.uuid4()}),
    of_province("provincial_sign", 200, {SIGNER}, _of_year(2026), "GET"),
    of_province("provincial_sign", 409, {SIGNER}, _of_year(2026)),
    of_province("provincial_take_back", 302, {SIGNER}, _of_year(2025)),
    of_province("provincial_decide", 302, {MEMBER}, _of_year(2025), data=lambda w: RETURNING),
    of_report("report", 200, "GET"),
    Ask("seals", page(SEEN)),
    *(Ask(name, page((404, READERS), (200, NATIONAL)), of=lambda w: [w.seal.number])
      for name in ("seal", "seal_content")),
    of_report("report_cancel", 302, of=_queued),
    of_report("report_rebuild", 302),
    of_seal("seal_page", "index.html"),
    of_seal("seal_page", "counties/NP-KUJANG.html", says="of a county"),
    of_seal("seal_page", "drawings/map.svg", says="not drawn", answer=404),
    of_seal("seal_figure", "county:NP-KUJANG/verified_percent"),
    Ask("pack_list", page(SEEN)),
    sealing(page, 200, "pack_new", "GET"),
    sealing(page, 302, "pack_new", data=lambda w: PACK),
    of_pack("pack_of_seal", 302, lambda w: [w.loose.number]),
    of_pack("pack", 200, lambda w: [w.queued_pack.pk], "GET"),
    of_pack("pack_file", 409, lambda w: [w.queued_pack.pk, "pdf-ko"], "GET"),
    of_pack("pack_cancel", 302, lambda w: [w.queued_pack.pk]),
    of_pack("pack_retry", 302, lambda w: [w.failed_pack.pk]),
    of_pack("pack_rebuild", 302, lambda w: [w.failed_pack.pk]),
    *(of_report("report_file", 200, "GET", of=lambda w, k=kind: [w.ready.pk, k], says=kind)
      for kind in ("pdf", "xlsx", "json")),
    Ask("committee", page(SEEN)),
    *kept_by_staff("committee_found", None,
                   lambda w: {"organization": w.founding.pk, "starts_on": "2026-01-01", "ends_on": "2027-01-01"}),
    *kept_by_staff("member_add", _term, lambda w: {**SEAT, "organization": w.supplier.pk}),
    *kept_by_staff("chair_change", _term, lambda w: {"member": w.seat.pk, "on": "2026-10-13"}),
    *kept_by_staff("member_end", _seat, lambda w: ENDS),
    *kept_by_staff("meeting_plan", None, lambda w: {**HELD_ON, "committee": w.meeting.committee_id}),
    *(read_meeting(route, of) for route, of in [("meeting", _meeting), ("meeting_agenda_pdf", _meeting),
                                                ("meeting_minutes_pdf", _sitting)]),
    *(read_meeting("agenda_file", lambda w, k=kind: [w.meeting.pk, k], says=kind) for kind in tables.KINDS),
    *(of_meeting(route, of, answer, data, method)
      for route, of, data in [
          ("meeting_replan", _meeting, lambda w: HELD_ON),
          ("item_add", _meeting, lambda w: {"title": "Work in winter"}),
          ("item_change", _point, lambda w: {"title": "Work in winter"}),
          ("meeting_hold", _called, lambda w: {"chair": w.seat.pk}),
          ("meeting_attendance", _sitting, lambda w: {f"presence_{w.seat.pk}": "present"}),
          ("meeting_minutes", _sitting, lambda w: {"version": 1, "minutes": "All agreed."}),
      ]
      for method, answer in [("GET", 200), ("POST", 302)]),
    *(of_meeting(route, of, answer, data)
      for route, of, answer, data in [
          ("agenda_propose", _meeting, 409, None), ("item_drop", _point, 302, None),
          ("item_take_back", _point, 302, None),
          ("item_move", _point, 302, lambda w: {"way": "up", "version": w.meeting.version}),
          ("meeting_convene", _meeting, 302, None), ("meeting_reopen", _called, 302, None),
          ("meeting_close", _sitting, 409, None),
      ]),
    Ask("act_as", page((302, {BUILDER})), page(), method="POST", data=lambda w: {"post": w.builder.pk}),
    Ask("token_list", page(SEEN)),
    Ask("token_make", page(SEEN)),
    Ask("token_make", page(SEEN), method="POST", data=lambda w: {"name": "tables", "scope": "read", "days": 9}),
    Ask("token_revoke", page((404, READERS), (302, {BUILDER})), page((404, READERS)), of=lambda w: [w.token.pk],
        method="POST"),
]  # fmt: skip

CALLS = [
    *(Ask(f"api:{name}", call((200, EVERYBODY))) for name in ("schema", "docs")),
    Ask("api:problem", call((200, EVERYBODY)), of=lambda w: ["conflict"]),
    Ask("api:api-root", call(SEEN)),
    Ask("api:search-list", call((400, READERS)), says="without words"),
    Ask("api:search-list", call(SEEN), data=lambda w: {"q": w.project.code}),
    *(Ask(f"api:{noun}-list", call(SEEN))
      for noun in (*NOUNS, "program-year", "period", "report", "material", "supplier")),
    *(Ask(f"api:{noun}-list", call(SEEN)) for noun in (*NOUNS, "program-year", "period", "report", "workbook")),
    *(Ask(f"api:{noun}-detail", call(SEEN), call(*HIDDEN), of=of) for noun, of in NOUNS.items()),
    *(Ask(f"api:program-year-{what}", call(SEEN), of=lambda w: [2026]) for what in ("detail", "figures")),
    Ask("api:program-year-thresholds", call((200, {MEMBER})), of=lambda w: [2026], method="POST",
        data=lambda w: THRESHOLDS),
    Ask("api:program-year-close", call((409, {STAFF})), of=lambda w: [2026], method="POST",
        data=lambda w: {"carried": []}),
    *(Ask(f"api:operating-{what}", call(SEEN)) for what in ("list", "survival", "idle")),
    Ask("api:operating-detail", call(SEEN), of=_project),
    Ask("api:lesson-list", call(SEEN)),
    Ask("api:lesson-detail", call(SEEN), of=_lesson),
    Ask("api:lesson-list", call((201, {STAFF})), method="POST", data=lambda w: {**TAUGHT, "year": 2026}),
    Ask("api:lesson-retire", call((200, {STAFF})), of=_lesson, method="POST",
        data=lambda w: {"reason": "It is mended."}),
    created("lesson-check", CHECKERS,
            lambda w: {"project": w.next.code, "lesson": w.lesson.pk, "holds": True, "note": "Seen."}),
    *(judged(f"api:lesson-check-{deed}", CHECKERS, 201, _check, lambda w, b=body: b, form=call)
      for deed, body in [("correct", {"holds": False, "why": "So."}), ("withdraw", {"why": "So."})]),
    Ask("api:period-detail", call(SEEN), of=lambda w: ["2026-10-1"]),
    *(Ask(f"api:period-{deed}", call((200, {STAFF})), method="POST",
          data=lambda w, m=more: {"periods": ["2026-10-1"], "reason": "The flood.", **m})
      for deed, more in [("open", {"until": "2026-10-20"}), ("close", {})]),
    Ask("api:period-exception-list", call((201, {STAFF})), call((400, READERS), (403, NATIONAL), (201, {STAFF})),
        method="POST", data=lambda w: {"period": "2026-10-1", "project": w.project.code, "until": "2026-10-30",
                                       "reason": "The flood."}),
    Ask("api:reporting-rates-list", call(SEEN)),
    Ask("api:scorecard-list", call(SEEN)),
    Ask("api:scorecard-detail", call(SEEN, (404, UNITS)), call(*HIDDEN), of=lambda w: [w.county.code]),
    Ask("api:scorecard-detail", call(SEEN, (404, UNITS | LOCAL)), call(*HIDDEN), of=lambda w: [w.province.code],
        says="of a province"),
    Ask("api:month-list", call(SEEN)),
    Ask("api:month-detail", call(SEEN), of=lambda w: ["2026-09"]),
    written("api:production-detail", 200, _month("draft"), form=call, says="draft"),
    created("production", PRODUCING, lambda w: {"project": w.factory.code, "period": "2026-10",
                                                "key": str(uuid.uuid4())}),
    *(written("api:production-detail", answer, _month("draft"), data, call, method)
      for method, answer, data in [("PUT", 200, lambda w: w.month), ("PATCH", 200, lambda w: {"revision": 2}),
                                   ("DELETE", 204, None)]),
    written("api:production-submit", 200, _month("draft"), lambda w: {"revision": w.produced["draft"].revision}, call,
            "POST"),
    judged("api:production-verify", PROVINCIAL, 200, _month("submitted"), form=call),
    judged("api:production-accept", {MEMBER}, 200, _month("verified"), form=call),
    judged("api:production-send-back", PROVINCIAL, 200, _month("submitted"), lambda w: {"note": "Weigh again."},
           form=call),
    created("product-plan", PLANNING, lambda w: {"project": w.factory.code, "year": 2026, "product": "food",
                                                 "tonnes": 900, "reason": "So."}),
    Ask("api:return-detail", call((404, READERS), (200, {BUILDER})), call((404, READERS)), of=_draft, says="draft"),
    Ask("api:return-list", call((201, {BUILDER})), call((400, READERS), (403, NATIONAL)), method="POST",
        data=lambda w: {"project": w.project.code, "period": "2026-10-1", "key": str(uuid.uuid4())}),
    *(Ask("api:return-detail", call((404, READERS), (answer, {BUILDER})), call((404, READERS)), of=_draft,
          method=method, data=data)
      for method, answer, data in [("PUT", 200, lambda w: w.body), ("PATCH", 200, lambda w: w.patch),
                                   ("DELETE", 204, None)]),
    *(Ask("api:return-detail", call((409, {BUILDER})), call((404, READERS), (403, NATIONAL)), of=_submitted,
          method=method, data=data, says="submitted")
      for method, data in [("PUT", lambda w: w.body), ("PATCH", lambda w: w.patch), ("DELETE", None)]),
    Ask("api:return-submit", call((404, READERS), (200, {BUILDER})), call((404, READERS)), of=_draft, method="POST",
        data=lambda w: {"revision": w.draft.revision}),
    *(Ask(f"api:photo-{what}", call(SEEN), call(*HIDDEN), of=NOUNS["photo"]) for what in ("badges", "original")),
    Ask("api:photo-small", call((409, READERS)), call((404, READERS), (409, NATIONAL)), of=NOUNS["photo"]),
    Ask("api:photo-list", call((400, READERS), (409, {BUILDER})), call((400, READERS)), method="POST",
        data=lambda w: {"return": w.draft.pk}),
    Ask("api:photo-detail", call((404, READERS), (204, {BUILDER})), call((404, READERS)), of=_photo_of_draft,
        method="DELETE", says="draft"),
    judged("api:photo-detail", {BUILDER}, 409, NOUNS["photo"], form=call, method="DELETE"),
    judged("api:return-sign", SIGNING, 200, _for_county, form=call),
    judged("api:return-verify", PROVINCIAL, 200, _submitted, form=call),
    judged("api:return-accept", {MEMBER}, 200, _verified, form=call),
    judged("api:return-send-back", PROVINCIAL, 200, _submitted, lambda w: {"note": "Measure again."}, form=call),
    judged("api:return-send-back", {MEMBER}, 200, _verified, lambda w: {"note": "Measure again."}, "verified", call),
    judged("api:conditions-detail", SURVEYORS, 200, NOUNS["conditions"],
           lambda w: {"population": 31_000, "sources": {"population": "Survey of May"}}, form=call, method="PUT"),
    created("sizing-study", {STAFF, DESIGNER},
            lambda w: {"project": w.project.code, "conditions_year": 2026, "share_percent": 5}),
    *(judged("api:sizing-study-detail", {STAFF, DESIGNER}, answer, _study, data, form=call, method=method)
      for method, answer, data in [("PUT", 200, lambda w: {**w.choice, "conditions_year": 2026}),
                                   ("PATCH", 200, lambda w: {"share_percent": 29}), ("DELETE", 204, None)]),
    judged("api:sizing-study-submit", {STAFF, DESIGNER}, 200, _study, form=call),
    judged("api:sizing-study-approve", {MEMBER}, 200, _sent_study, form=call),
    judged("api:sizing-study-send-back", {MEMBER}, 200, _sent_study, lambda w: {"note": "Ask again."}, form=call),
    created("site", SURVEYORS, lambda w: {"project": w.next.code, "name": "At the ford"}),
    judged("api:site-measure", SURVEYORS, 200, _site,
           lambda w: {"measured_on": "2026-10-01", "measured_by": "County staff",
                      "values": [{"measure": "power_kw", "value": 410}]}, form=call),
    judged("api:site-approve", {MEMBER}, 200, _site, form=call),
    judged("api:site-reject", {MEMBER}, 200, _site, lambda w: {"reason": "The ford floods."}, form=call),
    Ask("api:material-detail", call(SEEN), of=lambda w: ["cement"]),
    Ask("api:material-detail", call((200, {STAFF})), of=lambda w: ["cement"], method="PUT",
        data=lambda w: {"name_en": "Cement", "name_ko": "세멘트", "unit": "t"}),
    Ask("api:supplier-detail", call(SEEN), of=lambda w: [w.order.supplier.code]),
    Ask("api:material-demand-list", call((200, SUPPLYING)),
        call((400, READERS), (403, NATIONAL), (200, SUPPLYING & NATIONAL)), method="POST",
        data=lambda w: {"project": w.project.code, "package": w.package, "material": "cement", "quantity": 9,
                        "needed_by": "2026-11-01"}),
    Ask("api:material-demand-plan", call((409, SUPPLYING)),
        call((400, READERS), (403, NATIONAL), (409, SUPPLYING & NATIONAL)), method="POST",
        data=lambda w: {"project": w.project.code}),
    judged("api:material-demand-detail", SUPPLYING, 204, NOUNS["material-demand"], form=call, method="DELETE"),
    created("material-order", SUPPLYING, lambda w: {**_order_body(w), "project": w.project.code}),
    judged("api:material-order-correct", SUPPLYING, 200, _order, lambda w: {**_order_body(w), **_why(w)}, form=call),
    judged("api:material-order-withdraw", SUPPLYING, 200, _idle_order, _why, form=call),
    created("dispatch", SUPPLYING, lambda w: {**_sent(w), "order": w.order.pk}),
    judged("api:dispatch-correct", SUPPLYING, 200, _dispatch, lambda w: {**_sent(w), **_why(w)}, form=call),
    judged("api:dispatch-withdraw", SUPPLYING, 200, _dispatch, _why, form=call),
    created("design", {DESIGNER}, lambda w: {**w.texts, "project": w.next.code, "after": 1, "changed": "The roof."}),
    Ask("api:document-file", call(SEEN), call(*HIDDEN), of=NOUNS["document"]),
    *(Ask(f"api:project-{what}", call(SEEN), call(*HIDDEN), of=_next) for what in ("gates", "agreement")),
    Ask("api:project-agreement-file", few(call(SEEN)), few(call(*HIDDEN)), of=_next),
    *(judged("api:project-agreement-sign", {role}, 200, _next,
             lambda w, s=side: {"side": s.value, "revision": w.revision.pk, "clauses": w.read}, side.name.lower(), call)
      for side, role in SIGNERS.items()),
    *(judged("api:project-agreement-withdraw", {role}, 200, _next,
             lambda w, s=side: {"side": s.value, "clauses": ["layout"], "reason": "Too low."}, side.name.lower(), call)
      for side, role in SIGNERS.items()),
    judged("api:project-agreement-remark", set(SIGNERS.values()), 200, _next,
           lambda w: {"clause": w.clause.pk, "text": "How high?"}, form=call),
    judged("api:project-gate-pass", {MEMBER}, 200, _of_next("start"), form=call),
    judged("api:project-gate-waive", {MEMBER}, 200, _of_next("start"),
           lambda w: {"requirement": "funds", "until": "2026-12-31", "reason": "Decided later."}, form=call),
    judged("api:project-finish", {MEMBER}, 200, _next,
           lambda w: {"finishes_on": "2026-12-20", "reason": "The flood."}, form=call),
    created("inspection", {INSPECTOR},
            lambda w: {"project": w.project.code, "key": str(uuid.uuid4()), "visited_on": "2026-10-05",
                       "lines": [{"package": w.package, "percent": 45}]}),
    judged("api:finding-resolve", {BUILDER}, 200, NOUNS["finding"], lambda w: {"note": "Mended."}, form=call),
    judged("api:finding-close", {INSPECTOR}, 200, _mended, lambda w: {"note": "Seen."}, form=call),
    judged("api:finding-reopen", {INSPECTOR}, 200, _mended, lambda w: {"note": "Seen."}, form=call),
    *(created(noun, FINANCIERS[kind], lambda w, k=kind: {"project": w.project.code, **SENT[k]})
      for noun, kind in ENTRIES.items()),
    *(judged(f"api:{noun}-{deed}", FINANCIERS[kind], 201, NOUNS[noun], lambda w, b=body: b, form=call)
      for noun, kind in ENTRIES.items()
      for deed, body in [("correct", {"amount": 7, "why": "So."}), ("withdraw", {"why": "So."})]),
    Ask("api:project-funds-by-county", call(SEEN)),
    *(Ask(f"api:project-{what}", call(SEEN), call(*HIDDEN), of=NOUNS["project"]) for what in ("funds", "equipment")),
    judged("api:project-equipment-plan", EQUIPPERS, 200, NOUNS["project"], form=call),
    judged("api:equipment-item-detail", EQUIPPERS, 200, _item, lambda w: ITEM, form=call, method="PATCH"),
    created("equipment-step", EQUIPPERS, lambda w: {**STEP, "item": w.item.pk}),
    *(judged(f"api:equipment-step-{deed}", EQUIPPERS, 201, _step, lambda w, b=body: b, form=call)
      for deed, body in [("correct", {"quantity": 2, "why": "So."}), ("withdraw", {"why": "So."})]),
    *(Ask(f"api:{kind}-balance", call(SEEN), call(*HIDDEN), of=NOUNS[kind]) for kind in ("county", "province")),
    Ask("api:project-raw-material", call(SEEN), call(*HIDDEN), of=NOUNS["project"]),
    created("base", BASE_KEEPERS, lambda w: {**BASE, "county": w.county.code, "code": "new-base"}),
    created("base-measure", BASE_KEEPERS, lambda w: {**RAISING, "base": w.base.code}),
    created("base-return", BASE_KEEPERS, lambda w: {**QUARTER, "base": w.base.code}),
    created("supply-link", BASE_KEEPERS, lambda w: {"base": w.base.code, "project": w.next.code, "share_percent": 10}),
    judged("api:base-detail", BASE_KEEPERS, 200, NOUNS["base"], lambda w: {**BASE, **REASON}, form=call,
           method="PATCH"),
    judged("api:base-measure-done", BASE_KEEPERS, 200, NOUNS["base-measure"], lambda w: {"done_on": "2026-10-01"},
           form=call),
    judged("api:supply-link-unlink", BASE_KEEPERS, 204, NOUNS["supply-link"], lambda w: REASON, form=call),
    *(judged(f"api:base-return-{deed}", BASE_KEEPERS, 201, NOUNS["base-return"], lambda w, b=body: b, form=call)
      for deed, body in [("correct", {"harvested_t": 91, "why": "So."}), ("withdraw", {"why": "So."})]),
    *(Ask(f"api:trade-{what}", call(SEEN), of=of) for what, of in [("list", None), ("detail", _trade)]),
    Ask("api:trade-list", call((201, {STAFF})), method="POST",
        data=lambda w: {"code": "bakers", "name_en": "Bakers", "name_ko": "빵제조공"}),
    Ask("api:project-workforce-by-place", call(SEEN)),
    Ask("api:project-workforce", call(SEEN), call(*HIDDEN), of=NOUNS["project"]),
    created("training-course", TRAINERS, lambda w: {**COURSE, **_of_trade(w)}),
    judged("api:training-course-detail", TRAINERS, 200, NOUNS["training-course"],
           lambda w: {"places": 81, "reason": "So."}, form=call, method="PATCH"),
    judged("api:training-course-drop", TRAINERS, 409, NOUNS["training-course"], lambda w: {"reason": "So."}, form=call),
    created("training-return", TRAINERS, lambda w: {**TRAINING, **_of_trade(w)}),
    created("trial-run", {OPERATOR}, lambda w: {**TRIAL, "passed": True, "project": w.project.code}),
    created("quality-sample", {INSPECTOR}, lambda w: {**SAMPLE, "passed": True, "project": w.project.code}),
    *(judged(f"api:{noun}-{deed}", who, 201, NOUNS[noun], lambda w, b=body: b, form=call)
      for noun, who, other in [("training-return", TRAINERS, {"enrolled": 61}),
                               ("trial-run", {OPERATOR}, {"output_t": 19}),
                               ("quality-sample", {INSPECTOR}, {"certificate": "C-3"})]
      for deed, body in [("correct", {**other, "why": "So."}), ("withdraw", {"why": "So."})]),
    Ask("api:request-board-list", call(SEEN)),
    created("request", ASKING,
            lambda w: {"key": str(uuid.uuid4()), "project": w.project.code, "owed_by": w.claimed.owed_by.code,
                       "what": "Steel", "due_on": "2026-12-01"}),
    *(judged(f"api:request-{deed}", who, 200, of, said, form=call) for deed, who, of, said in REQUEST_DEEDS),
    judged("api:request-pass-on", {STAFF, MEMBER} | OWING, 200, NOUNS["request"],
           lambda w: {**NOTED, "to": w.claimed.owed_by.code}, form=call),
    Ask("api:complaint-figures", call(SEEN)),
    *(Ask(f"api:{name}", call(SEEN)) for name in ("notification-list", "notification-choices")),
    Ask("api:notification-choices", call(SEEN), method="PUT", data=lambda w: MAIL),
    Ask("api:notification-read-all", call(SEEN), method="POST"),
    own("api:notification-detail", 200, "GET", form=call),
    own("api:notification-read", 200, form=call),
    *(Ask(f"api:{noun}-demand", call(SEEN), call(*HIDDEN), of=NOUNS[noun]) for noun in ("county", "province")),
    created("complaint", REGISTRARS, lambda w: {**COMPLAINT, "project": w.project.code, "reference": "K-9"}),
    created("complaint-reply", REGISTRARS, lambda w: {**REPLY, "complaint": w.complaint.pk}),
    *(judged(f"api:{noun}-{deed}", REGISTRARS, 201, NOUNS[noun], lambda w, b=body: b, form=call)
      for noun, said in [("complaint", {"matter": "dust"}), ("complaint-reply", {"outcome": "partly"})]
      for deed, body in [("correct", {**said, "why": "typed"}), ("withdraw", {"why": "twice"})]),
    *(Ask(f"api:{noun}-{what}", call(SEEN), of=of)
      for noun, one in [("committee", _term), ("committee-member", _seat)]
      for what, of in [("list", None), ("detail", one)]),
    Ask("api:committee-list", call((201, {STAFF})), method="POST",
        data=lambda w: {"body": w.founding.code, "starts_on": "2026-01-01", "ends_on": "2027-01-01"}),
    Ask("api:committee-member-list", call((201, {STAFF})), method="POST",
        data=lambda w: {**SEAT, "committee": w.meeting.committee_id, "body": w.supplier.code}),
    Ask("api:committee-member-end", call((200, {STAFF})), of=_seat, method="POST", data=lambda w: ENDS),
    Ask("api:committee-member-preside", call((200, {STAFF})), of=_seat, method="POST",
        data=lambda w: {"on": "2026-10-13"}),
    *(Ask(f"api:{noun}-list", call(SEEN)) for noun in ("meeting", "agenda-item")),
    *(read_meeting(f"api:{route}", of, call)
      for route, of in [("meeting-detail", _meeting), ("meeting-proposals", _meeting), ("agenda-item-detail", _point)]),
    Ask("api:meeting-list", call((201, {STAFF})), method="POST",
        data=lambda w: {**HELD_ON, "committee": w.meeting.committee_id}),
    of_meeting("api:meeting-detail", _meeting, 200, lambda w: HELD_ON, "PATCH", call),
    of_meeting("api:agenda-item-detail", _point, 200, lambda w: {"title": "Heat"}, "PATCH", call),
    *(of_meeting(f"api:{route}", of, answer, data, form=call)
      for route, of, answer, data in [
          ("meeting-propose", _meeting, 200, lambda w: {"chosen": []}),
          ("meeting-items", _meeting, 201, lambda w: {"title": "Heat"}),
          ("meeting-order", _meeting, 200, lambda w: {"items": [w.point.pk], "version": w.meeting.version}),
          ("meeting-convene", _meeting, 200, None), ("meeting-reopen", _called, 200, None),
          ("meeting-hold", _called, 200, lambda w: {"chair": w.seat.pk}),
          ("meeting-attend", _sitting, 200, lambda w: {"presences": [{"member": w.seat.pk, "presence": "present"}]}),
          ("meeting-minute", _sitting, 200, lambda w: {"minutes": "All agreed.", "version": 1}),
          ("meeting-close", _sitting, 409, None), ("agenda-item-drop", _point, 200, None),
          ("agenda-item-take-back", _point, 200, None),
      ]),
    Ask("api:county-lead", call(SEEN), call(*HIDDEN), of=NOUNS["county"]),
    Ask("api:county-charge-list", call((409, {STAFF})), call((409, {STAFF})), method="POST",
        data=lambda w: {**CHARGE, "county": w.county.code, "official": w.builder.official.reference}),
    judged("api:county-charge-hand-over", {STAFF}, 200, NOUNS["county-charge"],
           lambda w: {"ends_on": "2026-10-12", "note": "So."}, form=call),
    Ask("api:visit-list", call((201, {LEAD})), call(), method="POST",
        data=lambda w: {**TOUR, "county": w.county.code, "key": str(uuid.uuid4())}),
    Ask("api:decision-list", call((201, DECIDERS)), method="POST",
        data=lambda w: {**DECIDED, "owner": w.supplier.code, "projects": [w.project.code]}),
    judged("api:decision-done", OWNER, 200, _decision, lambda w: {"note": "Delivered."}, form=call),
    *(judged(f"api:decision-{deed}", CLOSERS, 200, _done_decision, lambda w: {"note": "Seen."}, form=call)
      for deed in ("close", "reopen")),
    judged("api:decision-withdraw", DECIDERS, 200, _decision, lambda w: {"note": "Too early."}, form=call),
    judged("api:decision-move", DECIDERS, 200, _decision, lambda w: {"note": "Later.", "due_on": "2026-12-01"},
           form=call),
    Ask("api:guidance-note-list", call((201, {Role.GUIDANCE})), method="POST",
        data=lambda w: {**GUIDANCE, "to": [w.supplier.code], "key": str(uuid.uuid4())}),
    Ask("api:guidance-reply-list", call((201, OWNER)), call((400, READERS), (403, NATIONAL)), method="POST",
        data=lambda w: {"note": w.note.pk, "text": "Covered."}),
    created("comment", COMMENTERS, lambda w: {"text": "So.", "key": str(uuid.uuid4()), "project": w.project.code}),
    Ask("api:comment-posts", call(SEEN), call((400, READERS), (200, NATIONAL)),
        data=lambda w: {"project": w.project.code}),
    Ask("api:comment-take-back", call((200, {BUILDER})), call((404, READERS), (403, NATIONAL)), of=_comment,
        method="POST"),
    Ask("api:attachment-file", call(SEEN), call(*HIDDEN), of=NOUNS["attachment"]),
    Ask("api:workbook-list", call((400, UPLOADERS)), method="POST", data=lambda w: {"key": str(uuid.uuid4())}),
    Ask("api:workbook-template", call((200, UPLOADERS)), call((400, UPLOADERS)),
        data=lambda w: {"period": "2026-10-2", "project": w.project.code}),
    handed_in("api:workbook-detail", 200, "GET", form=call),
    handed_in("api:workbook-confirm", 200, data=lambda w: {"discard_drafts": True}, form=call),
    handed_in("api:workbook-undo", 409, form=call),
    *(Ask(f"api:organization-{what}", call(SEEN), of=of)
      for what, of in [("list", None), ("detail", _body), ("figures", _body)]),
    *(Ask(f"api:organization-{what}", call((answer, {STAFF})), of=of, method=method, data=lambda w, d=data: d(w))
      for what, answer, of, method, data in [
          ("list", 201, None, "POST", lambda w: SUMS),
          ("detail", 200, _body, "PATCH", lambda w: {"kind": "other", **REASON}),
          ("rename", 200, _body, "POST", lambda w: {"name_en": "Figures", "on": "2026-10-01", **REASON}),
          ("merge", 200, _body, "POST", lambda w: {"into": w.other_body.code, "on": "2026-10-12", **REASON}),
      ]),
    *(Ask(f"api:post-{what}", call(SEEN), of=of)
      for what, of in [("list", None), ("detail", lambda w: [w.builder.pk])]),
    created("project-role", {STAFF}, lambda w: {**_part(w), "project": w.project.code}),
    judged("api:project-role-end", {STAFF}, 200, NOUNS["project-role"],
           lambda w: {"ends_on": "2026-10-12", **REASON}, form=call),
    Ask("api:project-role-change-unit", call((201, {STAFF})), call((400, READERS), (403, NATIONAL), (201, {STAFF})),
        method="POST", data=lambda w: {**_unit(w), "project": w.project.code}),
    Ask("api:report-schedule-list", call(SEEN)),
    Ask("api:report-schedule-detail", call(SEEN), of=lambda w: ["month"]),
    Ask("api:report-schedule-detail", call((200, {STAFF})), of=lambda w: ["month"], method="PUT",
        data=lambda w: {"active": True, "days_after": 5, "roles": []}),
    Ask("api:report-list", call((202, ASKERS)), method="POST", data=lambda w: {"year": 2026, "language": "en"}),
    Ask("api:provincial-report-list", call(SEEN)),
    Ask("api:provincial-report-days", call((200, {STAFF})), method="POST",
        data=lambda w: {"year": 2026, "reports_due_on": "2026-12-22", "plenary_on": None}),
    *(of_province(f"api:provincial-report-{name}", 200, None, lambda w: [w.provincial.pk], "GET", form=call)
      for name in ("detail", "docx")),
    Ask("api:provincial-report-list", call((200, COMPOSERS)), call((400, COMPOSERS)), method="POST",
        data=lambda w: {"year": 2026, "province": w.province.code}),
    of_province("api:provincial-report-section", 200, COMPOSERS, lambda w: [w.provincial.pk, "results"], "PUT",
                lambda w: SECTION, form=call),
    of_province("api:provincial-report-comment", 201, COMMENTING, lambda w: [w.provincial.pk], form=call,
                data=lambda w: {"section": "results", "text": "Why?", "key": str(uuid.uuid4())}),
    of_province("api:provincial-report-submit", 409, {SIGNER}, lambda w: [w.provincial.pk], form=call),
    of_province("api:provincial-report-take-back", 200, {SIGNER}, lambda w: [w.handed_in.pk], form=call),
    of_province("api:provincial-report-return", 200, {MEMBER}, lambda w: [w.handed_in.pk], form=call,
                data=lambda w: {"notes": [{"section": "results", "text": "Say why."}]}),
    of_province("api:provincial-report-accept", 200, {MEMBER}, lambda w: [w.handed_in.pk], form=call),
    of_report("api:report-detail", 200, "GET", form=call),
    Ask("api:seal-list", call(SEEN)),
    *(Ask(f"api:seal-{name}", call((404, READERS), (200, NATIONAL)), of=lambda w: [w.seal.number])
      for name in ("detail", "content")),
    of_report("api:report-cancel", 200, of=_queued, form=call),
    of_report("api:report-rebuild", 202, form=call),
    Ask("api:seal-figure-list", call((404, READERS), (200, NATIONAL)), of=lambda w: [w.seal.number],
        query="?subject=programme"),
    of_seal("api:seal-figure-detail", "county:NP-KUJANG/verified_percent", form=call),
    Ask("api:pack-list", call(SEEN)),
    sealing(call, 202, "api:pack-list", data=lambda w: PACK),
    of_pack("api:pack-detail", 200, lambda w: [w.queued_pack.pk], "GET", form=call),
    of_pack("api:pack-download", 409, lambda w: [w.queued_pack.pk, "zip"], "GET", form=call),
    of_pack("api:pack-cancel", 200, lambda w: [w.queued_pack.pk], form=call),
    of_pack("api:pack-retry", 202, lambda w: [w.failed_pack.pk], form=call),
    of_pack("api:pack-rebuild", 202, lambda w: [w.failed_pack.pk], form=call),
    *(of_report("api:report-download", 200, "GET", of=lambda w, k=kind: [w.ready.pk, k], form=call, says=kind)
      for kind in ("pdf", "xlsx", "json")),
]  # fmt: skip

IN_ADMIN = {KEEPER, SUPERUSER}
OUTSIDE = (302, SIGNED_IN)
"""The admin sends everybody else to its sign-in, which is 403 for those who are signed in."""
KEPT = {"user": lambda w: w.builder.official.user_id, "official": lambda w: w.builder.official_id,
        "post": lambda w: w.builder.pk}  # fmt: skip
LOOKED_AT = {
    "committees": ["apitoken", "organization"],
    "factories": [
        "baseline", "county", "factoryproject", "factorytype", "milestone", "program", "programyear", "province",
        "reportingperiod", "standing", "statusreturn", "workpackage",
    ],
    "reports": ["annualreport", "pack", "provincialreport", "seal"],
}  # fmt: skip
LOOKED_AT_OF = {
    "apitoken": lambda w: w.token.pk, "organization": lambda w: w.builder.organization_id,
    "baseline": lambda w: w.project.baselines.get().pk, "county": lambda w: w.county.pk,
    "factoryproject": lambda w: w.project.pk, "factorytype": lambda w: w.project.factory_type_id,
    "milestone": lambda w: w.milestone.pk, "program": lambda w: w.plan.program_id,
    "programyear": lambda w: w.plan.program_year_id, "province": lambda w: w.province.pk,
    "reportingperiod": lambda w: w.submitted.period_id, "standing": lambda w: w.project.pk,
    "statusreturn": lambda w: w.submitted.pk, "workpackage": lambda w: w.package, "annualreport": lambda w: w.ready.pk,
    "provincialreport": lambda w: w.provincial.pk,
    "pack": lambda w: w.queued_pack.pk,
    "seal": lambda w: w.seal.pk,
}  # fmt: skip


def kept(model, pk):
    """Users, officials and posts: made and changed by those who keep them, deleted by nobody."""
    name, inside, one = f"admin:committees_{model}", page(OUTSIDE, (200, IN_ADMIN)), lambda w: [pk(w)]
    never = page(OUTSIDE, (403, IN_ADMIN))
    yield from (Ask(f"{name}_{what}", inside) for what in ("changelist", "add"))
    yield from (Ask(f"{name}_{what}", inside, of=one) for what in ("change", "history"))
    yield from (Ask(f"{name}_delete", never, of=one, method=method) for method in ("GET", "POST"))


def looked_at(app, model, pk):
    """All other tables: superusers look, nobody changes."""
    name, inside = f"admin:{app}_{model}", few(page(OUTSIDE, (403, {KEEPER}), (200, {SUPERUSER})))
    never = few(page(OUTSIDE, (403, IN_ADMIN)))
    yield Ask(f"{name}_changelist", inside)
    yield from (Ask(f"{name}_{what}", inside, of=lambda w: [pk(w)]) for what in ("change", "history"))
    yield Ask(f"{name}_change", never, of=lambda w: [pk(w)], method="POST")
    yield Ask(f"{name}_add", never)
    yield Ask(f"{name}_delete", never, of=lambda w: [pk(w)], method="POST")


ADMIN = [
    *(Ask(f"admin:{name}", page(OUTSIDE, (200, IN_ADMIN))) for name in ("index", "jsi18n", "password_change_done")),
    Ask("admin:login", page((403, SIGNED_IN), (302, {SUPERUSER}))),
    Ask("admin:logout", page(OUTSIDE, (200, IN_ADMIN)), method="POST"),
    Ask("admin:password_change", page(OUTSIDE, (200, IN_ADMIN))),
    Ask("admin:autocomplete", page(OUTSIDE, (200, IN_ADMIN)),
        query="?app_label=committees&model_name=post&field_name=official"),
    Ask("admin:app_list", page(OUTSIDE, (200, IN_ADMIN)), of=lambda w: ["committees"]),
    Ask("admin:app_list", page(OUTSIDE, (404, {KEEPER}), (200, {SUPERUSER})), of=lambda w: ["factories"], says="data"),
    Ask("admin:view_on_site", page(OUTSIDE, (404, IN_ADMIN)), of=lambda w: [w.kind, 0]),
    Ask("admin:auth_user_password_change", page(OUTSIDE, (200, IN_ADMIN)), of=lambda w: [w.builder.official.user_id]),
    *(ask for model, pk in KEPT.items() for ask in kept(model, pk)),
    *(ask for app, models in LOOKED_AT.items() for model in models
      for ask in looked_at(app, model, LOOKED_AT_OF[model])),
]  # fmt: skip

ACCOUNTS = [
    *(Ask(f"account_{name}", page((302, SIGNED_IN), (200, {ANONYMOUS}))) for name in ("login", "signup")),
    Ask("account_logout", page((200, SIGNED_IN), (302, {ANONYMOUS}))),
    Ask("account_change_password", page((200, SIGNED_IN))),
    Ask("account_set_password", page((302, SIGNED_IN))),
    Ask("account_inactive", page((200, EVERYBODY))),
]
ASKS = [*PAGES, *CALLS, *ADMIN, *ACCOUNTS]
NOT_ASKED = {"api:None", "admin:None"}
"""Every address of the API that is none (see test_api.py), and the admin's redirects of addresses without an end."""


# --- the world that is asked -----------------------------------------------------------------------------------------
def somewhere(construction=None, **units):
    """One of everything of a province, county and project of their own."""
    project = make.project(construction_unit=make.organization(), **units)
    builder, secretary = make.reporter(project), make.verifier(project)
    body = {"crew_people": 60, "crew_days": 600, "pace": "normal", "slowed_since": None, "needed": "",
            "narrative": "Work went on.", "delays": []}  # fmt: skip
    at = {"by": secretary, "at": make.moment()}
    row = make.draft(project, make.period(date(2026, 10, 5)), by=builder)
    [photo] = photos.added(row)
    w = SimpleNamespace(
        photo=photo, project=project, plan=project.plan, county=project.plan.county,
        province=project.plan.county.province, builder=builder, secretary=secretary,
        package=project.packages.first().pk,
        for_county=make.submitted(
            project, make.period(date(2026, 9, 15)), (30, 5), by=builder, pace="slower", needed="A line.",
            slowed_since=date(2026, 9, 12), delays=[("power", 2, "")],
        ),
        verified=make.verified(project, make.period(date(2026, 9, 25)), (40, 10), by=builder),
        submitted=returns.submit(row, revision=row.revision, by=builder, at=row.saved_at),
        draft=make.draft(project, make.period(date(2026, 10, 15)), (55, 25), by=builder, at=make.moment()),
        queued=reports.request(year=2026, as_of=make.DAY, language="ko", **at)[0],
        ready=built(reports.request(year=2026, as_of=make.DAY, language="en", **at)[0]),
    )  # fmt: skip
    w.loose, w.queued_pack, w.failed_pack = packs.seal(), packs.asked(kind="month"), failed_pack()
    [w.photo_of_draft] = photos.added(w.draft)
    w.exception = calendar.grant(
        make.period(), project=project, until=date(2026, 10, 25), reason="The flood.", by=make.post(), at=make.moment()
    )
    token(builder)
    w.kind = ContentType.objects.get_for_model(Milestone).pk
    w.token = builder.tokens.get()
    w.milestone = Milestone.objects.create(
        county=w.county, program_year=w.plan.program_year, kind="visit", met_on=make.DAY, known_on=make.DAY
    )
    lines = [{"package": line.package_id, "percent": float(line.percent)} for line in w.draft.lines.all()]
    w.body = {**body, "lines": lines, "revision": w.draft.revision}
    w.patch = {"narrative": "Rain.", "revision": w.draft.revision}
    w.boxes = {"revision": w.draft.revision, "crew_people": "60", "pace": "normal",
               **{f"package_{line['package']}": line["percent"] for line in lines}}  # fmt: skip
    w.visit = build.inspection(project)
    w.opened, w.mended = build.finding(w.visit), build.finding(w.visit)
    build.step(w.mended, "resolved", date(2026, 10, 8), by=builder)
    book = books.of_project(project, make.period()).fill(project, (60, 30))
    w.batch = books.batch(book, builder, at=make.moment())
    prepared(w)
    financed(w)
    producing(w)
    fed(w)
    staffed(w)
    complained(w)
    taught(w)
    worked_on(w)
    reported_on(w)
    w.boxes["seen"] = plausibility.token(returns.judge(w.draft)[2].warnings)
    return w


def reported_on(w):
    """The province's report on the year, begun; the one on the year before, handed in."""
    make.plan(make.county(w.province), make.year(2025))
    by = {"by": w.secretary, "at": make.moment()}
    w.provincial = provincial.open(make.year(2026), w.province, **by)
    w.handed_in = provincial.open(make.year(2025), w.province, **by)
    composed.written(w, w.handed_in)
    provincial.submit(w.handed_in, **by)


def producing(w):
    """A factory of the same county and units that operates: a month in each state, and a plan."""
    w.factory = produce.factory(w.project.plan, operation_unit=w.project.operation_unit,
                                construction_unit=w.project.construction_unit, design_unit=w.project.design_unit,
                                inspection=w.project.inspection)  # fmt: skip
    w.product_plan = produce.product_plan(w.factory)
    w.produced = {state: produce.produced(w.factory, produce.month(2026, number), state=state)
                  for number, state in ((6, "verified"), (8, "submitted"))}  # fmt: skip
    w.produced["draft"] = produce.begun(w.factory, produce.month(2026, 9))
    calendar.grant(produce.month(2026, 9), project=w.factory, until=date(2026, 10, 30), reason="The flood.",
                   by=make.post(), at=make.moment())  # fmt: skip
    w.month = {
        "revision": 2, "hours_run": 600, "power_kwh": None, "staff": None, "narrative": "", "downtimes": [],
        "products": [{"product": "food", "output_t": 70}], "materials": [{"material": "maize", "used_t": 35}],
    }  # fmt: skip
    w.month_boxes = {"revision": 2, "base": "{}", "hours_run": "600", "product_1_output_t": "70",
                     "material_1_used_t": "35"}  # fmt: skip


def financed(w):
    """Of the factory an entry of each kind, none of which another rests on, an item of equipment and a step."""
    staff, at = make.post(), make.moment()
    build.allocation(w.project, 100)
    w.entries = {"allocation": build.allocation(w.project, 50, source="own"),
                 "disbursement": build.disbursement(w.project, 10)}  # fmt: skip
    w.entries["commitment"] = funding.commit(
        w.project, line="other", amount=Decimal(9), committed_on=make.DAY, contract="C-1", by=staff, at=at
    )
    kind = w.project.factory_type
    kind.norms = {**kind.norms, "equipment": [{"code": "mill", "name_en": "Mill", "name_ko": "제분기", "quantity": 1,
                                               "reference_level": 3}]}  # fmt: skip
    kind.save(update_fields=["norms"])
    w.item = build.item(w.project, quantity=4)
    w.step = equipping.step(w.item, stage="ordered", quantity=1, on=make.DAY, by=staff, at=at)


def fed(w):
    """The factory gets half of what a base of its county yields, which is raised and reported a quarter of."""
    kind, staff = w.project.factory_type, make.post()
    kind.norms = {**kind.norms, "raw_material_t_per_t": {"maize": 0.5}}
    kind.save(update_fields=["norms"])
    w.base = produce.base(w.county, f"maize-{w.county.code}")
    w.raising = basing.plan_measure(
        w.base, what="Seed", adds_t_year=Decimal(9), due_on=date(2026, 12, 1), by=staff, on=make.DAY
    )
    w.quarter = produce.base_return(w.base, 2026, 1, 100)
    w.link = basing.link(w.base, w.project, share_percent=Decimal(50), by=staff, on=make.DAY)


def staffed(w):
    """The factory, commissioned, with a course and those trained there, a trial and a sample."""
    kind = w.project.factory_type
    kind.norms = {**kind.norms, "trades": {"operators": 60}, "product_groups": {"food": 0.8}}
    kind.save(update_fields=["norms"])
    w.project.refresh_from_db()
    produce.passed(w.project, Gate.COMMISSION, date(2026, 9, 1))
    w.course, w.training = produce.course(w.project), produce.training(w.project)
    w.trial = produce.trial(w.project, ended_on=date(2026, 9, 15))
    w.sample = produce.sample(w.project, taken_on=date(2026, 9, 16))


def complained(w):
    """Of the factory a complaint without a reply, and the reply to another."""
    w.complaint, answered = produce.complaint(w.project, "K-1"), produce.complaint(w.project, "K-2")
    w.replied = produce.reply(answered)


def taught(w):
    """A lesson that is not checked at the factory under preparation and one that is; a factory carried over."""
    w.lesson, checked = (produce.lesson(gate="commission") for _row in range(2))
    w.check = closing.check(w.next, checked, holds=True, note="Seen.", by=make.post(), at=make.moment())
    w.carried = CarryOver.objects.create(
        project=w.project, program_year=w.plan.program_year, why="The flood.", at=make.moment()
    )


def worked_on(w):
    """What the committee does about the county: its supplier has a part in every factory, and owes what is asked.

    The operation unit asks, the supplier owes; meetings and the charge are of the nation and of the county.
    """
    w.supplier, w.other_body = make.organization("supplier"), make.organization()
    for project in w.plan.projects.all():
        w.role = work.role(project, w.supplier)
    w.charge = work.charge(w.county)
    w.tour = work.visit(w.charge)
    w.request = work.request(w.project, asked_by=w.project.operation_unit, owed_by=w.supplier)
    w.claimed = work.request(w.project, asked_by=w.project.operation_unit, state="done")
    w.decision = work.decision(w.supplier, projects=[w.project])
    w.done_decision = work.decision(w.supplier, projects=[w.project], state="done")
    DecisionStep.objects.create(decision=w.done_decision, step="done", note="Delivered.", at=make.moment())
    w.note = work.guidance(w.supplier, project=w.project)
    w.replied_to_note = work.reply(w.note)
    w.comment = work.comment(project=w.project, by=w.builder)
    with transaction.atomic():
        [w.attachment] = attachments.keep(
            examined([make.upload("evidence.pdf")]), comment=w.comment, by=w.builder, at=make.moment()
        )
    w.told = work.notification(w.builder)


def met(*sides):
    """Of the nation a member, and meetings in each state before the last, the planned one with a point."""
    committee = sides[0].meeting.committee
    made = {
        "seat": work.member(committee), "point": work.item(sides[0].meeting), "founding": work.body("committee"),
        "called": work.meeting(committee, held_on=make.DAY, state="convened"),
        "sitting": work.meeting(committee, held_on=make.DAY, state="held"),
    }  # fmt: skip
    for w in sides:
        vars(w).update(made)


def prepared(w):
    """Another factory of the same county and units, before its first gate: sized, sited and agreed, funds waived."""
    units = {name: getattr(w.project, name) for name in ("design_unit", "construction_unit", "operation_unit")}
    units |= {"plan_": w.project.plan, "inspection": w.project.inspection}
    staff, member, at = make.post(), make.post(Role.COMMITTEE_MEMBER), make.moment()
    w.demand = build.demand(w.project)
    w.order, w.idle = build.order(w.project), build.order(w.project, reference="O-9")
    w.dispatch = build.dispatch(w.order, 40, waybill=f"W-{w.order.pk}")
    w.next = make.preparing(**units)
    make.conditions(w.county)
    make.sized(w.next)
    make.sited(w.next)
    w.site = make.site(w.next)
    w.revision = make.agreed(w.next)
    w.clause = w.revision.clauses.get(kind=ClauseKind.LAYOUT)
    w.texts = dict(w.revision.clauses.values_list("kind", "text")) | {"others": "A roof of tiles."}
    w.shown = [f"{row.kind}:{row.digest}" for row in w.revision.clauses.all()]
    w.read = list(w.revision.clauses.values("kind", "digest"))
    [w.document] = documents.keep(w.next, examined([make.upload()]), by=staff, at=at)
    gates.waive(w.next, "start", "funds", until=make.DAY, reason="Allocated in November.", by=member, at=at)
    w.study = drafted(w.next, staff, at)
    w.choice = {"share_percent": 30, "chosen_t_year": 1000, "reason": "As recommended."}
    other = make.preparing(**units, type_=make.sized_type("other"))
    w.sent_study = studies.submit(drafted(other, staff, at, share=20), by=staff, at=at)


def drafted(project, by, at, share=30):
    """A draft of a study that could be submitted."""
    study = studies.begin(project, year=2026, share_percent=share, by=by, at=at)
    said = {"year": 2026, "share_percent": share, "chosen_t_year": 900, "reason": "Room for another."}
    return studies.save(study, **said, by=by)


def failed_pack():
    pack = packs.asked(kind="quarter", as_of=date(2026, 10, 11))
    pack.steps.update(status="failed", error={"code": "full", "free": 0})
    acting_on_packs.advance(pack.pk, by=None, at=make.moment())
    return pack


def built(report):
    """The report, ready, built by the tasks' own actions."""
    for pk in reports.start(report.pk, by=None, at=make.moment()):
        chapters.build(pk, at=make.moment())
    chapters.finish(report.pk, at=make.moment())
    report.refresh_from_db()
    return report


def callers(here):
    """{caller: session cookie}."""
    project, builder = here.project, here.builder
    where = {
        **dict.fromkeys(PROVINCIAL, here.province), **dict.fromkeys([*LOCAL, Role.COUNTY_LEAD], here.county),
        Role.DESIGN_UNIT: project.design_unit, Role.OPERATION_UNIT: project.operation_unit,
        Role.INSPECTOR: project.inspection, Role.INSTITUTION: here.supplier,
    }  # fmt: skip
    leading = dict.fromkeys([STAFF, MEMBER, Role.GUIDANCE], here.leading)
    users = {
        role: make.post(role, where=where.get(role), body=leading.get(role)).official.user
        for role in Role
        if role != BUILDER
    }
    users |= {BUILDER: builder.official.user, SUPERUSER: make.user(is_superuser=True, is_staff=True)}
    users[NO_POST] = make.post(Role.COMMITTEE_STAFF, ends_on=date(2025, 12, 31)).official.user
    return {ANONYMOUS: None, **{caller: _session(user) for caller, user in users.items()}}


def _session(user):
    client = Client()
    client.force_login(user)
    return client.cookies[project_settings.SESSION_COOKIE_NAME].value


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Built once for all tests here, and undone after them."""
    media = str(tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), undone():
        clock.stand_on(make.DAY)
        kinds = {"design_unit": "design_unit", "operation_unit": "operation_unit", "inspection": "inspection"}
        here, there = (
            somewhere(**{name: make.organization(kind) for name, kind in kinds.items()}) for _side in range(2)
        )
        here.leading = there.leading = work.body("committee")
        here.meeting = there.meeting = work.meeting(work.committee(here.leading))
        met(here, there)
        here.seal = there.seal = seal_pages.kept()
        yield SimpleNamespace(here=here, there=there, callers=callers(here), media=media)


@pytest.fixture
def ask(db, own_place, world, settings):
    """How `caller` is answered; whatever was written is undone."""
    settings.MEDIA_ROOT = world.media

    def ask(asked, caller, side, method=None):
        client = Client()
        if cookie := world.callers[caller]:
            client.cookies[project_settings.SESSION_COOKIE_NAME] = cookie
        address = reverse(asked.route, args=asked.of(side) if asked.of else []) + asked.query
        data = asked.data(side) if asked.data and method is None else {}
        method = method or asked.method
        sent = {"data": data} if method in ("GET", "POST") else {}
        if asked.route.startswith("api:") and method != "GET":
            sent = {"data": json.dumps(data), "content_type": "application/json"}
        with transaction.atomic():
            answer = getattr(client, method.lower())(address, **sent)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        return answer, content

    return ask


def told(asked, answer):
    """The status; SIGN_IN for a page that sends to the sign-in. A 403 of ours says why."""
    onward = answer.headers.get("Location", "")
    if answer.status_code == 302 and onward.startswith((reverse("account_login"), reverse("admin:login"))):
        return SIGN_IN if asked not in ADMIN or answer.wsgi_request.user.is_anonymous else 302
    if answer.status_code == 403 and asked in CALLS:
        assert answer.json()["errors"][0]["detail"], asked
    elif answer.status_code == 403 and asked in PAGES:
        reasons = [part.get("reason") or part.get("reasons") for part in answer.context]
        assert any(reasons), asked
    return answer.status_code


# --- the tests -------------------------------------------------------------------------------------------------------
def routes(resolver=None, space=""):
    """The names of all routes, with their namespaces."""
    for found in (resolver or get_resolver()).url_patterns:
        if hasattr(found, "url_patterns"):
            yield from routes(found, space + (f"{found.namespace}:" if found.namespace else ""))
        else:
            yield f"{space}{found.name}"


def test_every_route_is_in_the_table():
    assert set(routes()) == {asked.route for asked in ASKS} | NOT_ASKED


def test_the_table_speaks_of_every_role_and_caller(world):
    assert READERS | {KEEPER} == set(Role)
    assert set(world.callers) == EVERYBODY


@pytest.mark.parametrize("asked", ASKS, ids=str)
def test_every_caller_is_answered_as_the_table_says(ask, world, asked):
    answers = {caller: told(asked, ask(asked, caller, world.here)[0]) for caller in asked.here}

    assert answers == asked.here


@pytest.mark.parametrize("asked", [asked for asked in ASKS if asked.there], ids=str)
def test_what_lies_elsewhere_is_not_there_for_who_does_not_reach_it(ask, world, asked):
    answers = {caller: told(asked, ask(asked, caller, world.there)[0]) for caller in asked.there}

    assert answers == asked.there


METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ANY_METHOD = {"home"}
"""Redirects of the framework, which change nothing."""


def others():
    """(one way to ask a route of ours, a method that no way of asking it has)."""
    ways = [asked for asked in (*PAGES, *CALLS) if asked.route not in ANY_METHOD]
    taken = {}
    for asked in ways:
        taken.setdefault(asked.route, set()).add(asked.method)
    firsts = {asked.route: asked for asked in reversed(ways)}
    return [(firsts[route], method) for route in taken for method in METHODS if method not in taken[route]]


def test_what_is_no_method_of_a_route_is_405(ask, world):
    answers = {
        (asked.route, method): ask(asked, BUILDER, world.here, method)[0].status_code for asked, method in others()
    }

    assert answers == dict.fromkeys(answers, 405)


def test_a_unit_that_designs_a_factory_does_not_report_on_it(client, world, db):
    """A body may design one factory and build another; the right to enter returns is that of building."""
    designs = make.project(design_unit=world.here.project.construction_unit)
    client.force_login(world.here.builder.official.user)

    begun = client.post(reverse("return_begin", args=[designs.code]), {"period": "2026-10-1"})

    assert client.get(reverse("project", args=[designs.code])).status_code == 200
    assert begun.status_code == 403
    assert "Only the construction unit of a project reports on it" in begun.content.decode()
