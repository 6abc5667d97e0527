"""What stands on every file of a pack: whose report it is, as of when, which seal, and that a demonstration is one."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regional20x10.shared import words


def of(sealed):
    """{title, subtitle, author, head, foot, mark, made, identifier, about}, in the language that is on."""
    header = sealed.header
    slots = {
        "year": header["year"],
        "day": words.day(date.fromisoformat(str(header["as_of"]))),
        "number": header["number"],
        "digest": header["sha256"][:12],
    }
    title = title_of(header, slots)
    program = sealed.name((sealed.get("program") or {}).get("names"))
    mark = _("Demonstration: the figures are made up.") if sealed.get("demonstration") else ""
    sealed_at = datetime.fromisoformat(header["sealed_at"])
    about = [
        (_("As of"), slots["day"]),
        (_("Seal"), _("number %(number)s of %(moment)s") % {**slots, "moment": words.moment(sealed_at)}),
        ("SHA-256", header["sha256"]),
        (_("Reason"), header["reason"]),
        (_("Data version"), sealed.get("data_version") or ""),
    ]
    return {
        "title": title,
        "subtitle": program,
        "author": program,
        "head": _("%(title)s, as of %(day)s · seal %(number)s · %(digest)s") % {**slots, "title": title},
        "foot": _("Every figure is computed from seal %(number)s and locked; the text may be edited.") % slots,
        "mark": mark,
        "made": sealed_at,
        "identifier": f"seal:{header['number']}:{header['sha256']}",
        "about": [(label, said) for label, said in about if said],
    }


def title_of(header, slots):
    kinds = {
        "year": pgettext("seal", "Plenary report %(year)s"),
        "quarter": pgettext("seal", "Quarterly report %(year)s"),
        "month": pgettext("seal", "Monthly report %(year)s"),
    }
    return kinds[header["kind"]] % slots
