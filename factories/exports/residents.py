"""What residents get and complain of, as tables to be downloaded."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories.exports.notes import notes
from factories.exports.records import OF_PROJECT
from factories.models import ComplaintState
from regional20x10.shared import words
from regional20x10.shared.tables import DAY, NUMBER, WHOLE, Column, Table

COMPLAINTS = [
    *OF_PROJECT,
    Column("reference", gettext_lazy("Number in the register"), lambda r: r.reference),
    Column("matter", gettext_lazy("Matter"), lambda r: r.get_matter_display()),
    Column("received_on", gettext_lazy("Received"), lambda r: r.received_on, DAY),
    Column("reply_due_on", gettext_lazy("Reply due"), lambda r: r.reply_due_on, DAY),
    Column("state", gettext_lazy("State"), lambda r: ComplaintState(r.state_then).label, width=20),
    Column("replied_on", gettext_lazy("Replied"), lambda r: r.replied_on, DAY),
    Column("outcome", gettext_lazy("Outcome"), lambda r: r.outcome_said),
    Column("days", gettext_lazy("Days to the reply"), lambda r: r.took and r.took.days, WHOLE),
]


def complaints(rows, user, as_of, filters):
    """`rows` a queryset as complaints.seen_by() gives it."""
    return Table(_("Complaints of residents"), COMPLAINTS, rows, rows.count(), notes(user, as_of, filters))


def _month(number):
    def made(row):
        return next((month.output_t for month in row[1].months if month.number == number), None)

    heading = _("Made in %(month)s, t") % {"month": words.month_name(number)}
    return Column(f"output_{number:02}_t", heading, made, NUMBER)


DEMAND = [
    Column("county", gettext_lazy("County, code"), lambda r: r[0].county.code, width=12),
    Column("county_name", gettext_lazy("County"), lambda r: r[0].county.name),
    Column("year", gettext_lazy("Year"), lambda r: r[0].year, WHOLE),
    Column("conditions_year", gettext_lazy("Conditions of"), lambda r: r[0].conditions and r[0].conditions.year, WHOLE),
    Column("population", gettext_lazy("Population"), lambda r: r[0].population, WHOLE),
    Column("product", gettext_lazy("Product group"), lambda r: r[1].label),
    Column("kg_per_head", gettext_lazy("Needed a head and year, kg"), lambda r: r[1].kg_per_head, NUMBER),
    Column("demand_t_year", gettext_lazy("Needed a year, t"), lambda r: r[1].demand_t_year, NUMBER),
    Column("makers", gettext_lazy("Factories that make it"), lambda r: ", ".join(r[1].makers)),
    Column("months", gettext_lazy("Months that count"), lambda r: len(r[1].counted), WHOLE),
    Column("output_t", gettext_lazy("Made in those months, t"), lambda r: r[1].output_t, NUMBER),
    Column("demand_t", gettext_lazy("Needed in those months, t"), lambda r: r[1].demand_t, NUMBER),
    Column("met_percent", gettext_lazy("Demand met, %"), lambda r: r[1].met_percent, NUMBER),
    Column("surplus_t", gettext_lazy("Surplus, t"), lambda r: r[1].surplus_t, NUMBER),
    Column("shortage_t", gettext_lazy("Shortage, t"), lambda r: r[1].shortage_t, NUMBER),
    Column("output_kg_head", gettext_lazy("Made a head, kg"), lambda r: r[1].output_kg_per_head, NUMBER),
    Column("demand_kg_head", gettext_lazy("Needed a head, kg"), lambda r: r[1].demand_kg_per_head, NUMBER),
]


def demand(found, year, user, as_of):
    """Product demand met, `found` a list of demand.Demand of the year."""
    unknown = Column(
        "unknown", gettext_lazy("What is not known"), lambda r: " ".join([*r[0].unknown, *r[1].unknown]), width=60
    )
    columns = [*DEMAND, *(_month(number) for number in range(1, 13)), unknown]
    rows = [(of, group) for of in found for group in of.groups]
    title = _("Product demand met in %(year)s") % {"year": year}
    return Table(title, columns, rows, len(rows), notes(user, as_of))
