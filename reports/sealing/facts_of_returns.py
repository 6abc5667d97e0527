"""Ten-day and production returns: which of them stand, and which figures rest on which."""

from itertools import groupby

from django.db.models import Sum

from factories.models import CountySignature, EquipmentLine, Expenditure, ProductionReturn, StatusReturn
from reports.sealing.evidence import Page

PACE_OVER = 7
"""The latest verified periods whose gains make the pace (standing() in SQL)."""
LADDER = ("submitted", "verified", "accepted", "returned")
STEPS = {"submitted": "entered"}
COLUMNS = [
    "project_id", "period_id", "version", "created_at",
    *(f"{deed}_{part}" for deed in LADDER for part in ("at", "by_id")),
]  # fmt: skip


def collect(book, scope, evidence):
    """Write every ten-day return handed in by the day, and note on which the figures rest. Four queries."""
    rows = _handed_in(StatusReturn, scope).only(*COLUMNS, "percent", "pace", "crew_people")
    sums = _Sums(scope)
    page = Page("return")
    for project, returns in _by_project(rows):
        for row in returns:
            write(book, scope, row, f"return:{row.pk}", _said(row, scope, sums), page, sums.signed.get(row.pk, ()))
        _note(evidence, project, returns, scope, sums)


def unaccepted_production(scope, evidence):
    """Note the production returns that stand and are not accepted: [facts' names are "production:<pk>"]. One query."""
    for project, returns in _by_project(_handed_in(ProductionReturn, scope).only(*COLUMNS)):
        for row in stood(returns, scope).values():
            if state(row, scope) != "accepted":
                evidence.add(project, "unaccepted_production", f"production:{row.pk}")


def _handed_in(model, scope):
    rows = model.objects.filter(project__in=scope.projects, submitted_at__lte=scope.until)
    return rows.order_by("project__code", "period__ends_on", "version")


def _by_project(rows):
    """(project, its returns) in turn; never all rows at once."""
    for project, returns in groupby(rows.iterator(chunk_size=2000), key=lambda row: row.project_id):
        yield project, list(returns)


class _Sums:
    """What the parts of returns add up to, and who of the county signed them."""

    def __init__(self, scope):
        of_it = {"status_return__project__in": scope.projects, "status_return__submitted_at__lte": scope.until}
        self.spent = _sum(Expenditure.objects.filter(**of_it), "amount")
        self.installed = _sum(EquipmentLine.objects.filter(**of_it), "installed")
        self.signed = {}
        rows = CountySignature.objects.filter(**of_it, at__lte=scope.until).order_by("at", "pk")
        for pk, at, by in rows.values_list("status_return", "at", "by").iterator(chunk_size=2000):
            self.signed.setdefault(pk, []).append(("signed", at, by))


def _sum(lines, column):
    """{primary key of a return: the sum of a column of its lines}."""
    return dict(lines.order_by().values_list("status_return").annotate(sum=Sum(column)).iterator(chunk_size=2000))


def state(row, scope):
    """How a return stood at the end of the day."""
    for deed in ("returned", "accepted", "verified"):
        stamp = getattr(row, f"{deed}_at")
        if stamp and stamp <= scope.until:
            return deed
    return "submitted"


def _said(row, scope, sums):
    return {
        "period": scope.periods[row.period_id].code,
        "state": state(row, scope),
        "percent": row.percent,
        "pace": row.pace,
        "crew_people": row.crew_people,
        "spent": sums.spent.get(row.pk),
        "installed": sums.installed.get(row.pk),
    }


def write(book, scope, row, name, values, page, more=(), *, about=None):
    """Write a return as the fact `name` (of the subject `about`), with its steps by the day and `more` of them."""
    kind, _colon, key = name.partition(":")
    stamps = [(STEPS.get(deed, deed), getattr(row, f"{deed}_at"), getattr(row, f"{deed}_by_id")) for deed in LADDER]
    steps = [(step, at, scope.posts[by]) for step, at, by in [*stamps, *more] if at and at <= scope.until]
    about, on = about or scope.subjects[row.project_id], scope.periods[row.period_id].ends_on
    book.fact(
        kind, key, subject=about, values=values, on=on,
        version=row.version, steps=sorted(steps, key=lambda step: step[1]), url=page.of(row.pk),
    )  # fmt: skip


def stood(returns, scope):
    """{period: the version that stands for it}: the latest not sent back; `returns` by period and version."""
    return {row.period_id: row for row in returns if state(row, scope) != "returned"}


def _note(evidence, project, returns, scope, sums):
    """What standing() reads from the returns of one project: see its comments."""
    told = list(stood(returns, scope).values())
    checked = [row for row in returns if state(row, scope) in ("verified", "accepted")]
    verified = list({row.period_id: row for row in checked}.values())
    accepted = [row for row in checked if state(row, scope) == "accepted"]
    chosen = {
        "claimed": told[-1:],
        "told": told,
        "spent": [row for row in told if row.pk in sums.spent],
        "verified": verified[-1:],
        "pace": verified[-PACE_OVER:],
        "accepted": accepted[-1:],
        "finished": _finished(verified),
        "unaccepted": [row for row in told if state(row, scope) != "accepted"],
    }
    for kind, rows in chosen.items():
        for row in rows:
            evidence.add(project, kind, f"return:{row.pk}")


def _finished(verified):
    """The first return at 100 % after which none was below."""
    found = []
    for row in verified:
        found = (found or [row]) if row.percent >= 100 else []
    return found
