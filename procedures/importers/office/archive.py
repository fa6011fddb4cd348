"""The archive inside an office file, opened as if it were hostile. Pure.

Nothing is unpacked to disk and no member is read but those asked for, each up to its limit.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from procedures.importers.findings import FindingKind, Findings

MAX_MEMBERS = 3_000
MAX_TOTAL_BYTES = 200_000_000
MAX_MEMBER_BYTES = 30_000_000
MAX_RATIO = 250
RATIO_COUNTS_FROM = 1_000_000
"""Small repetitive parts (an empty theme) may shrink more than anything honest of this size does."""

_RESAVE = "Mở tệp bằng Word, lưu lại thành .docx rồi tải lên."
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    RuntimeError,
)
"""What zipfile raises over damaged or unusual archives."""


class TooBig(Exception):
    """A member is larger than it may be, whatever the archive says of it."""


class Unreadable(Exception):
    """A member is damaged."""


@dataclass
class Archive:
    """An archive whose list of members is bearable."""

    file: zipfile.ZipFile
    names: frozenset[str]
    read_bytes: int = field(default=0)

    def read(self, name: str) -> bytes:
        """The member's bytes. Raises TooBig, Unreadable."""
        try:
            with self.file.open(name) as member:
                data = member.read(MAX_MEMBER_BYTES + 1)
        except (*_UNREADABLE, KeyError) as error:
            raise Unreadable(name) from error
        self.read_bytes += len(data)
        if len(data) > MAX_MEMBER_BYTES or self.read_bytes > MAX_TOTAL_BYTES:
            raise TooBig(name)
        return data


def open_archive(data: bytes, findings: Findings) -> Archive | None:
    """The archive, or None with one error that says why it is refused."""
    try:
        file = zipfile.ZipFile(io.BytesIO(data))
    except _UNREADABLE:
        findings.error(
            0,
            "",
            "Tệp bị cắt cụt hoặc hỏng, không mở được. Lấy lại tệp gốc, mở thử bằng Word rồi tải lên lại.",
            FindingKind.FILE_BROKEN,
        )
        return None
    members = file.infolist()
    for refused in (_bomb_in(members), _oddity_in(members)):
        if refused:
            kind, message = refused
            findings.error(0, "", message, kind)
            return None
    return Archive(file, frozenset(member.filename for member in members))


def _bomb_in(members: list[zipfile.ZipInfo]) -> tuple[FindingKind, str] | None:
    total = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS:
        what = f"có {len(members)} phần bên trong (nhiều nhất {MAX_MEMBERS})"
    elif total > MAX_TOTAL_BYTES:
        what = f"khi giải nén nặng {total // 1_000_000} MB (nhiều nhất {MAX_TOTAL_BYTES // 1_000_000} MB)"
    elif any(_is_blown_up(member) for member in members):
        what = "được nén bất thường"
    else:
        return None
    return FindingKind.FILE_BOMB, f"Tệp {what}, nên không được mở. {_RESAVE}"


def _is_blown_up(member: zipfile.ZipInfo) -> bool:
    return member.file_size > RATIO_COUNTS_FROM and member.file_size > MAX_RATIO * max(
        member.compress_size, 1
    )


def _oddity_in(members: list[zipfile.ZipInfo]) -> tuple[FindingKind, str] | None:
    if any(member.flag_bits & 0x1 for member in members):
        return FindingKind.FILE_ENCRYPTED, "Tệp có mật khẩu nên không đọc được. Bỏ mật khẩu rồi tải lên lại."
    names = [member.filename.lower() for member in members]
    if len(set(names)) < len(names):
        what = "hai phần trùng tên"
    elif any(not _is_inside(member) for member in members):
        what = "đường dẫn trỏ ra ngoài tệp"
    else:
        return None
    return FindingKind.FILE_BROKEN, f"Cấu trúc tệp không bình thường ({what}), nên không được đọc. {_RESAVE}"


def _is_inside(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    return not (path.is_absolute() or ".." in path.parts or ":" in member.filename or is_link)
