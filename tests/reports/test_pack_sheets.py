"""The sheets of a pack's workbook as they are printed, told apart and filled: what a reader of them relies on."""

import re

from tests.reports import packs, sealed_content

FIGURES = [("chance", 0.41, 0.003), ("expected_done", 30, 4), ("findings_open", 3, 29), ("output_t", 0, 30047.3)]


def compared(year=2026, number=1, **parts):
    """What changed since a seal of that year: four figures of the programme, and `parts` of the comparison."""
    figures = [{"name": f"programme/{key}", "before": before, "after": after} for key, before, after in FIGURES]
    return {
        "number": number, "kind": "year", "year": year, "as_of": f"{year}-11-30", "sha256": "ab" * 32,
        "same_year": year == 2026, "figures": figures, "dates": [], "colours": [], "appeared": [], "vanished": [],
        "causes": {}, "names": {},
    } | parts  # fmt: skip


def changed(**parts):
    """The workbook of a seal with two comparisons."""
    changes = {"previous": compared(number=2, **parts), "last_year": compared(2025)}
    return packs.workbook(sealed_content.sealed(changes=changes))


# --- on paper --------------------------------------------------------------------------------------------------------
def test_columns_that_fit_on_a_page_are_on_one_and_the_others_follow_the_first_ones():
    book = packs.workbook()

    narrow, wide = book["Key figures"], book["Factory, complete"]

    assert narrow.print_area == f"'Key figures'!$A$1:$E${narrow.max_row}"
    assert (narrow.page_setup.fitToHeight, narrow.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert (wide.page_setup.scale, wide.print_title_cols, wide.freeze_panes) == (50, "$A:$C", "D2")


def test_the_contents_tell_sheets_of_one_title_apart():
    first = changed().worksheets[0]

    told = {row[0].value: row[2].value for row in first.iter_rows() if row[0].hyperlink}

    note = "Changes are of the unrounded figures"
    assert told["Figures that changed"].startswith(f"What changed · Figures that changed. {note}")
    against = told["Figures that changed, against…"]
    assert against.startswith(f"Against the year 2025 · Figures that changed, against 2025. {note}")
    assert re.fullmatch(r"\$\d+:\$\d+", first.print_title_rows)
    assert first.print_area.endswith(f"$C${first.max_row}")


# --- what changed ----------------------------------------------------------------------------------------------------
def test_a_change_is_a_number_in_the_unit_of_its_words():
    sheet = changed()["Figures that changed"]

    found = {row[1].value: (row[4].value, row[4].number_format) for row in sheet.iter_rows(min_row=2)}

    assert list(found.values()) == [
        (-26, "+#,##0;−#,##0;0"), (-41, "+#,##0;−#,##0;0"), (26, "+#,##0;−#,##0;0"), (30047.3, "+#,##0.0;−#,##0.0;0.0"),
    ]  # fmt: skip


def test_the_workbook_has_all_rows_of_which_the_report_shows_the_first():
    dates = [{"name": f"county:X-{at:02}/forecast_on", "before": None, "after": "2026-12-01"} for at in range(45)]

    book = changed(dates=dates)

    assert len(packs.rows(book["Dates that moved"])) == 45
    assert any("The first 40 of 45; the workbook has them all." in str(row[2]) for row in
               book.worksheets[0].iter_rows(values_only=True))  # fmt: skip


# --- scorecards ------------------------------------------------------------------------------------------------------
def test_a_scorecard_has_its_interval_and_rank_in_words():
    place = {
        "code": "NP-UNSAN", "raw": 89.5, "expected": 71.9, "adjusted": 98.5, "low": 93.6, "high": 103.4, "rank_low": 1,
        "rank_high": 2, "ranked": 5, "factories": 2, "compared_factories": 2, "days_late": 4, "finished": 0,
        "counting": 0, "counting_months": 0, "workers_percent": 60, "cover_percent": 102.4,
    }  # fmt: skip
    unknown = place | {"code": "SH-UNCHON", "adjusted": None, "low": None, "rank_low": None}
    terms = [{"code": "rail_km", "mean": 4, "coefficient": -0.003}]
    model = {"mean": 71.9, "factories": 10, "places": 5, "terms": terms}
    cards = {"model": model, "provinces": [], "counties": [place, unknown]}

    book = packs.workbook(sealed_content.sealed(scorecards=cards))

    found = packs.rows(book["Score of places, and what was…"])
    assert [(row["80% interval"], row["Rank"]) for row in found] == [("93.6–103.4", "1–2 of 5"), (None, None)]
    cell = book["Conditions and what they add"]["D2"]
    assert (cell.value, cell.number_format) == (-0.003, "0.0000")


# --- words and not codes ---------------------------------------------------------------------------------------------
def test_all_rows_of_a_part_are_told_in_words_once_and_without_empty_columns():
    package = {
        "names": {"en": "Structure", "ko": "골조"}, "planned_start": "2026-04-04", "planned_finish": "2026-06-28",
        "verified_percent": 68, "weight": 22,
    }  # fmt: skip
    sealed = sealed_content.sealed()
    row = sealed.content["projects"][0]
    row |= {"packages": [package, package], "site": {"address": "Station site", "lat": 41.2561, "lon": 126.9389}}
    sealed.figures[f"project:{row['code']}/raw_material_short"] = {"value": "soya"}
    sealed.content["raw_materials"] = [{"material": "soya", "material_names": {"en": "soya beans", "ko": "콩"}}]

    book = packs.workbook(sealed)
    sheet = book["Factory, complete"]

    heads, found = [cell.value for cell in sheet[1]], packs.rows(sheet)[0]
    assert heads[:3] == ["Code", "Name", "Place"]
    assert len(heads) == len(set(heads))
    assert not {"Subject", "Rank", "Currency", "Factory"} & set(heads)
    assert found["Standing"] == "At risk"
    packages = packs.rows(book["Work packages"])
    assert [(row["Work package"], row["Weight"], row["Verified, %"]) for row in packages] == [("Structure", 22, 68)] * 2
    assert {str(row["Planned start"])[:10] for row in packages} == {"2026-04-04"}
    assert found["Site"] == "Address: Station site; Latitude: 41.2561; Longitude: 126.9389"
    assert found["Raw material covered least"] == "soya beans"


def test_figures_of_other_places_have_names_too():
    names = {"en": "Cholwon", "ko": "철원군"}
    base = {
        "subject": "base:1", "code": "x", "county": "KP0413", "county_names": names, "province": "NP", "measures": [],
        "names": {"en": "Maize fields", "ko": "강냉이밭"}, "material": "maize", "material_names": {}, "feeds": [],
    }  # fmt: skip
    earlier = {
        "code": "25-CHOLWON-FOOD", "county": "KP0413", "county_names": names, "year": 2025, "province": "NP",
        "names": {"en": "Food factory"}, "stage": "building", "reasons": [],
    }  # fmt: skip
    sealed = sealed_content.sealed(bases=[base])
    sealed.figures["county:KP0413/bases"] = sealed.figures["base:1/area_ha"] = {"value": 1}

    found = {row["Figure"]: (row["Subject"], row["Place"]) for row in packs.rows(packs.workbook(sealed)["Figures"])}
    assert found["county:KP0413/bases"] == ("Cholwon", None)
    assert found["base:1/area_ha"] == ("Maize fields", "Cholwon")

    sealed = sealed_content.sealed(earlier=[earlier])
    sealed.figures["project:25-CHOLWON-FOOD/counts"] = {"value": True}

    found = {row["Figure"]: (row["Subject"], row["Place"]) for row in packs.rows(packs.workbook(sealed)["Figures"])}
    assert found["project:25-CHOLWON-FOOD/counts"] == ("Food factory, Cholwon", "Cholwon")


def test_a_fact_says_in_words_what_it_names_by_codes():
    def fact(kind, done="entered", **values):
        steps = [{"step": done, "at": "2026-11-20T01:00:00Z", "by": None}]
        return {"kind": kind, "subject": "", "on": None, "version": None, "values": values, "steps": steps}

    facts = {
        "delivery:1": fact("delivery", told_by="return:7", material="cement"),
        "provincial_step:2": fact("provincial_step", "return", step="return", notes={"workers": "Say how many."}),
        "return:7": fact("return", period="2026-03-1", pace="normal"),
        "training:3": fact("training", trade="fitters", trade_names={"en": "Fitters", "ko": "조립공"}),
    }
    sealed = sealed_content.sealed(facts=facts, unaccepted=[])
    sealed.content["materials"] = [{"code": "cement", "names": {"en": "Cement", "ko": "세멘트"}, "unit": "t"}]

    book = packs.workbook(sealed)

    assert [row["What it says"] for row in packs.rows(book["Facts"])] == [
        "Told by: Ten-day return 2026-03-1; Material: Cement",
        "Step: sent back; What is to be mended: Trained workers: Say how many.",
        "Period: 2026-03-1; Pace of the work: as planned", "Trade: Fitters",
    ]  # fmt: skip
    assert [row["Step"] for row in packs.rows(book["Steps"])] == ["entered", "sent back", "entered", "entered"]
