"""Contrast (WCAG 2.2) and colour-blind distance (Machado, Oliveira and Fernandes 2009, severity 1) of the tokens."""

import itertools
import math
import re

import pytest
from django.conf import settings

TEXT = ["ink", "ink-2", "ink-3", "accent", "accent-ink", "error", "warn"]
MARKS = ["control", "st-miss", "st-risk", "st-watch", "st-ok", "st-done", "st-none"]
STATES = ["miss", "risk", "watch", "ok", "done"]
SEEN_BY = {
    "normal": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
XYZ = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
WHITE = [0.95047, 1, 1.08883]


def tokens(theme):
    source = (settings.BASE_DIR / "static" / "scss" / "_tokens.scss").read_text()
    block = re.search(rf"@mixin {theme} \{{(.*?)\n\}}", source, re.DOTALL)[1]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))


def linear(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def contrast(one, other):
    lighter, darker = sorted((times(XYZ, linear(colour))[1] for colour in (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def lab(colour, eyes):
    seen = [min(1, max(0, c)) for c in times(eyes, linear(colour))]
    ratios = [c / w for c, w in zip(times(XYZ, seen), WHITE, strict=True)]
    x, y, z = (r ** (1 / 3) if r > 0.008856 else 7.787 * r + 16 / 116 for r in ratios)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_has_at_least_four_and_a_half_to_one(theme):
    colours = tokens(theme)

    pairs = {name: contrast(colours[name], colours["surface"]) for name in TEXT}
    pairs |= {f"{name} on sunken": contrast(colours[name], colours["sunken"]) for name in ("ink", "ink-2", "ink-3")}
    pairs |= {"error on soft": contrast(colours["error"], colours["error-soft"])}
    pairs |= {"button": contrast(colours["on-accent"], colours["accent"])}

    assert {name: ratio for name, ratio in pairs.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_and_borders_have_at_least_three_to_one(theme):
    colours = tokens(theme)

    ratios = {name: contrast(colours[name], colours["surface"]) for name in MARKS}

    assert {name: ratio for name, ratio in ratios.items() if ratio < 3} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("eyes", SEEN_BY)
def test_states_can_be_told_apart_by_all_eyes(theme, eyes):
    colours = {state: lab(tokens(theme)[f"st-{state}"], SEEN_BY[eyes]) for state in STATES}

    nearest = min(math.dist(colours[a], colours[b]) for a, b in itertools.combinations(STATES, 2))

    assert nearest >= 17
