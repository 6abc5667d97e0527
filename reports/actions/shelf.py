"""Files that jobs write: beside their place first, then renamed, so that a name never stands for half a file."""

import errno
import hashlib
import os
import shutil
from contextlib import suppress
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

FULL = (errno.ENOSPC, errno.EDQUOT)
"""What the system says when there is no room left."""


def kept(path, content):
    """Write `content` (bytes, or a function that writes to the open file) at `path`: its columns, name, sha256, bytes.

    On any error nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    try:
        with beside.open("w+b") as file:
            content(file) if callable(content) else file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        _certain(path.parent)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    return {
        "name": path.relative_to(settings.MEDIA_ROOT).as_posix(), "sha256": digest(path), "bytes": path.stat().st_size,
    }  # fmt: skip


def _certain(directory):
    """The names in it outlast a power cut."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def digest(path):
    """SHA-256 of what stands on the disk."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def home(kind, key):
    """Where the files of a job lie, a directory for every time they were begun."""
    return Path(settings.MEDIA_ROOT) / kind / str(key)


def remove(directory, *, but=()):
    """Remove what lies in `directory`, once it is certain that it goes; the paths in `but` stay."""
    for place in directory.glob("*"):
        if place not in but:
            transaction.on_commit(partial(shutil.rmtree, place, ignore_errors=True))
