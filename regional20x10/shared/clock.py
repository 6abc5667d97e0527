"""What day it is: the real one, or the day on which a demonstration stands still."""

from datetime import date, datetime, time

from django.core.cache import cache
from django.db import models
from django.utils import timezone

SECONDS_KEPT = 10


class Clock(models.Model):
    """At most one row, written by the demonstration: the day it stands still on."""

    singleton = models.BooleanField(primary_key=True, default=True, editable=False)
    stands_on = models.DateField(help_text="The day every page, deadline and silence counts from.")

    class Meta:
        app_label = "regional20x10"
        constraints = [models.CheckConstraint(name="clock_is_one", condition=models.Q(singleton=True))]

    def __str__(self):
        return self.stands_on.isoformat()


def demonstration_day():
    """The day the demonstration stands on, or None in real use. Cached for ten seconds."""
    day = cache.get("clock")
    if day is None:
        day = Clock.objects.values_list("stands_on", flat=True).first() or date.min
        cache.set("clock", day, SECONDS_KEPT)
    return None if day == date.min else day


def stand_on(day):
    """Let the demonstration stand still on `day`."""
    Clock.objects.update_or_create(singleton=True, defaults={"stands_on": day})
    cache.delete("clock")


def today():
    """Today's date in the programme's time zone."""
    return demonstration_day() or timezone.localdate()


def now():
    """This moment; in a demonstration, this time of day on its day."""
    real = timezone.localtime()
    day = demonstration_day()
    return real if day is None else real.replace(year=day.year, month=day.month, day=day.day)


def end_of(day):
    """The last moment of `day`: what was known by then is what the as-of date shows."""
    return timezone.make_aware(datetime.combine(day, time.max))


def start_of(day):
    """The first moment of `day`."""
    return timezone.make_aware(datetime.combine(day, time.min))


__all__ = ["Clock", "demonstration_day", "end_of", "now", "stand_on", "start_of", "today"]
