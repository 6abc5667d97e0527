"""The documentation is true: its tables equal the code's, its links lead somewhere, its examples run.

That every command, setting and target has a line is in test_operating.py.
"""

import json
import os
import re
import shutil
import subprocess
from datetime import date
from itertools import chain

import pytest
from django.core.management import get_commands

from committees.rights import RULES, Deed, Role
from factories.models.ladder import STATES
from regional20x10 import env
from regional20x10.shared import clock
from regional20x10.shared.problems import TITLES
from regional20x10.shared.schema import SchemaView
from tests import make
from tests.calls import token
from tests.test_operating import APPS, settings_read

PAGES = [env.ROOT / "README.md", env.ROOT / "CHANGELOG.md", *sorted((env.ROOT / "docs").rglob("*.md"))]
TEXTS = {str(path.relative_to(env.ROOT)): path.read_text(encoding="utf-8") for path in PAGES}
MANUAL, DOMAIN, API = (TEXTS[f"docs/{name}.md"] for name in ("operating", "domain", "api"))


def section(page, title):
    """The text under a heading, up to the next of its rank or a higher one."""
    rank = re.search(rf"^(#+) {re.escape(title)}$", page, re.M)[1]
    return re.split(rf"^#{{1,{len(rank)}}} ", page.partition(f"{rank} {title}\n")[2], flags=re.M)[0]


def table(text):
    """The rows of the first table in `text`, without its head."""
    lines = re.search(r"(?:^\|.*\|\n)+", text, re.M)[0].splitlines()[2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


# --- links -----------------------------------------------------------------------------------------------------------
def anchors(text):
    """The anchors of a page's headings."""
    heads = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", TEXTS)
def test_every_link_leads_somewhere(page):
    lost = []
    for link in re.findall(r"\]\(([^)\s]+)\)", TEXTS[page]):
        if re.match(r"[a-z]+:", link):
            continue
        path, _hash, anchor = link.partition("#")
        target = ((env.ROOT / page).parent / path).resolve() if path else env.ROOT / page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            lost.append(link)

    assert lost == []


def test_what_the_code_calls_documented_is_documented():
    sources = chain(*((env.ROOT / app).rglob("*.py") for app in APPS))
    named = {name for source in sources for name in re.findall(r"docs/[\w/.-]+\.md", source.read_text("utf-8"))}

    assert {name for name in named if not (env.ROOT / name).exists()} == set()


# --- operating.md ----------------------------------------------------------------------------------------------------
def test_the_settings_explained_are_those_that_are_read():
    explained = {name for row in table(section(MANUAL, "Settings")) for name in re.findall(r"`([A-Z_]+)`", row[0])}

    assert explained == settings_read() - {"CHROMIUM", "CI"}


def test_the_commands_explained_are_there():
    named = set(re.findall(r"manage\.py ([a-z_]+)", "".join(TEXTS.values())))

    assert named - set(get_commands()) == set()


# --- domain.md -------------------------------------------------------------------------------------------------------
def test_the_roles_are_those_of_the_rights():
    rows = {row[0]: tuple(row[1:]) for row in table(section(DOMAIN, "Who sees and does what"))}

    assert rows == {Role(role).label: _rule(rule) for role, rule in RULES.items()}


def _rule(rule):
    deeds = [str(deed.label) for deed in Deed if deed in rule.may and deed != Deed.EXPORT]
    return rule.reads, rule.edits, "; ".join(deeds)


def test_everyone_who_reads_exports():
    assert {role for role, rule in RULES.items() if Deed.EXPORT not in rule.may} == {Role.ADMINISTRATOR}
    assert "Everyone but the administrator may download tables and use the API" in DOMAIN


def test_the_diagram_of_states_is_the_table_of_states():
    """Along the first line each deed leads on; from the states over a │ one can send back."""
    first, bars, back = re.search(r"^( +draft ──.*)\n([ │]+)\n( +└.*)$", DOMAIN, re.M).groups()
    steps = re.findall(r"(?=\b(\w+) ──(\w+)──► (\w+))", first)
    under = {found[0]: found.span() for found in re.finditer(r"\w+", first)}
    drawn = {(state, deed, onward) for state, deed, onward in steps if state in under}
    deed, onward = re.search(r"─ ([\w ]+) ─.*► ([\w ]+?)(?: \(|$)", back).groups()
    for bar in re.finditer("│", bars):
        state = next(name for name, (start, end) in under.items() if start <= bar.start() < end)
        drawn.add((state, deed, onward))

    assert drawn == {
        (str(state.label), deed.replace("_", " "), str(onward.label))
        for state, deeds in STATES.items()
        for deed, onward in deeds.items()
    }


# --- api.md ----------------------------------------------------------------------------------------------------------
def test_every_endpoint_is_in_the_table_with_what_it_takes():
    paths = SchemaView.generator_class().get_schema(public=True)["paths"]
    offered = {
        (method.upper(), path.removeprefix("/api/v1/")): _query(operation)
        for path, operations in paths.items()
        for method, operation in operations.items()
    }
    rows = table(section(API, "Every endpoint"))

    assert {(row[0], row[1].strip("`")): set(re.findall(r"`(\w+)`", row[2])) for row in rows} == offered


def _query(operation):
    parameters = operation.get("parameters", [])
    return {said["name"] for said in parameters if said["in"] == "query"} - {"cursor", "page_size"}


def test_every_problem_is_in_the_table():
    rows = table(section(API, "Errors"))
    named = {
        (int(status), name) for row in rows for status, name in zip(row[0].split(", "), row[1].split(", "), strict=True)
    }

    assert named == {(status, name) for name, (status, _title) in TITLES.items()}


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", API, re.M | re.S)


@pytest.mark.worker
def test_the_examples_of_the_api_run_as_they_stand(live_server, worker, tmp_path, monkeypatch):
    clock.stand_on(make.DAY)
    project = make.project(code="26-UNRYUL-FOOD")
    unit, analyst = make.reporter(project), make.post(Role.ANALYST)
    make.verified(project, make.period(date(2026, 9, 25)), (40, 10), by=unit)
    draft = make.draft(project, make.period(make.DAY), by=unit, at=make.moment())
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "MONITOR": live_server.url, "TOKEN": token(analyst), "UNIT_TOKEN": token(unit), "NO_PROXY": "*",
        "RETURN": draft.pk, "REVISION": draft.revision,
    }.items():  # fmt: skip
        monkeypatch.setenv(name, str(value))

    said = {}
    for block in blocks("python"):
        exec(block, said)
    monkeypatch.setenv("REPORT", str(said["report"]["id"]))
    told = [_run(block) for block in blocks("sh")] if shutil.which("curl") else []

    answers = [json.loads(run.stdout) for run in told if run.stdout.startswith('{"type"')]
    assert answers == [json.loads(block) for block in blocks("json") if told]
    assert said["late"] == ["26-UNRYUL-FOOD"]
    assert said["submitted"].json()["state"] == "submitted"
    assert said["report"]["status"] == "ready"
    assert {path.name for path in tmp_path.iterdir()} >= {"report.pdf", "report.xlsx", "report.json"}
    assert [run for run in told if run.returncode] == []


def _run(block):
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block], env=os.environ, capture_output=True, text=True, timeout=60
    )
