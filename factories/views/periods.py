"""The reporting calendar: every place in its last periods, one period with its exceptions, and who opens and closes."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees.rights import Deed
from factories import exports, rates, reporting
from factories.actions import periods
from factories.filters import ProductionReportingFilter, ReportingFilter
from factories.forms.periods import GrantForm, ManyPeriodsForm, ReopenForm
from factories.models import FactoryProject, PeriodException, PeriodKind, ReportingPeriod
from factories.views import lists
from regional20x10.shared import clock, pages
from regional20x10.shared.actions import not_allowed

LIST = "factories/periods/board.html"
CHOICE = {PeriodKind.TEN_DAYS: 18, PeriodKind.MONTH: 6}
"""How many periods of each kind, back from the one that begins next, can be chosen to be opened or closed."""
OPEN_STATES = ("missing", "returned", "draft", "due", "excepted")
"""What is not submitted, the most pressing first."""


# --- the board -------------------------------------------------------------------------------------------------------
def subject_of(request):
    """What is asked for: ten-day returns, or (?kind=month) those of production."""
    kind = request.GET.get("kind", "")
    return reporting.PRODUCTION if kind == PeriodKind.MONTH else reporting.BUILDING


def _asked(request):
    """(as-of day, what is reported, the last periods, {project pk: last day it reports} of those that owe, filters)."""
    as_of, subject = pages.as_of(request), subject_of(request)
    seen, last = FactoryProject.objects.visible_to(request.user), reporting.last_periods(as_of, subject=subject)
    known = reporting.owing(seen, last, as_of, subject)
    rows = FactoryProject.objects.filter(pk__in=list(known)).for_list()
    rows = rows.order_by("plan__county__province__code", "plan__county__code", "code")
    if subject is reporting.PRODUCTION:
        rows = rows.select_related("operation_unit")
    filters = {reporting.BUILDING: ReportingFilter, reporting.PRODUCTION: ProductionReportingFilter}[subject]
    return as_of, subject, last, known, filters(request.GET, rows, request=request)


def _drafts(user, subject=reporting.BUILDING):
    """The projects of whose drafts the reader may know: those they write for."""
    if not user.post.may(subject.model.WRITTEN_BY):
        return frozenset()
    return frozenset(FactoryProject.objects.editable_by(user).values_list("pk", flat=True))


def _cells(projects, known, last, as_of, user, subject):
    """[(project, its cells in the order of the periods)]."""
    owing = {row.pk: known[row.pk] for row in projects}
    found = reporting.cells(owing, last, as_of, _drafts(user, subject), subject)
    return [(row, [found[row.pk, period.pk] for period in last]) for row in projects]


@require_safe
def period_board(request):
    as_of, subject, last, known, filters = _asked(request)

    def context(page, rows):
        of = {pk: known[pk] for pk in rows.values_list("pk", flat=True)}
        found = rates.rates(of, as_of, subject)
        shown = _cells(page.object_list, known, last, as_of, request.user, subject)
        return {
            "periods": last,
            "monthly": subject is reporting.PRODUCTION,
            "rows": [(project, cells, found[project.pk]) for project, cells in shown],
            "rates": rates.total(found.values()),
            "files": lists.files("period_board_file"),
            "manages": as_of == clock.today() and request.user.post.may(Deed.MANAGE_PERIODS),
        }

    return lists.shown(request, filters, LIST, context)


@require_safe
def period_board_file(request, kind):
    as_of, subject, last, known, filters = _asked(request)

    def make(rows):
        found = _cells(list(rows), known, last, as_of, request.user, subject)
        flat = [(project, cell) for project, cells in found for cell in cells]
        return exports.reported(flat, request.user, as_of, filters), "periods"

    return lists.given(request, kind, filters, LIST, make)


# --- one period ------------------------------------------------------------------------------------------------------
def _period(code):
    period = ReportingPeriod.objects.coded(code)
    if period is None:
        raise Http404(_("There is no such page, or your post does not reach it."))
    return period


@require_safe
def period(request, code):
    """Who has not reported and why, and the exceptions, those that ended too."""
    as_of = pages.as_of(request)
    row = pages.found(ReportingPeriod.objects.visible_to(request.user), pk=_period(code).pk)
    subject = reporting.SUBJECTS[row.kind]
    known = reporting.owing(FactoryProject.objects.visible_to(request.user), [row], as_of, subject)
    found = reporting.cells(known, [row], as_of, _drafts(request.user, subject), subject)
    projects = FactoryProject.objects.filter(pk__in=list(known)).for_list()
    if subject is reporting.PRODUCTION:
        projects = projects.select_related("operation_unit")
    pairs = [(project, found[project.pk, row.pk]) for project in projects if (project.pk, row.pk) in found]
    given = PeriodException.objects.visible_to(request.user).filter(period=row, at__lte=clock.end_of(as_of))
    context = {
        "period": row,
        "monthly": subject is reporting.PRODUCTION,
        "begun": row.starts_on <= as_of,
        "closes_on": pairs[0][1].closes_on if pairs else row.closes_on,
        "total": len(pairs),
        "sent": sum(cell.submitted_on is not None for _project, cell in pairs),
        "late": sum(cell.late for _project, cell in pairs),
        "missing": sum(cell.state == "missing" for _project, cell in pairs),
        "rows": sorted(
            (pair for pair in pairs if pair[1].submitted_on is None),
            key=lambda pair: (OPEN_STATES.index(pair[1].state), pair[0].code),
        ),
        "exceptions": [(row, row.until >= as_of) for row in given.for_list()],
        "manages": as_of == clock.today() and request.user.post.may(Deed.MANAGE_PERIODS),
    }
    return render(request, "factories/periods/detail.html", context)


# --- what committee staff does ---------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def period_grant(request, code):
    """An exception for one factory, county or province."""
    row = pages.changeable(ReportingPeriod.objects, request.user, Deed.MANAGE_PERIODS, pk=_period(code).pk)
    form = GrantForm(request.POST or None, initial={"code": request.GET.get("project", "")[:60]}, user=request.user)
    if form.done(partial(periods.grant, row, by=request.user.post, at=clock.now())):
        messages.success(request, _("The exception is made. It ends by itself after its last day."))
        return redirect("period", row.code)
    context = {"period": row, "form": form}
    return render(request, "factories/periods/grant.html", context, status=form.status)


def _choice(request):
    """The periods that can be opened or closed."""
    if not request.user.post.may(Deed.MANAGE_PERIODS):
        raise not_allowed(request.user.post, Deed.MANAGE_PERIODS)
    rows = ReportingPeriod.objects.editable_by(request.user).begun(clock.today()).order_by("-starts_on")
    keys = [
        pk for kind, count in CHOICE.items() for pk in rows.filter(kind=kind).values_list("pk", flat=True)[:count]
    ]  # fmt: skip
    return ReportingPeriod.objects.filter(pk__in=keys).order_by("-kind", "-starts_on")


def _many(request, form_class, act, said, template):
    choice = _choice(request)
    chosen = choice.coded(request.GET.get("period", ""))
    form = form_class(request.POST or None, choices=choice, initial={"periods": [chosen] if chosen else []})
    if rows := form.done(partial(act, by=request.user.post, on=clock.today())):
        messages.success(request, said(len(rows)))
        return redirect("period_board")
    context = {"form": form, "board": reverse("period_board")}
    return render(request, template, context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def period_open(request):
    """Take returns again for one period or several."""
    template = "factories/periods/open.html"
    return _many(request, ReopenForm, periods.reopen, _opened, template)


@require_http_methods(["GET", "HEAD", "POST"])
def period_close(request):
    """Take no more returns for one period or several."""
    return _many(request, ManyPeriodsForm, periods.close, _closed, "factories/periods/close.html")


def _opened(count):
    return _("Returns are taken again. Periods opened: %(count)s.") % {"count": count}


def _closed(count):
    return _("Periods closed: %(count)s. Exceptions for single places go on until their own day.") % {"count": count}
