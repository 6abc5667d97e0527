"""How fast it is, on the demonstration and on a decade: figures beside aims, never judged (`make bench`).

All is done in one run, by turns in both databases, beside the floor of the same run: the same rows by one json_agg in
PostgreSQL, and an empty Django view. Times are milliseconds, median / 95th percentile, where nothing else is said.
"""

import time
from collections import defaultdict
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from factories import standing
from factories.actions import standings
from factories.models import FactoryProject, Standing, StatusReturn
from regional20x10.shared import clock
from reports import tasks
from reports.actions import reports
from reports.models import AnnualReport, Status
from tests.bench import processes
from tests.bench.measuring import Times, ratio, shown, table

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]
TURNS, TIMES = 8, 3
"""So many turns in each database, so many times in each turn: what else the machine does meets both alike."""
PAGES = ["overview", "year", "county", "project", "board", "project list", "overview, past day", "project, past day"]
LISTS = ["projects", "returns", "standings", "work-packages", "county-plans", "counties"]
KEPT = "standings/{code}", "projects/{code}"


def test_speed(worlds, tmp_path, settings, capsys, broker):
    settings.MEDIA_ROOT, settings.API_RATE = str(tmp_path), 0
    taken = {world.name: defaultdict(Times) for world in worlds}
    for _turn in range(TURNS):
        for world in worlds:
            with world.open():
                _measure(world, taken[world.name], broker.empty)
    told = [_pages(taken), _endpoints(taken), _database(taken), _reports(worlds), _memory(worlds[-1], tmp_path)]
    with capsys.disabled():
        print("\n".join([_sizes(worlds), *told]))


# --- measuring -------------------------------------------------------------------------------------------------------
def _measure(world, taken, forget):
    """One turn in a database."""
    for name, path in _addresses(world).items():
        taken[name].add(partial(_get, world.reader, path), TIMES)
        taken[f"{name}, anew"].add(partial(_get_anew, world.reader, path, forget), 1, warm=0)
        taken[f"{name}, floor"].add(partial(_ask, _as_json(*_rows(world, name))), TIMES)
    for name in [*LISTS, *KEPT]:
        path = f"/api/v1/{name.format(code=world.project.code)}/" + ("?page_size=100" if name in LISTS else "")
        taken[name].add(partial(_get, world.caller, path), TIMES)
        taken[f"{name}, floor"].add(partial(_ask, _same_as(world, path)), TIMES)
    with override_settings(ROOT_URLCONF="tests.bench.empty"):
        taken["empty view"].add(partial(_get, world.reader, "/nobody/"), TIMES)
        taken["empty view, signed in"].add(partial(_get, world.reader, "/somebody/"), TIMES)
    _refresh(world, taken)
    for name, day in {"today": world.day, "half a year ago": world.day - timedelta(days=183)}.items():
        taken[f"standing, {name}"].taken.append(_executed(f"SELECT * FROM standing('{day}')"))


def _addresses(world):
    """{name: address} of the pages."""
    past, project = f"?as_of={_past(world)}", f"/en/projects/{world.project.code}/"
    paths = ["/en/", f"/en/years/{world.year}/", f"/en/counties/{world.county.code}/", project, "/en/board/"]
    return dict(zip(PAGES, [*paths, "/en/projects/", f"/en/{past}", f"{project}{past}"], strict=True))


def _past(world):
    return world.day - timedelta(days=30)


def _rows(world, page):
    """The querysets that hold a page's rows."""
    whole = (standing.on(_past(world)) if "past" in page else Standing.objects.all()).for_list()
    match page.partition(",")[0]:
        case "overview" | "year":
            return [whole.filter(project__plan__program_year__year=world.year)]
        case "county":
            return [whole.filter(project__plan__county=world.county)]
        case "project":
            returns = StatusReturn.objects.filter(project=world.project)
            lines = world.project.packages.model.objects.filter(project=world.project).order_by("order")
            said = returns.order_by("period", "lines__package").values("pk", "lines__package", "lines__percent")
            return [whole.filter(project=world.project), returns.for_list(), lines, said]
        case "board":
            return [whole]
    return [whole[:40]]


def _get(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)


def _get_anew(client, path, forget):
    """As the first reader after a change: no chart is drawn yet."""
    forget()
    _get(client, path)


def _ask(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def _as_json(*querysets):
    """One statement that answers the rows of the querysets as JSON."""
    with connection.cursor() as cursor:
        parts = [cursor.mogrify(*rows.query.sql_with_params()) for rows in querysets]
    return "SELECT " + ", ".join(f"(SELECT json_agg(t) FROM ({part}) AS t)" for part in parts)


def _same_as(world, path):
    """One statement that answers as JSON the rows that the endpoint reads."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        _get(world.caller, path)
    statements = [query["sql"] for query in asked if not _is_asked_of_each(query["sql"])]
    return "SELECT " + ", ".join(f"(SELECT json_agg(t) FROM ({part}) AS t)" for part in statements)


def _is_asked_of_each(statement):
    """What every call asks, whatever it is for: whose token it is, and which day."""
    head = statement.partition(" FROM ")[2].split()[:1]
    return (
        not statement.startswith("SELECT")
        or head[0].strip('"') in ("committees_apitoken", "regional20x10_clock")
        or "NOT EXISTS" in statement[:20]
    )


def _refresh(world, taken):
    """Standings of the year in progress, each written anew; taken back."""
    keys = (
        FactoryProject.objects.filter(plan__program_year__year=world.year).order_by("code").values_list("pk", flat=True)
    )
    with transaction.atomic():
        standings.refresh(keys[:1], on=world.day)
        for key in keys[:10]:
            with CaptureQueriesContext(connection) as asked:
                taken["refresh, whole call"].add(partial(standings.refresh, [key], on=world.day), 1, warm=0)
            spent = [_executed(query["sql"]) for query in asked if "factories_" in query["sql"]]
            taken["refresh, database"].taken.append(sum(spent))
        transaction.set_rollback(True)


def _executed(statement):
    """Milliseconds PostgreSQL itself spends on a statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
        told = cursor.fetchone()[0][0]
    return told["Planning Time"] + told["Execution Time"]


# --- telling ---------------------------------------------------------------------------------------------------------
def _sizes(worlds):
    rows = []
    for world in worlds:
        with world.open():
            counts = [FactoryProject.objects.count(), StatusReturn.objects.count(), round(processes.database_size())]
            rows.append([world.name, world.day, *counts])
    return table("What was measured in", ["", "stands on", "projects", "returns", "MB"], rows)


def _pages(taken):
    demo, decade = taken["demonstration"], taken["decade"]
    rows = [
        [name, demo[name], decade[name], ratio(decade[name], demo[name]), "1.30", decade[f"{name}, floor"],
         demo[f"{name}, anew"], decade[f"{name}, anew"], ratio(decade[f"{name}, anew"], demo[f"{name}, anew"])]
        for name in PAGES
    ]  # fmt: skip
    rows += [[name, demo[name], decade[name], ratio(decade[name], demo[name]), *[""] * 5] for name in _EMPTY]
    heads = ["page", "demonstration", "decade", "ratio", "aim", "floor of the decade", "anew, demonstration",
             "anew, decade", "ratio"]  # fmt: skip
    return table("Pages (anew: no chart is drawn yet)", heads, rows)


_EMPTY = ["empty view", "empty view, signed in"]


def _endpoints(taken):
    found, view = taken["decade"], taken["decade"]["empty view, signed in"]
    rows = []
    for name in [*LISTS, *KEPT]:
        floor = found[f"{name}, floor"]
        whole = f"{found[name].median / (floor.median + view.median):.2f}"
        rows.append([name, taken["demonstration"][name], found[name], floor, ratio(found[name], floor), whole])
    heads = ["/api/v1/", "demonstration", "decade", "json_agg of the decade", "decade / json_agg",
             "decade / (json_agg + empty view); aim 3"]  # fmt: skip
    return table("Endpoints: lists of 100 rows, one row", heads, rows)


def _database(taken):
    names = {
        "refresh, database": "5",
        "refresh, whole call": "",
        "standing, today": "",
        "standing, half a year ago": "",
    }
    rows = [[name, taken["demonstration"][name], taken["decade"][name], aim] for name, aim in names.items()]
    return table("Standings", ["", "demonstration", "decade", "aim"], rows)


def _reports(worlds):
    rows = []
    for world, which in ((worlds[0], []), (worlds[1], []), (worlds[1], ["all"])):
        with world.open():
            told = processes.report_alone(*which)
        seconds = [told[kind] for kind in ("figures", "json", "xlsx", "pdf")]
        sizes = [round(told[f"{kind}_bytes"] / 1000) for kind in ("json", "xlsx", "pdf")]
        rows.append(
            [
                f"{world.name}, {told['counties']} counties",
                *[f"{s:.2f}" for s in [*seconds, sum(seconds)]],
                "/".join(map(str, sizes)),
                round(told["VmHWM"]),
            ]
        )
    heads = ["report", "figures", "JSON", "XLSX", "PDF", "all", "kB of JSON/XLSX/PDF", "most memory, MB"]
    return table("Reports, each in a process of its own: seconds", heads, rows)


def _memory(world, media):
    rows = []
    with world.open():
        key = world.reader.cookies["sessionid"].value
        with processes.web(media) as (ask, told):
            rows.append(["web process, before its first page", *map(round, told())])
            for _time in range(20):
                for path in _addresses(world).values():
                    ask(path, key)
            rows.append([f"web process, after {20 * len(PAGES)} pages", *map(round, told())])
        with processes.worker(media) as (running, told):
            rows.append(["worker process, before its first job", *map(round, told())])
            begun = time.perf_counter()
            for language in ("en", "ko"):
                with translation.override(language):
                    report, _new = reports.request(
                        year=world.year, as_of=world.day, language=language, by=world.post, at=clock.now()
                    )
                    tasks.queue(report)
            running.wait_for(lambda: not AnnualReport.objects.exclude(status=Status.READY).exists(), 300)
            seconds = time.perf_counter() - begun
            rows.append([f"worker process, after two reports of 20 counties ({shown(seconds)} s)", *map(round, told())])
    return table("Memory, MB", ["of the decade", "VmRSS", "VmHWM"], rows)
