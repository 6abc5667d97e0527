"""Equipment: of one factory, item by item, and the items of all factories that are below their level or late."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees.rights import Deed
from factories import equipment, exports
from factories.actions import equipment as deeds
from factories.filters import EquipmentItemFilter
from factories.forms.equipment import ItemForm, StepForm
from factories.forms.funds import WithdrawForm
from factories.models import EquipmentItem, EquipmentStep, FactoryProject
from factories.views import lists
from regional20x10.shared import clock, pages

LIST = "factories/equipment/list.html"
PLACE = ("plan__county__province", "plan__program_year", "factory_type")


def _projects():
    return FactoryProject.objects.select_related(*PLACE)


# --- one factory -----------------------------------------------------------------------------------------------------
@require_safe
def project_equipment(request, code):
    """Each item with its level against the reference and how far it is, as known on the day."""
    as_of, user = pages.as_of(request), request.user
    project = pages.found(_projects().visible_to(user), code=code)
    editable = as_of == clock.today() and FactoryProject.objects.editable_by(user).filter(pk=project.pk).exists()
    found, may = equipment.of_project(project, as_of), editable and user.post.may(Deed.MANAGE_EQUIPMENT)
    listed = {row.item.code for row in found.rows}
    context = {
        "project": project,
        "equipment": found,
        "steps": equipment.steps(project, as_of),
        "may": may,
        "may_plan": may
        and any(norm["code"] not in listed for norm in project.factory_type.norms.get("equipment") or []),
    }
    return render(request, "factories/equipment/project.html", context)


@require_POST
def equipment_plan(request, code):
    project = pages.changeable(_projects(), request.user, Deed.MANAGE_EQUIPMENT, code=code)
    made = deeds.plan_equipment(project, by=request.user.post, at=clock.now())
    said = ngettext("%(count)s item was added from the norm.", "%(count)s items were added from the norm.", len(made))
    messages.success(request, said % {"count": len(made)})
    return redirect("project_equipment", project.code)


def _item(request, pk):
    rows = EquipmentItem.objects.select_related(*(f"project__{place}" for place in PLACE))
    return pages.changeable(rows, request.user, Deed.MANAGE_EQUIPMENT, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def equipment_edit(request, pk):
    item = _item(request, pk)
    form = ItemForm(request.POST or None, item=item)
    if form.done(partial(deeds.edit, item, by=request.user.post, at=clock.now())):
        messages.success(request, _("The item is changed. What it was before stays in its history."))
        return redirect("project_equipment", item.project.code)
    context = {"project": item.project, "item": item, "form": form}
    return render(request, "factories/equipment/edit.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def equipment_step(request, pk):
    item = _item(request, pk)
    form = StepForm(request.POST or None)
    if form.done(partial(deeds.step, item, by=request.user.post, at=clock.now())):
        messages.success(request, _("The step is entered."))
        return redirect("project_equipment", item.project.code)
    [progress] = equipment.of_items([item], clock.today())
    context = {"project": item.project, "item": item, "progress": progress, "form": form}
    return render(request, "factories/equipment/step.html", context, status=form.status)


def _step(request, pk):
    rows = EquipmentStep.objects.select_related("item", *(f"project__{place}" for place in PLACE))
    return pages.changeable(rows, request.user, Deed.MANAGE_EQUIPMENT, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def step_correct(request, pk):
    row = _step(request, pk)
    form = StepForm(request.POST or None, corrects=row)
    if form.done(partial(deeds.correct, row, by=request.user.post, at=clock.now())):
        messages.success(request, _("Corrected. The earlier version stays beside it."))
        return redirect("project_equipment", row.project.code)
    [progress] = equipment.of_items([row.item], clock.today())
    context = {"project": row.project, "item": row.item, "row": row, "progress": progress, "form": form}
    return render(request, "factories/equipment/step.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def step_withdraw(request, pk):
    row = _step(request, pk)
    form = WithdrawForm(request.POST or None)
    if form.done(partial(deeds.withdraw, row, by=request.user.post, at=clock.now())):
        messages.success(request, _("Withdrawn. The entry stays to be seen and counts no more."))
        return redirect("project_equipment", row.project.code)
    context = {"project": row.project, "row": row, "form": form}
    return render(request, "factories/equipment/withdraw.html", context, status=form.status)


# --- all factories ---------------------------------------------------------------------------------------------------
def _rows(request):
    rows = EquipmentItem.objects.visible_to(request.user).select_related(
        "supplier", *(f"project__{place}" for place in PLACE)
    )
    rows = rows.order_by("project__plan__county__province__code", "project__code", "order", "pk")
    return pages.as_of(request), EquipmentItemFilter(request.GET, rows, request=request)


@require_safe
def equipment_list(request):
    """What is below its reference level, or late, of all one sees."""
    as_of, filters = _rows(request)
    refused = filters.refusals()
    asked = [] if refused else equipment.pressing(filters.qs, as_of)
    page = Paginator(asked, lists.ROWS).get_page(request.GET.get("page"))
    context = {
        "filters": filters, "refused": refused, "given": filters.said(), "page": page, "total": len(asked),
        "below": sum(row.is_below for row in asked), "late": sum(bool(row.late) for row in asked),
        "files": lists.files("equipment_list_file"),
    }  # fmt: skip
    fragment = "#rows" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, LIST + fragment, context, status=400 if refused else 200)


@require_safe
def equipment_list_file(request, kind):
    as_of, filters = _rows(request)

    def make(rows):
        return exports.equipment(equipment.pressing(rows, as_of), request.user, as_of, filters), "equipment"

    return lists.given(request, kind, filters, LIST, make)
