"""Scorecards: places by their results, as reached and beside what was to be expected, and how that was computed."""

from django.utils.translation import gettext as _

from regional20x10.shared import words
from reports.conditions import CONDITIONS
from reports.document import Cell, Column, Paragraph, Section, Table

TITLES = {
    "provinces": (lambda: _("Score of provinces, and what was to be expected"), lambda: _("Results of provinces")),
    "counties": (lambda: _("Score of places, and what was to be expected"), lambda: _("Results of places")),
}
"""Of the two tables of each part."""


def sections(sealed):
    said = sealed.get("scorecards")
    if not said:
        return []
    blocks = [
        Paragraph(
            _("Places are judged by results alone: by work that was verified. Nobody’s opinion is asked."), strong=True
        ),
        Paragraph(
            _(
                "The adjusted score is the mean of the year + reliability × (verified − expected). Expected is what "
                "factories of that floor area, terrain, distance to rail and road and season reached in the programme. "
                "Places whose intervals overlap cannot be told apart: they share a span of ranks."
            )
        ),
        Paragraph(_("An adjusted score is no share of the work: its interval may pass 100.")),
    ]
    if said["model"] is None:
        blocks.append(Paragraph(_("No factory can be compared: nothing is verified, or conditions are not recorded.")))
    found = [Section("scorecards", _("Scorecards"), blocks)]
    for part, kind, title in (
        ("provinces", "province", _("Scorecards of provinces")),
        ("counties", "county", _("Scorecards of cities and counties")),
    ):
        rows = sorted(said[part], key=_order)
        tables = [
            _scores(sealed, part, kind, rows),
            _results(sealed, part, kind, rows),
        ]
        found.append(Section(f"scorecards-{part}", title, tables, level=2))
    if said["model"]:
        found.append(Section("scorecards-model", _("How it was computed"), _model(sealed, said), level=2))
    return found


def _number(value, places=0):
    return words.number(value, places) or "–"


def _order(row):
    """By the middle of the interval; those that are not ranked last."""
    return (row["adjusted"] is None, -(row["adjusted"] or 0), row["code"])


def _scores(sealed, part, kind, rows):
    columns = [
        Column(_("Province") if kind == "province" else _("Place"), width=2),
        Column(_("Verified, %"), "percent"),
        Column(_("Expected, %"), "percent"),
        Column(_("Adjusted"), "index"),
        Column(_("80% interval"), width=1.6),
        Column(_("Rank"), width=1.7),
    ]
    lines = [_scored(sealed, f"{kind}:{row['code']}", row) for row in rows]
    return Table(f"scores-{part}", TITLES[part][0](), columns, lines, note=_note(rows))


def _note(rows):
    """How many factories could not be compared."""
    left = sum(row["factories"] - row["compared_factories"] for row in rows)
    return (
        _("Factories not compared, without verified work or a recorded condition: %(count)s.") % {"count": left}
        if left
        else ""
    )


def _scored(sealed, subject, row):
    def of(key, unit="index"):
        return Cell(_number(row[key], 1), value=row[key], unit=unit, figure=f"{subject}/score_{key}")

    interval = f"{_number(row['low'], 1)}–{_number(row['high'], 1)}" if row["low"] is not None else _number(None)
    return [
        Cell(sealed.subject(subject), subject=subject),
        of("raw", "percent"), of("expected", "percent"), of("adjusted"),
        Cell(interval, value=row["low"], figure=f"{subject}/score_low"),
        Cell(rank(row["rank_low"], row["rank_high"], row["ranked"]), value=row["rank_low"],
             figure=f"{subject}/score_rank_low"),
    ]  # fmt: skip


def rank(best, worst, ranked):
    """A rank or a span of them, in words; a dash where none is known."""
    if best is None:
        return _number(None)
    slots = {"best": best, "worst": worst, "count": ranked}
    return (_("%(best)s of %(count)s") if best == worst else _("%(best)s–%(worst)s of %(count)s")) % slots


def _results(sealed, part, kind, rows):
    columns = [
        Column(_("Province") if kind == "province" else _("Place"), width=2.4),
        Column(_("Days late"), "days"),
        Column(_("Factories finished"), "count"),
        Column(_("Factories that count"), "count"),
        Column(_("Months counted"), "count"),
        Column(_("Posts with a certified worker, %"), "percent"),
        Column(_("Raw-material cover, %"), "percent"),
    ]
    keys = [
        ("days_late", "days", 0), ("finished", "count", 0), ("counting", "count", 0), ("counting_months", "count", 0),
        ("workers_percent", "percent", 1), ("cover_percent", "percent", 1),
    ]  # fmt: skip
    lines = [
        [Cell(sealed.subject(f"{kind}:{row['code']}"), subject=f"{kind}:{row['code']}")]
        + [Cell(_number(row[key], places), value=row[key], unit=unit) for key, unit, places in keys]
        for row in rows
    ]
    note = _(
        "Days late: of the latest factory, against the date first approved. Cover: of the factory of the year covered"
        " least."
    )
    return Table(f"results-{part}", TITLES[part][1](), columns, lines, note=note)


def _model(sealed, said):
    model = said["model"]
    columns = [
        Column(_("Condition"), width=2.4), Column(_("Unit"), width=1.6), Column(_("Mean of the year"), "index"),
        Column(_("Points a unit"), "index"),
    ]  # fmt: skip
    lines = []
    for term in model["terms"]:
        label, unit = CONDITIONS[term["code"]]
        lines.append([
            Cell(str(label)), Cell(str(unit)), Cell(_number(term["mean"], 2), value=term["mean"], unit="index"),
            Cell(_number(term["coefficient"], 4), value=term["coefficient"], unit="index"),
        ])  # fmt: skip
    slots = {"mean": _number(model["mean"], 2), "factories": model["factories"], "places": model["places"]}
    told = _(
        "Expected of a factory: %(mean)s, the mean of those compared, and for each condition the points a unit × (its "
        "value − the mean of the year). The points rest on %(factories)s factories in %(places)s places, those of "
        "earlier years as they stood on the same day of their year, by least squares with a ridge (Hoerl and Kennard "
        "1970)."
    )
    note = _(
        "A condition without points is the same everywhere, or the factories are too few or too much alike in what they"
        " reached to tell."
    )
    return [
        Paragraph(told % slots, figures=("programme/score_mean",)),
        Table("scorecards-model", _("Conditions and what they add"), columns, lines, note=note),
    ]
