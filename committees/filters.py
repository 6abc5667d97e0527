"""The filters of the committee's lists, shared by pages and API; kinds of filter are those of factories/filters.py."""

import django_filters as filters
from django.db.models import Exists, OuterRef, Q
from django.forms import HiddenInput
from django.utils.translation import gettext_lazy
from drf_spectacular.drainage import set_override

from committees.models import (
    FormerName,
    Organization,
    OrganizationKind,
    OrganizationState,
    Part,
    Post,
    PostState,
    ProjectRole,
)
from committees.rights import Role
from factories.filters import ANY, COUNTY, PROJECT, PROVINCE, YES_OR_NO, Coded, Day, List, Sort, Words, Year
from factories.models import County, FactoryProject, Province
from regional20x10.shared import clock

BODY = gettext_lazy("Body")


# --- bodies, posts and parts in factories ----------------------------------------------------------------------------
class StateThen(filters.ChoiceFilter):
    """The state on the day for which the queryset was made; it is no column."""

    def __init__(self, choices):
        super().__init__(field_name="state_then", choices=choices, label=gettext_lazy("State"), empty_label=ANY)
        set_override(self, "field", {"type": "string", "enum": choices.values})


class NamedOnce(Words):
    """Words found in the name or code of a body, or in a name that it had."""

    def filter(self, qs, value):
        for word in (value or "").split()[:5]:
            had = FormerName.objects.filter(organization=OuterRef("pk"))
            had = had.filter(Q(name_en__icontains=word) | Q(name_ko__icontains=word))
            now = Q(name_en__icontains=word) | Q(name_ko__icontains=word) | Q(code__icontains=word)
            qs = qs.filter(now | Exists(had))
        return qs


class Under(Coded):
    """Bodies that are a part of the one named, or a part of such a part."""

    def filter(self, qs, value):
        if value is None:
            return qs
        under = Organization.objects.as_tree().filter(above__contains=[value.pk])
        return qs.filter(pk__in=under.order_by().values("pk")).exclude(pk=value.pk)


class OrganizationFilter(List):
    """Bodies with `state_then` (`Organization.objects.then`)."""

    q = NamedOnce()
    kind = filters.ChoiceFilter(choices=OrganizationKind, label=gettext_lazy("Kind"), empty_label=ANY)
    province = Coded(Province, "province", PROVINCE)
    county = Coded(County, "county", COUNTY, widget=HiddenInput)
    part_of = Under(Organization, "parent", gettext_lazy("Part of"), widget=HiddenInput)
    state = StateThen(OrganizationState)
    sort = Sort(["name_en", "pk"], name="name_en", kind="kind", ended="ended_on")

    class Meta:
        model = Organization
        fields = ()


class ActsFor(Coded):
    """Posts that act for the body."""

    def filter(self, qs, value):
        return qs.filter(Q(organization=value) | Q(body=value)) if value else qs


class Deputies(filters.ChoiceFilter):
    def __init__(self):
        super().__init__(choices=YES_OR_NO, label=gettext_lazy("Deputies"), empty_label=ANY)
        set_override(self, "field", {"type": "string", "enum": [value for value, _label in YES_OR_NO]})

    def filter(self, qs, value):
        return qs.filter(deputy=value == "yes") if value else qs


class PostFilter(List):
    """Posts with `state_then` (`Post.objects.then`)."""

    role = filters.ChoiceFilter(choices=Role, label=gettext_lazy("Role"), empty_label=ANY)
    province = Coded(Province, "province", PROVINCE)
    county = Coded(County, "county", COUNTY, widget=HiddenInput)
    body = ActsFor(Organization, "organization", BODY)
    state = StateThen(PostState)
    deputy = Deputies()
    sort = Sort(["role", "pk"], role="role", starts="starts_on", ends="ends_on")

    class Meta:
        model = Post
        fields = ()


class Held(filters.ChoiceFilter):
    """Those that last today, or (no) those that do not."""

    def __init__(self):
        super().__init__(choices=YES_OR_NO, label=gettext_lazy("Held today"), empty_label=ANY)

    def filter(self, qs, value):
        if not value:
            return qs
        held = qs.model.objects.current(clock.today())
        return qs.filter(pk__in=held) if value == "yes" else qs.exclude(pk__in=held)


class ProjectRoleFilter(List):
    project = Coded(FactoryProject, "project", PROJECT, widget=HiddenInput)
    body = Coded(Organization, "organization", BODY)
    part = filters.ChoiceFilter(choices=Part, label=gettext_lazy("Part"), empty_label=ANY)
    year = Year("project__plan__program_year__year", gettext_lazy("Programme year"))
    province = Coded(Province, "project__plan__county__province", PROVINCE)
    county = Coded(County, "project__plan__county", COUNTY, widget=HiddenInput)
    held = Held()
    starts_from = Day("starts_on", "gte", gettext_lazy("From, or later"))
    sort = Sort(["project__code", "part", "starts_on", "pk"], project="project__code", starts="starts_on")

    class Meta:
        model = ProjectRole
        fields = ()
