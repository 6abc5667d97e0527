"""`manage.py grow`: a decade of made-up projects and returns, to measure with, in a database of its own."""

import time

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from factories.models import CountyPlan
from regional20x10 import demonstration
from regional20x10.demonstration import forgetting, growing
from regional20x10.shared import clock
from regional20x10.shared.errors import Refused


class Command(BaseCommand):
    """Refuses a database with real projects, and one that holds the demonstration or a decade, unless told --again."""

    help = (
        "Fill a database of its own with made-up years of the programme: 80 projects a year, and all they ever report."
    )

    def add_arguments(self, parser):
        parser.add_argument("--years", type=int, default=10, help="How many years, from the first. 10 without it.")
        parser.add_argument(
            "--again", action="store_true", help="Take the demonstration or the earlier decade away first."
        )

    def handle(self, *, years, again, verbosity, **options):
        say = self.stdout.write if verbosity else lambda line: None
        if not CountyPlan.objects.exists():
            raise CommandError("There are no cohorts yet: run manage.py load_reference first.")
        if demonstration.loaded() and not again:
            raise CommandError(
                "The demonstration, or a decade grown earlier, is in this database. Name another one in DATABASE_URL, "
                "or have it replaced: manage.py grow --again"
            )
        begun = time.monotonic()
        try:
            with transaction.atomic():
                forgetting.forget(by=None)
                made = growing.grow(years, say)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        counts = ", ".join(f"{count} {noun}" for noun, count in made.items())
        say(f"{counts}, standing on {clock.today()}, in {time.monotonic() - begun:.0f} s.")
        say(f"Sign in as with the demonstration; password of all: {demonstration.PASSWORD}")
