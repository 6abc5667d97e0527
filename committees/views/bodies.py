"""Bodies: the list as a tree, the page of one, and how it is founded, renamed, changed and merged. And the posts."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees import bodies
from committees.actions import bodies as deeds
from committees.actions import mergers, names
from committees.exports import bodies as exports
from committees.filters import OrganizationFilter, PostFilter
from committees.forms.bodies import ChangeForm, FoundForm, MergeForm, RenameForm
from committees.models import FormerName, Organization, OrganizationState
from committees.rights import Deed
from factories.views import lists
from regional20x10.shared import clock, pages
from regional20x10.shared.actions import not_allowed

LIST, POSTS, FORM = "committees/bodies/list.html", "committees/bodies/posts.html", "committees/bodies/form.html"


# --- the lists -------------------------------------------------------------------------------------------------------
def _rows(request):
    as_of = pages.as_of(request)
    return as_of, OrganizationFilter(request.GET, bodies.seen_by(request.user, as_of), request=request)


@require_safe
def body_list(request):
    """Every body after the one of which it is a part, by kind; with what it does, owes and is owed."""
    as_of, filters = _rows(request)

    def context(page, rows):
        figures = bodies.figures(page.object_list, request.user, as_of)
        told = [(row, row.name_on(as_of), figures[row.pk]) for row in page.object_list]
        may = as_of == clock.today() and request.user.post.may(Deed.MANAGE_BODIES)
        return {"rows": told, "files": lists.files("body_list_file"), "may": may}

    return lists.shown(request, filters, LIST, context)


@require_safe
def body_list_file(request, kind):
    as_of, filters = _rows(request)

    def make(rows):
        rows = list(rows)
        figures = bodies.figures(rows, request.user, as_of)
        return exports.bodies(rows, figures, request.user, as_of, filters), "bodies"

    return lists.given(request, kind, filters, LIST, make)


def _posts(request):
    as_of = pages.as_of(request)
    return as_of, PostFilter(request.GET, bodies.posts_seen_by(request.user, as_of), request=request)


@require_safe
def post_list(request):
    """The posts of the programme, from when to when, and who stands in for whom. Not who holds them."""
    _as_of, filters = _posts(request)
    return lists.shown(request, filters, POSTS, lambda page, rows: {"files": lists.files("post_list_file")})


@require_safe
def post_list_file(request, kind):
    as_of, filters = _posts(request)

    def make(rows):
        return exports.posts(rows, request.user, as_of, filters), "posts"

    return lists.given(request, kind, filters, POSTS, make)


# --- one body --------------------------------------------------------------------------------------------------------
@require_safe
def body(request, code):
    """What it is and was called, its parts and posts, what it does, owes and is owed, and how its record changed."""
    as_of, user = pages.as_of(request), request.user
    row = pages.found(bodies.seen_by(user, as_of), code=code)
    held, ended = bodies.roles_of(row, user, as_of)
    seats = row.memberships.current(as_of).select_related("committee__organization").order_by("-chair", "pk")
    context = {
        "body": row,
        "name": row.name_on(as_of),
        "above": _above(row),
        "nodes": bodies.under(row, user, as_of),
        "former": list(FormerName.objects.filter(organization=row, until__lt=as_of)),
        "merged": list(row.merged.filter(ended_on__lt=as_of).order_by("ended_on", "pk")),
        "posts": list(bodies.posts_seen_by(user, as_of).of_body(row).filter(starts_on__lte=as_of)),
        "seats": list(seats),
        "held": held,
        "ended": ended,
        "figures": bodies.figures([row], user, as_of)[row.pk],
        "matters": bodies.matters(row, user, as_of),
        "history": bodies.history(row),
        "may": as_of == clock.today() and row.ended_on is None and user.post.may(Deed.MANAGE_BODIES),
        "is_merged": row.state_then == OrganizationState.MERGED,
        "since": as_of - bodies.WINDOW,
    }
    return render(request, "committees/bodies/body.html", context)


def _above(row):
    """The bodies of which it is a part, the highest first."""
    found = Organization.objects.in_bulk(row.above[:-1])
    return [found[pk] for pk in row.above[:-1]]


# --- what staff do with it -------------------------------------------------------------------------------------------
def _body(request, code):
    rows = Organization.objects.select_related("parent", "province", "county")
    return pages.changeable(rows, request.user, Deed.MANAGE_BODIES, code=code)


def _asked(request, form, heading, verb, *, body=None, lead=""):
    context = {"body": body, "form": form, "heading": heading, "verb": verb, "lead": lead}
    return render(request, FORM, context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def body_found(request):
    """A new body."""
    if not request.user.post.may(Deed.MANAGE_BODIES):
        raise not_allowed(request.user.post, Deed.MANAGE_BODIES)
    form = FoundForm(request.POST or None, on=clock.today())
    if row := form.done(partial(deeds.found_organization, by=request.user.post)):
        messages.success(request, _("The body is founded. Posts at it are given by an administrator."))
        return redirect(row)
    return _asked(request, form, _("Found a body"), _("Found it"))


@require_http_methods(["GET", "HEAD", "POST"])
def body_rename(request, code):
    row = _body(request, code)
    form = RenameForm(request.POST or None, body=row, on=clock.today())
    if form.done(partial(names.rename, row, by=request.user.post, at=clock.now())):
        messages.success(request, _("The body is renamed. The name it had stays on its page."))
        return redirect(row)
    lead = _("Its code, and everything that names it, stay. Earlier days show the name it had then.")
    return _asked(request, form, _("Rename the body"), _("Rename it"), body=row, lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
def body_change(request, code):
    row = _body(request, code)
    form = ChangeForm(request.POST or None, body=row, on=clock.today())
    if form.done(partial(deeds.change, row, by=request.user.post)):
        messages.success(request, _("The body is changed. What it was before stays in its history."))
        return redirect(row)
    return _asked(request, form, _("Change the body"), _("Keep it"), body=row)


@require_http_methods(["GET", "HEAD", "POST"])
def body_merge(request, code):
    row = _body(request, code)
    form = MergeForm(request.POST or None, body=row, on=clock.today())
    if merged := form.done(partial(mergers.merge, row, by=request.user.post, at=clock.now())):
        messages.success(request, _("The body is merged. What it had in hand lies with the other; its page stays."))
        return redirect(merged.merged_into)
    lead = _(
        "Its parts in factories, its posts, and its open requests, decisions and notes go over to the other body on "
        "that day. What is settled stays under its name. This is not undone."
    )
    return _asked(request, form, _("Merge the body into another"), _("Merge it"), body=row, lead=lead)
