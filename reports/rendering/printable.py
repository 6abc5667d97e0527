"""What people typed, fit to be printed: without signs that break a file or turn the order of what is read."""

import re

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # no XML holds them, or none should
    "\u202a-\u202e\u2066-\u2069]"  # they show 12 as 21
)


def printable(text):
    """`text` without control signs, its lines ended in one way."""
    return _UNPRINTABLE.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n"))
