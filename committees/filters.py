"""The filters of the committee's lists, shared by pages and API; kinds of filter are those of factories/filters.py."""

import django_filters as filters
from django.db.models import Exists, OuterRef, Q
from django.forms import CheckboxSelectMultiple, HiddenInput
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from drf_spectacular.drainage import set_override

from committees.comments import SUBJECT_WORDS
from committees.models import (
    SUBJECTS,
    AgendaItem,
    Attachment,
    Comment,
    Committee,
    CountyCharge,
    Decision,
    DecisionState,
    FormerName,
    GuidanceNote,
    GuidanceReply,
    ItemSource,
    Level,
    Meeting,
    MeetingState,
    Membership,
    Notification,
    Organization,
    OrganizationKind,
    OrganizationState,
    Part,
    Post,
    PostState,
    ProjectRole,
    Request,
    RequestState,
    Topic,
    Visit,
)
from committees.rights import Role
from factories.filters import ANY, COUNTY, PROJECT, PROVINCE, YES_OR_NO, Coded, Day, List, Numbered, Sort, Words, Year
from factories.models import County, CountyPlan, FactoryProject, Province
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


class Number(filters.NumberFilter):
    """A row named by its number."""

    def __init__(self, path, label):
        super().__init__(field_name=path, label=label, min_value=1, max_value=2**31 - 1, decimal_places=0)


class Presides(filters.ChoiceFilter):
    def __init__(self):
        super().__init__(label=gettext_lazy("Presides"), choices=YES_OR_NO, empty_label=ANY)
        set_override(self, "field", {"type": "string", "enum": ["yes", "no"]})  # not the column's own type

    def filter(self, qs, value):
        return qs.filter(chair=value == "yes") if value else qs


# --- committee and meetings ------------------------------------------------------------------------------------------
class CommitteeFilter(List):
    body = Coded(Organization, "organization", gettext_lazy("Body"))

    class Meta:
        model = Committee
        fields = ()


class MembershipFilter(List):
    committee = Number("committee", gettext_lazy("Committee"))
    body = Coded(Organization, "organization", gettext_lazy("Body"))
    chair = Presides()

    class Meta:
        model = Membership
        fields = ()


class MeetingFilter(List):
    q = Words("place", "committee__organization__name_en", "committee__organization__name_ko")
    state = filters.MultipleChoiceFilter(
        choices=MeetingState, label=gettext_lazy("State"), widget=CheckboxSelectMultiple
    )
    held_from = Day("held_on", "gte", gettext_lazy("Held from"))
    held_to = Day("held_on", "lte", gettext_lazy("Held up to"))
    sort = Sort(["-held_on", "-number", "-pk"], held="held_on", number="number", points="points")

    class Meta:
        model = Meeting
        fields = ()


class AgendaItemFilter(List):
    meeting = Number("meeting", gettext_lazy("Meeting"))
    source = filters.ChoiceFilter(choices=ItemSource, label=gettext_lazy("Why"), empty_label=ANY)

    class Meta:
        model = AgendaItem
        fields = ()


# --- charges and visits ----------------------------------------------------------------------------------------------
class CountyChargeFilter(List):
    """Members in charge, as charges.charges_then() tells them of a day."""

    q = Words("title", "title_ko", "county__code", "county__name_en", "county__name_ko")
    year = Year("county__plans__program_year__year", gettext_lazy("Programme year"))
    province = Coded(Province, "county__province", PROVINCE)
    county = Coded(County, "county", COUNTY, widget=HiddenInput)
    state = filters.ChoiceFilter(
        field_name="state_then", label=gettext_lazy("State"), empty_label=ANY,
        choices=[
            ("held", gettext_lazy("in charge")), ("ended", gettext_lazy("handed over")),
            ("to_come", gettext_lazy("to come")),
        ],
    )  # fmt: skip
    sort = Sort(
        ["county__code", "-starts_on", "pk"], county="county__code", province="county__province__code",
        begins="starts_on", ends="ends_on", visits="visits_made", visited="visited_on",
    )  # fmt: skip

    class Meta:
        model = CountyCharge
        fields = ()


class VisitFilter(List):
    q = Words("seen", "county__code", "county__name_en", "county__name_ko")
    province = Coded(Province, "county__province", PROVINCE)
    county = Coded(County, "county", COUNTY, widget=HiddenInput)
    since = Day("visited_on", "gte", gettext_lazy("Visited on or after"))
    until = Day("visited_on", "lte", gettext_lazy("Visited on or before"))
    sort = Sort(["-visited_on", "-pk"], visited="visited_on", county="county__code", asks="asks", done="asks_done")

    class Meta:
        model = Visit
        fields = ()


# --- decisions -------------------------------------------------------------------------------------------------------
class Concerned(Coded):
    """Decisions about a factory, a county or a province, whatever in it they name."""

    def filter(self, qs, value):
        return qs.concerning(**{self.field_name: value}) if value else qs


class OfMeeting(filters.ModelChoiceFilter):
    """A meeting by its number in the address, among those the reader may see."""

    def __init__(self):
        def seen(request):
            return (
                Meeting.objects.for_list() if request is None else Meeting.objects.visible_to(request.user).for_list()
            )

        unknown = gettext_lazy("there is no such meeting, or your post does not reach it.")
        super().__init__(
            field_name="meeting", label=gettext_lazy("Meeting"), queryset=seen, empty_label=ANY,
            error_messages={"invalid_choice": unknown},
        )  # fmt: skip
        set_override(self, "field", {"type": "integer", "description": "The meeting that made them."})


class DecisionFilter(List):
    """Decisions as they stood at the moment the queryset was made for (`Decision.objects.then`)."""

    q = Words("number", "text", "owner__name_en", "owner__name_ko")
    owner = Coded(Organization, "owner", gettext_lazy("Owner"))
    province = Concerned(Province, "province", PROVINCE)
    county = Concerned(County, "county", COUNTY, widget=HiddenInput)
    project = Concerned(FactoryProject, "project", PROJECT, widget=HiddenInput)
    year = Year("made_on__year")
    meeting = OfMeeting()
    state = filters.MultipleChoiceFilter(
        field_name="state_then",
        choices=DecisionState.choices,
        label=gettext_lazy("State"),
        widget=CheckboxSelectMultiple,
    )
    overdue = filters.ChoiceFilter(
        choices=[("yes", gettext_lazy("overdue")), ("no", gettext_lazy("not overdue"))],
        label=gettext_lazy("Day it is due"), empty_label=ANY, method="by_overdue",
    )  # fmt: skip
    sort = Sort(["due_then", "number", "pk"], due="due_then", made="made_on", number="number", owner="owner__name_en")

    class Meta:
        model = Decision
        fields = ()

    def by_overdue(self, qs, name, value):
        return qs.filter(overdue=value == "yes") if value else qs


# --- guidance notes --------------------------------------------------------------------------------------------------
class NoteConcerned(Coded):
    """Notes about a county or one of its factories, or about any of a province."""

    def filter(self, qs, value):
        if not value:
            return qs
        path = "county" if self.field_name == "county" else "county__province"
        return qs.filter(Q(**{path: value}) | Q(**{f"project__plan__{path}": value}))


class GuidanceNoteFilter(List):
    """Notes with their counts as of a day (`guidance.seen_by`)."""

    q = Words("number", "title", "text")
    to = Coded(Organization, "addresses__organization", pgettext_lazy("addressee", "To"))
    province = NoteConcerned(Province, "province", PROVINCE)
    county = NoteConcerned(County, "county", COUNTY, widget=HiddenInput)
    project = Coded(FactoryProject, "project", PROJECT, widget=HiddenInput)
    year = Year("written_on__year")
    waiting = filters.ChoiceFilter(
        label=gettext_lazy("Waits for a reply"), choices=YES_OR_NO, empty_label=ANY, method="by_waiting"
    )
    overdue = filters.ChoiceFilter(
        choices=[("yes", gettext_lazy("overdue")), ("no", gettext_lazy("not overdue"))],
        label=gettext_lazy("Reply by"), empty_label=ANY, method="by_overdue",
    )  # fmt: skip
    sort = Sort(
        ["-written_on", "-number", "pk"], written="written_on", reply_by="reply_by", number="number",
        waiting="n_waiting",
    )  # fmt: skip

    class Meta:
        model = GuidanceNote
        fields = ()

    def by_waiting(self, qs, name, value):
        return qs.filter(n_waiting__gt=0) if value == "yes" else qs.exclude(n_waiting__gt=0) if value else qs

    def by_overdue(self, qs, name, value):
        return qs.filter(n_overdue__gt=0) if value == "yes" else qs.exclude(n_overdue__gt=0) if value else qs


class GuidanceReplyFilter(List):
    note = Numbered("address__note", gettext_lazy("Guidance note"))
    body = Coded(Organization, "address__organization", gettext_lazy("Body"))
    replied_from = Day("at__date", "gte", gettext_lazy("Replied from"))
    replied_to = Day("at__date", "lte", gettext_lazy("Replied up to"))

    class Meta:
        model = GuidanceReply
        fields = ()


# --- requests --------------------------------------------------------------------------------------------------------
class OfPlace(Coded):
    """What a row concerns, by the place `path` of its county: that of its factory, or the county itself."""

    def filter(self, qs, value):
        if not value:
            return qs
        paths = [f"{start}{self.field_name}".rstrip("_") for start in ("project__plan__county__", "county__")]
        return qs.filter(Q(**{paths[0]: value}) | Q(**{paths[1]: value}))


class OfYear(Year):
    """What concerns a factory of the programme year, or a county in it."""

    def __init__(self):
        super().__init__("project__plan__program_year__year", gettext_lazy("Programme year"))

    def filter(self, qs, value):
        if value is None:
            return qs
        counties = CountyPlan.objects.filter(program_year__year=value).values("county")
        return qs.filter(Q(project__plan__program_year__year=value) | Q(county__in=counties))


class Owing(Coded):
    """Who owed it then, as Request.objects.then() tells."""

    def filter(self, qs, value):
        return qs.filter(owed_then=value.pk) if value else qs


class RequestFilter(List):
    """Requests as they stood at the moment the queryset was made for (`Request.objects.then`)."""

    q = Words("number", "what", "project__code", "project__plan__county__name_en", "project__plan__county__name_ko",
              "county__name_en", "county__name_ko")  # fmt: skip
    state = filters.MultipleChoiceFilter(
        field_name="state_then", choices=RequestState.choices, label=gettext_lazy("State"),
        widget=CheckboxSelectMultiple,
    )  # fmt: skip
    level = filters.TypedMultipleChoiceFilter(
        field_name="level_then", choices=Level.choices, coerce=int, label=gettext_lazy("Climbed to"),
        widget=CheckboxSelectMultiple,
    )  # fmt: skip
    owed_by = Owing(Organization, "owed_by", gettext_lazy("Blocked by"))
    asked_by = Coded(Organization, "asked_by", gettext_lazy("Owed to"))
    year = OfYear()
    province = OfPlace(Province, "province", PROVINCE)
    county = OfPlace(County, "", COUNTY, widget=HiddenInput)
    project = Coded(FactoryProject, "project", PROJECT, widget=HiddenInput)
    overdue = filters.ChoiceFilter(
        choices=[("yes", gettext_lazy("overdue")), ("no", gettext_lazy("not overdue"))],
        label=gettext_lazy("Day it is due"), empty_label=ANY, method="by_overdue",
    )  # fmt: skip
    sort = Sort(
        ["due_on", "number", "pk"], number="number", due="due_on", asked="asked_on", delay="delay_days",
        level="level_then",
    )  # fmt: skip

    class Meta:
        model = Request
        fields = ()

    def by_overdue(self, qs, name, value):
        return qs.filter(overdue=value == "yes") if value else qs


class BoardFilter(List):
    """Which requests the board counts."""

    year = OfYear()
    province = OfPlace(Province, "province", PROVINCE)

    class Meta:
        model = Request
        fields = ()


# --- comments and their files ----------------------------------------------------------------------------------------
class OfFactory(Coded):
    """Comments about a factory, its returns and the findings there."""

    def __init__(self):
        super().__init__(FactoryProject, "project", PROJECT)

    def filter(self, qs, value):
        return qs.of_factory(value) if value else qs


class AboutKind(filters.ChoiceFilter):
    def __init__(self):
        super().__init__(label=gettext_lazy("About"), choices=list(SUBJECT_WORDS.items()), empty_label=ANY)

    def filter(self, qs, value):
        return qs.filter(**{f"{value}__isnull": False}) if value in SUBJECTS else qs


class CommentFilter(List):
    project = OfFactory()
    about = AboutKind()
    status_return = Numbered("status_return", gettext_lazy("Ten-day return"))
    production_return = Numbered("production_return", gettext_lazy("Production return"))
    finding = Numbered("finding", gettext_lazy("Finding"))
    decision = Numbered("decision", gettext_lazy("Decision"))

    class Meta:
        model = Comment
        fields = ()


class AttachmentFilter(List):
    comment = Numbered("comment", gettext_lazy("Comment"))
    decision = Numbered("step__decision", gettext_lazy("Decision"))

    class Meta:
        model = Attachment
        fields = ()


# --- notifications ---------------------------------------------------------------------------------------------------
class NotificationFilter(List):
    """One's own notifications."""

    topic = filters.ChoiceFilter(choices=Topic, label=_("About"), empty_label=ANY)
    unread = filters.ChoiceFilter(choices=YES_OR_NO, label=_("Unread"), empty_label=ANY, method="of_those")

    def of_those(self, queryset, name, value):
        return queryset.filter(read_at__isnull=value == "yes")

    class Meta:
        model = Notification
        fields = ()
