"""What lies where in a zip of a pack (packing.zipped): headers, contents, entries of the directory, and its end."""

import io
import struct
import zipfile
import zlib
from bisect import bisect_right
from contextlib import suppress

_HEADER = struct.Struct("<4s4xH8xIIHH")
"""Of a local header: its sign, how it is compressed, sizes compressed and not, lengths of name and of extra."""
HEADER, ENTRY = 30, 46
"""Bytes of a local header and of an entry of the directory, beside the name."""


def members(data):
    """({path: bytes}, paths whose checksum does not hold), as far as they can be read. Raises what zipfile raises."""
    found, damaged = {}, set()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            if info.filename in found:
                raise zipfile.BadZipFile(f"{info.filename} is there twice")
            start = info.header_offset + HEADER + len(info.orig_filename.encode())
            found[info.filename] = _plain(data[start : start + info.compress_size], info.compress_type)
            if zlib.crc32(found[info.filename]) != info.CRC:
                damaged.add(info.filename)
    return found, damaged


def _plain(content, method):
    """What was compressed, up to the first byte at which it cannot be read any more."""
    if method == zipfile.ZIP_STORED:
        return content
    if method != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile(f"compressed by method {method}")
    reader, found = zlib.decompressobj(-zlib.MAX_WBITS), []
    with suppress(zlib.error):
        for at in range(0, len(content), 256):
            found.append(reader.decompress(content[at : at + 256]))
    return b"".join(found)


def layout(data):
    """[(first byte, part, path)] of a zip that can be read: headers and contents, then entries, then the end."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos, places, at = archive.infolist(), [], archive.start_dir
    for info in infos:
        start = info.header_offset + HEADER + len(info.filename.encode())
        places += [(info.header_offset, "header", info.filename), (start, "content", info.filename)]
    for info in infos:
        places.append((at, "entry", info.filename))
        at += ENTRY + len(info.filename.encode())
    return [*places, (at, "end", "")]


def area(at, places):
    """(part, path) in which the byte `at` lies."""
    return places[bisect_right(places, at, key=lambda place: place[0]) - 1][1:]


def within(data, path):
    """The bytes of a member of a zip whose directory cannot be read; None if they are not found."""
    at, name = data.find(b"PK\x03\x04"), path.encode()
    while 0 <= at <= len(data) - HEADER:
        _sign, method, size, _whole, named, extra = _HEADER.unpack_from(data, at)
        start = at + HEADER + named
        if data[at + HEADER : start] == name and method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            return _plain(data[start + extra : start + extra + size], method)
        at = data.find(b"PK\x03\x04", at + 4)
    return None
