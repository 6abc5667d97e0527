"""What load balancers ask."""

import pytest
from django.db import OperationalError, connection
from django.test import Client, override_settings

from tests import make
from tests.calls import token

pytestmark = pytest.mark.django_db


def test_a_working_process_is_live_and_ready(client):
    live, ready = client.get("/health/live"), client.get("/health/ready")

    assert (live.status_code, live.json()) == (200, {"live": True})
    assert (ready.status_code, ready.json()) == (200, {"ready": True})
    assert "no-store" in ready.headers["Cache-Control"]


def test_without_its_broker_it_is_live_but_not_ready_and_says_no_more(client, caplog):
    with override_settings(REDIS_URL="redis://127.0.0.1:1/0"):
        live, ready = client.get("/health/live"), client.get("/health/ready")

    assert live.status_code == 200
    assert (ready.status_code, ready.json()) == (503, {"ready": False})
    assert [record.getMessage() for record in caplog.records if record.name.endswith("health")] == [
        "Not ready: ask_broker: ConnectionError"
    ]


def test_health_is_not_redirected_to_https(client):
    with override_settings(SECURE_SSL_REDIRECT=True):
        assert client.get("/health/ready").status_code == 200


def unreachable(*_given):
    """What the driver raises for every statement while the server is away."""
    raise OperationalError("connection refused")


def test_without_the_database_a_page_and_the_api_say_so_and_when_to_ask_again(caplog):
    secret = token(make.post())
    client = Client(raise_request_exception=False)

    with connection.execute_wrapper(unreachable):
        page = client.get("/en/accounts/login/")
        answer = client.get("/api/v1/counties/", headers={"Authorization": f"Bearer {secret}"})

    assert (page.status_code, answer.status_code) == (503, 503)
    assert page.headers["Retry-After"] == answer.headers["Retry-After"] == "30"
    assert "The database cannot be reached" in page.content.decode()
    assert answer.json()["type"] == "/api/problems/unavailable/"
