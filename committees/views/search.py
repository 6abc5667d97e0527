"""Finding: what one may see, by a part of its name, number or text; as one types where there is script."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from committees import search as reading
from committees.models import SearchEntry
from factories.views.lists import ROWS

TEMPLATE = "committees/search/search.html"
Kind = SearchEntry.Kind


@dataclass(frozen=True)
class Shown:
    """An entry as the page shows it: what was asked for is marked in its words."""

    entry: SearchEntry
    url: str
    words: str
    code: str
    also: str


@dataclass(frozen=True)
class Section:
    """What is shown of one kind."""

    kind: Kind
    rows: list
    total: int
    more: bool


@require_safe
def search(request):
    """All kinds with the first few of each, or one kind page by page (`?kind=`)."""
    question, kind = reading.asked(request.GET.get("q", "")), request.GET.get("kind", "")
    said = {"question": question, "kinds": Kind.choices, "kind": kind, "refused": _refusal(kind)}
    if not said["refused"] and not question.too_short:
        user = request.user
        said |= _of_kind(request, user, question, Kind(kind)) if kind else _of_all(user, question)
    fragment = "#found" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, TEMPLATE + fragment, said, status=400 if said["refused"] else 200)


def _refusal(kind):
    if not kind or kind in Kind:
        return ""
    slots = {"kind": kind[:60], "known": ", ".join(Kind.values)}
    return _("There is no kind “%(kind)s”. Known: %(known)s.") % slots


def _of_all(user, question):
    groups, holds = reading.groups(user, question)
    sections = [Section(row.kind, _shown(row.entries, question), row.total, row.more) for row in groups]
    return {"sections": sections, "holds": holds, "total": sum(row.total for row in groups)}


def _of_kind(request, user, question, kind):
    rows, holds = reading.of_kind(user, question, kind)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    section = Section(kind, _shown(reading.read(page), question), page.paginator.count, False)
    sections = [section] if section.total else []
    return {"sections": sections, "holds": holds, "total": section.total, "page": page}


def _shown(entries, question):
    def marked(text):
        parts = reading.marked(text, question)
        return format_html_join(
            "", "{}", ((format_html("<mark>{}</mark>", part) if found else part,) for part, found in parts)
        )

    return [Shown(row, reading.address(row), *map(marked, (reading.said(row), row.code, row.also))) for row in entries]
