"""Photos as evidence: how far from the site, how old, whether seen before, and how much they support a return.

Distances are great-circle (haversine, mean radius of the Earth, IUGG: 6371.0088 km), from the site in force, else from
the county's point on the map. What the camera did not tell is not known: it lowers the score and stops nothing.
"""

from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value, Window
from django.db.models.functions import Coalesce, JSONObject, RowNumber
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from factories import siting
from factories.models import Photo, ProgressLine, State, StatusReturn, Thumbnail
from regional20x10.shared import words

EARTH_KM = 6371.0088
SITE, COUNTY = "site", "county"
NEAR_KM = {SITE: 2, COUNTY: 30}
"""How far from each a photo may be taken and still support what is said of the site."""
LONG_DAYS = 30
"""A photo handed in later than this after it was taken is marked."""
IN_A_GROUP, ON_PROJECT = 6, 4
"""Photos of one work package in the gallery before one asks for all; photos on the project's page."""


# --- distance --------------------------------------------------------------------------------------------------------
def distance_km(one, other):
    """Between two (lat, lon) in degrees."""
    lat1, lon1, lat2, lon2 = (radians(float(value)) for value in (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1, sqrt(half)))


@dataclass(frozen=True)
class Spot:
    """What the places of photos are compared with."""

    kind: str
    """SITE or COUNTY."""
    point: tuple


def spot(project, at):
    """The approved site's point as of the moment `at`, else the county's; None where neither is known."""
    site = siting.approved(project, at)
    if site and site.lat is not None:
        return Spot(SITE, (site.lat, site.lon))
    point = project.plan.county.point
    return Spot(COUNTY, point) if point else None


# --- what is said of a photo -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Badge:
    """A few words about a photo; `bad` if they speak against it."""

    code: str
    text: str
    bad: bool = True
    url: str = ""


@dataclass
class Shown:
    """A photo with what is known of it."""

    photo: Photo
    km: float | None = None
    near: bool | None = None
    """Whether it was taken at the site; None is not known."""
    in_time: bool | None = None
    """Whether it was taken in the period, or on the day of the visit; None is not known."""
    again: bool = False
    """Whether it was handed in elsewhere before."""
    badges: list = field(default_factory=list)

    @property
    def worth(self):
        """How far it supports that a work package advanced: 1, 0.5 where the camera did not tell all, or 0."""
        if self.again or self.near is False or self.in_time is False:
            return 0
        return 1 if self.near and self.in_time else 0.5


def rows():
    """Photos with all that a page shows of them; `small` is {made, failed, width, height} of the small picture."""
    told = JSONObject(made="made_at", failed="failed", width="width", height="height")
    small = Thumbnail.objects.filter(sha256=OuterRef("sha256")).annotate(told=told).values("told")
    found = Photo.objects.select_related("package", "project", "status_return__period", "inspection", "finding")
    return found.annotate(small=Subquery(small), on=Coalesce("taken_at", "at"))


def shown(photos, user, place):
    """Each of `photos` (of rows()) as Shown, against `place` (a Spot or None). One query, none without photos."""
    others = _elsewhere(photos, user)
    return [_shown(photo, place, others.get(photo.sha256, [])) for photo in photos]


def _elsewhere(photos, user):
    """{sha256: other photos with this content}, `seen` if the reader may see them; drafts of others are nobody's."""
    if not photos:
        return {}
    seen = Exists(Photo.objects.visible_to(user).filter(pk=OuterRef("pk")))
    found = Photo.objects.filter(sha256__in={photo.sha256 for photo in photos}).annotate(seen=seen)
    found = found.filter(Q(seen=True) | Q(status_return__isnull=True) | ~Q(status_return__state=State.DRAFT))
    by_content = {}
    for row in found.select_related("project", "status_return__period", "inspection").order_by("at", "pk"):
        by_content.setdefault(row.sha256, []).append(row)
    return by_content


def _source(photo):
    """What it was handed in with: versions of one return are one."""
    row = photo.status_return
    return ("return", row.project_id, row.period_id) if row else ("inspection", photo.inspection_id)


def _shown(photo, place, others):
    told = Shown(photo)
    _of_place(told, place)
    _of_time(told)
    found = {_source(other): other for other in reversed(others) if _source(other) != _source(photo)}
    told.again = any((other.at, other.pk) < (photo.at, photo.pk) for other in found.values())
    told.badges += [_same_as(other) for other in reversed(found.values())]
    return told


def _of_place(told, place):
    photo = told.photo
    if photo.lat is None:
        told.badges.append(Badge("no_place", _("place not known")))
    elif place is None:
        told.badges.append(Badge("no_spot", _("neither site nor county has a point to compare with")))
    else:
        told.km = distance_km((photo.lat, photo.lon), place.point)
        told.near = told.km <= NEAR_KM[place.kind]
        slots = {"km": words.number(told.km, 0 if told.km >= 10 else 1)}
        said = {SITE: _("%(km)s km from the site"), COUNTY: _("%(km)s km from the county’s point, no site is approved")}
        told.badges.append(Badge("distance", said[place.kind] % slots, not told.near))


def _of_time(told):
    photo = told.photo
    if photo.taken_at is None:
        told.badges.append(Badge("no_time", _("time not known")))
        return
    day, handed_in = localdate(photo.taken_at), localdate(photo.at)
    period = photo.status_return.period if photo.status_return else None
    first, last = (period.starts_on, period.ends_on) if period else (photo.inspection.visited_on,) * 2
    told.in_time = first <= day <= last
    if day > handed_in:
        told.badges.append(Badge("future", _("taken after it was handed in: the camera’s clock is wrong")))
    elif day < first:
        told.badges.append(Badge("before", _before(period, (first - day).days)))
    elif day > last:
        told.badges.append(Badge("after", _after(period, (day - last).days)))
    elif (handed_in - day).days > LONG_DAYS:
        days = (handed_in - day).days
        said = ngettext(
            "taken %(days)s day before it was handed in", "taken %(days)s days before it was handed in", days
        )
        told.badges.append(Badge("late", said % {"days": words.number(days)}))


def _before(period, days):
    if period:
        said = ngettext("taken %(days)s day before the period", "taken %(days)s days before the period", days)
    else:
        said = ngettext("taken %(days)s day before the visit", "taken %(days)s days before the visit", days)
    return said % {"days": words.number(days)}


def _after(period, days):
    if period:
        said = ngettext("taken %(days)s day after the period", "taken %(days)s days after the period", days)
    else:
        said = ngettext("taken %(days)s day after the visit", "taken %(days)s days after the visit", days)
    return said % {"days": words.number(days)}


def _same_as(other):
    if not other.seen:
        return Badge("same", _("same photo as in the record of another project"))
    if other.status_return is None:
        slots = {"project": other.project.code, "day": words.day(other.inspection.visited_on)}
        said = _("same photo as in the inspection of %(project)s, %(day)s")
    else:
        slots = {"project": other.project.code, "period": other.status_return.period.label}
        said = _("same photo as in the return of %(project)s, %(period)s")
    return Badge("same", said % slots, url=reverse("photo", args=[other.pk]))


# --- of a return -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Evidence:
    """How far photos support what a return says: each work package that advanced counts the same."""

    whole: list
    """Names of the packages with a photo from the site, taken in the period."""
    half: list
    """... whose photo does not tell place or time."""
    none: list
    """... without a photo, or whose photos speak against it."""

    @property
    def total(self):
        """How many work packages advanced."""
        return len(self.whole) + len(self.half) + len(self.none)

    @property
    def score(self):
        """0 to 100; None where nothing advanced."""
        return 100 * (len(self.whole) + len(self.half) / 2) / self.total if self.total else None


@dataclass(frozen=True)
class Album:
    """The photos of a return and what they are worth."""

    photos: list
    evidence: Evidence


def of_return(row, user, at):
    """The Album of a return (or draft), with the site as known at the moment `at`."""
    photos = list(rows().filter(status_return=row).order_by("package__order", "on", "pk"))
    told = shown(photos, user, spot(row.project, at))
    return Album(told, evidence(advanced(row), told))


def of_inspection(user, project, at, **of):
    """The photos of a visit (inspection=) or of one finding (finding=) as Shown, with the site as known at `at`."""
    found = rows().filter(**of).order_by("finding", "package__order", "on", "pk")
    return shown(list(found), user, spot(project, at))


def advanced(row):
    """The work packages whose % the return raises above that of the standing return of an earlier period."""
    earlier = StatusReturn.objects.filter(
        project=row.project_id, period__ends_on__lt=row.period.ends_on, submitted_at__isnull=False,
        returned_at__isnull=True,
    ).order_by("-period__ends_on", "-version").values("pk")[:1]  # fmt: skip
    before = ProgressLine.objects.filter(status_return=Subquery(earlier), package=OuterRef("package"))
    lines = row.lines.filter(
        percent__gt=Coalesce(Subquery(before.values("percent")[:1]), Value(0), output_field=_PERCENT)
    )
    return [line.package for line in lines.select_related("package").order_by("package__order")]


_PERCENT = ProgressLine._meta.get_field("percent")


def evidence(packages, told):
    """The Evidence of `told` (Shown) for the `packages` that advanced."""
    best = {}
    for row in told:
        best[row.photo.package_id] = max(row.worth, best.get(row.photo.package_id, 0))
    parts = {worth: [row.name for row in packages if best.get(row.pk, 0) == worth] for worth in (1, 0.5, 0)}
    return Evidence(parts[1], parts[0.5], parts[0])


# --- the gallery -----------------------------------------------------------------------------------------------------
@dataclass
class Group:
    """Photos of one work package (None: of none), the latest first."""

    package: object
    total: int
    photos: list


def record(project, user, at):
    """The photos of a project as of the moment `at`: of inspections, and of returns submitted and not replaced."""
    later = StatusReturn.objects.filter(
        project=OuterRef("status_return__project"), period=OuterRef("status_return__period"),
        version__gt=OuterRef("status_return__version"), submitted_at__lte=at,
    ).filter(Q(returned_at__isnull=True) | Q(returned_at__gt=at))  # fmt: skip
    of_returns = Q(status_return__submitted_at__lte=at) & ~Exists(later)
    mine = Photo.objects.visible_to(user).filter(project=project)
    return rows().filter(Q(inspection__at__lte=at) | of_returns, pk__in=mine.values("pk"))


def _numbered(found):
    """With `n`, counted from the latest in each package, and `total` of the package."""
    by = {"partition_by": [F("package")]}
    latest_first = [F("on").desc(), F("pk").desc()]
    return found.annotate(n=Window(RowNumber(), order_by=latest_first, **by), total=Window(Count("pk"), **by))


def groups(project, user, at):
    """The gallery: a Group for each work package that has photos, in their order; those of none at the end."""
    found = _numbered(record(project, user, at)).filter(n__lte=IN_A_GROUP)
    photos = list(found.order_by(F("package__order").asc(nulls_last=True), "n"))
    made = {}
    for told in shown(photos, user, spot(project, at)):
        photo = told.photo
        made.setdefault(photo.package_id, Group(photo.package, photo.total, [])).photos.append(told)
    return list(made.values())


def pair(found):
    """(the first, the latest) photo of one package's `found`; None where there are not two."""
    ends = list(_numbered(found).filter(Q(n=1) | Q(n=F("total"))).order_by("-n"))
    return ends if len(ends) == 2 else None


def on_project(project, user, at):
    """(the latest photos, how many there are) for the project's page. One query."""
    found = record(project, user, at).annotate(total=Window(Count("pk"))).order_by("-on", "-pk")[:ON_PROJECT]
    photos = list(found)
    return photos, photos[0].total if photos else 0
