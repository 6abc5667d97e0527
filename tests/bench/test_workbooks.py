"""A workbook of 200 projects' returns: read, previewed, confirmed; beside a plain COPY of the same rows, in one run.

Aims, never judged: shown in under 5 s, confirmed within 5 times the COPY. The period before is reported already, and
the database knows how large its tables are, as one in use does: on empty ones it plans the waybills' rule for no rows.
"""

import time
import uuid
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from factories import batches as reading
from factories import sheets
from factories.actions import batches
from factories.models import Delivery, Expenditure, ProgressLine, StatusReturn
from regional20x10.demonstration import norms
from tests import books, build, make
from tests.bench.measuring import shown, table

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
PROJECTS, TURNS = 200, 3
TABLES = [StatusReturn, ProgressLine, Delivery, Expenditure]


def test_a_workbook_of_two_hundred_projects(capsys):
    county, projects, by, period = _county()
    supplier = build.supplier()
    for code in ("cement", "steel"):
        build.material(code)
    taken = {name: [] for name in ("written", "read", "judged", "confirmed", "COPY")}

    def timed(name, act):
        begun, used = time.perf_counter(), time.process_time()
        made = act()
        taken[name].append((1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - used)))
        return made

    _report_the_period_before(county, projects, supplier, by)
    given = timed("written", lambda: sheets.of_county(county, projects, period, make.DAY))
    book, cells = _filled(given, projects, supplier, date(2026, 10, 1))
    for _turn in range(TURNS):
        said = timed("read", lambda: books.reading(book, by))
        with transaction.atomic():
            batch = batches.read(said, key=uuid.uuid4(), by=by, at=books.AT)
            found = timed("judged", lambda batch=batch: reading.preview(batch, make.DAY))
            assert (found.problems, len(found.written)) == ([], PROJECTS)
            timed("confirmed", lambda batch=batch: batches.confirm(batch, by=by, at=books.AT))
            rows = {model: _rows(model, batch) for model in TABLES}
            transaction.set_rollback(True)
        with transaction.atomic():
            timed("COPY", lambda rows=rows: _copy(rows))
            transaction.set_rollback(True)

    best = {name: min(times) for name, times in taken.items()}
    lines = [(name, *map(shown, pair)) for name, pair in best.items()]
    both = [one + other for one, other in zip(best["read"], best["judged"], strict=True)]
    lines += [
        ("shown: read and judged (aim: under 5000)", *map(shown, both)),
        ("confirmed / COPY (aim: at most 5)", f"{best['confirmed'][0] / best['COPY'][0]:.1f}", ""),
    ]
    title = f"{PROJECTS} projects, {cells:,} cells filled, {len(book):,} bytes; ms, the best of {TURNS}"
    with capsys.disabled():
        print(table(title, ["step", "ms", "of them computed here"], lines))


def _county():
    county = make.county()
    packages = [(weight, float(start), float(end)) for weight, start, end, *_names in norms.PACKAGES]
    projects = []
    for number in range(PROJECTS):
        type_ = make.factory_type(f"bench{number}", packages)
        plan = projects[0].plan if projects else make.plan(county)
        projects.append(make.project(plan, type_=type_, construction_unit=_unit(projects)))
    by = make.post(books.Role.COUNTY_SECRETARY, where=county)
    return county, projects, by, make.period()


def _unit(projects):
    return projects[0].construction_unit if projects else make.organization()


def _report_the_period_before(county, projects, supplier, by):
    period, at = make.period(date(2026, 9, 25)), make.moment(date(2026, 10, 1))
    given = sheets.of_county(county, projects, period, at.date())
    book, _cells = _filled(given, projects, supplier, date(2026, 9, 21), done=30)
    batches.confirm(books.batch(book, by, at=at), by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _filled(given, projects, supplier, day, done=40):
    """(the workbook as bytes, how many boxes were filled): about fifty a project."""
    book, filled = books.Book(given), 0
    for number, project in enumerate(projects):
        sheet = book.sheet(project)
        rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
        said = {("value:narrative", 0): "Walls.", **books.GOOD}
        said |= {(f"package:{pk}", 0): done + at for at, pk in enumerate(project.packages.values_list("pk", flat=True))}
        for at in range(1, 7):
            boxes = [
                supplier.code,
                f"{day:%m}-{number}-{at}",
                "cement" if at % 2 else "steel",
                10 + at,
                day + timedelta(days=at),
            ]
            said |= {(f"delivery:{at}", box): value for box, value in enumerate(boxes)}
        said |= {(f"expenditure:{line}", 0): 1000 for line in ("design", "building", "materials", "transport", "other")}
        for (key, box), value in said.items():
            sheet.cell(rows[key], books.workbooks.FIRST_BOX + 1 + box).value = value
        filled += len(said)
    return book.content(), filled


# --- the same rows by COPY -------------------------------------------------------------------------------------------
def _rows(model, batch):
    """(columns, rows) of what confirming wrote, as drafts: only a draft takes parts."""
    columns = [field.column for field in model._meta.concrete_fields]
    of = "batch_id" if model is StatusReturn else "status_return_id"
    keys = [batch.pk] if model is StatusReturn else list(batch.returns.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {model._meta.db_table} WHERE {of} = ANY(%s)", [keys])
        rows = cursor.fetchall()
    blank = {"state": "draft", "submitted_at": None, "submitted_by_id": None, "batch_id": None}
    fixed = [blank.get(column, ...) for column in columns]
    return columns, [tuple(value if own is ... else own for value, own in zip(row, fixed, strict=True)) for row in rows]


def _copy(rows):
    """The floor of what confirming writes: a COPY into each table, with its constraints and triggers."""
    with connection.cursor() as cursor:
        for model, (columns, values) in rows.items():
            with cursor.copy(f"COPY {model._meta.db_table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
