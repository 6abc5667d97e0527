"""Finding what one may see by a part of its name, number or text, however it is spelt.

docs/search.md says how words are folded; the SQL functions of migration 0006_search do it, here and in the index alike.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db import connection, models
from django.db.models import Case, Count, F, Q, Value, When, Window
from django.db.models.functions import Length, RowNumber
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from committees.models import Attachment, Decision, GuidanceNote, Meeting, Organization, Request, SearchEntry, Visit
from factories.models import County, Document, FactoryProject, Province

Kind = SearchEntry.Kind
MODELS = {
    Kind.COUNTY: County, Kind.PROVINCE: Province, Kind.PROJECT: FactoryProject, Kind.BODY: Organization,
    Kind.DECISION: Decision, Kind.REQUEST: Request, Kind.GUIDANCE: GuidanceNote, Kind.MEETING: Meeting,
    Kind.VISIT: Visit, Kind.DOCUMENT: Document, Kind.ATTACHMENT: Attachment,
}  # fmt: skip
"""{kind: its model, whose visible_to() says who finds it}; in the order in which kinds are shown."""
LONGEST, MOST_WORDS = 100, 8
"""Characters and words of a question; what stands behind them is not asked."""
FEW = 8
"""So many of each kind stand on one page."""
SHORT = 3
"""Fewer letters are looked for at the beginnings of words alone; of a sound so many too, and fewer not at all."""
LIKE = 60
"""So many are shown of what is only spelt nearly so."""
FIRSTS = re.compile("[GNDRMBSXJCKTPH]+")
"""First consonants alone, as search_fold() writes ㅅㅊ."""


@dataclass(frozen=True)
class Word:
    """One word of a question: as written, by its sound, and as first consonants, each a part of the index's columns."""

    written: tuple
    sound: tuple

    def holds(self, *, at_start=False):
        """The condition that an entry holds the word as written, or its first consonants; one alone by these only."""
        written = _all("folded", self.written, at_start)
        if not all(map(FIRSTS.fullmatch, self.written)):
            return written
        firsts = _all("sound", self.written, True)
        return firsts if len("".join(self.written)) == 1 else written | firsts

    def is_whole(self):
        """The condition that it is a whole word of an entry."""
        ends = (Q(folded__contains=f" {part} ") | Q(folded__contains=f" {part}|") for part in self.written)
        return reduce(and_, ends)

    def sounds(self, *, at_start=False):
        """The condition that an entry holds the word as it sounds; None for what is too short to tell."""
        if not self.sound or any(len(part) < SHORT or part.isdigit() for part in self.sound):
            return None
        return _all("sound", self.sound, at_start)


def _all(column, parts, at_start):
    """That the column holds all these parts; short ones, or with `at_start` all, where a word begins."""
    shortest = SHORT + (column == "sound")
    starts = [f" {part}" if at_start or len(part) < shortest else part for part in parts]
    return reduce(and_, (Q(**{f"{column}__contains": part}) for part in starts))


@dataclass(frozen=True)
class Question:
    """What was typed, and its words."""

    text: str
    words: tuple
    folded: str
    key: str

    @property
    def too_short(self):
        """One letter finds everything, so at least two; a jamo is a part of a syllable already."""
        return not self.words or (len(self.folded) < 2 and not self.folded.isupper())


def asked(text):
    """The Question in a text, folded as the index is. One question to the database, none for an empty text."""
    text = " ".join(text.replace("\x00", " ").split())[:LONGEST].strip()
    if not text:
        return Question("", (), "", "")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT search_fold(word), search_sound(word) FROM unnest(%s::text[]) AS word",
            [text.split(" ")[:MOST_WORDS]],
        )
        rows = cursor.fetchall()
    words = tuple(Word(tuple(fold.split()), tuple(key.split())) for fold, key in rows if fold.strip())
    folded, key = (" ".join("".join(column).split()) for column in zip(*rows, strict=True))
    return Question(text, words, folded, key)


def entries(user, kinds=MODELS):
    """The entries of all that `user` sees of these kinds."""
    seen = []
    for kind in kinds:
        rows = MODELS[kind].objects.visible_to(user)
        of_kind = Q(kind=kind)
        seen.append(of_kind if not rows.query.where else of_kind & Q(object_id__in=rows.values("pk")))
    return SearchEntry.objects.filter(reduce(or_, seen))


def found(user, question, kind=None):
    """What `user` finds, the best first: its number or name, its words, how they begin, what they hold, its sound.

    For a question that is not too short.
    """
    begins, holds = (_each(question, lambda word, at=at: word.holds(at_start=at)) for at in (True, False))
    sounds_begin, sounds = (
        _each(question, lambda word, at=at: _or(word.holds(), word.sounds(at_start=at))) for at in (True, False)
    )
    exact = Q(folded__contains=f"| {question.folded}|")
    whole = _each(question, Word.is_whole)
    conditions = [exact, whole, begins, holds, sounds_begin]
    grades = (When(condition, then=Value(grade)) for grade, condition in enumerate(conditions))
    rank = Case(*grades, default=Value(len(conditions)))
    return entries(user, [kind] if kind else MODELS).filter(sounds).annotate(rank=rank).order_by(*ORDER)


def _each(question, condition):
    return reduce(and_, map(condition, question.words))


def _or(written, sound):
    return written if sound is None else written | sound


ORDER = ("rank", F("dated_on").desc(nulls_first=True), Length("label_en"), "label_en", "pk")


def like(user, question, kind=None):
    """The primary keys of names that sound nearly as the question, the likest first; at most LIKE."""
    if not question.key or any(map(str.isdigit, question.key)):  # a number is right or wrong
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry_id, kind, likeness FROM search_like(%s)", [question.key])
        near = {pk: (Kind(of), likeness) for pk, of, likeness in cursor.fetchall() if kind in (None, of)}
    if not near:
        return []
    rows = entries(user, {of for of, _likeness in near.values()}).filter(pk__in=near)
    return sorted(rows.values_list("pk", flat=True), key=lambda pk: (-near[pk][1], pk))[:LIKE]


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the first entries, and how many there are."""

    kind: Kind
    entries: list
    total: int

    @property
    def more(self):
        return self.total > len(self.entries)


def groups(user, question):
    """([Group of each kind of which something was found], whether they hold what was asked or are only like it)."""
    if question.too_short:
        return [], False
    if totals := dict(windowed(found(user, question)).values_list("pk", "of_kind")):
        return _grouped(read(totals), totals), True
    rows = read(like(user, question))
    counts = Counter(row.kind for row in rows)
    return _grouped(rows, {row.pk: counts[row.kind] for row in rows}), False


def windowed(rows):
    """The first FEW of each kind, each with how many there are of its kind."""
    place = Window(RowNumber(), partition_by="kind", order_by=ORDER)
    total = Window(Count("pk"), partition_by="kind")
    return rows.annotate(place=place, of_kind=total).filter(place__lte=FEW)


def _grouped(rows, totals):
    by_kind = {}
    for row in rows:
        by_kind.setdefault(Kind(row.kind), []).append(row)
    return [Group(kind, by_kind[kind][:FEW], totals[by_kind[kind][0].pk]) for kind in MODELS if kind in by_kind]


def of_kind(user, question, kind):
    """(Primary keys of what was found of one kind, whether they hold what was asked or are only like it)."""
    if question.too_short:
        return [], False
    rows = found(user, question, kind)
    return (rows.values_list("pk", flat=True), True) if rows.exists() else (like(user, question, kind), False)


def read(pks):
    """The entries with these primary keys, in their order, with all that is shown of them. One question."""
    rows = SearchEntry.objects.select_related("county__province", "province").defer("folded", "sound")
    by_pk = rows.fetch_mode(models.FETCH_RAISE).in_bulk(list(pks))
    return [by_pk[pk] for pk in pks if pk in by_pk]


# --- what is shown ---------------------------------------------------------------------------------------------------
PAGES = {
    Kind.COUNTY: ("county", "code"), Kind.PROVINCE: ("province", "code"), Kind.PROJECT: ("project", "code"),
    Kind.BODY: ("body", "code"), Kind.DECISION: ("decision", "object_id"), Kind.REQUEST: ("request", "object_id"),
    Kind.GUIDANCE: ("guidance_note", "object_id"), Kind.MEETING: ("meeting", "object_id"),
    Kind.VISIT: ("visit", "object_id"), Kind.DOCUMENT: ("document", "object_id"),
    Kind.ATTACHMENT: ("attachment", "object_id"),
}  # fmt: skip
"""{kind: (name of the URL of its page, what stands in it)}."""
TYPED = re.compile("[\u1100-\u11ff\u3131-\u318e]+$")
"""Jamo at the end of a word: a syllable that is not typed to its end."""


def address(entry):
    """Where an entry's object is shown; empty where there is no such page."""
    name, column = PAGES[Kind(entry.kind)]
    try:
        return reverse(name, args=[getattr(entry, column)])
    except NoReverseMatch:
        return ""


def said(entry):
    """What an entry is called, in the reader's language."""
    if entry.kind == Kind.MEETING:
        return _("Meeting %(number)s of %(body)s") % {"number": entry.code, "body": entry.label}
    return entry.label


def marked(text, question):
    """[(part of `text`, whether it is what was asked for as it was typed)], which together are `text`."""
    words = {TYPED.sub("", word) for word in question.text.split()} - {""}
    if not words:
        return [(text, False)]
    asked_for = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    parts = re.split(f"({asked_for})", text, flags=re.IGNORECASE)
    return [(part, bool(at % 2)) for at, part in enumerate(parts) if part]
