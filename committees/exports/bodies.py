"""Bodies and posts as tables to be downloaded."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from committees.models import OrganizationState, PostState
from factories.exports.notes import notes
from regional20x10.shared.tables import DAY, NUMBER, WHOLE, Column, Table


def bodies(rows, figures, user, as_of, filters):
    """`rows` as committees.bodies.seen_by() gives them; `figures` {pk: Figures}."""

    def of(name):
        return lambda row: getattr(figures[row.pk], name)

    columns = [
        Column("code", gettext_lazy("Code"), lambda r: r.code),
        Column("name", gettext_lazy("Body"), lambda r: r.name_on(as_of), width=40),
        Column("kind", gettext_lazy("Kind"), lambda r: r.get_kind_display()),
        Column("part_of", gettext_lazy("Part of, code"), lambda r: r.parent and r.parent.code),
        Column("province", gettext_lazy("Province"), lambda r: r.province and r.province.name),
        Column("county", gettext_lazy("County"), lambda r: r.county and r.county.name),
        Column("state", gettext_lazy("State"), lambda r: OrganizationState(r.state_then).label),
        Column("ended_on", gettext_lazy("Ended"), lambda r: r.ended_on if r.state_then != "being" else None, DAY),
        Column("merged_into", gettext_lazy("Merged into, code"), _merged_into),
        Column("projects", gettext_lazy("Factories"), of("projects"), WHOLE),
        Column("owed", gettext_lazy("Requests it owes"), of("owed"), WHOLE),
        Column("owed_overdue", gettext_lazy("Of those overdue"), of("owed_overdue"), WHOLE),
        Column("asked", gettext_lazy("Requests it is owed"), of("asked"), WHOLE),
        Column("decisions", gettext_lazy("Decisions it owes"), of("decisions"), WHOLE),
        Column("due", gettext_lazy("Fell due in 365 days"), of("due"), WHOLE),
        Column("in_time", gettext_lazy("Done in time"), of("in_time"), WHOLE),
        Column("on_time_percent", gettext_lazy("Done in time, %"), of("on_time_percent"), NUMBER),
    ]
    return Table(_("Bodies"), columns, rows, len(rows), notes(user, as_of, filters))


def _merged_into(row):
    return row.merged_into.code if row.state_then == OrganizationState.MERGED else None


POSTS = [
    Column("role", gettext_lazy("Role"), lambda r: r.get_role_display(), width=32),
    Column("province", gettext_lazy("Province"), lambda r: r.province and r.province.name),
    Column("county", gettext_lazy("County"), lambda r: r.county and r.county.name),
    Column("body", gettext_lazy("Acts for"), lambda r: (r.organization or r.body) and (r.organization or r.body).name),
    Column("starts_on", gettext_lazy("From"), lambda r: r.starts_on, DAY),
    Column("ends_on", gettext_lazy("Last day"), lambda r: r.ends_on, DAY),
    Column("deputy", gettext_lazy("Deputy"), lambda r: _("yes") if r.deputy else _("no"), width=10),
    Column("state", gettext_lazy("State"), lambda r: PostState(r.state_then).label),
]


def posts(rows, user, as_of, filters):
    """`rows` a queryset as committees.bodies.posts_seen_by() gives it."""
    return Table(pgettext("officials", "Posts"), POSTS, rows, rows.count(), notes(user, as_of, filters))
