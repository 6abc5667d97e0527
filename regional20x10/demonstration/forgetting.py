"""Taking the demonstration away again, where there is nothing real beside it."""

import pgtrigger
from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _

from committees.models import ApiToken, Official, Organization, Post, User
from factories.models import (
    AgreementClause,
    Baseline,
    ClauseComment,
    CountyPlan,
    Delay,
    DesignRevision,
    Document,
    FactoryProject,
    FactoryType,
    GatePass,
    LocalConditions,
    Milestone,
    PackageTemplate,
    PeriodException,
    ProgressLine,
    RevisionFile,
    Signature,
    SiteDecision,
    SiteMeasurement,
    SiteOption,
    SizingStudy,
    Standing,
    StatusReturn,
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
        "Document", "GatePass", "Waiver", "PeriodException",
    )),
    "factories.Signature:never_deleted",
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
    ]
    return [sentence % {"count": count} for count, sentence in counts if count]


def _marked():
    """The demonstration's rows, those that point to others first."""
    reports = apps.get_app_config("reports")
    for name in ("reportevent", "reportfile", "reportchapter", "annualreport"):
        yield reports.get_model(name).objects.all()
    projects = FactoryProject.objects.filter(demonstration=True)
    returns = StatusReturn.objects.filter(project__in=projects)
    yield Standing.objects.filter(project__in=projects)
    yield ProgressLine.objects.filter(status_return__in=returns)
    yield Delay.objects.filter(status_return__in=returns)
    yield returns
    yield Baseline.objects.filter(project__in=projects)
    yield PeriodException.objects.filter(Q(project__in=projects) | Q(by__official__demonstration=True))
    yield from _prepared(projects)
    yield WorkPackage.objects.filter(project__in=projects)
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
