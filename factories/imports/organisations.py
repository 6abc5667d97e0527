"""The bodies of the reference file, the tree they make, and who of them has a seat in the committee.

The file has one row for each post of a body. Of the posts only the seats in the committee have a home here: every other
post is held by an official, whom the file does not name, and is given by an administrator.
"""

from datetime import date
from functools import partial

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from committees.actions import bodies
from committees.models import OrganizationKind

KINDS = {
    "steering body": OrganizationKind.COMMITTEE,
    "Party body": OrganizationKind.CENTRAL_DEPARTMENT,
    "local government": OrganizationKind.PEOPLES_COMMITTEE,
    "ministry": OrganizationKind.MINISTRY,
    "military command": OrganizationKind.DEFENCE,
    "construction unit": OrganizationKind.CONSTRUCTION_UNIT,
    "government": OrganizationKind.NATIONAL_INSTITUTION,
    "state organ": OrganizationKind.NATIONAL_INSTITUTION,
    "inspection": OrganizationKind.INSPECTION,
    "design": OrganizationKind.DESIGN_UNIT,
    "science": OrganizationKind.NATIONAL_INSTITUTION,
    "training": OrganizationKind.NATIONAL_INSTITUTION,
    "supplier": OrganizationKind.SUPPLIER,
    "mass organization": OrganizationKind.OTHER,
}
NOT_A_BODY = "procedure"
NAMED_KINDS = {
    "Provincial, city and county Party committees": OrganizationKind.PARTY_COMMITTEE,
    "Political Bureau of the WPK Central Committee": OrganizationKind.NATIONAL_INSTITUTION,
}
COMMITTEE = "Non-Permanent Central Committee for Promoting Regional Development 20x10"
CENTRAL, LEADERSHIP = "WPK Central Committee", "Organizational Leadership Department"
DIVISION = "division in charge of offshore-farm construction"
TERM = {"starts_on": date(2024, 1, 30), "ends_on": date(2033, 12, 31)}
"""From the day on which the record first names the committee to the end of the ten years."""
DIVISION_KO = "바다가양식사업소건설담당분과"
ABOVE = [
    (CENTRAL, "조선로동당 중앙위원회", OrganizationKind.CENTRAL_DEPARTMENT, ""),
    (LEADERSHIP, "조선로동당 중앙위원회 조직지도부", OrganizationKind.CENTRAL_DEPARTMENT, CENTRAL),
]
"""Bodies that the file names within the names and posts of others: (name, in Korean, kind, of which it is a part)."""
PARENTS = {
    "Political Bureau of the WPK Central Committee": CENTRAL,
    "Organizational Leadership Department: regional industry construction guidance section": LEADERSHIP,
    DIVISION: COMMITTEE,
    "Non-permanent Ministry of National Defence group (command) for Regional Development 20x10": (
        "Ministry of National Defence"
    ),
    "Paper Engineering Institute, State Academy of Sciences": "State Academy of Sciences",
}
"""{body: the body of which its name or its row says that it is a part}."""
SEATS = {
    "head: WPK Central Committee secretary for organizational affairs": CENTRAL,
    "member: vice-premier of the Cabinet and chairman of the State Planning Commission": "State Planning Commission",
    "member: secretary of the WPK Central Committee": CENTRAL,
    "member: first vice director of the Organizational Leadership Department": LEADERSHIP,
    "member of the promotion committee": "Ministry of National Defence",
}
"""{post of the file: the body whose seat it is}. “Senior officials of ministries” names none."""
HEAD = "head: "


def of_bodies(rows):
    """One row a body: the file has one for each post of it, and one for a procedure, which is no body."""
    first, division = {}, None
    for row in rows:
        if row.cells["kind"] != NOT_A_BODY:
            first.setdefault(row.cells["organisation"] or row.line, row)
        if row.cells["post"] == DIVISION:
            division = row
    found = sorted(first.values(), key=lambda row: row.cells["organisation"] in PARENTS)  # a body before its parts
    return [*found, division] if division else found


def body(row):
    """The key by which a body stands in the file once, and the action that records it."""
    name, kind = row.text("organisation", needed=True), row.choice("kind", KINDS)
    row.settle()
    korean = row.cells["organisation_ko"]
    name, korean = (DIVISION, DIVISION_KO) if row.cells["post"] == DIVISION else (name, korean)
    kind = NAMED_KINDS.get(name, KINDS[kind])
    record = partial(bodies.record_organization, kind=kind, name_en=capfirst(name), name_ko=korean)
    return bodies.code_of(name), partial(record, parent=PARENTS[name]) if name in PARENTS else record


def above():
    """Record the bodies that the file names within others. Yields what became of each."""
    for name, korean, kind, parent in ABOVE:
        yield bodies.record_organization(kind=kind, name_en=name, name_ko=korean, parent=parent, by=None)[1]


def seats(rows):
    """Record the committee's term and its members. Yields what became of each; nothing without the committee's row."""
    named = {row.cells["post"]: row for row in rows}
    if not any(row.cells["organisation"] == COMMITTEE for row in rows):
        return
    basis = next(row.cells["source_title"] for row in rows if row.cells["organisation"] == COMMITTEE)
    committee, outcome = bodies.record_committee(organization=COMMITTEE, basis=basis[:200], by=None, **TERM)
    yield outcome
    for post, organization in SEATS.items():
        if post in named:
            title = capfirst(post.removeprefix(HEAD).removeprefix("member: "))
            chair = post.startswith(HEAD)
            yield bodies.record_member(committee, organization=organization, title=title, chair=chair, by=None)[1]


def said():
    """What the two tallies beside that of the file are called."""
    return _("bodies named within others"), _("the committee’s term and members")
