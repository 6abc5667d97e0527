"""What shows that a factory can produce: trial operations with their protocols, and samples taken by inspectors.

Both come after the gate *commission*. The operation unit records a trial; a sample is taken by the body that inspects
the factory and neither builds nor operates it. The project is locked while an entry is judged.
"""

from decimal import Decimal

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from committees.rights import Deed
from factories import norms
from factories.actions import documents, entries, inspections, standings
from factories.models import Gate, GatePass, QualitySample, TrialRun
from regional20x10.shared import words
from regional20x10.shared.actions import action, not_allowed
from regional20x10.shared.errors import NotAllowed, Refused

DEEDS = {TrialRun: Deed.RECORD_TRIALS, QualitySample: Deed.SAMPLE_QUALITY}
"""{model: who enters, corrects and withdraws}."""
MOST = 2
"""More than so many times its capacity comes out of no factory: the unit was mistaken."""


@documents.leaving_no_orphans
@action("record_trials")
def record(
    project, *, began_on, ended_on, output_t, passed, protocol, by, at, remarks="", document=None, key=None, files=(),
):  # fmt: skip
    """A trial operation with its protocol. The same `key` (a UUID) is the same entry, however often it is sent.

    `files`: the protocol itself as it was handed in (documents.Handed), one file at most; or `document`, kept already.
    """
    said = {"began_on": began_on, "ended_on": ended_on, "output_t": output_t, "passed": passed, "protocol": protocol,
            "remarks": remarks, "document": document}  # fmt: skip
    return _made(TrialRun, project, said, files, key, by, at)


@action("sample_quality")
def sample(project, *, product, taken_on, laboratory, certificate, passed, by, at, grade=None, key=None):
    """A sample of a product, named as in the norms of the type, that a laboratory has examined; `grade` 1 to 3."""
    said = {"product": product, "taken_on": taken_on, "laboratory": laboratory, "certificate": certificate,
            "passed": passed, "grade": grade}  # fmt: skip
    return _made(QualitySample, project, said, (), key, by, at)


def _made(model, project, said, files, key, by, at):
    project = entries.held(project)
    _only_those_who_may(model, project, by, at)
    if earlier := entries.sent_before(model, project, key):
        return earlier
    said = entries.tidied(said) | _kept(project, files, by, at) | ({"chain": key} if key else {})
    row = model(project=project, at=at, by=by, **said)
    entries.entered(row, also=_against(row))
    standings.refresh([project.pk], on=localdate(at))
    return row


@documents.leaving_no_orphans
@action()
def correct(row, *, why, by, at, files=(), **values):
    """The version of an entry with `values` in place of what it says; the earlier one stays beside it, and `why`."""
    project = entries.held(row.project)
    _only_those_who_may(type(row), project, by, at)
    values |= _kept(project, files, by, at)
    said = {"against": _against, "beside": "passed"}
    return entries.corrected(row, project, values, **said, why=why, by=by, at=at)


@action()
def withdraw(row, *, why, by, at):
    """Say that a trial or a sample never was."""
    project = entries.held(row.project)
    _only_those_who_may(type(row), project, by, at)
    return entries.taken_back(row, project, why=why, by=by, at=at)


def _only_those_who_may(model, project, by, at):
    """Raise unless the post is of the operation unit, for a trial, or of the inspecting side, for a sample."""
    if by is None:
        return
    if not by.may(DEEDS[model]):
        raise not_allowed(by, DEEDS[model])
    if model is QualitySample:
        inspections.only_the_inspecting_side(project, by, localdate(at))
    elif by.organization_id != project.operation_unit_id:
        unit = project.operation_unit.name if project.operation_unit else _("nobody: committee staff name it first")
        raise NotAllowed(_("Only the operation unit of this factory may do this: %(unit)s.") % {"unit": unit})


def _kept(project, files, by, at):
    if len(files) > 1:
        said = _("Hand in the protocol as one file.")
        raise Refused([said], fields={"files": [said]})
    kept = documents.keep(project, files, by=by, at=at)
    return {"document": kept[0]} if kept else {}


# --- what stands against an entry ------------------------------------------------------------------------------------
def _against(row, *, instead_of=None):
    """{field: sentences} of what stands against `row`, besides what its own fields and constraints say."""
    others = type(row).objects.in_force().filter(project=row.project).exclude(pk=instead_of and instead_of.pk)
    against = _against_trial if isinstance(row, TrialRun) else _against_sample
    return {name: [sentence] for name, sentence in against(row, others).items() if sentence}


def _against_trial(row, others):
    found = {name: _against_day(row, name) for name in ("began_on", "ended_on")}
    found["began_on"] = found["began_on"] or _before_the_gate(
        row, row.began_on, _("The gate “%(gate)s” has not been passed: a trial operation comes after it."),
        _("The gate “%(gate)s” was passed on %(day)s: a trial operation begins on that day or later."),
    )  # fmt: skip
    if isinstance(row.output_t, Decimal) and row.output_t.is_finite():
        found["output_t"] = _against_output(row)
    if row.protocol and others.filter(protocol=row.protocol).exists():
        said = _("A trial with the protocol %(number)s is entered already: correct that one, or check the number.")
        found["protocol"] = said % {"number": row.protocol}
    return found


def _against_output(row):
    if row.passed and row.output_t == 0:
        return _("A trial of which nothing came out is not passed: enter what came out, or that it is not passed.")
    capacity = row.project.capacity_t_year
    if capacity is None or not row.began_on or not row.ended_on or row.ended_on < row.began_on:
        return ""
    days = (row.ended_on - row.began_on).days + 1
    if row.output_t <= MOST * capacity * days / 365:
        return ""
    said = _(
        "At its capacity the factory makes %(most)s t in these days, and %(output)s t are entered: check the days, and "
        "that the output is in tonnes."
    )
    return said % {"most": words.amount(capacity * days / 365), "output": words.amount(row.output_t)}


def _against_sample(row, others):
    known = norms.products(row.project.factory_type)
    found = {"taken_on": _against_day(row, "taken_on") or _before_the_gate(
        row, row.taken_on, _("The gate “%(gate)s” has not been passed: there is nothing to take a sample of."),
        _("The gate “%(gate)s” was passed on %(day)s: a sample is taken on that day or later."),
    )}  # fmt: skip
    if row.product and row.product not in known:
        names = ", ".join(norms.in_words(row.project.factory_type, name) for name in known)
        slots = {"product": row.product, "type": row.project.factory_type.name, "known": names}
        found["product"] = (
            _("“%(type)s” does not make “%(product)s”: choose one of %(known)s.") % slots
            if known
            else _("The norms of “%(type)s” name no product: committee staff enter them with the type.") % slots
        )
    same = {"product": row.product, "laboratory": row.laboratory, "certificate": row.certificate}
    if row.certificate and others.filter(**same).exists():
        said = _("The certificate %(number)s is entered already: correct that entry, or check the number.")
        found["certificate"] = said % {"number": row.certificate}
    return found


def _against_day(row, name):
    return entries.against_day(getattr(row, name), row.project.plan.program, localdate(row.at))


def _before_the_gate(row, day, never, too_early):
    """`never` if the factory was not commissioned, `too_early` if the day lies before it was; nothing otherwise."""
    passed = GatePass.objects.filter(project=row.project, gate=Gate.COMMISSION, at__lte=row.at).first()
    slots = {"gate": Gate.COMMISSION.label, "day": words.day(passed.at) if passed else ""}
    if passed is None:
        return never % slots
    return too_early % slots if day < localdate(passed.at) else ""
