"""Bodies, posts, and the parts of bodies in factories, through the same actions as the pages."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from committees import bodies
from committees.actions import bodies as deeds
from committees.actions import mergers, names, roles
from committees.filters import OrganizationFilter, PostFilter, ProjectRoleFilter
from committees.models import UNIT_PARTS, FormerName, Organization, OrganizationKind, Part, Post, ProjectRole
from factories.api.funds import body_coded
from factories.models import County, FactoryProject, Province
from regional20x10.shared import clock
from regional20x10.shared.api import AS_OF, Body, Row, ScopedViewSet, as_of, code_of, editable_project, number_of
from regional20x10.shared.calls import refuse_unknown

CODE = "[-a-zA-Z0-9_]+"
REASON = {"max_length": 300, "help_text": "It stays in the history."}
CODED = {"max_length": 60, "allow_null": True, "required": False}
PLACES = {"province": (Province, 8), "county": (County, 8), "parent": (Organization, 60)}


def _coded(said, user):
    """`said` with the rows that its codes name in their place; 400 with a sentence for each that names none."""
    found, wrong = dict(said), {}
    for name, (model, _length) in PLACES.items():
        if said.get(name) is None:
            continue
        found[name] = model.objects.visible_to(user).filter(code=said[name]).first()
        if found[name] is None:
            wrong[name] = _("“%(code)s” is not known, or your post does not reach it.") % {"code": said[name]}
    if wrong:
        raise exceptions.ValidationError(wrong)
    return found


# --- bodies ----------------------------------------------------------------------------------------------------------
class OrganizationRow(Row):
    part_of = code_of("parent.code", null=True, help_text="Code of the body of which it is a part.")
    province = code_of("province.code", null=True)
    county = code_of("county.code", null=True)
    merged_into = code_of("merged_into.code", null=True)

    class Meta:
        model = Organization
        fields = [
            "code", "kind", "name_en", "name_ko", "part_of", "province", "county", "ended_on", "merged_into",
            "demonstration",
        ]  # fmt: skip


class FormerNameRow(Row):
    class Meta:
        model = FormerName
        fields = ["name_en", "name_ko", "until", "reason"]
        order = ["until", "pk"]


class OrganizationDetail(OrganizationRow):
    former_names = FormerNameRow(many=True, read_only=True, help_text="Each with the last day on which it held.")

    class Meta(OrganizationRow.Meta):
        fields = [*OrganizationRow.Meta.fields, "former_names"]


class OrganizationBody(Body):
    name_en = serializers.CharField(max_length=200)
    name_ko = serializers.CharField(max_length=200, allow_blank=True, required=False)
    kind = serializers.ChoiceField(OrganizationKind.choices)
    code = serializers.SlugField(max_length=60, required=False, help_text="Made from the English name without it.")
    parent = serializers.CharField(**CODED, help_text="Code of the body of which it is a part.")
    province = serializers.CharField(**{**CODED, "max_length": 8})
    county = serializers.CharField(**{**CODED, "max_length": 8})


class OrganizationChange(Body):
    """What is left out stays; null takes away."""

    kind = serializers.ChoiceField(OrganizationKind.choices, required=False)
    parent = serializers.CharField(**CODED)
    province = serializers.CharField(**{**CODED, "max_length": 8})
    county = serializers.CharField(**{**CODED, "max_length": 8})
    reason = serializers.CharField(**REASON)


class Renaming(Body):
    name_en = serializers.CharField(max_length=200)
    name_ko = serializers.CharField(max_length=200, allow_blank=True, required=False)
    on = serializers.DateField(help_text="The first day of the new name, today or before.")
    reason = serializers.CharField(**REASON)


class Merger(Body):
    into = serializers.CharField(max_length=60, help_text="Code of the other body.")
    on = serializers.DateField(help_text="The first day on which there is one body, today or before.")
    reason = serializers.CharField(**REASON)


class BodyFigures(serializers.Serializer):
    as_of = serializers.DateField()
    projects = serializers.IntegerField(help_text="Factories in which it has a part.")
    owed = serializers.IntegerField(help_text="Requests to it that still wait.")
    owed_overdue = serializers.IntegerField()
    asked = serializers.IntegerField(help_text="Requests of its own that still wait.")
    decisions = serializers.IntegerField(help_text="Decisions it owns that are open.")
    decisions_overdue = serializers.IntegerField()
    due = serializers.IntegerField(
        help_text="Requests to it and decisions it owns that fell due in the 365 days before."
    )
    in_time = serializers.IntegerField(help_text="Of those: said to be done by that day, and not disputed since.")
    on_time_percent = serializers.FloatField(allow_null=True, help_text="Null where nothing fell due.")


class OrganizationViewSet(ScopedViewSet):
    """The bodies that take part. All who read anything see them; requests and decisions are counted within reach."""

    queryset = Organization.objects.all()
    row, detail_row, filterset_class = OrganizationRow, OrganizationDetail, OrganizationFilter
    lookup_field = key = "code"
    lookup_value_regex = CODE

    def get_queryset(self):
        return super().get_queryset().then(clock.today())

    def _answer(self, row, status=200):
        return Response(OrganizationDetail.read_one(Organization.objects.filter(pk=row.pk)), status=status)

    @extend_schema(request=OrganizationBody, responses={201: OrganizationDetail})
    def create(self, request):
        """Found a body."""
        said = _coded(self.body(OrganizationBody), request.user)
        return self._answer(deeds.found_organization(**said, by=request.user.post), 201)

    @extend_schema(request=OrganizationChange, responses=OrganizationDetail)
    def partial_update(self, request, code):
        """Change its kind, the body of which it is a part, or its place, with the reason."""
        row, said = self.get_object(), _coded(self.body(OrganizationChange), request.user)
        return self._answer(deeds.change(row, **said, by=request.user.post))

    @extend_schema(request=Renaming, responses=OrganizationDetail)
    @action(detail=True, methods=["post"])
    def rename(self, request, code):
        """Give it a new name; the one it had is kept. Its code stays."""
        row, said = self.get_object(), self.body(Renaming)
        return self._answer(names.rename(row, **said, by=request.user.post, at=clock.now()))

    @extend_schema(request=Merger, responses=OrganizationDetail)
    @action(detail=True, methods=["post"])
    def merge(self, request, code):
        """Merge it into another body, to which whatever it has in hand goes over. This is not undone."""
        row, said = self.get_object(), body_coded(self.body(Merger), "into", request.user)
        return self._answer(mergers.merge(row, **said, by=request.user.post, at=clock.now()))

    @extend_schema(parameters=[AS_OF], responses=BodyFigures, filters=False)
    @action(detail=True, pagination_class=None)
    def figures(self, request, code):
        """What it does, owes and is owed on a day, and the share of it done in time."""
        refuse_unknown(request, {"as_of"})
        day, row = as_of(request), self._seen()
        told = bodies.figures([row], request.user, day)[row.pk]
        names = [name for name in BodyFigures().fields if name != "as_of"]
        return Response({"as_of": day, **{name: getattr(told, name) for name in names}})

    def _seen(self):
        row = self.lookup(self.get_queryset()).first()
        if row is None:
            raise exceptions.NotFound
        return row


# --- posts -----------------------------------------------------------------------------------------------------------
class PostRow(Row):
    province = code_of("province.code", null=True)
    county = code_of("county.code", null=True)
    organization = code_of("organization.code", null=True, help_text="Of a unit’s or an institution’s post, its body.")
    body = code_of("body.code", null=True, help_text="The body in whose name a post of another role asks and answers.")
    deputy_of = number_of("deputy_of_id", null=True, help_text="The post for which a deputy stands in.")

    class Meta:
        model = Post
        fields = [
            "id", "role", "province", "county", "organization", "body", "starts_on", "ends_on", "deputy", "deputy_of",
        ]  # fmt: skip


class PostViewSet(ScopedViewSet):
    """The posts of the programme, from when to when. Who holds them is not told; administrators give and end them."""

    queryset = Post.objects.all()
    row, filterset_class = PostRow, PostFilter

    def get_queryset(self):
        return super().get_queryset().then(clock.today())


# --- parts in factories ----------------------------------------------------------------------------------------------
class ProjectRoleRow(Row):
    project = code_of("project.code")
    organization = code_of("organization.code")

    class Meta:
        model = ProjectRole
        fields = ["id", "project", "organization", "part", "starts_on", "ends_on", "note", "demonstration"]


class ProjectRoleBody(Body):
    project = serializers.CharField(max_length=40)
    organization = serializers.CharField(max_length=60, help_text="Code of the body.")
    part = serializers.ChoiceField(
        [(part.value, part.label) for part in Part if part not in UNIT_PARTS],
        help_text="The four units of a factory are changed: `change-unit/`.",
    )
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True, required=False)
    note = serializers.CharField(max_length=200, allow_blank=True, required=False)


class RoleEnd(Body):
    ends_on = serializers.DateField(help_text="Its last day.")
    reason = serializers.CharField(**REASON)


class UnitChange(Body):
    project = serializers.CharField(max_length=40)
    organization = serializers.CharField(max_length=60, help_text="Code of the new body.")
    part = serializers.ChoiceField([(part.value, part.label) for part in UNIT_PARTS])
    from_on = serializers.DateField(help_text="Its first day, today or before.")
    reason = serializers.CharField(**REASON)


class ProjectRoleViewSet(ScopedViewSet):
    """Which body does what for a factory, from a day to a day."""

    queryset = ProjectRole.objects.all()
    row, filterset_class = ProjectRoleRow, ProjectRoleFilter

    def _answer(self, row, status=200):
        return Response(ProjectRoleRow.read_one(ProjectRole.objects.filter(pk=row.pk)), status=status)

    def _named(self, said):
        """(project, body, the rest of what was said)."""
        project = editable_project(FactoryProject.objects, self.request.user, said.pop("project"))
        said = body_coded(said, "organization", self.request.user)
        return project, said.pop("organization"), said

    @extend_schema(request=ProjectRoleBody, responses={201: ProjectRoleRow})
    def create(self, request):
        """Give a body a part in a factory."""
        project, organization, said = self._named(self.body(ProjectRoleBody))
        return self._answer(roles.give(project, organization, **said, by=request.user.post), 201)

    @extend_schema(request=RoleEnd, responses=ProjectRoleRow)
    @action(detail=True, methods=["post"])
    def end(self, request, pk):
        """Let it end with a day, with the reason."""
        row, said = self.get_object(), self.body(RoleEnd)
        return self._answer(roles.end(row, **said, by=request.user.post))

    @extend_schema(request=UnitChange, responses={201: ProjectRoleRow})
    @action(detail=False, methods=["post"], url_path="change-unit", pagination_class=None, filterset_class=None)
    def change_unit(self, request):
        """Let another body design, build, operate or inspect a factory from a day on."""
        project, organization, said = self._named(self.body(UnitChange))
        row = roles.change_unit(
            project, said.pop("part"), organization, **said, by=request.user.post, at=clock.now()
        )  # fmt: skip
        return self._answer(row, 201)
