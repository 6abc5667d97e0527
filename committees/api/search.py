"""Finding, for programs: the same rows as the page."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import exceptions, serializers, viewsets
from rest_framework.response import Response

from committees import search
from committees.models import SearchEntry
from factories.views.lists import ROWS
from regional20x10.shared.calls import refuse_unknown

Kind = SearchEntry.Kind
Q = OpenApiParameter(
    "q", str, required=True,
    description="A part of a name, number or text, in English or Korean: two letters or one jamo at least.",
)  # fmt: skip
KIND = OpenApiParameter("kind", str, enum=Kind.values, description="One kind alone, page by page.")
PAGE = OpenApiParameter("page", int, description=f"Of one kind: {ROWS} rows each.")


class Hit(serializers.Serializer):
    """One thing that was found, and where it is shown."""

    kind = serializers.ChoiceField(Kind.choices)
    id = serializers.IntegerField(source="object_id", help_text="Its number among its kind, where it has an endpoint.")
    code = serializers.CharField(help_text="Its code or number; empty where it has none.")
    label = serializers.SerializerMethodField(help_text="What it is called, in the language asked for.")
    label_en = serializers.CharField()
    label_ko = serializers.CharField(help_text="Empty where it has but one text.")
    also = serializers.CharField(help_text="What else it is found by, such as former names.")
    county = serializers.CharField(source="county.code", allow_null=True)
    province = serializers.CharField(source="province.code", allow_null=True)
    dated_on = serializers.DateField(allow_null=True)
    page = serializers.SerializerMethodField(help_text="Path of its page.")

    def get_label(self, entry) -> str:
        return search.said(entry)

    def get_page(self, entry) -> str:
        return search.address(entry)


class Total(serializers.Serializer):
    kind = serializers.ChoiceField(Kind.choices)
    total = serializers.IntegerField()


@extend_schema_serializer(many=False)
class Answer(serializers.Serializer):
    holds = serializers.BooleanField(help_text="False: nothing holds the words, and these only sound nearly so.")
    totals = Total(many=True, help_text="How many of each kind were found.")
    results = Hit(many=True, help_text=f"The first {search.FEW} of each kind, or a page of one kind; the best first.")


class SearchViewSet(viewsets.GenericViewSet):
    """Finds what its caller may see, however it is spelt."""

    queryset = SearchEntry.objects.none()
    serializer_class = Answer
    pagination_class = None
    filter_backends = ()

    @extend_schema(parameters=[Q, KIND, PAGE], responses=Answer)
    def list(self, request):
        refuse_unknown(request, {"q", "kind", "page"})
        question, kind, page = self._asked(request)
        if kind:
            pks, holds = search.of_kind(request.user, question, kind)
            pks = list(pks)
            totals, rows = {kind: len(pks)}, search.read(pks[(page - 1) * ROWS : page * ROWS])
        else:
            groups, holds = search.groups(request.user, question)
            totals = {group.kind: group.total for group in groups}
            rows = [row for group in groups for row in group.entries]
        totals = [{"kind": kind.value, "total": total} for kind, total in totals.items() if total]
        return Response({"holds": holds, "totals": totals, "results": Hit(rows, many=True).data})

    def _asked(self, request):
        """(Question, kind or None, page), or everything that is wrong with them."""
        said, errors = request.query_params, {}
        question, kind, page = search.asked(said.get("q", "")), said.get("kind"), said.get("page", "1")
        if question.too_short:
            errors["q"] = _("Give at least two letters, or one jamo.")
        if kind and kind not in Kind:
            errors["kind"] = _("There is no kind “%(kind)s”. Known: %(known)s.") % {
                "kind": kind[:60], "known": ", ".join(Kind.values),
            }  # fmt: skip
        if not (page.isascii() and page.isdigit() and int(page[:6]) > 0 and len(page) < 7):
            errors["page"] = _("A page is a number from 1 on.")
        elif page != "1" and not kind:
            errors["page"] = _("Name a kind: only one kind has pages.")
        if errors:
            raise exceptions.ValidationError(errors)
        return question, kind and Kind(kind), int(page)
