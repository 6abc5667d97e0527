"""The filters of lists, shared by pages and API: what may be asked of each list, in which order, and in which words.

Places, types and projects are named by their codes. A value nobody knows is refused with a sentence, never ignored.
"""

import re

import django_filters as filters
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, Q
from django.forms import CheckboxSelectMultiple, HiddenInput
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.drainage import set_override

from committees.models import Organization
from factories import norms, operating
from factories.models import (
    BaseKind,
    BaseMeasure,
    BaseReturn,
    CarryOver,
    Colour,
    Commitment,
    Complaint,
    ComplaintMatter,
    ComplaintReply,
    ComplaintState,
    CostLine,
    County,
    CountyPlan,
    DelayCause,
    DesignRevision,
    Disbursement,
    Dispatch,
    Document,
    DowntimeCause,
    EquipmentItem,
    EquipmentStep,
    FactoryProject,
    FactoryType,
    Finding,
    FindingState,
    FundAllocation,
    FundSource,
    Gate,
    Inspection,
    Lesson,
    LessonCheck,
    LocalConditions,
    Material,
    MaterialDemand,
    MaterialOrder,
    Milestone,
    PeriodException,
    PeriodKind,
    Photo,
    ProductionReturn,
    ProductPlan,
    Province,
    QualitySample,
    RawMaterialBase,
    ReplyOutcome,
    ReportingPeriod,
    ReturnBatch,
    Severity,
    SiteOption,
    SizingStudy,
    Standing,
    State,
    StatusReturn,
    StudyState,
    SupplyLink,
    Trade,
    TrainingCourse,
    TrainingReturn,
    TrialRun,
    WorkPackage,
)

PLAIN = {"as_of", "page"}
"""What the page of a list takes besides its filters."""


class List(filters.FilterSet):
    """The filters of one list, and the sentences about those it was given."""

    switches = frozenset({"sort"})
    """What does not narrow the list."""

    def unknown(self):
        """A sentence for each parameter that is no filter of this list."""
        known = set(self.base_filters) | PLAIN
        said = _("There is no filter “%(name)s”. Known: %(known)s.")
        names = ", ".join(sorted(known))
        return [said % {"name": name[:60], "known": names} for name in sorted(set(self.data) - known)]

    def refusals(self):
        """All that is wrong with what was asked, one sentence each; none if the list can be shown."""
        errors = [
            f"{self.form.fields[name].label}: {error}" for name, found in self.form.errors.items() for error in found
        ]
        return self.unknown() + errors

    def said(self):
        """[(words of the filter, words of the value)] of the filters in use."""
        if not self.form.is_valid():
            return []
        fields = self.form.fields
        given = [(name, value) for name, value in self.form.cleaned_data.items() if name not in self.switches]
        return [(str(fields[name].label), _in_words(fields[name], value)) for name, value in given if _given(value)]


def _given(value):
    return value not in (None, "", [])


def _in_words(field, value):
    choices = {} if hasattr(value, "pk") else dict(getattr(field, "choices", ()))
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(choices.get(item, item)) for item in values)


# --- kinds of filter -------------------------------------------------------------------------------------------------
class Coded(filters.ModelChoiceFilter):
    """A row named by its code, among those the reader may see; of one kind only, if that is given."""

    def __init__(self, model, path, label, *, kind=None, **kwargs):
        def seen(request):
            rows = _seen(model, request)
            return rows.filter(kind=kind) if kind else rows

        unknown = gettext_lazy("“%(value)s” is not known, or your post does not reach it.")
        super().__init__(
            field_name=path,
            label=label,
            queryset=seen,
            to_field_name="code",
            empty_label=gettext_lazy("any"),
            error_messages={"invalid_choice": unknown},
            **kwargs,
        )
        set_override(self, "field", {"type": "string", "description": label})


def _seen(model, request):
    rows = model.objects.order_by("code")
    if request is None or not hasattr(rows, "visible_to"):
        return rows
    return rows.visible_to(request.user)


class Aside(Coded):
    """A row named by its code which the view itself asks for: it narrows what is told of the rows, not the rows."""

    def filter(self, qs, value):
        return qs


class InForce(filters.ChoiceFilter):
    """Entries that hold, or (false) those that were replaced or withdrawn."""

    def __init__(self):
        super().__init__(label=gettext_lazy("In force"), choices=[("true", "true"), ("false", "false")])

    def filter(self, qs, value):
        if not value:
            return qs
        holding = qs.model.objects.in_force()
        return qs.filter(pk__in=holding) if value == "true" else qs.exclude(pk__in=holding)


class Year(filters.NumberFilter):
    """A programme year, or the year of whatever `path` leads to."""

    def __init__(self, path, label=None, **kwargs):
        label = label or gettext_lazy("Year")
        super().__init__(field_name=path, label=label, min_value=1900, max_value=2200, decimal_places=0, **kwargs)


class Period(filters.CharFilter):
    """A ten-day period by its code."""

    def __init__(self):
        super().__init__(field_name="period", label=gettext_lazy("Period"), validators=[_period_code])

    def filter(self, qs, value):
        return qs.filter(period=ReportingPeriod.objects.coded(value)) if value else qs


def _period_code(value):
    if not re.fullmatch(r"\d{4}-\d\d-[123]", value, re.ASCII):
        raise ValidationError(_("write it as 2026-10-1: year, month, and which ten days of it."))


class Words(filters.CharFilter):
    """Words each of which is found in one of the columns, letter case aside."""

    def __init__(self, *paths):
        super().__init__(label=gettext_lazy("Name or code"), max_length=80)
        self.paths = paths

    def filter(self, qs, value):
        for word in (value or "").split()[:5]:
            found = Q()
            for path in self.paths:
                found |= Q(**{f"{path}__icontains": word})
            qs = qs.filter(found)
        return qs


class Day(filters.DateFilter):
    def __init__(self, path, lookup, label):
        said = gettext_lazy("write a day as 2026-10-01.")
        super().__init__(field_name=path, lookup_expr=lookup, label=label, error_messages={"invalid": said})


class Reason(filters.MultipleChoiceFilter):
    """Standings of which one of the reasons chosen is told."""

    def __init__(self, choices):
        label = gettext_lazy("With the reason")
        super().__init__(field_name="reasons", choices=choices, label=label, widget=CheckboxSelectMultiple)

    def filter(self, qs, value):
        found = Q()
        for code in value or ():
            found |= Q(reasons__contains=[{"code": code}])
        return qs.filter(found)


class Sort(filters.OrderingFilter):
    """The order of a list, `sort=key` or `sort=-key`: what is not known stands last, equals stand by `then`."""

    def __init__(self, then, **columns):
        self.columns, self.then = columns, then
        said = gettext_lazy("the list cannot be ordered by “%(value)s”.")
        super().__init__(
            label=gettext_lazy("Order"),
            choices=[(sign + key, sign + key) for key in columns for sign in ("", "-")],
            widget=HiddenInput,
            error_messages={"invalid_choice": said, "invalid_list": said},
        )

    def filter(self, qs, value):
        if not value:
            return qs
        column = F(self.columns[value[0].removeprefix("-")])
        order = column.desc(nulls_last=True) if value[0].startswith("-") else column.asc(nulls_last=True)
        return qs.order_by(order, *self.then)


PROVINCE, COUNTY, TYPE = gettext_lazy("Province"), gettext_lazy("County"), gettext_lazy("Type of factory")


YES_OR_NO = [("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]


PROJECT, STANDING, ANY = gettext_lazy("Factory"), gettext_lazy("Standing"), gettext_lazy("any")


FOUND_WHILE_BUILDING = [
    ("inspected_gap", gettext_lazy("claims far more than was inspected")),
    ("critical_finding", gettext_lazy("open critical finding")),
    ("finding_overdue", gettext_lazy("finding not mended in time")),
    ("shortage", gettext_lazy("material short within 60 days")),
    ("below_reference", gettext_lazy("equipment below the reference level")),
    ("over_allocated", gettext_lazy("more spent than allocated")),
    ("overspent", gettext_lazy("more spent than disbursed")),
    ("underfunded", gettext_lazy("under half of the budget allocated")),
    ("warnings", gettext_lazy("implausible figures")),
    ("raw_cover", gettext_lazy("raw material not covered")),
    ("posts_open", gettext_lazy("posts without a certified worker")),
    ("fell_out", gettext_lazy("counts no longer")),
    ("low_utilisation", gettext_lazy("utilisation too low to count")),
    ("production_silent", gettext_lazy("months of production not reported")),
    ("quality", gettext_lazy("under 90 % of the batches passed")),
    ("blocked", gettext_lazy("waits for another body")),
]
"""Reasons of a standing that a list can be narrowed to."""


# --- lists -----------------------------------------------------------------------------------------------------------
class CountyFilter(List):
    q = Words("name_en", "name_ko", "code")
    province = Coded(Province, "province", PROVINCE)
    kind = filters.ChoiceFilter(choices=County.Kind, label=gettext_lazy("Kind"), empty_label=ANY)
    year = Year("plans__program_year__year", gettext_lazy("Programme year"))
    sort = Sort(
        ["province__code", "code"],
        name="name_en",
        province="province__code",
        population="population",
        year="plans__program_year__year",
    )

    class Meta:
        model = County
        fields = ()


class CountyPlanFilter(List):
    q = Words("county__name_en", "county__name_ko", "county__code")
    province = Coded(Province, "county__province", PROVINCE)
    county = Coded(County, "county", COUNTY, widget=HiddenInput)
    year = Year("program_year__year", gettext_lazy("Programme year"))
    sort = Sort(
        ["county__province__code", "county__code", "pk"], year="program_year__year", province="county__province__code"
    )

    class Meta:
        model = CountyPlan
        fields = ()


class FactoryProjectFilter(List):
    q = Words("code", "plan__county__name_en", "plan__county__name_ko")
    year = Year("plan__program_year__year", gettext_lazy("Programme year"))
    province = Coded(Province, "plan__county__province", PROVINCE)
    county = Coded(County, "plan__county", COUNTY, widget=HiddenInput)
    type = Coded(FactoryType, "factory_type", TYPE)
    sort = Sort(["code"], code="code", year="plan__program_year__year", province="plan__county__province__code")

    class Meta:
        model = FactoryProject
        fields = ()


class StandingFilter(List):
    """Projects by where they stand on the day the queryset was made for (`standing.on(day)`)."""

    q = Words("project__code", "project__plan__county__name_en", "project__plan__county__name_ko")
    year = Year("project__plan__program_year__year", gettext_lazy("Programme year"))
    province = Coded(Province, "project__plan__county__province", PROVINCE)
    county = Coded(County, "project__plan__county", COUNTY, widget=HiddenInput)
    type = Coded(FactoryType, "project__factory_type", TYPE)
    colour = filters.MultipleChoiceFilter(choices=Colour, label=STANDING, widget=CheckboxSelectMultiple)
    reason = Reason(FOUND_WHILE_BUILDING)
    sort = Sort(
        ["project__code"],
        code="project__code",
        year="project__plan__program_year__year",
        province="project__plan__county__province__code",
        chance="chance",
        planned="planned_percent",
        claimed="claimed_percent",
        verified="verified_percent",
        forecast="forecast_on",
        late="days_late_approved",
        silent="silent_days",
        inspected="inspected_percent",
        cover="cover_days",
        short="short_on",
        findings="findings_open",
    )

    class Meta:
        model = Standing
        fields = ()


class WorkPackageFilter(List):
    project = Coded(FactoryProject, "project", PROJECT, widget=HiddenInput)
    year = Year("project__plan__program_year__year", gettext_lazy("Programme year"))
    province = Coded(Province, "project__plan__county__province", PROVINCE)
    county = Coded(County, "project__plan__county", COUNTY, widget=HiddenInput)
    sort = Sort(["project__code", "order"], start="starts_on", finish="finishes_on", weight="weight")

    class Meta:
        model = WorkPackage
        fields = ()


class OfProject(List):
    """What belongs to a project, by the project or its place."""

    project = Coded(FactoryProject, "project", PROJECT, widget=HiddenInput)
    year = Year("project__plan__program_year__year", gettext_lazy("Programme year"))
    province = Coded(Province, "project__plan__county__province", PROVINCE)
    county = Coded(County, "project__plan__county", COUNTY, widget=HiddenInput)


class DesignRevisionFilter(OfProject):
    class Meta:
        model = DesignRevision
        fields = ()


class DocumentFilter(OfProject):
    class Meta:
        model = Document
        fields = ()


class Numbered(filters.NumberFilter):
    """What another row is known by in the API: its id."""

    def __init__(self, path, label):
        super().__init__(field_name=path, label=label, min_value=1, max_value=2**63 - 1, decimal_places=0)


class PhotoFilter(OfProject):
    package = Numbered("package", gettext_lazy("Work package"))
    inspection = Numbered("inspection", gettext_lazy("Inspection"))
    locals()["return"] = Numbered("status_return", gettext_lazy("Return"))  # a word of Python's own

    class Meta:
        model = Photo
        fields = ()


class SiteOptionFilter(OfProject):
    class Meta:
        model = SiteOption
        fields = ()


class SuppliesFilter(List):
    """The factories whose supplies are asked for, and of which material."""

    q = Words("code", "plan__county__name_en", "plan__county__name_ko")
    year = Year("plan__program_year__year", gettext_lazy("Programme year"))
    province = Coded(Province, "plan__county__province", PROVINCE)
    county = Coded(County, "plan__county", COUNTY, widget=HiddenInput)
    project = Coded(FactoryProject, "pk", PROJECT, widget=HiddenInput)
    material = Aside(Material, None, gettext_lazy("Material"))

    @property
    def material_chosen(self):
        return self.form.cleaned_data.get("material") if self.form.is_valid() else None

    class Meta:
        model = FactoryProject
        fields = ()


class MaterialDemandFilter(OfProject):
    material = Coded(Material, "material", gettext_lazy("Material"))

    class Meta:
        model = MaterialDemand
        fields = ()


class MaterialOrderFilter(OfProject):
    material = Coded(Material, "material", gettext_lazy("Material"))
    supplier = Coded(Organization, "supplier", gettext_lazy("Supplier"))
    in_force = InForce()

    class Meta:
        model = MaterialOrder
        fields = ()


class DispatchFilter(OfProject):
    material = Coded(Material, "order__material", gettext_lazy("Material"))
    supplier = Coded(Organization, "order__supplier", gettext_lazy("Supplier"))
    in_force = InForce()

    class Meta:
        model = Dispatch
        fields = ()


class EntryFilter(OfProject):
    """Entries: all versions, or those in force or not."""

    in_force = filters.ChoiceFilter(
        method="standing", label=gettext_lazy("In force"), choices=YES_OR_NO, empty_label=ANY
    )

    def standing(self, qs, name, value):
        return qs.in_force() if value == "yes" else qs.exclude(pk__in=qs.model.objects.in_force())


class FundAllocationFilter(EntryFilter):
    source = filters.ChoiceFilter(choices=FundSource, label=gettext_lazy("Source of funds"), empty_label=ANY)

    class Meta:
        model = FundAllocation
        fields = ()


class DisbursementFilter(EntryFilter):
    source = filters.ChoiceFilter(choices=FundSource, label=gettext_lazy("Source of funds"), empty_label=ANY)

    class Meta:
        model = Disbursement
        fields = ()


class CommitmentFilter(EntryFilter):
    line = filters.ChoiceFilter(choices=CostLine, label=gettext_lazy("Cost line"), empty_label=ANY)

    class Meta:
        model = Commitment
        fields = ()


class EquipmentItemFilter(OfProject):
    type = Coded(FactoryType, "project__factory_type", TYPE)
    below = filters.ChoiceFilter(
        method="below_reference", label=gettext_lazy("Below the reference level"), choices=YES_OR_NO, empty_label=ANY
    )

    class Meta:
        model = EquipmentItem
        fields = ()

    def below_reference(self, qs, name, value):
        below = qs.model.objects.below()
        return qs.filter(pk__in=below) if value == "yes" else qs.exclude(pk__in=below)


class EquipmentStepFilter(EntryFilter):
    stage = filters.ChoiceFilter(choices=EquipmentStep.Stage, label=gettext_lazy("Stage"), empty_label=ANY)

    class Meta:
        model = EquipmentStep
        fields = ()


class SizingStudyFilter(OfProject):
    state = filters.MultipleChoiceFilter(choices=StudyState, label=gettext_lazy("State"), widget=CheckboxSelectMultiple)

    class Meta:
        model = SizingStudy
        fields = ()


class InspectionFilter(OfProject):
    q = Words("project__code", "project__plan__county__name_en", "project__plan__county__name_ko")
    severity = filters.ChoiceFilter(
        choices=Severity, label=gettext_lazy("With findings that are"), empty_label=ANY, method="with_findings"
    )
    visited_from = Day("visited_on", "gte", gettext_lazy("Visited from"))
    visited_to = Day("visited_on", "lte", gettext_lazy("Visited up to"))
    sort = Sort(["-visited_on", "-pk"], visited="visited_on", project="project__code", percent="percent")

    class Meta:
        model = Inspection
        fields = ()

    def with_findings(self, qs, name, value: str):
        return qs.filter(Exists(Finding.objects.filter(inspection=OuterRef("pk"), severity=value))) if value else qs


class FindingFilter(OfProject):
    """Findings as they stood at the moment the queryset was made for (`Finding.objects.then`)."""

    q = Words("project__code", "project__plan__county__name_en", "project__plan__county__name_ko", "text")
    severity = filters.MultipleChoiceFilter(
        choices=Severity, label=gettext_lazy("Severity"), widget=CheckboxSelectMultiple
    )
    state = filters.MultipleChoiceFilter(
        field_name="state_then",
        choices=FindingState.choices,
        label=gettext_lazy("State"),
        widget=CheckboxSelectMultiple,
    )
    overdue = filters.ChoiceFilter(
        choices=[("yes", gettext_lazy("overdue")), ("no", gettext_lazy("not overdue"))],
        label=gettext_lazy("Day it is due"), empty_label=ANY, method="by_overdue",
    )  # fmt: skip
    sort = Sort(
        ["due_on", "pk"],
        due="due_on",
        project="project__code",
        province="project__plan__county__province__code",
        visited="inspection__visited_on",
    )

    class Meta:
        model = Finding
        fields = ()

    def by_overdue(self, qs, name, value):
        return qs.filter(overdue=value == "yes") if value else qs


class WorkbookFilter(List):
    state = filters.MultipleChoiceFilter(
        choices=ReturnBatch.State, label=gettext_lazy("State"), widget=CheckboxSelectMultiple
    )

    class Meta:
        model = ReturnBatch
        fields = ()


class ConditionsFilter(List):
    """Conditions by the year they are of."""

    year = Year("year")
    province = Coded(Province, "county__province", PROVINCE)
    county = Coded(County, "county", COUNTY, widget=HiddenInput)

    class Meta:
        model = LocalConditions
        fields = ()


WARNED = [("yes", gettext_lazy("with warnings")), ("no", gettext_lazy("without"))]


class HowFar(filters.MultipleChoiceFilter):
    """Returns by how far they came; `path`: the column that says it."""

    def __init__(self, path="state"):
        label, widget = gettext_lazy("State"), CheckboxSelectMultiple
        super().__init__(field_name=path, choices=State, label=label, widget=widget)


class Warned(filters.ChoiceFilter):
    """Returns by whether something in them looked implausible."""

    def __init__(self):
        super().__init__(label=gettext_lazy("Warnings"), choices=WARNED, empty_label=ANY)

    def filter(self, qs, value):
        if not value:
            return qs
        return qs.exclude(warnings=[]) if value == "yes" else qs.filter(warnings=[])


class StatusReturnFilter(List):
    q = Words("project__code", "project__plan__county__name_en", "project__plan__county__name_ko")
    year = Year("project__plan__program_year__year", gettext_lazy("Programme year"))
    period = Period()
    province = Coded(Province, "project__plan__county__province", PROVINCE)
    county = Coded(County, "project__plan__county", COUNTY, widget=HiddenInput)
    project = Coded(FactoryProject, "project", PROJECT, widget=HiddenInput)
    state = HowFar()
    pace = filters.ChoiceFilter(choices=StatusReturn.Pace, label=gettext_lazy("Stopped or slowed"), empty_label=ANY)
    warned = Warned()
    sort = Sort(
        ["-period__starts_on", "project__code", "-version", "-pk"],
        period="period__starts_on",
        project="project__code",
        percent="percent",
        submitted="submitted_at",
        state="state",
    )

    class Meta:
        model = StatusReturn
        fields = ()


class ReturnThenFilter(StatusReturnFilter):
    """The same for returns as they stood on a day (`StatusReturn.objects.then`)."""

    state = HowFar("state_then")


class ReportingFilter(List):
    """Factories by who owes their returns."""

    switches = frozenset({"sort", "kind"})
    q = Words("code", "plan__county__name_en", "plan__county__name_ko")
    province = Coded(Province, "plan__county__province", PROVINCE)
    unit = Coded(Organization, "construction_unit", gettext_lazy("Construction unit"), kind="construction_unit")
    county = Coded(County, "plan__county", COUNTY, widget=HiddenInput)
    year = Year("plan__program_year__year", gettext_lazy("Programme year"))
    kind = filters.ChoiceFilter(
        choices=PeriodKind, label=gettext_lazy("Periods"), empty_label=None, null_label=None, method="as_asked",
        widget=HiddenInput,
    )  # fmt: skip

    class Meta:
        model = FactoryProject
        fields = ()

    def as_asked(self, qs, name, value):
        """The view itself asks for the kind: it decides what is owed, not which factories are shown."""
        return qs


class AnyPeriod(Period):
    """A period of either kind by its code."""

    def __init__(self):
        filters.CharFilter.__init__(self, field_name="period", label=gettext_lazy("Period"), validators=[_any_code])

    def filter(self, qs, value):
        return qs.filter(period=ReportingPeriod.objects.coded(value)) if value else qs


def _any_code(value):
    if not re.fullmatch(r"\d{4}-\d\d(-[123])?", value, re.ASCII):
        raise ValidationError(_("write it as 2026-10-1: year, month, and which ten days of it."))


class ExceptionFilter(List):
    period = AnyPeriod()
    project = Coded(FactoryProject, "project", PROJECT, widget=HiddenInput)
    province = Coded(Province, "province", PROVINCE)
    county = Coded(County, "county", COUNTY, widget=HiddenInput)

    class Meta:
        model = PeriodException
        fields = ()


class PeriodFilter(List):
    year = Year("year")

    class Meta:
        model = ReportingPeriod
        fields = ()


class ProvinceFilter(List):
    year = Year("pk", gettext_lazy("Programme year"), method="of_year")

    class Meta:
        model = Province
        fields = ()

    def of_year(self, qs, name, value):
        """All provinces are shown; the year chooses the places that are counted."""
        return qs


class MilestoneFilter(List):
    year = Year("program_year__year", gettext_lazy("Programme year"))
    province = Coded(Province, "county__province", PROVINCE)
    county = Coded(County, "county", COUNTY, widget=HiddenInput)
    project = Coded(FactoryProject, "project", PROJECT, widget=HiddenInput)
    kind = filters.ChoiceFilter(choices=Milestone.Kind, label=gettext_lazy("Milestone"), empty_label=ANY)
    source = filters.ChoiceFilter(choices=Milestone.Source, label=gettext_lazy("Kind of source"), empty_label=ANY)
    met_from = Day("met_on", "gte", gettext_lazy("Met from"))
    met_to = Day("met_on", "lte", gettext_lazy("Met up to"))
    sort = Sort(["-met_on", "-pk"], met="met_on", due="due_on", known="known_on", kind="kind")

    class Meta:
        model = Milestone
        fields = ()


class Month(Period):
    """A month by its code."""

    def __init__(self):
        filters.CharFilter.__init__(self, field_name="period", label=gettext_lazy("Month"), validators=[_month_code])

    def filter(self, qs, value):
        return qs.filter(period=ReportingPeriod.months.coded(value)) if value else qs


def _month_code(value):
    if not re.fullmatch(r"\d{4}-\d\d", value, re.ASCII):
        raise ValidationError(_("write it as 2026-10: year and month."))


class ProductionReturnFilter(List):
    q = Words("project__code", "project__plan__county__name_en", "project__plan__county__name_ko")
    year = Year("project__plan__program_year__year", gettext_lazy("Programme year"))
    period = Month()
    province = Coded(Province, "project__plan__county__province", PROVINCE)
    county = Coded(County, "project__plan__county", COUNTY, widget=HiddenInput)
    project = Coded(FactoryProject, "project", PROJECT, widget=HiddenInput)
    type = Coded(FactoryType, "project__factory_type", TYPE)
    state = HowFar()
    cause = filters.ChoiceFilter(
        field_name="downtimes__cause", choices=DowntimeCause, label=gettext_lazy("Downtime by"), empty_label=ANY
    )
    warned = Warned()
    sort = Sort(
        ["-period__starts_on", "project__code", "-version", "-pk"],
        period="period__starts_on",
        project="project__code",
        output="output_t",
        submitted="submitted_at",
        state="state",
    )

    class Meta:
        model = ProductionReturn
        fields = ()


class ProductionThenFilter(ProductionReturnFilter):
    """The same for returns as they stood on a day (`ProductionReturn.objects.then`)."""

    state = HowFar("state_then")


class ProductPlanFilter(List):
    project = Coded(FactoryProject, "project", PROJECT, widget=HiddenInput)
    year = Year("year")
    sort = Sort(["project__code", "year", "product"], year="year")

    class Meta:
        model = ProductPlan
        fields = ()


class ProductionReportingFilter(ReportingFilter):
    """The same by who owes production returns."""

    unit = Coded(Organization, "operation_unit", gettext_lazy("Operation unit"), kind="operation_unit")


class RawMaterial(filters.CharFilter):
    """A raw material by its name in the norms, in whatever language they give it."""

    def __init__(self, path):
        label = gettext_lazy("Raw material")
        super().__init__(field_name=path, label=label, max_length=60, validators=[_raw_material])

    def filter(self, qs, value):
        return qs.filter(**{f"{self.field_name}__in": _raw_materials(value)}) if value else qs


def _raw_materials(value):
    """The raw materials of the norms that go by this name."""
    return [name for name, korean in norms.listed_raw_materials().items() if value in (name, korean)]


def _raw_material(value):
    if not _raw_materials(value):
        raise ValidationError(_("“%(value)s” is a raw material of no type’s norms.") % {"value": value[:60]})


class RawMaterialBaseFilter(List):
    q = Words("code", "name_en", "name_ko")
    province = Coded(Province, "county__province", PROVINCE)
    county = Coded(County, "county", COUNTY, widget=HiddenInput)
    material = RawMaterial("material")
    kind = filters.ChoiceFilter(choices=BaseKind, label=gettext_lazy("Kind"), empty_label=ANY)
    sort = Sort(["code"], code="code", material="material", province="county__province__code", area="area_ha")

    class Meta:
        model = RawMaterialBase
        fields = ()


class OfBase(List):
    """What belongs to a base, by the base or its place."""

    base = Coded(RawMaterialBase, "base", gettext_lazy("Base"), widget=HiddenInput)
    province = Coded(Province, "base__county__province", PROVINCE)
    county = Coded(County, "base__county", COUNTY, widget=HiddenInput)


class BaseMeasureFilter(OfBase):
    done = filters.ChoiceFilter(method="by_done", label=gettext_lazy("Done"), choices=YES_OR_NO, empty_label=ANY)

    class Meta:
        model = BaseMeasure
        fields = ()

    def by_done(self, qs, name, value):
        return qs.filter(done_on__isnull=value == "no") if value else qs


class BaseReturnFilter(OfBase):
    year = Year("year")
    in_force = InForce()

    class Meta:
        model = BaseReturn
        fields = ()


class SupplyLinkFilter(OfBase):
    project = Coded(FactoryProject, "project", PROJECT, widget=HiddenInput)

    class Meta:
        model = SupplyLink
        fields = ()


class TrainingCourseFilter(OfProject):
    trade = Coded(Trade, "trade", gettext_lazy("Trade"))

    class Meta:
        model = TrainingCourse
        fields = ()


class TrainingReturnFilter(EntryFilter):
    trade = Coded(Trade, "trade", gettext_lazy("Trade"))

    class Meta:
        model = TrainingReturn
        fields = ()


class Passed(filters.ChoiceFilter):
    """By whether a trial or a sample was passed."""

    def __init__(self):
        choices = [("yes", gettext_lazy("passed")), ("no", gettext_lazy("not passed"))]
        super().__init__(label=gettext_lazy("Result"), choices=choices, empty_label=ANY)
        set_override(self, "field", {"type": "string", "enum": ["yes", "no"]})  # not the column's own type

    def filter(self, qs, value):
        return qs.filter(passed=value == "yes") if value else qs


class TrialRunFilter(EntryFilter):
    passed = Passed()

    class Meta:
        model = TrialRun
        fields = ()


class QualitySampleFilter(EntryFilter):
    passed = Passed()

    class Meta:
        model = QualitySample
        fields = ()


class TrialFilter(OfProject):
    """Trials in force on the day the queryset was made for."""

    q = Words("project__code", "project__plan__county__name_en", "project__plan__county__name_ko", "protocol")
    type = Coded(FactoryType, "project__factory_type", TYPE)
    passed = Passed()
    sort = Sort(["-ended_on", "-pk"], ended="ended_on", project="project__code", output="output_t")

    class Meta:
        model = TrialRun
        fields = ()


class SampleFilter(OfProject):
    """Samples in force on the day the queryset was made for."""

    q = Words("project__code", "project__plan__county__name_en", "project__plan__county__name_ko", "certificate")
    type = Coded(FactoryType, "project__factory_type", TYPE)
    passed = Passed()
    sort = Sort(["-taken_on", "-pk"], taken="taken_on", project="project__code", grade="grade")

    class Meta:
        model = QualitySample
        fields = ()


# --- complaints of residents -----------------------------------------------------------------------------------------
class Matter(filters.ChoiceFilter):
    def __init__(self):
        super().__init__(choices=ComplaintMatter, label=gettext_lazy("Matter"), empty_label=ANY)


class ComplaintFilter(OfProject):
    """Entries of complaints, every version of each."""

    matter = Matter()
    in_force = InForce()

    class Meta:
        model = Complaint
        fields = ()


class ComplaintReplyFilter(OfProject):
    outcome = filters.ChoiceFilter(choices=ReplyOutcome, label=gettext_lazy("Outcome"), empty_label=ANY)
    in_force = InForce()

    class Meta:
        model = ComplaintReply
        fields = ()


class ComplaintThenFilter(List):
    """Complaints as they stood on a day (`Complaint.objects.then`)."""

    q = Words("reference", "project__code", "project__plan__county__name_en", "project__plan__county__name_ko")
    year = Year("project__plan__program_year__year", gettext_lazy("Programme year"))
    province = Coded(Province, "project__plan__county__province", PROVINCE)
    county = Coded(County, "project__plan__county", COUNTY, widget=HiddenInput)
    project = Coded(FactoryProject, "project", PROJECT, widget=HiddenInput)
    matter = Matter()
    state = filters.MultipleChoiceFilter(
        field_name="state_then", choices=ComplaintState, label=gettext_lazy("State"), widget=CheckboxSelectMultiple
    )
    received_from = Day("received_on", "gte", gettext_lazy("Received from"))
    received_to = Day("received_on", "lte", gettext_lazy("Received up to"))
    sort = Sort(
        ["-received_on", "-pk"],
        received="received_on",
        due="reply_due_on",
        matter="matter",
        project="project__code",
        took="took",
    )

    class Meta:
        model = Complaint
        fields = ()


class Steps(filters.MultipleChoiceFilter):
    """Built factories in one of the stages chosen; the stage is no column (operating.staged)."""

    def __init__(self):
        choices = [(step.value, step.label) for step in operating.BUILT]
        super().__init__(
            field_name="stage", choices=choices, label=gettext_lazy("Stage"), widget=CheckboxSelectMultiple
        )
        values = {"type": "string", "enum": [value for value, _label in choices]}
        set_override(self, "field", {"type": "array", "items": values})


class OperatingFilter(List):
    """Built factories, `operating.staged(standing.on(day))`, by their stage of life."""

    q = Words("project__code", "project__plan__county__name_en", "project__plan__county__name_ko")
    year = Year("project__plan__program_year__year", gettext_lazy("Programme year"))
    province = Coded(Province, "project__plan__county__province", PROVINCE)
    county = Coded(County, "project__plan__county", COUNTY, widget=HiddenInput)
    type = Coded(FactoryType, "project__factory_type", TYPE)
    stage = Steps()
    sort = Sort(
        ["project__code"],
        code="project__code",
        year="project__plan__program_year__year",
        finished="finished_on",
        since="counted_since",
        fell="fell_out_on",
        utilisation="utilisation_percent",
        until="produced_until",
    )

    class Meta:
        model = Standing
        fields = ()


class Retired(filters.ChoiceFilter):
    """By whether a lesson is no longer asked."""

    def __init__(self):
        super().__init__(label=gettext_lazy("No longer asked"), choices=YES_OR_NO, empty_label=ANY)
        set_override(self, "field", {"type": "string", "enum": ["yes", "no"]})  # not the column's own type

    def filter(self, qs, value):
        return qs.filter(retired_at__isnull=value == "no") if value else qs


class LessonFilter(List):
    year = Year("program_year__year")
    gate = filters.ChoiceFilter(choices=Gate, label=gettext_lazy("Gate"), empty_label=ANY)
    type = Coded(FactoryType, "factory_type", TYPE)
    cause = filters.ChoiceFilter(choices=DelayCause, label=gettext_lazy("Cause"), empty_label=ANY)
    retired = Retired()
    sort = Sort(["pk"], year="program_year__year", gate="gate", cause="cause")

    class Meta:
        model = Lesson
        fields = ()


class CarryOverFilter(List):
    year = Year("program_year__year", gettext_lazy("Year that was closed"))
    province = Coded(Province, "project__plan__county__province", PROVINCE)
    county = Coded(County, "project__plan__county", COUNTY, widget=HiddenInput)
    project = Coded(FactoryProject, "project", PROJECT, widget=HiddenInput)

    class Meta:
        model = CarryOver
        fields = ()


class LessonCheckFilter(EntryFilter):
    lesson = Numbered("lesson", gettext_lazy("Lesson"))

    class Meta:
        model = LessonCheck
        fields = ()
