"""Visits of members in charge: what was seen is a fact, what was asked for there becomes requests, in one go."""

import uuid

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from committees.actions import requests
from committees.actions.charges import LEADERS
from committees.actions.notifications import notify
from committees.models import CountyCharge, Post, Topic, Visit
from regional20x10.shared import words
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Refused

MOST = 5
"""Things one visit asks for; more would be forgotten."""
ASKED = ("what", "owed_by", "due_on")
"""What each of them has to say."""


@action("visit")
def record(charge, *, visited_on, seen, asks=(), by, at, key):
    """A visit made in the charge, with what it asks for. The same `key` (a UUID) is the same visit.

    `asks`: [{what, owed_by (a body), due_on, project (of the county; None for the county as a whole), delay_days}];
    one of which nothing is said is passed over. Refuses with all that stands against the visit and each of them, the
    sentences of the second at `ask_2_what` and so on.
    """
    charge = CountyCharge.objects.select_for_update(of=["self"]).select_related("county").get(pk=charge.pk)
    if same := Visit.objects.filter(key=key).first():
        if same.charge_id != charge.pk:
            raise Refused(_("This key was already used for another visit: make a new one."))
        return same
    row = Visit(
        county=charge.county, charge=charge, key=key, visited_on=visited_on, seen=seen.strip(), at=at, by=by,
        demonstration=charge.demonstration,
    )  # fmt: skip
    asks = {number: ask for number, ask in enumerate(asks, 1) if any(ask.values())}
    checked(row, _against(row, asks, by)).save(force_insert=True)
    _ask(row, asks, by, at)
    _tell(row, len(asks), by, at)
    return row


# --- what stands against it ------------------------------------------------------------------------------------------
def _against(row, asks, by):
    fields = _against_the_day(row)
    if not row.seen:
        fields["seen"] = [_("Say what was seen.")]
    if len(asks) > MOST:
        said = _("A visit asks for at most %(most)s things: make the rest requests of their own.")
        fields["asks"] = [said % {"most": MOST}]
    if asks and by is not None and by.acts_for_id is None:
        fields["asks"] = [
            _("Your post acts for no body and can ask for nothing: an administrator names the body it acts for.")
        ]
    for number, ask in asks.items():
        for name, sentence in _against_an_ask(row, ask).items():
            fields[f"ask_{number}_{name}"] = [sentence % {"number": number}]
    return fields


def _against_the_day(row):
    charge, today = row.charge, localdate(row.at)
    if row.visited_on is None or row.visited_on > today:
        return {"visited_on": [_("Enter the day of the visit, at the latest today, as 2026-10-02.")]}
    slots = {"first": words.day(charge.starts_on), "last": words.day(charge.ends_on or today)}
    if row.visited_on < charge.starts_on or row.visited_on > (charge.ends_on or today):
        said = _("The member is in charge of the county from %(first)s to %(last)s: enter a day in that time.")
        return {"visited_on": [said % slots]}
    return {}


def _against_an_ask(row, ask):
    """{its field: a sentence with its number still to be filled in}."""
    found = {}
    if not (ask.get("what") or "").strip():
        found["what"] = _("Ask %(number)s: say what is needed, or empty the whole row.")
    if ask.get("owed_by") is None:
        found["owed_by"] = _("Ask %(number)s: choose the body that is to act, or empty the whole row.")
    elif ask["owed_by"].pk == (row.by and row.by.acts_for_id):
        found["owed_by"] = _("Ask %(number)s: a body asks nothing of itself, choose the body that is to act.")
    if ask.get("due_on") is None:
        found["due_on"] = _("Ask %(number)s: enter by when it is needed, as 2026-10-20, or empty the whole row.")
    elif ask["due_on"] < localdate(row.at):
        found["due_on"] = _("Ask %(number)s: it is due today or later, correct the day.")
    project = ask.get("project")
    if project is not None and project.plan.county_id != row.county_id:
        found["project"] = _("Ask %(number)s: choose a factory of this county.")
    return found


# --- what follows from it --------------------------------------------------------------------------------------------
def _ask(row, asks, by, at):
    """Make each a request; what an action on requests refuses is refused here, with the number of the ask."""
    fields, reasons = {}, []
    for number, ask in asks.items():
        try:
            _request(row, number, ask, by, at)
        except Refused as refused:
            told = [_("Ask %(number)s: %(said)s") % {"number": number, "said": said} for said in refused.reasons]
            reasons += told
            fields |= {f"ask_{number}_{name}": told[:1] for name in list(refused.fields)[:1] or ["what"]}
    if reasons:
        raise Refused(reasons, fields=fields)


def _request(row, number, ask, by, at):
    project = ask.get("project")
    return requests.ask(
        what=ask["what"].strip(), owed_by=ask["owed_by"], due_on=ask["due_on"], project=project,
        county=None if project else row.county, delay_days=ask.get("delay_days") or 0, visit=row, by=by, at=at,
        key=uuid.uuid5(row.key, str(number)),
    )  # fmt: skip


def _tell(row, asks, by, at):
    """Let those who lead the county know what a visit left behind."""
    county = row.county
    posts = Post.objects.current(localdate(at)).filter(county=county, role__in=LEADERS).select_related("official")
    notify(
        posts, event=f"visit:{row.pk}:recorded", topic=Topic.CHARGE, code="visit-recorded", url=f"/visits/{row.pk}/",
        at=at, by=by, values={"county_en": county.name_en, "county_ko": county.name_ko,
                              "day": row.visited_on.isoformat(), "asks": asks},
    )  # fmt: skip
