"""The index of what can be found keeps up with whatever is written, by whom- and howsoever."""

import csv
import re

import pytest
from django.db import connection

from committees import search
from committees.models import FormerName, Organization, Request, SearchEntry
from factories.models import County, Document, FactoryProject, FactoryType
from regional20x10 import env
from tests import make, work
from tests.refusals import sql

pytestmark = pytest.mark.django_db


def place(name_en, name_ko):
    return make.county(name_en=name_en, name_ko=name_ko)


def document(project, name):
    return Document.objects.create(
        project=project, name=name, kind="pdf", sha256="0" * 64, bytes=1, path="x", at=make.moment()
    )


def found(text):
    """What a member of the staff finds: labels in order."""
    groups, holds = search.groups(make.post().official.user, search.asked(text))
    return [row.label_en for group in groups for row in group.entries] if holds else []


def test_rows_written_many_at_once_or_in_a_shell_are_found():
    province = make.province()
    County.objects.bulk_create(
        County(code=f"B{row}", name_en=f"Bulk {row}", name_ko="큰군", kind="county", province=province)
        for row in range(2)
    )
    sql(
        "INSERT INTO factories_county (code, name_en, name_ko, kind, province_id, note)"
        " VALUES ('S1', 'Bulk by hand', '손군', 'county', %s, '')",
        province.pk,
    )

    assert found("bulk") == ["Bulk 0", "Bulk 1", "Bulk by hand"]


def test_what_is_renamed_is_found_by_its_new_name_and_what_bears_its_name_follows():
    county = place("Oldtown", "옛군")
    project = make.project(make.plan(county), type_=make.factory_type("food"))
    body = work.body("committee", name_en="Old board")
    meeting = work.meeting(work.committee(body))

    County.objects.filter(pk=county.pk).update(name_en="Newtown")
    FactoryType.objects.update(name_en="Bread")
    Organization.objects.filter(pk=body.pk).update(name_en="New board")

    assert found("oldtown") == found("old board") == []
    assert found("newtown") == ["Newtown", "Bread, Newtown"]
    assert SearchEntry.objects.get(kind="project", object_id=project.pk).label_en == "Bread, Newtown"
    assert SearchEntry.objects.get(kind="meeting", object_id=meeting.pk).label_en == "New board"


def test_a_factory_that_goes_to_another_county_takes_what_is_kept_of_it_along():
    project, county = make.project(), place("Songchon", "성천군")
    file, request = document(project, "plan.pdf"), work.request(project)

    FactoryProject.objects.filter(pk=project.pk).update(plan=make.plan(county))

    entries = SearchEntry.objects.filter(kind__in=["project", "document", "request"])
    assert set(entries.values_list("object_id", "county")) == {(row.pk, county.pk) for row in (project, file, request)}


def test_a_body_is_found_by_every_name_it_had():
    body = work.body(name_en="Ministry of Light")
    FormerName.objects.create(
        organization=body,
        name_en="Bureau of Lamps",
        name_ko="등불국",
        until=make.DAY,
        reason="Decided.",
        at=make.moment(),
    )

    assert [found(text) for text in ("light", "lamps", "등불", "ㄷㅂㄱ", "deungbul")] == [["Ministry of Light"]] * 5


def test_what_is_gone_is_not_found():
    county = place("Songchon", "성천군")

    county.delete()

    assert not SearchEntry.objects.filter(kind="county").exists()


def test_an_entry_is_written_again_only_when_its_words_change():
    request = work.request()
    before = _written("request", request.pk)

    Request.objects.filter(pk=request.pk).update(state="done")
    unchanged = _written("request", request.pk)
    Request.objects.filter(pk=request.pk).update(what="A boiler")

    assert unchanged == before
    assert _written("request", request.pk) != before


def _written(kind, pk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text FROM committees_searchentry WHERE kind = %s AND object_id = %s", [kind, pk])
        return cursor.fetchone()[0]


def test_the_whole_index_can_be_made_anew():
    decision = work.decision(text="Song.")
    SearchEntry.objects.filter(kind="decision").delete()
    SearchEntry.objects.create(kind="decision", object_id=10**9, label_en="Ghost", folded="| ghost|")

    sql("SELECT search_rebuild()")

    assert list(SearchEntry.objects.filter(kind="decision").values_list("object_id", flat=True)) == [decision.pk]


# --- the documentation -----------------------------------------------------------------------------------------------
def examples():
    """[(what is typed, the name of the place it finds)] of docs/search.md."""
    page = (env.ROOT / "docs" / "search.md").read_text(encoding="utf-8").partition("## Examples")[2]
    rows = re.findall(r"^\| (`.+`) \| (\w+) \|$", page.partition("\n## ")[0], re.M)
    return [(text, name) for typed, name in rows for text in re.findall("`([^`]+)`", typed)]


def test_the_examples_of_the_documentation_find_what_they_say_first_of_all_counties():
    with (env.ROOT / "factories" / "data" / "counties.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    provinces = {code: make.province(code) for code in {row["province_code"] for row in rows}}
    said = ("code", "kind", "name_en", "name_ko")
    County.objects.bulk_create(
        County(province=provinces[row["province_code"]], **{name: row[name] for name in said}) for row in rows
    )
    user = make.post().official.user

    answers = {text: search.groups(user, search.asked(text))[0][0].entries[0].label_en for text, _name in examples()}

    assert len(answers) > 30
    assert answers == dict(examples())
