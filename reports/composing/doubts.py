"""What a text says against the computed figures: a doubt that asks for another text, or for a reason.

A sentence that speaks of what a figure counts (`CUES`, in both languages), names numbers of its unit and not the
figure's own contradicts it. A live field is the figure itself: a sentence that holds it is never doubted about it.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.composing.texts import TOKEN

CUES = {
    "finished": (r"factor(?:y|ies)\b.*\b(?:finished|completed|complete)\b|\b(?:finished|completed)\b.*factor"
                 r"|공장.*(?:완공|준공|완성)", "count", "projects"),
    "places_done": (r"(?:count(?:y|ies)|places?|cit(?:y|ies))\b.*\b(?:finished|completed|complete)\b"
                    r"|(?:시|군)(?:들)?[이에 은는].*(?:완공|준공|완성)", "count", "places"),
    "projects_counting": (r"factor(?:y|ies)\b.*\bcounts?\b|공장.*(?:실적에 든|계산된)", "count", "projects"),
    "projects_operating": (r"factor(?:y|ies)\b.*\b(?:operates?|operating)\b|공장.*(?:가동|조업)", "count", "projects"),
    "verified_percent": (r"\b(?:verified|work done|of the work)\b|공사.*(?:확인|실적|진척)", "percent", None),
    "raw_cover_percent": (r"raw.material.*\bcover|원료.*(?:보장|충족)", "percent", None),
    "workers_certified": (r"\bcertified\b|자격.*(?:취득|받)", "count", "workers_needed"),
    "workers_needed": (r"\bposts\b.*\b(?:needed|to be filled)\b|필요한 로력", "count", None),
    "output_t": (r"\b(?:output|produced|production)\b|생산(?:하|량|액)", "tonnes", None),
    "capacity_used_percent": (r"\butili[sz]ation\b|가동률", "percent", None),
    "findings_open": (r"\bopen findings?\b|미해결.*지적", "count", None),
}  # fmt: skip
"""{key: (what a sentence about it says, its unit, the figure that is its whole or None)}."""
REASONS = ("another_day", "other_rows", "other_measure", "figure_wrong")
"""Codes of why a text may differ (reasons())."""
_WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen " \
         "eighteen nineteen twenty"  # fmt: skip
NUMBER_WORDS = {word: number for number, word in enumerate(_WORDS.split(), 1)}
SENTENCES = re.compile(r"(?<=[.!?。])\s+|\n+")
DIGITS = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?\s*(%|퍼센트|t\b|톤|㎏|kg\b|월|일|년|days?\b)?", re.I
)
NAMED = re.compile(rf"\b({'|'.join(NUMBER_WORDS)})\b", re.I)
ALL = re.compile(
    r"\b(?:all|every)(?: of)?(?: the| its| our| these)? (?:factor\w+|places?|count(?:y|ies)|cit(?:y|ies))\b"
    r"|모든|전부|모두",
    re.I,
)
UNITS = {"%": "percent", "퍼센트": "percent", "t": "tonnes", "톤": "tonnes", None: "count"}
YEARS = range(1990, 2100)


@dataclass(frozen=True)
class Doubt:
    """A sentence of a section's text that a computed figure contradicts."""

    section: str
    key: str
    quoted: str
    """What the text says, as it stands there."""
    said: str
    """The computed figure in words."""
    label: str

    @property
    def name(self):
        """Names it in a form and in what is signed."""
        return f"{self.section}-{self.key}"

    @property
    def sentence(self):
        said = _("The text says “%(quoted)s”. Computed is: %(label)s %(said)s. Change the text, or say why it differs.")
        return said % {"quoted": self.quoted, "label": self.label, "said": self.said}


def of_text(section, text, known):
    """[Doubt] of a section's text, one a figure; `known`: {key: Figure} of the whole report."""
    found = {}
    for sentence in SENTENCES.split(text):
        held = set(TOKEN.findall(sentence))
        plain = TOKEN.sub(" ", sentence)
        for key, (cue, unit, whole) in CUES.items():
            row = known.get(key)
            if row is None or row.value is None or key in held or key in found or not re.search(cue, plain, re.I):
                continue
            if quoted := _against(plain, row.value, unit, known.get(whole)):
                found[key] = Doubt(section, key, quoted, " ".join(filter(None, [row.said, row.of])), row.label)
    return list(found.values())


def _against(sentence, value, unit, whole):
    """What in the sentence contradicts the value; empty if nothing does."""
    numbers = [(said, number, places) for said, number, places, its in _numbers(sentence) if its == unit]
    if numbers:
        if any(round(float(value), places) == number for _said, number, places in numbers):
            return ""
        return numbers[0][0]
    every = ALL.search(sentence)
    if every and whole is not None and whole.value is not None and value < whole.value:
        return every[0]
    return ""


def _numbers(sentence):
    """[(as written, number, decimals, unit)]."""
    found = []
    for match in DIGITS.finditer(sentence):
        digits, decimals, unit = match.groups()
        unit = unit and unit.lower()
        number = float(f"{digits.replace(',', '')}.{decimals or 0}")
        if unit in UNITS and not (unit is None and not decimals and number in YEARS):
            found.append((match[0].strip(), number, len(decimals or ""), UNITS[unit]))
    found += [(match[0], NUMBER_WORDS[match[0].lower()], 0, "count") for match in NAMED.finditer(sentence)]
    return found


def reasons():
    """[(code, words)] from which one is chosen."""
    return [
        ("another_day", _("The text speaks of another day")),
        ("other_rows", _("The text counts other factories or places")),
        ("other_measure", _("The text measures it in another way")),
        ("figure_wrong", _("The computed figure is wrong: a return has to be corrected")),
    ]
