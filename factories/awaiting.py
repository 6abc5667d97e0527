"""What waits for a post's approval or signature, and waivers that end soon. Reads only; nothing for other posts."""

from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from committees.rights import NATION, Deed
from factories.models import (
    AgreementClause,
    DesignRevision,
    FactoryProject,
    GatePass,
    Lesson,
    LessonCheck,
    Measure,
    Side,
    Signature,
    SiteDecision,
    SiteMeasurement,
    SiteOption,
    SizingStudy,
    StudyState,
    Waiver,
)
from regional20x10.shared import clock

DAYS_BEFORE_WAIVER_ENDS = 14
JUDGED_BY = (
    Measure.POWER_KW, Measure.WATER_M3_DAY, Measure.ROAD_KM, Measure.HOUSEHOLDS_TO_MOVE, Measure.HOUSEHOLDS_NEAR,
)  # fmt: skip
"""What is measured at a site before it can be judged."""
OF_PROJECT = ("project__plan__county__province", "project__factory_type")


def _may(user, deed):
    return user.post is not None and user.post.may(deed)


def studies(user):
    """Sizing studies handed in, for who approves them; those that wait longest first."""
    if not _may(user, Deed.APPROVE_SIZE):
        return SizingStudy.objects.none()
    rows = SizingStudy.objects.editable_by(user).filter(state=StudyState.SUBMITTED).select_related(*OF_PROJECT)
    return rows.order_by("submitted_at", "pk")


def sites(user):
    """Sites measured and not decided on, at factories whose size is approved and that have no site yet."""
    if not _may(user, Deed.APPROVE_SITES):
        return SiteOption.objects.none()
    latest = SiteDecision.objects.filter(site=OuterRef("pk")).order_by("-at", "-pk").values("approved")[:1]
    chosen = SiteOption.objects.annotate(stands=Subquery(latest)).filter(stands=True, project=OuterRef("project"))
    sized = SizingStudy.objects.filter(project=OuterRef("project"), state=StudyState.APPROVED)
    rows = SiteOption.objects.editable_by(user).filter(~Exists(chosen), Exists(sized), decisions__isnull=True)
    for measure in JUDGED_BY:
        rows = rows.filter(Exists(SiteMeasurement.objects.filter(site=OuterRef("pk"), measure=measure)))
    return rows.select_related(*OF_PROJECT).order_by("created_at", "pk")


def agreements(user):
    """Factories whose current revision has clauses that the post's unit has not signed, each with `issued_at`."""
    projects = FactoryProject.objects.editable_by(user)
    if not _may(user, Deed.SIGN_AGREEMENT):
        return projects.none()
    unit = user.post.organization_id
    last = DesignRevision.objects.filter(project=OuterRef("pk")).order_by("-number")
    rows = projects.annotate(last=Subquery(last.values("pk")[:1]), issued_at=Subquery(last.values("at")[:1]))
    unsigned = Q()
    for side in Side:
        given = Signature.objects.filter(
            digest=OuterRef("digest"), side=side, unit=unit, withdrawn_at__isnull=True,
            clause__revision__project=OuterRef("revision__project"),
        )  # fmt: skip
        open_ = AgreementClause.objects.filter(~Exists(given), revision=OuterRef("last"))
        unsigned |= Q(Exists(open_), **{f"{side.value}_unit": unit})
    return rows.filter(unsigned).select_related("plan__county__province", "factory_type").order_by("issued_at", "code")


def waivers(user, today):
    """Waivers that end within days and that no later one follows, for who waives and for the units of the factory."""
    post, moment = user.post, clock.end_of(today)
    if post is None or not (post.may(Deed.WAIVE) or post.organization_id):
        return Waiver.objects.none()
    if post.may(Deed.WAIVE):
        projects = FactoryProject.objects.editable_by(user)
    else:
        unit = post.organization_id
        own = Q(design_unit=unit) | Q(construction_unit=unit) | Q(operation_unit=unit)
        projects = FactoryProject.objects.editable_by(user).filter(own)
    same = {name: OuterRef(name) for name in ("project", "gate", "requirement")}
    longer = Waiver.objects.in_force(today, moment).filter(until__gt=OuterRef("until"), **same)
    rows = Waiver.objects.in_force(today, moment).filter(~Exists(longer), project__in=projects)
    rows = rows.filter(until__lte=today + timedelta(days=DAYS_BEFORE_WAIVER_ENDS))
    return rows.select_related(*OF_PROJECT).order_by("until", "pk")


def lessons(user):
    """Factories at which lessons of earlier years wait to be checked by the body that inspects, each with `unchecked`.

    Only lessons of gates that the factory has not passed. For a body, not for the nation's staff, who check anywhere.
    """
    post = user.post
    if not _may(user, Deed.CHECK_LESSONS) or post.rule.edits == NATION:
        return FactoryProject.objects.none()
    checked = LessonCheck.objects.in_force().filter(lesson=OuterRef("pk"), project=OuterRef(OuterRef("pk")))
    passed = GatePass.objects.filter(gate=OuterRef("gate"), project=OuterRef(OuterRef("pk")))
    asked = Lesson.objects.filter(
        Q(factory_type__isnull=True) | Q(factory_type=OuterRef("factory_type")), ~Exists(checked), ~Exists(passed),
        retired_at=None, program_year__program=OuterRef("plan__program_year__program"),
        program_year__year__lt=OuterRef("plan__program_year__year"),
    ).order_by().annotate(one=F("retired_at")).values("one").annotate(n=Count("pk")).values("n")  # fmt: skip
    rows = FactoryProject.objects.editable_by(user).filter(inspection=post.organization_id)
    rows = rows.annotate(unchecked=Subquery(asked)).filter(unchecked__gt=0)
    return rows.select_related("plan__county__province", "factory_type").order_by("code")
