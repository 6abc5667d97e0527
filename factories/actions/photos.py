"""Photos: put into a draft by who builds, kept as they were taken, and made smaller by a job."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from committees.rights import Deed
from factories.actions import contents
from factories.actions.projects import only_the_builder
from factories.models import Photo, State, StatusReturn, Thumbnail
from regional20x10.shared import pictures
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Refused

PLACE, SMALL = "photos", "photos/small"
MOST = 20
"""Photos of one return."""
SIDE = 480
"""Pixels of a small picture's longer side."""
LOST, UNREADABLE = (
    gettext_noop("The original is no longer on the server: whoever keeps the backup can put it back."),
    gettext_noop("No small picture can be made of it. The original is kept and can be downloaded."),
)
"""Why there is no small picture; kept in English, shown in the reader's language."""
PATIENCE = timedelta(minutes=1)
"""After which a small picture that was asked for and not made is asked for again."""
UNNAMED_FOR = timedelta(hours=1)
"""How long an original stays that no photo names any longer."""


@dataclass(frozen=True)
class Taken:
    """A photo whose content is whole (imports/photos.py makes it), with what the camera wrote; None is not known."""

    name: str
    kind: Photo.Kind
    sha256: str
    bytes: int
    content: File
    width: int
    height: int
    taken_at: datetime | None = None
    lat: float | None = None
    lon: float | None = None


def _named(digests):
    return Photo.objects.filter(sha256__in=digests).values_list("sha256", flat=True)


leaving_no_orphans = contents.leaving_no_orphans(PLACE, _named)
"""Decorates an action that keeps its `files` (Taken): if it fails, no file stays that no photo names."""


# --- of a return -----------------------------------------------------------------------------------------------------
@leaving_no_orphans
@action(Deed.ENTER_RETURNS)
def add(draft, *, files, package=None, caption="", by, at):
    """The photos of `files` (Taken), put into a draft; `package`: what they show, of the draft's project."""
    draft = _locked(draft, by)
    reasons = _against(draft, files, package)
    if reasons:
        raise Refused(reasons, fields={"files": reasons})
    return _keep(files, {"project": draft.project, "status_return": draft}, package, caption, by, at)


@action(Deed.ENTER_RETURNS)
def remove(photo, *, by):
    """Take a photo out of a draft. Its file goes with the next sweep, unless another photo has the same."""
    if photo.status_return is None:
        raise Refused(_("A photo of an inspection stays: it is a part of what was found."))
    _locked(photo.status_return, by)
    Photo.objects.filter(pk=photo.pk).delete()


def carry(earlier, draft):
    """The photos of a return that `draft`, its next version, corrects. For the action that begins the version."""
    rows = list(earlier.photos.order_by("pk"))
    for row in rows:
        row.pk, row.status_return = None, draft
    Photo.objects.bulk_create(rows)


def _locked(draft, by):
    """The draft as it is now, held until the transaction ends; refuses what is no draft, and who does not build."""
    rows = StatusReturn.objects.select_for_update(of=["self"]).select_related("project")
    draft = rows.get(pk=draft.pk)
    only_the_builder(draft.project, by)
    if draft.state != State.DRAFT:
        raise Refused(_("This return was already submitted: correct it by a new version."))
    return draft


def _against(draft, files, package):
    """The sentences that stand against adding these files to this draft."""
    if not files:
        return [_("Choose at least one photo.")]
    said, known = [], set(draft.photos.values_list("sha256", flat=True))
    for file in files:
        if file.sha256 in known:
            said.append(_("“%(name)s” is in this return already: it is not taken twice.") % {"name": file.name})
        known.add(file.sha256)
    if len(known) > MOST:
        sentence = ngettext(
            "A return takes at most %(most)s photo; %(count)s would be in it. Leave out what shows the same.",
            "A return takes at most %(most)s photos; %(count)s would be in it. Leave out what shows the same.", MOST,
        )  # fmt: skip
        said.append(sentence % {"most": MOST, "count": len(known)})
    if package is not None and package.project_id != draft.project_id:
        said.append(_("The work package is not of this project: load the page again."))
    return said


# --- of an inspection ------------------------------------------------------------------------------------------------
def add_to_inspection(inspection, finding, files, *, package=None, caption="", by, at):
    """The photos of `files` (Taken) that an inspection took, of one of its findings or (None) of the visit.

    For the action that hands the inspection in: inside its transaction, and `leaving_no_orphans`. The same photo twice
    is one photo.
    """
    files = list({file.sha256: file for file in files}.values())
    owner = {"project": inspection.project, "inspection": inspection, "finding": finding}
    return _keep(files, owner, package or (finding and finding.package), caption, by, at)


def _keep(files, owner, package, caption, by, at):
    contents.hold(PLACE, (file.sha256 for file in files))
    for file in files:
        contents.write(PLACE, file)
    return [
        _record(file, {**owner, "package": package, "caption": caption.strip(), "by": by, "at": at}) for file in files
    ]


def _record(file, values):
    told = {name: getattr(file, name) for name in ("name", "kind", "sha256", "bytes", "width", "height", "taken_at")}
    place = {
        axis: None if (value := getattr(file, axis)) is None else Decimal(f"{value:.6f}") for axis in ("lat", "lon")
    }
    row = checked(Photo(path=contents.path(PLACE, file.sha256), **told, **place, **values))
    row.save(force_insert=True)
    Thumbnail.objects.get_or_create(sha256=file.sha256, defaults={"queued_at": values["at"]})
    return row


# --- small pictures --------------------------------------------------------------------------------------------------
@action()
def make_small(sha256, *, by, at):
    """Make the small picture of an original. Who comes second, or later, finds nothing to do."""
    row = Thumbnail.objects.select_for_update(skip_locked=True).filter(sha256=sha256).first()
    kind = Photo.objects.filter(sha256=sha256).values_list("kind", flat=True).first()
    done = row and (row.failed == UNREADABLE or (row.path and default_storage.exists(row.path)))
    if row is None or kind is None or done:
        return None
    made, row.failed = _small(sha256, kind)
    if made:
        row.made_at = at
        content, row.width, row.height = made
        row.path = f"{contents.path(SMALL, sha256)}.jpg"
        default_storage.delete(row.path)
        default_storage.save(row.path, ContentFile(content))
    row.save()
    return row


def _small(sha256, kind):
    """((content, width, height), "") or (None, why not)."""
    try:
        with default_storage.open(contents.path(PLACE, sha256)) as original:
            image, _size = pictures.opened(original, kind, side=SIDE)
            return pictures.smaller(image, SIDE), ""
    except OSError:
        return None, LOST
    except (pictures.Unreadable, pictures.TooLarge, ValueError):
        return None, UNREADABLE


@action()
def sweep(*, by, at):
    """The originals whose small picture was asked for a while ago and is not made: they are asked for again."""
    late = Thumbnail.objects.filter(made_at__isnull=True, failed="", queued_at__lte=at - PATIENCE)
    found = list(late.select_for_update(skip_locked=True).order_by("queued_at")[:200])
    for row in found:
        row.queued_at = at
    Thumbnail.objects.bulk_update(found, ["queued_at"])
    return [row.sha256 for row in found]


@action()
def clear(*, by, at):
    """Delete the originals and small pictures that no photo names: what was taken out of drafts, or went with them."""
    named = Photo.objects.filter(sha256=OuterRef("sha256"))
    rows = Thumbnail.objects.filter(~Exists(named), queued_at__lte=at - UNNAMED_FOR).order_by("queued_at")[:200]
    gone = contents.drop_unnamed(PLACE, _named, [row.sha256 for row in rows])
    for row in Thumbnail.objects.filter(sha256__in=gone):
        if row.path:
            default_storage.delete(row.path)
        row.delete()
    return gone
