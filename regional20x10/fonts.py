"""Build the interface font: `python -m regional20x10.fonts` writes it under static/build.

Pretendard (OFL-1.1) is cut into three files, so that a page loads the glyphs of the interface (about 70 KB) and the
other syllables only when a text holds them. "Pretendard" is a Reserved Font Name: a cut font is a modified version,
so it is called Monitor Sans, and the licence is laid beside it.
"""

import csv
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
PRETENDARD = ROOT / "node_modules" / "pretendard" / "dist"
BUILD = ROOT / "static" / "build"
NAME = "Monitor Sans"
WEIGHTS = (400, 700)
SYLLABLES = range(0xAC00, 0xD7A4)
SIGNS = "–—‘’“”…·•→←↑↓−×≤≥±％㎡㎥℃№○●▲■◆✓《》〈〉「」、。\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
READ = (
    "templates/**/*.html",
    "*/templates/**/*.html",
    "locale/*/LC_MESSAGES/*.po",
    "*/formats/*/formats.py",
    "*/choices.py",
)
NAME_IDS = {1: NAME, 3: f"{NAME} Variable", 4: f"{NAME} Variable", 6: "MonitorSans", 16: NAME, 25: "MonitorSans"}


def latin():
    return set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | {ord(sign) for sign in SIGNS}


def common_syllables():
    """The 2,350 syllables of KS X 1001."""
    rows = (bytes([high, low]) for high in range(0xB0, 0xC9) for low in range(0xA1, 0xFF))
    return {ord(row.decode("euc-kr")) for row in rows}


def hangul(text):
    return {ord(sign) for sign in text if 0xAC00 <= ord(sign) <= 0xD7A3 or 0x3130 <= ord(sign) < 0x3190}


def interface():
    """What the pages say: templates, translations and the names in the reference data."""
    used = latin()
    for pattern in READ:
        for path in ROOT.glob(pattern):
            if "node_modules" not in path.parts:
                used |= hangul(path.read_text(encoding="utf-8"))
    for path in (ROOT / "factories" / "data").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                used |= hangul("".join(value for key, value in row.items() if key and key.startswith("name") and value))
    return used


def cut(code_points, path):
    font = TTFont(PRETENDARD / "public" / "variable" / "PretendardVariable.ttf")
    options = subset.Options()
    options.layout_features = ["kern", "tnum", "ccmp", "locl", "mark", "mkmk", "liga", "case"]
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": WEIGHTS}, optimize=False)
    for record in list(font["name"].names):
        if record.nameID in NAME_IDS:
            font["name"].setName(
                NAME_IDS[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID
            )
    font.flavor = "woff2"
    font["head"].modified = font["head"].created  # the same glyphs give the same bytes
    font.recalcTimestamp = False
    font.save(path)


def ranges(code_points):
    """The code points as a CSS unicode-range."""
    spans = []
    for point in sorted(code_points):
        if spans and point == spans[-1][1] + 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return ",".join(f"U+{first:x}" if first == last else f"U+{first:x}-{last:x}" for first, last in spans)


def file_name(part):
    return f"monitor-sans-{part}.woff2"


def stamp(fonts, part):
    return fonts / f".{part}.range"


def is_cut(fonts, part, code_points):
    kept = stamp(fonts, part)
    return (fonts / file_name(part)).exists() and kept.exists() and kept.read_text() == ranges(code_points)


def face(part, unicode_range):
    return (
        f"@font-face {{\n  font-family: '{NAME}';\n  src: url('fonts/{file_name(part)}') format('woff2');\n"
        f"  font-weight: {WEIGHTS[0]} {WEIGHTS[1]};\n  font-display: swap;\n  unicode-range: {unicode_range};\n}}\n"
    )


def build():
    """Write the fonts, their licence and the style sheet's part; fonts whose glyphs are unchanged stay."""
    fonts = BUILD / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    ui = interface()
    common = common_syllables() - ui
    parts = {"ui": ui, "ksx": common, "rest": set(SYLLABLES) - ui - common}
    changed = [part for part, code_points in parts.items() if not is_cut(fonts, part, code_points)]
    with ProcessPoolExecutor() as processes:  # three cuts take a minute one after the other
        jobs = {part: processes.submit(cut, parts[part], fonts / file_name(part)) for part in changed}
    for part, job in jobs.items():
        job.result()
        stamp(fonts, part).write_text(ranges(parts[part]))
    shutil.copyfile(PRETENDARD / "LICENSE.txt", fonts / "OFL.txt")
    # Later rules win, and a face without the glyph is passed over: so both parts for rarer syllables share one range.
    rare = ranges(SYLLABLES)
    (BUILD / "_fonts.scss").write_text(face("rest", rare) + face("ksx", rare) + face("ui", ranges(ui)))


if __name__ == "__main__":
    build()
