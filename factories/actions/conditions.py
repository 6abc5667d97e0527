"""A county's conditions of a year: recorded and corrected; the history keeps what was said before, by whom and when."""

import hashlib
import json
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from committees.models import Post
from factories import conditions
from factories.conditions import LISTS
from factories.models import County, LocalConditions
from factories.models.places import CONDITIONS, FIRST_YEAR, LAST_YEAR
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Conflict, Refused

LONGEST_SOURCE = 300
LARGEST = Decimal(10) ** 9


@action("record_conditions")
def record(county, year, *, values, sources, by, seen=None, demonstration=False, **lists):
    """Let the county's conditions of `year` be these, the whole of them. Returns the row.

    `values`, `sources`: {column: value or None}, {column: where it is from}; `lists`: demand_per_head and
    raw_materials_t_year as {name: (value, source)}. Everything wrong is said at once, each by its key. `seen`: the
    digest() the writer started from; raises Conflict if somebody recorded other values since.
    """
    county = County.objects.select_for_update(no_key=True).get(pk=county.pk)
    row = conditions.of_year(county, year)
    said = _said(values, sources, lists)
    if fields := against(county, year, row, values, sources, **lists):
        raise Refused([text for sentences in fields.values() for text in sentences], fields=fields)
    if seen is not None and seen != digest(row):
        raise _conflict(county, row, said)
    row = row or LocalConditions(county=county, year=year)
    row.demonstration = demonstration
    for name in CONDITIONS:
        setattr(row, name, said[name][0])
    row.sources = {name: said[name][1] for name in CONDITIONS if said[name][0] is not None}
    for kind in LISTS:
        setattr(row, kind, {name: _entry(*said[key]) for key, name in _entries(said, kind) if said[key][0] is not None})
    checked(row).save()
    return row


def _said(values, sources, lists):
    """{key: (value or None, source)} of all that was sent."""
    names = dict.fromkeys([*CONDITIONS, *values, *sources])
    found = {name: (values.get(name), _clean(sources.get(name))) for name in names}
    for kind in LISTS:
        found |= {f"{kind}.{name}": (value, _clean(source)) for name, (value, source) in lists.get(kind, {}).items()}
    return {key: (None if value == "" else value, source) for key, (value, source) in found.items()}


def _clean(source):
    return " ".join((source or "").split())


def _entries(said, kind):
    return [(key, key.partition(".")[2]) for key in said if key.startswith(f"{kind}.")]


def _entry(value, source):
    number = float(value)
    return {"value": int(number) if number.is_integer() else number, "source": source}


def digest(row):
    """Of what a row says: a writer hands it back, so that nobody overwrites what they have not seen."""
    said = {key: conditions.value_of(row, key) for key in CONDITIONS} if row else {}
    told = [{key: [str(value), source] for key, (value, source) in said.items()}]
    told += [getattr(row, kind) for kind in LISTS] if row else []
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


# --- what stands against it ------------------------------------------------------------------------------------------
def against(county, year, row, values, sources, **lists):
    """{key: sentences}; the key of a source is that of its value with “.source” behind it. Writes nothing."""
    asked, said = conditions.asked(county, row), _said(values, sources, lists)
    found = {}
    if not FIRST_YEAR <= year <= LAST_YEAR:
        limits = {"first": FIRST_YEAR, "last": LAST_YEAR}
        found["year"] = [_("Conditions are recorded for a year from %(first)s to %(last)s.") % limits]
    for key, (value, source) in said.items():
        if key not in asked.known:
            found[key[:80]] = [_unknown(key, asked)]
            continue
        what = {"what": conditions.in_words(key, asked.names_ko)}
        if value is not None and (text := _wrong(key, value, asked)):
            found[key] = [text]
        if value is not None and not source:
            found[f"{key}.source"] = [_("%(what)s: name the source of the value, or leave it empty.") % what]
        if value is None and source:
            found[f"{key}.source"] = [_("%(what)s: a source without a value. Give both or neither.") % what]
        if len(source) > LONGEST_SOURCE or "\x00" in source:
            slots = what | {"most": LONGEST_SOURCE}
            found[f"{key}.source"] = [_("%(what)s: a source is plain text of up to %(most)s characters.") % slots]
    population, workforce = said["population"][0], said["workforce"][0]
    if not found and population is not None and workforce is not None and workforce > population:
        found["workforce"] = [_("The workforce cannot be more than the population: correct one of them.")]
    return found


def _unknown(key, asked):
    kind, dot, name = key.partition(".")
    known = (
        sorted(known.partition(".")[2] for known in asked.known if known.startswith(f"{kind}.")) if dot else CONDITIONS
    )
    slots = {"name": (name or key)[:60], "known": ", ".join(known) or "–"}
    return _("“%(name)s” is not asked for: no factory type has a norm for it. Known: %(known)s.") % slots


def _wrong(key, value, asked):
    """The sentence about a value that cannot be, or whose unit must be another."""
    what = {"what": conditions.in_words(key, asked.names_ko), "unit": conditions.unit_of(key)}
    if key == "terrain":
        known = ", ".join(LocalConditions.Terrain.values)
        return "" if value in LocalConditions.Terrain.values else _("The terrain is one of: %s.") % known
    number = conditions.decimal(value)
    if number is None or number < 0 or number > LARGEST:
        return _("%(what)s: enter a number, 0 or more, in %(unit)s.") % what
    if (field := _column(key)) is not None:
        try:
            field.clean(value, None)
        except ValidationError as error:
            return f"{what['what']}: {' '.join(error.messages)}"
    return conditions.far_off(key, number, asked)


def _column(key):
    return LocalConditions._meta.get_field(key) if "." not in key else None


def _conflict(county, row, said):
    """Both versions in words, and who recorded theirs."""
    asked = conditions.asked(county, row)
    theirs = {key: conditions.value_of(row, key) for key in asked.keys}
    event = row.events.order_by("-pgh_id").select_related("pgh_context").first() if row else None
    post = Post.objects.filter(pk=(event.pgh_context.metadata if event and event.pgh_context else {}).get("post"))
    in_words = {key: conditions.in_words(key, asked.names_ko) for key in asked.keys}
    return Conflict(
        _("Somebody else recorded conditions of this year while you were writing. Nothing of yours is saved yet."),
        mine={in_words[key]: _told(said.get(key, (None, ""))) for key in asked.keys},
        theirs={in_words[key]: _told(theirs[key]) for key in asked.keys},
        saved_by=str(post.first() or ""), saved_at=event and event.pgh_created_at,
    )  # fmt: skip


def _told(pair):
    value, source = pair
    return "" if value is None else f"{value} ({source})"
