"""The files of a pack and their zip, from a seal alone: no database, no clock, no chance. Same seal, same bytes."""

import io
import stat
import zipfile
from importlib import import_module
from importlib.metadata import version

import orjson
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regional20x10.shared import words
from reports import chain
from reports.models import FileKind, SealKind
from reports.rendering.archive import EARLIEST, LEVEL
from reports.sealed import Sealed

SCHEMA = "manifest-1"
LANGUAGES = ("en", "ko")
FILES = (
    *(
        (kind, language)
        for kind in (FileKind.PDF, FileKind.DOCX, FileKind.XLSX, FileKind.WEB)
        for language in LANGUAGES
    ),
    (FileKind.JSON, ""),
    (FileKind.OC4IDS, ""),
)
"""(kind, language) of every file that a pack is made of; "" for one that is in no language."""
ENDINGS = {FileKind.JSON: "json", FileKind.OC4IDS: "oc4ids.json", FileKind.WEB: "web.zip", FileKind.ZIP: "zip"}
WHAT = {
    FileKind.PDF: gettext_lazy("The report to be read and printed"),
    FileKind.DOCX: gettext_lazy("The report as text that may be edited; its figures are locked"),
    FileKind.XLSX: gettext_lazy("All tables, with typed cells"),
    FileKind.JSON: gettext_lazy("All figures for programs"),
    FileKind.OC4IDS: gettext_lazy("The projects in the Open Contracting for Infrastructure Data Standard"),
    FileKind.WEB: gettext_lazy("The report as pages, in which every figure leads to how it was computed"),
}
"""What each file is for."""
SEAL, MANIFEST = "seal.json", "manifest.json"
SCHEMAS = "schemas"
WRITERS = ("typst", "vl-convert-python", "python-docx", "xlsxwriter")
"""Packages that decide of bytes: another release of one may write the same seal in other bytes."""
COMPRESSED = (".pdf", ".docx", ".xlsx", ".zip", ".png")
"""Files that are compressed already."""
INDENTED = orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def drawn(sealed, province=""):
    """{language: {name: {"svg", "png"}}}: the charts of the programme (""), or of a province by its code."""
    drawings = import_module("reports.drawings")  # the engines are large: the web never loads them
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = drawings.drawn(sealed, province)
    return found


def drawings(sealed):
    """{language: {name: drawing}} of the programme and every province."""
    found = {language: {} for language in LANGUAGES}
    for province in provinces(sealed):
        for language, charts in drawn(sealed, province).items():
            found[language] |= charts
    return found


def provinces(sealed):
    """What is drawn each by itself: "" for the programme, then the codes of the provinces."""
    return ["", *(row["code"] for row in sealed["provinces"])]


def render(sealed, kind, language, charts):
    """The bytes of one file. `charts`: {name: drawing} in its language; empty for a file that is in none."""
    writer = import_module(f"reports.rendering.pack.{FileKind(kind).value}")
    with translation.override(language or "en"):
        return writer.render(sealed, charts)


def file_name(sealed, kind, language=""):
    """What a file is called, on the server, in the zip and where it is saved: "20x10-year-2026-12-20-ko.pdf"."""
    parts = ["20x10", sealed["kind"], sealed["as_of"], language]
    return f"{'-'.join(filter(None, parts))}.{ENDINGS.get(kind, kind)}"


def files(sealed, drawings_by_language):
    """{name: bytes} of every file of the pack but the zip."""
    return {
        file_name(sealed, kind, language): render(sealed, kind, language, drawings_by_language.get(language, {}))
        for kind, language in FILES
    }


def build(sealed):
    """{path in the zip: bytes}: everything, computed here and now."""
    written = files(sealed, drawings(sealed))
    return dict(
        members(sealed, ((kind, language, written[file_name(sealed, kind, language)]) for kind, language in FILES))
    )


def members(sealed, written):
    """(path, bytes) of all that the zip holds, in its order: the manifest comes last, when all else is known.

    `written`: (kind, language, bytes) of the files, one by one, so that they need not be in memory together.
    """
    entries = []
    for path, content in _listed(sealed, written):
        entries.append({"path": path, "bytes": len(content), "sha256": chain.digest(content)})
        yield path, content
    yield MANIFEST, manifest(sealed.header, entries, made_with())


def _listed(sealed, written):
    for language in LANGUAGES:
        yield f"README.{language}.txt", readme(sealed, language)
    yield SEAL, exported(sealed)
    for path in sorted((settings.BASE_DIR / "reports" / SCHEMAS).glob("*.json")):
        if not path.name.startswith("annual-report"):
            yield f"{SCHEMAS}/{path.name}", path.read_bytes()
    for kind, language, content in written:
        if kind == FileKind.WEB:
            yield from _pages(content)
        else:
            yield file_name(sealed, kind, language), content


def _pages(content):
    """The web pages lie open in the pack, a directory for each language: they are read where it was unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as pages:
        for info in pages.infolist():
            yield f"web/{info.filename}", pages.read(info)


def readme(sealed, language):
    """What is in the pack and how it is verified, in words."""
    with translation.override(language):
        told = {
            "sealed": {"kind_name": SealKind(sealed["kind"]).label, "year": sealed["year"]},
            "header": sealed.header,
        }
        told["contents"] = [(name, str(what)) for name, what in _contents(sealed)]
        return render_to_string("reports/packs/readme.txt", told).encode()


def _contents(sealed):
    """(name, what it is) of what the zip holds."""
    for kind, language in FILES:
        if kind != FileKind.WEB:
            slots = {"what": WHAT[kind], "language": words.LANGUAGE.get(language, "")}
            yield file_name(sealed, kind, language), _("%(what)s (%(language)s)") % slots if language else WHAT[kind]
    yield "web/en/index.html, web/ko/index.html", WHAT[FileKind.WEB]
    yield SEAL, _("The seal: every figure and all that it rests on, from which everything else here is computed.")
    yield MANIFEST, _("The digest of every file, and the chain of seals.")
    yield f"{SCHEMAS}/", _("The forms of the JSON files.")


def manifest(header, entries, tools):
    """The table of contents with digests: `entries` are {"path", "bytes", "sha256"} of every other member."""
    said = {"schema": SCHEMA, "seal": header, "made_with": tools, "files": entries}
    return orjson.dumps(said, option=INDENTED)


def made_with():
    """{package: version} of what decides of bytes beside this programme."""
    return {name: version(name) for name in WRITERS}


def exported(sealed):
    """A seal as a file: {"content", "header"} in the canonical form."""
    return chain.canonical({"content": sealed.content, "header": sealed.header})


def loaded(exported_seal):
    """The Sealed of such a file. Raises ValueError for what is none."""
    said = orjson.loads(exported_seal)
    if not (isinstance(said, dict) and isinstance(said.get("content"), dict) and isinstance(said.get("header"), dict)):
        raise ValueError("not a sealed content with its header")
    return Sealed(said["content"], said["header"])


def zipped(parts, file=None):
    """Write (path, bytes) into a zip in the order in which they come; its bytes, or None if they went into `file`."""
    into = file or io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for path, content in parts:
            method = zipfile.ZIP_STORED if path.endswith(COMPRESSED) else zipfile.ZIP_DEFLATED
            archive.writestr(_entry(path), content, method, LEVEL)
    return None if file else into.getvalue()


def _entry(path):
    entry = zipfile.ZipInfo(path, EARLIEST)
    entry.create_system, entry.external_attr = 3, (stat.S_IFREG | 0o644) << 16
    return entry
