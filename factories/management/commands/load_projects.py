"""`manage.py load_projects FILE`: projects that were begun before this record."""

from django.core.management.base import BaseCommand, CommandError

from factories.imports import projects, tables
from regional20x10.shared import clock
from regional20x10.shared.upserts import CREATED, REJECTED


class Command(BaseCommand):
    """Prints how many projects were brought in, and each rejected row with its line and reasons."""

    help = "Bring in projects that were begun before this record, from a CSV file."

    def add_arguments(self, parser):
        parser.add_argument("file", help="A CSV file; docs/operating.md lists its columns.")

    def handle(self, *, file, **options):
        try:
            tally = projects.load(file, by=None, at=clock.now())
        except tables.Unreadable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{tally.name}: {tally.counts[CREATED]} brought in, {tally.counts[REJECTED]} rejected")
        for line, sentence in tally.rejected:
            self.stdout.write(f"  line {line}: {sentence}")
