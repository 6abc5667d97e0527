"""The web pages of a seal in the application: the same as in its pack, with a page for each figure."""

from django.db.models import Func
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regional20x10.shared import pages
from reports import browsing
from reports.models import PackStep, Phase, Seal
from reports.rendering.pack.pages import Pages

DRAWINGS = "drawings/"


@require_safe
def seal_page(request, number, path):
    """A page of the seal, or a drawing on one."""
    seal = pages.found(Seal.objects.visible_to(request.user).for_list(), number=number)
    if path.startswith(DRAWINGS):
        return _drawing(seal, path.removeprefix(DRAWINGS).removesuffix(".svg"))
    site = browsing.opened(seal)
    if path not in site.known:
        raise _nothing()
    drawn = _names_drawn(seal) if site.draws(path) else ()
    found = Pages(site, browsing.InApplication(site, number), drawn)
    return _answer(request, seal, found, found.page(path))


@require_safe
def seal_figure(request, number, name):
    """How one figure came about, and the facts it rests on."""
    seal = pages.found(Seal.objects.visible_to(request.user).for_list(), number=number)
    site = browsing.opened(seal)
    if name not in site.sealed.figures:
        raise _nothing()
    found = Pages(site, browsing.InApplication(site, number))
    return _answer(request, seal, found, found.figure(name))


def _answer(request, seal, found, page):
    return render(request, "reports/pack/page.html", {"page": page, "whole": found.title, "seal": seal})


def _drawn(seal):
    """The steps of its pack that drew, in the language that is on: {name: {"svg", "png"}} in `charts`."""
    steps = PackStep.objects.filter(pack__seal=seal.pk, phase=Phase.DRAW, drawn__isnull=False)
    return steps.annotate(charts=KeyTransform(get_language(), "drawn"))


def _names_drawn(seal):
    return set(_drawn(seal).values_list(Func("charts", function="jsonb_object_keys"), flat=True))


def _drawing(seal, name):
    svg = _drawn(seal).annotate(svg=KeyTextTransform("svg", KeyTransform(name, "charts")))
    found = svg.filter(svg__isnull=False).values_list("svg", flat=True).first()
    if found is None:
        raise _nothing()
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=86400"}
    return HttpResponse(found, content_type="image/svg+xml", headers=headers)


def _nothing():
    return Http404(_("There is no such page, or your post does not reach it."))
