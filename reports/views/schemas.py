"""The published forms of the files of a pack."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
def pack_schema(request):
    """The form of a sealed report's JSON file; its content has that of a seal."""
    text = (settings.BASE_DIR / "reports" / "schemas" / "pack-1.json").open("rb")
    return FileResponse(text, content_type="application/schema+json")
