"""Raw-material bases: the list, the page of one, and how it is entered, changed, raised, reported and linked."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees.rights import Deed
from factories import balances, bases, charts, exports, funds, norms
from factories.actions import bases as deeds
from factories.filters import RawMaterialBaseFilter
from factories.forms.bases import BaseForm, LinkForm, MeasureDoneForm, MeasureForm, ReturnForm, UnlinkForm
from factories.forms.funds import WithdrawForm
from factories.models import BaseMeasure, BaseReturn, County, RawMaterialBase, SupplyLink
from factories.models.bases import even_season
from factories.views import lists
from regional20x10.shared import clock, pages, words

LIST = "factories/bases/list.html"
FORM = "factories/bases/form.html"
PLACE = "county__province"


# --- the list --------------------------------------------------------------------------------------------------------
def _rows(request):
    rows = RawMaterialBase.objects.visible_to(request.user).for_list()
    return pages.as_of(request), RawMaterialBaseFilter(request.GET, rows, request=request)


@require_safe
def base_list(request):
    as_of, filters = _rows(request)
    user = request.user

    def context(page, rows):
        claims = balances.claims(page.object_list, user, as_of)
        mine = user.post.county if user.post.county_id and user.post.may(Deed.MANAGE_BASES) else None
        return {"rows": [claims[row.pk] for row in page.object_list], "files": lists.files("base_list_file"),
                "mine": mine, "named": norms.listed_in_words()}  # fmt: skip

    return lists.shown(request, filters, LIST, context)


@require_safe
def base_list_file(request, kind):
    as_of, filters = _rows(request)

    def make(rows):
        claims = list(balances.claims(rows, request.user, as_of).values())
        return exports.bases(claims, request.user, as_of, filters), "bases"

    return lists.given(request, kind, filters, LIST, make)


# --- one base --------------------------------------------------------------------------------------------------------
@require_safe
def base(request, code):
    """What it has and is expected to supply, who has a claim on it, how it is raised, and what it reported."""
    as_of, user = pages.as_of(request), request.user
    row = pages.found(RawMaterialBase.objects.visible_to(user).select_related(PLACE), code=code)
    editable = as_of == clock.today() and RawMaterialBase.objects.editable_by(user).filter(pk=row.pk).exists()
    claims = balances.claims([row], user, as_of)[row.pk]
    places = [f"by__{place}" for place in ("province", "county", "organization")]
    months = [(words.month_name(number), claims.supply.month(number)) for number in bases.MONTHS]
    returns = row.returns.filter(at__lt=funds.known_before(as_of)).select_related("by", *places)
    context = {
        "base": row,
        "material": norms.listed_in_words().get(row.material, row.material),
        "claims": claims,
        "supply": claims.supply,
        "months": months,
        "season": _season(months) if claims.supply.this_year is not None else None,
        "measures": list(row.measures.select_related("owner")),
        "returns": sorted(funds.versions(list(returns)), key=_by_quarter, reverse=True),
        "may": editable and user.post.may(Deed.MANAGE_BASES),
    }
    return render(request, "factories/bases/base.html", context)


def _season(months):
    """{wide, narrow, says}: what is expected of the base by month."""
    rows = [{"label": name, "value": float(tonnes)} for name, tonnes in months]
    most = max(months, key=lambda month: month[1])
    said = _("Most is expected in %(month)s: %(tonnes)s t.") % {"month": most[0], "tonnes": words.amount(most[1])}
    sizes = {"wide": 720, "narrow": 358}
    drawn = {key: charts.svg(charts.bars(rows, width=width, row_height=22)) for key, width in sizes.items()}
    return {**drawn, "says": said}


def _by_quarter(thing):
    return thing[0].year, thing[0].quarter


def _base(request, code):
    return pages.changeable(RawMaterialBase.objects.select_related(PLACE), request.user, Deed.MANAGE_BASES, code=code)


def _asked(request, base, form, heading, lead="", verb=""):
    """The page of a form of a base."""
    context = {"base": base, "form": form, "heading": heading, "lead": lead, "verb": verb or _("Keep it")}
    return render(request, FORM, context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def base_create(request, code):
    """A new base in a county."""
    county = pages.changeable(County.objects.select_related("province"), request.user, Deed.MANAGE_BASES, code=code)
    form = BaseForm(request.POST or None)
    if row := form.done(partial(deeds.create, county, by=request.user.post, on=clock.today())):
        messages.success(request, _("The base is entered. Link it to the factories it feeds."))
        return redirect(row)
    context = {"county": county, "form": form, "heading": _("Enter a raw-material base"), "verb": _("Enter it")}
    return render(request, FORM, context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def base_change(request, code):
    row = _base(request, code)
    form = BaseForm(request.POST or None, base=row)

    def act(season, **said):
        return deeds.change(row, **said, season=season or even_season(), by=request.user.post, on=clock.today())

    if form.done(act):
        messages.success(request, _("The base is changed. What it was before stays in its history."))
        return redirect(row)
    return _asked(request, row, form, _("Change what the base has"))


# --- measures --------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def base_measure_plan(request, code):
    row = _base(request, code)
    form = MeasureForm(request.POST or None, user=request.user)
    if form.done(partial(deeds.plan_measure, row, by=request.user.post, on=clock.today())):
        messages.success(request, _("The measure is planned."))
        return redirect(row)
    lead = _("What a measure adds counts in next year’s supply if it is due by the end of this year.")
    return _asked(request, row, form, _("Plan a measure"), lead, _("Plan it"))


@require_http_methods(["GET", "HEAD", "POST"])
def base_measure_finish(request, pk):
    rows = BaseMeasure.objects.select_related(f"base__{PLACE}")
    row = pages.changeable(rows, request.user, Deed.MANAGE_BASES, pk=pk)
    form = MeasureDoneForm(request.POST or None)
    if form.done(partial(deeds.finish_measure, row, by=request.user.post, on=clock.today())):
        messages.success(request, _("The measure is done. Enter now what the base has since."))
        return redirect("base_change", row.base.code)
    return _asked(request, row.base, form, _("Say that a measure is done"), row.what, _("It is done"))


# --- quarterly returns -----------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def base_report(request, code):
    row, today = _base(request, code), clock.today()
    quarter = (today.month + 2) // 3 - 1
    last = {"year": today.year if quarter else today.year - 1, "quarter": quarter or 4}
    form = ReturnForm(request.POST or None, initial=last)
    if form.done(partial(deeds.report, row, by=request.user.post, at=clock.now())):
        messages.success(request, _("The quarter is reported."))
        return redirect(row)
    lead = _("A quarter is reported once it is over, and once. A mistake is corrected by a new version.")
    return _asked(request, row, form, _("Report a quarter"), lead, _("Report it"))


def _return(request, pk):
    rows = BaseReturn.objects.select_related(f"base__{PLACE}")
    return pages.changeable(rows, request.user, Deed.MANAGE_BASES, pk=pk)


def _quarter(row):
    return _("Quarter %(quarter)s of %(year)s") % {"quarter": row.quarter, "year": row.year}


@require_http_methods(["GET", "HEAD", "POST"])
def base_return_correct(request, pk):
    row = _return(request, pk)
    form = ReturnForm(request.POST or None, corrects=row)
    if form.done(partial(deeds.correct, row, by=request.user.post, at=clock.now())):
        messages.success(request, _("Corrected. The earlier version stays beside it."))
        return redirect(row.base)
    return _asked(request, row.base, form, _("Correct an entry"), _quarter(row), _("Keep the correction"))


@require_http_methods(["GET", "HEAD", "POST"])
def base_return_withdraw(request, pk):
    row = _return(request, pk)
    form = WithdrawForm(request.POST or None)
    if form.done(partial(deeds.withdraw, row, by=request.user.post, at=clock.now())):
        messages.success(request, _("Withdrawn. The entry stays to be seen and counts no more."))
        return redirect(row.base)
    return _asked(request, row.base, form, _("Withdraw a quarterly return"), _quarter(row), _("Withdraw it"))


# --- links -----------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def base_link(request, code):
    row = _base(request, code)
    form = LinkForm(request.POST or None, user=request.user, base=row)
    if form.done(partial(deeds.link, row, by=request.user.post, on=clock.today())):
        messages.success(request, _("The base feeds the factory from now on."))
        return redirect(row)
    left = balances.claims([row], request.user, clock.today())[row.pk].left
    lead = _("%(left)s of what the base has is not given to any factory.") % {"left": words.percent(left, 2)}
    return _asked(request, row, form, _("Link a factory"), lead)


def _link(request, pk):
    rows = SupplyLink.objects.select_related(f"base__{PLACE}", "project__factory_type", "project__plan__county")
    return pages.changeable(rows, request.user, Deed.MANAGE_BASES, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def base_link_change(request, pk):
    row = _link(request, pk)
    form = LinkForm(request.POST or None, user=request.user, base=row.base, link=row)
    if form.done(partial(deeds.link, row.base, row.project, by=request.user.post, on=clock.today())):
        messages.success(request, _("The share is changed."))
        return redirect(row.base)
    return _asked(request, row.base, form, _("Change the share of a factory"), f"{row.project.code}: {row.project}")


@require_http_methods(["GET", "HEAD", "POST"])
def base_unlink(request, pk):
    row = _link(request, pk)
    form = UnlinkForm(request.POST or None)

    def act(reason):
        deeds.unlink(row, reason=reason, by=request.user.post, on=clock.today())
        return True

    if form.done(act):
        messages.success(request, _("The base feeds the factory no more."))
        return redirect(row.base)
    return _asked(
        request, row.base, form, _("Take a link away"), f"{row.project.code}: {row.project}", _("Take it away")
    )
