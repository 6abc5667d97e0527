"""A province's report on a year: opened, written, commented on, signed and submitted, sent back, accepted.

`submit` signs: what is signed is kept with its SHA-256 in the step and is never written again.
"""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from committees.models.scope import Reader
from committees.rights import NATION, Deed
from factories.models import CountyPlan, ProgramYear
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Conflict, NotAllowed, Refused
from reports import chain
from reports.actions import provincial_notices as tell
from reports.composing.checks import missing
from reports.composing.doubts import REASONS
from reports.composing.gathered import values
from reports.composing.reading import Reading
from reports.models import (
    PROVINCIAL_MOVES,
    ProvincialReport,
    ProvincialState,
    ProvincialStep,
    ReportSection,
    SectionComment,
    SectionKey,
)

LONGEST, LONGEST_COMMENT = 20_000, 4000
"""Characters of a section's text; of a comment, a note or a reason."""


# --- written ---------------------------------------------------------------------------------------------------------
@action(Deed.COMPOSE_REPORT)
def open(program_year, province, *, by, at):
    """Begin the province's report on the year, with its empty sections. One that is there is returned as it is."""
    _only_own(province.pk, by)
    year = ProgramYear.objects.select_for_update(no_key=True).get(pk=program_year.pk)
    if there := ProvincialReport.objects.filter(program_year=year, province=province).first():
        return there
    reasons = []
    if year.state == ProgramYear.State.PLANNED:
        reasons.append(_("The year %(year)s has not begun: there is nothing to report on.") % {"year": year})
    if not CountyPlan.objects.filter(program_year=year, county__province=province).exists():
        said = _("%(province)s has no place in %(year)s: it owes no report on that year.")
        reasons.append(said % {"province": province.name, "year": year})
    if reasons:
        raise Refused(reasons)
    report = ProvincialReport(program_year=year, province=province, created_at=at)
    checked(report).save(force_insert=True)
    ReportSection.objects.bulk_create(ReportSection(report=report, key=key) for key in SectionKey)
    return report


@action(Deed.COMPOSE_REPORT)
def save_section(report, *, key, text, version, by, at):
    """Keep the text of a section. `version`: the section as the writer saw it; Conflict if somebody saved since.

    Returns the section. The same text saved again changes nothing, whichever version it names.
    """
    report = _held(report, by)
    text = _plain(text)
    reasons = _against_text(report, key, text)
    if reasons:
        raise Refused(reasons, fields={"text": reasons})
    row = ReportSection.objects.select_for_update(of=["self"]).select_related("saved_by").get(report=report, key=key)
    if row.text == text:
        return row
    if row.version != version:
        head = row.get_key_display()
        raise Conflict(
            _("Somebody else saved this section while you were writing. Both texts are below; nothing is lost."),
            mine={head: text}, theirs={head: row.text}, saved_by=str(row.saved_by or ""), saved_at=row.saved_at,
        )  # fmt: skip
    row.text, row.version, row.saved_at, row.saved_by = text, row.version + 1, at, by
    row.save(update_fields=["text", "version", "saved_at", "saved_by"])
    return row


def _plain(text):
    """One kind of line end, and no spaces around the whole."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _against_text(report, key, text):
    found = []
    if key not in SectionKey.values:
        found.append(_("There is no section “%(key)s”.") % {"key": str(key)[:40]})
    if not report.writable:
        said = _("The report is not written any more (it now is: %(state)s): take it back first, if you may.")
        found.append(said % {"state": report.get_state_display()})
    if len(text) > LONGEST:
        said = _("A section has at most %(most)s characters, this one has %(has)s: shorten it.")
        found.append(said % {"most": LONGEST, "has": len(text)})
    if "\x00" in text:
        found.append(_("The text holds a character that cannot be kept: take it out."))
    return found


@action(Deed.COMMENT)
def comment(report, *, section, text, key, reply_to=None, by, at):
    """Comment on a section, or answer the comment `reply_to`. The same `key` is the same comment."""
    report = _seen(report, by)
    if earlier := SectionComment.objects.filter(key=key).first():
        if earlier.report_id != report.pk or earlier.by_id != (by and by.pk):
            said = [_("This key belongs to another comment: send a new one.")]
            raise Refused(said, fields={"key": said})
        return earlier
    row = SectionComment(report=report, section=section, reply_to=reply_to, key=key, text=_plain(text), at=at, by=by)
    checked(row, _against_comment(row), exclude=["by", "reply_to", "section", "text"]).save(force_insert=True)
    tell.commented(row)
    return row


def _against_comment(row):
    found = {}
    if row.section not in SectionKey.values:
        found["section"] = [_("There is no section “%(key)s”.") % {"key": str(row.section)[:40]}]
    if sentences := _against_note(row.text):
        found["text"] = sentences
    replied = row.reply_to
    if replied is not None and (replied.report_id != row.report_id or replied.section != row.section):
        found["reply_to"] = [_("An answer stands where the comment stands that it answers.")]
    return found


def _against_note(text):
    if not text:
        return [_("Write the comment.")]
    if len(text) > LONGEST_COMMENT:
        slots = {"most": LONGEST_COMMENT, "has": len(text)}
        return [_("A comment has at most %(most)s characters, this one has %(has)s: shorten it.") % slots]
    return [_("The text holds a character that cannot be kept: take it out.")] if "\x00" in text else []


# --- signed, sent back, accepted -------------------------------------------------------------------------------------
@action(Deed.SIGN_REPORT)
def submit(report, *, reasons=None, by, at):
    """Sign the report with the figures of the day and submit it. Refuses with everything that is missing.

    `reasons`: {name of a doubt: {"reason": one of doubts.REASONS, "note": words}}, why a text differs from a figure.
    """
    report, on = _held(report, by), localdate(at)
    if _done_before(report, "submit", by):
        return report
    _only_from(report, "submit")
    reading, reasons = Reading(report, on), _kept_reasons(reasons)
    against = [row for row in missing(report, on, reading) if row.doubt is None or row.doubt.name not in reasons]
    if against:
        fields = {f"reason_{row.doubt.name}": [row.sentence] for row in against if row.doubt}
        raise Refused([row.sentence for row in against], fields=fields)
    asked = {doubt.name for found in reading.doubts.values() for doubt in found}
    signed = {
        "as_of": on.isoformat(), "year": report.program_year.year, "province": report.province.code,
        "sections": {key: row.text for key, row in reading.sections.items()}, "figures": values(reading.computed),
        "reasons": {name: said for name, said in reasons.items() if name in asked},
    }  # fmt: skip
    report.as_of, report.submitted_at, report.submitted_by = on, at, by
    report.decided_at = report.decided_by = None
    fields = ("as_of", "submitted_at", "submitted_by", "decided_at", "decided_by")
    sha256 = chain.digest(chain.canonical(signed))
    return _moved(report, "submit", *fields, by=by, at=at, signed=signed, sha256=sha256)


def _kept_reasons(reasons):
    """The reasons that are whole: one of the list, its note cut to what is kept."""
    found = {}
    for name, said in (reasons or {}).items():
        if said.get("reason") in REASONS:
            found[name] = {"reason": said["reason"], "note": _plain(said.get("note"))[:LONGEST_COMMENT]}
    return found


@action(Deed.SIGN_REPORT)
def take_back(report, *, note="", by, at):
    """Take back a submitted report on which nobody has decided: it is a draft again."""
    report = _held(report, by)
    if _done_before(report, "take_back", by):
        return report
    _only_from(report, "take_back")
    report.as_of = report.submitted_at = report.submitted_by = None
    fields = ("as_of", "submitted_at", "submitted_by")
    return _moved(report, "take_back", *fields, by=by, at=at, note=_plain(note)[:LONGEST_COMMENT])


@action(Deed.REVIEW_REPORTS)
def return_(report, *, notes, note="", by, at):
    """Send the report back with {section: what is to be mended}. Each note is a comment that waits for its answer."""
    report = _held(report, by)
    if _done_before(report, "return", by):
        return report
    _only_from(report, "return")
    notes = {key: _plain(text) for key, text in notes.items() if _plain(text)}
    fields = {f"note_{key}": sentences for key, text in notes.items() if (sentences := _against_note(text))}
    unknown = [_("There is no section “%(key)s”.") % {"key": key[:40]} for key in notes if key not in SectionKey.values]
    if not notes:
        fields["notes"] = [_("Say of at least one section what is to be mended.")]
    if fields or unknown:
        raise Refused([*unknown, *(said for sentences in fields.values() for said in sentences)], fields=fields)
    report.decided_at, report.decided_by = at, by
    _moved(report, "return", "decided_at", "decided_by", by=by, at=at, notes=notes, note=_plain(note)[:LONGEST_COMMENT])
    step = report.steps.last()
    SectionComment.objects.bulk_create(
        SectionComment(report=report, section=key, key=tell.key_of(step, key), text=text, at=at, by=by)
        for key, text in notes.items()
    )
    return report


@action(Deed.REVIEW_REPORTS)
def accept(report, *, note="", by, at):
    """Accept the report as it was signed."""
    report = _held(report, by)
    if _done_before(report, "accept", by):
        return report
    _only_from(report, "accept")
    report.decided_at, report.decided_by = at, by
    return _moved(report, "accept", "decided_at", "decided_by", by=by, at=at, note=_plain(note)[:LONGEST_COMMENT])


# --- what they have in common ----------------------------------------------------------------------------------------
def _held(report, by):
    """The report as it is now, if the post may change it; nobody else takes a step until the transaction ends."""
    rows = ProvincialReport.objects.select_for_update(of=["self"]).select_related("province", "program_year__program")
    row = rows.get(pk=report.pk)
    _only_own(row.province_id, by)
    return row


def _only_own(province, by):
    if by is not None and by.rule.edits != NATION and by.province_id != province:
        raise NotAllowed(_("This is the report of another province: your post “%(post)s” may not change it.")
                         % {"post": by})  # fmt: skip


def _seen(report, by):
    """The report as it is now, if the post sees it."""
    rows = ProvincialReport.objects.all() if by is None else ProvincialReport.objects.visible_to(Reader(by))
    row = rows.select_for_update(of=["self"], no_key=True).select_related("province", "program_year")
    row = row.filter(pk=report.pk).first()
    if row is None:
        raise NotAllowed(_("Your post does not see this report."))
    return row


def _done_before(report, deed, by):
    """Whether the same post has just done the same: pressed twice is once."""
    last = report.steps.last()
    there = report.state == PROVINCIAL_MOVES[deed][1]
    return there and last is not None and last.step == deed and last.by_id == (by and by.pk)


def _only_from(report, deed):
    """Refuse what the report's state does not allow."""
    if not report.can(deed):
        slots = {"why": PROVINCIAL_MOVES[deed][2], "state": ProvincialState(report.state).label}
        raise Refused(_("%(why)s It now is: %(state)s. Load the page again to see who did what.") % slots)


def _moved(report, deed, *fields, by, at, **said):
    """The report in its next state, its step kept, and told to whom it concerns."""
    report.state = PROVINCIAL_MOVES[deed][1]
    checked(report)
    report.save(update_fields=["state", *fields])
    step = ProvincialStep(report=report, step=deed, at=at, by=by, **said)
    checked(step, exclude=["signed", "notes"]).save(force_insert=True)
    tell.moved(report, step)
    return report
