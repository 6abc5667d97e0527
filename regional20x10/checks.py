"""What `manage.py check` looks at beyond Django's own list."""

import os
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections

from regional20x10 import env


@register(Tags.database)
def database_speaks_utf8(app_configs, databases=(), **kwargs):
    """Korean names need a UTF8 database."""
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute("SHOW server_encoding")
            encoding = cursor.fetchone()[0]
        if encoding != "UTF8":
            yield Error(
                f"The database {alias!r} stores text as {encoding}.",
                hint="Make it anew with ENCODING 'UTF8' and load a backup into it.",
                id="regional20x10.E001",
            )


@register(deploy=True)
def production_has_its_own_servers(app_configs, **kwargs):
    """The embedded servers have no backup and no second machine."""
    return [
        Error(
            f"{name} is not set, so the embedded server under var/ is used.",
            hint=f"Set {name}, or {name}_FILE, to the address of a server that is backed up.",
            id="regional20x10.E002",
        )
        for name in ("DATABASE_URL", "REDIS_URL")
        if not env.text(name)
    ]


@register(deploy=True)
def made_files_can_be_kept(app_configs, **kwargs):
    """Reports are written under MEDIA_ROOT."""
    place = Path(settings.MEDIA_ROOT)
    existing = next(path for path in (place, *place.absolute().parents) if path.exists())
    if existing.is_dir() and os.access(existing, os.W_OK | os.X_OK):
        return []
    return [Error(f"{place} cannot be written, so no report can be kept.", id="regional20x10.E003")]


@register(Tags.staticfiles)
def static_files_are_built(app_configs, **kwargs):
    """Pages without their style sheet are of no use."""
    if (env.ROOT / "static" / "build" / "app.css").exists() or Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        return []
    return [Warning("The style sheet is not built.", hint="Run `make static`.", id="regional20x10.W001")]
