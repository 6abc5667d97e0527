"""Figures of a seal and how each came about, for programs: the same as on the pages of the seal."""

from dataclasses import asdict

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers, viewsets
from rest_framework.response import Response

from regional20x10.shared.calls import refuse_unknown
from reports import browsing
from reports.definitions import UNITS
from reports.models import Seal

NUMBER = "(?P<number>[0-9]{1,9})"
"""Of the seal, in the address."""
SUBJECT = OpenApiParameter(
    "subject", str, description="All figures of one subject: programme, province:…, county:…, project:…, base:…"
)
KEY = OpenApiParameter("key", str, description="One figure of every subject, such as verified_percent.")
NAME = OpenApiParameter("name", str, OpenApiParameter.PATH, description="Subject and key: county:…/verified_percent.")
ANYTHING = {"help_text": "Number, ISO 8601 date, code or text; null if it is not known.", "allow_null": True}


class Value(serializers.JSONField):
    """What a figure or a fact says."""


class FigureRow(serializers.Serializer):
    name = serializers.CharField(help_text="Subject and key.")
    subject = serializers.CharField()
    key = serializers.CharField()
    label = serializers.CharField(help_text="In the language asked for.")
    unit = serializers.ChoiceField(UNITS)
    value = Value(**ANYTHING)
    words = serializers.CharField(help_text="The value in words.")


class NamedFigure(serializers.Serializer):
    name = serializers.CharField()
    subject = serializers.CharField(help_text="In words.")
    label = serializers.CharField()
    value = Value(**ANYTHING)
    words = serializers.CharField()


class FactStep(serializers.Serializer):
    step = serializers.CharField(help_text="entered, signed, verified, accepted, returned …")
    words = serializers.CharField()
    at = serializers.CharField(allow_null=True, help_text="ISO 8601.")
    when = serializers.CharField()
    by = serializers.CharField(help_text="The post: its role and body.")


class FigureFact(serializers.Serializer):
    name = serializers.CharField(help_text="Kind and key.")
    kind = serializers.CharField()
    label = serializers.CharField()
    subject = serializers.CharField()
    on = serializers.CharField(allow_null=True)
    version = serializers.IntegerField(allow_null=True)
    superseded = serializers.BooleanField()
    values = serializers.DictField(help_text="What it says.")
    steps = FactStep(many=True)
    url = serializers.CharField(help_text="Path of its page without the language; empty if it has none.")


class FigureLineage(FigureRow):
    subject_words = serializers.CharField()
    formula = serializers.CharField()
    source = serializers.CharField(help_text="Where the formula comes from.")
    arithmetic = serializers.CharField(help_text="The formula with its numbers; empty where it is no plain arithmetic.")
    inputs = NamedFigure(many=True)
    missing = serializers.ListField(child=serializers.CharField(), help_text="What it lacks, in sentences.")
    resting = NamedFigure(many=True, help_text="The figures made of this one.")
    facts = FigureFact(many=True, help_text="Those it rests on, then their other versions.")


class FigureViewSet(viewsets.ViewSet):
    """Figures of a seal that the caller may see: never the database, the seal alone."""

    lookup_field, lookup_value_regex = "name", r"[^?\x00]+?"

    def _site(self, number):
        seal = Seal.objects.visible_to(self.request.user).for_list().filter(number=number).first()
        if seal is None:
            raise Http404
        return browsing.opened(seal)

    @extend_schema(parameters=[SUBJECT, KEY], responses=FigureRow(many=True))
    def list(self, request, number):
        """The figures of a subject, or one figure of all: at least one of both is to be given."""
        refuse_unknown(request, {"subject", "key"})
        subject, key = (request.query_params.get(name, "") for name in ("subject", "key"))
        site = self._site(number)
        if not (subject or key):
            raise exceptions.ValidationError({"subject": _("Give a subject, a key or both.")})
        names = site.figures_of.get(subject, ()) if subject else site.sealed.figures
        rows = [_row(site.lineages.of(name)) for name in names if not key or name.endswith(f"/{key}")]
        return Response(rows)

    @extend_schema(parameters=[NAME], responses=FigureLineage)
    def retrieve(self, request, number, name):
        """How a figure came about: formula, inputs, what is missing, facts with who stands for them."""
        refuse_unknown(request, set())
        site = self._site(number)
        if name not in site.sealed.figures:
            raise Http404
        return Response(_told(site, site.lineages.of(name)))


def _row(found):
    return {name: getattr(found, name) for name in ("name", "subject", "key", "label", "unit", "value", "words")}


def _told(site, found):
    lineages = site.lineages
    facts = [*found.facts, *lineages.others(found.facts)]
    return {
        **_row(found),
        **{name: getattr(found, name) for name in ("subject_words", "formula", "source", "arithmetic", "missing")},
        "inputs": [asdict(row) for row in found.inputs],
        "resting": [asdict(row) for row in found.resting],
        "facts": [_fact(site.sealed, lineages.fact(name)) for name in facts],
    }


def _fact(sealed, fact):
    told = asdict(fact)
    told.pop("said")
    return told | {"values": sealed.facts[fact.name]["values"]}
