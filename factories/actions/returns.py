"""Ten-day returns: draft, submit, verify, accept, send back. Each refuses with all its reasons at once."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from committees.models import Post
from factories import contents, deadlines, judging, plausibility, prior
from factories.actions import parts, standings
from factories.actions.projects import only_the_builder
from factories.judging import FIELDS, Said
from factories.models import CountySignature, FactoryProject, Gate, State, StatusReturn
from factories.models.ladder import STATES
from regional20x10.shared.actions import action, not_allowed
from regional20x10.shared.errors import Conflict, NotAllowed, Refused

MOST_NOTE = 300


@action("enter_returns")
def begin(project, period, *, key, by, at):
    """The draft for `project` and `period`: the one there is, or a new version. The same `key` gives the same return.

    Refuses for a period that is not open on the day of `at`.
    """
    project = FactoryProject.objects.select_for_update(of=["self"]).get(pk=project.pk)  # the same key twice: in turn
    only_the_builder(project, by)
    if same := StatusReturn.objects.filter(key=key).first():
        if (same.project_id, same.period_id) != (project.pk, period.pk):
            raise Refused(_("This key was already used for another return: make a new one."))
        return same
    if draft := StatusReturn.objects.filter(project=project, period=period, state=State.DRAFT).first():
        return draft
    if reasons := _refusals(project, period, localdate(at)):
        raise Refused(reasons)
    latest = StatusReturn.objects.filter(project=project, period=period).order_by("-version").first()
    draft = StatusReturn.objects.create(
        project=project, period=period, version=latest.version + 1 if latest else 1, key=key,
        created_by=by, created_at=at, saved_by=by, saved_at=at,
        **({name: getattr(latest, name) for name in (*FIELDS, "overspent_because")} if latest else {}),
    )  # fmt: skip
    if latest:
        parts.copy(latest, draft)
    else:
        parts.begin(draft, prior.known([(project, period, 1)])[project.pk])
    return draft


def _refusals(project, period, day):
    started, planned = project.gate_passes.filter(gate=Gate.START).exists(), project.packages.exists()
    return deadlines.refusals(project, period, day) + deadlines.unready(started=started, planned=planned)


@action("enter_returns")
def save(
    draft, *, revision, values, lines, delays, by, at,
    deliveries=None, expenditures=None, equipment=None, incidents=None, overspent_because=None,
):  # fmt: skip
    """Keep what was typed so far. Nothing is judged but what cannot be kept at all.

    `values`: of FIELDS; `lines`, `delays` and the further parts as judging.Said has them, None for what stays as it is;
    `revision`: the revision the writer started from. Raises Conflict if somebody saved another since.
    """
    draft = _locked(draft)
    only_the_builder(draft.project, by)
    if draft.state != State.DRAFT:
        raise Refused(_("This return was already submitted: correct it by a new version."))
    more = {"deliveries": deliveries, "expenditures": expenditures, "equipment": equipment, "incidents": incidents}
    more = {name: part for name, part in more.items() if part is not None}
    if overspent_because is not None:
        values = {**values, "overspent_because": overspent_because}
    if revision != draft.revision:
        theirs = snapshot(draft)
        mine = {**values, "lines": lines, "delays": delays, **more}
        raise Conflict(
            _("Somebody else saved this return while you were writing. Both versions are below; nothing is lost."),
            mine=mine, theirs=theirs, saved_by=str(draft.saved_by), saved_at=draft.saved_at,
        )  # fmt: skip
    said = Said(values, lines, delays, overspent_because=overspent_because or "", **more)
    if fields := judging.cannot_be_kept(said, _known(draft)):
        raise Refused([sentence for sentences in fields.values() for sentence in sentences], fields=fields)
    columns = [name for name in (*FIELDS, "overspent_because") if name in values]
    for name in columns:
        setattr(draft, name, values[name])
    draft.revision += 1
    draft.saved_at, draft.saved_by = at, by
    draft.save(update_fields=[*columns, "revision", "saved_at", "saved_by"])
    parts.write(draft, lines=lines, delays=delays, **more)
    return draft


def _known(draft, waybills=()):
    return prior.known([(draft.project, draft.period, draft.version)], waybills)[draft.project_id]


@action("enter_returns")
def submit(draft, *, revision, by, at):
    """Hand the return to the province. From here on it is a fact. Submitting twice is submitting once."""
    draft = _locked(draft)
    only_the_builder(draft.project, by)
    if draft.state != State.DRAFT and draft.submitted_by_id == by.pk:
        return draft
    _require(draft, "submit")
    if revision != draft.revision:
        raise Conflict(
            _("Somebody else saved this return while you were writing. Look at it before you submit it."),
            mine={}, theirs=snapshot(draft), saved_by=str(draft.saved_by), saved_at=draft.saved_at,
        )  # fmt: skip
    said, known, judged = judge(draft)
    if reasons := judged.reasons + deadlines.refusals(draft.project, draft.period, localdate(at)):
        raise Refused(reasons, fields=judged.fields)
    draft.state, draft.submitted_at, draft.submitted_by = State.SUBMITTED, at, by
    draft.doubts, draft.warnings = judged.questions, judged.warnings
    draft.percent = round(plausibility.physical(said, known), 3)
    _hand_in(draft)
    standings.refresh([draft.project_id], on=localdate(at))
    return draft


def judge(draft):
    """(what the draft says, what was known before it, what stands against it and is asked about it)."""
    said = contents.said_by(draft)
    known = _known(draft, [(row["supplier_id"], row["waybill"]) for row in said.deliveries])
    return said, known, judging.judge(said, known)


def _hand_in(draft):
    """Another return may have named one of its waybills since it was judged: the database alone sees both."""
    try:
        with transaction.atomic():
            draft.save(update_fields=["state", "submitted_at", "submitted_by", "doubts", "warnings", "percent"])
    except IntegrityError:
        if fields := judge(draft)[2].fields:
            raise Refused([text for texts in fields.values() for text in texts], fields=fields) from None
        raise


def snapshot(row):
    """All that a return says, as plain values: for the conflict page, the API and the record."""
    said = contents.said_by(row)
    return {
        **said.values,
        "overspent_because": said.overspent_because,
        "revision": row.revision,
        **{name: getattr(said, name) for name in parts.PARTS},
    }


@action("enter_returns")
def discard(draft, *, by):
    """Throw a draft away. A submitted return stays."""
    draft = _locked(draft)
    only_the_builder(draft.project, by)
    if draft.state != State.DRAFT:
        raise Refused(_("A submitted return is a fact and stays. Correct it by a new version."))
    draft.delete()


@action("verify_returns")
def verify(row, *, by, at):
    """The province vouches for the return. Never one's own."""
    row = _locked(row)
    _require(row, "verify")
    _not_replaced(row)
    if missing := CountySignature.missing(row):
        slots = {"county": row.project.plan.county, "who": ", ".join(str(side.label) for side in missing)}
        raise Refused(_("Before the province verifies this return, %(county)s signs it. Missing: %(who)s.") % slots)
    if by.official_id in _hands(row.submitted_by_id, row.created_by_id, row.saved_by_id):
        raise NotAllowed(_("Nobody verifies their own return: another official of the province must."))
    return _stamp(row, State.VERIFIED, "verified", by, at)


@action("accept_returns")
def accept(row, *, by, at):
    """The committee accepts a verified return."""
    row = _locked(row)
    _require(row, "accept")
    _not_replaced(row)
    if by.official_id in _hands(row.submitted_by_id, row.verified_by_id):
        raise NotAllowed(_("Who submitted or verified a return does not accept it: another member must."))
    return _stamp(row, State.ACCEPTED, "accepted", by, at)


@action()
def send_back(row, *, note, by, at, value_notes=None):
    """Return it with notes saying what is to be corrected; the site then makes a new version.

    `note` is on the whole, `value_notes` {field: note} beside single values; one of them is needed.
    """
    row = _locked(row)
    deed = "verify_returns" if row.state == State.SUBMITTED else "accept_returns"
    if not by.may(deed):
        raise not_allowed(by, deed)
    _require(row, "send_back")
    notes = {name: text.strip() for name, text in (value_notes or {}).items() if text.strip()}
    fields = _unfit_notes(row, notes)
    if not (note.strip() or notes):
        fields["note"] = [_("Say what is to be corrected when sending a return back.")]
    if fields:
        raise Refused([sentence for sentences in fields.values() for sentence in sentences], fields=fields)
    row.return_note, row.value_notes = note.strip() or "\n".join(notes.values()), notes
    return _stamp(row, State.RETURNED, "returned", by, at, "return_note", "value_notes")


def _unfit_notes(row, notes):
    fields = {}
    if foreign := notes.keys() - contents.said_by(row).names:
        said = _("This return has no such value: %(names)s. Load the page again.")
        fields["value_notes"] = [said % {"names": ", ".join(sorted(foreign))[:200]}]
    for name, text in notes.items():
        if len(text) > MOST_NOTE:
            fields[f"note_on_{name}"] = [_("At most %(most)s characters: say it shorter.") % {"most": MOST_NOTE}]
    return fields


def _locked(row):
    """The return as it is now, held until the transaction ends."""
    return (
        StatusReturn.objects.select_for_update(of=["self"])
        .select_related("period", "project__plan__county")
        .get(pk=row.pk)
    )


def _hands(*posts):
    """The officials who hold the posts of these keys."""
    return set(Post.objects.filter(pk__in=filter(None, posts)).values_list("official_id", flat=True))


def _require(row, deed):
    if deed not in STATES[State(row.state)]:
        raise Refused(
            _("This return is %(state)s, so this can no longer be done: load the page again to see who did what.")
            % {"state": row.get_state_display()}
        )


def _not_replaced(row):
    newer = StatusReturn.objects.replacing(row.project_id, row.period_id, row.version).order_by("version").last()
    if newer:
        raise Refused(_("Version %(version)s has replaced this return: judge that one.") % {"version": newer.version})


def _stamp(row, state, deed, by, at, *more):
    row.state = state
    setattr(row, f"{deed}_at", at)
    setattr(row, f"{deed}_by", by)
    try:
        row.save(update_fields=["state", f"{deed}_at", f"{deed}_by", *more])
    except IntegrityError as error:
        raise Refused(_("The database refused this: %s") % str(error).splitlines()[0]) from error
    standings.refresh([row.project_id], on=localdate(at))
    return row
