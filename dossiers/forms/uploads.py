"""Files handed in with a form: told by their content, never by their name."""

from __future__ import annotations

import zipfile
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 20 * 1024 * 1024
ENDINGS = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.odt"
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
)
_PACKED = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_MACROS = "vbaProject.bin"
_ODT_TYPE = b"application/vnd.oasis.opendocument.text"
_MOST_PARTS = 2000


def kind_of(file: UploadedFile) -> str:
    """What a file is by its content: pdf, jpg, png, docx, xlsx, odt; empty for everything else."""
    file.seek(0)
    start = file.read(1024)
    file.seek(0)
    for mark, kind in _STARTS:
        if start.startswith(mark):
            return kind
    return _packed_kind(file) if start.startswith(b"PK\x03\x04") else ""


def _packed_kind(file: UploadedFile) -> str:
    """An office document without macros; any other packed file is none."""
    try:
        with zipfile.ZipFile(file) as packed:
            names = packed.namelist()
            if len(names) > _MOST_PARTS or any(name.endswith(_MACROS) for name in names):
                return ""
            if names[:1] == ["mimetype"] and packed.getinfo("mimetype").file_size < 200:
                return "odt" if packed.read("mimetype").strip() == _ODT_TYPE else ""
            return next((kind for part, kind in _PACKED.items() if part in names), "")
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError):
        return ""
    finally:
        file.seek(0)


class UploadField(forms.FileField):
    """One file of an allowed kind and size."""

    default_error_messages = {
        "required": _("Choose a file."),
        "empty": _("The file is empty. Choose another."),
        "too_large": _("The file is larger than %(size)d MB. Scan it again with fewer dots, or split it."),
        "not_allowed": _(
            "Only PDF, pictures (JPG, PNG), Word, Excel and ODT files are taken, without macros."
        ),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.ClearableFileInput(attrs={"accept": ENDINGS}))
        super().__init__(max_length=200, **options)

    def to_python(self, data: UploadedFile | None) -> UploadedFile | None:
        """The file, if it is taken.

        Raises:
            ValidationError: too large, or of another kind than allowed.
        """
        file = super().to_python(data)
        if file is None:
            return None
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                self.error_messages["too_large"], "too_large", {"size": MAX_BYTES // 1024 // 1024}
            )
        if not kind_of(file):
            raise forms.ValidationError(self.error_messages["not_allowed"], "not_allowed")
        return file
