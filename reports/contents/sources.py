"""The annex: how to read the report, what each figure means, the published sources, and the seal with its chain."""

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from regional20x10.shared import words
from reports import wording
from reports.contents import titles
from reports.definitions import definitions, published
from reports.document import Cell, Column, Paragraph, Points, Section, Table

DAY = re.compile(r"(?<![0-9])20[0-9]{2}-[01][0-9]-[0-3][0-9](?![0-9])")
"""A day in an address."""


def sections(sealed):
    found = [
        Section("reading", _("Sources and reading"), [Points(reading(sealed))]),
        Section("standings", _("What the standings mean"), [_standings()], level=2),
        Section("definitions", _("What the figures mean"), [_definitions(sealed)], level=2),
    ]
    if sealed["sources"]:
        blocks = [Points([_source(row) for row in sealed["sources"]])]
        found.append(Section("published", _("Published sources"), blocks, level=2))
    return [*found, Section("seal", _("The seal"), _seal(sealed), level=2)]


def reading(sealed):
    """How the figures are to be read."""
    notes = [
        _("Verified work is what the province has vouched for; claimed work is what the site says."),
        _("A dash means that a value is not known, or that there is none to tell. It never means zero."),
        _("Means are over factories, each counting the same; a factory without a verified return is left out."),
        _("A place stands as its worst factory; a forecast is a middle with a range that holds 80% of outcomes."),
        _("An inauguration is a ceremony of the public record; it does not show that a factory runs."),
        _("Imprecise dates count as their last day. Sources of low confidence are shown and not counted."),
        _("A place whose returns stop is first without a report, later likely to miss, whatever its last forecast."),
        _("Every figure is computed from the seal named at the foot of each page, and leads to how it was computed."),
    ]
    if sealed["demonstration"]:
        return [_made_up(sealed), *notes]
    return notes


def _made_up(sealed):
    """What of a demonstration is made up: the plans of some places too."""
    names = [sealed.name(row["names"]) for row in sealed["counties"] if row["demonstration"]]
    if not names:
        return _("This is a demonstration: projects, returns and persons are made up; the public record is real.")
    said = _(
        "This is a demonstration: projects, returns and persons are made up, and that these places are of the year:"
        " %(names)s. What is told of the others as public record is real."
    )
    return said % {"names": ", ".join(names)}


def _standings():
    """How a standing comes about, the worst rule that holds deciding: standing() in SQL."""
    rules = {
        "miss": _("Chance under 20%, past its year’s end, or nothing verified for more than 45 days."),
        "none": _("No plan, not begun, nothing verified yet, or nothing verified for more than 25 days."),
        "risk": _(
            "Chance under 60%, work stopped, no progress over six returns, a claim more than 10 points above an"
            " inspection of the last 45 days, a critical finding open, a material short within 30 days, more spent than"
            " allocated, or a request that waits at the committee."
        ),
        "watch": _(
            "Chance under 90%, forecast after the approved finish, slower than planned, claims more than 10 points"
            " above what is verified, more than 10 points behind the plan, a material short within 60 days, more spent"
            " than disbursed, under half of the budget allocated, a finding overdue, equipment below the reference"
            " level, three implausible figures in a return, a request overdue, or, from 90 days before the finish, raw"
            " material or certified workers lacking."
        ),
        "ok": _("None of these."),
        "done": _("All work is verified as finished."),
    }
    columns = [Column(_("Standing"), "colour", 1), Column(_("When, the worst that holds deciding"), width=4)]
    rows = [[Cell(str(words.STATUS[state]), state=state, unit="colour"), Cell(said)] for state, said in rules.items()]
    return Table("standings", "", columns, rows)


def _definitions(sealed):
    """Of every figure that the seal has, in the order of the definitions."""
    used = {name.rpartition("/")[2] for name in sealed.figures}
    columns = [Column(_("Figure"), width=1.2), Column(_("How it is computed, and its source"), width=3)]
    rows = [[Cell(str(said.label)), Cell(_computed(said))] for key, said in definitions().items() if key in used]
    return Table("definitions", "", columns, rows)


def _computed(said):
    """The formula, and where it is from if that is published."""
    source = published(said.source)
    return f"{said.formula} ({source})" if source else str(said.formula)


def _source(row):
    """Its title and address; of one without a title, where it stands and the day that the address names."""
    return f"{row['title'] or _host(row['url'])} {row['url']}".strip()


def _host(url):
    host = urlsplit(url).hostname or ""
    if any(part.startswith("xn--") for part in host.split(".")):
        host = host.encode().decode("idna")
    named = DAY.search(url)
    return f"{host} ({named[0]})" if named else host


def _seal(sealed):
    header = sealed.header
    said = _(
        "A seal holds every figure and what it was computed from. Its digest is of its content and of the seal before"
        " it: a change of any figure changes every digest after it."
    )
    rows = [
        (_("Number"), str(header["number"])),
        (_("Report"), titles.title(sealed)),
        (_("As of"), wording.day(header["as_of"])),
        (_("Sealed"), wording.moment(header["sealed_at"])),
        (_("Why"), header["reason"]),
        (_("SHA-256 of the seal"), header["sha256"]),
        (_("SHA-256 of its content"), header["content_sha256"]),
        (_("SHA-256 of the seal before it"), header["previous"] or _("none: it is the first")),
        (_("Data version"), sealed["data_version"]),
    ]
    columns = [Column(_("Of the seal"), width=1), Column(_("Value"), width=3)]
    return [
        Paragraph(said),
        Table("seal", "", columns, [[Cell(label), Cell(value)] for label, value in rows]),
        *_chain(sealed),
    ]


def _chain(sealed):
    rows = [_link(row) for row in sealed.header.get("chain", ())]
    if not rows:
        return []
    columns = [Column(_("Seal"), "count", 0), Column(_("As of"), "date", 0), Column("SHA-256")]
    return [Table("chain", _("Seals before it"), columns, rows)]


def _link(row):
    number = Cell(words.number(row["number"]), value=row["number"], unit="count")
    return [number, Cell(wording.day(row["as_of"]), value=row["as_of"], unit="date"), Cell(row["sha256"])]
