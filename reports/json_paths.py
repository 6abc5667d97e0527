"""Where two JSON values differ, by path: `figures["county:NP-SONGCHON/verified_percent"].value`."""

import re
from collections.abc import Mapping

_PLAIN = re.compile(r"[A-Za-z_]\w*\Z", re.ASCII)
ABSENT = "—"


def differences(before, after, limit):
    """Up to `limit` of (path, value before, value after), in order; ABSENT where one is not there."""
    found = []
    for row in _differences("", before, after):
        found.append(row)
        if len(found) == limit:
            break
    return found


def _differences(path, before, after):
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted(before.keys() | after.keys()):
            yield from _differences(_step(path, key), before.get(key, ABSENT), after.get(key, ABSENT))
    elif isinstance(before, list) and isinstance(after, list):
        for at in range(max(len(before), len(after))):
            pair = (rows[at] if at < len(rows) else ABSENT for rows in (before, after))
            yield from _differences(f"{path}[{at}]", *pair)
    elif before != after or type(before) is not type(after):
        yield path, _short(before), _short(after)


def _step(path, key):
    if not _PLAIN.match(key):
        return f'{path}["{key}"]'
    return f"{path}.{key}" if path else key


def _short(value):
    said = str(value)
    return said if len(said) <= 80 else f"{said[:77]}..."
