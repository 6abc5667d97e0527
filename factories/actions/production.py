"""Monthly production: what is planned, and the returns, which climb the ladder of ten-day returns.

Each refuses with all its reasons at once.
"""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from factories import deadlines, norms, production, production_rules
from factories.actions import ladder, standings
from factories.models import (
    Downtime,
    PeriodKind,
    ProductionReturn,
    ProductLine,
    ProductPlan,
    RawMaterialUse,
)
from factories.production import FIELDS, MATERIAL, PRODUCT, Said
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import NotAllowed, Refused


# --- plans -----------------------------------------------------------------------------------------------------------
@action("plan_production")
def set_plan(project, *, year, product, tonnes, by, reason=""):
    """What the factory is to make of `product` in `year`; a plan that there is already changes, with a reason."""
    project, product = ladder.held_project(project), product.strip()
    plan = ProductPlan.objects.filter(project=project, year=year, product=product).first()
    fields = _unfit_plan(project, plan, year, product, tonnes, reason)
    plan = plan or ProductPlan(project=project, year=year, product=product)
    plan.tonnes = tonnes
    checked(plan, fields).save()
    return plan


def _unfit_plan(project, plan, year, product, tonnes, reason):
    """{field: sentences} of what the table does not say of itself."""
    fields, first = {}, project.plan.program_year.year
    if not first <= year <= first + 30:
        said = _("A factory of the year %(first)s is planned from that year on, for at most 30 years.")
        fields["year"] = [said % {"first": first}]
    made = norms.products(project.factory_type)
    if plan is None and product not in made and not reason.strip():
        said = _("Such a factory makes: %(products)s. Choose one of them, or say why it is to make another.")
        fields["product"] = [said % {"products": ", ".join(norms.in_words(project.factory_type, one) for one in made)}]
    if plan is not None and plan.tonnes != tonnes and not reason.strip():
        fields["reason"] = [_("The plan changes: say why. The earlier one stays in its history.")]
    return fields


# --- returns ---------------------------------------------------------------------------------------------------------
def only_its_own(project, by):
    """Raise unless `by` is a post of its operation unit or of its county: a unit may design one and operate another."""
    if by is None or (by.organization_id and by.organization_id == project.operation_unit_id):
        return
    if by.county_id != project.plan.county_id:
        raise NotAllowed(_("Only the operation unit of a factory and its county report what it produces: ask them."))


@action("enter_production")
def begin(project, period, *, key, by, at):
    """The draft for `project` and the month `period`: the one there is, or a new version. The same `key` is the same.

    Refuses for a month that takes no returns on the day of `at`, or that ended before the factory was commissioned.
    """
    project = ladder.held_project(project)
    only_its_own(project, by)
    if there := ladder.begun(ProductionReturn, project, period, key):
        return there
    known = production.known(project, period)
    if reasons := _refusals(known, localdate(at)):
        raise Refused(reasons)
    draft, latest = ladder.new_version(ProductionReturn, project, period, key=key, by=by, at=at, names=FIELDS)
    if latest:
        said = production.said_by(latest)
        _write(draft, said.products, said.downtimes, said.materials)
    elif known.last:
        draft.staff = known.last.values["staff"]
        draft.save(update_fields=["staff"])
    return draft


def _refusals(known, day):
    if known.period.kind != PeriodKind.MONTH:
        return [_("Production is reported by the month: choose a month.")]
    early = production_rules.before_commissioning(known.commissioned_on, known.period)
    return [*deadlines.refusals(known.project, known.period, day), *early]


@action("enter_production")
def save(draft, *, revision, values, products, downtimes, materials, by, at):
    """Keep what was typed so far. Nothing is judged but what cannot be kept at all.

    `values`: of production.FIELDS; the parts as production.Said has them, None for one that stays as it is;
    `revision`: the revision the writer started from. Raises Conflict if somebody saved another since.
    """
    draft = ladder.held(draft)
    only_its_own(draft.project, by)
    ladder.only_a_draft(draft)
    parts = {"products": products, "downtimes": downtimes, "materials": materials}
    parts = {name: part for name, part in parts.items() if part is not None}
    ladder.nobody_saved(draft, revision, mine={**values, **parts}, theirs=snapshot)
    if fields := production_rules.cannot_be_kept(Said(values, **parts)):
        raise Refused([sentence for sentences in fields.values() for sentence in sentences], fields=fields)
    ladder.keep(draft, {name: values[name] for name in FIELDS if name in values}, by=by, at=at)
    _write(draft, **parts)
    return draft


def _write(draft, products=None, downtimes=None, materials=None):
    """Put these in the place of what the draft had; None leaves a part as it is."""
    if products is not None:
        draft.products.all().delete()
        ProductLine.objects.bulk_create(
            ProductLine(production_return=draft, product=name, **_of(row, PRODUCT)) for name, row in products.items()
        )
    if downtimes is not None:
        draft.downtimes.all().delete()
        Downtime.objects.bulk_create(
            Downtime(production_return=draft, cause=cause, hours=hours, note=note.strip())
            for cause, hours, note in downtimes
        )
    if materials is not None:
        draft.materials.all().delete()
        RawMaterialUse.objects.bulk_create(
            RawMaterialUse(production_return=draft, material=name, **_of(row, MATERIAL))
            for name, row in materials.items()
        )


def _of(row, names):
    return {name: row.get(name) for name in names}


@action("enter_production")
def submit(draft, *, revision, by, at):
    """Hand the return to the province. From here on it is a fact. Submitting twice is submitting once."""
    draft = ladder.held(draft)
    only_its_own(draft.project, by)
    if ladder.handed_in_by(draft, by):
        return draft
    ladder.unseen(draft, revision, theirs=snapshot)
    judged, day = judge(draft, at=at), localdate(at)
    if late := deadlines.refusals(draft.project, draft.period, day):
        judged.fields.setdefault("period", []).extend(late)
    if judged.fields:
        raise Refused(judged.reasons, fields=judged.fields)
    values = {
        "doubts": judged.questions,
        "warnings": judged.warnings,
        "output_t": production.said_by(draft).output_t,
    }
    ladder.hand_in(draft, values, by=by, at=at)
    standings.refresh([draft.project_id], on=day)
    return draft


def judge(draft, *, at):
    """What stands against the draft at the moment `at`, and is asked about it."""
    known = production.known(draft.project, draft.period)
    return production_rules.judge(production.said_by(draft), known, localdate(at))


def snapshot(row):
    """All that a return says, as plain values: for the conflict page, the API and the record."""
    said = production.said_by(row)
    return {
        **said.values, "revision": row.revision,
        "products": said.products, "downtimes": said.downtimes, "materials": said.materials,
    }  # fmt: skip


@action("enter_production")
def discard(draft, *, by):
    """Throw a draft away. A submitted return stays."""
    draft = ladder.held(draft)
    only_its_own(draft.project, by)
    ladder.discard(draft)


@action("verify_returns")
def verify(row, *, by, at):
    """The province vouches for the return. Never one's own."""
    return ladder.verify(ladder.judged(row, "verify"), by=by, at=at)


@action("accept_returns")
def accept(row, *, by, at):
    """The committee accepts a verified return."""
    return ladder.accept(ladder.judged(row, "accept"), by=by, at=at)


@action()
def send_back(row, *, note, by, at, value_notes=None):
    """Return it with notes saying what is to be corrected; the factory then makes a new version.

    `note` is on the whole, `value_notes` {field: note} beside single values; one of them is needed.
    """
    return ladder.send_back(row, note=note, by=by, at=at, value_notes=value_notes, names=_names)


def _names(row):
    return production.said_by(row).names
