"""Large tables of JSON rows that are kept as bytes: of ten thousands of facts a report reads but a few at a time."""

import re
from collections.abc import Mapping
from itertools import batched

import orjson

SORTED = orjson.OPT_SORT_KEYS


class Pieces(Mapping):
    """{name: row}; each row is kept in its canonical form and read when it is asked for, in a fifth of the memory.

    What is read is a copy: change a row by setting it.
    """

    def __init__(self, written=None):
        self._written = {} if written is None else written

    def __getitem__(self, name):
        return orjson.loads(self._written[name])

    def __setitem__(self, name, row):
        written = orjson.dumps(row, option=SORTED)  # in a kilobyte at least, whatever it holds: keep a copy of its size
        self._written[name] = bytes(memoryview(written))

    def __contains__(self, name):
        return name in self._written

    def __iter__(self):
        return iter(self._written)

    def __len__(self):
        return len(self._written)

    def fragments(self):
        """The rows for orjson to write as they are."""
        return {name: orjson.Fragment(row) for name, row in self._written.items()}

    def in_parts(self):
        """The canonical bytes, some rows at a time."""
        before = b"{"
        for names in batched(sorted(self._written), 1000, strict=False):
            yield before + b",".join(orjson.dumps(name) + b":" + self._written[name] for name in names)
            before = b","
        yield b"}" if self._written else b"{}"


def dumped(data):
    """The canonical bytes of plain data with Pieces in it."""
    return orjson.dumps(data, option=SORTED, default=_written)


def pieces(data):
    """dumped() of a dict in parts, one after the other, so that the whole is never there at once."""
    before = b"{"
    for name in sorted(data):
        yield before + orjson.dumps(name) + b":"
        if isinstance(data[name], Pieces):
            yield from data[name].in_parts()
        else:
            yield dumped(data[name])
        before = b","
    yield b"}" if data else b"{}"


def _written(data):
    if isinstance(data, Pieces):
        return data.fragments()
    raise TypeError(f"{type(data).__name__} is no plain data")


# --- read ------------------------------------------------------------------------------------------------------------
_BEGINS, _ENDS = b'"facts":{', b'},"figures":{'
_FACT = re.compile(rb'"([a-z_]+:[^"\\]+)":(?=\{"kind":")')
_LAST = re.compile(rb'"version":(null|[0-9]+)\}$')


def loaded(written):
    """The content of a seal from its canonical bytes, its facts as Pieces that were never read.

    They are cut where the canonical form has them; where that does not fit in any way, all is read as usual.
    """
    start = written.find(_BEGINS) + len(_BEGINS)
    end = written.find(_ENDS, start - 1)
    alone = written.count(_BEGINS) == 1  # within a string its quotes would have a backslash
    if alone and start <= end and (facts := _cut(written, start, end)) is not None:
        content = _read(written[:start] + written[end:])
        if content is not None and content.get("facts") == {}:
            return content | {"facts": Pieces(facts)}
    return orjson.loads(written)


def _read(written):
    try:
        return orjson.loads(written)
    except orjson.JSONDecodeError:
        return None


def _cut(written, start, end):
    """{name: bytes of the fact}, None if the bytes are not one fact after the other."""
    found, named, begins = {}, None, start
    for match in _FACT.finditer(written, start, end):
        if named is not None and not _keep(found, named, written[begins : match.start() - 1]):
            return None
        if named is None and match.start() != start:
            return None
        named, begins = match[1].decode(), match.end()
    if named is None:
        return {} if start == end else None
    return found if _keep(found, named, written[begins:end]) else None


def _keep(found, name, row):
    """Keep a fact that ends as facts do; a cut within one would not."""
    found[name] = row
    return _LAST.search(row, max(0, len(row) - 24)) is not None
