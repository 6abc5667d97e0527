"""The close of a programme year: the form that closes it, what is shown of it on years and factories, and its file."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees.rights import Deed
from factories import closing, exports
from factories.actions import closing as deeds
from factories.forms.closing import CloseForm
from factories.models import FactoryProject, ProgramYear
from regional20x10.shared import clock, pages, tables


@require_http_methods(["GET", "HEAD", "POST"])
def year_close(request, year):
    """Close a year: what is finished, what is carried over and why, what waits unverified."""
    rows = ProgramYear.objects.select_related("program").order_by("pk")
    chosen = pages.changeable(rows, request.user, Deed.CLOSE_YEARS, year=year)
    projects = FactoryProject.objects.visible_to(request.user)
    found = closing.of_year(chosen, projects, clock.today())
    form = CloseForm(request.POST if request.method == "POST" else None, unfinished=found.unfinished)
    if form.close(partial(deeds.close_year, chosen, by=request.user.post, at=clock.now())):
        messages.success(request, _("%(year)s is closed. Write down what it taught.") % {"year": chosen})
        return redirect(chosen)
    for row in found.unfinished:
        row.box = form[f"why_{row.project.pk}"]
    context = {"chosen": chosen, "closing": found, "form": form, "waiting": closing.waiting(chosen, projects)}
    return render(request, "factories/closing/close.html", context, status=form.status)


def on_year(request, chosen, as_of):
    """What the page of a year shows of its close and of what earlier years left to it."""
    post, closed = request.user.post, closing.closed_by(chosen, as_of)
    return {
        "carried": closing.carried_from(chosen, request.user, as_of) if closed else [],
        "came": closing.carried_into(chosen, request.user, as_of),
        "lessons": list(chosen.lessons.select_related("factory_type")),
        "closed": closed,
        "may": as_of == clock.today() and post.may(Deed.CLOSE_YEARS),
        "over": as_of > chosen.due_on,
    }


@require_safe
def carried_file(request, year, kind):
    """What was carried over when a year was closed, as a file."""
    exports.allowed(request.user)
    as_of = pages.as_of(request)
    chosen = pages.found(ProgramYear.objects.visible_to(request.user).for_list(), year=year)
    rows = closing.carried_from(chosen, request.user, as_of)
    return tables.answer(exports.carried(rows, chosen, request.user, as_of), kind, f"carried-{year}-{as_of}")
