"""My desk: what waits for the post one acts through, and nothing else."""

import uuid

from django.shortcuts import render
from django.views.decorators.http import require_safe

from committees.rights import Deed
from factories import desk as waiting_for
from factories import inspections
from factories.views import overview
from regional20x10.shared import clock
from reports.models import AnnualReport

SHOWN = 8


@require_safe
def desk(request):
    """Returns due, to sign, to verify or to accept, periods about to close, own reports."""
    user, today = request.user, clock.today()
    owed = waiting_for.due(user, today)
    waiting = list(waiting_for.waiting(user).with_posts()[: SHOWN + 1])
    production = list(waiting_for.waiting_production(user).with_posts()[:SHOWN])
    context = {
        "production_due": waiting_for.production_due(user, today),
        "production_waiting": production,
        "due": [row for row in owed if row.over or row.state],
        "ahead": [row for row in owed if not (row.over or row.state)],
        "waiting": waiting[:SHOWN],
        "more": len(waiting) > SHOWN,
        "accepting": waiting_for.waits_in(user.post) == "verified",
        "to_sign": list(waiting_for.to_sign(user).with_posts()[:SHOWN]),
        "closing": waiting_for.closing(user, today),
        "rates": waiting_for.own_rates(user, today),
        "reports": list(AnnualReport.objects.for_list().filter(requested_by=user.post)[:SHOWN]),
        "uploads": bool(user.post) and user.post.may(Deed.UPLOAD_RETURNS),
        "my_county": overview.own_county(user.post) if user.post else None,
        "key": uuid.uuid4(),
        **_inspections(user),
    }
    parts = ("due", "ahead", "waiting", "to_sign", "closing", "reports", "to_resolve", "to_close", "to_inspect",
             "production_due", "production_waiting")  # fmt: skip
    context["nothing"] = not any(context[part] for part in parts)
    return render(request, "reports/desk.html", context)


def _inspections(user):
    """What inspections ask of the post: findings to mend, findings to close, factories to visit."""
    now = clock.end_of(clock.today())
    return {
        "to_resolve": list(inspections.to_resolve(user, now)[:SHOWN]),
        "to_close": list(inspections.to_close(user, now)[:SHOWN]),
        "to_inspect": list(inspections.to_inspect(user)[:SHOWN]),
    }
