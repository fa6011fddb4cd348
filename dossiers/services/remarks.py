"""What is added to a dossier without moving it: remarks, files, corrections of particulars."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from document_control.canonical import clean_text
from dossiers.enums import EventKind
from dossiers.errors import DossierError, NotAllowedError
from dossiers.models import Dossier, DossierEvent, DossierFile
from dossiers.policies import DossierPolicy
from dossiers.services.making import PARTICULARS, check_particulars
from dossiers.services.recording import changing, record
from organisation.models import User

LARGEST_FILE = 20 * 1024 * 1024
ENDINGS = frozenset({*settings.WAGTAILDOCS_EXTENSIONS, "jpg", "jpeg", "png"})
CORRECTABLE = (PARTICULARS - {"channel", "sets"}) | {"fee_amount"}


def comment(actor: User, dossier_id: int, text: str, now: dt.datetime) -> DossierEvent:
    """Leave a remark; it never enters what the applicant sees.

    Raises:
        DossierError: empty. NotAllowedError.
    """
    text = clean_text(text).strip()
    if not text:
        message = _("Write the remark.")
        raise DossierError(message, {"text": message})
    with changing(dossier_id) as dossier:
        _require_comment(actor, dossier)
        return record(dossier, EventKind.COMMENTED, now=now, actor=actor, note=text)


def add_file(
    actor: User,
    dossier_id: int,
    upload: UploadedFile,
    now: dt.datetime,
    title: str = "",
    is_result: bool = False,
) -> DossierFile:
    """Keep a file with the dossier, at the step in hand.

    Args:
        is_result: the file is the result itself.

    Raises:
        DossierError: too big, empty, or of a kind that is not kept.
        NotAllowedError.
    """
    now, name = now.replace(microsecond=0), clean_text(upload.name or "").strip()[-255:]
    _check_file(upload, name)
    with changing(dossier_id) as dossier:
        _require_comment(actor, dossier)
        file = DossierFile(
            dossier=dossier,
            step=dossier.current_step,
            name=name,
            title=clean_text(title).strip()[:255],
            is_result=is_result,
            size=upload.size or 0,
            sha256=hashlib.file_digest(upload, "sha256").hexdigest(),
            added_at=now,
            added_by=actor,
        )
        upload.seek(0)
        file.content.save(name, upload, save=False)
        file.save()
        data = {"file": file.pk, "name": name, "sha256": file.sha256, "is_result": is_result}
        record(dossier, EventKind.FILE_ADDED, now=now, actor=actor, data=data)
    return file


def _check_file(upload: UploadedFile, name: str) -> None:
    message = ""
    if not upload.size:
        message = _("The file is empty. Choose another one.")
    elif upload.size > LARGEST_FILE:
        message = _("The file is larger than 20 MB. Make it smaller, then add it again.")
    elif name.rpartition(".")[2].lower() not in ENDINGS:
        message = _("Files of this kind are not kept. Use one of: %(endings)s.") % {
            "endings": ", ".join(sorted(ENDINGS))
        }
    if message:
        raise DossierError(message, {"file": message})


def take_back_file(actor: User, dossier_id: int, file_id: int, now: dt.datetime, reason: str) -> DossierFile:
    """Mark a file as taken back: it is kept, but no longer shown with the dossier.

    Raises:
        DossierError: no such file, taken back already, or no reason.
        NotAllowedError: only who added it, or a leader.
    """
    now, reason = now.replace(microsecond=0), clean_text(reason).strip()
    if not reason:
        message = _("Write why the file is taken back.")
        raise DossierError(message, {"reason": message})
    with changing(dossier_id) as dossier:
        file = dossier.files.filter(pk=file_id, taken_back_at__isnull=True).first()
        if file is None:
            raise DossierError(_("This file is not with the dossier any more."))
        if file.added_by_id != actor.pk and not DossierPolicy(actor).leads(dossier):
            raise NotAllowedError(_("Only who added a file, or a leader, takes it back."))
        file.taken_back_at = now
        file.save(update_fields=["taken_back_at"])
        data = {"file": file.pk, "taken_back": True}
        record(dossier, EventKind.CORRECTED, now=now, actor=actor, note=reason, data=data)
    return file


def correct_particulars(
    actor: User,
    dossier_id: int,
    lock_version: int,
    now: dt.datetime,
    changes: Mapping[str, Any],
    reason: str,
) -> Dossier:
    """Correct what was written about the applicant; the event names the fields, never what stood in them.

    Args:
        changes: new values by field name, those of `CORRECTABLE`.

    Raises:
        DossierError: nothing changes, no reason, or a value is not well formed.
        NotAllowedError, StaleDossierError.
    """
    reason = clean_text(reason).strip()
    if not reason:
        message = _("Write why the particulars are corrected.")
        raise DossierError(message, {"reason": message})
    if unknown := set(changes) - CORRECTABLE:
        raise DossierError(
            _("This cannot be corrected: %(fields)s.") % {"fields": ", ".join(sorted(unknown))}
        )
    with changing(dossier_id, lock_version) as dossier:
        policy = DossierPolicy(actor)
        at_counter = policy.is_at_counter_of(dossier)
        if not (at_counter or policy.does_step(dossier) or policy.leads(dossier)):
            raise NotAllowedError(
                _("Only the counter, whoever has the step, or a leader corrects particulars.")
            )
        corrected = []
        for name, value in changes.items():
            cleaned = clean_text(value).strip() if isinstance(value, str) else value
            if getattr(dossier, name) != cleaned:
                setattr(dossier, name, cleaned)
                corrected.append(name)
        if not corrected:
            raise DossierError(_("Nothing is different from what is written already."))
        check_particulars(dossier)
        record(
            dossier,
            EventKind.CORRECTED,
            now=now,
            actor=actor,
            note=reason,
            data={"fields": sorted(corrected)},
        )
    return dossier


def _require_comment(actor: User, dossier: Dossier) -> None:
    if not DossierPolicy(actor).may_comment(dossier):
        raise NotAllowedError(_("Only those who work on this dossier, or lead those who do, add to it."))
