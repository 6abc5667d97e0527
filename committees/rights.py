"""Who may do what, as data. The one table of roles; pages, API and documentation read it.

A role reads and edits within two scopes (NATION, PROVINCE, COUNTY, OWN: the organization's own projects, NOTHING), and
may do the named things inside what it may edit.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

NATION, PROVINCE, COUNTY, OWN, NOTHING = "nation", "province", "county", "organization", "nothing"


class Role(models.TextChoices):
    COMMITTEE_STAFF = "committee_staff", _("Committee staff")
    COMMITTEE_MEMBER = "committee_member", _("Committee member")
    GUIDANCE = "guidance", _("Guidance section")
    COUNTY_LEAD = "county_lead", _("Member in charge of a county")
    PROVINCIAL_SECRETARY = "provincial_secretary", _("Provincial chief secretary")
    PROVINCIAL_CHAIR = "provincial_chair", _("Chair of the provincial people’s committee")
    COUNTY_SECRETARY = "county_secretary", _("City or county chief secretary")
    COUNTY_CHAIR = "county_chair", _("Chair of the city or county people’s committee")
    COUNTY_STAFF = "county_staff", _("City or county staff")
    DESIGN_UNIT = "design_unit", _("Design unit")
    CONSTRUCTION_UNIT = "construction_unit", _("Construction unit")
    OPERATION_UNIT = "operation_unit", _("Operation unit")
    INSPECTOR = "inspector", _("Inspector")
    INSTITUTION = "institution", _("Ministry, institution or supplier")
    ANALYST = "analyst", _("Analyst")
    ADMINISTRATOR = "administrator", _("Administrator")


class Deed(models.TextChoices):
    """What a post may be allowed to do."""

    EDIT_PLANS = "edit_plans", _("enter and correct plans, places and cohorts")
    MANAGE_PERIODS = "manage_periods", _("open and close reporting periods")
    ENTER_RETURNS = "enter_returns", _("enter ten-day returns")
    VERIFY_RETURNS = "verify_returns", _("verify or send back returns")
    ACCEPT_RETURNS = "accept_returns", _("accept or send back verified returns")
    UPLOAD_RETURNS = "upload_returns", _("hand in workbooks of ten-day returns")
    SIGN_COUNTY = "sign_county", _("sign the county’s part of a return")
    INSPECT = "inspect", _("inspect sites, and close findings")
    RESOLVE_FINDINGS = "resolve_findings", _("say that a finding of an inspection is resolved")
    MANAGE_SUPPLIES = "manage_supplies", _("enter demands, orders and dispatches of materials")
    MANAGE_FUNDS = "manage_funds", _("enter allocations and disbursements of funds")
    COMMIT_FUNDS = "commit_funds", _("enter commitments of funds")
    MANAGE_EQUIPMENT = "manage_equipment", _("keep the list of equipment and its steps")
    REBASELINE = "rebaseline", _("approve a new finish date")
    RECORD_CONDITIONS = "record_conditions", _("record a county’s conditions")
    STUDY_SIZE = "study_size", _("write and submit sizing studies")
    APPROVE_SIZE = "approve_size", _("approve or send back sizing studies")
    PROPOSE_SITES = "propose_sites", _("propose sites and enter what was measured there")
    APPROVE_SITES = "approve_sites", _("approve or reject sites")
    REVISE_DESIGN = "revise_design", _("issue design revisions")
    SIGN_AGREEMENT = "sign_agreement", _("comment on the agreement and sign it for one’s own unit")
    PASS_GATES = "pass_gates", _("let a factory through a gate")
    WAIVE = "waive", _("waive a requirement of a gate until a day")
    MANAGE_BASES = "manage_bases", _("keep raw-material bases, what they report and whom they feed")
    MANAGE_TRAINING = "manage_training", _("keep training courses and report on training")
    RECORD_TRIALS = "record_trials", _("record trial operations")
    SAMPLE_QUALITY = "sample_quality", _("record quality samples")
    ENTER_PRODUCTION = "enter_production", _("enter monthly production returns")
    PLAN_PRODUCTION = "plan_production", _("set what a factory is to make in a year")
    SET_THRESHOLDS = "set_thresholds", _("set from when on a factory counts")
    CLOSE_YEARS = "close_years", _("close a programme year and write down what it taught")
    CHECK_LESSONS = "check_lessons", _("check at a factory what earlier years taught")
    RECORD_COMPLAINTS = "record_complaints", _("enter complaints of residents and the replies to them")
    MANAGE_BODIES = "manage_bodies", _("found, rename and merge bodies, and say what each does for a factory")
    HOLD_MEETINGS = "hold_meetings", _("keep the committee, its meetings, their agenda and minutes")
    DECIDE = "decide", _("enter decisions, move when they are due, and withdraw them")
    CLOSE_DECISIONS = "close_decisions", _("close a decision that is done, or open it again")
    COOPERATE = "cooperate", _("ask other bodies, answer them, and say what one’s own body has done")
    ASSIGN_LEADS = "assign_leads", _("put members in charge of counties")
    VISIT = "visit", _("record visits to one’s county, and what was asked for there")
    GUIDE = "guide", _("write guidance notes")
    COMMENT = "comment", _("comment, and call others to a comment")
    REQUEST_REPORTS = "request_reports", _("have a report built")
    COMPOSE_REPORT = "compose_report", _("write the province’s report on a year")
    SIGN_REPORT = "sign_report", _("sign and submit the province’s report on a year")
    REVIEW_REPORTS = "review_reports", _("accept provincial reports or send them back")
    SEAL = "seal", _("seal a year’s figures, and have packs built from seals")
    SCHEDULE_REPORTS = "schedule_reports", _("set which reports are built by themselves, and to whom they go")
    EXPORT = "export", _("download tables and use the API")
    MANAGE_POSTS = "manage_posts", _("make users and give or end posts")


@dataclass(frozen=True)
class Rule:
    scope: str
    """What the post itself must name: a province, a county, an organization, or nothing (the nation)."""
    reads: str
    edits: str
    may: frozenset[Deed] = frozenset()


def _rule(scope, reads, edits, *may):
    return Rule(scope, reads, edits, frozenset(may))


D = Deed
_TALKS = (D.COOPERATE, D.COMMENT)
_COUNTY = (
    D.RECORD_CONDITIONS, D.PROPOSE_SITES, D.UPLOAD_RETURNS, D.MANAGE_BASES, D.MANAGE_TRAINING, D.ENTER_PRODUCTION,
    D.RECORD_COMPLAINTS, *_TALKS, D.EXPORT,
)  # fmt: skip
RULES = {
    Role.COMMITTEE_STAFF: _rule(
        NATION, NATION, NATION,
        D.EDIT_PLANS, D.MANAGE_PERIODS, D.RECORD_CONDITIONS, D.STUDY_SIZE, D.PROPOSE_SITES, D.MANAGE_SUPPLIES,
        D.MANAGE_FUNDS, D.COMMIT_FUNDS, D.MANAGE_EQUIPMENT, D.MANAGE_BASES, D.MANAGE_TRAINING, D.PLAN_PRODUCTION,
        D.CLOSE_YEARS, D.CHECK_LESSONS, D.RECORD_COMPLAINTS, D.MANAGE_BODIES, D.HOLD_MEETINGS, D.DECIDE,
        D.CLOSE_DECISIONS, D.ASSIGN_LEADS, D.SEAL, D.SCHEDULE_REPORTS, *_TALKS, D.REQUEST_REPORTS, D.EXPORT,
    ),
    Role.COMMITTEE_MEMBER: _rule(
        NATION, NATION, NATION,
        D.ACCEPT_RETURNS, D.REBASELINE, D.APPROVE_SIZE, D.APPROVE_SITES, D.PASS_GATES, D.WAIVE,
        D.SET_THRESHOLDS, D.DECIDE, D.CLOSE_DECISIONS, D.REVIEW_REPORTS, *_TALKS, D.REQUEST_REPORTS, D.EXPORT,
    ),
    Role.GUIDANCE: _rule(NATION, NATION, NOTHING, D.CLOSE_DECISIONS, D.GUIDE, *_TALKS, D.REQUEST_REPORTS, D.EXPORT),
    Role.COUNTY_LEAD: _rule(COUNTY, NATION, COUNTY, D.VISIT, *_TALKS, D.EXPORT),
    Role.PROVINCIAL_SECRETARY: _rule(
        PROVINCE, PROVINCE, PROVINCE,
        D.VERIFY_RETURNS, D.COMPOSE_REPORT, D.SIGN_REPORT, *_TALKS, D.REQUEST_REPORTS, D.EXPORT,
    ),
    Role.PROVINCIAL_CHAIR: _rule(
        PROVINCE, PROVINCE, PROVINCE, D.VERIFY_RETURNS, D.COMPOSE_REPORT, *_TALKS, D.EXPORT
    ),
    Role.COUNTY_SECRETARY: _rule(COUNTY, COUNTY, COUNTY, *_COUNTY, D.SIGN_COUNTY),
    Role.COUNTY_CHAIR: _rule(COUNTY, COUNTY, COUNTY, *_COUNTY, D.SIGN_COUNTY),
    Role.COUNTY_STAFF: _rule(COUNTY, COUNTY, COUNTY, *_COUNTY),
    Role.DESIGN_UNIT: _rule(
        OWN, OWN, OWN, D.STUDY_SIZE, D.REVISE_DESIGN, D.SIGN_AGREEMENT, D.RESOLVE_FINDINGS, *_TALKS, D.EXPORT
    ),
    Role.CONSTRUCTION_UNIT: _rule(
        OWN, OWN, OWN,
        D.ENTER_RETURNS, D.UPLOAD_RETURNS, D.SIGN_AGREEMENT, D.RESOLVE_FINDINGS, D.MANAGE_SUPPLIES, D.COMMIT_FUNDS,
        *_TALKS, D.EXPORT,
    ),
    Role.OPERATION_UNIT: _rule(
        OWN, OWN, OWN,
        D.SIGN_AGREEMENT, D.RESOLVE_FINDINGS, D.MANAGE_EQUIPMENT, D.MANAGE_TRAINING, D.RECORD_TRIALS,
        D.ENTER_PRODUCTION, D.PLAN_PRODUCTION, *_TALKS, D.EXPORT,
    ),
    Role.INSPECTOR: _rule(OWN, OWN, OWN, D.INSPECT, D.SAMPLE_QUALITY, D.CHECK_LESSONS, *_TALKS, D.EXPORT),
    Role.INSTITUTION: _rule(OWN, OWN, OWN, *_TALKS, D.EXPORT),
    Role.ANALYST: _rule(NATION, NATION, NOTHING, D.REQUEST_REPORTS, D.EXPORT),
    Role.ADMINISTRATOR: _rule(NATION, NOTHING, NOTHING, D.MANAGE_POSTS),
}  # fmt: skip


def who_may(deed):
    """The roles that may do `deed`, in words."""
    return ", ".join(str(role.label) for role, rule in RULES.items() if deed in rule.may)
