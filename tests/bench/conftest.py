"""Two filled databases, for as long as measuring takes; BENCH_KEEP=1 keeps them for the next time."""

import os

import pytest

from tests.bench.worlds import World


@pytest.fixture(scope="session")
def worlds(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        made = [World("demonstration", "demo"), World("decade", "grow")]
        for world in made:
            world.make()
        yield made
        if not os.environ.get("BENCH_KEEP"):
            for world in made:
                world.drop()
