"""What the provinces wrote: signed texts with their live fields, or that nothing was submitted."""

import re

from django.utils.translation import gettext as _

from regional20x10.shared import words
from reports import wording
from reports.definitions import definitions
from reports.document import Cell, Narrative, Paragraph, Section, Strip
from reports.models import SealKind, SectionKey
from reports.sealed import post_words
from reports.sealing.narratives import LIVE

NOT_SUBMITTED = ("none", "draft")


def sections(sealed):
    if sealed["kind"] != SealKind.YEAR:  # they are written of a year, for its plenary meeting
        return []
    blocks = [_finding(sealed)]
    if any(row["sections"] for row in sealed["provincial_reports"]):
        blocks.append(Paragraph(_("The figures in the texts are those of the seal.")))
    if sealed["provincial_reports"]:
        blocks.append(_strip(sealed))
    found = [Section("narratives", _("Reports of the provinces"), blocks)]
    return [*found, *(_province(sealed, row) for row in sealed["provincial_reports"] if row["sections"])]


def _finding(sealed):
    rows = sealed["provincial_reports"]
    if not rows:
        return Paragraph(_("No province has a county in the year."), strong=True)
    figures = ("programme/reports_submitted", "programme/reports_accepted")
    lacking = [sealed.name(row["names"]) for row in rows if row["state"] in NOT_SUBMITTED]
    returned = [sealed.name(row["names"]) for row in rows if row["state"] == "returned"]
    slots = {"all": words.number(len(rows)), "names": ", ".join(lacking), "returned": ", ".join(returned),
             "accepted": words.number(sealed.value("programme", "reports_accepted"))}  # fmt: skip
    said = [_("The reports of %(accepted)s of %(all)s provinces are accepted.") % slots]
    if lacking:
        said.append(_("Not submitted: %(names)s.") % slots)
    if returned:
        said.append(_("Sent back and not submitted again: %(returned)s.") % slots)
    return Paragraph(" ".join(said), strong=True, figures=figures)


def _strip(sealed):
    small = wording.of(len(sealed["provincial_reports"]))
    keys = {"reports_submitted": _("Submitted"), "reports_accepted": _("Accepted")}
    return Strip([(label, wording.cell(sealed, "programme", key, small)) for key, label in keys.items()])


def _province(sealed, row):
    title = _("Report of %(province)s") % {"province": sealed.name(row["names"])}
    blocks = [Paragraph(_signed(sealed, row))]
    blocks += [
        Narrative(str(SectionKey(part["key"]).label), _paragraphs(sealed, row, part)) for part in row["sections"]
    ]
    return Section(f"narrative-{row['province']}", title, blocks, level=2)


def _signed(sealed, row):
    """Who signed it and what became of it."""
    slots = {"post": _post(sealed, row["signed"]["post"]), "day": wording.day(row["signed"]["at"]),
             "as_of": wording.day(row["as_of"]), "digest": row["signed"]["sha256"][:12]}  # fmt: skip
    said = _("Signed by %(post)s on %(day)s with the figures of %(as_of)s (SHA-256 %(digest)s…).") % slots
    if row["accepted"]:
        return said + " " + _("Accepted on %(day)s.") % {"day": wording.day(row["accepted"]["at"])}
    if row["returned"]:
        return (
            said
            + " "
            + _("Sent back on %(day)s and not submitted again.") % {"day": wording.day(row["returned"]["at"])}
        )
    return said + " " + _("Nobody has decided on it yet.")


def _post(sealed, key):
    """A post of the seal in words."""
    found = sealed.get("posts", {}).get(key or "")
    return post_words(found) if found else _("the system")


def _paragraphs(sealed, row, part):
    texts = [text for text in re.split(r"\n\s*\n", part["text"].strip()) if text]
    return [_resolved(sealed, row, part, " ".join(text.split())) for text in texts]


def _resolved(sealed, row, part, text):
    """The text in pieces: each live field shows the sealed figure; what was signed otherwise is told at the end."""
    pieces, signed, at = [], {}, 0
    for match in LIVE.finditer(text):
        cell = _field(sealed, row, match[1])
        if cell.figure and cell.value != part["figures"].get(match[1]):
            signed[match[1]] = _then(part["figures"].get(match[1]), cell.unit)
        pieces += [text[at : match.start()], cell]
        at = match.end()
    pieces.append(text[at:])
    if signed:
        told = "; ".join(f"{_name(key)} {value}" for key, value in signed.items())
        pieces.append(" " + _("(When it was signed: %(figures)s.)") % {"figures": told})
    return [piece for piece in pieces if piece]


def _field(sealed, row, key):
    name = f"province:{row['province']}"
    if f"{name}/{key}" not in sealed.figures:
        return Cell(_("not known"))
    cell = wording.cell(sealed, name, key)
    return cell if cell.value is not None else Cell(_("not known"), unit=cell.unit, figure=cell.figure)


def _name(key):
    """What a figure is called beside its value."""
    return str(definitions()[key].label).removesuffix(", %")


def _then(value, unit):
    return _("not known") if value is None else wording.said(value, unit)
