"""The thresholds of a programme year: what they are, who changed them and why; the committee changes them here."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from committees.models import Post
from committees.rights import Deed
from factories import counting
from factories.actions import counting as deeds
from factories.forms.counting import ThresholdsForm
from factories.models import ProgramYear
from regional20x10.shared import clock, pages
from regional20x10.shared.actions import not_allowed


@require_http_methods(["GET", "HEAD", "POST"])
def thresholds(request, year):
    """What a factory of the year needs to operate and to count, with the history of it."""
    row = pages.found(ProgramYear.objects.visible_to(request.user).for_list(), year=year)
    post = request.user.post
    may = post.may(Deed.SET_THRESHOLDS)
    if request.method == "POST" and not may:
        raise not_allowed(post, Deed.SET_THRESHOLDS)
    form = ThresholdsForm(request.POST or None, initial=counting.thresholds(row)) if may else None
    if form and form.done(partial(deeds.set_thresholds, row, by=post, on=clock.today())):
        messages.success(request, _("The thresholds are changed, and the factories of the year are judged by them."))
        return redirect("thresholds", year=row.year)
    context = {"chosen": row, "form": form, "changes": _changes(row), "who": post.who_may(Deed.SET_THRESHOLDS)}
    return render(request, "factories/counting/thresholds.html", context, status=form.status if form else 200)


def _changes(year):
    """[Change] with the post that made each, the latest first."""
    found = counting.changes(year)
    posts = Post.objects.for_list().in_bulk([row.post_id for row in found if row.post_id])
    return [(row, posts.get(row.post_id)) for row in found]
