"""What a return says, as it is judged: read from its rows, or from the plain values that a workbook's batch keeps."""

from datetime import date
from decimal import Decimal

from factories import judging
from factories.judging import Said

DELIVERY = ("supplier_id", "waybill", "material_id", "quantity", "received_on", "order_id")
INCIDENT = ("kind", "on", "people_hurt", "text")


def blank(project, sheet, base):
    """What a sheet says before its cells are read: the form in which ReturnBatch.content keeps it."""
    return {
        "project": project.pk, "sheet": sheet, "base": base, "values": {}, "lines": {}, "delays": [],
        "deliveries": [], "expenditures": {}, "equipment": {}, "incidents": [], "overspent_because": "", "cells": {},
        "broken": [],
    }  # fmt: skip


def said(entry):
    """What an entry of a batch's content says, as it is judged."""
    return Said(
        values=entry["values"] | {"slowed_since": _day(entry["values"].get("slowed_since"))},
        lines={int(pk): (_decimal(percent), reason) for pk, (percent, reason) in entry["lines"].items()},
        delays=[tuple(delay) for delay in entry["delays"]],
        deliveries=[
            row | {"quantity": _decimal(row["quantity"]), "received_on": _day(row["received_on"])}
            for row in entry["deliveries"]
        ],
        expenditures={line: _decimal(amount) for line, amount in entry["expenditures"].items()},
        equipment={int(pk): tuple(pieces) for pk, pieces in entry["equipment"].items()},
        incidents=[row | {"on": _day(row["on"])} for row in entry["incidents"]],
        overspent_because=entry["overspent_because"],
    )


def said_by(row):
    """The same of a return that there is, its parts prefetched or not."""
    return Said(
        values={name: getattr(row, name) for name in judging.FIELDS},
        lines={line.package_id: (line.percent, line.reason) for line in row.lines.all()},
        delays=sorted((delay.cause, delay.days_lost, delay.note) for delay in row.delays.all()),
        deliveries=[{name: getattr(part, name) for name in DELIVERY} for part in row.deliveries.all()],
        expenditures={part.line: part.amount for part in row.expenditures.all()},
        equipment={part.item_id: (part.delivered, part.installed) for part in row.equipment_lines.all()},
        incidents=[{name: getattr(part, name) for name in INCIDENT} for part in row.incidents.all()],
        overspent_because=row.overspent_because,
        photos=row.photos.count(),
    )


def _decimal(text):
    return None if text is None else Decimal(text)


def _day(text):
    return date.fromisoformat(text) if text else None


def same(one, other):
    """Whether two returns say the same."""
    return _plain(one) == _plain(other)


def _plain(one):
    """What is compared: the order of rows says nothing."""
    texts = {name: _bare(one.values.get(name)) for name in judging.FIELDS}
    return (
        texts, one.lines, sorted(one.delays), sorted(map(_items, one.deliveries)), one.expenditures,
        {pk: pieces for pk, pieces in one.equipment.items() if pieces != (None, None)},
        sorted(map(_items, one.incidents)), one.overspent_because.strip(),
    )  # fmt: skip


def _items(row):
    return tuple((name, str(row.get(name))) for name in sorted(row))


def _bare(value):
    """An empty text is as one that is not there; 0 is not."""
    bare = value.strip() if isinstance(value, str) else value
    return None if bare == "" else bare
