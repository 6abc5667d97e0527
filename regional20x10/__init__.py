"""regional20x10: which of this year's twenty will really be operating by the year's end, which not, and why."""

from regional20x10.celery import app as celery_app

__all__ = ["celery_app"]
