"""The report as a Word document: its words may be edited, its figures are locked, the same bytes every time."""

import io
from dataclasses import replace
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx.oxml import OxmlElement

from reports import contents
from reports.contents import titles
from reports.rendering import archive
from reports.rendering.pack import stationery, wordml
from reports.rendering.pack.blocks import Body, bookmark
from reports.rendering.printable import printable

MARK = b"<w:bookmarkStart/>"
"""Stands where the body is put in, after the document was packed."""
SHOWN, FEW, SHORT, PAGE = 2, 90, 12, 38
"""Levels of the contents; the most lines for the second; sections of a report whose contents fill no page;
lines on a page."""


def render(sealed, drawings):
    """The pack's document, in the language that is on."""
    seal = _("Seal %(number)s") % {"number": sealed.header["number"]}
    meta = {
        "made": sealed.header["sealed_at"],
        "head": f"{titles.short(sealed)} · {seal}",
        "subtitle": titles.subtitle(sealed),
        "author": titles.program(sealed),
        "foot": f"{titles.foot(sealed)}\n{titles.credit()}",
        "mark": titles.demonstration(sealed),
        "identifier": sealed.header["sha256"],
        "about": [(_("Editing"), _("the text may be edited; the figures are computed from the seal and locked."))],
    }
    return write(
        contents.sections(sealed), title=titles.title(sealed), language=get_language(), meta=meta, drawings=drawings
    )


def write(sections, *, title, language, meta, drawings=None):
    """The bytes of a Word document of `sections`, in `language` (which is on).

    `meta`: {"made": the moment (aware, or ISO 8601) that stands in the file as its date, "head": a line for the head of
    every page} and, as one likes, {"subtitle", "author", "foot", "mark": of a demonstration, "identifier",
    "about": [(label, words)] under the title}. `drawings`: {name: {"png": base64}}; a chart without is told in words.
    """
    made = stationery.empty(language, meta["head"], meta.get("foot", ""), meta.get("mark", ""))
    _properties(made.core_properties, title, language, meta)
    body = Body(drawings, lambda png: _placed(made, png))
    sections = list(sections)
    if len(sections) > SHORT:
        sections[0] = replace(sections[0], new_page=True)  # the contents fill a page of their own
    written = "".join(
        [*_front(title, meta), *_contents(sections, stationery.section(made)), *_sections(body, sections)]
    )
    return _packed(made, written.encode())


def _sections(body, sections):
    for section in sections:
        yield from body.section(section)


def _placed(made, png):
    relation, image = made.part.get_or_add_image(io.BytesIO(png))
    return relation, image.px_width, image.px_height


def _properties(core, title, language, meta):
    made = meta["made"]
    moment = made if isinstance(made, datetime) else datetime.fromisoformat(made)
    said = {name: printable(meta.get(name, ""))[:255] for name in ("subtitle", "author", "mark", "identifier")}
    core.title, core.subject, core.language = printable(title)[:255], said["subtitle"], stationery.REGION[language]
    core.author = core.last_modified_by = said["author"]
    core.created = core.modified = moment
    core.comments, core.identifier, core.revision = said["mark"], said["identifier"], 1


def _front(title, meta):
    yield wordml.paragraph(wordml.run(title), "Title")
    if meta.get("subtitle"):
        yield wordml.paragraph(wordml.run(meta["subtitle"]), "Subtitle")
    for label, said in meta.get("about", ()):
        yield wordml.paragraph(wordml.run(f"{label}: ", '<w:color w:val="46535F"/>') + wordml.run(said))


def _contents(sections, section):
    """The list of sections, each a link, with fields for the numbers of their pages. A long one in columns;
    `section(columns)`: the properties of all that stands before, as w:sectPr."""
    deepest = SHOWN if sum(section.level <= SHOWN for section in sections) <= FEW else 1
    listed = [section for section in sections if section.level <= deepest]
    if len(listed) < 2:
        return
    yield wordml.paragraph(wordml.run(_("Contents")), "TOCHeading")
    columns = 2 if len(listed) > PAGE else 1
    note = wordml.run(_("Where no page numbers stand: select all, then press F9."))
    yield wordml.paragraph(note, "TableNote", section(1) if columns > 1 else "")
    yield from _listed(listed, columns)
    if columns > 1:
        yield wordml.paragraph("", "Gap", section(columns))


def _listed(listed, columns):
    right = f'<w:tabs><w:tab w:val="right" w:pos="{stationery.column(columns)}"/></w:tabs>'
    for section in listed:
        name = bookmark(section.name)
        page = wordml.run("\t") + wordml.field(f"PAGEREF {name} \\h", wordml.run(" "))
        link = f'<w:hyperlink w:anchor="{name}" w:history="1">{wordml.run(section.title)}{page}</w:hyperlink>'
        yield wordml.paragraph(link, f"TOC{section.level}", right)


def _packed(made, body):
    """The document as a zip of fixed dates, `body` put in without ever being a tree."""
    made.element.body.insert(0, OxmlElement("w:bookmarkStart"))
    target = io.BytesIO()
    made.save(target)
    files = archive.contents(target.getvalue())
    before, after = files["word/document.xml"].split(MARK)
    files["word/document.xml"] = before + body + after
    return archive.archive(files, stored=(".png",))
