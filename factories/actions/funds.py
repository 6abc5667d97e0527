"""Funds of projects: allocated, disbursed, committed; corrected and withdrawn by new versions, both kept.

No more is ever disbursed of a source, by the end of any year, than is allocated of it for that and earlier years: the
project is locked while that is judged, so that two disbursements at once cannot do together what neither may.
"""

from collections import Counter
from decimal import Decimal

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from committees.rights import Deed
from factories.actions import entries, standings
from factories.models import Commitment, Disbursement, FundAllocation, FundSource
from regional20x10.shared import words
from regional20x10.shared.actions import action, not_allowed
from regional20x10.shared.errors import Refused

DEEDS = {
    FundAllocation: Deed.MANAGE_FUNDS, Disbursement: Deed.MANAGE_FUNDS, Commitment: Deed.COMMIT_FUNDS,
}  # fmt: skip
"""{model: who enters, corrects and withdraws}."""
MOST = Decimal(10) ** 14
"""All of one kind of a project stays below it: the standing's columns hold no more."""


@action("manage_funds")
def allocate(project, *, year, source, amount, reference, by, at, currency=None, key=None):
    """Set money aside for a project in a year. The same `key` (a UUID) is the same entry, however often it is sent."""
    said = {"year": year, "source": source, "amount": amount, "currency": currency, "reference": reference}
    return _made(FundAllocation, project, said, key, by, at)


@action("manage_funds")
def disburse(project, *, source, amount, paid_on, reference, by, at, currency=None, key=None):
    """Enter money paid out on a day. Refuses more than is allocated of the source by then."""
    said = {"source": source, "amount": amount, "currency": currency, "paid_on": paid_on, "reference": reference}
    return _made(Disbursement, project, said, key, by, at)


@action("commit_funds")
def commit(project, *, line, amount, committed_on, contract, by, at, contractor=None, currency=None, key=None):
    """Enter what a contract or an order binds."""
    said = {"line": line, "amount": amount, "currency": currency, "committed_on": committed_on, "contract": contract,
            "contractor": contractor}  # fmt: skip
    return _made(Commitment, project, said, key, by, at)


def _made(model, project, said, key, by, at):
    project = entries.held(project)
    if earlier := entries.sent_before(model, project, key):
        return earlier
    if key is not None:
        said = {**said, "chain": key}
    row = model(project=project, at=at, by=by, **_tidied(said, project))
    entries.entered(row, also=_against(row))
    standings.refresh([project.pk], on=localdate(at))
    return row


@action()
def correct(row, *, why, by, at, **values):
    """The version of an entry with `values` in place of what it says; the earlier one stays beside it, and `why`."""
    project = _of(row, by)
    values, said = _tidied(values, project), {"against": _against, "beside": "amount"}
    return entries.corrected(row, project, values, **said, why=why, by=by, at=at)


@action()
def withdraw(row, *, why, by, at):
    """Say that an entry never was so. Refuses to take back an allocation that is disbursed already."""
    project = _of(row, by)
    if found := _short(project, row.currency, drop=row):
        raise Refused(found if why.strip() else [*found, _("Say why the entry is withdrawn: it stays to be seen.")])
    last = entries.withdraw(row, why=why, by=by, at=at)
    standings.refresh([project.pk], on=localdate(at))
    return last


def _of(row, by):
    """The project of an entry, held; raises if the post may not change entries of this kind."""
    if by is not None and not by.may(DEEDS[type(row)]):
        raise not_allowed(by, DEEDS[type(row)])
    return entries.held(row.project)


def _tidied(values, project):
    """Texts without spaces around them, and the project's currency where none is named."""
    tidy = entries.tidied(values)
    if "currency" in tidy:
        tidy["currency"] = tidy["currency"] or project.currency
    return tidy


# --- what stands against an entry ------------------------------------------------------------------------------------
def _against(row, *, instead_of=None):
    """{field: sentences} of what stands against `row`, besides what its own fields and constraints say."""
    project, found = row.project, {}
    if row.currency != project.currency:
        said = _("The funds of this factory are kept in %(currency)s: give the amount in it.")
        found["currency"] = [said % {"currency": project.currency}]
    found |= _against_day(row, project.plan.program)
    if isinstance(row.amount, Decimal) and row.amount.is_finite() and 0 < row.amount < MOST:
        sentences = _too_much(row, instead_of)
        if not found:
            sentences += _short(project, row.currency, add=row, drop=instead_of)
        if sentences:
            found["amount"] = sentences
    return found


def _against_day(row, program):
    first, last = program.start_year - 1, program.start_year + program.years
    if isinstance(row, FundAllocation):
        said = _("Enter a year of the programme, from %(first)s to %(last)s.") % {"first": first, "last": last}
        return {} if row.year is not None and first <= row.year <= last else {"year": [said]}
    name = "paid_on" if isinstance(row, Disbursement) else "committed_on"
    sentence = entries.against_day(getattr(row, name), program, localdate(row.at))
    return {name: [sentence]} if sentence else {}


def _too_much(row, instead_of):
    """A sentence if all of this kind would come to more than can be kept."""
    rows = type(row).objects.in_force().filter(project=row.project)
    amounts = rows.exclude(pk=instead_of and instead_of.pk).values_list("amount", flat=True)
    if sum(amounts, row.amount) < MOST:
        return []
    return [_("Together with what is entered this is more than can be kept: check the amount and its unit.")]


def _short(project, currency, *, add=None, drop=None):
    """A sentence for each source of which, with the change, more would be disbursed than is allocated.

    What is too much already, and grows no more, stands against nothing: otherwise it could not be mended in steps.
    """
    before, after = _excess(project), _excess(project, add, drop)
    sentences = []
    for source in FundSource:
        worse = [year for (of, year) in sorted(after) if of == source and after[of, year][0] > _by(before, of, year)]
        if worse:
            _more, disbursed, allocated = after[source, worse[0]]
            said = _(
                "%(source)s: by the end of %(year)s %(disbursed)s %(currency)s would be disbursed and %(allocated)s "
                "allocated. No more is disbursed than is allocated: enter or correct the allocation first, or disburse "
                "less."
            )
            slots = {"source": source.label, "year": worse[0], "currency": currency}
            amounts = {"disbursed": words.number(disbursed, 2), "allocated": words.number(allocated, 2)}
            sentences.append(said % (slots | amounts))
    return sentences


def _by(excess, source, year):
    return excess.get((source, year), (0,))[0]


def _excess(project, add=None, drop=None):
    """{(source, year): (too much, disbursed, allocated)}, sums up to the end of years in which more is disbursed."""
    allocated, disbursed = Counter(), Counter()
    for model, sums in ((FundAllocation, allocated), (Disbursement, disbursed)):
        rows = [*model.objects.in_force().filter(project=project), *([add] if isinstance(add, model) else [])]
        for row in rows:
            if not (isinstance(drop, model) and row.pk is not None and row.pk == drop.pk):
                sums[row.source, _year(row)] += row.amount
    found = {}
    for source, year in {*allocated, *disbursed}:
        sums = [
            sum(amount for (of, when), amount in each.items() if of == source and when <= year)
            for each in (disbursed, allocated)
        ]
        if sums[0] > sums[1]:
            found[source, year] = (sums[0] - sums[1], *sums)
    return found


def _year(row):
    return row.year if isinstance(row, FundAllocation) else row.paid_on.year
