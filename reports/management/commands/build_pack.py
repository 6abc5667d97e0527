"""`manage.py build_pack`: the whole pack of an exported seal, without database, broker or worker."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from reports import chain, packing
from reports.verifying import broken_links


class Command(BaseCommand):
    """Reads a seal as it lies in a pack (seal.json) or is exported, and writes the zip."""

    help = "Build the pack of an exported seal (seal.json of a pack) into a zip. Asks no database."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("seal", type=Path, help="The exported seal.")
        parser.add_argument("out", type=Path, help="The zip to be written.")

    def handle(self, *, seal, out, **options):
        try:
            sealed = packing.loaded(seal.read_bytes())
        except OSError as error:
            raise CommandError(
                _("%(path)s cannot be read: %(error)s.") % {"path": seal, "error": error.strerror}
            ) from None
        except ValueError:
            raise CommandError(_("%(path)s holds no seal.") % {"path": seal}) from None
        faults = broken_links(sealed.header)
        if chain.digest(chain.canonical(sealed.content)) != sealed.header.get("content_sha256"):
            faults.append(_("The content of the seal is not what its digest says."))
        if faults:
            raise CommandError("\n".join(faults))
        content = packing.zipped(packing.build(sealed).items())
        beside = out.with_name(f"{out.name}.part")
        try:
            beside.write_bytes(content)
            beside.replace(out)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise CommandError(
                _("%(path)s cannot be written: %(error)s.") % {"path": out, "error": error.strerror}
            ) from None
        self.stdout.write(f"{chain.digest(content)}  {out}")
