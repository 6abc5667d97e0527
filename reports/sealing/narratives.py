"""What each province of the year wrote: the signed text of its last submission, and whether it was accepted."""

import re

from django.db.models import Prefetch

from regional20x10.shared import clock
from reports.models import ProvincialReport, ProvincialState, ProvincialStep, SectionKey
from reports.models.provincial import PROVINCIAL_MOVES
from reports.sealing import facts
from reports.sealing.book import names
from reports.sealing.scope import subject

LIVE = re.compile(r"\[\[([a-z][a-z0-9_]{0,39})\]\]")
"""A live field in a text: the key of a figure of the province."""
NONE = "none"
"""State of a province that has not begun its report."""


def collect(book, scope):
    """Write a row for each province with a place in the year, by code."""
    provinces = {row.county.province.pk: row.county.province for row in scope.cohort.places}
    reports = {row.province_id: row for row in _reports(scope)}
    order = sorted(provinces.values(), key=lambda row: row.code)
    rows = [_province(book, province, reports.get(province.pk)) for province in order]
    book.part("provincial_reports", rows)
    for key, states in _COUNTED.items():
        lacking = [row["province"] for row in rows if row["state"] not in states]
        missing = [{"subject": f"province:{code}", "code": "provincial_report"} for code in lacking]
        told = [row["fact"] for row in rows if row["state"] in states]
        book.figure("programme", key, len(told), facts=told, missing=missing)


_COUNTED = {
    "reports_submitted": (ProvincialState.SUBMITTED, ProvincialState.ACCEPTED),
    "reports_accepted": (ProvincialState.ACCEPTED,),
}


def _reports(scope):
    """The reports begun by the end of the day, with their steps by then. Two queries."""
    moment = clock.end_of(scope.as_of)
    steps = ProvincialStep.objects.filter(at__lte=moment).select_related(*facts.BY).order_by("at", "pk")
    rows = ProvincialReport.objects.filter(program_year=scope.program_year, created_at__lte=moment)
    return rows.prefetch_related(Prefetch("steps", steps, to_attr="known_steps"))


def _province(book, province, report):
    steps = report.known_steps if report else []
    written = [_fact(book, subject(province), step) for step in steps]
    state = _state(report, steps)
    found = {
        "province": province.code, "names": names(province), "state": state, "as_of": None, "sections": [],
        "signed": None, "accepted": None, "returned": None, "fact": written[-1] if written else None,
    }  # fmt: skip
    if state not in (NONE, ProvincialState.DRAFT):  # what was taken back is a draft again: nobody has said it
        found |= _said(book, state, steps)
    return found


def _state(report, steps):
    """As it stood after these steps."""
    if report is None:
        return NONE
    return PROVINCIAL_MOVES[steps[-1].step][1].value if steps else ProvincialState.DRAFT.value


def _fact(book, name, step):
    values = {"step": step.step, "note": step.note, "notes": step.notes, "sha256": step.sha256}
    return book.fact("provincial_step", step.pk, subject=name, values=values, steps=[(step.step, step.at, step.by)])


def _said(book, state, steps):
    submitted = [step for step in steps if step.step == "submit"][-1]
    signed, last = submitted.signed, steps[-1]
    decided = {"post": book.post(last.by), "at": last.at}
    return {
        "as_of": signed["as_of"],
        "sections": [_section(key, signed) for key in SectionKey.values if signed["sections"].get(key)],
        "signed": {"post": book.post(submitted.by), "at": submitted.at, "sha256": submitted.sha256},
        "accepted": decided if state == ProvincialState.ACCEPTED else None,
        "returned": decided | {"notes": last.notes} if state == ProvincialState.RETURNED else None,
        "fact": f"provincial_step:{last.pk}",
    }


def _section(key, signed):
    """A section's text, and the values that its live fields had when it was signed."""
    text, values = signed["sections"][key], signed.get("figures", {})
    return {"key": key, "text": text, "figures": {live: values.get(live) for live in LIVE.findall(text)}}
