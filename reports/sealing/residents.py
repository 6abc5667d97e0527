"""What residents have of it: product demand met in the counties of the year and of those whose factories produce."""

from django.utils.text import slugify

from factories import demand
from factories.models import County
from reports.sealing.book import names
from reports.sealing.scope import subject


def collect(book, scope):
    """Write output against demand by product group, of each county and of all of them together."""
    korean, found = _korean(scope.factories), demand.of_counties(_counties(scope), scope.year, scope.as_of)
    rows = [(row, group) for row in found for group in row.groups]
    book.part("residents_counties", [_group(row, group, korean) for row, group in rows])
    together = demand.together(found)
    book.part("residents", [_together(group, korean) for group in together])
    for group in together:
        _figures(book, group, rows)


def _counties(scope):
    pks = {row.plan.county_id for row in scope.factories} | {place.plan.county_id for place in scope.cohort.places}
    return list(County.objects.filter(pk__in=pks).select_related("province").order_by("code"))


def _korean(projects):
    """{product group: its name in Korean} of the norms of these factories."""
    found = {}
    for project in projects:
        found |= project.factory_type.norms.get("names_ko") or {}
    return found


def product(name):
    """The subject of a product group's figures."""
    return f"product:{slugify(name)}"


def _named(group, korean):
    named = {"en": group.name, "ko": korean.get(group.name, group.name)}
    return {"subject": product(group.name), "product": group.name, "names": named}


def _balance(group):
    keys = ("output_t", "demand_t", "met_percent", "surplus_t", "shortage_t")
    return {key: getattr(group, key) for key in keys}


def _group(row, group, korean):
    missing = sorted({code for month in group.months for code in month.missing})
    return {
        "county": row.county.code, "county_names": names(row.county), "province": row.county.province.code,
        **_named(group, korean), "population": group.population, "kg_per_head": group.kg_per_head,
        "demand_t_year": group.demand_t_year, **_balance(group), "months_counted": len(group.counted),
        "months_ended": len(group.months), "makers": group.makers, "missing": missing,
    }  # fmt: skip


def _together(group, korean):
    return {
        **_named(group, korean), **_balance(group), "population": group.population,
        "counties_known": len(group.known), "counties_unknown": group.unknown,
    }  # fmt: skip


def _figures(book, group, rows):
    name = product(group.name)
    kept = {id(known) for known in group.known}
    missing = [
        {"subject": subject(row.county), "code": "demand"}
        for row, of in rows
        if of.name == group.name and id(of) not in kept
    ]
    makers = sorted({code for of in group.known for code in of.makers})
    inputs = [f"project:{code}/output_t" for code in makers if f"project:{code}/output_t" in book.figures]
    values = {
        "made_t": group.output_t, "demand_t": group.demand_t, "demand_met_percent": group.met_percent,
        "demand_known": len(group.known),
    }  # fmt: skip
    for key, value in values.items():
        book.figure(name, key, value, inputs=inputs, missing=missing)
