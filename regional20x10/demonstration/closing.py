"""How the demonstration's first two years were closed, and what the second of them taught."""

from datetime import date

from committees.rights import Role
from factories import closing as reading
from factories.actions import closing
from factories.models import DelayCause, FactoryProject, Gate, Lesson, ProgramYear
from regional20x10.demonstration import building

CLOSED = {2024: date(2025, 2, 12), 2025: date(2026, 2, 10)}
"""{year: the day on which it was closed}."""
WHY = {
    2024: "눈으로 고개길이 막혀 설비가 늦게 왔다. Snow closed the road over the pass: machines came late.",
    2025: "전력공급이 늦어져 시운전을 하지 못하였다. Electricity came late, so that nothing could be tried out.",
}
LESSONS = (
    # gate, cause, what happened, what to check, in English and in Korean
    (
        Gate.COMMISSION, DelayCause.POWER,
        "철원, 성천, 구성의 공장들이 전기를 기다렸다. Factories that were built stood waiting for electricity.",
        "The power line was tested under full load for three days",
        "전력선을 전부하로 3일간 시험하였다",
    ),
    (
        Gate.OPERATE, DelayCause.OTHER,
        "동신에서 원료가 석달만에 떨어졌다. Raw material ran out three months after a factory had begun.",
        "Raw material for 30 days lies in the factory’s own store",
        "30일분의 원료를 공장창고에 확보하였다",
    ),
)  # fmt: skip
CHECKED = {
    # factory: (holds, what was found) of each lesson, as far as it was looked at
    "26-UNRYUL-PAPER": ((True, "72시간 시험, 전압 정상. 72 hours, voltage as it should be."),
                        (True, "45일분 확인. Enough for 45 days was counted.")),
    "26-KANGNAM-FOOD": ((True, "72시간 시험, 전압 정상. 72 hours, voltage as it should be."),),
    "26-KANGNAM-CLOTH": ((False, "변압기용량이 모자란다. The transformer is too small for full load."),),
}  # fmt: skip
LOOKED_AT = {Gate.COMMISSION: date(2026, 2, 23), Gate.OPERATE: date(2026, 4, 20)}


def close_years(cast):
    """Each year with what was not finished then; the last with its lessons."""
    staff = cast.post(Role.COMMITTEE_STAFF)
    for year, day in CLOSED.items():
        program_year, at = ProgramYear.objects.get(program__code="20x10", year=year), building.at(day)
        found = reading.of_year(program_year, FactoryProject.objects.all(), day)
        why = {row.project: WHY[year] for row in found.unfinished}
        closing.close_year(program_year, why=why, by=staff, at=at)
    for gate, cause, what, english, korean in LESSONS:
        closing.teach(
            program_year, gate=gate, cause=cause, what=what, check_en=english, check_ko=korean, demonstration=True,
            by=staff, at=at,
        )  # fmt: skip
    _check(cast)


def _check(cast):
    lessons = list(Lesson.objects.filter(demonstration=True).order_by("pk"))
    for code, found in CHECKED.items():
        project = FactoryProject.objects.select_related("plan__county__province").get(code=code)
        for lesson, (holds, note) in zip(lessons, found, strict=False):
            closing.check(
                project, lesson, holds=holds, note=note, at=building.at(LOOKED_AT[lesson.gate], 15),
                by=cast.post(Role.INSPECTOR, project.plan.county.province),
                key=building.key(code, "lesson", lesson.gate),
            )  # fmt: skip
