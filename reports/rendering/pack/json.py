"""The seal itself as a file: its content with its header, in the canonical order, indented (schemas/pack-1.json)."""

import orjson

SCHEMA = "pack-1"


def render(sealed, drawings=None):
    """The same in every language: the canonical bytes of "content" have the digest that "header" names."""
    address = (sealed.get("address") or "").rstrip("/")
    said = {
        "$schema": f"{address}/en/reports/schemas/{SCHEMA}.json",
        "schema": SCHEMA,
        "header": {**sealed.header, "chain": list(sealed.header.get("chain", ()))},
        "content": sealed.content,
    }
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
