"""Files of a dossier go out only to those who may read it, and never to be shown by the browser."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dossiers.views.access import dossier_or_404, dossier_view


@require_safe
@dossier_view
def download(request: HttpRequest, code: str, file_id: int) -> FileResponse:
    """One file, byte for byte; a file that was taken back is not given out."""
    dossier = dossier_or_404(request, code)
    file = get_object_or_404(dossier.files.filter(taken_back_at__isnull=True), pk=file_id)
    try:
        content = file.content.open("rb")
    except OSError as error:
        raise Http404(_("The file is missing in the storage.")) from error
    response = FileResponse(
        content, as_attachment=True, filename=file.name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
