"""`manage.py check_standing`: whether the kept standings are what the function answers."""

from django.core.management.base import BaseCommand, CommandError

from factories import standing
from factories.models import FactoryProject, Standing


class Command(BaseCommand):
    """Changes nothing. Exits 1 on any difference, after a line for each project and column that differs."""

    help = "Compare the kept standings with the SQL function. Exits 1 on any difference."

    def handle(self, *, verbosity, **options):
        projects = FactoryProject.objects.count()
        found = standing.differences()
        for code, kept, answer in found:
            for line in _told(kept, answer):
                self.stdout.write(f"{code}: {line}")
        if found:
            raise CommandError(f"{len(found)} of {projects} projects stand otherwise than the facts say.")
        if verbosity:
            days = Standing.objects.order_by("as_of").values_list("as_of", flat=True).distinct()
            of = f" of {', '.join(map(str, days))}" if days else ""
            self.stdout.write(f"{projects} projects, {projects} standings{of}: each is what the function answers.")


def _told(kept, answer):
    """A line for each column that differs; one line for a row that is not there."""
    if kept is None:
        return ["the table has no standing of it"]
    if answer is None:
        return ["the table has a standing that the function does not"]
    pairs = ((name, kept[name], answer[name]) for name in kept)
    return [f"{name} is {_plain(a)}, the function says {_plain(b)}" for name, a, b in pairs if a != b]


def _plain(value):
    return "unknown" if value is None else value
