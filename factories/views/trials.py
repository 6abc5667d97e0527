"""Trial operations and quality samples: of one factory, the protocol of a trial to be printed, and the lists of all."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees.rights import Deed
from factories import exports, trials
from factories.actions import trials as deeds
from factories.filters import SampleFilter, TrialFilter
from factories.forms.funds import WithdrawForm
from factories.forms.trials import SampleForm, TrialForm
from factories.funds import known_before
from factories.models import FactoryProject, QualitySample, TrialRun
from factories.views import lists
from regional20x10.shared import clock, pages

TRIALS, SAMPLES = "factories/trials/list.html", "factories/trials/samples.html"
PLACE = ("plan__county__province", "plan__program_year", "factory_type", "operation_unit", "inspection")
FORM = ["GET", "HEAD", "POST"]


def _projects():
    return FactoryProject.objects.select_related(*PLACE)


def _of(model):
    return model.objects.select_related(*(f"project__{place}" for place in PLACE))


# --- one factory -----------------------------------------------------------------------------------------------------
@require_safe
def project_trials(request, code):
    """Its trial operations and quality samples, each with its versions, as known on the day."""
    as_of, user = pages.as_of(request), request.user
    project = pages.found(_projects().visible_to(user), code=code)
    found = trials.of_project(project, as_of)
    context = {"project": project, "found": found, **_may(user, project, as_of)}
    return render(request, "factories/trials/project.html", context)


def _may(user, project, as_of):
    """What this reader may do there: a trial is its operation unit's, a sample its inspecting side's."""
    editable = as_of == clock.today() and FactoryProject.objects.editable_by(user).filter(pk=project.pk).exists()
    post, own = user.post, user.post.organization_id
    return {
        "may_trial": editable and post.may(Deed.RECORD_TRIALS) and own == project.operation_unit_id,
        "may_sample": editable and post.may(Deed.SAMPLE_QUALITY) and own == project.inspection_id,
    }


@require_safe
def trial(request, pk):
    """The commissioning protocol of a trial, to be printed and signed, with the samples known on the day."""
    as_of = pages.as_of(request)
    row = pages.found(_of(TrialRun).select_related("document").visible_to(request.user), pk=pk)
    found = trials.of_project(row.project, as_of)
    versions = [version for last, earlier in found.trials for version in [last, *earlier]]
    context = {
        "project": row.project, "row": row, "known": row in versions, "samples": found.latest_samples,
        "after": next((version for version in versions if version.replaces_id == row.pk), None),
    }  # fmt: skip
    return render(request, "factories/trials/protocol.html", context)


def _answered(request, project, form, act, done, words):
    """Back to the factory's trials once `act` did it; else the form with all that stands against it."""
    if form.done(partial(act, by=request.user.post, at=clock.now())) is not None:
        messages.success(request, done)
        return redirect("project_trials", project.code)
    title, lead, send = words
    context = {"project": project, "form": form, "title": title, "lead": lead, "send": send}
    return render(request, "factories/trials/form.html", context, status=form.status)


@require_http_methods(FORM)
def trial_record(request, code):
    project = pages.changeable(_projects(), request.user, Deed.RECORD_TRIALS, code=code)
    form = TrialForm(request.POST or None, request.FILES or None, project=project)
    lead = _("What came out in the days of the trial, whether it passed, and the protocol about it.")
    words = (_("Record a trial operation"), lead, _("Enter it"))
    return _answered(request, project, form, partial(deeds.record, project), _("The trial is recorded."), words)


@require_http_methods(FORM)
def sample_record(request, code):
    project = pages.changeable(_projects(), request.user, Deed.SAMPLE_QUALITY, code=code)
    form = SampleForm(request.POST or None, project=project)
    lead = _("A sample of one product, taken by the side that inspects, with the certificate of the laboratory.")
    words = (_("Record a quality sample"), lead, _("Enter it"))
    return _answered(request, project, form, partial(deeds.sample, project), _("The sample is recorded."), words)


@require_http_methods(FORM)
def trial_correct(request, pk):
    return _correct(request, TrialRun, TrialForm, pk)


@require_http_methods(FORM)
def sample_correct(request, pk):
    return _correct(request, QualitySample, SampleForm, pk)


def _correct(request, model, form, pk):
    row = pages.changeable(_of(model), request.user, deeds.DEEDS[model], pk=pk)
    form = form(request.POST or None, request.FILES or None, project=row.project, corrects=row)
    lead = _("Enter it whole, as it is right. The entry as it is now stays to be seen beside it.")
    words = (_("Correct an entry"), lead, _("Keep the correction"))
    done = _("Corrected. The earlier version stays beside it.")
    return _answered(request, row.project, form, partial(deeds.correct, row), done, words)


@require_http_methods(FORM)
def trial_withdraw(request, pk):
    return _withdraw(request, TrialRun, pk)


@require_http_methods(FORM)
def sample_withdraw(request, pk):
    return _withdraw(request, QualitySample, pk)


def _withdraw(request, model, pk):
    row = pages.changeable(_of(model), request.user, deeds.DEEDS[model], pk=pk)
    form = WithdrawForm(request.POST or None)
    lead = _("It counts no more from now on; what was known before stays as it was.")
    done = _("Withdrawn. The entry stays to be seen and counts no more.")
    words = (_("Withdraw an entry"), lead, _("Withdraw it"))
    return _answered(request, row.project, form, partial(deeds.withdraw, row), done, words)


# --- all factories ---------------------------------------------------------------------------------------------------
def _rows(request, model, filters):
    as_of = pages.as_of(request)
    rows = model.objects.visible_to(request.user).in_force(known_before(as_of)).for_list()
    return as_of, filters(request.GET, rows.select_related("project__plan__program_year"), request=request)


@require_safe
def trial_list(request):
    _as_of, filters = _rows(request, TrialRun, TrialFilter)
    return lists.shown(request, filters, TRIALS, lambda page, rows: {"files": lists.files("trial_list_file")})


@require_safe
def trial_list_file(request, kind):
    as_of, filters = _rows(request, TrialRun, TrialFilter)

    def make(rows):
        return exports.trials(rows, request.user, as_of, filters), "trials"

    return lists.given(request, kind, filters, TRIALS, make)


@require_safe
def sample_list(request):
    _as_of, filters = _rows(request, QualitySample, SampleFilter)

    return lists.shown(request, filters, SAMPLES, lambda page, rows: {"files": lists.files("sample_list_file")})


@require_safe
def sample_list_file(request, kind):
    as_of, filters = _rows(request, QualitySample, SampleFilter)

    def make(rows):
        return exports.samples(rows, request.user, as_of, filters), "samples"

    return lists.given(request, kind, filters, SAMPLES, make)
