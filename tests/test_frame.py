"""The frame of every page, seen by somebody who has not signed in."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "word"), [("en", "Sign in"), ("ko", "가입")])
def test_the_sign_in_page_has_labels_and_nothing_inline(client, language, word):
    page = client.get(f"/{language}/accounts/login/")

    html = page.content.decode()
    assert page.status_code == 200
    assert f"<h1>{word}</h1>" in html
    assert 'for="id_login"' in html
    assert "style=" not in html
    assert "mast-nav" not in html
    assert "'unsafe" not in page.headers["Content-Security-Policy"]


def test_a_wrong_password_is_said_in_the_summary(client):
    page = client.post("/en/accounts/login/", {"login": "nobody", "password": "not-the-password"})

    html = page.content.decode()
    assert 'class="note note-error esum"' in html


def test_an_address_without_a_page_answers_in_words(client):
    page = client.get("/en/there-is-no-such-page/")

    assert page.status_code == 404
    assert "There is nothing at this address" in page.content.decode()
