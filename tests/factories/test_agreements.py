"""The tripartite agreement: three units sign the same texts, each for itself, and everything stays in the record."""

import html
import io
import re
import unicodedata
from datetime import timedelta

import pgtrigger
import pypdf
import pytest
from django.core.management import CommandError, call_command

from committees.rights import Role
from factories import agreements, gates
from factories.actions import agreements as deeds
from factories.models import AgreementClause, ClauseComment, ClauseKind, Gate, Side, Signature
from regional20x10.shared import clock
from tests import make
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db

NOW = make.moment()


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


@pytest.fixture
def project():
    return make.preparing(code="26-UNRYUL-FOOD")


def seen(revision, *kinds):
    """The clauses of a revision with their digests, as its page shows them: all, or those of `kinds`."""
    rows = revision.clauses.values_list("kind", "digest")
    return {kind: digest for kind, digest in rows if not kinds or kind in kinds}


def signs(project, side, revision, *kinds, by=None, at=NOW):
    by = by or make.signer(project, side)
    return deeds.sign(revision, side=side, seen=seen(revision, *kinds), by=by, at=at)


def still_open(project, at=None):
    return [(side.value, clause.kind) for side, clause in agreements.state(project, at).open]


# --- what is signed --------------------------------------------------------------------------------------------------
def test_a_digest_is_of_project_matter_and_text():
    digest = agreements.digest("26-UNRYUL-FOOD", ClauseKind.CAPACITY, "1,200 t a year")

    assert digest == "3288356fbb74284b49c0e74098f07bcd7f3d37e8814873024d615fa94c538725"
    assert digest != agreements.digest("26-UNRYUL-CLOTH", ClauseKind.CAPACITY, "1,200 t a year")
    assert digest != agreements.digest("26-UNRYUL-FOOD", ClauseKind.LAYOUT, "1,200 t a year")
    assert digest != agreements.digest("26-UNRYUL-FOOD", ClauseKind.CAPACITY, "1 200 t a year")


@pytest.mark.parametrize("text", ["one\r\ntwo", "one  \ntwo\n\n", "\n one\ntwo", "one\rtwo\t"])
def test_line_ends_and_space_around_do_not_make_another_text(text):
    assert agreements.digest("P", "layout", text) == agreements.digest("P", "layout", "one\ntwo")


def test_the_two_ways_to_write_a_syllable_are_one_text():
    composed, taken_apart = (unicodedata.normalize(form, "은률") for form in ("NFC", "NFD"))

    assert composed != taken_apart
    assert agreements.digest("P", "layout", composed) == agreements.digest("P", "layout", taken_apart)


# --- signing ---------------------------------------------------------------------------------------------------------
def test_an_agreement_is_in_force_when_the_three_units_signed_every_clause(project):
    revision = make.revision(project)

    for side in ("design", "construction"):
        signs(project, side, revision)
    before = agreements.state(project)
    signs(project, "operation", revision, at=NOW + timedelta(hours=1))
    state = agreements.state(project)

    assert (before.in_force, before.in_force_since) == (False, None)
    assert before.open == [(Side.OPERATION, row.clause) for row in before.clauses]
    assert (state.in_force, state.in_force_since, state.open) == (True, NOW + timedelta(hours=1), [])


def test_without_a_revision_there_is_nothing_to_agree_and_nothing_in_force(project):
    state = agreements.state(project)

    assert (state.revision, state.clauses, state.open, state.in_force) == (None, [], [], False)


def test_a_unit_signs_clause_by_clause_and_what_is_signed_stays_as_it_is(project):
    revision, unit = make.revision(project), make.signer(project, "design")

    first = signs(project, "design", revision, "layout", by=unit)
    rest = signs(project, "design", revision, by=unit, at=NOW + timedelta(hours=1))
    again = signs(project, "design", revision, by=unit, at=NOW + timedelta(hours=2))

    assert [row.clause.kind for row in first] == ["layout"]
    assert sorted(row.clause.kind for row in rest) == sorted(set(ClauseKind.values) - {"layout"})
    assert again == []
    assert Signature.objects.get(clause__kind="layout").at == NOW


def test_a_signature_fixes_unit_post_time_and_digest(project):
    revision, unit = make.revision(project), make.signer(project, "operation")

    row = signs(project, "operation", revision, "inputs", by=unit)[0]

    clause = revision.clauses.get(kind="inputs")
    assert (row.clause, row.digest, row.side, row.unit, row.by, row.at) == (
        clause, clause.digest, "operation", project.operation_unit, unit, NOW,
    )  # fmt: skip


def test_a_new_revision_opens_only_the_clauses_whose_text_it_changes(project):
    make.agreed(project)

    revision = make.revision(
        project, {ClauseKind.UTILITIES: "360 kW", ClauseKind.LAYOUT: "layout as drawn \r\n"}, at=NOW
    )

    assert still_open(project) == [(side.value, "utilities") for side in Side]
    state = {row.clause.kind: row for row in agreements.state(project).clauses}
    assert {kind: row.since.letter for kind, row in state.items()} == {
        **dict.fromkeys(ClauseKind.values, "A"), "utilities": "B",
    }  # fmt: skip
    assert state["utilities"].before[Side.DESIGN].clause.revision.letter == "A"
    signs(project, "design", revision)
    assert still_open(project) == [("construction", "utilities"), ("operation", "utilities")]


def test_a_text_that_comes_back_has_its_signatures_again(project):
    make.agreed(project)
    make.revision(project, {ClauseKind.UTILITIES: "360 kW"}, at=NOW)

    make.revision(project, at=NOW + timedelta(hours=1))

    assert still_open(project) == []
    assert agreements.state(project).revision.letter == "C"


def test_a_superseded_revision_is_not_signed(project):
    old = make.revision(project)
    make.revision(project, {ClauseKind.LAYOUT: "Moved."}, at=NOW)

    with action_refuses(
        "Revision A is superseded by revision B, issued 12\xa0Oct\xa02026, 12:00: read that one and sign it."
    ):
        signs(project, "design", old)

    assert not Signature.objects.exists()


def test_nobody_signs_another_text_than_the_one_they_saw(project):
    revision = make.revision(project)
    shown = seen(revision) | {"layout": "0" * 64, "inputs": "1" * 64}

    with action_refuses(
        "The text of “layout” is not the one you were shown: read it again before you sign.",
        "The text of “raw materials and inputs” is not the one you were shown: read it again before you sign.",
    ):
        deeds.sign(revision, side="design", seen=shown, by=make.signer(project, "design"), at=NOW)

    assert not Signature.objects.exists()


def test_signing_nothing_is_refused(project):
    revision = make.revision(project)

    with action_refuses("Choose at least one clause to sign."):
        deeds.sign(revision, side="design", seen={}, by=make.signer(project, "design"), at=NOW)


def test_a_unit_does_not_sign_for_another(project):
    revision, unit = make.revision(project), make.signer(project, "design")

    with action_forbids(f"Your post signs for: design unit. For the operation unit, {project.operation_unit} signs."):
        signs(project, "operation", revision, by=unit)


def test_a_unit_of_another_project_does_not_sign_this_one(project):
    revision, stranger = make.revision(project), make.signer(make.preparing(), "design")

    with action_forbids(
        f"Your body is none of the project’s three units. For the design unit, {project.design_unit} signs."
    ):
        signs(project, "design", revision, by=stranger)


def test_for_a_side_without_a_unit_nobody_signs():
    project = make.preparing(operation_unit=None)
    revision = make.revision(project)

    with action_forbids("No operation unit is named for this project: committee staff must name it in the plan."):
        signs(project, "operation", revision, by=make.signer(project, "design"))


@pytest.mark.parametrize("role", [Role.COMMITTEE_MEMBER, Role.COUNTY_SECRETARY, Role.INSPECTOR])
def test_only_units_sign(project, role):
    revision, post = make.revision(project), make.post(role)

    with action_forbids(f"The post “{post}” may not do this. Ask: Design unit, Construction unit, Operation unit."):
        signs(project, "design", revision, by=post)


def test_a_unit_that_is_two_of_the_three_signs_for_each_side_by_itself():
    both = make.organization("construction_unit")
    project = make.preparing(construction_unit=both, operation_unit=both)
    revision, unit = make.revision(project), make.post(Role.CONSTRUCTION_UNIT, where=both)
    signs(project, "design", revision)

    signs(project, "construction", revision, by=unit)
    between = still_open(project)
    signs(project, "operation", revision, by=unit)

    assert between == [("operation", kind) for kind in ClauseKind.values]
    assert still_open(project) == []


def test_another_unit_that_takes_a_side_signs_anew_and_the_old_signature_stays_in_the_record(project):
    revision = make.agreed(project)
    project.construction_unit = make.organization("construction_unit")
    project.save(update_fields=["construction_unit"])

    opened = still_open(project)
    signs(project, "construction", revision)

    assert opened == [("construction", kind) for kind in ClauseKind.values]
    assert still_open(project) == []
    assert Signature.objects.filter(side="construction").count() == 2 * len(ClauseKind)


# --- taking back -----------------------------------------------------------------------------------------------------
def test_withdrawing_opens_the_clause_and_the_gate_and_stays_in_the_record(project):
    make.agreed(project)
    before = agreements.state(project)

    deeds.withdraw(
        project,
        side="operation",
        kinds=["conditions"],
        reason=" Too dark. ",
        by=make.signer(project, "operation"),
        at=NOW,
    )

    assert before.in_force
    assert still_open(project) == [("operation", "conditions")]
    row = Signature.objects.get(side="operation", clause__kind="conditions")
    assert (row.withdrawn_at, row.withdrawn_reason) == (NOW, "Too dark.")
    missing = gates.missing_for(project, Gate.START, make.DAY)
    assert "Revision A is not agreed: the operation unit has not signed: working conditions." in missing


def test_what_was_withdrawn_can_be_signed_again(project):
    revision, unit = make.agreed(project), make.signer(project, "design")
    deeds.withdraw(project, side="design", kinds=["layout"], reason="A slip.", by=unit, at=NOW)

    signs(project, "design", revision, by=unit, at=NOW + timedelta(hours=1))

    assert still_open(project) == []
    assert Signature.objects.filter(side="design", clause__kind="layout").count() == 2


def test_all_that_is_wrong_with_withdrawing_is_said_at_once(project):
    revision, unit = make.revision(project), make.signer(project, "design")
    signs(project, "design", revision, "layout", by=unit)

    with action_refuses(
        "“capacity” is not signed for the design unit: there is nothing to withdraw.",
        "A signature is withdrawn with the reason: write it.",
        kinds="“capacity” is not signed for the design unit: there is nothing to withdraw.",
        reason="A signature is withdrawn with the reason: write it.",
    ):
        deeds.withdraw(project, side="design", kinds=["layout", "capacity"], reason=" ", by=unit, at=NOW)

    assert not Signature.objects.filter(withdrawn_at__isnull=False).exists()


def test_a_unit_does_not_withdraw_what_another_signed(project):
    make.agreed(project)

    with action_forbids(f"Your post signs for: design unit. For the operation unit, {project.operation_unit} signs."):
        deeds.withdraw(
            project, side="operation", kinds=["layout"], reason="No.", by=make.signer(project, "design"), at=NOW
        )


def test_the_past_knows_nothing_of_what_was_signed_or_withdrawn_later(project):
    revision = make.revision(project, at=NOW - timedelta(days=9))
    unit = make.signer(project, "design")
    signs(project, "design", revision, by=unit, at=NOW - timedelta(days=7))
    deeds.withdraw(project, side="design", kinds=["layout"], reason="A slip.", by=unit, at=NOW - timedelta(days=3))
    make.revision(project, {ClauseKind.INPUTS: "Other."}, at=NOW - timedelta(days=1))

    def opened(days):
        return [kind for side, kind in still_open(project, NOW - timedelta(days=days)) if side == "design"]

    assert [opened(days) for days in (10, 8, 5, 2, 0)] == [
        [], ClauseKind.values, [], ["layout"], ["layout", "inputs"],
    ]  # fmt: skip


# --- remarks ---------------------------------------------------------------------------------------------------------
def test_a_unit_remarks_on_a_clause_and_nobody_else_does(project):
    revision, unit = make.revision(project), make.signer(project, "operation")
    clause = revision.clauses.get(kind="layout")

    deeds.comment(clause, text=" Too narrow.\r\n", by=unit, at=NOW)

    row = ClauseComment.objects.get()
    assert (row.clause, row.text, row.by, row.at) == (clause, "Too narrow.", unit, NOW)
    with action_forbids("Only the three units of the project remark on its agreement."):
        deeds.comment(clause, text="Wide enough.", by=make.signer(make.preparing(), "design"), at=NOW)
    with action_refuses("Write the remark."):
        deeds.comment(clause, text=" \n", by=unit, at=NOW)


def test_a_remark_on_a_superseded_revision_is_refused(project):
    old = make.revision(project)
    make.revision(project, {ClauseKind.LAYOUT: "Moved."}, at=NOW)

    with action_refuses("Revision A is superseded by revision B: remark on that one."):
        deeds.comment(old.clauses.get(kind="layout"), text="Late.", by=make.signer(project, "design"), at=NOW)


# --- what the database holds to --------------------------------------------------------------------------------------
def test_the_database_lets_a_signature_only_be_withdrawn_once(project):
    make.agreed(project)
    pk = Signature.objects.first().pk

    with database_refuses("signed_is_a_fact"):
        sql("UPDATE factories_signature SET digest = repeat('0', 64) WHERE id = %s", pk)
    with database_refuses("never_deleted"):
        sql("DELETE FROM factories_signature WHERE id = %s", pk)
    with database_refuses("signature_withdrawn_with_a_reason"):
        sql("UPDATE factories_signature SET withdrawn_at = now(), withdrawn_by_id = by_id WHERE id = %s", pk)
    withdrawn = "withdrawn_at = now(), withdrawn_by_id = by_id, withdrawn_reason = 'x'"
    sql(f"UPDATE factories_signature SET {withdrawn} WHERE id = %s", pk)
    with database_refuses("signed_is_a_fact"):
        sql("UPDATE factories_signature SET withdrawn_reason = 'y' WHERE id = %s", pk)


def test_the_database_takes_one_signature_of_a_unit_and_side_under_a_clause(project):
    make.agreed(project)
    row = Signature.objects.first()
    row.pk = None

    with database_refuses("signature_once_per_clause_and_side"):
        row.save(force_insert=True)


def test_check_signatures_finds_a_text_changed_under_its_signatures(project, capsys):
    make.agreed(project)
    call_command("check_signatures")
    whole = capsys.readouterr().out

    text = "Another layout."
    with pgtrigger.ignore("factories.AgreementClause:never_changed"):
        digest = agreements.digest(project.code, "layout", text)
        AgreementClause.objects.filter(kind="layout").update(text=text, digest=digest)
    with pytest.raises(CommandError, match="6 clauses, 18 signatures, 0 files: 3 differ from"):
        call_command("check_signatures")

    assert whole == "6 clauses, 18 signatures, 0 files: all as signed and handed in.\n"
    found = capsys.readouterr().out.splitlines()
    assert [re.sub(r"signature \d+ of \w+", "signature of a unit", line) for line in found] == [
        "26-UNRYUL-FOOD, revision A, “layout”: signature of a unit, 14\xa0Jan\xa02026, 12:00, "
        "is under another digest than the text’s."
    ] * 3


# --- pages -----------------------------------------------------------------------------------------------------------
def shown(page):
    """The table of signatures: {clause: the words of its three cells}."""
    rows = re.findall(r'<tr role="row">\s*<th scope="row".*?</tr>', page.content.decode(), re.S)
    cells = [re.findall(r"<t[hd] role=.*?</t[hd]>|<th scope.*?</th>|<td role.*?</td>", row, re.S) for row in rows]
    plain = [
        [html.unescape(re.sub(r"<span class=\"g-h.*?</span>|<[^>]*>", " ", cell)).split() for cell in row]
        for row in cells
    ]
    return {" ".join(row[0]): [" ".join(cell) for cell in row[2:]] for row in plain}


def as_form(revision, side, *kinds, deed="chosen"):
    """What the signing form of `side` posts."""
    rows = [f"{kind}:{digest}" for kind, digest in seen(revision).items()]
    ticked = [row for row in rows if row.partition(":")[0] in kinds]
    return {"revision": revision.pk, "side": side, "deed": deed, "shown": rows, "clause": ticked}


def test_the_page_shows_the_revision_against_three_signatures(client, project):
    old = make.signed(project, make.revision(project), at=make.moment(make.DAY.replace(month=2)))
    new = make.revision(project, {ClauseKind.LAYOUT: "Moved."}, at=make.moment(make.DAY.replace(day=1)))
    signs(project, "design", new)
    unit = make.signer(project, "operation")
    deeds.withdraw(project, side="operation", kinds=["others"], reason="Not so.", by=unit, at=NOW)
    client.force_login(make.post(Role.ANALYST).official.user)

    page = client.get(f"/en/projects/{project.code}/agreement/")

    assert old.letter == "A"
    signed, only = "Rev. A 12 Feb 2026", "Rev. A only 12 Feb 2026"
    assert shown(page) == {
        "Capacity": [signed] * 3,
        "Layout": ["Rev. B 12 Oct 2026", only, only],
        "Power, water and heating": [signed] * 3,
        "Raw materials and inputs": [signed] * 3,
        "Working conditions": [signed] * 3,
        "Others": [signed, signed, "Withdrawn 12 Oct 2026"],
    }
    text = page.content.decode()
    assert "Construction unit: has not signed layout." in text
    assert "Operation unit: has not signed layout, others." in text
    assert "Not so." in text
    assert "sign-design" not in text


def test_a_unit_signs_the_ticked_clauses_and_then_all_the_rest(client, project):
    revision, unit = make.revision(project), make.signer(project, "construction")
    client.force_login(unit.official.user)
    address = f"/en/projects/{project.code}/agreement/sign/"

    ticked = client.post(address, as_form(revision, "construction", "layout", "inputs"), follow=True)
    rest = client.post(address, as_form(revision, "construction", deed="all"), follow=True)

    assert ticked.redirect_chain == [(f"/en/projects/{project.code}/agreement/", 302)]
    assert "Signed for the construction unit: layout, raw materials and inputs." in ticked.content.decode()
    assert "Everything is signed." in rest.content.decode()
    assert not [row for row in still_open(project) if row[0] == "construction"]


def test_the_form_of_a_superseded_revision_is_refused_on_the_page_and_nothing_is_signed(client, project):
    old = make.revision(project)
    make.revision(project, {ClauseKind.LAYOUT: "Moved."}, at=NOW)
    client.force_login(make.signer(project, "design").official.user)

    page = client.post(f"/en/projects/{project.code}/agreement/sign/", as_form(old, "design", deed="all"))

    assert page.status_code == 409
    assert "Revision A is superseded by revision B" in page.content.decode()
    assert not Signature.objects.exists()


def test_signing_for_another_unit_is_forbidden_with_a_sentence(client, project):
    revision = make.revision(project)
    client.force_login(make.signer(project, "design").official.user)

    page = client.post(f"/en/projects/{project.code}/agreement/sign/", as_form(revision, "operation", deed="all"))

    assert page.status_code == 403
    assert f"For the operation unit, {project.operation_unit} signs." in page.content.decode()


@pytest.mark.parametrize(
    "damage",
    [{"side": "committee"}, {"revision": "x"}, {"revision": "9" * 30}, {"clause": ["layout"]}, {"clause": ["x:y"]},
     {"clause": ["layout:" + "Z" * 64]}, {"revision": ""}],
)  # fmt: skip
def test_a_damaged_form_is_said_to_be_damaged(client, project, damage):
    revision = make.revision(project)
    client.force_login(make.signer(project, "design").official.user)

    page = client.post(f"/en/projects/{project.code}/agreement/sign/", as_form(revision, "design", "layout") | damage)

    assert page.status_code == 409
    assert "The form is damaged: load the page again." in page.content.decode()
    assert not Signature.objects.exists()


def test_signatures_are_withdrawn_by_a_form_with_a_reason(client, project):
    make.agreed(project)
    client.force_login(make.signer(project, "design").official.user)
    address = f"/en/projects/{project.code}/agreement/design/"

    empty = client.post(address, {})
    done = client.post(address, {"kinds": ["layout", "others"], "reason": "The hall is too short."})

    assert (empty.status_code, done.status_code) == (409, 302)
    assert "Choose the clauses whose signature is withdrawn." in empty.content.decode()
    assert "A signature is withdrawn with the reason: write it." in empty.content.decode()
    assert still_open(project) == [("design", "layout"), ("design", "others")]


@pytest.mark.parametrize(("side", "status"), [("design", 200), ("operation", 403), ("committee", 404)])
def test_the_form_of_withdrawing_is_for_ones_own_side(client, project, side, status):
    make.agreed(project)
    client.force_login(make.signer(project, "design").official.user)

    assert client.get(f"/en/projects/{project.code}/agreement/{side}/").status_code == status


def test_a_remark_is_put_to_a_clause_and_an_empty_one_is_not(client, project):
    clause = make.revision(project).clauses.get(kind="layout")
    client.force_login(make.signer(project, "operation").official.user)

    empty = client.post(f"/en/clauses/{clause.pk}/comment/", {"text": " "})
    done = client.post(f"/en/clauses/{clause.pk}/comment/", {"text": "Too <b>narrow</b>."})
    page = client.get(f"/en/projects/{project.code}/agreement/").content.decode()

    assert (empty.status_code, done.url) == (409, f"/en/projects/{project.code}/agreement/#layout")
    assert "Write the remark." in empty.content.decode()
    assert "Too &lt;b&gt;narrow&lt;/b&gt;." in page


def test_who_does_not_see_the_project_finds_nothing_and_who_sees_it_only_may_not_sign(client, project):
    revision = make.revision(project)
    clause, address = revision.clauses.first(), f"/en/projects/{project.code}/agreement"
    reads = [f"{address}/", f"{address}.pdf", f"{address}/design/"]
    writes = [f"{address}/sign/", f"{address}/design/", f"/en/clauses/{clause.pk}/comment/"]

    client.force_login(make.post(Role.COUNTY_STAFF).official.user)
    stranger = [client.get(path).status_code for path in reads] + [client.post(path).status_code for path in writes]
    client.force_login(make.post(Role.COMMITTEE_MEMBER).official.user)
    reader = [client.get(path).status_code for path in reads] + [client.post(path).status_code for path in writes]

    assert stranger == [404] * 6
    assert reader == [200, 200, 403, 403, 403, 403]


def test_the_page_asks_as_much_for_three_revisions_as_for_one(client, project, django_assert_num_queries):
    client.force_login(make.signer(project, "design").official.user)
    make.agreed(project)
    client.get(f"/en/projects/{project.code}/agreement/")

    with django_assert_num_queries(10):
        client.get(f"/en/projects/{project.code}/agreement/")
    for number in (1, 2):
        make.signed(project, make.revision(project, {ClauseKind.LAYOUT: f"Moved {number}."}, at=NOW))
    with django_assert_num_queries(10):
        client.get(f"/en/projects/{project.code}/agreement/")


# --- on paper --------------------------------------------------------------------------------------------------------
def text_of(answer):
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_printed_agreement_carries_texts_signatures_and_digests(client, project, language):
    revision = make.agreed(project)
    client.force_login(make.post(Role.ANALYST).official.user)

    answer = client.get(f"/{language}/projects/{project.code}/agreement.pdf")

    assert (
        answer["Content-Disposition"] == f'attachment; filename="agreement-{project.code}-A-2026-10-12-{language}.pdf"'
    )
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    text = text_of(answer)
    for clause in revision.clauses.all():
        assert clause.text in text
        assert text.count(clause.digest) == 4  # the text's, and what each of the three signed
    for row in Signature.objects.all():
        assert row.by.official.reference in text
        assert row.unit.code in text


def test_the_printed_agreement_is_the_same_bytes_for_the_same_day_and_says_who_has_not_signed(client, project):
    signs(project, "design", make.revision(project))
    client.force_login(make.post(Role.ANALYST).official.user)

    one, other = (client.get(f"/en/projects/{project.code}/agreement.pdf") for _time in range(2))

    assert one.content == other.content
    assert "Not in force: 12 signatures are missing." in text_of(one)
    assert "Construction unit: has not signed revision A." in text_of(one)


def test_before_the_first_revision_there_is_nothing_to_print(client, project):
    make.revision(project)
    client.force_login(make.post(Role.ANALYST).official.user)

    answer = client.get(f"/en/projects/{project.code}/agreement.pdf?as_of=2026-01-01")

    assert answer.status_code == 409
    assert "There is no design revision by that day" in answer.content.decode()
