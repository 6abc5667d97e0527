"""Monthly entry: begin a production return, write its draft, save it as one types, submit it."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from factories import production, production_rules
from factories.actions import production as deeds
from factories.forms.production import ProductionForm
from factories.forms.returns import chosen
from factories.models import FactoryProject, ProductionReturn
from factories.reporting import PRODUCTION
from factories.views.entry import Entry, asked
from regional20x10.shared import clock, pages


class ProductionEntry(Entry):
    model, deeds = ProductionReturn, deeds
    writers, noun = "enter_production", "production"
    columns = production.FIELDS
    label = staticmethod(ProductionForm.label)

    def form(self, draft, data=None):
        """The form of a draft; with `data` posted by the conflict page, what was chosen there put together."""
        said, sent_back = production.said_by(draft), self.sent_back(draft)
        known = production.known(draft.project, draft.period)
        notes = sent_back and sent_back.value_notes
        form = ProductionForm(draft=draft, said=said, known=known, notes=notes)
        if data is not None:
            data = chosen(data, form.initial) if "merge" in data else data
            form = ProductionForm(data, draft=draft, said=said, known=known, notes=notes)
        form.sent_back = sent_back
        return form

    def texts(self, form, draft):
        return form.texts(production.said_by(draft))

    def judged(self, draft):
        judged = deeds.judge(draft, at=clock.now())
        return judged, judged.questions + judged.warnings

    def places(self, form):
        return {box.name: {"box": box} for box in form.boxes if not box.name.startswith("note_")}

    def submitted(self):
        return _("Submitted. The province sees it now; it counts once it is verified.")

    def page(self, request, form, status=200):
        project, period = form.draft.project, form.draft.period
        context = self.about(form) | {
            "over": period.ends_on < clock.today(),
            "warnings": [production_rules.told(kept, project.factory_type) for kept in form.warnings],
        }
        return render(request, "factories/production/edit.html", context, status=status)


ENTRY = ProductionEntry()


@require_POST
def production_begin(request, code):
    """Open the draft for a factory and month; `period` such as 2026-10, `key` the form's own UUID."""
    projects = FactoryProject.objects.select_related("operation_unit", "plan__county", "factory_type")
    project = pages.changeable(projects, request.user, ENTRY.writers, code=code)
    period, key = asked(request.POST, project, PRODUCTION)
    draft = deeds.begin(project, period, key=key, by=request.user.post, at=clock.now())
    return redirect("production_edit", draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def production_edit(request, pk):
    """The entry form of a draft; POST does what `deed` says: save, submit or discard."""
    if request.method != "POST":
        return ENTRY.read(request, pk)
    draft = ENTRY.draft(request, pk)
    match request.POST.get("deed", "save"):
        case "discard":
            return ENTRY.discard(request, draft)
        case "submit" if ENTRY.sent_twice(request, draft):
            return redirect(draft)
        case deed:
            return ENTRY.write(request, ENTRY.form(draft, request.POST), submit=deed == "submit")


@require_POST
def production_save(request, pk):
    """Keep what was typed so far, asked by the page itself: JSON with the new revision and what is said in each row."""
    return ENTRY.keep(request, pk)
