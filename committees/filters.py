"""The filters of the committee's lists, shared by pages and API; how a filter works stands in factories/filters.py."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from committees.models import Notification, Topic
from factories.filters import ANY, YES_OR_NO, List


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
