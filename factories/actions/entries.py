"""What all actions on entries have in common: an entry is made, corrected by a new version, or withdrawn by one."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from factories.actions import standings
from factories.models import FactoryProject
from regional20x10.shared import words
from regional20x10.shared.actions import checked
from regional20x10.shared.errors import Refused

OWN = {"id", "chain", "replaces", "withdrawn", "why", "at", "by"}
"""Columns that each version has for itself."""


def held(project):
    """The project, for which no other entry is made meanwhile."""
    rows = FactoryProject.objects.select_for_update(of=["self"]).select_related("plan__program", "factory_type")
    return rows.get(pk=project.pk)


def sent_before(model, project, key):
    """The entry that was made with this key already, None if there is none. Refuses that of another factory."""
    earlier = model.objects.filter(chain=key).order_by("pk").first() if key is not None else None
    if earlier is not None and earlier.project_id != project.pk:
        raise Refused(_("This key belongs to an entry of another factory: send a new one."))
    return earlier


def tidied(values):
    """The values, texts without spaces around them."""
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def next_version(row, project, values, *, why, by, at):
    """(the version of `row` with `values` in place of what it says, not saved; whether anything differs)."""
    before = {part.name: getattr(row, part.name) for part in row._meta.concrete_fields if part.name not in OWN}
    said = before | tidied(values) | {"project": project}
    fresh = type(row)(**said, why=why.strip(), at=at, by=by)
    return fresh, any(said[name] != before[name] for name in before)


def against_day(day, program, today):
    """What stands against a day on which something is said to have been, in a sentence; nothing if nothing does."""
    slots = {"first": program.start_year - 1, "today": words.day(today)}
    if day is not None and slots["first"] <= day.year and day <= today:
        return ""
    return _("Enter a day from the year %(first)s on, at the latest %(today)s, as 2026-10-02.") % slots


def entered(row, *, replaces=None, also=None):
    """Save the new entry `row`, the next version of `replaces` if given; refuses with every sentence at once.

    `also`: {field: sentences} of what the action found besides.
    """
    if replaces is not None:
        _hold(replaces)
        row.replaces, row.chain = replaces, replaces.chain
    checked(row, also).save(force_insert=True)
    return row


def corrected(row, project, values, *, against, beside, why, by, at):
    """Save the version of `row` with `values` in place of what it says, and refresh the project's standing.

    `against(fresh, instead_of=row)`: {field: sentences} of what stands against it; `beside`: the field at which it is
    said that nothing differs.
    """
    fresh, differs = next_version(row, project, values, why=why, by=by, at=at)
    also = against(fresh, instead_of=row)
    if not differs:
        also[beside] = [_("Nothing differs from what is entered: change what is wrong, or leave it.")]
    entered(fresh, replaces=row, also=also)
    standings.refresh([project.pk], on=localdate(at))
    return fresh


def taken_back(row, project, *, why, by, at):
    """Withdraw `row` for the reason `why`, which is refused empty, and refresh the project's standing."""
    if not why.strip():
        raise Refused(_("Say why the entry is withdrawn: it stays to be seen."))
    last = withdraw(row, why=why, by=by, at=at)
    standings.refresh([project.pk], on=localdate(at))
    return last


def withdraw(row, *, why, by, at):
    """The version of `row` that says it never was so; both stay."""
    _hold(row)
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    last = type(row)(
        **values | {"replaces_id": row.pk, "withdrawn": True, "why": why.strip(), "at": at, "by_id": by and by.pk}
    )
    checked(last).save(force_insert=True)
    return last


def _hold(row):
    """Refuse unless `row` is the version in force; nobody else replaces it until the transaction ends."""
    model = type(row)
    model.objects.select_for_update(of=["self"]).get(pk=row.pk)
    if row.withdrawn or model.objects.filter(replaces=row).exists():
        raise Refused(_("This entry was corrected or withdrawn meanwhile: load the page again."))
