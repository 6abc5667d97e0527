"""What a seal would hold of the data of a test, and seals made of it without the action that seals."""

import orjson

from reports import chain, sealed, spans
from reports.models import Seal
from reports.sealed import Sealed
from reports.sealing import collected
from reports.sealing.book import Book, sealer
from reports.sealing.scope import Scope
from tests import make

DAY = make.DAY


def scope(year=2026, as_of=DAY, kind="year"):
    make.year(year)
    return Scope(kind, year, as_of, spans.first_day(kind, year, as_of))


def book(*parts, year=2026, as_of=DAY, kind="year"):
    """The Book in which some parts (modules of reports.sealing) have written."""
    found, of = Book(), scope(year, as_of, kind)
    for part in parts:
        part.collect(found, of)
    return found


def value(found, name):
    return found.figures[name]["value"]


def content(year=2026, as_of=DAY, kind="year"):
    """The whole content, as it is read from a seal."""
    return orjson.loads(chain.canonical(collected(scope(year, as_of, kind))))


def kept(year=2026, as_of=DAY, kind="year", at=None):
    """A Seal of it in the table, the next of its chain."""
    last = Seal.objects.order_by("-number").first()
    canonical = chain.canonical(content(year, as_of, kind))
    row = Seal(
        number=last.number + 1 if last else 1, kind=kind, year=year, as_of=as_of, sealed_at=at or make.moment(as_of),
        sealed_by=None, sealer=sealer(None), reason="A test.", content=chain.packed(canonical), bytes=len(canonical),
        content_sha256=chain.digest(canonical), previous_sha256=last.sha256 if last else "", unaccepted=0,
    )  # fmt: skip
    row.sha256 = chain.header_digest(sealed.header(row))
    row.save(force_insert=True)
    return row


def read(said=None, **changes):
    """The Sealed of a content (of the data of the test without one), with parts of it changed."""
    said = {**(said or content()), **changes}
    header = {
        "number": 2, "kind": said["kind"], "year": said["year"], "as_of": said["as_of"], "sha256": "ab" * 32,
        "sealed_at": f"{said['as_of']}T03:00:00Z", "reason": "A test.", "chain": [],
    }  # fmt: skip
    return Sealed(said, header)
