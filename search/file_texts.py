"""Which files wait to be read, reading them, and forgetting those that are gone: the one place that writes their texts.

A file is known by the SHA-256 of its bytes; whatever carries one registers its model with `carries_files`. A save notes
the hash in its own transaction, the worker (`search.file_worker`) reads the file in a limited process outside of any.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import re
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F, Model, Q, QuerySet
from django.db.models.signals import post_save
from django.dispatch import Signal
from django.utils import timezone

from search.extraction import (
    EXTRACTOR_VERSION,
    KILLED,
    MOST_FILE_BYTES,
    Extraction,
    FileKind,
    Reason,
    extract,
)
from search.models import ExtractedText

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
RETRY_AFTER = dt.timedelta(minutes=5)
"""Longer than any extraction may take: who began before that has died."""
file_waits = Signal()
"""Sent when the transaction that brought a file has been committed."""

_HASH = re.compile(r"[0-9a-f]{64}")
M = TypeVar("M", bound=type[Model])
_carriers: list[type[Model]] = []


def carries_files(model: M) -> M:
    """Have the files of a model read: it has the fields `file` and `sha256`. Called from `AppConfig.ready()`."""
    if model not in _carriers:
        _carriers.append(model)
        post_save.connect(_note, sender=model, dispatch_uid=f"search.file_texts.{model._meta.label}")
    return model


def _note(instance: Any, **kwargs: Any) -> None:
    if not kwargs.get("raw") and _HASH.fullmatch(instance.sha256):
        ExtractedText.objects.bulk_create([ExtractedText(sha256=instance.sha256)], ignore_conflicts=True)
        transaction.on_commit(_say_file_waits, robust=True)


def _say_file_waits() -> None:
    file_waits.send(sender=ExtractedText)


# --- What there is to do ----------------------------------------------------------------------------------
def reconcile() -> None:
    """Make the table agree with the files there are; a few queries, whatever their number.

    Notes files that came without a signal, has those read again that another version of the extractor read, and
    forgets those that nothing carries any longer.
    """
    known = ExtractedText.objects.values("sha256")
    for model in _carriers:
        hashes = model._default_manager.exclude(sha256="").exclude(sha256__in=known).order_by()
        new = {sha256 for sha256 in hashes.values_list("sha256", flat=True) if _HASH.fullmatch(sha256)}
        ExtractedText.objects.bulk_create(
            [ExtractedText(sha256=sha256) for sha256 in new], ignore_conflicts=True, batch_size=500
        )
    outdated = ExtractedText.objects.exclude(extracted_at=None).exclude(extractor_version=EXTRACTOR_VERSION)
    outdated.update(extracted_at=None, begun_at=None, attempts=0)
    forget_gone()


def read_again() -> None:
    """Have every file read anew; texts stay until then."""
    ExtractedText.objects.update(extracted_at=None, begun_at=None, attempts=0)


def forget_gone() -> int:
    """Delete the texts of files that nothing carries; returns how many."""
    gone = ExtractedText.objects.only("sha256")
    for model in _carriers:
        gone = gone.exclude(sha256__in=model._default_manager.order_by().values("sha256"))
    deleted, _by_model = gone.delete()
    return deleted


def waiting(now: dt.datetime) -> QuerySet[ExtractedText]:
    """Files to be read: new ones, and those whose last attempt is long ago."""
    begun_long_ago = Q(begun_at=None) | Q(begun_at__lt=now - RETRY_AFTER)
    return ExtractedText.objects.filter(begun_long_ago, extracted_at=None).order_by("attempts", "sha256")


def extract_next(now: dt.datetime) -> bool:
    """Read one waiting file and keep its text; False when none waits. Must not run inside a transaction."""
    row = waiting(now).only("sha256", "attempts").first()
    if row is None:
        return False
    begun = ExtractedText.objects.filter(pk=row.pk, extracted_at=None, attempts=row.attempts)
    if not begun.update(attempts=F("attempts") + 1, begun_at=now):
        return True  # another machine was faster
    if row.attempts >= MOST_ATTEMPTS:  # it ended the whole process each time
        _keep(row.sha256, Extraction(FileKind.OTHER, reason=Reason.CRASHED))
        return True
    found = _extraction(row.sha256)
    if found.reason not in KILLED or row.attempts + 1 >= MOST_ATTEMPTS:
        _keep(row.sha256, found)
    return True


def _extraction(sha256: str) -> Extraction:
    data = _bytes_of(sha256)
    return Extraction(FileKind.OTHER, reason=data) if isinstance(data, Reason) else extract(data)


def _bytes_of(sha256: str) -> bytes | Reason:
    """The file, from the first carrier whose storage still has just these bytes."""
    for model in _carriers:
        for carrier in model._default_manager.filter(sha256=sha256).order_by("pk")[:3]:
            file = carrier.file  # type: ignore[attr-defined]
            try:
                if file.size > MOST_FILE_BYTES:
                    return Reason.TOO_LARGE
                with file.open("rb") as source:
                    data: bytes = source.read()
            except (OSError, ValueError):
                logger.exception("the file %s can't be opened", sha256)
                continue
            if hashlib.sha256(data).hexdigest() == sha256:
                return data
            logger.error("the bytes of file %s are not those that were uploaded", sha256)
    return Reason.MISSING


def _keep(sha256: str, found: Extraction) -> None:
    """Write what was found. A file that was removed meanwhile leaves nothing."""
    with transaction.atomic():
        row = ExtractedText.objects.select_for_update().filter(sha256=sha256).first()
        if row is None:
            return
        row.kind, row.text, row.reason = found.kind, found.text, found.reason or ""
        row.extractor_version, row.extracted_at = EXTRACTOR_VERSION, timezone.now()
        row.save()
