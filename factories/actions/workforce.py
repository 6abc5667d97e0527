"""The people who will run a factory: trades, courses with their places, and what is reported of the training.

Counts run since the start, so they never fall from one day to a later one; nobody is enrolled without a place. The
project is locked while that is judged, so that two at once cannot do together what neither may.
"""

from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Sum
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from factories import norms
from factories.actions import entries, standings
from factories.models import Trade, TrainingCourse, TrainingReturn
from regional20x10.shared import words
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Refused

COUNTS = ("enrolled", "certified", "placed", "left")


@action("edit_plans")
def list_trade(*, code, name_en, name_ko, by):
    """A trade of the programme's list; norms name it by its `code`."""
    row = checked(Trade(**entries.tidied({"code": code, "name_en": name_en, "name_ko": name_ko})))
    row.save(force_insert=True)
    return row


# --- courses ---------------------------------------------------------------------------------------------------------
@action("manage_training")
def plan_course(project, *, trade, institution, places, starts_on, ends_on, by, reason=""):
    """Places to train people of a trade for a factory, from the day `starts_on` until `ends_on`."""
    said = {"trade": trade, "institution": institution, "places": places, "starts_on": starts_on, "ends_on": ends_on}
    row = TrainingCourse(project=entries.held(project), **entries.tidied(said))
    checked(row, _against_course(row)).save(force_insert=True)
    return row


@action("manage_training")
def change_course(course, *, reason, by, **values):
    """Put `values` in place of what is planned, with the reason. Refuses fewer places than people are enrolled."""
    project = entries.held(course.project)
    row = TrainingCourse.objects.select_related("trade").get(pk=course.pk)
    before = row.trade
    for name, value in entries.tidied(values).items():
        setattr(row, name, value)
    row.project = project
    also = _against_course(row)
    if sentence := _too_few(project, {before, row.trade}, row):
        also["places"] = [sentence]
    if not reason.strip():
        also["reason"] = [_("Say why the course changes: it stays in its history.")]
    checked(row, also).save()
    return row


@action("manage_training")
def drop_course(course, *, reason, by):
    """Take a course out of the plan, with the reason. Its history stays."""
    project = entries.held(course.project)
    row = TrainingCourse.objects.select_related("trade").get(pk=course.pk)
    found = [_too_few(project, {row.trade}, row, dropped=True)]
    found.append("" if reason.strip() else _("Say why the course is taken out: it stays in its history."))
    if found := [sentence for sentence in found if sentence]:
        raise Refused(found)
    row.delete()


def _against_course(row):
    """{field: sentences} of what stands against a course, besides what its own fields and constraints say."""
    found, program = {}, row.project.plan.program
    if sentence := _unknown_trade(row):
        found["trade"] = [sentence]
    first, last = program.start_year - 1, program.start_year + program.years
    for name in ("starts_on", "ends_on"):
        day = getattr(row, name)
        if day is not None and not first <= day.year <= last:
            said = _("Enter a day of the programme, from %(first)s to %(last)s, as 2026-10-02.")
            found[name] = [said % {"first": first, "last": last}]
    same = {"project": row.project, "trade": row.trade, "institution": row.institution, "starts_on": row.starts_on}
    if TrainingCourse.objects.filter(**same).exclude(pk=row.pk).exists():
        found[NON_FIELD_ERRORS] = [_("This course is planned already: change that one.")]
    return found


def _unknown_trade(row):
    """A sentence if the norms of the factory's type have no posts of the trade."""
    known = norms.trades(row.project.factory_type)
    if row.trade.code in known:
        return ""
    names = [trade.name for trade in Trade.objects.filter(code__in=known)]
    slots = {"trade": row.trade.name, "type": row.project.factory_type.name, "known": ", ".join(names)}
    if not names:
        return _("The norms of “%(type)s” name no trade: committee staff enter them with the type.") % slots
    return _("The norms of “%(type)s” have no posts of “%(trade)s”: choose one of %(known)s.") % slots


def _places(project, trade, *, without=None):
    rows = project.courses.filter(trade=trade).exclude(pk=without and without.pk)
    return rows.aggregate(sum=Sum("places"))["sum"] or 0


def _too_few(project, trades, course, *, dropped=False):
    """A sentence if, with the course as it is to be, fewer places are left of a trade than people are enrolled."""
    for trade in sorted(trades, key=lambda row: row.code):
        before, after = _places(project, trade), _places(project, trade, without=course)
        if trade == course.trade and not dropped and isinstance(course.places, int):
            after += course.places
        enrolled = max(_in_force(project, trade).values_list("enrolled", flat=True), default=0)
        if after < min(before, enrolled):
            said = _("%(trade)s: %(enrolled)s are enrolled and %(places)s places would be left: keep as many places.")
            return said % {"trade": trade.name, "enrolled": enrolled, "places": after}
    return ""


# --- what is reported ------------------------------------------------------------------------------------------------
@action("manage_training")
def report(project, *, trade, on, enrolled, certified, by, at, placed=0, left=0, key=None):
    """How many people of a trade were enrolled, certified, placed and left, all since the start, as at the day `on`.

    The same `key` (a UUID) is the same entry, however often it is sent.
    """
    project = entries.held(project)
    if earlier := entries.sent_before(TrainingReturn, project, key):
        return earlier
    said = {"trade": trade, "on": on, "enrolled": enrolled, "certified": certified, "placed": placed, "left": left}
    row = TrainingReturn(project=project, at=at, by=by, **said, **({"chain": key} if key else {}))
    entries.entered(row, also=_against(row))
    standings.refresh([project.pk], on=localdate(at))
    return row


@action("manage_training")
def correct(row, *, why, by, at, **values):
    """The version of an entry with `values` in place of what it says; the earlier one stays beside it, and `why`."""
    project = entries.held(row.project)
    said = {"against": _against, "beside": "enrolled"}
    return entries.corrected(row, project, values, **said, why=why, by=by, at=at)


@action("manage_training")
def withdraw(row, *, why, by, at):
    """Say that an entry never was so. What was reported for other days stays."""
    return entries.taken_back(row, entries.held(row.project), why=why, by=by, at=at)


def _in_force(project, trade, *, without=None):
    return TrainingReturn.objects.in_force().filter(project=project, trade=trade).exclude(pk=without and without.pk)


def _against(row, *, instead_of=None):
    """{field: sentences} of what stands against the entry, besides what its own fields and constraints say."""
    found = {}
    if sentence := _unknown_trade(row):
        found["trade"] = [sentence]
    if sentence := entries.against_day(row.on, row.project.plan.program, localdate(row.at)):
        found["on"] = [sentence]
        return found
    if sentence := _same_day(row, instead_of):
        found[NON_FIELD_ERRORS] = [sentence]
    others = list(_in_force(row.project, row.trade, without=instead_of).order_by("on"))
    for name in COUNTS:
        if sentence := _out_of_order(row, name, others):
            found[name] = [sentence]
    if "enrolled" not in found and (sentence := _without_places(row, instead_of)):
        found["enrolled"] = [sentence]
    return found


def _same_day(row, instead_of):
    """Why no entry can be made for the day, in a sentence: there is one, or there was one under that day."""
    if _in_force(row.project, row.trade, without=instead_of).filter(on=row.on).exists():
        return _("This trade was reported for this day already: correct that entry.")
    first = TrainingReturn.objects.filter(project=row.project, trade=row.trade, on=row.on, replaces=None)
    if instead_of is None and first.exists():
        said = _("The entry for %(day)s was withdrawn or moved to another day: enter the counts as at a later day.")
        return said % {"day": words.day(row.on)}
    return ""


def _out_of_order(row, name, others):
    """A sentence if the count is less than that of an earlier day, or more than that of a later one."""
    now = getattr(row, name)
    if not isinstance(now, int):
        return ""
    slots = {"what": capfirst(TrainingReturn._meta.get_field(name).verbose_name), "now": now}
    before = [(getattr(other, name), other.on) for other in others if other.on < row.on][-1:]
    after = [(getattr(other, name), other.on) for other in others if other.on > row.on][:1]
    for least, day in before:
        if now < least:
            said = _(
                "%(what)s: %(now)s is less than the %(before)s of %(day)s. Counts run since the start and do not "
                "fall: enter at least as many, or correct that entry first."
            )
            return said % {**slots, "before": least, "day": words.day(day)}
    for most, day in after:
        if now > most:
            said = _(
                "%(what)s: %(now)s is more than the %(after)s of %(day)s. Counts run since the start and do not "
                "fall: enter at most as many, or correct that entry first."
            )
            return said % {**slots, "after": most, "day": words.day(day)}
    return ""


def _without_places(row, instead_of):
    """A sentence if more are enrolled than there are places; what is too much already and grows no more is let be."""
    if not isinstance(row.enrolled, int) or row.enrolled <= (instead_of.enrolled if instead_of else 0):
        return ""
    places = _places(row.project, row.trade)
    if row.enrolled <= places:
        return ""
    said = _(
        "%(enrolled)s are enrolled, and the courses planned for this trade have %(places)s places: plan the course "
        "first, or correct the number."
    )
    return said % {"enrolled": row.enrolled, "places": places}
