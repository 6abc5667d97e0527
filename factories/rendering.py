"""The printable agreement: each clause with what three units signed, by which post, when, and under which digest."""

from django.template.defaultfilters import filesizeformat
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from factories import agreements
from factories.models import Side
from regional20x10.shared import paper, words

DASH = words.EN_DASH


def agreement(project, state, moment):
    """The bytes of the PDF of `state` (agreements.state) at `moment`, in the language that is on."""
    return paper.pdf("factories/agreements/agreement.typ", presented(project, state, moment))


def presented(project, state, moment):
    """All that the template shows."""
    day, revision = localdate(moment), state.revision
    slots = {
        "factory": project.factory_type.name, "place": project.plan.county.name, "project": project.code,
        "letter": revision.letter, "day": words.day(day),
    }  # fmt: skip
    return {
        "lang": get_language(),
        "title": _("Tripartite agreement, %(project)s") % slots,
        "short": _("Tripartite agreement, %(project)s, revision %(letter)s, as of %(day)s") % slots,
        "author": _("20×10 Programme Monitor"),
        "keywords": [project.code, revision.letter],
        "date": [day.year, day.month, day.day],
        "demonstration": _("Demonstration: the agreement is made up.") if project.demonstration else None,
        "foot": _("As of %(day)s · design revision %(letter)s") % slots,
        "credit": _("Compare a digest with the system’s before relying on a copy on paper."),
        "words": _words(),
        "eyebrow": f"{project.code} · {project.plan.county.province.name}",
        "heading": _("Tripartite agreement"),
        "subtitle": _("%(factory)s, %(place)s, design revision %(letter)s") % slots,
        "issued": _("Revision %(letter)s was issued on %(at)s by %(post)s.")
        % {**slots, "at": words.moment(revision.at), "post": revision.by or DASH},
        "changed": _lines(revision.changed),
        "in_force": state.in_force,
        "standing": _standing(state),
        "missing": agreements.missing(state),
        "units": [_unit(project, state, side) for side in Side],
        "clauses": [_clause(number, row, project) for number, row in enumerate(state.clauses, 1)],
        "files": [_file(row) for row in revision.files.order_by("name", "pk")],
        "notes": _notes(),
    }


def _words():
    return {
        "changed": _("What this revision changes"),
        "units": _("The three units"),
        "side": _("Side"),
        "unit": _("Unit"),
        "post": _("Post and official"),
        "signed": _("Signed"),
        "under": _("Under revision"),
        "last": _("Last signature"),
        "clauses": _("Clauses"),
        "digest": "SHA-256",
        "files": _("Files of the revision"),
        "file": _("File"),
        "size": _("Size"),
        "no_files": _("No files belong to this revision."),
        "notes": _("How this is to be read"),
    }


def _lines(text):
    return text.split("\n")


def _standing(state):
    if state.in_force:
        said = _("In force since %(at)s: all three units signed every clause.")
        return said % {"at": words.moment(state.in_force_since)}
    count = len(state.open)
    said = ngettext(
        "Not in force: %(count)s signature is missing.", "Not in force: %(count)s signatures are missing.", count
    )
    return said % {"count": count}


def _unit(project, state, side):
    unit, signed = getattr(project, agreements.UNITS[side]), state.signed_by(side)
    slots = {"signed": len(signed), "all": len(state.clauses)}
    return {
        "side": str(side.label).capitalize(),
        "unit": unit.name if unit else _("not named"),
        "count": _("%(signed)s of %(all)s clauses") % slots,
        "last": words.moment(max(row.at for row in signed)) if signed else DASH,
    }


def _clause(number, row, project):
    return {
        "title": f"{number}. {str(row.clause.get_kind_display()).capitalize()}",
        "text": _lines(row.clause.text),
        "short": len(row.clause.text) < 1500 and row.clause.text.count("\n") < 20,  # it stays on one page
        "note": _("Text of revision %(letter)s; matter “%(kind)s”.")
        % {"letter": row.since.letter, "kind": row.clause.kind},
        "digest": row.clause.digest,
        "signatures": [_signature(side, row, project) for side in Side],
    }


def _signature(side, row, project):
    unit, signature, before = getattr(project, agreements.UNITS[side]), row.signatures[side], row.before[side]
    told = {"side": str(side.label).capitalize(), "unit": unit.name if unit else _("not named")}
    if signature is None:
        withdrawn = before and before.withdrawn_at and _("withdrawn %(day)s") % {"day": words.day(before.withdrawn_at)}
        return {**told, "post": "", "at": withdrawn or _("not signed"), "letter": DASH, "digest": ""}
    return {
        **told,
        "post": f"{signature.by.get_role_display()}, {signature.by.official.reference}",
        "at": words.moment(signature.at),
        "letter": signature.clause.revision.letter,
        "digest": signature.digest,
    }


def _file(row):
    return {"name": row.name, "size": filesizeformat(row.bytes), "digest": row.sha256}


def _notes():
    return [
        _("A signature is given in the system by a post of the unit; official, time and digest are kept with it."),
        _("A signature holds for every later revision whose clause has the same text, until it is withdrawn."),
        _(
            "The digest of a clause is SHA-256 over three parts in UTF-8 with a line feed between them: the project’s "
            "code, the matter’s word as printed under the clause, and the text (Unicode NFC, no space at line ends)."
        ),
        _("The files are named by their digests; they are not part of what a clause’s digest covers."),
    ]
