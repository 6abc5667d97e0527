"""Production: how many factories operate and count, what they made, why some stand idle, and what residents get."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from factories import operating
from regional20x10.shared import words
from reports import wording
from reports.contents.tables import amount, by_county, out_of
from reports.document import Cell, Column, Paragraph, Section, Strip, Table
from reports.models import SealKind


def sections(sealed):
    blocks = [
        Paragraph(said, strong=not number, figures=figures) for number, (said, figures) in enumerate(_findings(sealed))
    ]
    if sealed.value("programme", "factories_built"):
        blocks += [_strip(sealed), _years(sealed)]
        blocks += _months(sealed) if sealed["kind"] != "year" else []
        blocks += _idle(sealed)
    return [Section("production", _("Production"), blocks), *_residents(sealed)]


def _value(sealed, key):
    return sealed.value("programme", key)


def _findings(sealed):
    if not _value(sealed, "factories_built"):
        return [(_("No factory of the programme is built yet: nothing is produced."), ("programme/factories_built",))]
    slots = {key: words.number(_value(sealed, f"factories_{key}")) for key in ("built", "operating", "counting")}
    said = _(
        "Of %(built)s factories built, of this year and of those before, %(operating)s may operate and %(counting)s"
        " count."
    )
    found = [(said % slots, tuple(f"programme/factories_{key}" for key in slots))]
    return [*found, _made(sealed), *_unknown(sealed)]


def _made(sealed):
    if _value(sealed, "output_t") is None:
        return _("No production of %(year)s is verified: what they make is not known.") % {"year": sealed["year"]}, ()
    slots = {
        "year": sealed["year"], "tonnes": wording.said(_value(sealed, "output_t"), "tonnes"),
        "met": wording.said(_value(sealed, "plan_met_percent"), "percent"),
        "used": wording.said(_value(sealed, "capacity_used_percent"), "percent"),
    }  # fmt: skip
    said = _("In %(year)s they made %(tonnes)s t, by verified months: %(met)s of the plan, %(used)s of capacity.")
    return said % slots, ("programme/output_t", "programme/plan_met_percent", "programme/capacity_used_percent")


def _unknown(sealed):
    lacking = (_value(sealed, "months_due") or 0) - (_value(sealed, "months_verified") or 0)
    if not lacking:
        return []
    said = ngettext(
        "%(count)s of %(due)s months that were to be reported is not verified and counts nothing.",
        "%(count)s of %(due)s months that were to be reported are not verified and count nothing.",
        lacking,
    )
    slots = {"count": words.number(lacking), "due": words.number(_value(sealed, "months_due"))}
    return [(said % slots, ("programme/months_due", "programme/months_verified")), *_just_ended(sealed)]


def _just_ended(sealed):
    """How many of them are of the month that ended on the very day: no return can have come yet."""
    period = sealed["as_of"][:7]
    months = [month for row in sealed["production"] for month in row["months"] if month["period"] == period]
    ended = sum(month["output_t"] is None for month in months)
    if not ended:
        return []
    said = ngettext(
        "Of these, %(count)s is of the month that ended on the day: its return may still come.",
        "Of these, %(count)s are of the month that ended on the day: their returns may still come.",
        ended,
    )
    return [(said % {"count": words.number(ended)}, ())]


def _strip(sealed):
    cells = [
        (_("Output, t"), "output_t", ""),
        (_("Plan met"), "plan_met_percent", ""),
        (_("Capacity used"), "capacity_used_percent", ""),
        (_("Counting"), "factories_counting", wording.of(_value(sealed, "factories_built"))),
        (_("Fallen out"), "factories_fallen_out", ""),
    ]
    return Strip([(label, wording.cell(sealed, "programme", key, small)) for label, key, small in cells])


def _years(sealed):
    """The factories of each programme year."""
    columns = [
        Column(_("Year of the programme")), Column(_("Factories"), "count"), Column(_("Built"), "count"),
        Column(_("Operating"), "count"), Column(_("Counting"), "count"), Column(_("Fallen out"), "count"),
        Column(_("Output, t"), "tonnes"), Column(_("Plan met, %"), "percent", 1.35),
        Column(_("Capacity used, %"), "percent", 1.35), Column(_("Months verified"), "count", 1.5),
    ]  # fmt: skip
    steps = [f"factories_{step}" for step in ("total", "built", "operating", "counting", "fallen_out")]
    keys = (*steps, "output_t", "plan_met_percent", "capacity_used_percent")
    years = sorted({row["year"] for row in sealed["earlier"]} | {sealed["year"]})
    rows = []
    for name in [f"year:{year}" for year in years]:
        due = sealed.value(name, "months_due") or 0
        row = [Cell(sealed.subject(name)), *(wording.cell(sealed, name, key) for key in keys)]
        rows.append([*row, out_of(wording.cell(sealed, name, "months_verified"), due)])
    note = _("Of earlier years the factories that are built. Output is that of %(year)s.") % {"year": sealed["year"]}
    return Table("production_years", _("Factories by programme year"), columns, rows, note)


def _months(sealed):
    """What was made in the months of the span; of a month also in the one before, for its own is reported later."""
    first = int(sealed["starts_on"][5:7]) - (sealed["kind"] == SealKind.MONTH)
    found = {}
    for row in sealed["production"]:
        for month in row["months"]:
            if month["number"] >= first:
                found.setdefault(month["number"], []).append(month)
    columns = [Column(_("Month")), Column(_("To be reported"), "count"), Column(_("Verified"), "count"),
               Column(_("Output, t"), "tonnes")]  # fmt: skip
    rows = []
    for number, months in sorted(found.items()):
        told = [month["output_t"] for month in months if month["output_t"] is not None]
        made = round(sum(told), 6) if told else None
        counts = [amount(len(months), "count"), amount(len(told), "count")]
        rows.append([Cell(words.month_name(number)), *counts, amount(made)])
    title = _("The last months") if sealed["kind"] == SealKind.MONTH else _("Months of the quarter")
    return [Table("production_months", title, columns, rows)] if rows else []


def _idle(sealed):
    """Factories that could count and do not, by what keeps them."""
    if not sealed["idle"]:
        return []
    columns = [Column(_("Cause of most downtime, or why none is known"), width=1.5), Column(_("Factories"), "count"),
               Column(_("Hours"), "count"), Column(_("Where"), width=3)]  # fmt: skip
    rows = [
        [Cell(wording.capital(str(operating.CAUSES[row["cause"]]))), amount(len(row["projects"]), "count"),
         amount(row["hours"], "count"), Cell(by_county(sealed, dict.fromkeys(row["projects"], 1)))]
        for row in sealed["idle"]
    ]  # fmt: skip
    note = _("The cause of most downtime in the months looked at.")
    return [Table("production_idle", _("Factories that operate and do not count"), columns, rows, note)]


# --- residents -------------------------------------------------------------------------------------------------------
def _residents(sealed):
    """What residents get of what they need, by product group."""
    if not sealed["residents"]:
        return []
    known = [row for row in sealed["residents"] if row["met_percent"] is not None]
    blocks = [Paragraph(_demand(known), strong=True), _demand_table(sealed, known)] if known else []
    unknown = [sealed.name(row["names"]) for row in sealed["residents"] if row["met_percent"] is None]
    if unknown:
        said = _("Not known in any place, for want of verified months or recorded conditions: %(names)s.")
        blocks.append(Paragraph(said % {"names": ", ".join(unknown)}, strong=not known))
    return [Section("residents", _("What residents get"), blocks, level=2)]


def _demand(known):
    short = [row for row in known if row["met_percent"] < 100]
    if len(short) == len(known) > 1:
        said = _("Output is known against the demand for %(all)s product groups; in each it is less than the demand.")
        return said % {"all": words.number(len(known))}
    said = ngettext(
        "Output is known against the demand for %(all)s product group; it is less than the demand in %(short)s.",
        "Output is known against the demand for %(all)s product groups; in %(short)s of them it is less than the"
        " demand.",
        len(known),
    )
    return said % {"all": words.number(len(known)), "short": words.number(len(short))}


def _demand_table(sealed, known):
    columns = [
        Column(_("Product group"), width=2), Column(_("Output, t"), "tonnes"), Column(_("Demand, t"), "tonnes"),
        Column(_("Met, %"), "percent"), Column(_("Missing, t"), "tonnes"), Column(_("Places known"), "count"),
    ]  # fmt: skip
    rows = []
    for row in sorted(known, key=lambda row: (row["met_percent"], row["product"])):
        name, counties = row["subject"], row["counties_known"] + row["counties_unknown"]
        rows.append([
            Cell(wording.capital(sealed.name(row["names"]))),
            *(wording.cell(sealed, name, key) for key in ("made_t", "demand_t", "demand_met_percent")),
            amount(row["shortage_t"]), out_of(wording.cell(sealed, name, "demand_known"), counties),
        ])  # fmt: skip
    note = _("Of places and months in which both are known, the least met first.")
    return Table("production_demand", _("Output against demand"), columns, rows, note)
