"""Raw-material bases: entered, changed, raised by measures, reported by quarter, linked to the factories they feed.

No base feeds with more than 100 % of what it has: it is locked while its shares are judged. Whatever changes what a
factory may expect writes its standing anew.
"""

from decimal import Decimal

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from factories import bases, norms
from factories.actions import entries, standings
from factories.models import BaseMeasure, BaseReturn, RawMaterialBase, SupplyLink
from regional20x10.shared import words
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Refused

NAMES = {"name_en", "name_ko", "kind", "material", "area_ha", "yield_t_ha", "capacity_t_year", "target_t_year",
         "season", "note", "demonstration"}  # fmt: skip
"""What change() may change: a base keeps its code and its county."""
SLIP = 5
"""So many times more, or less, than was known or expected is asked about: a decimal point may have slipped."""
FIRST_YEAR = 2000
REPORTED = ("planted_ha", "harvested_t", "losses_t")


# --- the base itself -------------------------------------------------------------------------------------------------
@action("manage_bases")
def create(county, *, code, name_en, name_ko, kind, material, by, on, area_ha=None, yield_t_ha=None,
           capacity_t_year=None, target_t_year=None, season=None, note="", demonstration=False):  # fmt: skip
    """Enter a base. `season`: the shares of the year's supply by month, January to December; even without one."""
    base = RawMaterialBase(
        county=county, code=code.strip(), name_en=name_en.strip(), name_ko=name_ko.strip(), kind=kind,
        material=material, area_ha=area_ha, yield_t_ha=yield_t_ha, capacity_t_year=capacity_t_year,
        target_t_year=target_t_year, note=note.strip(), demonstration=demonstration,
    )  # fmt: skip
    if season is not None:
        base.season = _whole(season)
    checked(base, _against_material(base)).save(force_insert=True)
    return base


@action("manage_bases")
def change(base, *, reason, by, on, sure=False, **values):
    """Change what is known of a base, with the `reason`. Five times the supply, or a fifth, only if one is `sure`."""
    if unknown := set(values) - NAMES:
        raise TypeError(f"A base has no {', '.join(sorted(unknown))} to change.")
    base, also = _held(base), {}
    before, old = {name: getattr(base, name) for name in values}, base.supply_t_year
    for name, value in values.items():
        setattr(base, name, value.strip() if isinstance(value, str) else value)
    if "season" in values:
        base.season = _whole(base.season)
    if not reason.strip():
        also["reason"] = [_("Say why it changes: the reason stays with the base.")]
    if all(getattr(base, name) == value for name, value in before.items()):
        also["name_en"] = [_("Nothing differs from what is entered: change what is wrong, or leave it.")]
    also |= _against_material(base)
    if not sure and (said := _slip_of_supply(old, base)):
        also["sure"] = [said]
    checked(base, also).save()
    _refresh(base, on)
    return base


def _against_material(base):
    if base.material not in norms.listed_raw_materials():
        said = _("No type of factory uses “%(material)s”: choose a raw material of the norms.")
        return {"material": [said % {"material": base.material[:60]}]}
    rows = base.links.select_related("project__factory_type").order_by("project__code") if base.pk else []
    fed = [row.project.code for row in rows if base.material not in norms.raw_materials(row.project.factory_type)]
    if not fed:
        return {}
    said = _("These factories are fed by this base and do not use %(material)s: %(codes)s. Unlink them first.")
    return {"material": [said % {"material": base.material, "codes": ", ".join(fed)}]}


def _whole(season):
    """The season with shares that add up to 1 exactly; one that cannot is left for the database's sentence."""
    if len(season) != 12 or not all(isinstance(share, int | float | Decimal) for share in season):
        return season
    shares = [round(Decimal(str(share)), 4) for share in season]
    rest = 1 - sum(shares)
    if abs(rest) > Decimal("0.005"):
        return [float(share) for share in shares]
    largest = shares.index(max(shares))
    return [float(share + rest if at == largest else share) for at, share in enumerate(shares)]


def _slip_of_supply(old, base):
    """A question where the supply a year becomes many times more or less; none where nothing can be compared."""
    if not _finite(base.area_ha, base.yield_t_ha, base.capacity_t_year):
        return ""
    new = base.supply_t_year
    if not old or not new or 1 / Decimal(SLIP) < new / old < SLIP:
        return ""
    said = _("From %(old)s to %(new)s t a year: is that so? Correct area, yield or capacity, or confirm it here.")
    return said % {"old": words.amount(old), "new": words.amount(new)}


def _finite(*values):
    """Whether each is a number, or not given: what is neither, its field says itself."""
    return all(value is None or (isinstance(value, Decimal | int) and Decimal(value).is_finite()) for value in values)


def _held(base):
    """The base, which nothing else changes or links meanwhile."""
    return RawMaterialBase.objects.select_for_update(of=["self"]).select_related("county").get(pk=base.pk)


def _refresh(base, on):
    standings.refresh(list(base.links.order_by("project").values_list("project", flat=True)), on=on)


# --- measures --------------------------------------------------------------------------------------------------------
@action("manage_bases")
def plan_measure(base, *, what, adds_t_year, due_on, by, on, owner=None):
    """Plan something that raises what the base yields: by how many tonnes a year, by when, and who answers for it."""
    base, also = _held(base), {}
    if due_on is not None and due_on < on:
        also["due_on"] = [_("A measure is planned ahead: enter a day from %(today)s on.") % {"today": words.day(on)}]
    measure = BaseMeasure(base=base, what=what.strip(), adds_t_year=adds_t_year, due_on=due_on, owner=owner)
    checked(measure, also).save()
    _refresh(base, on)
    return measure


@action("manage_bases")
def finish_measure(measure, *, done_on, by, on, reason=""):
    """Say that a measure is done. What the base has from then on is entered with it: change() follows."""
    base = _held(measure.base)
    measure = BaseMeasure.objects.select_for_update(of=["self"]).get(pk=measure.pk)
    if measure.done_on is not None:
        raise Refused(_("This measure was done on %(day)s already.") % {"day": words.day(measure.done_on)})
    measure.base, measure.done_on, also = base, done_on, {}
    if done_on is None or done_on.year < FIRST_YEAR or done_on > on:
        said = _("Enter the day on which it was done, at the latest %(today)s, as 2026-10-02.")
        also["done_on"] = [said % {"today": words.day(on)}]
    checked(measure, also).save(update_fields=["done_on"])
    _refresh(base, on)
    return measure


# --- quarterly returns -----------------------------------------------------------------------------------------------
@action("manage_bases")
def report(base, *, year, quarter, harvested_t, losses_t, by, at, planted_ha=None, because="", key=None):
    """Enter what a base harvested and lost in a quarter that is over. The same `key` (a UUID) is the same entry.

    Five times what was expected, or a fifth, needs a reason (`because`), which stays with the entry.
    """
    base = _held(base)
    if key is not None and (earlier := BaseReturn.objects.filter(chain=key).order_by("pk").first()):
        return _same(earlier, base)
    said = {
        "year": year,
        "quarter": quarter,
        "harvested_t": harvested_t,
        "losses_t": losses_t,
        "planted_ha": planted_ha,
    }
    said["why"] = because.strip()
    row = BaseReturn(base=base, at=at, by=by, **said)
    also = _against_quarter(row) | _against_amounts(row)
    if withdrawn := _withdrawn(row):
        row.replaces, row.chain, row.why = (
            withdrawn,
            withdrawn.chain,
            row.why or _("Reported anew after it was withdrawn."),
        )
    elif key is not None:
        row.chain = key
    entries.entered(row, also=also)
    _refresh(base, localdate(at))
    return row


def _same(earlier, base):
    if earlier.base_id != base.pk:
        raise Refused(_("This key belongs to a return of another base: send a new one."))
    return earlier


def _withdrawn(row):
    """The version that said this quarter never was so, if it is the last: a new return follows it in its chain."""
    versions = BaseReturn.objects.filter(base=row.base, year=row.year, quarter=row.quarter)
    last = versions.filter(replaced_by__isnull=True).first() if isinstance(row.year, int) else None
    return last if last and last.withdrawn else None


@action("manage_bases")
def correct(row, *, why, by, at, **values):
    """The version of a return with `values` (planted_ha, harvested_t, losses_t) in place of what it says, and `why`."""
    if unknown := set(values) - set(REPORTED):
        raise TypeError(f"A return of a base has no {', '.join(sorted(unknown))} to correct: withdraw it.")
    base = _held(row.base)
    before = {name: getattr(row, name) for name in REPORTED}
    said = before | values
    fresh = BaseReturn(base=base, year=row.year, quarter=row.quarter, **said, why=why.strip(), at=at, by=by)
    also = {}
    if said == before:
        also["harvested_t"] = [_("Nothing differs from what is entered: change what is wrong, or leave it.")]
    entries.entered(fresh, replaces=row, also=also)
    _refresh(base, localdate(at))
    return fresh


@action("manage_bases")
def withdraw(row, *, why, by, at):
    """Say that a return never was so: the quarter counts as not reported, and may be reported anew."""
    base = _held(row.base)
    last = entries.withdraw(row, why=why, by=by, at=at)
    _refresh(base, localdate(at))
    return last


def _against_quarter(row):
    """{field: sentences}: a quarter is reported once it is over."""
    today = localdate(row.at)
    if not isinstance(row.year, int) or not isinstance(row.quarter, int) or row.quarter not in bases.QUARTERS:
        return {}
    if row.year < FIRST_YEAR:
        return {"year": [_("Enter a year from %(first)s on.") % {"first": FIRST_YEAR}]}
    if (row.year, row.quarter) < (today.year, (today.month + 2) // 3):
        return {}
    said = _("Quarter %(quarter)s of %(year)s is not over: report what it brought once it is.")
    return {"quarter": [said % {"quarter": row.quarter, "year": row.year}]}


def _against_amounts(row):
    """{field: sentences}: figures far from what was expected are asked about, unless their reason is given."""
    if row.why or row.quarter not in bases.QUARTERS or not _finite(row.harvested_t, row.planted_ha):
        return {}
    slots = {"harvested": words.amount(row.harvested_t), "planted": words.amount(row.planted_ha)}
    asked, expected, area = [], bases.Supply(row.base).quarter(row.quarter), row.base.area_ha
    if expected and row.harvested_t is not None and not 1 / Decimal(SLIP) < row.harvested_t / expected < SLIP:
        said = _("%(harvested)s t were harvested where %(expected)s t were to be expected: correct it, or say why.")
        asked.append(said % (slots | {"expected": words.amount(expected)}))
    if area and row.planted_ha is not None and row.planted_ha >= SLIP * area:
        said = _("%(planted)s ha were planted of a base of %(area)s ha: correct it, or say why.")
        asked.append(said % (slots | {"area": words.amount(area)}))
    return {"because": asked} if asked else {}


# --- links -----------------------------------------------------------------------------------------------------------
@action("manage_bases")
def link(base, project, *, share_percent, by, on, reason=""):
    """Let a base feed a factory with a share of what it has, or change that share."""
    base = _held(base)
    row = SupplyLink.objects.filter(base=base, project=project).first() or SupplyLink(base=base, project=project)
    row.base, row.project, row.share_percent, also = base, project, share_percent, {}
    if base.material not in norms.raw_materials(project.factory_type):
        said = _("%(project)s does not use %(material)s: its type has no need of it.")
        also["project"] = [said % {"project": project.code, "material": base.material}]
    if _finite(share_percent) and share_percent is not None:
        if not 0 < share_percent <= 100:
            also["share_percent"] = [_("A share is more than 0 and at most 100: enter it in percent.")]
        elif said := _over(row):
            also["share_percent"] = [said]
    if also:
        raise Refused([sentence for sentences in also.values() for sentence in sentences], fields=also)
    checked(row).save()
    standings.refresh([project.pk], on=on)
    return row


def _over(row):
    """A sentence with every claim on the base, where the link would make them more than 100 %."""
    others = list(row.base.links.exclude(pk=row.pk).select_related("project").order_by("project__code"))
    given = sum(other.share_percent for other in others)
    if row.share_percent + given <= 100:
        return ""
    claims = ", ".join(f"{other.project.code} {words.percent(other.share_percent, 2)}" for other in others)
    said = _(
        "The base feeds with 100%% at most, and %(given)s of it are given already: %(claims)s. Enter %(left)s at most, "
        "or give another factory less first."
    )
    slots = {"given": words.percent(given, 2), "left": words.percent(100 - given, 2)}
    return said % (slots | {"claims": claims})


@action("manage_bases")
def unlink(link, *, reason, by, on):
    """Let a base feed a factory no more, for the `reason`."""
    if not reason.strip():
        said = _("Say why the base feeds it no more: the reason stays in the history.")
        raise Refused(said, fields={"reason": [said]})
    _held(link.base)
    project = link.project_id
    link.delete()
    standings.refresh([project], on=on)
