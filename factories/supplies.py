"""Materials of projects on a day, as known then: need, stock, what is on its way, cover and shortages. Reads only.

Docs/domain.md has the rules; standing() computes cover and shortage with the same parts of the query.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from committees.models import Organization
from factories.models import FactoryProject, Material, MaterialOrder

AHEAD = timedelta(days=60)
"""How far shortages are looked for."""
MOST_COVER = 365
"""Days of cover where stock meets all that is still needed."""

# Parameters: as_of (date), projects (bigint[]). A remaining need is due in one piece on its day, at the earliest today;
# what comes late counts as arriving only if it was dispatched, then at the earliest tomorrow.
CORE = """
WITH day AS (
    SELECT %(as_of)s::date AS today, (%(as_of)s::date + 1)::timestamp AT TIME ZONE 'Asia/Pyongyang' AS cut
), told AS ( -- returns that had been submitted and not sent back
    SELECT r.project_id, r.id, r.period_id, q.ends_on, r.version
    FROM day, factories_statusreturn r JOIN factories_reportingperiod q ON q.id = r.period_id
    WHERE r.submitted_at < day.cut AND (r.returned_at IS NULL OR r.returned_at >= day.cut)
      AND r.project_id = ANY(%(projects)s::bigint[])
), latest AS (
    SELECT DISTINCT ON (project_id) project_id, id FROM told ORDER BY project_id, ends_on DESC, version DESC
), standing_return AS (
    SELECT DISTINCT ON (project_id, period_id) project_id, id FROM told ORDER BY project_id, period_id, version DESC
), need AS (
    SELECT d.project_id, d.material_id, d.quantity, GREATEST(d.needed_by, day.today) AS due_on, d.needed_by,
           d.quantity * COALESCE(l.percent, 0) * 0.01 AS used
    FROM day, factories_materialdemand d
    LEFT JOIN latest ON latest.project_id = d.project_id
    LEFT JOIN factories_progressline l ON l.status_return_id = latest.id AND l.package_id = d.package_id
    WHERE d.project_id = ANY(%(projects)s::bigint[])
), received AS (
    SELECT s.project_id, x.material_id, x.supplier_id, x.waybill, x.quantity, x.received_on, x.order_id
    FROM standing_return s JOIN factories_delivery x ON x.status_return_id = s.id
), ordered AS ( -- orders in force
    SELECT o.id, o.project_id, o.material_id, o.supplier_id, o.chain, o.quantity, o.promised_on
    FROM day, factories_materialorder o
    WHERE o.project_id = ANY(%(projects)s::bigint[]) AND NOT o.withdrawn AND o.at < day.cut
      AND NOT EXISTS (SELECT FROM factories_materialorder later WHERE later.replaces_id = o.id AND later.at < day.cut)
), dispatched AS ( -- dispatches in force
    SELECT d.project_id, o.material_id, o.supplier_id, o.chain, d.waybill, d.quantity, d.expected_on
    FROM day, factories_dispatch d JOIN factories_materialorder o ON o.id = d.order_id
    WHERE d.project_id = ANY(%(projects)s::bigint[]) AND NOT d.withdrawn AND d.at < day.cut
      AND NOT EXISTS (SELECT FROM factories_dispatch later WHERE later.replaces_id = d.id AND later.at < day.cut)
), on_way AS (
    SELECT d.project_id, d.material_id, d.quantity, GREATEST(d.expected_on, day.today + 1) AS comes_on
    FROM day, dispatched d
    WHERE NOT EXISTS (SELECT FROM received x WHERE x.project_id = d.project_id AND x.supplier_id = d.supplier_id
                                               AND x.waybill = d.waybill)
), on_order AS ( -- what is not dispatched of each order
    SELECT o.project_id, o.material_id, o.quantity - COALESCE(s.quantity, 0) AS quantity, o.promised_on AS comes_on
    FROM ordered o LEFT JOIN (SELECT chain, sum(quantity) AS quantity FROM dispatched GROUP BY chain) s USING (chain)
    WHERE o.quantity > COALESCE(s.quantity, 0)
), arrival AS (
    SELECT project_id, material_id, quantity, comes_on FROM on_way
    UNION ALL
    SELECT project_id, material_id, quantity, comes_on FROM day, on_order WHERE comes_on > day.today
), stock AS (
    SELECT project_id, material_id, n.needed, n.needed_now, n.used, COALESCE(x.quantity, 0) AS delivered,
           GREATEST(0, COALESCE(x.quantity, 0) - COALESCE(n.used, 0)) AS on_site
    FROM (SELECT project_id, material_id, sum(quantity) AS needed, sum(used) AS used,
                 COALESCE(sum(quantity) FILTER (WHERE needed_by <= day.today), 0) AS needed_now
          FROM day, need GROUP BY project_id, material_id) n
    FULL JOIN (SELECT project_id, material_id, sum(quantity) AS quantity FROM received
               GROUP BY project_id, material_id) x USING (project_id, material_id)
), due AS ( -- what is still needed by each day on which something is
    SELECT project_id, material_id, due_on,
           sum(sum(quantity - used)) OVER (PARTITION BY project_id, material_id ORDER BY due_on) AS remaining
    FROM need GROUP BY project_id, material_id, due_on
), balance AS (
    SELECT due.project_id, due.material_id, due.due_on, due.remaining, stock.on_site,
           stock.on_site + COALESCE(sum(a.quantity), 0) AS there
    FROM due JOIN stock USING (project_id, material_id)
    LEFT JOIN arrival a ON a.project_id = due.project_id AND a.material_id = due.material_id
                       AND a.comes_on <= due.due_on
    GROUP BY due.project_id, due.material_id, due.due_on, due.remaining, stock.on_site
), cover AS (
    SELECT project_id, material_id,
           LEAST(365, COALESCE(min(due_on) FILTER (WHERE on_site < remaining) - min(day.today), 365)) AS cover_days,
           min(due_on) FILTER (WHERE there < remaining AND due_on <= day.today + 60) AS short_on,
           max(remaining - there) FILTER (WHERE there < remaining AND due_on <= day.today + 60) AS missing
    FROM day, balance GROUP BY project_id, material_id
)
"""

PER_MATERIAL = """
SELECT project_id, material_id, s.needed, s.needed_now, COALESCE(s.delivered, 0), s.used, COALESCE(s.on_site, 0),
       COALESCE(o.quantity, 0), COALESCE(w.quantity, 0), w.comes_on, c.cover_days, c.short_on,
       (SELECT b.remaining - b.there FROM balance b WHERE (b.project_id, b.material_id, b.due_on)
                                                        = (c.project_id, c.material_id, c.short_on)), c.missing
FROM stock s
FULL JOIN (SELECT project_id, material_id, sum(quantity) AS quantity FROM on_order
           GROUP BY project_id, material_id) o USING (project_id, material_id)
FULL JOIN (SELECT project_id, material_id, sum(quantity) AS quantity, min(comes_on) AS comes_on FROM on_way
           GROUP BY project_id, material_id) w USING (project_id, material_id)
LEFT JOIN cover c USING (project_id, material_id)
"""

PER_PROJECT = """
SELECT DISTINCT ON (project_id) project_id, min(cover_days) OVER (PARTITION BY project_id),
       c.short_on, CASE WHEN c.short_on IS NOT NULL THEN m.code ELSE '' END
FROM cover c JOIN factories_material m ON m.id = c.material_id
ORDER BY project_id, c.short_on NULLS LAST, m.code
"""

# Each order in force whose first promise has passed. A delivery belongs to the order it names, else to that of the
# dispatch with its waybill.
PROMISED = """
, got AS (
    SELECT COALESCE(o.chain, d.chain) AS chain, x.quantity, x.received_on
    FROM received x
    LEFT JOIN factories_materialorder o ON o.id = x.order_id
    LEFT JOIN dispatched d ON (d.project_id, d.supplier_id, d.waybill) = (x.project_id, x.supplier_id, x.waybill)
), promised AS (
    SELECT o.id, o.supplier_id, o.material_id, o.promised_on, first.promised_on AS first_promised_on, o.quantity,
           COALESCE(sum(got.quantity), 0) AS delivered,
           COALESCE(sum(got.quantity) FILTER (WHERE got.received_on <= first.promised_on), 0) AS in_time
    FROM day, ordered o
    JOIN factories_materialorder first ON first.chain = o.chain AND first.replaces_id IS NULL
    LEFT JOIN got ON got.chain = o.chain
    WHERE first.promised_on <= day.today
    GROUP BY o.id, o.supplier_id, o.material_id, o.promised_on, first.promised_on, o.quantity
)
"""
PER_SUPPLIER = (
    PROMISED
    + """
SELECT supplier_id, count(*), count(*) FILTER (WHERE in_time >= quantity), count(*) FILTER (WHERE delivered >= quantity)
FROM promised WHERE %(material)s::bigint IS NULL OR material_id = %(material)s GROUP BY supplier_id
"""
)
LATE = (
    PROMISED
    + """
SELECT id, first_promised_on, quantity - delivered FROM promised
WHERE delivered < quantity AND (%(material)s::bigint IS NULL OR material_id = %(material)s)
ORDER BY first_promised_on, id
"""
)


@dataclass
class Supply:
    """One material of one project on a day. What is not known is None, never zero."""

    project_id: int
    material: Material
    needed: Decimal | None
    """In all; None where no demand is entered."""
    needed_now: Decimal | None
    """Of which by the day."""
    delivered: Decimal
    used: Decimal | None
    """By the norm: the share of each demand that its work package claims to be done."""
    stock: Decimal
    on_order: Decimal
    on_way: Decimal
    comes_on: date | None
    """When the next consignment on its way is expected."""
    cover_days: int | None
    short_on: date | None
    short_by: Decimal | None
    """What is missing on that day."""
    missing: Decimal | None
    """The most that is missing on any day within AHEAD."""
    project: FactoryProject | None = None
    """Where `of_sites` read it."""


def of_projects(as_of, projects):
    """Supplies of `projects` (primary keys) at the end of `as_of`, by project and the material's code. Two queries."""
    rows = _asked(PER_MATERIAL, as_of, projects)
    materials = Material.objects.in_bulk({row[1] for row in rows}) if rows else {}
    found = [Supply(project, materials[material], *figures) for project, material, *figures in rows]
    return sorted(found, key=lambda row: (row.project_id, row.material.code))


def of_sites(as_of, projects):
    """The same, each with its project, in the order of their codes. Three queries."""
    found = of_projects(as_of, projects)
    rows = FactoryProject.objects.for_list().in_bulk({row.project_id for row in found}) if found else {}
    for row in found:
        row.project = rows[row.project_id]
    return sorted(found, key=lambda row: (row.project.code, row.material.code))


def of_whole_projects(as_of, projects):
    """{project pk: (days of cover, first short day, code of the material short first)}, as standing() has them."""
    return {row[0]: row[1:] for row in _asked(PER_PROJECT, as_of, projects)}


def _asked(question, as_of, projects, **more):
    with connection.cursor() as cursor:
        cursor.execute(CORE + question, {"as_of": as_of, "projects": list(projects), **more})
        return cursor.fetchall()


@dataclass
class Shortage:
    """One material that runs short on sites within AHEAD."""

    material: Material
    supplies: list
    """Of the sites it holds up, the first one first."""

    @property
    def sites(self):
        return len(self.supplies)

    @property
    def first_on(self):
        return self.supplies[0].short_on

    @property
    def missing(self):
        return sum(row.missing for row in self.supplies)

    @property
    def on_way(self):
        return sum(row.on_way for row in self.supplies)


def shortages(found):
    """A Shortage for each material that is short in the supplies `found`, the earliest first."""
    by_material = defaultdict(list)
    for row in found:
        if row.short_on is not None:
            by_material[row.material].append(row)
    rows = [
        Shortage(material, sorted(supplies, key=lambda row: (row.short_on, row.project_id)))
        for material, supplies in by_material.items()
    ]
    return sorted(rows, key=lambda row: (row.first_on, row.material.code))


@dataclass
class Reliability:
    """How a supplier kept its promises: of the orders whose first promise has passed by the day."""

    supplier: Organization
    promised: int
    kept: int
    """Delivered in full by the day first promised."""
    delivered: int
    """In full by now, in time or not."""

    @property
    def percent(self):
        return 100 * self.kept / self.promised

    @property
    def late(self):
        return self.promised - self.delivered


def reliability(as_of, projects, material=None):
    """A Reliability for each supplier with orders for `projects` whose promise has passed, the worst first."""
    rows = _asked(PER_SUPPLIER, as_of, projects, material=material and material.pk)
    suppliers = Organization.objects.in_bulk({row[0] for row in rows}) if rows else {}
    found = [Reliability(suppliers[supplier], *counts) for supplier, *counts in rows]
    return sorted(found, key=lambda row: (row.percent, -row.promised, row.supplier.code))


@dataclass
class LateOrder:
    order: MaterialOrder
    first_promised_on: date
    missing: Decimal
    days: int


def late_orders(as_of, projects, material=None):
    """Orders not delivered in full though the day first promised has passed, the longest overdue first."""
    rows = _asked(LATE, as_of, projects, material=material and material.pk)
    orders = MaterialOrder.objects.for_list().in_bulk([row[0] for row in rows]) if rows else {}
    return [LateOrder(orders[pk], first, missing, (as_of - first).days) for pk, first, missing in rows]
