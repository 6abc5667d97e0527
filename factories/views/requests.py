"""Requests between bodies on the pages of factories and counties; their own pages are the committee's."""

from committees.models import Request, RequestState
from committees.rights import Deed
from regional20x10.shared import clock

SETTLED = (RequestState.CONFIRMED, RequestState.WITHDRAWN)


def shown(user, as_of, **of):
    """What is asked and not settled at the end of the day, the most urgent first; `of`: project, or county."""
    rows = Request.objects.visible_to(user).then(clock.end_of(as_of)).for_list().exclude(state_then__in=SETTLED)
    rows = rows.at_place(of["county"]) if "county" in of else rows.filter(**of)
    return {
        "rows": list(rows), "asks": as_of == clock.today() and user.post.may(Deed.COOPERATE) and user.post.acts_for_id
    }  # fmt: skip
