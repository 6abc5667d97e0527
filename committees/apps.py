from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    """Who: people, posts, bodies."""

    name = "committees"
