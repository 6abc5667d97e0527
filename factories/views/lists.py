"""How every list answers: filtered, ordered, 40 rows a page; htmx is sent the rows alone."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from factories import exports
from regional20x10.shared import pages, tables

ROWS = 40


def shown(request, filters, template, context=None, *, count=None):
    """The page of a list. `context` is a function of (rows of the page, all rows) that adds what the rows need.

    A filter or value that is not known is refused on the page, in words, with no rows and status 400.
    """
    reasons = filters.refusals()
    rows = filters.qs.none() if reasons else filters.qs
    paginator = Paginator(rows, ROWS)
    if count is not None and not reasons:
        paginator.count = count
    page = paginator.get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    said = {"filters": filters, "page": page, "total": paginator.count, "refused": reasons, "given": filters.said()}
    if context:
        said |= context(page, rows)
    fragment = "#rows" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, template + fragment, said, status=400 if reasons else 200)


def files(name):
    """{kind: address} of the files of a list."""
    return {kind: reverse(name, args=[kind]) for kind in tables.KINDS}


def given(request, kind, filters, template, make):
    """The file of a list, `make(rows)` its Table; what is wrong with the filter is said on the list's own page."""
    exports.allowed(request.user)
    if kind not in tables.KINDS:
        raise Http404
    if filters.refusals():
        return shown(request, filters, template)
    table, name = make(filters.qs)
    return tables.answer(table, kind, f"{name}-{pages.as_of(request)}")
