"""Drafts out of chosen items: all of them or none, in one transaction, through the door that every import takes.

Hundreds of drafts take a minute, so a child process writes them while the person sees how far it is
(`organisation.child_jobs`); when it dies, the transaction leaves nothing half done.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from organisation import child_jobs
from organisation.child_jobs import Progress, Standing
from procedures.enums import ImportAction, ImportFormat, ImportState
from procedures.import_desk.checking import record_of
from procedures.import_desk.errors import ImportDeskError
from procedures.import_desk.matching import draft_layout
from procedures.import_desk.reading_files import read_file
from procedures.importers.catalogue_layout import CatalogueFile
from procedures.importers.door import ImportOptions, ImportOutcome, bring_in
from procedures.importers.records import ParsedRecord
from procedures.models import ImportBatch, ImportItem, ProcessPage

if TYPE_CHECKING:
    from organisation.models import User

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 200
"""Drafts of one transaction: on SQLite nobody else can save while it runs."""
START_PATIENCE = dt.timedelta(seconds=20)
"""How long a child may take to begin before the writing counts as broken off."""


# --- Asking for it --------------------------------------------------------------------------------------------
def start_writing(batch: ImportBatch, *, by: User, submit: bool, now: dt.datetime) -> None:
    """Have the chosen items written as drafts of `by`; returns at once, unless drafts are written in process.

    Raises:
        ImportDeskError: nothing is chosen, too much is chosen, or the import is not open.
    """
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if locked.state != ImportState.OPEN:
            raise ImportDeskError(
                _("Drafts are just being written from this import. Wait until that is done.")
            )
        count = chosen_items(locked).count()
        if not count:
            raise ImportDeskError(_("Nothing is chosen. Choose the documents that shall become drafts."))
        if count > MOST_AT_ONCE:
            raise ImportDeskError(
                _(
                    "%(count)d documents are chosen; at most %(most)d are written at once. Choose fewer, then go on."
                )
                % {"count": count, "most": MOST_AT_ONCE}
            )
        locked.state, locked.writing_since = ImportState.WRITING, now
        locked.submits, locked.trouble = submit, ""
        locked.save(update_fields=["state", "writing_since", "submits", "trouble"])
    if settings.IMPORTS_WRITER == "inline":
        write_chosen(batch.pk, by=by)
    else:
        _start_child(batch.pk, by)


def chosen_items(batch: ImportBatch) -> QuerySet[ImportItem]:
    """What would be written, in the order of the files."""
    return ImportItem.objects.filter(file__batch=batch, is_chosen=True, written_at=None).order_by(
        "file_id", "position"
    )


def standing_of(batch: ImportBatch, now: dt.datetime) -> Standing | None:
    """How far the writing is; None when it is over, or was broken off (then the import is open again)."""
    if batch.state != ImportState.WRITING:
        return None
    if standing := child_jobs.standing_of(_job(batch.pk)):
        return standing
    if batch.writing_since and now - batch.writing_since < START_PATIENCE:
        return Standing()
    _reopen(batch.pk, _("Writing was broken off, so nothing was written. Start it again."))
    return None


# --- Doing it ---------------------------------------------------------------------------------------------------
def write_chosen(batch_id: int, *, by: User) -> None:
    """Write what is chosen and open the import again; what went wrong stands in its `trouble`. Never raises for it."""
    with translation.override("vi"), child_jobs.reporting(_job(batch_id)) as report:
        try:
            trouble = _write(batch_id, by, report)
        except ImportDeskError as error:
            trouble = str(error)
        except Exception:
            logger.exception("import %s could not be written", batch_id)
            trouble = _(
                "The drafts could not be written because of an error in the system. Tell the administrator."
            )
        _reopen(batch_id, trouble)


def _write(batch_id: int, by: User, report: Progress) -> str:
    """One transaction; returns why nothing was written, or the empty text."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().select_related("unit").get(pk=batch_id)
        items = list(chosen_items(batch).select_related("file", "page"))
        records = _records(items)
        options = ImportOptions(unit=batch.unit, user=by, submit=batch.submits)
        outcome = bring_in(records, options, _catalogues(items), report)
        if not outcome.is_refused:
            _note_written(items, outcome, by)
            return ""
    _note_refused(items, outcome)
    return _(
        "Nothing was written: some documents were refused. Correct those marked with an error, or leave them out."
    )


def _records(items: Sequence[ImportItem]) -> list[ParsedRecord]:
    """The records of all items.

    Raises:
        ImportDeskError: two want the same code, a draft has changed since, or a layout has faults.
    """
    codes: dict[str, ImportItem] = {}
    records = []
    for item in items:
        if item.code in codes:
            raise ImportDeskError(
                _(
                    "%(first)s and %(second)s both have the code %(code)s. Change one of them, or leave it out."
                )
                % {"first": codes[item.code].file.name, "second": item.file.name, "code": item.code}
            )
        codes[item.code] = item
        if item.is_stale:
            raise ImportDeskError(
                _("The draft of %(code)s was changed after the file came in. Compare it again, then write.")
                % {"code": item.code}
            )
        record, _found = record_of(item.layout, item.file.name)
        if record is None:
            raise ImportDeskError(
                _("%(title)s still has errors. Correct them first.") % {"title": item.title}
            )
        records.append(record)
    return records


def _catalogues(items: Sequence[ImportItem]) -> list[CatalogueFile]:
    """Rows of lists that files of our own formats bring along, read once more: they are not corrected at the desk."""
    files = {item.file_id: item.file for item in items if not item.speaks_of}
    found = []
    for file in files.values():
        with file.content.open() as content:
            read = read_file(content.read(), file.name, ImportFormat(file.format)).file
        if read.catalogue is not None:
            found.append(read.catalogue)
    return found


def _note_written(items: Sequence[ImportItem], outcome: ImportOutcome, by: User) -> None:
    now = timezone.now()
    pages = ProcessPage.objects.in_bulk([done.page_id for done in outcome.outcomes if done.page_id])
    for item, done in zip(items, outcome.outcomes, strict=True):
        if done.page_id is None:
            raise ValueError(f"a record that was not refused has no page: {item}")
        item.page = pages[done.page_id]
        item.page_layout = draft_layout(item.page)
        item.page_revision_id = item.page.latest_revision_id
        item.problems = [*item.problems, *map(asdict, done.findings)]
        item.count_findings()
        item.is_submitted = done.submitted
        item.is_chosen, item.written_at, item.written_by = False, now, by
        item.save()


def _note_refused(items: Sequence[ImportItem], outcome: ImportOutcome) -> None:
    """Put what the door said beside the document it speaks of."""
    for item, done in zip(items, outcome.outcomes, strict=True):
        if done.action == "refused":
            kept = [problem for problem in item.problems if problem["severity"] != "error"]
            item.problems = [*kept, *map(asdict, done.findings)]
            item.action, item.is_chosen = ImportAction.BLOCKED, False
            item.count_findings()
            item.save(update_fields=["problems", "action", "is_chosen", "errors", "warnings", "kinds"])


def _reopen(batch_id: int, trouble: str) -> None:
    ImportBatch.objects.filter(pk=batch_id, state=ImportState.WRITING).update(
        state=ImportState.OPEN, writing_since=None, trouble=trouble
    )


# --- The child ----------------------------------------------------------------------------------------------------
def _start_child(batch_id: int, by: User) -> None:
    try:
        child_jobs.start(_job(batch_id), "write_import", str(batch_id), "--as", by.get_username())
    except OSError:
        logger.exception("no process could be started to write import %s", batch_id)
        _reopen(
            batch_id,
            _("The drafts could not be written because of an error in the system. Tell the administrator."),
        )


def _job(batch_id: int) -> str:
    return f"import-{batch_id}"
