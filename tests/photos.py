"""Builders of photos: real pictures with what a camera writes into them."""

import io
from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from committees.rights import Role
from factories import photos as reading
from factories.actions import photos
from factories.imports.photos import examined
from tests import make

AT_SITE = (38.5, 125.5)
FAR_OFF = (38.86, 125.5)
"""0.36 degrees north of it, 40.03 km."""
TAKEN = datetime(2026, 10, 5, 10, 30)


def exif(lat=None, lon=None, taken_at=None, *, offset="", orientation=None):
    """EXIF as telephones write it."""
    tags, base, gps = Image.Exif(), ExifTags.Base, ExifTags.GPS
    if orientation:
        tags[base.Orientation] = orientation
    if taken_at:
        inner = tags.get_ifd(ExifTags.IFD.Exif)
        inner[base.DateTimeOriginal] = f"{taken_at:%Y:%m:%d %H:%M:%S}"
        if offset:
            inner[base.OffsetTimeOriginal] = offset
    if lat is not None:
        place = tags.get_ifd(ExifTags.IFD.GPSInfo)
        place[gps.GPSLatitudeRef], place[gps.GPSLatitude] = "N" if lat >= 0 else "S", _parts(lat)
        place[gps.GPSLongitudeRef], place[gps.GPSLongitude] = "E" if lon >= 0 else "W", _parts(lon)
    return tags


def _parts(degrees):
    """Degrees, minutes, seconds."""
    whole, rest = divmod(abs(degrees) * 3600, 3600)
    return float(whole), float(rest // 60), round(rest % 60, 4)


def picture(kind="JPEG", size=(64, 48), colour="grey", tags=None, **values):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **({} if tags is None else {"exif": tags.tobytes()}), **values)
    return out.getvalue()


def jpeg(lat=None, lon=None, taken_at=None, size=(64, 48), colour="grey", **tags):
    """The bytes of a JPEG; another `colour` is another photo."""
    return picture(size=size, colour=colour, tags=exif(lat, lon, taken_at, **tags))


def upload(content=None, name="image.jpg"):
    """A photo as a browser hands it in."""
    return SimpleUploadedFile(name, jpeg(*AT_SITE, TAKEN) if content is None else content)


def added(draft, *contents, package=None, at=None, **values):
    """The photos put into a draft by who saved it last."""
    files = examined([upload(content) for content in contents or (None,)])
    return photos.add(draft, files=files, package=package, by=draft.saved_by, at=at or make.moment(), **values)


def sited_project():
    """A factory with an approved site at AT_SITE."""
    project, at = make.project(), make.moment(date(2026, 1, 11))
    site = project.sites.create(number=1, name="At the ford", lat=AT_SITE[0], lon=AT_SITE[1], created_at=at)
    site.decisions.create(approved=True, at=at, by=make.post(Role.COMMITTEE_MEMBER))
    return project


def stored(media):
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


def seen(row, user=None):
    """The photos of a return as they are shown to `user`, or to who saved it."""
    return reading.of_return(row, user or row.saved_by.official.user, make.moment())


def badges(row, user=None):
    return [[badge.text for badge in told.badges] for told in seen(row, user).photos]
