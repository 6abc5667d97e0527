"""The programme in the year: the map, the standings, the work against the plan, and how far the factories have come."""

from django.utils.translation import gettext as _

from factories import figures
from regional20x10.shared import words
from reports import wording
from reports.contents import outcomes
from reports.document import Cell, Chart, Column, Paragraph, Section, Strip, Table


def sections(sealed):
    blocks = [
        _aim(sealed),
        Strip(sums(sealed, "programme")),
        Chart("map", _map_alt(sealed), _map_caption()),
        Chart("standings", _standings_alt(sealed), _standings_caption()),
        *curve(sealed, "programme", "curve"),
    ]  # fmt: skip
    if sealed.value("programme", "projects"):
        blocks.append(_funnel(sealed))
    return [Section("programme", _("The programme in %(year)s") % {"year": sealed["year"]}, blocks, new_page=True)]


def _aim(sealed):
    said = _(
        "%(program)s builds factories in %(target)s places a year for %(years)s years from %(start)s on. A place is"
        " judged by its least ready factory. To count, a factory needs %(utilisation)s of its capacity in use over"
        " %(months)s months, and raw-material bases for %(cover)s of a year’s need."
    )
    program, asked = sealed["program"], sealed["thresholds"]
    slots = {
        "program": sealed.name(program["names"]), "target": program["target"], "years": program["years"],
        "start": program["start_year"], "utilisation": words.percent(asked["utilisation_percent"], 0),
        "months": asked["production_months"], "cover": words.percent(asked["cover_percent"], 0),
    }  # fmt: skip
    return Paragraph(said % slots)


def ready(sealed, subject):
    """The key figure of how many places are, or will be, ready by the year's end; after it, how many are finished."""
    key = ready_key(sealed)
    return ready_label(sealed), wording.cell(sealed, subject, key, wording.of(sealed.value(subject, "places")))


def ready_key(sealed):
    return "built" if outcomes.over(sealed) else "expected_done"


def ready_label(sealed):
    return _("Places finished") if outcomes.over(sealed) else _("Ready in time")


def sums(sealed, subject):
    """The key figures of a sum: of the programme, or of a province."""
    projects = sealed.value(subject, "projects")
    places = sealed.value(subject, "places")
    if not projects:
        return [(_("Inaugurated"), wording.cell(sealed, subject, "inaugurated", wording.of(places)))]
    planned = wording.planned(sealed.value(subject, "planned_percent"))
    return [
        ready(sealed, subject),
        (_("Factories finished"), wording.cell(sealed, subject, "finished", wording.of(projects))),
        (_("Work verified"), wording.cell(sealed, subject, "verified_percent", planned)),
        (_("Inaugurated"), wording.cell(sealed, subject, "inaugurated", wording.of(places))),
    ]


def curve(sealed, subject, name):
    """The chart of the work of a subject; nothing where no work is planned."""
    if not sealed["curves"].get(subject):
        return []
    keys = ("planned", "claimed", "verified")
    shares = {key: wording.said(sealed.value(subject, f"{key}_percent"), "percent") for key in keys}
    alt = _("On %(day)s %(planned)s of the work was planned, %(claimed)s claimed and %(verified)s verified.")
    caption = _("Mean over the factories, each counting the same. The grey area is after the year’s end.")
    return [Chart(name, alt % {"day": wording.day(sealed["as_of"]), **shares}, caption)]


def _map_caption():
    return _("Shape and colour: standing; number: rank by risk. Points %(credit)s.") % {"credit": wording.CREDIT}


def _map_alt(sealed):
    return _("Map of the places of %(year)s; the table of the places holds the same.") % {"year": sealed["year"]}


def standings(sealed, subject):
    """“Likely to miss 2 · At risk 3 …” of the places of a subject, those alone that there are."""
    counted = [(word, sealed.value(subject, f"places_{state}")) for state, word in words.STATUS.items()]
    return " · ".join(f"{word} {words.number(count)}" for word, count in counted if count)


def _standings_caption():
    return _("Places by standing, with the sign of each on the map.")


def _standings_alt(sealed):
    return _("Places by standing: %(standings)s.") % {"standings": standings(sealed, "programme")}


def _funnel(sealed):
    columns = [
        Column(_("Factories that have reached"), width=2),
        Column(_("Reached"), "count"),
        Column(_("Planned by now"), "count"),
    ]
    rows = [
        [Cell(figures.step_word(row["code"])), *(_count(row[key]) for key in ("reached", "planned"))]
        for row in sealed["funnel"]
    ]
    return Table("funnel", _("How far the factories have come"), columns, rows)


def _count(value):
    return Cell(wording.said(value, "count"), value=value, unit="count")
