"""The book in which the parts of a seal are written: figures with inputs, facts with their steps, tables of rows."""

from datetime import UTC, date, datetime
from decimal import Decimal

from reports.pieces import Pieces

SCHEMA = "seal-1"


class Book:
    """Figures, facts and posts by name, and everything else by part.

    Subjects: "programme", "province:NP", "county:NP-SONGCHON", "project:24-SONGCHON-FOOD", "base:12", ...
    A figure's name is "<subject>/<key>", its key one of reports.definitions; a fact's "<kind>:<primary key>".
    """

    def __init__(self):
        self.figures, self.facts, self.posts, self.parts = Pieces(), Pieces(), {}, {}

    def figure(self, subject, key, value, *, inputs=(), facts=(), missing=()):
        """Write a figure; returns its name.

        `value`: plain (number, ISO date, code) or None if unknown. `inputs`: names of figures it is made of; `facts`:
        names of facts; `missing`: subjects or fact kinds that it lacks, as [{"subject", "code"}].
        """
        name = f"{subject}/{key}"
        if name in self.figures:
            raise ValueError(f"{name} is written twice")
        row = {"value": plain(value)}
        row |= {
            label: list(said) for label, said in (("inputs", inputs), ("facts", facts), ("missing", missing)) if said
        }
        self.figures[name] = row
        return name

    def rests_on(self, name, *, inputs=(), facts=()):
        """Add to what a figure that is written rests on."""
        row = self.figures[name]
        for label, said in (("inputs", inputs), ("facts", facts)):
            told = row.get(label, [])
            if new := [other for other in said if other not in told]:
                row[label] = told + new
        self.figures[name] = row

    def fact(self, kind, key, *, subject, values, steps, on=None, version=None, url=""):
        """Write a fact once; returns its name.

        `values`: what it says, plain. `steps`: [(step, moment, post)] with step one of entered, verified, accepted,
        returned, signed ...; `url`: its page, without language.
        """
        name = f"{kind}:{key}"
        if name not in self.facts:
            said = [{"step": step, "at": plain(at), "by": self.post(by)} for step, at, by in steps]
            self.facts[name] = {
                "kind": kind, "subject": subject, "on": plain(on), "version": version, "values": plain(values),
                "steps": said, "url": url,
            }  # fmt: skip
        return name

    def post(self, post):
        """The key of a post in the book's table of posts, None for the system's own. Posts stand in for names."""
        if post is None:
            return None
        if str(post.pk) not in self.posts:
            self.posts[str(post.pk)] = sealer(post)
        return str(post.pk)

    def part(self, name, value):
        """Keep the table `name`; each is written once."""
        if name in self.parts:
            raise ValueError(f"{name} is written twice")
        self.parts[name] = plain(value)

    def content(self):
        """The content of the seal."""
        return {
            "schema": SCHEMA, **self.parts, "figures": self.figures, "facts": self.facts, "posts": self.posts,
        }  # fmt: skip


def sealer(post):
    """What a seal says of a post in place of a name: {"role", "place"}; None of none."""
    return post and {"role": str(post.role), "place": names(post.province or post.county or post.organization)}


def names(row):
    """{"en", "ko"} of anything that is named in both; None of nothing."""
    return row and {"en": row.name_en, "ko": row.name_ko}


def plain(value):
    """`value` as JSON holds it: days and moments ISO 8601 (moments in UTC), decimals as numbers, lazy words refused."""
    if isinstance(value, dict):
        return {str(key): plain(said) for key, said in value.items()}
    if isinstance(value, list | tuple):
        return [plain(said) for said in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | float):
        return _number(value)
    if value is None or isinstance(value, str | int | bool):
        return getattr(value, "value", value)
    raise TypeError(f"A seal holds plain data in no language, not {type(value).__name__}: {value!r}")


def _number(value):
    """At most six decimals; a whole number as an integer, so that it is written in one way only."""
    rounded = round(float(value), 6)
    return int(rounded) if rounded.is_integer() else rounded
