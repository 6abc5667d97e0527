from django.apps import AppConfig


class FactoriesConfig(AppConfig):
    """What: places, the programme, projects, returns, and where each of them stands."""

    name = "factories"
