"""Design revisions: the design unit issues one with its clauses and files; only what changed is signed again."""

from django.utils.translation import gettext as _

from committees.rights import Deed
from factories import agreements
from factories.actions import documents
from factories.models import AgreementClause, ClauseKind, DesignRevision, FactoryProject, RevisionFile
from regional20x10.shared import words
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import NotAllowed, Refused


@documents.leaving_no_orphans
@action(Deed.REVISE_DESIGN)
def issue(project, *, after, changed, clauses, kept=(), files=(), by, at):
    """The next revision of the project's design; it supersedes the last.

    `after`: the number of the revision it follows, 0 for the first; `clauses`: {ClauseKind: text}, each of them;
    `kept`: keys of the last revision's documents that still belong; `files`: new ones (documents.Handed).
    """
    project = FactoryProject.objects.select_for_update(of=["self"]).select_related("design_unit").get(pk=project.pk)
    _only_the_designer(project, by)
    last = project.revisions.order_by("-number").first()
    texts = {kind: agreements.normalised(clauses.get(kind, "")) for kind in ClauseKind}
    if fields := _against(project, last, after, changed, texts, list(kept), files):
        raise Refused([said for sentences in fields.values() for said in sentences], fields=fields)
    number = last.number + 1 if last else 1
    revision = DesignRevision(
        project=project, number=number, changed=agreements.normalised(changed), at=at, by=by,
        demonstration=project.demonstration,
    )  # fmt: skip
    checked(revision).save(force_insert=True)
    for kind, text in texts.items():
        digest = agreements.digest(project.code, kind, text)
        checked(AgreementClause(revision=revision, kind=kind, text=text, digest=digest)).save(force_insert=True)
    ours = [*dict.fromkeys(kept), *(row.pk for row in documents.keep(project, files, by=by, at=at))]
    RevisionFile.objects.bulk_create(RevisionFile(revision=revision, document_id=pk) for pk in ours)
    return revision


def _only_the_designer(project, by):
    """A unit may build one factory and design another: it revises only what it designs."""
    if project.design_unit_id is None:
        raise NotAllowed(_("No design unit is named for this project: committee staff must name it in the plan."))
    if by.organization_id != project.design_unit_id:
        said = _("Only the project’s own design unit issues its revisions: ask %(unit)s.")
        raise NotAllowed(said % {"unit": project.design_unit})


def _against(project, last, after, changed, texts, kept, files):
    """{field: sentences} of all that stands against the revision."""
    found = {}
    if after != (last.number if last else 0):
        found["after"] = [_not_the_last(last)]
    if not changed.strip():
        found["changed"] = [_("Say what this revision changes, or that it is the first.")]
    for kind, text in texts.items():
        if not text:
            said = _("The clause “%(clause)s” is empty: write “none” where there is nothing to agree.")
            found[kind.value] = [said % {"clause": kind.label}]
    held = dict(last.files.values_list("pk", "name")) if last else {}
    if said := _of_files(held, kept, files):
        found["files"] = said
    if not found and last and _is_same(project, last, texts) and not files and set(kept) == set(held):
        found["changed"] = [
            _("Nothing differs from revision %(letter)s: change a clause or a file.") % {"letter": last.letter}
        ]
    return found


def _not_the_last(last):
    if last is None:
        return _("There is no revision before it: load the page again.")
    slots = {"letter": last.letter, "at": words.moment(last.at)}
    return _("Revision %(letter)s was issued meanwhile, %(at)s: look at it, then issue yours after it.") % slots


def _of_files(held, kept, files):
    said = []
    if set(kept) - set(held):
        said.append(_("A file that was to be kept is not of the last revision: load the page again."))
    names = {held[pk].lower() for pk in kept if pk in held}
    for file in files:
        if file.name.lower() in names:
            slots = {"name": file.name}
            said.append(
                _("“%(name)s” is already among the files kept: leave the old one out, or rename the new.") % slots
            )
    return said


def _is_same(project, last, texts):
    digests = {agreements.digest(project.code, kind, text) for kind, text in texts.items()}
    return digests == set(last.clauses.values_list("digest", flat=True))
