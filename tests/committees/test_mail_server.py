"""What becomes of an e-mail that a mail server takes, refuses, or leaves in doubt: it is sent at most once."""

import smtplib
import socket
import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest

from committees.models import Mailing
from tests.committees.test_mailings import EVENING, digests, sent_all
from tests.committees.test_notifications import reachable, told

pytestmark = pytest.mark.django_db


class Server:
    """A mail server on this machine that answers as it is told, a line for each word of a client."""

    def __init__(self, *, greeting=b"220 here\r\n", data=b"250 taken\r\n"):
        self.greeting, self.data, self.taken = greeting, data, []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                client, _address = self.listening.accept()
            except OSError:
                return
            with client:
                self._talk(client)

    def _talk(self, client):
        client.sendall(self.greeting)
        lines, letter = client.makefile("rb"), None
        for line in lines:
            if letter is not None and line == b".\r\n":
                if self.data is None:  # gone, nobody knows with what
                    return
                self.taken += [b"".join(letter)] if self.data.startswith(b"250") else []
                letter = None
                client.sendall(self.data)
            elif letter is not None:
                letter.append(line)
            elif line.upper().startswith(b"DATA"):
                letter = []
                client.sendall(b"354 go on\r\n")
            else:
                client.sendall(b"250 ok\r\n")


@contextmanager
def served_by(settings, **answers):
    server = Server(**answers)
    options = {"host": "127.0.0.1", "port": server.port, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    try:
        yield server
    finally:
        server.listening.close()


def test_a_server_takes_it(settings):
    told(reachable())
    digests()

    with served_by(settings) as server:
        sent = sent_all()

    assert (sent, len(server.taken)) == ([True], 1)


@pytest.mark.parametrize("answers", [{"greeting": b"421 busy\r\n"}, {"data": b"451 later\r\n"}])
def test_what_the_server_did_not_take_is_tried_again_later(settings, answers):
    told(reachable())
    digests()

    with served_by(settings, **answers):
        first = sent_all()
    with served_by(settings) as server:
        early, late = (sent_all(EVENING + timedelta(minutes=minutes)) for minutes in (3, 4))

    assert (first, early, late, len(server.taken)) == ([False], [], [True], 1)
    assert Mailing.objects.get().attempts == 2


def test_after_seventeen_hours_nobody_tries_any_more(settings):
    told(reachable())
    digests()

    with served_by(settings, greeting=b"421 busy\r\n"):
        tries = [len(sent_all(EVENING + timedelta(minutes=minutes))) for minutes in (0, 4, 16, 64, 256, 1024, 4096)]

    assert tries == [1, 1, 1, 1, 1, 1, 0]


def test_where_nobody_knows_whether_it_arrived_it_is_not_sent_again(settings, caplog):
    told(reachable())
    digests()

    with served_by(settings, data=None):
        first = sent_all()
    with served_by(settings) as server:
        later = sent_all(EVENING + timedelta(days=1))

    assert (first, later, server.taken) == ([False], [], [])
    assert "may or may not have been sent (SMTPServerDisconnected)" in caplog.text
    assert "@" not in caplog.text


def test_an_address_that_cannot_be_written_to_is_known_not_to_be_reached(settings):
    post = reachable()
    told(post)
    digests()
    type(post.official.user).objects.update(email="two words@example.org")

    with served_by(settings):
        assert sent_all() == [False]

    assert Mailing.objects.get().lease_until is None
    assert issubclass(smtplib.SMTPResponseException, OSError)
