"""My desk, section by section: what waits for the post one acts through, soonest first, and nothing else."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Window
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from committees import desk as asked
from committees.notices import SENTENCES
from committees.rights import Deed
from factories import awaiting, gates, inspections
from factories import desk as waiting_for
from regional20x10.shared import clock, words
from reports.composing import due

SHOWN, MOST = 8, 100
"""Rows of a section; of one that no page lists, with those folded below."""


@dataclass(frozen=True)
class Row:
    """One thing to do."""

    on: date | None
    """By when, or since when it waits."""
    what: str
    said: str = ""
    url: str = ""
    late: bool = False
    doubts: int = 0
    verb: str = ""
    name: str = ""
    """Hidden words that tell its link from those of other rows."""


@dataclass
class Section:
    """A part of the desk. `template` shows its `rows`."""

    name: str
    heading: str
    rows: list
    total: int
    first: date
    """The soonest of its days: sections stand in this order."""
    url: str = ""
    """Where all of them are, if fewer are shown or more is to be seen."""
    template: str = "reports/desk/rows.html"
    rest: list = field(default_factory=list)
    """Those beyond the first, where no page lists them."""


def sections(user, today):
    """The sections with anything in them, the soonest first. A section that a post cannot have asks no question."""
    made = [
        *_returns(user, today), *_found(user, today), *_approvals(user, today), *_requests(user, today),
        *_decided(user, today), *_staff(user, today), *_provincial(user, today), _mentions(user),
    ]  # fmt: skip
    return sorted((section for section in made if section.rows), key=lambda section: section.first)


# --- how a section is made -------------------------------------------------------------------------------------------
def _section(name, heading, rows, row_of, *, url="", first=None):
    """The section of a queryset: its first rows, and how many there are, in one query."""
    found = list(rows.annotate(of_all=Window(Count("pk")))[: SHOWN if url else MOST])
    made = [row_of(row) for row in found]
    days = [row.on for row in made if row.on]
    total = found[0].of_all if found else 0
    first = first or min(days, default=date.max)
    return Section(name, heading, made[:SHOWN], total, first, url, rest=made[SHOWN:])


def _listed(name, heading, rows, template, day_of):
    """The section of rows that no page lists elsewhere: those beyond the first stand folded below them."""
    first = min(map(day_of, rows), default=date.max)
    return Section(name, heading, rows[:SHOWN], len(rows), first, template=template, rest=rows[SHOWN:])


def _url(name, *args, query=""):
    return reverse(name, args=args) + query


def _where(project):
    return f"{project.factory_type.name}, {project.plan.county.name}"


def _about(row):
    """What a row of the committee's work is about: a factory, a county, or nothing."""
    if row.project_id:
        return _where(row.project)
    return row.county.name if row.county_id else ""


def _code_of_body(user):
    """The code of the body for which the post acts; nothing without one."""
    body = user.post and (user.post.organization or user.post.body)
    return body.code if body else ""


def _short(text):
    return Truncator(text).chars(160)


# --- returns ---------------------------------------------------------------------------------------------------------
def _returns(user, today):
    due = waiting_for.due(user, today)
    owed, ahead = [row for row in due if row.over or row.state], [row for row in due if not (row.over or row.state)]
    months, accepting = waiting_for.production_due(user, today), waiting_for.waits_in(user.post) == "verified"
    queue = _url("verification")
    verify = _("Returns to accept") if accepting else _("Returns to verify")
    made = _("Production returns to accept") if accepting else _("Production returns to verify")
    return [
        _listed("due", _("Returns due"), owed, "reports/desk/due.html", _deadline),
        _listed("ahead", _("Open, not yet due"), ahead, "reports/desk/ahead.html", _deadline),
        _listed("production-due", _("Production returns due"), months, "reports/desk/due_monthly.html", _deadline),
        _section("waiting", verify, waiting_for.waiting(user).with_posts(), _claims, url=queue),
        _section(
            "production-waiting", made, waiting_for.waiting_production(user).with_posts(), _makes,
            url=f"{queue}?kind=month",
        ),
        _section(
            "to-sign", _("Returns to sign for the county"), waiting_for.to_sign(user).with_posts(),
            lambda row: _return(row, row.period.label),
        ),
        _listed(
            "closing", _("Periods about to close"), waiting_for.closing(user, today), "reports/desk/closing.html",
            lambda row: row.period.closes_on,
        ),
    ]  # fmt: skip


def _deadline(row):
    return row.deadline.on


def _return(row, said, doubts=0):
    return Row(
        localdate(row.submitted_at), _where(row.project), said, row.get_absolute_url(), doubts=doubts,
        name=row.project.code,
    )  # fmt: skip


def _claims(row):
    slots = {"period": row.period.label, "claimed": words.percent(row.percent)}
    return _return(row, _("%(period)s: claims %(claimed)s") % slots, row.doubt_count)


def _makes(row):
    slots = {"period": row.period.label, "output": words.number(row.output_t, 1)}
    return _return(row, _("%(period)s: %(output)s t") % slots, row.doubt_count)


# --- inspections -----------------------------------------------------------------------------------------------------
def _found(user, today):
    now = clock.end_of(today)
    all_ = _url("finding_list")
    return [
        _section("to-resolve", _("Findings to mend"), inspections.to_resolve(user, now), _finding,
                 url=f"{all_}?state=open"),
        _section(
            "to-close", _("Findings said to be resolved: close them or open them again"),
            inspections.to_close(user, now), _finding, url=f"{all_}?state=resolved",
        ),
        _section(
            "to-inspect", _("Factories to inspect, those seen longest ago first"), inspections.to_inspect(user),
            _inspect, url=_url("inspection_list"), first=date.max,
        ),
        _section("lessons", _("Lessons of earlier years to check at factories"), awaiting.lessons(user), _taught,
                 url=_url("lesson_list"), first=date.max),
    ]  # fmt: skip


def _finding(row):
    said = f"{capfirst(row.get_severity_display())}: {_short(row.text)}"
    return Row(
        row.due_on, _where(row.project), said, row.get_absolute_url(), late=bool(row.overdue), name=row.project.code
    )


def _inspect(project):
    known = getattr(project, "standing", None)
    claimed = words.percent(known.claimed_percent) if known else None
    if claimed is None:
        said = _("The site claims nothing yet.")
    elif project.visited_on is None:
        said = _("Never inspected; the site claims %(claimed)s.") % {"claimed": claimed}
    else:
        said = _("The site claims %(claimed)s.") % {"claimed": claimed}
    url, verb = reverse("inspection_new", args=[project.code]), _("Enter an inspection")
    return Row(project.visited_on, _where(project), said, url, verb=verb, name=project.code)


def _taught(project):
    text = ngettext("%(n)s lesson is not checked.", "%(n)s lessons are not checked.", project.unchecked)
    url = reverse("project_lessons", args=[project.code])
    return Row(None, _where(project), text % {"n": project.unchecked}, url, name=project.code)


# --- approvals, signatures, waivers ----------------------------------------------------------------------------------
def _approvals(user, today):
    return [
        _section("to-size", _("Sizing studies to approve"), awaiting.studies(user), _study),
        _section("to-site", _("Sites to approve or reject"), awaiting.sites(user), _site),
        _section("to-agree", _("Agreements your unit has not signed"), awaiting.agreements(user), _agreement),
        _section("waivers", _("Waivers about to end"), awaiting.waivers(user, today), _waiver),
    ]


def _study(row):
    said = _("Version %(version)s: %(chosen)s t a year")
    slots = {"version": row.version, "chosen": words.number(row.chosen_t_year)}
    on = localdate(row.submitted_at)
    return Row(on, _where(row.project), said % slots, row.get_absolute_url(), name=row.project.code)


def _site(row):
    on = localdate(row.created_at)
    return Row(on, _where(row.project), row.name, row.get_absolute_url(), name=row.project.code)


def _agreement(project):
    said = _("The current revision was issued on %(day)s.") % {"day": words.day(localdate(project.issued_at))}
    url = reverse("agreement", args=[project.code])
    return Row(localdate(project.issued_at), _where(project), said, url, name=project.code)


def _waiver(row):
    known = gates.requirement(row.gate, row.requirement)
    said = _("Gate “%(gate)s”: %(what)s") % {
        "gate": row.get_gate_display(), "what": known.label if known else _("a lesson of earlier years"),
    }  # fmt: skip
    url = reverse("project", args=[row.project.code])
    return Row(row.until, _where(row.project), said, url, name=row.project.code)


# --- requests, decisions, guidance -----------------------------------------------------------------------------------
def _requests(user, today):
    def row_of(row):
        said = f"{row.number}: {_short(row.what)}"
        return Row(row.due_on, _about(row), said, _url("request", row.pk), late=row.due_on < today, name=row.number)

    all_, body = _url("request_list"), _code_of_body(user)
    return [
        _section("to-answer", _("Requests to answer or to fulfil"), asked.to_answer(user, today), row_of,
                 url=f"{all_}?owed_by={body}&state=open&state=promised"),
        _section("to-confirm", _("Requests said to be done: confirm them or say they are not"),
                 asked.to_confirm(user, today), row_of, url=f"{all_}?asked_by={body}&state=done"),
        _section("climbed", _("Requests that have come to you by their age"), asked.climbed(user, today), row_of,
                 url=f"{all_}?state=open&state=promised&state=declined"),
    ]  # fmt: skip


def _decided(user, today):
    def decision(row, said=""):
        return Row(
            row.due_on, f"{row.number}: {_short(row.text)}", said,
            _url("decision", row.pk), late=row.due_on < today, name=row.number,
        )  # fmt: skip

    def guidance(address):
        note = address.note
        said = f"{note.number}: {_short(note.title)}"
        url = _url("guidance_note", note.pk)
        return Row(note.reply_by, said, _about(note), url, late=note.reply_by < today, name=note.number)

    all_ = _url("decision_list")
    return [
        _section("owed", _("Decisions your body owes"), asked.owed_decisions(user, today), decision,
                 url=f"{all_}?owner={_code_of_body(user)}&state=open"),
        _section("decisions-to-close", _("Decisions said to be done: close them or open them again"),
                 asked.to_close(user, today), lambda row: decision(row, row.owner.name), url=f"{all_}?state=done"),
        _section("to-reply", _("Guidance notes to reply to"), asked.to_reply(user, today), guidance,
                 url=_url("guidance_list")),
    ]  # fmt: skip


# --- the committee's staff, comments ---------------------------------------------------------------------------------
def _staff(user, today):
    def meeting(row):
        what = _("%(committee)s, meeting %(number)s") % {
            "committee": row.committee.organization.name, "number": row.number,
        }  # fmt: skip
        late = row.held_on < today
        return Row(row.held_on, what, capfirst(row.get_state_display()), _url("meeting", row.pk), late=late, name=what)

    def county(row):
        said = _("Nobody is in charge of it.")
        return Row(None, f"{row.name}, {row.province.name}", said, _url("lead", row.code), name=row.name)

    return [
        _section("meetings", _("Meetings to prepare, to hold or to close"), asked.meetings(user, today), meeting,
                 url=_url("meeting_list")),
        _section("unled", _("Places without a member in charge"), asked.unled(user, today), county,
                 url=_url("charge_list"), first=today),
    ]  # fmt: skip


# --- reports of provinces --------------------------------------------------------------------------------------------
def _provincial(user, today):
    """To write for the province, to accept for members, to ask for by staff; no question for other posts."""
    post = user.post
    may = post.may if post else lambda deed: False

    def owed(line):
        said = _("%(state)s, due %(day)s") % {"state": line.state_words, "day": words.day(line.due_on) or words.EN_DASH}
        url = _url("provincial_report", line.program_year.year, line.province.code)
        return Row(line.due_on, _report_on(line), said, url, late=bool(line.days_late), name=line.province.name)

    def waits(row):
        on = localdate(row.submitted_at)
        return Row(on, _report_on(row), _("Submitted"), row.get_absolute_url(), name=row.province.name)

    all_, made = _url("provincial_reports"), []
    own = may(Deed.COMPOSE_REPORT)
    if own or may(Deed.SEAL):
        heading = _("The province’s report on the year") if own else _("Provinces without a report")
        rows = [owed(line) for line in due.owed(user, today)]
        first = min((row.on for row in rows if row.on), default=date.max)
        made.append(Section("provincial-due", heading, rows[:SHOWN], len(rows), first, all_))
    if may(Deed.REVIEW_REPORTS):
        rows = due.to_review(user)
        made.append(_section("provincial-review", _("Reports of provinces to accept"), rows, waits, url=all_))
    return made


def _report_on(row):
    slots = {"year": row.program_year.year, "province": row.province.name}
    return _("Year-end report %(year)s, %(province)s") % slots


def _mentions(user):
    def row_of(row):
        said = SENTENCES[row.code](row.values)
        return Row(localdate(row.at), said, "", f"/{get_language()}{row.url}", name=said)

    heading = _("Comments that call you or answer you")
    return _section("mentions", heading, asked.mentions(user), row_of, url=_url("notification_list"))
