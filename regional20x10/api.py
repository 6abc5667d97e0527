"""The addresses of the API, its description and its problems."""

from django.http import Http404
from django.urls import include, path, re_path
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.views import APIView

from committees.api.bodies import OrganizationViewSet, PostViewSet, ProjectRoleViewSet
from committees.api.charges import ChargeViewSet, VisitViewSet
from committees.api.comments import AttachmentViewSet, CommentViewSet
from committees.api.committee import CommitteeViewSet, MemberViewSet
from committees.api.decisions import DecisionViewSet
from committees.api.guidance import GuidanceNoteViewSet, GuidanceReplyViewSet
from committees.api.leads import LedCountyViewSet
from committees.api.meetings import ItemViewSet as AgendaItemViewSet
from committees.api.meetings import MeetingViewSet
from committees.api.notifications import ChoiceViewSet, NotificationViewSet
from committees.api.requests import RequestBoardViewSet, RequestViewSet
from committees.api.search import SearchViewSet
from factories.api.bases import BaseReturnViewSet, BaseViewSet, LinkViewSet, MeasureViewSet
from factories.api.closing import CarryOverViewSet, LessonCheckViewSet, LessonViewSet
from factories.api.complaints import ComplaintViewSet, ReplyViewSet
from factories.api.conditions import ConditionsViewSet
from factories.api.county_plans import CountyPlanViewSet
from factories.api.designs import DesignViewSet
from factories.api.documents import DocumentViewSet
from factories.api.equipment import ItemViewSet, StepViewSet
from factories.api.findings import FindingViewSet
from factories.api.funds import AllocationViewSet, CommitmentViewSet, DisbursementViewSet
from factories.api.inspections import InspectionViewSet
from factories.api.materials import DemandViewSet, MaterialViewSet
from factories.api.milestones import MilestoneViewSet
from factories.api.operating import OperatingViewSet
from factories.api.orders import DispatchViewSet, OrderViewSet
from factories.api.periods import ExceptionViewSet, MonthViewSet, PeriodViewSet
from factories.api.photos import PhotoViewSet
from factories.api.production import ProductionViewSet, ProductPlanViewSet
from factories.api.program_years import ProgramYearViewSet
from factories.api.projects import ProjectViewSet
from factories.api.provinces import ProvinceViewSet
from factories.api.rates import RateViewSet
from factories.api.returns import ReturnViewSet
from factories.api.sites import SiteViewSet
from factories.api.sizing import StudyViewSet
from factories.api.standings import StandingViewSet
from factories.api.supplies import ShortageViewSet, SupplierViewSet
from factories.api.trials import SampleViewSet, TrialViewSet
from factories.api.work_packages import WorkPackageViewSet
from factories.api.workbooks import WorkbookViewSet
from factories.api.workforce import CourseViewSet, TradeViewSet, TrainingViewSet
from regional20x10.shared.problems import TITLES
from regional20x10.shared.schema import DocsView, SchemaView
from reports.api.packs import PackViewSet
from reports.api.provincial import ProvincialReportViewSet
from reports.api.reports import ReportViewSet
from reports.api.schedules import ScheduleViewSet
from reports.api.scorecards import ScorecardViewSet
from reports.api.seal_figures import NUMBER, FigureViewSet
from reports.api.seals import SealViewSet

app_name = "api"


class Public(APIView):
    """Answers anybody."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()


@extend_schema(exclude=True)
class ProblemView(Public):
    """What a problem's `type` means."""

    def get(self, request, name):
        if name not in TITLES:
            raise Http404
        status, title = TITLES[name]
        return Response({"type": request.path, "status": status, "title": str(title)})


@extend_schema(exclude=True)
class UnknownView(Public):
    """Every address of the API that is none: a problem detail too, not a page."""

    def _nothing(self, request, *args, **kwargs):
        raise Http404

    get = post = put = patch = delete = options = _nothing


router = DefaultRouter()
router.include_format_suffixes = False
router.register("provinces", ProvinceViewSet, "province")
router.register("counties", LedCountyViewSet, "county")
router.register("conditions", ConditionsViewSet, "conditions")
router.register("program-years", ProgramYearViewSet, "program-year")
router.register("county-plans", CountyPlanViewSet, "county-plan")
router.register("projects", ProjectViewSet, "project")
router.register("work-packages", WorkPackageViewSet, "work-package")
router.register("milestones", MilestoneViewSet, "milestone")
router.register("periods", PeriodViewSet, "period")
router.register("months", MonthViewSet, "month")
router.register("period-exceptions", ExceptionViewSet, "period-exception")
router.register("reporting-rates", RateViewSet, "reporting-rates")
router.register("returns", ReturnViewSet, "return")
router.register("production", ProductionViewSet, "production")
router.register("product-plans", ProductPlanViewSet, "product-plan")
router.register("workbooks", WorkbookViewSet, "workbook")
router.register("sizing-studies", StudyViewSet, "sizing-study")
router.register("designs", DesignViewSet, "design")
router.register("documents", DocumentViewSet, "document")
router.register("photos", PhotoViewSet, "photo")
router.register("sites", SiteViewSet, "site")
router.register("materials", MaterialViewSet, "material")
router.register("material-demands", DemandViewSet, "material-demand")
router.register("material-orders", OrderViewSet, "material-order")
router.register("dispatches", DispatchViewSet, "dispatch")
router.register("shortages", ShortageViewSet, "shortage")
router.register("suppliers", SupplierViewSet, "supplier")
router.register("inspections", InspectionViewSet, "inspection")
router.register("findings", FindingViewSet, "finding")
router.register("fund-allocations", AllocationViewSet, "fund-allocation")
router.register("disbursements", DisbursementViewSet, "disbursement")
router.register("commitments", CommitmentViewSet, "commitment")
router.register("equipment-items", ItemViewSet, "equipment-item")
router.register("equipment-steps", StepViewSet, "equipment-step")
router.register("bases", BaseViewSet, "base")
router.register("base-measures", MeasureViewSet, "base-measure")
router.register("base-returns", BaseReturnViewSet, "base-return")
router.register("supply-links", LinkViewSet, "supply-link")
router.register("trades", TradeViewSet, "trade")
router.register("training-courses", CourseViewSet, "training-course")
router.register("training-returns", TrainingViewSet, "training-return")
router.register("trial-runs", TrialViewSet, "trial-run")
router.register("quality-samples", SampleViewSet, "quality-sample")
router.register("complaints", ComplaintViewSet, "complaint")
router.register("complaint-replies", ReplyViewSet, "complaint-reply")
router.register("lessons", LessonViewSet, "lesson")
router.register("lesson-checks", LessonCheckViewSet, "lesson-check")
router.register("carried-over", CarryOverViewSet, "carried-over")
router.register("comments", CommentViewSet, "comment")
router.register("attachments", AttachmentViewSet, "attachment")
router.register("operating", OperatingViewSet, "operating")
router.register("county-charges", ChargeViewSet, "county-charge")
router.register("visits", VisitViewSet, "visit")
router.register("standings", StandingViewSet, "standing")
router.register("committees", CommitteeViewSet, "committee")
router.register("committee-members", MemberViewSet, "committee-member")
router.register("meetings", MeetingViewSet, "meeting")
router.register("agenda-items", AgendaItemViewSet, "agenda-item")
router.register("decisions", DecisionViewSet, "decision")
router.register("guidance-notes", GuidanceNoteViewSet, "guidance-note")
router.register("guidance-replies", GuidanceReplyViewSet, "guidance-reply")
router.register("requests", RequestViewSet, "request")
router.register("request-board", RequestBoardViewSet, "request-board")
router.register("reports", ReportViewSet, "report")
router.register("report-schedules", ScheduleViewSet, "report-schedule")
router.register("packs", PackViewSet, "pack")
router.register("seals", SealViewSet, "seal")
router.register(f"seals/{NUMBER}/figures", FigureViewSet, "seal-figure")
router.register("scorecards", ScorecardViewSet, "scorecard")
router.register("provincial-reports", ProvincialReportViewSet, "provincial-report")
router.register("organizations", OrganizationViewSet, "organization")
router.register("posts", PostViewSet, "post")
router.register("project-roles", ProjectRoleViewSet, "project-role")
router.register("notifications", NotificationViewSet, "notification")
router.register("search", SearchViewSet, "search")

urlpatterns = [
    path(
        "v1/notification-choices/",
        ChoiceViewSet.as_view({"get": "tell", "put": "choose"}),
        name="notification-choices",
    ),
    path("v1/", include(router.urls)),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(), name="docs"),
    path("problems/<slug:name>/", ProblemView.as_view(), name="problem"),
    re_path("", UnknownView.as_view()),
]
