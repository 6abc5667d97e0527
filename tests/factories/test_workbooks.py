"""Workbooks of returns: fetched, filled in, handed in; every problem by its cell; confirmed and undone as one."""

import io
import subprocess
import threading
import uuid
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from committees.rights import Role
from factories import batches as reading
from factories import sheets
from factories.actions import batches, returns
from factories.imports.archives import Unreadable
from factories.models import Photo, ReturnBatch, Standing, State, StatusReturn
from regional20x10.shared.errors import NotAllowed, Refused
from tests import books, build, make

pytestmark = pytest.mark.django_db
AT = books.AT


@pytest.fixture
def county():
    """A county with two factories under way, its chief secretary, and the period."""
    place, projects, by, period = books.county_world()
    return type("World", (), {"place": place, "projects": projects, "by": by, "period": period})


def book_of(county):
    return books.of_county(county.place, county.projects, county.period)


def said(batch, day=make.DAY):
    """{(sheet, cell): sentence} of what stands against a batch."""
    return {(row["sheet"], row["cell"]): row["said"] for row in reading.preview(batch, day).problems}


# --- the template ----------------------------------------------------------------------------------------------------
def test_only_the_boxes_are_unlocked_and_nothing_runs_or_links(county):
    first = county.projects[0]
    content = sheets.of_county(county.place, county.projects, county.period, make.DAY)

    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book[first.code]
    open_cells = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    boxed = {
        cell.coordinate
        for row in sheet.iter_rows(min_col=3)
        for cell in row[: len(books.workbooks.boxes(str(sheet.cell(row[0].row, 1).value)))]
    }

    assert open_cells == boxed
    assert all(page.protection.sheet for page in book if page.title != "_lists")
    assert not any(cell.data_type == "f" for page in book for row in page.iter_rows() for cell in row)
    parts = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not any("vba" in name or "externalLink" in name for name in parts)
    assert (book["_20x10"].sheet_state, book["_lists"].sheet_state) == ("veryHidden", "hidden")


def test_the_template_tells_last_values_the_plan_and_what_there_is_to_choose(county):
    first, supplier, press = county.projects[0], build.supplier(), build.item(county.projects[0], quantity=3)
    make.submitted(first, make.period(date(2026, 9, 25)), (70, 10), crew_people=41)
    build.disbursement(first, 900_000)

    book = book_of(county)
    packages = [f"package:{package.pk}" for package in first.packages.order_by("order")]
    lists = {
        column[0].value: [cell.value for cell in column[1:] if cell.value] for column in book.book["_lists"].columns
    }

    assert [book.cell(first, key, 2).value for key in packages] == [70, 10]
    assert book.cell(first, packages[1], 3).value > 0
    assert book.cell(first, "value:crew_people", 1).value == 41
    assert book.cell(first, f"equipment:{press.pk}", 4).value == 3
    assert any("900,000.00 KPW" in str(cell.value) for cell in book.sheet(first)["B"])
    assert lists["supplier"] == [f"{supplier.code} · {supplier.name}"]
    assert lists["pace"] == ["No", "Slower than planned", "Stopped"]


def test_the_template_begins_from_the_version_that_it_corrects(county):
    first = county.projects[0]
    make.submitted(first, county.period, (80, 15))

    book = book_of(county)

    assert [book.cell(first, f"package:{package.pk}").value for package in first.packages.order_by("order")] == [80, 15]
    assert book.cell(first, "value:pace").value == "No"


def test_a_template_in_korean_is_read_back_in_any_language(county):
    first = county.projects[0]
    with translation.override("ko"):
        book = book_of(county)
        normal = dict(books.workbooks.words()["pace"])["normal"]
    batch = books.batch(book.fill(first, value__pace=[normal]), county.by)

    assert said(batch) == {}
    assert batch.content[0]["values"]["pace"] == "normal"


def test_the_template_opens_in_libreoffice_and_comes_back_whole(county, tmp_path):
    first, supplier = county.projects[0], build.supplier()
    build.material()
    filled = book_of(county).fill(first, delivery__1=books.delivery(supplier)).content()
    (tmp_path / "returns.xlsx").write_bytes(filled)

    try:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to",
             "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"), str(tmp_path / "returns.xlsx")],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    except FileNotFoundError:
        pytest.skip("LibreOffice is not installed.")
    batch = books.batch((tmp_path / "out" / "returns.xlsx").read_bytes(), county.by)

    assert said(batch) == {}
    assert batch.content[0]["lines"] == books.batch(filled, county.by).content[0]["lines"]
    assert batch.content[0]["deliveries"][0]["received_on"] == "2026-10-03"


def test_a_county_of_many_is_written_and_judged_with_the_queries_of_one():
    one, many = books.county_world(1), books.county_world(5)

    def counted(world):
        county, projects, by, period = world
        with CaptureQueriesContext(
            connection,
        ) as asked:
            book = books.of_county(county, projects, period)
        for project in projects:
            book.fill(project)
        said = books.reading(book, by)
        with CaptureQueriesContext(connection) as judged:
            batch = batches.read(said, key=uuid.uuid4(), by=by, at=AT)
        with CaptureQueriesContext(connection) as confirmed:
            batches.confirm(batch, by=by, at=AT)
        return len(asked), len(judged), len(confirmed)

    assert counted(one) == counted(many)


# --- handed in -------------------------------------------------------------------------------------------------------
def test_a_county_hands_in_all_its_factories_at_once(county):
    first, second = county.projects
    supplier, press = build.supplier(), build.item(first, quantity=2)
    build.material()
    book = book_of(county).fill(first, (60, 30), delivery__3=books.delivery(supplier), expenditure__materials=[1234.5])
    book.fill(
        second, (40, 10), **{f"equipment__{press.pk}": []}, incident__1=["fire", "2026-10-04", 0, "A shed burnt."]
    )
    for box, value in enumerate([2, 1]):
        book.cell(first, f"equipment:{press.pk}", box).value = value

    batch = batches.confirm(books.batch(book, county.by), by=county.by, at=AT)

    one, other = batch.returns.order_by("project__code")
    assert {row.state for row in (one, other)} == {State.SUBMITTED}
    assert (one.submitted_by, one.percent, one.crew_people) == (county.by, Decimal("42.000"), 64)
    assert [(row.waybill, row.quantity, row.received_on) for row in one.deliveries.all()] == [
        ("W-1", Decimal(40), date(2026, 10, 3))
    ]
    assert one.expenditures.get().amount == Decimal("1234.50")
    assert (one.equipment_lines.get().delivered, one.equipment_lines.get().installed) == (2, 1)
    assert other.incidents.get().text == "A shed burnt."
    assert Standing.objects.get(pk=first.pk).claimed_percent == Decimal("42.00")


def test_a_unit_hands_in_its_own_factory(county):
    first, by = county.projects[0], make.reporter(county.projects[0])
    book = books.of_project(first, county.period).fill(first)

    batch = batches.confirm(books.batch(book, by), by=by, at=AT)

    assert (batch.project, batch.county) == (first, None)
    assert batch.returns.get().submitted_by == by


def test_what_a_sheet_leaves_empty_of_equipment_is_as_it_was_last(county):
    first = county.projects[0]
    press = build.item(first, quantity=5)
    book = book_of(county).fill(first)
    for box, value in enumerate([3, 2]):
        book.cell(first, f"equipment:{press.pk}", box).value = value
    batches.confirm(books.batch(book, county.by), by=county.by, at=AT)
    later = make.period(date(2026, 10, 15))
    at = make.moment(date(2026, 10, 21))

    book = books.of_county(county.place, county.projects, later).fill(first, (60, 30))
    batch = batches.confirm(books.batch(book, county.by, at=at), by=county.by, at=at)

    line = batch.returns.get().equipment_lines.get()
    assert (line.delivered, line.installed) == (3, 2)


def test_every_problem_of_every_row_is_told_with_its_cell(county):
    first, second = county.projects
    supplier = build.supplier()
    build.material()
    book = book_of(county).fill(first, ("12,5", "=10+10"), delivery__1=books.delivery(supplier, quantity=-4))
    book.fill(second, (150, None), value__crew_people=["sixty"], value__pace=["Stopped"])

    found = said(books.batch(book, county.by))

    packages = [f"package:{package.pk}" for package in first.packages.order_by("order")]
    others = [f"package:{package.pk}" for package in second.packages.order_by("order")]
    assert found[first.code, book.place(first, packages[0])].startswith("“12,5” can be read as 12.5 or as 125")
    assert found[first.code, book.place(first, packages[1])] == "Write the value, not a formula."
    assert "more than 0" in found[first.code, book.place(first, "delivery:1")]
    assert found[second.code, book.place(second, others[0])] == "A percentage lies between 0 and 100."
    assert "enter the % complete" in found[second.code, book.place(second, others[1])]
    assert "is no number" in found[second.code, book.place(second, "value:crew_people")]
    assert "what is needed to go on" in found[second.code, book.place(second, "value:needed")]


def test_a_workbook_with_a_problem_is_refused_whole(county):
    first, second = county.projects
    batch = books.batch(book_of(county).fill(first).fill(second, (150, 10)), county.by)

    with pytest.raises(Refused) as refused:
        batches.confirm(batch, by=county.by, at=AT)

    assert refused.value.reasons == [f"{second.code}, C7: A percentage lies between 0 and 100."]
    assert not StatusReturn.objects.exists()


def test_an_empty_sheet_reports_nothing_and_an_empty_workbook_says_so(county):
    one = books.batch(book_of(county).fill(county.projects[0]), county.by)
    none = books.batch(book_of(county), county.by)

    assert [entry["sheet"] for entry in one.content] == [county.projects[0].code]
    assert list(said(none).values()) == ["No cell of any sheet is filled in: fill in the yellow cells of a factory."]


def test_a_sheet_that_says_what_stands_already_writes_nothing(county):
    first, second = county.projects
    make.submitted(first, county.period, (80, 15))
    book = book_of(county).fill(second)

    batch = batches.confirm(books.batch(book, county.by), by=county.by, at=AT)

    assert [row.project for row in batch.returns.all()] == [second]
    assert first.returns.get().version == 1


def test_a_correction_replaces_the_version_and_keeps_its_photos(county):
    first = county.projects[0]
    draft = make.draft(first, county.period, (80, 15))
    Photo.objects.create(**photo(first, draft))
    returns.submit(draft, revision=draft.revision, by=draft.saved_by, at=AT)
    book = book_of(county).fill(first, (81, 16))

    batch = batches.confirm(books.batch(book, county.by), by=county.by, at=AT)

    row = batch.returns.get()
    assert (row.version, row.photos.count()) == (2, 1)


def photo(project, row):
    """The least a photo has."""
    values = {
        "project": project, "status_return": row, "kind": "jpeg", "name": "a.jpg", "sha256": "0" * 64, "bytes": 10,
        "path": "photos/a.jpg", "width": 10, "height": 10, "at": AT, "by": row.saved_by,
    }  # fmt: skip
    names = {field.name for field in Photo._meta.concrete_fields}
    return {name: value for name, value in values.items() if name in names}


def test_a_workbook_made_before_a_version_was_submitted_is_not_taken(county):
    first = county.projects[0]
    book = book_of(county).fill(first)
    make.submitted(first, county.period, (80, 15))

    found = said(books.batch(book, county.by))

    assert "Version 1 of the return" in found[first.code, "A1"]


def test_a_draft_on_the_page_is_thrown_away_only_with_consent(county):
    first = county.projects[0]
    draft = make.draft(first, county.period, (10, 10))
    batch = books.batch(book_of(county).fill(first, (60, 30)), county.by)

    with pytest.raises(Refused, match="There is a draft"):
        batches.confirm(batch, by=county.by, at=AT)
    batches.confirm(batch, by=county.by, at=AT, discard_drafts=True)

    assert not StatusReturn.objects.filter(pk=draft.pk).exists()
    assert first.returns.get().percent == Decimal("42.000")


def test_a_draft_with_photos_is_never_thrown_away(county):
    first = county.projects[0]
    draft = make.draft(first, county.period, (10, 10))
    Photo.objects.create(**photo(first, draft))
    batch = books.batch(book_of(county).fill(first, (60, 30)), county.by)

    with pytest.raises(Refused, match="with photos"):
        batches.confirm(batch, by=county.by, at=AT, discard_drafts=True)


def test_a_period_that_closed_meanwhile_and_a_gate_that_was_not_passed_are_told(county):
    first = county.projects[0]
    planned = make.planned(first.plan, type_=make.factory_type("planned"))
    batch = books.batch(books.of_county(county.place, [planned], county.period).fill(planned), county.by)

    found = reading.preview(batch, date(2026, 12, 1)).problems

    assert [row["cell"] for row in found] == ["A1", "A1"]
    assert "Building has not been allowed to start" in found[0]["said"]
    assert "closed on" in found[1]["said"]


@pytest.mark.parametrize("where", ["two sheets", "another return"])
def test_a_waybill_is_reported_once(county, where):
    first, second = county.projects
    supplier = build.supplier()
    build.material()
    book = book_of(county).fill(second, delivery__2=books.delivery(supplier))
    if where == "two sheets":
        book.fill(first, delivery__1=books.delivery(supplier))
    else:
        other = books.of_project(first, county.period).fill(first, delivery__1=books.delivery(supplier))
        by = make.reporter(first)
        batches.confirm(books.batch(other, by), by=by, at=AT)

    found = said(books.batch(book, county.by))

    assert list(found) == [(second.code, book.place(second, "delivery:2"))]
    assert "W-1" in next(iter(found.values()))


def test_a_foreign_factory_and_a_strange_sheet_are_told(county):
    first, (_place, others, _by, _period) = county.projects[0], books.county_world(1)
    book = books.of_county(county.place, [first, others[0]], county.period).fill(first).fill(others[0])
    book.book.create_sheet("Notes")["A1"] = "shopping"

    found = said(books.batch(book, county.by))

    assert found[others[0].code, "A1"].startswith("Your post does not report on the factory")
    assert found["Notes", "A1"] == "This sheet is none of the form, so it is not read: take it out."


def test_a_unit_hands_in_one_factory_and_only_its_own(county):
    first, second = county.projects
    book = book_of(county).fill(first).fill(second)

    with pytest.raises(Unreadable, match="does not report on"):
        books.batch(book, make.reporter(make.project()))
    found = said(books.batch(book, make.reporter(first)))

    assert found == {
        (second.code, "A1"): f"Your post does not report on the factory {second.code}: take its sheet out."
    }


def test_who_may_not_hand_in_is_told_whom_to_ask(county):
    said = books.reading(book_of(county).fill(county.projects[0]), county.by)

    with pytest.raises(NotAllowed, match="Construction unit"):
        batches.read(said, key=uuid.uuid4(), by=make.post(Role.COMMITTEE_STAFF), at=AT)


def test_the_same_key_is_the_same_batch_and_no_other_workbook(county):
    key, book = uuid.uuid4(), book_of(county).fill(county.projects[0]).content()
    first = books.batch(book, county.by, key=key)

    again = books.batch(book, county.by, key=key)
    other = book_of(county).fill(county.projects[1])

    assert again.pk == first.pk
    with pytest.raises(Refused, match="already used for another workbook"):
        books.batch(other, county.by, key=key)
    assert ReturnBatch.objects.count() == 1


def test_the_same_file_handed_in_again_is_told_and_writes_nothing(county):
    content = book_of(county).fill(county.projects[0]).content()
    first = books.batch(content, county.by)
    batches.confirm(first, by=county.by, at=AT)

    again = books.batch(content, county.by)

    assert reading.same_file(again) == first
    with pytest.raises(Refused):
        batches.confirm(again, by=county.by, at=AT)
    assert StatusReturn.objects.count() == 1


# --- undone ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def confirmed(county):
    book = book_of(county).fill(county.projects[0]).fill(county.projects[1])
    return batches.confirm(books.batch(book, county.by), by=county.by, at=AT)


def test_a_confirmed_workbook_is_undone_as_a_whole_and_may_be_handed_in_anew(county, confirmed):
    batches.undo(confirmed, by=county.by, at=AT)

    rows = confirmed.returns.all()
    assert {(row.state, row.returned_by) for row in rows} == {(State.RETURNED, county.by)}
    assert all("was undone" in row.return_note for row in rows)
    assert Standing.objects.get(pk=county.projects[0].pk).claimed_percent is None

    again = books.batch(book_of(county).fill(county.projects[0], (55, 25)), county.by)
    changes = reading.preview(again, make.DAY).changes
    assert all("was undone" in change.sent_back.return_note for change in changes)
    assert [row.version for row in batches.confirm(again, by=county.by, at=AT).returns.all()] == [2, 2]


def test_it_is_not_undone_once_anything_was_built_on_it(county, confirmed):
    first, second = county.projects
    row = make.countersigned(confirmed.returns.get(project=first))
    returns.verify(row, by=make.verifier(first), at=AT + timedelta(hours=1))
    make.draft(second, make.period(date(2026, 10, 15)), (60, 30))
    make.draft(second, county.period, (61, 31))

    with pytest.raises(Refused) as refused:
        batches.undo(confirmed, by=county.by, at=AT)

    assert [reason.partition(":")[0] for reason in refused.value.reasons] == [
        f"The return of {first.code} is verified",
        f"Version 2 of the return of {second.code} was begun on it",
        f"The return of {second.code} for 11–20 Oct 2026 was begun after it",
    ]
    assert ReturnBatch.objects.get().state == "confirmed"


def test_only_a_confirmed_one_is_undone_and_only_a_read_one_confirmed(county, confirmed):
    with pytest.raises(Refused, match="confirmed already"):
        batches.confirm(confirmed, by=county.by, at=AT)
    batches.undo(confirmed, by=county.by, at=AT)
    with pytest.raises(Refused, match="Only a confirmed"):
        batches.undo(confirmed, by=county.by, at=AT)


# --- at the same moment ----------------------------------------------------------------------------------------------
def _both(*acts):
    """What each of the acts gave or how it was refused, done at the same moment."""
    found, ready = [None] * len(acts), threading.Barrier(len(acts))

    def run(number, act):
        ready.wait()
        try:
            found[number] = act()
        except Refused as refused:
            found[number] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_wins_and_the_other_is_told():
    county, projects, by, period = books.county_world()
    batch = books.batch(books.of_county(county, projects, period).fill(projects[0]), by)

    found = _both(*[lambda: batches.confirm(batch, by=by, at=AT)] * 2)

    assert sorted(type(one).__name__ for one in found) == ["Refused", "ReturnBatch"]
    assert StatusReturn.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_workbooks_with_one_waybill_at_once_one_is_refused_by_its_cell():
    county, projects, by, period = books.county_world()
    supplier = build.supplier()
    build.material()
    ready = [
        books.batch(books.of_county(county, projects, period).fill(project, delivery__1=books.delivery(supplier)), by)
        for project in projects
    ]

    found = _both(*[lambda batch=batch: batches.confirm(batch, by=by, at=AT) for batch in ready])

    (refused,) = [one for one in found if isinstance(one, Refused)]
    assert "Waybill W-1 of this supplier is in the return" in refused.reasons[0]
    assert StatusReturn.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_workbook_sent_twice_at_once_is_one_batch():
    county, projects, by, period = books.county_world()
    said, key = books.reading(books.of_county(county, projects, period).fill(projects[0]), by), uuid.uuid4()

    found = _both(*[lambda: batches.read(said, key=key, by=by, at=AT)] * 2)

    assert {one.pk for one in found} == {ReturnBatch.objects.get().pk}
