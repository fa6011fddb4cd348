"""Everything that writes at the import desk, one verb each. Drafts themselves are written by `writing`."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from organisation.models import Unit
from procedures.enums import ImportAction, ImportFormat, ImportState
from procedures.import_desk.checking import record_of, says_the_same
from procedures.import_desk.errors import ChangedMeanwhileError, ImportDeskError
from procedures.import_desk.known_acts import act_findings, known_acts
from procedures.import_desk.matching import Comparison, Shelf, compare, draft_layout
from procedures.import_desk.reading_files import Recognised, read_file
from procedures.importers.findings import Finding, FindingKind
from procedures.importers.reading import Layout, Reading
from procedures.models import ImportBatch, ImportFile, ImportItem

if TYPE_CHECKING:
    from organisation.models import User

MOST_FILES = 5_000
WRITABLE = (ImportAction.CREATE, ImportAction.CHANGE)


def open_batch(unit: Unit, *, by: User | None, now: dt.datetime) -> ImportBatch:
    """Begin an import for the documents of `unit`."""
    return ImportBatch.objects.create(unit=unit, created_by=by, created_at=now)


def receive_file(
    batch: ImportBatch,
    data: bytes,
    name: str,
    *,
    now: dt.datetime,
    wanted: ImportFormat | None = None,
    shelf: Shelf | None = None,
) -> ImportFile:
    """Take in one file: read it, keep it byte for byte, and put every document of it beside what the office has.

    Reading happens before the transaction, so that a slow file holds no lock. A file sent twice into the same batch
    is the same row.

    Args:
        shelf: what the office has, when the caller takes in many files at once.

    Raises:
        ImportDeskError: the import is closed or full.
    """
    _check_open(batch)
    digest = hashlib.sha256(data).hexdigest()
    if known := batch.files.filter(sha256=digest).first():
        return known
    if batch.files.count() >= MOST_FILES:
        raise ImportDeskError(
            _("This import holds %(count)d files already. Begin another one.") % {"count": MOST_FILES}
        )
    read = read_file(data, name[:255], wanted)
    shelf = shelf or Shelf.of(batch.unit, now)
    compared = [(reading, compare(reading, shelf, name)) for reading in read.file.readings]
    with transaction.atomic():
        file = keep_file(batch, read, data, digest, now)
        ImportItem.objects.bulk_create(
            _new_item(file, position, reading, comparison, remarks_of(read, reading))
            for position, (reading, comparison) in enumerate(compared, start=1)
        )
    return file


def keep_file(batch: ImportBatch, read: Recognised, data: bytes, digest: str, now: dt.datetime) -> ImportFile:
    """Keep a file that was read, byte for byte."""
    file = ImportFile(
        batch=batch,
        name=read.file.name[:255],
        format=read.format or "",
        size=len(data),
        sha256=digest,
        is_refused=not read.file.readings,
        findings=[asdict(finding) for finding in read.file.findings.items],
        received_at=now,
    )
    file.content.save(file.name, ContentFile(data), save=False)
    file.save()
    return file


def remarks_of(read: Recognised, reading: Reading) -> list[dict[str, Any]]:
    """What the reader remarked on a document: of the only one of a file everything, else what it says of this one."""
    found = read.file.findings.items if len(read.file.readings) == 1 else reading.findings
    return [asdict(finding) for finding in found]


def _new_item(
    file: ImportFile,
    position: int,
    reading: Reading,
    comparison: Comparison,
    remarks: list[dict[str, Any]],
) -> ImportItem:
    item = ImportItem(
        file=file,
        position=position,
        read_layout=reading.layout,
        passages=[asdict(passage) for passage in reading.passages],
        speaks_of=sorted(reading.speaks_of or ()),
        read_findings=remarks,
    )
    _apply_comparison(item, comparison)
    item.is_chosen = item.can_be_written
    return item


def _apply_comparison(item: ImportItem, comparison: Comparison) -> None:
    item.page = comparison.page
    item.page_revision = comparison.revision
    _set_layout(item, comparison.layout, comparison.findings)


def _set_layout(item: ImportItem, layout: Layout, remarks: tuple[Finding, ...]) -> None:
    """Give an item its layout and everything that follows from it."""
    _record, found = record_of(layout, item.file.name)
    item.layout = layout
    item.code = str(layout.get("iso_code") or "")[:40]
    item.title = str(layout.get("name") or "")
    item.problems = [asdict(finding) for finding in (*remarks, *found)]
    item.count_findings()
    item.action = _action(item)
    if not item.can_be_written:
        item.is_chosen = False


def _action(item: ImportItem) -> ImportAction:
    if item.has_errors:
        return ImportAction.BLOCKED
    if item.page is None:
        return ImportAction.CREATE
    same = says_the_same(draft_layout(item.page), item.layout)
    return ImportAction.UNCHANGED if same else ImportAction.CHANGE


# --- Corrections by people --------------------------------------------------------------------------------------
def correct_item(
    item_id: int,
    layout: Layout,
    *,
    by: User,
    version: int,
    now: dt.datetime,
    seen: Collection[str] = (),
) -> ImportItem:
    """Replace the layout of an item by what a person made of it, and check it anew. Faults are kept, not refused.

    Args:
        version: of the item as the person saw it.
        seen: top keys that the person has read with it, so that the reader's remarks on them are settled.

    Raises:
        ChangedMeanwhileError: somebody else was quicker; nothing is changed.
        ImportDeskError: the item is written already, or the import is closed.
    """
    with transaction.atomic():
        item = _locked(item_id)
        if item.version != version:
            raise ChangedMeanwhileError(
                _("Somebody else has corrected this document meanwhile. Look at it again, then save.")
            )
        was_ready = item.can_be_written
        item.seen = sorted({*item.seen, *seen} - _still_proposed(layout))
        if str(layout.get("iso_code") or "") != item.code:
            _apply_comparison(item, _under_new_code(item, layout, now))
        else:
            acts = act_findings(layout, known_acts(), localdate(now), item.file.name)
            _set_layout(item, layout, (*_remarks(item), *acts))
        item.edited_by, item.edited_at, item.version = by, now, item.version + 1
        if item.can_be_written and not was_ready:
            item.is_chosen = True
        item.save()
    return item


def take_side(
    item_id: int, key: str, side: Literal["file", "ours"], *, by: User, version: int, now: dt.datetime
) -> ImportItem:
    """For one key of the layout: what the file says, or what the draft of the office says.

    Raises:
        as `correct_item`.
    """
    item = ImportItem.objects.select_related("page", "file").get(pk=item_id)
    source = item.read_layout if side == "file" or item.page is None else draft_layout(item.page)
    layout = {k: v for k, v in item.layout.items() if k != key}
    if key in source:
        layout[key] = source[key]
    return correct_item(item_id, layout, by=by, version=version, now=now, seen=[key])


def compare_again(item_id: int, *, by: User, now: dt.datetime) -> ImportItem:
    """Put an item beside the draft as it is now; corrections made on this item begin anew from the file."""
    with transaction.atomic():
        item = _locked(item_id)
        reading = Reading(item.read_layout, (), frozenset(item.speaks_of) or None)
        item.seen = []
        _apply_comparison(item, compare(reading, Shelf.of(item.file.batch.unit, now), item.file.name))
        item.edited_by, item.edited_at, item.version = by, now, item.version + 1
        item.is_chosen = item.can_be_written
        item.save()
    return item


def choose_items(batch: ImportBatch, chosen: Collection[int], among: Collection[int] | None = None) -> int:
    """Choose exactly these items of an import for writing, as far as they can be written; returns how many are.

    Args:
        among: the items that were shown; the choice of all others stays as it is. None: all of the import.
    """
    with transaction.atomic():
        _check_open(batch)
        items = ImportItem.objects.filter(file__batch=batch, written_at=None)
        shown = items if among is None else items.filter(pk__in=among)
        shown.filter(is_chosen=True).exclude(pk__in=chosen).update(is_chosen=False)
        items.filter(pk__in=chosen, action__in=WRITABLE).update(is_chosen=True)
        return items.filter(is_chosen=True).count()


def choose_all(batch: ImportBatch, most: int) -> int:
    """Choose the first `most` items that can be written, in the order of the files, and nothing else."""
    ready = ImportItem.objects.filter(file__batch=batch, written_at=None, action__in=WRITABLE)
    first = ready.order_by("file_id", "position").values_list("pk", flat=True)[:most]
    return choose_items(batch, list(first))


def remove_file(file_id: int) -> None:
    """Take a file out of an open import, with its bytes; one that became a draft stays.

    Raises:
        ImportDeskError: something of it is written already, or the import is closed.
    """
    with transaction.atomic():
        file = ImportFile.objects.select_for_update().select_related("batch").get(pk=file_id)
        _check_open(file.batch)
        if file.items.exclude(written_at=None).exists():
            raise ImportDeskError(
                _("Drafts were made from this file, so it is kept. Correct the drafts instead.")
            )
        file.items.all().delete()
        file.delete()
        transaction.on_commit(lambda: file.content.delete(save=False))


def close_batch(batch: ImportBatch) -> None:
    """End an import: nothing more is written from it. Files that became drafts stay, the others go."""
    with transaction.atomic():
        _check_open(batch)
        for file_id in batch.files.exclude(items__written_at__isnull=False).values_list("pk", flat=True):
            remove_file(file_id)
        ImportBatch.objects.filter(pk=batch.pk).update(state=ImportState.CLOSED)


# --- Inner parts --------------------------------------------------------------------------------------------------
def _check_open(batch: ImportBatch) -> None:
    state = ImportBatch.objects.values_list("state", flat=True).get(pk=batch.pk)
    if state == ImportState.WRITING:
        raise ImportDeskError(_("Drafts are just being written from this import. Wait until that is done."))
    if state == ImportState.CLOSED:
        raise ImportDeskError(_("This import is closed. Begin another one."))


def _locked(item_id: int) -> ImportItem:
    item = (
        ImportItem.objects.select_for_update(of=("self",))
        .select_related("file__batch", "page")
        .get(pk=item_id)
    )
    _check_open(item.file.batch)
    if item.is_written:
        raise ImportDeskError(_("This document is a draft already. Correct the draft instead."))
    return item


def _still_proposed(layout: Layout) -> set[str]:
    """Lists with rows that nobody has confirmed yet; saving the others does not settle the remark on these."""
    lists = ((key, rows) for key, rows in layout.items() if isinstance(rows, list))
    return {
        key
        for key, rows in lists
        if any(isinstance(row, dict) and row.get("proposed") is True for row in rows)
    }


def _remarks(item: ImportItem) -> tuple[Finding, ...]:
    """Remarks of the comparison, which a correction of the text does not change."""
    kept = (FindingKind.CODE_EXISTS, FindingKind.CHANGED_HERE, FindingKind.SUPERSEDED)
    return tuple(Finding(**problem) for problem in item.problems if problem["kind"] in kept)


def _under_new_code(item: ImportItem, layout: Layout, now: dt.datetime) -> Comparison:
    """A person who writes the code of a document that exists means that document: the two are merged."""
    reading = Reading(layout, (), frozenset(item.speaks_of) or None)
    return compare(reading, Shelf.of(item.file.batch.unit, now), item.file.name)
