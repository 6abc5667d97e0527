import pytest
from django.contrib.auth import get_user_model

pytestmark = pytest.mark.django_db


def signed_in(client, **kwargs):
    user = get_user_model().objects.create_user("someone", password="one-for-this-test", **kwargs)
    client.force_login(user)
    return user


def test_staff_see_every_part_in_both_languages(client):
    signed_in(client, is_staff=True)

    for language, word in (("en", "Likely to miss"), ("ko", "미달예상")):
        page = client.get(f"/{language}/patterns/")

        html = page.content.decode()
        assert page.status_code == 200
        assert word in html
        assert 'style="' not in html
        assert "<style" not in html
        assert html.count("<h1>") == 1


def test_others_find_nothing(client):
    signed_in(client)

    assert client.get("/en/patterns/").status_code == 404
    assert client.get("/en/patterns/charts/map.json").status_code == 404


def test_a_chart_answers_its_spec_wide_and_narrow(client):
    signed_in(client, is_staff=True)

    wide = client.get("/en/patterns/charts/scurve.json").json()
    narrow = client.get("/en/patterns/charts/scurve.json?narrow=1").json()

    assert wide["spec"]["width"] == 720
    assert narrow["spec"]["width"] == 358
    assert wide["config"]["style"]["verified"]["color"] == "var(--ch-earned)"
    assert client.get("/en/patterns/charts/nothing.json").status_code == 404


def test_the_language_switch_keeps_the_page_and_its_filters(client):
    signed_in(client, is_staff=True)

    html = client.get("/en/patterns/?as_of=2026-01-05").content.decode()

    assert 'href="/ko/patterns/?as_of=2026-01-05"' in html


def test_the_theme_comes_from_the_cookie_and_nothing_else(client):
    signed_in(client, is_staff=True)
    assert "data-bs-theme" not in client.get("/en/patterns/").content.decode()

    client.cookies["theme"] = "dark"
    assert 'data-bs-theme="dark"' in client.get("/en/patterns/").content.decode()

    client.cookies["theme"] = "x onload=alert(1)"
    assert "data-bs-theme" not in client.get("/en/patterns/").content.decode()
