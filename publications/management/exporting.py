"""What the export commands share: finding a document, writing the file in one step, saying what was made."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from document_control.enums import VersionState
from document_control.models import ControlledDocument, IssuedVersion
from document_control.selectors import history_of
from organisation.models import Unit
from organisation.vietnamese_format import format_date, format_number
from procedures.as_of import read_day
from publications.days import end_of
from publications.enums import FileFormat, Marking
from publications.errors import PublicationError
from publications.files.recipes import Recipe
from publications.models import Artefact
from publications.services.artefacts import make_file
from publications.writers.base import Progress, no_progress


class ExportCommand(BaseCommand):
    """A command that writes one file. Errors are Vietnamese sentences, exit code 1; nothing half-written remains."""

    def export(self, recipe: Recipe, out: Path, progress: Progress = no_progress) -> None:
        """Make the file of a recipe, put it at `out`, and say what it is."""
        if not os.access(out.parent, os.W_OK):  # asked before minutes of work
            raise CommandError(_unwritable(out))
        try:
            artefact = make_file(recipe, timezone.localdate(), progress)
        except PublicationError as error:
            raise CommandError(str(error)) from error
        write_whole(out, artefact)
        pages = f"{artefact.pages} trang, " if artefact.pages else ""
        size = format_number(artefact.size)
        self.stdout.write(f"{out}: {pages}{size} byte, SHA-256 {artefact.sha256}")

    def report(self, done: int, total: int, doing: str) -> None:
        """Progress on standard error."""
        self.stderr.write(f"{done}/{total} {doing}")


# --- Reading the arguments --------------------------------------------------------------------------------------
def format_of(out: Path, allowed: Collection[FileFormat]) -> FileFormat:
    """The format that the suffix of OUT names. Raises CommandError."""
    suffix = out.suffix.lower().removeprefix(".")
    if suffix not in allowed:
        known = " ".join(f".{one}" for one in allowed)
        raise CommandError(f"Không biết định dạng “{out.name}”. Đặt tên tệp kết thúc bằng: {known}")
    return FileFormat(suffix)


def day_of(text: str | None) -> dt.date | None:
    """The day after --at, None without it. Raises CommandError."""
    if not text:
        return None
    day = read_day(text)
    if day is None:
        raise CommandError(f"Không hiểu ngày “{text}”. Viết như 2026-07-24 hoặc 24/07/2026.")
    return day


def unit_of(slug: str | None) -> Unit | None:
    """The unit after --unit, None without it. Raises CommandError."""
    if not slug:
        return None
    unit = Unit.objects.filter(slug=slug).first()
    if unit is None:
        raise CommandError(f"Không có đơn vị “{slug}”. Ghi định danh của đơn vị, ví dụ phuong-an-hoa.")
    return unit


def version_on(code: str, unit: Unit | None, day: dt.date | None) -> IssuedVersion:
    """The version of a document in force on a day (now without one). Raises CommandError."""
    document = _document(code, unit)
    history = history_of(document)
    version = history.in_force(end_of(day) if day else timezone.now())
    if version is None:
        when = format_date(day or timezone.localdate())
        raise CommandError(
            f"{document.code} không có bản nào có hiệu lực ngày {when}. Thêm --at NGÀY để chọn ngày khác."
        )
    return version


def _document(code: str, unit: Unit | None) -> ControlledDocument:
    found = ControlledDocument.objects.issued().select_related("unit").filter(code__iexact=code)
    documents = list(found.filter(unit=unit) if unit else found)
    if not documents:
        where = f" của {unit}" if unit else ""
        raise CommandError(f"Không có tài liệu đã ban hành mang mã “{code}”{where}.")
    if len(documents) > 1:
        units = ", ".join(document.unit.slug for document in documents)
        raise CommandError(f"Nhiều đơn vị có tài liệu mang mã “{code}”. Thêm --unit, một trong: {units}")
    return documents[0]


def original_marking(version: IssuedVersion) -> Marking:
    """An export is the office's own original; only a text that no longer holds says so."""
    standing = history_of(version.document).standing(version, timezone.now())
    holds = standing.state in (VersionState.IN_FORCE, VersionState.FUTURE)
    return Marking.NONE if holds else Marking.OBSOLETE


# --- Writing --------------------------------------------------------------------------------------------------
def write_whole(out: Path, artefact: Artefact) -> None:
    """Put the file there in one step: whoever looks sees the old file or the new one. Raises CommandError."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
    except OSError as error:
        raise CommandError(_unwritable(out)) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as target, artefact.file.open("rb") as source:
            for chunk in source.chunks():
                target.write(chunk)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(out)
    except OSError as error:
        raise CommandError(_unwritable(out)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _unwritable(out: Path) -> str:
    return f"Không ghi được {out}. Chọn một thư mục có sẵn, còn chỗ và được phép ghi."


def add_version_arguments(parser: Any) -> None:
    """CODE OUT [--at] [--unit], as both commands for one document take them."""
    parser.add_argument("code", metavar="CODE", help="code of the document, e.g. QT-TP-01")
    parser.add_argument("out", metavar="OUT", type=Path, help="file to write; its suffix chooses the format")
    parser.add_argument("--at", metavar="DATE", help="the version in force on this day, e.g. 2026-07-24")
    parser.add_argument("--unit", metavar="SLUG", help="the unit, where several use the same code")
