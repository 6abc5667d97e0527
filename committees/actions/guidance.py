"""Guidance notes: written by the guidance section to one or several bodies, each of which replies."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.actions.notifications import acting_for, notify
from committees.actions.numbers import next_number
from committees.models import GuidanceAddress, GuidanceNote, GuidanceReply, Post, Topic
from committees.rights import RULES, Deed
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import NotAllowed, Refused

MISSING = {
    "title": gettext_lazy("Say what the note is about."),
    "text": gettext_lazy("Write the guidance."),
    "to": gettext_lazy("Name at least one body that is to reply."),
    "reply_by": gettext_lazy("Give the day by which a reply is due, as 2026-10-20."),
}
"""What is said of a note that lacks one of these."""


@action(Deed.GUIDE)
def write(*, title, text, to, reply_by, project=None, county=None, by, on, at, key):
    """A note to the bodies `to`, about a factory, a county or neither. The same `key` is the same note.

    `reply_by`: the last day on which a reply is in time. Returns the GuidanceNote.
    """
    number = next_number(GuidanceNote, "G", on.year)
    if same := GuidanceNote.objects.filter(key=key).first():
        return same
    bodies = list({body.pk: body for body in to}.values())
    row = GuidanceNote(
        number=number, key=key, title=(title or "").strip(), text=(text or "").strip(), written_on=on,
        reply_by=reply_by, project=project, county=county, at=at, by=by,
        demonstration=any(body.demonstration for body in bodies),
    )  # fmt: skip
    checked(row, also=_against(row, bodies)).save(force_insert=True)
    GuidanceAddress.objects.bulk_create(GuidanceAddress(note=row, organization=body) for body in bodies)
    for body in bodies:
        _tell(acting_for(body, localdate(at)), row, "written", row.number, by, at)
    return row


@action(Deed.COOPERATE)
def reply(address, *, text, by, at):
    """What a body replies to a note. It may reply again: all are kept, the first one counts. Sent twice, it is one."""
    address = (
        GuidanceAddress.objects.select_for_update(of=["self"]).select_related("note", "organization").get(pk=address.pk)
    )
    if by is not None and by.acts_for_id != address.organization_id:
        raise _not_addressed([address])
    text = (text or "").strip()
    if not text:
        said = [_("Write the reply.")]
        raise Refused(said, fields={"text": said})
    last = address.replies.last()
    if last and (last.text, last.by_id) == (text, by and by.pk):
        return last
    row = GuidanceReply(address=address, text=text, at=at, by=by)
    checked(row).save(force_insert=True)
    posts = Post.objects.current(localdate(at)).filter(role__in=_guiding()).select_related("official")
    _tell(posts, address.note, "replied", row.pk, by, at, body=address.organization)
    return row


def address_of(note, post):
    """The address of the note to the body for which the post acts; forbidden to whom it is not addressed."""
    rows = list(note.addresses.select_related("organization"))
    found = next((row for row in rows if row.organization_id == post.acts_for_id), None)
    if found is None:
        raise _not_addressed(rows)
    return found


def _not_addressed(rows):
    said = _("Only a body to which a note is addressed replies to it: %(bodies)s.")
    return NotAllowed(said % {"bodies": ", ".join(row.organization.name for row in rows)})


def _against(row, bodies):
    """{field: sentences} of what stands against a new note."""
    given = {"title": row.title, "text": row.text, "to": bodies, "reply_by": row.reply_by}
    found = {name: [str(said)] for name, said in MISSING.items() if not given[name]}
    if ended := [body.name for body in bodies if body.ended_on and body.ended_on < row.written_on]:
        said = _("These bodies have ended: %(bodies)s. Name those that go on with their work.")
        found["to"] = [said % {"bodies": ", ".join(ended)}]
    return found


def _guiding():
    return [role.value for role, rule in RULES.items() if Deed.GUIDE in rule.may]


def _tell(posts, note, what, which, by, at, *, body=None):
    values = {"number": note.number, "title": note.title, "reply_by": note.reply_by.isoformat()}
    if body:
        values |= {"body_en": body.name_en, "body_ko": body.name_ko}
    notify(
        posts, event=f"guidance:{note.pk}:{what}:{which}", topic=Topic.GUIDANCE, code=f"guidance_{what}",
        values=values, url=f"/guidance/{note.pk}/", at=at, by=by,
    )  # fmt: skip
