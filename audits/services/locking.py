"""One change at a time: a record is taken by the version the person saw."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import F
from django.utils.translation import gettext as _

from audits.errors import StaleError
from audits.models import Audit, AuditProgramme, ManagementReview, QualityObjective, ReviewInput

Record = TypeVar("Record", Audit, AuditProgramme, QualityObjective, ManagementReview, ReviewInput)


def take(model: type[Record], pk: int, lock_version: int) -> Record:
    """The record for this change alone; call it first, inside the transaction.

    The conditional update locks the row (PostgreSQL) or the database (SQLite) before anything is read.

    Raises:
        StaleError: somebody changed it since the person opened the page.
    """
    rows = model._default_manager.filter(pk=pk)
    if not rows.filter(lock_version=lock_version).update(lock_version=F("lock_version") + 1):
        raise StaleError(stale_words())
    return rows.get()


def stale_words() -> str:
    """What a person is told whose page was older than the record."""
    return _(
        "Somebody else changed this meanwhile. Look at it as it stands now, then send your change again."
    )
