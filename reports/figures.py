"""The one dataset of an annual report, from which JSON, XLSX and PDF are written alike (schemas/annual-report-1.json).

It is built chapter by chapter: the programme's and one for each province. All text is in the language that is on;
percentages are 0 to 100, chances 0 to 1, dates ISO 8601; what is not known is None, never zero.
"""

import re
from dataclasses import asdict, dataclass
from functools import cached_property

from django.db import connection
from django.utils.translation import get_language, gettext

from committees.models import Post
from committees.models.scope import Reader
from committees.rights import PROVINCE
from factories import counting, figures, reasons
from factories.models import Colour, County, CountyPlan, Milestone, ProgramYear, Province
from regional20x10.shared import clock, words

SCHEMA = "annual-report-1"


@dataclass(frozen=True)
class Scope:
    """What one report is of."""

    post: Post
    year: int
    as_of: object

    @property
    def reader(self):
        """A report holds what its post sees, whoever builds it."""
        return Reader(self.post)

    @property
    def plans(self):
        """The year's county plans that the post may see."""
        return CountyPlan.objects.visible_to(self.reader).filter(program_year__year=self.year)

    @property
    def provinces(self):
        """The provinces with a place in the report, in order of their code: each is a chapter."""
        return Province.objects.filter(counties__plans__in=self.plans).distinct().order_by("code")

    @cached_property
    def whole_nation(self):
        return self.post.rule.reads != PROVINCE

    @property
    def version(self):
        """Day and digest of the facts and plans it rests on: the same until one of them changes."""
        return data_version(self.plans, self.as_of)


def data_version(plans, as_of):
    """Day and digest of the facts and plans on which figures of `plans` (a CountyPlan queryset) rest. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION, {"plans": list(plans.values_list("pk", flat=True)), "as_of": as_of})
        return f"{as_of}-{cursor.fetchone()[0][:10]}"


_VERSION = """
WITH project AS (SELECT * FROM factories_factoryproject WHERE plan_id = ANY(%(plans)s)),
     plan AS (SELECT * FROM factories_countyplan WHERE id = ANY(%(plans)s)),
     cut AS (SELECT (%(as_of)s::date + 1)::timestamp AT TIME ZONE 'Asia/Pyongyang' AS at)
SELECT md5(concat_ws('|',
    (SELECT string_agg(plan::text, ';' ORDER BY id) FROM plan),
    (SELECT string_agg(project::text, ';' ORDER BY id) FROM project),
    (SELECT string_agg(w::text, ';' ORDER BY w.id) FROM factories_workpackage w JOIN project p ON p.id = w.project_id),
    (SELECT string_agg(b.id::text, ';' ORDER BY b.id) FROM factories_baseline b JOIN project p ON p.id = b.project_id,
            cut WHERE b.approved_at < cut.at),
    (SELECT string_agg(ROW(r.id, r.percent, s.verified_at, s.accepted_at, s.returned_at)::text, ';' ORDER BY r.id)
     FROM factories_statusreturn r JOIN project p ON p.id = r.project_id, cut, LATERAL (SELECT
        CASE WHEN r.verified_at < cut.at THEN r.verified_at END AS verified_at,
        CASE WHEN r.accepted_at < cut.at THEN r.accepted_at END AS accepted_at,
        CASE WHEN r.returned_at < cut.at THEN r.returned_at END AS returned_at) s
     WHERE r.submitted_at < cut.at),
    (SELECT string_agg(e::text, ';' ORDER BY e::text) FROM ( -- entries, visits and what befell their findings
        SELECT 'a', a.id FROM factories_fundallocation a JOIN project p ON p.id = a.project_id, cut WHERE a.at < cut.at
        UNION ALL SELECT 'd', d.id FROM factories_disbursement d JOIN project p ON p.id = d.project_id, cut
            WHERE d.at < cut.at
        UNION ALL SELECT 'c', c.id FROM factories_commitment c JOIN project p ON p.id = c.project_id, cut
            WHERE c.at < cut.at
        UNION ALL SELECT 'o', o.id FROM factories_materialorder o JOIN project p ON p.id = o.project_id, cut
            WHERE o.at < cut.at
        UNION ALL SELECT 's', s.id FROM factories_dispatch s JOIN project p ON p.id = s.project_id, cut
            WHERE s.at < cut.at
        UNION ALL SELECT 'v', v.id FROM factories_inspection v JOIN project p ON p.id = v.project_id, cut
            WHERE v.at < cut.at
        UNION ALL SELECT 'f', t.id FROM factories_findingstep t JOIN factories_finding f ON f.id = t.finding_id
            JOIN project p ON p.id = f.project_id, cut WHERE t.at < cut.at
        UNION ALL SELECT 'g', g.id FROM factories_gatepass g JOIN project p ON p.id = g.project_id, cut
            WHERE g.at < cut.at
        UNION ALL SELECT 't', t.id FROM factories_trainingreturn t JOIN project p ON p.id = t.project_id, cut
            WHERE t.at < cut.at
        UNION ALL SELECT 'b', b.id FROM factories_basereturn b JOIN factories_supplylink l ON l.base_id = b.base_id
            JOIN project p ON p.id = l.project_id, cut WHERE b.at < cut.at) e),
    (SELECT string_agg(ROW(r.id, r.output_t, s.verified_at, s.returned_at)::text, ';' ORDER BY r.id)
     FROM factories_productionreturn r JOIN project p ON p.id = r.project_id, cut, LATERAL (SELECT
        CASE WHEN r.verified_at < cut.at THEN r.verified_at END AS verified_at,
        CASE WHEN r.returned_at < cut.at THEN r.returned_at END AS returned_at) s
     WHERE r.submitted_at < cut.at),
    (SELECT string_agg(DISTINCT ROW(l.id, l.share_percent, b.area_ha, b.yield_t_ha, b.capacity_t_year,
            b.season)::text, ';')
     FROM factories_supplylink l JOIN project p ON p.id = l.project_id
     JOIN factories_rawmaterialbase b ON b.id = l.base_id),
    (SELECT string_agg(DISTINCT ROW(y.cover_percent, y.utilisation_percent, y.production_months,
            y.production_grace_days)::text, ';')
     FROM factories_programyear y JOIN plan ON plan.program_year_id = y.id),
    (SELECT string_agg(x::text, ';' ORDER BY x.id)
     FROM factories_materialdemand x JOIN project p ON p.id = x.project_id),
    (SELECT string_agg(i::text, ';' ORDER BY i.id)
     FROM factories_equipmentitem i JOIN project p ON p.id = i.project_id),
    (SELECT string_agg(ROW(m.id, m.met_on, m.due_on, m.superseded_by_id)::text, ';' ORDER BY m.id)
     FROM factories_milestone m JOIN plan p ON p.county_id = m.county_id WHERE m.known_on <= %(as_of)s)))
"""


def annual_report(post, year, as_of):
    """The whole dataset of `year` at the end of `as_of`, as far as `post` may see, in the language that is on."""
    scope = Scope(post, year, as_of)
    return assembled([program_chapter(scope), *(province_chapter(scope, row) for row in scope.provinces)])


def chapter(scope, province=None):
    """The content of one chapter; read again if facts changed meanwhile, so that its figures are of one moment."""
    for _attempt in range(3):
        before = scope.version
        content = province_chapter(scope, province) if province else program_chapter(scope)
        if scope.version == before:
            break
    return content


def assembled(chapters):
    """The dataset of the programme's chapter and the provinces': every county gets its rank in the whole."""
    head, *provinces = chapters
    ranks = {row["code"]: row["rank"] for row in head["places"]}
    provinces = [
        {
            **{key: value for key, value in part.items() if key != "data_version"},
            "counties": sorted(
                ({"rank": ranks[row["code"]], **row} for row in part["counties"]), key=lambda row: row["rank"]
            ),
        }
        for part in sorted(provinces, key=lambda part: part["code"])
    ]
    return {**head, "provinces": provinces, "sources": _sources(provinces)}


def program_chapter(scope):
    """Figures of the whole: everything but the provinces' chapters and the sources."""
    found = _cohort(scope, scope.plans)
    program_year = found.places[0].plan.program_year if found.places else None
    return {
        "schema": SCHEMA,
        "language": get_language(),
        "year": scope.year,
        "as_of": scope.as_of.isoformat(),
        "due_on": program_year.due_on.isoformat() if program_year else f"{scope.year}-12-31",
        "data_version": scope.version,
        "demonstration": _demonstration(found),
        "program": program_year.program.name if program_year else "",
        "scope": _scope(scope),
        "summary": {
            **_sum(found),
            "places": len(found.places),
            "counts": {str(colour): count for colour, count in found.counts.items()},
            "expected_done": found.expected_done,
            "silent": sorted(place.county.code for place in found.silent),
            "record": _record(found.record),
        },
        "scurve": _scurve(scope, found),
        "funnel": [{"label": label, "reached": n, "planned": planned} for label, n, planned in figures.funnel(found)],
        "places": [{"rank": place.rank, **_place(place)} for place in found.places],
        "other_points": _other_points(scope, found),
    }


def province_chapter(scope, province):
    """Figures of one province, with a part for each of its counties."""
    found = _cohort(scope, scope.plans.filter(county__province=province))
    milestones = _milestones(scope, found)
    return {
        "code": province.code,
        "name": province.name,
        "data_version": scope.version,
        "summary": {
            **_sum(found),
            "places": len(found.places),
            "counts": {str(colour): count for colour, count in found.counts.items()},
            "expected_done": found.expected_done,
            "record": _record(found.record),
        },
        "scurve": _scurve(scope, found),
        "counties": [
            {
                **_place(place),
                "components": place.plan.components,
                "note": place.plan.note,
                "projects": [_project(row) for row in sorted(place.standings, key=lambda row: row.project.code)],
                "milestones": milestones.get(place.county.pk, []),
                "sources": [part for part in _BETWEEN_SOURCES.split(place.plan.source.strip()) if part],
            }
            for place in found.places
        ],
    }


_BETWEEN_SOURCES = re.compile(r"\s*[|\n]\s*|[\s;,]+(?=https?://)")
"""Several sources stand in one text, each on its line, or between bars or spaces."""


def _cohort(scope, plans):
    """Against the programme's target for the whole nation; for a part of it, against its own number of places."""
    whole = scope.whole_nation and plans.count() == scope.plans.count()
    target = ProgramYear.objects.filter(plans__in=plans).values_list("target", flat=True).first() if whole else None
    return figures.cohort(plans, scope.as_of, target=target or plans.count())


def _scope(scope):
    if scope.whole_nation:
        return {"kind": "nation", "province": None, "name": gettext("the whole country")}
    return {"kind": "province", "province": scope.post.province.code, "name": scope.post.province.name}


def _demonstration(found):
    """Whether anything in it is made up."""
    rows = [place.plan for place in found.places] + [row.project for row in found.standings]
    return clock.demonstration_day() is not None or any(row.demonstration for row in rows)


def _number(value, places=2):
    return None if value is None else round(float(value), places)


def _day(value):
    return value.isoformat() if value else None


def _sum(found):
    """What any set of factories has in common: counts and mean shares of the work."""
    return {
        "project_count": found.projects,
        "finished": found.finished,
        "known": found.known,
        **{key: _number(getattr(found, key)) for key in ("planned", "claimed", "verified")},
    }


def _record(said):
    """The public record, as figures and in sentences."""
    return {
        "target": said.target,
        "inaugurated": said.inaugurated,
        "late": said.late,
        "late_min_days": said.late_min,
        "late_max_days": said.late_max,
        "operating": said.operating,
        "known_to_operate": said.known_to_operate,
        "life": asdict(said.life),
        "sentences": said.sentences(),
    }


def _scurve(scope, found):
    return [
        {"date": point["on"].isoformat(), **{key: _number(point[key]) for key in ("planned", "claimed", "verified")}}
        for point in figures.scurve([row.pk for row in found.standings], scope.as_of)
    ]


_DATES = ["forecast_on", "forecast_early_on", "forecast_late_on", "finished_on"]
_LATE = ["days_late_original", "days_late_approved", "silent_days"]


def _place(place):
    county, opened = place.county, place.inauguration
    point = county.point
    return {
        "code": county.code,
        "name": county.name,
        "province": county.province.code,
        "province_name": county.province.name,
        "lat": point and point[0],
        "lon": point and point[1],
        "colour": str(place.colour),
        "standing": str(Colour(place.colour).label),
        "stage": place.stage and place.stage.value,
        "chance": _number(place.chance, 3),
        **{key: _day(getattr(place, key)) for key in _DATES},
        "change_days": place.change_days,
        **_sum(place),
        **{key: getattr(place, key) for key in _LATE},
        "inaugurated_on": opened and _day(opened.on),
        "inaugurated_days_late": opened and opened.days_late,
        "reasons": [{"project": code, "sentence": reasons.sentence(reason)} for code, reason in place.reasons],
    }


def _project(row):
    project = row.project
    return {
        "code": project.code,
        "factory_type": project.factory_type.name,
        "construction_unit": project.construction_unit.name if project.construction_unit_id else None,
        "colour": str(row.colour),
        "standing": str(Colour(row.colour).label),
        "stage": counting.stage(row).value,
        "chance": _number(row.chance, 3),
        **{f"{key}_percent": _number(getattr(row, f"{key}_percent")) for key in ("planned", "claimed", "verified")},
        **{key: _day(getattr(row, key)) for key in ("original_on", "approved_on", *_DATES)},
        **{key: getattr(row, key) for key in _LATE},
        "utilisation_percent": _number(row.utilisation_percent),
        "counted_since": _day(row.counted_since),
        "fell_out_on": _day(row.fell_out_on),
        "reasons": [reasons.sentence(reason) for reason in row.reasons],
        "demonstration": project.demonstration,
    }


def _milestones(scope, found):
    """{county pk: [milestone]} as known by the as-of day. One query."""
    rows = Milestone.objects.visible_to(scope.reader).known(scope.as_of).order_by("met_on", "due_on", "pk")
    rows = rows.filter(program_year__year=scope.year, county__in={place.county.pk for place in found.places})
    parts = {}
    for row in rows:
        parts.setdefault(row.county_id, []).append(
            {
                "kind": row.kind,
                "milestone": row.get_kind_display(),
                "facility": row.facility,
                "facility_name": str(words.FACILITY.get(row.facility, row.facility.replace("_", " "))),
                "due_on": _day(row.due_on),
                "met_on": _day(row.met_on),
                "precision": row.precision,
                "basis": row.get_basis_display(),
                "confidence": row.get_confidence_display(),
                "public": row.source == Milestone.Source.PUBLIC,
                "source_title": row.source_title,
                "source_url": row.source_url,
            }
        )
    return parts


def _other_points(scope, found):
    """(lat, lon) of the counties that are not of this year: the faint dots of the map."""
    rows = County.objects.visible_to(scope.reader).exclude(pk__in=[place.county.pk for place in found.places])
    points = rows.filter(lat__isnull=False, lon__isnull=False).order_by("code").values_list("lat", "lon")
    return [list(point) for point in points]


def _sources(provinces):
    """Every published source the report rests on, once: [{title, url}]."""
    counties = [county for province in provinces for county in province["counties"]]
    found = {(row["source_title"], row["source_url"]) for county in counties for row in county["milestones"]}
    told = {part for pair in found for part in pair}
    found |= {("", said) for county in counties for said in county["sources"] if said not in told}
    return [{"title": title, "url": url} for title, url in sorted(found) if title or url]
