"""`manage.py demo`: the demonstration, once."""

import time

from django.core.management.base import BaseCommand, CommandError

from factories.models import CountyPlan, FactoryProject
from regional20x10 import demonstration
from regional20x10.demonstration import forgetting, making, sealing
from regional20x10.shared.errors import Refused


class Command(BaseCommand):
    """Refuses a database with real projects; does nothing where the demonstration is already there."""

    help = "Make the demonstration: made-up projects and returns on the programme's places, one user a role."

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="Take the demonstration away and make it anew.")

    def handle(self, *, again, verbosity, **options):
        say = self.stdout.write if verbosity else lambda line: None
        if demonstration.loaded() and not again:
            say("The demonstration is already here. To make it anew: manage.py demo --again")
            return
        if not CountyPlan.objects.exists():
            raise CommandError("There are no cohorts yet: run manage.py load_reference first.")
        begun = time.monotonic()
        try:
            forgetting.forget(by=None)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        cast = making.make(say)
        say("Seals of closed years and of the last quarter")
        sealing.seal(cast)
        sealing.pack(cast)
        count = FactoryProject.objects.filter(demonstration=True).count()
        say(f"{count} projects, standing on {demonstration.DAY}, in {time.monotonic() - begun:.0f} s.")
        for name, role, scope in demonstration.sign_ins():
            say(f"  {name}: {role}{', ' + scope if scope else ''}")
        say(f"Password of all: {demonstration.PASSWORD}")
