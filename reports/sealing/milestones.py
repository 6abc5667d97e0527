"""Milestones of the year's places, and every published source on which the seal rests."""

from factories.models import Milestone
from reports.sealing.evidence import page


def collect(book, scope):
    """Write them as known on the day. One query."""
    counties = {place.county.pk: place.county.code for place in scope.cohort.places}
    rows = Milestone.objects.known(scope.as_of).filter(program_year__year=scope.year, county__in=counties)
    told = []
    for row in rows.order_by("met_on", "due_on", "pk"):
        project = scope.projects.get(row.project_id)
        said = _row(row, counties[row.county_id], project and project.code)
        told.append(said)
        book.fact(
            "milestone", row.pk, subject=f"county:{said['county']}", on=row.met_on or row.due_on, values=said,
            steps=[("published", row.known_on, None)], url=page("county", said["county"]),
        )  # fmt: skip
    book.part("milestones", told)
    book.part("sources", _sources(told))


def _row(row, county, project):
    return {
        "county": county,
        "project": project,
        "facility": row.facility,
        "kind": row.kind,
        "due_on": row.due_on,
        "met_on": row.met_on,
        "precision": row.precision,
        "basis": row.basis,
        "confidence": row.confidence,
        "public": row.source == Milestone.Source.PUBLIC,
        "source_title": row.source_title,
        "source_url": row.source_url,
    }


def _sources(told):
    """Of what was known on the day, each once: [{title, url}]. The sources of the plans bear no day: they stay out."""
    found = {(row["source_title"], row["source_url"]) for row in told}
    return [{"title": title, "url": url} for title, url in sorted(found) if title or url]
