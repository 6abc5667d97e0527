"""A sizing study in words: each formula with the county's numbers in it, and how the result hangs on each input."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from factories import charts, conditions, sizing
from factories.conditions import DEMAND, RAW
from regional20x10.shared import words

WIDE = {"width": 640}
NARROW = {"width": 358, "compact": True}


@dataclass
class Line:
    """What one of the limits allows, with the formula and the county's numbers in it."""

    code: str
    title: str
    formula: str
    worked: list
    t_year: float | None
    missing: list
    least: bool


def of(row):
    """All that a study shows, by its numbers: what a template needs."""
    basis = sizing.basis(row)
    inputs, result = basis.inputs, basis.result
    names_ko, size = inputs["norms"].get("names_ko"), result["recommended_t_year"]
    lines = _lines(inputs, result)
    return {
        "size": size, "lines": lines, "top": _top(lines, size), "bottleneck": bottleneck(result, inputs),
        "unit": _("t a year") if size is not None else "", "unit_head": _("kg a year") if size is not None else "",
        "unit_chosen": _("t a year") if row.chosen_t_year else "",
        "missing": [conditions.in_words(key, names_ko) for key in result["missing"]],
        "changed": [conditions.in_words(key, names_ko) for key in basis.changed],
        "off": sizing.off_percent(row.chosen_t_year, size),
        "needs": sizing.needs_of(row.chosen_t_year, inputs["norms"]) if row.chosen_t_year else None,
        "result": result, "reference": _reference(inputs), "norm": inputs["norms"].get("capacity_t_year"),
        "inputs": _inputs(inputs), "sensitivity": _sensitivity(inputs, result),
        "left": max(0, sizing.left_over(row.project)),
        "step": sizing.STEP_PERCENT, "most": sizing.OFF_PERCENT,
    }  # fmt: skip


def bottleneck(result, inputs):
    """The limit that allows least, in words: “power”, “raw material (maize)”."""
    if not result.get("bottleneck"):
        return ""
    word = str(sizing.LIMITS[result["bottleneck"]][0]).lower()
    by = result.get("bottleneck_by")
    named = conditions.named(by, inputs["norms"].get("names_ko")) if by else ""
    return _("%(limit)s (%(material)s)") % {"limit": word, "material": named} if named else word


def _top(lines, size):
    """Where the bars end: at the largest, but within three times the recommended, so that the short ones are seen."""
    largest = max([line.t_year or 0 for line in lines] + [1])
    return min(largest, 3 * size) if size else largest


def _reference(inputs):
    kept = inputs["reference"]
    return kept and {**kept, "name": kept["name_ko" if get_language() == "ko" else "name_en"]}


def _lines(inputs, result):
    names_ko = inputs["norms"].get("names_ko")
    return [
        Line(
            limit["code"], *sizing.LIMITS[limit["code"]],
            [] if limit["missing"] else _worked(limit["code"], inputs), limit["t_year"],
            [conditions.in_words(key, names_ko) for key in limit["missing"]], limit["code"] == result["bottleneck"],
        )
        for limit in result["limits"]
    ]  # fmt: skip


def _worked(code, inputs):
    """The formula of a limit with the county's numbers in it, a line for each raw material."""
    values, norms = inputs["values"], inputs["norms"]
    names_ko = norms.get("names_ko")

    def said(key):
        return conditions.written(key, values[key])

    if code == "demand":
        parts = [
            _("%(name)s %(kg)s kg × %(share)s") % {
                "name": conditions.named(name, names_ko), "kg": said(f"{DEMAND}.{name}"),
                "share": words.percent(float(share) * 100, 0),
            }
            for name, share in norms["product_groups"].items()
        ]  # fmt: skip
        return [
            _("%(people)s people × (%(parts)s) ÷ 1,000") % {"people": said("population"), "parts": " + ".join(parts)}
        ]
    if code == "raw_material":
        return [
            _("%(name)s: %(available)s t ÷ %(needed)s t a tonne") % {
                "name": conditions.named(name, names_ko), "available": said(f"{RAW}.{name}"),
                "needed": conditions.written("", needed),
            }
            for name, needed in norms["raw_material_t_per_t"].items()
        ]  # fmt: skip
    key, norm = sizing.UTILITIES[code]
    slots = {
        "value": said(key), "unit": conditions.unit_of(key), "share": words.percent(inputs["share_percent"], 0),
        "need": conditions.written("", norms[norm]), "need_unit": conditions.unit_of(f"norms.{norm}"),
        "capacity": conditions.written("", norms["capacity_t_year"]),
    }  # fmt: skip
    return [_("%(value)s %(unit)s × %(share)s ÷ (%(need)s %(need_unit)s ÷ %(capacity)s t)") % slots]


def _inputs(inputs):
    """The table of what the study rests on."""
    names_ko, sources = inputs["norms"].get("names_ko"), inputs["sources"]
    order = ["population", DEMAND, RAW, *(key for key, _norm in sizing.UTILITIES.values())]
    keys = sorted(inputs["values"], key=lambda key: order.index(key.partition(".")[0]))  # JSON columns keep no order
    return [
        conditions.Value(
            key, conditions.in_words(key, names_ko), conditions.unit_of(key),
            conditions.written(key, inputs["values"][key]), sources.get(key, ""),
        )
        for key in keys
    ]  # fmt: skip


def _sensitivity(inputs, result):
    """The result with each input less and more: rows, the chart of those that move it, and its sentence."""
    size, names_ko = result["recommended_t_year"], inputs["norms"].get("names_ko")
    if size is None:
        return None
    rows = [
        {
            "label": conditions.in_words(row["input"], names_ko),
            "short": _short(row["input"], names_ko),
            "less": row["less_t_year"],
            "more": row["more_t_year"],
            "less_off": sizing.off_percent(row["less_t_year"], size),
            "more_off": sizing.off_percent(row["more_t_year"], size),
        }
        for row in result["sensitivity"]
    ]
    moving = [row for row in rows if row["less"] != row["more"]]
    drawn = {}
    if moving:
        drawn["wide"] = charts.svg(charts.tornado(moving, base=size, **WIDE))
        narrow = [row | {"label": row["short"]} for row in moving]
        drawn["narrow"] = charts.svg(charts.tornado(narrow, base=size, **NARROW))
    says = _("%(count)s of %(total)s inputs move the result.") % {"count": len(moving), "total": len(rows)}
    if moving:
        slots = {"input": moving[0]["label"], "less": words.number(moving[0]["less"], 1), "size": words.number(size, 1)}
        most = _("Most: with 20%% less of “%(input)s” the recommended %(size)s t a year become %(less)s.") % slots
        says = f"{says} {most}"
    still = [row["label"] for row in rows if row not in moving]
    return {"rows": moving, "still": still, "says": says, **drawn}


def _short(key, names_ko):
    """For narrow charts: a product or material by its name alone."""
    name = key.partition(".")[2]
    return conditions.named(name, names_ko) if name else conditions.in_words(key)
