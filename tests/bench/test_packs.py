"""The pack of a seal of 20 and of 200 counties: seconds and most memory of each file, and how they grow.

Aims, never judged: all files of 20 counties in under 20 s on two cores, of 200 in under 90 s, each under 400 MB. The
200 are the demonstration's places ten times over.
"""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from tests.bench.measuring import shown, table
from tests.reports.grown_content import grown

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]
COUNTIES, CORES = (20, 200), 2


def test_packs_of_twenty_and_of_two_hundred_counties(worlds, tmp_path, capsys):
    from reports import chain, packing

    with worlds[0].open():
        content, seconds = _content()
    steps = [("draw", ""), *((kind.value, language) for kind, language in packing.FILES)]
    found, whole = {}, {}
    for counties in COUNTIES:
        path = tmp_path / f"{counties}.json"
        path.write_bytes(chain.canonical(grown(content, counties)))
        begun = time.perf_counter()
        found[counties] = {steps[0]: _alone(path, *steps[0])}
        with ThreadPoolExecutor(CORES) as workers:
            told = workers.map(lambda step, path=path: _alone(path, *step), steps[1:])
            found[counties] |= dict(zip(steps[1:], told, strict=True))
        whole[counties] = time.perf_counter() - begun

    heads = ["step", *(f"{what}, {counties}" for what in ("s", "MB", "kB") for counties in COUNTIES), "s, times"]
    lines = [_line(step, [found[counties][step] for counties in COUNTIES]) for step in steps]
    few, many = (whole[counties] for counties in COUNTIES)
    lines.append(
        (f"all on {CORES} cores (aim: 20, 90 s)", shown(few), shown(many), "", "", "", "", f"{many / few:.1f}")
    )
    title = (
        f"Packs of {' and '.join(map(str, COUNTIES))} counties; a seal of {COUNTIES[0]} is gathered in {seconds:.1f} s"
    )
    with capsys.disabled():
        print(table(title, heads, lines))


def _content():
    """(content of a seal of the demonstration, seconds to gather it)."""
    import orjson

    from regional20x10.shared import clock
    from reports import chain, sealing
    from reports.sealing.scope import Scope

    today, begun = clock.today(), time.perf_counter()
    scope = Scope(kind="year", year=today.year, as_of=today, starts_on=today.replace(month=1, day=1))
    content = orjson.loads(chain.canonical(sealing.collected(scope)))
    return content, time.perf_counter() - begun


def _alone(path, kind, language):
    command = [sys.executable, "-m", "tests.bench.packing", str(path), kind, language]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def _line(step, told):
    few, many = told
    seconds, memory, size = ([row[key] for row in told] for key in ("seconds", "memory", "bytes"))
    return (
        " ".join(filter(None, step)), *map(shown, seconds), *(f"{used:.0f}" for used in memory),
        *(f"{count / 1000:,.0f}" for count in size), f"{many['seconds'] / few['seconds']:.1f}",
    )  # fmt: skip
