"""One change at a time: a row is claimed before it is read, so that two people never decide about the same state."""

from __future__ import annotations

from typing import TypeVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from audits.errors import StaleError
from audits.models import CorrectiveAction, Finding

Row = TypeVar("Row", Finding, CorrectiveAction)


def claim(model: type[Row], pk: int, lock_version: int | None) -> Row:
    """The row as it is now, held until the caller's transaction ends.

    Args:
        lock_version: what the person saw; None where any state will do (the caller looks at it afterwards).

    Raises:
        StaleError: somebody changed the row since.
        Model.DoesNotExist: there is no such row.
    """
    rows: models.QuerySet[Row] = model._default_manager.filter(pk=pk)
    seen = rows if lock_version is None else rows.filter(lock_version=lock_version)
    if not seen.update(lock_version=F("lock_version") + 1):
        if not rows.exists():
            raise model.DoesNotExist
        raise StaleError(_("Somebody else changed this since the page was opened. Look again, then decide."))
    return rows.select_related(None).get()
