"""What a factory needs and makes, from the norms of its type and its own capacity; one place reads the norms' keys."""

from decimal import ROUND_CEILING, Decimal

from django.utils.translation import get_language

from factories.models import FactoryType


def in_words(factory_type, name):
    """A product or raw material, named as in the norms, in the reader's language."""
    return factory_type.norms.get("names_ko", {}).get(name, name) if get_language() == "ko" else name


def products(factory_type):
    """The names of what such a factory makes, in the order of its norms."""
    return list(factory_type.norms.get("product_groups", {})) or list(factory_type.product_lines)


def raw_materials(factory_type):
    """{raw material: tonnes of it a tonne of product}."""
    return {name: Decimal(str(need)) for name, need in factory_type.norms.get("raw_material_t_per_t", {}).items()}


def raw_need(project):
    """{raw material: tonnes a year at the project's capacity}; empty while its capacity is not known."""
    capacity = project.capacity_t_year
    if capacity is None:
        return {}
    return {name: need * capacity for name, need in raw_materials(project.factory_type).items()}


def trades(factory_type):
    """{code of a trade: posts of it at the norm's own capacity}."""
    return factory_type.norms.get("trades", {})


def posts(project):
    """{code of a trade: posts to be filled}: those of the norm in proportion to the capacity, rounded up.

    Empty while the capacity, or the norm, is not known.
    """
    norms, capacity = project.factory_type.norms, project.capacity_t_year
    if capacity is None or not norms.get("capacity_t_year"):
        return {}
    reference = Decimal(str(norms["capacity_t_year"]))  # divided last: a third of it, three times, is the whole
    return {
        code: int((Decimal(str(count)) * capacity / reference).to_integral_value(ROUND_CEILING))
        for code, count in trades(project.factory_type).items()
    }


def listed_raw_materials():
    """{raw material of any type's norms: its name in Korean}, by name."""
    found = {}
    for row in FactoryType.objects.order_by("code"):
        names = row.norms.get("names_ko", {})
        found |= {name: names.get(name, name) for name in row.norms.get("raw_material_t_per_t", {})}
    return dict(sorted(found.items()))


def listed_in_words():
    """{raw material of any type's norms: in the reader's language}, by name."""
    found = listed_raw_materials()
    return found if get_language() == "ko" else {name: name for name in found}
