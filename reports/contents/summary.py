"""The summary for decision, on one page: the finding, the key figures, who will not be ready and why, what is to be
decided by whom and when, and what is not known."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regional20x10.shared import words
from reports import wording
from reports.contents import outcomes
from reports.document import Cell, Column, Paragraph, Points, Section, Strip, Table

DECISIONS = 7
NAMED = 24
"""Places named in one row; of more, the others are counted."""
EXPLAINED = 6
"""Places of which the reason is told here."""


def sections(sealed):
    found = outcomes.by_outcome(sealed)
    planned = bool(sealed.value("programme", "projects"))
    blocks = [_finding(sealed, found) if planned else _record(sealed), Strip(_figures(sealed, planned))]
    if planned:
        blocks.append(_outcomes(sealed, found))
        blocks += [_late(sealed, found[outcomes.LATE])] if found[outcomes.LATE] else []
        blocks += _asked(sealed)
    blocks += [Paragraph(_("What is not known"), strong=True), Points(_unknown(sealed, planned))]
    return [Section("summary", _("Summary for decision"), blocks)]


# --- what is found ---------------------------------------------------------------------------------------------------
def _finding(sealed, found):
    places = len(sealed["counties"])
    slots = {
        "places": words.number(places),
        "done": words.number(len(found[outcomes.OPERATING]) + len(found[outcomes.IN_TIME])),
        "late": words.number(len(found[outcomes.LATE])),
        "unknown": words.number(len(found[outcomes.UNKNOWN])),
        "day": wording.day(sealed["due_on"]),
    }
    if found[outcomes.UNKNOWN]:
        said = ngettext(
            "Of %(places)s place, %(done)s is finished or forecast to finish by %(day)s, %(late)s is not; "
            "of %(unknown)s it is not known.",
            "Of %(places)s places, %(done)s are finished or forecast to finish by %(day)s, %(late)s are not; "
            "of %(unknown)s it is not known.",
            places,
        )
    else:
        said = ngettext(
            "Of %(places)s place, %(done)s is finished or forecast to finish by %(day)s, %(late)s is not.",
            "Of %(places)s places, %(done)s are finished or forecast to finish by %(day)s, %(late)s are not.",
            places,
        )
    return Paragraph(said % slots, strong=True, figures=("programme/expected_done", "programme/places"))


def _record(sealed):
    """The finding of a year without factory plans: what the public record says."""
    places = len(sealed["counties"])
    said = ngettext(
        "%(inaugurated)s of %(places)s place is inaugurated by the public record; "
        "no factory plans are recorded, so whether it operates is not known.",
        "%(inaugurated)s of %(places)s places are inaugurated by the public record; "
        "no factory plans are recorded, so whether they operate is not known.",
        places,
    )
    slots = {"inaugurated": words.number(sealed.value("programme", "inaugurated") or 0), "places": places}
    return Paragraph(said % slots, strong=True, figures=("programme/inaugurated", "programme/places"))


def _figures(sealed, planned):
    target = wording.of(sealed["program"]["target"])
    inaugurated = (_("Inaugurated"), _cell(sealed, "inaugurated", target))
    if not planned:
        late = (_("Inaugurated after the year’s end"), _cell(sealed, "inaugurated_late"))
        return [inaugurated, late, (_("Factories finished"), Cell(wording.DASH, _("no factory plans")))]
    places = wording.of(sealed.value("programme", "places"))
    return [
        (_("Ready by the year’s end"), _cell(sealed, "expected_done", places)),
        (_("Operating"), _cell(sealed, "operating", places)),
        (_("Factories finished"), _cell(sealed, "finished", wording.of(sealed.value("programme", "projects")))),
        (_("Work verified"), _cell(sealed, "verified_percent", wording.planned(sealed.value("programme", "planned_percent")))),
        inaugurated,
    ]  # fmt: skip


def _cell(sealed, key, small=""):
    return wording.cell(sealed, "programme", key, small)


def _outcomes(sealed, found):
    """Which places will be ready by the year's end and which will not."""
    labels = {
        outcomes.OPERATING: _("Operating today"),
        outcomes.IN_TIME: _("Finished, or forecast to be in time"),
        outcomes.LATE: _("Not ready in time"),
        outcomes.UNKNOWN: _("Not known"),
    }
    rows = [
        [Cell(labels[name]), Cell(words.number(len(rows)), value=len(rows), unit="count"), Cell(_named(sealed, rows))]
        for name, rows in found.items()
    ]
    columns = [
        Column(_("By the year’s end"), width=1.3),
        Column(_("Places"), "count", 0),
        Column(_("Which"), width=3.4),
    ]
    title = _("Ready by %(day)s") % {"day": wording.day(sealed["due_on"])}
    return Table("summary-outcomes", title, columns, rows)


def _named(sealed, rows):
    """The places by name, the least ready first."""
    if not rows:
        return wording.DASH
    named = ", ".join(sealed.name(row["names"]) for row in rows[:NAMED])
    more = len(rows) - NAMED
    if more <= 0:
        return named
    said = ngettext("%(named)s and %(count)s other", "%(named)s and %(count)s others", more)
    return said % {"named": named, "count": words.number(more)}


def _late(sealed, rows):
    columns = [Column(_("Place"), width=1.1), Column(_("Chance"), "chance", 0), Column(_("Forecast finish"), "date", 1.2),
               Column(_("Why"), width=3.2)]  # fmt: skip
    shown = [_late_row(sealed, row) for row in rows[:EXPLAINED]]
    more = len(rows) - EXPLAINED
    said = ngettext(
        "%(count)s other stands in the chapter on the places.",
        "%(count)s others stand in the chapter on the places.",
        max(more, 1),
    )
    note = said % {"count": words.number(more)} if more > 0 else ""
    return Table("summary-late", _("Not ready in time, and why"), columns, shown, note)


def _late_row(sealed, row):
    subject = f"county:{row['code']}"
    return [
        wording.place(sealed, subject),
        wording.cell(sealed, subject, "chance"),
        wording.finish(sealed, subject),
        Cell(outcomes.why(sealed, row)),
    ]


# --- what is to be decided -------------------------------------------------------------------------------------------
def _asked(sealed):
    rows = [
        [
            Cell(wording.day(row.by), value=row.by, unit="date"),
            Cell(wording.capital(row.who)),
            wording.place(sealed, f"county:{row.county['code']}"),
            Cell(row.what),
        ]
        for row in outcomes.asked(sealed, DECISIONS)
    ]
    if not rows:
        return []
    columns = [Column(_("By"), "date", 0), Column(_("Who decides"), width=1.5), Column(_("Place"), width=0.8),
               Column(_("What"), width=3)]  # fmt: skip
    more = outcomes.count_asked(sealed) - len(rows)
    said = ngettext(
        "Of %(count)s other place see its page.", "Of %(count)s other places see their pages.", max(more, 1)
    )
    note = said % {"count": words.number(more)} if more > 0 else ""
    return [Table("summary-decisions", _("To be decided"), columns, rows, note)]


# --- what is not known -----------------------------------------------------------------------------------------------
def _unknown(sealed, planned):
    found = [_unaccepted(sealed)]
    missing = (sealed.value("programme", "projects") or 0) - (sealed.value("programme", "known") or 0)
    if missing:
        said = ngettext(
            "Of %(count)s factory no return was ever verified: it is left out of the mean.",
            "Of %(count)s factories no return was ever verified: they are left out of the mean.",
            missing,
        )
        found.append(said % {"count": words.number(missing)})
    silent = sealed.value("programme", "places_none") or 0
    if planned and silent:
        said = ngettext(
            "%(count)s place stands without a report: its last forecast is not relied on.",
            "%(count)s places stand without a report: their last forecasts are not relied on.",
            silent,
        )
        found.append(said % {"count": words.number(silent)})
    if planned and not sealed.value("programme", "operating"):
        found.append(_("No factory is known to operate: inauguration alone does not show it."))
    return found


def _unaccepted(sealed):
    returns = [row for row in sealed["unaccepted"] if isinstance(row, str)]
    due = len(sealed["unaccepted"]) - len(returns)
    slots = {"returns": words.number(len(returns)), "due": words.number(due)}
    if not returns and not due:
        return _("Every return that was due is accepted.")
    return _("Not accepted yet: %(returns)s; due and never sent: %(due)s. The chapter on them lists each.") % slots
