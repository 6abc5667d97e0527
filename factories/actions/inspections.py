"""Inspections: what a body that neither builds nor reports measured, tested and found, and what became of it.

Each action refuses with all its reasons. A visit is handed in whole; afterwards it only stands, and its findings move
along FINDING_MOVES: the assignee says that one is resolved, the inspecting side alone closes or opens it again.
"""

from decimal import Decimal

from django.db.models import Min, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from committees.models import Post
from factories.actions import notices, photos, standings
from factories.models import (
    FactoryProject,
    Finding,
    FindingState,
    FindingStep,
    Gate,
    Inspection,
    InspectionLine,
    Severity,
    TestResult,
)
from factories.models.inspections import FINDING_MOVES, state_at
from regional20x10.shared import words
from regional20x10.shared.actions import action
from regional20x10.shared.errors import NotAllowed, Refused

UNITS = ("design_unit", "construction_unit", "operation_unit")
STEPS = {"resolve": FindingStep.Step.RESOLVED, "close": FindingStep.Step.CLOSED, "reopen": FindingStep.Step.REOPENED}


@photos.leaving_no_orphans
@action("inspect")
def record(
    project, *, key, visited_on, by, at, percents=None, tests=(), findings=(), summary="", follows=None, earlier=None,
    files=(),
):  # fmt: skip
    """A visit with all its results, in one go. The same `key` is the same inspection.

    `percents`: {package pk: Decimal} of what was measured; `tests`: [{what, required, measured, passed}]; `findings`:
    [{package (pk or None), severity, text, assignee (pk of a unit), due_on, files}]; `earlier`: {pk of an earlier
    finding: ("close" or "reopen", note)}, in a re-inspection, which `follows` another; `files`: photos of the visit.
    """
    project = FactoryProject.objects.select_for_update(of=["self"]).get(pk=project.pk)  # the same key twice: in turn
    only_the_inspecting_side(project, by, localdate(at))
    if same := Inspection.objects.filter(key=key).first():
        if same.project_id != project.pk:
            raise Refused(_("This key was already used for another inspection: make a new one."))
        return same
    said = {
        "visited_on": visited_on, "percents": percents or {}, "tests": list(tests), "findings": list(findings),
        "summary": summary.strip(), "follows": follows, "earlier": earlier or {},
    }  # fmt: skip
    if fields := against(project, said, by=by, at=at):
        raise Refused([sentence for sentences in fields.values() for sentence in sentences], fields=fields)
    made = Inspection.objects.create(
        project=project, key=key, visited_on=visited_on, follows=follows, summary=said["summary"], at=at, by=by,
        percent=_whole(project, said["percents"]),
    )  # fmt: skip
    notices.found(_write(made, said, files, by, at), project, by=by, at=at)
    for pk, (deed, note) in said["earlier"].items():
        step = FindingStep.objects.create(finding_id=pk, step=STEPS[deed], note=note.strip(), at=at, by=by)
        _tell(step, by, at)
    standings.refresh([project.pk], on=localdate(at))
    return made


def only_the_inspecting_side(project, by, day):
    """Raise unless `by` is a post of the body that inspects the project, and neither builds it nor reports on it."""
    if by is None:
        return
    if project.inspection_id is None or by.organization_id != project.inspection_id:
        body = project.inspection.name if project.inspection else _("nobody: committee staff name the body first")
        raise NotAllowed(_("Only the body that inspects this factory may do this: %(body)s.") % {"body": body})
    units = {getattr(project, f"{unit}_id") for unit in UNITS} - {None}
    if project.inspection_id in units:
        raise NotAllowed(
            _(
                "The body that inspects this factory also designs, builds or operates it, so its findings prove "
                "nothing: committee staff must name another body."
            )
        )
    in_force = Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    if Post.objects.filter(in_force, official=by.official_id, organization__in=units).exists():
        raise NotAllowed(
            _(
                "You also hold a post in a unit that designs, builds or operates this factory: another inspector "
                "must do this."
            )
        )


# --- what stands against a visit -------------------------------------------------------------------------------------
def against(project, said, *, by, at):
    """{field: sentences} of all that stands against the visit; `said`: what record() takes of it, whole."""
    packages = {row.pk: row for row in project.packages.all()}
    old = _held(project, said["earlier"])
    found = _against_the_day(project, said["visited_on"], said["follows"], localdate(at))
    found |= _against_the_percents(packages, said["percents"])
    for number, test in enumerate(said["tests"]):
        found |= _against_a_test(number, test)
    for number, finding in enumerate(said["findings"]):
        found |= _against_a_finding(project, packages, number, finding, said["visited_on"])
    found |= _against_the_earlier(said, old, by)
    if not any(said[part] for part in ("percents", "tests", "findings", "earlier")):
        found["percents"] = [_("Enter what was seen: at least one measured %, one test or one finding.")]
    return found


def _against_the_day(project, day, follows, today):
    begins = _begins(project)
    if day is None or day > today:
        return {"visited_on": [_("Enter the day of the visit, at the latest today, as 2026-10-02.")]}
    if begins is None or day < begins:
        said = _("Nothing of this factory was to be built on %(day)s: building begins on %(begins)s.")
        return {"visited_on": [said % {"day": words.day(day), "begins": words.day(begins) if begins else "–"}]}
    if follows is None:
        return {}
    if follows.project_id != project.pk:
        return {"follows": [_("A re-inspection follows an inspection of the same factory: choose one of the list.")]}
    if day < follows.visited_on:
        said = _("A re-inspection is not before the inspection that it follows, of %(day)s.")
        return {"follows": [said % {"day": words.day(follows.visited_on)}]}
    return {}


def _begins(project):
    """The first day on which there can be something to inspect: planned, or when building was allowed to start."""
    planned = project.packages.aggregate(day=Min("starts_on"))["day"]
    allowed = project.gate_passes.filter(gate=Gate.START).first()
    return min(filter(None, (planned, allowed and localdate(allowed.at))), default=None)


def _against_the_percents(packages, percents):
    found = {}
    for pk, percent in percents.items():
        if pk not in packages:
            found.setdefault("percents", [_("A work package is not of this factory: load the form again.")])
        elif not (Decimal(percent).is_finite() and 0 <= percent <= 100):
            found[f"package_{pk}"] = [
                _("%(package)s: a percentage lies between 0 and 100.") % {"package": packages[pk].name}
            ]
        elif round(Decimal(percent), 2) != percent:
            found[f"package_{pk}"] = [
                _("%(package)s: enter at most two figures after the point.") % {"package": packages[pk].name}
            ]
    return found


def _against_a_test(number, test):
    name, found = f"test_{number}", {}
    if not (test.get("what") or "").strip():
        found[f"{name}_what"] = [_("Say what was tested.")]
    if not (test.get("measured") or "").strip():
        found[f"{name}_measured"] = [_("Enter what the test measured or showed.")]
    if test.get("passed") not in (True, False):
        found[f"{name}_passed"] = [_("Say whether the test was passed.")]
    return found


def _against_a_finding(project, packages, number, finding, visited_on):
    name, found = f"finding_{number}", {}
    if finding.get("severity") not in Severity.values:
        found[f"{name}_severity"] = [_("Choose how grave the finding is.")]
    if not (finding.get("text") or "").strip():
        found[f"{name}_text"] = [_("Say what was found.")]
    if finding.get("assignee") not in {getattr(project, f"{unit}_id") for unit in UNITS} - {None}:
        found[f"{name}_assignee"] = [
            _("Choose who is to mend it: the design, construction or operation unit of this factory.")
        ]
    due_on = finding.get("due_on")
    if due_on is None or (visited_on and due_on < visited_on):
        found[f"{name}_due_on"] = [_("Enter by when it is to be mended, not before the visit, as 2026-10-20.")]
    if finding.get("package") is not None and finding["package"] not in packages:
        found[f"{name}_package"] = [_("A work package is not of this factory: load the form again.")]
    return found


def _held(project, earlier):
    """{pk: the finding with its state} of those of this project that a re-inspection judges."""
    rows = project.findings.filter(pk__in=earlier).select_related("assignee").annotate(state_then=state_at())
    return {row.pk: row for row in rows}


def _against_the_earlier(said, old, by):
    found = {}
    if said["earlier"] and said["follows"] is None:
        found["follows"] = [_("Choose the inspection that this one follows: it judges findings made there.")]
    for pk, (deed, note) in said["earlier"].items():
        sentences = []
        if pk not in old or deed not in ("close", "reopen"):
            sentences.append(_("This finding is not of this factory: load the form again."))
        else:
            sentences = _against_a_step(old[pk], deed, note, by)
        if sentences:
            found[f"earlier_{pk}"] = sentences
    return found


# --- what a visit leaves ---------------------------------------------------------------------------------------------
def _whole(project, percents):
    """Weighted % of the whole, where every work package was measured; None where one was not."""
    weights = dict(project.packages.values_list("pk", "weight"))
    if not percents or set(weights) != set(percents):
        return None
    return round(sum(weight * Decimal(percents[pk]) for pk, weight in weights.items()) / sum(weights.values()), 3)


def _write(made, said, files, by, at):
    """Write what the visit says; returns its findings."""
    InspectionLine.objects.bulk_create(
        InspectionLine(inspection=made, package_id=pk, percent=percent) for pk, percent in said["percents"].items()
    )
    TestResult.objects.bulk_create(
        TestResult(
            inspection=made, what=test["what"].strip(), required=(test.get("required") or "").strip(),
            measured=test["measured"].strip(), passed=test["passed"],
        )
        for test in said["tests"]
    )  # fmt: skip
    rows = Finding.objects.bulk_create(
        Finding(
            project_id=made.project_id, inspection=made, package_id=finding.get("package"),
            severity=finding["severity"], text=finding["text"].strip(), assignee_id=finding["assignee"],
            due_on=finding["due_on"],
        )
        for finding in said["findings"]
    )  # fmt: skip
    photos.add_to_inspection(made, None, files, by=by, at=at)
    for row, finding in zip(rows, said["findings"], strict=True):
        photos.add_to_inspection(made, row, finding.get("files") or (), by=by, at=at)
    return rows


# --- what becomes of a finding ---------------------------------------------------------------------------------------
@action("resolve_findings")
def resolve(finding, *, note, by, at):
    """The assignee says that it is mended, with a sentence on how. Sent twice, it is said once."""
    finding = _locked(finding)
    if by.organization_id != finding.assignee.successor.pk:
        said = _("Only the unit that is to mend a finding says that it is resolved: %(unit)s.")
        raise NotAllowed(said % {"unit": finding.assignee.successor.name})
    return _step(finding, "resolve", note, by, at)


@action("inspect")
def close(finding, *, note, by, at):
    """The inspecting side has seen that it is mended. Never who resolved it."""
    finding = _locked(finding)
    only_the_inspecting_side(finding.project, by, localdate(at))
    return _step(finding, "close", note, by, at)


@action("inspect")
def reopen(finding, *, note, by, at):
    """The inspecting side has seen that it is not mended, or no longer."""
    finding = _locked(finding)
    only_the_inspecting_side(finding.project, by, localdate(at))
    return _step(finding, "reopen", note, by, at)


def _locked(finding):
    """The finding as it is now. Its project is held: who judges it and who names its units follow one another."""
    project = FactoryProject.objects.select_for_update(of=["self"]).get(pk=finding.project_id)
    row = Finding.objects.select_related("assignee").annotate(state_then=state_at()).get(pk=finding.pk)
    row.project = project
    return row


def _step(finding, deed, note, by, at):
    last = finding.steps.last()
    if last and last.by_id == by.pk and (last.step, last.note) == (STEPS[deed], note.strip()):
        return finding  # the same again
    if sentences := _against_a_step(finding, deed, note, by):
        raise Refused(sentences, fields={"note": sentences})
    _tell(FindingStep.objects.create(finding=finding, step=STEPS[deed], note=note.strip(), at=at, by=by), by, at)
    standings.refresh([finding.project_id], on=localdate(at))
    return finding


def _tell(step, by, at):
    tell = {FindingStep.Step.RESOLVED: notices.resolved, FindingStep.Step.REOPENED: notices.reopened}.get(step.step)
    if tell:
        tell(step, by=by, at=at)


def _against_a_step(finding, deed, note, by):
    """The sentences that stand against doing `deed` to the finding."""
    starts, _to, wrong = FINDING_MOVES[deed]
    sentences = []
    if finding.state_then not in starts:
        slots = {"why": wrong, "state": FindingState(finding.state_then).label}
        sentences.append(_("%(why)s It now is: %(state)s. Load the page again to see who did what.") % slots)
    if deed == "close" and _resolved_by(finding, by):
        sentences.append(_("Who said that a finding is resolved does not close it: another inspector must."))
    if not note.strip():
        sentences.append(_("Say in a sentence what was done or seen."))
    return sentences


def _resolved_by(finding, by):
    """Whether the official who acts has ever said, through whichever post, that this finding is resolved."""
    steps = finding.steps.filter(step=FindingStep.Step.RESOLVED)
    return by is not None and steps.filter(by__official=by.official_id).exists()
