"""Every error of the API in one form: a problem detail (RFC 9457) with all that is wrong at once."""

import logging

from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from drf_standardized_errors.handler import exception_handler
from rest_framework.response import Response

from regional20x10.shared.errors import Conflict, NotAllowed, Refused

log = logging.getLogger(__name__)

PROBLEM = "application/problem+json"
RETRY_AFTER = 30
"""Seconds after which it is worth asking again when the database could not be reached."""

TITLES = {
    "not-understood": (400, gettext_lazy("Not understood")),
    "sign-in": (401, gettext_lazy("Sign in")),
    "not-allowed": (403, gettext_lazy("Not allowed")),
    "not-found": (404, gettext_lazy("Not found")),
    "method": (405, gettext_lazy("Not a method of this address")),
    "not-acceptable": (406, gettext_lazy("Only JSON is given here")),
    "refused": (409, gettext_lazy("A rule stands against it")),
    "conflict": (409, gettext_lazy("Somebody else saved first")),
    "too-large": (413, gettext_lazy("The body is too large")),
    "media-type": (415, gettext_lazy("Send JSON")),
    "too-many": (429, gettext_lazy("Too many requests")),
    "failed": (500, gettext_lazy("The server failed")),
    "unavailable": (503, gettext_lazy("The database cannot be reached")),
}
"""The problems there are: the last part of `type`, with its status and title."""

_NAMES = {status: name for name, (status, _title) in reversed(TITLES.items())}


def problem(error, context):
    """The answer to `error`, raised in a view of the API."""
    match error:
        case Conflict():
            extra = {"mine": error.mine, "theirs": error.theirs, "saved_by": error.saved_by, "saved_at": error.saved_at}
            return _answer("conflict", _from_refusal(error), **extra)
        case Refused():
            return _answer("refused", _from_refusal(error))
        case NotAllowed():
            return _answer("not-allowed", [_item(error.reason)])
        case PermissionDenied():
            return _answer("not-allowed", [_item(str(error) or _("Your post may not do this."))])
        case Http404():
            return _answer("not-found", [_item(_("There is nothing at this address, or your post does not reach it."))])
        case RequestDataTooBig():
            return _answer("too-large", [_item(_("The body is too large: send less at once."))])
        case TooManyFieldsSent() | TooManyFilesSent():
            return _answer("too-large", [_item(_("The body has too many parts: send less at once."))])
        case IntegrityError():
            return _answer(
                "refused", [_item(_("Somebody else did the same at the same moment: load it again and look."))]
            )
        case InterfaceError() | OperationalError():
            said = _("The database cannot be reached. Nothing was half-written: try again in half a minute.")
            answer = _answer("unavailable", [_item(said, "unavailable")])
            answer["Retry-After"] = RETRY_AFTER
            log.error("The database cannot be reached: %s", type(error).__name__)
            return answer
    response = exception_handler(error, context)
    if response is None:  # unhandled, in DEBUG: the developer sees the traceback
        return None
    errors = [
        {"detail": item["detail"], "code": item["code"] or "invalid", "field": item["attr"]}
        for item in response.data["errors"]
    ]
    if response.status_code == 500:
        errors = [
            _item(_("This is our error, and it is in the log. Nothing was half-written. Try again later."), "failed")
        ]
    answer = _answer(_NAMES.get(response.status_code, "failed"), errors, status=response.status_code)
    for header in ("WWW-Authenticate", "Retry-After"):
        if header in response.headers:
            answer[header] = response.headers[header]
    return answer


def _item(detail, code="refused", field=None):
    return {"detail": str(detail), "code": code, "field": field}


def _from_refusal(error):
    """Each sentence once: beside its field where it has one."""
    of_fields = [_item(said, field=field) for field, sentences in error.fields.items() for said in sentences]
    beside = {item["detail"] for item in of_fields}
    return [_item(reason) for reason in error.reasons if reason not in beside] + of_fields


def _answer(name, errors, *, status=None, **extra):
    code, title = TITLES[name]
    if len(errors) == 1:
        detail = errors[0]["detail"]
    else:
        detail = ngettext("%(count)s error.", "%(count)s errors.", len(errors)) % {"count": len(errors)}
    body = {
        "type": f"/api/problems/{name}/",
        "title": str(title),
        "status": status or code,
        "detail": detail,
        "errors": errors,
        **extra,
    }
    return Response(_writable(body), status=status or code, content_type=PROBLEM)


def _writable(value):
    """`value` without half characters, which an error may quote from the body and JSON cannot carry."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case dict():
            return {_writable(key): _writable(item) for key, item in value.items()}
        case list() | tuple():
            return [_writable(item) for item in value]
    return value
