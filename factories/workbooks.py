"""Workbooks of ten-day returns: how a sheet is laid out, and what is put into it before it is given out.

The layout is data that the writer (factories/sheets.py) and the reader (factories/imports/workbooks.py) share. Each
entry row has a key in its hidden first column, such as package:12; its boxes stand from column C on.
"""

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from committees.rights import COUNTY
from factories import deadlines, prior
from factories.models import (
    CostLine,
    DelayCause,
    FactoryProject,
    FigureReason,
    Gate,
    Incident,
    State,
    StatusReturn,
)

LAYOUT = 1
"""Goes up whenever a workbook given out earlier can no longer be read."""
MACHINE, LISTS = "_20x10", "_lists"
"""The hidden sheets: what the workbook is of, and the words of the lists."""
FIRST_BOX = 2
"""Column C: A is hidden, B has the words."""
DELIVERIES, INCIDENTS = 12, 4
"""Rows for them in a sheet."""
Pace = StatusReturn.Pace


@dataclass(frozen=True)
class Box:
    """A cell that is filled in: its name, heading, kind (percent, whole, amount, day, text, choice), list and width."""

    name: str
    heading: str
    kind: str
    of: str = ""
    longest: int = 0


BOXES = {
    "package": [
        Box("percent", _("% complete"), "percent"),
        Box("reason", _("Why the figure is right, if it looks wrong"), "choice", "reason"),
    ],
    "value": [Box("value", _("Entry"), "")],
    "delay": [Box("days", _("Days lost"), "whole"), Box("note", _("Note"), "text", longest=300)],
    "delivery": [
        Box("supplier", _("Supplier"), "choice", "supplier"),
        Box("waybill", _("Waybill number"), "text", longest=40),
        Box("material", _("Material"), "choice", "material"),
        Box("quantity", _("Quantity"), "amount"),
        Box("received_on", _("Received on"), "day"),
        Box("order", _("Order number, if known"), "text", longest=40),
    ],
    "expenditure": [Box("amount", _("Spent in the period"), "amount")],
    "equipment": [
        Box("delivered", _("Delivered so far"), "whole"), Box("installed", _("Installed so far"), "whole"),
    ],
    "incident": [
        Box("kind", _("What happened"), "choice", "incident"),
        Box("on", _("On"), "day"),
        Box("people_hurt", _("People hurt"), "whole"),
        Box("text", _("In a sentence"), "text", longest=500),
    ],
}  # fmt: skip
"""{kind of row: its boxes from column C on}."""
VALUES = {
    "crew_people": Box("value", _("Workers on site, daily average"), "whole"),
    "crew_days": Box("value", _("Worker-days in the period"), "whole"),
    "pace": Box("value", _("Is anything stopping or slowing the work?"), "choice", "pace"),
    "slowed_since": Box("value", _("If so, since when"), "day"),
    "needed": Box("value", _("If so, what is needed to go on, and who must act"), "text", longest=1000),
    "narrative": Box("value", _("What was done in these ten days"), "text", longest=4000),
    "overspent_because": Box("value", _("Why more was spent than was disbursed, if so"), "text", longest=300),
}
SECTIONS = {
    "package": (_("Work packages"), [_("Last period, %"), _("Planned, %")]),
    "value": (_("Work"), [_("Last period")]),
    "delay": (_("Causes of delay, if anything stopped or slowed the work"), []),
    "delivery": (_("Materials received: one row a consignment"), []),
    "expenditure": (_("Money spent in the period"), []),
    "equipment": (_("Equipment, counted since the start"), [_("Last: delivered"), _("Last: installed"), _("Needed")]),
    "incident": (_("Incidents"), []),
}
"""{kind of row: (its heading, headings of what is told beside its boxes)}, in the order of the sheet."""


@dataclass
class Row:
    """An entry row: its key, its words, what is filled in beforehand, and what is told beside the boxes."""

    key: str
    label: str
    filled: list
    told: list = field(default_factory=list)


@dataclass
class Content:
    """One project's sheet."""

    project: FactoryProject
    base: int
    """The version that stood or was open when the workbook was given out; 0 without one."""
    rows: dict
    """{kind: [Row]}."""
    notes: list
    known: object
    until: date
    """The last day on which its return is taken."""


def boxes(key):
    """The boxes of the row with this key; none of an unknown one."""
    kind, _colon, which = key.partition(":")
    return [VALUES[which]] if kind == "value" and which in VALUES else BOXES.get(kind, [])


def projects_of(post, *, county=None):
    """The projects that the post may report on by a workbook, as a queryset: a county's, or those its unit builds."""
    rows = FactoryProject.objects.filter(post.reach_projects(edit=True))
    rows = rows.select_related("plan__county__province", "plan__program", "factory_type", "construction_unit")
    if county is not None:
        rows = rows.filter(plan__county=county)
    return rows if post.rule.edits == COUNTY else rows.filter(construction_unit=post.organization_id)


def reporting(projects):
    """Those of `projects` on which returns are made: let through the first gate, with a plan, not finished."""
    return projects.filter(gate_passes__gate=Gate.START, packages__isnull=False).distinct().order_by("code")


def words():
    """{list: [(value, word in the reader's language)]} of the lists that do not change with the data."""
    return {
        "reason": [(value, str(word)) for value, word in FigureReason.choices],
        "pace": [(value, str(word)) for value, word in Pace.choices],
        "incident": [(value, str(word)) for value, word in Incident.Kind.choices],
    }


def named(row):
    """A supplier or material as the list shows it: by its code, which is read back."""
    return f"{row.code} · {row.name}"


def in_every_language(make):
    """What `make()` gives in each language of the pages, one after another."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield make()


def bases(projects, period):
    """{project pk: (number of the version that stands or is open, 0 without one; the newest version)}."""
    rows = StatusReturn.objects.filter(project__in=projects, period=period)
    found = {}
    for project, version, state in rows.order_by("version").values_list("project", "version", "state"):
        stands = version if state not in (State.RETURNED, State.DRAFT) else found.get(project, (0, 0))[0]
        found[project] = (stands, version)
    return found


# --- what a sheet says -----------------------------------------------------------------------------------------------
def contents(projects, period, day):
    """The Content of each project for the period on `day`, in order: by the same number of queries for any number."""
    projects = list(projects)
    versions = bases(projects, period)
    wanted = [(project, period, versions.get(project.pk, (0, 0))[1] + 1) for project in projects]
    known, latest = prior.known(wanted), _latest(projects, period)
    until = deadlines.closings(projects, [period], day)
    return [
        _content(
            project,
            versions.get(project.pk, (0, 0))[0],
            known[project.pk],
            latest.get(project.pk),
            until[project.pk, period.pk].on,
        )
        for project in projects
    ]


def _latest(projects, period):
    """{project pk: its newest version of the period with its parts}: what is corrected, or gone on with."""
    rows = StatusReturn.objects.filter(project__in=projects, period=period).order_by("project", "-version")
    rows = rows.distinct("project").prefetch_related(
        "lines", "delays", "deliveries__supplier", "deliveries__material", "deliveries__order", "expenditures",
        "equipment_lines", "incidents",
    )  # fmt: skip
    return {row.project_id: row for row in rows}


def _content(project, base, known, latest, until):
    rows = {
        "package": _packages(known, latest),
        "value": _values(known, latest),
        "delay": _delays(latest),
        "delivery": _deliveries(latest),
        "expenditure": _expenditures(latest),
        "equipment": _equipment(known, latest),
        "incident": _incidents(latest),
    }
    return Content(project, base, rows, _notes(known), known, until)


def _notes(known):
    """What is told under the heading of the money."""
    amounts = {"spent_before": _("Spent in earlier periods"), "disbursed": _("Disbursed by the end of the period")}
    return [
        (str(word), getattr(known, name), known.currency)
        for name, word in amounts.items() if getattr(known, name) is not None
    ]  # fmt: skip


def _packages(known, latest):
    said = {line.package_id: line for line in latest.lines.all()} if latest else {}
    planned = {package.pk: round(package.planned_on(known.period.ends_on), 1) for package in known.packages}
    return [
        Row(
            f"package:{package.pk}",
            package.name,
            [said[package.pk].percent, said[package.pk].get_reason_display()] if package.pk in said else [None, ""],
            [known.last.get(package.pk), planned[package.pk]],
        )
        for package in known.packages
    ]


def _values(known, latest):
    told = {"crew_people": known.last_crew}
    rows = []
    for name, box in VALUES.items():
        value = getattr(latest, name) if latest else None
        if name == "pace" and value:
            value = latest.get_pace_display()
        rows.append(Row(f"value:{name}", str(box.heading), [value], [told.get(name)]))
    return rows


def _delays(latest):
    said = {delay.cause: [delay.days_lost, delay.note] for delay in latest.delays.all()} if latest else {}
    return [Row(f"delay:{cause}", str(cause.label), said.get(cause.value, [None, ""])) for cause in DelayCause]


def _deliveries(latest):
    said = [
        [named(row.supplier), row.waybill, named(row.material), row.quantity, row.received_on,
         row.order.reference if row.order else ""]
        for row in (latest.deliveries.all() if latest else ())
    ]  # fmt: skip
    return _numbered("delivery", said, DELIVERIES)


def _incidents(latest):
    said = [
        [row.get_kind_display(), row.on, row.people_hurt, row.text]
        for row in (latest.incidents.all() if latest else ())
    ]
    return _numbered("incident", said, INCIDENTS)


def _numbered(kind, said, least):
    """Rows without a name: those that are filled, and blank ones up to `least` and no fewer than four."""
    blank = [None] * len(BOXES[kind])
    rows = [*said, *[blank] * max(least - len(said), 4)]
    return [Row(f"{kind}:{number}", str(number), values) for number, values in enumerate(rows, 1)]


def _expenditures(latest):
    said = {row.line: row.amount for row in latest.expenditures.all()} if latest else {}
    return [Row(f"expenditure:{line}", str(line.label), [said.get(line.value)]) for line in CostLine]


def _equipment(known, latest):
    said = {row.item_id: row for row in latest.equipment_lines.all()} if latest else {}
    rows = []
    for pk, item in known.items.items():
        filled = [said[pk].delivered, said[pk].installed] if pk in said else [None, None]
        rows.append(
            Row(f"equipment:{pk}", item.name, filled, [*known.last_equipment.get(pk, (None, None)), item.quantity])
        )
    return rows
