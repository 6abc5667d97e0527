"""Photos of the demonstration: drawings with the time and place a telephone writes, the same on every run."""

import io
import random
from datetime import datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageDraw

from factories.imports.photos import examined
from regional20x10.demonstration import cohorts

SIZE = (960, 720)
SKY, GROUND, WALL, DARK = (198, 209, 219), (142, 133, 118), (176, 160, 140), (92, 86, 80)
STOREYS, BAYS = 3, 6


def handed_in(project, period, percents, *, far=False):
    """The two photos of a return, as they come from the device: of its walls and of its equipment."""
    site = project.sites.filter(decisions__approved=True).first()
    if site is None or site.lat is None:
        return []
    place = (float(site.lat) + (cohorts.FAR_OFF if far else 0), float(site.lon))
    done = sum(percents.values()) / len(percents) / 100
    taken = datetime.combine(period.ends_on, time(10, 20))
    return examined(
        [
            _upload(f"{project.code}-{period.code}-{number}.jpg", _drawn(project, done, number), at, taken, number)
            for number, at in enumerate(((float(site.lat), float(site.lon)), place), 1)
        ]
    )


def _upload(name, image, place, taken, number):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70, exif=_exif(place, taken + timedelta(minutes=7 * number)).tobytes())
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def _drawn(project, done, number):
    """A hall as far built as the share `done`: storeys from below, bays from the left."""
    image = Image.new("RGB", SIZE, SKY)
    draw, dice = ImageDraw.Draw(image), random.Random(f"photo {number} of {project.code}")
    horizon = 500 + dice.randint(-20, 20)
    draw.rectangle((0, horizon, *SIZE), fill=GROUND)
    left, width, height = 120 + dice.randint(-30, 30), 110, 90
    for bay in range(round(STOREYS * BAYS * float(done))):
        x, y = left + bay % BAYS * width, horizon - (bay // BAYS + 1) * height
        draw.rectangle((x, y, x + width, y + height), fill=WALL, outline=DARK, width=3)
        draw.rectangle((x + 30, y + 24, x + 80, y + 66), fill=SKY, outline=DARK)
    draw.text((24, SIZE[1] - 36), f"DEMONSTRATION {project.code} {number}", fill=DARK)
    return image


def _exif(place, taken):
    tags, base, gps = Image.Exif(), ExifTags.Base, ExifTags.GPS
    tags.get_ifd(ExifTags.IFD.Exif)[base.DateTimeOriginal] = f"{taken:%Y:%m:%d %H:%M:%S}"
    where = tags.get_ifd(ExifTags.IFD.GPSInfo)
    where[gps.GPSLatitudeRef], where[gps.GPSLatitude] = "N", _parts(place[0])
    where[gps.GPSLongitudeRef], where[gps.GPSLongitude] = "E", _parts(place[1])
    return tags


def _parts(degrees):
    """Degrees, minutes, seconds."""
    whole, rest = divmod(abs(degrees) * 3600, 3600)
    return float(whole), float(rest // 60), round(rest % 60, 4)
