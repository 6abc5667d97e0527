"""The seal itself as a file: its content with its header, in the canonical order, indented (schemas/pack-1.json)."""

from collections.abc import Mapping
from io import BytesIO

import orjson

SCHEMA = "pack-1"
TABLES = 2
"""How deep figures and facts stand: their rows are written one after the other, never all held at once."""


def render(sealed, drawings=None):
    """The same in every language: the canonical bytes of "content" have the digest that "header" names."""
    address = (sealed.get("address") or "").rstrip("/")
    said = {
        "$schema": f"{address}/en/reports/schemas/{SCHEMA}.json",
        "schema": SCHEMA,
        "header": {**sealed.header, "chain": list(sealed.header.get("chain", ()))},
        "content": sealed.content,
    }
    file = BytesIO()
    _write(file, said, b"\n")
    file.write(b"\n")
    return file.getvalue()


def _write(file, value, margin, depth=0):
    """As orjson writes it; `margin`: a new line with what stands before its first character."""
    if depth > TABLES or not isinstance(value, Mapping):
        written = orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)
        file.write(written.replace(b"\n", margin))  # within a string it would be an escape
        return
    inner, before = margin + b"  ", b"{"
    for name in sorted(value):
        file.write(before + inner + orjson.dumps(name) + b": ")
        _write(file, value[name], inner, depth + 1)
        before = b","
    file.write(margin + b"}" if value else b"{}")
