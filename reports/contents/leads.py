"""Members in charge: which counties have one, where they went, and what came of what was asked for."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from regional20x10.shared import words
from reports import wording
from reports.document import Cell, Column, Paragraph, Section, Strip, Table

COUNTS = ("asked", "promised", "done", "confirmed", "waiting", "overdue")


def sections(sealed):
    blocks = [
        Paragraph(said, strong=not number, figures=figures) for number, (said, figures) in enumerate(_findings(sealed))
    ]
    if sealed["leads"]:
        blocks += [_strip(sealed), _counties(sealed)]
    return [Section("leads", _("Members in charge"), blocks)]


def _value(sealed, key):
    return sealed.value("programme", key)


def _findings(sealed):
    if not sealed["leads"]:
        return [(_("No county is in the plans of the year."), ())]
    found = [_led(sealed), (_visited(sealed), ("programme/counties_visited", "programme/visits"))]
    if overdue := _value(sealed, "requests_overdue"):
        said = ngettext(
            "%(count)s request about a place or its factories is overdue: the asking body still waits.",
            "%(count)s requests about the places or their factories are overdue: the asking bodies still wait.",
            overdue,
        )
        found.append((said % {"count": words.number(overdue)}, ("programme/requests_overdue",)))
    return found


def _led(sealed):
    counties = words.number(len(sealed["leads"]))
    figures = ("programme/counties_led", "programme/counties_unled")
    unled = [sealed.name(row["names"]) for row in sealed["leads"] if not row["charge"]]
    if not unled:
        return _("All %(counties)s places have a member in charge.") % {"counties": counties}, figures
    if len(unled) == len(sealed["leads"]):
        return _("No place of the year has a member in charge: nobody answers for any of them."), figures
    slots = {"led": words.number(_value(sealed, "counties_led")), "counties": counties, "names": ", ".join(unled)}
    said = _("%(led)s of %(counties)s places have a member in charge; nobody answers for %(names)s.")
    return said % slots, figures


_VISITS = {"visited": "counties_visited", "visits": "visits"}


def _visited(sealed):
    slots = {key: words.number(_value(sealed, name)) for key, name in _VISITS.items()}
    slots["counties"] = words.number(len(sealed["leads"]))
    if not _value(sealed, "visits"):
        return _("No visit of a member in charge is recorded in the year.")
    said = ngettext(
        "%(visits)s visit is recorded in the year, to %(visited)s of %(counties)s places.",
        "%(visits)s visits are recorded in the year, to %(visited)s of %(counties)s places.",
        _value(sealed, "visits"),
    )
    return said % slots


def _strip(sealed):
    cells = [
        (_("Places with a member in charge"), "counties_led", wording.of(len(sealed["leads"]))),
        (_("Places visited"), "counties_visited", ""),
        (_("Requests"), "requests_asked", ""),
        (_("Said to be done"), "requests_done", wording.of(_value(sealed, "requests_asked"))),
        (_("Overdue"), "requests_overdue", wording.of(_value(sealed, "requests_waiting"))),
    ]
    return Strip([(label, wording.cell(sealed, "programme", key, small)) for label, key, small in cells])


def _counties(sealed):
    """Every county: those in which most is overdue first."""
    columns = [
        Column(_("Place"), width=0), Column(_("Member in charge"), width=1.6), Column(_("Since"), "date", 0),
        Column(pgettext("of a member in charge", "Visits"), "count", 0), Column(_("Last visit"), "date", 0),
        Column(_("Asked"), "count", 0), Column(_("Promised"), "count", 0), Column(_("Said to be done"), "count", 0.7),
        Column(_("Confirmed"), "count", 0), Column(_("Wait"), "count", 0), Column(_("Overdue"), "count", 0),
    ]  # fmt: skip
    order = sorted(sealed["leads"], key=lambda row: (-row["overdue"], -row["waiting"], row["county"]))
    note = _("Each step counts those that came further too. Requests about the place and its factories.")
    rows = [_row(sealed, row) for row in order]
    return Table("leads_counties", _("Places and what was asked for there"), columns, rows, note)


def _row(sealed, row):
    name = f"county:{row['county']}"
    last = row["visits"][-1]["on"] if row["visits"] else None
    counts = [wording.cell(sealed, name, f"requests_{key}") for key in COUNTS]
    return [
        wording.place(sealed, name), *_charge(sealed, row), wording.cell(sealed, name, "visits"),
        Cell(wording.day(last), value=last, unit="date"), *counts,
    ]  # fmt: skip


def _charge(sealed, row):
    """Who is in charge, and since when."""
    charge = row["charge"]
    if not charge:
        return [Cell(_("nobody")), Cell(wording.DASH, unit="date")]
    since = charge["since"]
    return [Cell(sealed.name(charge["title"])), Cell(wording.day(since), value=since, unit="date")]
