"""The demonstration's seals: two closed years and the last quarter. The worker builds the pack of the last year."""

from datetime import date

from committees.rights import Role
from regional20x10.demonstration import building
from reports.actions import packs, schedules, seals
from reports.models import Seal, SealKind

SEALS = (
    # kind, year, as of, sealed on, why
    (SealKind.YEAR, 2024, date(2024, 12, 27), date(2024, 12, 27), "전원회의에 제출. For the plenary meeting."),
    (SealKind.YEAR, 2025, date(2025, 12, 27), date(2025, 12, 27), "전원회의에 제출. For the plenary meeting."),
    (SealKind.QUARTER, 2026, date(2026, 9, 30), date(2026, 10, 5), "3.4분기 총화. For the review of the quarter."),
)
PACKED = 2025
"""The year whose files are built once a worker runs."""
SCHEDULED_ON = date(2026, 10, 8)


def seal(cast):
    """Made up as everything else: the seals say so themselves."""
    staff = cast.post(Role.COMMITTEE_STAFF)
    for kind, year, as_of, day, reason in SEALS:
        seals.seal(kind=kind, year=year, as_of=as_of, reason=reason, by=staff, at=building.at(day, 18))
    _schedule(staff)


def pack(cast):
    """Ask for the files of the last closed year."""
    row = Seal.objects.get(kind=SealKind.YEAR, year=PACKED)
    packs.request_of(row, by=cast.post(Role.COMMITTEE_STAFF), at=row.sealed_at)


def _schedule(staff):
    """Months and quarters are built by themselves from now on; provincial secretaries get the year's report."""
    at = building.at(SCHEDULED_ON)
    for kind in schedules.SCHEDULED:
        schedules.set_schedule(kind, days_after=5, active=True, by=staff, at=at)
    schedules.distribute(SealKind.YEAR, roles=[Role.PROVINCIAL_SECRETARY], by=staff)
