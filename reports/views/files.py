"""Files that jobs wrote, handed out to be saved."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from regional20x10.shared.errors import Refused


def attachment(request, file, content_type):
    """The file of a row with `name` and `sha256`; 304 to who has it already, refused where it is lost from the disk."""
    etag = f'"{file.sha256}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if known := get_conditional_response(request, etag):
        for name, value in headers.items():
            known[name] = value
        return known
    try:
        content = (Path(settings.MEDIA_ROOT) / file.name).open("rb")
    except OSError:
        raise Refused(_("The file is no longer on the server: have it built again.")) from None
    return FileResponse(
        content, as_attachment=True, filename=Path(file.name).name, content_type=content_type,
        headers={**headers, "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip
