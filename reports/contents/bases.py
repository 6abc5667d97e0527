"""Raw-material bases: whether the factories can be fed, what is missing, and what each province's bases supplied."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regional20x10.shared import words
from reports import wording
from reports.contents.tables import amount, more, out_of
from reports.document import Cell, Column, Paragraph, Section, Strip, Table

SHOWN = 20


def sections(sealed):
    blocks = [Paragraph(said, figures=figures) for said, figures in _findings(sealed)]
    blocks[0] = Paragraph(blocks[0].text, strong=True, figures=blocks[0].figures)
    if sealed.value("programme", "bases"):
        blocks += [_strip(sealed), *_short(sealed)]
        blocks += [_provinces(sealed)] if sealed["kind"] == "year" else []
        blocks += _measures(sealed)
    return [Section("bases", _("Raw-material bases"), blocks)]


def _value(sealed, key):
    return sealed.value("programme", key)


def _findings(sealed):
    """[(sentence, figures it states)], the finding first."""
    if not _value(sealed, "bases"):
        return [(_("No raw-material base is recorded: whether the factories can be fed is not known."), ())]
    found = [(_covered(sealed), ("programme/raw_covered", "programme/raw_factories"))]
    if _value(sealed, "raw_missing_t"):
        found.append((_missing(sealed), ("programme/raw_missing_t", "programme/raw_hectares")))
    if unknown := _value(sealed, "raw_unknown"):
        said = ngettext(
            "Of %(count)s factory it is not known how far it is covered: the supply or its capacity is not recorded.",
            "Of %(count)s factories it is not known how far they are covered: supply or capacity is not recorded.",
            unknown,
        )
        found.append((said % {"count": words.number(unknown)}, ("programme/raw_unknown",)))
    return [*found, (_reported(sealed), ("programme/bases_reported", "programme/bases"))]


def _covered(sealed):
    slots = {"year": sealed["supply_year"], "asked": words.percent(sealed["thresholds"]["cover_percent"], 0)}
    slots |= {key: words.number(_value(sealed, f"raw_{key}")) for key in ("covered", "factories")}
    if _value(sealed, "raw_covered") == _value(sealed, "raw_factories"):
        said = _(
            "All %(factories)s factories, of this year and of those before, have raw material enough for %(year)s."
        )
        return said % slots
    slots["lack"] = words.number(_value(sealed, "raw_factories") - _value(sealed, "raw_covered"))
    said = _(
        "%(covered)s of %(factories)s factories, of this year and of those before, have raw material enough for"
        " %(year)s; lacking it: %(lack)s, which may not operate below %(asked)s cover."
    )
    return said % slots


def _missing(sealed):
    slots = {"tonnes": wording.said(_value(sealed, "raw_missing_t"), "tonnes"),
             "hectares": wording.said(_value(sealed, "raw_hectares"), "hectares")}  # fmt: skip
    if not _value(sealed, "raw_hectares"):
        return _("To the whole need %(tonnes)s t of raw material are missing.") % slots
    said = _(
        "To the whole need %(tonnes)s t of raw material are missing; where yields are known, %(hectares)s ha more would"
        " yield what is missing there."
    )
    return said % slots


def _reported(sealed):
    slots = {"bases": words.number(_value(sealed, "bases")), "told": words.number(_value(sealed, "bases_reported"))}
    said = _(
        "%(told)s of %(bases)s bases reported a quarter of %(year)s; what is expected of the others follows from area"
        " and yield."
    )
    return said % (slots | {"year": sealed["year"]})


def _strip(sealed):
    cells = [
        (_("Factories covered enough"), "raw_covered", wording.of(_value(sealed, "raw_factories"))),
        (_("Raw material missing, t"), "raw_missing_t", ""),
        (_("Expected supply, t"), "expected_t", _next(sealed)),
        (_("Bases that reported"), "bases_reported", wording.of(_value(sealed, "bases"))),
    ]
    return Strip([(label, wording.cell(sealed, "programme", key, small)) for label, key, small in cells])


def _next(sealed):
    return _("next year %(tonnes)s") % {"tonnes": wording.said(_value(sealed, "next_t"), "tonnes")}


def _short(sealed):
    """Every raw material that a factory has not enough of, the most tonnes first."""
    rows = [row for row in sealed["raw_materials"] if row["short"]]
    if not rows:
        return []
    rows.sort(key=lambda row: (-(row["missing_t"] or 0), row["project"], row["material"]))
    columns = [
        Column(_("Factory"), width=2), Column(_("Raw material"), width=1.2), Column(_("Need, t"), "tonnes"),
        Column(_("Expected, t"), "tonnes"), Column(_("Cover, %"), "percent"), Column(_("Missing, t"), "tonnes"),
        Column(_("Land, ha"), "hectares"), Column(_("Short from")),
    ]  # fmt: skip
    note = more(len(rows), SHOWN)
    table = Table("bases_short", _("Factories without enough raw material"), columns,
                  [_short_row(sealed, row) for row in rows[:SHOWN]], note, "raw_materials" if note else "")  # fmt: skip
    return [table]


def _short_row(sealed, row):
    subject = f"project:{row['project']}"
    return [
        wording.place(sealed, subject, sealed.name(row["county_names"])),
        Cell(sealed.name(row["material_names"])),
        amount(row["need_t"]), amount(row["expected_t"]), amount(row["percent"], "percent"), amount(row["missing_t"]),
        amount(row["hectares"], "hectares"),
        _month(sealed, row["short_month"]),
    ]  # fmt: skip


def _month(sealed, number):
    """The month from which it is short."""
    if not number:
        return Cell(wording.DASH)
    month = f"{sealed['supply_year']}-{number:02}"
    return Cell(wording.day(f"{month}-01", "SPAN_MONTH_FORMAT"), value=month)


def _provinces(sealed):
    columns = [
        Column(_("Province"), width=2), Column(_("Bases"), "count"), Column(_("Reported"), "count"),
        Column(_("Harvested, t"), "tonnes"), Column(_("Expected, t"), "tonnes"), Column(_("Target, t"), "tonnes"),
        Column(_("Factories covered"), "count"), Column(_("Missing, t"), "tonnes"),
    ]  # fmt: skip
    keys = ("bases", "bases_reported", "harvested_t", "expected_t", "target_t", "raw_covered", "raw_missing_t")
    names = [f"province:{row['code']}" for row in sealed["provinces"]]
    rows = [[wording.place(sealed, name), *(_province(sealed, name, key) for key in keys)] for name in names]
    note = _("What no base reported is not known, never zero.")
    return Table("bases_provinces", _("Bases of the provinces"), columns, rows, note)


def _province(sealed, name, key):
    cell = wording.cell(sealed, name, key)
    return out_of(cell, sealed.value(name, "raw_factories")) if key == "raw_covered" else cell


def _measures(sealed):
    """What is planned to raise the bases and not done."""
    found = [(row, measure) for row in sealed["bases"] for measure in row["measures"] if not measure["done_on"]]
    if not found:
        return []
    columns = [
        Column(_("Base"), width=2), Column(_("What is to be done"), width=3),
        Column(_("Adds, t a year"), "tonnes", 1.3), Column(_("By"), "date", 1.3), Column(_("Who answers"), width=2),
    ]  # fmt: skip
    rows = [
        [wording.place(sealed, row["subject"]), Cell(measure["what"]), amount(measure["adds_t_year"]),
         amount(measure["due_on"], "date"), Cell(sealed.name(measure["owner"]) or wording.DASH)]
        for row, measure in sorted(found, key=lambda pair: (pair[1]["due_on"], pair[0]["code"]))
    ]  # fmt: skip
    note = more(len(rows), SHOWN)
    title = _("Measures to raise what the bases supply")
    return [Table("bases_measures", title, columns, rows[:SHOWN], note, "bases" if note else "")]
