"""The programme, its places and the public record of them, as the reference files say. Each returns (row, outcome)."""

import hashlib
import json

from django.utils.translation import gettext as _

from factories.models import County, CountyPlan, Milestone, Program, ProgramYear, Province
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Refused
from regional20x10.shared.upserts import CREATED, SUPERSEDED, UNCHANGED, put


@action("edit_plans")
def found_program(*, code, by, **values):
    """The programme, unless it is there: what people changed in it since is theirs."""
    return _keep(Program, {"code": code}, values)


@action("edit_plans")
def open_year(program, year, *, state, by):
    """A year of the programme, unless it is there."""
    return _keep(ProgramYear, {"program": program, "year": year}, {"target": program.counties_a_year, "state": state})


def _keep(model, key, values):
    row = model.objects.filter(**key).first()
    if row:
        return row, UNCHANGED
    row = checked(model(**key, **values))
    row.save(force_insert=True)
    return row, CREATED


@action("edit_plans")
def record_province(*, code, by, **values):
    return put(Province, {"code": code}, values)


@action("edit_plans")
def record_county(*, code, by, **values):
    return put(County, {"code": code}, values)


@action("edit_plans")
def record_plan(year, county, *, by, **values):
    """The place as a member of the year's cohort. Refuses one that is already in another year."""
    held = CountyPlan.objects.select_related("program_year").filter(program=year.program_id, county=county).first()
    if held and held.program_year_id != year.pk:
        raise Refused(
            _("%(county)s is already in the year %(year)s of the programme: moving it is a decision of the committee.")
            % {"county": county.code, "year": held.program_year.year}
        )
    key = {"program_id": year.program_id, "county": county}
    return put(CountyPlan, key, {"program_year": year, "demonstration": False, **values})


@action("edit_plans")
def record_milestone(*, by, **values):
    """A milestone of the public record, once. One of the same place, kind, day and source that says other things
    replaces the earlier, which stays as it was known then.
    """
    milestone = Milestone(source=Milestone.Source.PUBLIC, **values)
    milestone.digest = _digest(milestone)
    same = Milestone.objects.select_for_update().filter(digest=milestone.digest).first()
    if same and same.superseded_by_id is None:
        return same, UNCHANGED
    earlier = _in_force(milestone)
    if same:
        Milestone.objects.filter(pk=same.pk).update(superseded_by=None)
    else:
        checked(milestone).save(force_insert=True)
    now = same or milestone
    if earlier is None:
        return now, CREATED
    Milestone.objects.filter(pk=earlier.pk).update(superseded_by=now)
    return now, SUPERSEDED


def milestone_key(milestone):
    """What makes two records the same happening told by the same source."""
    return (
        milestone.program_year_id, milestone.county_id, milestone.facility, milestone.kind, milestone.met_on,
        milestone.source_url or milestone.source_title,
    )  # fmt: skip


def _in_force(milestone):
    rows = Milestone.objects.select_for_update().filter(
        source=milestone.source, program_year=milestone.program_year, county=milestone.county,
        facility=milestone.facility, kind=milestone.kind, met_on=milestone.met_on, superseded_by=None,
    )  # fmt: skip
    return next((row for row in rows if milestone_key(row) == milestone_key(milestone)), None)


def _digest(milestone):
    """SHA-256 of all that the record says, with codes for places, so that it is the same in every database."""
    said = [
        milestone.program_year and milestone.program_year.year, milestone.county and milestone.county.code,
        milestone.facility, milestone.kind, milestone.met_on.isoformat(), milestone.precision, milestone.basis,
        milestone.confidence, milestone.source_title, milestone.source_url, milestone.note,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
