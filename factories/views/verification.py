"""The queue of returns to verify or to accept, one by one or several at once."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from committees.rights import Deed
from factories.actions import returns
from factories.desk import names_in_doubts, waiting, waits_in
from factories.models import County, State, StatusReturn
from regional20x10.shared import clock
from regional20x10.shared.actions import not_allowed
from regional20x10.shared.errors import NotAllowed, Refused

ON_A_PAGE = 40
MOST_AT_ONCE = 200


@require_http_methods(["GET", "HEAD", "POST"])
def verification(request):
    """GET shows what waits; POST judges every `return` that is ticked, each by itself, and says each result."""
    post = request.user.post
    state = waits_in(post)
    if not state:
        raise not_allowed(post, Deed.VERIFY_RETURNS)
    results = _judge_all(request.user, request.POST.getlist("return")) if request.method == "POST" else None
    return _page(request, state, results)


def _page(request, state, results):
    rows, code = waiting(request.user), request.GET.get("county", "")
    counties = list(
        County.objects.filter(pk__in=rows.order_by().values("project__plan__county")).order_by("province__code", "code")
    )
    known = {county.code for county in counties}
    if code in known:
        rows = rows.filter(project__plan__county__code=code)
    page = Paginator(rows.with_posts(), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "names": names_in_doubts(page.object_list), "results": results,
        "accepting": state == State.VERIFIED, "tick": request.GET.get("tick") == "clean",
        "counties": counties, "code": code, "unknown": code and code not in known,
    }  # fmt: skip
    return render(request, "factories/returns/verification.html", context)


def _judge_all(user, wanted):
    """[(return or what was asked for, reasons: none if it was done)]: one action for each."""
    act = returns.verify if waits_in(user.post) == State.SUBMITTED else returns.accept
    wanted = list(dict.fromkeys(pk for pk in wanted if pk.isascii() and pk.isdigit() and len(pk) < 19))[:MOST_AT_ONCE]
    rows = StatusReturn.objects.editable_by(user).exclude(state=State.DRAFT).select_related("project", "period")
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
