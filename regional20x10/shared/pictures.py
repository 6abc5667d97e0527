"""Pictures from outside: known by their content, opened within limits, asked for time and place, made smaller."""

import io
import math
import re
from datetime import UTC, datetime, timedelta, timezone

import pillow_heif
from django.utils import timezone as django_timezone
from PIL import ExifTags, Image

MOST_PIXELS = 50_000_000
"""The picture of a telephone of 48 million pixels is taken; open, one of this size needs 200 MB."""
JPEG, PNG, HEIC = "jpeg", "png", "heic"

_BEGINS = {
    JPEG: rb"\xff\xd8\xff",
    PNG: rb"\x89PNG\r\n\x1a\n.{4}IHDR",
    HEIC: rb".{4}ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)",
}
_READERS = {JPEG: ["JPEG", "MPO"], PNG: ["PNG"], HEIC: ["HEIF"]}
_T = Image.Transpose
_TURNS = {2: _T.FLIP_LEFT_RIGHT, 3: _T.ROTATE_180, 4: _T.FLIP_TOP_BOTTOM, 5: _T.TRANSPOSE, 6: _T.ROTATE_270,
          7: _T.TRANSVERSE, 8: _T.ROTATE_90}  # fmt: skip
"""What turns a picture upright, by the number EXIF has for how it lies."""
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)

pillow_heif.register_heif_opener(thumbnails=False)


class Unreadable(Exception):
    """The content is no whole picture of the kind its beginning says."""


class TooLarge(Exception):
    """More than MOST_PIXELS."""


def kind_of(head):
    """The kind of a picture by its first bytes, None for everything that is none."""
    return next((kind for kind, begin in _BEGINS.items() if re.match(begin, head, re.DOTALL)), None)


def opened(file, kind, *, side=None):
    """(the picture, read to its end, (width, height) as it was taken).

    `side`: no more is needed than that many pixels, so that it may be decoded smaller.

    Raises TooLarge before anything is decoded, and Unreadable for all that a decoder makes of hostile bytes.
    """
    file.seek(0)
    try:
        image = Image.open(file, formats=_READERS[kind])
        size = image.size
        if image.width * image.height > MOST_PIXELS:
            raise TooLarge
        if side:
            image.draft(None, (side, side))
        image.load()
    except (TooLarge, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLarge from error
    except Exception as error:  # decoders raise whatever they stumble over, from struct.error to RuntimeError
        raise Unreadable from error
    return image, size


def smaller(image, side):
    """(content as JPEG, width, height) of the picture upright, at most `side` pixels long, without what it told."""
    turn = _TURNS.get(_told(lambda exif: exif.get(ExifTags.Base.Orientation), image))
    image.thumbnail((side, side))
    image = image.transpose(turn) if turn is not None else image
    if image.mode not in ("RGB", "L"):
        image = image.convert("RGBA")
        plain = Image.new("RGB", image.size, "white")
        plain.paste(image, mask=image.getchannel("A"))
        image = plain
    out = io.BytesIO()
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    bare.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue(), bare.width, bare.height


# --- what the camera wrote -------------------------------------------------------------------------------------------
def taken_at(image):
    """When, by the camera's clock: with the offset it wrote, else in the programme's time zone; None if not told."""
    return _told(_taken_at, image)


def place(image):
    """(latitude, longitude) in degrees; None if not told, half told, or the 0, 0 of a device that found no place."""
    return _told(_place, image)


def _told(read, image):
    try:
        return read(image.getexif())
    except Exception:  # broken EXIF has as many forms as there are cameras: what cannot be read is not known
        return None


def _taken_at(exif):
    tags, base = exif.get_ifd(ExifTags.IFD.Exif), ExifTags.Base
    text = tags.get(base.DateTimeOriginal) or tags.get(base.DateTimeDigitized) or exif.get(base.DateTime)
    if not text:
        return None
    when = datetime.strptime(_plain(text)[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 (its zone stands in another tag)
    zone = _offset(tags.get(base.OffsetTimeOriginal) or tags.get(base.OffsetTime))
    when = when.replace(tzinfo=zone or django_timezone.get_default_timezone())
    return when if when >= _EARLIEST else None


def _offset(text):
    """+09:00 as a zone; None for what is none."""
    found = re.fullmatch(r"([+-])(\d\d):(\d\d)", _plain(text or ""))
    if not found or int(found[2]) > 14 or int(found[3]) > 59:
        return None
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(ahead if found[1] == "+" else -ahead)


def _plain(text):
    text = text.decode("ascii", "replace") if isinstance(text, bytes) else str(text)
    return text.strip("\x00 ")


def _place(exif):
    tags, gps = exif.get_ifd(ExifTags.IFD.GPSInfo), ExifTags.GPS
    lat = _degrees(tags[gps.GPSLatitude], {"N": 1, "S": -1}[_plain(tags[gps.GPSLatitudeRef])])
    lon = _degrees(tags[gps.GPSLongitude], {"E": 1, "W": -1}[_plain(tags[gps.GPSLongitudeRef])])
    whole = abs(lat) <= 90 and abs(lon) <= 180 and (lat, lon) != (0, 0)  # NaN is not whole either
    return (lat, lon) if whole else None


def _degrees(parts, sign):
    """Degrees from (degrees, minutes, seconds); raises for what is no such thing."""
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value) or min(degrees, minutes, seconds) < 0:
        raise ValueError
    return round(sign * value, 6)


__all__ = [
    "HEIC", "JPEG", "MOST_PIXELS", "PNG", "TooLarge", "Unreadable", "kind_of", "opened", "place", "smaller", "taken_at",
]  # fmt: skip
