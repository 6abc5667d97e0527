"""A small year to seal: two provinces, a county with two factories and one with none verified."""

from datetime import date

import orjson
import pgtrigger

from reports import chain
from reports.actions import seals
from reports.models import Seal
from reports.sealing import collected
from reports.sealing.scope import Scope
from tests import make

AT = make.moment()


def year():
    """{name: project}: "near" verified twice and claimed once more, "beside" verified, "far" never reported."""
    plan, far = make.plan(), make.plan()
    near = make.project(plan, code="26-NEAR-FOOD", type_=make.factory_type("food"))
    beside = make.project(plan, code="26-NEAR-CLOTH", type_=make.factory_type("cloth"))
    make.accepted(near, make.period(date(2026, 9, 15)), (30, 10))
    make.verified(near, make.period(date(2026, 9, 25)), (50, 20))
    make.submitted(near, make.period(), (60, 30))
    make.accepted(beside, make.period(), (80, 40))
    silent = make.project(far, code="26-FAR-FOOD", type_=make.factory_type("food"))
    return {"near": near, "beside": beside, "far": silent}


def scope(as_of=make.DAY, kind="year"):
    return Scope(kind, 2026, as_of, date(2026, 1, 1))


def content(as_of=make.DAY):
    """What a seal of the year would hold."""
    return collected(scope(as_of))


def sealed(by=None, **values):
    """A seal of the year."""
    said = {"kind": "year", "year": 2026, "as_of": make.DAY, "reason": "For the plenary meeting.", "at": AT, **values}
    return seals.seal(**said, by=by or make.post())


def kept(seal):
    """The row as it lies in the database."""
    return Seal.objects.get(pk=seal.pk)


def bypassed(seal, **values):
    """The row after somebody changed it without the trigger that forbids it."""
    with pgtrigger.ignore("reports.Seal:never_changed"):
        Seal.objects.filter(pk=seal.pk).update(**values)
    return kept(seal)


def with_figure(seal, name, value):
    """Its stored content with another value of a figure."""
    content = orjson.loads(chain.unpacked(seal.content))
    content["figures"][name]["value"] = value
    return chain.packed(chain.canonical(content))
