"""Documents: given to whoever sees their project, always as a file to be saved, never to be shown in the page."""

from django.core.files.storage import default_storage
from django.http import FileResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from factories.models import Document
from regional20x10.shared import pages
from regional20x10.shared.errors import Refused

TYPES = {
    Document.Kind.PDF: "application/pdf",
    Document.Kind.JPEG: "image/jpeg",
    Document.Kind.PNG: "image/png",
    Document.Kind.DWG: "image/vnd.dwg",
    Document.Kind.DXF: "image/vnd.dxf",
    Document.Kind.IFC: "application/x-step",
}


@require_safe
def document(request, pk):
    return file_response(pages.found(Document.objects.visible_to(request.user), pk=pk))


def file_response(row):
    """The file as an attachment of the type of its content. Refuses when it was lost from the disk."""
    try:
        content = default_storage.open(row.path)
    except OSError:
        said = _("The file “%(name)s” is no longer on the server: whoever keeps the backup can put it back.")
        raise Refused(said % {"name": row.name}) from None
    headers = {"X-Content-Type-Options": "nosniff", "ETag": f'"{row.sha256}"', "Cache-Control": "private"}
    return FileResponse(
        content, as_attachment=True, filename=row.name, content_type=TYPES[Document.Kind(row.kind)], headers=headers
    )
