"""A table of existing dossiers comes in, is checked, and is written: each a verb with the rights checked inside."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from dataclasses import asdict

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from document_control.canonical import clean_text
from dossiers.enums import DossierImportState
from dossiers.errors import DossierError, NotAllowedError
from dossiers.importing.checking import Checking, check
from dossiers.importing.reading import Problem, read_records
from dossiers.importing.tables import read_table
from dossiers.importing.writing import RefusedLineError, write
from dossiers.models import DossierImport
from dossiers.policies import DossierPolicy
from organisation.child_jobs import Progress, Standing, reporting, standing_of, start
from organisation.models import OfficeSettings, User

logger = logging.getLogger(__name__)

SHOWN_PROBLEMS = 200
WRITTEN_AT_ONCE = 200
"""More than this is written by a child process while the person sees how far it is."""
START_PATIENCE = dt.timedelta(seconds=20)


def examine(data: bytes, name: str, now: dt.datetime) -> Checking:
    """What a file would do, without keeping it.

    Raises:
        UnreadableError: it is no table of dossiers.
    """
    return check(read_records(read_table(data, name)), now)


def take_in(actor: User, data: bytes, name: str, now: dt.datetime) -> DossierImport:
    """Keep a file and what was found in it; no dossier is written yet.

    Raises:
        UnreadableError: it is no table of dossiers; it is not kept.
        NotAllowedError: neither at the counter nor the ISO secretary.
        DossierError: the site has no office yet.
    """
    if not DossierPolicy(actor).may_import:
        raise NotAllowedError(_("Existing dossiers are brought in by the counter or the ISO secretary."))
    office = OfficeSettings.objects.filter(site__is_default_site=True).select_related("office").first()
    if office is None or office.office is None:
        raise DossierError(_("The site settings name no office. Enter it there first."))
    found = examine(data, name, now)
    source = DossierImport(
        name=clean_text(name)[:255] or "hồ sơ",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        received_by=office.reception or office.office,
        competent_unit=office.office,
        brought_in_at=now,
        brought_in_by=actor,
    )
    _note(source, found)
    source.content.save("table", ContentFile(data), save=False)
    source.save()
    return source


def _note(source: DossierImport, found: Checking) -> None:
    source.lines, source.new = found.lines, len(found.new)
    source.known = len(found.items) - source.new
    source.errors = found.errors
    source.problems = [asdict(problem) for problem in found.problems[:SHOWN_PROBLEMS]]


def start_writing(
    actor: User, import_id: int, now: dt.datetime, *, in_this_process: bool = False
) -> DossierImport:
    """Have the dossiers of a file written; in this process when they are few, else by a child.

    Raises:
        NotAllowedError.
        DossierError: it has errors, nothing new, or is being written or was.
    """
    if not DossierPolicy(actor).may_import:
        raise NotAllowedError(_("Existing dossiers are brought in by the counter or the ISO secretary."))
    with transaction.atomic():
        source = DossierImport.objects.select_for_update().get(pk=import_id)
        if source.state != DossierImportState.READ:
            raise DossierError(_("This file is being written or was written already. Read the page again."))
        if source.errors:
            raise DossierError(
                _("The file has errors. Correct the lines shown, then bring the file in again.")
            )
        source.state, source.writing_since, source.trouble = DossierImportState.WRITING, now, ""
        source.save(update_fields=["state", "writing_since", "trouble"])
    if in_this_process or source.new <= WRITTEN_AT_ONCE or settings.IMPORTS_WRITER == "inline":
        write_import(import_id, actor, now)
    else:
        _start_child(import_id, actor)
    source.refresh_from_db()
    return source


def problem_lines(source: DossierImport) -> list[str]:
    """The findings of an import as sentences."""
    return [str(Problem(**problem)) for problem in source.problems]


def _start_child(import_id: int, actor: User) -> None:
    try:
        start(job_of(import_id), "import_dossiers", "--write", str(import_id), "--as", actor.get_username())
    except OSError:
        logger.exception("no process could be started to write the dossiers of import %s", import_id)
        _reopen(import_id, _("The dossiers could not be written because of an error in the system."))


def job_of(import_id: int) -> str:
    """Name of the lock of an import."""
    return f"dossier-import-{import_id}"


def write_import(import_id: int, actor: User, now: dt.datetime) -> None:
    """Write a file that somebody asked for; what goes wrong stands in its `trouble`. Never raises for it.

    The file is read and checked once more: dossiers may have come in since.
    """
    with translation.override("vi"), reporting(job_of(import_id)) as report:
        try:
            trouble = _write(import_id, actor, now, report)
        except (DossierError, RefusedLineError) as error:
            trouble = str(error)
        except Exception:
            logger.exception("the dossiers of import %s could not be written", import_id)
            trouble = _("The dossiers could not be written because of an error in the system.")
        _reopen(import_id, trouble)


def _write(import_id: int, actor: User, now: dt.datetime, report: Progress) -> str:
    """Why nothing was written, or the empty text."""
    source = DossierImport.objects.select_related("received_by", "competent_unit").get(pk=import_id)
    with source.content.open() as content:
        found = examine(content.read(), source.name, now)
    _note(source, found)
    if found.errors:
        source.save(update_fields=["lines", "new", "known", "errors", "problems"])
        return _("The file no longer fits: see what is marked, correct it and bring it in again.")
    with transaction.atomic():
        source.written = write(source, found.new, actor, now, report)
        source.state, source.written_at = DossierImportState.WRITTEN, timezone.now()
        source.writing_since = None
        source.save()
    return ""


def _reopen(import_id: int, trouble: str) -> None:
    DossierImport.objects.filter(pk=import_id, state=DossierImportState.WRITING).update(
        state=DossierImportState.READ, writing_since=None, trouble=trouble
    )


def writing_standing(source: DossierImport, now: dt.datetime) -> Standing | None:
    """How far the writing is; None when it is over, or was broken off (then the import is open again)."""
    if source.state != DossierImportState.WRITING:
        return None
    if standing := standing_of(job_of(source.pk)):
        return standing
    if source.writing_since and now - source.writing_since < START_PATIENCE:
        return Standing()
    _reopen(source.pk, _("Writing was broken off, so nothing was written. Start it again."))
    return None
