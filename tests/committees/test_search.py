"""Finding: however it is spelt, as one types, the best first, and never what one may not see."""

import pytest
from django.db import connection

from committees import search
from committees.models import Decision, SearchEntry
from committees.rights import Role
from factories.models import Document
from tests import make, work

pytestmark = pytest.mark.django_db
Kind = SearchEntry.Kind


def place(name_en, name_ko, province=None):
    return make.county(province, name_en=name_en, name_ko=name_ko)


def found(text, post=None, kind=None):
    """What a member of the staff, or `post`, finds: labels in order."""
    user = (post or make.post()).official.user
    rows, holds = search.of_kind(user, search.asked(text), kind) if kind else (None, None)
    if rows is None:
        groups, holds = search.groups(user, search.asked(text))
        return [row.label_en for group in groups for row in group.entries] if holds else []
    return [row.label_en for row in search.read(rows)] if holds else []


def folded(function, *words):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([f'{function}(%s)'] * len(words))}", words)
        return [word.strip() for word in cursor.fetchone()]


# --- spelling --------------------------------------------------------------------------------------------------------
SONGCHON = [
    "성천", "성천군", "성ㅊ", "성처", "서", "ㅅㅊ", "ㅅㅊㄱ", "songchon", "Songchon", "SONGCH", "songch", "so",
    "Sŏngch’ŏn", "Sŏngch'ŏn", "sŏng-chŏn", "Seongcheon", "seongch", "Songchon-gun", "송천",
]  # fmt: skip
UNRYUL = [
    "은률", "은률군", "운률", "은율", "은ㄹ", "으", "ㅇㄹ", "Unryul", "unryul", "ŭnryul", "Ŭllyul", "eunryul",
    "Unryul-kun", "Eunyul", "unr",
]  # fmt: skip


@pytest.mark.parametrize("text", SONGCHON)
def test_songchon_is_found_however_it_is_spelt(text):
    place("Songchon", "성천군")
    place("Kaechon", "개천시")

    assert found(text) == ["Songchon"]


@pytest.mark.parametrize("text", UNRYUL)
def test_unryul_is_found_however_it_is_spelt(text):
    place("Unryul", "은률군")
    place("Kimhwa", "김화군")

    assert found(text) == ["Unryul"]


@pytest.mark.parametrize(
    ("names", "spellings"),
    [
        (("Ryongchon", "룡천군"), "룡천 용천 Yongcheon Ryongch’ŏn Ryongchon"),
        (("Nyongbyon", "녕변군"), "녕변 영변 Yeongbyeon Nyŏngbyŏn yongbyon"),
        (("Songrim", "송림시"), "송림 Songnim Songrim Sŏngnim 손림"),
        (("Rangnang", "락랑구역"), "락랑 낙랑 Rangnang Nakrang Rakrang Nangnang"),
        (("Kanggye", "강계시"), "강계 Ganggye Kanggye Kanggye-si"),
        (("Phyongsan", "평산군"), "평산 P’yŏngsan Pyeongsan Phyongsan Pyongsan ㅍㅅ"),
        (("Kim Chaek", "김책시"), "김책 Kimchaek Gimchaek KimCh'aek kim"),
        (("Hoeryong", "회령시"), "회령 Hoeryŏng Höryŏng Hoeryeong"),
        (("Sinuiju", "신의주시"), "신의주 시니주 Shinuiju Sinŭiju Sineuiju 신으"),
        (("Kwail", "과일군"), "과일 고 과이 Gwail"),
    ],
)
def test_a_name_is_found_in_the_spellings_of_both_sides(names, spellings):
    place(*names)
    place("Musan", "무산군")

    answers = {text: found(text) for text in spellings.split()}

    missed = {text for text, answer in answers.items() if answer != [names[0]]}
    assert missed <= {"손림", "시니주"}, "what is spelt wrongly is found by likeness alone"


def test_a_syllable_falls_into_its_jamo_so_that_what_is_half_typed_is_a_part_of_it():
    whole, *typed = folded("search_fold", "으뜸", "ㅇ", "으", "으ㄸ", "으뜨", "으뜸")

    assert whole == "XZDDZM"
    assert [whole.startswith(part) for part in typed] == [True] * 5


def test_marks_hyphens_and_apostrophes_are_dropped_and_other_signs_part_words():
    words = "P’yŏng-yang", "a_b/c.pdf", "20×10", "«Ö»", "24-SONGCHON-FOOD", " x  y ", ""

    assert folded("search_fold", *words) == ["pyongyang", "a b c pdf", "20 10", "o", "24songchonfood", "x y", ""]


def test_spellings_of_one_sound_have_one_key_and_others_their_own():
    alike = ["Songchon", "Sŏngch'ŏn", "Seongcheon", "Sungchon", "Sonchon", "Sinchon"]

    assert folded("search_sound", *alike) == ["sonkjon"] * 3 + ["sunkjon", "sonjon", "sinjon"]


def test_first_consonants_find_the_beginning_of_a_name_alone():
    place("Songchon", "성천군")
    place("Pyoksong", "벽성군")

    assert found("ㅅㅊ") == ["Songchon"]
    assert found("ㅅ") == ["Songchon"]
    assert found("ㅅㄱ") == []


# --- what is found, and in which order -------------------------------------------------------------------------------
def test_every_kind_is_found_by_its_number_or_name():
    project = make.project(make.plan(place("Songchon", "성천군")), code="26-SONGCHON-FOOD")
    body = work.body(name_en="Ministry of Songs", name_ko="노래성")
    meeting = work.meeting(work.committee(work.body("committee", name_en="Song committee")))
    decision = work.decision(body, text="Sing the song.")
    request = work.request(project, what="A song")
    note = work.guidance(title="On songs")
    visit = work.visit(work.charge(project.plan.county), seen="They sang a song.")
    document = _document(project, "song.pdf")
    attachment = decision.steps.get().attachments.create(
        name="song-sheet.pdf", kind="pdf", sha256="0" * 64, bytes=1, path="x", at=make.moment()
    )

    groups, holds = search.groups(make.post().official.user, search.asked("song"))

    assert holds
    assert {group.kind.value: [row.object_id for row in group.entries] for group in groups} == {
        "county": [project.plan.county_id], "project": [project.pk],
        "body": [meeting.committee.organization_id, body.pk], "decision": [decision.pk], "request": [request.pk],
        "guidance": [note.pk], "meeting": [meeting.pk], "visit": [visit.pk], "document": [document.pk],
        "attachment": [attachment.pk],
    }  # fmt: skip


def _document(project, name):
    return Document.objects.create(
        project=project, name=name, kind="pdf", sha256="0" * 64, bytes=1, path="x", at=make.moment()
    )


def test_the_whole_number_or_name_comes_first_then_its_words_then_how_they_begin_then_what_they_hold():
    names = ["Osan, new", "Kosan", "Osan", "Osanri", "Ohsan"]
    for name in names:
        work.body(name_en=name, code=f"b-{name.lower()[:3]}-{len(name)}")
    work.body(name_en="Last", code="osan")

    assert found("osan") == ["Last", "Osan", "Osan, new", "Osanri", "Kosan"]


def test_all_words_must_be_there_in_any_order():
    make.project(make.plan(place("Songchon", "성천군")), type_=make.factory_type("food"), code="A")
    make.project(make.plan(place("Kimhwa", "김화군")), type_=make.factory_type("food"), code="B")

    assert [found(text, kind=Kind.PROJECT) for text in ("songchon food", "food 성천", "food", "songchon kimhwa")] == [
        ["Food, Songchon"], ["Food, Songchon"], ["Food, Kimhwa", "Food, Songchon"], [],
    ]  # fmt: skip


def test_what_nothing_holds_is_looked_for_by_likeness_and_said_to_be_that():
    place("Songchon", "성천군")
    user = make.post().official.user

    groups, holds = search.groups(user, search.asked("Songjhan"))

    assert not holds
    assert [(group.kind, [row.label_en for row in group.entries], group.total) for group in groups] == [
        (Kind.COUNTY, ["Songchon"], 1)
    ]
    assert search.groups(user, search.asked("xyzzyx")) == ([], False)


def test_signs_that_mean_something_to_a_database_find_themselves_and_no_more():
    work.decision(text="Spend 100% of it.")

    assert [found(text) for text in ("100%", "%%%", "__", "'; --", "\\", "a\x00b", "100")] == [
        ["Spend 100% of it."], [], [], [], [], [], ["Spend 100% of it."],
    ]  # fmt: skip


def test_a_question_is_cut_where_it_grows_too_long():
    work.decision(text="Deliver.")

    asked = search.asked("deliver " * 100)

    assert (len(asked.text), len(asked.words)) == (search.LONGEST, search.MOST_WORDS)


@pytest.mark.parametrize(
    ("text", "short"),
    [("", True), ("a", True), ("7", True), ("-", True), ("ㅅ", False), ("성", False), ("so", False)],
)
def test_one_letter_is_too_little_and_one_jamo_enough(text, short):
    assert search.asked(text).too_short is short


def test_one_page_has_the_first_few_of_each_kind_and_says_how_many_there_are():
    for row in range(search.FEW + 3):
        work.decision(text=f"Song {row}")

    [group], _holds = search.groups(make.post().official.user, search.asked("song"))

    assert (len(group.entries), group.total, group.more) == (search.FEW, search.FEW + 3, True)


# --- scope -----------------------------------------------------------------------------------------------------------
WHERE = {Role.PROVINCIAL_SECRETARY: "province", Role.PROVINCIAL_CHAIR: "province", Role.COUNTY_SECRETARY: "county",
         Role.COUNTY_CHAIR: "county", Role.COUNTY_STAFF: "county", Role.COUNTY_LEAD: "county",
         Role.DESIGN_UNIT: "design_unit", Role.CONSTRUCTION_UNIT: "construction_unit",
         Role.OPERATION_UNIT: "operation_unit", Role.INSPECTOR: "inspection", Role.INSTITUTION: "supplier"}  # fmt: skip


def _somewhere(name):
    """One of everything, whose words all hold “song”: {what: it}."""
    units = {unit: work.body(kind, name_en=f"Song {unit} {name}") for unit, kind in (
        ("design_unit", "design_unit"), ("construction_unit", "construction_unit"),
        ("operation_unit", "operation_unit"), ("inspection", "inspection"))}  # fmt: skip
    county = place(f"Song {name}", "송군", make.province())
    project, supplier = make.project(make.plan(county), **units), work.body("supplier", name_en=f"Song sup {name}")
    work.role(project, supplier)
    decision = work.decision(supplier, projects=[project], text="Song.")
    work.decision(counties=[county], text="Song.")
    work.request(project, owed_by=supplier, asked_by=units["operation_unit"], what="Song")
    work.request(county=county, what="Song")
    work.guidance(supplier, title="Song", project=project)
    work.visit(work.charge(county), seen="Song.")
    _document(project, "song.pdf")
    comment = work.comment(project=project)
    file = {"name": "song.pdf", "kind": "pdf", "sha256": "0" * 64, "bytes": 1, "path": "x", "at": make.moment()}
    comment.attachments.create(**file)
    decision.steps.get().attachments.create(**file)
    return {"county": county, "province": county.province, "supplier": supplier, **units}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_no_role_finds_more_or_less_than_it_sees_and_the_counts_say_no_more(role):
    here, _there = _somewhere("here"), _somewhere("there")
    work.meeting(work.committee(work.body("committee", name_en="Song board")))
    user = make.post(role, where=here.get(WHERE.get(role))).official.user

    groups, holds = search.groups(user, search.asked("song"))

    listed = {group.kind: set(search.of_kind(user, search.asked("song"), group.kind)[0]) for group in groups}
    songs = SearchEntry.objects.filter(folded__contains="song")
    seen = {kind: set(songs.filter(kind=kind, object_id__in=model.objects.visible_to(user).values("pk")))
            for kind, model in search.MODELS.items()}  # fmt: skip
    assert holds
    assert {kind: set(songs.filter(pk__in=pks)) for kind, pks in listed.items()} == {
        kind: rows for kind, rows in seen.items() if rows
    }
    assert {group.kind: group.total for group in groups} == {kind: len(pks) for kind, pks in listed.items()}


def test_who_reads_nothing_finds_nothing_not_even_what_is_like():
    _somewhere("here")
    user = make.post(Role.ADMINISTRATOR).official.user

    assert [search.groups(user, search.asked(text)) for text in ("song", "songgg")] == [([], False)] * 2


def test_what_is_like_is_scoped_before_it_is_counted():
    here, there = place("Songchon", "성천군", make.province()), place("Sangchon", "상천군", make.province())
    user = make.post(Role.COUNTY_STAFF, where=there).official.user

    groups, holds = search.groups(user, search.asked("Songjhan"))

    assert not holds
    assert [row.object_id for group in groups for row in group.entries if group.kind == Kind.COUNTY] in ([there.pk], [])
    assert here.pk not in [row.object_id for group in groups for row in group.entries]


# --- what is marked --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "typed", "marks"),
    [
        ("Songchon", "songch", [("Songch", True), ("on", False)]),
        ("Food, Songchon", "song food", [("Food", True), (", ", False), ("Song", True), ("chon", False)]),
        ("성천군", "성천", [("성천", True), ("군", False)]),
        ("성천군", "성ㅊ", [("성", True), ("천군", False)]),
        ("Songchon", "Seongcheon", [("Songchon", False)]),
        ("성천군", "ㅅㅊ", [("성천군", False)]),
        ("<b>a+b</b>", "a+b", [("<b>", False), ("a+b", True), ("</b>", False)]),
    ],
)
def test_only_what_stands_there_as_it_was_typed_is_marked(text, typed, marks):
    assert search.marked(text, search.asked(typed)) == marks


def test_every_kind_says_where_it_is_shown():
    assert set(search.PAGES) == set(search.MODELS) == set(Kind)
    assert Decision._meta.get_field("number").max_length <= SearchEntry._meta.get_field("code").max_length
