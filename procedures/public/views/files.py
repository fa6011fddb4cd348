"""Files as they were when a version that carries them was issued."""

from __future__ import annotations

import logging

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from document_control.models import FrozenFile, IssuedVersion

logger = logging.getLogger(__name__)

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


@require_safe
def frozen_file(request: HttpRequest, sha256: str, filename: str) -> HttpResponse:
    """Send the bytes with this hash, when the visitor may read a version that carries them.

    The name sent is the stored one: whoever makes a link must not choose what a file of the office is called.
    """
    found = FrozenFile.objects.filter(sha256=sha256)
    public = IssuedVersion.objects.public()
    frozen, is_public = found.filter(versions__version__in=public).first(), True
    if frozen is None and request.user.is_authenticated:
        readable = IssuedVersion.objects.readable_by_staff()
        frozen, is_public = found.filter(versions__version__in=readable).first(), False
    if frozen is None:
        raise Http404(_("There is no such file."))
    try:
        source = frozen.file.open("rb")
    except FileNotFoundError as error:
        logger.error("frozen file %s is missing from storage", sha256)
        raise Http404(_("This file is not available now.")) from error
    extension = frozen.filename.rpartition(".")[2].lower()
    response = FileResponse(
        source,
        as_attachment=True,
        filename=frozen.filename,
        content_type=CONTENT_TYPES.get(extension, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = f'"{sha256}"'
    response["Cache-Control"] = "public, max-age=86400" if is_public else "private, no-store"
    return response
