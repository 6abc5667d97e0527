"""Members in charge of counties: put in charge from a day on, and handing over with a note on the last one.

The database lets no two charges of a county overlap, and no two of a member. County and member are held while one is
made, so that of two at the same moment the second is refused with the same sentence.
"""

from datetime import timedelta

from django.utils.translation import gettext as _

from committees.actions.notifications import notify
from committees.models import CountyCharge, Official, Post, Topic
from committees.rights import Role
from factories.models import County
from regional20x10.shared import words
from regional20x10.shared.actions import action, checked, saved
from regional20x10.shared.errors import Refused

LEADERS = (Role.COUNTY_SECRETARY, Role.COUNTY_CHAIR)
"""Who is told in the county."""


@action("assign_leads")
def put_in_charge(county, official, *, title, title_ko="", starts_on, by, at=None):
    """Put the official in charge of the county from `starts_on` on. Those concerned are told, if `at` says when."""
    county = County.objects.select_for_update(of=["self"]).get(pk=county.pk)
    also = {}
    if official is None:
        also["official"] = [_("Name the member by the reference of the cadre register.")]
    else:
        official = Official.objects.select_for_update(of=["self"]).get(pk=official.pk)
    if not title.strip():
        also["title"] = [_("Give the post the member holds: pages show it in place of a name.")]
    if starts_on is None:
        also["starts_on"] = [_("Enter the first day of the charge, as 2026-10-02.")]
    row = CountyCharge(
        county=county, official=official, title=title.strip(), title_ko=title_ko.strip(), starts_on=starts_on,
        demonstration=bool(official and official.demonstration),
    )  # fmt: skip
    saved(checked(row, also), force_insert=True)
    if at:
        _tell(row, "begun", row.starts_on, by, at)
    return row


@action("assign_leads")
def hand_over(charge, *, ends_on, note, by, at=None):
    """End the charge with the day `ends_on`, with the note for whoever follows: from the day after, at the earliest."""
    row = CountyCharge.objects.select_for_update(of=["self"]).select_related("county", "official").get(pk=charge.pk)
    if row.ends_on is not None:
        said = _("This charge was handed over already, with %(day)s: put the successor in charge from the day after.")
        raise Refused(said % {"day": words.day(row.ends_on)})
    also = {}
    if not note.strip():
        also["handover"] = [_("Write the handover note: what is promised, what is open, what comes next.")]
    if ends_on is None:
        also["ends_on"] = [_("Enter the last day of the charge, as 2026-10-02.")]
    elif later := row.visits.filter(visited_on__gt=ends_on).order_by("-visited_on").first():
        said = _("A visit was made in this charge on %(day)s: it ends on that day or later.")
        also["ends_on"] = [said % {"day": words.day(later.visited_on)}]
    row.ends_on, row.handover = ends_on, note.strip()
    saved(checked(row, also), update_fields=["ends_on", "handover"])
    if at:
        _tell(row, "ended", row.ends_on, by, at)
    return row


def _tell(row, step, day, by, at):
    """Let the member know, and who leads the county."""
    on = day if step == "begun" else day + timedelta(days=1)
    county = row.county
    said = {
        "topic": Topic.CHARGE, "url": f"/counties/{county.code}/lead/", "at": at, "by": by,
        "values": {"county_en": county.name_en, "county_ko": county.name_ko, "day": day.isoformat(),
                   "title_en": row.title, "title_ko": row.title_ko or row.title},
    }  # fmt: skip
    held = Post.objects.current(on).select_related("official")
    notify(held.filter(official=row.official), event=f"charge:{row.pk}:{step}", code=f"charge-{step}", **said)
    there = held.filter(county=county, role__in=LEADERS)
    notify(there, event=f"charge:{row.pk}:{step}-there", code=f"charge-{step}-there", **said)
