"""Progress in OC4IDS: what is planned and what was verified, milestones with their dates, and moves of the finish."""

PERCENT = {"name": "percent", "scheme": "UNCEFACT", "id": "P1"}
KNOWN = ("verified", "accepted")
"""States of a return of which the progress counts."""
PROGRESS, FINANCE = "physicalProgress", "financialProgress"


def _moment(day):
    return day and f"{day}T00:00:00+09:00"


def _observed(key, day, percent):
    """A share of the whole at the end of a day."""
    return {"id": key, "period": {"endDate": _moment(day)}, "measure": f"{percent:g}", "unit": PERCENT}


def forecasts(sealed, row):
    """Planned progress on the day of the seal and at the approved finish, and the finish to be expected."""
    about, as_of = f"project:{row['code']}", sealed["as_of"]
    planned, approved = sealed.value(about, "planned_percent"), sealed.value(about, "approved_on")
    said = []
    if planned is not None:
        said.append(_observed("planned", as_of, planned))
    if approved:
        said.append(_observed("approved-finish", approved, 100))
    if expected := sealed.value(about, "forecast_on"):
        said.append(_observed("expected-finish", expected, 100) | {"notes": _range(sealed, about)})
    title = "Planned and expected physical progress"
    return [{"id": PROGRESS, "title": title, "observations": said}] if said else []


def _range(sealed, about):
    early, late = (sealed.value(about, f"forecast_{end}_on") for end in ("early", "late"))
    return f"80 % interval: {early} to {late}." if early and late else ""


def metrics(sealed, row, facts):
    """Verified progress, one observation for each day of which a return was verified, and what was spent."""
    about, found = f"project:{row['code']}", {}
    for fact in facts.get("return", ()):
        if fact["values"].get("state") in KNOWN and fact["values"].get("percent") is not None:
            last = found.get(fact["on"])
            if last is None or (fact["version"] or 0) >= (last["version"] or 0):
                found[fact["on"]] = fact
    progress = [_observed(day, day, fact["values"]["percent"]) for day, fact in sorted(found.items())]
    spent = sealed.value(about, "funds_spent")
    money = {
        "id": "spent", "period": {"endDate": _moment(sealed["as_of"])},
        "value": {"amount": spent, "currency": row["currency"]},
    }  # fmt: skip
    said = [
        (PROGRESS, "Verified physical progress", progress),
        (FINANCE, "Spent", [money] if spent is not None else []),
    ]
    return [{"id": key, "title": title, "observations": rows} for key, title, rows in said if rows]


def milestones(sealed, row, facts, gates):
    """The finish against both dates, each gate that was passed, and what the public record says of the place."""
    about, as_of = f"project:{row['code']}", sealed["as_of"]
    finished = sealed.value(about, "finished_on")
    found = []
    for key, title, name in (
        ("original-finish", "Finish, as first approved", "original_on"),
        ("approved-finish", "Finish, as approved last", "approved_on"),
    ):
        if due := sealed.value(about, name):
            state = "met" if finished else "notMet" if due < as_of else "scheduled"
            found.append(_milestone(key, title, "delivery", state, due=due, met=finished))
    for fact in facts.get("gate", ()):
        gate = fact["values"]["gate"]
        found.append(_milestone(f"gate-{gate}", f"Gate: {gates(gate).label}", "approval", "met", met=fact["on"]))
    rows = [mark for mark in sealed["milestones"] if _of(row, mark)]
    for number, mark in enumerate(rows, 1):
        state = "met" if mark["met_on"] else "scheduled"
        said = _milestone(
            f"public-{number}", mark["kind"].replace("_", " ").capitalize(), "engagement", state, due=mark["due_on"],
            met=mark["met_on"],
        )  # fmt: skip
        found.append(said | {"description": f"Public record: {mark['source_title']}" if mark["source_title"] else ""})
    return found


def _of(row, mark):
    """Whether a milestone is this factory's, or of all the factories of its place."""
    if mark["project"]:
        return mark["project"] == row["code"]
    return mark["county"] == row["county"] and mark["facility"] == "factories"


def _milestone(key, title, kind, status, *, due=None, met=None):
    return {
        "id": key, "title": title, "type": kind, "status": status, "dueDate": _moment(due), "dateMet": _moment(met),
    }  # fmt: skip


def modifications(started, baselines, period):
    """Each approved move of the finish, with its reason."""
    found, before = [], None
    for fact in sorted(baselines, key=lambda fact: fact["values"]["number"]):
        said = fact["values"]
        if before is not None:
            approved = next((step["at"] for step in fact["steps"] if step["step"] == "approved"), None)
            found.append({
                "id": f"baseline-{said['number']}", "type": "duration", "date": approved, "rationale": said["reason"],
                "description": f"Finish moved from {before} to {said['finishes_on']}.",
                "oldContractPeriod": period(started, before),
                "newContractPeriod": period(started, said["finishes_on"]),
            })  # fmt: skip
        before = said["finishes_on"]
    return found
