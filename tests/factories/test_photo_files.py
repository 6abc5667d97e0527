"""Photos from outside: known by their content, opened within limits, asked for time and place before anything else."""

import hashlib
import io
import struct
import tracemalloc
import zipfile
import zlib
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from PIL import ExifTags, Image

from factories.imports.photos import examined
from regional20x10.shared import pictures
from regional20x10.shared.errors import Refused
from tests import make, photos

HERE = photos.AT_SITE


def one(content, name="image.jpg"):
    """The only photo of an upload, as it was examined."""
    [taken] = examined([photos.upload(content, name)])
    return taken


def refused(*uploads):
    """The sentences with which they are refused together."""
    with pytest.raises(Refused) as refusal:
        examined(list(uploads))
    assert refusal.value.fields == {"files": refusal.value.reasons}
    return refusal.value.reasons


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width, height):
    """A PNG that says it is that large, in a few bytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("zeros", bytes(1000))
    return out.getvalue()


# --- what is taken ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
@pytest.mark.parametrize("name", ["image.jpg", "IMG_1.HEIC", "1000001234"])
def test_a_photo_is_what_its_content_says_whatever_it_is_called(kind, name):
    content = photos.picture(kind, (64, 48), tags=photos.exif(*HERE, photos.TAKEN, offset="+09:00"))

    taken = one(content, name)

    assert (taken.name, taken.kind) == (name, {"HEIF": "heic"}.get(kind, kind.lower()))
    assert (taken.width, taken.height, taken.bytes) == (64, 48, len(content))
    assert taken.sha256 == hashlib.sha256(content).hexdigest()
    assert taken.taken_at == make.moment(photos.TAKEN.date(), 10).replace(minute=30)
    assert (taken.lat, taken.lon) == pytest.approx(HERE)


def test_two_photos_of_one_name_are_two():
    found = examined([photos.upload(photos.jpeg(colour=colour)) for colour in ("red", "blue")])

    assert [row.name for row in found] == ["image.jpg", "image.jpg"]
    assert len({row.sha256 for row in found}) == 2


def test_the_size_is_that_of_the_photo_though_less_is_decoded():
    assert (one(photos.jpeg(size=(1600, 1200))).width, one(photos.jpeg(size=(1600, 1200))).height) == (1600, 1200)


# --- what is refused -------------------------------------------------------------------------------------------------
NO_PHOTO = "“image.jpg” is no photo of a kind that is taken: choose a JPEG, PNG or HEIC."
DAMAGED = "“image.jpg” is damaged or cut off: hand in the photo as it was taken."


def _gif():
    out = io.BytesIO()
    Image.new("P", (8, 8)).save(out, "GIF")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a text", NO_PHOTO),
        (b"\xff\xd8", NO_PHOTO),
        (_gif(), NO_PHOTO),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", NO_PHOTO),
        (make.PDF, NO_PHOTO),
        (archive(), NO_PHOTO),
        (b"", "“image.jpg” is empty: choose another file."),
        (b"\xff\xd8\xff\xe0 is a text", DAMAGED),
        (photos.jpeg(size=(400, 300), colour="navy")[:-400], DAMAGED),
        (photos.picture("PNG")[:-30], DAMAGED),
        (photos.picture("HEIF")[:-30], DAMAGED),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200), DAMAGED),
        (photos.jpeg() + archive(), "“image.jpg” has an archive hidden behind its content: hand it in without."),
        (bomb(100_000, 100_000), "“image.jpg” has more than 50 million pixels: take it smaller."),
        (bomb(12_000, 9_000), "“image.jpg” has more than 50 million pixels: take it smaller."),
        (bomb(8_000, 6_000), DAMAGED),
    ],
    ids=["text", "two bytes", "gif", "svg", "pdf", "zip", "empty", "jpeg by name of its bytes", "jpeg cut off",
         "png cut off", "heic cut off", "heic of nothing", "jpeg and zip", "bomb", "large bomb", "png of nothing"],
)  # fmt: skip
def test_what_is_no_whole_photo_is_refused_in_a_sentence(content, sentence):
    assert refused(photos.upload(content)) == [sentence]


def test_a_bomb_costs_no_memory():
    tracemalloc.start()

    refused(photos.upload(bomb(100_000, 100_000)))

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"peak {peak / 1e6:.1f} MB")
    assert peak < 5_000_000


def test_everything_wrong_with_several_is_said_at_once(settings):
    settings.DOCUMENT_MAX_MB = 1
    large = photos.upload(photos.jpeg() + bytes(1024 * 1024), "large.jpg")

    said = refused(large, photos.upload(b"a text", "page.html"), photos.upload())

    assert said == [
        "“large.jpg” is larger than 1 MB: hand in a smaller file.",
        "“page.html” is no photo of a kind that is taken: choose a JPEG, PNG or HEIC.",
    ]


def test_more_than_are_taken_at_once_are_refused():
    assert refused(*(photos.upload() for _number in range(21))) == ["Hand in at most 20 photos at once."]


def test_a_name_with_tricks_is_refused():
    upload = photos.upload()
    upload._name = "../a.jpg"  # as nothing that reads a request would give it

    assert refused(upload) == [
        "A file’s name has no slashes, no control characters and no dot at its beginning: rename it."
    ]


# --- what the camera wrote -------------------------------------------------------------------------------------------
def test_a_time_without_its_offset_is_in_the_programmes_time_zone():
    taken = one(photos.jpeg(taken_at=photos.TAKEN))

    assert taken.taken_at == timezone.make_aware(photos.TAKEN)


def test_a_time_with_an_offset_is_in_that_zone():
    taken = one(photos.jpeg(taken_at=photos.TAKEN, offset="-03:30"))

    assert taken.taken_at == datetime(2026, 10, 5, 14, 0, tzinfo=UTC)


def test_the_south_and_the_west_have_a_minus():
    taken = one(photos.jpeg(-33.865143, -70.651))

    assert (taken.lat, taken.lon) == pytest.approx((-33.865143, -70.651), abs=1e-6)


def broken(**values):
    """EXIF of which some values are no such thing: {tag of GPS or of Exif: value}."""
    tags = photos.exif(*HERE, photos.TAKEN)
    for name, value in values.items():
        inner = ExifTags.IFD.GPSInfo if name.startswith("GPS") else ExifTags.IFD.Exif
        number = getattr(ExifTags.GPS if name.startswith("GPS") else ExifTags.Base, name)
        tags.get_ifd(inner)[number] = value
    return photos.picture(tags=tags)


def without_denominator(content, number):
    """With `number`/0 for `number`/1."""
    for order in "<>":
        content = content.replace(struct.pack(f"{order}LL", number, 1), struct.pack(f"{order}LL", number, 0))
    return content


@pytest.mark.parametrize(
    "content",
    [
        photos.jpeg(taken_at=photos.TAKEN),
        broken(GPSLatitude=(91.0, 0.0, 0.0)),
        without_denominator(photos.jpeg(*HERE, photos.TAKEN), 38),
        broken(GPSLatitude=(38.5,)),
        broken(GPSLatitudeRef="X"),
        broken(GPSLatitudeRef=""),
        broken(GPSLatitude=(0.0, 0.0, 0.0), GPSLongitude=(0.0, 0.0, 0.0)),
    ],
    ids=["none", "beyond the pole", "no number", "one part", "no such side", "no side", "0, 0"],
)
def test_a_place_that_is_none_is_not_known(content):
    taken = one(content)

    assert (taken.lat, taken.lon) == (None, None)
    assert taken.taken_at == timezone.make_aware(photos.TAKEN)


@pytest.mark.parametrize("text", ["0000:00:00 00:00:00", "yesterday", "2026:13:40 99:00:00", "1904:01:01 00:00:00", ""])
def test_a_time_that_is_none_is_not_known(text):
    taken = one(broken(DateTimeOriginal=text))

    assert taken.taken_at is None
    assert (taken.lat, taken.lon) == pytest.approx(HERE)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF|Tag data|Truncated File|Metadata Warning:UserWarning")
@pytest.mark.parametrize("seed", range(40))
def test_exif_in_which_bytes_are_changed_is_never_an_error(seed):
    content = bytearray(photos.jpeg(*HERE, photos.TAKEN, offset="+09:00"))
    start = content.index(b"Exif\x00\x00") + 6
    for step in range(1 + seed % 7):
        content[start + (seed * 37 + step * 101) % 190] = (seed * 71 + step * 13) % 256

    taken = one(bytes(content))

    assert taken.kind == "jpeg"
    assert taken.lat is None or abs(taken.lat) <= 90


# --- smaller ones ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_a_small_picture_is_upright_and_tells_nothing(kind):
    content = photos.picture(kind, (1200, 900), tags=photos.exif(*HERE, photos.TAKEN, orientation=6))
    image, _size = pictures.opened(io.BytesIO(content), {"HEIF": "heic"}.get(kind, kind.lower()), side=480)

    made, width, height = pictures.smaller(image, 480)

    small = Image.open(io.BytesIO(made))
    assert (small.format, small.size, (width, height)) == ("JPEG", (360, 480), (360, 480))
    assert dict(small.getexif()) == {}
    assert b"Exif" not in made


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "P", "CMYK", "1"])
def test_a_small_picture_is_made_of_every_kind_of_colour(mode):
    out = io.BytesIO()
    Image.new(mode, (40, 30)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    image, _size = pictures.opened(out, "jpeg" if mode == "CMYK" else "png")

    assert pictures.smaller(image, 480)[1:] == (40, 30)
