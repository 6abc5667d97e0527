"""Reading the files of a report back, as those who take them do."""

import io

import openpyxl
import pypdf
from django.utils import translation

from reports import rendering
from reports.figures import annual_report


def dataset(post, year, as_of, language="en"):
    with translation.override(language):
        return annual_report(post, year, as_of)


def rendered(kind, data):
    with translation.override(data["language"]):
        return rendering.render(kind, data)


def workbook(data):
    return openpyxl.load_workbook(io.BytesIO(rendered("xlsx", data)))


def document(data):
    return pypdf.PdfReader(io.BytesIO(rendered("pdf", data)))


def text_of(pages):
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def table(sheet, head, value):
    """{first column: another} of the sheet, by the words of their heads."""
    heads = [cell.value for cell in sheet[1]]
    rows = sheet.iter_rows(min_row=2, values_only=True)
    return {row[heads.index(head)]: row[heads.index(value)] for row in rows}
