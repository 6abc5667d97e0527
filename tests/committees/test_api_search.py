"""Finding, for programs: the page's own rows, and everything wrong with a question at once."""

import pytest

from committees.rights import Role
from regional20x10.shared import clock
from tests import make, work
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def standing_day():
    clock.stand_on(make.DAY)


def test_what_is_found_is_told_with_its_totals():
    county = make.county(name_en="Songchon", name_ko="성천군")

    answer = Caller(make.post()).get("search/", {"q": "seongcheon"})

    assert answer.json() == {
        "holds": True,
        "totals": [{"kind": "county", "total": 1}],
        "results": [{
            "kind": "county", "id": county.pk, "code": county.code, "label": "Songchon", "label_en": "Songchon",
            "label_ko": "성천군", "also": "", "county": county.code, "province": county.province.code,
            "dated_on": None, "page": f"/en/counties/{county.code}/",
        }],
    }  # fmt: skip


def test_one_kind_comes_page_by_page():
    for row in range(41):
        work.decision(text=f"Song {row}")
    work.request(what="Song")
    caller = Caller(make.post())

    all_kinds, second = caller.get("search/", {"q": "song"}), caller.get("search/?q=song&kind=decision&page=2")

    assert all_kinds.json()["totals"] == [{"kind": "decision", "total": 41}, {"kind": "request", "total": 1}]
    assert len(all_kinds.json()["results"]) == 9
    assert (second.json()["totals"], len(second.json()["results"])) == ([{"kind": "decision", "total": 41}], 1)


def test_what_is_only_like_it_says_so():
    make.county(name_en="Songchon", name_ko="성천군")

    answer = Caller(make.post()).get("search/", {"q": "Songjhan"}).json()

    assert (answer["holds"], [row["label"] for row in answer["results"]]) == (False, ["Songchon"])


def test_everything_wrong_with_a_question_is_said_at_once():
    caller = Caller(make.post())

    wrong = caller.get("search/?q=s&kind=person&page=0")
    unknown = caller.get("search/?q=song&name=x")

    assert wrong.status_code == unknown.status_code == 400
    assert sentences(wrong) == {
        "q": "Give at least two letters, or one jamo.",
        "kind": "There is no kind “person”. Known: county, province, project, body, decision, request, guidance, "
        "meeting, visit, document, attachment.",
        "page": "A page is a number from 1 on.",
    }
    assert sentences(caller.get("search/?q=song&page=2")) == {"page": "Name a kind: only one kind has pages."}
    assert sentences(unknown) == {"name": "There is no filter “name”. Known: kind, page, q."}


def test_a_caller_finds_what_they_see_and_no_more():
    make.county(make.province(), name_en="Songchon", name_ko="성천군")
    reader = make.post(Role.COUNTY_STAFF, where=make.county(make.province(), name_en="Other", name_ko="딴군"))

    assert Caller(reader).get("search/", {"q": "songchon"}).json() == {"holds": False, "totals": [], "results": []}
