from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class CommitteesConfig(AppConfig):
    """Who: people, posts, bodies."""

    name = "committees"
    verbose_name = gettext_lazy("Users and posts")
