"""Writing what a file says of a row: made, changed where it differs, or left alone."""

from regional20x10.shared.actions import checked

CREATED, UPDATED, UNCHANGED, SUPERSEDED, REJECTED = "created", "updated", "unchanged", "superseded", "rejected"
OUTCOMES = (CREATED, UPDATED, UNCHANGED, SUPERSEDED, REJECTED)


def put(model, key, values):
    """Make the row of `key` say `values`. Returns (row, outcome); refuses what the model's own rules refuse."""
    row = model.objects.select_for_update().filter(**key).first()
    if row is None:
        row = checked(model(**key, **values))
        row.save(force_insert=True)
        return row, CREATED
    said = model(**values)
    changed = [name for name in values if _kept(row, name) != _kept(said, name)]
    if not changed:
        return row, UNCHANGED
    for name in changed:
        setattr(row, name, values[name])
    checked(row).save(update_fields=changed)
    return row, UPDATED


def _kept(row, name):
    """The column's value; for a related row its key, so that nothing is fetched to compare."""
    return getattr(row, row._meta.get_field(name).attname)
