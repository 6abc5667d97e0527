"""Seals as a chain: the canonical form of a content, the header of a seal, and their SHA-256 digests.

    content_sha256 = SHA-256(canonical(content))
    sha256         = SHA-256(canonical(header without sha256)), the header naming content_sha256 and the previous sha256

so that nobody can change a figure, a reason or the order of seals without changing every digest after it. The canonical
form is JSON in UTF-8 with sorted keys and no spaces; numbers are written as reports/sealing/book.py rounds them.
"""

import hashlib
import zlib

import orjson
from django.utils.translation import gettext as _

from reports.pieces import dumped, pieces
from reports.sealing import arithmetic

HEADER = ("number", "kind", "year", "as_of", "sealed_at", "sealed_by", "reason", "content_sha256", "previous")
"""What the digest of a seal is of, beside its name."""


def canonical(data):
    """The bytes of plain data."""
    return dumped(data)


def digest(content):
    """SHA-256 of bytes, 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def header_digest(header):
    """The digest of a header: {name: value} with at least HEADER."""
    return digest(canonical({name: header[name] for name in HEADER}))


def packed(content):
    """The canonical bytes as they are stored."""
    return zlib.compress(content, 9)


def kept(content):
    """(packed, digest, length) of the canonical bytes of a content, which are never there as a whole."""
    hashed, packing, parts, length = hashlib.sha256(), zlib.compressobj(9), [], 0
    for part in pieces(content):
        hashed.update(part)
        parts.append(packing.compress(part))
        length += len(part)
    return b"".join([*parts, packing.flush()]), hashed.hexdigest(), length


def unpacked(stored):
    return zlib.decompress(bytes(stored))


def faults(header, content, chain):
    """What does not hold of a seal: sentences, none if all does.

    `header`: with its sha256; `content`: plain data or its canonical bytes; `chain`: the headers of all earlier seals,
    the first one first. Where the content is not what was sealed, the figures are named that contradict their inputs.
    """
    written = content if isinstance(content, bytes) else canonical(content)
    number = {"number": header["number"]}
    found = _links([*chain, header])
    if digest(written) == header["content_sha256"]:
        return found
    said = _("The content of seal %(number)s was changed: its digest is not the one that the seal names.")
    found.append(said % number)
    content = _read(content) if isinstance(content, bytes) else content
    if content is None:
        return [*found, _("The content of seal %(number)s cannot be read.") % number]
    for name in ("kind", "year", "as_of"):
        if content.get(name) != header[name]:
            slots = {**number, "name": name, "said": header[name], "held": content.get(name)}
            found.append(_("Seal %(number)s has %(name)s %(said)s, its content %(held)s.") % slots)
    return found + [_figure(*fault) for fault in arithmetic.faults(content)]


def _read(written):
    try:
        found = orjson.loads(written)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None


def _links(headers):
    """Every header has its own digest, its number, and the digest of the one before it."""
    found, before = [], ""
    for number, header in enumerate(headers, 1):
        slots = {"number": header["number"]}
        if header["number"] != number:
            found.append(_("Seal %(number)s stands in the place of seal %(wanted)s.") % {**slots, "wanted": number})
        if header["previous"] != before:
            found.append(_("Seal %(number)s does not follow the seal before it: the chain is broken there.") % slots)
        if header_digest(header) != header["sha256"]:
            found.append(_("What seal %(number)s says of itself was changed: its digest does not hold.") % slots)
        before = header["sha256"]
    return found


def _figure(name, said, found):
    slots = {"name": name, "said": said, "found": found}
    return _("The figure %(name)s is %(said)s, but its inputs and facts give %(found)s.") % slots
