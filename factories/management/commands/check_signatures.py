"""`manage.py check_signatures`: whether every text, signature and file is still what its digest says."""

from django.core.management.base import BaseCommand, CommandError

from factories import agreements


class Command(BaseCommand):
    """Works every digest out anew, and names each thing that is not as it was signed or handed in."""

    help = "Compare clauses, signatures and files with their digests; exits 1 on any difference."

    def handle(self, *, verbosity, **options):
        check = agreements.checked()
        for sentence in check.wrong:
            self.stdout.write(sentence)
        counts = f"{check.clauses} clauses, {check.signatures} signatures, {check.files} files"
        if check.wrong:
            raise CommandError(f"{counts}: {len(check.wrong)} differ from their digests.")
        if verbosity:
            self.stdout.write(f"{counts}: all as signed and handed in.")
