"""Trained workers: for how many posts there is a certified worker, where they are missing, and in which trades."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regional20x10.shared import words
from reports import wording
from reports.contents.tables import amount
from reports.document import Cell, Column, Paragraph, Section, Strip, Table


def sections(sealed):
    blocks = [
        Paragraph(said, strong=not number, figures=figures) for number, (said, figures) in enumerate(_findings(sealed))
    ]
    if sealed.value("programme", "workers_needed"):
        blocks += [_strip(sealed), _counties(sealed)]
        blocks += [_trades(sealed)] if sealed["kind"] == "year" else []
    return [Section("workers", _("Trained workers"), blocks)]


def _value(sealed, key):
    return sealed.value("programme", f"workers_{key}")


def _findings(sealed):
    if not _value(sealed, "needed"):
        return [(_("How many workers the year’s factories need is not known: no capacity is recorded."), ())]
    if _value(sealed, "certified") is None:
        said = _("%(needed)s posts are to be filled, and no training is reported: who will fill them is not known.")
        found = (said % {"needed": words.number(_value(sealed, "needed"))}, ("programme/workers_needed",))
        return [found, *_unknown(sealed)]
    slots = {key: words.number(_value(sealed, key)) for key in ("needed", "certified", "missing")}
    slots["percent"] = words.percent(_value(sealed, "percent"))
    if _value(sealed, "missing"):
        said = _(
            "Certified workers are there for %(certified)s of %(needed)s posts (%(percent)s); %(missing)s are missing,"
            " and a factory cannot run without them."
        )
    else:
        said = _("For all %(needed)s posts there is a certified worker.")
    found = [(said % slots, ("programme/workers_certified", "programme/workers_needed", "programme/workers_missing"))]
    return found + _unknown(sealed)


def _unknown(sealed):
    silent = _value(sealed, "silent")
    if not silent:
        return []
    said = ngettext(
        "Of %(count)s factory no training is reported: its posts count as open.",
        "Of %(count)s factories no training is reported: their posts count as open.",
        silent,
    )
    return [(said % {"count": words.number(silent)}, ("programme/workers_silent",))]


def _strip(sealed):
    cells = [
        (_("Posts with a certified worker"), "percent", wording.of(_value(sealed, "needed"))),
        (_("Posts without a certified worker"), "missing", ""),
        (_("Enrolled"), "enrolled", _places(sealed)),
        (_("Placed in the factory"), "placed", ""),
        (_("Factories without a training return"), "silent", wording.of(len(sealed["projects"]))),
    ]
    return Strip([(label, wording.cell(sealed, "programme", f"workers_{key}", small)) for label, key, small in cells])


def _places(sealed):
    return _("%(places)s places") % {"places": words.number(_value(sealed, "places"))}


COLUMNS = ("needed", "places", "enrolled", "trained", "placed", "certified", "missing", "percent")


def _heads():
    counts = [
        _("Posts"),
        _("Training places"),
        _("Enrolled"),
        _("Certified"),
        _("Placed"),
        _("Posts with a certified worker"),
        _("Lacking"),
    ]
    return [Column(said, "count") for said in counts]


def _counties(sealed):
    columns = [Column(_("Place"), width=2), *_heads(), Column(_("Posts with a certified worker, %"), "percent")]
    names = [f"county:{row['code']}" for row in sealed["counties"]]
    names.sort(key=lambda name: -(sealed.value(name, "workers_missing") or 0))
    rows = [
        [wording.place(sealed, name), *(wording.cell(sealed, name, f"workers_{key}") for key in COLUMNS)]
        for name in names
    ]
    note = _("The places with most posts open first. Where nothing is reported the posts count as open.")
    return Table("workers_counties", _("Workers of the places"), columns, rows, note)


def _trades(sealed):
    columns = [Column(_("Trade"), width=2), *_heads()]
    keys = ("needed", "places", "enrolled", "certified", "placed", "filled", "missing")
    rows = [
        [Cell(sealed.name(row["trade_names"])), *(amount(row[key], "count") for key in keys)]
        for row in sealed["trades"]
    ]
    return Table("workers_trades", _("Workers by trade"), columns, rows)
