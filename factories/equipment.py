"""Equipment of projects as known on a day: how far each item is, and on which level. Reads only.

Items are plans, as they are now. Ordered, tested and commissioned are sums of the steps in force; delivered and
installed are what the latest standing return says. What nobody has said is None, never 0.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from factories.funds import known_before, versions
from factories.models import EquipmentItem, EquipmentStep
from regional20x10.shared import words

DUE_AHEAD = timedelta(days=60)
"""An item is late when not all of it is on site this long before the approved finish."""
STAGES = ("ordered", "delivered", "installed", "tested", "commissioned")

HOW_FAR = """
WITH claimed AS (
    SELECT DISTINCT ON (r.project_id) r.project_id, r.id
    FROM factories_statusreturn r JOIN factories_reportingperiod q ON q.id = r.period_id
    WHERE r.project_id = ANY(%(projects)s::bigint[]) AND r.submitted_at < %(cut)s
      AND (r.returned_at IS NULL OR r.returned_at >= %(cut)s)
    ORDER BY r.project_id, q.ends_on DESC, r.version DESC
), step AS (
    SELECT e.item_id, sum(e.quantity) FILTER (WHERE e.stage = 'ordered') AS ordered,
           sum(e.quantity) FILTER (WHERE e.stage = 'tested') AS tested,
           sum(e.quantity) FILTER (WHERE e.stage = 'commissioned') AS commissioned
    FROM factories_equipmentstep e
    WHERE e.project_id = ANY(%(projects)s::bigint[]) AND e.at < %(cut)s AND NOT e.withdrawn
      AND NOT EXISTS (SELECT FROM factories_equipmentstep l WHERE l.replaces_id = e.id AND l.at < %(cut)s)
    GROUP BY e.item_id
), due AS (
    SELECT DISTINCT ON (b.project_id) b.project_id, b.finishes_on
    FROM factories_baseline b
    WHERE b.project_id = ANY(%(projects)s::bigint[]) AND b.approved_at < %(cut)s
    ORDER BY b.project_id, b.number DESC
)
SELECT i.id, step.ordered, line.delivered, line.installed, step.tested, step.commissioned, due.finishes_on
FROM factories_equipmentitem i
LEFT JOIN step ON step.item_id = i.id
LEFT JOIN due ON due.project_id = i.project_id
LEFT JOIN claimed c ON c.project_id = i.project_id
LEFT JOIN factories_equipmentline line ON line.status_return_id = c.id AND line.item_id = i.id
WHERE i.project_id = ANY(%(projects)s::bigint[])
"""


@dataclass
class Progress:
    """How far an item is, in pieces; None where nobody has said."""

    item: EquipmentItem
    as_of: date
    ordered: int | None = None
    delivered: int | None = None
    installed: int | None = None
    tested: int | None = None
    commissioned: int | None = None
    due_on: date | None = None
    """The approved finish of its project."""

    @property
    def is_below(self):
        return self.item.is_below

    @property
    def installed_percent(self):
        """0 to 100."""
        return min(100, 100 * (self.installed or 0) / self.item.quantity)

    @property
    def complete(self):
        """Whether every piece is installed."""
        return (self.installed or 0) >= self.item.quantity

    @property
    def late(self):
        """Why it is late, in a sentence; nothing if it is not."""
        if self.due_on is None or self.complete:
            return ""
        slots = {"needed": self.item.quantity, "day": words.day(self.due_on), "delivered": self.delivered or 0,
                 "installed": self.installed or 0}  # fmt: skip
        if self.as_of > self.due_on:
            return _("%(installed)s of %(needed)s installed; the finish approved was %(day)s.") % slots
        if (self.delivered or 0) < self.item.quantity and self.as_of >= self.due_on - DUE_AHEAD:
            return _("%(delivered)s of %(needed)s on site; the approved finish is %(day)s.") % slots
        return ""

    @property
    def level_said(self):
        """The level against the reference, in a sentence."""
        slots = {"level": self.item.level, "reference": self.item.reference_level}
        if self.item.level is None:
            return _("The level is not entered; the reference is %(reference)s.") % slots
        if self.is_below:
            return _("Level %(level)s, below the reference level %(reference)s.") % slots
        return _("Level %(level)s; the reference is %(reference)s.") % slots

    @property
    def against(self):
        """Sentences of what stands against commissioning the factory with this item."""
        slots = {"item": self.item.name, "needed": self.item.quantity, "installed": self.installed or 0,
                 "level": self.item.level, "reference": self.item.reference_level}  # fmt: skip
        said = []
        if self.installed is None:
            said.append(_("%(item)s: no return says how many of %(needed)s are installed.") % slots)
        elif not self.complete:
            said.append(_("%(item)s: %(installed)s of %(needed)s installed.") % slots)
        if self.item.level is None:
            said.append(_("%(item)s: the level of what is chosen is not entered.") % slots)
        elif self.is_below:
            said.append(_("%(item)s: level %(level)s is below the reference level %(reference)s.") % slots)
        return said


@dataclass
class Equipment:
    """Of one project, or of several."""

    rows: list[Progress]

    @property
    def needed(self):
        """Pieces; None without an item."""
        return sum(row.item.quantity for row in self.rows) if self.rows else None

    def pieces(self, stage):
        """Pieces that came to the stage, None if nobody has said."""
        known = [value for row in self.rows if (value := getattr(row, stage)) is not None]
        return sum(known) if known else None

    @property
    def stages(self):
        """[(stage in words, pieces)] in their order."""
        names = {"ordered": _("ordered"), "delivered": _("delivered"), "installed": _("installed"),
                 "tested": _("tested"), "commissioned": _("commissioned")}  # fmt: skip
        return [(names[stage], self.pieces(stage)) for stage in STAGES]

    @property
    def installed(self):
        return self.pieces("installed")

    @property
    def below(self):
        return [row for row in self.rows if row.is_below]

    @property
    def late(self):
        return [row for row in self.rows if row.late]

    @property
    def unknown(self):
        """Items whose level is not entered."""
        return [row for row in self.rows if row.item.level is None]

    @property
    def against(self):
        return [said for row in self.rows for said in row.against]


def of_items(items, as_of):
    """[Progress] of `items`, rows of EquipmentItem, in their order, as known at the end of `as_of`. One query."""
    items = list(items)
    with connection.cursor() as cursor:
        projects = sorted({item.project_id for item in items})
        cursor.execute(HOW_FAR, {"projects": projects, "cut": known_before(as_of)})
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    return [Progress(item, as_of, *found[item.pk]) for item in items]


def of_project(project, as_of):
    """The Equipment of a project. Two queries."""
    return of_projects([project], as_of)[project.pk]


def of_projects(projects, as_of):
    """{pk: Equipment} of `projects`, rows of FactoryProject. Two queries."""
    by_pk = {row.pk: row for row in projects}
    found = {pk: [] for pk in by_pk}
    items = EquipmentItem.objects.filter(project__in=by_pk).select_related("supplier").order_by("order", "pk")
    for row in of_items(items, as_of):
        row.item.project = by_pk[row.item.project_id]
        found[row.item.project_id].append(row)
    return {pk: Equipment(rows) for pk, rows in found.items()}


def steps(project, as_of):
    """[(the last version, [earlier ones])] of the steps of a project known on the day, the newest first. One query."""
    places = [f"by__{place}" for place in ("province", "county", "organization")]
    rows = EquipmentStep.objects.filter(project=project, at__lt=known_before(as_of))
    return versions(rows.select_related("item", "by", *places))


def pressing(items, as_of):
    """[Progress] of those of `items` that are below their reference level or late. Two queries."""
    return [row for row in of_items(items, as_of) if row.is_below or row.late]
