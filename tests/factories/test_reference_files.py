"""Other files of the same columns, and files that are not as they should be."""

import csv
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from factories.imports import reference, tables
from factories.models import Milestone, Province
from tests import make

ON = date(2026, 11, 24)
pytestmark = pytest.mark.django_db


@pytest.fixture
def places(monkeypatch, tmp_path):
    """A programme with two places, without the real files."""
    monkeypatch.setattr(reference, "DATA", tmp_path)
    for name, columns in reference.COLUMNS.items():
        (tmp_path / f"{name}.csv").write_text(",".join(columns) + "\n")
    province = make.province("KP-03")
    return make.county(province, code="KP0617"), make.county(province, code="KP0720")


def milestones(path, *rows, columns=None):
    """A file of milestones: each row the usual one but for what is given."""
    usual = {
        "cohort_year": "2024", "county_code": "KP0617", "facility": "factories", "milestone": "inaugurated",
        "date": "2025-02-07", "date_precision": "day", "date_basis": "event", "confidence": "high",
        "source_title": "A paper", "source_url": "https://paper.example/1", "other_source_urls": "", "note": "",
    }  # fmt: skip
    columns = columns or list(usual)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows({**usual, **row} for row in rows)
    return path


def load(path):
    """The tally of the milestones in `path`."""
    return list(reference.load(on=ON, milestones=path))[-1]


def test_a_bad_row_is_told_with_its_line_and_never_stops_the_others(places, tmp_path):
    rows = [
        {},
        {"county_code": "KP9999"},
        {"date": "11 Feb 2025", "confidence": "sure"},
        {},
        {"cohort_year": "1924"},
        {"date": "2025-02-30", "source_url": "https://paper.example/2"},
        {"date": "2027-01-01"},
        {"source_title": ""},
        {"county_code": "KP0720"},
    ]

    tally = load(milestones(tmp_path / "other.csv", *rows))

    assert tally.counts == {"created": 2, "rejected": 7}
    assert tally.rejected == [
        (3, "The column county_code says “KP9999”: there is no county of this code."),
        (4, "The column date says “11 Feb 2025”: it should be a day such as 2025-02-11 (2025-02 with the "
            "precision month, 2025 with year). The column confidence says “sure”: it should be one of: high, "
            "medium, low."),
        (5, "The same as line 2: one of the two is left out."),
        (6, "The column cohort_year says “1924”: there is no programme year of this year."),
        (7, "The column date says “2025-02-30”: it should be a day such as 2025-02-11 (2025-02 with the "
            "precision month, 2025 with year)."),
        (8, "The day 2027-01-01 has not come: only what has happened can be recorded."),
        (9, "The column source_title is empty: it needs a value."),
    ]  # fmt: skip


def test_other_words_of_the_same_source_replace_the_earlier_and_keep_it(places, tmp_path):
    load(milestones(tmp_path / "first.csv", {"note": "as first told"}))

    second = load(milestones(tmp_path / "second.csv", {"note": "as corrected"}))
    back = load(milestones(tmp_path / "first.csv", {"note": "as first told"}))

    assert (+second.counts, +back.counts) == ({"superseded": 1}, {"superseded": 1})
    in_force = Milestone.objects.filter(superseded_by=None)
    assert list(in_force.values_list("note", flat=True)) == ["as first told"]
    assert Milestone.objects.count() == 2


def test_a_stray_comma_is_one_rejected_row(places, tmp_path):
    path = milestones(tmp_path / "other.csv", {}, {"county_code": "KP0720"})
    path.write_text(path.read_text().replace("KP0617,", "KP0617,,"))

    tally = load(path)

    assert tally.counts == {"created": 1, "rejected": 1}
    assert tally.rejected[0][1].startswith("The row has 13 cells, the heading 12")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "bad.csv is empty"),
        (b"\n  \n", "bad.csv is empty"),
        (b"PK\x03\x04rest", "not a CSV file but a spreadsheet"),
        ("cohort_year,county_code\n2024,가\n".encode("euc-kr"), "bad.csv, line 2: the text is not UTF-8"),
        (b"cohort_year;county_code;facility\n", "not separated by commas"),
        (b"cohort_year,county_code,date\n", "Missing: facility, milestone, date_precision"),
        (b'cohort_year,"county_code\n', "not a table of comma-separated values"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_whole(places, tmp_path, content, sentence):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)

    with pytest.raises(tables.Unreadable, match=sentence):
        load(path)
    assert not Milestone.objects.exists()


def test_the_command_prints_each_file_and_each_rejected_row(places, tmp_path, capsys):
    call_command("load_reference", milestones=milestones(tmp_path / "other.csv", {}, {"county_code": "KP9999"}))

    said = capsys.readouterr().out
    assert "provinces.csv: 0 created, 0 updated, 0 unchanged, 0 superseded, 0 rejected\n" in said
    assert "other.csv: 1 created, 0 updated, 0 unchanged, 0 superseded, 1 rejected\n" in said
    assert "  other.csv, line 3: The column county_code says “KP9999”: there is no county of this code.\n" in said


def test_the_command_ends_with_a_sentence_where_the_file_is_not_there(places):
    with pytest.raises(CommandError, match=r"nowhere\.csv cannot be read: No such file or directory"):
        call_command("load_reference", milestones="nowhere.csv")


def test_a_province_that_changed_in_the_file_is_updated(places, tmp_path):
    path = tmp_path / "provinces.csv"
    path.write_text(path.read_text() + "KP-03,North Phyongan,평안북도,40.0,125.2\n")

    [tally] = [tally for tally in reference.load(on=ON) if tally.name == "provinces.csv"]

    assert +tally.counts == {"updated": 1}
    assert Province.objects.get().name_ko == "평안북도"
