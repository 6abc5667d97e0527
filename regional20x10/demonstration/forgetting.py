"""Taking the demonstration away again, where there is nothing real beside it."""

import pgtrigger
from django.apps import apps
from django.utils.translation import gettext as _

from committees.models import (
    AgendaItem,
    ApiToken,
    Attachment,
    Attendance,
    Comment,
    Committee,
    CountyCharge,
    Decision,
    DecisionStep,
    FormerName,
    GuidanceAddress,
    GuidanceNote,
    GuidanceReply,
    Mailing,
    Meeting,
    Membership,
    Mention,
    Notification,
    NotificationChoice,
    Official,
    Organization,
    Post,
    ProjectRole,
    Request,
    RequestStep,
    User,
    Visit,
    Withdrawal,
)
from factories.models import (
    AgreementClause,
    Baseline,
    BaseMeasure,
    BaseReturn,
    CarryOver,
    ClauseComment,
    Commitment,
    Complaint,
    ComplaintReply,
    CountyPlan,
    CountySignature,
    Delay,
    Delivery,
    DesignRevision,
    Disbursement,
    Dispatch,
    Document,
    Downtime,
    EquipmentItem,
    EquipmentLine,
    EquipmentStep,
    Expenditure,
    FactoryProject,
    FactoryType,
    Finding,
    FindingStep,
    FundAllocation,
    GatePass,
    Incident,
    Inspection,
    InspectionLine,
    Lesson,
    LessonCheck,
    LocalConditions,
    Material,
    MaterialDemand,
    MaterialOrder,
    Milestone,
    PackageTemplate,
    PeriodException,
    Photo,
    ProductionReturn,
    ProductLine,
    ProductPlan,
    ProgramYear,
    ProgressLine,
    QualitySample,
    RawMaterialBase,
    RawMaterialUse,
    ReturnBatch,
    RevisionFile,
    Signature,
    SiteDecision,
    SiteMeasurement,
    SiteOption,
    SizingStudy,
    Standing,
    StatusReturn,
    SupplyLink,
    TestResult,
    Trade,
    TrainingCourse,
    TrainingReturn,
    TrialRun,
    Waiver,
    WorkPackage,
)
from regional20x10.shared.actions import action
from regional20x10.shared.errors import Refused

FACTS = [
    "factories.StatusReturn:facts_stand", "factories.ProgressLine:only_in_a_draft", "factories.Delay:only_in_a_draft",
    "factories.Baseline:never_changed", "factories.SizingStudy:never_deleted_once_submitted",
    *(f"factories.{model}:never_changed" for model in (
        "SiteMeasurement", "SiteDecision", "DesignRevision", "RevisionFile", "AgreementClause", "ClauseComment",
        "Document", "GatePass", "Waiver", "CountySignature", "PeriodException",
        "MaterialOrder", "Dispatch", "FundAllocation", "Disbursement", "Commitment", "EquipmentStep",
        "Inspection", "InspectionLine", "TestResult", "Finding", "FindingStep",
        "BaseReturn", "TrainingReturn", "TrialRun", "QualitySample", "CarryOver", "LessonCheck", "Complaint",
        "ComplaintReply",
    )),
    *(f"factories.{model}:only_in_a_draft" for model in (
        "Delivery", "Expenditure", "EquipmentLine", "Incident", "Photo", "ProductLine", "Downtime", "RawMaterialUse",
    )),
    "factories.ProductionReturn:facts_stand",
    "factories.Photo:of_an_inspection_stands",
    "factories.Signature:never_deleted",
    *(f"committees.{model}:never_changed" for model in (
        "FormerName", "RequestStep", "DecisionStep", "Visit", "GuidanceNote", "GuidanceAddress", "GuidanceReply",
        "Comment", "Withdrawal", "Mention", "Attachment",
    )),
    *(f"reports.{model}:never_changed" for model in ("ProvincialStep", "SectionComment")),
]  # fmt: skip
"""The triggers that keep facts: set aside for made-up ones only, inside this transaction only."""


@action()
def forget(*, by):
    """Remove all that is marked as demonstration. Refuses where anything real was entered."""
    if reasons := _real():
        raise Refused(reasons)
    with pgtrigger.ignore(*FACTS):
        for rows in _marked():
            rows._raw_delete(rows.db)
    ProgramYear.objects.filter(state=ProgramYear.State.CLOSED).update(state=ProgramYear.State.ACTIVE)


def _real():
    """Why this database is not the demonstration's to empty: sentences, none if it is."""
    counts = [
        (
            FactoryProject.objects.filter(demonstration=False).count(),
            _("%(count)s projects are not of the demonstration."),
        ),
        (Official.objects.filter(demonstration=False).count(), _("%(count)s officials are not of the demonstration.")),
        (
            Milestone.objects.filter(source=Milestone.Source.PROGRAM, demonstration=False).count(),
            _("%(count)s of the programme’s own milestones are not of the demonstration."),
        ),
        (
            RawMaterialBase.objects.filter(demonstration=False).count(),
            _("%(count)s raw-material bases are not of the demonstration."),
        ),
        (Lesson.objects.filter(demonstration=False).count(), _("%(count)s lessons are not of the demonstration.")),
    ]
    return [sentence % {"count": count} for count, sentence in counts if count]


def _marked():
    """The demonstration's rows, those that point to others first."""
    reports = apps.get_app_config("reports")
    for name in ("reportevent", "reportfile", "reportchapter", "annualreport", "sectioncomment", "provincialstep",
                 "reportsection", "provincialreport"):  # fmt: skip
        yield reports.get_model(name).objects.all()
    yield from _conferred()
    projects = FactoryProject.objects.filter(demonstration=True)
    returns = StatusReturn.objects.filter(project__in=projects)
    yield Standing.objects.filter(project__in=projects)
    yield ProgressLine.objects.filter(status_return__in=returns)
    yield Delay.objects.filter(status_return__in=returns)
    yield from _built(projects, returns)
    yield returns
    yield ReturnBatch.objects.all()
    yield from _supplied(projects)
    yield from _lived(projects)
    yield Baseline.objects.filter(project__in=projects)
    yield from _prepared(projects)
    yield WorkPackage.objects.filter(project__in=projects)
    yield ProjectRole.objects.filter(project__in=projects)
    yield projects
    yield CountyPlan.objects.filter(demonstration=True)
    yield PackageTemplate.objects.filter(factory_type__demonstration=True)
    yield FactoryType.objects.filter(demonstration=True)
    yield LocalConditions.objects.filter(demonstration=True)
    officials = Official.objects.filter(demonstration=True)
    users = list(officials.values_list("user", flat=True))
    yield ApiToken.objects.filter(post__official__in=officials)
    yield Post.objects.filter(official__in=officials)
    yield officials
    yield User.objects.filter(pk__in=[pk for pk in users if pk])
    yield Organization.objects.filter(demonstration=True)
    yield Material.objects.all()
    yield Trade.objects.all()


def _conferred():
    """What the committee did: none of it is real where no project is. Its term and its recorded members stay."""
    for model in (Attachment, Mention, Withdrawal, Comment, Mailing, Notification, NotificationChoice, GuidanceReply,
                  GuidanceAddress, GuidanceNote, Attendance, DecisionStep, Decision.projects.through,
                  Decision.counties.through, Decision, AgendaItem, Meeting, RequestStep, Request, Visit,
                  CountyCharge):  # fmt: skip
        yield model.objects.all()
    yield Membership.objects.filter(organization__demonstration=True)
    yield Committee.objects.filter(demonstration=True)
    yield FormerName.objects.filter(organization__demonstration=True)


def _built(projects, returns):
    """What was reported and found while building."""
    inspections = Inspection.objects.filter(project__in=projects)
    yield Photo.objects.filter(project__in=projects)
    for model in (Delivery, Expenditure, EquipmentLine, Incident, CountySignature):
        yield model.objects.filter(status_return__in=returns)
    yield FindingStep.objects.filter(finding__project__in=projects)
    yield Finding.objects.filter(project__in=projects)
    for model in (InspectionLine, TestResult):
        yield model.objects.filter(inspection__in=inspections)
    yield inspections
    yield PeriodException.objects.all()


def _supplied(projects):
    """What it was to be built with."""
    for model in (Dispatch, MaterialOrder, MaterialDemand, FundAllocation, Disbursement, Commitment, EquipmentStep,
                  EquipmentItem):  # fmt: skip
        yield model.objects.filter(project__in=projects)


def _lived(projects):
    """What became of it once it was built."""
    months = ProductionReturn.objects.filter(project__in=projects)
    for model in (ProductLine, Downtime, RawMaterialUse):
        yield model.objects.filter(production_return__in=months)
    yield months
    for model in (ProductPlan, TrainingCourse, TrainingReturn, TrialRun, QualitySample, ComplaintReply, Complaint,
                  LessonCheck, CarryOver):  # fmt: skip
        yield model.objects.filter(project__in=projects)
    yield Lesson.objects.filter(demonstration=True)
    bases = RawMaterialBase.objects.filter(demonstration=True)
    for model in (SupplyLink, BaseMeasure, BaseReturn):
        yield model.objects.filter(base__in=bases)
    yield bases


def _prepared(projects):
    """What came before the first stone."""
    revisions = DesignRevision.objects.filter(project__in=projects)
    clauses = AgreementClause.objects.filter(revision__in=revisions)
    yield Signature.objects.filter(clause__in=clauses)
    yield ClauseComment.objects.filter(clause__in=clauses)
    yield clauses
    yield RevisionFile.objects.filter(revision__in=revisions)
    yield revisions
    sites = SiteOption.objects.filter(project__in=projects)
    yield SiteMeasurement.objects.filter(site__in=sites)
    yield SiteDecision.objects.filter(site__in=sites)
    yield sites
    for model in (Document, SizingStudy, GatePass, Waiver):
        yield model.objects.filter(project__in=projects)
