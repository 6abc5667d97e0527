"""What all returns have in common, ten-day and monthly: begun, saved, handed in, verified, accepted or sent back.

Each step is a part of an action (actions/returns.py, actions/production.py), which adds what its own return says.
"""

from django.db import IntegrityError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from committees.models import Post
from factories.actions import notices, standings
from factories.models import FactoryProject, State
from factories.models.ladder import STATES
from regional20x10.shared.actions import not_allowed
from regional20x10.shared.errors import Conflict, NotAllowed, Refused

MOST_NOTE = 300


# --- drafts ----------------------------------------------------------------------------------------------------------
def held_project(project):
    """The project, held until the transaction ends: the same key twice goes in turn."""
    rows = FactoryProject.objects.select_for_update(of=["self"]).select_related("plan", "factory_type")
    return rows.get(pk=project.pk)


def begun(model, project, period, key):
    """The return that `key` made, or the draft there is; None if there is neither.

    Refuses a key that made the return of another project or period.
    """
    if same := model.objects.filter(key=key).first():
        if (same.project_id, same.period_id) != (project.pk, period.pk):
            raise Refused(_("This key was already used for another return: make a new one."))
        return same
    return model.objects.filter(project=project, period=period, state=State.DRAFT).first()


def new_version(model, project, period, *, key, by, at, names):
    """(a new draft, the version it follows or None), with the values `names` of that version."""
    latest = model.objects.filter(project=project, period=period).order_by("-version").first()
    draft = model.objects.create(
        project=project, period=period, version=latest.version + 1 if latest else 1, key=key,
        created_by=by, created_at=at, saved_by=by, saved_at=at,
        **({name: getattr(latest, name) for name in names} if latest else {}),
    )  # fmt: skip
    return draft, latest


def held(row):
    """The return as it is now, held until the transaction ends."""
    rows = type(row).objects.select_for_update(of=["self"])
    return rows.select_related("period", "project__plan__county", "project__factory_type").get(pk=row.pk)


def only_a_draft(row):
    if row.state != State.DRAFT:
        raise Refused(_("This return was already submitted: correct it by a new version."))


def nobody_saved(draft, revision, *, mine, theirs):
    """Raise Conflict, both versions with it, if somebody saved since `revision`. `theirs`: makes what is kept."""
    if revision != draft.revision:
        raise Conflict(
            _("Somebody else saved this return while you were writing. Both versions are below; nothing is lost."),
            mine=mine, theirs=theirs(draft), saved_by=str(draft.saved_by), saved_at=draft.saved_at,
        )  # fmt: skip


def keep(draft, values, *, by, at):
    """Save `values` {column: value} of the draft as its next revision."""
    for name, value in values.items():
        setattr(draft, name, value)
    draft.revision += 1
    draft.saved_at, draft.saved_by = at, by
    draft.save(update_fields=[*values, "revision", "saved_at", "saved_by"])


def discard(draft):
    if draft.state != State.DRAFT:
        raise Refused(_("A submitted return is a fact and stays. Correct it by a new version."))
    if draft.comments.exists():
        raise Refused(_("This draft was commented on, and comments stay: go on with it, or let its period close."))
    draft.delete()


# --- handed in -------------------------------------------------------------------------------------------------------
def handed_in_by(row, by):
    """Whether this post submitted it already: submitting twice is submitting once."""
    return row.state != State.DRAFT and row.submitted_by_id == by.pk


def unseen(draft, revision, *, theirs):
    """Raise unless the draft can be submitted and is the one that the writer saw."""
    require(draft, "submit")
    if revision != draft.revision:
        raise Conflict(
            _("Somebody else saved this return while you were writing. Look at it before you submit it."),
            mine={}, theirs=theirs(draft), saved_by=str(draft.saved_by), saved_at=draft.saved_at,
        )  # fmt: skip


def hand_in(draft, values, *, by, at):
    """Make the draft a fact, with `values` {column: value} fixed at this moment."""
    values = {"state": State.SUBMITTED, "submitted_at": at, "submitted_by": by, **values}
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save(update_fields=list(values))
    notices.handed_in([draft], by=by, at=at)


# --- judged ----------------------------------------------------------------------------------------------------------
def judged(row, deed):
    """The return as it is now, held; refused unless `deed` can be done to it and no later version stands."""
    row = held(row)
    require(row, deed)
    newer = type(row).objects.replacing(row.project_id, row.period_id, row.version).order_by("version").last()
    if newer:
        raise Refused(_("Version %(version)s has replaced this return: judge that one.") % {"version": newer.version})
    return row


def require(row, deed):
    if deed not in STATES[State(row.state)]:
        raise Refused(
            _("This return is %(state)s, so this can no longer be done: load the page again to see who did what.")
            % {"state": row.get_state_display()}
        )


def verify(row, *, by, at):
    """Stamp what judged() gave as verified: never by one who had a hand in it."""
    if by.official_id in _hands(row.submitted_by_id, row.created_by_id, row.saved_by_id):
        raise NotAllowed(_("Nobody verifies their own return: another official of the province must."))
    notices.verified(row, by=by, at=at)
    return _stamp(row, State.VERIFIED, by, at)


def accept(row, *, by, at):
    """Stamp what judged() gave as accepted: never by one who submitted or verified it."""
    if by.official_id in _hands(row.submitted_by_id, row.verified_by_id):
        raise NotAllowed(_("Who submitted or verified a return does not accept it: another member must."))
    return _stamp(row, State.ACCEPTED, by, at)


def send_back(row, *, note, by, at, value_notes, names):
    """Return it with notes. `names(row)`: the fields that a note can stand beside."""
    row = held(row)
    deed = "verify_returns" if row.state == State.SUBMITTED else "accept_returns"
    if not by.may(deed):
        raise not_allowed(by, deed)
    require(row, "send_back")
    notes = {name: text.strip() for name, text in (value_notes or {}).items() if text.strip()}
    fields = _unfit_notes(notes, names(row))
    if not (note.strip() or notes):
        fields["note"] = [_("Say what is to be corrected when sending a return back.")]
    if fields:
        raise Refused([sentence for sentences in fields.values() for sentence in sentences], fields=fields)
    row.return_note, row.value_notes = note.strip() or "\n".join(notes.values()), notes
    notices.sent_back(row, by=by, at=at)
    return _stamp(row, State.RETURNED, by, at, "return_note", "value_notes")


def _unfit_notes(notes, names):
    fields = {}
    if foreign := notes.keys() - names:
        said = _("This return has no such value: %(names)s. Load the page again.")
        fields["value_notes"] = [said % {"names": ", ".join(sorted(foreign))[:200]}]
    for name, text in notes.items():
        if len(text) > MOST_NOTE:
            fields[f"note_on_{name}"] = [_("At most %(most)s characters: say it shorter.") % {"most": MOST_NOTE}]
    return fields


def _hands(*posts):
    """The officials who hold the posts of these keys."""
    return set(Post.objects.filter(pk__in=filter(None, posts)).values_list("official_id", flat=True))


def _stamp(row, state, by, at, *more):
    """Each state is named as its stamps are."""
    row.state = state
    setattr(row, f"{state}_at", at)
    setattr(row, f"{state}_by", by)
    try:
        row.save(update_fields=["state", f"{state}_at", f"{state}_by", *more])
    except IntegrityError as error:
        raise Refused(_("The database refused this: %s") % str(error).splitlines()[0]) from error
    standings.refresh([row.project_id], on=localdate(at))
    return row
