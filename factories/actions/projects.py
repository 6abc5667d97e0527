"""Plans: projects with their work packages, and the finish dates approved for them."""

from datetime import timedelta

from django.db.models import Min
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from factories.actions import standings
from factories.models import Baseline, FactoryProject, WorkPackage
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Refused


@action("edit_plans")
def create(*, plan, factory_type, code, starts_on, finishes_on, by, at, **values):
    """A project with the work packages of its type's norm, spread over the span, and its original finish date.

    `starts_on`, `finishes_on`: first and last planned day; `at`: the moment of approval. Refuses with every reason.
    """
    also = {} if finishes_on > starts_on else {"finishes_on": [_("The planned finish must come after the start.")]}
    project = checked(FactoryProject(plan=plan, factory_type=factory_type, code=code, **values), also)
    project.save()
    WorkPackage.objects.bulk_create(packages_of(project, starts_on, finishes_on))
    Baseline.objects.create(project=project, number=0, finishes_on=finishes_on, approved_at=at, approved_by=by)
    standings.refresh([project.pk], on=localdate(at))
    return project


def packages_of(project, starts_on, finishes_on):
    """The work packages of the type's template, placed in the span by their shares of it."""
    days = (finishes_on - starts_on).days
    return [
        WorkPackage(
            project=project,
            order=norm.order,
            name_en=norm.name_en,
            name_ko=norm.name_ko,
            weight=norm.weight,
            starts_on=starts_on + timedelta(days=round(days * float(norm.starts_at))),
            finishes_on=starts_on + timedelta(days=round(days * float(norm.ends_at))),
        )
        for norm in project.factory_type.templates.all()
    ]


@action("rebaseline")
def rebaseline(project, *, finishes_on, reason, by, at):
    """Approve a new finish date. The earlier ones stay; the original is never touched."""
    project = FactoryProject.objects.select_for_update().get(pk=project.pk)
    last = project.baselines.order_by("-number").first()
    fields = _against(project, last, finishes_on, reason)
    if fields:
        raise Refused([sentence for sentences in fields.values() for sentence in sentences], fields=fields)
    baseline = Baseline.objects.create(
        project=project,
        number=last.number + 1 if last else 0,
        finishes_on=finishes_on,
        reason=reason,
        approved_at=at,
        approved_by=by,
    )
    standings.refresh([project.pk], on=localdate(at))
    return baseline


def _against(project, last, finishes_on, reason):
    """{field: sentences} that stand against a new finish date."""
    fields = {}
    if not reason.strip():
        fields["reason"] = [_("A new finish date needs its reason.")]
    if last and last.finishes_on == finishes_on:
        fields["finishes_on"] = [_("%(day)s is already the approved finish date.") % {"day": finishes_on}]
    begins = project.packages.aggregate(day=Min("starts_on"))["day"]
    if begins and finishes_on <= begins:
        fields["finishes_on"] = [_("The planned finish must come after the start.")]
    return fields
