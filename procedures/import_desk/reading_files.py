"""From bytes to readings: the one place that calls the readers. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from procedures.enums import ImportFormat
from procedures.importers import json_format, portal, xlsx_format, yaml_format
from procedures.importers.findings import FindingKind, Findings
from procedures.importers.formats import MAX_BYTES, recognise
from procedures.importers.office import docx_format
from procedures.importers.reading import ReadFile

READERS: dict[ImportFormat, Callable[[bytes, str], ReadFile]] = {
    ImportFormat.PORTAL: portal.read,
    ImportFormat.WORD: docx_format.read,
    ImportFormat.YAML: lambda data, name: yaml_format.parse(data, name).as_read_file,
    ImportFormat.JSON: lambda data, name: json_format.parse(data, name).as_read_file,
    ImportFormat.XLSX: lambda data, name: xlsx_format.parse(data, name).as_read_file,
}
ACCEPTED = ".json, .docx, .xlsx, .yaml"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file that was read, and as what; no format when nobody knows what it is."""

    format: ImportFormat | None
    file: ReadFile


def read_file(data: bytes, name: str, wanted: ImportFormat | None = None) -> Recognised:
    """Read one file of any format. Never raises: whatever is wrong becomes a finding.

    Args:
        wanted: read it as this format, whatever it looks like.
    """
    findings = Findings(name)
    if not data.strip():
        findings.error(0, "", "Tệp trống. Kiểm tra lại tệp rồi tải lên lại.", FindingKind.FILE_EMPTY)
        return Recognised(wanted, ReadFile(name, (), findings, 0))
    if len(data) > MAX_BYTES:
        message = f"Tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB. Chia nhỏ tệp, hoặc bỏ bớt ảnh trong tệp Word."
        findings.error(0, "", message, FindingKind.FILE_TOO_LARGE)
        return Recognised(wanted, ReadFile(name, (), findings, 0))
    kind = wanted or recognise(data, name)
    if kind is None:
        message = f"Không nhận ra loại tệp. Chọn tệp {ACCEPTED}; tệp Word cũ (.doc) thì lưu lại thành .docx."
        findings.error(0, "", message, FindingKind.FILE_WRONG_FORMAT)
        return Recognised(None, ReadFile(name, (), findings, 0))
    return Recognised(kind, READERS[kind](data, name))
