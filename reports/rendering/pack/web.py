"""The web pages of a pack: a zip of plain pages that are read from a folder, without a server and without script.

Everything stands in a folder named after the language: unpacked beside one another, both languages link each other.
"""

import io
import re
import zipfile
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from regional20x10.shared import words
from reports.browsing import InPack, Site
from reports.rendering.archive import LEVEL, entry_of
from reports.rendering.pack.markup import on_screen
from reports.rendering.pack.pages import Pages

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def render(sealed, drawings):
    """The bytes of the zip, in the language that is on. `drawings`: {name: {"svg": str}} of reports/drawings.py."""
    target, language = io.BytesIO(), get_language()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as book:
        for path, text in files(sealed, drawings):
            book.writestr(entry_of(f"{language}/{path}"), text)
    return target.getvalue()


def files(sealed, drawings, sections=None):
    """(path, text) of each file in turn, so that no more than one page is held at a time."""
    site = Site(sealed, sections)
    yield "style.css", (TEMPLATES / "reports" / "pack" / "style.css").read_text(encoding="utf-8")
    for name in sorted(drawings):
        yield f"drawings/{name}.svg", on_screen(drawings[name]["svg"])
    frame, other = get_template("reports/pack/static.html"), "ko" if site.language != "ko" else "en"
    depths = {depth: Pages(site, InPack(site, depth), drawings, unfolded=True) for depth in (0, 1)}
    for path in site.paths:
        pages = depths[path.count("/")]
        page, up = pages.page(path), pages.to.up
        context = {
            "page": page, "whole": pages.title, "language": site.language, "header": sealed.header, "marks": marks(),
            "unfolded": True, "style": f"{up}style.css", "demonstration_data": sealed.get("demonstration"),
            "other": {"code": other, "name": words.LANGUAGE[other], "href": f"../{up}{other}/{path}"},
        }  # fmt: skip
        yield path, frame.render(context)


@cache
def marks():
    """The shapes of standings, which a page read from a folder has to hold itself."""
    sprite = (TEMPLATES / "ui" / "icons.svg").read_text(encoding="utf-8")
    shapes = [re.search(rf'<symbol id="i-{state}".*', sprite).group() for state in words.STATUS]
    return mark_safe(f'<svg class="vh" aria-hidden="true" width="0" height="0">{"".join(shapes)}</svg>')  # noqa: S308
