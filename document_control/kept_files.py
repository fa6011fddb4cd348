"""The files that the register keeps: attachments frozen when a version was issued."""

from __future__ import annotations

from document_control.models import FrozenFile
from document_control.stored_files import StoredFiles, register_stored_files


def register_kept_files() -> None:
    """Say which files must keep their bytes."""
    register_stored_files(
        StoredFiles("tệp đính kèm văn bản đã ban hành", "issued", "file", FrozenFile.objects.all)
    )
