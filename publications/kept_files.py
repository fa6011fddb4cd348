"""The files that publications keep: made papers and handbooks, and the photos of postings."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from document_control.stored_files import StoredFiles, register_stored_files
from publications.models import Artefact, ControlledCopy, Posting
from publications.models.artefacts import ARTEFACTS


def register_kept_files() -> None:
    """Say which files must keep their bytes."""
    register_stored_files(
        StoredFiles(
            "văn bản đã kết xuất",
            ARTEFACTS,
            "file",
            _artefacts,
            record=_artefact_words,
            must_be_there=attrgetter("is_numbered"),
        )
    )
    register_stored_files(
        StoredFiles(
            "ảnh niêm yết",
            "postings",
            "photo",
            _photos,
            record=lambda posting: f"{posting.board.name}, {posting.version}",
            recorded_hash=attrgetter("photo_sha256"),
        )
    )


def _artefacts() -> QuerySet[Any]:
    """Made files; those of numbered copies are evidence of what was handed out, the others are made again."""
    numbered = ControlledCopy.objects.filter(sha256=OuterRef("sha256"))
    rows = Artefact.objects.select_related("version__document", "handbook_edition__handbook")
    return rows.defer("recipe", "tools", "version__snapshot", "version__approvals").annotate(
        is_numbered=Exists(numbered)
    )


def _artefact_words(artefact: Artefact) -> str:
    about = artefact.version or artefact.handbook_edition or artefact.get_kind_display()
    return f"{about}, {artefact.get_format_display()}"


def _photos() -> QuerySet[Any]:
    rows = Posting.objects.exclude(photo="").select_related("board", "version__document")
    return rows.defer("version__snapshot", "version__approvals")
