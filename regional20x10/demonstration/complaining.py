"""What residents complained of in the demonstration: numbers of registers, and nothing else."""

from datetime import date, timedelta

from committees.rights import Role
from factories.actions import complaints
from factories.models import ComplaintMatter, FactoryProject, ReplyOutcome
from regional20x10.demonstration import building

DAYS_TO_REPLY = 15
Matter, Reply = ComplaintMatter, ReplyOutcome
REGISTER = (
    # factory, number of the register, matter, day it came, day and outcome of the reply
    ("24-SONGCHON-FOOD", "SC-2025/11", Matter.WATER, date(2025, 10, 6), date(2025, 10, 17), Reply.MENDED),
    ("24-SONGCHON-FOOD", "SC-2026/04", Matter.QUALITY, date(2026, 5, 18), date(2026, 5, 29), Reply.PARTLY),
    ("24-KUSONG-FOOD", "KS-2026/02", Matter.SUPPLY, date(2026, 2, 9), date(2026, 3, 3), Reply.PLANNED),
    ("24-TONGSIN-FOOD", "TS-2026/19", Matter.SUPPLY, date(2026, 8, 11), date(2026, 8, 24), Reply.PASSED_ON),
    ("24-UNCHON-DAILY", "UC-2026/07", Matter.PRICE, date(2026, 6, 22), date(2026, 7, 1), Reply.UNFOUNDED),
    ("25-RYONGGANG-DAILY", "RG-2026/03", Matter.DUST, date(2026, 6, 3), date(2026, 6, 12), Reply.MENDED),
    ("26-UNRYUL-FOOD", "UR-2026/05", Matter.TRAFFIC, date(2026, 6, 15), date(2026, 6, 26), Reply.MENDED),
    ("26-UNRYUL-FOOD", "UR-2026/12", Matter.NOISE, date(2026, 9, 14), None, None),
    ("26-UNRYUL-PAPER", "UR-2026/14", Matter.WATER, date(2026, 10, 5), None, None),
    ("26-SINUIJU-CLOTH", "SJ-2026/31", Matter.HOUSING, date(2026, 8, 3), date(2026, 9, 1), Reply.PLANNED),
)  # fmt: skip
"""The one about noise at Unryul has waited too long on the demonstration's day."""


def complain(cast):
    """Each complaint and its reply, entered by the county two days later."""
    projects = FactoryProject.objects.select_related("plan__county").in_bulk(
        [row[0] for row in REGISTER], field_name="code"
    )
    for code, number, matter, received_on, replied_on, outcome in REGISTER:
        project = projects[code]
        staff = cast.post(Role.COUNTY_STAFF, project.plan.county)
        complaint = complaints.receive(
            project, reference=number, matter=matter, received_on=received_on, by=staff,
            reply_due_on=received_on + timedelta(days=DAYS_TO_REPLY), at=building.at(received_on + timedelta(days=2)),
            key=building.key(code, "complaint", number),
        )  # fmt: skip
        if replied_on:
            complaints.reply(
                complaint, replied_on=replied_on, outcome=outcome, by=staff,
                at=building.at(replied_on + timedelta(days=2)), key=building.key(code, "reply", number),
            )  # fmt: skip
