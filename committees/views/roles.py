"""The parts that bodies have in a factory: given and ended, and its four units changed."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from committees.actions import roles
from committees.forms.bodies import RoleEndForm, RoleForm, UnitForm
from committees.models import ProjectRole
from committees.rights import Deed
from factories.models import FactoryProject
from regional20x10.shared import clock, pages

FORM = "committees/roles/form.html"
PLACE = ("plan__county__province", "plan__program_year", "factory_type")


def _project(request, code):
    rows = FactoryProject.objects.select_related(*PLACE)
    return pages.changeable(rows, request.user, Deed.MANAGE_BODIES, code=code)


def _asked(request, project, form, heading, verb, lead=""):
    context = {"project": project, "form": form, "heading": heading, "verb": verb, "lead": lead}
    return render(request, FORM, context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def role_give(request, code):
    project = _project(request, code)
    form = RoleForm(request.POST or None, on=clock.today())
    if form.done(partial(roles.give, project, by=request.user.post)):
        messages.success(request, _("The part is given."))
        return redirect(project)
    lead = _("The units that design, build, operate and inspect the factory are changed, not given.")
    return _asked(request, project, form, _("Give a body a part"), _("Give it"), lead)


@require_http_methods(["GET", "HEAD", "POST"])
def role_end(request, pk):
    rows = ProjectRole.objects.select_related("organization", *(f"project__{place}" for place in PLACE))
    role = pages.changeable(rows, request.user, Deed.MANAGE_BODIES, pk=pk)
    form = RoleEndForm(request.POST or None, on=clock.today())
    if form.done(partial(roles.end, role, by=request.user.post)):
        messages.success(request, _("The part ends. It stays on the page of the body."))
        return redirect(role.project)
    slots = {"body": role.organization.name, "part": role.get_part_display()}
    lead = _("%(body)s: %(part)s.") % slots
    return _asked(request, role.project, form, _("End a body’s part"), _("End it"), lead)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_change(request, code):
    project = _project(request, code)
    form = UnitForm(request.POST or None, on=clock.today())
    if form.done(partial(roles.change_unit, project, by=request.user.post, at=clock.now())):
        messages.success(request, _("The unit is changed. The one before sees the factory no more."))
        return redirect(project)
    lead = _("The part of the body that had it ends the day before. What it reported and signed stays its own.")
    return _asked(request, project, form, _("Change a unit of the factory"), _("Change it"), lead)
