"""Whether a pack is what was sealed: its zip, its manifest, its seal and chain, and every file computed anew.

Says which file and byte, which figure or which link of the chain does not hold. Needs no database; given one, it
compares with the seal that is kept there.
"""

import zipfile
import zlib
from dataclasses import dataclass, field

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reports import archive_map, chain, packing
from reports.json_paths import differences
from reports.sealed import Sealed

UNREADABLE = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    zlib.error,
)
"""What the zip library says of bytes that are no zip."""
SHOWN = 20
"""Differing figures that are told one by one."""


@dataclass
class Verdict:
    """What was found: a pack holds if there are no faults."""

    faults: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    """What was looked at and holds, or could not be looked at."""

    @property
    def holds(self):
        return not self.faults


def verify(data, *, kept=None, build=packing.build):
    """The Verdict on a pack's bytes.

    `kept`: a function from a seal's number to its Sealed in the database, None where it has none; without it no
    database is asked. `build`: what computes every file anew from a Sealed, so that they are compared; None where
    digests alone are to be checked.
    """
    return _Verifying(data, kept, build).verdict


class _Verifying:
    def __init__(self, data, kept, build):
        self.data, self.kept, self.build, self.verdict = data, kept, build, Verdict()
        self.parts, self.damaged = self._opened()
        self.manifest = self._manifest()
        self.seal = self._seal()
        self.wrong = self._digests()
        self.sealed = self._sealed()
        self.computed = build(self.sealed) if self.sealed and build else None
        self._files()
        self._bytes()

    def fault(self, sentence, **slots):
        told = str(sentence) % slots if slots else str(sentence)
        if told not in self.verdict.faults:
            self.verdict.faults.append(told)

    def note(self, sentence, **slots):
        self.verdict.notes.append(sentence % slots if slots else sentence)

    def _opened(self):
        """Its members as they lie there, in their order, and those whose checksum does not hold."""
        try:
            return archive_map.members(self.data)
        except UNREADABLE as error:
            self.fault(_("The zip cannot be read (%(error)s)."), error=error)
            return {}, set()

    def _manifest(self):
        if not self.parts:
            return None
        manifest = self._read(packing.MANIFEST)
        try:
            files = [{name: row[name] for name in ("path", "bytes", "sha256")} for row in manifest["files"]]
            again = packing.manifest(manifest["seal"], files, manifest["made_with"])
        except (TypeError, LookupError):
            if manifest is not None:
                self.fault(_("%(path)s is not in the form of a manifest."), path=packing.MANIFEST)
            return None
        if again != self.parts[packing.MANIFEST]:
            self._not_as_written(packing.MANIFEST, again)
        return manifest

    def _not_as_written(self, path, written):
        at, count = differs_at(written, self.parts[path])
        said = _("%(path)s was changed: byte %(at)s (bytes that differ: %(count)s).")
        self.fault(said, path=path, at=at, count=count)

    def _read(self, path):
        """The JSON of a member; None, with a fault, if there is none."""
        if path not in self.parts:
            self.fault(_("%(path)s is missing."), path=path)
            return None
        try:
            return orjson.loads(self.parts[path])
        except orjson.JSONDecodeError as error:
            self.fault(_("%(path)s is no JSON any more: byte %(at)s."), path=path, at=error.pos)

    def _seal(self):
        """The Sealed of the pack, or of its bytes where the zip cannot be read."""
        text = self.parts.get(packing.SEAL) if self.parts else archive_map.within(self.data, packing.SEAL)
        if text is None:
            self.fault(_("%(path)s is missing."), path=packing.SEAL)
            return None
        try:
            seal = packing.loaded(text)
        except orjson.JSONDecodeError as error:
            self.fault(_("%(path)s is no JSON any more: byte %(at)s."), path=packing.SEAL, at=error.pos)
        except ValueError:
            self.fault(_("%(path)s holds no seal."), path=packing.SEAL)
        else:
            return seal
        return None

    def _digests(self):
        """The paths of members that are not what the manifest says. Tells those it does not know, or that are gone."""
        listed = {row["path"]: row for row in self.manifest["files"]} if self.manifest else {}
        for path in listed.keys() - self.parts.keys():
            self.fault(_("%(path)s is in the manifest, but not in the pack."), path=path)
        for path in self.parts.keys() - listed.keys() - {packing.MANIFEST}:
            if listed:
                self.fault(_("%(path)s is in the pack, but not in the manifest."), path=path)
        return {
            path
            for path, row in listed.items()
            if path in self.parts
            and (len(self.parts[path]), chain.digest(self.parts[path])) != (row["bytes"], row["sha256"])
        }

    def _sealed(self):
        """What was sealed, if it is known: from the pack's own seal, its other copies, or the database; else None."""
        headers = [self.seal.header] if self.seal else []
        headers += [self.manifest["seal"]] if self.manifest else []
        for path, there, here in differences(headers[1], headers[0], SHOWN) if len(headers) == 2 else ():
            slots = {"path": path, "there": there, "here": here}
            self.fault(_("The manifest names another seal: %(path)s is %(there)s there, %(here)s here."), **slots)
        known = self._known(headers[0]) if headers else None
        wrong = broken(self.seal) if self.seal else []
        self.verdict.faults += wrong
        if self.seal and not wrong:
            self.note(_("Seal %(number)s and the chain before it hold."), number=self.seal.header["number"])
            return self.seal
        truth = self._truth([*headers, *([known.header] if known else [])], known)
        if self.seal and truth:
            for path, sealed, here in differences(truth.content, self.seal.content, SHOWN):
                self.fault(_("%(path)s is %(here)s, but %(sealed)s was sealed."), path=path, here=here, sealed=sealed)
        return truth

    def _truth(self, headers, known):
        """The first header that holds, with the content that it names; None if there is none."""
        contents = [*self._copies(), *(seal.content for seal in (known, self.seal) if seal)]
        by_digest = {chain.digest(chain.canonical(content)): content for content in contents}
        for header in headers:
            found = Sealed(by_digest.get(header.get("content_sha256")), header)
            if found.content and not broken(found):
                return found
        return None

    def _copies(self):
        """Whatever JSON stands in the pack's other files: one of them may be the content that the seal had."""
        for path in self.parts:
            if path.endswith(".json") and path not in (packing.SEAL, packing.MANIFEST):
                try:
                    said = orjson.loads(self.parts[path])
                except orjson.JSONDecodeError:
                    continue
                yield from (copy for copy in (said, isinstance(said, dict) and said.get("content")) if copy)

    def _known(self, header):
        """What the database keeps under the seal's number, if it can be asked."""
        known = self.kept and self.kept(header.get("number"))
        if not known:
            self.note(_("It was not compared with a database that keeps this seal."))
        elif known.header["sha256"] == header.get("sha256"):
            self.note(_("The database keeps the same seal."))
        else:
            slots = {"number": header.get("number"), "kept": known.header["sha256"]}
            self.fault(_("The database keeps another seal %(number)s: its SHA-256 is %(kept)s."), **slots)
        return known

    def _files(self):
        """Each file by its digest and, computed anew, by its bytes."""
        if self.computed is None:
            for path in sorted(self.wrong):
                self.fault(_("%(path)s was changed: its SHA-256 is not what the manifest says."), path=path)
            if packing.MANIFEST in self.damaged:
                self.wrong.add(packing.MANIFEST)
                self.fault(_("%(path)s was changed, or its checksum in the zip was."), path=packing.MANIFEST)
            if self.build:
                self.fault(_("The files could not be computed anew: what was sealed is not known."))
            return
        for path, content in self.computed.items():
            if path in self.parts and path != packing.MANIFEST:
                self._file(path, content)
        self._whole_manifest()
        count = len(self.computed)
        said = ngettext(
            "%(count)s file was computed anew from the seal.",
            "%(count)s files were computed anew from the seal.",
            count,
        )
        self.note(said, count=count)

    def _whole_manifest(self):
        """The manifest is what the seal gives, but for the releases it names: those are held by its checksum."""
        here = self.parts.get(packing.MANIFEST)
        if here is None or here == self.computed[packing.MANIFEST]:
            return
        if self.manifest is None or packing.MANIFEST in self.damaged:
            self.wrong.add(packing.MANIFEST)
            self._not_as_written(packing.MANIFEST, self.computed[packing.MANIFEST])

    def _file(self, path, computed):
        here = self.parts[path]
        if here == computed:
            if path in self.wrong:
                self.wrong.discard(path)
                self.fault(_("%(path)s is as it was sealed; the manifest has another digest of it."), path=path)
            return
        at, count = differs_at(computed, here)
        slots = {"path": path, "at": at, "count": count}
        if path in self.wrong:
            self.fault(_("%(path)s was changed: byte %(at)s (bytes that differ: %(count)s)."), **slots)
        else:
            said = _(
                "%(path)s agrees with the manifest, but the seal gives other bytes: byte %(at)s (bytes that differ: "
                "%(count)s). Both were changed, or another release of the programme wrote it."
            )
            self.fault(said, **slots)
            self._releases()
        if path.endswith(".json") and path != packing.SEAL:
            self._values(path, computed, here)

    def _values(self, path, computed, here):
        try:
            found = differences(orjson.loads(computed), orjson.loads(here), SHOWN)
        except orjson.JSONDecodeError:
            return
        for name, sealed, said in found:
            slots = {"path": path, "name": name, "here": said, "sealed": sealed}
            self.fault(_("%(path)s: %(name)s is %(here)s, but the seal gives %(sealed)s."), **slots)

    def _releases(self):
        """That another release of what writes files did so, once."""
        for name, here in packing.made_with().items():
            there = self.manifest and self.manifest["made_with"].get(name)
            told = _("The pack was written with %(name)s %(there)s; here is %(here)s.")
            told %= {"name": name, "there": there, "here": here}
            if there != here and told not in self.verdict.notes:
                self.note(told)

    def _bytes(self):
        """The zip itself, byte by byte: what stands between and around the files."""
        parts = self.parts if self.parts and not self.wrong else self.computed
        if not parts:
            return
        written = packing.zipped(parts.items())
        if written == self.data:
            return
        if len(written) != len(self.data):
            slots = {"here": len(self.data), "written": len(written)}
            self.fault(_("The zip has %(here)s bytes, but %(written)s were written."), **slots)
        places, first = archive_map.layout(written), {}
        for at in _offsets(written, self.data):
            first.setdefault(archive_map.area(at, places), at)
        for (part, path), at in list(first.items())[:SHOWN]:
            if path not in self.wrong:  # of those it was told already, and their checksums go with them
                self.fault(WHERE[part], path=path, at=at)


WHERE = {
    "header": gettext_lazy("The zip’s header of %(path)s is not as it was written: byte %(at)s of the zip."),
    "content": gettext_lazy("%(path)s is not as it was written: byte %(at)s of the zip."),
    "entry": gettext_lazy("The zip’s entry of %(path)s is not as it was written: byte %(at)s of the zip."),
    "end": gettext_lazy("The end of the zip is not as it was written: byte %(at)s of the zip."),
}
"""{part of a zip: what is said of a byte in it}."""


def differs_at(written, here):
    """(the first byte that differs, how many differ), counted from 0."""
    offsets = list(_offsets(written, here))
    longer = abs(len(written) - len(here))
    return (offsets[0] if offsets else min(len(written), len(here))), len(offsets) + longer


def _offsets(written, here, step=4096):
    """Where two byte strings differ, as far as both go."""
    for start in range(0, min(len(written), len(here)), step):
        mine, theirs = written[start : start + step], here[start : start + step]
        if mine != theirs:
            yield from (start + at for at, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b)


def broken(seal):
    """Sentences on what does not hold of a Sealed: its chain, its digests, its figures."""
    try:
        return chain.faults(seal.header, seal.content, seal.header["chain"])
    except (LookupError, TypeError, AttributeError):
        return [_("The header of the seal is not in the form of one.")]
