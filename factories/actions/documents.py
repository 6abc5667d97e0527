"""Files that people hand in: kept under their digest, outside the web root, together with what they belong to."""

from contextlib import suppress
from dataclasses import dataclass
from functools import wraps

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction

from factories.agreements import stored_digest
from factories.models import Document
from regional20x10.shared.actions import checked


@dataclass(frozen=True)
class Handed:
    """A file whose content is what its ending says (imports/files.py makes it)."""

    name: str
    kind: Document.Kind
    sha256: str
    bytes: int
    content: File


def leaving_no_orphans(function):
    """An action that keeps its `files` (Handed): if it fails, no file stays that no document names."""

    @wraps(function)
    def run(*args, files=(), **values):
        try:
            return function(*args, files=files, **values)
        except BaseException:
            with suppress(DatabaseError):
                _drop_unnamed(file.sha256 for file in files)
            raise

    return run


def keep(project, files, *, by, at):
    """The documents of `files`, in their order. For actions, inside their transaction and `leaving_no_orphans`."""
    _hold(file.sha256 for file in files)
    for file in files:
        _write(file)
    return [_record(project, file, by, at) for file in files]


def _record(project, file, by, at):
    values = {"name": file.name, "kind": file.kind, "sha256": file.sha256, "bytes": file.bytes}
    row = checked(Document(project=project, path=_path(file.sha256), at=at, by=by, **values))
    row.save(force_insert=True)
    return row


def _path(sha256):
    return f"documents/{sha256[:2]}/{sha256}"


def _hold(digests):
    """Until the transaction ends nobody else writes or drops the files of these digests."""
    with connection.cursor() as cursor:
        for sha256 in sorted(set(digests)):  # in one order, so that two who hand in the same files wait in turn
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_path(sha256)])


def _write(file):
    """The content under its digest, unless it is there already, and whole."""
    path = _path(file.sha256)
    if stored_digest(path) == file.sha256:
        return
    default_storage.delete(path)  # what a process left half-written when it was killed
    file.content.seek(0)
    default_storage.save(path, file.content)


def _drop_unnamed(digests):
    with transaction.atomic():
        digests = sorted(set(digests))
        _hold(digests)
        named = set(Document.objects.filter(sha256__in=digests).values_list("sha256", flat=True))
        for sha256 in set(digests) - named:
            default_storage.delete(_path(sha256))
