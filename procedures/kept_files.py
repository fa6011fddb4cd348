"""The files that procedures keep: what was brought in, as the evidence for the drafts made from it."""

from __future__ import annotations

from document_control.stored_files import StoredFiles, register_stored_files
from procedures.models import ImportFile
from procedures.models.imports import UPLOADS


def register_kept_files() -> None:
    """Say which files must keep their bytes."""
    register_stored_files(
        StoredFiles("tệp nhập thủ tục", UPLOADS, "content", lambda: ImportFile.objects.defer("findings"))
    )
