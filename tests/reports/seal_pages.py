"""Seals to look at: one made by hand with inputs and facts, and one of a small year in the database."""

import copy
from datetime import date

from reports.actions import seals
from reports.sealed import Sealed
from tests import make, packs
from tests.reports import sealed_content

HOSTILE = "<script>alert('1')</script> \"&"
FOOD = "project:26-NP-KUJANG-FOOD"


def sealed(hostile=False):
    """The seal made by hand, whose means have inputs, and one factory returns: accepted, superseded, sent back."""
    content = copy.deepcopy(sealed_content.sealed().content)
    figures, facts = content["figures"], content["facts"]
    for row in content["counties"]:
        factories = [
            f"project:{project['code']}" for project in content["projects"] if project["county"] == row["code"]
        ]
        inputs = [f"{factory}/verified_percent" for factory in factories]
        figures[f"county:{row['code']}/verified_percent"]["inputs"] = inputs
    for place in [*(f"province:{row['code']}" for row in content["provinces"]), "programme"]:
        of = [row for row in content["counties"] if place in ("programme", f"province:{row['province']}")]
        figures[f"{place}/verified_percent"]["inputs"] = [f"county:{row['code']}/verified_percent" for row in of]
    content["posts"]["2"] = {"role": "committee_member", "place": None}
    for key, version, steps in (("7", 2, ("entered", "verified", "accepted")), ("6", 1, ("entered", "returned"))):
        facts[f"return:{key}"] = {
            "kind": "return", "subject": FOOD, "on": "2026-11-20", "version": version, "url": f"/returns/{key}/",
            "values": {"percent": 80.0, "state": "accepted", "pace": "slower", "period": "2026-11-2"},
            "steps": [{"step": step, "at": "2026-11-21T03:00:00Z", "by": "2"} for step in steps],
        }  # fmt: skip
    figures[f"{FOOD}/verified_percent"]["facts"] = ["return:7"]
    figures["county:RY-KAPSAN/verified_percent"]["missing"] = [
        {"subject": "project:26-RY-KAPSAN-FOOD", "code": "no_verified_return"}
    ]
    if hostile:
        content["counties"][0]["names"] = {"en": HOSTILE, "ko": HOSTILE}
        content["counties"][0]["note"] = HOSTILE
        facts["return:7"]["values"]["note"] = HOSTILE
        facts["return:7"]["url"] = "javascript:alert(1)"
        content["posts"]["2"]["place"] = {"en": HOSTILE, "ko": HOSTILE}
    return Sealed(content, sealed_content.header(content))


def year():
    """A county with two factories, one verified twice and one once, and a county of which nobody reported."""
    near, far = make.plan(), make.plan()
    first = make.project(near, code="26-NEAR-FOOD", type_=make.factory_type("food"))
    second = make.project(near, code="26-NEAR-CLOTH", type_=make.factory_type("cloth"))
    make.accepted(first, make.period(date(2026, 9, 15)), (30, 10))
    newest = make.verified(first, make.period(date(2026, 9, 25)), (50, 20))
    make.submitted(first, make.period(), (60, 30))
    other = make.accepted(second, make.period(), (80, 40))
    make.project(far, code="26-FAR-FOOD", type_=make.factory_type("food"))
    return first, newest, other


def seal(by=None):
    """A row of Seal of what the database holds."""
    said = {"kind": "year", "year": 2026, "as_of": make.DAY, "reason": "For the plenary meeting."}
    return seals.seal(**said, by=by or make.post(), at=make.moment())


def kept():
    """A row of Seal that holds the one made by hand."""
    return packs.seal(sealed().content, kind="year", as_of=date(2026, 11, 29), reason="For the plenary meeting.")
