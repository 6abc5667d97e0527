"""The project's own system checks."""

import pytest
from django.core.checks import run_checks

from regional20x10 import checks


def found(function, **given):
    return [message.id for message in function(None, **given)]


def test_this_installation_is_in_order():
    assert [message for message in run_checks() if message.id.startswith("regional20x10")] == []


@pytest.mark.django_db
def test_the_test_database_speaks_utf8():
    assert found(checks.database_speaks_utf8, databases=["default"]) == []


def test_production_on_embedded_servers_is_told(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_URL_FILE", raising=False)
    monkeypatch.setenv("REDIS_URL", "redis://redis:6379/0")

    assert found(checks.production_has_its_own_servers) == ["regional20x10.E002"]


def test_a_place_for_files_that_cannot_be_written_is_told(settings, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    settings.MEDIA_ROOT = str(in_the_way / "media")
    assert found(checks.made_files_can_be_kept) == ["regional20x10.E003"]

    settings.MEDIA_ROOT = str(tmp_path / "not" / "made" / "yet")
    assert found(checks.made_files_can_be_kept) == []
