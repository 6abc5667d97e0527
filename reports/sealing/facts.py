"""Facts as a seal holds them: entries with their versions, and returns that climbed the ladder."""

BY = ("by__province", "by__county", "by__organization")
"""What a query joins so that the post of an entry can be told."""
STEPS = ("submitted", "verified", "accepted", "returned")
"""Stamps of a return, in their order; submitting it enters it as a fact."""
LADDER = tuple(f"{step}_by__{place}" for step in STEPS for place in ("province", "county", "organization"))


def page(row):
    """The address of a row's page, without the language in front."""
    return "/" + row.get_absolute_url().split("/", 2)[2]


def entries(book, kind, rows, *, subject, values, on=None, url=None):
    """Write entries, all versions known by the day, in the order they were made; {primary key: name of the fact}.

    `subject`, `values`, `on` and `url` say them of a row. A version that was replaced tells by which and why.
    """
    rows = list(rows)
    later = {row.replaces_id: row for row in rows if row.replaces_id}
    versions, names = {}, {}
    for row in rows:
        versions[row.chain] = versions.get(row.chain, 0) + 1
        names[row.pk] = book.fact(
            kind, row.pk, subject=subject(row), values=values(row) | _versions(kind, row, later.get(row.pk)),
            steps=_steps(row, later.get(row.pk)), on=on and on(row), version=versions[row.chain],
            url=url(row) if url else "",
        )  # fmt: skip
    return names


def _versions(kind, row, later):
    said = {"withdrawn": True} if row.withdrawn else {}
    if row.replaces_id:
        said |= {"replaces": f"{kind}:{row.replaces_id}", "why": row.why}
    return said | ({"replaced_by": f"{kind}:{later.pk}"} if later else {})


def _steps(row, later):
    steps = [("entered", row.at, row.by)]
    if later:
        steps.append(("withdrawn" if later.withdrawn else "replaced", later.at, later.by))
    return steps


def in_force(rows):
    """Of rows of entries known by a day, those that none of them replaces and that were not withdrawn."""
    replaced = {row.replaces_id for row in rows}
    return [row for row in rows if row.pk not in replaced and not row.withdrawn]


def climbed(row, moment):
    """The steps of a return by `moment`: [(step, moment, post)]."""
    found = []
    for step in STEPS:
        at = getattr(row, f"{step}_at")
        if at and at <= moment:
            found.append(("entered" if step == "submitted" else step, at, getattr(row, f"{step}_by")))
    return sorted(found, key=lambda step: step[1])
