"""Gates of a project: letting it through, waiving a requirement until a day, and moving its finish date."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from committees.rights import Deed
from factories import gates
from factories.actions import gates as deeds
from factories.actions import projects
from factories.forms.gates import FinishForm, WaiverForm
from factories.models import FactoryProject, Gate
from regional20x10.shared import clock, pages


def _project(request, deed, code):
    rows = FactoryProject.objects.select_related("plan__county__province", "plan__program_year", "factory_type")
    return pages.changeable(rows, request.user, deed, code=code)


def _gate(name):
    if name not in Gate.values:
        raise Http404(_("There is no such page, or your post does not reach it."))
    return Gate(name)


@require_POST
def gate_pass(request, code, gate):
    """Let the project through; whatever stands against it is said on the page of a refusal."""
    project = _project(request, Deed.PASS_GATES, code)
    deeds.let_through(project, _gate(gate), by=request.user.post, at=clock.now())
    said = _("The gate “%(gate)s” is passed. The evidence of today is kept with it.")
    messages.success(request, said % {"gate": Gate(gate).label})
    return redirect(project)


@require_http_methods(["GET", "HEAD", "POST"])
def gate_waive(request, code, gate, requirement):
    """The form of a waiver of one requirement."""
    project, gate = _project(request, Deed.WAIVE, code), _gate(gate)
    facts = gates.Facts(project, clock.today())
    asked = gates.requirement(gate, requirement, facts)
    if asked is None:
        raise Http404(_("There is no such page, or your post does not reach it."))
    form = WaiverForm(request.POST or None)
    if form.done(partial(deeds.waive, project, gate, requirement, by=request.user.post, at=clock.now())):
        messages.success(request, _("Waived. It ends by itself on the day you gave."))
        return redirect(project)
    context = {"project": project, "gate": gate, "asked": asked, "finding": asked.find(facts), "form": form}
    return render(request, "factories/gates/waive.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def finish_move(request, code):
    """The form of a new finish date. Earlier dates stay; the original never changes."""
    project = _project(request, Deed.REBASELINE, code)
    form = FinishForm(request.POST or None)
    if form.done(partial(projects.rebaseline, project, by=request.user.post, at=clock.now())):
        messages.success(request, _("The new finish date is approved. The earlier ones stay beside it."))
        return redirect(project)
    context = {"project": project, "form": form, "baselines": list(project.baselines.order_by("number"))}
    return render(request, "factories/gates/finish.html", context, status=form.status)


def shown(user, project, day, *, editable, **known):
    """The gates of a project as its page shows them: each with what this reader may do there.

    `editable`: whether the reader's post may change it today; `known`: gates.Facts that the page has read already.
    """
    rows = gates.states(project, day, **known)
    for row in rows:
        decided = row.gate in gates.DECIDED and not row.passed
        row.may_pass = editable and decided and not row.missing and user.post.may(Deed.PASS_GATES)
        for line in row.requirements:
            asked = line.requirement
            line.may_waive = editable and not line.holds and asked.waivable and user.post.may(Deed.WAIVE)
            line.may_supply = editable and not line.holds and asked.deed and user.post.may(asked.deed)
            line.who = user.post.who_may(asked.deed) if asked.deed and not line.holds else ""
    return rows
