"""Workbooks of returns: read in, confirmed as one batch, undone as one. All of a batch or nothing of it."""

import uuid

from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from factories import batches
from factories.actions import standings, submissions
from factories.models import (
    ReturnBatch,
    State,
    StatusReturn,
)
from regional20x10.shared.actions import action
from regional20x10.shared.errors import Refused


@action("upload_returns")
def read(reading, *, key, by, at):
    """Keep what a workbook said (factories/imports/workbooks.py), with all that stands against it as of now.

    Writes no return. The same `key` gives the same batch; refuses a key that another workbook has.
    """
    batch = ReturnBatch(
        key=key, county=reading.county, project=reading.project, period=reading.period, name=reading.name,
        sha256=reading.sha256, bytes=reading.bytes, content=reading.content, problems=reading.problems,
        read_at=at, read_by=by,
    )  # fmt: skip
    batch.problems = batches.preview(batch, localdate(at)).problems
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError:
        same = ReturnBatch.objects.filter(key=key).first()
        if same is None:
            raise
        if (same.sha256, same.read_by_id) != (reading.sha256, by and by.pk):
            raise Refused(_("This key was already used for another workbook: make a new one.")) from None
        return same
    return batch


@action("upload_returns")
def confirm(batch, *, by, at, discard_drafts=False):
    """Submit all returns of the workbook, or none: judged again, and refused with everything that stands against it.

    `discard_drafts`: consent to throwing away the drafts that are written on the page for these projects and period.
    """
    batch = _locked(batch)
    if batch.state != ReturnBatch.State.READ:
        raise Refused(_("This workbook was confirmed already: load the page again to see what became of it."))
    _lock(batch)
    found = batches.preview(batch, localdate(at))
    if reasons := _refusals(batch, found, discard_drafts):
        raise Refused(reasons)
    changes = found.written
    StatusReturn.objects.filter(pk__in=[draft.pk for draft in found.drafts]).delete()
    submissions.write([_submission(batch, change) for change in changes], by=by, at=at)
    batch.state, batch.confirmed_at, batch.problems = ReturnBatch.State.CONFIRMED, at, []
    batch.save(update_fields=["state", "confirmed_at", "problems"])
    return batch


def _refusals(batch, found, discard_drafts):
    reasons = [_told(row) for row in found.problems]
    if not (found.written or reasons):
        reasons.append(_("The workbook says nothing new of any factory: there is nothing to confirm."))
    if found.drafts and not discard_drafts:
        reasons += [
            _("There is a draft of %(code)s, saved by %(post)s: agree to throw it away, or take the sheet out.")
            % {"code": change.project.code, "post": change.draft.saved_by}
            for change in found.written if change.draft
        ]  # fmt: skip
    return reasons


def _told(row):
    return f"{row['sheet']}, {row['cell']}: {row['said']}" if row["sheet"] else row["said"]


def _lock(batch):
    """What others may report at this moment, in the order in which submitting one return locks it: nobody waits twice.

    After it the batch is judged, so that a waybill or a version that was just submitted is told with its return.
    """
    keys = [entry["project"] for entry in batch.content]
    waybills = [(row["supplier_id"], row["waybill"]) for entry in batch.content for row in entry["deliveries"]]
    suppliers, numbers = zip(*waybills, strict=True) if waybills else ((), ())
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(pg_advisory_xact_lock(hashtextextended('waybill ' || supplier || ' ' || number, 0)))
            FROM (SELECT DISTINCT supplier, number FROM unnest(%s::bigint[], %s::text[]) AS w (supplier, number)
                  WHERE supplier IS NOT NULL ORDER BY supplier, number) AS ordered
            """,
            [list(suppliers), list(numbers)],
        )
    drafts = StatusReturn.objects.filter(project__in=keys, period=batch.period, state=State.DRAFT)
    list(drafts.select_for_update(of=["self"]).order_by("pk").values_list("pk"))
    submissions.lock_projects(keys)


def _submission(batch, change):
    newest = change.newest - bool(change.draft)  # a draft has the newest number, and goes
    return submissions.Submission(
        change.project, batch.period, newest + 1, uuid.uuid5(batch.key, change.project.code), change.said,
        change.known, change.judged, change.standing, batch,
    )  # fmt: skip


@action("upload_returns")
def undo(batch, *, by, at):
    """Take the whole workbook back while nothing was built on it. Its returns are sent back, and stay as facts."""
    batch = _locked(batch)
    if batch.state != ReturnBatch.State.CONFIRMED:
        raise Refused(_("Only a confirmed workbook can be undone: load the page again to see what became of it."))
    rows = list(batch.returns.select_for_update(of=["self"]).select_related("project", "period").order_by("pk"))
    submissions.lock_projects([row.project_id for row in rows])
    if reasons := batches.built_on(rows):
        raise Refused(reasons)
    note = _("The workbook “%(name)s” was undone by %(post)s.") % {"name": batch.name, "post": by}
    mine = StatusReturn.objects.filter(pk__in=[row.pk for row in rows])
    mine.update(state=State.RETURNED, returned_at=at, returned_by=by, return_note=note)
    standings.refresh([row.project_id for row in rows], on=localdate(at))
    batch.state, batch.undone_at = ReturnBatch.State.UNDONE, at
    batch.save(update_fields=["state", "undone_at"])
    return batch


def _locked(batch):
    """The batch as it is now, held until the transaction ends: of two at once, the second sees what the first did."""
    rows = ReturnBatch.objects.select_for_update(of=["self"])
    return rows.select_related("period", "county", "read_by__county", "read_by__organization").get(pk=batch.pk)
