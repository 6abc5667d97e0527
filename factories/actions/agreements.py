"""Signing the agreement, taking a signature back, and remarks on a clause: each unit for its own sides only."""

from django.utils.translation import gettext as _

from committees.rights import Deed
from factories import agreements
from factories.models import ClauseComment, ClauseKind, FactoryProject, Side, Signature
from regional20x10.shared import words
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import NotAllowed, Refused


@action(Deed.SIGN_AGREEMENT)
def sign(revision, *, side, seen, by, at):
    """Sign clauses of `revision` for `side`; what is signed already stays signed as it is.

    `seen`: {ClauseKind: the digest that was shown}. Returns the new signatures. Refuses a superseded revision, and
    any digest that is not the clause's: nobody signs what they did not see.
    """
    project, side = _locked(revision.project_id), Side(side)
    only_own(project, side, by)
    state = agreements.state(project)
    if reasons := _against(revision, state, seen):
        raise Refused(reasons)
    new = [row.clause for row in state.clauses if row.clause.kind in seen and not row.signatures[side]]
    unit = by.organization
    rows = [Signature(clause=row, side=side, unit=unit, digest=row.digest, at=at, by=by) for row in new]
    for row in rows:
        checked(row).save(force_insert=True)
    return rows


def _against(revision, state, seen):
    if state.revision.pk != revision.pk:
        slots = {"old": revision.letter, "new": state.revision.letter, "at": words.moment(state.revision.at)}
        said = _("Revision %(old)s is superseded by revision %(new)s, issued %(at)s: read that one and sign it.")
        return [said % slots]
    if not seen:
        return [_("Choose at least one clause to sign.")]
    digests = {row.clause.kind: row.clause.digest for row in state.clauses}
    return [
        _("The text of “%(clause)s” is not the one you were shown: read it again before you sign.")
        % {"clause": ClauseKind(kind).label}
        for kind, digest in seen.items()
        if digests.get(kind) != digest
    ]


@action(Deed.SIGN_AGREEMENT)
def withdraw(project, *, side, kinds, reason, by, at):
    """Take back what `side` signed under the clauses of `kinds`, with the reason. They are open again."""
    project, side = _locked(project.pk), Side(side)
    only_own(project, side, by)
    state = agreements.state(project)
    held = {row.clause.kind: row.signatures[side] for row in state.clauses if row.signatures[side]}
    if fields := _against_withdrawing(side, kinds, held, reason):
        raise Refused([said for sentences in fields.values() for said in sentences], fields=fields)
    rows = [held[kind] for kind in held if kind in kinds]
    for row in rows:
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = at, by, reason.strip()
        checked(row).save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    return rows


def _against_withdrawing(side, kinds, held, reason):
    """{field: sentences} of all that stands against it."""
    found = {}
    if not kinds:
        found["kinds"] = [_("Choose the clauses whose signature is withdrawn.")]
    for kind in kinds:
        if kind not in held:
            said = _("“%(clause)s” is not signed for the %(side)s: there is nothing to withdraw.")
            found.setdefault("kinds", []).append(said % {"clause": ClauseKind(kind).label, "side": side.label})
    if not reason.strip():
        found["reason"] = [_("A signature is withdrawn with the reason: write it.")]
    return found


@action(Deed.SIGN_AGREEMENT)
def comment(clause, *, text, by, at):
    """A remark on a clause of the revision in force, by one of the three units."""
    project = _locked(clause.revision.project_id)
    if not agreements.sides_of(project, by):
        raise NotAllowed(_("Only the three units of the project remark on its agreement."))
    current = project.revisions.order_by("-number").first()
    if clause.revision_id != current.pk:
        slots = {"old": clause.revision.letter, "new": current.letter}
        raise Refused(_("Revision %(old)s is superseded by revision %(new)s: remark on that one.") % slots)
    if not text.strip():
        said = _("Write the remark.")
        raise Refused(said, fields={"text": [said]})
    row = checked(ClauseComment(clause=clause, text=agreements.normalised(text), at=at, by=by))
    row.save(force_insert=True)
    return row


def _locked(pk):
    """The project, held until the transaction ends: nobody revises what is being signed."""
    rows = FactoryProject.objects.select_for_update(of=["self"])
    return rows.select_related("design_unit", "construction_unit", "operation_unit").get(pk=pk)


def only_own(project, side, by):
    """A unit signs for the sides it has in this project, and for no other."""
    own = agreements.sides_of(project, by)
    if side in own:
        return
    unit = getattr(project, agreements.UNITS[side])
    if unit is None:
        said = _("No %(side)s is named for this project: committee staff must name it in the plan.")
        raise NotAllowed(said % {"side": side.label})
    slots = {"side": side.label, "unit": unit}
    if not own:
        raise NotAllowed(_("Your body is none of the project’s three units. For the %(side)s, %(unit)s signs.") % slots)
    slots["own"] = ", ".join(str(mine.label) for mine in own)
    raise NotAllowed(_("Your post signs for: %(own)s. For the %(side)s, %(unit)s signs.") % slots)
