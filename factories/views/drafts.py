"""Ten-day entry: begin a return, write its draft, save it as one types, submit it."""

import uuid

from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from committees.rights import Deed
from factories import contents, plausibility, prior
from factories.actions import returns
from factories.forms.returns import ReturnForm, chosen, texts
from factories.judging import FIELDS
from factories.models import FactoryProject, StatusReturn
from factories.reporting import BUILDING
from factories.views import photos
from factories.views.entry import Entry, asked
from regional20x10.shared import clock, pages


class ReturnEntry(Entry):
    model, deeds = StatusReturn, returns
    writers, noun = "enter_returns", "return"
    columns = (*FIELDS, "overspent_because")

    def form(self, draft, data=None, more=""):
        """The form of a draft; with `data` posted by the conflict page, what was chosen there put together.

        `more`: the rows (delivery, incident) of which the page is to have some blank ones more.
        """
        said, sent_back = contents.said_by(draft), self.sent_back(draft)
        known = prior.known([(draft.project, draft.period, draft.version)])[draft.project_id]
        if data is not None and "merge" in data:
            data = chosen(data, texts(said))
        notes = sent_back and sent_back.value_notes
        form = ReturnForm(data, draft=draft, said=said, known=known, notes=notes, more=more)
        form.sent_back = sent_back
        return form

    def texts(self, form, draft):
        return texts(contents.said_by(draft))

    def judged(self, draft):
        judged = returns.judge(draft)[2]
        return judged, judged.warnings

    def asks(self, request, form):
        """It asks about single figures too, for as long as one is not answered."""
        return super().asks(request, form) or any(row.unanswered for row in form.rows)

    def places(self, form):
        said = {row.field.name: {"row": row} for row in form.rows}
        said |= {box.name: {"box": box} for box in form.plain_boxes}
        return said | {row.name: {"box": row} for row in form.part_rows}

    def submitted(self):
        return _("Submitted. The province sees it now; every dashboard shows it as claimed.")

    def page(self, request, form, status=200, quiet=False, photo_form=None):
        """`quiet`: nothing is said of what was typed; the writer only asked for more rows."""
        draft = form.draft
        earlier = StatusReturn.objects.filter(project=draft.project_id, returned_at__isnull=True)
        context = self.about(form) | {
            "factories": _factories(request.user, draft), "key": uuid.uuid4(),
            "before": earlier.filter(submitted_at__isnull=False, period__ends_on__lt=draft.period.ends_on)
            .select_related("period").order_by("-period__ends_on", "-version").first(),
            "quiet": quiet, "warnings": [plausibility.told(warning) for warning in form.warnings],
            "uploads": request.user.post.may(Deed.UPLOAD_RETURNS),
            **photos.in_draft(request, draft, photo_form),
        }  # fmt: skip
        return render(request, "factories/returns/edit.html", context, status=status)


ENTRY = ReturnEntry()


@require_POST
def return_begin(request, code):
    """Open the draft for a project and period; `period` such as 2026-10-1, `key` the form's own UUID."""
    projects = FactoryProject.objects.select_related("construction_unit", "plan__county")
    project = pages.changeable(projects, request.user, ENTRY.writers, code=code)
    period, key = asked(request.POST, project, BUILDING)
    draft = returns.begin(project, period, key=key, by=request.user.post, at=clock.now())
    return redirect("return_edit", draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def return_edit(request, pk):
    """The entry form of a draft; POST does what `deed` says: save, submit, discard, or same (as last period)."""
    if request.method != "POST":
        return ENTRY.read(request, pk)
    draft = ENTRY.draft(request, pk)
    deed, _colon, box = request.POST.get("deed", "save").partition(":")
    match deed:
        case "discard":
            return ENTRY.discard(request, draft)
        case "submit" if ENTRY.sent_twice(request, draft):
            return redirect(draft)
        case "more":
            return ENTRY.page(request, ENTRY.form(draft, request.POST, more=box), quiet=True)
    form, refused = ENTRY.form(draft, request.POST), photos.sent_with(request, draft)
    if refused:
        return ENTRY.page(request, form, status=409, photo_form=refused)
    if deed in ("photos", "photo_out"):
        box = "photos"
    if deed == "same":
        form = ENTRY.form(draft, form.same_as_last(box))
    return ENTRY.write(request, form, submit=deed == "submit", then=f"#f-{box}" if box else "")


@require_POST
def return_save(request, pk):
    """Keep what was typed so far, asked by the page itself: JSON with the new revision and what is said in each row."""
    return ENTRY.keep(request, pk)


def _factories(user, draft):
    """The unit's factories in this place, each with the state of its return for this period."""
    now = StatusReturn.objects.filter(project=OuterRef("pk"), period=draft.period_id).order_by("-version")
    projects = FactoryProject.objects.editable_by(user).filter(
        plan=draft.project.plan_id, construction_unit=draft.project.construction_unit_id
    )
    return list(
        projects.select_related("factory_type").order_by("code")
        .annotate(return_state=Subquery(now.values("state")[:1]), return_pk=Subquery(now.values("pk")[:1]))
    )  # fmt: skip
