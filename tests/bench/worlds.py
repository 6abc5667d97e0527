"""The two databases to measure in, the demonstration and the decade, and how one goes from one to the other."""

from contextlib import contextmanager
from functools import cached_property

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client

from committees.actions import tokens
from committees.models import Post
from committees.rights import Role
from factories.models import FactoryProject
from regional20x10 import demonstration
from regional20x10.shared import clock


class World:
    """A database beside the test database. Inside `open()` this process works in it."""

    def __init__(self, name, fill):
        self.name, self.fill = name, fill
        self.home = connection.settings_dict["NAME"]
        self.database = f"{self.home}_{name}"

    @contextmanager
    def open(self):
        self._go_to(self.database)
        try:
            yield self
        finally:
            self._go_to(self.home)

    def _go_to(self, database):
        connection.close()
        connection.settings_dict["NAME"] = database
        cache.delete("clock")

    def make(self):
        """Copy the empty test database and fill it; where that was done before, keep it."""
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [self.database])
            if cursor.fetchone() == (0,):
                cursor.execute(f'CREATE DATABASE "{self.database}" TEMPLATE "{self.home}"')
        with self.open():
            call_command("migrate", verbosity=0)
            if not demonstration.loaded():
                call_command("load_reference", verbosity=0)
                call_command(self.fill, verbosity=0)
                with connection.cursor() as cursor:
                    cursor.execute("VACUUM ANALYZE")

    def drop(self):
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    @cached_property
    def post(self):
        """Somebody who sees the nation and may use the API."""
        return Post.objects.select_related("official__user").get(
            role=Role.COMMITTEE_STAFF, official__user__isnull=False
        )

    @cached_property
    def day(self):
        return clock.today()

    @property
    def year(self):
        return self.day.year

    @cached_property
    def project(self):
        """A project in the middle of the year in progress, with as many returns as most."""
        rows = FactoryProject.objects.filter(plan__program_year__year=self.year, factory_type__code="FOOD")
        return rows.filter(standing__colour__in=["ok", "watch"]).order_by("code").select_related("plan__county").first()

    @cached_property
    def county(self):
        return self.project.plan.county

    @cached_property
    def reader(self):
        """A signed-in browser."""
        client = Client()
        client.force_login(self.post.official.user)
        return client

    @cached_property
    def caller(self):
        """A program with a token."""
        _token, secret = tokens.make(name="bench", scope="read", days=30, by=self.post, at=clock.now())
        return Client(headers={"Authorization": f"Bearer {secret}"})
