"""Zip archives that are the same bytes whenever and wherever they are written: fixed dates, order, rights."""

import io
import zipfile

LEVEL = 6
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can hold; the true one stands in the document itself."""


def archive(files, stored=()):
    """The archive of {name: bytes}, in the order given; what is in `stored` is compressed already."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as book:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(tuple(stored)) else zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else the system's own: it differs from machine to machine
            book.writestr(entry, content)
    return target.getvalue()


def contents(content):
    """{name: bytes} of an archive, in its order."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {entry.filename: book.read(entry) for entry in book.infolist()}
