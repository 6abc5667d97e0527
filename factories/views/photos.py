"""Photos: the gallery of a project, the page of one, its files, and the box for them in a draft."""

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from committees.rights import Deed
from factories import exports, photos, tasks
from factories.actions import photos as deeds
from factories.forms.photos import PhotoForm
from factories.models import FactoryProject, Photo, StatusReturn, Thumbnail
from regional20x10.shared import clock, pages, tables
from regional20x10.shared.errors import Refused

TYPES = {Photo.Kind.JPEG: "image/jpeg", Photo.Kind.PNG: "image/png", Photo.Kind.HEIC: "image/heic"}
ENDINGS = {Photo.Kind.JPEG: (".jpg", ".jpeg"), Photo.Kind.PNG: (".png",), Photo.Kind.HEIC: (".heic", ".heif")}
KEPT = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600"}
PAGE = 40


# --- reading ---------------------------------------------------------------------------------------------------------
def _projects():
    return FactoryProject.objects.select_related(
        "plan__county__province", "plan__county__parent", "plan__program_year", "factory_type"
    )


@require_safe
def photo_list(request, code):
    """The gallery as known on the day: by work package; with `?package=` one of them whole, first and latest first."""
    project = pages.found(_projects().visible_to(request.user), code=code)
    moment = clock.end_of(pages.as_of(request))
    context = {
        "project": project, "packages": list(project.packages.order_by("order")),
        "files": {kind: reverse("photo_list_file", args=[code, kind]) for kind in tables.KINDS},
    }  # fmt: skip
    if wanted := request.GET.get("package"):
        context |= _of_package(request, project, moment, context["packages"], wanted)
    else:
        context["groups"] = photos.groups(project, request.user, moment)
    return render(request, "factories/photos/list.html", context)


@require_safe
def photo_list_file(request, code, kind):
    """All that the gallery shows, with `?package=` of one work package, as a list with what is known of each."""
    exports.allowed(request.user)
    project = pages.found(_projects().visible_to(request.user), code=code)
    as_of = pages.as_of(request)
    moment = clock.end_of(as_of)
    found, package = photos.record(project, request.user, moment), None
    if wanted := request.GET.get("package"):
        package = _package(project.packages.order_by("order"), wanted)
        found = found.filter(package=package)
    place = photos.spot(project, moment)
    told = photos.shown(list(found.order_by("-on", "-pk")), request.user, place)
    only = (package.name if package else _("of no one work package")) if wanted else None
    table = exports.photos(told, project, place, request.user, as_of, only)
    return tables.answer(table, kind, f"photos-{project.code}-{as_of}")


def _package(packages, wanted):
    """The work package asked for; None for `none`."""
    package = next((row for row in packages if str(row.pk) == wanted), None)
    if package is None and wanted != "none":
        raise Http404(_("This factory has no such work package."))
    return package


def _of_package(request, project, moment, packages, wanted):
    """What the gallery shows of one work package, or of photos of none (`none`)."""
    package = _package(packages, wanted)
    found = photos.record(project, request.user, moment).filter(package=package)
    page = Paginator(found.order_by("-on", "-pk"), PAGE).get_page(request.GET.get("page"))
    place = photos.spot(project, moment)
    told = photos.shown([*page.object_list, *(photos.pair(found) or [])], request.user, place)
    size = len(page.object_list)
    return {"chosen": package or "none", "page": page, "told": told[:size], "pair": told[size:]}


@require_safe
def photo(request, pk):
    """One photo: small, with what the camera told and what is to be said of it."""
    row = pages.found(photos.rows().filter(pk__in=Photo.objects.visible_to(request.user).values("pk")), pk=pk)
    project = _projects().get(pk=row.project_id)
    moment = clock.end_of(pages.as_of(request))
    [told] = photos.shown([row], request.user, photos.spot(project, moment))
    context = {"told": told, "photo": row, "project": project, "download": row.kind == Photo.Kind.HEIC}
    return render(request, "factories/photos/photo.html", context)


# --- files -----------------------------------------------------------------------------------------------------------
@require_safe
def photo_original(request, pk):
    return original_response(pages.found(Photo.objects.visible_to(request.user), pk=pk))


def original_response(row):
    """The photo as it was taken; what browsers do not show is a file to be saved. Refuses when it was lost."""
    try:
        content = default_storage.open(row.path)
    except OSError:
        said = _("The file “%(name)s” is no longer on the server: whoever keeps the backup can put it back.")
        raise Refused(said % {"name": row.name}) from None
    kind = Photo.Kind(row.kind)
    name = row.name if row.name.lower().endswith(ENDINGS[kind]) else f"{row.name}{ENDINGS[kind][0]}"
    headers = {**KEPT, "ETag": f'"{row.sha256}"'}
    return FileResponse(
        content, as_attachment=kind == Photo.Kind.HEIC, filename=name, content_type=TYPES[kind], headers=headers
    )


@require_safe
def photo_small(request, pk):
    """The small picture; while there is none, a picture of the words that say so."""
    row = pages.found(Photo.objects.visible_to(request.user), pk=pk)
    try:
        return small_response(row)
    except Refused as refused:
        drawn = render_to_string("factories/photos/waiting.svg", {"said": refused.reasons[0]})
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
        return HttpResponse(drawn, content_type="image/svg+xml", headers=headers)


def small_response(row):
    """The small picture of a photo. Refuses while it is being made, and where none can be made."""
    made = Thumbnail.objects.filter(sha256=row.sha256).first()
    if made and made.path:
        try:
            content = default_storage.open(made.path)
        except OSError:
            tasks.queue_small([row])  # lost: it is made again
        else:
            return FileResponse(content, content_type="image/jpeg", headers={**KEPT, "ETag": f'"small-{row.sha256}"'})
    raise Refused(_(made.failed) if made and made.failed else _("The small picture is being made."))


# --- in a draft ------------------------------------------------------------------------------------------------------
def in_draft(request, draft, form=None):
    """What the box in the entry form shows."""
    packages = list(draft.project.packages.order_by("order"))
    return {
        "album": photos.of_return(draft, request.user, clock.now()),
        "photo_form": form or PhotoForm(packages=packages),
        "most": deeds.MOST,
    }


def sent_with(request, draft):
    """Do with the draft's photos what the entry form says besides: take those chosen, leave out the one named.

    Returns the form if it was refused, else None.
    """
    deed, _colon, pk = request.POST.get("deed", "").partition(":")
    if deed == "photo_out":
        _leave_out(request, draft, pk)
    if deed != "photos" and not request.FILES:
        return None
    form = _form(request, draft)
    return None if form.done(lambda **said: _add(request, draft, said)) else form


def _form(request, draft):
    return PhotoForm(request.POST, request.FILES, packages=list(draft.project.packages.order_by("order")))


def _add(request, draft, said):
    added = deeds.add(draft, **said, by=request.user.post, at=clock.now())
    tasks.queue_small(added)
    return added


def _leave_out(request, draft, pk):
    """Sent twice, the photo is gone already."""
    found = draft.photos.select_related("status_return").filter(pk=pk).first() if pk.isdecimal() else None
    if found:
        deeds.remove(found, by=request.user.post)


@require_POST
def return_photos(request, pk):
    """Take or leave out photos, asked by the page itself: JSON with the list as it is then, and what was refused."""
    drafts = StatusReturn.objects.select_related(
        "period", "project__plan__county__province", "project__plan__county__parent"
    )
    draft = pages.changeable(drafts, request.user, Deed.ENTER_RETURNS, pk=pk)
    reasons = []
    try:
        form = sent_with(request, draft)
        reasons = [said for sentences in form.errors.values() for said in sentences] if form else []
    except Refused as refused:
        reasons = refused.reasons
    album = photos.of_return(draft, request.user, clock.now())
    html = render_to_string("factories/photos/of_draft.html", {"album": album, "draft": draft}, request)
    return JsonResponse({"html": html, "reasons": reasons}, status=409 if reasons else 200)
