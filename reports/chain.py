"""Seals as a chain: the canonical form of a content, the header of a seal, and their SHA-256 digests.

    content_sha256 = SHA-256(canonical(content))
    sha256         = SHA-256(canonical(header without sha256)), the header naming content_sha256 and the previous sha256

so that nobody can change a figure, a reason or the order of seals without changing every digest after it. The canonical
form is JSON in UTF-8 with sorted keys and no spaces; numbers are written as reports/sealing/book.py rounds them.
"""

import hashlib
import zlib

import orjson

HEADER = ("number", "kind", "year", "as_of", "sealed_at", "sealed_by", "reason", "content_sha256", "previous")
"""What the digest of a seal is of, beside its name."""


def canonical(data):
    """The bytes of plain data."""
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS)


def digest(content):
    """SHA-256 of bytes, 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def header_digest(header):
    """The digest of a header: {name: value} with at least HEADER."""
    return digest(canonical({name: header[name] for name in HEADER}))


def packed(content):
    """The canonical bytes as they are stored."""
    return zlib.compress(content, 9)


def unpacked(stored):
    return zlib.decompress(bytes(stored))
