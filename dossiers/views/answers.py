"""Files as answers: whole, never half."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from publications.writers.base import Rendered


def file_response(made: Rendered, name: str, *, is_download: bool = False) -> HttpResponse:
    """A finished file; PDF opens in the browser, everything else is downloaded."""
    response = HttpResponse(made.content, content_type=made.media_type)
    as_attachment = is_download or made.suffix != "pdf"
    disposition = content_disposition_header(as_attachment, f"{name}.{made.suffix}")
    response["Content-Disposition"] = disposition or "inline"
    return response
