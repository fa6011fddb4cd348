"""The files that dossiers keep: what was handed in and made, signed letters, and tables that were brought in."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django.db.models import QuerySet

from document_control.stored_files import StoredFiles, register_stored_files
from dossiers.models import ApologyLetter, DossierFile, DossierImport


def register_kept_files() -> None:
    """Say which files must keep their bytes."""
    register_stored_files(
        StoredFiles(
            "tệp của hồ sơ",
            "dossiers",
            "content",
            _files,
            record=lambda file: f"{file.dossier.code}, {file.name}",
        )
    )
    register_stored_files(
        StoredFiles(
            "thư xin lỗi đã ký",
            "letters",
            "signed_file",
            lambda: ApologyLetter.objects.exclude(signed_file=""),
            recorded_hash=attrgetter("signed_file_sha256"),
        )
    )
    register_stored_files(
        StoredFiles("tệp nhập hồ sơ", "dossier-imports", "content", DossierImport.objects.all)
    )


def _files() -> QuerySet[Any]:
    rows = DossierFile.objects.select_related("dossier")
    return rows.only("name", "content", "sha256", "dossier__code")
