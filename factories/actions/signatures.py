"""The county signs what it answers for in a return, before the province verifies it."""

from django.utils.translation import gettext as _

from factories.models import CountySignature, State, StatusReturn
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import NotAllowed, Refused


@action("sign_county")
def sign_county(row, *, by, at):
    """The chief secretary or the chair of the return’s county vouches for it. Each side signs once."""
    row = StatusReturn.objects.select_for_update(of=["self"]).select_related("project__plan__county").get(pk=row.pk)
    county = row.project.plan.county
    side = CountySignature.SIGNS_AS.get(by.role)
    if side is None or by.county_id != county.pk:
        raise NotAllowed(_("Only the chief secretary and the chair of %(county)s sign for it.") % {"county": county})
    if reasons := _against(row, side):
        raise Refused(reasons)
    signature = checked(CountySignature(status_return=row, side=side, at=at, by=by))
    signature.save(force_insert=True)
    return signature


def _against(row, side):
    reasons = []
    if row.state != State.SUBMITTED:
        said = _("This return is %(state)s: the county signs what is submitted and not yet verified.")
        reasons.append(said % {"state": row.get_state_display()})
    if StatusReturn.objects.replacing(row.project_id, row.period_id, row.version).exists():
        reasons.append(_("A later version has replaced this return: sign that one."))
    missing = CountySignature.missing(row)
    if not CountySignature.asked_for(StatusReturn.objects.filter(pk=row.pk)).exists():
        reasons.append(_("This return names nothing that the county answers for: no signature is needed."))
    elif side not in missing:
        reasons.append(_("This side of the county has signed already: load the page again."))
    return reasons
