"""`manage.py load_reference`: places, cohorts, bodies and the public record."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from factories.imports import reference, tables
from regional20x10.shared.upserts import OUTCOMES


class Command(BaseCommand):
    """Prints for each file what became of its rows, and each rejected row with its line and reasons."""

    help = "Load the reference data, or bring it up to date. Loading twice changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--milestones", metavar="FILE", help="A file to load in place of factories/data/public_milestones.csv."
        )

    def handle(self, *, milestones, verbosity, **options):
        try:
            for tally in reference.load(on=timezone.localdate(), milestones=milestones):
                if verbosity:
                    counts = ", ".join(f"{tally.counts[outcome]} {outcome}" for outcome in OUTCOMES)
                    self.stdout.write(f"{tally.name}: {counts}")
                for line, sentence in tally.rejected:
                    self.stdout.write(f"  {tally.name}, line {line}: {sentence}")
        except tables.Unreadable as error:
            raise CommandError(str(error)) from error
