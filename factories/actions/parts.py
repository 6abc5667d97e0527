"""The parts of a draft: written each at once, carried from what was said before."""

from django.db import connection

from factories.actions import photos
from factories.contents import DELIVERY, INCIDENT, said_by
from factories.models import Delay, Delivery, EquipmentLine, Expenditure, Incident, ProgressLine

PARTS = ("lines", "delays", "deliveries", "expenditures", "equipment", "incidents")


def begin(draft, known):
    """The parts of a first version: a line for each work package, the counts of equipment as last reported."""
    ProgressLine.objects.bulk_create(ProgressLine(status_return=draft, package=package) for package in known.packages)
    _equipment(draft, {item: known.last_equipment[item] for item in known.items if item in known.last_equipment})


def copy(earlier, draft):
    """The parts of a new version: those of the version it corrects. Work packages planned since begin empty."""
    there = said_by(earlier)
    packages = draft.project.packages.order_by("order").values_list("pk", flat=True)
    ProgressLine.objects.bulk_create(
        ProgressLine(status_return=draft, package_id=package, percent=there.lines.get(package, (None, ""))[0])
        for package in packages
    )
    write(draft, **{name: getattr(there, name) for name in PARTS if name != "lines"})
    photos.carry(earlier, draft)


def write(draft, *, lines=None, delays=None, deliveries=None, expenditures=None, equipment=None, incidents=None):
    """Put these in the place of what the draft had; None leaves a part as it is."""
    if lines is not None:
        _lines(draft, lines)
    if delays is not None:
        _instead(draft.delays, (Delay(cause=cause, days_lost=days, note=note) for cause, days, note in delays))
    if deliveries is not None:
        _instead(draft.deliveries, (Delivery(**_of(row, DELIVERY)) for row in deliveries))
    if expenditures is not None:
        _instead(draft.expenditures, (Expenditure(line=line, amount=amount) for line, amount in expenditures.items()))
    if equipment is not None:
        draft.equipment_lines.all().delete()
        _equipment(draft, equipment)
    if incidents is not None:
        _instead(draft.incidents, (Incident(**_of(row, INCIDENT)) for row in incidents))


def _of(row, names):
    kept = {name: row.get(name) for name in names}
    kept |= {name: value.strip() for name, value in kept.items() if isinstance(value, str)}
    if "people_hurt" in kept:
        kept["people_hurt"] = kept["people_hurt"] or 0
    return kept


def _instead(related, rows):
    """`related`: the manager of a draft's parts of one kind."""
    rows = list(rows)
    related.all().delete()
    for row in rows:
        row.status_return = related.instance
    related.model.objects.bulk_create(rows)


def _equipment(draft, counts):
    EquipmentLine.objects.bulk_create(
        EquipmentLine(status_return=draft, item_id=item, delivered=delivered, installed=installed)
        for item, (delivered, installed) in counts.items()
    )


def _lines(draft, lines):
    """In one statement. A work package planned since the draft was begun gets its line."""
    rows = [(package, percent, reason or "") for package, (percent, reason) in lines.items()]
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], []]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO factories_progressline (status_return_id, package_id, percent, reason)
            SELECT %s, * FROM unnest(%s::bigint[], %s::numeric[], %s::text[])
            ON CONFLICT (status_return_id, package_id)
            DO UPDATE SET percent = EXCLUDED.percent, reason = EXCLUDED.reason
            """,
            [draft.pk, *columns],
        )
