"""One report as a page, a file or an action reads it: its texts, its figures, what was said of it, its steps."""

from functools import cached_property

from django.utils.timezone import localdate

from factories.models import FactoryProject
from reports.composing.doubts import of_text
from reports.composing.gathered import figures, shown
from reports.models import ProvincialState, SectionKey

POSTS = ("province", "county", "organization")


class Reading:
    """A provincial report on the day `on`: a submitted one with the figures that were signed, others with today's."""

    def __init__(self, report, on):
        self.report, self.on = report, on

    @property
    def signed(self):
        """Whether the texts and figures are those that were signed."""
        return self.report.state in (ProvincialState.SUBMITTED, ProvincialState.ACCEPTED)

    @property
    def as_of(self):
        return self.report.as_of if self.signed else self.on

    @cached_property
    def computed(self):
        """{section key: Computed}."""
        made = figures(self.report.province, self.report.program_year, self.as_of)
        return shown(made, self.submission.signed["figures"]) if self.signed and self.submission else made

    @cached_property
    def known(self):
        """{key: Figure} of all sections."""
        return {row.key: row for part in self.computed.values() for row in part.figures}

    @cached_property
    def sections(self):
        """{section key: ReportSection}, in the order in which they are read."""
        rows = self.report.sections.select_related("saved_by", *(f"saved_by__{place}" for place in POSTS))
        found = {row.key: row for row in rows}
        return {key.value: found[key] for key in SectionKey}

    @cached_property
    def steps(self):
        """The steps, the earliest first."""
        return list(self.report.steps.select_related("by", *(f"by__{place}" for place in POSTS)))

    @cached_property
    def projects(self):
        """The province's factories of the year, by code."""
        of = {"plan__program_year": self.report.program_year_id, "plan__county__province": self.report.province_id}
        return list(FactoryProject.objects.filter(**of).order_by("code"))

    @property
    def submission(self):
        """The last step that signed; None before."""
        return next((step for step in reversed(self.steps) if step.step == "submit"), None)

    @property
    def returned(self):
        """The step that sent the report back, while it is to be mended for that."""
        return self.steps[-1] if self.report.state == ProvincialState.RETURNED and self.steps else None

    @cached_property
    def comments(self):
        """{section key: [SectionComment]}, each with its `thread` of answers and `answered`."""
        found, first_of = {}, {}
        for row in self.report.comments.select_related("by", *(f"by__{place}" for place in POSTS)):
            row.thread, row.answered = [], None
            first = first_of.get(row.reply_to_id)
            first_of[row.pk] = first or row
            if first is None:
                found.setdefault(row.section, []).append(row)
            else:
                first.thread.append(row)
                first.answered = first.answered or (row if _of_province(row, self.report) else None)
        return found

    def waiting(self, section):
        """The comments of others on a section that the province has not answered."""
        return [
            row for row in self.comments.get(section, ()) if not row.answered and not _of_province(row, self.report)
        ]

    @cached_property
    def doubts(self):
        """{section key: [Doubt]}."""
        return {key: of_text(key, row.text, self.known) for key, row in self.sections.items()}

    @property
    def reasons(self):
        """{name of a doubt: {reason, note}} as given when it was last submitted."""
        return (self.submission.signed.get("reasons") or {}) if self.submission else {}

    def changed(self, section):
        """Whether the text differs from the one submitted before the last time; None if there is none."""
        earlier = [step for step in self.steps if step.step == "submit"]
        earlier = earlier[:-1] if self.signed else earlier
        if not earlier:
            return None
        return earlier[-1].signed["sections"].get(section, "") != self.sections[section].text

    @property
    def late_days(self):
        """Days after the deadline: of its first submission, of today without one; 0 if in time, None without one."""
        due = self.report.program_year.reports_due_on
        first = next((step for step in self.steps if step.step == "submit"), None)
        day = localdate(first.at) if first else self.on
        return None if due is None else max(0, (day - due).days)


def _of_province(comment, report):
    return comment.by is not None and comment.by.province_id == report.province_id
