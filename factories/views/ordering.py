"""The forms of a factory's supplies: demands, orders and dispatches are entered, corrected, withdrawn."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from committees.rights import Deed
from factories.actions import supplies
from factories.forms.supplies import (
    DemandForm,
    DispatchCorrection,
    DispatchForm,
    OrderCorrection,
    OrderForm,
    PlanForm,
    WithdrawForm,
)
from factories.models import Dispatch, FactoryProject, MaterialDemand, MaterialOrder
from regional20x10.shared import clock, pages

FORM = ["GET", "HEAD", "POST"]
ORDER = ("material", "supplier", "reference", "quantity", "ordered_on", "promised_on")
DISPATCH = ("waybill", "quantity", "dispatched_on", "expected_on")


def _changeable(request, rows, **lookup):
    return pages.changeable(rows, request.user, Deed.MANAGE_SUPPLIES, **lookup)


def _sent(request):
    return request.POST if request.method == "POST" else None


def _project(request, code):
    rows = FactoryProject.objects.select_related("plan__county__province", "factory_type")
    return _changeable(request, rows, code=code)


def _order(request, pk):
    rows = MaterialOrder.objects.select_related(
        "material", "supplier", "project__plan__county", "project__factory_type"
    )
    return _changeable(request, rows, pk=pk)


def _dispatch(request, pk):
    rows = Dispatch.objects.select_related(
        "order__material", "order__supplier", "project__plan__county", "project__factory_type"
    )
    return _changeable(request, rows, pk=pk)


def _answered(request, project, form, act, done, title, lead, send):
    """Back to the factory's supplies once `act` did it; else the form with all that stands against it."""
    act = partial(act, by=request.user.post, at=clock.now())
    if form.done(act) is not None:
        messages.success(request, done)
        return redirect("supplies", project.code)
    context = {"project": project, "form": form, "title": title, "lead": lead, "send": send}
    return render(request, "factories/supplies/form.html", context, status=form.status)


# --- demand ----------------------------------------------------------------------------------------------------------
@require_http_methods(FORM)
def demand_set(request, code):
    project = _project(request, code)
    initial = {name: request.GET.get(name) for name in ("package", "material", "quantity", "needed_by")}
    form = DemandForm(_sent(request), project=project, initial=initial)
    return _answered(
        request, project, form, partial(supplies.set_demand, project), _("The demand is kept."), _("Enter a demand"),
        _("What a work package needs of a material, and by when it is to be on site."), _("Keep the demand"),
    )  # fmt: skip


@require_http_methods(FORM)
def demand_plan(request, code):
    project = _project(request, code)
    form = PlanForm(_sent(request))
    return _answered(
        request, project, form, partial(supplies.plan_demand, project), _("The demands are those of the norm now."),
        _("Work out the demand from the norm"),
        _("Norm per m² × floor area × the share of the work package, needed by its planned start."),
        _("Work it out"),
    )  # fmt: skip


@require_POST
def demand_drop(request, pk):
    demand = _changeable(request, MaterialDemand.objects.select_related("project"), pk=pk)
    supplies.drop_demand(demand, by=request.user.post, at=clock.now())
    messages.success(request, _("The demand is taken away. The history keeps it."))
    return redirect("supplies", demand.project.code)


# --- orders ----------------------------------------------------------------------------------------------------------
@require_http_methods(FORM)
def order_place(request, code):
    project = _project(request, code)
    form = OrderForm(_sent(request))
    return _answered(
        request, project, form, partial(supplies.order, project), _("The order is kept."), _("Enter an order"),
        _("An order counts as arriving on the day promised, until that day has passed."), _("Keep the order"),
    )  # fmt: skip


@require_http_methods(FORM)
def order_correct(request, pk):
    order = _order(request, pk)
    form = OrderCorrection(_sent(request), initial={name: getattr(order, name) for name in ORDER})
    return _answered(
        request, order.project, form, partial(supplies.correct_order, order), _("The correction is kept."),
        _("Correct the order %(reference)s") % {"reference": order.reference},
        _("Enter it whole, as it is right. The supplier is judged by the day first promised."),
        _("Keep the correction"),
    )  # fmt: skip


@require_http_methods(FORM)
def order_withdraw(request, pk):
    order = _order(request, pk)
    form = WithdrawForm(_sent(request))
    return _answered(
        request, order.project, form, partial(supplies.withdraw_order, order), _("The order is withdrawn."),
        _("Withdraw the order %(reference)s") % {"reference": order.reference},
        _("Say that it never was made. The entry stays in the record with the reason."), _("Withdraw it"),
    )  # fmt: skip


# --- dispatches ------------------------------------------------------------------------------------------------------
@require_http_methods(FORM)
def dispatch_enter(request, pk):
    order = _order(request, pk)
    form = DispatchForm(_sent(request))
    slots = {"reference": order.reference, "material": order.material.name, "supplier": order.supplier.name}
    return _answered(
        request, order.project, form, partial(supplies.dispatch, order), _("The dispatch is kept."),
        _("Enter a dispatch"), _("Order %(reference)s: %(material)s from %(supplier)s.") % slots,
        _("Keep the dispatch"),
    )  # fmt: skip


@require_http_methods(FORM)
def dispatch_correct(request, pk):
    row = _dispatch(request, pk)
    form = DispatchCorrection(_sent(request), initial={name: getattr(row, name) for name in DISPATCH})
    return _answered(
        request, row.project, form, partial(supplies.correct_dispatch, row), _("The correction is kept."),
        _("Correct the dispatch %(waybill)s") % {"waybill": row.waybill}, _("Enter it whole, as it is right."),
        _("Keep the correction"),
    )  # fmt: skip


@require_http_methods(FORM)
def dispatch_withdraw(request, pk):
    row = _dispatch(request, pk)
    form = WithdrawForm(_sent(request))
    return _answered(
        request, row.project, form, partial(supplies.withdraw_dispatch, row), _("The dispatch is withdrawn."),
        _("Withdraw the dispatch %(waybill)s") % {"waybill": row.waybill},
        _("Say that it never left. The entry stays in the record with the reason."), _("Withdraw it"),
    )  # fmt: skip
