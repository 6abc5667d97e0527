"""The tripartite agreement through the API: read, signed by what was read, withdrawn, remarked on."""

import io

import pypdf
import pytest
from django.core.cache import cache

from committees.rights import Role
from factories import agreements
from factories.models import ClauseKind, Side, Signature
from regional20x10.shared import clock
from tests import make
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def project():
    return make.preparing(code="26-UNRYUL-FOOD")


@pytest.fixture
def address(project):
    return f"projects/{project.code}/agreement/"


def unit(project, side):
    return Caller(make.signer(project, side))


def read(told, side, *kinds):
    """What is sent to sign the clauses that were told."""
    clauses = [{"kind": row["kind"], "digest": row["digest"]} for row in told["clauses"]]
    return {
        "revision": told["revision"], "side": side,
        "clauses": [row for row in clauses if not kinds or row["kind"] in kinds],
    }  # fmt: skip


def test_before_the_first_revision_there_is_nothing_to_agree(project, address):
    told = Caller(make.post(Role.ANALYST)).get(address).json()

    assert told == {
        "in_force": False, "in_force_since": None, "missing": [], "revision": None, "letter": None, "clauses": [],
    }  # fmt: skip


def test_three_units_sign_what_they_read_and_the_agreement_is_in_force(project, address):
    revision, told = make.revision(project), []

    for side in Side.values:
        caller = unit(project, side)
        told.append(caller.post(f"{address}sign/", read(caller.get(address).json(), side)).json())

    assert [row["in_force"] for row in told] == [False, False, True]
    assert told[0]["missing"] == [
        "Construction unit: has not signed revision A.", "Operation unit: has not signed revision A.",
    ]  # fmt: skip
    clause = told[2]["clauses"][0]
    assert (clause["kind"], clause["since"], clause["open"]) == ("capacity", "A", [])
    row = Signature.objects.get(side="design", clause=revision.clauses.get(kind="capacity"))
    given = clause["signatures"][0]
    assert given == {
        "id": row.pk, "side": "design", "unit": project.design_unit.code, "post": row.by_id, "role": "design_unit",
        "official": row.by.official.reference, "at": given["at"], "revision": "A", "digest": row.digest,
    }  # fmt: skip


def test_a_superseded_revision_another_digest_and_another_side_are_refused(project, address):
    caller = unit(project, "design")
    make.revision(project)
    old = caller.get(address).json()
    make.revision(project, {ClauseKind.LAYOUT: "Moved."}, at=make.moment())
    new = caller.get(address).json()
    forged = read(new, "design") | {"clauses": [{"kind": "layout", "digest": "0" * 64}]}

    answers = [caller.post(f"{address}sign/", said) for said in (read(old, "design"), forged, read(new, "operation"))]

    assert [answer.status_code for answer in answers] == [409, 409, 403]
    assert sentences(answers[0])[None].startswith("Revision A is superseded by revision B, issued ")
    assert sentences(answers[1]) == {
        None: "The text of “layout” is not the one you were shown: read it again before you sign."
    }
    assert sentences(answers[2]) == {
        None: f"Your post signs for: design unit. For the operation unit, {project.operation_unit} signs."
    }
    assert not Signature.objects.exists()


def test_a_signature_is_withdrawn_with_a_reason(project, address):
    make.agreed(project)
    caller = unit(project, "operation")

    empty = caller.post(f"{address}withdraw/", {"side": "operation", "clauses": [], "reason": " "})
    told = caller.post(
        f"{address}withdraw/", {"side": "operation", "clauses": ["conditions"], "reason": "Too dark."}
    ).json()

    assert empty.status_code == 400
    assert (told["in_force"], told["missing"]) == (False, ["Operation unit: has not signed working conditions."])


def test_a_remark_is_told_with_its_clause(project, address):
    clause = make.revision(project).clauses.get(kind="layout")

    told = unit(project, "operation").post(f"{address}remark/", {"clause": clause.pk, "text": "Too narrow."}).json()

    (remark,) = next(row["remarks"] for row in told["clauses"] if row["kind"] == "layout")
    assert (remark["text"], remark["role"], remark["revision"]) == ("Too narrow.", "operation_unit", "A")


def test_a_revision_or_clause_of_another_project_is_not_taken(project, address):
    other = make.revision(make.preparing())
    caller = unit(project, "design")
    make.revision(project)
    said = read(caller.get(address).json(), "design") | {"revision": other.pk}

    answers = [
        caller.post(f"{address}sign/", said),
        caller.post(f"{address}remark/", {"clause": other.clauses.first().pk, "text": "x"}),
    ]

    assert [sentences(answer) for answer in answers] == [
        {"revision": "This project has no such revision."}, {"clause": "This project has no such clause."},
    ]  # fmt: skip


def test_the_agreement_is_told_as_of_a_day(project, address):
    make.agreed(project)
    caller = Caller(make.post(Role.ANALYST))

    before, between, after = (caller.get(f"{address}?as_of=2026-01-{day}").json() for day in ("12", "13", "14"))

    assert [row["letter"] for row in (before, between, after)] == [None, "A", "A"]
    assert [row["in_force"] for row in (before, between, after)] == [False, False, True]


def test_the_printed_agreement_is_given_as_a_file(project, address):
    make.agreed(project)

    answer = Caller(make.post(Role.ANALYST)).get(f"{address}file/", headers={"Accept": "application/pdf"})

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert agreements.digest(project.code, "layout", "layout as drawn") in text


def test_a_stranger_finds_nothing_and_a_reader_may_not_sign(project, address):
    make.revision(project)
    stranger, reader = Caller(make.post(Role.COUNTY_STAFF)), Caller(make.post(Role.ANALYST))
    said = read(reader.get(address).json(), "design")

    assert [stranger.get(address).status_code, stranger.get(f"{address}file/").status_code] == [404, 404]
    assert [caller.post(f"{address}sign/", said).status_code for caller in (stranger, reader)] == [404, 403]
