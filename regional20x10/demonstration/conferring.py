"""The committee of the demonstration: its meetings of the year, what they decided, guidance, and comments."""

import uuid
from datetime import date, timedelta

from committees import agenda
from committees.actions import comments, decisions, guidance, meetings, minutes
from committees.actions import committee as seats
from committees.models import Committee, Decision, Meeting, Presence, Request
from committees.rights import Role
from factories.models import Finding
from regional20x10.demonstration import asking, building, leading, parts
from regional20x10.demonstration.people import HOME, SINCE

TERM = (date(2024, 1, 30), date(2033, 12, 31))
BASIS = "KCNA, 30 January 2024"
NEXT = date(2026, 10, 20)
PROPOSED = date(2026, 10, 10)
HELD = {
    # day: the points, in English and in Korean
    date(2026, 2, 10): ("Transformers for the twenty places of the year", "올해 20개 시, 군의 변압기보장"),
    date(2026, 6, 9): ("Drawings of the boiler houses", "보이라실 도면"),
    date(2026, 9, 8): ("Looms for Musan, and the line to Unryul", "무산군 직기와 은률군 전력선"),
}
MINUTES = (
    "의정에 따라 토의하고 결정을 채택하였다. The point was discussed as the agenda has it, and decisions were taken."
)
GUIDANCE = (
    "동기공사대책. Building in winter",
    "콩크리트의 온도를 하루에 두번 기록할것. Measure the concrete twice a day.",
)


def confer(cast):
    """A year of the committee's work, from charges and requests to the next meeting's agenda."""
    leading.lead(cast)
    committee = _committee(cast)
    _of_winter(cast, committee)
    _of_spring(cast, committee)
    asking.stories(cast).tell({
        leading.VISITED: [lambda _story: leading.visit(cast)],
        date(2026, 9, 8): [lambda story: _of_autumn(cast, committee, story)],
        date(2026, 9, 18): [lambda _story: _drawings_done(cast)],
        date(2026, 9, 29): [lambda _story: _promise_road(cast)],
        date(2026, 10, 5): [lambda _story: _guide(cast)],
        PROPOSED: [lambda _story: _propose(cast)],
    })  # fmt: skip
    _talk(cast)
    for model in (Meeting, Request, Decision):
        model.objects.update(demonstration=True)


def _committee(cast):
    staff = cast.post(Role.COMMITTEE_STAFF)
    body = cast.acts_for(Role.COMMITTEE_STAFF)
    committee = Committee.objects.filter(organization=body).first() or seats.found(
        body, starts_on=TERM[0], ends_on=TERM[1], basis=BASIS, by=staff
    )
    seats.add_member(
        committee, cast.unit(Role.INSTITUTION, None), title="First vice-minister", title_ko="제1부상",
        post=cast.post(Role.INSTITUTION, cast.home.province), starts_on=SINCE + timedelta(days=29), by=staff,
    )  # fmt: skip
    return committee


# --- meetings --------------------------------------------------------------------------------------------------------
def _meet(cast, committee, day, *decided):
    """A meeting from its agenda to its closed minutes; each of `decided` is a function of (its point, its chair)."""
    staff = cast.post(Role.COMMITTEE_STAFF)
    row = meetings.plan(committee, held_on=day, by=staff)
    english, korean = HELD[day]
    meetings.add_item(row, title=f"{korean}. {english}", by=staff)
    meetings.convene(row, by=staff, at=building.at(day - timedelta(days=6)))
    members = list(agenda.members(row))
    row = minutes.hold(row, chair=next((seat for seat in members if seat.chair), members[0]), on=day, by=staff)
    minutes.attend(row, presences={seat.pk: (Presence.PRESENT, "") for seat in members}, by=staff)
    item = row.items.get()
    for make in decided:
        make(row, item)
    row.refresh_from_db()
    minutes.minute(row, minutes=MINUTES, outcomes={item.pk: ""}, version=row.version, by=staff)
    minutes.close(row, by=staff, at=building.at(day + timedelta(days=2)))


def _decided(cast, day, text, owner, due_on, **about):
    """What puts a decision under a point of the meeting."""

    def make(row, item):
        return decisions.decide(
            text=text, owner=owner, due_on=due_on, meeting=row, item=item, by=cast.post(Role.COMMITTEE_STAFF), on=day,
            at=building.at(day, 15), **about,
        )  # fmt: skip

    return make


def _of_winter(cast, committee):
    day, power = date(2026, 2, 10), cast.unit(Role.INSTITUTION, None)
    text = "올해 20개 시, 군에 변압기를 먼저 보낸다. Transformers go to the twenty places of the year first."
    _meet(cast, committee, day, _decided(cast, day, text, power, date(2026, 5, 31)))
    made = Decision.objects.get(text=text)
    note = "변압기 41대를 보냈다. 41 transformers were sent."
    decisions.say_done(made, note=note, by=cast.officer(power), at=building.at(date(2026, 5, 28)))
    decisions.close(
        made, note="확인하였다. Seen.", by=cast.post(Role.COMMITTEE_STAFF), at=building.at(date(2026, 6, 5))
    )


def _of_spring(cast, committee):
    day, unit = date(2026, 6, 9), cast.unit(Role.DESIGN_UNIT, cast.home.province)
    text = "보이라실 도면을 모두 다시 검토한다. The drawings of all boiler houses are looked through again."
    about = {"projects": [parts.project(HOME, kind) for kind in ("FOOD", "CLOTH")]}
    _meet(cast, committee, day, _decided(cast, day, text, unit, date(2026, 8, 31), **about))
    made = Decision.objects.get(text=text)
    note = "측량을 다시 하여야 한다. The ground has to be measured again."
    decisions.move(made, due_on=date(2026, 9, 20), note=note, by=cast.post(Role.COMMITTEE_MEMBER),
                   at=building.at(date(2026, 8, 27)))  # fmt: skip


def _drawings_done(cast):
    made = Decision.objects.get(owner=cast.unit(Role.DESIGN_UNIT, cast.home.province))
    note = "두 공장의 도면을 고쳤다. The drawings of both factories are mended."
    by = cast.post(Role.DESIGN_UNIT, cast.home.province)
    decisions.say_done(made, note=note, by=by, at=building.at(date(2026, 9, 18)))


def _of_autumn(cast, committee, story):
    """What was declined to the stopped factory becomes a decision; the line to the home county another."""
    day, request = date(2026, 9, 8), Request.objects.get(pk=story.asked["looms"].pk)
    chair = cast.acts_for(Role.PROVINCIAL_CHAIR, cast.home.province)
    _meet(
        cast, committee, day,
        _decided(cast, day, "직기 12대를 9월말까지 만든다. The twelve looms are made by the end of September.",
                 parts.machines(cast), date(2026, 10, 5), request=request, projects=[request.project]),
        _decided(cast, day, "은률군에 10kV선로를 늘인다. A line of 10 kV is led to Unryul.",
                 cast.unit(Role.INSTITUTION, None), date(2026, 10, 31), counties=[cast.home]),
        _decided(cast, day, "운영공교원을 도에서 보낸다. The province sends teachers for the operators.", chair,
                 date(2026, 10, 25), counties=[cast.home]),
    )  # fmt: skip
    meetings.plan(committee, held_on=NEXT, by=cast.post(Role.COMMITTEE_STAFF))


def _promise_road(cast):
    request = Request.objects.get(visit__visited_on=leading.VISITED, owed_by__kind="peoples_committee")
    by, on = cast.post(Role.PROVINCIAL_CHAIR, cast.home.province), date(2026, 9, 29)
    asking.requests.promise(request, promised_on=date(2026, 10, 8), note="", by=by, at=building.at(on))


def _propose(cast):
    """The next agenda: what has climbed there by itself, and of what is proposed the decisions that are overdue."""
    meeting = agenda.next_meeting(PROPOSED)
    keys = [row.key for row in agenda.proposals(meeting, PROPOSED) if row.decision or row.source == "unled"]
    meetings.propose(meeting, on=PROPOSED, chosen=keys, by=cast.post(Role.COMMITTEE_STAFF))


# --- guidance and comments -------------------------------------------------------------------------------------------
def _key(name):
    return uuid.uuid5(uuid.NAMESPACE_OID, name)


def _guide(cast):
    """One note of October to three provinces, of which one replies in time and the home province owes its reply."""
    day, title = date(2026, 10, 5), GUIDANCE[0]
    provinces = [cast.home.province, *_provinces(cast)]
    note = guidance.write(
        title=title, text=GUIDANCE[1], to=[cast.acts_for(Role.PROVINCIAL_SECRETARY, place) for place in provinces],
        reply_by=date(2026, 10, 14), by=cast.post(Role.GUIDANCE), on=day, at=building.at(day), key=_key("winter"),
    )  # fmt: skip
    text = "모든 건설장에 온도계를 놓았다. Thermometers stand at all sites."
    by = cast.post(Role.PROVINCIAL_SECRETARY, provinces[1])
    guidance.reply(note.addresses.get(organization=by.body), text=text, by=by, at=building.at(date(2026, 10, 8)))


def _provinces(cast):
    """Two other provinces, in the order of their codes."""
    rows = {place for role, place in cast.posts if role == Role.PROVINCIAL_SECRETARY and place != cast.home.province}
    return sorted(rows, key=lambda place: place.code)[:2]


def _talk(cast):
    """A few comments at the home county's factories, one of which calls its users."""
    food, day = parts.project(HOME, "FOOD"), date(2026, 10, 9)
    secretary = cast.post(Role.PROVINCIAL_SECRETARY, cast.home.province)
    builder = cast.post(Role.CONSTRUCTION_UNIT, cast.home)
    asked = comments.comment(
        food, text="변압기가 안 오면 며칠 늦어지는가? By how many days does it slip without the transformer?",
        mentions=[builder, cast.post(Role.OPERATION_UNIT, cast.home)], by=secretary, at=building.at(day, 9),
        key=_key("slip"),
    )  # fmt: skip
    comments.comment(
        food, text="18일. 설비는 다 놓았다. 18 days. The machines stand.", reply_to=asked, by=builder,
        at=building.at(day, 16), key=_key("18 days"),
    )  # fmt: skip
    finding = Finding.objects.filter(project=food, severity="critical").earliest("pk")
    comments.comment(
        finding, text="월요일에 다시 용접한다. It is welded again on Monday.", mentions=[secretary], by=builder,
        at=building.at(date(2026, 10, 11), 11), key=_key("weld"),
    )  # fmt: skip
