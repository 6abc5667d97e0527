"""Decisions: the register, one with all that became of it, its steps, and the form of a new one."""

from functools import partial

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees import decisions
from committees.actions import decisions as deeds
from committees.exports.decisions import decisions as table_of
from committees.filters import DecisionFilter
from committees.forms.concerns import named_in
from committees.forms.decisions import DecideForm, DoneForm, MoveForm
from committees.models import DECISION_MOVES, AgendaItem, Decision, Meeting, Request
from committees.rights import Deed
from factories.forms.inspections import NoteForm
from factories.models import County, FactoryProject
from factories.views import lists
from regional20x10.shared import clock, pages
from regional20x10.shared.actions import not_allowed
from regional20x10.shared.errors import NotAllowed

LIST, ONE, MAKE = (f"committees/decisions/{name}.html" for name in ("list", "decision", "make"))
ABOUT = ("project__plan__county__province", "project__factory_type", "county__province")


# --- the register ----------------------------------------------------------------------------------------------------
def _rows(request):
    as_of = pages.as_of(request)
    projects = FactoryProject.objects.visible_to(request.user).select_related("plan__county").order_by("code")
    counties = County.objects.visible_to(request.user).order_by("code")
    rows = decisions.seen_by(request.user, as_of).prefetch_related(
        Prefetch("projects", projects), Prefetch("counties", counties)
    )
    return as_of, DecisionFilter(request.GET, rows, request=request)


@require_safe
def decision_list(request):
    """Every decision one sees as it stood on the day, and how they stand together."""
    as_of, filters = _rows(request)
    told = decisions.Counts() if filters.refusals() else decisions.counted(filters.qs)

    def context(page, rows):
        for row in page:
            row.over = decisions.days_over(row.due_then, as_of) if row.overdue else 0
            row.places = sorted({county.name for county in _counties(row)})
        may = request.user.post.may(Deed.DECIDE) and as_of == clock.today()
        return {"counts": told, "files": lists.files("decision_list_file"), "may": may}

    return lists.shown(request, filters, LIST, context, count=told.made)


def _counties(row):
    """The counties that a decision concerns, directly or by a factory."""
    return [*row.counties.all(), *(project.plan.county for project in row.projects.all())]


@require_safe
def decision_list_file(request, kind):
    as_of, filters = _rows(request)

    def make(rows):
        return table_of(rows, request.user, as_of, filters), "decisions"

    return lists.given(request, kind, filters, LIST, make)


# --- one decision ----------------------------------------------------------------------------------------------------
LABELS = {
    "done": gettext_lazy("What was done"),
    "close": gettext_lazy("What shows that it is done"),
    "reopen": gettext_lazy("What shows that it is not done"),
    "move": gettext_lazy("Why it gets another day"),
    "withdraw": gettext_lazy("Why nobody owes it any more"),
}
SAID = {
    "done": gettext_lazy("Kept: it is said to be done. Somebody of another body closes it."),
    "close": gettext_lazy("The decision is closed."),
    "reopen": gettext_lazy("The decision is open again."),
    "move": gettext_lazy("The decision has its new day. The first one stays beside it."),
    "withdraw": gettext_lazy("The decision is withdrawn. It stays to be read."),
}
RIGHTS = {
    "done": Deed.COOPERATE, "close": Deed.CLOSE_DECISIONS, "reopen": Deed.CLOSE_DECISIONS, "move": Deed.DECIDE,
    "withdraw": Deed.DECIDE,
}  # fmt: skip
ACTIONS = {
    "done": deeds.say_done, "close": deeds.close, "reopen": deeds.reopen, "move": deeds.move,
    "withdraw": deeds.withdraw,
}  # fmt: skip


def _seen():
    return Decision.objects.select_related("owner", "meeting__committee__organization", "item", "request__asked_by")


@require_safe
def decision(request, pk):
    """One decision, with what was said of it, by whom and on what evidence, as known on the day."""
    return _show(request, pages.found(_seen().visible_to(request.user), pk=pk))


@require_POST
def decision_step(request, pk, deed):
    """Take one step of it: say it done, close it, open it again, move its day, withdraw it."""
    row = pages.changeable(_seen(), request.user, RIGHTS[deed], pk=pk)
    form = _form(deed, request.POST, request.FILES)
    if form.done(partial(ACTIONS[deed], row, by=request.user.post, at=clock.now())):
        messages.success(request, SAID[deed])
        return redirect(row)
    return _show(request, row, {deed: form})


def _form(deed, data=None, files=None):
    said = {"label": LABELS[deed], "auto_id": f"{deed}-%s"}
    if deed == "done":
        return DoneForm(data, files, **said)
    return (MoveForm if deed == "move" else NoteForm)(data, **said)


def _show(request, row, forms=None):
    as_of = pages.as_of(request)
    moment, forms = clock.end_of(as_of), forms or {}
    then = Decision.objects.then(moment).filter(pk=row.pk).first()
    context = {"row": row, "begun": then is not None, "failed": next(iter(forms.values()), None)}
    if then:
        for name in ("state_then", "due_then", "due_first", "overdue"):
            setattr(row, name, getattr(then, name))
        context |= _known(request, row, moment)
        context["over"] = decisions.days_over(row.due_then, as_of) if row.overdue else 0
        context["forms"], context["why_not"] = _offered(request.user, row, as_of, forms)
    return render(request, ONE, context, status=409 if forms else 200)


def _known(request, row, moment):
    """What belongs to it, within the reader's reach."""
    user = request.user
    steps = row.steps.filter(at__lte=moment).select_related("by__organization", "by__province", "by__county")
    projects = FactoryProject.objects.visible_to(user).filter(decisions=row)
    return {
        "steps": list(steps.prefetch_related("attachments")),
        "projects": list(projects.select_related("factory_type", "plan__county").order_by("code")),
        "counties": list(County.objects.visible_to(user).filter(decisions=row).order_by("code")),
        "sees_meeting": row.meeting_id and Meeting.objects.visible_to(user).filter(pk=row.meeting_id).exists(),
        "sees_request": row.request_id and Request.objects.visible_to(user).filter(pk=row.request_id).exists(),
        "comments": row.comments.filter(at__lte=moment, withdrawal=None).count(),
    }


def _offered(user, row, as_of, failed):
    """([(deed, its form)] of what this reader may do now and of what was just refused, why they may not close it)."""
    may, why_not = _deeds(user, row) if as_of == clock.today() else (set(), "")
    may = {deed for deed in may if row.state_then in DECISION_MOVES[deed][0]}
    offered = [(deed, failed.get(deed) or _form(deed)) for deed in LABELS if deed in may or deed in failed]
    return offered, why_not if row.state_then in DECISION_MOVES["close"][0] else ""


def _deeds(user, row):
    post = user.post
    found = {deed for deed, right in RIGHTS.items() if post.may(right)}
    if post.acts_for_id != row.owner_id:
        found.discard("done")
    if "close" in found:
        try:
            deeds.only_another_closes(row, post, clock.today())
        except NotAllowed as reason:
            return found - {"close"}, reason.reason
    return found, ""


# --- a new one -------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def decision_make(request):
    """The form of a new decision, filled from what it settles: ?item= of an agenda, ?request=, ?project=, ?county=."""
    user, today = request.user, clock.today()
    if not user.post.may(Deed.DECIDE):
        raise not_allowed(user.post, Deed.DECIDE)
    item, settled = _item(request), _request(request)
    if item and item.request_id and settled is None:
        settled = _one(Request.objects.select_related("owed_by", *ABOUT).visible_to(user), item.request_id)
    meeting = item and item.meeting
    day = decisions.day_of(meeting, today)
    form = DecideForm(request.POST or None, user=user, day=day, item=item, request=settled, about=named_in(request))
    act = partial(deeds.decide, item=item, request=settled, by=user.post, on=day, at=clock.now())
    if made := form.done(act):
        messages.success(request, _("Decision %(number)s is kept and its owner is told.") % {"number": made.number})
        return redirect(made)
    context = {"form": form, "item": item, "settled": settled, "meeting": meeting}
    return render(request, MAKE, context, status=form.status)


def _item(request):
    rows = AgendaItem.objects.filter(meeting__in=Meeting.objects.visible_to(request.user))
    return _one(rows.select_related("meeting__committee__organization", *ABOUT), request.GET.get("item"))


def _request(request):
    rows = Request.objects.visible_to(request.user).select_related("owed_by", "asked_by", *ABOUT)
    return _one(rows, request.GET.get("request"))


def _one(rows, pk):
    """The row of that number; None where none is named, 404 for one that is none."""
    if not pk:
        return None
    if not str(pk).isdecimal() or len(str(pk)) > 18:
        raise Http404
    return pages.found(rows, pk=int(pk))
