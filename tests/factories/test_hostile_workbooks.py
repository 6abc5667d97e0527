"""Workbooks that nobody should hand in: each is answered in sentences, by cell; none breaks or is half written."""

import re
import resource
import time
import tracemalloc
import uuid

import pytest
from django.db import transaction

from factories import batches as reading
from factories.actions import batches
from factories.imports.archives import Unreadable
from factories.models import Delivery, ReturnBatch, StatusReturn
from regional20x10.shared import clock
from regional20x10.shared.errors import Refused
from tests import books, build, make
from tests.factories import hostile

pytestmark = [pytest.mark.django_db, pytest.mark.once]
COUNTED = 60
"""Of so many memory is counted, which takes its time: of each kind at least once."""
CELL = re.compile(r"([A-Z]{1,3}[0-9]{1,4})?")
MEGABYTE = 1024 * 1024
MOST_MEMORY = 200 * MEGABYTE
"""What Python may hold at most while it answers one of them. Counted, not timed: the same on every machine."""


@pytest.fixture
def world():
    """A good workbook of two factories, with something in every kind of row."""
    county, projects, by, period = books.county_world()
    supplier = build.supplier()
    build.material()
    book = books.of_county(county, projects, period)
    for number, project in enumerate(projects):
        book.fill(
            project, delivery__1=books.delivery(supplier, f"W-{number}"),
            delivery__2=books.delivery(supplier, f"V-{number}"), incident__1=["fire", "2026-10-04", 0, "A shed."],
            expenditure__building=[1200], value__pace=["Slower than planned"], value__needed=["Power."],
            value__slowed_since=["2026-10-03"], delay__power=[2, "Nights."], delay__site=[1, "Mud."],
        )  # fmt: skip
    return type("World", (), {"content": book.content(), "projects": projects, "by": by})


def answered(content, by):
    """What the system makes of a workbook, to the very end: (problems, or the sentences of what cannot be read)."""
    before = StatusReturn.objects.count(), Delivery.objects.count()
    try:
        said = books.reading(content, by)
    except Unreadable as unreadable:
        return hostile.UNREADABLE if all(map(_is_sentence, unreadable.reasons or [""])) else unreadable.reasons
    with transaction.atomic():
        batch = batches.read(said, key=uuid.uuid4(), by=by, at=books.AT)
        problems = reading.preview(batch, make.DAY).problems
        if _is_confirmed(batch, by):
            assert not problems
        else:
            assert (StatusReturn.objects.count(), Delivery.objects.count()) == before
        transaction.set_rollback(True)
    assert all(CELL.fullmatch(row["cell"]) and _is_sentence(row["said"]) for row in problems), problems
    return {(row["sheet"], row["cell"]) for row in problems}


def _is_confirmed(batch, by):
    try:
        with transaction.atomic():
            batches.confirm(batch, by=by, at=books.AT)
    except Refused:
        return False
    return True


def _is_sentence(text):
    return len(text) > 10 and " " in text


def test_the_good_one_is_taken(world):
    assert answered(world.content, world.by) == set()


def test_three_hundred_workbooks_are_answered_by_cell(world, capsys):
    wrong, peak, longest, unreadable = [], (0, ""), (0, ""), 0

    for number, (name, content, told) in enumerate(hostile.corpus(world.content, world.projects)):
        if number < COUNTED:
            tracemalloc.start()
        begun = time.perf_counter()
        found = answered(content, world.by)
        longest = max(longest, (time.perf_counter() - begun, name))
        if number < COUNTED:
            peak = max(peak, (tracemalloc.get_traced_memory()[1], name))
            tracemalloc.stop()
        unreadable += found == hostile.UNREADABLE
        if not _as_meant(found, told):
            wrong.append((name, told, found))

    with capsys.disabled():
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"\n300 workbooks, {unreadable} of them not read at all; the process held at most {most} MB")
        print(f"most held by Python for one: {peak[0] / MEGABYTE:.1f} MB ({peak[1][:60]})")
        print(f"longest: {longest[0]:.1f} s ({longest[1][:60]})")
    assert wrong == []
    assert peak[0] < MOST_MEMORY
    assert not ReturnBatch.objects.exists()


def _as_meant(found, told):
    match told:
        case None:
            return True
        case ("any", cells):
            return found != hostile.UNREADABLE and bool(found & cells)
        case hostile.UNREADABLE:
            return found == hostile.UNREADABLE
    return found != hostile.UNREADABLE and (found >= told if told else not found)


def test_two_corpora_of_one_seed_are_the_same(world):
    first, again = (
        [(name, told) for name, _content, told in hostile.corpus(world.content, world.projects, count=25)]
        for _time in range(2)
    )

    assert first == again


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("returns.xlsm", "holds macros"),
        ("returns.xls", "Excel 97–2003"),
        ("returns.ods", "OpenDocument"),
        ("returns", "ending .xlsx"),
        ("re\x00tur\nns.xlsx", None),
        (f"{'x' * 500}.xlsx", None),
    ],
)
def test_the_name_of_a_file_is_judged_too(world, name, says):
    if says is None:
        assert len(books.reading(world.content, world.by, name).name) <= 160
        return
    with pytest.raises(Unreadable, match=says):
        books.reading(world.content, world.by, name)


def test_what_is_larger_than_the_limit_is_not_even_opened(world):
    with pytest.raises(Unreadable, match="larger than 10 MB"):
        books.reading(b"PK\x03\x04" + b"\0" * 11 * MEGABYTE, world.by)


def test_the_page_answers_the_worst_of_them_with_words(client, world):
    clock.stand_on(make.DAY)
    client.force_login(world.by.official.user)
    chance = hostile.random.Random(1)

    for mutate in (hostile.zip_bomb, hostile.with_entities, hostile.not_a_workbook, hostile.a_million_rows):
        _said, content, _told = mutate(world.content, world.projects, chance)
        data = {"key": uuid.uuid4(), "file": books.upload(content)}

        page = client.post("/en/workbooks/", data)

        assert page.status_code == 422, mutate.__name__
        assert "The workbook was not read" in page.content.decode()
