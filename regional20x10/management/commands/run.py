"""`manage.py run`: the whole application in one terminal."""

import http.client
import os
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from kombu.exceptions import OperationalError as BrokerError

from factories.models import FactoryProject
from regional20x10 import demonstration, embedded, env
from regional20x10.celery import app
from regional20x10.supervisor import Program, Supervisor


class Command(BaseCommand):
    """Prepares the database and supervises web, worker and scheduler."""

    help = "Prepare the database, then run web, worker and scheduler until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--host", default=env.text("HOST", "127.0.0.1"), help="Address to listen on (127.0.0.1).")
        parser.add_argument("--port", default=env.text("PORT", "8000"), help="Port to listen on (8000).")
        parser.add_argument(
            "--no-demo", action="store_true", help="Do not load the demonstration into an empty database."
        )

    def handle(self, *, host, port, no_demo, verbosity, **options):
        refuse_taken(host, port)
        self.refuse_absent_servers()
        try:
            self.prepare(demo=not no_demo, verbosity=verbosity)
        except KeyboardInterrupt:
            raise CommandError("Stopped before everything was prepared; the next run goes on from here.") from None
        greeting = self.greeting(f"http://{bracketed(host)}:{port}/")
        connection.close()
        supervisor = Supervisor(programs(host, port), out=self.stdout._out, every=1.0)
        supervisor.watch = Watch(supervisor, (host, int(port)), greeting)
        sys.exit(supervisor.run())

    def refuse_absent_servers(self):
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(f"PostgreSQL does not answer at the address in DATABASE_URL: {error}") from error
        try:
            with app.connection_for_write(connect_timeout=5) as broker:
                broker.ensure_connection(max_retries=1, timeout=5)
        except (BrokerError, OSError) as error:
            raise CommandError(f"Redis does not answer at the address in REDIS_URL: {error}") from error

    def prepare(self, *, demo, verbosity):
        """Tables, reference data, the first time the demonstration, and the static files if any is newer."""
        quiet = max(verbosity - 1, 0)
        self.stdout.write("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=quiet)
        call_command("load_reference", verbosity=quiet)
        if demo and not FactoryProject.objects.exists():
            self.stdout.write("Making the demonstration, once …")
            call_command("demo", verbosity=quiet)
        if static_files_changed():
            self.stdout.write("Collecting static files …")
            call_command("collectstatic", interactive=False, verbosity=0)

    def greeting(self, address):
        lines = [f"regional20x10 is ready: {address}"]
        if sign_ins := demonstration.sign_ins():
            width = max(len(name) for name, _role, _scope in sign_ins)
            rows = [f"  {name:<{width}}  {', '.join(filter(None, rest))}" for name, *rest in sign_ins]
            lines += [f"Sign-ins of the demonstration, password {demonstration.PASSWORD}:", *rows]
        return [*lines, "Ctrl-C stops everything."]


class Watch:
    """Greets once the web process answers, and starts embedded servers again that died."""

    def __init__(self, supervisor, address, greeting):
        self.supervisor = supervisor
        self.address = address
        self.greeting = greeting

    def __call__(self):
        for name in embedded.revive():
            self.supervisor.say(f"{name} had ended and is running again.")
        if self.greeting and answers(self.address):
            for line in self.greeting:
                self.supervisor.say(line)
            self.greeting = []


def programs(host, port):
    python, celery = sys.executable, [sys.executable, "-m", "celery", "--quiet", "-A", "regional20x10"]
    alone = ["--without-mingle", "--without-gossip"]  # no other worker to talk to
    bind = f"{bracketed(host)}:{port}"
    quiet = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}  # root, in a container of one's own
    return [
        Program("web", [python, "-m", "gunicorn", "--config", str(env.ROOT / "gunicorn.conf.py"), "--bind", bind]),
        Program("worker", [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2", *alone], quiet),
        Program("scheduler", [*celery, "beat", "--loglevel", "WARNING"]),
    ]


def bracketed(host):
    return f"[{host}]" if ":" in host else host


def refuse_taken(host, port):
    """Find out before anything starts whether the port can be had."""
    if not str(port).isdigit() or not 0 < int(port) < 65536:
        raise CommandError(f"The port is {port!r}: give a number from 1 to 65535, by --port or PORT.")
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise CommandError(
            f"The host {host!r} is not known here ({error.strerror}): give an address of this machine."
        ) from error
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen()
        except PermissionError as error:
            raise CommandError(
                f"Port {port} may be used by root only: choose one above 1023, by --port or PORT."
            ) from error
        except OSError as error:
            other = int(port) + 1 if int(port) < 65535 else 8000
            raise CommandError(
                f"Port {port} on {host} cannot be used ({error.strerror}). If another program has it, stop that "
                f"program or choose another port: make run PORT={other}"
            ) from error


def answers(address):
    """True once a web process answers, whatever it says."""
    connection = http.client.HTTPConnection(*address, timeout=1)
    try:
        connection.request("GET", "/health/live")
        return bool(connection.getresponse().status)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def static_files_changed():
    """True if a static file is newer than what was collected."""
    collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not collected.exists():
        return True
    since = collected.stat().st_mtime
    return any(
        os.path.getmtime(storage.path(path)) > since for finder in get_finders() for path, storage in finder.list([])
    )
