"""Closing a programme year, and its lessons: what was learnt, what is checked because of it in the years after."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from committees.rights import Deed
from factories import closing
from factories.actions import entries
from factories.models import CarryOver, FactoryProject, Gate, GatePass, Lesson, LessonCheck, ProgramYear
from regional20x10.shared import words
from regional20x10.shared.actions import action, checked, not_allowed
from regional20x10.shared.errors import Refused

SAID = ("holds", "note")
"""What a check says."""


# --- a year ----------------------------------------------------------------------------------------------------------
@action("close_years")
def close_year(program_year, *, why, by, at):
    """Close a year that is over: each factory not finished is carried over, with its original date and `why`.

    `why`: {project: text}, one for every factory not finished by the standings of the day. Returns that nobody has
    verified do not stand against it (see closing.waiting). Refuses with every sentence at once.
    """
    year = ProgramYear.objects.select_for_update(of=["self"]).select_related("program").get(pk=program_year.pk)
    found = closing.of_year(year, FactoryProject.objects.all(), localdate(at))
    texts = {project.pk: " ".join(text.split()) for project, text in why.items()}
    if against := _against_closing(found, texts):
        raise Refused([said for sentences in against.values() for said in sentences], fields=against)
    for row in found.unfinished:
        checked(
            CarryOver(
                project=row.project, program_year=year, original_on=row.original_on, why=texts[row.project.pk], at=at,
                by=by,
            )
        ).save(force_insert=True)  # fmt: skip
    year.state = ProgramYear.State.CLOSED
    year.save(update_fields=["state"])
    return year


def _against_closing(found, texts):
    """{field: sentences} of what stands against closing the year; a factory's reason is the field `why_<its key>`."""
    year = found.year
    if found.closed:
        return {"year": [_("%(year)s is closed already: what was carried over stands on its page.") % {"year": year}]}
    against = {}
    if not found.over:
        slots = {"year": year, "day": words.day(year.due_on)}
        against["year"] = [_("%(year)s is not over: it can be closed from the day after %(day)s on.") % slots]
    for row in found.unfinished:
        if not texts.get(row.project.pk):
            said = _("%(factory)s is not finished: say why it is carried over.")
            against[f"why_{row.project.pk}"] = [said % {"factory": row.project.code}]
    return against


# --- lessons ---------------------------------------------------------------------------------------------------------
@action("close_years")
def teach(
    program_year, *, cause, what, check_en, check_ko, by, at, gate=Gate.START, factory_type=None, demonstration=False
):
    """Write down what a year taught: from then on every factory of later years is asked for it at `gate`.

    Those of `factory_type` alone, if one is named; none that has passed the gate already.
    """
    texts = {name: " ".join(text.split()) for name, text in (("check_en", check_en), ("check_ko", check_ko))}
    lesson = Lesson(
        program_year=program_year, cause=cause, what=what.strip(), gate=gate, factory_type=factory_type,
        taught_at=at, demonstration=demonstration, **texts,
    )  # fmt: skip
    checked(lesson).save(force_insert=True)
    return lesson


@action("close_years")
def retire(lesson, *, reason, by, at):
    """Ask for a lesson no more. What was checked because of it stays."""
    lesson = Lesson.objects.select_for_update(of=["self"]).get(pk=lesson.pk)
    against = {}
    if not reason.strip():
        against["reason"] = [_("Say why it is asked no more: the reason is kept with the lesson.")]
    if lesson.retired:
        against["lesson"] = [_("This lesson is asked no more already.")]
    if against:
        raise Refused([said for sentences in against.values() for said in sentences], fields=against)
    lesson.retired_at = at
    lesson.save(update_fields=["retired_at"])
    return lesson


# --- checks ----------------------------------------------------------------------------------------------------------
@action("check_lessons")
def check(project, lesson, *, holds, note, by, at, key=None):
    """Enter how a lesson stands at a factory. The same `key` (a UUID) is the same entry, however often it is sent.

    After a check was withdrawn the next one follows it in the same chain.
    """
    project = _held(project)
    if key is not None and (earlier := LessonCheck.objects.filter(chain=key).order_by("pk").first()):
        return _same(earlier, project, lesson)
    row = LessonCheck(project=project, lesson=lesson, holds=holds, note=note.strip(), at=at, by=by)
    last = LessonCheck.objects.filter(project=project, lesson=lesson).order_by("-pk").first()
    if last and last.withdrawn:
        row.chain, row.replaces, row.why = last.chain, last, _("Checked again.")
    elif key is not None:
        row.chain = key
    checked(row, also=_against_check(project, lesson)).save(force_insert=True)
    return row


def _same(earlier, project, lesson):
    if (earlier.project_id, earlier.lesson_id) != (project.pk, lesson.pk):
        raise Refused(_("This key belongs to the check of something else: send a new one."))
    return earlier


@action()
def correct(row, *, why, by, at, **values):
    """The version of a check with `values` in place of what it says; the earlier one stays beside it, and `why`."""
    project = _of(row, by)
    before = {name: getattr(row, name) for name in SAID}
    said = before | entries.tidied(values)
    also = _against_check(project, row.lesson)
    if said == before:
        also["note"] = [_("Nothing differs from what is entered: change what is wrong, or leave it.")]
    fresh = LessonCheck(project=project, lesson=row.lesson, why=why.strip(), at=at, by=by, **said)
    return entries.entered(fresh, replaces=row, also=also)


@action()
def withdraw(row, *, why, by, at):
    """Say that a check never was so: the lesson is to be checked again."""
    project = _of(row, by)
    if against := _against_check(project, row.lesson):
        raise Refused([said for sentences in against.values() for said in sentences], fields=against)
    return entries.withdraw(row, why=why, by=by, at=at)


def _of(row, by):
    """The project of a check, held; raises if the post may not change checks."""
    if by is not None and not by.may(Deed.CHECK_LESSONS):
        raise not_allowed(by, Deed.CHECK_LESSONS)
    return _held(row.project)


def _held(project):
    """The project, which passes no gate meanwhile."""
    rows = FactoryProject.objects.select_for_update(of=["self"]).select_related("plan__program_year")
    return rows.get(pk=project.pk)


def _against_check(project, lesson):
    """{field: sentences} of why the lesson cannot be checked at this factory now."""
    if not closing.concerning(project).filter(pk=lesson.pk).exists():
        return {"lesson": [_("This lesson is not for this factory: it is of a later year or for another type.")]}
    if lesson.retired:
        return {"lesson": [_("This lesson is asked no more.")]}
    if passed := GatePass.objects.filter(project=project, gate=lesson.gate).first():
        said = _("The gate “%(gate)s” was passed on %(day)s: what it was passed on stays as it is.")
        return {"lesson": [said % {"gate": passed.get_gate_display(), "day": words.day(passed.at)}]}
    return {}
