"""Comments: written by who sees what they are about, calling only posts that see it too; taken back by the writer."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from committees import comments
from committees.actions import attachments
from committees.actions.notifications import notify
from committees.mentions import mentionable
from committees.models import Comment, Decision, Mention, Topic, Withdrawal
from committees.rights import Deed
from factories.models import FactoryProject
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import NotAllowed, Refused

LONGEST, MOST = 4000, 20
"""Characters of a comment; posts it may call."""
OF_ACTION = (*comments.MODELS, "reply_to", "by")
"""What nobody types in, and what may be without a value."""


@attachments.leaving_no_orphans
@action(Deed.COMMENT)
def comment(subject, *, text, mentions=(), files=(), reply_to=None, by, at, key):
    """Write a comment on a project, a return, a finding or a decision. The same `key` is the same comment.

    `mentions`: posts to be called to it, who must see the subject; `files`: documents.Handed; `reply_to`: a comment
    on the same subject.
    """
    subject = _held(subject, by)
    kind = comments.KINDS[type(subject)]
    if earlier := _sent(key, kind, subject, by):
        return earlier
    called, text = list(dict.fromkeys(mentions)), text.strip()
    row = Comment(text=text, reply_to=reply_to, key=key, at=at, by=by, **{kind: subject})
    checked(row, _against(row, subject, called, by, localdate(at)), exclude=OF_ACTION).save(force_insert=True)
    Mention.objects.bulk_create(Mention(comment=row, post=post) for post in called)
    attachments.keep(files, comment=row, by=by, at=at)
    _tell(row, kind, subject, called)
    return row


@action(Deed.COMMENT)
def take_back(comment, *, by, at):
    """Say that the comment no longer holds, for the official who wrote it. It stays to be seen; twice is once."""
    row = Comment.objects.select_for_update(of=["self"]).select_related("by").get(pk=comment.pk)
    if by is not None and (row.by is None or row.by.official_id != by.official_id):
        raise NotAllowed(_("Only who wrote a comment takes it back."))
    if not Withdrawal.objects.filter(comment=row).exists():
        checked(Withdrawal(comment=row, at=at, by=by)).save(force_insert=True)
    return row


def _held(subject, by):
    """The subject as it is now, if `by` sees it; nobody discards it, or comments on it, until the transaction ends."""
    model = type(subject)
    rows = comments.seen_through(by, model) if by else model.objects.all()
    row = rows.select_for_update(of=["self"], no_key=True).filter(pk=subject.pk).first()
    if row is None:
        raise NotAllowed(_("Your post does not see what this comment is about."))
    return row


def _sent(key, kind, subject, by):
    """The comment that was made with this key already; None if there is none."""
    earlier = Comment.objects.filter(key=key).first()
    if earlier is None:
        return None
    if getattr(earlier, f"{kind}_id") != subject.pk or earlier.by_id != (by and by.pk):
        said = [_("This key belongs to another comment: send a new one.")]
        raise Refused(said, fields={"key": said})
    return earlier


# --- what stands against it ------------------------------------------------------------------------------------------
def _against(row, subject, called, by, day):
    """{field: sentences}."""
    found = {"text": _against_text(row.text), "reply_to": _against_reply(row)}
    found["mentions"] = _against_mentions(subject, called, by, day)
    return {name: said for name, said in found.items() if said}


def _against_text(text):
    if not text:
        return [_("Write the comment.")]
    if len(text) > LONGEST:
        slots = {"most": LONGEST, "has": len(text)}
        return [_("A comment has at most %(most)s characters, this one has %(has)s: shorten it.") % slots]
    return []


def _against_reply(row):
    replied = row.reply_to
    if replied is None:
        return []
    kind = next(name for name in comments.MODELS if getattr(row, f"{name}_id"))
    if getattr(replied, f"{kind}_id") != getattr(row, f"{kind}_id"):
        return [_("A reply stands where the comment stands that it answers: reply on that page.")]
    if Withdrawal.objects.filter(comment=replied).exists():
        return [_("The comment you reply to was taken back meanwhile: write a comment of your own.")]
    return []


def _against_mentions(subject, called, by, day):
    said = []
    if len(called) > MOST:
        text = ngettext(
            "A comment calls at most %(most)s post: leave some out.",
            "A comment calls at most %(most)s posts: leave some out.",
            MOST,
        )
        said.append(text % {"most": MOST})
    if by is not None and any(post.official_id == by.official_id for post in called):
        said.append(_("Nobody calls themselves: leave your own post out."))
    seeing = set(mentionable(subject, day).filter(pk__in=[post.pk for post in called]).values_list("pk", flat=True))
    text = _("The post “%(post)s” does not see this, or nobody signs in through it now: leave it out.")
    said += [text % {"post": post} for post in called if post.pk not in seeing]
    return said


# --- who hears of it -------------------------------------------------------------------------------------------------
def _tell(row, kind, subject, called):
    """Let those who are called know, and who is answered, if they still see it: each once."""
    values, url = {"kind": kind, "code": _code(subject)}, f"/comments/{kind}/{subject.pk}/#comment-{row.pk}"
    posts = mentionable(subject, localdate(row.at))
    said = {"event": f"comment:{row.pk}", "topic": Topic.MENTION, "values": values, "url": url}
    notify(posts.filter(pk__in=[post.pk for post in called]), code="comment_calls", at=row.at, by=row.by, **said)
    if row.reply_to_id:
        notify(posts.filter(pk=row.reply_to.by_id), code="comment_answered", at=row.at, by=row.by, **said)


def _code(subject):
    """What the subject, or the factory it belongs to, is known by."""
    match subject:
        case FactoryProject():
            return subject.code
        case Decision():
            return subject.number
    return subject.project.code
