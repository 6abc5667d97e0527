"""What stands against a monthly production return, and what is asked about it: one judgment for the page and the API.

Pure: no queries. A question or warning is kept as its code and figures, so that it is told in the reader's language.
"""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories.judging import Judged
from factories.models import DowntimeCause, Gate
from factories.norms import in_words
from factories.production import MATERIAL

MOST_TONNES = Decimal(10) ** 7
MOST_MONEY = Decimal(10) ** 9
MOST_COUNT = 2**31 - 1
MOST_NAME, MOST_NOTE = 60, 300
AT_MOST = Decimal("1.5")
"""Times the capacity of the month: what is reported above it is refused."""
MATERIAL_SLACK = Decimal("1.1")
"""Output may be this many times what the raw material used makes by the norm: norms are rough."""
SLIP = Decimal(7)
"""Times last month’s output, or its part, from which a figure looks like one with a digit too many or too few."""
POWER_TIMES = 2

FACTS = {
    "ten_times": gettext_lazy(
        "%(name)s: %(now)s t is about ten times last month’s %(last)s t. Check the figure and its unit, the tonne."
    ),
    "a_tenth": gettext_lazy(
        "%(name)s: %(now)s t is about a tenth of last month’s %(last)s t. Check the figure and its unit, the tonne."
    ),
    "above_capacity": gettext_lazy(
        "%(output)s t are more than the capacity of the month, %(capacity)s t. Check the figures."
    ),
    "above_material": gettext_lazy(
        "%(used)s t of %(name)s make %(allows)s t by the norm; %(output)s t are reported. Check both."
    ),
    "power": gettext_lazy("%(now)s kWh a tonne; usual at this factory are %(usual)s. Check the electricity used."),
    "downtime": gettext_lazy(
        "%(hours)s hours of downtime are more than half of the month, and no note says what was done about it."
    ),
    "nothing": gettext_lazy("Nothing was produced, and no cause is given."),
}


def judge(said, known_, day):
    """Everything that stands against handing the return in on `day`, all at once (Judged); and what is asked of it.

    Whether its month still takes returns is not judged (factories/deadlines.py).
    """
    judged = Judged(cannot_be_kept(said))
    whole = not judged.fields
    for rule in (_month, _hours, _products, _materials):
        for name, sentence in rule(said, known_, day):
            judged.fields.setdefault(name, []).append(sentence)
    if whole:
        judged.questions = list(_slips(said, known_))
        judged.warnings = list(_warnings(said, known_))
    return judged


def cannot_be_kept(said):
    """{field: sentences} of what not even a draft can hold."""
    fields = {}
    for rule in (_kept_values, _kept_products, _kept_downtimes, _kept_materials):
        for name, sentence in rule(said):
            fields.setdefault(name, []).append(sentence)
    return fields


def _kept_values(said):
    hours = said.values.get("hours_run")
    if hours is not None and not _between(hours, 744):
        yield "hours_run", _("A month has at most 744 hours.")
    for name in ("power_kwh", "staff"):
        if not _none_or_between(said.values.get(name), MOST_COUNT):
            yield name, _("Enter a whole number of 0 or more.")
    if "\x00" in (said.values.get("narrative") or ""):
        yield "narrative", _unreadable()


def _kept_products(said):
    for name, row in said.products.items():
        at = f"product_{name}"
        yield from ((at, text) for text in _name(name))
        if row.get("output_t") is None:
            yield f"{at}.output_t", _("Enter the output of the product: 0 if nothing was made.")
        for figure in ("output_t", "stock_t", "returned_t"):
            if not _none_or_between(row.get(figure), MOST_TONNES):
                yield f"{at}.{figure}", _("Enter tonnes of 0 or more.")
        for figure in ("batches_checked", "batches_passed"):
            if not _none_or_between(row.get(figure), MOST_COUNT):
                yield f"{at}.{figure}", _("Enter a whole number of 0 or more.")
        if not _none_or_between(row.get("first_grade_percent"), 100):
            yield f"{at}.first_grade_percent", _("A percentage lies between 0 and 100.")
        if not _none_or_between(row.get("price"), MOST_MONEY):
            yield f"{at}.price", _("Enter a price of 0 or more.")
        checked, passed = row.get("batches_checked"), row.get("batches_passed")
        if passed is not None and checked is None:
            yield f"{at}.batches_checked", _("Enter how many batches were checked.")
        elif passed is not None and passed > checked:
            yield f"{at}.batches_passed", _("No more batches pass than are checked: correct one of the two.")


def _kept_downtimes(said):
    seen = set()
    for cause, hours, note in said.downtimes:
        at = f"downtime_{cause}"
        if cause not in DowntimeCause.values:
            yield "downtimes", _("Choose each cause from the list.")
        elif cause in seen:
            yield at, _("Each cause is given once: add its hours up.")
        elif not _between(hours, 744) or hours == 0:
            yield at, _("Hours of downtime are more than 0 and at most 744 in a month.")
        elif "\x00" in note:
            yield at, _unreadable()
        elif len(note) > MOST_NOTE:
            yield at, _("At most %(most)s characters: say it shorter.") % {"most": MOST_NOTE}
        seen.add(cause)


def _kept_materials(said):
    for name, row in said.materials.items():
        at = f"material_{name}"
        yield from ((at, text) for text in _name(name))
        if row.get("used_t") is None:
            yield f"{at}.used_t", _("Enter what was used of the raw material: 0 if nothing.")
        for figure in MATERIAL:
            if not _none_or_between(row.get(figure), MOST_TONNES):
                yield f"{at}.{figure}", _("Enter tonnes of 0 or more.")


def _name(name):
    if not name or len(name) > MOST_NAME:
        yield _("A name has 1 to %(most)s characters.") % {"most": MOST_NAME}
    if "\x00" in name:
        yield _unreadable()


def _between(value, most):
    """Whether it is a number from 0 to `most`; what is not finite is nowhere."""
    return value is not None and Decimal(value).is_finite() and 0 <= value <= most


def _none_or_between(value, most):
    return value is None or _between(value, most)


def _unreadable():
    return _("There is a character in it that cannot be kept: type it again.")


def _month(said, known_, day):
    if day <= known_.period.ends_on:
        slots = {"month": known_.period.label, "day": known_.period.ends_on}
        yield "period", _("%(month)s is not over: hand the return in after %(day)s.") % slots
    yield from (("period", text) for text in before_commissioning(known_.commissioned_on, known_.period))


def before_commissioning(commissioned_on, period):
    """Why nothing can have been produced in the month: sentences, none if nothing is in the way."""
    if commissioned_on is None:
        said = _("Production before commissioning: the factory has not passed the gate “%(gate)s”.")
        yield said % {"gate": Gate.COMMISSION.label}
    elif period.ends_on < commissioned_on:
        slots = {"month": period.label, "gate": Gate.COMMISSION.label, "day": commissioned_on}
        yield (
            _(
                "Production before commissioning: %(month)s ended before the factory passed the gate “%(gate)s” on "
                "%(day)s."
            )
            % slots
        )


def _hours(said, known_, day):
    run = said.values.get("hours_run")
    if run is None:
        yield "hours_run", _("Enter the hours run. Enter 0 if the factory did not run.")
    elif _between(run, 744) and run + said.hours_down > known_.month_hours:
        slots = {"run": _t(run), "down": _t(said.hours_down), "hours": known_.month_hours}
        yield (
            "hours_run",
            _("%(run)s hours run and %(down)s hours of downtime are more than the %(hours)s hours of the month.")
            % slots,
        )


def _products(said, known_, day):
    for name in known_.products:
        if name not in said.products:
            yield f"product_{name}.output_t", _("Enter the output of the product: 0 if nothing was made.")
    for name in said.products.keys() - set(known_.products):
        text = _("The factory does not make “%(product)s”: choose one of its products, or have it planned first.")
        yield f"product_{name}", text % {"product": name}
    most = known_.capacity_t
    if most is not None and said.output_t > AT_MOST * most:
        slots = {"output": _t(said.output_t), "most": _t(AT_MOST * most), "capacity": _t(most)}
        yield (
            "products",
            _(
                "An output of %(output)s t is more than %(most)s t, one and a half times the capacity of the month "
                "(%(capacity)s t): correct the figures, whose unit is the tonne."
            )
            % slots,
        )


def _materials(said, known_, day):
    for name in known_.materials:
        if name not in said.materials:
            yield f"material_{name}.used_t", _("Enter what was used of the raw material: 0 if nothing.")
    for name, row in said.materials.items():
        left, used = known_.last_of("materials", name, "stock_t"), row.get("used_t")
        there = None if left is None else left + (row.get("received_t") or 0)
        if there is not None and used is not None and used > there:
            slots = {"used": _t(used), "there": _t(there), "left": _t(left)}
            yield (
                f"material_{name}.used_t",
                _(
                    "%(used)s t used are more than the %(there)s t there were: %(left)s t left from last month, and "
                    "what was received. Correct the figures, or enter what was received."
                )
                % slots,
            )


# --- asked -----------------------------------------------------------------------------------------------------------
def _slips(said, known_):
    for name, row in said.products.items():
        now, last = row["output_t"], known_.last_of("products", name, "output_t")
        if now and last and not last / SLIP < now < last * SLIP:
            code = "ten_times" if now > last else "a_tenth"
            yield {"code": code, "product": name, "now": _t(now), "last": _t(last), "answer": ""}


def _warnings(said, known_):
    output, capacity_t, down = said.output_t, known_.capacity_t, said.hours_down
    if capacity_t is not None and output > capacity_t:
        yield {"code": "above_capacity", "output": _t(output), "capacity": _t(capacity_t)}
    for name, need in known_.materials.items():
        used = said.materials.get(name, {}).get("used_t")
        if used is not None and need and output > MATERIAL_SLACK * used / need:
            allows = _t(used / need)
            yield {"code": "above_material", "material": name, "output": _t(output), "used": _t(used), "allows": allows}
    power, usual = said.values.get("power_kwh"), known_.power_per_t
    if power is not None and usual and output:
        now = power / output
        if not usual / POWER_TIMES <= now <= usual * POWER_TIMES:
            yield {"code": "power", "now": _t(now), "usual": _t(usual)}
    if 2 * down > known_.month_hours and not any(note.strip() for _cause, _hours, note in said.downtimes):
        yield {"code": "downtime", "hours": _t(down)}
    if not output and not said.downtimes:
        yield {"code": "nothing"}


def told(kept, factory_type):
    """What a question or warning kept with a return says, in the reader's language."""
    fact = FACTS.get(kept.get("code"))
    if fact is None:
        return kept.get("code", "")
    return fact % {**kept, "name": in_words(factory_type, kept.get("product") or kept.get("material") or "")}


def _t(value):
    """With at most one figure after the point, as text."""
    return f"{round(Decimal(value), 1).normalize():f}"
