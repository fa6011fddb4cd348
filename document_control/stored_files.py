"""Do the files that the system holds as records still have the bytes that were recorded?

The database says which files there are and what their hashes are; the storage says what lies there. Both are compared:
a file that is gone, one with other bytes, and one that no row knows. Apps above register the files they keep. Files are
read as streams and rows in batches, so a check needs the same memory however much there is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from operator import attrgetter
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import QuerySet

BATCH = 500
"""Rows, or names of files, that are held at a time."""
BEING_WRITTEN = dt.timedelta(hours=1)
"""How long a file may lie there before its row: a file is stored first, and its row is written with others."""


class FileFault(StrEnum):
    """What is wrong with a file; the value is the word in the report."""

    MISSING = "thiếu"
    ALTERED = "đã bị sửa"
    UNKNOWN = "lạ"


SENTENCES = {
    FileFault.MISSING: "không còn hoặc không đọc được trong kho tệp.",
    FileFault.ALTERED: "nội dung tệp không khớp mã băm đã ghi.",
    FileFault.UNKNOWN: "không có dòng nào trong cơ sở dữ liệu ghi tệp này.",
}


@dataclass(frozen=True, slots=True)
class WrongFile:
    """A file that differs from what was recorded.

    Attributes:
        fault: missing, altered or unknown.
        kind: what files of this sort are, in Vietnamese; the folder for an unknown file.
        record: what the file belongs to; "" for an unknown file.
        name: where it lies, or should lie, in the storage.
    """

    fault: FileFault
    kind: str
    record: str
    name: str

    def __str__(self) -> str:
        whose = " · ".join(text for text in (self.kind, self.record) if text)
        return f"{self.fault.capitalize()}: {whose} ({self.name}): {SENTENCES[self.fault]}"


def sha256_of_stream(stream: File) -> str:
    """The hash of a stream, in lower-case hexadecimal digits."""
    return hashlib.file_digest(stream, "sha256").hexdigest()


def _always(row: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class StoredFiles:
    """The files of one model.

    Attributes:
        kind: what they are, in Vietnamese.
        folder: the first part of their names in the storage; nothing else lies there but files of registered models.
        field: the name of the file field.
        rows: every row that names a file, with what `record` needs; called once per batch.
        record: what the file of a row belongs to, for the report.
        recorded_hash, digest: the hash that was recorded, and how it is computed from the bytes.
        must_be_there: whether the file of a row has to be in the storage; one that can be made again need not.
    """

    kind: str
    folder: str
    field: str
    rows: Callable[[], QuerySet[Any]]
    record: Callable[[Any], str] = str
    recorded_hash: Callable[[Any], str] = attrgetter("sha256")
    digest: Callable[[File], str] = sha256_of_stream
    must_be_there: Callable[[Any], bool] = _always

    def known_among(self, names: Iterable[str]) -> set[str]:
        """Those of these names that a row of the model has; one query."""
        found = self.rows().filter(**{f"{self.field}__in": [*names]}).order_by()
        return set(found.values_list(self.field, flat=True))


_kept: list[StoredFiles] = []


def register_stored_files(files: StoredFiles) -> StoredFiles:
    """Let an app say which files it keeps as records; call it from `AppConfig.ready()`."""
    if files not in _kept:
        _kept.append(files)
    return files


def stored_files() -> tuple[StoredFiles, ...]:
    """What is kept, app by app from below."""
    return tuple(_kept)


def _silently(progress: Progress) -> None:
    pass


@dataclass(slots=True)
class Progress:
    """How far a check is; grows while `wrong_files` is read.

    Attributes:
        tell: called after each file.
        kind: what is being checked.
        checked: files compared so far, of all models.
        remade: files that are not there and need not be, as they are made again when asked for.
    """

    tell: Callable[[Progress], None] = _silently
    kind: str = ""
    checked: int = 0
    remade: int = 0


def wrong_files(files: StoredFiles, progress: Progress) -> Iterator[WrongFile]:
    """Files of one model that are gone or altered, in the order of their rows."""
    progress.kind = files.kind
    for row in _in_batches(files.rows()):
        fault = _fault_of(files, row, progress)
        progress.checked += 1
        progress.tell(progress)
        if fault is not None:
            yield WrongFile(fault, files.kind, files.record(row), getattr(row, files.field).name)


def _in_batches(rows: QuerySet[Any]) -> Iterator[Any]:
    """All rows by key, a query per batch: no cursor stays open while large files are read."""
    batch = list(rows.order_by("pk")[:BATCH])
    while batch:
        yield from batch
        batch = list(rows.filter(pk__gt=batch[-1].pk).order_by("pk")[:BATCH])


def _fault_of(files: StoredFiles, row: Any, progress: Progress) -> FileFault | None:
    file = getattr(row, files.field)
    try:
        with file.storage.open(file.name, "rb") as stream:
            digest = files.digest(stream)
    except FileNotFoundError:
        if files.must_be_there(row):
            return FileFault.MISSING
        progress.remade += 1
        return None
    except (OSError, SuspiciousFileOperation):
        return FileFault.MISSING
    return None if digest == files.recorded_hash(row) else FileFault.ALTERED


def unknown_files(now: dt.datetime) -> Iterator[WrongFile]:
    """Files in the registered folders that no row knows, but those that were stored within the last hour."""
    for folder in sorted({files.folder for files in _kept}):
        models = [files for files in _kept if files.folder == folder]
        names = _names_in(folder)
        while batch := list(islice(names, BATCH)):
            strange = set(batch)
            for files in models:
                strange -= files.known_among(strange)
            for name in sorted(strange):
                if not _is_being_written(name, now):
                    yield WrongFile(FileFault.UNKNOWN, f"{folder}/", "", name)


def _names_in(folder: str) -> Iterator[str]:
    """Every file below a folder of the storage, folder by folder."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (str(PurePosixPath(folder, name)) for name in sorted(names))
    for inner in sorted(folders):
        yield from _names_in(str(PurePosixPath(folder, inner)))


def _is_being_written(name: str, now: dt.datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) > now - BEING_WRITTEN
    except FileNotFoundError:  # taken away meanwhile
        return True
