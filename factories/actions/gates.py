"""Letting a factory through a gate, and setting a requirement aside until a day. Each refuses with all its reasons."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from factories import gates
from factories.actions import standings
from factories.models import FactoryProject, Gate, GatePass, Waiver
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Refused


@action("pass_gates")
def let_through(project, gate, *, by, at):
    """Let the project through `gate`, if everything it asks for is met or waived. Twice is once."""
    project = FactoryProject.objects.select_for_update(of=["self"]).get(pk=project.pk)
    gate = Gate(gate)
    if gate not in gates.DECIDED:
        raise Refused(_("Whether a factory counts follows from its production returns: nobody decides it."))
    if done := GatePass.objects.filter(project=project, gate=gate).first():
        return done
    facts = gates.Facts(project, localdate(at))
    state = gates.state_of(facts, gate)
    if state.missing:
        raise Refused(state.missing)
    evidence = [{"code": r.requirement.code, "state": r.state, "said": str(r.finding.said)} for r in state.requirements]
    row = GatePass.objects.create(project=project, gate=gate, at=at, by=by, evidence=evidence)
    standings.refresh([project.pk], on=localdate(at))
    return row


@action("waive")
def waive(project, gate, code, *, until, reason, by, at):
    """Set a requirement aside until the end of `until`. It ends by itself; a new one may follow."""
    project = FactoryProject.objects.select_for_update(of=["self"]).get(pk=project.pk)
    gate, day = Gate(gate), localdate(at)
    if fields := _against(project, gate, code, until, reason, day):
        raise Refused([said for sentences in fields.values() for said in sentences], fields=fields)
    values = {"until": until, "reason": reason.strip(), "at": at, "on": day, "by": by}
    waiver = checked(Waiver(project=project, gate=gate, requirement=code, **values))
    waiver.save(force_insert=True)
    return waiver


def _against(project, gate, code, until, reason, day):
    """{field: sentences} of all that stands against the waiver."""
    facts = gates.Facts(project, day)
    found, asked = {}, gates.requirement(gate, code, facts)
    if asked is None:
        found["requirement"] = [_("This gate has no such requirement: choose one of the list.")]
    elif not asked.waivable:
        found["requirement"] = [
            _("“%(what)s” cannot be waived: it is what the gate stands for.") % {"what": asked.label}
        ]
    elif asked.find(facts).state == gates.MET:
        found["requirement"] = [_("“%(what)s” is met: there is nothing to waive.") % {"what": asked.label}]
    if not reason.strip():
        found["reason"] = [_("A waiver needs its reason in writing.")]
    if until is None:
        found["until"] = [_("Enter the last day on which the waiver holds, as 2026-12-31.")]
    elif until < day:
        said = _("%(until)s is past: a waiver ends on or after the day it is given, %(day)s.")
        found["until"] = [said % {"until": until, "day": day}]
    return found
