"""The list of production returns, and one of them: what it says, who did what with it, and the deeds on it."""

import uuid
from collections import Counter

from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from committees.rights import Deed
from factories import exports, norms, production, production_rules
from factories.actions import production as deeds
from factories.filters import ProductionThenFilter
from factories.forms.production import FIGURES, VALUES
from factories.models import DowntimeCause, ProductionReturn, State
from factories.views import ladder, lists
from regional20x10.shared import clock, pages

LIST = "factories/production/list.html"


# --- the list --------------------------------------------------------------------------------------------------------
def _rows(request):
    as_of = pages.as_of(request)
    rows = ProductionReturn.objects.visible_to(request.user).for_list().then(clock.end_of(as_of))
    return as_of, ProductionThenFilter(request.GET, rows, request=request)


@require_safe
def production_list(request):
    _as_of, filters = _rows(request)
    counts = {}
    if not filters.refusals():
        counts = Counter(dict(filters.qs.order_by().values_list("state_then").annotate(Count("pk"))))

    def context(page, rows):
        shares = production.utilisations(page.object_list)
        return {
            "counts": counts, "waiting": counts.get("submitted", 0), "files": lists.files("production_list_file"),
            "rows": [(row, shares[row.pk]) for row in page.object_list],
        }  # fmt: skip

    return lists.shown(request, filters, LIST, context, count=sum(counts.values()))


@require_safe
def production_list_file(request, kind):
    as_of, filters = _rows(request)

    def make(rows):
        return exports.production(rows, request.user, as_of, filters), "production"

    return lists.given(request, kind, filters, LIST, make)


# --- one return ------------------------------------------------------------------------------------------------------
@require_safe
def production_page(request, pk):
    """A version of a return, beside the version before it."""
    row = pages.found(ProductionReturn.objects.with_posts().visible_to(request.user), pk=pk)
    return redirect("production_edit", pk) if row.state == State.DRAFT else _show(request, row)


@require_POST
def production_verify(request, pk):
    said = _("Verified. The verified figures count from now.")
    return _judge(request, pk, Deed.VERIFY_RETURNS, deeds.verify, said)


@require_POST
def production_accept(request, pk):
    return _judge(request, pk, Deed.ACCEPT_RETURNS, deeds.accept, _("Accepted."))


@require_POST
def production_send_back(request, pk):
    row = pages.found(ProductionReturn.objects.exclude(state=State.DRAFT).visible_to(request.user), pk=pk)
    deed, notes = ladder.sent_back(request, row)
    return _judge(request, pk, deed, deeds.send_back, _("Sent back with your note."), **notes)


def _judge(request, pk, deed, act, said, **more):
    return ladder.judge(
        request, ProductionReturn, pk, deed, act, said, show=_show, waiting_row=waiting_row, **more
    )  # fmt: skip


def waiting_row(row):
    return "factories/production/waiting_row.html", {"asked": asked(row), "share": production.utilisation(row)}


def asked(row):
    """What was asked and warned of when it was handed in, in the reader's language."""
    return [production_rules.told(kept, row.project.factory_type) for kept in [*row.doubts, *row.warnings]]


def _show(request, row, reasons=(), status=200, typed=None):
    day = pages.as_of(request)
    versions = ladder.versions(row, day)
    against = ladder.against(request, row, versions)
    begun = localdate(row.submitted_at) <= day
    context = {
        "row": row, "project": row.project, "period": row.period, "place": row.project.plan.county,
        "comments": row.comments.then(clock.end_of(day)).count(), "begun": begun,
        "reasons": reasons, "typed": typed or {}, "against": against, "versions": versions,
        "steps": ladder.steps(row, day), "state": ladder.state_on(row, day), "key": uuid.uuid4(),
        "may": ladder.may(request.user, row, day, versions, writes=_writes(request.user.post, row.project)),
        "asked": asked(row), "capacity": production.capacity(row.project, row.period),
        "share": production.utilisation(row), **(_said(row, against) if begun else {}),
    }  # fmt: skip
    return render(request, "factories/production/return.html", context, status=status)


def _writes(post, project):
    if not post.may(Deed.ENTER_PRODUCTION):
        return False
    return post.county_id == project.plan.county_id or (
        post.organization_id is not None and post.organization_id == project.operation_unit_id
    )


def _said(row, against):
    """{part: what stands in it}: each figure with that of the version compared with, and whether they differ."""
    said = production.said_by(row)
    before = production.said_by(against) if against else None
    return {
        "values": [
            (name, VALUES[name][0], VALUES[name][1], *_beside(said.values, before and before.values, name))
            for name in VALUES
        ],
        "narrative": _beside(said.values, before and before.values, "narrative"),
        "products": _parts(row, said.products, before and before.products, production.PRODUCT, "product"),
        "materials": _parts(row, said.materials, before and before.materials, production.MATERIAL, "material"),
        "downtimes": [
            (f"downtime_{cause}", DowntimeCause(cause).label, hours, note) for cause, hours, note in said.downtimes
        ],
        "hours_down": said.hours_down,
    }  # fmt: skip


def _beside(now, before, name):
    """(value, the value before, whether they differ)."""
    was = before.get(name) if before is not None else None
    return now.get(name), was, before is not None and now.get(name) != was


def _parts(row, now, before, figures, kind):
    """[(field, words, [(label, value, before, whether they differ)])] of products or raw materials."""
    return [
        (
            f"{kind}_{name}",
            capfirst(norms.in_words(row.project.factory_type, name)),
            [
                (FIGURES[figure][0], *_beside(values, None if before is None else before.get(name, {}), figure))
                for figure in figures
            ],
        )
        for name, values in now.items()
    ]
