"""Office files of today are archives: which one is it, and what the importers' finding says of it. Pure."""

from __future__ import annotations

from procedures.importers.findings import FindingKind, Findings
from procedures.importers.office.archive import Archive, TooBig, Unreadable, open_archive
from search.extraction.outcome import FileKind, Reason, RefusedError

_CONTENT_TYPES = "[Content_Types].xml"
_REASONS = {
    FindingKind.FILE_BOMB: Reason.BOMB,
    FindingKind.FILE_ENCRYPTED: Reason.ENCRYPTED,
    FindingKind.FILE_TOO_LARGE: Reason.TOO_LARGE,
    FindingKind.FILE_EMPTY: Reason.NO_TEXT,
    FindingKind.FILE_WRONG_FORMAT: Reason.OTHER_FORMAT,
    FindingKind.FILE_UNREADABLE_FONT: Reason.UNREADABLE_FONT,
}


def kind_of_archive(data: bytes) -> FileKind:
    """What an archive is by its list of contents. Raises RefusedError."""
    archive = opened(data)
    if "mimetype" in archive.names:
        kind = member(archive, "mimetype")[:100]
        return FileKind.OPEN_DOCUMENT if b"opendocument" in kind else FileKind.OTHER
    if _CONTENT_TYPES not in archive.names:
        return FileKind.OTHER
    types = member(archive, _CONTENT_TYPES)
    if b"spreadsheetml" in types or b"ms-excel.sheet" in types:
        return FileKind.SHEET if b"wordprocessingml.document.main" not in types else FileKind.WORD
    is_word = b"wordprocessingml" in types or b"ms-word" in types
    return FileKind.WORD if is_word else FileKind.OTHER


def opened(data: bytes) -> Archive:
    """The archive, checked. Raises RefusedError."""
    findings = Findings("")
    archive = open_archive(data, findings)
    if archive is None:
        raise refusal(findings)
    return archive


def member(archive: Archive, name: str) -> bytes:
    """A member's bytes. Raises RefusedError."""
    try:
        return archive.read(name)
    except TooBig as error:
        raise RefusedError(Reason.BOMB) from error
    except Unreadable as error:
        raise RefusedError(Reason.BROKEN) from error


def refusal(findings: Findings) -> RefusedError:
    """What an importer found wrong, as a reason."""
    kinds = [finding.kind for finding in findings.items if finding.kind in _REASONS]
    return RefusedError(_REASONS[kinds[0]] if kinds else Reason.BROKEN)
