"""What both entry forms do, ten-day and monthly: save as one types, save, submit, throw away, show a conflict."""

import json
import uuid

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from factories import deadlines, plausibility
from factories.forms.returns import as_text, differences
from factories.models import ReportingPeriod, State
from regional20x10.shared import clock, pages
from regional20x10.shared.errors import Conflict, Refused


def asked(data, project, subject):
    """(period, key) of the form; without a period the first open one this project has not reported."""
    reasons, key = [], data.get("key") or str(uuid.uuid4())
    try:
        key = uuid.UUID(key)
    except ValueError:
        reasons.append(_("The form’s key is damaged: load the page again."))
    periods = ReportingPeriod.objects.filter(kind=subject.kind)
    period = periods.coded(data["period"]) if data.get("period") else _next_open(project, subject)
    if period is None:
        reasons.append(
            _("There is no period “%(code)s”: choose one from the list.") % {"code": data["period"][:20]}
            if data.get("period")
            else _("No reporting period is open today.")
        )
    if reasons:
        raise Refused(reasons)
    return period, key


def _next_open(project, subject):
    """The first period that takes a return of the project today and has none; the last, where all have one."""
    today = clock.today()
    periods = list(deadlines.taking(today, subject.kind).order_by("ends_on"))
    known = deadlines.closings([project], periods, today)
    periods = [period for period in periods if not known[project.pk, period.pk].passed(today)]
    sent = subject.model.objects.filter(project=project, submitted_at__isnull=False, returned_at__isnull=True)
    reported = set(sent.values_list("period", flat=True))
    return next((period for period in periods if period.pk not in reported), periods[-1] if periods else None)


class Entry:
    """How one kind of return is written. A subclass says what is its own, and makes its form and its page."""

    model = deeds = None
    """The return, and the module of its actions."""
    writers = noun = ""
    """What its writers may do; and the name of its address, `<noun>_edit`, and of the draft kept on the device."""
    columns = ()
    """What of the saved draft its page shows from the row itself."""
    label = None
    """As forms.returns.differences() takes it."""

    def form(self, draft, data=None):
        raise NotImplementedError

    def page(self, request, form, status=200):
        raise NotImplementedError

    def texts(self, form, draft):
        """{box: text} of what a draft says."""
        raise NotImplementedError

    def judged(self, draft):
        """(what stands against the draft: `fields`; what the page is to show once before it goes)."""
        raise NotImplementedError

    def places(self, form):
        """{name: context} of every place in the form that can say something."""
        raise NotImplementedError

    def submitted(self):
        """What is said once it is handed in."""
        raise NotImplementedError

    # --- which draft -------------------------------------------------------------------------------------------------
    def drafts(self):
        return self.model.objects.select_related(
            "period", "project__plan__county__province", "project__plan__program_year", "project__factory_type",
            "saved_by__province", "saved_by__county", "saved_by__organization",
        )  # fmt: skip

    def draft(self, request, pk):
        """The one that is to be written."""
        return pages.changeable(self.drafts(), request.user, self.writers, pk=pk)

    def sent_back(self, draft):
        """The version of this return that was sent back last, with its note; None if none was."""
        rows = self.model.objects.filter(project=draft.project_id, period=draft.period_id, state=State.RETURNED)
        scopes = [f"returned_by__{place}" for place in ("province", "county", "organization")]
        return rows.select_related(*scopes).order_by("-version").first()

    # --- what is done with it ----------------------------------------------------------------------------------------
    def read(self, request, pk):
        """The page of a draft; one that was handed in has a page of its own."""
        draft = pages.found(self.drafts().visible_to(request.user), pk=pk)
        return self.page(request, self.form(draft)) if draft.state == State.DRAFT else redirect(draft)

    def sent_twice(self, request, draft):
        return draft.state != State.DRAFT and draft.submitted_by_id == request.user.post.pk

    def write(self, request, form, *, submit, then=""):
        """Save the form and, if asked, submit it; whatever stands against it is shown with all that was typed."""
        if not form.is_valid():
            return self.page(request, form, status=422)
        try:
            self.store(request, form)
            if not submit:
                messages.success(request, _("Draft saved. The province does not see it until you submit it."))
                return redirect(f"{request.path}{then}")
            if self.asks(request, form):
                return self.page(request, form, status=422)
            row = self.deeds.submit(form.draft, revision=form.revision, by=request.user.post, at=clock.now())
        except Conflict as conflict:
            return self.clash(request, form, conflict)
        except Refused as refused:
            form.refuse(refused)
            return self.page(request, form, status=409)
        messages.success(request, self.submitted())
        return redirect(row)

    def asks(self, request, form):
        """Whether the page has yet to show what looks implausible. It does so once."""
        judged, found = self.judged(form.draft)
        if not judged.fields and request.POST.get("seen") != plausibility.token(found):
            form.warnings = found
        return bool(form.warnings)

    def store(self, request, form):
        """Keep the form's values. Two people who wrote the same are not in conflict."""
        said = {**form.entered, "by": request.user.post, "at": clock.now()}
        try:
            draft = self.deeds.save(form.draft, revision=form.revision, **said)
        except Conflict as conflict:
            if differences(form, self.theirs(form)):
                raise
            draft = self.deeds.save(form.draft, revision=conflict.theirs["revision"], **said)
        form.draft.revision = form.revision = draft.revision
        for name in self.columns:
            setattr(form.draft, name, getattr(draft, name))
        form.base = as_text(form.cleaned_data)

    def keep(self, request, pk):
        """Keep what was typed so far: JSON with the new revision and what is said in each row."""
        form = self.form(self.draft(request, pk), request.POST)
        if not form.is_valid():
            return JsonResponse({"messages": self.said(form)}, status=422)
        try:
            self.store(request, form)
        except Refused as refused:
            said = {"conflict": isinstance(refused, Conflict), "reasons": refused.reasons, "messages": self.said(form)}
            return JsonResponse(said, status=409)
        base = json.dumps(form.base, ensure_ascii=False)
        return JsonResponse({"revision": form.revision, "base": base, "messages": self.said(form)})

    def said(self, form):
        """{id of the place: HTML}."""
        return {
            f"m-{name}": render_to_string("factories/returns/said.html", about).strip()
            for name, about in self.places(form).items()
        }

    def discard(self, request, draft):
        self.deeds.discard(draft, by=request.user.post)
        messages.success(request, _("The draft was thrown away. Nothing was reported."))
        return redirect("desk")

    # --- what is shown -----------------------------------------------------------------------------------------------
    def about(self, form):
        """What both pages show of a draft."""
        draft, today = form.draft, clock.today()
        deadline = deadlines.closing(draft.project, draft.period, today)
        return {
            "form": form, "draft": draft, "project": draft.project, "period": draft.period,
            "place": draft.project.plan.county, "base": json.dumps(form.base, ensure_ascii=False),
            "deadline": deadline, "days_left": (deadline.on - today).days, "sent_back": form.sent_back,
            "refusals": deadlines.refusals(draft.project, draft.period, today, deadline),
        }  # fmt: skip

    def theirs(self, form):
        """The texts of the draft as it is kept now."""
        return self.texts(form, self.model.objects.get(pk=form.draft.pk))

    def clash(self, request, form, conflict):
        """Both versions side by side, box by box; what is chosen is saved, and neither is lost before."""
        theirs = self.theirs(form)
        return render(
            request,
            "factories/returns/clash.html",
            {
                "form": form, "draft": form.draft, "conflict": conflict,
                "differences": differences(form, theirs, self.label),
                "mine": as_text(form.cleaned_data), "revision": conflict.theirs["revision"],
                "base": json.dumps(theirs, ensure_ascii=False),
                "edit": reverse(f"{self.noun}_edit", args=[form.draft.pk]),
                "kept_as": f"{self.noun}-{form.draft.pk}-{request.user.post.pk}",
            },
            status=409,
        )  # fmt: skip
