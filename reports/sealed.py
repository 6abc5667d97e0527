"""A seal's content, read: the one way by which pages and files of a pack get at figures, facts and names."""

import zlib
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from committees.rights import Role
from factories.models import DelayCause, Severity
from regional20x10.shared.errors import Refused
from reports import chain
from reports.definitions import definitions
from reports.models import Seal
from reports.pieces import loaded
from reports.sealing.book import plain

CODED = {
    "cause": lambda code: DelayCause(code).label,
    "severity": lambda code: Severity(code).label,
    "year": str,
}
"""{kind of subject that is named by its code alone: its words}."""


class Sealed:
    """The content of a seal with its header, asked in the language that is on. Never asks the database.

    `header`: {number, kind, year, as_of, sealed_at, sealed_by, reason, content_sha256, previous, sha256, chain}, as in
    the manifest (reports/chain.py).
    """

    def __init__(self, content, header):
        self.content, self.header = content, header

    def __getitem__(self, part):
        """A table of the content: seal["counties"]."""
        return self.content[part]

    def get(self, part, default=None):
        return self.content.get(part, default)

    @property
    def figures(self):
        return self.content["figures"]

    @property
    def facts(self):
        return self.content["facts"]

    def value(self, subject, key):
        """The value of a figure; None if it is not known or not there."""
        return self.figures.get(f"{subject}/{key}", {}).get("value")

    @staticmethod
    def name(names):
        """Of {"en", "ko"}, the one in the reader's language."""
        return (names or {}).get(get_language()) or (names or {}).get("en") or ""

    @cached_property
    def names(self):
        """{subject: names} of provinces, counties, projects (of earlier years too), bases and product groups."""
        found = {"programme": self.content.get("program", {}).get("names")}
        for row in self.content.get("bases", ()):
            found[f"county:{row['county']}"] = row.get("county_names")
        for part in ("earlier", "carry_overs"):
            for row in self.content.get(part, ()):
                found[f"county:{row['county']}"] = row["county_names"]
                found[f"project:{row.get('code') or row['project']}"] = row["names"]
        for part in ("bases", "residents"):
            found |= {row["subject"]: row["names"] for row in self.content.get(part, ())}
        for kind, part in (("province", "provinces"), ("county", "counties"), ("project", "projects")):
            found |= {f"{kind}:{row['code']}": row["names"] for row in self.content.get(part, ())}
        return found

    @cached_property
    def wares(self):
        """{code: names} of products, raw materials and building materials."""
        found = {row["product"]: row["names"] for row in self.content.get("residents", ())}
        for part in ("bases", "raw_materials"):
            found |= {row["material"]: row["material_names"] for row in self.content.get(part, ())}
        found |= {row["material"]: row["names"] for row in self.content.get("shortages", ())}
        return found | {row["code"]: row["names"] for row in self.content.get("materials", ())}

    @cached_property
    def counties_of(self):
        """{subject: code of its county} of factories, of earlier years too."""
        rows = [row for part in ("earlier", "carry_overs", "projects") for row in self.content.get(part, ())]
        return {f"project:{row.get('code') or row['project']}": row["county"] for row in rows}

    def factories_of(self, county):
        """The subjects of the year's factories of a place, by its code."""
        return [f"project:{row['code']}" for row in self["projects"] if row["county"] == county]

    def subject(self, subject):
        """A subject in words."""
        kind, _colon, code = subject.partition(":")
        if kind in CODED:
            return str(CODED[kind](code))
        return self.name(self.names.get(subject)) or subject

    def place_of(self, subject):
        """The name of the place in which a factory is; nothing of what is no factory."""
        county = self.counties_of.get(subject)
        return self.subject(f"county:{county}") if county else ""

    @staticmethod
    def definition(name):
        """The Definition of a figure by its name."""
        return definitions()[name.rpartition("/")[2]]


def post_words(post):
    """{"role", "place"} of a post in words, which stand in for names."""
    role = str(Role(post["role"]).label) if post["role"] in Role.values else post["role"]
    place = Sealed.name(post["place"])
    return _("%(role)s, %(body)s") % {"role": role, "body": place} if place else role


def header(seal):
    """The header of a seal as its digest is of it (reports/chain.py), with that digest."""
    return {
        "number": seal.number, "kind": seal.kind, "year": seal.year, "as_of": plain(seal.as_of),
        "sealed_at": plain(seal.sealed_at), "sealed_by": seal.sealer, "reason": seal.reason,
        "content_sha256": seal.content_sha256, "previous": seal.previous_sha256, "sha256": seal.sha256,
    }  # fmt: skip


def earlier(seal):
    """The headers of all seals before it, the first one first. One query."""
    return [header(row) for row in Seal.objects.filter(number__lt=seal.number).defer("content").order_by("number")]


def of(seal):
    """The Sealed of a row, with its chain. Refuses one that does not hold: nothing is ever made from it. One query."""
    before = earlier(seal)
    if reasons := faults(seal, before):
        raise Refused(reasons)
    return read(seal, before)


def read(seal, before=()):
    """The Sealed of a row that is known to hold."""
    return Sealed(loaded(chain.unpacked(seal.content)), {**header(seal), "chain": list(before)})


def faults(seal, before):
    """What does not hold of a row, worked out again: sentences, none if all does. `before`: the earlier headers."""
    try:
        content = chain.unpacked(seal.content)
    except zlib.error:
        content = b""
    return chain.faults(header(seal), content, before)
