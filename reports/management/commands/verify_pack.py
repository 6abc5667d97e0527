"""`manage.py verify_pack`: whether a pack is what was sealed, and if not, which byte, figure or link does not hold."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError
from django.utils.translation import gettext as _

from reports import packing, sealed, verifying
from reports.models import Seal

TOLD = 50
"""Faults told one by one; a pack of another release differs in every file."""


class Command(BaseCommand):
    """Changes nothing. Exits 1 if anything does not hold, after a line for each."""

    help = "Verify a pack: zip, manifest, seal, chain, and every file computed anew. Exits 1 if anything does not hold."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="The zip of a pack.")
        parser.add_argument("--digests-only", action="store_true", help="Do not compute the files anew: seconds.")
        parser.add_argument("--no-database", action="store_true", help="Do not look for the seal in the database.")

    def handle(self, *, file, verbosity, digests_only=False, no_database=False, **options):
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(
                _("%(path)s cannot be read: %(error)s.") % {"path": file, "error": error.strerror}
            ) from None
        verdict = verifying.verify(
            data, kept=None if no_database else _kept, build=None if digests_only else packing.build
        )
        for sentence in verdict.notes if verbosity else ():
            self.stdout.write(sentence)
        for sentence in verdict.faults[:TOLD]:
            self.stdout.write(sentence)
        if (more := len(verdict.faults) - TOLD) > 0:
            self.stdout.write(_("and %(count)s more of the like.") % {"count": more})
        if not verdict.holds:
            raise CommandError(_("%(path)s does not hold.") % {"path": file})
        self.stdout.write(_("%(path)s holds.") % {"path": file})


def _kept(number):
    """The Sealed that the database keeps under the number; None where it has none or cannot be asked."""
    try:
        row = Seal.objects.filter(number=number).first()
    except (DatabaseError, InterfaceError, ValueError):
        return None
    return row and sealed.of(row)
