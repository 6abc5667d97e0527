"""Files that come with a comment, or as the evidence of a step of a decision: kept under their digest."""

from committees.models import Attachment
from factories.actions import contents
from regional20x10.shared.actions import checked

PLACE = "attachments"


def _named(digests):
    return Attachment.objects.filter(sha256__in=digests).values_list("sha256", flat=True)


leaving_no_orphans = contents.leaving_no_orphans(PLACE, _named)
"""Decorates an action that keeps its `files` (documents.Handed): if it fails, no file stays that no row names."""


def keep(files, *, comment=None, step=None, by, at):
    """The attachments of `files`, in their order. For actions, inside their transaction and `leaving_no_orphans`."""
    contents.hold(PLACE, (file.sha256 for file in files))
    for file in files:
        contents.write(PLACE, file)
    return [_record(file, comment, step, by, at) for file in files]


def _record(file, comment, step, by, at):
    values = {"name": file.name, "kind": file.kind, "sha256": file.sha256, "bytes": file.bytes}
    row = Attachment(comment=comment, step=step, path=contents.path(PLACE, file.sha256), at=at, by=by, **values)
    checked(row, exclude=("comment", "step", "by")).save(force_insert=True)
    return row
