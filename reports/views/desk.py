"""My desk: what waits for the post one acts through, and nothing else."""

import uuid

from django.shortcuts import render
from django.views.decorators.http import require_safe

from committees.rights import Deed
from factories import desk as waiting_for
from factories.views import overview
from regional20x10.shared import clock
from reports.desk import SHOWN, sections
from reports.models import AnnualReport

NOT_COUNTED = {"ahead", "to-inspect"}
"""What may be done, but is not asked for now."""


@require_safe
def desk(request):
    """Everything that is the post's to do, the soonest first; then how well it reports, and its own reports."""
    user, today = request.user, clock.today()
    found = sections(user, today)
    named = {section.name: section for section in found}
    reports = list(AnnualReport.objects.for_list().filter(requested_by=user.post)[:SHOWN])
    context = {
        "sections": found,
        "due": named["due"].total if "due" in named else 0,
        "waiting": "waiting" in named,
        "accepting": waiting_for.waits_in(user.post) == "verified",
        "rates": waiting_for.own_rates(user, today),
        "reports": reports,
        "uploads": bool(user.post) and user.post.may(Deed.UPLOAD_RETURNS),
        "my_county": overview.own_county(user.post) if user.post else None,
        "key": uuid.uuid4(),
        "nothing": not (found or reports),
        "nav_counts": {"desk": sum(section.total for section in found if section.name not in NOT_COUNTED)},
    }
    return render(request, "reports/desk.html", context)
