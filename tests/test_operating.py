"""docs/operating.md names every command, setting and target."""

import re
from itertools import chain

from django.core.management import get_commands

from factories.imports import projects
from regional20x10 import env
from regional20x10.management.commands import draw

MANUAL = (env.ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
APPS = ("regional20x10", "committees", "factories", "reports")
READ = re.compile(r'(?<!def )\b(?:text|flag|number|rising|falling|words|environ\.get)\(\s*"([A-Z][A-Z_]+)"')


def settings_read():
    """Every name asked of the environment."""
    sources = chain(*((env.ROOT / app).rglob("*.py") for app in APPS), [env.ROOT / "gunicorn.conf.py"])
    return {name for source in sources for name in READ.findall(source.read_text(encoding="utf-8"))}


def test_every_setting_is_explained():
    assert settings_read() >= {"DATABASE_URL", "VAR_DIR", "PORT", "WEB_WORKERS", "DEBUG", "SECRET_KEY"}

    assert sorted(name for name in settings_read() if f"`{name}`" not in MANUAL) == []


def test_every_command_is_explained():
    commands = [name for name, app in get_commands().items() if app in APPS]

    assert sorted(name for name in commands if f"manage.py {name}" not in MANUAL) == []


def test_every_target_is_explained():
    targets = re.findall(r"^([a-z0-9]+):.*##", (env.ROOT / "Makefile").read_text(), re.MULTILINE)

    assert sorted(name for name in targets if f"make {name}" not in MANUAL) == []


def test_the_gates_drawn_are_those_of_the_code():
    assert draw.PLACE.read_text(encoding="utf-8") == draw.drawn(), "manage.py draw writes it anew"


def test_every_column_of_projects_brought_in_is_explained():
    explained = MANUAL.partition("### Projects begun before this record")[2].partition("\n## ")[0]

    assert [name for name in projects.COLUMNS if f"`{name}`" not in explained] == []
