"""The files that audits keep: photos, evidence of actions and of scores, and evidence packs as handed out."""

from __future__ import annotations

import shutil
import tempfile

from django.core.files import File

from audits.evidence.verify import check
from audits.models import ActionEvidence, EvidencePack, ItemPhoto, ScoreEvidence
from document_control.stored_files import StoredFiles, register_stored_files

FOLDER = "audits"


def register_kept_files() -> None:
    """Say which files must keep their bytes."""
    register_stored_files(
        StoredFiles(
            "ảnh đánh giá",
            FOLDER,
            "image",
            lambda: ItemPhoto.objects.select_related("item__checklist__audit"),
            record=lambda photo: f"{photo.item.checklist.audit.code}, {photo}",
        )
    )
    register_stored_files(
        StoredFiles(
            "bằng chứng hành động khắc phục",
            FOLDER,
            "file",
            lambda: ActionEvidence.objects.select_related("action"),
            record=lambda evidence: f"{evidence.action.code}, {evidence.title}",
        )
    )
    register_stored_files(
        StoredFiles(
            "tài liệu kiểm chứng chấm điểm",
            FOLDER,
            "file",
            lambda: ScoreEvidence.objects.exclude(file=""),
        )
    )
    register_stored_files(
        StoredFiles(
            "gói bằng chứng",
            FOLDER,
            "file",
            lambda: EvidencePack.objects.select_related("audit"),
            digest=pack_hash,
        )
    )


def pack_hash(stream: File) -> str:
    """The hash of a pack as its own check finds it; what is wrong instead, when a file in it was altered."""
    with tempfile.NamedTemporaryFile(suffix=".zip") as copy:
        shutil.copyfileobj(stream, copy)
        copy.flush()
        problems, _notes, about = check(copy.name)
    return problems[0] if problems else about.rpartition(" ")[2]
