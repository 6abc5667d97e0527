"""Ten-day returns: draft, submit, verify, accept, send back. Each refuses with all its reasons at once."""

from django.db import IntegrityError, connection
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from committees.models import Post
from factories import doubts
from factories.actions import photos, standings
from factories.models import Delay, FactoryProject, Gate, ProgressLine, State, StatusReturn
from factories.models.returns import STATES
from regional20x10.shared.actions import action, not_allowed
from regional20x10.shared.errors import Conflict, NotAllowed, Refused

FIELDS = ["crew_people", "crew_days", "pace", "slowed_since", "needed", "narrative"]


@action("enter_returns")
def begin(project, period, *, key, by, at):
    """The draft for `project` and `period`: the one there is, or a new version. The same `key` gives the same return.

    Refuses for a period that is not open on the day of `at`.
    """
    project = FactoryProject.objects.select_for_update(of=["self"]).get(pk=project.pk)  # the same key twice: in turn
    _only_the_builder(project, by)
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
        **({name: getattr(latest, name) for name in FIELDS} if latest else {}),
    )  # fmt: skip
    before = dict(latest.lines.values_list("package_id", "percent")) if latest else {}
    ProgressLine.objects.bulk_create(
        ProgressLine(status_return=draft, package_id=package, percent=before.get(package))
        for package in project.packages.values_list("pk", flat=True)
    )
    if latest:
        Delay.objects.bulk_create(
            Delay(status_return=draft, cause=delay.cause, days_lost=delay.days_lost, note=delay.note)
            for delay in latest.delays.all()
        )
        photos.carry(latest, draft)
    return draft


def _only_the_builder(project, by):
    """A unit may design one factory and build another: it reports only what it builds."""
    if by is not None and by.organization_id != project.construction_unit_id:
        raise NotAllowed(_("Only the construction unit of a project reports on it: ask that unit."))


def _refusals(project, period, day):
    reasons = period.refusals(day)
    if not project.gate_passes.filter(gate=Gate.START).exists():
        reasons.append(
            _("Building has not been allowed to start: the project page shows what the gate “%(gate)s” still needs.")
            % {"gate": Gate.START.label}
        )
    if not project.packages.exists():
        reasons.append(_("The project has no work packages yet: committee staff must enter its plan first."))
    return reasons


@action("enter_returns")
def save(draft, *, revision, values, lines, delays, by, at):
    """Keep what was typed so far. Nothing is judged but what cannot be kept at all.

    `values`: of FIELDS; `lines`: {package pk: (percent or None, reason)}; `delays`: [(cause, days lost, note)];
    `revision`: the revision the writer started from. Raises Conflict if somebody saved another since.
    """
    draft = _locked(draft)
    _only_the_builder(draft.project, by)
    if draft.state != State.DRAFT:
        raise Refused(_("This return was already submitted: correct it by a new version."))
    if revision != draft.revision:
        theirs = snapshot(draft)
        mine = {**values, "lines": lines, "delays": delays}
        raise Conflict(
            _("Somebody else saved this return while you were writing. Both versions are below; nothing is lost."),
            mine=mine, theirs=theirs, saved_by=str(draft.saved_by), saved_at=draft.saved_at,
        )  # fmt: skip
    if fields := _cannot_be_kept(lines, delays):
        raise Refused([sentence for sentences in fields.values() for sentence in sentences], fields=fields)
    for name in FIELDS:
        if name in values:
            setattr(draft, name, values[name])
    draft.revision += 1
    draft.saved_at, draft.saved_by = at, by
    draft.save(update_fields=[*FIELDS, "revision", "saved_at", "saved_by"])
    _write_lines(draft, lines)
    draft.delays.all().delete()
    Delay.objects.bulk_create(
        Delay(status_return=draft, cause=cause, days_lost=days, note=note) for cause, days, note in delays
    )
    return draft


def _cannot_be_kept(lines, delays):
    """{field: sentences} of what the table would refuse."""
    fields = {
        f"package_{package}": [_("A percentage lies between 0 and 100.")]
        for package, (percent, _reason) in lines.items()
        if percent is not None and not 0 <= percent <= 100
    }
    for cause, days, _note in delays:
        if not 0 <= days <= 11:
            fields[f"delay_{cause}"] = [_("A period has at most 11 days: days lost lie between 0 and 11.")]
    if len({cause for cause, _days, _note in delays}) < len(delays):
        fields["delays"] = [_("Each cause is given once: add its days up.")]
    return fields


def _write_lines(draft, lines):
    """In one statement. Refuses lines of packages that the return has not."""
    rows = [(package, percent, reason or "") for package, (percent, reason) in lines.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE factories_progressline l SET percent = said.percent, reason = said.reason
            FROM unnest(%s::bigint[], %s::numeric[], %s::text[]) AS said (package_id, percent, reason)
            WHERE l.status_return_id = %s AND l.package_id = said.package_id
            """,
            [*(list(column) for column in zip(*rows, strict=True)), draft.pk] if rows else [[], [], [], draft.pk],
        )
        unknown = len(rows) - cursor.rowcount
    if unknown:
        raise Refused(_("%(count)s work packages are not of this project: load the form again.") % {"count": unknown})


@action("enter_returns")
def submit(draft, *, revision, by, at):
    """Hand the return to the province. From here on it is a fact. Submitting twice is submitting once."""
    draft = _locked(draft)
    _only_the_builder(draft.project, by)
    if draft.state != State.DRAFT and draft.submitted_by_id == by.pk:
        return draft
    _require(draft, "submit")
    if revision != draft.revision:
        raise Conflict(
            _("Somebody else saved this return while you were writing. Look at it before you submit it."),
            mine={}, theirs=snapshot(draft), saved_by=str(draft.saved_by), saved_at=draft.saved_at,
        )  # fmt: skip
    questions, fields = judge(draft)
    reasons = [sentence for sentences in fields.values() for sentence in sentences]
    reasons += draft.period.refusals(localdate(at))
    if reasons:
        raise Refused(reasons, fields=fields)
    draft.state, draft.submitted_at, draft.submitted_by = State.SUBMITTED, at, by
    draft.doubts, draft.percent = questions, physical_percent(draft)
    draft.save(update_fields=["state", "submitted_at", "submitted_by", "doubts", "percent"])
    standings.refresh([draft.project_id], on=localdate(at))
    return draft


def judge(draft):
    """(questions to keep with the return, {field: sentences} that stand against submitting it)."""
    last, replaced = last_percents(draft.project_id, draft.period), replaced_percents(draft)
    fields, questions = {}, []
    for line in draft.lines.select_related("package").order_by("package__order"):
        name, where = f"package_{line.package_id}", {"package": line.package.name}
        if line.percent is None:
            fields[name] = [_("%(package)s: enter the %% complete. Enter 0 if nothing is done.") % where]
            continue
        for doubt in doubts.of_line(line.percent, last.get(line.package_id), replaced.get(line.package_id)):
            questions.append({**doubt.as_json(), "package": line.package_id, "answer": line.reason})
            if doubt.needs_reason and not line.reason:
                fields[name] = [f"{line.package.name}: {doubt.sentence}"]
    if draft.crew_people is None:
        fields["crew_people"] = [_("Enter the daily average of workers on site. Enter 0 if nobody worked.")]
    if not draft.pace:
        fields["pace"] = [_("Say whether anything stops or slows the work.")]
    if draft.pace in (StatusReturn.Pace.SLOWER, StatusReturn.Pace.STOPPED):
        if not draft.delays.exists():
            fields["delays"] = [_("Choose at least one cause of the delay, with the days lost.")]
        if not draft.slowed_since:
            fields["slowed_since"] = [_("Enter since when, as 2026-10-02.")]
        if not draft.needed.strip():
            fields["needed"] = [_("Say in one or two sentences what is needed to go on, and who must act.")]
    if draft.slowed_since and draft.slowed_since > draft.period.ends_on:
        fields["slowed_since"] = [_("The delay cannot begin after the period ends (%s).") % draft.period.ends_on]
    return questions, fields


def physical_percent(draft):
    """Weighted physical progress: sum(weight x %) / sum(weight), 0 to 100, under today's weights."""
    rows = draft.lines.values_list("package__weight", "percent")
    return round(sum(weight * percent for weight, percent in rows) / sum(weight for weight, _percent in rows), 3)


def last_percents(project_id, period):
    """{package pk: %} of the latest standing return of an earlier period."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT l.package_id, l.percent FROM factories_progressline l
            WHERE l.status_return_id = (
                SELECT r.id FROM factories_statusreturn r JOIN factories_reportingperiod q ON q.id = r.period_id
                WHERE r.project_id = %s AND q.ends_on < %s AND r.submitted_at IS NOT NULL AND r.returned_at IS NULL
                ORDER BY q.ends_on DESC, r.version DESC LIMIT 1)
            """,
            [project_id, period.ends_on],
        )
        return dict(cursor.fetchall())


def replaced_percents(draft):
    """{package pk: %} of the standing version of the same period that `draft` is to replace; none for a first."""
    if draft.version == 1:
        return {}
    earlier = StatusReturn.objects.filter(project=draft.project_id, period=draft.period_id, version__lt=draft.version)
    standing = earlier.filter(submitted_at__isnull=False, returned_at__isnull=True).order_by("-version").first()
    return dict(standing.lines.values_list("package_id", "percent")) if standing else {}


def snapshot(row):
    """All that a return says, as plain values: for the conflict page, the API and the record."""
    return {
        **{name: getattr(row, name) for name in FIELDS},
        "revision": row.revision,
        "lines": {line.package_id: (line.percent, line.reason) for line in row.lines.all()},
        "delays": [(delay.cause, delay.days_lost, delay.note) for delay in row.delays.order_by("cause")],
    }


@action("enter_returns")
def discard(draft, *, by):
    """Throw a draft away. A submitted return stays."""
    draft = _locked(draft)
    _only_the_builder(draft.project, by)
    if draft.state != State.DRAFT:
        raise Refused(_("A submitted return is a fact and stays. Correct it by a new version."))
    draft.delete()


@action("verify_returns")
def verify(row, *, by, at):
    """The province vouches for the return. Never one's own."""
    row = _locked(row)
    _require(row, "verify")
    _not_replaced(row)
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
def send_back(row, *, note, by, at):
    """Return it with a note saying what is to be corrected; the site then makes a new version."""
    row = _locked(row)
    deed = "verify_returns" if row.state == State.SUBMITTED else "accept_returns"
    if not by.may(deed):
        raise not_allowed(by, deed)
    _require(row, "send_back")
    if not note.strip():
        said = _("Say what is to be corrected when sending a return back.")
        raise Refused(said, fields={"note": [said]})
    row.return_note = note.strip()
    return _stamp(row, State.RETURNED, "returned", by, at, "return_note")


def _locked(row):
    """The return as it is now, held until the transaction ends."""
    return StatusReturn.objects.select_for_update(of=["self"]).select_related("period", "project").get(pk=row.pk)


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
