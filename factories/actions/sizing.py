"""Sizing studies: begun, saved, submitted, approved or sent back. Each action refuses with all its reasons."""

import hashlib
from decimal import Decimal

import pghistory
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from committees.models import Post
from factories import conditions, sizing
from factories.actions import standings
from factories.models import County, FactoryProject, SizingStudy, StudyState
from factories.models.sizing import STUDY_STATES
from regional20x10.shared import words
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Conflict, NotAllowed, Refused


@action("study_size")
def begin(project, *, year, share_percent, by, at, demonstration=False):
    """A new version of the project's study, a draft, with the county's conditions of `year`."""
    project = _held(project)
    _only_the_designer(project, by)
    if open_ := project.studies.filter(state__in=(StudyState.DRAFT, StudyState.SUBMITTED)).first():
        said = _("Version %(version)s is %(state)s: go on with that one.")
        raise Refused(said % {"version": open_.version, "state": open_.get_state_display()})
    _refuse(against(project, year, share_percent))
    last = project.studies.order_by("-version").first()
    study = SizingStudy(
        project=project, version=last.version + 1 if last else 1, year=year, share_percent=share_percent,
        created_at=at, created_by=by, demonstration=demonstration,
    )  # fmt: skip
    checked(study).save(force_insert=True)
    return study


@action("study_size")
def save(study, *, year, share_percent, chosen_t_year, by, reason="", seen=None):
    """Keep what the draft says. `chosen_t_year` may be None for now; whether it holds is judged at submission.

    `seen`: the digest() the writer started from; raises Conflict if somebody saved another since.
    """
    study = _locked(study)
    _only_the_designer(study.project, by)
    _require(study, "submit")
    said = {"year": year, "share_percent": share_percent, "chosen_t_year": chosen_t_year, "reason": reason.strip()}
    _refuse(against(study.project, year, share_percent, chosen_t_year))
    if seen is not None and seen != digest(study):
        raise Conflict(
            _("Somebody else saved this study while you were writing. Nothing of yours is saved yet."),
            mine=_told(said), theirs=_told({name: getattr(study, name) for name in said}),
            saved_by=str(study.created_by or ""), saved_at=study.created_at,
        )  # fmt: skip
    for name, value in said.items():
        setattr(study, name, value)
    checked(study).save(update_fields=list(said))
    return study


@action("study_size")
def discard(study, *, by):
    """Throw a draft away. A submitted study stays."""
    study = _locked(study)
    _only_the_designer(study.project, by)
    if study.state != StudyState.DRAFT:
        raise Refused(_("A submitted study is a fact and stays: ask the committee to send it back."))
    study.delete()


@action("study_size")
def submit(study, *, by, at):
    """Hand the study to the committee. Its inputs and result are fixed from here on. Twice is once."""
    study = _locked(study)
    _only_the_designer(study.project, by)
    if study.state == StudyState.SUBMITTED and study.submitted_by_id == by.pk:
        return study
    _require(study, "submit")
    inputs = sizing.read_inputs(study.project, study.year, study.share_percent)
    result = sizing.result(inputs)
    _refuse(
        against(study.project, study.year, study.share_percent, study.chosen_t_year)
        | _against_choice(study, inputs, result)
    )
    study.inputs, study.result = inputs, result
    study.state, study.submitted_at, study.submitted_by = StudyState.SUBMITTED, at, by
    checked(study).save(update_fields=["inputs", "result", "state", "submitted_at", "submitted_by"])
    return study


@action("approve_size")
def approve(study, *, by, at):
    """The committee approves the chosen capacity: the project's capacity and floor area follow. Never one's own."""
    study = _locked(study)
    _require(study, "approve")
    _not_ones_own(study, by)
    study.state, study.approved_at, study.approved_by = StudyState.APPROVED, at, by
    checked(study).save(update_fields=["state", "approved_at", "approved_by"])
    project, needs = study.project, sizing.needs(study)
    project.capacity_t_year = study.chosen_t_year
    if needs.floor_area_m2 is not None:
        project.floor_area_m2 = round(needs.floor_area_m2)
    why = _("Sizing study, version %(version)s, approved.") % {"version": study.version}
    with pghistory.context(reason=why):
        project.save(update_fields=["capacity_t_year", "floor_area_m2"])
    standings.refresh([project.pk], on=localdate(at))
    return study


@action("approve_size")
def send_back(study, *, note, by, at):
    """Return it with a note saying what is to be corrected; a new version may then be begun."""
    study = _locked(study)
    _require(study, "send_back")
    if not note.strip():
        said = _("Say what is to be corrected when sending a study back.")
        raise Refused(said, fields={"note": [said]})
    study.state, study.returned_at, study.returned_by = StudyState.RETURNED, at, by
    study.return_note = note.strip()
    checked(study).save(update_fields=["state", "returned_at", "returned_by", "return_note"])
    return study


def digest(study):
    """Of what a draft says: a writer hands it back, so that nobody overwrites what they have not seen."""
    said = [study.year, Decimal(study.share_percent).normalize(), study.chosen_t_year, study.reason, study.state]
    return hashlib.sha256("\n".join(map(str, said)).encode()).hexdigest()[:16]


# --- who and when ----------------------------------------------------------------------------------------------------
def _held(project):
    """The project, with its county held: shares of one county are given one after the other."""
    project = FactoryProject.objects.select_related("plan__county", "factory_type").get(pk=project.pk)
    County.objects.select_for_update(no_key=True).get(pk=project.plan.county_id)
    return project


def _locked(study):
    """The study as it is now, held with its county until the transaction ends."""
    project = _held(study.project)
    study = SizingStudy.objects.select_for_update(of=["self"]).get(pk=study.pk)
    study.project = project
    return study


def _only_the_designer(project, by):
    """A unit may design one factory and build another: it sizes only what it designs. Committee staff size any."""
    if by is not None and by.organization_id and by.organization_id != project.design_unit_id:
        raise NotAllowed(_("Only the design unit of a project, or committee staff, write its sizing study."))


def _require(study, deed):
    if deed not in STUDY_STATES[StudyState(study.state)]:
        said = _("Version %(version)s is %(state)s, so this can no longer be done: load the page again.")
        raise Refused(said % {"version": study.version, "state": study.get_state_display()})


def _not_ones_own(study, by):
    posts = [study.created_by_id, study.submitted_by_id]
    if Post.objects.filter(pk__in=filter(None, posts), official=by.official_id).exists():
        raise NotAllowed(_("Nobody approves their own study: another member of the committee must."))


# --- what stands against it ------------------------------------------------------------------------------------------
def _refuse(fields):
    if fields:
        raise Refused([said for sentences in fields.values() for said in sentences], fields=fields)


def against(project, year, share_percent, chosen=None):
    """{field: sentences} about what a draft cannot keep. Writes nothing."""
    return _against_basis(project, year, share_percent) | _against_capacity(project, chosen)


def _against_basis(project, year, share_percent):
    """{field: sentences} about the year and the share."""
    found, known = {}, conditions.years(project.plan.county)
    if year not in known:
        slots = {"year": year, "known": ", ".join(map(str, known)) or "–"}
        found["year"] = [_("Nobody has recorded the county’s conditions of %(year)s. Recorded: %(known)s.") % slots]
    if share_percent is None or not 0 < share_percent <= 100:
        found["share_percent"] = [_("The share for this factory is more than 0 and at most 100 %.")]
        return found
    left = sizing.left_over(project)
    if share_percent > left:
        taken = ", ".join(
            f"{study.project.factory_type.name} {words.percent(share, 0 if share == int(share) else 2)}"
            for study, share in sizing.shares(project)
        )
        slots = {"left": words.percent(max(left, 0), 0 if left == int(left) else 2), "taken": taken}
        said = _("The shares of the county’s factories add up to more than 100%%. Taken: %(taken)s; left: %(left)s.")
        found["share_percent"] = [said % slots]
    return found


def _against_capacity(project, chosen):
    """{field: sentences} about a capacity that cannot be, or whose unit must be another."""
    if chosen is None:
        return {}
    if chosen <= 0:
        return {"chosen_t_year": [_("A capacity is more than 0 t a year.")]}
    reference = conditions.decimal(project.factory_type.norms.get("capacity_t_year"))
    if conditions.implausible(chosen, reference):
        slots = {"chosen": words.number(chosen, 1), "usual": words.number(reference)}
        said = _("%(chosen)s t a year is far from the %(usual)s of the reference factory. Enter it in tonnes a year.")
        return {"chosen_t_year": [said % slots]}
    return {}


def _against_choice(study, inputs, result):
    """{field: sentences} about what a submission lacks."""
    found, names_ko = {}, inputs["norms"].get("names_ko")
    if result["missing"]:
        missing = ", ".join(conditions.in_words(key, names_ko) for key in result["missing"])
        said = _("Nothing can be recommended while these are missing: %s. The county records them, with their sources.")
        found["year"] = [said % missing]
    size = result["recommended_t_year"]
    if study.chosen_t_year is None:
        found["chosen_t_year"] = [_("Choose a capacity before the study is submitted.")]
    elif size is not None and not study.reason and sizing.far_off(study.chosen_t_year, size):
        slots = {"chosen": words.number(study.chosen_t_year, 1), "size": words.number(size, 1)}
        said = _("%(chosen)s t a year is more than %(most)s%% off the recommended %(size)s: give the reason.")
        found["reason"] = [said % (slots | {"most": sizing.OFF_PERCENT})]
    return found


def _told(said):
    labels = {name: str(SizingStudy._meta.get_field(name).verbose_name) for name in said}
    return {labels[name]: value for name, value in said.items()}
