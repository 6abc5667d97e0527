from reports.models.packs import FileKind, Pack, PackEvent, PackStep, Phase
from reports.models.provincial import (
    PROVINCIAL_MOVES,
    WRITABLE,
    ProvincialReport,
    ProvincialState,
    ProvincialStep,
    ReportSection,
    SectionComment,
    SectionKey,
)
from reports.models.reports import AnnualReport, ReportChapter, ReportEvent, ReportFile, Status
from reports.models.seals import Distribution, ReportSchedule, Seal, SealKind

__all__ = [
    "PROVINCIAL_MOVES",
    "WRITABLE",
    "AnnualReport",
    "Distribution",
    "FileKind",
    "Pack",
    "PackEvent",
    "PackStep",
    "Phase",
    "ProvincialReport",
    "ProvincialState",
    "ProvincialStep",
    "ReportChapter",
    "ReportEvent",
    "ReportFile",
    "ReportSchedule",
    "ReportSection",
    "Seal",
    "SealKind",
    "SectionComment",
    "SectionKey",
    "Status",
]
