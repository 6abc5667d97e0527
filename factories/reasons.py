"""The reasons of a standing, in words. The codes are those of standing() in SQL; docs/domain.md lists them."""

from datetime import date

from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from factories.models import DelayCause, DowntimeCause
from regional20x10.shared import words


def sentence(reason):
    """One reason (a dict with `code` and its values) as a full sentence in the reader's language."""
    say = _SENTENCES.get(reason["code"])
    return capfirst(say(reason)) if say else reason["code"]  # it may begin with a name as that of a material is kept


def _day(reason, key="on"):
    return words.day(date.fromisoformat(reason[key])) if reason.get(key) else _("an unknown day")


def _chance(reason):
    slots = {"chance": words.chance(int(reason["percent"]) / 100), "day": _day(reason)}
    if not reason.get("on"):
        return _("The chance of finishing by the year’s end is %(chance)s.") % slots
    return (
        _("The chance of finishing by the year’s end is %(chance)s; at the present pace it finishes on %(day)s.")
        % slots
    )


def _days(reason, **more):
    return {"days": words.number(reason["days"]), **more}


def _points(reason):
    return {"points": words.number(reason["points"], 1)}


def _moved(reason):
    return ngettext(
        "The approved finish was moved once, by %(days)s days in all.",
        "The approved finish was moved %(times)s times, by %(days)s days in all.",
        reason["times"],
    ) % {"times": reason["times"], "days": words.number(reason["days"])}


def _stopped(reason):
    if not reason.get("on"):
        return _("The site reports that work has stopped.")
    return _("The site reports that work has stopped since %(day)s.") % {"day": _day(reason)}


def _slower(reason):
    if not reason.get("on"):
        return _("The site reports work slower than planned.")
    return _("The site reports work slower than planned since %(day)s.") % {"day": _day(reason)}


def material(reason):
    """The material of a shortage, by its name in the reader's language."""
    return reason["name_ko" if get_language() == "ko" else "name_en"]


def material_short(reasons):
    """The name of the material that is short first by `reasons`, empty if none is."""
    return next((material(reason) for reason in reasons if reason["code"] == "shortage"), "")


def _shortage(reason):
    slots = {
        "material": material(reason),
        "missing": words.number(reason["missing"], 1),
        "unit": reason["unit"],
        "day": _day(reason),
    }
    return (
        _("%(material)s: %(missing)s %(unit)s short on %(day)s, with all that is expected to arrive by then.") % slots
    )


def _money(reason):
    return {"amount": words.number(reason["amount"]), "currency": reason["currency"]}


def _count(reason, **more):
    return {"count": words.number(reason["count"]), **more}


def _against_threshold(reason):
    return {"percent": words.percent(reason["percent"]), "threshold": words.percent(reason["threshold"], 0)}


def _posts_open(reason):
    slots = {"needed": words.number(reason["needed"])}
    if reason["certified"] is None:
        return _("%(needed)s posts are to be filled, and no training is reported.") % slots
    slots["certified"] = words.number(reason["certified"])
    return _("Certified workers for %(certified)s of %(needed)s posts.") % slots


def _fell_out(reason):
    slots = {"day": _day(reason), "months": words.number(reason["months"])}
    if reason["months"]:
        return (
            ngettext(
                "It counts no longer since %(day)s: %(months)s of the months looked at is not reported.",
                "It counts no longer since %(day)s: %(months)s of the months looked at are not reported.",
                reason["months"],
            )
            % slots
        )
    if reason["percent"] is None:
        return _("It counts no longer since %(day)s.") % slots
    slots["percent"] = words.percent(reason["percent"])
    if not reason["cause"]:
        return _("It counts no longer since %(day)s: utilisation was %(percent)s, and no cause is given.") % slots
    slots["cause"] = DowntimeCause(reason["cause"]).label
    return (
        _("It counts no longer since %(day)s: utilisation was %(percent)s; most downtime was for: %(cause)s.") % slots
    )


def _blocked(reason):
    slots = {"body": reason["body_ko"] if get_language() == "ko" else "", "days": words.number(reason["days"])}
    slots["body"] = slots["body"] or reason["body_en"]
    if reason["count"] == 1:
        said = ngettext(
            "It waits for %(body)s: a request of %(days)s day ago is not met.",
            "It waits for %(body)s: a request of %(days)s days ago is not met.",
            reason["days"],
        )
        return said % slots
    slots["count"] = words.number(reason["count"])
    said = ngettext(
        "%(count)s requests to other bodies are not met; the oldest, to %(body)s, has waited for %(days)s day.",
        "%(count)s requests to other bodies are not met; the oldest, to %(body)s, has waited for %(days)s days.",
        reason["days"],
    )
    return said % slots


_SENTENCES = {
    "finished": lambda r: _("All work is verified as finished on %(day)s.") % {"day": _day(r)},
    "no_plan": lambda r: _("There are no work packages yet, so nothing can be planned or measured."),
    "not_begun": lambda r: _("Work is planned to begin on %(day)s.") % {"day": _day(r)},
    "overdue": lambda r: (
        ngettext(
            "It was due on %(day)s, %(days)s day ago, and is not finished.",
            "It was due on %(day)s, %(days)s days ago, and is not finished.",
            r["days"],
        )
        % _days(r, day=_day(r))
    ),
    "lost": lambda r: (
        ngettext(
            "No return was verified for %(days)s day: what is known is too old to rely on.",
            "No return was verified for %(days)s days: what is known is too old to rely on.",
            r["days"],
        )
        % _days(r)
    ),
    "silent": lambda r: (
        ngettext(
            "No return was verified for %(days)s day: where it stands is not known.",
            "No return was verified for %(days)s days: where it stands is not known.",
            r["days"],
        )
        % _days(r)
    ),
    "nothing_verified": lambda r: _("No return has been verified yet."),
    "chance": _chance,
    "no_progress": lambda r: _("The verified progress has not grown over the last six returns."),
    "after_approved": lambda r: (
        ngettext(
            "The forecast is %(days)s day after the approved finish, %(day)s.",
            "The forecast is %(days)s days after the approved finish, %(day)s.",
            r["days"],
        )
        % _days(r, day=_day(r))
    ),
    "stopped": _stopped,
    "slower": _slower,
    "claim_gap": lambda r: (
        _("The site claims %(points)s points more than the province has verified.")
        % {"points": words.number(r["points"], 1)}
    ),
    "behind": lambda r: (
        _("Verified work is %(points)s points behind the plan.") % {"points": words.number(r["points"], 1)}
    ),
    "moved": _moved,
    "delay": lambda r: (
        ngettext(
            "Cause given by the site in its last return: %(cause)s, %(days)s day lost.",
            "Cause given by the site in its last return: %(cause)s, %(days)s days lost.",
            r["days"],
        )
        % _days(r, cause=DelayCause(r["cause"]).label)
    ),
    "critical_finding": lambda r: (
        ngettext(
            "%(count)s critical finding of an inspection is open.",
            "%(count)s critical findings of inspections are open.",
            r["count"],
        )
        % _count(r)
    ),
    "inspected_gap": lambda r: (
        _("The site claimed %(claimed)s when the inspection of %(day)s measured %(inspected)s.")
        % {"claimed": words.percent(r["claimed"]), "inspected": words.percent(r["inspected"]), "day": _day(r)}
    ),
    "shortage": _shortage,
    "over_allocated": lambda r: _("%(amount)s %(currency)s more is spent than was allocated.") % _money(r),
    "overspent": lambda r: _("%(amount)s %(currency)s more is spent than was disbursed.") % _money(r),
    "underfunded": lambda r: (
        _("Work has begun, and %(percent)s of the budget is allocated.") % {"percent": words.percent(r["percent"], 0)}
    ),
    "finding_overdue": lambda r: (
        ngettext(
            "%(count)s finding of an inspection is not mended, though it was due by %(day)s.",
            "%(count)s findings of inspections are not mended though their day has passed, the first on %(day)s.",
            r["count"],
        )
        % _count(r, day=_day(r))
    ),
    "below_reference": lambda r: (
        ngettext(
            "%(count)s kind of equipment is below the reference level.",
            "%(count)s kinds of equipment are below the reference level.",
            r["count"],
        )
        % _count(r)
    ),
    "warnings": lambda r: (
        ngettext(
            "%(count)s figure of the last return looked implausible.",
            "%(count)s figures of the last return looked implausible.",
            r["count"],
        )
        % _count(r)
    ),
    "raw_cover": lambda r: (
        _("%(material)s: the bases cover %(percent)s of a year’s need; %(threshold)s is asked for.")
        % {
            "material": material(r),
            "percent": words.percent(r["percent"]),
            "threshold": words.percent(r["threshold"], 0),
        }
    ),
    "posts_open": _posts_open,
    "fell_out": _fell_out,
    "low_utilisation": lambda r: (
        _("Utilisation is %(percent)s; to count, %(threshold)s is asked for.") % _against_threshold(r)
    ),
    "production_silent": lambda r: (
        ngettext(
            "No production return is verified for %(months)s of the months looked at.",
            "No production returns are verified for %(months)s of the months looked at.",
            r["months"],
        )
        % {"months": words.number(r["months"])}
    ),
    "quality": lambda r: (
        _("Of the batches checked in the months looked at, %(percent)s passed.")
        % {"percent": words.percent(r["percent"])}
    ),
    "blocked": _blocked,
}

CODES = frozenset(_SENTENCES)
