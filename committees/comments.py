"""Comments on what they are about, as threads: read with the posts they call and the files they bring."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy

from committees.models import SUBJECTS, Attachment, Comment, Mention
from committees.models.scope import Reader

MODELS = {name: Comment._meta.get_field(name).related_model for name in SUBJECTS}
"""{kind of subject, as addresses name it: its model}."""
KINDS = {model: name for name, model in MODELS.items()}
SUBJECT_WORDS = {
    "project": gettext_lazy("the factory"),
    "status_return": gettext_lazy("a ten-day return"),
    "production_return": gettext_lazy("a production return"),
    "finding": gettext_lazy("a finding"),
    "decision": gettext_lazy("a decision"),
}
"""{kind of subject: what a comment is about, in words}."""
PLACES = ("province", "county", "organization")


def of(subject, user, moment=None):
    """The comments on the subject that `user` sees, as known at `moment`: [Comment], each with its `thread` of replies.

    Each is marked(). Three queries.
    """
    rows = Comment.objects.visible_to(user).about(subject).for_list()
    rows = (rows.then(moment) if moment else rows).prefetch_related(*parts())
    first_of, found = {}, []
    for row in marked(rows, moment):
        row.thread = []
        first = first_of.get(row.reply_to_id)
        first_of[row.pk] = first or row
        (first.thread if first else found).append(row)
    return found


def parts():
    """What a comment brings, for prefetch_related: `called`, its Mentions, and `files`, its Attachments."""
    places = (f"post__{place}" for place in PLACES)
    return (
        Prefetch("mentions", Mention.objects.select_related(*places), to_attr="called"),
        Prefetch("attachments", Attachment.objects.order_by("pk"), to_attr="files"),
    )


def marked(rows, moment=None):
    """The rows as a list, each with its `kind` and with `taken_back`: its Withdrawal by `moment`, None if it stands."""
    rows = list(rows)
    for row in rows:
        row.kind = next(name for name in SUBJECTS if getattr(row, f"{name}_id"))
        found = getattr(row, "withdrawal", None)
        row.taken_back = found if found and (moment is None or found.at <= moment) else None
    return rows


def seen_through(post, model):
    """The rows of `model` that are seen through the post."""
    return model.objects.visible_to(Reader(post))
