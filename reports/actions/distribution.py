"""Telling those to whom sealed reports of a kind go that one is ready."""

from django.utils.timezone import localdate

from committees.actions.notifications import notify
from committees.models import Post, Topic
from committees.rights import NATION, RULES
from reports.models import Distribution


def tell(pack, *, at):
    """Let everyone to whom reports of this kind go know that one is ready."""
    roles = list(Distribution.objects.filter(kind=pack.kind).values_list("role", flat=True))
    nation = [role for role, rule in RULES.items() if rule.reads == NATION]
    posts = Post.objects.current(localdate(at)).filter(role__in=[*nation, *roles], official__user__isnull=False)
    values = {"kind": pack.kind, "year": pack.year, "as_of": pack.as_of.isoformat(), "number": pack.seal.number}
    return notify(
        posts, event=f"pack:{pack.pk}:{pack.build}:ready", topic=Topic.REPORT, code="pack_ready", values=values,
        url=f"/reports/packs/{pack.pk}/", at=at, by=pack.requested_by,
    )  # fmt: skip
