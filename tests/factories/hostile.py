"""Workbooks nobody should hand in: mutations of a good one, the same for the same seed.

Each is (what was done, bytes, where it must be told): a set of (sheet, cell) or UNREADABLE, or None where only calm is
asked for, because chance decides whether anything is wrong at all.
"""

import io
import random
import zipfile
from datetime import date, datetime, time

from openpyxl.styles import Alignment

from factories import workbooks
from tests import books

UNREADABLE = "the whole file"
NUMBERS = [
    "=1+1", '=HYPERLINK("http://example.org")', "12,5", "12만", "3천", "1e308", 1e308, -1e308, 10**30, -7, True,
    "sixty", "--5", "1.2.3", "０．５．５", "#REF!", datetime(2026, 10, 2), time(4, 5), "12 t", "∞", "NaN", "0x10", "½",
    "1,23,456", "x" * 5000,
]  # fmt: skip
"""What is wrong in every cell that asks for a number of pieces, people or days."""
GOOD_NUMBERS = [("1,234", 1234), ("６２", 62), (" 62 ", 62), ("62.0", 62), ("1,000,000", 1_000_000), (62.0, 62)]
DAYS = [
    "=TODAY()", "02/10/2026", "2026-13-45", "2026.2.30", 46000, "yesterday", "10월 2일", date(1900, 1, 1),
    date(2019, 5, 5), date(2026, 10, 11), date(2099, 1, 1), True, "2026-10", "x" * 400,
]  # fmt: skip
GOOD_DAYS = [
    "2026-10-02",
    "2026.10.02",
    "2026. 10. 2.",
    "2026년 10월 2일",
    "２０２６-１０-０２",
    "2026/10/2",
    date(2026, 10, 2),
]
CHOICES = ["=A1", "nobody", "😀", 5, True, "No; Yes", "x" * 400]
TEXTS = ["=cmd|' /C calc'!A0", "x" * 4001, "a_x0000_b", True, time(3, 4)]


def corpus(content, projects, seed=20261012, count=300):
    """`count` mutations of the good workbook `content`; every kind occurs."""
    chance = random.Random(seed)
    kinds = [*IN_CELLS, *IN_SHEETS, *IN_ARCHIVES]
    for number in range(count):
        mutate = kinds[number] if number < len(kinds) else chance.choice(kinds)
        said, made, told = mutate(content, projects, chance)
        yield f"{number}: {mutate.__name__}: {said}", made, told


# --- in cells --------------------------------------------------------------------------------------------------------
def _one_cell(book, project, key, box, value):
    cell = book.cell(project, key, box)
    cell.value = value
    if isinstance(value, str) and not value.startswith("="):
        cell.data_type = "s"
    return {(project.code, cell.coordinate)}


def bad_number(content, projects, chance):
    book, project, value = books.Book(content), chance.choice(projects), chance.choice(NUMBERS)
    key, box = chance.choice([("value:crew_people", 0), ("value:crew_days", 0), ("delay:power", 0), ("incident:1", 2)])
    return (value, key), *_made(book, _one_cell(book, project, key, box, value))


def bad_percent(content, projects, chance):
    book, project = books.Book(content), chance.choice(projects)
    value = chance.choice([*[value for value in NUMBERS if value is not True], 100.5, "101%", -0.1, 62.123456])
    package = chance.choice(list(project.packages.all()))
    return value, *_made(book, _one_cell(book, project, f"package:{package.pk}", 0, value))


def bad_amount(content, projects, chance):
    book, project, value = books.Book(content), chance.choice(projects), chance.choice([*NUMBERS, "5억", 10**13])
    key, box = chance.choice([("expenditure:building", 0), ("delivery:2", 3)])
    cells = _one_cell(book, project, key, box, value)
    if key == "delivery:2":
        told = {(project.code, book.place(project, key))} | cells
        return (value, key), book.content(), ("any", told)
    return (value, key), *_made(book, cells)


def bad_day(content, projects, chance):
    book, project, value = books.Book(content), chance.choice(projects), chance.choice(DAYS)
    key, box = chance.choice([("delivery:1", 4), ("incident:1", 1)])
    told = {(project.code, book.place(project, key))} | _one_cell(book, project, key, box, value)
    return (value, key), book.content(), ("any", told)  # a day out of the period is told at the row


def bad_choice(content, projects, chance):
    book, project, value = books.Book(content), chance.choice(projects), chance.choice(CHOICES)
    key, box = chance.choice([("value:pace", 0), ("delivery:1", 0), ("delivery:1", 2), ("incident:1", 0)])
    return (value, key), *_made(book, _one_cell(book, project, key, box, value))


def bad_text(content, projects, chance):
    book, project, value = books.Book(content), chance.choice(projects), chance.choice(TEXTS)
    key, box = chance.choice([("value:narrative", 0), ("delay:site", 1), ("incident:1", 3), ("delivery:1", 1)])
    return (value, key), *_made(book, _one_cell(book, project, key, box, value))


def good_in_another_way(content, projects, chance):
    """Not hostile at all: the same value as others write it. It must be taken."""
    book, project = books.Book(content), chance.choice(projects)
    written, meant = chance.choice(GOOD_NUMBERS)
    _one_cell(book, project, "value:crew_people", 0, written)
    _one_cell(book, project, "delivery:1", 4, chance.choice(GOOD_DAYS))
    return (written, meant), book.content(), set()


def merged_boxes(content, projects, chance):
    book, project = books.Book(content), chance.choice(projects)
    key = chance.choice(["value:crew_people", "delivery:1", "delay:power"])
    row = book.row(project, key)
    cells = f"C{row}:D{row + chance.randrange(2)}"
    book.sheet(project).merge_cells(cells)
    return cells, book.content(), {(project.code, f"C{row}")}


def twice_the_waybill(content, projects, chance):
    book, project = books.Book(content), chance.choice(projects)
    for box in range(5):
        book.cell(project, "delivery:3", box).value = book.cell(project, "delivery:1", box).value
    return "", book.content(), {(project.code, book.place(project, "delivery:3"))}


def many_cells(content, projects, chance):
    """Chance in every cell: nothing is foreseen but that it is answered."""
    book = books.Book(content)
    pool = [*NUMBERS, *DAYS, *CHOICES, *TEXTS, None, "", 0, 50, " "]
    for project in projects:
        for row in book.sheet(project).iter_rows(min_col=3, max_col=8):
            for cell in row:
                if not cell.protection.locked and chance.random() < 0.3:
                    cell.value = chance.choice(pool)
                    cell.alignment = Alignment(horizontal="center")
    return "", book.content(), None


IN_CELLS = [
    bad_number, bad_percent, bad_amount, bad_day, bad_choice, bad_text, good_in_another_way, merged_boxes,
    twice_the_waybill, many_cells,
]  # fmt: skip


def _made(book, told):
    return book.content(), told


# --- in sheets -------------------------------------------------------------------------------------------------------
def no_machine_sheet(content, projects, chance):
    book = books.Book(content)
    del book.book[workbooks.MACHINE]
    return "", book.content(), UNREADABLE


def another_layout(content, projects, chance):
    book = books.Book(content)
    book.book[workbooks.MACHINE]["B1"] = chance.choice(["0", "2", "one", "", None, "=1"])
    return "", book.content(), UNREADABLE


def another_period(content, projects, chance):
    book = books.Book(content)
    book.book[workbooks.MACHINE]["B2"] = chance.choice(
        ["2026-13-9", "2099-01-1", "", "x" * 999, "=A1", "2026-10-1\u00e9"]
    )
    return "", book.content(), UNREADABLE


def another_head(content, projects, chance):
    book, project = books.Book(content), chance.choice(projects)
    head = ["_20x10", "1", "2026-10-1", "0", project.code]
    at, value = chance.choice([(0, "x"), (1, "7"), (2, "2026-09-1"), (3, "9"), (4, "P-FOREIGN"), (4, "x" * 500)])
    head[at] = value
    book.sheet(project)["A1"] = "|".join(head)
    return value, book.content(), {(project.code, "A1")}


def twice_the_sheet(content, projects, chance):
    book, project = books.Book(content), chance.choice(projects)
    copy = book.book.copy_worksheet(book.sheet(project))
    return "", book.content(), {(copy.title, "A1")}


def strange_sheet(content, projects, chance):
    book = books.Book(content)
    sheet = book.book.create_sheet(chance.choice(["Notes", "메모", "x" * 31]))
    sheet["B2"] = "=SUM(A1:A9)"
    return "", book.content(), {(sheet.title, "A1")}


def rows_taken_out(content, projects, chance):
    book, project = books.Book(content), chance.choice(projects)
    book.sheet(project).delete_rows(book.row(project, f"package:{project.packages.first().pk}"))
    return "", book.content(), {(project.code, "A1")}


def rows_of_another(content, projects, chance):
    book = books.Book(content)
    one, other = chance.sample(projects, 2)
    row = book.row(one, f"package:{one.packages.first().pk}")
    key = chance.choice([f"package:{other.packages.first().pk}", "package:999999999999", "package:x", "equipment:-1"])
    book.sheet(one).cell(row, 1).value = key
    return key, book.content(), {(one.code, f"B{row}")}


def rows_below(content, projects, chance):
    book, project = books.Book(content), chance.choice(projects)
    sheet = book.sheet(project)
    row = sheet.max_row + chance.randrange(2, 60)
    sheet.cell(row, 3).value = chance.choice([5, "W-9", "=1"])
    return row, book.content(), {(project.code, f"B{row}")}


def rows_twice(content, projects, chance):
    book, project = books.Book(content), chance.choice(projects)
    sheet = book.sheet(project)
    row = sheet.max_row + 2
    sheet.cell(row, 1).value = "value:crew_people"
    sheet.cell(row, 3).value = 9
    return row, book.content(), {(project.code, f"B{row}")}


def far_below(content, projects, chance):
    book, project = books.Book(content), chance.choice(projects)
    book.sheet(project).cell(chance.choice([5000, 100_000, 1_048_576]), 2).value = "here"
    return "", book.content(), UNREADABLE


def many_sheets(content, projects, chance):
    book = books.Book(content)
    for number in range(401):
        book.book.create_sheet(f"s{number}")
    return "", book.content(), UNREADABLE


IN_SHEETS = [
    no_machine_sheet, another_layout, another_period, another_head, twice_the_sheet, strange_sheet, rows_taken_out,
    rows_of_another, rows_below, rows_twice, far_below, many_sheets,
]  # fmt: skip


# --- in the archive --------------------------------------------------------------------------------------------------
NO_WORDS = b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"></sst>'


def _parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {"xl/sharedStrings.xml": NO_WORDS} | {name: archive.read(name) for name in archive.namelist()}


def _archive(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items() if isinstance(parts, dict) else parts:
            archive.writestr(name, data)
    return out.getvalue()


def _a_sheet(parts):
    """The name of the part that is the second sheet: the first project's."""
    return sorted(name for name in parts if name.startswith("xl/worksheets/sheet"))[1]


def _inside(content, old, new, times=1):
    """With `old` replaced in the first project's sheet."""
    parts = _parts(content)
    name = _a_sheet(parts)
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new, times)
    return _archive(parts)


def not_a_workbook(content, projects, chance):
    made = chance.choice([
        b"", b"PK", b"a,b\r\n1,2\r\n", b"%PDF-1.7\n%%EOF", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500,
        b"\0" * 4096, b"<html></html>", _archive({"a.txt": b"hello"}), _archive({"xl/workbook.xml": b"<workbook/>"}),
    ])  # fmt: skip
    return made[:20], made, UNREADABLE


def cut_off(content, projects, chance):
    at = chance.randrange(5, len(content) - 30)
    return at, content[:at], UNREADABLE


def flipped_bits(content, projects, chance):
    made = bytearray(content)
    for _time in range(chance.randrange(1, 40)):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return "", bytes(made), None


def part_taken_out(content, projects, chance):
    parts = _parts(content)
    name = chance.choice(sorted(parts))
    del parts[name]
    return name, _archive(parts), None


def part_garbled(content, projects, chance):
    parts = _parts(content)
    name = chance.choice(sorted(parts))
    parts[name] = chance.choice([b"", b"<a>", b"<a/>", b"\0\0\0", parts[name][:-9], parts[name] * 2, b"<\xff\xfe/>"])
    return name, _archive(parts), None


def values_garbled(content, projects, chance):
    """What a cell cannot hold, written where only a program can write it."""
    parts = _parts(content)
    name = _a_sheet(parts)
    at = [place for place in range(len(parts[name])) if parts[name].startswith(b"<v>", place)]
    place = chance.choice(at) + 3
    end = parts[name].index(b"<", place)
    value = chance.choice([b"NaN", b"1e999", b"-1", b"99999999", b"x", b"1e308", b"", b"&#1;"])
    parts[name] = parts[name][:place] + value + parts[name][end:]
    return value, _archive(parts), None


def references_garbled(content, projects, chance):
    old, new = chance.choice([
        (b' r="C', b' r="ZZZZZ'), (b'<row r="7"', b'<row r="99999999"'), (b' s="', b' s="99999'),
        (b' t="inlineStr"', b' t="n"'), (b' t="n"', b' t="b"'), (b' t="n"', b' t="e"'), (b' t="n"', b' t="zzz"'),
        (b' t="n"', b' t="s"'), (b' t="n"', b' t="d"'), (b' t="n"', b' t="str"'),
        (b'<row r="7"', b'<row r="-7"'), (b'<row r="7"', b'<row r="1"'), (b'<row r="7"', b'<row r="x"'),
    ])  # fmt: skip
    return new, _inside(content, old, new, chance.choice([1, 50])), None


def zip_bomb(content, projects, chance):
    parts = _parts(content)
    name = chance.choice(["xl/bomb.xml", "xl/media/image1.png", _a_sheet(parts), "xl/sharedStrings.xml"])
    parts[name] = b"<a>" + b" " * chance.choice([30, 70]) * 1024 * 1024 + b"</a>"
    return name, _archive(parts), UNREADABLE


def many_parts(content, projects, chance):
    return "", _archive(_parts(content) | {f"xl/x{number}.xml": b"<a/>" for number in range(2500)}), UNREADABLE


def twice_the_part(content, projects, chance):
    parts = _parts(content)
    name = _a_sheet(parts).replace("sheet", chance.choice(["sheet", "SHEET"]))
    return name, _archive([*parts.items(), (name, b"<worksheet/>")]), UNREADABLE


def with_macros(content, projects, chance):
    parts = _parts(content)
    if chance.random() < 0.5:
        return "part", _archive(parts | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), UNREADABLE
    types = parts["[Content_Types].xml"]
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    assert kind in types
    macro = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    return "type", _archive(parts | {"[Content_Types].xml": types.replace(kind, macro)}), UNREADABLE


def with_links(content, projects, chance):
    return "", _archive(_parts(content) | {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}), UNREADABLE


def with_entities(content, projects, chance):
    parts = _parts(content)
    name = chance.choice([_a_sheet(parts), "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"])
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (at, b"&l%d;" % (at - 1) * 10) for at in range(1, 10))
    declared = chance.choice([
        b'<!DOCTYPE a [<!ENTITY l0 "ha">' + laughs + b"]>", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd">', b"<!DOCTYPE a>",
    ])  # fmt: skip
    head, _sign, rest = parts[name].partition(b"?>")
    parts[name] = head + b"?>" + declared + rest
    return name, _archive(parts), UNREADABLE


def a_million_rows(content, projects, chance):
    row = chance.choice([b"<row/>", b'<row><c t="n"><v>1</v></c></row>'])
    return row, _inside(content, b"</sheetData>", row * 1_000_000 + b"</sheetData>"), UNREADABLE


def a_million_cells(content, projects, chance):
    cells = b'<row r="900">' + b"<c><v>1</v></c>" * 1_000_000 + b"</row>"
    return "", _inside(content, b"</sheetData>", cells + b"</sheetData>"), UNREADABLE


def a_million_words(content, projects, chance):
    parts = _parts(content)
    words = b"<si><t>a</t></si>" * 500_000
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(b"</sst>", words + b"</sst>")
    return "", _archive(parts), UNREADABLE


def too_deep(content, projects, chance):
    return "", _archive(_parts(content) | {"xl/deep.xml": b"<a>" * 200_000 + b"</a>" * 200_000}), UNREADABLE


IN_ARCHIVES = [
    not_a_workbook, cut_off, flipped_bits, part_taken_out, part_garbled, values_garbled, references_garbled, zip_bomb,
    many_parts, twice_the_part, with_macros, with_links, with_entities, a_million_rows, a_million_cells,
    a_million_words, too_deep,
]  # fmt: skip
