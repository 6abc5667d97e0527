"""The dataset itself, as JSON in its canonical form (schemas/annual-report-1.json)."""

import orjson


def render(dataset):
    return orjson.dumps(dataset, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
