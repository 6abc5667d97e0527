"""What changed since the seal before, and since the year before: figures, dates and colours, with their causes.

It is written at sealing, so that the pack needs this one seal. A cause is a fact that the earlier seal does not hold:
a moved finish, a delay that a site gave, a finding, a decision, a gate; of a colour, the reasons of the new one too.
"""

from factories.models import Baseline, CountyPlan, Delay, Finding, GatePass
from reports.definitions import definitions

WHOLE = ("programme", "province")
COMPARED = (*WHOLE, "county", "project")
"""Kinds of subjects whose figures are compared; between two years, those of WHOLE and the factories carried over."""


def collect(book, scope):
    """Write the part; the seals it compares with are those in the table when the scope read them."""
    carried = {f"project:{row['project']}" for row in book.parts.get("carry_overs", ())}
    before, last = (then and since(then, book, scope, carried) for then in scope.before)
    book.part("changes", {"previous": before, "last_year": last})


def since(then, book, scope, carried):
    """What changed since the seal `then` (before.Before), as plain data."""
    same = then.year == scope.year
    found = {**then.said, "same_year": same, **_compared(then.values, book.figures, same, carried)}
    now, before = _subjects(book.figures), _subjects(then.values)
    found["appeared"], found["vanished"] = (sorted(rows) if same else [] for rows in (now - before, before - now))
    found["names"] = {name: then.names[name] for name in found["vanished"] if name in then.names}
    found["causes"] = _causes(then, book, same, found)
    found["colours"] = [row | {"reasons": _reasons(book, row["name"])} for row in found["colours"]]
    return found


def _subjects(figures):
    names = {name.rpartition("/")[0] for name in figures}
    return {name for name in names if name.partition(":")[0] in ("county", "project")}


def _compared(before, after, same, carried):
    """{"figures", "dates", "colours"}: [{name, before, after}] of every figure that both know and say otherwise."""
    found = {"figures": [], "dates": [], "colours": []}
    for name in sorted(before.keys() & after.keys()):
        subject, _slash, key = name.rpartition("/")
        kinds = COMPARED if same else WHOLE
        if subject.partition(":")[0] not in kinds and (same or subject not in carried):
            continue
        row = {"name": name, "before": before[name], "after": after[name]["value"]}
        if row["before"] != row["after"]:
            found[_LISTS.get(_unit(key), "figures")].append(row)
    return found


_LISTS = {"date": "dates", "colour": "colours"}


def _unit(key):
    known = definitions().get(key)
    return known.unit if known else "text"


def _reasons(book, name):
    """The reasons of the colour a place or factory has now."""
    subject = name.rpartition("/")[0]
    part = {"county": "counties", "project": "projects"}.get(subject.partition(":")[0])
    rows = book.parts.get(part, ()) if part else ()
    return next((row["reasons"] for row in rows if row["code"] == subject.partition(":")[2]), [])


# --- causes ----------------------------------------------------------------------------------------------------------
def _causes(then, book, same, found):
    """{subject: [{code, ...}]}: facts that the earlier seal does not hold, and moves between years. Five queries."""
    if not same:
        return _listed(_carry_overs(book, then))
    new = {}
    for name in sorted(book.facts.keys() - then.facts):
        kind, _colon, key = name.partition(":")
        new.setdefault(kind, []).append(key)
    causes = [
        *_baselines(new.get("baseline", ())), *_delays(new.get("return", ())), *_findings(new.get("finding", ())),
        *_gates(new.get("gate", ())), *_decisions(book, new.get("decision", ())), *_carry_overs(book, then),
        *_moves(found),
    ]  # fmt: skip
    return _listed(causes)


def _listed(causes):
    found = {}
    for subject, cause in causes:
        found.setdefault(subject, []).append(cause)
    return {subject: found[subject] for subject in sorted(found)}


def _baselines(pks):
    """Finishes that were moved; the original one is no cause."""
    rows = Baseline.objects.filter(pk__in=pks, number__gt=0).select_related("project")
    for row in rows.order_by("project__code", "number"):
        yield f"project:{row.project.code}", {
            "code": "rebaseline", "fact": f"baseline:{row.pk}", "to": row.finishes_on, "reason": row.reason,
        }  # fmt: skip


def _delays(pks):
    """Days that sites say they lost, by cause."""
    rows, found = Delay.objects.filter(status_return__in=pks, days_lost__gt=0), {}
    for row in rows.select_related("status_return__project").order_by("status_return__project__code", "cause", "pk"):
        subject = f"project:{row.status_return.project.code}"
        of = found.setdefault((subject, row.cause), {"code": "delay", "cause": row.cause, "days": 0, "facts": []})
        of["days"] += row.days_lost
        of["facts"].append(f"return:{row.status_return_id}")
    return [(subject, of) for (subject, _cause), of in found.items()]


def _findings(pks):
    rows = Finding.objects.filter(pk__in=pks).select_related("project").order_by("project__code", "pk")
    for row in rows:
        yield f"project:{row.project.code}", {
            "code": "finding", "fact": f"finding:{row.pk}", "severity": row.severity, "text": row.text,
        }  # fmt: skip


def _gates(pks):
    rows = GatePass.objects.filter(pk__in=pks).select_related("project").order_by("project__code", "at", "pk")
    for row in rows:
        yield f"project:{row.project.code}", {"code": "gate", "fact": f"gate:{row.pk}", "gate": row.gate}


def _decisions(book, pks):
    """Of decisions made since, each for the places it is about."""
    new = {f"decision:{pk}" for pk in pks}
    for row in book.parts.get("decisions", ()):
        if row["fact"] in new:
            about = [f"county:{code}" for code in row["counties"]] + [f"project:{code}" for code in row["projects"]]
            cause = {"code": "decision", "fact": row["fact"], "number": row["number"], "text": row["text"]}
            yield from ((subject, cause) for subject in about or ["programme"])


def _carry_overs(book, then):
    for row in book.parts.get("carry_overs", ()):
        if row["fact"] not in then.facts:
            yield f"project:{row['project']}", {
                "code": "carried_over", "fact": row["fact"], "year": row["year"], "why": row["why"],
            }  # fmt: skip


def _moves(found):
    """Counties that came into the year or left it: from which year, or into which, by the plans. Two queries."""
    codes = [name.partition(":")[2] for name in (*found["appeared"], *found["vanished"]) if name.startswith("county:")]
    plans = CountyPlan.objects.filter(county__code__in=codes).select_related("county", "program_year")
    plans = {f"county:{row.county.code}": row for row in plans.order_by("county__code", "pk")}
    for name in found["vanished"]:
        if name.startswith("county:"):
            yield name, {"code": "left", "to": plans[name].program_year.year if name in plans else None}
    earlier = _earlier_years(plans.values())
    for name in found["appeared"]:
        if name.startswith("county:"):
            yield name, {"code": "joined", "from": earlier.get(plans[name].pk) if name in plans else None}


def _earlier_years(plans):
    """{plan: the year it was in before the present one}, of those that were moved. One query."""
    now = {row.pk: row.program_year.year for row in plans}
    events = CountyPlan._meta.get_field("events").related_model.objects.filter(pgh_obj__in=now).order_by("pgh_id")
    found = {}
    for pk, year in events.values_list("pgh_obj", "program_year__year"):
        if year != now[pk]:
            found[pk] = year
    return found
