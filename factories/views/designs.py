"""Design revisions of a project: the list with the form of the next one, and the page of one."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees.rights import Deed
from factories import agreements
from factories.actions import designs
from factories.forms.designs import DesignForm
from factories.models import DesignRevision, FactoryProject, Side
from regional20x10.shared import clock, pages


def projects():
    return FactoryProject.objects.select_related(
        "plan__county__province", "plan__program_year", "factory_type",
        "design_unit", "construction_unit", "operation_unit",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def design_list(request, code):
    """The revisions known on the day; for the project's own design unit the form of the next one. POST issues it."""
    if request.method == "POST":
        return _issue(request, pages.changeable(projects(), request.user, Deed.REVISE_DESIGN, code=code))
    project = pages.found(projects().visible_to(request.user), code=code)
    return _list(request, project, _form(request, project))


def _revisions(project, as_of):
    rows = project.revisions.filter(at__lte=clock.end_of(as_of)).select_related(*agreements.scopes("by"))
    return list(rows.prefetch_related("clauses", "files").order_by("-number"))


def _form(request, project, data=None, files=None):
    """The form, or None for whom it is not."""
    may = request.user.post.may(Deed.REVISE_DESIGN) and Side.DESIGN in agreements.sides_of(project, request.user.post)
    if data is None and not (may and pages.as_of(request) == clock.today()):
        return None
    last = project.revisions.prefetch_related("clauses").order_by("-number").first()
    held = list(last.files.order_by("name", "pk")) if last else []
    return DesignForm(data, files, last=last, held=held)


def _issue(request, project):
    form = _form(request, project, request.POST, request.FILES)
    issue = partial(designs.issue, project, by=request.user.post, at=clock.now())
    if revision := form.done(issue):
        messages.success(
            request, _("Revision %(letter)s is issued. What changed is open to be signed.") % {"letter": revision}
        )
        return redirect(revision)
    if form.has_error("after"):
        form.data = form.data.copy()
        form.data["after"] = project.revisions.count()  # said once; sent again, it follows the one issued meanwhile
    return _list(request, project, form, status=form.status)


def _list(request, project, form, status=200):
    as_of = pages.as_of(request)
    rows = _revisions(project, as_of)
    for row, before in zip(rows, [*rows[1:], None], strict=False):
        row.changed_kinds = _changed(row, before)
    nearest = DesignRevision(number=rows[0].number + 1 if rows else 1)
    context = {"project": project, "rows": rows, "form": form, "next_letter": nearest.letter}
    return render(request, "factories/designs/list.html", context, status=status)


def _changed(row, before):
    """The clauses of the revision whose text is not that of the one before; None for the first."""
    if before is None:
        return None
    kept = {clause.digest for clause in before.clauses.all()}
    changed = {clause.kind: clause for clause in row.clauses.all() if clause.digest not in kept}
    return [changed[kind] for kind in agreements.KINDS if kind in changed]


@require_safe
def revision(request, pk):
    """One revision: what it changed, clause by clause, its files, and who signed its texts."""
    as_of = pages.as_of(request)
    row = pages.found(DesignRevision.objects.visible_to(request.user).select_related(*agreements.scopes("by")), pk=pk)
    moment = clock.end_of(as_of)
    project = projects().get(pk=row.project_id)
    if row.at > moment:
        return render(request, "factories/designs/revision.html", {"row": row, "project": project, "issued": False})
    around = project.revisions.filter(at__lte=moment).prefetch_related("clauses")
    before = around.filter(number=row.number - 1).first()
    context = {
        "row": row, "project": project, "issued": True, "before": before,
        "after": around.filter(number=row.number + 1).first(),
        "files": list(row.files.order_by("name", "pk")),
        "clauses": _clauses(row, before, project, moment),
        "sides": _units(project),
    }  # fmt: skip
    return render(request, "factories/designs/revision.html", context)


def _units(project):
    return [(side, getattr(project, agreements.UNITS[side])) for side in Side]


def _clauses(row, before, project, moment):
    """Each clause with its difference to the revision before, and the signatures under its text as of the moment."""
    old = {clause.kind: clause for clause in before.clauses.all()} if before else {}
    new = {clause.kind: clause for clause in row.clauses.all()}
    given = [sig for sig in agreements.signatures(project, moment) if agreements.holds(sig, project, moment)]
    found = []
    for kind in agreements.KINDS:
        clause = new[kind]
        same = kind in old and old[kind].digest == clause.digest
        signed = {sig.side: sig for sig in given if sig.clause.kind == kind and sig.digest == clause.digest}
        found.append({
            "clause": clause,
            "same": same,
            "difference": agreements.difference(old[kind].text, clause.text) if kind in old and not same else None,
            "signatures": [(side, signed.get(side)) for side in Side],
        })  # fmt: skip
    return found
