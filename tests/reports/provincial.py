"""A province with a place, its posts, and its report: as far as a test needs it."""

from types import SimpleNamespace

from committees.rights import Role
from reports.actions import provincial
from reports.models import SectionKey
from tests import make

TEXT = "The province did what it could."


def world(**values):
    """A province with one factory, its secretary and chair, a member and the year."""
    project = make.project(**values)
    place = project.plan.county
    return SimpleNamespace(
        project=project, province=place.province, year=project.plan.program_year,
        secretary=make.post(Role.PROVINCIAL_SECRETARY, where=place.province),
        chair=make.post(Role.PROVINCIAL_CHAIR, where=place.province), member=make.post(Role.COMMITTEE_MEMBER),
    )  # fmt: skip


def begun(found):
    return provincial.open(found.year, found.province, by=found.secretary, at=make.moment())


def written(found, report=None, **texts):
    """The report with a text in each section; `texts`: {section: text} instead."""
    report = report or begun(found)
    for row in report.sections.all():
        text = texts.get(row.key, TEXT)
        provincial.save_section(
            report, key=row.key, text=text, version=row.version, by=found.secretary, at=make.moment(hour=13)
        )
    return report


def submitted(found, **texts):
    return provincial.submit(written(found, **texts), by=found.secretary, at=make.moment(hour=14))


def returned(found, **notes):
    notes = notes or {SectionKey.RESULTS: "Say why."}
    return provincial.return_(submitted(found), notes=notes, by=found.member, at=make.moment(hour=15))


def section(report, key=SectionKey.RESULTS):
    return report.sections.get(key=key)
