"""Design revisions: issued by the project's own design unit, whole or not at all, and never changed."""

import html
import re
from pathlib import Path

import pgtrigger
import pytest

from committees.rights import Role
from factories import agreements
from factories.actions import designs
from factories.imports.files import examined
from factories.models import AgreementClause, ClauseKind, DesignRevision, Document, RevisionFile
from regional20x10.shared import clock
from tests import make
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db

TEXTS = {kind: f"The {kind.value} as drawn." for kind in ClauseKind}


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


@pytest.fixture
def project():
    return make.preparing(code="26-UNRYUL-FOOD")


@pytest.fixture
def designer(project):
    return make.signer(project, "design")


@pytest.fixture
def desk(client, designer):
    """The browser of the design unit."""
    client.force_login(designer.official.user)
    return client


def issued(project, by, *uploads, after=0, texts=None, **values):
    return designs.issue(
        project, after=after, changed=values.pop("changed", "First."), clauses=TEXTS | (texts or {}),
        files=examined(list(uploads)), by=by, at=values.pop("at", make.moment()), **values,
    )  # fmt: skip


def boxes(after=0, **values):
    """What the form of a revision posts."""
    return {"after": after, "changed": "First.", **{kind.value: text for kind, text in TEXTS.items()}, **values}


def errors(page):
    """The sentences of the error summary."""
    found = re.search(r'<section class="note note-error esum".*?</section>', page.content.decode(), re.S)
    return (
        [html.unescape(re.sub("<.*?>", "", text)) for text in re.findall("<li>(.*?)</li>", found[0])] if found else []
    )


def files_on_disk(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.parametrize(("number", "letter"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ")])
def test_revisions_have_letters(number, letter):
    assert DesignRevision(number=number).letter == letter


def test_a_revision_has_a_clause_of_every_matter_its_files_and_their_digests(project, designer):
    revision = issued(
        project, designer, make.upload(), texts={ClauseKind.CAPACITY: "1,200 t a year. \r\nTwo shifts.\n\n"}
    )

    assert (revision.letter, revision.changed, revision.by) == ("A", "First.", designer)
    clauses = {row.kind: row for row in revision.clauses.all()}
    assert set(clauses) == set(ClauseKind)
    assert clauses["capacity"].text == "1,200 t a year.\nTwo shifts."
    assert all(row.digest == agreements.digest(project.code, row.kind, row.text) for row in clauses.values())
    assert [row.name for row in revision.files.all()] == ["plan.pdf"]


def test_the_next_revision_keeps_the_files_that_still_hold_and_adds_new_ones(project, designer):
    first = issued(project, designer, make.upload("a.pdf"), make.upload("b.pdf", make.PDF + b"%%EOF"))
    a = first.files.get(name="a.pdf")

    second = issued(project, designer, make.upload("c.pdf"), after=1, changed="Hall moved.", kept=[a.pk])

    assert [row.name for row in second.files.order_by("name")] == ["a.pdf", "c.pdf"]
    assert [row.name for row in first.files.order_by("name")] == ["a.pdf", "b.pdf"]


def test_all_that_is_wrong_with_a_revision_is_said_at_once_and_nothing_is_written(project, designer, settings):
    texts = {ClauseKind.LAYOUT: " \n", ClauseKind.OTHERS: ""}

    with action_refuses(
        "There is no revision before it: load the page again.",
        "Say what this revision changes, or that it is the first.",
        "The clause “layout” is empty: write “none” where there is nothing to agree.",
        "The clause “others” is empty: write “none” where there is nothing to agree.",
        "A file that was to be kept is not of the last revision: load the page again.",
    ):
        issued(project, designer, make.upload(), after=3, changed="  ", texts=texts, kept=[12345])

    assert not DesignRevision.objects.exists()
    assert not Document.objects.exists()
    assert files_on_disk(settings) == []


def test_a_revision_that_changes_nothing_is_refused(project, designer):
    issued(project, designer)

    with action_refuses("Nothing differs from revision A: change a clause or a file.", changed=(
        "Nothing differs from revision A: change a clause or a file."
    )):  # fmt: skip
        issued(project, designer, after=1, changed="Nothing.", texts={ClauseKind.LAYOUT: "The layout as drawn. \r\n"})

    assert issued(project, designer, make.upload(), after=1, changed="A plan.").letter == "B"


def test_two_who_follow_the_same_revision_do_not_both_succeed(project, designer):
    issued(project, designer)

    with action_refuses(
        "Revision A was issued meanwhile, 12\xa0Oct\xa02026, 12:00: look at it, then issue yours after it."
    ):
        issued(project, designer, texts={ClauseKind.LAYOUT: "Another."})


def test_a_new_file_of_the_name_of_a_kept_one_is_refused(project, designer):
    first = issued(project, designer, make.upload())

    with action_refuses(
        "“PLAN.pdf” is already among the files kept: leave the old one out, or rename the new.",
    ):
        issued(
            project, designer, make.upload("PLAN.pdf", make.PDF + b"%%EOF"), after=1, changed="Plan.",
            kept=[first.files.get().pk],
        )  # fmt: skip


def test_only_the_projects_own_design_unit_issues_its_revisions(project):
    other = make.preparing(construction_unit=project.design_unit)
    stranger = make.signer(other, "design")
    unit = project.design_unit

    with action_forbids(f"Only the project’s own design unit issues its revisions: ask {unit}."):
        issued(project, stranger)
    with action_forbids(f"Only the project’s own design unit issues its revisions: ask {other.design_unit}."):
        issued(other, make.signer(project, "design"))  # it builds that one


def test_a_construction_unit_may_not_issue_a_revision(project):
    builder = make.signer(project, "construction")

    with action_forbids(f"The post “{builder}” may not do this. Ask: Design unit."):
        issued(project, builder)


def test_without_a_design_unit_nobody_issues(project):
    bare = make.planned()

    with action_forbids("No design unit is named for this project: committee staff must name it in the plan."):
        issued(bare, make.signer(project, "design"))


def test_the_database_keeps_a_revision_its_clauses_and_its_files_as_they_are(project, designer):
    revision = issued(project, designer, make.upload())

    for table in ("designrevision", "agreementclause", "revisionfile"):
        with database_refuses("never_changed"):
            sql(f"DELETE FROM factories_{table}")
    with database_refuses("never_changed"):
        sql("UPDATE factories_agreementclause SET text = 'other' WHERE revision_id = %s", revision.pk)


def test_check_signatures_names_a_clause_whose_text_was_changed_behind_its_digest(project, designer):
    issued(project, designer)

    with pgtrigger.ignore("factories.AgreementClause:never_changed"):
        AgreementClause.objects.filter(kind="layout").update(text="Another layout.")

    assert agreements.checked().wrong == ["26-UNRYUL-FOOD, revision A, “layout”: the text is not that of its digest."]


def test_a_word_that_changed_is_shown_as_taken_away_and_added():
    found = agreements.difference("Power: 320 kW.", "Power: 360 kW at night.")

    assert found == [
        ("same", "Power: "), ("removed", "320"), ("added", "360"), ("same", " "), ("removed", "kW."),
        ("added", "kW at night."),
    ]  # fmt: skip


# --- pages -----------------------------------------------------------------------------------------------------------
def test_a_design_unit_issues_a_revision_with_files_by_the_form(desk, project, settings):
    page = desk.post(
        f"/en/projects/{project.code}/designs/", boxes(files=[make.upload(), make.upload("b.pdf", make.PDF + b"%%EOF")])
    )

    revision = DesignRevision.objects.get()
    assert page.url == f"/en/designs/{revision.pk}/"
    assert [row.name for row in revision.files.order_by("name")] == ["b.pdf", "plan.pdf"]
    assert len(files_on_disk(settings)) == 2


def test_the_form_begins_with_the_clauses_and_files_of_the_last_revision(desk, project, designer):
    first = issued(project, designer, make.upload(), texts={ClauseKind.LAYOUT: "One hall."})

    page = desk.get(f"/en/projects/{project.code}/designs/").content.decode()

    assert re.search(r'<textarea name="layout"[^>]*>\s*One hall.</textarea>', page)
    assert re.search(rf'<input type="checkbox" name="kept" value="{first.files.get().pk}"[^>]* checked', page)
    assert '<input type="hidden" name="after" value="1"' in page
    assert "Issue revision B" in page


def test_everything_wrong_is_said_at_once_and_what_was_typed_is_not_lost(desk, project, settings):
    typed = boxes(
        changed="", layout="", capacity="1,200 t", files=[make.upload("plan.png"), make.upload("empty.pdf", b"")]
    )

    page = desk.post(f"/en/projects/{project.code}/designs/", typed)

    assert page.status_code == 409
    assert errors(page) == [
        "What this revision changes: Say what this revision changes, or that it is the first.",
        "Layout: Write “none” where there is nothing to agree.",
        "New files: “plan.png” is PDF by its content: give it the ending .pdf, or choose the right file.",
        "New files: “empty.pdf” is empty: choose another file.",
    ]
    assert "1,200 t</textarea>" in page.content.decode()
    assert "Choose the new files again" in page.content.decode()
    assert not DesignRevision.objects.exists()
    assert files_on_disk(settings) == []


def test_a_file_that_is_too_large_is_cut_while_it_comes_in_and_refused(desk, project, settings):
    settings.DOCUMENT_MAX_MB = 1
    huge = make.upload("huge.pdf", make.PDF + bytes(5 * 1024 * 1024) + b"%%EOF")

    page = desk.post(f"/en/projects/{project.code}/designs/", boxes(changed="", files=[huge, make.upload()]))

    taken, whole = page.wsgi_request.FILES.getlist("files")
    assert 1024 * 1024 < taken.size < 1024 * 1024 + 128 * 1024
    assert whole.size == len(make.PDF)
    assert errors(page) == [
        "What this revision changes: Say what this revision changes, or that it is the first.",
        "New files: “huge.pdf” is larger than 1 MB: hand in a smaller file.",
    ]
    assert files_on_disk(settings) == []


@pytest.mark.parametrize("name", ["../../../etc/passwd.pdf", "c:\\windows\\passwd.pdf", "pass\x00wd.pdf"])
def test_tricks_in_a_name_come_to_nothing(desk, project, settings, name):
    upload = make.upload()
    upload._name = name

    desk.post(f"/en/projects/{project.code}/designs/", boxes(files=[upload]))

    document = Document.objects.get()
    assert document.name == "passwd.pdf"
    assert files_on_disk(settings) == [Path(settings.MEDIA_ROOT) / document.path]


def test_what_was_issued_meanwhile_is_said_once_and_the_form_then_follows_it(desk, project, designer):
    issued(project, designer)

    page = desk.post(f"/en/projects/{project.code}/designs/", boxes(layout="Another."))

    assert page.status_code == 409
    assert errors(page) == [
        "Revision A was issued meanwhile, 12\xa0Oct\xa02026, 12:00: look at it, then issue yours after it."
    ]
    assert '<input type="hidden" name="after" value="1"' in page.content.decode()


def test_the_list_tells_what_each_revision_changed_and_who_may_read_it_may_not_issue(client, project, designer):
    issued(project, designer, at=make.moment(hour=9))
    issued(project, designer, after=1, changed="Hall moved.", texts={ClauseKind.LAYOUT: "Moved."})
    client.force_login(make.post(Role.COMMITTEE_MEMBER).official.user)

    page = client.get(f"/en/projects/{project.code}/designs/")
    refused = client.post(f"/en/projects/{project.code}/designs/", boxes(after=2))

    assert [row.letter for row in page.context["rows"]] == ["B", "A"]
    assert [[clause.kind for clause in row.changed_kinds or []] for row in page.context["rows"]] == [["layout"], []]
    assert page.context["form"] is None
    assert refused.status_code == 403


def test_a_superseded_revision_names_the_one_that_took_its_place_and_shows_what_changed(client, project, designer):
    first = issued(project, designer, at=make.moment(hour=9))
    second = issued(project, designer, after=1, changed="Moved.", texts={ClauseKind.LAYOUT: "The layout as moved."})
    client.force_login(make.post(Role.ANALYST).official.user)

    old, new = (client.get(f"/en/designs/{row.pk}/").content.decode() for row in (first, second))

    assert f'<a href="/en/designs/{second.pk}/">Revision B</a> took its place' in old
    assert "took its place" not in new
    assert "<del>drawn.</del><ins>moved.</ins>" in new
    assert new.count("<del>") == 1


def test_a_page_of_an_earlier_day_knows_nothing_of_later_revisions(client, project, designer):
    issued(project, designer, at=make.moment(day=make.DAY.replace(day=1)))
    later = issued(project, designer, after=1, changed="Moved.", texts={ClauseKind.LAYOUT: "Moved."})
    client.force_login(make.post(Role.ANALYST).official.user)

    listed = client.get(f"/en/projects/{project.code}/designs/?as_of=2026-10-05")
    page = client.get(f"/en/designs/{later.pk}/?as_of=2026-10-05").content.decode()

    assert [row.letter for row in listed.context["rows"]] == ["A"]
    assert "This revision had not been issued on that day." in page
    assert "Moved." not in page


def test_a_list_asks_as_much_for_three_revisions_as_for_one(client, project, designer, django_assert_num_queries):
    client.force_login(make.post(Role.ANALYST).official.user)
    issued(project, designer, make.upload())
    client.get(f"/en/projects/{project.code}/designs/")

    with django_assert_num_queries(7) as one:
        client.get(f"/en/projects/{project.code}/designs/")
    for number in (1, 2):
        issued(project, designer, after=number, changed="Moved.", texts={ClauseKind.LAYOUT: f"Moved {number}."})
    with django_assert_num_queries(7) as three:
        client.get(f"/en/projects/{project.code}/designs/")

    assert len(one) == len(three)
    assert RevisionFile.objects.count() == 1


def test_who_does_not_see_the_project_finds_neither_list_nor_revision(client, project, designer):
    revision = issued(project, designer)
    client.force_login(make.post(Role.COUNTY_STAFF).official.user)

    answers = [client.get(path) for path in (f"/en/projects/{project.code}/designs/", f"/en/designs/{revision.pk}/")]
    answers.append(client.post(f"/en/projects/{project.code}/designs/", boxes()))

    assert [answer.status_code for answer in answers] == [404, 404, 404]
