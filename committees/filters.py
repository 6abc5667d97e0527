"""The filters of the committee's lists, shared by pages and API, as those of factories/filters.py."""

import django_filters as filters
from django.db.models import Q
from django.forms import CheckboxSelectMultiple, HiddenInput
from django.utils.translation import gettext_lazy
from drf_spectacular.drainage import set_override

from committees.models import Decision, DecisionState, GuidanceNote, GuidanceReply, Meeting, Organization
from factories.filters import ANY, COUNTY, PROJECT, PROVINCE, YES_OR_NO, Coded, Day, List, Numbered, Sort, Words, Year
from factories.models import County, FactoryProject, Province


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
    to = Coded(Organization, "addresses__organization", gettext_lazy("To"))
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
