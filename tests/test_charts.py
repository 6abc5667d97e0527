import io
import json
import re
from datetime import date, timedelta

import pytest
from django.utils import translation
from PIL import Image

from factories import charts
from factories.drawing import config

START, TODAY, DUE = date(2026, 2, 1), date(2026, 10, 8), date(2026, 12, 31)


def year():
    days = [START + timedelta(days=n) for n in range(0, 334, 3)]
    return [
        {
            "on": day,
            "planned": (day - START).days * 0.3,
            "verified": (day - START).days * 0.25 if day <= TODAY else None,
        }
        for day in days
    ]


def county(rank, lat, lon, state):
    return {"rank": rank, "lat": lat, "lon": lon, "state": state, "name": f"County {rank}"}


def signs_of(drawn):
    """The outlines of the points drawn, in order, without where they stand."""
    return [
        re.search(r' d="([^"]+)"', point)[1] for point in re.findall(r"<path [^>]*stroke-width=\"1.2\"[^>]*>", drawn)
    ]


def test_a_drawing_fits_the_content_security_policy_and_follows_the_theme():
    drawn = charts.svg(charts.scurve(year(), due_on=DUE, as_of=TODAY))

    assert "style=" not in drawn
    assert "<script" not in drawn
    assert "var(--ch-earned)" in drawn
    assert "role=" not in drawn


def test_print_has_plain_colours():
    drawn = charts.svg(charts.scurve(year(), due_on=DUE, as_of=TODAY), "print")

    assert "var(" not in drawn
    assert "#15202b" in drawn


def test_what_is_not_reported_is_left_out_and_not_drawn_as_zero():
    spec = charts.scurve(year(), due_on=DUE, as_of=TODAY)

    later = [row for row in spec["data"]["values"] if row["on"] > TODAY.isoformat()]
    assert {row["verified"] for row in later} == {None}
    assert "Verified 62.2%" in json.dumps(spec)


def test_a_curve_without_any_return_still_draws():
    points = [{"on": START, "planned": 0.0}, {"on": DUE, "planned": 100.0}]

    assert "<svg" in charts.svg(charts.scurve(points, due_on=DUE, as_of=TODAY))


def axis_of(spec):
    return next(layer["encoding"]["x"]["axis"] for layer in spec["layer"] if "x" in layer.get("encoding", {}))


def labelled(spec, text):
    """(its mark, its data) of the layer that writes `text`."""
    layers = [layer for layer in spec["layer"] if layer["mark"].get("text") == text]
    return layers[0]["mark"], layers[0]["data"]["values"][0]


def test_every_january_has_its_year_and_a_small_chart_fewer_months():
    wide, narrow = (charts.scurve(year(), due_on=DUE, as_of=TODAY, width=width) for width in (720, 358))

    drawn = charts.svg(wide)
    assert drawn.count(">2027<") == 1
    assert drawn.count(">Feb<") == 1
    assert axis_of(wide)["tickCount"]["step"] == 1
    assert axis_of(narrow)["tickCount"]["step"] == 2
    assert ">2027<" in charts.svg(narrow)


def test_the_last_share_is_written_where_the_line_of_the_years_end_does_not_cross_it():
    early, late = (
        charts.scurve(
            [{"on": START, "planned": 0, "verified": 0}, {"on": last, "verified": 70}, {"on": DUE, "planned": 100}],
            due_on=DUE, as_of=last,
        )
        for last in (TODAY, date(2026, 12, 20))
    )  # fmt: skip

    mark, point = labelled(early, "Verified 70.0%")
    assert (mark["align"], point["on"]) == ("left", TODAY.isoformat())
    mark, point = labelled(late, "Verified 70.0%")
    assert (mark["align"], point["on"]) == ("right", DUE.isoformat())


def height_of(drawn, text):
    """How far down `text` is written, in px."""
    return float(re.search(rf'translate\(-?[\d.]+,(-?[\d.]+)\)"[^>]*>{text}<', drawn)[1])


@pytest.mark.parametrize("height", [150, 300])
def test_the_day_of_the_years_end_stands_above_all_shares_and_their_words(height):
    points = [{"on": START, "verified": 0}, {"on": date(2026, 11, 20), "verified": 4}, {"on": DUE, "verified": 100}]

    drawn = charts.svg(charts.scurve(points, due_on=DUE, as_of=DUE, height=height))

    assert height_of(drawn, "31\xa0Dec") < height_of(drawn, "100") < height_of(drawn, "Verified 100.0%")


def test_the_day_of_the_years_end_stands_below_the_rows_of_the_forecasts():
    rows = [{"label": name, "finished": date(2026, 12, 20)} for name in ("First", "Last")]

    drawn = charts.svg(charts.ranges(rows, due_on=DUE))

    assert height_of(drawn, "31\xa0Dec") > height_of(drawn, "Last") + 12


def test_a_picture_of_dots_stands_on_white():
    picture = Image.open(io.BytesIO(charts.png(charts.scurve(year(), due_on=DUE, as_of=TODAY), 1)))

    assert picture.convert("RGBA").getpixel((0, 0)) == (255, 255, 255, 255)


def test_a_forecast_beyond_the_axis_is_an_arrow_and_no_dot_at_a_wrong_date():
    far = {"early": date(2027, 9, 5), "middle": date(2028, 12, 6), "late": date(2037, 9, 1)}
    near = {"early": date(2026, 12, 1), "middle": date(2026, 12, 20), "late": date(2029, 1, 4)}

    spec = charts.ranges([{"label": "Far"} | far, {"label": "Near"} | near], due_on=DUE)

    first, second = spec["data"]["values"]
    assert "middle" not in first
    assert first["beyond"] == second["beyond"] == "2028-01-08"
    assert second["middle"] == "2026-12-20"
    drawn = charts.svg(spec)
    assert drawn.count(">2027<") == drawn.count(">2028<") == 1


def test_a_trend_breaks_where_a_month_is_missing():
    points = [{"on": date(2026, m, 1), "value": None if m == 2 else 50.0} for m in (1, 2, 3)]

    drawn = charts.svg(charts.trend(points, title="Utilisation, %", target=60, target_words="60% needed", top=100))

    assert "60% needed" in drawn
    assert drawn.count("mark-symbol") == 1


def test_bars_write_their_value_and_the_shortfall():
    drawn = charts.svg(charts.funnel([{"label": "Operating", "value": 7, "planned": 14}], total=80))

    assert ">7</text>" in drawn
    assert ">−7</text>" in drawn


def test_the_map_names_only_the_counties_at_risk_and_stays_small():
    counties = [county(1, 38.8, 126.7, "miss"), county(2, 40.2, 128.6, "risk"), county(3, 41.0, 129.0, "ok")]
    others = [(39 + n / 60, 126 + n / 60) for n in range(150)]

    drawn = charts.svg(charts.map_of(counties, others))

    assert ">1 County 1</text>" in drawn
    assert ">2 County 2</text>" in drawn
    assert "County 3<" not in drawn
    assert len(drawn) < 40_000


def test_every_state_has_a_sign_of_its_own_on_the_map_and_the_bars_of_standings_say_which():
    states = ("miss", "risk", "watch", "ok", "done", "none")
    counties = [county(n, 38 + n / 2, 126.7, state) for n, state in enumerate(states)]
    rows = [{"label": state, "value": 1, "state": state} for state in states]

    on_map, beside_bars = (signs_of(charts.svg(spec)) for spec in (charts.map_of(counties), charts.bars(rows)))

    assert len({*on_map}) == len(states)
    assert beside_bars == on_map
    assert signs_of(charts.svg(charts.bars([{"label": "One", "value": 1}]))) == []


def test_a_drawing_is_the_same_whatever_was_drawn_before_it_and_shares_no_id_with_another(broker):
    one, other = (charts.map_of([county(1, lat, 126.7, "miss")], []) for lat in (38.8, 39.9))

    first, second = charts.svg(one), charts.svg(other)
    broker.empty()

    assert charts.svg(one) == first
    ids = [re.findall(r'\bid="([^"]+)"', drawn) for drawn in (first, second)]
    assert all(ids)
    assert not {*ids[0]} & {*ids[1]}
    assert {*re.findall(r"url\(#([^)]+)\)", first)} == {*ids[0]}


def test_labels_of_neighbours_on_the_map_take_different_sides():
    spec = charts.map_of([county(1, 39.0, 126.0, "miss"), county(2, 39.0, 126.4, "miss")])

    assert {point["align"] for point in spec["data"]["values"]} == {"left", "right"}


def test_a_label_with_neighbours_on_both_sides_stands_below_or_above_its_sign():
    row = [county(rank, 39.0, 125.6 + 0.25 * rank, "ok") for rank in (1, 3)]
    spec = charts.map_of([*row, county(2, 39.0, 126.1, "miss")])

    named = next(point for point in spec["data"]["values"] if point["rank"] == 2)
    assert (named["align"], abs(named["dy"])) == ("center", 14)


def test_a_chart_speaks_the_language_that_is_on():
    with translation.override("ko"):
        spec = charts.scurve(year(), due_on=DUE, as_of=TODAY)

    assert "12월\xa031일" in json.dumps(spec, ensure_ascii=False)


def test_both_looks_know_the_same_styles():
    assert config("css")["style"].keys() == config("print")["style"].keys()


def test_the_live_chart_tells_values_on_hover():
    spec = charts.scurve(year(), due_on=DUE, as_of=TODAY)

    live = charts.live(spec)

    assert len(live["spec"]["layer"]) == len(spec["layer"]) + 1


def test_a_tornado_writes_only_the_ends_that_move():
    rows = [
        {"label": "Water", "less": 800, "more": 1000},
        {"label": "Share", "less": 800, "more": 1100.4},
    ]

    drawn = charts.svg(charts.tornado(rows, base=1000))

    assert drawn.count(">800</text>") == 2
    assert drawn.count(">1,100</text>") == 1
    assert ">1,000</text>" not in drawn
    assert "style=" not in drawn
