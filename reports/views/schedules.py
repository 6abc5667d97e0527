"""Which kinds of sealed reports are built by themselves, and to whom each kind goes."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees.rights import Deed
from regional20x10.shared import clock
from regional20x10.shared.actions import not_allowed
from reports import schedules
from reports.actions import schedules as deeds
from reports.forms.schedules import ScheduleForm
from reports.models import SealKind


@require_safe
def schedule_list(request):
    """Each kind in a row: when the next is built, and who gets it."""
    post = request.user.post
    context = {
        "rows": schedules.told(clock.today()),
        "may": post.may(Deed.SCHEDULE_REPORTS),
        "who": post.who_may(Deed.SCHEDULE_REPORTS),
    }
    return render(request, "reports/schedules/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request, kind):
    """Change one of them."""
    post = request.user.post
    if kind not in SealKind.values:
        raise Http404(_("There is no such page, or your post does not reach it."))
    if not post.may(Deed.SCHEDULE_REPORTS):
        raise not_allowed(post, Deed.SCHEDULE_REPORTS)
    row = schedules.of(kind, clock.today())
    initial = {"active": row.active, "days_after": row.days_after, "roles": row.roles}
    form = ScheduleForm(request.POST or None, kind=kind, initial=initial)
    if form.done(partial(deeds.arrange, kind, by=post, at=clock.now())):
        messages.success(request, _("Kept."))
        return redirect("schedule_list")
    return render(request, "reports/schedules/schedule.html", {"row": row, "form": form}, status=form.status)
