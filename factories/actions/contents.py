"""Contents of files in the default storage, each once under its digest: written whole, and none that no row names."""

from contextlib import suppress
from functools import wraps

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction

from factories.agreements import stored_digest


def path(place, sha256):
    return f"{place}/{sha256[:2]}/{sha256}"


def leaving_no_orphans(place, named):
    """Decorates an action that keeps its `files` in `place`: if it fails, no file stays that no row names.

    `named(digests)`: those of the digests that rows name.
    """

    def decorate(function):
        @wraps(function)
        def run(*args, files=(), **values):
            try:
                return function(*args, files=files, **values)
            except BaseException:
                with suppress(DatabaseError):
                    drop_unnamed(place, named, [file.sha256 for file in files])
                raise

        return run

    return decorate


def hold(place, digests):
    """Until the transaction ends nobody else writes or drops the files of these digests."""
    with connection.cursor() as cursor:
        for sha256 in sorted(set(digests)):  # in one order, so that two who hand in the same files wait in turn
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [path(place, sha256)])


def write(place, file):
    """The content under its digest, unless it is there already, and whole."""
    kept = path(place, file.sha256)
    if stored_digest(kept) == file.sha256:
        return
    default_storage.delete(kept)  # what a process left half-written when it was killed
    file.content.seek(0)
    default_storage.save(kept, file.content)


def drop_unnamed(place, named, digests):
    """Delete the files of those digests that no row names; returns those digests."""
    with transaction.atomic():
        digests = sorted(set(digests))
        hold(place, digests)
        unnamed = set(digests) - set(named(digests))
        for sha256 in unnamed:
            default_storage.delete(path(place, sha256))
    return unnamed
