"""Raw-material bases of a seal: what each supplies, what reported it, and how far it covers the factories it feeds."""

from factories import bases, norms
from factories.figures import mean
from factories.funds import known_before
from factories.models import BaseMeasure, BaseReturn, RawMaterialBase, SupplyLink
from regional20x10.shared.sums import total
from reports.sealing import facts
from reports.sealing.book import names
from reports.sealing.scope import levels, subject

AREA = {"planted_ha": "planted_ha", "harvested_t": "harvested_t", "losses_t": "losses_t"}


def collect(book, scope):
    """Write all bases, and how far they cover the year's factories and those built before."""
    projects, korean = scope.factories, norms.listed_raw_materials()
    covers = bases.of_projects(projects, scope.as_of)
    rows = list(RawMaterialBase.objects.for_list())
    expected = bases.supplies(rows, scope.as_of)
    returns = _returns(book, scope, rows)
    links, measures = _links(rows, projects), _measures(rows)
    book.part("supply_year", scope.as_of.year)
    book.part("earlier", [_earlier(row) for row in scope.earlier])
    book.part("bases", [_base(row, korean, links, measures) for row in rows])
    book.part("raw_materials", [_material(cover, row, korean) for cover in covers.values() for row in cover.materials])
    supplied = {row.pk: _base_figures(book, row, expected[row.pk], returns.get(row.pk, []), scope) for row in rows}
    for cover in covers.values():
        _factory(book, cover, supplied)
    _above(book, scope, covers, rows, supplied)


def _links(rows, projects):
    """{base: [{project, share_percent}]}. One query."""
    codes, found = {row.pk: row.code for row in projects}, {}
    links = SupplyLink.objects.filter(base__in=rows, project__in=codes).order_by("project__code")
    for link in links:
        found.setdefault(link.base_id, []).append(
            {"project": codes[link.project_id], "share_percent": link.share_percent}
        )
    return found


def _measures(rows):
    """{base: what is planned to raise it}. One query."""
    found = {}
    for row in BaseMeasure.objects.filter(base__in=rows).select_related("owner").order_by("due_on", "pk"):
        found.setdefault(row.base_id, []).append(
            {"what": row.what, "adds_t_year": row.adds_t_year, "due_on": row.due_on, "done_on": row.done_on,
             "owner": names(row.owner)}
        )  # fmt: skip
    return found


def _returns(book, scope, rows):
    """{base: [(return in force, its fact)]} of the year sealed and the one whose supply covers. One query."""
    years = {scope.year, scope.as_of.year}
    found = BaseReturn.objects.filter(base__in=rows, year__in=years, at__lt=known_before(scope.as_of))
    found = list(found.select_related(*facts.BY).order_by("year", "quarter", "pk"))
    pages = {row.pk: facts.page(row) for row in rows}
    written = facts.entries(
        book, "base_return", found,
        subject=lambda row: f"base:{row.base_id}",
        values=lambda row: {
            "year": row.year, "quarter": row.quarter, **{name: getattr(row, field) for name, field in AREA.items()},
        },
        url=lambda row: pages[row.base_id],
    )  # fmt: skip
    kept = {}
    for row in facts.in_force(found):
        kept.setdefault(row.base_id, []).append((row, written[row.pk]))
    return kept


def _earlier(row):
    project = row.project
    return {
        "code": project.code, "names": names(project.factory_type), "year": project.plan.program_year.year,
        "county": project.plan.county.code, "county_names": names(project.plan.county),
        "province": project.plan.county.province.code, "stage": row.stage.value, "finished_on": row.finished_on,
        "operates_since": row.operates_since, "counted_since": row.counted_since, "fell_out_on": row.fell_out_on,
        "reasons": row.reasons,
    }  # fmt: skip


def _base(row, korean, links, measures):
    return {
        "subject": f"base:{row.pk}", "code": row.code, "names": names(row), "kind": row.kind,
        "county": row.county.code, "county_names": names(row.county), "province": row.county.province.code,
        "material": row.material, "material_names": {"en": row.material, "ko": korean.get(row.material, row.material)},
        "area_ha": row.area_ha, "capacity_t_year": row.capacity_t_year, "season": row.season,
        "feeds": links.get(row.pk, []), "measures": measures.get(row.pk, []), "demonstration": row.demonstration,
    }  # fmt: skip


def _material(cover, row, korean):
    project, short = cover.project, row.short_from
    return {
        "project": project.code, "names": names(project.factory_type), "county": project.plan.county.code,
        "county_names": names(project.plan.county), "province": project.plan.county.province.code,
        "year": project.plan.program_year.year, "material": row.material,
        "material_names": {"en": row.material, "ko": korean.get(row.material, row.material)},
        "need_t": row.need, "expected_t": row.expected, "next_t": row.expected_next, "percent": row.percent,
        "percent_next": row.percent_next, "missing_t": row.missing, "hectares": row.hectares,
        "asked_percent": cover.asked, "short": cover.short_of(row), "short_month": short and short.number,
        "bases": [{"base": f"base:{link.base_id}", "share_percent": link.share_percent} for link, _s in row.parts],
    }  # fmt: skip


# --- figures ---------------------------------------------------------------------------------------------------------
def _base_figures(book, row, supply, returns, scope):
    """Write a base's figures; {key: value}."""
    name, quarters = f"base:{row.pk}", [(said, fact) for said, fact in returns if said.year == scope.year]
    told = [fact for _said, fact in quarters]
    quarter_missing = _quarters_missing(name, quarters, scope)
    found = {key: total(getattr(said, field) for said, _fact in quarters) for key, field in AREA.items()}
    found["supplied_t"] = total(said.harvested_t - said.losses_t for said, _fact in quarters)
    for key, value in found.items():
        book.figure(name, key, value, facts=told, missing=quarter_missing)
    counted = [fact for said, fact in returns if said.year == scope.as_of.year]
    found |= {"area_ha": row.area_ha, "target_t": row.target_t_year}
    for key in ("area_ha", "target_t"):
        book.figure(name, key, found[key])
    for key, value in (("expected_t", supply.this_year), ("next_t", supply.next_year)):
        missing = [] if value is not None else [{"subject": name, "code": "yield_unknown"}]
        book.figure(name, key, value, facts=counted if key == "expected_t" else (), missing=missing)
        found[key] = value
    return found


def _quarters_missing(name, quarters, scope):
    """The quarters of the year that have ended without a return."""
    told = {said.quarter for said, _fact in quarters}
    ended = 4 if scope.as_of.year > scope.year else (scope.as_of.month - 1) // 3
    return [
        {"subject": name, "code": "base_return", "period": f"{scope.year}-Q{quarter}"}
        for quarter in bases.QUARTERS
        if quarter <= ended and quarter not in told
    ]


def _factory(book, cover, supplied):
    """How far a factory is covered: that of its scarcest raw material."""
    name = subject(cover.project)
    inputs = sorted({f"base:{link.base_id}/expected_t" for row in cover.materials for link, _supply in row.parts})
    missing = [] if cover.percent is not None else [{"subject": name, "code": _unknown(cover)}]
    figures = {
        "raw_cover_next_percent": cover.percent_next,
        "raw_need_t": _total([cover], "need"),
        "raw_expected_t": _total([cover], "expected"),
        "raw_missing_t": _total([cover], "missing"),
        "raw_hectares": _total([cover], "hectares"),
    }
    if f"{name}/raw_cover_percent" not in book.figures:
        figures["raw_cover_percent"] = cover.percent
    for key, value in figures.items():
        book.figure(name, key, value, inputs=inputs, missing=missing)


def _unknown(cover):
    if cover.project.capacity_t_year is None:
        return "capacity_unknown"
    return "supply_unknown" if cover.linked else "base_missing"


def _above(book, scope, covers, rows, supplied):
    """Sums of the programme, its years, provinces and counties."""
    for name, projects in levels(scope.factories).items():
        found = [covers[row.pk] for row in projects]
        inputs = [f"{subject(row.project)}/raw_missing_t" for row in found]
        missing = [{"subject": subject(row.project), "code": _unknown(row)} for row in found if row.percent is None]
        known, asked = [row for row in found if row.percent is not None], [row for row in found if row.materials]
        values = {
            "raw_factories": len(found), "raw_covered": sum(row.enough for row in found),
            "raw_short": sum(not row.enough for row in known), "raw_unknown": len(found) - len(known),
            "raw_linked": sum(row.linked for row in asked),
            "raw_cover_percent": mean(row.percent for row in asked),
            "raw_cover_next_percent": mean(row.percent_next for row in asked),
            "raw_missing_t": _total(found, "missing"), "raw_hectares": _total(found, "hectares"),
        }  # fmt: skip
        for key, value in values.items():
            book.figure(name, key, value, inputs=inputs, missing=missing)
    for name, part in _places(rows).items():
        _sums(book, name, part, supplied)


def _total(covers, name):
    return total(getattr(row, name) for cover in covers for row in cover.materials)


def _places(rows):
    found = {"programme": rows}
    for row in rows:
        for name in (subject(row.county.province), subject(row.county)):
            found.setdefault(name, []).append(row)
    return {name: found[name] for name in sorted(found)}


def _sums(book, name, rows, supplied):
    """Of the bases of a place."""
    book.figure(name, "bases", len(rows))
    book.figure(name, "bases_reported", sum(supplied[row.pk]["harvested_t"] is not None for row in rows))
    for key in ("area_ha", *AREA, "supplied_t", "expected_t", "next_t", "target_t"):
        amounts = {row.pk: supplied[row.pk][key] for row in rows}
        unknown = [pk for pk, amount in amounts.items() if amount is None]
        missing = [{"subject": f"base:{pk}", "code": _MISSING.get(key, "not_given")} for pk in unknown]
        inputs = [f"base:{row.pk}/{key}" for row in rows]
        book.figure(name, key, total(amounts.values()), inputs=inputs, missing=missing)


_MISSING = {
    **dict.fromkeys([*AREA, "supplied_t"], "base_return"), **dict.fromkeys(["expected_t", "next_t"], "yield_unknown"),
}  # fmt: skip
