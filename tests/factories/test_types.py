"""Factory types with their norms."""

from decimal import Decimal

import pytest

from committees.rights import Role
from factories.actions import types
from factories.models import FactoryType, PackageTemplate
from tests import make
from tests.refusals import action_forbids, action_refuses, database_refuses

pytestmark = pytest.mark.django_db


def part(**values):
    return {"weight": 10, "starts_at": 0, "ends_at": Decimal("0.5"), "name_en": "Walls", "name_ko": "벽체", **values}


def found(*parts, by=None, **values):
    values = {"code": "FOOD", "name_en": "Food factory", "name_ko": "식료공장", "product_lines": ["soy sauce"],
              "norms": {"posts": 80}, **values}  # fmt: skip
    return types.found_type(templates=parts or [part()], by=by or make.post(), **values)


def test_a_type_is_founded_with_its_usual_work_packages_in_order():
    made = found(part(name_en="Walls"), part(name_en="Roof", weight=5, starts_at=Decimal("0.4"), ends_at=1))

    assert list(made.templates.values_list("order", "name_en", "weight", "starts_at", "ends_at")) == [
        (1, "Walls", 10, 0, Decimal("0.5")), (2, "Roof", 5, Decimal("0.4"), 1),
    ]  # fmt: skip


def test_everything_wrong_with_a_type_is_said_at_once():
    with action_refuses("This field cannot be blank.", "This field cannot be blank.") as refused:
        found(code="", name_ko="")

    assert list(refused.value.fields) == ["name_ko", "code"]
    assert not FactoryType.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"weight": 0}, "The weight of a work package is more than 0."),
        ({"starts_at": Decimal("0.5")}, "A part ends after it begins: its shares of the span lie between 0 and 1."),
        ({"ends_at": Decimal("1.001")}, "A part ends after it begins: its shares of the span lie between 0 and 1."),
        ({"starts_at": Decimal("-0.1")}, "A part ends after it begins: its shares of the span lie between 0 and 1."),
        ({"name_en": ""}, "This field cannot be blank."),
    ],
)
def test_a_part_that_cannot_be_is_refused_and_no_type_is_half_written(wrong, sentence):
    with action_refuses(sentence):
        found(part(), part(**wrong))

    assert (FactoryType.objects.count(), PackageTemplate.objects.count()) == (0, 0)


def test_only_committee_staff_founds_a_type():
    post = make.post(Role.COMMITTEE_MEMBER)

    with action_forbids(f"The post “{post}” may not do this. Ask: Committee staff."):
        found(by=post)


def test_the_database_holds_what_a_template_is():
    made = found(part(), part())
    rows = made.templates.filter(order=2)

    with database_refuses("template_weight_positive"):
        rows.update(weight=0)
    with database_refuses("template_span_in_order"):
        rows.update(ends_at=0)
    with database_refuses("template_order_once_per_type"):
        rows.update(order=1)
    with database_refuses("factories_factorytype_code"):
        FactoryType.objects.create(code=made.code, name_en="x", name_ko="x")
