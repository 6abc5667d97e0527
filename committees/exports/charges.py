"""Members in charge and their visits, as tables to be downloaded."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories.exports.notes import notes
from regional20x10.shared.tables import DAY, WHOLE, Column, Table

OF_COUNTY = [
    Column("county", gettext_lazy("County, code"), lambda r: r.county.code, width=12),
    Column("county_name", gettext_lazy("County"), lambda r: r.county.name),
    Column("province_name", gettext_lazy("Province"), lambda r: r.county.province.name),
]
STATES = {
    "held": gettext_lazy("in charge"), "ended": gettext_lazy("handed over"), "to_come": gettext_lazy("to come"),
}  # fmt: skip
CHARGES = [
    *OF_COUNTY,
    Column("title", gettext_lazy("Member in charge, post"), lambda r: r.said, width=40),
    Column("state", gettext_lazy("State"), lambda r: STATES[r.state_then], width=14),
    Column("starts_on", gettext_lazy("In charge from"), lambda r: r.starts_on, DAY),
    Column("ends_on", gettext_lazy("In charge to"), lambda r: r.ends_on, DAY),
    Column("visits", gettext_lazy("Visits made"), lambda r: r.visits_made, WHOLE),
    Column("visited_on", gettext_lazy("Last visit"), lambda r: r.visited_on, DAY),
    Column("handover", gettext_lazy("Handover note"), lambda r: r.handover, width=60),
]
VISITS = [
    *OF_COUNTY,
    Column("visited_on", gettext_lazy("Visited on"), lambda r: r.visited_on, DAY),
    Column("title", gettext_lazy("Member in charge, post"), lambda r: r.charge.said, width=40),
    Column("seen", gettext_lazy("What was seen"), lambda r: r.seen, width=60),
    Column("asks", gettext_lazy("Asked for"), lambda r: r.asks, WHOLE),
    Column("asks_done", gettext_lazy("Of it done"), lambda r: r.asks_done, WHOLE),
]


def charges(rows, user, as_of, filters):
    """`rows` a queryset as committees.charges.charges_then() gives it."""
    return Table(_("Members in charge of counties"), CHARGES, rows, rows.count(), notes(user, as_of, filters))


def visits(rows, user, as_of, filters):
    """`rows` a queryset as committees.visits.seen_by() gives it."""
    return Table(_("Visits of members in charge"), VISITS, rows, rows.count(), notes(user, as_of, filters))
