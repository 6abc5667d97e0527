"""Photos of a factory as a table: what the camera told, how far from the site, and what is to be said of each."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories import photos as reading
from factories.exports.notes import notes
from regional20x10.shared.tables import MOMENT, NUMBER, WHOLE, Column, Table

MEASURED_FROM = {
    reading.SITE: gettext_lazy("Distance measured from the approved site"),
    reading.COUNTY: gettext_lazy("Distance measured from the county’s point, no site is approved"),
}


def _answer(value):
    """Yes, no, or nothing where it is not known."""
    return None if value is None else _("yes") if value else _("no")


def _source(photo):
    """The period or the day of the visit it was handed in with."""
    return photo.status_return.period.code if photo.status_return_id else photo.inspection.visited_on.isoformat()


PHOTOS = [
    Column("id", gettext_lazy("Number"), lambda r: r.photo.pk, WHOLE),
    Column("sha256", "SHA-256", lambda r: r.photo.sha256, width=66),
    Column("name", gettext_lazy("File"), lambda r: r.photo.name),
    Column("package", gettext_lazy("Work package"), lambda r: r.photo.package and r.photo.package.name),
    Column("source", gettext_lazy("Period, or day of the visit"), lambda r: _source(r.photo), width=14),
    Column("caption", gettext_lazy("Caption"), lambda r: r.photo.caption, width=40),
    Column("handed_in", gettext_lazy("Handed in"), lambda r: r.photo.at, MOMENT),
    Column("taken_at", gettext_lazy("Taken"), lambda r: r.photo.taken_at, MOMENT),
    Column("in_time", gettext_lazy("Taken in the period or on the day"), lambda r: _answer(r.in_time), width=10),
    Column("lat", gettext_lazy("Latitude"), lambda r: r.photo.lat, NUMBER),
    Column("lon", gettext_lazy("Longitude"), lambda r: r.photo.lon, NUMBER),
    Column("distance_km", gettext_lazy("Distance, km"), lambda r: r.km, NUMBER),
    Column("near", gettext_lazy("Taken at the site"), lambda r: _answer(r.near), width=10),
    Column("again", gettext_lazy("Handed in before"), lambda r: _answer(r.again), width=10),
    Column("badges", gettext_lazy("What is to be said of it"), lambda r: "; ".join(b.text for b in r.badges), width=60),
]


def photos(rows, project, place, user, as_of, package=None):
    """`rows` a list of photos.Shown; `place`: the Spot they are measured from, or None; `package`: its name, if one."""
    said = notes(user, as_of)
    if package:
        said[1] = _("Only %(filter)s: %(value)s") % {"filter": _("Work package"), "value": package}
    if place:
        said.append(str(MEASURED_FROM[place.kind]))
    return Table(_("Photos of %(factory)s") % {"factory": project.code}, PHOTOS, rows, len(rows), said)
