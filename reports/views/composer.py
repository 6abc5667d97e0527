"""What the page of a province's report shows: its stages, its sections, its steps."""

import uuid
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from factories.views import charts
from regional20x10.shared import words
from reports.composing import texts
from reports.composing.doubts import reasons
from reports.composing.gathered import version
from reports.forms.provincial import CommentForm, SectionForm
from reports.models import ProvincialState, SectionKey

HINTS = {
    SectionKey.RESULTS: gettext_lazy(
        "Say which factories were finished and which were not, and what was reached where."
    ),
    SectionKey.BASES: gettext_lazy("Say what each base yielded, which factory it feeds, and what is still missing."),
    SectionKey.WORKERS: gettext_lazy("Say how many were trained, where, how they were tested, and what remains."),
    SectionKey.PRODUCTION: gettext_lazy("Say what was produced, of which quality, and what kept factories from more."),
    SectionKey.PROBLEMS: gettext_lazy("Say what went wrong, why, who has to mend it, and by when."),
    SectionKey.NEXT_YEAR: gettext_lazy("Say what is carried over, with dates, and what the next year needs."),
}
STEPS = {
    "submit": lambda: _("Signed and submitted"), "take_back": lambda: _("Taken back"),
    "return": lambda: _("Returned with notes"), "accept": lambda: _("Accepted"),
}  # fmt: skip


@dataclass
class Part:
    """A section on the page."""

    number: int
    row: object
    computed: object
    comments: list
    waiting: list
    doubts: list
    paragraphs: list
    changed: bool | None
    form: SectionForm | None = None
    said: CommentForm | None = None
    """A comment that was not taken, as it was typed."""
    key_of_comment: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def key(self):
        return self.row.key

    @property
    def hint(self):
        return HINTS[self.key]

    @property
    def title(self):
        return self.row.get_key_display()

    @property
    def icon(self):
        return self.state[0]

    @property
    def words(self):
        return self.state[1]

    @property
    def state(self):
        """(icon, words) of how far the section is."""
        if self.waiting:
            said = ngettext("%(count)s comment to answer", "%(count)s comments to answer", len(self.waiting))
            return "warn", said % {"count": len(self.waiting)}
        if not self.row.text:
            return "open", pgettext("section of a report", "not written")
        if self.doubts:
            said = ngettext("%(count)s doubt", "%(count)s doubts", len(self.doubts))
            return "warn", said % {"count": len(self.doubts)}
        return "check", pgettext("section of a report", "written")


def parts(reading, *, writing, bound=None, said=None):
    """[Part]. `writing`: with a form for each; `bound`: {section key: its form as it was sent}; `said`: a comment."""
    found = []
    for number, (key, row) in enumerate(reading.sections.items(), 1):
        form = None
        if writing:
            form = (bound or {}).get(key) or SectionForm(
                initial={"version": row.version, "text": row.text}, auto_id=f"id_{key}_%s"
            )
        comments = reading.comments.get(key, [])
        for comment in comments:
            comment.key_of_answer = uuid.uuid4()
            comment.said = said if said and said.replied == comment.pk else None
        own = said if said and said.section == key and not said.replied else None
        found.append(
            Part(
                number, row, reading.computed[key], comments, reading.waiting(key), reading.doubts[key],
                texts.paragraphs(row.text, reading.known), reading.changed(key), form, own,
            )
        )  # fmt: skip
    return found


def stages(reading):
    """[(icon, css, title, said)] of the four stages of a report."""
    report, steps = reading.report, reading.steps
    last = {step.step: step for step in steps}
    state = report.state
    draft = _("since %(day)s") % {"day": words.day(report.created_at, "MONTH_DAY_FORMAT")}
    rows = [
        _stage(_("Draft"), draft, state == ProvincialState.DRAFT, bool(steps)),
        _stage(
            _("In review") if state == ProvincialState.SUBMITTED else _("Submitted"),
            _at(last.get("submit")) or _due(report), state == ProvincialState.SUBMITTED,
            "submit" in last and state != ProvincialState.DRAFT,
        ),
        _stage(
            _("Returned"), _at(last.get("return")) or _("if something is to be mended"),
            state == ProvincialState.RETURNED, "return" in last and state != ProvincialState.RETURNED,
        ),
        _stage(_("Accepted"), _at(last.get("accept")) or _("by a member of the committee"),
               False, state == ProvincialState.ACCEPTED),
    ]  # fmt: skip
    return rows


def _stage(title, said, current, done):
    if current:
        return {"icon": "half", "css": "fl-cur", "title": title, "said": said, "current": True}
    if done:
        return {"icon": "check", "css": "fl-done", "title": title, "said": said}
    return {"icon": "open", "css": "", "title": title, "said": said}


def _at(step):
    return words.moment(step.at) if step else ""


def _due(report):
    due = report.program_year.reports_due_on
    return _("due on %(day)s") % {"day": words.day(due)} if due else _("no day is set")


def history(reading):
    """[(step, what was done)], the latest first."""
    return [(step, STEPS[step.step]()) for step in reversed(reading.steps)]


def curve(reading):
    """The S-curve of the province's factories of the year, as templates take it; None where nothing is planned."""
    report = reading.report
    source = charts.address("province", report.province.code, reading.as_of, report.program_year.year)
    projects = [row.pk for row in reading.projects]
    return charts.curve(projects, reading.as_of, report.program_year.due_on, source) if projects else None


def data_version(reading):
    return version(reading.computed)


def given(reading):
    """{name of a doubt: the reason with which it was signed, in words}."""
    if not reading.signed:
        return {}
    said = dict(reasons())
    rows = reading.reasons.items()
    return {name: ". ".join(filter(None, [said.get(row["reason"]), row["note"]])) for name, row in rows}
