"""Files straight to drafts, for the command line and for scripts: read, compared and written in one go, or not at all.

What the import desk does in steps with a person in between. Files that drafts were made from are kept here too.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from procedures.enums import ImportAction, ImportFormat, ImportState
from procedures.import_desk.checking import record_of
from procedures.import_desk.errors import ImportDeskError
from procedures.import_desk.matching import Comparison, Shelf, compare, draft_layout
from procedures.import_desk.reading_files import Recognised, read_file
from procedures.import_desk.services import keep_file, remarks_of
from procedures.importers.catalogue_layout import CatalogueFile
from procedures.importers.door import ImportOptions, ImportOutcome, RecordOutcome, bring_in
from procedures.importers.findings import FindingKind, Findings
from procedures.importers.own_format import duplicate_findings
from procedures.importers.reading import Passage, ReadFile, Reading
from procedures.importers.records import ParsedRecord
from procedures.models import ImportBatch, ImportFile, ImportItem, ProcessPage

WRITTEN = ("created", "changed")


@dataclass(frozen=True, slots=True)
class Source:
    """A file on disk, read when it is needed, so that thousands fit into memory; `error` says why it cannot be."""

    name: str
    path: Path
    error: str = ""

    def read(self) -> bytes:
        return self.path.read_bytes()


@dataclass
class CheckedFile:
    """A file that was read and compared.

    Attributes:
        records: what would be written, in the order of the file; incomplete when the file is refused.
        pairs: the reading (without passages) and comparison behind each record.
        remarks: what the reader, without the comparison, remarked on the file.
        passages: of each reading, compressed: thousands of files must fit into memory.
        sha256: of the bytes that were checked.
        count: how many documents the file has, readable or not.
    """

    source: Source
    format: ImportFormat | None
    findings: Findings
    count: int
    catalogue: CatalogueFile | None = None
    records: list[ParsedRecord] = field(default_factory=list)
    pairs: list[tuple[Reading, Comparison]] = field(default_factory=list)
    remarks: Findings | None = None
    passages: list[bytes] = field(default_factory=list)
    sha256: str = ""

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def is_refused(self) -> bool:
        return self.findings.has_errors


def check_file(source: Source, shelf: Shelf, wanted: ImportFormat | None) -> CheckedFile:
    """Read one file and put every document of it beside what the office has. Writes nothing."""
    if source.error:
        findings = Findings(source.name)
        findings.error(0, "", source.error, FindingKind.FILE_UNREADABLE)
        return CheckedFile(source, wanted, findings, 0)
    data = source.read()
    read = read_file(data, source.name, wanted)
    file = CheckedFile(source, read.format, read.file.findings, read.file.count, read.file.catalogue)
    file.sha256 = hashlib.sha256(data).hexdigest()
    file.remarks = replace(read.file.findings, items=list(read.file.findings.items))
    for reading in read.file.readings:
        comparison = compare(reading, shelf, source.name)
        file.findings.items.extend(comparison.findings)
        record, found = record_of(comparison.layout, source.name)
        if reading.speaks_of is not None:  # the readers of our own formats have said all this with its line
            file.findings.items.extend(found)
            file.findings.has_errors |= any(finding.severity == "error" for finding in found)
        if record is not None:
            file.records.append(replace(record, line=reading.line))
            file.pairs.append((replace(reading, passages=()), comparison))
            file.passages.append(_packed(reading.passages))
    return file


def import_files(
    sources: Iterable[Source], options: ImportOptions, *, now: dt.datetime, wanted: ImportFormat | None = None
) -> tuple[list[CheckedFile], ImportOutcome | None]:
    """All files become drafts, or nothing does. The outcome is None when a file was refused before the door.

    Files are read before the transaction begins: on SQLite nobody else writes while it is open.
    """
    shelf = Shelf.of(options.unit, now)
    files = [check_file(source, shelf, wanted) for source in sources]
    duplicate_findings(files)
    if any(file.is_refused for file in files):
        return files, None
    with transaction.atomic():
        records = [record for file in files for record in file.records]
        catalogues = [file.catalogue for file in files if file.catalogue is not None]
        outcome = bring_in(records, options, catalogues)
        if outcome.applied and any(done.action in WRITTEN for done in outcome.outcomes):
            _keep(files, outcome, options, now)
    return files, outcome


def _keep(
    files: Sequence[CheckedFile], outcome: ImportOutcome, options: ImportOptions, now: dt.datetime
) -> None:
    """Keep the files that drafts were made from, as the import desk does."""
    batch = ImportBatch.objects.create(
        unit=options.unit,
        created_by=options.user,
        created_at=now,
        state=ImportState.CLOSED,
        submits=options.submit,
    )
    results = iter(outcome.outcomes)
    pages = ProcessPage.objects.in_bulk([done.page_id for done in outcome.outcomes if done.page_id])
    for file in files:
        done = [next(results) for _record in file.records]
        if not any(one.action in WRITTEN for one in done):
            continue
        read = _as_read(file)
        kept = keep_file(batch, read, _same_bytes(file), file.sha256, now)
        ImportItem.objects.bulk_create(
            _item(kept, position, read, file, one, pages, options, now)
            for position, one in enumerate(done, start=1)
            if one.action in WRITTEN and one.page_id in pages
        )


def _as_read(file: CheckedFile) -> Recognised:
    """What the reader gave, without the passages and without what the comparison added."""
    readings = tuple(reading for reading, _comparison in file.pairs)
    remarks = file.remarks or Findings(file.name)
    return Recognised(file.format, ReadFile(file.name, readings, remarks, file.count))


def _packed(passages: Sequence[Passage]) -> bytes:
    return zlib.compress(json.dumps([asdict(passage) for passage in passages]).encode())


def _same_bytes(file: CheckedFile) -> bytes:
    """The bytes once more; drafts were made from what was checked, so they must be the same.

    Raises:
        ImportDeskError: the file was changed meanwhile.
    """
    data = file.source.read()
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise ImportDeskError(
            _("%(name)s was changed while it was imported. Start again.") % {"name": file.name}
        )
    return data


def _item(
    file: ImportFile,
    position: int,
    read: Recognised,
    checked: CheckedFile,
    done: RecordOutcome,
    pages: dict[int, ProcessPage],
    options: ImportOptions,
    now: dt.datetime,
) -> ImportItem:
    reading, comparison = checked.pairs[position - 1]
    page = pages[done.page_id or 0]
    item = ImportItem(
        file=file,
        position=position,
        code=done.record.code,
        title=done.record.title,
        read_layout=reading.layout,
        layout=comparison.layout,
        passages=json.loads(zlib.decompress(checked.passages[position - 1])),
        speaks_of=sorted(reading.speaks_of or ()),
        read_findings=remarks_of(read, reading),
        problems=[asdict(finding) for finding in (*comparison.findings, *done.findings)],
        page=page,
        page_revision_id=page.latest_revision_id,
        page_layout=draft_layout(page),
        action=ImportAction.CREATE if done.action == "created" else ImportAction.CHANGE,
        is_submitted=done.submitted,
        written_at=now,
        written_by=options.user,
    )
    item.count_findings()
    return item
