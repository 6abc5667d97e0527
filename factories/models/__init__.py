from factories.models.bases import BaseKind, BaseMeasure, BaseReturn, RawMaterialBase, SupplyLink
from factories.models.batches import ReturnBatch
from factories.models.closing import CarryOver, Lesson, LessonCheck
from factories.models.complaints import Complaint, ComplaintMatter, ComplaintReply, ComplaintState, ReplyOutcome
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
from factories.models.ladder import State
from factories.models.lines import Delay, DelayCause, FigureReason, ProgressLine
from factories.models.materials import Dispatch, Material, MaterialDemand, MaterialOrder
from factories.models.milestones import Milestone
from factories.models.periods import PeriodException, PeriodKind, ReportingPeriod
from factories.models.photos import Photo, Thumbnail
from factories.models.places import County, LocalConditions, Province
from factories.models.production import (
    Downtime,
    DowntimeCause,
    ProductionReturn,
    ProductLine,
    ProductPlan,
    RawMaterialUse,
)
from factories.models.program import CountyPlan, Program, ProgramYear
from factories.models.projects import Baseline, FactoryProject, FactoryType, PackageTemplate, WorkPackage
from factories.models.receipts import Delivery, EquipmentLine, Expenditure, Incident
from factories.models.returns import StatusReturn
from factories.models.signatures import CountySignature
from factories.models.sites import Measure, RoadClass, SiteDecision, SiteMeasurement, SiteOption
from factories.models.sizing import SizingStudy, StudyState
from factories.models.standings import Colour, Standing
from factories.models.trials import QualitySample, TrialRun
from factories.models.workforce import Trade, TrainingCourse, TrainingReturn

__all__ = [
    "AgreementClause",
    "BaseKind",
    "BaseMeasure",
    "BaseReturn",
    "Baseline",
    "CarryOver",
    "ClauseComment",
    "ClauseKind",
    "Colour",
    "Commitment",
    "Complaint",
    "ComplaintMatter",
    "ComplaintReply",
    "ComplaintState",
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
    "Downtime",
    "DowntimeCause",
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
    "Lesson",
    "LessonCheck",
    "Level",
    "LocalConditions",
    "Material",
    "MaterialDemand",
    "MaterialOrder",
    "Measure",
    "Milestone",
    "PackageTemplate",
    "PeriodException",
    "PeriodKind",
    "Photo",
    "ProductLine",
    "ProductPlan",
    "ProductionReturn",
    "Program",
    "ProgramYear",
    "ProgressLine",
    "Province",
    "QualitySample",
    "RawMaterialBase",
    "RawMaterialUse",
    "ReplyOutcome",
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
    "SupplyLink",
    "TestResult",
    "Thumbnail",
    "Trade",
    "TrainingCourse",
    "TrainingReturn",
    "TrialRun",
    "Waiver",
    "WorkPackage",
]
