"""The filters of the committee's lists, shared by pages and API."""

import django_filters as filters
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy

from committees.models import AgendaItem, Committee, ItemSource, Meeting, MeetingState, Membership, Organization
from factories.filters import ANY, Coded, Day, List, Sort, Words


# --- committee and meetings ------------------------------------------------------------------------------------------
class CommitteeFilter(List):
    body = Coded(Organization, "organization", gettext_lazy("Body"))

    class Meta:
        model = Committee
        fields = ()


class MembershipFilter(List):
    committee = filters.NumberFilter(field_name="committee", label=gettext_lazy("Committee"), min_value=1)
    body = Coded(Organization, "organization", gettext_lazy("Body"))
    chair = filters.BooleanFilter(field_name="chair", label=gettext_lazy("Presides"))

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
    meeting = filters.NumberFilter(field_name="meeting", label=gettext_lazy("Meeting"), min_value=1)
    source = filters.ChoiceFilter(choices=ItemSource, label=gettext_lazy("Why"), empty_label=ANY)

    class Meta:
        model = AgendaItem
        fields = ()
