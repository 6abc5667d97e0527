"""The provinces: all in one table, then each with its work against the plan."""

from django.utils.translation import gettext as _

from reports import wording
from reports.contents import programme
from reports.document import Column, Paragraph, Section, Strip, Table


def sections(sealed):
    table = _table(sealed) if sealed["projects"] else _recorded(sealed)
    note = _("Means are over factories, each counting the same; a province stands as its least ready place.")
    whole = Section("provinces", _("Provinces"), [Paragraph(note), table])
    return [whole, *(_province(sealed, row) for row in sealed["provinces"])]


def _table(sealed):
    columns = [
        Column(_("Province"), width=1.6), Column(_("Standing"), "colour", 1.2), Column(_("Places"), "count", 0.7),
        Column(programme.ready_label(sealed), "count", 1), Column(_("Factories finished"), "count", 1),
        Column(_("Verified"), "percent", 0.9), Column(_("Planned"), "percent", 0.9),
    ]  # fmt: skip
    keys = ("colour", "places", programme.ready_key(sealed), "finished", "verified_percent", "planned_percent")
    return Table("provinces", "", columns, _rows(sealed, keys))


def _recorded(sealed):
    columns = [Column(_("Province"), width=2), Column(_("Places"), "count"), Column(_("Inaugurated"), "count")]
    return Table("provinces", "", columns, _rows(sealed, ("places", "inaugurated")))


def _rows(sealed, keys):
    subjects = [f"province:{row['code']}" for row in sealed["provinces"]]
    return [
        [wording.place(sealed, subject), *(wording.cell(sealed, subject, key) for key in keys)] for subject in subjects
    ]


def _province(sealed, row):
    subject = f"province:{row['code']}"
    names = ", ".join(sealed.subject(f"county:{code}") for code in row["counties"])
    said = _("Places by risk: %(names)s.") % {"names": names}
    if standings := programme.standings(sealed, subject):
        slots = {"names": names, "standings": standings}
        said = _("Places by risk: %(names)s. By standing: %(standings)s.") % slots
    blocks = [Strip(programme.sums(sealed, subject)), Paragraph(said)]
    blocks += programme.curve(sealed, subject, f"curve-{row['code']}")
    return Section(f"province-{row['code']}", sealed.name(row["names"]), blocks, level=2)
