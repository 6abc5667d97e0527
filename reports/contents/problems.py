"""Problems and causes: days lost and to what, grave findings, materials that run short, complaints of residents."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from factories.models import ComplaintMatter, FindingState, Severity
from regional20x10.shared import words
from reports import wording
from reports.contents.tables import amount, by_county, more
from reports.document import Cell, Column, Paragraph, Section, Strip, Table
from reports.models import SealKind

NAMED, SHOWN = 4, 20


def sections(sealed):
    blocks = [
        Paragraph(said, strong=not number, figures=figures) for number, (said, figures) in enumerate(_findings(sealed))
    ]
    if sealed["projects"]:
        blocks += [_strip(sealed), *_causes(sealed), *_grave(sealed), *_shortages(sealed), *_complaints(sealed)]
    return [Section("problems", _("Problems and causes"), blocks)]


def _value(sealed, key):
    return sealed.value("programme", key)


def _findings(sealed):
    if _value(sealed, "delay_days") is None:
        return [(_("No ten-day return stands: what holds the sites up is not known."), ())]
    found = [_lost(sealed), *_lost_in_span(sealed)]
    if critical := _value(sealed, "findings_critical"):
        said = ngettext(
            "%(count)s critical finding of inspections is open: the gates stay closed until it is mended.",
            "%(count)s critical findings of inspections are open: the gates stay closed until they are mended.",
            critical,
        )
        found.append((said % {"count": words.number(critical)}, ("programme/findings_critical",)))
    if _value(sealed, "findings_open") is None:
        found.append((_("No inspection is recorded: findings are not known."), ()))
    if short := _value(sealed, "sites_short"):
        said = ngettext(
            "%(count)s site will be short of a material within 60 days, with all that is expected to arrive.",
            "%(count)s sites will be short of a material within 60 days, with all that is expected to arrive.",
            short,
        )
        found.append((said % {"count": words.number(short)}, ("programme/sites_short",)))
    return found


def _lost(sealed):
    rows = sealed["problems"]
    if not rows:
        return _("The sites gave no cause of delay."), ("programme/delay_days",)
    share = words.percent(100 * rows[0]["days_lost"] / _value(sealed, "delay_days"), 0)
    slots = {
        "days": words.number(_value(sealed, "delay_days")), "most": sealed.subject(f"cause:{rows[0]['cause']}"),
        "share": share,
    }  # fmt: skip
    said = _(
        "The sites lost %(days)s days, added up over factories and causes; most to one cause: %(most)s (%(share)s)."
    )
    return said % slots, ("programme/delay_days", f"cause:{rows[0]['cause']}/delay_days")


def _lost_in_span(sealed):
    """How much of it in the quarter or month that the report is of."""
    said = _IN_SPAN.get(sealed["kind"])
    if not said or not sealed["problems"]:
        return []
    days = words.number(sum(row["span_days_lost"] or 0 for row in sealed["problems"]))
    return [(said() % {"days": days}, ())]


_IN_SPAN = {
    SealKind.QUARTER: lambda: _("Days lost in the quarter: %(days)s."),
    SealKind.MONTH: lambda: _("Days lost in the month: %(days)s."),
}


def _strip(sealed):
    cells = [
        (_("Days lost"), "delay_days", ""),
        (_("Open findings"), "findings_open", _made(sealed)),
        (_("Critical findings open"), "findings_critical", ""),
        (_("Sites short of a material"), "sites_short", wording.of(len(sealed["projects"]))),
        (_("Complaints open"), "complaints_open", wording.of(_value(sealed, "complaints_received") or 0)),
    ]
    return Strip([(label, wording.cell(sealed, "programme", key, small)) for label, key, small in cells])


def _made(sealed):
    """How many findings there were; nothing where no inspection tells."""
    made = _value(sealed, "findings_made")
    return "" if made is None else wording.of(made)


def _causes(sealed):
    rows = sealed["problems"]
    if not rows:
        return []
    columns = [Column(_("Cause"), width=1.4), Column(_("Days lost"), "days"), Column(_("Factories"), "count"),
               Column(_("Where most"), width=3)]  # fmt: skip
    span = sealed["kind"] != "year"
    if span:
        within = _("In the month") if sealed["kind"] == "month" else _("In the quarter")
        columns.insert(2, Column(within, "days"))
    found = []
    for row in rows:
        name = f"cause:{row['cause']}"
        cells = [Cell(wording.capital(sealed.subject(name))), wording.cell(sealed, name, "delay_days")]
        cells += [amount(row["span_days_lost"], "days")] if span else []
        found.append([*cells, wording.cell(sealed, name, "delay_projects"), Cell(_most(sealed, row))])
    note = _("As the sites gave them in returns that were not sent back; two causes on one day count twice.")
    return [Table("problems_causes", _("Causes of delay"), columns, found, note)]


def _most(sealed, row):
    return by_county(sealed, {of["project"]: of["days_lost"] for of in row["projects"]}, NAMED)


def _grave(sealed):
    """Critical findings that are open, and those whose day has passed."""
    rows = [
        row for row in sealed["findings"]
        if row["state"] != FindingState.CLOSED and (row["severity"] == Severity.CRITICAL or row["overdue"])
    ]  # fmt: skip
    if not rows:
        return []
    columns = [Column(_("Factory"), width=1.6), Column(_("How grave")), Column(_("What was found"), width=3),
               Column(_("Who is to mend it"), width=1.8), Column(_("By"), "date", 1.4)]  # fmt: skip
    found = [
        [wording.factory(sealed, f"project:{row['project']}"),
         Cell(wording.capital(str(Severity(row["severity"]).label))), Cell(row["text"]),
         Cell(sealed.name(row["assignee"])), _due(row)]
        for row in rows[:SHOWN]
    ]  # fmt: skip
    note = more(len(rows), SHOWN)
    title = _("Findings that are critical or overdue")
    return [Table("problems_findings", title, columns, found, note, "findings" if note else "")]


def _due(row):
    small = _("overdue") if row["overdue"] else ""
    return Cell(wording.day(row["due_on"]), small=small, value=row["due_on"], unit="date")


def _shortages(sealed):
    rows = sealed["shortages"]
    if not rows:
        return []
    columns = [Column(_("Material"), width=1.4), Column(_("Building sites"), "count"),
               Column(_("First short"), "date", 1.4), Column(_("Lacking on that day"), "text"),
               Column(_("On its way"), "text"),
               Column(_("Where"), width=3)]  # fmt: skip
    found = [
        [Cell(sealed.name(row["names"])), amount(len(row["projects"]), "count"), amount(row["first_on"], "date"),
         _quantity(row, "missing"), _quantity(row, "on_way"),
         Cell(by_county(sealed, dict.fromkeys((site["project"] for site in row["projects"]), 1)))]
        for row in rows
    ]  # fmt: skip
    return [Table("problems_shortages", _("Materials that run short within 60 days"), columns, found)]


def _quantity(row, key):
    return Cell(f"{wording.measured(row[key])} {row['unit']}", value=row[key], unit="text")


def _complaints(sealed):
    rows = sealed["complaints"]
    if not rows:
        return [Paragraph(_("No complaint of residents is recorded."), figures=("programme/complaints_received",))]
    columns = [
        Column(_("About"), width=2), Column(_("Received"), "count"),
        Column(_("Complaints open"), "count"), Column(_("Overdue"), "count"), Column(_("Replied in time"), "count"),
        Column(_("Replied late"), "count"), Column(_("Median days to a reply"), "days"),
    ]  # fmt: skip
    keys = ("received", "open", "overdue", "in_time", "late")
    found = [
        [Cell(wording.capital(str(ComplaintMatter(row["matter"]).label))), *(amount(row[key], "count") for key in keys),
         amount(row["median_days"], "days")]
        for row in rows
    ]  # fmt: skip
    return [Table("problems_complaints", _("Complaints of residents"), columns, found)]
