"""The returns that nobody had accepted when it was sealed, and those that never came: what the figures rest on."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from regional20x10.shared import words
from reports import wording
from reports.document import Cell, Column, Paragraph, Section, Table

KINDS = {"return": lambda: _("ten-day return"), "production": lambda: _("production return")}
PERIODS = {"ten_days": KINDS["return"], "month": KINDS["production"]}


def sections(sealed):
    rows = [(name, sealed.facts[name]) for name in sealed["unaccepted"] if name in sealed.facts]
    missing = sealed.get("missing_returns", [])
    blocks = [Paragraph(_finding(rows, missing), strong=True)]
    if rows or missing:
        blocks.append(Paragraph(_follows()))
    blocks += [*_standing(sealed, rows), *_missing(sealed, missing)]
    return [Section("unaccepted", _("Returns not accepted"), blocks)]


def _finding(rows, missing):
    if not rows and not missing:
        return _("Every return that was due is accepted.")
    said = []
    if rows:
        verified = sum(row["values"]["state"] == "verified" for _name, row in rows)
        slots = {"count": words.number(len(rows)), "verified": words.number(verified),
                 "rest": words.number(len(rows) - verified)}  # fmt: skip
        one = ngettext(
            "%(count)s return is not accepted: %(verified)s is verified, %(rest)s only submitted.",
            "%(count)s returns are not accepted: %(verified)s are verified, %(rest)s only submitted.",
            len(rows),
        )
        said.append(one % slots)
    if missing:
        one = ngettext("%(count)s return never came.", "%(count)s returns never came.", len(missing))
        said.append(one % {"count": words.number(len(missing))})
    return " ".join(said)


def _follows():
    return _(
        "What is only submitted is in the claimed figures alone; verified figures rest on verified returns. What never"
        " came is in no figure, and silence makes a standing worse. Periods that still take returns are not among them."
    )


def _standing(sealed, rows):
    if not rows:
        return []
    columns = [Column(_("Factory"), width=2), Column(pgettext("kind", "Return"), width=1.2),
               Column(_("Period"), width=1.4),
               Column(_("State")), Column(_("Since"), "date")]  # fmt: skip
    ranks = _ranks(sealed)
    rows = sorted(rows, key=lambda pair: (ranks.get(pair[1]["subject"], 0), pair[1]["subject"], pair[1]["on"]))
    found = [_row(sealed, name, row) for name, row in rows]
    return [Table("unaccepted_returns", _("Returns that are not accepted"), columns, found)]


def _ranks(sealed):
    """{subject of a factory: rank of its place by risk}"""
    ranks = {row["code"]: row["rank"] for row in sealed["counties"]}
    return {f"project:{row['code']}": ranks.get(row["county"], 0) for row in sealed["projects"]}


def _row(sealed, name, row):
    state, since = row["values"]["state"], row["steps"][-1]["at"]
    return [
        wording.factory(sealed, row["subject"]),
        Cell(wording.capital(KINDS[row["kind"]]())), Cell(wording.period(row["values"]["period"])),
        Cell(wording.capital(str(words.RETURN[state][1]))),
        Cell(wording.day(since), value=wording.on(since), unit="date"),
    ]  # fmt: skip


def _missing(sealed, missing):
    """A line for the factories of a place that miss the same periods."""
    if not missing:
        return []
    columns = [Column(_("Place"), width=2.6), Column(pgettext("kind", "Return"), width=1.3),
               Column(pgettext("how many", "Returns"), "count", 0.8), Column(_("Periods"), width=3.9)]  # fmt: skip
    found = {}
    for row in missing:
        found.setdefault((row["subject"], row["kind"]), []).append(row["period"])
    counties = {f"project:{row['code']}": row["county"] for row in sealed["projects"]}
    lines = {}
    for (name, kind), periods in found.items():
        lines.setdefault((counties.get(name, name), kind, tuple(periods)), []).append(name)
    rows = [
        [_which(sealed, county, names), Cell(wording.capital(PERIODS[kind]())),
         _count(len(names) * len(periods)), Cell(", ".join(wording.ranges(periods)))]
        for (county, kind, periods), names in sorted(lines.items())
    ]  # fmt: skip
    return [Table("unaccepted_missing", _("Returns that never came"), columns, rows)]


def _which(sealed, county, names):
    """The place, and under it its factories."""
    if county == names[0]:
        return wording.place(sealed, county, county.partition(":")[2])
    return wording.place(sealed, f"county:{county}", ", ".join(sealed.subject(name) for name in names))


def _count(number):
    return Cell(words.number(number), value=number, unit="count")
