"""Where what lies in a zip of a pack (packing.zipped): its headers, contents, entries and end."""

import io
import struct
import zipfile
from bisect import bisect_right
from itertools import accumulate

HEADER, ENTRY, END = 30, 46, 22
"""Bytes of a local header and of an entry of the directory, beside the name, and of the end."""
_SIZES = struct.Struct("<4s14xIIHH")


def raw_members(data):
    """{path: bytes} as they lie in the zip, whatever their checksums say. Raises what zipfile raises."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1:
                raise zipfile.BadZipFile(f"{info.filename} is compressed or encrypted")
            if info.filename in found:
                raise zipfile.BadZipFile(f"{info.filename} is there twice")
            start = info.header_offset + HEADER + len(info.filename.encode())
            found[info.filename] = data[start : start + info.file_size]
    return found


def layout(parts):
    """[(first byte, part, path)] of the zip of {path: bytes}: headers with contents, then entries, then the end."""
    sizes = []
    for path, content in parts.items():
        sizes += [(HEADER + len(path.encode()), "header", path), (len(content), "content", path)]
    sizes += [(ENTRY + len(path.encode()), "entry", path) for path in parts]
    starts = accumulate((size for size, _part, _path in sizes), initial=0)
    places = [*((part, path) for _size, part, path in sizes), ("end", "")]
    return [(start, *place) for start, place in zip(starts, places, strict=True)]


def area(at, places):
    """(part, path) in which the byte `at` lies."""
    return places[bisect_right(places, at, key=lambda place: place[0]) - 1][1:]


def seal_within(data, name=b"seal.json"):
    """The bytes of the seal in a zip that cannot be read; None if they are not found."""
    at = data.find(b"PK\x03\x04")
    while at >= 0:
        _sign, size, _whole, named, extra = _SIZES.unpack_from(data.ljust(at + HEADER, b"\0"), at)
        start = at + HEADER + named + extra
        if data[at + HEADER : start - extra] == name:
            return data[start : start + size]
        at = data.find(b"PK\x03\x04", at + 4)
    return None
