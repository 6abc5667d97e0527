"""What must be there before a province's report may be submitted: sentences, all at once, each with its place."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from factories.models import FactoryProject, ProductionReturn, State, StatusReturn
from regional20x10.shared import clock
from reports.composing.doubts import Doubt
from reports.composing.reading import Reading
from reports.composing.texts import tokens


@dataclass(frozen=True)
class Missing:
    """Something that stands against submission."""

    code: str
    """empty, field, returns, comment or doubt."""
    sentence: str
    url: str
    """Where it is mended; a place of the composer's page begins with #."""
    section: str = ""
    doubt: Doubt | None = None
    """A doubt may be answered by a reason instead."""


def missing(report, on, reading=None):
    """[Missing] of a report as it would be submitted on the day `on`."""
    reading = reading or Reading(report, on)
    return [*_texts(reading), *_returns(reading), *_comments(reading), *_doubted(reading)]


def _texts(reading):
    """Empty sections, and live fields that have no value."""
    found = []
    for key, row in reading.sections.items():
        slots = {"section": row.get_key_display()}
        if not row.text.strip():
            found.append(Missing("empty", _("“%(section)s” is empty: write it.") % slots, f"#s-{key}", key))
        for name in tokens(row.text):
            figure = reading.known.get(name)
            if figure is None:
                said = _("“%(section)s” holds the field “%(name)s”, which is no figure of the report: take it out.")
                found.append(Missing("field", said % (slots | {"name": name}), f"#s-{key}", key))
            elif figure.value is None:
                said = _("“%(section)s” states “%(figure)s”, which is not known yet: have it reported, or take it out.")
                found.append(Missing("field", said % (slots | {"figure": figure.label}), f"#s-{key}", key))
    return found


def _returns(reading):
    """Returns of the year that wait to be verified: of its factories, and what those built before produced."""
    report, found = reading.report, []
    year = report.program_year
    projects = FactoryProject.objects.filter(
        plan__county__province=report.province_id, plan__program_year__program=year.program_id,
        plan__program_year__year__lte=year.year,
    )  # fmt: skip
    for model, query, said in _KINDS:
        rows = model.objects.filter(
            project__in=projects, state=State.SUBMITTED, period__starts_on__year=year.year,
            submitted_at__lte=clock.end_of(reading.on),
        )  # fmt: skip
        if count := rows.count():
            found.append(Missing("returns", said(count) % {"count": count}, reverse("verification") + query))
    return found


def _ten_days(count):
    return ngettext(
        "%(count)s ten-day return of the province for the year is not verified: verify it or send it back.",
        "%(count)s ten-day returns of the province for the year are not verified: verify them or send them back.",
        count,
    )


def _months(count):
    return ngettext(
        "%(count)s production return of the province for the year is not verified: verify it or send it back.",
        "%(count)s production returns of the province for the year are not verified: verify them or send them back.",
        count,
    )


_KINDS = ((StatusReturn, "", _ten_days), (ProductionReturn, "?kind=month", _months))


def _comments(reading):
    found = []
    for key, row in reading.sections.items():
        for comment in reading.waiting(key):
            said = _("A comment on “%(section)s” is not answered: “%(text)s”")
            slots = {"section": row.get_key_display(), "text": comment.text[:80]}
            found.append(Missing("comment", said % slots, f"#comment-{comment.pk}", key))
    return found


def _doubted(reading):
    return [
        Missing("doubt", doubt.sentence, f"#s-{key}", key, doubt)
        for key, found in reading.doubts.items()
        for doubt in found
    ]
