"""What a file is by its first bytes, and what to do with it when it is not a Word file of today. Pure."""

from __future__ import annotations

from procedures.importers.findings import FindingKind, Findings

MAX_FILE_BYTES = 20_000_000
ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OLE_ENTRY_BYTES = 128
_START = 1024

SAVE_AS_DOCX = "Mở tệp bằng Word (hoặc LibreOffice), chọn “Lưu thành” .docx rồi tải lên lại."

_OLE_CONTENTS: tuple[tuple[str, FindingKind, str], ...] = (
    (
        "EncryptedPackage",
        FindingKind.FILE_ENCRYPTED,
        "Tệp có mật khẩu nên không đọc được. Mở bằng Word, bỏ mật khẩu (Tệp, Thông tin, Bảo vệ tài liệu), lưu lại "
        "rồi tải lên.",
    ),
    (
        "WordDocument",
        FindingKind.FILE_OLD_WORD,
        f"Đây là tệp Word đời cũ (.doc), không đọc được. {SAVE_AS_DOCX}",
    ),
    (
        "Workbook",
        FindingKind.FILE_WRONG_FORMAT,
        "Đây là bảng tính Excel đời cũ (.xls), không phải Word. Chọn tệp Word (.docx) của quy trình.",
    ),
    (
        "PowerPoint Document",
        FindingKind.FILE_WRONG_FORMAT,
        "Đây là bài trình chiếu PowerPoint đời cũ, không phải Word. Chọn tệp Word (.docx) của quy trình.",
    ),
)

_IMAGE = "Đây là tệp ảnh, không có chữ để đọc. Nếu là bản chụp quy trình, hãy tìm tệp Word gốc hoặc gõ lại."
_PACKED = "Đây là tệp nén. Giải nén rồi tải lên từng tệp Word (.docx) bên trong."
_OTHER_STARTS: tuple[tuple[bytes, str], ...] = (
    (
        b"%PDF",
        "Đây là tệp PDF, không nhập được thành quy trình. Tìm tệp Word gốc (.docx), hoặc mở PDF bằng Word, kiểm tra "
        "lại bảng rồi lưu thành .docx.",
    ),
    (b"{\\rtf", f"Đây là tệp RTF, không phải Word .docx. {SAVE_AS_DOCX}"),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"BM", _IMAGE),
    (b"II*\x00", _IMAGE),
    (b"MM\x00*", _IMAGE),
    (b"Rar!", _PACKED),
    (b"7z\xbc\xaf", _PACKED),
    (b"\x1f\x8b", _PACKED),
    (_EMPTY_ZIP, "Tệp rỗng: bên trong không có gì. Mở tệp gốc bằng Word, lưu lại rồi tải lên."),
    (b"MZ", "Đây là chương trình, không phải tệp Word. Chọn tệp Word (.docx) của quy trình."),
)
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"mime-version:")


def is_office_archive(data: bytes, findings: Findings) -> bool:
    """Whether `data` may be a DOCX (an archive of bearable size); if not, one error says what it is and what to do."""
    if not data.strip(b"\x00 \t\r\n"):
        findings.error(0, "", "Tệp rỗng. Mở tệp gốc, lưu lại rồi tải lên.", FindingKind.FILE_EMPTY)
    elif len(data) > MAX_FILE_BYTES:
        size = f"{len(data) / 1_000_000:.0f}"
        findings.error(
            0,
            "",
            f"Tệp nặng {size} MB, mỗi tệp nhiều nhất {MAX_FILE_BYTES // 1_000_000} MB. Bỏ bớt hình hoặc chia mỗi quy "
            "trình thành một tệp.",
            FindingKind.FILE_TOO_LARGE,
        )
    elif data.startswith(ZIP):
        return True
    elif data.startswith(_OLE):
        _refuse_ole(data, findings)
    else:
        findings.error(0, "", _other_format(data[:_START]), FindingKind.FILE_WRONG_FORMAT)
    return False


def _refuse_ole(data: bytes, findings: Findings) -> None:
    for stream, kind, message in _OLE_CONTENTS:
        if has_ole_stream(data, stream):
            findings.error(0, "", message, kind)
            return
    findings.error(
        0,
        "",
        f"Tệp của Office đời cũ hoặc bị hỏng, không đọc được. {SAVE_AS_DOCX}",
        FindingKind.FILE_WRONG_FORMAT,
    )


def has_ole_stream(data: bytes, name: str) -> bool:
    """Whether a compound file's directory has an entry of this name.

    Entries are looked for at every place where one can stand, not along the chain of sectors: a damaged or hostile
    chain cannot mislead or hold up.
    """
    wanted = name.encode("utf-16-le")
    entry = wanted + b"\x00" * (64 - len(wanted)) + (len(wanted) + 2).to_bytes(2, "little")
    place = data.find(entry)
    while place >= 0:
        if place % _OLE_ENTRY_BYTES == 0:
            return True
        place = data.find(entry, place + 1)
    return False


def _other_format(start: bytes) -> str:
    for signature, message in _OTHER_STARTS:
        if start.startswith(signature):
            return message
    words = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if words.startswith(_HTML):
        return f"Đây là trang web (HTML), không phải tệp Word .docx. {SAVE_AS_DOCX}"
    if words.startswith(b"<?xml") and (b"word" in words or b"office" in words):
        return f"Đây là văn bản lưu dạng XML, không phải tệp Word .docx. {SAVE_AS_DOCX}"
    if words.startswith((b"{", b"[")):
        return "Đây là tệp JSON, không phải Word. Nếu là dữ liệu của Cổng dịch vụ công, hãy nhập theo dạng “Cổng”."
    if _is_text(start):
        return "Đây là tệp chữ thuần, không phải Word. Chép nội dung vào Word, lưu thành .docx rồi tải lên."
    return f"Không nhận ra đây là tệp gì, hoặc tệp đã hỏng. {SAVE_AS_DOCX}"


def _is_text(start: bytes) -> bool:
    try:
        words = start.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 4:  # else the cut went through a letter
            return False
        words = start[: error.start].decode("utf-8-sig")
    return all(character.isprintable() or character.isspace() for character in words)
