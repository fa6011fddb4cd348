"""Which files the search cannot read, and what to do about each. A few queries; no text is loaded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from document_control.models import FrozenFile
from organisation.models import OfficeDocument
from procedures.models import FormTemplate
from search.extraction import FileKind, Reason
from search.models import ExtractedText

MOST_SHOWN = 500

KIND_NAMES: dict[str, Any] = {
    FileKind.PDF: "PDF",
    FileKind.WORD: "Word",
    FileKind.SHEET: "Excel",
    FileKind.OPEN_DOCUMENT: "OpenDocument",
    FileKind.RTF: "RTF",
    FileKind.HTML: _("Web page"),
    FileKind.PLAIN: _("Plain text"),
    FileKind.ARCHIVE: "ZIP",
    FileKind.OLD_OFFICE: _("Old Word or Excel"),
    FileKind.PICTURE: _("Picture"),
    FileKind.OTHER: _("Another format"),
}
REASON_NAMES: dict[str, Any] = {
    Reason.EMPTY: _("The file is empty: upload it again."),
    Reason.TOO_LARGE: _("The file is too large: split it, or leave out pictures."),
    Reason.ENCRYPTED: _("The file has a password: upload one without."),
    Reason.BROKEN: _("The file is damaged: open the original, save it and upload it again."),
    Reason.BOMB: _("The file is packed in an unusual way and was not opened: save it anew and upload it."),
    Reason.NO_TEXT: _("Scanned or empty pages without letters: upload the original from Word."),
    Reason.UNREADABLE_FONT: _("Its old font cannot be read: save it with a Unicode font (Times New Roman)."),
    Reason.PICTURE: _("A picture has no letters: upload the original from Word."),
    Reason.OLD_OFFICE: _("An old .doc or .xls: save it as .docx or .xlsx and upload it again."),
    Reason.OTHER_FORMAT: _("This format is not read: use .docx, .pdf, .xlsx or .odt."),
    Reason.TOO_SLOW: _("Reading took too long and was stopped: split the file."),
    Reason.OUT_OF_MEMORY: _("Reading took too much memory and was stopped: split the file."),
    Reason.CRASHED: _("Reading the file failed: tell the administrator."),
    Reason.MISSING: _("The file is missing, or no longer what was uploaded: tell the administrator."),
    Reason.CUT: _("Long file: only its beginning is searched."),
    Reason.MACROS: _("The file has macros; they are never run."),
}


@dataclass(frozen=True, slots=True)
class FileRemark:
    """A file with what is to be said of it; `forms` are codes of the forms whose current file it is."""

    name: str
    kind: str
    reason: str
    forms: tuple[str, ...]
    is_searched: bool


@dataclass(frozen=True, slots=True)
class FileCounts:
    """How many files there are, by what the search has of them."""

    searched: int
    without_text: int
    waiting: int


def file_counts() -> FileCounts:
    """One query."""
    done = Q(extracted_at__isnull=False)
    counted = ExtractedText.objects.aggregate(
        searched=Count("pk", filter=~Q(text="")),
        without_text=Count("pk", filter=done & Q(text="")),
        waiting=Count("pk", filter=~done),
    )
    return FileCounts(**counted)


def file_remarks() -> list[FileRemark]:
    """Files without a text first, then those with a remark; at most MOST_SHOWN. Three queries."""
    rows = ExtractedText.objects.exclude(reason="").exclude(extracted_at=None)
    rows = rows.annotate(is_empty=Q(text="")).order_by("-is_empty", "reason", "sha256")
    told = list(rows.values_list("sha256", "kind", "reason", "is_empty")[:MOST_SHOWN])
    names, forms = _names([sha256 for sha256, *_ in told])
    remarks = [
        FileRemark(
            names.get(sha256, sha256[:12]),
            str(KIND_NAMES.get(kind, kind)),
            str(REASON_NAMES.get(reason, reason)),
            tuple(sorted(forms[sha256])),
            not is_empty,
        )
        for sha256, kind, reason, is_empty in told
    ]
    return sorted(remarks, key=lambda remark: (remark.is_searched, remark.reason, remark.name))


def _names(hashes: Collection[str]) -> tuple[dict[str, str], dict[str, set[str]]]:
    """File names and codes of forms, by hash."""
    frozen = FrozenFile.objects.filter(sha256__in=hashes).order_by()
    names = dict(frozen.values_list("sha256", "filename"))
    forms: dict[str, set[str]] = defaultdict(set)
    used = FormTemplate.objects.filter(file__sha256__in=hashes).order_by()
    for sha256, code in used.values_list("file__sha256", "code"):
        forms[sha256].add(code)
    library = OfficeDocument.objects.filter(sha256__in=hashes).order_by()
    return dict(library.values_list("sha256", "title")) | names, forms
