"""`manage.py export_seal`: a seal with its chain as one file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from regional20x10.shared.errors import Refused
from reports import packing, sealed
from reports.models import Seal


class Command(BaseCommand):
    """Writes the seal as it lies in its pack (seal.json)."""

    help = "Write a seal (its number) with the headers of those before it into a file. Refuses one that does not hold."

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, help="The number of the seal.")
        parser.add_argument("file", type=Path, help="The file to be written.")

    def handle(self, *, number, file, **options):
        row = Seal.objects.filter(number=number).first()
        if row is None:
            raise CommandError(_("There is no seal %(number)s.") % {"number": number})
        try:
            file.write_bytes(packing.exported(sealed.of(row)))
        except Refused as refused:
            raise CommandError("\n".join(refused.reasons)) from refused
        except OSError as error:
            raise CommandError(
                _("%(path)s cannot be written: %(error)s.") % {"path": file, "error": error.strerror}
            ) from None
        self.stdout.write(f"{row.sha256}  {file}")
