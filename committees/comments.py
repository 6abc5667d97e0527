"""Comments on what they are about, as threads: read with the posts they call and the files they bring."""

from django.db.models import Prefetch

from committees.models import SUBJECTS, Attachment, Comment, Mention
from committees.models.scope import Reader

MODELS = {name: Comment._meta.get_field(name).related_model for name in SUBJECTS}
"""{kind of subject, as addresses name it: its model}."""
KINDS = {model: name for name, model in MODELS.items()}
PLACES = ("province", "county", "organization")


def of(subject, user, moment=None):
    """The comments on the subject that `user` sees, as known at `moment`: [Comment], each with its `thread` of replies.

    Each has `taken_back`: the Withdrawal, None if it stands. Three queries.
    """
    rows = Comment.objects.visible_to(user).about(subject).for_list()
    rows = list((rows.filter(at__lte=moment) if moment else rows).prefetch_related(*_parts()))
    roots, found = {}, []
    for row in rows:
        row.thread = []
        row.taken_back = _taken_back(row, moment)
        first = roots.get(row.reply_to_id)
        roots[row.pk] = first or row
        (first.thread if first else found).append(row)
    return found


def _parts():
    places = (f"post__{place}" for place in PLACES)
    return (
        Prefetch("mentions", Mention.objects.select_related(*places), to_attr="called"),
        Prefetch("attachments", Attachment.objects.order_by("pk"), to_attr="files"),
    )


def _taken_back(row, moment):
    found = getattr(row, "withdrawal", None)
    return found if found and (moment is None or found.at <= moment) else None


def seen_through(post, model):
    """The rows of `model` that are seen through the post."""
    return model.objects.visible_to(Reader(post))
