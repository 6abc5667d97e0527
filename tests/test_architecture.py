"""The house rules that a machine can hold: names, sizes, templates, what the database refuses, who writes and when."""

import ast
import re
from itertools import chain
from pathlib import Path

import pghistory.models
import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.template import engines

from regional20x10 import env

APPS = ("regional20x10", "committees", "factories", "reports")
SOURCES = sorted(
    path.relative_to(env.ROOT)
    for path in chain(*((env.ROOT / folder).rglob("*.py") for folder in (*APPS, "tests", "scripts")))
    if "migrations" not in path.parts
)
OURS = [path for path in SOURCES if path.parts[0] in APPS]
TEMPLATES = sorted(path.relative_to(env.ROOT) for path in (env.ROOT / "templates").rglob("*.html"))
MODELS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in APPS and not issubclass(model, pghistory.models.Event)
]


def tree(path):
    return ast.parse((env.ROOT / path).read_text(encoding="utf-8"))


def text(path):
    return (env.ROOT / path).read_text(encoding="utf-8")


def functions(path):
    """The public functions of a module."""
    return [node for node in tree(path).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def decorators(function):
    """The names of what a function is decorated with, whether called or not."""
    called = (getattr(node, "func", node) for node in function.decorator_list)
    return {ast.unparse(node) for node in called}


# --- names and sizes -------------------------------------------------------------------------------------------------
VAGUE = {"utils", "util", "helpers", "helper", "services", "service", "managers", "manager", "base", "common", "misc"}
LONG = {
    "factories/gates.py": "one table, with how each of its requirements is found out",
    "factories/judging.py": "one judgment, its rules beside one another",
    "factories/figures.py": "every figure above a project has its one definition here",
    "reports/figures.py": "one dataset, part by part",
    "reports/rendering/pages.py": "one document, page by page",
    "committees/filters.py": "one module of all filters, each a few lines",
    "factories/filters.py": "one module of all filters, each a few lines",
    "tests/test_access.py": "one table of all routes",
    "tests/e2e/test_axe.py": "one world of all pages",
    "tests/committees/test_requests.py": "one noun: its steps, who takes each, and all that can stand against one",
    "tests/test_demonstration.py": "one demonstration, made once for all of it",
    "tests/test_queries.py": "one world of all pages",
    "tests/factories/test_agreements.py": "one agreement and all that can befall a signature",
    "tests/factories/test_equipment.py": "one noun: its items, steps and levels, and wherever they are said",
    "tests/factories/test_funds.py": "one noun: its entries, all that can stand against one, and their sums",
    "tests/factories/test_production.py": "one noun with every rule that stands against it",
    "tests/factories/test_sizing.py": "one study, its formulas and all that can be wrong with it",
    "tests/factories/test_entry_pages.py": "one page and all that can be wrong on it",
    "tests/factories/test_api_returns.py": "one endpoint and all that can be wrong with it",
    "tests/factories/test_return_parts.py": "one return and its parts, from the draft to the signatures",
    "tests/factories/test_returns.py": "one noun with the most rules of all",
    "tests/factories/test_standing.py": "one function and all its figures",
    "tests/factories/test_standing_building.py": "the same function, and its figures while building",
    "tests/factories/hostile.py": "one corpus of all that can be wrong with a workbook",
    "tests/factories/test_workbooks.py": "one workbook and all that can befall it",
    "tests/reports/test_reports.py": "one job and all that can befall it",
}
"""{file of more than 350 lines: why it holds one noun all the same}."""


def test_no_module_is_named_after_nothing():
    assert [str(path) for path in SOURCES if path.stem in VAGUE or VAGUE & set(path.parts[:-1])] == []


def test_a_long_file_has_its_reason():
    assert {str(path) for path in SOURCES if text(path).count("\n") > 350} - set(LONG) == set()


def test_every_module_says_what_it_is_for():
    said = {path: ast.get_docstring(tree(path)) for path in OURS if text(path).strip() and path.stem != "__init__"}

    assert [str(path) for path, words in said.items() if not words and path.stem not in ("apps", "__main__")] == []


# --- who writes, and when --------------------------------------------------------------------------------------------
ACTIONS = [path for path in OURS if "actions" in path.parts]
WITHOUT_ACTION = {
    "committees/actions/attachments.py": {"keep"},  # a part of the actions that files come with
    "committees/actions/bodies.py": {"code_of", "held"},
    "committees/actions/names.py": {"keep_standings"},  # inside the action after which a body has another name
    "committees/actions/roles.py": {"unfit"},
    "committees/actions/meetings.py": {"against", "held", "keep", "moved", "saved"},  # parts of the actions on minutes
    "committees/actions/mailings.py": {"send", "told_by"},  # short transactions: a claim is committed before it goes
    "committees/actions/notifications.py": {  # inside the action that made the event
        "acting_for", "notify", "notify_all", "silent", "silently", "told_on",
    },
    "committees/actions/decisions.py": {"only_another_closes"},
    "committees/actions/numbers.py": {"next_number"},  # inside the action that writes the row
    "committees/actions/climbing.py": {"said"},
    "committees/actions/requests.py": {"body_of", "only_theirs"},
    "committees/actions/guidance.py": {"address_of"},
    "committees/actions/steps.py": {"against", "held", "take"},  # parts of the actions on requests and decisions
    "factories/actions/agreements.py": {"only_own"},
    "factories/actions/conditions.py": {"against", "digest"},
    "factories/actions/contents.py": {"drop_unnamed", "hold", "leaving_no_orphans", "path", "write"},
    "factories/actions/documents.py": {"keep"},  # a part of the actions that files come with
    "factories/actions/entries.py": {  # parts of the actions on each kind of entry
        "against_day", "corrected", "entered", "held", "next_version", "sent_before", "taken_back", "tidied",
        "withdraw",
    },
    "factories/actions/equipment.py": {"items_of"},  # a part of the making of a project
    "factories/actions/inspections.py": {"against", "only_the_inspecting_side"},
    "factories/actions/ladder.py": {
        "accept", "begun", "discard", "hand_in", "handed_in_by", "held", "held_project", "judged", "keep",
        "new_version", "nobody_saved", "only_a_draft", "require", "send_back", "unseen", "verify",
    },  # parts of the actions on each kind of return
    "factories/actions/notices.py": {  # parts of the actions that make the events
        "found", "handed_in", "reopened", "resolved", "sent_back", "taken_longer", "verified",
    },
    "factories/actions/parts.py": {"begin", "copy", "write"},  # parts of the actions on returns
    "factories/actions/photos.py": {"add_to_inspection", "carry"},  # parts of inspecting, of a return's new version
    "factories/actions/production.py": {"judge", "only_its_own", "snapshot"},
    "factories/actions/projects.py": {"only_the_builder", "packages_of", "roles_of"},
    "factories/actions/reference.py": {"milestone_key"},
    "factories/actions/returns.py": {"judge", "snapshot"},
    "factories/actions/sizing.py": {"against", "digest"},
    "factories/actions/standings.py": {"later", "refresh"},  # inside the transaction of the action that changes a fact
    "factories/actions/submissions.py": {"lock_projects", "write"},  # parts of handing in several returns
    "factories/actions/supplies.py": {"demands_by_norm"},
    "reports/actions/chapters.py": {"build", "finish"},  # many short transactions, so that a lease can be renewed
    "reports/actions/distribution.py": {"tell"},  # inside the action by which a pack is ready
    "reports/actions/leases.py": {"claimed", "forgotten", "given_back", "held", "lease", "renewed"},
    "reports/actions/pack_steps.py": {"work"},  # many short transactions, so that a lease can be renewed
    "reports/actions/packs.py": {"directories", "log", "sealed_of", "waiting"},
    "reports/actions/provincial_notices.py": {  # parts of the actions that make the events
        "commented", "key_of", "moved", "roles_that",
    },
    "reports/actions/reports.py": {"directories", "log"},
    "reports/actions/shelf.py": {"digest", "home", "kept", "remove"},
}  # fmt: skip
"""{module: its functions that read, or are a part of an action}."""
CLOCKS = {"clock.now", "clock.today", "timezone.now", "timezone.localtime", "date.today", "datetime.now"}


def test_what_an_action_module_offers_is_an_action_unless_named_here():
    plain = {
        str(path): {function.name for function in functions(path) if "action" not in decorators(function)}
        for path in ACTIONS
    }

    assert {path: names for path, names in plain.items() if names} == WITHOUT_ACTION


def test_every_action_takes_the_post_that_acts():
    acting = [(path, node) for path in ACTIONS for node in functions(path) if "action" in decorators(node)]

    assert len(acting) > 20
    assert [f"{path}: {node.name}" for path, node in acting if "by" not in [a.arg for a in node.args.kwonlyargs]] == []


def test_an_action_has_no_clock_of_its_own():
    called = {str(path): {ast.unparse(node) for node in ast.walk(tree(path))} & CLOCKS for path in ACTIONS}

    assert {path: names for path, names in called.items() if names} == {}


def test_no_signals_and_no_save_of_ones_own():
    said = {
        str(path): found
        for path in OURS
        if (found := sorted(set(re.findall(r"django\.dispatch|db\.models\.signals|@receiver", text(path)))))
    }
    methods = {
        f"{path}: {part.name}.{node.name}"
        for path in OURS
        for part in ast.walk(tree(path))
        if isinstance(part, ast.ClassDef)
        for node in part.body
        if isinstance(node, ast.FunctionDef) and node.name in ("save", "delete")
    }

    assert (said, methods) == ({}, set())


def test_a_task_takes_one_id_at_most_and_is_queued_after_the_commit():
    tasks = [
        (path, node)
        for path in OURS
        if path.stem == "tasks"
        for node in functions(path)
        if "shared_task" in decorators(node)
    ]
    queued = {str(path) for path in OURS if re.search(r"\.(delay|apply_async|delay_on_commit)\(", text(path))}

    assert len(tasks) > 5
    assert [f"{path}: {node.name}" for path, node in tasks if len(node.args.args) > 1] == []
    assert queued == {"regional20x10/shared/jobs.py"}
    assert "transaction.on_commit(partial(put" in text("regional20x10/shared/jobs.py")


def test_every_task_of_the_schedule_is_there():
    from regional20x10.celery import app

    app.loader.import_default_modules()

    assert {job["task"] for job in settings.CELERY["beat_schedule"].values()} - set(app.tasks) == set()


# --- what the database refuses ---------------------------------------------------------------------------------------
PARTS = {
    "PackageTemplate.factory_type", "ProgressLine.status_return", "Delay.status_return", "Standing.project",
    "Delivery.status_return", "Expenditure.status_return", "EquipmentLine.status_return", "Incident.status_return",
    "Photo.status_return", "ReportChapter.report", "ReportFile.report", "ReportEvent.report",
    "PackStep.pack", "PackEvent.pack",
    "SearchEntry.county", "SearchEntry.province",
    "ProductLine.production_return", "Downtime.production_return", "RawMaterialUse.production_return",
}  # fmt: skip
"""Parts and derived rows, which live and die with what they belong to; all else is protected."""
SAID_BY_NO_PERSON = {
    "clock_is_one": "written by the demonstration alone",
    "found_once": "written by the triggers of the index",
    "agenda_order_once": "counted by the action, under a lock",
    "attendance_once": "the form has one line for each member",
    "guidance_once_per_body": "a set of bodies is addressed",
    "mailing_is_of_something": "written by the schedule",
    "mentioned_once_per_comment": "a set of posts is called",
    "notified_once_of_an_event": "written by notify(), which says nothing twice",
    "one_digest_a_day": "written by the schedule",
    "one_mail_for_an_urgent_notification": "written by the schedule",
    "return_state_is_stamped": "actions stamp, nobody types",
    "return_stamps_are_signed": "actions stamp, nobody types",
    "return_percent_once_submitted": "computed on submission",
    "return_version_once": "counted by the action, under a lock",
    "production_state_is_stamped": "actions stamp, nobody types",
    "production_stamps_are_signed": "actions stamp, nobody types",
    "production_output_once_submitted": "computed on submission",
    "production_version_once": "counted by the action, under a lock",
    "baseline_number_once_per_project": "counted by the action, under a lock",
    "batch_state_is_stamped": "actions stamp, nobody types",
    "equipment_once_per_return_and_item": "made with the draft, one for each item",
    "inspection_line_once": "the form has one box for each work package",
    "line_once_per_return_and_package": "made with the draft, one for each part",
    "carried_over_once_per_year": "a year is closed once, under a lock",
    "chapter_once_per_report": "laid out by the job",
    "pack_step_once": "laid out by the job",
    "file_once_per_report_and_kind": "written by the job",
    "section_once_per_report": "made with the report, one for each part",
    "distribution_once": "the action adds only what is not there",
    "period_number_once_per_year": "generated",
    "period_start_once": "generated",
    "template_order_once_per_type": "counted by the action",
    "package_order_once_per_project": "counted by the action",
    "program_year_once": "made by the import, which looks first",
    "project_once_per_plan_and_type": "Django’s own sentence names both fields",
}
"""{constraint that nobody can meet on a page or in the API: why}; every other has its own sentence."""


def test_what_is_reported_on_is_protected():
    rules = {
        f"{model.__name__}.{field.name}": field.remote_field.on_delete
        for model in MODELS
        for field in model._meta.concrete_fields
        if field.remote_field
    }

    assert {name for name, rule in rules.items() if rule is not models.PROTECT} == PARTS
    assert {rules[name] for name in PARTS} == {models.CASCADE}


def test_a_constraint_that_people_meet_has_its_own_sentence():
    constraints = [constraint for model in MODELS for constraint in model._meta.constraints]
    plain = {row.name for row in constraints if row.violation_error_message == row.default_violation_error_message}

    assert plain == set(SAID_BY_NO_PERSON)


def test_a_sentence_for_people_ends_as_one():
    sentences = [str(row.violation_error_message) for model in MODELS for row in model._meta.constraints]

    assert [said for said in sentences if not said.endswith(".")] == []


def test_a_sentence_for_people_can_be_said():
    """Django fills the name in with %: a bare sign of percent would answer 500 in place of the sentence."""
    rows = [row for model in MODELS for row in model._meta.constraints]
    own = [row for row in rows if row.violation_error_message != row.default_violation_error_message]

    assert [row.name for row in own if row.get_violation_error_message() != str(row.violation_error_message)] == []


def test_what_is_shown_in_a_list_asks_no_more():
    """Every for_list() raises for what it has not read, and has a total order."""
    rows = [model.objects.for_list() for model in MODELS if hasattr(model.objects.none(), "for_list")]

    assert len(rows) > 8
    assert [row.model.__name__ for row in rows if row._fetch_mode is not models.FETCH_RAISE] == []
    assert [row.model.__name__ for row in rows if not row.totally_ordered] == ["Standing"]  # by its project's code


# --- templates -------------------------------------------------------------------------------------------------------
INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=\"|javascript:", re.IGNORECASE)
LOADED = re.compile(r"{%\s*load\s+([^%]+?)\s*%}")


def test_templates_have_no_script_or_style_of_their_own():
    found = {str(path): INLINE.findall(text(path)) for path in TEMPLATES}

    assert {path: parts for path, parts in found.items() if parts} == {}


def test_a_template_loads_no_library_that_is_there_already():
    names = {module.rpartition(".")[2] for module in settings.TEMPLATES[0]["OPTIONS"]["builtins"]}
    loaded = {str(path): set(" ".join(LOADED.findall(text(path))).split()) for path in TEMPLATES}

    assert {path: libraries & names for path, libraries in loaded.items() if libraries & names} == {}


BLOCK = re.compile(r"{% block (\w+) %}(.*?){% endblock", re.DOTALL)
SET = re.compile(r" as (\w+) %}")


def test_a_template_uses_in_a_block_no_name_that_only_another_block_sets():
    found = []
    for path in TEMPLATES:
        blocks = dict(BLOCK.findall(text(path)))
        for block, body in blocks.items():
            others = {name for other, said in blocks.items() if other != block for name in SET.findall(said)}
            used = {name for name in others - set(SET.findall(body)) if re.search(rf"{{{{ {name}\b", body)}
            found += [f"{path}: {name} in {block}" for name in sorted(used)]

    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_template_can_be_read(path):
    engines["django"].get_template(str(Path(path).relative_to("templates")))
