"""The API's defaults: who may call and how often, which filters are known, how pages are cut, JSON read and written.

Apart from api.py, because REST framework reads these while it is itself being imported.
"""

import re
import time
from decimal import Decimal
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.db import models
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import exceptions, throttling
from rest_framework.pagination import BasePagination
from rest_framework.parsers import BaseParser
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response


class MayCall(BasePermission):
    """Signed in, acting through a post that may use the API, and with a token that may write if this writes."""

    def has_permission(self, request, view):
        user = request.user
        if not (user and user.is_authenticated):
            return False
        if user.post is None or not user.post.may("export"):
            self.message = _("Your post may not use the API. An administrator can give you one that may.")
            return False
        if request.method not in SAFE_METHODS and getattr(request.auth, "scope", "write") != "write":
            self.message = _("This token may only read. Make one that may write.")
            return False
        return True


class PerMinute(throttling.BaseThrottle):
    """At most API_RATE calls a minute and user, counted in the cache by one number, not by a list of moments."""

    def allow_request(self, request, view):
        if not settings.API_RATE or not request.user.is_authenticated:
            return True
        key = f"calls:{request.user.pk}:{int(time.time()) // 60}"
        cache.add(key, 0, 120)
        return cache.incr(key) <= settings.API_RATE

    def wait(self):
        return 60 - int(time.time()) % 60


class Cursor(BasePagination):
    """100 rows a page (page_size: 1 to 1000), in the order of the list's unique key: no counting, no row twice.

    `cursor` is the key of the last row seen, so a page stays right while others add rows before or after it.
    """

    LARGEST = 1000
    NUMBER, DAY, CODE = r"^[0-9]{1,18}$", r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$", r"^[^\u0000]{1,60}$"

    def paginate_queryset(self, queryset, request, view=None):
        size, key = self._size(request), view.key
        name, descending = key.removeprefix("-"), key.startswith("-")
        if (after := request.query_params.get("cursor")) is not None:
            if not re.fullmatch(self._pattern(queryset.model, name), after):
                raise exceptions.ValidationError(
                    {"cursor": _("This is no cursor: take the “next” address of a page as it is.")}
                )
            queryset = queryset.filter(**{f"{name}__{'lt' if descending else 'gt'}": after})
        rows = view.read(queryset.order_by(key)[: size + 1], name)
        self.next = self._next(request, rows[size - 1][0]) if len(rows) > size else None
        return [row for _key, row in rows[:size]]

    def get_paginated_response(self, data):
        return Response({"next": self.next, "results": data})

    def get_paginated_response_schema(self, schema):
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {
                "next": {
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": "Address of the next page; null on the last.",
                },
                "results": {"type": "array", "items": schema["items"] if schema.get("type") == "array" else schema},
            },
        }

    def get_schema_operation_parameters(self, view):
        key = view.key.removeprefix("-")
        return [
            {
                "name": "cursor",
                "in": "query",
                "description": "Where the page begins; part of “next”.",
                "schema": {"type": "string", "pattern": self._pattern(view.queryset.model, key)},
            },
            {
                "name": "page_size",
                "in": "query",
                "description": "Rows a page.",
                "schema": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": self.LARGEST,
                    "default": settings.REST_FRAMEWORK["PAGE_SIZE"],
                },
            },
        ]

    def _pattern(self, model, name):
        for part in name.split("__"):
            field = model._meta.pk if part == "pk" else model._meta.get_field(part)
            model = field.related_model
        match field:
            case models.IntegerField():
                return self.NUMBER
            case models.DateField():
                return self.DAY
        return self.CODE

    def _size(self, request):
        text = request.query_params.get("page_size", str(settings.REST_FRAMEWORK["PAGE_SIZE"]))
        if not re.fullmatch(r"0*[1-9][0-9]{0,3}", text) or int(text) > self.LARGEST:
            raise exceptions.ValidationError(
                {"page_size": _("A page has 1 to %(largest)s rows.") % {"largest": self.LARGEST}}
            )
        return int(text)

    def _next(self, request, key):
        query = [(name, value) for name, values in request.query_params.lists() if name != "cursor" for value in values]
        return request.build_absolute_uri(f"{request.path}?{urlencode([*query, ('cursor', key)])}")


class StrictFilter(DjangoFilterBackend):
    """The page's own filter; a filter nobody knows is an error, not silently ignored. Order is the list's own."""

    def get_filterset_class(self, view, queryset=None):
        filterset_class = super().get_filterset_class(view, queryset)
        if filterset_class and "sort" in filterset_class.base_filters:
            return type(filterset_class.__name__, (filterset_class,), {"sort": None})
        return filterset_class

    def filter_queryset(self, request, queryset, view):
        filterset_class = self.get_filterset_class(view, queryset)
        refuse_unknown(
            request, {*view.takes, *(filterset_class.base_filters if filterset_class else ()), "cursor", "page_size"}
        )
        return super().filter_queryset(request, queryset, view)


def refuse_unknown(request, known):
    """Raise for each query parameter that is not `known`, naming those that are, and for each that says nothing."""
    slots = {"known": ", ".join(sorted(known)) or "–"}
    errors = {}
    for name, values in sorted(request.query_params.lists()):
        if name not in known:
            errors[name] = _("There is no filter “%(name)s”. Known: %(known)s.") % {"name": name[:60], **slots}
        elif not all(value.strip() for value in values):
            errors[name] = _("“%(name)s” is empty: give it a value, or leave it out.") % {"name": name}
    if errors:
        raise exceptions.ValidationError(errors)


class TooLarge(exceptions.APIException):
    status_code = 413


class OrjsonParser(BaseParser):
    """JSON by orjson, which takes no NaN and no half characters."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            body = parser_context["request"]._request.body
        except RequestDataTooBig:
            largest = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024
            raise TooLarge(
                _("The body is larger than %(largest)s KiB: send less at once.") % {"largest": largest}
            ) from None
        try:
            data = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise exceptions.ParseError(_("This is not JSON: %(error)s") % {"error": error}) from None
        if not isinstance(data, dict):
            raise exceptions.ParseError(_("Send a JSON object: {…}."))
        return data


class OrjsonRenderer(BaseRenderer):
    """JSON by orjson. Decimals become numbers; dates are ISO 8601, moments in UTC."""

    media_type = "application/json"
    format = "json"
    charset = None
    OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return b"" if data is None else orjson.dumps(data, default=plain, option=self.OPTIONS)


def plain(value):
    """What orjson does not know itself: decimals as numbers, all else as its text."""
    return float(value) if isinstance(value, Decimal) else str(value)
