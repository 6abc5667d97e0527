"""Documents on paper: tagged PDF (PDF/UA-1) by Typst. Words come as data: nothing in them is read as markup."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

from django.conf import settings

COMMON = "typst/paper.typ"
FONTS = "node_modules/pretendard/dist/public/static"


def pdf(template, data):
    """The PDF of `template` (a path under templates/) with `data`: the same data give the same bytes.

    The only date in the file is data["date"], as [year, month, day].
    """
    import typst  # large: a web process loads it when the first document is asked for

    said = json.dumps(data, ensure_ascii=False)
    return typst.compile(
        _source(template), font_paths=_fonts(), sys_inputs={"data": said}, format="pdf", pdf_standards=["ua-1"]
    )


def large_pdf(template, data):
    """The same bytes as pdf(), made in a process of its own, which gives its memory back (shared/typesetting.py)."""
    asked = {
        "source": _source(template).decode(),
        "fonts": str(settings.BASE_DIR / FONTS),
        "said": json.dumps(data, ensure_ascii=False),
    }
    program = [sys.executable, "-I", str(Path(__file__).with_name("typesetting.py"))]
    done = subprocess.run(program, input=json.dumps(asked).encode(), capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"Typst ended with {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


@cache
def _source(template):
    places = settings.BASE_DIR / "templates"
    return b"\n".join((places / name).read_bytes() for name in (COMMON, template))


@cache
def _fonts():
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(settings.BASE_DIR / FONTS)]
    )
