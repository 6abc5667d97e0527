"""What stands against a ten-day return, and what is asked about it: one judgment for the page, the API and workbooks.

Pure: no queries. `Said` is what a return says, `Known` what was known before it (factories/prior.py reads it).
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count
from math import isfinite

from django.utils.translation import gettext as _

from factories import doubts, plausibility
from factories.models import CostLine, DelayCause, FigureReason, Incident, ReportingPeriod, StatusReturn

Pace = StatusReturn.Pace
FIELDS = ["crew_people", "crew_days", "pace", "slowed_since", "needed", "narrative"]
MOST_QUANTITY = Decimal(10) ** 10
MOST_MONEY = Decimal(10) ** 12
MOST_COUNT = 2**15 - 1
MOST_DELAY = 11


@dataclass
class Said:
    """What a return says. Rows of lists are plain; `delivery_3` is the third of `deliveries`."""

    values: dict = field(default_factory=dict)
    """Of FIELDS."""
    lines: dict = field(default_factory=dict)
    """{work package pk: (percent or None, reason)}"""
    delays: list = field(default_factory=list)
    """[(cause, days lost, note)]"""
    deliveries: list = field(default_factory=list)
    """[{supplier_id, waybill, material_id, quantity, received_on, order_id or None}]"""
    expenditures: dict = field(default_factory=dict)
    """{cost line: amount in the project's currency}"""
    equipment: dict = field(default_factory=dict)
    """{equipment item pk: (delivered so far, installed so far)}"""
    incidents: list = field(default_factory=list)
    """[{kind, on, people_hurt, text}]"""
    overspent_because: str = ""
    photos: int = 0

    @property
    def names(self):
        """The fields that a note can stand beside."""
        return {
            *FIELDS, "overspent_because", "photos",
            *(f"package_{package}" for package in self.lines),
            *(f"delay_{cause}" for cause, _days, _note in self.delays),
            *(f"delivery_{number}" for number in range(1, len(self.deliveries) + 1)),
            *(f"expenditure_{line}" for line in self.expenditures),
            *(f"equipment_{item}" for item in self.equipment),
            *(f"incident_{number}" for number in range(1, len(self.incidents) + 1)),
        }  # fmt: skip

    @property
    def spent(self):
        """Money spent in the period; None if nothing is said of it."""
        return sum(self.expenditures.values()) if self.expenditures else None


@dataclass
class Known:
    """What was known of a project before its return for a period; nothing in it is of a later period."""

    project_id: int
    period: ReportingPeriod
    currency: str = "KPW"
    begins_on: date | None = None
    """The first day of the programme."""
    packages: list = field(default_factory=list)
    """Its WorkPackages in order."""
    last: dict = field(default_factory=dict)
    """{package pk: %} of the last standing return of an earlier period."""
    replaced: dict = field(default_factory=dict)
    """The same of the standing version of this period that the return is to replace."""
    items: dict = field(default_factory=dict)
    """{pk: EquipmentItem} of the project, in order."""
    last_equipment: dict = field(default_factory=dict)
    """{item pk: (delivered, installed)} as last reported."""
    spent_before: Decimal | None = None
    """Over the earlier periods; None if nothing was ever reported spent."""
    disbursed: Decimal | None = None
    """Paid out by the end of the period; None if no disbursement is recorded at all."""
    allocated: Decimal | None = None
    delivered: dict = field(default_factory=dict)
    """{material pk: quantity received in earlier periods}"""
    needed: dict = field(default_factory=dict)
    """{(package pk, material pk): quantity}"""
    materials: dict = field(default_factory=dict)
    """{pk: Material}, the programme's list."""
    suppliers: dict = field(default_factory=dict)
    """{pk: Organization}, all suppliers."""
    orders: dict = field(default_factory=dict)
    """{pk: MaterialOrder} in force for the project."""
    waybills: dict = field(default_factory=dict)
    """{(supplier pk, waybill): text naming the standing return that has it}, of those that were asked for."""
    last_crew: int | None = None
    usual: Decimal | None = None
    """Points a worker-day over the earlier periods; None while they are too few to tell."""

    def spent_with(self, said):
        """Spent by the end of the period; None while nothing was ever reported."""
        known = [amount for amount in (self.spent_before, said.spent) if amount is not None]
        return sum(known) if known else None


@dataclass
class Judged:
    """`fields`: {field: sentences} that stand against the return; `questions` and `warnings` are kept with it."""

    fields: dict = field(default_factory=dict)
    questions: list = field(default_factory=list)
    warnings: list = field(default_factory=list)

    @property
    def reasons(self):
        return [sentence for sentences in self.fields.values() for sentence in sentences]


def judge(said, known):
    """Everything that stands against handing the return in, all at once; whether its period is open is not judged."""
    judged = Judged(cannot_be_kept(said, known))
    whole = not judged.fields
    for rule in (_lines, _crew, _delays, _deliveries, _money, _equipment, _incidents):
        for name, sentence in rule(said, known, judged.questions):
            judged.fields.setdefault(name, []).append(sentence)
    if whole:
        judged.warnings = plausibility.warnings(said, known)
    return judged


# --- what not even a draft can hold ----------------------------------------------------------------------------------
def cannot_be_kept(said, known):
    """{field: sentences} of what the tables would refuse."""
    fields = {}
    for rule in (_kept_lines, _kept_delays, _kept_deliveries, _kept_money, _kept_equipment, _kept_incidents):
        for name, sentence in rule(said, known):
            fields.setdefault(name, []).append(sentence)
    texts = {**said.values, "overspent_because": said.overspent_because}
    for name, text in texts.items():
        if _nul(text):
            fields.setdefault(name, []).append(_unreadable())
    if len(said.overspent_because or "") > 300:
        fields.setdefault("overspent_because", []).append(_("At most 300 characters: say it shorter."))
    for name in ("crew_people", "crew_days"):
        value = said.values.get(name)
        if value is not None and not 0 <= value < 2**31:
            fields.setdefault(name, []).append(_("Enter a whole number of 0 or more."))
    return fields


def _kept_lines(said, known):
    foreign = set(said.lines) - {package.pk for package in known.packages}
    if foreign:
        text = _("%(count)s work packages are not of this project: load the form again.") % {"count": len(foreign)}
        yield "lines", text
    for package, (percent, reason) in said.lines.items():
        if percent is not None and not _between(percent, 0, 100):
            yield f"package_{package}", _("A percentage lies between 0 and 100.")
        if reason and reason not in FigureReason.values:
            yield f"package_{package}", _("Choose the reason from the list.")


def _kept_delays(said, known):
    for cause, days, note in said.delays:
        if cause not in DelayCause.values:
            yield "delays", _("Choose each cause from the list.")
        elif not _between(days, 0, MOST_DELAY):
            yield f"delay_{cause}", _("A period has at most 11 days: days lost lie between 0 and 11.")
        elif _nul(note):
            yield f"delay_{cause}", _unreadable()
    if len({cause for cause, _days, _note in said.delays}) < len(said.delays):
        yield "delays", _("Each cause is given once: add its days up.")


def _kept_deliveries(said, known):
    seen = set()
    for number, row in zip(count(1), said.deliveries, strict=False):
        name, waybill = f"delivery_{number}", (row.get("waybill") or "").strip()
        if row.get("supplier_id") not in known.suppliers:
            yield name, _("Choose the supplier from the list.")
        if row.get("material_id") not in known.materials:
            yield name, _("Choose the material from the list.")
        if not waybill:
            yield name, _("Enter the number of the waybill.")
        elif len(waybill) > 40 or _nul(waybill):
            yield name, _("A waybill number has at most 40 letters and figures.")
        elif (key := (row.get("supplier_id"), waybill)) in seen:
            yield name, _("This return has this waybill of this supplier already: give it once.")
        else:
            seen.add(key)
        if not _between(row.get("quantity"), Decimal("0.01"), MOST_QUANTITY - 1):
            yield name, _("Enter the quantity received, such as 12.5: it is more than 0.")
        if not row.get("received_on"):
            yield name, _("Enter the day it was received, such as 2026-10-02.")
        order = known.orders.get(row.get("order_id"))
        if row.get("order_id") and order is None:
            yield name, _("Choose an order of this project, or none.")
        elif order and (order.supplier_id, order.material_id) != (row.get("supplier_id"), row.get("material_id")):
            yield name, _("The order is of another supplier or material: choose the right one, or none.")


def _kept_money(said, known):
    for line, amount in said.expenditures.items():
        if line not in CostLine.values:
            yield "expenditures", _("Choose each cost line from the list.")
        elif not _between(amount, 0, MOST_MONEY - 1):
            text = _("Money spent is 0 or more, and less than %(most)s: a correction is a new version of the return.")
            yield f"expenditure_{line}", text % {"most": "1,000,000,000,000"}


def _kept_equipment(said, known):
    for item, (delivered, installed) in said.equipment.items():
        name = f"equipment_{item}"
        if item not in known.items:
            yield name, _("This equipment is not on the project’s list: load the form again.")
        elif None in (delivered, installed):
            yield name, _("Enter both: how many are delivered and how many installed so far.")
        elif not (_between(delivered, 0, MOST_COUNT) and _between(installed, 0, MOST_COUNT)):
            yield name, _("Enter whole numbers of 0 or more.")
        elif installed > delivered:
            yield name, _("No more can be installed than was delivered: correct one of the two.")


def _kept_incidents(said, known):
    for number, row in zip(count(1), said.incidents, strict=False):
        name, text = f"incident_{number}", (row.get("text") or "").strip()
        if row.get("kind") not in Incident.Kind.values:
            yield name, _("Choose what happened from the list.")
        if not row.get("on"):
            yield name, _("Enter the day of the incident, such as 2026-10-02.")
        if not text:
            yield name, _("Say in a sentence what happened.")
        elif len(text) > 500 or _nul(text):
            yield name, _("At most 500 characters: say it shorter.")
        if not _between(row.get("people_hurt") or 0, 0, MOST_COUNT):
            yield name, _("Enter how many people were hurt: 0 or more.")


def _between(value, least, most):
    """Whether it is a number there; what is not finite is nowhere."""
    return value is not None and _finite(value) and least <= value <= most


def _finite(value):
    return value.is_finite() if isinstance(value, Decimal) else isfinite(value)


def _nul(text):
    return isinstance(text, str) and "\x00" in text


def _unreadable():
    return _("There is a character in it that cannot be kept: type it again.")


# --- what a draft may hold and a submitted return may not ------------------------------------------------------------
def _lines(said, known, questions):
    for package in known.packages:
        percent, reason = said.lines.get(package.pk, (None, ""))
        name = f"package_{package.pk}"
        if percent is None:
            where = {"package": package.name}
            yield name, _("%(package)s: enter the %% complete. Enter 0 if nothing is done.") % where
            continue
        if not _between(percent, 0, 100):
            continue
        for doubt in doubts.of_line(percent, known.last.get(package.pk), known.replaced.get(package.pk)):
            questions.append({**doubt.as_json(), "package": package.pk, "answer": reason})
            if doubt.needs_reason and not reason:
                yield name, f"{package.name}: {doubt.sentence}"


def _crew(said, known, questions):
    if said.values.get("crew_people") is None:
        yield "crew_people", _("Enter the daily average of workers on site. Enter 0 if nobody worked.")


def _delays(said, known, questions):
    pace, since, ends_on = said.values.get("pace"), said.values.get("slowed_since"), known.period.ends_on
    if not pace:
        yield "pace", _("Say whether anything stops or slows the work.")
    elif pace not in Pace.values:
        yield "pace", _("Choose one of the answers.")
    if pace in (Pace.SLOWER, Pace.STOPPED):
        if not said.delays:
            yield "delays", _("Choose at least one cause of the delay, with the days lost.")
        if not since:
            yield "slowed_since", _("Enter since when, as 2026-10-02.")
        if not (said.values.get("needed") or "").strip():
            yield "needed", _("Say in one or two sentences what is needed to go on, and who must act.")
    if since and since > ends_on:
        yield "slowed_since", _("The delay cannot begin after the period ends (%s).") % ends_on


def _deliveries(said, known, questions):
    for number, row in zip(count(1), said.deliveries, strict=False):
        name = f"delivery_{number}"
        if taken := known.waybills.get((row.get("supplier_id"), row.get("waybill"))):
            slots = {"waybill": row["waybill"], "return": taken}
            yield name, _("Waybill %(waybill)s of this supplier is in the return %(return)s already.") % slots
        yield from ((name, said) for said in _out_of_time(row.get("received_on"), known))


def _incidents(said, known, questions):
    for number, row in zip(count(1), said.incidents, strict=False):
        yield from ((f"incident_{number}", said) for said in _out_of_time(row.get("on"), known))


def _out_of_time(day, known):
    slots = {"day": day, "first": known.begins_on, "last": known.period.ends_on}
    if day and day > known.period.ends_on:
        yield _("%(day)s lies after the period’s end, %(last)s: correct the day, or report it next period.") % slots
    if day and known.begins_on and day < known.begins_on:
        yield _("%(day)s lies before the programme began, %(first)s: correct the day.") % slots


def _money(said, known, questions):
    amounts = said.expenditures.values()
    if (
        not amounts
        or not all(_between(amount, 0, MOST_MONEY) for amount in amounts)
        or known.disbursed is None
        or said.overspent_because.strip()
    ):
        return
    spent = known.spent_with(said)
    if spent > known.disbursed:
        slots = {"spent": f"{spent:,.0f}", "disbursed": f"{known.disbursed:,.0f}", "currency": known.currency}
        text = _(
            "With this return %(spent)s %(currency)s are spent and %(disbursed)s were disbursed: correct the amounts, "
            "or say why more was spent."
        )
        yield "overspent_because", text % slots


def _equipment(said, known, questions):
    explained = (said.values.get("narrative") or "").strip()
    for item, (delivered, installed) in said.equipment.items():
        row, last = known.items.get(item), known.last_equipment.get(item)
        if row is None or delivered is None or installed is None:
            continue
        if delivered > 2 * row.quantity:
            slots = {"count": delivered, "quantity": row.quantity}
            yield (
                f"equipment_{item}",
                _(
                    "%(count)s delivered is more than twice the %(quantity)s of the project’s list: correct the "
                    "figure, or ask committee staff to correct the list."
                )
                % slots,
            )
        if last and (delivered < last[0] or installed < last[1]):
            slots = {"now": f"{delivered}/{installed}", "last": f"{last[0]}/{last[1]}"}
            questions.append({"code": "pieces", **slots, "item": item, "answer": ""})
            if not explained:
                text = _("Correct it, or say in “What was done” why it is less.")
                yield f"equipment_{item}", f"{row.name}: {doubts.FACTS['pieces'] % slots} {text}"
