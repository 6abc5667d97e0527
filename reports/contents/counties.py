"""The places of the year: all by risk, then half a page for each."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from factories.counting import Stage
from factories.models import Milestone
from regional20x10.shared import words
from reports import wording
from reports.contents import outcomes
from reports.document import Cell, Column, Paragraph, Points, Section, Strip, Table


def sections(sealed):
    count = len(sealed["counties"])
    title = ngettext("The place of the year", "The %(count)s places of the year", count) % {"count": count}
    blocks = [Paragraph(_note(sealed)), table(sealed, "places", "", sealed["counties"])]
    projects = {}
    for row in sealed["projects"]:
        projects.setdefault(row["county"], []).append(row)
    met = _milestones(sealed)
    return [
        Section("counties", title, blocks),
        *(_county(sealed, row, projects.get(row["code"], []), met.get(row["code"], [])) for row in sealed["counties"]),
    ]


def _note(sealed):
    if not sealed["projects"]:
        return _("No factory plans are recorded for this year: what is known of these places is the public record.")
    return _("By risk, worst first. The chance is that of the least likely factory; the range holds 80% of outcomes.")


# --- all of them -----------------------------------------------------------------------------------------------------
def table(sealed, name, title, rows):
    """Rows of counties, as the seal ranks them."""
    if not sealed["projects"]:
        columns = [Column(_("Rank"), "count", 0), Column(_("Place"), width=1.2), Column(_("Inaugurated"), "date"),
                   Column(_("Against the year’s end"))]  # fmt: skip
        return Table(name, title, columns, [_recorded_row(sealed, row) for row in rows])
    columns = [
        Column(_("Rank"), "count", 0), Column(_("Place"), width=1.2), Column(_("Standing"), "colour", 1.2),
        Column(_("Chance"), "chance", 0), Column(_("Finish or forecast"), "date", 1.8),
        Column(_("Verified"), "percent", 1.2), Column(_("Inaugurated"), "date", 0.8),
    ]  # fmt: skip
    return Table(name, title, columns, [_row(sealed, row) for row in rows])


def _rank(row):
    return Cell(words.number(row["rank"]), value=row["rank"], unit="count")


def _recorded_row(sealed, row):
    subject = f"county:{row['code']}"
    late = wording.late(sealed.value(subject, "inaugurated_days_late")) or wording.DASH
    return [_rank(row), _place(sealed, row), wording.cell(sealed, subject, "inaugurated_on"), Cell(late)]


def _row(sealed, row):
    subject = f"county:{row['code']}"
    return [
        _rank(row),
        _place(sealed, row),
        wording.cell(sealed, subject, "colour", _silence(sealed, row)),
        wording.cell(sealed, subject, "chance"),
        wording.finish(sealed, subject),
        _verified(sealed, subject),
        _inaugurated(sealed, subject),
    ]


def _place(sealed, row):
    return wording.place(sealed, f"county:{row['code']}", sealed.subject(f"province:{row['province']}"))


def _verified(sealed, subject):
    planned = wording.planned(sealed.value(subject, "planned_percent")) if sealed.value(subject, "projects") else ""
    return wording.cell(sealed, subject, "verified_percent", planned)


def _inaugurated(sealed, subject):
    return wording.cell(sealed, subject, "inaugurated_on", wording.late(sealed.value(subject, "inaugurated_days_late")))


# --- one of them -----------------------------------------------------------------------------------------------------
def _county(sealed, row, projects, met):
    subject = f"county:{row['code']}"
    slots = {"place": sealed.name(row["names"]), "province": sealed.subject(f"province:{row['province']}")}
    title = _("%(rank)s. %(place)s, %(province)s") % {"rank": row["rank"], **slots}
    blocks = [Strip(_figures(sealed, row, subject, projects))]
    if projects:
        blocks.append(_projects(sealed, row, projects))
    if said := outcomes.said(sealed, row):
        blocks.append(Points([f"{factory}: {sentences}" for factory, sentences in said]))
    blocks.append(Paragraph(_lead(sealed, row)))
    if met:
        blocks.append(Paragraph(_("Public record: %(milestones)s.") % {"milestones": "; ".join(met)}))
    return Section(f"county-{row['code']}", title, blocks, level=2)


def _figures(sealed, row, subject, projects):
    if not projects:
        return [
            (_("Inaugurated"), _inaugurated(sealed, subject)),
            (_("Operating"), Cell(wording.DASH, _("not known: no production returns"))),
        ]
    stage = Stage(row["stage"]).label if row["stage"] else ""
    likely = "" if sealed.value(subject, "finished_on") else _("of finishing by the year’s end")
    return [
        (_("Standing"), wording.cell(sealed, subject, "colour", stage)),
        (_("Chance"), wording.cell(sealed, subject, "chance", likely)),
        (_("Finish or forecast"), wording.finish(sealed, subject)),
        (_("Work verified"), _verified(sealed, subject)),
    ]


def _projects(sealed, row, projects):
    columns = [
        Column(_("Factory"), width=1.6), Column(_("Standing"), "colour", 1.1), Column(_("Verified"), "percent", 1),
        Column(_("Original finish"), "date", 0), Column(_("Approved finish"), "date", 0),
        Column(_("Finish or forecast"), "date", 1.6),
    ]  # fmt: skip
    rows = [_project_row(sealed, project) for project in projects]
    return Table(f"factories-{row['code']}", "", columns, rows, complete="projects")


def _project_row(sealed, row):
    subject = f"project:{row['code']}"
    planned = wording.planned(sealed.value(subject, "planned_percent"))
    claimed = _("claimed %(share)s") % {"share": wording.said(sealed.value(subject, "claimed_percent"), "percent")}
    chance = wording.said(sealed.value(subject, "chance"), "chance")
    stage = str(Stage(row["stage"]).label)
    if chance != wording.DASH:
        stage += "\n" + _("chance %(chance)s") % {"chance": chance}
    return [
        wording.place(sealed, subject, sealed.name((row["units"] or {}).get("construction"))),
        wording.cell(sealed, subject, "colour", stage),
        wording.cell(sealed, subject, "verified_percent", f"{planned}\n{claimed}"),
        _against(sealed, subject, "original"),
        _against(sealed, subject, "approved"),
        wording.finish(sealed, subject),
    ]


def _against(sealed, subject, which):
    late = wording.late(sealed.value(subject, f"days_late_{which}"))
    return wording.cell(sealed, subject, f"{which}_on", late)


def _lead(sealed, row):
    """Who is in charge, by post."""
    if not row["lead"]:
        return _("No member is in charge of this place.")
    slots = {"post": sealed.name(row["lead"]["names"]), "since": wording.day(row["lead"]["since"])}
    return _("In charge since %(since)s: %(post)s.") % slots


def _silence(sealed, row):
    """How long nothing was verified of the factories of a place that are not finished."""
    open_ones = [one for one in sealed.factories_of(row["code"]) if not sealed.value(one, "finished_on")]
    return wording.silence([sealed.value(one, "silent_days") for one in open_ones])


def _milestones(sealed):
    """{county code: what the public record says was met, in order of days}, of several facilities at once where the
    same source says the same of them."""
    found = {}
    for row in sealed["milestones"]:
        if row["public"] and row["met_on"] and row["county"]:
            said = (row["met_on"], row["precision"], row["kind"], row["source_title"], row["basis"], row["confidence"])
            found.setdefault(row["county"], {}).setdefault(said, []).append(row["facility"])
    return {code: [_met(said, facilities) for said, facilities in sorted(rows.items())] for code, rows in found.items()}


def _met(said, facilities):
    met_on, precision, kind, source, basis, confidence = said
    form = {"day": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT"}.get(precision)
    slots = {
        "facilities": ", ".join(str(words.FACILITY.get(facility, facility)) for facility in dict.fromkeys(facilities)),
        "milestone": Milestone.Kind(kind).label,
        "day": wording.day(met_on, form) if form else met_on[:4],
        "source": "; ".join([*_doubts(basis, confidence), source or wording.DASH]),
    }
    return _("%(facilities)s: %(milestone)s %(day)s (%(source)s)") % slots


def _doubts(basis, confidence):
    """What a date is that is not the event's own, and how far a source is relied on of which that is little."""
    if basis != Milestone.Basis.EVENT:
        yield str(Milestone.Basis(basis).label)
    if confidence == Milestone.Confidence.LOW:
        yield _("confidence %(confidence)s") % {"confidence": Milestone.Confidence(confidence).label}
