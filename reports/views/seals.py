"""Seals: the chain of them, and each with its digests worked out again and what it lists as not accepted."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from committees.rights import NATION
from regional20x10.shared import pages
from regional20x10.shared.errors import Refused
from reports import chain, sealed, wording
from reports.filters import SealFilter
from reports.models import Pack, Seal

SHOWN = 100
"""Returns that are told one by one."""
COUNTED = ("figures", "facts", "provinces", "counties", "projects")


@require_safe
def seals(request):
    """The chain, the last seal first."""
    asked = SealFilter(request.GET, Seal.objects.visible_to(request.user).for_list())
    page = Paginator(asked.qs, 25).get_page(request.GET.get("page"))
    packs = {pack.seal_id: pack for pack in Pack.objects.filter(seal__in=[row.pk for row in page])}
    rows = [{"seal": row, "by": _sealer(row), **_pack(packs.get(row.pk))} for row in page]
    may = bool(request.user.post and request.user.post.may("seal"))
    context = {"page": page, "rows": rows, "filters": asked, "may": may, "ask_url": may and _address("pack_new")}
    return render(request, "reports/seals/list.html", context)


@require_safe
def seal(request, number):
    """One seal: what it says of itself, whether that holds, and what was not accepted when it was made."""
    row = pages.found(Seal.objects.visible_to(request.user).for_list().defer(None), number=number)
    before = sealed.earlier(row)
    faults = sealed.faults(row, before)
    context = {
        "seal": row,
        "by": _sealer(row),
        "faults": faults,
        "before": before[-1] if before else None,
        "after": Seal.objects.filter(number=row.number + 1).defer("content").first(),
        "seen": set(Seal.objects.visible_to(request.user).values_list("number", flat=True)),
        **_pack(Pack.objects.filter(seal=row).first()),
        "pages_url": _address("seal_page", row.number, "index.html"),
        "follows": request.user.post.rule.reads == NATION,
        **({} if faults else _held(row)),
    }
    return render(request, "reports/seals/seal.html", context)


def _sealer(row):
    """Who sealed it, in words; nothing where the schedule did."""
    return sealed.post_words(row.sealer) if row.sealer else ""


def _pack(pack):
    return {"pack": pack, "pack_url": _address("pack", pack.pk) if pack else ""}


def _held(row):
    """What of its content the page tells."""
    found = sealed.read(row)
    returns = [_return(found, found.facts[name]) for name in found["unaccepted"][:SHOWN]]
    return {
        "counts": {name: len(found[name]) for name in COUNTED},
        "closed": found["closed"],
        "returns": returns,
        "returns_total": len(found["unaccepted"]),
        "missing": _missing(found),
        "missing_total": len(found["missing_returns"]),
    }


def _factory(found, subject):
    """Its name and its county's, by the seal."""
    code = subject.partition(":")[2]
    county = next((f"county:{project['county']}" for project in found["projects"] if project["code"] == code), "")
    return {"factory": found.subject(subject), "county": found.subject(county)}


def _return(found, fact):
    """A return that was handed in and not accepted."""
    told = {"period": wording.period(fact["values"]["period"]), "state": fact["values"]["state"]}
    return _factory(found, fact["subject"]) | told | {"url": f"/{get_language()}{fact['url']}"}


def _missing(found):
    """The factories of which returns are missing, each with its periods."""
    periods = {}
    for row in found["missing_returns"]:
        periods.setdefault(row["subject"], []).append(row["period"])
    return [
        {**_factory(found, subject), "periods": wording.ranges(sorted(codes))} for subject, codes in periods.items()
    ]


def _address(view, *args):
    """The page's address, or nothing where there is no such page."""
    try:
        return reverse(view, args=args)
    except NoReverseMatch:
        return ""


@require_safe
def seal_content(request, number):
    """The content of a seal as it was sealed, to be saved."""
    return content_response(pages.found(Seal.objects.visible_to(request.user), number=number))


def content_response(row):
    """The canonical JSON, byte for byte, under its digest. Refuses one that does not hold."""
    if faults := sealed.faults(row, sealed.earlier(row)):
        raise Refused(faults)
    headers = {
        "ETag": f'"{row.content_sha256}"', "Cache-Control": "private", "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'attachment; filename="seal-{row.number}.json"',
    }  # fmt: skip
    return HttpResponse(chain.unpacked(row.content), content_type="application/json", headers=headers)


@require_safe
@login_not_required
def seal_schema(request):
    """The form of a seal's content."""
    text = (settings.BASE_DIR / "reports" / "schemas" / "seal-1.json").open("rb")
    return FileResponse(text, content_type="application/schema+json")
