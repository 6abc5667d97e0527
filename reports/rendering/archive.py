"""Zip archives that are the same bytes whenever and wherever they are written: fixed dates, order, rights."""

import io
import shutil
import zipfile

LEVEL, PIECE = 6, 1 << 16
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can hold; the true one stands in the document itself."""


def archive(files, stored=()):
    """The archive of {name: bytes}, in the order given; what is in `stored` is compressed already."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as book:
        for name, content in files.items():
            book.writestr(entry_of(name, stored=name.endswith(tuple(stored))), content)
    return target.getvalue()


def entry_of(name, *, stored=False):
    """The entry of a file, alike on every system."""
    entry = zipfile.ZipInfo(name, EARLIEST)
    entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    entry.create_system = 0  # else the system's own: it differs from machine to machine
    return entry


def steadied(content):
    """A zip of others, its files in their order, with our dates and rights; one file at a time, in pieces."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as book,
    ):
        for entry in given.infolist():
            with given.open(entry) as source, book.open(entry_of(entry.filename), "w") as place:
                shutil.copyfileobj(source, place, PIECE)
    return target.getvalue()


def contents(content):
    """{name: bytes} of an archive, in its order."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {entry.filename: book.read(entry) for entry in book.infolist()}
