"""Decisions and who owes them, what bodies still ask of each other, lessons, and what was carried over."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from committees.models import DecisionState, Level, RequestState
from factories.models import DelayCause
from regional20x10.shared import words
from reports import wording
from reports.contents.tables import amount, more, out_of
from reports.document import Cell, Column, Paragraph, Section, Strip, Table

SHOWN = 30
NOT_TOLD = (DecisionState.CLOSED, DecisionState.WITHDRAWN)
"""States of decisions that a report of a shorter span leaves out, unless they were made in it."""


def sections(sealed):
    blocks = [
        Paragraph(said, strong=not number, figures=figures) for number, (said, figures) in enumerate(_findings(sealed))
    ]
    blocks += [_strip(sealed), *_decisions(sealed), *_requests(sealed), *_carried(sealed)]
    blocks += _lessons(sealed) if sealed["kind"] == "year" else []
    return [Section("decisions", _("Decisions"), blocks)]


def _value(sealed, key):
    return sealed.value("programme", key)


def _findings(sealed):
    return [_made(sealed), *_waiting(sealed)]


def _made(sealed):
    if not _value(sealed, "decisions_made"):
        return _("No decision of the committee on the year is recorded."), ("programme/decisions_made",)
    keys = ("made", "closed", "done", "open", "overdue")
    slots = {key: words.number(_value(sealed, f"decisions_{key}")) for key in keys}
    said = _(
        "Decisions made: %(made)s; closed: %(closed)s; said to be done: %(done)s; open: %(open)s; of these overdue:"
        " %(overdue)s."
    )
    return said % slots, tuple(f"programme/decisions_{key}" for key in keys)


def _waiting(sealed):
    waiting = _value(sealed, "requests_waiting")
    if not waiting:
        return []
    slots = {"count": words.number(waiting), "overdue": words.number(_value(sealed, "requests_overdue")),
             "days": words.number(_value(sealed, "requests_oldest_days"))}  # fmt: skip
    said = ngettext(
        "%(count)s request of one body to another is not met, %(overdue)s overdue; it has waited for %(days)s days.",
        "%(count)s requests of one body to another are not met, %(overdue)s overdue; the oldest has waited for %(days)s"
        " days.",
        waiting,
    )
    return [(said % slots, ("programme/requests_waiting", "programme/requests_overdue"))]


def _strip(sealed):
    cells = [
        (_("Meetings held in the year"), "meetings_held", ""),
        (_("Decisions"), "decisions_made", ""),
        (_("Decisions overdue"), "decisions_overdue", wording.of(_value(sealed, "decisions_open") or 0)),
        (_("Requests overdue"), "requests_overdue", wording.of(_value(sealed, "requests_waiting") or 0)),
        (_("Requests met in time"), "requests_in_time_percent", ""),
    ]
    return Strip([(label, wording.cell(sealed, "programme", key, small)) for label, key, small in cells])


# --- decisions -------------------------------------------------------------------------------------------------------
def _told(sealed):
    rows = sealed["decisions"]
    if sealed["kind"] != "year":
        rows = [row for row in rows if row["state"] not in NOT_TOLD or row["made_on"] >= sealed["starts_on"]]
    return sorted(rows, key=lambda row: (-row["days_over"], row["due_on"], row["number"]))


def _decisions(sealed):
    rows = _told(sealed)
    if not rows:
        return []
    columns = [Column(_("Number")), Column(_("Decision"), width=3.5), Column(_("Owner"), width=1.8),
               Column(_("Due"), "date", 1.2), Column(_("State"), width=1.2)]  # fmt: skip
    found = [
        [Cell(row["number"]), Cell(row["text"], small=_about(sealed, row)), Cell(sealed.name(row["owner"])),
         _due(row), _state(row)]
        for row in rows[:SHOWN]
    ]  # fmt: skip
    note = more(len(rows), SHOWN)
    return [Table("decisions_made", _("Decisions and their owners"), columns, found, note, "decisions" if note else "")]


def _about(sealed, row):
    names = [sealed.subject(f"county:{code}") for code in row["counties"]]
    return "; ".join([*names, *(_factory(sealed, code) for code in row["projects"])])


def _factory(sealed, code):
    """The factory and its place; of one that the seal does not know, the code."""
    subject = f"project:{code}"
    slots = {"factory": sealed.subject(subject), "place": sealed.place_of(subject)}
    return _("%(factory)s, %(place)s") % slots if slots["place"] else code


def _due(row):
    """The day it is due, and the day first given where that was moved."""
    moved = row["first_due_on"] != row["due_on"]
    small = _("first %(day)s") % {"day": wording.day(row["first_due_on"])} if moved else ""
    return Cell(wording.day(row["due_on"]), small=small, value=row["due_on"], unit="date")


def _state(row):
    small = _overdue(row["days_over"]) if row["overdue"] else ""
    return Cell(wording.capital(str(DecisionState(row["state"]).label)), small=small)


def _overdue(days):
    return ngettext("%(days)s day overdue", "%(days)s days overdue", days) % {"days": words.number(days)}


# --- requests --------------------------------------------------------------------------------------------------------
def _requests(sealed):
    rows = sorted(sealed["requests"], key=lambda row: (-row["delay_days"], row["due_on"], row["number"]))
    if not rows:
        return []
    columns = [
        Column(_("Number"), width=0), Column(_("What is needed"), width=2.2), Column(_("Asked by"), width=1.6),
        Column(_("Owed by"), width=2.1), Column(_("Due"), "date", 1.2), Column(_("Days of delay"), "days", 1.1),
        Column(_("State"), width=1.7),
    ]  # fmt: skip
    found = [
        [Cell(row["number"]), Cell(row["what"], small=sealed.subject(f"county:{row['county']}")),
         Cell(sealed.name(row["asked_by"])), Cell(sealed.name(row["owed_by"])), amount(row["due_on"], "date"),
         amount(row["delay_days"], "days"), _request_state(row, sealed["as_of"])]
        for row in rows[:SHOWN]
    ]  # fmt: skip
    left = more(len(rows), SHOWN)
    delay = _("Days of delay: by how many the finish slips if the request is not met, as the asking body says.")
    title, note = _("Requests that are not met"), f"{delay} {left}".strip()
    return [Table("decisions_requests", title, columns, found, note, "requests" if left else "")]


def _request_state(row, as_of):
    small = [_("with %(level)s") % {"level": Level(row["level"]).label}] if row["level"] else []
    if row["promised_on"]:
        small = [_("promised for %(day)s") % {"day": wording.day(row["promised_on"])}]
    if row["overdue"]:
        small.append(_overdue((date.fromisoformat(as_of) - date.fromisoformat(row["due_on"])).days))
    return Cell(wording.capital(str(RequestState(row["state"]).label)), small="\n".join(small))


# --- carried over, and learnt ----------------------------------------------------------------------------------------
def _carried(sealed):
    if not sealed["carry_overs"]:
        return []
    columns = [Column(_("Factory"), width=1.8), Column(_("Year"), width=0), Column(_("Original finish"), "date", 1.2),
               Column(_("Why it was not finished"), width=3), Column(_("Verified, %"), "percent"),
               Column(_("Finish"), "date", 1.3)]  # fmt: skip
    found = []
    for row in sealed["carry_overs"]:
        name = f"project:{row['project']}"
        found.append([
            wording.place(sealed, name, sealed.name(row["county_names"])), Cell(_way(row)),
            amount(row["original_on"], "date"), Cell(row["why"]), _carried_value(sealed, name, "verified_percent"),
            _finish(sealed, name),
        ])  # fmt: skip
    return [Table("decisions_carried", _("Factories carried over"), columns, found)]


def _way(row):
    said = _("out of %(year)s") if row["way"] == "out" else _("from %(year)s")
    return said % {"year": row["year"]}


def _carried_value(sealed, name, key):
    units = {"verified_percent": "percent", "finished_on": "date", "forecast_on": "date"}
    value = sealed.value(name, key)
    return Cell(wording.said(value, units[key]), value=value, unit=units[key], figure=f"{name}/{key}")


def _finish(sealed, name):
    return _carried_value(sealed, name, "finished_on" if sealed.value(name, "finished_on") else "forecast_on")


def _lessons(sealed):
    if not sealed["lessons"]:
        return []
    columns = [Column(_("Year")), Column(_("Cause"), width=1.2), Column(_("What happened"), width=2.5),
               Column(_("What is checked because of it"), width=2.5), Column(_("Checked"), "count"),
               Column(_("In order"), "count")]  # fmt: skip
    found = [
        [Cell(str(row["year"]), value=row["year"], unit="text"),
         Cell(wording.capital(str(DelayCause(row["cause"]).label))), Cell(row["what"]), Cell(sealed.name(row["check"])),
         _checked(row, "checked"), _checked(row, "holds")]
        for row in sealed["lessons"]
    ]  # fmt: skip
    note = _("Checked at the year’s factories that are asked for it.")
    return [Table("decisions_lessons", _("Lessons"), columns, found, note)]


def _checked(row, key):
    """How many; a dash of a lesson that no factory of the year is asked for."""
    if not row["asked_of"]:
        return Cell(wording.DASH)
    return out_of(amount(row[key], "count"), row["asked_of"] if key == "checked" else row["checked"])
