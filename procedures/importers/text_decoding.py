"""Bytes of a text file → clean text, or a finding that says what to mend. Pure."""

from __future__ import annotations

import codecs
import unicodedata

from procedures.importers.findings import FindingKind, Findings
from procedures.importers.plain_text import control_character

MAX_BYTES = 10 * 1024 * 1024
OTHER_ENCODINGS = ((codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16"))


def decode(data: bytes, findings: Findings, format_name: str) -> str | None:
    """The text, NFC and without hidden characters; None (with a finding) when the file is no such text."""
    if len(data) > MAX_BYTES:
        megabytes = MAX_BYTES // (1024 * 1024)
        message = f"Tệp lớn hơn {megabytes} MB. Chia thành nhiều tệp nhỏ hơn."
        findings.error(0, "", message, FindingKind.FILE_TOO_LARGE)
        return None
    for bom, name in OTHER_ENCODINGS:
        if data.startswith(bom):
            message = f"Tệp dùng bảng mã {name}. Lưu lại với bảng mã UTF-8."
            findings.error(0, "", message, FindingKind.FILE_ENCODING)
            return None
    if b"\x00" in data:
        message = f"Đây không phải tệp văn bản. Chọn đúng tệp {format_name}."
        findings.error(0, "", message, FindingKind.FILE_WRONG_FORMAT)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = "Chữ ở dòng này không phải UTF-8. Mở tệp và lưu lại với bảng mã UTF-8."
        findings.error(line, "", message, FindingKind.FILE_ENCODING)
        return None
    return _clean(text, findings)


def _clean(text: str, findings: Findings) -> str | None:
    position = control_character(text)
    if position is not None:
        line = text.count("\n", 0, position) + 1
        message = "Có ký tự điều khiển ẩn ở dòng này. Xóa ký tự đó rồi nhập lại."
        findings.error(line, "", message, FindingKind.VALUE_CONTROL)
        return None
    if not unicodedata.is_normalized("NFC", text):
        findings.info(0, "", "Tệp gõ dấu tổ hợp (NFD); đã đổi sang dấu dựng sẵn (NFC).")
        text = unicodedata.normalize("NFC", text)
    if not text.strip():
        message = "Tệp trống. Chọn tệp có danh sách thủ tục hoặc quy trình."
        findings.error(0, "", message, FindingKind.FILE_EMPTY)
        return None
    return text
