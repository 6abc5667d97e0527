"""The tripartite agreement: what a digest covers, which signatures hold, what a revision changed. Reads only.

A signature is under a digest, not under a revision: it holds for every revision whose clause of that matter has the
same digest, until it is withdrawn or another unit takes its side.
"""

import difflib
import hashlib
import re
import unicodedata
from dataclasses import dataclass, field

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from factories.models import AgreementClause, ClauseKind, DesignRevision, Document, Side, Signature
from regional20x10.shared import words

UNITS = {Side.DESIGN: "design_unit", Side.CONSTRUCTION: "construction_unit", Side.OPERATION: "operation_unit"}
"""The field of a project that names the unit of each side."""
KINDS = list(ClauseKind)


# --- what is signed --------------------------------------------------------------------------------------------------
def normalised(text):
    """`text` as it is kept and signed: NFC, lines ended by LF, no space at their ends, no empty lines around it."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def digest(project_code, kind, text):
    """SHA-256 in hex over the project's code, the matter and the normalised text, a line each, in UTF-8."""
    said = "\n".join([project_code, ClauseKind(kind).value, normalised(text)])
    return hashlib.sha256(said.encode()).hexdigest()


# --- who signs -------------------------------------------------------------------------------------------------------
def unit_id(project, side):
    return getattr(project, f"{UNITS[side]}_id")


def sides_of(project, post):
    """The sides for which `post` signs: those its body has in this project, none, one or more."""
    body = post and post.organization_id
    return [side for side in Side if body and unit_id(project, side) == body]


def scopes(post):
    """A post with what its name is made of, as paths for select_related."""
    return [post, *(f"{post}__{place}" for place in ("official", "province", "county", "organization"))]


# --- what is signed by whom ------------------------------------------------------------------------------------------
@dataclass
class ClauseState:
    """A clause of the revision in force, and who has signed its text."""

    clause: AgreementClause
    signatures: dict
    """{Side: the Signature that holds, or None}."""
    before: dict = field(default_factory=dict)
    """{Side: the latest Signature of this matter that does not hold, or None}: another text's, withdrawn, another's."""
    since: DesignRevision | None = None
    """The revision that brought this text."""


@dataclass
class Agreement:
    """A project's agreement at a moment; without a revision there is nothing to agree."""

    revision: DesignRevision | None = None
    clauses: list = field(default_factory=list)

    @property
    def open(self):
        """[(side, clause)] of what is not signed."""
        return [(side, row.clause) for side in Side for row in self.clauses if not row.signatures[side]]

    @property
    def in_force(self):
        return self.revision is not None and not self.open

    def open_for(self, side):
        return [row.clause for row in self.clauses if not row.signatures[side]]

    def signed_by(self, side):
        return [row.signatures[side] for row in self.clauses if row.signatures[side]]

    @property
    def in_force_since(self):
        """When the last signature that holds was given; None while one is missing."""
        return max(row.at for side in Side for row in self.signed_by(side)) if self.in_force else None


def state(project, at=None):
    """The Agreement at the moment `at`, of everything known without one. Three queries."""
    return states([project], at)[project.pk]


def states(projects, at=None):
    """{pk: Agreement} of `projects`, rows of FactoryProject. Three queries, one where there is no revision."""
    rows = DesignRevision.objects.filter(project__in=[row.pk for row in projects], **_by(at))
    revisions = {}
    for row in rows.select_related(*scopes("by")).order_by("number"):
        revisions.setdefault(row.project_id, []).append(row)
    texts = _texts([row for of in revisions.values() for row in of])
    given = {}
    for row in _given(revisions, at) if revisions else ():
        given.setdefault(row.clause.revision.project_id, []).append(row)
    return {row.pk: _state(row, revisions.get(row.pk), texts, given.get(row.pk, []), at) for row in projects}


def _state(project, revisions, texts, given, at):
    if not revisions:
        return Agreement()
    texts = {row.pk: texts[row.pk] for row in revisions}
    current = texts[revisions[-1].pk]
    return Agreement(
        revisions[-1], [_clause(current[kind], project, given, at, texts) for kind in KINDS if kind in current]
    )


def _by(at):
    return {"at__lte": at} if at else {}


def _texts(revisions):
    """{revision pk: {kind: its clause}}, in the order of the revisions. One query, none without a revision."""
    found = {row.pk: {} for row in revisions}
    by_pk = {row.pk: row for row in revisions}
    for clause in AgreementClause.objects.filter(revision__in=revisions) if revisions else ():
        clause.revision = by_pk[clause.revision_id]
        found[clause.revision_id][clause.kind] = clause
    return found


def signatures(project, at=None):
    """Every signature of the project given by `at`, the earliest first."""
    return _given([project.pk], at)


def _given(projects, at):
    rows = Signature.objects.filter(clause__revision__project__in=list(projects), **_by(at))
    return list(
        rows.select_related("clause__revision", "unit", *scopes("by"), *scopes("withdrawn_by")).order_by("at", "pk")
    )


def holds(signature, project, at=None):
    """Whether it stood at `at`: not withdrawn by then, and of the unit that the project has on that side."""
    standing = signature.withdrawn_at is None or (at is not None and signature.withdrawn_at > at)
    return standing and signature.unit_id == unit_id(project, Side(signature.side))


def _clause(clause, project, given, at, texts):
    found = ClauseState(clause, dict.fromkeys(Side), dict.fromkeys(Side), _since(clause, texts))
    for row in given:
        if row.clause.kind == clause.kind:
            valid = row.digest == clause.digest and holds(row, project, at)
            (found.signatures if valid else found.before)[Side(row.side)] = row
    return found


def _since(clause, texts):
    """The revision from which on this text has stood without a break."""
    found = clause.revision
    for clauses in reversed(list(texts.values())):
        same = clauses.get(clause.kind)
        if same is None or same.digest != clause.digest:
            break
        found = same.revision
    return found


def missing(agreement):
    """Who has not signed what, a sentence for each side."""
    found = []
    for side in Side:
        if clauses := agreement.open_for(side):
            names = ", ".join(str(clause.get_kind_display()) for clause in clauses)
            slots = {"side": str(side.label).capitalize(), "letter": agreement.revision.letter, "clauses": names}
            whole = len(clauses) == len(agreement.clauses)
            said = (
                _("%(side)s: has not signed revision %(letter)s.")
                if whole
                else _("%(side)s: has not signed %(clauses)s.")
            )
            found.append(said % slots)
    return found


# --- what a revision changed -----------------------------------------------------------------------------------------
SAME, ADDED, REMOVED = "same", "added", "removed"


def difference(before, after):
    """[(SAME, ADDED or REMOVED, text)] that leads from one text to the other, word by word."""
    old, new = (re.findall(r"\s+|\S+", text) for text in (before, after))
    found = []
    for deed, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if deed == "equal":
            found.append((SAME, "".join(new[j1:j2])))
            continue
        found += [(REMOVED, "".join(old[i1:i2]))] if i1 < i2 else []
        found += [(ADDED, "".join(new[j1:j2]))] if j1 < j2 else []
    return found


# --- whether all is as it was signed ---------------------------------------------------------------------------------
@dataclass
class Check:
    """What was compared, and a sentence for each thing that is not as its digest says."""

    clauses: int = 0
    signatures: int = 0
    files: int = 0
    wrong: list = field(default_factory=list)


def checked():
    """Every digest of clauses, signatures and documents worked out anew."""
    check = Check()
    _check_clauses(check)
    _check_signatures(check)
    _check_files(check)
    return check


def _named(clause):
    slots = {"project": clause.revision.project.code, "letter": clause.revision.letter}
    return _("%(project)s, revision %(letter)s, “%(clause)s”") % {**slots, "clause": clause.get_kind_display()}


def _check_clauses(check):
    for clause in AgreementClause.objects.select_related("revision__project").order_by("pk").iterator():
        check.clauses += 1
        if clause.digest != digest(clause.revision.project.code, clause.kind, clause.text):
            check.wrong.append(_("%(clause)s: the text is not that of its digest.") % {"clause": _named(clause)})


def _check_signatures(check):
    rows = Signature.objects.select_related("clause__revision__project", "unit").order_by("pk")
    for row in rows.iterator():
        check.signatures += 1
        clause = row.clause
        if row.digest != digest(clause.revision.project.code, clause.kind, clause.text):
            slots = {"clause": _named(clause), "unit": row.unit, "at": words.moment(row.at), "pk": row.pk}
            said = _("%(clause)s: signature %(pk)s of %(unit)s, %(at)s, is under another digest than the text’s.")
            check.wrong.append(said % slots)


def _check_files(check):
    known = {}
    for row in Document.objects.select_related("project").order_by("pk").iterator():
        check.files += 1
        if row.path not in known:
            known[row.path] = stored_digest(row.path)
        slots = {"project": row.project.code, "name": row.name, "pk": row.pk, "path": row.path}
        if known[row.path] is None:
            check.wrong.append(_("%(project)s, file %(pk)s “%(name)s”: %(path)s is not on the disk.") % slots)
        elif known[row.path] != row.sha256:
            said = _("%(project)s, file %(pk)s “%(name)s”: the content of %(path)s is not that of its digest.")
            check.wrong.append(said % slots)


def stored_digest(path):
    """The SHA-256 of a file in the default storage, None where there is none to read."""
    try:
        with default_storage.open(path) as content:
            return hashlib.file_digest(content.file, "sha256").hexdigest()
    except OSError:
        return None
