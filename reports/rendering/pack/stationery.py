"""An empty Word document, ready to be written on: A4, styles, fonts of both scripts, language, header and footer."""

from copy import deepcopy

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from reports.rendering.pack import wordml

LATIN, HANGUL = "Arial", "Malgun Gothic"
"""Wherever Word is; others have the same by another name, which the font table tells."""
INK, INK2, RED = RGBColor(0x15, 0x20, 0x2B), RGBColor(0x46, 0x53, 0x5F), RGBColor(0x7D, 0x0B, 0x34)
WIDTH = Mm(168)
"""Of the text: A4 without its margins."""
SPACE = 454
"""Between two columns, in twentieths of a point."""
REGION = {"en": "en-GB", "ko": "ko-KR"}
_KEPT = {
    "Normal", "Default Paragraph Font", "Normal Table", "No List", "Header", "Footer", "Heading 1", "Heading 2",
    "Heading 3", "Heading 4", "Title", "Subtitle", "Caption", "List Bullet", "Table Grid",
}  # fmt: skip
_STYLES = {  # name: (points, bold, colour, points before, points after, kept with the next)
    "Normal": (10, False, INK, 0, 6, False),
    "Title": (24, True, INK, 20, 4, True),
    "Subtitle": (12, False, INK2, 0, 14, False),
    "Heading 1": (17, True, INK, 22, 8, True),
    "Heading 2": (13.5, True, INK, 16, 6, True),
    "Heading 3": (11.5, True, INK, 12, 5, True),
    "Heading 4": (10.5, True, INK, 10, 4, True),
    "List Bullet": (10, False, INK, 0, 3, False),
    "Caption": (8.5, False, INK2, 3, 10, False),
    "Header": (8, False, INK2, 0, 0, False),
    "Footer": (8, False, INK2, 0, 0, False),
}
_OWN = {
    "Table Title": (10, True, INK, 8, 3, True),
    "Table Text": (8.5, False, INK, 1, 1, False),
    "Table Head": (8, True, INK2, 1.5, 1.5, True),
    "Table Note": (8.5, False, INK2, 2, 6, False),
    "Key Label": (8, False, INK2, 2, 0, True),
    "Key Figure": (15, True, INK, 0, 1, True),
    "Key Small": (7.5, False, INK2, 0, 2, True),
    "Narrative": (10, False, INK, 0, 6, False),
    "Gap": (4, False, INK, 0, 2, True),
    "Picture": (10, False, INK, 4, 2, True),
    "TOC Heading": (13.5, True, INK, 16, 6, True),
    "toc 1": (10, False, INK, 3, 2, False),
    "toc 2": (9, False, INK, 0, 1, False),
}
_EXACT = {"Table Text": 11, "Table Head": 10, "Table Note": 11, "Key Label": 10.5, "toc 1": 14, "toc 2": 11.5}
"""Points of a line where many stand on a page: else each font makes its own, and the Korean ones high ones."""
_HEADING = {"Heading 1": 0, "Heading 2": 1, "Heading 3": 2, "Heading 4": 3}
_NEEDLESS = ("/metadata/thumbnail", "/customXml", "/stylesWithEffects", "/webSettings")
"""What the template is related to, and no document needs."""
_FONT_TABLE = f"""<w:fonts {nsdecls("w")}>
<w:font w:name="{LATIN}"><w:altName w:val="Liberation Sans"/><w:panose1 w:val="020B0604020202020204"/>
<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>
<w:font w:name="{HANGUL}"><w:altName w:val="맑은 고딕"/><w:panose1 w:val="020B0503020000020004"/>
<w:charset w:val="81"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>
</w:fonts>"""
_SETTINGS = f"""<w:settings {nsdecls("w")}>
<w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="%(latin)s" w:eastAsia="ko-KR"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>
</w:settings>"""
_APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>"
)


def empty(language, head, foot, mark):
    """The document. `head` and `foot` stand on every page, `mark` (of a demonstration) above the head."""
    made = docx.Document()
    _strip(made.part, language)
    _styles(made.styles, language)
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(22), Mm(20)
    section.top_margin, section.bottom_margin = Mm(23), Mm(21)
    section.header_distance = section.footer_distance = Mm(10)
    _lines(section.header, "Header", [_marked(mark), wordml.run(head)])
    _lines(section.footer, "Footer", [wordml.run(f"{foot}\t") + _paged()])
    return made


def section(made):
    """A function that gives the end of a section of so many columns, on the document's paper, as XML of w:sectPr."""
    last = made.sections[0]._sectPr

    def ended(columns):
        found = deepcopy(last)
        for old in found.xpath("w:cols | w:type"):
            found.remove(old)
        kind = parse_xml(f'<w:type {nsdecls("w")} w:val="continuous"/>')
        found.find(qn("w:pgSz")).addprevious(kind)
        found.find(qn("w:pgMar")).addnext(parse_xml(f'<w:cols {nsdecls("w")} w:num="{columns}" w:space="{SPACE}"/>'))
        return etree.tostring(found, encoding="unicode")

    return ended


def column(columns):
    """Width of one of so many columns, in twentieths of a point."""
    return (WIDTH.twips - SPACE * (columns - 1)) // columns


def _strip(part, language):
    """Away with what the template brings besides: a picture of itself, its customs, its settings."""
    types = RELATIONSHIP_TYPE
    for owner in (part.package, part):
        for name in [key for key, rel in owner.rels.items() if rel.reltype.endswith(_NEEDLESS)]:
            del owner.rels[name]
    settings = part.part_related_by(types.SETTINGS)
    settings._element = parse_xml(_SETTINGS % {"latin": REGION[language]})
    part.part_related_by(types.FONT_TABLE)._blob = _FONT_TABLE.encode()
    part.package.part_related_by(types.EXTENDED_PROPERTIES)._blob = _APP.encode()


def _styles(styles, language):
    for style in [style for style in styles if style.name not in _KEPT]:
        style.delete()
    for extra in styles.element.xpath("w:docDefaults | w:style/w:link | w:style/w:rsid"):
        extra.getparent().remove(extra)
    lang = '<w:lang w:val="en-GB" w:eastAsia="ko-KR"/>'  # of each script: nothing here is Korean in Latin letters
    styles.element.insert(
        0,
        parse_xml(
            f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{_FONTS}{lang}</w:rPr></w:rPrDefault>"
            "<w:pPrDefault/></w:docDefaults>"
        ),
    )
    for name in _OWN:
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    for name, said in (_STYLES | _OWN).items():
        _style(styles[name], *said)
    for name, level in _HEADING.items():
        styles[name].element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level}"/>'))
    toc = styles["toc 2"].paragraph_format
    toc.left_indent = Mm(6)


_FONTS = f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{HANGUL}"/>'


def _style(style, points, bold, colour, before, after, kept):
    element = style.element
    for old in element.xpath("w:rPr | w:pPr/w:pBdr | w:pPr/w:spacing | w:pPr/w:contextualSpacing | w:pPr/w:outlineLvl"):
        old.getparent().remove(old)
    font, laid = style.font, style.paragraph_format
    font.size, font.bold, font.color.rgb = Pt(points), bold, colour
    element.rPr.insert(0, parse_xml(_FONTS.replace("<w:rFonts", f"<w:rFonts {nsdecls('w')}")))
    exact = _EXACT.get(style.name)
    laid.space_before, laid.space_after, laid.line_spacing = Pt(before), Pt(after), Pt(exact) if exact else 1.1
    for side in ("DE", "DN"):  # no gap between a number and the Korean counter that follows it
        gap = parse_xml(f'<w:autoSpace{side} {nsdecls("w")} w:val="0"/>')
        element.pPr.find(qn("w:spacing")).addprevious(gap)
    laid.keep_with_next, laid.widow_control = kept or None, True
    style.hidden, style.quick_style = False, True


def _marked(mark):
    return wordml.run(mark, f'<w:b/><w:color w:val="{RED}"/>') if mark else ""


def _paged():
    """ "3 / 12", the numbers computed by Word."""
    return wordml.field("PAGE", wordml.run("1")) + wordml.run(" / ") + wordml.field("NUMPAGES", wordml.run("1"))


def _lines(place, style, lines):
    """Put the lines into a header or a footer, the last one with a tab to its right edge."""
    place.is_linked_to_previous = False
    for old in list(place._element):
        place._element.remove(old)
    right = f'<w:tabs><w:tab w:val="right" w:pos="{WIDTH.twips}"/></w:tabs>'
    for line in filter(None, lines):
        xml = wordml.paragraph(line, style, right)
        place._element.append(parse_xml(xml.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))
