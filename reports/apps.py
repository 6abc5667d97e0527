from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """What is said at the year's end, computed from the facts."""

    name = "reports"
