"""The filters of the committee's lists, shared by pages and API."""

import django_filters as filters
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy
from drf_spectacular.drainage import set_override

from committees.models import AgendaItem, Committee, ItemSource, Meeting, MeetingState, Membership, Organization
from factories.filters import ANY, YES_OR_NO, Coded, Day, List, Sort, Words


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
