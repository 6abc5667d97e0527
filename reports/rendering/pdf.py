"""The report as a tagged PDF (PDF/UA-1), by Typst. Words come as data: nothing in them is read as markup."""

import json
from functools import cache

import typst
from django.conf import settings

from reports.rendering import pages

FONTS = "node_modules/pretendard/dist/public/static"


def render(dataset):
    """The same dataset gives the same bytes: the only date in the file is the as-of day."""
    data = json.dumps(pages.presented(dataset), ensure_ascii=False)
    return typst.compile(
        _template(), font_paths=_fonts(), sys_inputs={"data": data}, format="pdf", pdf_standards=["ua-1"]
    )


@cache
def _template():
    return (settings.BASE_DIR / "templates" / "reports" / "typst" / "annual.typ").read_bytes()


@cache
def _fonts():
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(settings.BASE_DIR / FONTS)]
    )
