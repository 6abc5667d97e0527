"""Everything that a seal holds as rows of a workbook: figures, facts, their steps, and what the figures mean."""

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from reports import facts, wording
from reports.definitions import definitions, published
from reports.lineage import spoken
from reports.rendering.pack.tables import Sheet, value_of
from reports.rendering.sheets import DAY, LINE, LONG, MOMENT, TEXT, WHOLE

NUMBERED = ("percent", "points", "chance", "count", "days", "date", "tonnes", "hectares", "money", "index")
"""Units whose values are typed; others are told in words."""


def sheets_of(lineages):
    """The Sheets of a seal (reports.lineage.Lineages), their rows made as they are written."""
    yield _figures(lineages)
    yield _facts(lineages)
    yield _steps(lineages)
    yield _definitions(lineages)


def _figures(lineages):
    columns = [
        (_("Figure"), LINE), (pgettext("of a figure", "Subject"), LINE), (_("Place"), LINE), (_("Label"), LINE),
        (_("Value"), None), (_("Unit"), LINE), (_("Formula"), LINE), (_("Inputs"), WHOLE), (_("Facts"), WHOLE),
        (pgettext("of a figure", "Missing"), LINE),
    ]  # fmt: skip
    longest = max(map(len, lineages.sealed.figures), default=0) + 2
    return Sheet(_("Figures"), columns, _rows_of_figures(lineages), _("Every figure of the seal."), least={0: longest})


def _rows_of_figures(lineages):
    units, places = unit_words(), places_of(lineages.sealed)
    for name, row in sorted(lineages.sealed.figures.items()):
        subject, _slash, key = name.rpartition("/")
        definition = lineages.definitions.get(key)
        unit = definition.unit if definition else "text"
        missing = " ".join(facts.missing(lineages.subject, said) for said in row.get("missing", ()))
        yield [
            name, lineages.subject(subject), places.get(subject), lineages.label(key),
            _typed(lineages.sealed, row["value"], unit), units[unit],
            definition.formula if definition else "", len(row.get("inputs", ())), len(row.get("facts", ())), missing,
        ]  # fmt: skip


def _typed(sealed, value, unit):
    """(value, kind): a number or day by its unit, all else in words."""
    if value is None:
        return (None, LINE)
    if unit in NUMBERED:
        return value_of(value, unit)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value_of(value, "tonnes")  # of no unit: as many decimals as are seen at once
    return (spoken(sealed, value, unit), LINE)


def _facts(lineages):
    columns = [
        (_("Fact"), LINE), (_("Kind"), LINE), (pgettext("of a figure", "Subject"), LINE), (_("Place"), LINE),
        (_("Day"), DAY), (_("Version"), WHOLE), (_("Superseded"), LINE), (_("What it says"), LONG),
        (_("Last step"), LINE), (_("At"), MOMENT), (_("Post"), LINE),
        (_("Figures that rest on it"), WHOLE), (_("Page"), LINE),
    ]  # fmt: skip
    return Sheet(_("Facts"), columns, _rows_of_facts(lineages), _("What the figures rest on, every version."))


def _rows_of_facts(lineages):
    places = places_of(lineages.sealed)
    before = f"{lineages.sealed.get('address') or ''}/{get_language()}"
    for name in sorted(lineages.sealed.facts):
        fact = lineages.fact(name)
        said = "; ".join(f"{what}: {words}" for what, words in fact.said)
        last = fact.steps[-1] if fact.steps else None
        yield [
            name, facts.kind(fact.kind), lineages.subject(fact.subject), places.get(fact.subject), _day(fact.on),
            fact.version, _("yes") if fact.superseded else "", said, *_step(last),
            len(lineages.stated.get(name, ())), f"{before}{fact.url}" if fact.url else "",
        ]  # fmt: skip


def _steps(lineages):
    columns = [
        (_("Fact"), LINE), (_("Number"), WHOLE), (_("Step"), LINE), (_("At"), MOMENT), (_("Post"), LINE),
    ]  # fmt: skip
    step_words = _Once(facts.step)
    rows = (
        [name, number, step_words[step["step"]], _moment(step.get("at")), lineages.by(step)]
        for name, row in sorted(lineages.sealed.facts.items())
        for number, step in enumerate(row["steps"], 1)
    )
    return Sheet(_("Steps"), columns, rows, _("Who entered, verified and accepted each fact, and when."))


class _Once(dict):
    """What a function says of a code, asked once."""

    def __init__(self, said):
        self.said = said

    def __missing__(self, code):
        self[code] = self.said(code)
        return self[code]


def _step(step):
    return [step.words, _moment(step.at), step.by] if step else [None, None, None]


def _day(text):
    return value_of(wording.on(text), "date") if text else None


def _moment(text):
    return (text, MOMENT if "T" in text else DAY) if text else (None, MOMENT)


def _definitions(lineages):
    units = unit_words()
    columns = [
        (_("Label"), TEXT), (_("Key"), TEXT), (_("Unit"), TEXT), (_("Formula"), LONG), (_("Source"), TEXT),
        (_("Figures of the seal"), WHOLE),
    ]  # fmt: skip
    count = {}
    for name in lineages.sealed.figures:
        key = name.rpartition("/")[2]
        count[key] = count.get(key, 0) + 1
    rows = [
        [str(said.label), key, units[said.unit], str(said.formula), published(said.source), count.get(key, 0)]
        for key, said in definitions().items()
    ]
    return Sheet(_("Definitions"), columns, rows, _("What each figure means and how it is computed."))


def places_of(sealed):
    """{subject: name of the place it is in}, where it is in one."""
    found = sealed.counties_of | {
        row["subject"]: row.get("county") for row in sealed.get("bases", ()) if row.get("subject")
    }
    found |= {f"county:{row['code']}": row["code"] for row in sealed.get("counties", ())}
    return {subject: sealed.subject(f"county:{code}") for subject, code in found.items() if code}


def unit_words():
    """{unit: its words}."""
    return {
        "percent": _("%, 0 to 100"), "points": _("percentage points"), "chance": _("chance, 0 to 1"),
        "count": _("count"), "days": _("days"), "date": _("date"), "tonnes": _("tonnes"), "hectares": _("hectares"),
        "money": _("amount of money"), "index": _("index"), "colour": _("standing"), "text": _("words"),
    }  # fmt: skip
