"""The production of one factory, month by month, and what it is to make in a year."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees.rights import Deed
from factories import charts, norms, output
from factories.actions import production as deeds
from factories.forms.production import PlanForm
from factories.models import FactoryProject, Gate, ProductionReturn, ProductPlan, State
from factories.views.charts import NARROW
from regional20x10.shared import clock, pages, words

PLAN = Deed.PLAN_PRODUCTION


def _projects():
    return FactoryProject.objects.select_related("plan__county__province", "plan__program_year", "factory_type")


@require_safe
def project_production(request, code):
    """Output by product and month against plan and capacity, quality, downtime by cause and the plans."""
    as_of, user = pages.as_of(request), request.user
    project = pages.found(_projects().visible_to(user), code=code)
    editable = as_of == clock.today() and FactoryProject.objects.editable_by(user).filter(pk=project.pk).exists()
    context = {
        "project": project,
        "plans": [(year, [(_name(project, row.product), row) for row in rows]) for year, rows in output.plans(project)],
        "enters": editable and user.post.may(Deed.ENTER_PRODUCTION),
        "may_plan": editable and user.post.may(PLAN),
        "commissioned": project.gate_passes.filter(gate=Gate.COMMISSION, at__lte=clock.end_of(as_of)).first(),
        "draft": _draft(user, project) if editable else None,
        **_shown(project, as_of),
    }
    return render(request, "factories/production/project.html", context)


def _draft(user, project):
    rows = ProductionReturn.objects.visible_to(user).filter(project=project, state=State.DRAFT)
    return rows.select_related("period").order_by("-period__starts_on").first()


def _shown(project, as_of):
    months = output.months(project, as_of)
    last, share = output.summary(months)
    return {
        "months": months[::-1],
        "reported": any(month.row for month in months),
        "last": last,
        "share": share,
        "by_product": [(_name(project, name), rows[::-1]) for name, rows in output.by_product(project, months)],
        "downtimes": output.downtimes(months),
        "chart": _chart(months),
    }


def _name(project, product):
    return capfirst(norms.in_words(project.factory_type, product))


def _chart(months):
    """Utilisation month by month as a page's template takes it; None without a verified month."""
    points = [{"on": month.period.starts_on, "value": month.utilisation} for month in months]
    known = [month for month in months if month.utilisation is not None]
    if not known:
        return None
    drawn = {
        "wide": charts.svg(charts.trend(points, title=_("Utilisation of capacity, %"))),
        "narrow": charts.svg(charts.trend(points, title=_("Utilisation, %"), height=200, **NARROW)),
    }
    slots = {"month": known[-1].period.label, "share": words.percent(known[-1].utilisation)}
    return drawn | {"says": _("Utilisation in %(month)s: %(share)s of capacity, verified.") % slots}


@require_http_methods(["GET", "HEAD", "POST"])
def product_plan_set(request, code):
    """What the factory is to make of a product in a year."""
    project = pages.changeable(_projects(), request.user, PLAN, code=code)
    form = PlanForm(request.POST or None, project=project, initial=_planned(request, project))
    if form.done(partial(deeds.set_plan, project, by=request.user.post)):
        messages.success(request, _("The plan is set."))
        return redirect("project_production", project.code)
    context = {"project": project, "form": form}
    return render(request, "factories/production/plan.html", context, status=form.status)


def _planned(request, project):
    """The plan that `?plan=` names, to be changed; else this year."""
    pk = request.GET.get("plan", "")
    row = (
        ProductPlan.objects.filter(project=project, pk=pk).first()
        if pk.isascii() and pk.isdigit() and len(pk) < 19
        else None
    )
    if row is None:
        return {"year": clock.today().year}
    return {"year": row.year, "product": row.product, "tonnes": row.tonnes}


def on_project(project, as_of):
    """What the page of a factory tells of its production: its last three months."""
    months = output.months(project, as_of, 3)
    last, share = output.summary(months)
    return {"months": [month for month in reversed(months) if month.row], "last": last, "share": share}
