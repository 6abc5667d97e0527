"""Complaints of residents: received under a number of the register, replied to; corrected and withdrawn by versions.

Nothing personal is kept: there is no text to write. A number has to look like a number and not like a name, and why an
entry is corrected is chosen from a list. The number is what an entry is known by and never corrected: one under a wrong
number is withdrawn and entered anew. Entered again after it was withdrawn, a thing goes on as its next version.
"""

import re
import unicodedata
from datetime import timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from factories.actions import entries
from factories.complaints import TO_CORRECT, TO_WITHDRAW
from factories.models import Complaint, ComplaintReply
from factories.models import ComplaintWhy as Why
from regional20x10.shared import words
from regional20x10.shared.actions import action
from regional20x10.shared.errors import Refused

LONGEST = timedelta(days=366)
"""A reply is due within it: what is due later is a slip of the pen, and would never be overdue."""
NUMBER = re.compile(r"[0-9A-Za-z\uac00-\ud7a3/.-]+")
LETTERS, SYLLABLES = 4, 2
"""How many letters, and how many Korean syllables, a number may have in all: an office is so marked, not a person."""
NAMELIKE = re.compile(rf"[A-Z][a-z]|(?:[^A-Za-z]*[A-Za-z]){{{LETTERS + 1}}}|(?:[^가-힣]*[가-힣]){{{SYLLABLES + 1}}}")
OF_COMPLAINT, OF_REPLY = ("matter", "received_on", "reply_due_on"), ("replied_on", "outcome")


@action("record_complaints")
def receive(project, *, reference, matter, received_on, reply_due_on, by, at, key=None):
    """Enter a complaint. The same `key` (a UUID) is the same entry, however often it is sent."""
    project = entries.held(project)
    said = {"matter": matter, "received_on": received_on, "reply_due_on": reply_due_on}
    number = _numbered(reference)
    if earlier := _sent(Complaint, key, project=project):
        return earlier
    row = Complaint(project=project, reference=number, at=at, by=by, **_keyed(key), **said)
    withdrawn = _withdrawn(Complaint, project=project, reference=number)
    return _entered(row, withdrawn, _against(row))


@action("record_complaints")
def reply(complaint, *, replied_on, outcome, by, at, key=None):
    """Enter when a complaint was replied to, and with which outcome. Each is replied to once."""
    project = entries.held(complaint.project)
    first = Complaint.objects.get(chain=complaint.chain, replaces=None)
    if earlier := _sent(ComplaintReply, key, complaint=first):
        return earlier
    row = ComplaintReply(
        project=project, complaint=first, replied_on=replied_on, outcome=outcome, at=at, by=by, **_keyed(key)
    )
    return _entered(row, _withdrawn(ComplaintReply, complaint=first), _against(row))


@action("record_complaints")
def correct(row, *, why, by, at, **values):
    """The version of a complaint or a reply with `values` in place of what it says; `why` is one of TO_CORRECT.

    Of a complaint its number is not corrected: another is refused.
    """
    project = entries.held(row.project)
    names = OF_COMPLAINT if isinstance(row, Complaint) else OF_REPLY
    before = {name: getattr(row, name) for name in names}
    number = values.pop("reference", None)
    said, also = before | values, _against_why(why, TO_CORRECT)
    same = {"reference": row.reference} if isinstance(row, Complaint) else {"complaint": row.complaint}
    fresh = type(row)(project=project, why=why, at=at, by=by, chain=row.chain, **same, **said)
    also |= _against(fresh)
    if number is not None and _numbered(number) != row.reference:
        also["reference"] = [
            _("A number is not corrected: withdraw the entry, and enter the complaint under its own number.")
        ]
    elif said == before:
        also[names[0]] = [_("Nothing differs from what is entered: change what is wrong, or leave it.")]
    return entries.entered(fresh, replaces=row, also=also)


@action("record_complaints")
def withdraw(row, *, why, by, at):
    """Say that an entry never was so; `why` is one of TO_WITHDRAW. Refuses while a complaint has its reply."""
    entries.held(row.project)
    fields = _against_why(why, TO_WITHDRAW)
    reasons = [said for sentences in fields.values() for said in sentences]
    if isinstance(row, Complaint) and _reply_of(row):
        reasons.append(_("A reply to this complaint is entered: withdraw the reply first."))
    if reasons:
        raise Refused(reasons, fields=fields if len(reasons) == len(fields) else {})
    return entries.withdraw(row, why=why, by=by, at=at)


def _numbered(reference):
    """A number of the register as it is kept: without spaces around it, its syllables whole."""
    return unicodedata.normalize("NFC", str(reference or "").strip())


# --- sent twice, and entered again -----------------------------------------------------------------------------------
def _keyed(key):
    return {} if key is None else {"chain": key}


def _sent(model, key, **of):
    """The last version of what was entered with `key` before, None without one."""
    earlier = model.objects.filter(chain=key).order_by("-pk").first() if key is not None else None
    if earlier and any(getattr(earlier, name) != value for name, value in of.items()):
        raise Refused(_("This key belongs to an entry of another factory: send a new one."))
    return earlier


def _withdrawn(model, **of):
    """The last version of what was entered before and withdrawn, None without one."""
    return model.objects.filter(**of, withdrawn=True, replaced_by=None).first()


def _entered(row, withdrawn, also):
    """Save `row`; in place of `withdrawn`, the version of the same thing that said it never was, if there is one."""
    if withdrawn:
        row.replaces, row.chain, row.why = withdrawn, withdrawn.chain, Why.AGAIN
    return entries.entered(row, also=also)


def _reply_of(complaint):
    return ComplaintReply.objects.in_force().filter(complaint__chain=complaint.chain).first()


# --- what stands against an entry ------------------------------------------------------------------------------------
def _against_why(why, known):
    return {} if why in known else {"why": [_("Choose why from the list: nothing personal is written here.")]}


def _against(row):
    """{field: sentences} of what stands against `row`, besides what its own fields and constraints say."""
    return _against_complaint(row) if isinstance(row, Complaint) else _against_reply(row)


def _against_complaint(row):
    found, today = {}, localdate(row.at)
    if sentences := _against_number(row.reference):
        found["reference"] = sentences
    first = row.project.plan.program.start_year - 1
    if row.received_on is None or row.received_on.year < first or row.received_on > today:
        slots = {"first": first, "today": words.day(today)}
        found["received_on"] = [
            _("Enter the day it came, from the year %(first)s on, at the latest %(today)s, as 2026-10-02.") % slots
        ]
    elif row.reply_due_on and row.reply_due_on > row.received_on + LONGEST:
        found["reply_due_on"] = [_("A reply is due within a year of the day the complaint came: correct a date.")]
    replied = _reply_of(row)
    if replied and row.received_on and row.received_on > replied.replied_on:
        said = _("It was replied to on %(day)s: it came by then. Correct the reply first, or enter an earlier day.")
        found["received_on"] = [said % {"day": words.day(replied.replied_on)}]
    return found


def _against_number(reference):
    """Sentences of what keeps a reference from being a number of the register; none if it may be one."""
    if not reference:
        return [_("Enter the number the complaint has in the register.")]
    if not NUMBER.fullmatch(reference):
        return [_("A number has letters, digits, “-”, “/” and “.” only: nothing that tells who complained.")]
    if not re.search(r"\d", reference) or NAMELIKE.search(reference):
        return [
            _(
                "“%(reference)s” looks like a name. Enter the number of the register, such as K-2026/14: digits, with "
                "at most four letters or two syllables for the office."
            )
            % {"reference": reference[:40]}
        ]
    return []


def _against_reply(row):
    today = localdate(row.at)
    complaint = Complaint.objects.in_force().filter(chain=row.complaint.chain).first()
    if complaint is None:
        raise Refused(_("This complaint was withdrawn meanwhile: load the page again."))
    if row.replied_on is None or not complaint.received_on <= row.replied_on <= today:
        slots = {"first": words.day(complaint.received_on), "today": words.day(today)}
        return {"replied_on": [_("Enter the day of the reply, from %(first)s to %(today)s, as 2026-10-02.") % slots]}
    return {}
