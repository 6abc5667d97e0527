"""One's own notifications, and how one wants to hear of them."""

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from committees.actions import notifications
from committees.filters import NotificationFilter
from committees.models import Notification, NotificationChoice, Topic
from regional20x10.shared import clock
from regional20x10.shared.api import Body, Nothing, Row, ScopedViewSet, refuse_unknown


class NotificationRow(Row):
    class Meta:
        model = Notification
        fields = ["id", "event", "topic", "code", "values", "url", "urgent", "at", "on", "read_at", "mailed_at"]


class Marked(serializers.Serializer):
    marked = serializers.IntegerField(help_text="How many were unread.")


class NotificationViewSet(ScopedViewSet):
    """What happened that concerns the caller, the newest first. `code` and `values` make the sentence of the page."""

    queryset = Notification.objects.all()
    key = "-pk"
    row, filterset_class = NotificationRow, NotificationFilter

    @extend_schema(request=None, responses=NotificationRow)
    @action(detail=True, methods=["post"], url_path="read", url_name="read")
    def mark_read(self, request, pk):
        """Mark it as read; read twice, it was read the first time."""
        row = self.get_object()
        self.body(Nothing)
        notifications.mark_read(row, by=request.user.post, at=clock.now())
        return Response(self.told(self.get_queryset()))

    @extend_schema(request=None, responses=Marked)
    @action(detail=False, methods=["post"], url_path="read-all", url_name="read-all", pagination_class=None)
    def mark_all_read(self, request):
        """Mark all of one's own as read."""
        self.body(Nothing)
        return Response({"marked": notifications.mark_all_read(request.user, by=request.user.post, at=clock.now())})


class ChoiceBody(Body):
    """The whole of it: what is left out is an error."""

    email = serializers.CharField(max_length=254, allow_blank=True, help_text="Empty: no e-mail is sent.")
    digest = serializers.BooleanField(help_text="One a day, of what is unread.")
    urgent_mail = serializers.BooleanField(help_text="Urgent ones at once.")
    muted = serializers.ListField(child=serializers.ChoiceField(Topic.choices), help_text="Topics not sent by e-mail.")
    language = serializers.ChoiceField(settings.LANGUAGES, help_text="Of e-mails.")


class ChoiceViewSet(ScopedViewSet):
    """How the caller hears of what concerns them. One to each user, there without being made."""

    queryset = NotificationChoice.objects.none()
    filter_backends, pagination_class = (), None

    @extend_schema(responses=ChoiceBody)
    def tell(self, request):
        """The choice in force; without one, the one that holds for who never chose."""
        refuse_unknown(request, set())
        choice = NotificationChoice.objects.filter(user=request.user.pk).first() or NotificationChoice()
        names = ("digest", "urgent_mail", "muted", "language")
        return Response({"email": request.user.email, **{name: getattr(choice, name) for name in names}})

    @extend_schema(request=ChoiceBody, responses=ChoiceBody)
    def choose(self, request):
        """Choose anew. It holds for every e-mail that is not sent yet."""
        said = self.body(ChoiceBody)
        notifications.choose(request.user, **said, by=request.user.post)
        return Response(said)
