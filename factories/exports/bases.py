"""Raw-material bases and balances as tables to be downloaded."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories.exports.notes import notes
from regional20x10.shared.tables import NUMBER, WHOLE, Column, Table

BASES = [
    Column("base", gettext_lazy("Base, code"), lambda r: r.supply.base.code, width=22),
    Column("base_name", gettext_lazy("Base"), lambda r: r.supply.base.name),
    Column("kind", gettext_lazy("Kind"), lambda r: r.supply.base.get_kind_display()),
    Column("material", gettext_lazy("Raw material"), lambda r: r.supply.base.material),
    Column("county", gettext_lazy("County, code"), lambda r: r.supply.base.county.code, width=12),
    Column("county_name", gettext_lazy("County"), lambda r: r.supply.base.county.name),
    Column("province_name", gettext_lazy("Province"), lambda r: r.supply.base.county.province.name),
    Column("area_ha", gettext_lazy("Area, ha"), lambda r: r.supply.base.area_ha, NUMBER),
    Column("yield_t_ha", gettext_lazy("Yield, t a ha and year"), lambda r: r.supply.base.yield_t_ha, NUMBER),
    Column("supply_t_year", gettext_lazy("Supply now, t a year"), lambda r: r.supply.base.supply_t_year, NUMBER),
    Column("target_t_year", gettext_lazy("Target, t a year"), lambda r: r.supply.base.target_t_year, NUMBER),
    Column("expected_t", gettext_lazy("Expected this year, t"), lambda r: r.supply.this_year, NUMBER),
    Column("expected_next_t", gettext_lazy("Expected next year, t"), lambda r: r.supply.next_year, NUMBER),
    Column("assigned_percent", gettext_lazy("Given to factories, %"), lambda r: r.assigned, NUMBER),
    Column("left_t", gettext_lazy("Not given to any factory, t"), lambda r: r.tonnes_left, NUMBER),
]


def bases(rows, user, as_of, filters):
    """The list of bases, `rows` a list of balances.Claims."""
    return Table(_("Raw-material bases"), BASES, rows, len(rows), notes(user, as_of, filters))


BALANCE = [
    Column("material", gettext_lazy("Raw material"), lambda r: r.material),
    Column("supply_t", gettext_lazy("Expected of its bases this year, t"), lambda r: r.supply, NUMBER),
    Column("supply_next_t", gettext_lazy("Expected of its bases next year, t"), lambda r: r.supply_next, NUMBER),
    Column("unassigned_t", gettext_lazy("Not given to any factory, t"), lambda r: r.unassigned, NUMBER),
    Column("need_t", gettext_lazy("Need of its factories, t a year"), lambda r: r.need, NUMBER),
    Column("missing_t", gettext_lazy("Missing, t"), lambda r: r.missing, NUMBER),
    Column("hectares", gettext_lazy("Land that would yield it, ha"), lambda r: r.hectares, NUMBER),
    Column("factories_short", gettext_lazy("Factories that lack some"), lambda r: len(r.short), WHOLE),
    Column("factories_unknown", gettext_lazy("Factories of which it is not known"), lambda r: r.unknown, WHOLE),
]


def balance(rows, place, user, as_of):
    """The balance of a county or province, `rows` a list of balances.Balance."""
    title = _("Balance of raw materials: %(place)s") % {"place": place.name}
    return Table(title, BALANCE, rows, len(rows), notes(user, as_of))
