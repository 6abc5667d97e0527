"""Complaints of residents: the list with its figures, those of one factory with every version, and their forms."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees.rights import Deed
from factories import complaints, exports
from factories.actions import complaints as deeds
from factories.filters import ComplaintThenFilter
from factories.forms.complaints import ComplaintForm, ReplyForm, WithdrawForm
from factories.models import Complaint, ComplaintReply, FactoryProject
from factories.views import lists
from regional20x10.shared import clock, pages

LIST, FORM = "factories/complaints/list.html", "factories/complaints/form.html"
PLACE = ("plan__county__province", "plan__program_year", "factory_type")


# --- the list --------------------------------------------------------------------------------------------------------
def _rows(request):
    as_of = pages.as_of(request)
    return as_of, ComplaintThenFilter(request.GET, complaints.seen_by(request.user, as_of), request=request)


@require_safe
def complaint_list(request):
    """Every complaint one sees as it stood on the day, and how they stand by matter, province and county."""
    _as_of, filters = _rows(request)
    told = complaints.Counts() if filters.refusals() else complaints.counted(filters.qs)

    def context(page, rows):
        provinces, counties = complaints.by_place(rows) if told.received else ([], [])
        return {
            "counts": told, "matters": complaints.by_matter(rows) if told.received else [], "provinces": provinces,
            "counties": counties, "files": lists.files("complaint_list_file"),
        }  # fmt: skip

    return lists.shown(request, filters, LIST, context, count=told.received)


@require_safe
def complaint_list_file(request, kind):
    as_of, filters = _rows(request)

    def make(rows):
        return exports.complaints(rows, request.user, as_of, filters), "complaints"

    return lists.given(request, kind, filters, LIST, make)


# --- one factory -----------------------------------------------------------------------------------------------------
@require_safe
def project_complaints(request, code):
    """The register of a factory: each complaint with its reply and every version of both, as known on the day."""
    as_of, user = pages.as_of(request), request.user
    project = pages.found(FactoryProject.objects.select_related(*PLACE).visible_to(user), code=code)
    editable = as_of == clock.today() and FactoryProject.objects.editable_by(user).filter(pk=project.pk).exists()
    context = {
        "project": project,
        "things": complaints.of_project(project, as_of),
        "counts": complaints.counted(complaints.seen_by(user, as_of).filter(project=project)),
        "may": editable and user.post.may(Deed.RECORD_COMPLAINTS),
    }
    return render(request, "factories/complaints/project.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def complaint_receive(request, code):
    rows = FactoryProject.objects.select_related(*PLACE)
    project = pages.changeable(rows, request.user, Deed.RECORD_COMPLAINTS, code=code)
    form = ComplaintForm(request.POST or None)
    return _done(request, project, form, deeds.receive, project, _("Enter a complaint"), _("The complaint is entered."))


def _of(request, model, pk, *also):
    rows = model.objects.select_related(*also, *(f"project__{place}" for place in PLACE))
    return pages.changeable(rows, request.user, Deed.RECORD_COMPLAINTS, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def complaint_reply(request, pk):
    row = _of(request, Complaint, pk)
    heading = _("Enter the reply to %(number)s") % {"number": row.reference}
    return _done(
        request, row.project, ReplyForm(request.POST or None), deeds.reply, row, heading, _("The reply is entered.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def complaint_correct(request, pk):
    row = _of(request, Complaint, pk)
    return _corrected(request, row, ComplaintForm, _("Correct %(number)s") % {"number": row.reference})


@require_http_methods(["GET", "HEAD", "POST"])
def reply_correct(request, pk):
    row = _of(request, ComplaintReply, pk, "complaint")
    return _corrected(
        request, row, ReplyForm, _("Correct the reply to %(number)s") % {"number": row.complaint.reference}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def complaint_withdraw(request, pk):
    row = _of(request, Complaint, pk)
    return _withdrawn(request, row, _("Withdraw %(number)s") % {"number": row.reference})


@require_http_methods(["GET", "HEAD", "POST"])
def reply_withdraw(request, pk):
    row = _of(request, ComplaintReply, pk, "complaint")
    return _withdrawn(request, row, _("Withdraw the reply to %(number)s") % {"number": row.complaint.reference})


def _corrected(request, row, form_class, heading):
    form = form_class(request.POST or None, corrects=row)
    done = _("Corrected. The earlier version stays beside it.")
    return _done(request, row.project, form, deeds.correct, row, heading, done, kept=_("Keep the correction"))


def _withdrawn(request, row, heading):
    done = _("Withdrawn. The entry stays to be seen and counts no more.")
    form = WithdrawForm(request.POST or None)
    return _done(request, row.project, form, deeds.withdraw, row, heading, done, kept=_("Withdraw it"))


def _done(request, project, form, act, of, heading, done, *, kept=None):
    """The form, or the way back to the register once `act` on `of` is done. `kept`: the words of its button."""
    if form.done(partial(act, of, by=request.user.post, at=clock.now())):
        messages.success(request, done)
        return redirect("project_complaints", project.code)
    context = {"project": project, "form": form, "heading": heading, "kept": kept or _("Enter it")}
    return render(request, FORM, context, status=form.status)
