"""Files that people hand in: kept under their digest, outside the web root, together with what they belong to."""

from dataclasses import dataclass

from django.core.files import File

from factories.actions import contents
from factories.models import Document
from regional20x10.shared.actions import checked

PLACE = "documents"


@dataclass(frozen=True)
class Handed:
    """A file whose content is what its ending says (imports/files.py makes it)."""

    name: str
    kind: Document.Kind
    sha256: str
    bytes: int
    content: File


def _named(digests):
    return Document.objects.filter(sha256__in=digests).values_list("sha256", flat=True)


leaving_no_orphans = contents.leaving_no_orphans(PLACE, _named)
"""Decorates an action that keeps its `files` (Handed): if it fails, no file stays that no document names."""


def keep(project, files, *, by, at):
    """The documents of `files`, in their order. For actions, inside their transaction and `leaving_no_orphans`."""
    contents.hold(PLACE, (file.sha256 for file in files))
    for file in files:
        contents.write(PLACE, file)
    return [_record(project, file, by, at) for file in files]


def _record(project, file, by, at):
    values = {"name": file.name, "kind": file.kind, "sha256": file.sha256, "bytes": file.bytes}
    path = contents.path(PLACE, file.sha256)
    row = checked(Document(project=project, path=path, at=at, by=by, **values))
    row.save(force_insert=True)
    return row
