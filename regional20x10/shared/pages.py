"""What every page has in common: the shell around it, its as-of date, and how a refusal is shown."""

import sys
from datetime import date

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from regional20x10.shared import clock
from regional20x10.shared.actions import not_allowed
from regional20x10.shared.errors import Conflict, NotAllowed, Refused
from regional20x10.shared.problems import RETRY_AFTER

EARLIEST = date(1900, 1, 1)
"""No day before it is asked for: a calendar ends where its arithmetic does."""


class NoSuchDay(Refused):
    """The as-of date is no date, or lies in the future or before all records."""


def as_of(request):
    """The day the page is asked for (`?as_of=2026-10-01`), today without one.

    Raises NoSuchDay for something that is not a date, or lies in the future or before EARLIEST.
    """
    today = clock.today()
    text = request.GET.get("as_of", "").strip()
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NoSuchDay(
            _("“%(text)s” is not a date: write it as 2026-10-01, or leave it empty for today.") % {"text": text[:40]}
        ) from None
    if day < EARLIEST:
        raise NoSuchDay(_("%(day)s lies before everything recorded here: choose a later day.") % {"day": day})
    if day > today:
        raise NoSuchDay(
            _("%(day)s is in the future: nothing is known of it yet. Choose a day up to %(today)s.")
            % {"day": day, "today": today}
        )
    return day


def shell(request):
    """What base.html needs on every page."""
    today = clock.today()
    try:
        day = as_of(request)
    except Refused:
        day = today
    return {
        "today": today,
        "as_of": day,
        "is_today": day == today,
        "tail": "" if day == today else f"?as_of={day}",
        "demonstration": clock.demonstration_day() is not None,
        "theme": request.COOKIES.get("theme", ""),
    }


class RefusalMiddleware:
    """Turns a refusal that a view did not show itself into a page that says all its reasons."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        match error:
            case NoSuchDay():
                return render(request, "as_of.html", {"as_of_error": error.reasons[0]}, status=400)
            case Conflict():
                return render(request, "409.html", {"conflict": error, "reasons": error.reasons}, status=409)
            case Refused():
                return render(request, "409.html", {"reasons": error.reasons}, status=409)
            case NotAllowed():
                return render(request, "403.html", {"reason": error.reason}, status=403)


def found(rows, **lookup):
    """The one row of `rows` (already scoped), or the page that says there is none: 404 for what one may not see."""
    nonsense = any("\x00" in value for value in lookup.values() if isinstance(value, str))  # no column holds it
    row = None if nonsense else rows.filter(**lookup).first()
    if row is None:
        raise Http404(_("There is no such page, or your post does not reach it."))
    return row


def changeable(rows, user, deed, **lookup):
    """The one row one may see (else 404), if one's post may do `deed` to it (else 403 with the reason)."""
    row = found(rows.visible_to(user), **lookup)
    if not user.post.may(deed):
        raise not_allowed(user.post, deed)
    if not rows.editable_by(user).filter(pk=row.pk).exists():
        raise NotAllowed(_("Your post “%(post)s” may read this, but not change it.") % {"post": user.post})
    return row


def failed(request):
    """What is said of an error of ours: 503 where the database cannot be reached, which mends itself; else 500."""
    if isinstance(sys.exception(), InterfaceError | OperationalError):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": RETRY_AFTER})
    return server_error(request)
