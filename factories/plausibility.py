"""What is possible but not likely in a return as a whole. A warning never blocks: it is shown and kept with it.

Pure arithmetic on what a return says (judging.Said) and what was known before it (judging.Known). A warning is kept as
its code and figures, so that it is told in the reader's language.
"""

import hashlib
import json
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from factories.doubts import plain

TIMES_THE_PLAN = 3
LEAST_JUMP = Decimal(10)
"""A rise of the whole factory is warned of from this many points, and three times what the plan earns meanwhile."""
MATERIAL_SLACK = Decimal("1.25")
"""Work may be this much ahead of the material that its norm asks for: norms are rough."""
LEAST_MATERIAL = Decimal("0.05")
"""Of the whole need: what the work is ahead of the material by, before it is said."""
MONEY_GAP = Decimal(30)
"""Points between what is built and the share of the allocated money that is spent."""
TIMES_USUAL = 3
"""Progress a worker-day, against the usual of the same site."""
LEAST_RISE = Decimal(2)
"""Points below which progress a worker-day says nothing."""

FACTS = {
    "plan": _(
        "The factory rose by %(rise)s points in this period; the plan earns %(planned)s in it. Check the percentages."
    ),
    "material": _(
        "The work reported needs %(used)s %(unit)s of %(name)s by the norm; %(received)s %(unit)s were received. "
        "Check the percentages, and whether every waybill is entered."
    ),
    "money_behind": _(
        "%(percent)s%% of the work is reported done and %(share)s%% of the allocated money spent. "
        "Check the percentages, and whether all spending is entered."
    ),
    "money_ahead": _(
        "%(share)s%% of the allocated money is spent and %(percent)s%% of the work reported done. "
        "Check the amounts and the percentages."
    ),
    "nobody": _("The factory rose by %(rise)s points with nobody on site. Check the workers and the percentages."),
    "few": _(
        "%(days)s worker-days built %(rise)s points; at this site’s usual pace they build %(usual)s. "
        "Check the workers and the percentages."
    ),
}


def warnings(said, known):
    """[{code, ...its figures as text}] of the return that `said` is, in a fixed order."""
    now = physical(said, known)
    rules = (_against_the_plan, _against_material, _against_money, _against_the_crew)
    return [] if now is None else [warning for rule in rules for warning in rule(said, known, now)]


def told(kept):
    """What a warning kept with a return says, in the reader's language."""
    fact = FACTS.get(kept.get("code"))
    if fact is None:
        return kept.get("code", "")
    korean = (get_language() or "").startswith("ko")
    return fact % {**kept, "name": kept.get("name_ko" if korean else "name_en", "")}


def token(found):
    """Names exactly these warnings: whoever sends it back has seen them."""
    kept = json.dumps(found, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(kept.encode()).hexdigest()[:24]


def physical(said, known):
    """Weighted % of all work packages, 0 to 100; None while one is unknown."""
    percents = [said.lines.get(package.pk, (None, ""))[0] for package in known.packages]
    if not percents or None in percents:
        return None
    return _mean(zip(known.packages, percents, strict=True))


def _mean(pairs):
    pairs = [(package.weight, Decimal(percent)) for package, percent in pairs]
    return sum(weight * percent for weight, percent in pairs) / sum(weight for weight, _percent in pairs)


def _rise(known, now):
    """Points since the last period; None without one. A package that was not reported then counts as 0."""
    if not known.last:
        return None
    return now - _mean((package, known.last.get(package.pk) or 0) for package in known.packages)


def _against_the_plan(said, known, now):
    rise = _rise(known, now)
    if rise is None:
        return
    days = (known.period.ends_on, known.period.starts_on - timedelta(days=1))
    after, before = (_mean((package, package.planned_on(day)) for package in known.packages) for day in days)
    planned = after - before
    if rise >= LEAST_JUMP and rise > TIMES_THE_PLAN * planned:
        yield {"code": "plan", "rise": _points(rise), "planned": _points(planned)}


def _against_material(said, known, now):
    used, needed = {}, {}
    for (package, material), quantity in known.needed.items():
        percent = said.lines.get(package, (None, ""))[0] or 0
        used[material] = used.get(material, 0) + quantity * percent / 100
        needed[material] = needed.get(material, 0) + quantity
    received = dict(known.delivered)
    for row in said.deliveries:
        received[row["material_id"]] = received.get(row["material_id"], 0) + row["quantity"]
    for material in sorted(used):
        there = received.get(material, Decimal(0))
        if used[material] > there * MATERIAL_SLACK and used[material] - there > needed[material] * LEAST_MATERIAL:
            row = known.materials[material]
            yield {
                "code": "material", "material": row.code, "name_en": row.name_en, "name_ko": row.name_ko,
                "unit": row.unit, "used": _points(used[material]), "received": _points(there),
            }  # fmt: skip


def _against_money(said, known, now):
    """Nothing is said while nothing was ever reported spent: that is unknown, not zero."""
    spent = known.spent_with(said)
    if spent is None or not known.allocated:
        return
    share = 100 * spent / known.allocated
    slots = {"percent": _points(now), "share": _points(share)}
    if now - share > MONEY_GAP:
        yield {"code": "money_behind", **slots}
    elif share - now > MONEY_GAP:
        yield {"code": "money_ahead", **slots}


def _against_the_crew(said, known, now):
    rise, people, days = _rise(known, now), said.values.get("crew_people"), said.values.get("crew_days")
    if rise is None or rise <= 0 or people is None:
        return
    if people == 0 and not days:
        yield {"code": "nobody", "rise": _points(rise)}
        return
    days = days or people * ((known.period.ends_on - known.period.starts_on).days + 1)
    if known.usual and rise >= LEAST_RISE and rise > TIMES_USUAL * known.usual * days:
        usual = _points(known.usual * days)
        yield {"code": "few", "days": str(days), "rise": _points(rise), "usual": usual}


def _points(value):
    """With one figure after the point."""
    return plain(round(Decimal(value), 1))
