"""The summary for decision, on one page: the finding, the key figures, who will not be ready and why, what is to be
decided by whom and when, and what is not known."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regional20x10.shared import words
from reports import wording
from reports.contents import changes, outcomes, programme
from reports.document import Cell, Column, Paragraph, Points, Section, Strip, Table
from reports.models import SealKind

DECISIONS = 7
NAMED = 24
"""Places named in one row; of more, the others are counted."""
EXPLAINED = 5
"""Places of which the reason is told here."""
SILENT = 5
"""Silent places named in a sentence."""


def sections(sealed):
    found = outcomes.by_outcome(sealed)
    planned = bool(sealed.value("programme", "projects"))
    blocks = [_finding(sealed, found) if planned else _record(sealed), Strip(_figures(sealed, planned))]
    if (change := sealed["changes"]["previous"]) and sealed["kind"] != SealKind.YEAR and change["same_year"]:
        blocks.insert(1, Paragraph(changes.finding(sealed, change)))
    if planned:
        blocks.append(_outcomes(sealed, found))
        blocks += [_late(sealed, found[outcomes.LATE])] if found[outcomes.LATE] else []
        blocks += _asked(sealed)
    blocks += [Paragraph(_("What is not known"), strong=True), Points(_unknown(sealed, planned))]
    return [Section("summary", _("Summary for decision"), blocks)]


# --- what is found ---------------------------------------------------------------------------------------------------
def _finding(sealed, found):
    slots = {name: words.number(len(rows)) for name, rows in found.items()}
    slots |= {"places": words.number(len(sealed["counties"])), "day": wording.day(sealed["due_on"])}
    said = _FINDINGS[outcomes.over(sealed), bool(found[outcomes.UNKNOWN])]()
    return Paragraph(said % slots, strong=True, figures=("programme/expected_done", "programme/places"))


_FINDINGS = {
    # whether the year's end has passed, whether of any place it is not known
    (False, False): lambda: _(
        "By the forecast, %(in_time)s of %(places)s places will be ready by %(day)s, and %(late)s will not."
    ),
    (False, True): lambda: _(
        "By the forecast, %(in_time)s of %(places)s places will be ready by %(day)s, and %(late)s will not; of"
        " %(unknown)s it is not known."
    ),
    (True, False): lambda: _(
        "By %(day)s the work was finished in %(in_time)s of %(places)s places, later in %(after)s; it is not in"
        " %(late)s."
    ),
    (True, True): lambda: _(
        "By %(day)s the work was finished in %(in_time)s of %(places)s places, later in %(after)s; it is not in"
        " %(late)s; of %(unknown)s it is not known."
    ),
}


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
    planned = wording.planned(sealed.value("programme", "planned_percent"))
    return [
        programme.ready(sealed, "programme"),
        (_("Operating"), _cell(sealed, "operating", places)),
        (_("Factories finished"), _cell(sealed, "finished", wording.of(sealed.value("programme", "projects")))),
        (_("Work verified"), _cell(sealed, "verified_percent", planned)),
        inaugurated,
    ]


def _cell(sealed, key, small=""):
    return wording.cell(sealed, "programme", key, small)


def _outcomes(sealed, found):
    """Which places will be ready by the year's end and which will not."""
    passed = outcomes.over(sealed)
    labels = {
        outcomes.IN_TIME: _("Finished by then") if passed else _("Finished, or forecast to be"),
        outcomes.AFTER: _("Finished later"),
        outcomes.LATE: _("Not finished") if passed else _("Not ready in time"),
        outcomes.UNKNOWN: _("Not known"),
    }
    shown = (outcomes.IN_TIME, outcomes.LATE)
    rows = [_counted(sealed, labels[name], rows) for name, rows in found.items() if rows or name in shown]
    rows.append(_counted(sealed, _("Operating already"), outcomes.operating(sealed)))
    columns = [
        Column(_("By the year’s end"), width=1.3),
        Column(_("Places"), "count", 0),
        Column(_("Which"), width=3.4),
    ]
    title = _("Ready by %(day)s") % {"day": wording.day(sealed["due_on"])}
    return Table("summary-outcomes", title, columns, rows)


def _counted(sealed, label, rows):
    return [Cell(label), Cell(words.number(len(rows)), value=len(rows), unit="count"), Cell(_named(sealed, rows))]


def _named(sealed, rows, most=NAMED):
    """The places by name, the least ready first."""
    if not rows:
        return wording.DASH
    named = ", ".join(sealed.name(row["names"]) for row in rows[:most])
    more = len(rows) - most
    if more <= 0:
        return named
    said = ngettext("%(named)s and %(count)s other", "%(named)s and %(count)s others", more)
    return said % {"named": named, "count": words.number(more)}


def _late(sealed, rows):
    columns = [
        Column(_("Place"), width=1), Column(_("Chance"), "chance", 0), Column(_("Forecast finish"), "date", 2),
        Column(_("Why"), width=3.6),
    ]  # fmt: skip
    shown = [_late_row(sealed, row) for row in rows[:EXPLAINED]]
    left = len(rows) - EXPLAINED
    said = ngettext(
        "%(count)s other stands in the chapter on the places.",
        "%(count)s others stand in the chapter on the places.",
        max(left, 1),
    )
    note = said % {"count": words.number(left)} if left > 0 else ""
    return Table("summary-late", _("Not ready in time, and why"), columns, shown, note,
                 rest=lambda: [_late_row(sealed, row) for row in rows[EXPLAINED:]])  # fmt: skip


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
    """The worst places by the day of their decision; those left out are in the workbook."""
    asked = outcomes.asked(sealed)
    if not asked:
        return []
    columns = [
        Column(_("By"), "date", 0), Column(_("Place"), width=0.8), Column(_("What"), width=3),
        Column(_("Who decides"), width=1.8),
    ]  # fmt: skip
    first = sorted(asked[:DECISIONS], key=lambda row: row.by)
    more = len(asked) - len(first)
    said = ngettext(
        "%(count)s other place presses too: its reasons stand in the chapter on the places.",
        "%(count)s other places press too: their reasons stand in the chapter on the places.",
        max(more, 1),
    )
    note = said % {"count": words.number(more)} if more > 0 else ""
    rows = [_asked_row(sealed, row) for row in first]
    return [Table("summary-decisions", _("To be decided"), columns, rows, note,
                  rest=lambda: [_asked_row(sealed, row) for row in asked[DECISIONS:]])]  # fmt: skip


def _asked_row(sealed, row):
    return [
        Cell(wording.day(row.by), value=row.by, unit="date"),
        wording.place(sealed, f"county:{row.county['code']}"),
        Cell(row.what),
        Cell(wording.capital(row.who)),
    ]


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
    if planned and (silent := outcomes.silent(sealed)):
        found.append(_silent(sealed, silent))
    if planned and not sealed.value("programme", "projects_operating"):
        found.append(_("No factory of the year is known to operate: inauguration alone does not show it."))
    return found


def _silent(sealed, counties):
    """The places with a factory whose forecast nothing confirms any more."""
    said = ngettext(
        "Of a factory in %(names)s nothing was verified for more than %(days)s days: whatever its last forecast, the"
        " place is not counted as ready in time.",
        "Of a factory in each of these places nothing was verified for more than %(days)s days: %(names)s. Whatever"
        " their last forecasts, they are not counted as ready in time.",
        len(counties),
    )
    return said % {"names": _named(sealed, counties, SILENT), "days": wording.LONG_SILENCE}


def _unaccepted(sealed):
    returns, owed = len(sealed["unaccepted"]), len(sealed["missing_returns"])
    slots = {"returns": words.number(returns), "owed": words.number(owed)}
    if not returns and not owed:
        return _("Every return that was due is accepted.")
    said = _(
        "Returns not accepted yet: %(returns)s; owed and never sent: %(owed)s. The chapter “Returns not accepted” lists"
        " them."
    )
    return said % slots
