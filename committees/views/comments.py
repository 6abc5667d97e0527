"""Comments on one thing: the page with the form, the comments alone for other pages, and their files."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees import comments, mentions
from committees.actions import comments as deeds
from committees.exports.comments import comments as table_of
from committees.forms.comments import CommentForm
from committees.models import Attachment, Comment
from committees.rights import Deed
from factories import exports
from factories.models import FactoryProject
from factories.views.documents import file_response
from regional20x10.shared import clock, pages, tables
from regional20x10.shared.actions import not_allowed

PAGE, THREAD = "committees/comments/page.html", "committees/comments/thread.html"
OF_PROJECT = ("project__plan__county__province", "project__factory_type")
TO_SHOW = {
    "project": ("plan__county__province", "factory_type"),
    "status_return": ("period", *OF_PROJECT),
    "production_return": ("period", *OF_PROJECT),
    "finding": ("inspection", *OF_PROJECT),
    "decision": ("owner", "request"),
}
"""{kind of subject: what its page says of it, and what tells who sees it}."""


@require_http_methods(["GET", "HEAD", "POST"])
def comment_list(request, kind, pk):
    """The comments on one thing, with the form of the next. To htmx the comments alone. POST writes one."""
    subject = _subject(request, kind, pk)
    if request.method == "POST":
        return _write(request, kind, subject)
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, THREAD, _thread(request, kind, subject))
    return _show(request, kind, subject, _form(request, subject) if _may(request) else None)


def _subject(request, kind, pk):
    if kind not in comments.MODELS:
        raise Http404
    rows = comments.MODELS[kind].objects.select_related(*TO_SHOW[kind])
    return pages.found(rows.visible_to(request.user), pk=pk)


def _may(request):
    return request.user.post.may(Deed.COMMENT) and pages.as_of(request) == clock.today()


def _form(request, subject, data=None, files=None):
    replies = Comment.objects.visible_to(request.user).about(subject)
    given = request.GET.get("reply_to", "")
    answered = replies.standing().filter(pk=int(given)).first() if given.isdecimal() and len(given) < 19 else None
    posts = mentions.mentionable(subject, clock.today()).exclude(official=request.user.post.official_id)
    return CommentForm(data, files, posts=mentions.grouped(posts), replies=replies, reply_to=answered)


def _write(request, kind, subject):
    if not request.user.post.may(Deed.COMMENT):
        raise not_allowed(request.user.post, Deed.COMMENT)
    form = _form(request, subject, request.POST, request.FILES)
    write = partial(deeds.comment, subject, by=request.user.post, at=clock.now())
    if row := form.done(write):
        messages.success(request, _("The comment is written."))
        return redirect(f"{reverse('comment_list', args=[kind, subject.pk])}#comment-{row.pk}")
    return _show(request, kind, subject, form, status=form.status)


def _thread(request, kind, subject):
    """What the comments themselves need."""
    rows = comments.of(subject, request.user, clock.end_of(pages.as_of(request)))
    return {
        "rows": rows, "kind": kind, "subject": subject, "may": _may(request),
        "total": sum(1 + len(row.thread) for row in rows), "own": request.user.post.official_id,
    }  # fmt: skip


def _show(request, kind, subject, form, status=200):
    context = _thread(request, kind, subject) | {"form": form, **_place(kind, subject)}
    if form:
        answered = form["reply_to"].value()
        found = [row for first in context["rows"] for row in (first, *first.thread)]
        context["answered"] = next((row for row in found if str(row.pk) == str(answered)), None)
    if kind == "project":
        context["files"] = {file: reverse("comment_file", args=[subject.pk, file]) for file in tables.KINDS}
    return render(request, PAGE, context, status=status)


def _place(kind, subject):
    """The factory it belongs to, None for a decision, and what it is called below that."""
    match kind:
        case "project":
            return {"project": subject, "about": subject.code}
        case "finding":
            return {"project": subject.project, "about": _("Finding")}
        case "decision":
            return {"project": None, "about": subject.number}
    return {"project": subject.project, "about": subject.period.label}


@require_POST
def comment_take_back(request, pk):
    row = pages.found(Comment.objects.visible_to(request.user), pk=pk)
    deeds.take_back(row, by=request.user.post, at=clock.now())
    messages.success(request, _("The comment is taken back. It stays to be seen as such."))
    [row] = comments.marked([row])
    return redirect(f"{reverse('comment_list', args=[row.kind, getattr(row, f'{row.kind}_id')])}#comment-{row.pk}")


@require_safe
def comment_file(request, pk, kind):
    """The comments about a factory, its returns and the findings there, as a table."""
    exports.allowed(request.user)
    if kind not in tables.KINDS:
        raise Http404
    project = pages.found(FactoryProject.objects.visible_to(request.user), pk=pk)
    as_of = pages.as_of(request)
    table = table_of(project, request.user, as_of)
    return tables.answer(table, kind, f"comments-{project.code}-{as_of}")


@require_safe
def attachment(request, pk):
    """A file that came with a comment or a step of a decision, always to be saved, never shown in the page."""
    return file_response(pages.found(Attachment.objects.visible_to(request.user), pk=pk))
