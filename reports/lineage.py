"""How a number of a seal came about: its formula, inputs and facts, who stands for them, and what rests on it.

All from the seal alone, in words of the language that is on. Pages of the application, of the web pack and the API
tell the same.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from reports import arithmetic, facts, wording
from reports.definitions import definitions
from reports.sealed import post_words


@dataclass(frozen=True)
class Named:
    """A figure as another one names it."""

    name: str
    subject: str
    label: str
    value: object
    words: str


@dataclass(frozen=True)
class Step:
    """What a post did with a fact, and when."""

    step: str
    words: str
    at: str | None
    """ISO 8601."""
    when: str
    by: str
    """The post in words; the system itself where nobody did it."""


@dataclass(frozen=True)
class Fact:
    name: str
    kind: str
    label: str
    """Its kind, subject and day in words."""
    subject: str
    on: str | None
    version: int | None
    superseded: bool
    said: list
    """[(what, in words)]."""
    steps: list
    url: str
    """Its page in the application, without language; empty if it has none."""


@dataclass(frozen=True)
class Lineage:
    name: str
    subject: str
    subject_words: str
    key: str
    label: str
    unit: str
    value: object
    words: str
    formula: str
    source: str
    arithmetic: str
    """The formula with its numbers, where it is plain arithmetic over the inputs; else empty."""
    inputs: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    """What it lacks, in sentences."""
    facts: list = field(default_factory=list)
    """Names of the facts it rests on; Lineages.fact() tells of one."""
    resting: list = field(default_factory=list)
    """The figures that are made of this one."""


class Lineages:
    """The lineage of every figure of a seal, in the language that is on when it is made: words are kept."""

    def __init__(self, sealed):
        self.sealed = sealed
        self.definitions = {key: _Words(said) for key, said in definitions().items()}
        self._said, self._subjects, self._moments, self._posts, self._words = {}, {}, {}, {}, {}

    def of(self, name):
        """The Lineage of the figure `name`; KeyError if the seal has none of that name."""
        row = self.sealed.figures[name]
        subject, _slash, key = name.rpartition("/")
        definition = self.definitions.get(key) or _Words(None, key)
        unit = definition.unit
        inputs = [self.named(found) for found in row.get("inputs", ())]
        return Lineage(
            name=name, subject=subject, subject_words=self.subject(subject), key=key, label=definition.label,
            unit=unit, value=row["value"], words=self.said(name), formula=definition.formula, source=definition.source,
            arithmetic=arithmetic.shown(row["value"], unit, inputs),
            inputs=inputs, missing=[facts.missing(self.subject, said) for said in row.get("missing", ())],
            facts=[fact for fact in row.get("facts", ()) if fact in self.sealed.facts],
            resting=[self.named(found) for found in self.resting.get(name, ())],
        )  # fmt: skip

    def named(self, name):
        """A figure as another one names it: also one that the seal lacks, told as not known."""
        subject, _slash, key = name.rpartition("/")
        value = self.sealed.figures.get(name, {}).get("value")
        return Named(name, self.subject(subject), self.label(key), value, self.said(name))

    def said(self, name):
        """The value of a figure in words."""
        if name not in self._said:
            definition = self.definitions.get(name.rpartition("/")[2])
            value = self.sealed.figures.get(name, {}).get("value")
            self._said[name] = spoken(self.sealed, value, definition.unit if definition else "text")
        return self._said[name]

    def label(self, key):
        """A figure's label; its key where nobody defined it."""
        definition = self.definitions.get(key)
        return definition.label if definition else key

    def subject(self, subject):
        """A subject in words: a name, for a factory with its county; the code where it has none."""
        if subject not in self._subjects:
            said, county = self.short(subject), self.sealed.counties_of.get(subject)
            slots = {"factory": said, "county": county and self.sealed.subject(f"county:{county}")}
            self._subjects[subject] = _("%(factory)s, %(county)s") % slots if county else said
        return self._subjects[subject]

    def short(self, subject):
        """The same where the county is known from what stands above."""
        said = self.sealed.name(self._bases.get(subject)) or self.sealed.subject(subject)
        return _("Programme") if said == "programme" else said

    def moment(self, text):
        """An ISO 8601 day or moment in words."""
        if text not in self._moments:
            self._moments[text] = facts.moment(text)
        return self._moments[text]

    def kind(self, code):
        """A kind of fact in words."""
        return self._once(facts.kind, code)

    def _once(self, say, *codes):
        """The words that `say` has for codes."""
        if (say, codes) not in self._words:
            self._words[(say, codes)] = say(*codes)
        return self._words[(say, codes)]

    @cached_property
    def _bases(self):
        return {row["subject"]: row["names"] for row in self.sealed.get("bases", ()) if row.get("subject")}

    # --- what rests on what ------------------------------------------------------------------------------------------
    @cached_property
    def resting(self):
        """{name of a figure: names of the figures made of it}."""
        found = defaultdict(list)
        for name, row in sorted(self.sealed.figures.items()):
            for said in row.get("inputs", ()):
                found[said].append(name)
        return found

    @cached_property
    def stated(self):
        """{name of a fact: names of the figures that rest on it}."""
        found = defaultdict(list)
        for name, row in sorted(self.sealed.figures.items()):
            for said in row.get("facts", ()):
                found[said].append(name)
        return found

    # --- facts -------------------------------------------------------------------------------------------------------
    @cached_property
    def _versions(self):
        """{(kind, subject, day): names of the facts that say the same thing, the newest first}."""
        found = defaultdict(list)
        for name, row in self.sealed.facts.items():
            if row.get("version") is not None:
                found[(row["kind"], row["subject"], row["on"])].append(name)
        for names in found.values():
            names.sort(key=lambda name: (-self.sealed.facts[name]["version"], name))
        return found

    def versions(self, name):
        """The other versions of a fact, the newest first."""
        row = self.sealed.facts[name]
        same = self._versions.get((row["kind"], row["subject"], row["on"]), ())
        return [other for other in same if other != name]

    def others(self, names):
        """The other versions of these facts: superseded, or sent back."""
        found = dict.fromkeys(other for name in names for other in self.versions(name))
        return [name for name in found if name not in set(names)]

    def superseded(self, name):
        """Whether a later version was accepted or verified in its place."""
        row = self.sealed.facts[name]
        same = self._versions.get((row["kind"], row["subject"], row["on"]), ())
        return any(self.sealed.facts[other]["version"] > row["version"] for other in same)

    def fact(self, name):
        """The Fact `name`; KeyError if the seal has none of that name."""
        row = self.sealed.facts[name]
        parts = [self.kind(row["kind"]), self.subject(row["subject"]), self.moment(row.get("on"))]
        return Fact(
            name=name, kind=row["kind"], label=", ".join(filter(None, parts)), subject=row["subject"], on=row.get("on"),
            version=row.get("version"), superseded=self.superseded(name) if row.get("version") is not None else False,
            said=[
                (self._of(row["kind"], key), facts.said(self.sealed, row["kind"], key, value))
                for key, value in facts.about(row)
            ],
            steps=[self._step(step) for step in row["steps"]], url=row.get("url") or "",
        )  # fmt: skip

    def _of(self, kind, key):
        return self._once(facts.said_of, kind, key)

    def _step(self, step):
        at = step.get("at")
        return Step(step["step"], self._once(facts.step, step["step"]), at, self.moment(at), self.by(step))

    def by(self, step):
        """The post in words; what others published was done by none."""
        return "" if step["step"] == "published" and not step.get("by") else self.post(step.get("by"))

    def post(self, key):
        """A post in words: its role and body. Posts stand in for names."""
        if key not in self._posts:
            row = self.sealed.content.get("posts", {}).get(key)
            self._posts[key] = post_words(row) if row else _("the system")
        return self._posts[key]


class _Words:
    """A Definition in words."""

    def __init__(self, definition, key=""):
        self.unit = definition.unit if definition else "text"
        self.label, self.formula, self.source = (
            (str(definition.label), str(definition.formula), str(definition.source)) if definition else (key, "", "")
        )


def spoken(sealed, value, unit):
    """The value of a figure in words, also one that is more than a plain number."""
    if isinstance(value, dict | list):
        return facts.plain(sealed, value)
    if unit == "text" and value in sealed.wares:
        return sealed.name(sealed.wares[value])
    return wording.said(value, unit)


def of(sealed, name):
    """The Lineage of one figure of a seal."""
    return Lineages(sealed).of(name)
