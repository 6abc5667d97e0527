"""Ten-day returns: draft, submit, verify, accept, send back. Each refuses with all its reasons at once."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from factories import contents, deadlines, judging, plausibility, prior
from factories.actions import ladder, parts, standings
from factories.actions.projects import only_the_builder
from factories.judging import FIELDS, Said
from factories.models import CountySignature, Gate, StatusReturn
from regional20x10.shared.actions import action
from regional20x10.shared.errors import Refused


@action("enter_returns")
def begin(project, period, *, key, by, at):
    """The draft for `project` and `period`: the one there is, or a new version. The same `key` gives the same return.

    Refuses for a period that is not open on the day of `at`.
    """
    project = ladder.held_project(project)
    only_the_builder(project, by)
    if there := ladder.begun(StatusReturn, project, period, key):
        return there
    if reasons := _refusals(project, period, localdate(at)):
        raise Refused(reasons)
    names = (*FIELDS, "overspent_because")
    draft, latest = ladder.new_version(StatusReturn, project, period, key=key, by=by, at=at, names=names)
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
    draft = ladder.held(draft)
    only_the_builder(draft.project, by)
    ladder.only_a_draft(draft)
    more = {"deliveries": deliveries, "expenditures": expenditures, "equipment": equipment, "incidents": incidents}
    more = {name: part for name, part in more.items() if part is not None}
    if overspent_because is not None:
        values = {**values, "overspent_because": overspent_because}
    mine = {**values, "lines": lines, "delays": delays, **more}
    ladder.nobody_saved(draft, revision, mine=mine, theirs=snapshot)
    said = Said(values, lines, delays, overspent_because=overspent_because or "", **more)
    if fields := judging.cannot_be_kept(said, _known(draft)):
        raise Refused([sentence for sentences in fields.values() for sentence in sentences], fields=fields)
    columns = [name for name in (*FIELDS, "overspent_because") if name in values]
    ladder.keep(draft, {name: values[name] for name in columns}, by=by, at=at)
    parts.write(draft, lines=lines, delays=delays, **more)
    return draft


def _known(draft, waybills=()):
    return prior.known([(draft.project, draft.period, draft.version)], waybills)[draft.project_id]


@action("enter_returns")
def submit(draft, *, revision, by, at):
    """Hand the return to the province. From here on it is a fact. Submitting twice is submitting once."""
    draft = ladder.held(draft)
    only_the_builder(draft.project, by)
    if ladder.handed_in_by(draft, by):
        return draft
    ladder.unseen(draft, revision, theirs=snapshot)
    said, known, judged = judge(draft)
    if reasons := judged.reasons + deadlines.refusals(draft.project, draft.period, localdate(at)):
        raise Refused(reasons, fields=judged.fields)
    percent = round(plausibility.physical(said, known), 3)
    _hand_in(draft, {"doubts": judged.questions, "warnings": judged.warnings, "percent": percent}, by, at)
    standings.refresh([draft.project_id], on=localdate(at))
    return draft


def judge(draft):
    """(what the draft says, what was known before it, what stands against it and is asked about it)."""
    said = contents.said_by(draft)
    known = _known(draft, [(row["supplier_id"], row["waybill"]) for row in said.deliveries])
    return said, known, judging.judge(said, known)


def _hand_in(draft, values, by, at):
    """Another return may have named one of its waybills since it was judged: the database alone sees both."""
    try:
        with transaction.atomic():
            ladder.hand_in(draft, values, by=by, at=at)
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
    draft = ladder.held(draft)
    only_the_builder(draft.project, by)
    ladder.discard(draft)


@action("verify_returns")
def verify(row, *, by, at):
    """The province vouches for the return. Never one's own."""
    row = ladder.judged(row, "verify")
    if missing := CountySignature.missing(row):
        slots = {"county": row.project.plan.county, "who": ", ".join(str(side.label) for side in missing)}
        raise Refused(_("Before the province verifies this return, %(county)s signs it. Missing: %(who)s.") % slots)
    return ladder.verify(row, by=by, at=at)


@action("accept_returns")
def accept(row, *, by, at):
    """The committee accepts a verified return."""
    return ladder.accept(ladder.judged(row, "accept"), by=by, at=at)


@action()
def send_back(row, *, note, by, at, value_notes=None):
    """Return it with notes saying what is to be corrected; the site then makes a new version.

    `note` is on the whole, `value_notes` {field: note} beside single values; one of them is needed.
    """
    return ladder.send_back(row, note=note, by=by, at=at, value_notes=value_notes, names=_names)


def _names(row):
    return contents.said_by(row).names
