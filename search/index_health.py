"""How the search index is, for the operator."""

from __future__ import annotations

import datetime as dt

from search.models import IndexChange
from search.outbox import backends_with_outbox

LATE_AFTER = dt.timedelta(minutes=1)


def index_notice(now: dt.datetime) -> str:
    """What is wrong with the search index; "" when nothing is. The site is up either way.

    "rebuilding 1200/10000" and "unusable": searches are answered by the database; "behind": saves are not found yet.
    The log says why. One bounded query.
    """
    for backend in backends_with_outbox():
        if backend.store.trouble():
            progress = backend.store.progress()
            return f"rebuilding {progress}" if progress else "unusable"
        if IndexChange.objects.filter(applied_at=None, created_at__lt=now - LATE_AFTER).exists():
            return "behind"
    return ""
