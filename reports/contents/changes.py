"""What changed since the seal before and since the year before: colours, dates and figures, with their causes."""

from bisect import bisect_left
from operator import itemgetter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from factories import reasons
from factories.models import DelayCause, Gate, Severity
from regional20x10.shared import words
from reports import wording
from reports.contents.tables import more
from reports.definitions import definitions
from reports.document import Cell, Column, Paragraph, Points, Section, Table
from reports.models import SealKind

TOLD = (
    "places", "projects", "expected_done", "finished", "inaugurated", "verified_percent", "claimed_percent", "chance",
    "late_original", "findings_open", "findings_critical", "delay_days", "raw_covered", "raw_missing_t",
    "workers_certified", "workers_missing", "output_t", "factories_operating", "factories_counting",
    "factories_fallen_out", "decisions_overdue", "requests_overdue", "counties_led", "reports_accepted", "carried_in",
)  # fmt: skip
"""Figures of the programme that are told, in this order; the web pages and the JSON have them all."""
OF_PROVINCE = ("verified_percent", "expected_done", "finished")
DATES = ("approved_on", "finished_on", "forecast_on", "commissioned_on", "operates_since")
SHOWN, CAUSES = 40, 3
"""Rows of a table; causes told of one change."""
NUMBERS = "index"
"""The unit of a column of numbers of every unit: each cell has its own."""


def sections(sealed):
    found = sealed["changes"]
    blocks = _since(sealed, found["previous"], "previous") or [
        Paragraph(_("No seal of an earlier day is there to compare with."), strong=True)
    ]
    rows = [Section("changes", _("What changed"), blocks)]
    last, previous = found["last_year"], found["previous"]
    if sealed["kind"] == SealKind.YEAR and last and not (previous and previous["number"] == last["number"]):
        title = _("Against the year %(year)s") % {"year": last["year"]}
        rows.append(Section("changes-year", title, _since(sealed, last, "year"), level=2))
    return rows


def _since(sealed, change, name):
    if change is None:
        return []
    blocks = [Paragraph(finding(sealed, change), strong=True)]
    if not change["same_year"]:
        blocks.append(Paragraph(_other_year(sealed, change)))
    blocks += _moved(sealed, change)
    blocks += [*_colours(sealed, change, name), *_dates(sealed, change, name), *_figures(sealed, change, name)]
    return blocks


def finding(sealed, change):
    """What changed, in a sentence."""
    slots = {"number": change["number"], "day": wording.day(change["as_of"])}
    if not any(change[part] for part in ("figures", "dates", "colours", "appeared", "vanished")):
        return _("Nothing changed since seal %(number)s of %(day)s.") % slots
    if not change["same_year"]:
        return _against_year(sealed, change, slots)
    moved = len(_told_dates(change))
    dates = ngettext("%(count)s date moved", "%(count)s dates moved", moved) % {"count": words.number(moved)}
    said = _("Since seal %(number)s of %(day)s: %(colours)s, %(dates)s.")
    return said % (slots | {"colours": _places(change), "dates": dates})


def _against_year(sealed, change, slots):
    name = "programme/verified_percent"
    now = sealed.value("programme", "verified_percent")
    row = next((row for row in change["figures"] if row["name"] == name), {"before": now, "after": now})
    carried = [f"project:{of['project']}" for of in sealed["carry_overs"] if of["way"] == "into"]
    slots |= {
        "year": change["year"], "before": wording.said(row["before"], "percent"),
        "after": wording.said(row["after"], "percent"), "carried": words.number(len(carried)),
        "finished": words.number(sum(bool(sealed.value(of, "finished_on")) for of in carried)),
    }  # fmt: skip
    said = _(
        "Against seal %(number)s of %(day)s, of the year %(year)s: work verified %(before)s then, %(after)s now;"
        " factories carried over: %(carried)s, of these finished since: %(finished)s."
    )
    return said % slots


def _places(change):
    count = sum(row["name"].startswith("county:") for row in change["colours"])
    said = ngettext("%(count)s place changed its standing", "%(count)s places changed their standing", count)
    return said % {"count": words.number(count)}


def _other_year(sealed, change):
    said = _(
        "That seal is of %(then)s, whose places are others than those of %(now)s: the programme, the provinces and the"
        " factories carried over are compared."
    ) % {"then": change["year"], "now": sealed["year"]}
    if change["as_of"][5:10] == sealed["as_of"][5:10]:
        return said
    return " ".join([said, _("The two days are not the same day of their years.")])


# --- causes ----------------------------------------------------------------------------------------------------------
_CAUSES = {
    "rebaseline": lambda r: _("finish moved to %(day)s: %(reason)s") % {
        "day": wording.day(r["to"]), "reason": r["reason"]},
    "delay": lambda r: _("%(cause)s, %(days)s days lost") % {
        "cause": DelayCause(r["cause"]).label, "days": words.number(r["days"])},
    "finding": lambda r: _("finding (%(severity)s): %(text)s") % {
        "severity": Severity(r["severity"]).label, "text": r["text"]},
    "gate": lambda r: _("gate passed: %(gate)s") % {"gate": Gate(r["gate"]).label},
    "decision": lambda r: _("decision %(number)s: %(text)s") % {"number": r["number"], "text": r["text"]},
    "carried_over": lambda r: _("carried over from %(year)s: %(why)s") % {"year": r["year"], "why": r["why"]},
    "left": lambda r: _("moved to %(year)s") % {"year": r["to"]} if r["to"] else _("left the programme"),
    "joined": lambda r: _("moved here from %(year)s") % {"year": r["from"]} if r["from"] else _("newly chosen"),
}  # fmt: skip
"""{code of a cause: its words}, in the order in which they say most."""


def _because(sealed, change, subject):
    """The first causes of a change of a place or factory; where none is known, how work went on."""
    return _causes(sealed, change, subject) or _work(change, subject)


def _moved_by(sealed, change, row):
    """The first causes of a date that moved. What holds work up brings no date forward, and work that was done puts
    none back: a slower pace does."""
    subject, before, after = _of(row), row["before"], row["after"]
    if not before or not after:
        return _because(sealed, change, subject)
    if after < before:
        return _causes(sealed, change, subject, lambda cause: _hastens(cause, before)) or _work(change, subject)
    return _causes(sealed, change, subject) or _slower(sealed, change, subject)


def _causes(sealed, change, subject, counts=lambda cause: True):
    """The first causes that count of a place or factory, in words, those of its factories among them."""
    parts = [subject, *sealed.factories_of(subject.removeprefix("county:"))]
    order = list(_CAUSES)
    found = filter(counts, _joined([cause for part in parts for cause in change["causes"].get(part, ())]))
    found = sorted(found, key=lambda cause: (order.index(cause["code"]), -cause.get("days", 0)))
    return list(dict.fromkeys(wording.capital(_CAUSES[cause["code"]](cause)) for cause in found))[:CAUSES]


def _hastens(cause, day):
    """Whether a date may come sooner than a day for this cause."""
    if cause["code"] == "rebaseline":
        return cause["to"] < day
    return cause["code"] not in ("delay", "finding")


def _joined(causes):
    """The days lost to one cause added up over factories; a minor finding moves nothing."""
    found, days = [], {}
    for cause in causes:
        if cause["code"] == "delay":
            days[cause["cause"]] = days.get(cause["cause"], 0) + cause["days"]
        elif cause.get("severity") != Severity.MINOR:
            found.append(cause)
    return found + [{"code": "delay", "cause": cause, "days": lost} for cause, lost in days.items()]


def _work(change, subject):
    """How far the verified work came, where no cause is known; nothing if it did not move."""
    row = _changed(change, f"{subject}/verified_percent")
    if row is None:
        return []
    slots = {"before": wording.said(row["before"], "percent"), "after": wording.said(row["after"], "percent")}
    return [_("Work verified: %(before)s then, %(after)s now") % slots]


def _slower(sealed, change, subject):
    """The pace of the factory that is forecast to finish last, if it fell; nothing if it did not."""
    parts = sealed.factories_of(subject.removeprefix("county:")) or [subject]
    last = max(parts, key=lambda part: sealed.value(part, "forecast_on") or "")
    row = _changed(change, f"{last}/pace")
    if row is None or row["before"] is None or row["after"] is None or row["after"] >= row["before"]:
        return []
    slots = {"factory": sealed.subject(last), "before": wording.said(row["before"], "index"),
             "after": wording.said(row["after"], "index")}  # fmt: skip
    return [_("%(factory)s: pace %(before)s of the plan then, %(after)s now") % slots]


def _changed(change, name):
    """The row of a figure that changed, None if it did not."""
    rows = change["figures"]
    at = bisect_left(rows, name, key=itemgetter("name"))
    return rows[at] if at < len(rows) and rows[at]["name"] == name else None


def _reasons(row):
    """The reasons of the new standing, in sentences."""
    return list(dict.fromkeys(reasons.sentence(reason) for reason in row["reasons"]))[:CAUSES]


# --- what is compared ------------------------------------------------------------------------------------------------
def _moved(sealed, change):
    """Places that came into the year or left it."""
    rows = []
    for part, said in (("appeared", _("New: %(place)s.")), ("vanished", _("Gone: %(place)s."))):
        for name in change[part]:
            if name.startswith("county:"):
                place = sealed.name(change["names"].get(name)) or sealed.subject(name)
                why = " ".join(_stopped(_because(sealed, change, name)))
                rows.append(f"{said % {'place': place}} {why}".strip())
    return [Points(rows)] if rows else []


def _colours(sealed, change, name):
    rows = [row for row in change["colours"] if row["name"].startswith(("county:", "project:"))]
    rows = [row for row in rows if row["name"].startswith("county:")] or rows
    if not rows:
        return []
    columns = [Column(_("Place"), width=1.6), *_heads(sealed, change, "colour", 1.5),
               Column(_("Why"), width=4)]  # fmt: skip

    def told(row):
        why = " ".join([*_reasons(row), *_stopped(_because(sealed, change, _of(row)))])
        return [_subject(sealed, row), _colour(row["before"]), _colour(row["after"], row["name"]), Cell(why)]

    return [_table(f"changes_{name}_standings", _title(_("Standings that changed"), change, name), columns, rows, told)]


def _title(said, change, name):
    """The title of a table, with the year against which it is where that is another comparison."""
    return _("%(title)s, against %(year)s") % {"title": said, "year": change["year"]} if name == "year" else said


def _heads(sealed, change, unit, width=1):
    """The columns of then and now, by their days."""
    days = (change["as_of"], sealed["as_of"])
    return [Column(wording.day(day), unit, width) for day in days]


def _table(name, title, columns, rows, told):
    """The first rows as `told`, the rest for the workbook."""
    found, note = [told(row) for row in rows[:SHOWN]], more(len(rows), SHOWN)
    return Table(name, title, columns, found, note, rest=lambda: [told(row) for row in rows[SHOWN:]])


def _stopped(said):
    return [f"{text.rstrip('.')}." for text in said]


def _of(row):
    return row["name"].rpartition("/")[0]


def _subject(sealed, row):
    subject = _of(row)
    if subject == "programme":
        return Cell(_("The whole programme"), subject=subject)
    return wording.factory(sealed, subject)


def _colour(code, figure=""):
    return Cell(wording.said(code, "colour"), value=code, unit="colour", state=code or "", figure=figure)


def _told_dates(change):
    """Dates of factories and places that are told: a forecast of a factory is told by its place's."""
    found = []
    for row in change["dates"]:
        subject, _slash, key = row["name"].rpartition("/")
        if key in DATES and subject.startswith("county:" if key == "forecast_on" else "project:"):
            found.append(row)
    return found


def _dates(sealed, change, name):
    rows = sorted(_told_dates(change), key=lambda row: (DATES.index(row["name"].rpartition("/")[2]), row["name"]))
    if not rows:
        return []
    columns = [Column(_("Place or factory"), width=1.6), Column(_("Date"), width=1.2),
               *_heads(sealed, change, "date", 1.2), Column(_("Why"), width=3.5)]  # fmt: skip

    def told(row):
        why = " ".join(_stopped(_moved_by(sealed, change, row)))
        return [_subject(sealed, row), Cell(_label(row)), _date(row["before"]), _date(row["after"], row["name"]),
                Cell(why or wording.DASH)]  # fmt: skip

    return [_table(f"changes_{name}_dates", _title(_("Dates that moved"), change, name), columns, rows, told)]


def _date(value, figure=""):
    return Cell(wording.said(value, "date"), value=value, unit="date", figure=figure)


def _label(row):
    known = definitions().get(row["name"].rpartition("/")[2])
    return str(known.label) if known else row["name"].rpartition("/")[2]


def _figures(sealed, change, name):
    by_name = {row["name"]: row for row in change["figures"]}
    names = [f"programme/{key}" for key in TOLD]
    names += [f"province:{row['code']}/{key}" for row in sealed["provinces"] for key in OF_PROVINCE]
    rows = [by_name[said] for said in names if said in by_name]
    if not rows:
        return []
    columns = [Column(_("Of"), width=2), Column(_("Figure"), width=4), *_heads(sealed, change, NUMBERS, 1.5),
               Column(_("Change"), "points")]  # fmt: skip
    found = [[_subject(sealed, row), Cell(_label(row)), *_values(row)] for row in rows]
    note = _(
        "Changes are of the unrounded figures, of shares in points. What the earlier seal has not got has no row."
        " Figures of places and factories are in the web pages and the JSON."
    )
    return [Table(f"changes_{name}_figures", _title(_("Figures that changed"), change, name), columns, found, note)]


def _values(row):
    unit = _unit(row)
    before, after = row["before"], row["after"]
    number = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (before, after))
    change = _difference(before, after, unit) if number else None
    said = words.points(change, 0 if isinstance(change, int) else 1) or wording.DASH
    return [
        Cell(wording.said(before, unit), value=before, unit=unit),
        Cell(wording.said(after, unit), value=after, unit=unit, figure=row["name"]),
        Cell(said, value=change, unit="points"),
    ]


def _unit(row):
    known = definitions().get(row["name"].rpartition("/")[2])
    return known.unit if known else "text"


def _difference(before, after, unit):
    """A whole number of what is counted; of a chance in points of a hundred."""
    change = round(after - before, 6)
    if unit == "chance":
        return round(100 * change)
    return round(change) if unit in ("count", "days") else float(change)
