"""Sites: proposed, measured, approved or rejected. Each action refuses with all its reasons."""

from decimal import Decimal

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from factories import siting, sizing
from factories.actions import documents
from factories.models import FactoryProject, Measure, SiteDecision, SiteMeasurement, SiteOption
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Refused

FAR = 50
"""How many times the type's reference need a measured supply may be, before the unit is asked about."""
NEEDED = {Measure.POWER_KW: "power_kw", Measure.WATER_M3_DAY: "water_m3_day"}


@action("propose_sites")
def propose(project, *, name, by, at, lat=None, lon=None, notes="", demonstration=False):
    """A candidate site of the project, numbered in the order in which they were proposed."""
    project = FactoryProject.objects.select_for_update(of=["self"]).get(pk=project.pk)
    last = project.sites.order_by("-number").first()
    site = SiteOption(
        project=project, number=last.number + 1 if last else 1, name=name.strip(), lat=lat, lon=lon,
        notes=notes.strip(), created_at=at, created_by=by, demonstration=demonstration,
    )  # fmt: skip
    checked(site).save(force_insert=True)
    return site


@documents.leaving_no_orphans
@action("propose_sites")
def measure(site, *, values, measured_on, measured_by, by, at, road_class="", note="", files=()):
    """What was measured at the site on one day. `values`: {Measure: Decimal}; all are entered, or none.

    `files`: the paper that shows it (documents.Handed), one or none.
    """
    site = SiteOption.objects.select_for_update(of=["self"]).select_related("project__factory_type").get(pk=site.pk)
    fields = _against(site, values, measured_on, measured_by, road_class, localdate(at))
    if len(files) > 1:
        fields["files"] = [_("Hand in one file with a measurement: join several pages in one PDF.")]
    if fields:
        raise Refused([said for sentences in fields.values() for said in sentences], fields=fields)
    attachment = next(iter(documents.keep(site.project, files, by=by, at=at)), None)
    rows = [
        SiteMeasurement(
            site=site, measure=name, value=value, road_class=road_class if name == Measure.ROAD_KM else "",
            measured_on=measured_on, measured_by=measured_by.strip(), note=note.strip(), attachment=attachment,
            entered_at=at, entered_by=by,
        )
        for name, value in values.items()
    ]  # fmt: skip
    for row in rows:
        checked(row)
    return SiteMeasurement.objects.bulk_create(rows)


def _against(site, values, measured_on, measured_by, road_class, today):
    """{field: sentences} of all that stands against the measurements."""
    found = {}
    if not values:
        found["values"] = [_("Enter at least one measured value. What was not measured stays empty.")]
    if measured_on is None or measured_on > today:
        found["measured_on"] = [_("Enter the day of the measurement, at the latest today, as 2026-10-02.")]
    if not measured_by.strip():
        found["measured_by"] = [_("Say which post or body measured it.")]
    if Measure.ROAD_KM in values and not road_class:
        found["road_class"] = [_("Choose the class of the road whose distance you give.")]
    for name, value in values.items():
        if said := _implausible(site, name, value):
            found[name] = [said]
    return found


def _implausible(site, name, value):
    """A sentence if the value is far from any factory of this type: then the unit is probably another."""
    if value < 0:
        return _("A measured value is 0 or more.")
    reference = site.project.factory_type.norms.get(NEEDED.get(name, ""))
    if not reference or value == 0:
        return ""
    if not Decimal(reference) / FAR <= value <= Decimal(reference) * FAR:
        slots = {"what": Measure(name).label, "value": value, "reference": reference}
        return _("%(what)s: %(value)s is far from the %(reference)s of a usual factory. Which unit was meant?") % slots
    return ""


@action("approve_sites")
def approve(site, *, by, at):
    """Choose the site. Refuses unless it meets all four conditions for the approved size."""
    site = _locked(site)
    current = siting.approved(site.project, at)
    if current == site:
        return current
    study = sizing.in_force(site.project, at)
    if study is None:
        raise Refused(
            _("The size of this factory is not approved: a site is judged against what the sized factory needs.")
        )
    if reasons := siting.judged(site, sizing.needs(study), at).against:
        raise Refused(reasons)
    SiteDecision.objects.create(site=site, approved=True, at=at, by=by)
    return site


@action("approve_sites")
def reject(site, *, reason, by, at):
    """Turn the site down. It stays, with the reason."""
    site = _locked(site)
    if not reason.strip():
        said = _("Give the reason: it stays with the site.")
        raise Refused(said, fields={"reason": [said]})
    SiteDecision.objects.create(site=site, approved=False, reason=reason.strip(), at=at, by=by)
    return site


def _locked(site):
    """The site with its project held: two decisions about one project follow one another."""
    FactoryProject.objects.select_for_update(of=["self"]).get(pk=site.project_id)
    return SiteOption.objects.select_related("project__factory_type").get(pk=site.pk)
