from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """What all three apps share: errors, pages, API, commands."""

    name = "regional20x10"

    def ready(self):
        from regional20x10 import checks  # noqa: F401  registers them
