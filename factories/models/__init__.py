from factories.models.designs import (
    AgreementClause,
    ClauseComment,
    ClauseKind,
    DesignRevision,
    RevisionFile,
    Side,
    Signature,
)
from factories.models.documents import Document
from factories.models.gates import Gate, GatePass, Waiver
from factories.models.lines import Delay, DelayCause, FigureReason, ProgressLine
from factories.models.milestones import Milestone
from factories.models.periods import ReportingPeriod
from factories.models.places import County, LocalConditions, Province
from factories.models.program import CountyPlan, Program, ProgramYear
from factories.models.projects import Baseline, FactoryProject, FactoryType, PackageTemplate, WorkPackage
from factories.models.returns import State, StatusReturn
from factories.models.sites import Measure, RoadClass, SiteDecision, SiteMeasurement, SiteOption
from factories.models.sizing import SizingStudy, StudyState
from factories.models.standings import Colour, Standing

__all__ = [
    "AgreementClause",
    "Baseline",
    "ClauseComment",
    "ClauseKind",
    "Colour",
    "County",
    "CountyPlan",
    "Delay",
    "DelayCause",
    "DesignRevision",
    "Document",
    "FactoryProject",
    "FactoryType",
    "FigureReason",
    "Gate",
    "GatePass",
    "LocalConditions",
    "Measure",
    "Milestone",
    "PackageTemplate",
    "Program",
    "ProgramYear",
    "ProgressLine",
    "Province",
    "ReportingPeriod",
    "RevisionFile",
    "RoadClass",
    "Side",
    "Signature",
    "SiteDecision",
    "SiteMeasurement",
    "SiteOption",
    "SizingStudy",
    "Standing",
    "State",
    "StatusReturn",
    "StudyState",
    "Waiver",
    "WorkPackage",
]
