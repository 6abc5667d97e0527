"""Settings from the environment: read, or refused in a sentence."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from regional20x10 import env


def test_a_secret_comes_from_the_file_that_name_file_names(monkeypatch, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("from the file\n")
    monkeypatch.setenv("WORD", "from the variable")
    monkeypatch.setenv("WORD_FILE", str(secret))

    assert env.text("WORD") == "from the file"


def test_a_secret_file_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setenv("WORD_FILE", "/not/there")

    with pytest.raises(ImproperlyConfigured, match=r"^WORD_FILE names /not/there, which cannot be read: No such file"):
        env.text("WORD")


@pytest.mark.parametrize(("value", "meaning"), [("1", True), ("Yes", True), ("off", False), ("", False)])
def test_a_flag_is_read(monkeypatch, value, meaning):
    monkeypatch.setenv("FLAG", value)

    assert env.flag("FLAG") is meaning


def test_a_flag_that_is_neither_is_refused(monkeypatch):
    monkeypatch.setenv("FLAG", "perhaps")

    with pytest.raises(ImproperlyConfigured, match=r"^FLAG is 'perhaps': write 1 or 0\.$"):
        env.flag("FLAG")


@pytest.mark.parametrize("value", ["ten", "1.5", "--5", "", "²"])
def test_a_number_that_is_none_is_refused(monkeypatch, value):
    monkeypatch.setenv("NUMBER", value)

    with pytest.raises(ImproperlyConfigured, match=rf"^NUMBER is '{value}': write a whole number\.$"):
        env.number("NUMBER", 3)


def test_a_number_is_read_or_its_default_taken(monkeypatch):
    monkeypatch.setenv("NUMBER", "-12")

    assert (env.number("NUMBER", 3), env.number("ABSENT", 3)) == (-12, 3)


def test_words_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("WORDS", "one, two,,")

    assert env.words("WORDS") == ["one", "two"]


def test_a_database_address_is_taken_apart():
    entry = env.database("postgresql://monitor:p%40ss@db:5433/regional20x10?sslmode=require")

    assert (entry["NAME"], entry["USER"], entry["PASSWORD"], entry["HOST"], entry["PORT"], entry["OPTIONS"]) == (
        "regional20x10",
        "monitor",
        "p@ss",
        "db",
        "5433",
        {"sslmode": "require"},
    )


def test_a_database_on_a_socket_is_found():
    entry = env.database("postgresql:///monitor?host=/var/run/a%20b")

    assert (entry["NAME"], entry["HOST"], entry["PORT"]) == ("monitor", "/var/run/a b", "")


def test_another_kind_of_database_is_refused():
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL must start with postgresql://"):
        env.database("sqlite:///db.sqlite3")


def test_an_address_that_cannot_be_read_is_refused():
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL cannot be read: "):
        env.database("postgresql://db:port/name")


def test_the_password_may_come_from_a_file_of_its_own(monkeypatch, tmp_path):
    secret = tmp_path / "password"
    secret.write_text("s3cret/with:signs\n")
    monkeypatch.setenv("DATABASE_PASSWORD_FILE", str(secret))

    assert env.database("postgresql://monitor@db/regional20x10")["PASSWORD"] == "s3cret/with:signs"
    assert env.broker("redis://redis:6379/0", "abc/d") == "redis://:abc%2Fd@redis:6379/0"


def test_numbers_that_rise_are_read_or_their_default_taken(monkeypatch):
    monkeypatch.setenv("LADDER", "3, 5,40")

    assert (env.rising("LADDER", 7, 14, 20), env.rising("ABSENT", 7, 14, 20)) == ([3, 5, 40], [7, 14, 20])


@pytest.mark.parametrize("value", ["7,14", "7,14,14", "0,7,14", "7,x,20", "20,14,7", "7,14,20,30", "-7,14,20"])
def test_numbers_that_do_not_rise_are_refused(monkeypatch, value):
    monkeypatch.setenv("LADDER", value)

    with pytest.raises(ImproperlyConfigured, match=r"write 3 whole numbers that rise, such as 7,14,20\.$"):
        env.rising("LADDER", 7, 14, 20)
