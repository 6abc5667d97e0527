"""`manage.py import_seal`: a seal of another database, as the next link of the chain here."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from regional20x10.shared import clock
from regional20x10.shared.errors import Refused
from reports import packing
from reports.actions import seals


class Command(BaseCommand):
    """Takes a seal in whose digests hold, if the seals here are exactly those before it."""

    help = "Take in a seal that export_seal wrote. Its digests must hold, and the seals here be those before it."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="A file that export_seal wrote, or seal.json of a pack.")

    def handle(self, *, file, **options):
        try:
            found = packing.loaded(file.read_bytes())
        except OSError as error:
            raise CommandError(
                _("%(path)s cannot be read: %(error)s.") % {"path": file, "error": error.strerror}
            ) from None
        except ValueError:
            raise CommandError(_("%(path)s holds no seal.") % {"path": file}) from None
        try:
            row = seals.take_in(header=found.header, content=found.content, by=None, at=clock.now())
        except Refused as refused:
            raise CommandError("\n".join(refused.reasons)) from refused
        self.stdout.write(f"{row.sha256}  {row}")
