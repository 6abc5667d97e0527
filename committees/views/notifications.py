"""One's own notifications: the list, opening and reading them, and how one wants to hear of them."""

from functools import partial
from itertools import groupby

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees import notices
from committees.actions import notifications
from committees.filters import NotificationFilter
from committees.forms.notifications import ChoiceForm
from committees.models import Notification, NotificationChoice
from factories.views import lists
from regional20x10.shared import clock, pages

LIST, CHOICES = "committees/notifications/list.html", "committees/notifications/choices.html"


@require_safe
def notification_list(request):
    """One's own, unread ones first, by the day on which they happened."""
    mine = Notification.objects.visible_to(request.user).for_list()
    filters = NotificationFilter(request.GET, mine, request=request)

    def context(page, rows):
        days = groupby(page.object_list, lambda row: (row.read_at is not None, localdate(row.at)))
        return {"days": [{"read": read, "on": on, "told": list(map(_told, told))} for (read, on), told in days]}

    return lists.shown(request, filters, LIST, context)


def _told(row):
    return row, notices.said(row)


@require_POST
def notification_open(request, pk):
    """Read it, and go to the page that it is about, in the language of this one."""
    row = _read(request, pk)
    return redirect(f"/{get_language()}{row.url}")


@require_POST
def notification_read(request, pk):
    _read(request, pk)
    return redirect("notification_list")


def _read(request, pk):
    row = pages.found(Notification.objects.editable_by(request.user), pk=pk)
    return notifications.mark_read(row, by=request.user.post, at=clock.now())


@require_POST
def notification_read_all(request):
    count = notifications.mark_all_read(request.user, by=request.user.post, at=clock.now())
    said = ngettext("%(count)s notification is marked as read.", "%(count)s notifications are marked as read.", count)
    messages.success(request, said % {"count": count})
    return redirect("notification_list")


@require_http_methods(["GET", "HEAD", "POST"])
def notification_choices(request):
    form = ChoiceForm(request.POST or None, initial=_chosen(request.user))
    if form.done(partial(notifications.choose, request.user, by=request.user.post)):
        messages.success(request, _("Your choice is kept. It holds for every e-mail that is not sent yet."))
        return redirect("notification_choices")
    return render(request, CHOICES, {"form": form, "hour": settings.DIGEST_HOUR}, status=form.status)


def _chosen(user):
    choice = NotificationChoice.objects.filter(user=user).first() or NotificationChoice()
    return {
        "email": user.email, "digest": choice.digest, "urgent_mail": choice.urgent_mail, "muted": choice.muted,
        "language": choice.language,
    }  # fmt: skip
