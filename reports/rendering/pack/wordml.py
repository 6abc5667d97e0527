"""Elements of a Word document as text: runs, paragraphs, fields, and figures that cannot be typed over.

Written as text and not as a tree, so that a document of 200 counties takes no more memory than its pages.
"""

import hashlib
from xml.sax.saxutils import quoteattr

from reports.rendering.printable import printable

LONGEST_TAG = 64
"""Of the tag and the title of a content control: Word calls a document with a longer one damaged."""
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escaped(text):
    return printable(text).translate(_ESCAPES)


def quoted(text):
    """As the value of an attribute, with its quotation marks; on one line."""
    return quoteattr(" ".join(printable(text).split("\n")))


def tag(name):
    """A figure's name as a tag: a long one ends with its digest, so that no two are the same."""
    if len(name) <= LONGEST_TAG:
        return name
    return f"{name[: LONGEST_TAG - 13]}~{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def run(text, properties=""):
    """Text with tabs and line breaks; `properties`: inside of w:rPr."""
    said = []
    for number, line in enumerate(escaped(text).split("\n")):
        parts = [f'<w:t xml:space="preserve">{part}</w:t>' if part else "" for part in line.split("\t")]
        said.append(("<w:br/>" if number else "") + "<w:tab/>".join(parts))
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{''.join(said)}</w:r>"


def paragraph(inside, style="", properties=""):
    """`inside`: runs and fields; `properties`: further elements of w:pPr, in the order of the schema."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    laid = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{laid}{inside}</w:p>"


def field(code, shown="", properties=""):
    """A field that Word computes, with what it shows until then."""
    mark = f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}"
    return (
        f'{mark}<w:fldChar w:fldCharType="begin"/></w:r>{mark}<w:instrText xml:space="preserve"> {escaped(code)} '
        f'</w:instrText></w:r>{mark}<w:fldChar w:fldCharType="separate"/></w:r>{shown}'
        f'{mark}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def locked(inside, name, label, number):
    """A content control around runs that can neither be typed over nor deleted: a figure of the seal."""
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoted(label[:LONGEST_TAG])}/><w:tag w:val={quoted(tag(name))}/>"
        f'<w:id w:val="{number}"/><w:lock w:val="sdtContentLocked"/></w:sdtPr>'
        f"<w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    )


def picture(relation, number, alt, width, height):
    """A picture in its line; sizes in EMU (360,000 a centimetre)."""
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" name="Picture {number}" descr={quoted(alt)}/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}" descr={quoted(alt)}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
