"""Taking files from a browser or a program: what is larger than the limit is never kept, not even for a moment."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


def largest():
    """How many bytes a file may have."""
    return settings.DOCUMENT_MAX_MB * 1024 * 1024


class Limited(FileUploadHandler):
    """The first of the upload handlers: lets those after it see a little more than the limit, and then nothing.

    So a file that is too large costs no more disk than the limit, is known by its size, and the rest of the form is
    read as ever: all that is wrong can be said at once.
    """

    def receive_data_chunk(self, raw_data, start):
        return raw_data if start <= largest() else None

    def file_complete(self, file_size):
        return None
