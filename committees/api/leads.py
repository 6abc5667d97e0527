"""The page of a county's member in charge, as figures: its gates, what only they can unblock, what was asked for."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from committees import charges
from committees.models import RequestState
from factories.api.counties import CountyViewSet
from factories.api.program_years import InChargeFigures
from factories.models import Colour, Gate
from regional20x10.shared.api import AS_OF, as_of, refuse_unknown

NONE = {"allow_null": True}
KINDS = [("request", "request"), ("decision", "decision")]
MARKS = ["passed", "progress", "stopped", "void", "condition", "open"]


class GateOfLead(serializers.Serializer):
    gate = serializers.ChoiceField(Gate.choices)
    state = serializers.ChoiceField(MARKS)
    held = serializers.IntegerField(help_text="Requirements met or waived.")
    total = serializers.IntegerField()
    missing = serializers.ListField(child=serializers.CharField(), help_text="Sentences in the caller’s language.")


class FactoryOfLead(serializers.Serializer):
    project = serializers.CharField()
    colour = serializers.ChoiceField(Colour.choices)
    chance = serializers.FloatField(**NONE)
    gates = GateOfLead(many=True)


class BlockedTold(serializers.Serializer):
    kind = serializers.ChoiceField(KINDS)
    id = serializers.IntegerField()
    number = serializers.CharField()
    what = serializers.CharField()
    body = serializers.CharField(help_text="Code of the body that owes it.")
    due_on = serializers.DateField()
    delay_days = serializers.IntegerField(
        help_text="As asked; of a decision not about a request, the days it is overdue."
    )


class AskedTold(serializers.Serializer):
    id = serializers.IntegerField()
    number = serializers.CharField()
    what = serializers.CharField()
    body = serializers.CharField(help_text="Code of the body that owed it then.")
    project = serializers.CharField(**NONE)
    due_on = serializers.DateField()
    promised_on = serializers.DateField(**NONE)
    state = serializers.ChoiceField(RequestState.choices)
    overdue = serializers.BooleanField()
    delay_days = serializers.IntegerField()


class CountsTold(serializers.Serializer):
    """Each step counts those that came further too; what was withdrawn is not counted."""

    asked = serializers.IntegerField()
    promised = serializers.IntegerField(help_text="Promised, or done without a promise.")
    done = serializers.IntegerField()
    confirmed = serializers.IntegerField()
    waiting = serializers.IntegerField()
    overdue = serializers.IntegerField()


class LeadTold(serializers.Serializer):
    county = serializers.CharField()
    as_of = serializers.DateField()
    charge = InChargeFigures(help_text="Null: nobody is in charge on the day.", **NONE)
    headline = serializers.CharField(help_text="The finding, in the caller’s language.")
    colour = serializers.ChoiceField(Colour.choices, help_text="Null: no factory is in the plans.", **NONE)
    chance = serializers.FloatField(**NONE)
    forecast_on = serializers.DateField(**NONE)
    factories = FactoryOfLead(many=True)
    unblock = BlockedTold(many=True, help_text="What only the member in charge can unblock, by the days it delays.")
    counts = CountsTold()
    asked = AskedTold(many=True)
    visits = serializers.IntegerField()
    last_visit_on = serializers.DateField(**NONE)


def _factory(row):
    gates = [
        {"gate": state.gate.value, "state": state.mark, "held": state.held, "total": len(state.requirements),
         "missing": state.missing}
        for state in row.states
    ]  # fmt: skip
    chance = row.standing.chance
    return {
        "project": row.project.code, "colour": row.standing.colour, "gates": gates,
        "chance": None if chance is None else float(chance),
    }  # fmt: skip


def _blocked(row):
    return {
        "kind": "decision" if row.is_decision else "request", "id": row.row.pk, "number": row.row.number,
        "what": row.what, "body": row.body.code, "due_on": row.due_on, "delay_days": row.days,
    }  # fmt: skip


def _asked(row):
    return {
        "id": row.pk, "number": row.number, "what": row.what, "body": row.owed_then_body.code,
        "project": row.project and row.project.code, "due_on": row.due_on, "promised_on": row.promised_then,
        "state": row.state_then, "overdue": row.overdue, "delay_days": row.delay_days,
    }  # fmt: skip


def lead(told):
    """A charges.Told, as the API tells it."""
    place, charge = told.found.place, told.charge
    known = place and place.standings
    return {
        "county": told.county.code, "as_of": told.day,
        "charge": charge and {name: getattr(charge, name) for name in InChargeFigures().fields},
        "headline": told.found.headline, "colour": place.colour if known else None,
        "chance": place.chance if known else None, "forecast_on": place.forecast_on if known else None,
        "factories": [_factory(row) for row in told.factories], "unblock": [_blocked(row) for row in told.blocked],
        "counts": {name: getattr(told.counts, name) for name in CountsTold().fields},
        "asked": [_asked(row) for row in told.asked], "visits": len(told.visits),
        "last_visit_on": told.visits[0].visited_on if told.visits else None,
    }  # fmt: skip


class LedCountyViewSet(CountyViewSet):
    """Cities, counties and districts. Names repeat, codes do not."""

    @extend_schema(parameters=[AS_OF], responses=LeadTold, filters=False)
    @action(detail=True, pagination_class=None)
    def lead(self, request, code):
        """The page of its member in charge as figures: gates, what only they can unblock, what was asked for."""
        refuse_unknown(request, {"as_of"})
        county = self.lookup(self.get_queryset()).select_related("province").first()
        if county is None:
            raise Http404
        return Response(lead(charges.told(county, as_of(request), request.user)))
