"""Photos from outside: what a file is follows from its content alone; time and place are read before anything else.

Telephones call every photo “image.jpg”, so neither the ending nor two equal names say anything.
"""

import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from factories.actions.photos import Taken
from factories.imports import files
from factories.models import Photo
from regional20x10.shared import pictures
from regional20x10.shared.errors import Refused

AT_ONCE = 20


def examined(handed_in):
    """The uploaded files as `Taken`. Refuses with everything that is wrong with all of them, on the field `files`."""
    reasons, found = [], []
    if len(handed_in) > AT_ONCE:
        said = ngettext("Hand in at most %(most)s photo at once.", "Hand in at most %(most)s photos at once.", AT_ONCE)
        reasons.append(said % {"most": AT_ONCE})
    for file in handed_in[:AT_ONCE]:
        said, made = _examined(file)
        reasons += [sentence for sentence in said if sentence not in reasons]
        found += [made] if made else []
    if reasons:
        raise Refused(reasons, fields={"files": reasons})
    return found


def _examined(file):
    """(sentences, Taken or None)."""
    name = unicodedata.normalize("NFC", str(file.name or ""))
    said, shown = files.of_name(name), files.shown_name(name)
    if sentence := files.of_size(file, shown):
        return [*said, sentence], None
    file.seek(0)
    kind = pictures.kind_of(file.read(64))
    if kind is None:
        sentence = _("“%(name)s” is no photo of a kind that is taken: choose a JPEG, PNG or HEIC.") % shown
        return [*said, sentence], None
    if files.hides_archive(file):
        sentence = _("“%(name)s” has an archive hidden behind its content: hand it in without.") % shown
        return [*said, sentence], None
    try:
        image, size = pictures.opened(file, kind, side=1)
    except pictures.TooLarge:
        slots = {**shown, "most": pictures.MOST_PIXELS // 1_000_000}
        sentence = _("“%(name)s” has more than %(most)s million pixels: take it smaller.") % slots
        return [*said, sentence], None
    except pictures.Unreadable:
        sentence = _("“%(name)s” is damaged or cut off: hand in the photo as it was taken.") % shown
        return [*said, sentence], None
    return (said, None) if said else ([], _taken(file, name, Photo.Kind(kind), image, size))


def _taken(file, name, kind, image, size):
    when, place = pictures.taken_at(image), pictures.place(image)
    lat, lon = place or (None, None)
    return Taken(name, kind, files.digest(file), file.size, file, *size, when, lat, lon)
