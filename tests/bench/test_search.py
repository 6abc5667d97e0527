"""Finding in a large record: milliseconds in the database and as a whole, beside aims that nothing judges.

213 counties, 800 factories, 20,000 requests, decisions and documents each. Aims: under 50 ms in the database, under
100 ms as a whole.
"""

import itertools
import json
import random
import uuid
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from committees import search
from committees.models import Decision, Request
from committees.rights import Role
from factories.models import County, CountyPlan, Document, FactoryProject
from regional20x10.shared import clock
from tests import make, work
from tests.bench.measuring import Times, shown, table

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
MANY, TURNS = 20_000, 5
TYPES = ["food", "clothing", "daily", "furniture"]
WORDS = [
    "deliver", "the", "line", "of", "boilers", "cement", "steel", "panels", "for", "roof", "hall", "power",
    "transformer", "water", "pump", "packing", "machine", "by", "rail", "before", "frost", "commission", "test",
    "certify", "workers", "operators", "maize", "soya", "raw", "material", "contract", "spare", "parts",
    "drawings", "보이라", "세멘트", "강재", "지붕", "건물", "전기", "변압기",
    "물", "뽐프", "포장기", "공급", "계약", "도면", "부속품", "로력", "원료기지",
]  # fmt: skip
QUESTIONS = [
    "Songchon", "songch", "Seongcheon", "성천", "성ㅊ", "ㅅㅊ", "운률", "eunryul", "D26-01999", "transformer", "변압기",
    "pump songchon", "de", "the", "ㅅ", "Songhcon", "transfromer", "nothing of this",
]  # fmt: skip


def test_finding_in_a_large_record(capsys):
    clock.stand_on(make.DAY)
    call_command("load_reference", verbosity=0)
    _filled(random.Random(1))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    county = County.objects.get(name_en="Songchon", kind="county")
    readers = {
        "nation": make.post(), "province": make.post(Role.PROVINCIAL_SECRETARY, where=county.province),
        "county": make.post(Role.COUNTY_STAFF, where=county),
        "unit": make.post(Role.CONSTRUCTION_UNIT, where=FactoryProject.objects.first().construction_unit),
    }  # fmt: skip
    rows = []
    for text, (name, post) in itertools.product(QUESTIONS, readers.items()):
        user = post.official.user
        question = search.asked(text)
        planned = _explained(search.windowed(search.found(user, question)))
        client, whole = Client(), Times()
        client.force_login(user)
        whole.add(lambda c=client, t=text: c.get(reverse("search"), {"q": t}), TURNS)
        total = search.found(user, question).count()
        rows.append((f"{text} ({name})", total, shown(planned), whole))

    with capsys.disabled():
        print(table("Finding, ms", ["asked", "found", "database", "page, median / p95"], rows))


def _explained(rows):
    """Milliseconds in the database, planning included; the least of three."""
    statement, parameters = rows.query.sql_with_params()
    took = []
    for _turn in range(3):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}", parameters)
            plan = cursor.fetchone()[0]
        plan = (json.loads(plan) if isinstance(plan, str) else plan)[0]
        took.append(plan["Planning Time"] + plan["Execution Time"])
    return min(took)


def _filled(chance):
    """Factories of the cohorts' places and others, and what is asked, decided and kept about them."""
    year, unit = make.year(), [make.organization("construction_unit") for _row in range(40)]
    places = list(County.objects.order_by("pk"))
    plans = [CountyPlan.objects.get_or_create(county=place, program=year.program, defaults={"program_year": year})[0]
             for place in places[:200]]  # fmt: skip
    types = [make.factory_type(code) for code in TYPES]
    projects = FactoryProject.objects.bulk_create(
        FactoryProject(code=f"26-{plan.county_id}-{kind.code}".upper(), plan=plan, factory_type=kind,
                       construction_unit=chance.choice(unit))
        for plan in plans for kind in types
    )  # fmt: skip
    bodies, start = [work.body() for _row in range(30)], date(2026, 1, 1)

    def said(words):
        return " ".join(chance.choices(WORDS, k=words)).capitalize()

    def dated():
        return start + timedelta(days=chance.randrange(280))

    Request.objects.bulk_create(
        (Request(number=f"R26-{row:05}", key=uuid.UUID(int=row), what=said(6), details=said(20),
                 owed_by=bodies[row % 15], asked_by=bodies[15 + row % 15], asked_on=dated(), due_on=date(2026, 12, 1),
                 project=chance.choice(projects)) for row in range(MANY)), batch_size=2000,
    )  # fmt: skip
    decisions = Decision.objects.bulk_create(
        (Decision(number=f"D26-{row:05}", text=said(25), owner=chance.choice(bodies), made_on=dated(),
                  due_on=date(2026, 12, 1)) for row in range(MANY)), batch_size=2000,
    )  # fmt: skip
    links = Decision.projects.through
    links.objects.bulk_create(
        (links(decision=row, factoryproject=chance.choice(projects)) for row in decisions), batch_size=5000
    )
    Document.objects.bulk_create(
        (Document(project=chance.choice(projects), name=f"{said(3)}.pdf", kind="pdf", sha256="0" * 64, bytes=1,
                  path=f"x/{row}", at=make.moment()) for row in range(MANY)), batch_size=2000,
    )  # fmt: skip
