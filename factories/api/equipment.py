"""Equipment: items and their steps, through the same actions as the pages; and how far each item of a project is."""

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from factories import equipment
from factories.actions import equipment as deeds
from factories.api.funds import VERSION, Correction, EntryBody, EntryRow, EntryViewSet, body_coded, described
from factories.filters import EquipmentItemFilter, EquipmentStepFilter
from factories.models import EquipmentItem, EquipmentStep, Level
from regional20x10.shared import clock
from regional20x10.shared.api import (
    AS_OF,
    Body,
    Nothing,
    Row,
    ScopedViewSet,
    as_of,
    code_of,
    number_of,
    refuse_unknown,
)
from regional20x10.shared.errors import NotAllowed


class ItemRow(Row):
    project = code_of("project.code")
    supplier = code_of("supplier.code", null=True)

    class Meta:
        model = EquipmentItem
        fields = [
            "id", "project", "order", "code", "name_en", "name_ko", "quantity", "reference_level", "level", "supplier",
            "maintenance",
        ]  # fmt: skip


class ItemBody(Body):
    """PATCH takes what is given; what is left out stays."""

    level = serializers.ChoiceField(Level.choices, allow_null=True)
    supplier = serializers.CharField(max_length=60, allow_null=True, help_text="Code of a body.")
    quantity = serializers.IntegerField(min_value=1, max_value=9999)
    maintenance = serializers.CharField(max_length=4000, allow_blank=True)
    reason = serializers.CharField(
        max_length=300, allow_blank=True, help_text="Needed where the quantity, or a level entered before, changes."
    )


class ItemViewSet(ScopedViewSet):
    """Machines that factories are to have: how many, on which level against the reference, from whom."""

    queryset = EquipmentItem.objects.all()
    row, filterset_class = ItemRow, EquipmentItemFilter

    @extend_schema(request=ItemBody, responses=ItemRow)
    def partial_update(self, request, pk):
        """Say what is chosen."""
        item, said = self.get_object(), self.body(ItemBody, partial=True)
        before = {name: getattr(item, name) for name in ("level", "supplier", "quantity", "maintenance")}
        said = before | body_coded(said, "supplier", request.user)
        row = deeds.edit(item, **said, by=request.user.post, at=clock.now())
        return Response(self.row.read_one(EquipmentItem.objects.filter(pk=row.pk)))


class StepRow(EntryRow):
    item = number_of("item_id")
    code = code_of("item.code")

    class Meta:
        model = EquipmentStep
        fields = ["id", "project", "item", "code", "stage", "quantity", "on", "reference", *VERSION]


class StepSaid(Body):
    stage = serializers.ChoiceField(EquipmentStep.Stage.choices)
    quantity = serializers.IntegerField(min_value=1, max_value=9999)
    on = serializers.DateField()
    reference = serializers.CharField(max_length=80, allow_blank=True, required=False)


class StepBody(StepSaid, EntryBody):
    item = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    project = None


class StepCorrection(Correction, StepSaid):
    pass


@described(StepRow, StepBody, StepCorrection)
class StepViewSet(EntryViewSet):
    """Pieces ordered, tested, commissioned; what is delivered and installed is in the ten-day returns."""

    queryset = EquipmentStep.objects.all()
    row, filterset_class = StepRow, EquipmentStepFilter
    said_body, correction_body, act = StepBody, StepCorrection, staticmethod(deeds.step)
    correct_by, withdraw_by = staticmethod(deeds.correct), staticmethod(deeds.withdraw)

    def _of(self, said):
        pk, rows = said.pop("item"), EquipmentItem.objects.select_related("project")
        item = rows.editable_by(self.request.user).filter(pk=pk).first()
        if item is None and rows.visible_to(self.request.user).filter(pk=pk).exists():
            raise NotAllowed(_("Your post reads this project but may not change what belongs to it."))
        if item is None:
            text = _("There is no item %(number)s, or your post does not reach it.") % {"number": pk}
            raise exceptions.ValidationError({"item": text})
        return item


# --- how far each item is --------------------------------------------------------------------------------------------
PIECES = {"allow_null": True, "help_text": "Pieces; null is unknown, never zero."}


class Told(serializers.Serializer):
    item = serializers.IntegerField()
    code = serializers.CharField()
    needed = serializers.IntegerField()
    reference_level = serializers.IntegerField()
    level = serializers.IntegerField(allow_null=True)
    below = serializers.BooleanField(help_text="Known to be below its reference level.")
    ordered = serializers.IntegerField(**PIECES)
    delivered = serializers.IntegerField(**PIECES)
    installed = serializers.IntegerField(**PIECES)
    tested = serializers.IntegerField(**PIECES)
    commissioned = serializers.IntegerField(**PIECES)
    late = serializers.CharField(allow_blank=True, help_text="Why it is late, as a sentence; empty: it is not.")


def _told(row):
    return {
        "item": row.item.pk, "code": row.item.code, "needed": row.item.quantity, "level": row.item.level,
        "reference_level": row.item.reference_level, "below": row.is_below, "late": row.late,
        **{stage: getattr(row, stage) for stage in equipment.STAGES},
    }  # fmt: skip


class EquipmentOfProject:
    """What ProjectViewSet adds for equipment."""

    @extend_schema(parameters=[AS_OF], responses=Told(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def equipment(self, request, code):
        """How far each item is on a day, and which are below their reference level or late."""
        refuse_unknown(request, {"as_of"})
        project = self.lookup(self.get_queryset()).first()
        if project is None:
            raise Http404
        return Response([_told(row) for row in equipment.of_project(project, as_of(request)).rows])

    @extend_schema(request=Nothing, responses={200: Told(many=True)}, filters=False)
    @action(detail=True, methods=["post"], url_path="equipment/plan", url_name="equipment-plan", pagination_class=None)
    def equipment_plan(self, request, code):
        """List the items of the type's norm that the project lacks."""
        project = self.get_object()
        self.body(Nothing)
        deeds.plan_equipment(project, by=request.user.post, at=clock.now())
        return Response([_told(row) for row in equipment.of_project(project, clock.today()).rows])
