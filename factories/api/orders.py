"""Orders of materials and what was dispatched on them: entered, corrected by a new version, withdrawn by one."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from committees.models import Organization
from factories.actions import supplies
from factories.api.materials import MOST, coded
from factories.filters import DispatchFilter, MaterialOrderFilter
from factories.models import Dispatch, FactoryProject, Material, MaterialOrder
from regional20x10.shared import clock
from regional20x10.shared.api import Body, Row, ScopedViewSet, code_of, editable_project, number_of

ENTRY = ["chain", "replaces", "replaced_by", "withdrawn", "why", "at"]
"""What the row of an entry tells of its version."""


class EntryRow(Row):
    project = code_of("project.code")
    chain = serializers.UUIDField(read_only=True, help_text="The same for all versions of one entry.")
    replaces = number_of("replaces_id", null=True)
    replaced_by = number_of("replaced_by.pk", null=True, help_text="The next version; null for the one in force.")


class OrderRow(EntryRow):
    material = code_of("material.code")
    supplier = code_of("supplier.code")

    class Meta:
        model = MaterialOrder
        fields = [
            "id", "project", "material", "supplier", "reference", "quantity", "ordered_on", "promised_on", *ENTRY,
        ]  # fmt: skip


class DispatchRow(EntryRow):
    order = number_of("order_id")
    material = code_of("order.material.code")
    supplier = code_of("order.supplier.code")

    class Meta:
        model = Dispatch
        fields = [
            "id", "project", "order", "material", "supplier", "waybill", "quantity", "dispatched_on", "expected_on",
            *ENTRY,
        ]  # fmt: skip


class Keyed(Body):
    key = serializers.UUIDField(
        required=False, help_text="Your own, made once an entry: the same key with the same content is the same entry."
    )


class Why(Body):
    why = serializers.CharField(max_length=300, help_text="Both versions are kept.")


class OrderSaid(Body):
    material = serializers.CharField(max_length=20, help_text="Its code.")
    supplier = serializers.CharField(max_length=60, help_text="The code of a body that is a supplier.")
    reference = serializers.CharField(max_length=40, help_text="The number of the order.")
    quantity = serializers.DecimalField(**MOST, min_value=0, help_text="In the material’s unit.")
    ordered_on = serializers.DateField()
    promised_on = serializers.DateField(help_text="The supplier is judged by the first promise.")


class OrderBody(OrderSaid, Keyed):
    project = serializers.CharField(max_length=40, help_text="Its code.")


class OrderCorrectionBody(OrderSaid, Why):
    pass


class DispatchSaid(Body):
    waybill = serializers.CharField(max_length=40)
    quantity = serializers.DecimalField(**MOST, min_value=0, help_text="In the material’s unit.")
    dispatched_on = serializers.DateField()
    expected_on = serializers.DateField()


class DispatchBody(DispatchSaid, Keyed):
    order = serializers.IntegerField(min_value=1, max_value=2**31 - 1, help_text="The id of its version in force.")


class DispatchCorrectionBody(DispatchSaid, Why):
    pass


class EntryViewSet(ScopedViewSet):
    """What entries have in common."""

    key = "-pk"

    def _answer(self, row, status=200):
        return Response(self.row.read_one(type(row).objects.filter(pk=row.pk)), status=status)

    def _acted(self):
        return {"by": self.request.user.post, "at": clock.now()}


def _resolved(said):
    """What a body says of an order, its codes followed."""
    return said | {
        "material": coded(Material, "material", said["material"]),
        "supplier": coded(Organization, "supplier", said["supplier"]),
    }


class OrderViewSet(EntryViewSet):
    """Orders of materials, all their versions, the last first; `in_force=true` leaves those that hold."""

    queryset = MaterialOrder.objects.all()
    row = OrderRow
    filterset_class = MaterialOrderFilter

    @extend_schema(request=OrderBody, responses={201: OrderRow})
    def create(self, request):
        """Enter an order."""
        said = self.body(OrderBody)
        project = editable_project(FactoryProject.objects, request.user, said.pop("project"))
        return self._answer(supplies.order(project, **_resolved(said), **self._acted()), 201)

    @extend_schema(request=OrderCorrectionBody, responses=OrderRow)
    @action(detail=True, methods=["post"])
    def correct(self, request, pk):
        """Correct the version in force by a whole new one."""
        order, said = self.get_object(), self.body(OrderCorrectionBody)
        return self._answer(supplies.correct_order(order, **_resolved(said), **self._acted()))

    @extend_schema(request=Why, responses=OrderRow)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk):
        """Say that it never was."""
        order = self.get_object()
        return self._answer(supplies.withdraw_order(order, **self.body(Why), **self._acted()))


class DispatchViewSet(EntryViewSet):
    """Consignments on their way, all versions, the last first; `in_force=true` leaves those that hold."""

    queryset = Dispatch.objects.all()
    row = DispatchRow
    filterset_class = DispatchFilter

    @extend_schema(request=DispatchBody, responses={201: DispatchRow})
    def create(self, request):
        """Enter a dispatch on an order."""
        said = self.body(DispatchBody)
        order = self._order(said.pop("order"))
        return self._answer(supplies.dispatch(order, **said, **self._acted()), 201)

    def _order(self, pk):
        """The order a body names: 400 if one does not see it, 403 if one may not change it."""
        order = MaterialOrder.objects.visible_to(self.request.user).select_related("project").filter(pk=pk).first()
        if order is None:
            raise exceptions.ValidationError({"order": _("There is no such order, or your post does not reach it.")})
        editable_project(FactoryProject.objects, self.request.user, order.project.code)
        return order

    @extend_schema(request=DispatchCorrectionBody, responses=DispatchRow)
    @action(detail=True, methods=["post"])
    def correct(self, request, pk):
        """Correct the version in force by a whole new one."""
        row, said = self.get_object(), self.body(DispatchCorrectionBody)
        return self._answer(supplies.correct_dispatch(row, **said, **self._acted()))

    @extend_schema(request=Why, responses=DispatchRow)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk):
        """Say that it never left."""
        row = self.get_object()
        return self._answer(supplies.withdraw_dispatch(row, **self.body(Why), **self._acted()))
