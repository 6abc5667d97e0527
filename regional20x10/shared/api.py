"""What every endpoint has in common: it answers only within its caller's scope, and reads its rows as values.

A `Row` is a serializer that is never run over objects: its fields say which columns to read, one query brings them as
plain dicts, and the same fields make the schema. A test holds what is read to what the serializer itself would say.
"""

import uuid
from datetime import date
from functools import cache

from django.db.models import F
from django.http import Http404
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions, serializers, viewsets
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response

from regional20x10.shared import pages
from regional20x10.shared.calls import refuse_unknown
from regional20x10.shared.errors import NotAllowed, Refused

CODE = r"[^/\x00]+"
"""What stands in an address for a code; for others, a number."""
KEY = OpenApiParameter(
    "Idempotency-Key", uuid.UUID, OpenApiParameter.HEADER, description="Instead of `key` in the body."
)
AS_OF = OpenApiParameter("as_of", date, description="The day it is asked for; today without it. Not in the future.")


class Row(serializers.ModelSerializer):
    """The fields of a row, read by `values_list`. A field with `many=True` is a list, read for one row only."""

    @classmethod
    @cache
    def columns(cls):
        """{name: the ORM path or expression that reads it}."""
        plain = {
            name: field for name, field in cls().fields.items() if not isinstance(field, serializers.ListSerializer)
        }
        return {name: _column(field) for name, field in plain.items()}

    @classmethod
    @cache
    def lists(cls):
        """{name: (row of the list, path from it back to this row)}."""
        fields = {name: field for name, field in cls().fields.items() if isinstance(field, serializers.ListSerializer)}
        model = cls.Meta.model._meta
        return {name: (type(field.child), model.get_field(field.source).field.name) for name, field in fields.items()}

    @classmethod
    def read(cls, queryset):
        """The rows of `queryset` as dicts, in its order. One query."""
        columns = cls.columns()
        return [dict(zip(columns, row, strict=True)) for row in queryset.values_list(*columns.values())]

    @classmethod
    def read_keyed(cls, queryset, key):
        """[(value of `key`, row)]."""
        columns = cls.columns()
        rows = queryset.values_list(F(key), *columns.values())
        return [(row[0], dict(zip(columns, row[1:], strict=True))) for row in rows]

    @classmethod
    def read_one(cls, queryset):
        """The first row of `queryset` with its lists, None without one. One query, and one for each list."""
        row = next(iter(cls.read_keyed(queryset[:1], "pk")), None)
        if row is None:
            return None
        for name, (child, back) in cls.lists().items():
            row[1][name] = child.read(child.Meta.model.objects.filter(**{back: row[0]}).order_by(*child.Meta.order))
        return row[1]

    def include_extra_kwargs(self, kwargs, extra_kwargs):
        """A choice that may be empty tells so, though it only tells."""
        empty = {"allow_blank": True} if "choices" in kwargs and kwargs.get("allow_blank") else {}
        return {**super().include_extra_kwargs(kwargs, extra_kwargs), **empty}

    def get_extra_kwargs(self):
        """All fields only tell."""
        return {**super().get_extra_kwargs(), **{name: {"read_only": True} for name in self.Meta.fields}}


def _column(field):
    path = field.source.replace(".", "__")
    return field.expression(path) if hasattr(field, "expression") else F(path)


def code_of(source, *, null=False, help_text=None):
    """A field that names another row by its code: `code_of("county.province.code")`."""
    return serializers.CharField(source=source, read_only=True, allow_null=null, help_text=help_text)


def number_of(source, *, null=False, help_text=None):
    return serializers.IntegerField(source=source, read_only=True, allow_null=null, help_text=help_text)


class Body(serializers.Serializer):
    """What a caller sends. A field nobody knows is an error, said together with all others.

    Numbers are numbers and texts are texts: 5 is no text, "5" no number.
    """

    def to_internal_value(self, data):
        errors, values = {}, {}
        try:
            values = super().to_internal_value(data)
        except exceptions.ValidationError as error:
            errors = error.detail if isinstance(error.detail, dict) else {"body": error.detail}
        form = isinstance(data, MultiValueDict)  # in which everything is text
        for name, field in self.fields.items() if isinstance(data, dict) and not form else ():
            if name not in errors and _of_another_kind(field, data.get(name)):
                errors[name] = [field.error_messages["invalid"]]
        known = [name for name, field in self.fields.items() if not field.read_only]
        for name in sorted(set(data) - set(known)) if isinstance(data, dict) else ():
            said = _("There is no field “%(name)s”. Known: %(known)s.")
            errors[str(name)[:60]] = [said % {"name": str(name)[:60], "known": ", ".join(known) or "–"}]
        if errors:
            raise exceptions.ValidationError(errors)
        return values


def _of_another_kind(field, value):
    """Whether JSON has a number where the field wants a text, or a text where it wants a number."""
    match field:
        case serializers.IntegerField() | serializers.DecimalField():
            return isinstance(value, str)
        case serializers.BooleanField():
            return value is not None and not isinstance(value, bool)
        case serializers.CharField() | serializers.UUIDField():
            return isinstance(value, int | float)
    return False


class Nothing(Body):
    """An empty body."""


class Whatever(BaseContentNegotiation):
    """A file has one form: what the caller accepts is not asked."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class ScopedViewSet(viewsets.GenericViewSet):
    """Answers only for the rows its caller may see, and changes only those they may change."""

    lookup_value_regex = "[0-9]{1,18}"
    key = "pk"
    """The unique column a list is ordered and paged by; with a minus, the last first."""
    takes = frozenset()
    """Query parameters besides the filters, on every method."""
    row = None
    """The Row of a list; `detail_row` of one, if that tells more."""
    detail_row = None

    def get_queryset(self):
        return self.queryset.all().visible_to(self.request.user)

    def read(self, queryset, key):
        return self.row.read_keyed(queryset, key)

    def get_serializer_class(self):
        one = self.action not in (None, "list") or self.detail
        return (one and self.detail_row) or self.row or super().get_serializer_class()

    def lookup(self, queryset):
        """`queryset` narrowed to what the address names."""
        return queryset.filter(**{self.lookup_field: self.kwargs[self.lookup_field]})

    def get_object(self):
        """What the address names: 404 if one may not see it, 403 if one sees it but may not change it."""
        rows = self.get_queryset()
        refuse_unknown(self.request, set(self.takes))
        changes = self.request.method not in SAFE_METHODS
        row = self.lookup(rows.editable_by(self.request.user) if changes else rows).first()
        if row is None and changes and self.lookup(rows).exists():
            raise NotAllowed(_("Your post reads this but may not change it."))
        if row is None:
            raise Http404
        return row

    def list(self, request, *args, **kwargs):
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(rows)

    def retrieve(self, request, *args, **kwargs):
        refuse_unknown(request, set(self.takes))
        return Response(self.told(self.get_queryset()))

    def told(self, queryset):
        """The one row the address names, as the API tells it."""
        row = (self.detail_row or self.row).read_one(self.lookup(queryset))
        if row is None:
            raise Http404
        return row

    def body(self, serializer_class, *, partial=False):
        """The values of the request's body; raises with everything that is wrong with them."""
        refuse_unknown(self.request, set(self.takes))
        serializer = serializer_class(data=self.request.data)
        for field in serializer.fields.values() if partial else ():  # not in what the fields hold: a line is whole
            field.required = False
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data


def editable_project(projects, user, code):
    """The project a body names: refused if one does not see it (400), or sees it but may not change it (403)."""
    project = projects.editable_by(user).filter(code=code).first()
    if project is None and projects.visible_to(user).filter(code=code).exists():
        raise NotAllowed(_("Your post reads this project but may not change what belongs to it."))
    if project is None:
        text = _("There is no project “%(code)s”, or your post does not reach it.") % {"code": code}
        raise exceptions.ValidationError({"project": text})
    return project


def key_of(request, said, *, needed=True):
    """The UUID that `key` of the body `said`, or the header, makes the request known by; None where none is needed."""
    given = said.get("key") or request.headers.get("Idempotency-Key")
    if not (given or needed):
        return None
    try:
        return given if isinstance(given, uuid.UUID) else uuid.UUID(given or "")
    except ValueError:
        text = _("Send a UUID of your own as `key` or Idempotency-Key, the same when you send this again.")
        raise exceptions.ValidationError({"key": text}) from None


def as_of(request):
    """The day asked for; 400 for what is no date (2026-10-01) or lies in the future."""
    text = request.query_params.get("as_of", "").strip()
    if text and (len(text) != 10 or text[4] != "-" or text[7] != "-"):
        raise exceptions.ValidationError(
            {"as_of": _("“%(text)s” is not a date: write it as 2026-10-01.") % {"text": text[:40]}}
        )
    try:
        return pages.as_of(request)
    except Refused as error:
        raise exceptions.ValidationError({"as_of": error.reasons}) from None
