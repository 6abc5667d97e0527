"""Sealing: all that is known of a year on a day, in one snapshot, as the next link of the chain."""

from datetime import date, datetime
from functools import partial

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Refused
from regional20x10.shared.snapshots import snapshot
from reports import chain, sealed, spans
from reports.models import Seal
from reports.sealing import collected
from reports.sealing.book import sealer
from reports.sealing.scope import Scope


@action("seal", within=partial(snapshot, alone_with="reports.Seal"))
def seal(*, kind, year, as_of, reason, by, at, also=None):
    """The new Seal of `year` at the end of `as_of`. Two at once follow one another.

    Everything is read in one snapshot, so that figures and facts agree; it is a transaction of its own and must not be
    called inside another. `also`: called with the seal in the same transaction, by who must know of it or have none.
    Refuses a day to come or outside the span, a year without places, and no reason. A year that is not closed may be
    sealed, and so may returns that nobody has accepted: the seal says so, and lists them.
    """
    if fields := spans.against(kind=kind, year=year, as_of=as_of, reason=reason, today=localdate(at)):
        raise Refused(list(fields.values()), fields={name: [said] for name, said in fields.items()})
    found = collected(Scope(kind, year, as_of, spans.first_day(kind, year, as_of)))
    last = Seal.objects.defer("content").order_by("-number").first()
    row = Seal(
        number=last.number + 1 if last else 1, kind=kind, year=year, as_of=as_of, sealed_at=at.replace(microsecond=0),
        sealed_by=by, sealer=sealer(by), reason=reason.strip(), previous_sha256=last.sha256 if last else "",
        **_kept(found),
    )  # fmt: skip
    row.sha256 = chain.header_digest(sealed.header(row))
    checked(row).save(force_insert=True)
    if also:
        also(row)
    return row


@action("seal", within=partial(snapshot, alone_with="reports.Seal"))
def take_in(*, header, content, by):
    """The Seal that another database made, as the next link of the chain here: its digests stay as they are.

    `header` with its `chain`, `content`: plain data, as an exported seal has them. Refuses a seal that does not hold,
    and one that is not the next: the seals before it must be here, with the digests that it names, and no other.
    """
    try:
        reasons = chain.faults(header, content, header["chain"])
    except (LookupError, TypeError, AttributeError):
        raise Refused(_("This is not in the form of a seal.")) from None
    if reasons := reasons + _out_of_place(header):
        raise Refused(reasons)
    row = Seal(
        **{name: header[name] for name in ("number", "kind", "year", "reason", "sha256")},
        as_of=date.fromisoformat(header["as_of"]), sealed_at=datetime.fromisoformat(header["sealed_at"]),
        sealer=header["sealed_by"], previous_sha256=header["previous"], **_kept(content),
    )  # fmt: skip
    checked(row).save(force_insert=True)
    return row


def _out_of_place(header):
    """Why the seal is not the next here: a sentence, none if it is."""
    here = list(Seal.objects.order_by("number").values_list("sha256", flat=True))
    needed = [row["sha256"] for row in header["chain"]]
    slots = {"number": header["number"], "needed": len(needed), "count": len(here)}
    if len(here) != len(needed):
        said = _("Seal %(number)s follows %(needed)s others, and here are %(count)s: take in exactly those before it.")
        return [said % slots]
    if here != needed:
        return [_("Seal %(number)s follows other seals than those here: it belongs to another chain.") % slots]
    return []


def _kept(found):
    """The columns of a content."""
    content, digest, length = chain.kept(found)
    return {
        "content": content, "bytes": length, "content_sha256": digest, "unaccepted": len(found["unaccepted"]),
    }  # fmt: skip
