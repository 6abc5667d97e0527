"""The seal as a file for programs: of its published form, with bytes that hold its digests."""

import json
from pathlib import Path

import jsonschema
import pytest
from django.conf import settings
from referencing import Registry, Resource

from reports import chain
from reports.pieces import Pieces
from reports.rendering.pack import json as writer
from reports.sealed import Sealed
from tests.reports import sealed_content

FORMS = Path(settings.BASE_DIR) / "reports" / "schemas"


def judge():
    """A validator of the form, which takes the seal's own from beside it."""
    forms = [(name, json.loads((FORMS / name).read_text())) for name in ("pack-1.json", "seal-1.json")]
    registry = Registry().with_resources([(name, Resource.from_contents(form)) for name, form in forms])
    return jsonschema.Draft202012Validator(forms[0][1], registry=registry)


def faults(data):
    return [error.message for error in judge().iter_errors(data)]


def test_its_header_is_of_the_published_form():
    said = json.loads(writer.render(sealed_content.sealed()))

    assert [error.message for error in judge().iter_errors(said) if error.absolute_path[0] != "content"] == []
    wrong = {**said, "header": {**said["header"], "sha256": "x", "chain": [{}]}}
    assert len([fault for fault in judge().iter_errors(wrong) if fault.absolute_path[0] == "header"]) > 1


def test_the_digests_can_be_worked_out_from_the_file():
    sealed = sealed_content.sealed()

    said = json.loads(writer.render(sealed))

    assert said["content"] == sealed.content
    assert chain.digest(chain.canonical(said["content"])) == said["header"]["content_sha256"]
    assert chain.header_digest(said["header"]) == said["header"]["sha256"]


def test_it_leads_to_its_form_and_is_the_same_bytes_every_time():
    content = writer.render(sealed_content.sealed())

    assert content == writer.render(sealed_content.sealed(), {"map": {}})
    assert json.loads(content)["$schema"] == "https://monitor.example/en/reports/schemas/pack-1.json"
    assert content.endswith(b"}\n")


def test_facts_that_are_kept_as_bytes_make_the_same_file():
    sealed = sealed_content.sealed()
    kept, empty = Pieces(), {**sealed.content, "facts": Pieces()}
    for name, fact in sealed.content["facts"].items():
        kept[name] = fact

    assert writer.render(Sealed({**sealed.content, "facts": kept}, sealed.header)) == writer.render(sealed)
    assert json.loads(writer.render(Sealed(empty, sealed.header)))["content"]["facts"] == {}


@pytest.mark.django_db
def test_anyone_can_have_the_form(client):
    answer = client.get("/en/reports/schemas/pack-1.json")

    assert json.loads(b"".join(answer.streaming_content))["$id"] == "pack-1.json"
