"""The provinces' reports on the demonstration's years: accepted on the closed ones, under way on the running one."""

from datetime import date, timedelta

from django.utils.timezone import localdate

from committees.actions.notifications import silently
from committees.rights import Role
from factories.models import ProgramYear, Province
from regional20x10.demonstration import DAY, building
from reports.actions import provincial, years
from reports.composing import Reading, tokens
from reports.models import SectionKey

DUE, PLENARY = (12, 22), (12, 27)
"""Month and day in every year."""
LATE = {2024: ("KP-10",), 2025: ("KP-08",)}
"""Provinces that submitted three days after the deadline."""
MADE_UP = "Made up for the demonstration. 시험용으로 만든 글이다."
NOTHING_REPORTED = "Nothing was reported of it by this day. 이날까지 보고된것이 없다."
TEXTS = {
    SectionKey.RESULTS: (
        "Factories finished: [[finished]] of [[projects]]. Work verified: [[verified_percent]]; planned by then:"
        " [[planned_percent]]."
        "\n\n올해의 공장 [[projects]]개중 [[finished]]개의 공사를 끝냈다."
    ),
    SectionKey.BASES: (
        "Raw-material bases: [[bases]], with [[area_ha]] ha. Factories that get as much raw material as their year asks"
        " for: [[raw_covered]]."
        "\n\n도의 원료기지는 [[bases]]개, 면적은 [[area_ha]]ha이다."
    ),
    SectionKey.WORKERS: (
        "Posts to be filled: [[workers_needed]]; with a certified worker: [[workers_certified]]."
        "\n\n필요한 로력은 [[workers_needed]]명이다."
    ),
    SectionKey.PRODUCTION: (
        "Built factories of all years that count: [[factories_counting]]; that could count and do not:"
        " [[factories_idle]]."
        "\n\n건설된 공장들의 생산은 표에 밝힌다."
    ),
    SectionKey.PROBLEMS: (
        "Places likely to miss the year’s end: [[places_miss]]; at risk: [[places_risk]]. Findings of inspections open:"
        " [[findings_open]]. The construction units mend what is open before the next return."
        "\n\n결속되지 않은 지적은 [[findings_open]]건이며 건설단위가 다음 보고전으로 시정한다."
    ),
    SectionKey.NEXT_YEAR: (
        "Factories not finished: [[unfinished]]. What is finished is handed over to those who will run it."
        "\n\n완공되지 못한 공장은 [[unfinished]]개이다. 완공된 공장은 운영단위에 넘겨준다."
    ),
}
"""{section: what every province writes}, in both languages, its figures as live fields."""
NOTE = "Say who mends the open findings, and by when. 지적된 결함을 누가 언제까지 시정하겠는가를 밝힐것."
RUNNING = {
    "KP-01": ("submitted", date(2026, 10, 8), SectionKey), "KP-05": ("returned", date(2026, 9, 30), SectionKey),
    "KP-02": ("draft", DAY, list(SectionKey)[:2]), "KP-03": ("draft", DAY, list(SectionKey)[:4]),
}  # fmt: skip
"""{province: (how far its report on the running year is, the day up to which it was worked on, sections written)}; the
others have not begun."""


def report_years(cast):
    """Set the days of each year's end and make the reports on it."""
    staff = cast.post(Role.COMMITTEE_STAFF)
    for year in ProgramYear.objects.filter(program__code="20x10").exclude(state="planned").order_by("year"):
        due = date(year.year, *DUE)
        years.set_days(year, reports_due_on=due, plenary_on=date(year.year, *PLENARY), by=staff)
        if year.state == ProgramYear.State.CLOSED:
            with silently():
                _accepted(year, due, cast)
        else:
            _under_way(year, cast)


def _provinces(year):
    return Province.objects.filter(counties__plans__program_year=year).distinct().order_by("code")


def _written(year, province, day, cast, keys=SectionKey):
    """The report with the texts of `keys`, begun on the day."""
    secretary, chair = (cast.post(role, province) for role in (Role.PROVINCIAL_SECRETARY, Role.PROVINCIAL_CHAIR))
    report = provincial.open(year, province, by=secretary, at=building.at(day, 9))
    rows = {row.key: row for row in report.sections.all()}
    for number, key in enumerate(keys):
        by = chair if number % 2 else secretary
        text = f"{TEXTS[key]}\n\n{MADE_UP}"
        at = building.at(day + timedelta(days=number), 10)
        provincial.save_section(report, key=key, text=text, version=rows[key].version, by=by, at=at)
    return report


def _accepted(year, due, cast):
    member = cast.post(Role.COMMITTEE_MEMBER)
    for number, province in enumerate(_provinces(year)):
        late = province.code in LATE.get(year.year, ())
        day = due + timedelta(days=3) if late else due - timedelta(days=number % 4)
        report = _written(year, province, day - timedelta(days=8), cast)
        report = _submitted(report, building.at(day, 11), cast)
        provincial.accept(report, by=member, at=building.at(day + timedelta(days=2), 15))


def _submitted(report, at, cast):
    """The report signed, with a field that was not known by then taken out."""
    _take_out_unknown(report, localdate(at), cast, at)
    by = cast.post(Role.PROVINCIAL_SECRETARY, report.province)
    return provincial.submit(report, by=by, at=at)


def _take_out_unknown(report, day, cast, at):
    """Paragraphs with a figure that nobody knows yet are left out of the text."""
    by, known = cast.post(Role.PROVINCIAL_SECRETARY, report.province), Reading(report, day).known
    unknown = {name for name, figure in known.items() if figure.value is None}
    for row in report.sections.all():
        said = row.text.split("\n\n")
        kept = [part for part in said if not unknown & set(tokens(part))]
        if len(kept) < len(said):
            text = "\n\n".join(kept if len(kept) > 1 else [NOTHING_REPORTED, *kept])
            provincial.save_section(report, key=row.key, text=text, version=row.version, by=by, at=at)


def _under_way(year, cast):
    """Of the running year: one report submitted early, the home province's sent back, others in draft."""
    for province in _provinces(year).filter(code__in=RUNNING):
        state, signed_on, keys = RUNNING[province.code]
        report = _written(year, province, signed_on - timedelta(days=9), cast, keys)
        if state == "draft":
            continue
        report = _submitted(report, building.at(signed_on, 11), cast)
        if state == "returned":
            at, by = building.at(DAY - timedelta(days=1), 16), cast.post(Role.COMMITTEE_MEMBER)
            provincial.return_(report, notes={SectionKey.PROBLEMS: NOTE}, by=by, at=at)
