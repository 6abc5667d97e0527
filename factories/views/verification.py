"""The queue of returns to verify or to accept, one by one or several at once: ten-day returns, or (?kind=month) those
of production.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from committees.rights import Deed
from factories import desk
from factories.actions import production, returns
from factories.models import County, PeriodKind, ProductionReturn, State, StatusReturn
from factories.views.production_returns import waiting_row
from regional20x10.shared import clock
from regional20x10.shared.actions import not_allowed
from regional20x10.shared.errors import NotAllowed, Refused

ON_A_PAGE = 40
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Queue:
    """What waits of one kind of return."""

    model: type
    waiting: Callable
    deeds: object
    """The module of its actions."""
    names: Callable
    """What its rows need besides, of the rows of a page."""


def _production_rows(rows):
    return {"shown": [(row, *waiting_row(row)[1].values()) for row in rows]}


QUEUES = {
    PeriodKind.TEN_DAYS: Queue(StatusReturn, desk.waiting, returns, lambda rows: {"names": desk.names_in_doubts(rows)}),
    PeriodKind.MONTH: Queue(ProductionReturn, desk.waiting_production, production, _production_rows),
}


@require_http_methods(["GET", "HEAD", "POST"])
def verification(request):
    """GET shows what waits; POST judges every `return` that is ticked, each by itself, and says each result."""
    post = request.user.post
    state = desk.waits_in(post)
    if not state:
        raise not_allowed(post, Deed.VERIFY_RETURNS)
    kind = PeriodKind.MONTH if request.GET.get("kind") == PeriodKind.MONTH else PeriodKind.TEN_DAYS
    ticked = request.POST.getlist("return")
    results = _judge_all(QUEUES[kind], request.user, ticked) if request.method == "POST" else None
    return _page(request, kind, state, results)


def _page(request, kind, state, results):
    queue = QUEUES[kind]
    rows, code = queue.waiting(request.user), request.GET.get("county", "")
    counties = list(
        County.objects.filter(pk__in=rows.order_by().values("project__plan__county")).order_by("province__code", "code")
    )
    known = {county.code for county in counties}
    if code in known:
        rows = rows.filter(project__plan__county__code=code)
    page = Paginator(rows.with_posts(), ON_A_PAGE).get_page(request.GET.get("page"))
    other = next(row for name, row in QUEUES.items() if name != kind)
    context = {
        "page": page, "results": results, "kind": kind, "monthly": kind == PeriodKind.MONTH,
        "others": other.waiting(request.user).order_by().count(),
        "accepting": state == State.VERIFIED, "tick": request.GET.get("tick") == "clean",
        "counties": counties, "code": code, "unknown": code and code not in known,
        **queue.names(page.object_list),
    }  # fmt: skip
    return render(request, "factories/returns/verification.html", context)


def _judge_all(queue, user, wanted):
    """[(return or what was asked for, reasons: none if it was done)]: one action for each."""
    act = queue.deeds.verify if desk.waits_in(user.post) == State.SUBMITTED else queue.deeds.accept
    wanted = list(dict.fromkeys(pk for pk in wanted if pk.isascii() and pk.isdigit() and len(pk) < 19))[:MOST_AT_ONCE]
    rows = queue.model.objects.editable_by(user).exclude(state=State.DRAFT).select_related("project", "period")
    found = rows.in_bulk(list(map(int, wanted)))
    return [(found.get(int(pk)), _judge(act, found.get(int(pk)), user.post)) for pk in wanted]


def _judge(act, row, post):
    if row is None:
        return [_("There is no such return within your reach.")]
    try:
        act(row, by=post, at=clock.now())
    except Refused as refused:
        return refused.reasons
    except NotAllowed as error:
        return [error.reason]
    return []
