"""Files from outside: what a file is follows from its content, and its name must agree. Drawings stay opaque."""

import hashlib
import re
import unicodedata
import zipfile

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from factories.actions.documents import Handed
from factories.models import Document
from regional20x10.shared import uploads
from regional20x10.shared.errors import Refused

Kind = Document.Kind
ENDINGS = {
    "pdf": Kind.PDF, "png": Kind.PNG, "jpg": Kind.JPEG, "jpeg": Kind.JPEG, "dwg": Kind.DWG, "dxf": Kind.DXF,
    "ifc": Kind.IFC,
}  # fmt: skip
TAKEN = "PDF, PNG, JPEG, DWG, DXF, IFC"
AT_ONCE = 20
LONGEST_NAME = 160
HEAD = TAIL = 4096
"""Bytes at a file's beginning and end by which it is known."""

_BEGINS = {
    Kind.PDF: rb"%PDF-[12]\.[0-9]",
    Kind.PNG: rb"\x89PNG\r\n\x1a\n.{4}IHDR",
    Kind.JPEG: rb"\xff\xd8\xff",
    Kind.DWG: rb"AC10[0-9]{2}.{0,9}\x00",
    Kind.DXF: rb"AutoCAD Binary DXF\r\n\x1a\x00|(?:\xef\xbb\xbf)?(?: *999\r?\n[^\n]*\n)* *0\r?\n *SECTION\s",
    Kind.IFC: rb"(?:\xef\xbb\xbf)?\s*ISO-10303-21\s*;",
}
_ENDS = {Kind.PDF: b"%%EOF", Kind.PNG: b"IEND", Kind.DXF: b"EOF", Kind.IFC: b"END-ISO-10303-21"}
"""What stands near the end of a whole file of these kinds."""
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b", b"BZh",
             b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"MSCF")  # fmt: skip


def examined(handed_in):
    """The uploaded files as `Handed`. Refuses with everything that is wrong with all of them, on the field `files`."""
    reasons, found = [], []
    if len(handed_in) > AT_ONCE:
        said = ngettext("Hand in at most %(most)s file at once.", "Hand in at most %(most)s files at once.", AT_ONCE)
        reasons.append(said % {"most": AT_ONCE})
    for file in handed_in[:AT_ONCE]:
        said, made = _examined(file)
        reasons += [sentence for sentence in said if sentence not in reasons]
        found += [made] if made else []
    reasons += _twice(found)
    if reasons:
        raise Refused(reasons, fields={"files": reasons})
    return found


def _examined(file):
    """(sentences, Handed or None)."""
    name = unicodedata.normalize("NFC", str(file.name or ""))
    said = of_name(name)
    shown = shown_name(name)
    if sentence := of_size(file, shown):
        return [*said, sentence], None
    if sentence := _of_content(file, name, shown):
        return [*said, sentence], None
    return (said, None) if said else ([], _handed(file, name))


def shown_name(name):
    """The name as a sentence may hold it, as its only slot."""
    return {"name": re.sub(r"[^\w .,()+-]", "�", name)[:LONGEST_NAME] or "–"}


def of_size(file, shown):
    """What is wrong with a file's size, in a sentence."""
    if file.size > uploads.largest():
        slots = {**shown, "most": uploads.largest() // 1024 // 1024}
        return _("“%(name)s” is larger than %(most)s MB: hand in a smaller file.") % slots
    return "" if file.size else _("“%(name)s” is empty: choose another file.") % shown


def of_name(name):
    """What is wrong with a file's name, in sentences."""
    said = []
    if not name.isprintable() or "/" in name or "\\" in name or name.startswith("."):
        said.append(_("A file’s name has no slashes, no control characters and no dot at its beginning: rename it."))
    if len(name) > LONGEST_NAME:
        slots = {"name": f"{name[:40]}…", "most": LONGEST_NAME}
        said.append(_("The name “%(name)s” is longer than %(most)s characters: shorten it.") % slots)
    return said


def _of_content(file, name, shown):
    """Why the content does not go with the name, in a sentence; nothing if it does."""
    head, tail = _ends_of(file)
    kind, ending = _kind(head), ENDINGS.get(name.rpartition(".")[2].lower() if "." in name else "")
    if kind is None and _is_archive(head):
        return (
            _("“%(name)s” is an archive. Archives are not taken: unpack it and hand in the files themselves.") % shown
        )
    if kind is None and ending:
        slots = {**shown, "kind": ending.label}
        return _("“%(name)s” is named as %(kind)s, but its content is not: choose the right file.") % slots
    if kind is None:
        return _("“%(name)s” is of a kind that is not taken. Taken are: %(kinds)s.") % {**shown, "kinds": TAKEN}
    slots = {**shown, "kind": kind.label}
    if ending != kind:
        wanted = {**slots, "ending": next(ending for ending, of in ENDINGS.items() if of == kind)}
        return (
            _("“%(name)s” is %(kind)s by its content: give it the ending .%(ending)s, or choose the right file.")
            % wanted
        )
    if _ENDS.get(kind, b"") not in tail:
        return _("“%(name)s” is cut off, the end of the %(kind)s is missing: hand in the whole file.") % slots
    if hides_archive(file):
        return _("“%(name)s” has an archive hidden behind its content: hand it in without.") % shown
    return None


def _ends_of(file):
    file.seek(0)
    head = file.read(HEAD)
    file.seek(max(0, file.size - TAIL))
    return head, file.read(TAIL)


def _kind(head):
    return next((kind for kind, begin in _BEGINS.items() if re.match(begin, head, re.DOTALL)), None)


def _is_archive(head):
    return head.startswith(_ARCHIVES) or head[257:262] == b"ustar"


def hides_archive(file):
    file.seek(0)
    return zipfile.is_zipfile(file)


def _handed(file, name):
    return Handed(name, _kind(_ends_of(file)[0]), digest(file), file.size, file)


def digest(file):
    """The SHA-256 of a file's content."""
    file.seek(0)
    sha256 = hashlib.sha256()
    for chunk in file.chunks():
        sha256.update(chunk)
    return sha256.hexdigest()


def _twice(found):
    """Two files of one name, or of one content, are a slip of the hand."""
    names = [file.name.lower() for file in found]
    said = [
        _("Two files are called “%(name)s”: rename one of them, or leave one out.") % {"name": file.name}
        for place, file in enumerate(found) if names.index(file.name.lower()) < place
    ]  # fmt: skip
    first = {}
    for file in found:
        if (same := first.setdefault(file.sha256, file)) is not file and same.name.lower() != file.name.lower():
            slots = {"one": same.name, "other": file.name}
            said.append(_("“%(one)s” and “%(other)s” are the same file: leave one out.") % slots)
    return said
