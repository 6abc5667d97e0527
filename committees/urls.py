"""Addresses of people and posts."""

from django.urls import path

from committees.views import notifications, posts, tokens

urlpatterns = [
    path("act-as/", posts.act_as, name="act_as"),
    path("notifications/", notifications.notification_list, name="notification_list"),
    path("notifications/read/", notifications.notification_read_all, name="notification_read_all"),
    path("notifications/choices/", notifications.notification_choices, name="notification_choices"),
    path("notifications/<int:pk>/open/", notifications.notification_open, name="notification_open"),
    path("notifications/<int:pk>/read/", notifications.notification_read, name="notification_read"),
    path("data/tokens/", tokens.token_list, name="token_list"),
    path("data/tokens/make/", tokens.token_make, name="token_make"),
    path("data/tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
]
