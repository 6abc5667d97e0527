"""Which places the demonstration builds in, and how it goes there."""

from datetime import date

from regional20x10.demonstration.courses import Course

ADDED_2026 = ["KP0810", "KP0813", "KP0602", "KP0505", "KP0405", "KP0318"]
"""Six places of provinces with fewer than two, to stand for those not yet known. Made up, and marked so."""

TYPES = ("FOOD", "CLOTH", "DAILY")
ALSO_PAPER = ("KP0218", "KP0505")

ON_TRACK = Course(pace=1.06, noise=0.08)
GOOD = Course(pace=1.02, noise=0.07)
WATCH = Course(pace=0.97, noise=0.1, cause="materials", slower_from=date(2026, 8, 21))
LATE = Course(pace=0.9, turns=((date(2026, 7, 1), 0.62),), noise=0.15, cause="equipment", slower_from=date(2026, 7, 11))
VERY_LATE = Course(
    pace=0.7, turns=((date(2026, 6, 1), 0.5),), noise=0.2, cause="transport", slower_from=date(2026, 6, 11)
)
CLAIMING = Course(
    pace=1.0, turns=((date(2026, 8, 1), 0.75),), noise=0.08, verified_until=date(2026, 9, 20),
    claims=((date(2026, 9, 25), 27), (date(2026, 10, 5), 34)),
)  # fmt: skip

PAST = Course(pace=0.88, noise=0.12)

COURSES_2026 = {
    "KP0908": WATCH,
    "KP0907": GOOD,
    "KP0714": ON_TRACK,
    "KP0722": LATE,
    "KP0601": CLAIMING,
    "KP0820": Course(pace=1.5, noise=0.05),
    "KP0218": Course(pace=1.0, stopped_from=date(2026, 8, 11), turns=((date(2026, 8, 11), 0.0),), cause="equipment"),
    "KP0214": WATCH,
    "KP1105": ON_TRACK,
    "KP0803B": Course(pace=1.0, last_return_on=date(2026, 9, 10)),
    "KP0508": Course(pace=0.95, last_return_on=date(2026, 8, 20), cause="weather", slower_from=date(2026, 7, 21)),
    "KP0412": Course(
        pace=0.85, noise=0.1, cause="design", slower_from=date(2026, 6, 1),
        moves=(
            (date(2026, 6, 20), 12, "The design of the boiler house was changed; foundations were dug anew."),
            (date(2026, 8, 25), 9, "The bridge on the road to the site was washed away in the rains of August."),
        ),
    ),
    "KP0102": VERY_LATE,
    "KP0319": GOOD,
    "KP0810": ON_TRACK,
    "KP0813": WATCH,
    "KP0602": ON_TRACK,
    "KP0505": CLAIMING,
    "KP0405": GOOD,
    "KP0318": LATE,
}  # fmt: skip

FACTORS = {"FOOD": 0.99, "CLOTH": 1.02, "DAILY": 1.0, "PAPER": 0.96}
"""How the factories of one place differ in pace."""

FINISHED_2025_LATE = {"KP0413": date(2026, 2, 28), "KP0103": date(2026, 1, 20)}
"""Places of 2025 that finished in 2026."""

SENT_BACK = "26-SONGHWA-CLOTH"
SENT_BACK_NOTE = (
    "The equipment figure does not agree with the acceptance certificates. "
    "Count the machines that stand, and submit again."
)
HOME_RUNNING = {"26-UNRYUL-FOOD": "none", "26-UNRYUL-CLOTH": "draft", "26-UNRYUL-DAILY": "submitted"}
"""What the users find in the running period at the county whose posts they hold."""

WORDS = {
    "normal": "공사가 계획대로 진행되고있다. Work goes on as planned.",
    "slower": "공사가 계획보다 떠지고있다. Work is slower than planned.",
    "stopped": "공사가 중지되였다. Work has stopped.",
    "done": "공사와 시운전이 끝났다. Building and the trial run are finished.",
}
NEEDED = {
    "materials": "세멘트와 강재를 제때에 보장하여야 한다. Cement and steel are needed: the construction bureau.",
    "equipment": "설비제작을 다그쳐야 한다. The equipment works must deliver: the machine-building ministry.",
    "transport": "화물차와 연유가 필요하다. Lorries and fuel are needed: the provincial transport bureau.",
    "design": "변경된 설계를 넘겨주어야 한다. The changed drawings are needed: the design unit.",
    "weather": "도로복구로력이 필요하다. Hands to repair the road are needed: the county people’s committee.",
}

SHORT = {
    ("KP0908", "coal"): 16, ("KP0813", "coal"): 20, ("KP0214", "coal"): 25, ("KP0214", "cement"): 9,
    ("KP0908", "cement"): 7,
}  # fmt: skip
"""{(county, material): days after the need by which every lot of it comes there}."""
BELOW_REFERENCE = {("KP0908", "padding-machine"), ("KP0722", "oil-press"), ("KP0102", "soap-line")}
"""(county, item) of machines chosen below the reference level."""
VISITS = {"KP0601": (date(2026, 10, 7),), "KP0505": (date(2026, 10, 8),)}
"""Third visits, to sites that claim more than the province has verified."""
CRITICAL = ("26-UNRYUL-FOOD",)
"""Projects whose inspection found something critical that is still open."""
INCIDENTS = {
    "26-UNRYUL-DAILY": (
        date(2026, 8, 27),
        {"kind": "flood", "people_hurt": 0, "text": "큰물로 기초가 잠기였다. The flood stood in the foundations."},
    ),
}
"""{project: (day, what happened)}."""
EXCEPTION = ("KP0803B", date(2026, 10, 20), "The line of the county was cut by the storm; its returns come by courier.")
"""A county that may report the last closed period until a later day, and why."""
PICTURED = {"KP0908": False, "KP0601": True}
"""Counties whose returns of the running period come with two photos; whether the second was taken elsewhere."""
FAR_OFF = 0.36
"""Degrees of latitude, 40 km."""
