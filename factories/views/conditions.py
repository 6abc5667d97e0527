"""A county's conditions of a year: the table for all who see it, the form for those who may record them."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from committees.models import Post
from committees.rights import Deed
from factories import conditions as reading
from factories.actions import conditions as deeds
from factories.forms.conditions import ConditionsForm
from factories.models import County
from factories.models.places import FIRST_YEAR, LAST_YEAR
from regional20x10.shared import clock, pages


@require_http_methods(["GET", "HEAD", "POST"])
def conditions(request, code, year):
    """What is recorded of a year, with its history; whoever may record it does so here."""
    counties = County.objects.select_related("province")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404(_("There is no such page, or your post does not reach it."))
    if request.method == "POST":
        county = pages.changeable(counties, request.user, Deed.RECORD_CONDITIONS, code=code)
    else:
        county = pages.found(counties.visible_to(request.user), code=code)
    row = reading.of_year(county, year)
    asked = reading.asked(county, row)
    before_year, before = _before(county, year)
    form = ConditionsForm(request.POST or None, county=county, year=year, asked=asked, row=row, before=before)
    if form.done(partial(deeds.record, county, year, by=request.user.post)):
        messages.success(request, _("Recorded. What was said before stays in the history below."))
        return redirect("conditions", code, year)
    status = 409 if form.conflict else form.status
    if form.conflict:  # shown beside theirs; sent again, it replaces what was now seen
        row = reading.of_year(county, year)
        form = form.again(asked=asked, row=row, before=before)
    context = {
        "county": county, "year": year, "row": row, "form": form if _may_record(request.user, county) else None,
        "values": reading.table(row, asked), "history": _history(row, asked), "conflict": form.conflict,
        "before_year": before_year, "who": request.user.post.who_may(Deed.RECORD_CONDITIONS),
        "years": sorted({*reading.years(county), clock.today().year, year}),
    }  # fmt: skip
    context["missing"] = sum(value.value is None for value in context["values"])
    return render(request, "factories/conditions/conditions.html", context, status=status)


def shown(user, county):
    """The conditions of the latest year as the county's page shows them, with the way to the form."""
    year = next(iter(reading.years(county)), None)
    row = reading.of_year(county, year) if year else None
    values = reading.table(row, reading.asked(county, row))
    return {
        "year": year,
        "values": values,
        "missing": sum(value.value is None for value in values),
        "may_record": _may_record(user, county),
        "page": reverse("conditions", args=[county.code, year or clock.today().year]),
    }


def _may_record(user, county):
    return user.post.may(Deed.RECORD_CONDITIONS) and County.objects.editable_by(user).filter(pk=county.pk).exists()


def _before(county, year):
    """The latest earlier year that is recorded, and its {key: value}; (None, {}) without one."""
    earlier = next((known for known in reading.years(county) if known < year), None)
    row = reading.of_year(county, earlier) if earlier else None
    return earlier, {key: reading.value_of(row, key)[0] for key in reading.asked(county, row).keys} if row else {}


def _history(row, asked):
    """[(moment, post, [(words, before, after)], whether it was the first)] of each record, the latest first."""
    found = reading.history(row)
    posts = Post.objects.for_list().in_bulk([said.get("post") for _at, said, _changed in found if said.get("post")])
    last = len(found) - 1
    return [
        (at, posts.get(said.get("post")), _changes(changed, asked), number == last)
        for number, (at, said, changed) in enumerate(found)
    ]


def _changes(changed, asked):
    """[(words, (value, source) before, (value, source) after)]; None where nobody had given a value."""
    return [
        (reading.in_words(key, asked.names_ko), _told(key, before), _told(key, after)) for key, before, after in changed
    ]


def _told(key, pair):
    return None if pair is None else (reading.written(key, pair[0]), pair[1])
