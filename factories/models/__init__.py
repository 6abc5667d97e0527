from factories.models.batches import ReturnBatch
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
from factories.models.entries import Entry
from factories.models.equipment import EquipmentItem, EquipmentStep, Level
from factories.models.funds import Commitment, CostLine, Disbursement, FundAllocation, FundSource
from factories.models.gates import Gate, GatePass, Waiver
from factories.models.inspections import (
    Finding,
    FindingState,
    FindingStep,
    Inspection,
    InspectionLine,
    Severity,
    TestResult,
)
from factories.models.lines import Delay, DelayCause, FigureReason, ProgressLine
from factories.models.materials import Dispatch, Material, MaterialDemand, MaterialOrder
from factories.models.milestones import Milestone
from factories.models.periods import PeriodException, ReportingPeriod
from factories.models.photos import Photo, Thumbnail
from factories.models.places import County, LocalConditions, Province
from factories.models.program import CountyPlan, Program, ProgramYear
from factories.models.projects import Baseline, FactoryProject, FactoryType, PackageTemplate, WorkPackage
from factories.models.receipts import Delivery, EquipmentLine, Expenditure, Incident
from factories.models.returns import State, StatusReturn
from factories.models.signatures import CountySignature
from factories.models.sites import Measure, RoadClass, SiteDecision, SiteMeasurement, SiteOption
from factories.models.sizing import SizingStudy, StudyState
from factories.models.standings import Colour, Standing

__all__ = [
    "AgreementClause",
    "Baseline",
    "ClauseComment",
    "ClauseKind",
    "Colour",
    "Commitment",
    "CostLine",
    "County",
    "CountyPlan",
    "CountySignature",
    "Delay",
    "DelayCause",
    "Delivery",
    "DesignRevision",
    "Disbursement",
    "Dispatch",
    "Document",
    "Entry",
    "EquipmentItem",
    "EquipmentLine",
    "EquipmentStep",
    "Expenditure",
    "FactoryProject",
    "FactoryType",
    "FigureReason",
    "Finding",
    "FindingState",
    "FindingStep",
    "FundAllocation",
    "FundSource",
    "Gate",
    "GatePass",
    "Incident",
    "Inspection",
    "InspectionLine",
    "Level",
    "LocalConditions",
    "Material",
    "MaterialDemand",
    "MaterialOrder",
    "Measure",
    "Milestone",
    "PackageTemplate",
    "PeriodException",
    "Photo",
    "Program",
    "ProgramYear",
    "ProgressLine",
    "Province",
    "ReportingPeriod",
    "ReturnBatch",
    "RevisionFile",
    "RoadClass",
    "Severity",
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
    "TestResult",
    "Thumbnail",
    "Waiver",
    "WorkPackage",
]
