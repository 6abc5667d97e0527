"""The brief for a visit, two printed pages: the county and its factories; what was asked for, and what is to be asked.

Everything is laid out by the template so that it fits: what does not is counted, never cut in silence.
"""

from collections import Counter

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from factories import findings, reasons
from factories.models import Gate
from regional20x10.shared import paper, words

DASH = words.EN_DASH
MOST, OF_ONE = 40, 2
"""Rows handed to a table of the template, which shows as many as there is room for; questions about one factory."""


def brief(told):
    """The bytes of the PDF of a charges.Told, in the language that is on."""
    return paper.pdf("committees/typst/brief.typ", presented(told))


def presented(told):
    """All that the template shows."""
    county, day = told.county, told.day
    slots = {"county": county.name, "day": words.day(day)}
    made_up = any(row.project.demonstration for row in told.factories)
    return {
        "lang": get_language(),
        "title": _("Brief for a visit to %(county)s") % slots,
        "short": _("Brief for a visit to %(county)s, as of %(day)s") % slots,
        "author": _("20×10 Programme Monitor"),
        "keywords": [county.code, day.isoformat()],
        "date": [day.year, day.month, day.day],
        "demonstration": _("Demonstration: all figures and bodies are made up.") if made_up else None,
        "foot": _("As of %(day)s") % slots,
        "credit": _("Figures change with each return: ask for a new brief before the visit."),
        "eyebrow": _eyebrow(told),
        "heading": county.name,
        "subtitle": _("Brief for a visit, as of %(day)s") % slots,
        "finding": _finding(told),
        "lead": _lead(told),
        "words": _words(told),
        "facts": _facts(told),
        "factories": _factories(told),
        "owes": _owes(told),
        "asked": _asked(told),
        "questions": _fitted([_question(*row) for row in _telling(told)]),
        "visit": _visit(told),
        "handover": _handover(told),
    }


def _words(told):
    return {
        "factories": _("Factories and their gates"),
        "no_factories": _("No factory of it is in the plans."),
        "owes": _("Who owes what"),
        "nobody_owes": _("Nobody owes the county anything that was asked for."),
        "asked": _("Asked, promised, done"),
        "nothing_asked": _("Nothing was asked for."),
        "questions": _("Questions to ask"),
        "no_questions": _("The figures give no cause for a question."),
        "visit": _("The last visit"),
        "handover": _("Handover note"),
    }


# --- the county ------------------------------------------------------------------------------------------------------
def _eyebrow(told):
    place = told.found.place
    slots = {"province": told.county.province.name, "year": place and place.plan.program_year.year}
    return _("%(province)s · place of %(year)s") % slots if place else slots["province"]


def _finding(told):
    place = told.found.place
    state = place.colour if place and place.standings else "none"
    return {"state": state, "said": _("%(finding)s.") % {"finding": told.found.headline}}


def _lead(told):
    said, place = [], told.found.place
    if told.found.cause:
        said.append(_("%(factory)s: %(said)s") % dict(zip(("factory", "said"), told.found.cause, strict=True)))
    if place and place.forecast_on:
        said.append(
            _("At the present pace the last factory finishes on %(day)s (%(low)s to %(high)s).")
            % {"day": words.day(place.forecast_on), "low": words.day(place.forecast_early_on),
               "high": words.day(place.forecast_late_on)}
        )  # fmt: skip
    return " ".join(said)


def _facts(told):
    place, counts = told.found.place, told.counts
    charge = told.charge
    said = _("%(title)s, since %(day)s")
    rows = [
        (_("Member in charge"), said % {"title": charge.said, "day": words.day(charge.starts_on)} if charge else
         _("nobody")),
        (_("Population, census of 2008"), words.number(told.county.population)),
        (_("Last visit"), words.day(told.visits[0].visited_on) if told.visits else _("none recorded")),
    ]  # fmt: skip
    if place and place.standings:
        verified = _("%(verified)s, planned %(planned)s")
        slots = {"verified": words.percent(place.verified) or DASH, "planned": words.percent(place.planned) or DASH}
        rows[1:1] = [
            (_("Work verified"), verified % slots),
            (_("Chance of finishing by the year’s end"), words.chance(place.chance)),
            (_("Factories finished"), _("%(done)s of %(all)s") % {"done": place.finished, "all": place.projects}),
        ]
    waiting = ngettext("%(count)s waits", "%(count)s wait", counts.waiting) % {"count": counts.waiting}
    rows.append((_("Requests"), waiting))
    return [[label, value or DASH] for label, value in rows]


def _factories(told):
    heads = [_("Factory"), _("Standing"), *(str(gate.label) for gate in Gate), _("What the next gate lacks")]
    rows = [
        [{"strong": row.project.factory_type.name, "small": row.project.code},
         {"state": row.standing.colour, "words": str(words.STATUS[row.standing.colour]), "small": ""},
         *(str(words.GATE[state.mark][1]) for state in row.states), _lacks(row)]
        for row in told.factories
    ]  # fmt: skip
    return _table(heads, rows, [1.1, 1, 0.8, 0.8, 0.8, 0.8, 3.2])


def _lacks(row):
    """The first things the next gate lacks; the rest is counted."""
    if row.next is None:
        return DASH
    shown, rest = row.missing[:2], len(row.missing) - 2
    said = " ".join(_short(sentence, 110) for sentence in shown)
    if rest > 0:
        more = ngettext("And %(count)s thing more.", "And %(count)s things more.", rest)
        said = f"{said} {more % {'count': rest}}"
    return said or DASH


def _owes(told):
    """A row for each body: those that delay most first."""
    bodies = {}
    for row in told.asked:
        if row.waits:
            bodies.setdefault(row.owed_then_body, []).append(row)
    heads = [_("Body"), _("What it owes"), _("First due"), _("Overdue"), _("Days of delay")]
    order = sorted(bodies.items(), key=lambda item: (-max(row.delay_days for row in item[1]), item[0].name))
    rows = [
        [body.name, _short(", ".join(row.what for row in rows), 160), words.day(min(row.due_on for row in rows)),
         words.number(sum(row.overdue for row in rows)), words.number(max(row.delay_days for row in rows))]
        for body, rows in order
    ]  # fmt: skip
    return _table(heads, rows, [1.4, 2.4, 0.9, 0.6, 0.7], "lllrr")


# --- what was asked for and is to be asked ---------------------------------------------------------------------------
def _asked(told):
    counts = told.counts
    said = _("Asked %(asked)s, promised %(promised)s, said to be done %(done)s, confirmed %(confirmed)s.")
    slots = {name: words.number(getattr(counts, name)) for name in ("asked", "promised", "done", "confirmed")}
    open_ = [row for row in told.asked if row.state_then != "confirmed"]
    heads = [_("Number"), _("What is needed"), _("Asked of"), _("Due"), _("State")]
    rows = [
        [row.number, _short(row.what, 120), row.owed_then_body.name, words.day(row.due_on), _state(row)]
        for row in open_
    ]
    return {"said": said % slots, "table": _table(heads, rows, [0.8, 2.2, 1.4, 0.9, 1.3])}


def _state(row):
    if row.state_then == "promised" and row.promised_then:
        return _("promised for %(day)s") % {"day": words.day(row.promised_then)}
    return str(row.state_said)


_QUESTIONS = {
    "silent": "asks_report", "overdue": "asks_report", "production_silent": "asks_report",
    "stopped": "asks_stop", "slower": "asks_stop", "no_progress": "asks_stop",
    "inspected_gap": "asks_gap", "claim_gap": "asks_gap",
    "shortage": "asks_supply", "raw_cover": "asks_supply", "below_reference": "asks_supply",
    "overspent": "asks_money", "over_allocated": "asks_money", "underfunded": "asks_money",
}  # fmt: skip


def _telling(told):
    """(factory, reason) of all factories, the two of each that say most about what to do first."""
    order = {code: at for at, code in enumerate(findings.TELLING + findings.ONCE_BUILT)}
    found = [
        (order[reason["code"]], row.project.code, row.project.factory_type.name, reason)
        for row in told.factories
        for reason in row.standing.reasons
        if reason["code"] in order
    ]
    taken, told_of = [], Counter()
    for _order, code, factory, reason in sorted(found, key=lambda row: row[:2]):
        told_of[code] += 1
        if told_of[code] <= OF_ONE:
            taken.append((factory, reason))
    return taken[:MOST]


def _question(factory, reason):
    """What to ask about a reason of a standing, with the reason before it."""
    asks = {
        "asks_report": _("%(factory)s. %(said)s When does the next return come, and what held it up?"),
        "asks_stop": _("%(factory)s. %(said)s What has to be there for work to go on, and who brings it by when?"),
        "asks_gap": _("%(factory)s. %(said)s Where on the site is the work that was claimed?"),
        "asks_supply": _("%(factory)s. %(said)s From whom does it come, and on which day?"),
        "asks_money": _("%(factory)s. %(said)s Which body gives the rest, and when?"),
    }
    said = asks.get(_QUESTIONS.get(reason["code"]), _("%(factory)s. %(said)s Who does what about it, and by when?"))
    return said % {"factory": factory, "said": _short(reasons.sentence(reason), 180)}


# --- what was left over ----------------------------------------------------------------------------------------------
def _visit(told):
    if not told.visits:
        return {"said": _("No visit is recorded."), "seen": "", "asks": _fitted([])}
    last = told.visits[0]
    said = _("%(day)s, %(title)s") % {"day": words.day(last.visited_on), "title": last.charge.said}
    asks = [
        _("%(number)s, %(what)s: %(state)s.")
        % {"number": row.number, "what": _short(row.what, 100), "state": _state(row)}
        for row in told.asked
        if row.visit_id == last.pk
    ]
    return {"said": said, "seen": last.seen, "asks": _fitted(asks)}


def _handover(told):
    before = told.before
    if before is None:
        return {"said": _("Nobody was in charge before."), "text": ""}
    said = _("%(title)s, in charge to %(day)s") % {"title": before.said, "day": words.day(before.ends_on)}
    return {"said": said, "text": before.handover}


# --- how much of it --------------------------------------------------------------------------------------------------
def _fitted(rows):
    """Rows, and the sentence for each number of them that finds no room."""
    shown = rows[:MOST]
    more = [
        ngettext("%(count)s more in the system.", "%(count)s more in the system.", count)
        % {"count": words.number(count)}
        for count in range(1, len(shown) + 1)
    ]
    return {"rows": shown, "more": more}


def _table(heads, rows, widths, aligns=""):
    aligns = list(aligns or "l" * len(heads))
    return {"head": [str(head) for head in heads], "widths": widths, "aligns": aligns, **_fitted(rows)}


def _short(text, most):
    """The text, cut at a word where it is longer; what was cut is marked."""
    text = " ".join(str(text).split())
    if len(text) <= most:
        return text
    return f"{text[:most].rsplit(' ', 1)[0]} …"
