"""What all actions on entries have in common: an entry is made, corrected by a new version, or withdrawn by one."""

from django.utils.translation import gettext as _

from regional20x10.shared.actions import checked
from regional20x10.shared.errors import Refused


def entered(row, *, replaces=None, also=None):
    """Save the new entry `row`, the next version of `replaces` if given; refuses with every sentence at once.

    `also`: {field: sentences} of what the action found besides.
    """
    if replaces is not None:
        _hold(replaces)
        row.replaces, row.chain = replaces, replaces.chain
    checked(row, also).save(force_insert=True)
    return row


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
