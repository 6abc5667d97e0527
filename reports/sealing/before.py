"""Earlier seals as a new one is compared with them: of all that they hold, the little that is looked at."""

from dataclasses import dataclass

from django.db.models import Q

from reports.chain import unpacked
from reports.models import Seal, SealKind
from reports.pieces import loaded


@dataclass(frozen=True)
class Before:
    """An earlier seal in little memory."""

    said: dict
    """How the new seal names it."""
    year: int
    values: dict
    """{name of a figure: its value}."""
    facts: frozenset
    """Names of its facts."""
    names: dict
    """{subject: names} of its counties and projects."""


def before(kind, year, as_of):
    """(the seal before, the last one of the year before `year`), each a Before or None. Three queries at most.

    The seal before is the latest as of an earlier day, of whatever kind, or an earlier one of this kind as of the same
    day; for a quarter or a month first of all the latest of its own kind in the year: a month is compared with the
    month before, not with the quarter that was sealed beside it.
    """
    alike, rows = Q(kind=kind, year=year, as_of__lte=as_of), Seal.objects.order_by("-as_of", "-number")
    previous = rows.filter(alike).first() if kind != SealKind.YEAR else None
    previous = previous or rows.filter(alike | Q(as_of__lt=as_of)).first()
    last = Seal.objects.filter(kind=SealKind.YEAR, year=year - 1).order_by("-number").first()
    same = previous and last and previous.pk == last.pk
    found = previous and _read(previous)
    return found, found if same else last and _read(last)


def _read(seal):
    content, names = loaded(unpacked(seal.content)), {}
    for kind, part in (("county", "counties"), ("project", "projects")):
        names |= {f"{kind}:{row['code']}": row["names"] for row in content.get(part, ())}
    return Before(
        said={"number": seal.number, "kind": seal.kind, "year": seal.year, "as_of": seal.as_of, "sha256": seal.sha256},
        year=content["year"], values={name: row["value"] for name, row in content["figures"].items()},
        facts=frozenset(content["facts"]), names=names,
    )  # fmt: skip
