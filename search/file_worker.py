"""Who reads waiting files: a thread beside the one that keeps the index, so that a slow file delays no save.

One at a time on a machine, because it holds a lock file; several machines share the work by the table itself.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connections
from django.dispatch import receiver
from django.utils import timezone

from search.backends.whoosh.locking import file_lock
from search.file_texts import extract_next, file_waits, reconcile

logger = logging.getLogger(__name__)

POLL_SECONDS = 2.0
RECONCILE_SECONDS = 3600.0
PAUSE_SECONDS = 60.0
"""After something failed that is not a file's fault."""

_woken = threading.Event()


@receiver(file_waits, dispatch_uid="search.wake_file_worker")
def wake(**kwargs: Any) -> None:
    """A file was saved: have it read now. Returns at once, except in mode "inline"."""
    if settings.SEARCH_WORKER == "inline":
        FileWorker().work()
    _woken.set()


class FileWorker:
    """Reads what waits."""

    def __init__(self) -> None:
        self._reconciled_at = float("-inf")

    def run(self, is_over: Callable[[], bool] = lambda: False) -> None:
        """Work until `is_over`, which is asked between files. Nothing that goes wrong ends it."""
        while not is_over():
            close_old_connections()
            pause = POLL_SECONDS
            try:
                self.work(is_over)
            except Exception:  # a database, a disk
                logger.exception(
                    "files can't be read for the search; the next attempt is in %d s", PAUSE_SECONDS
                )
                pause = PAUSE_SECONDS
            _woken.wait(pause)
            _woken.clear()
        connections.close_all()

    def work(self, is_over: Callable[[], bool] = lambda: False) -> int:
        """Read every waiting file; returns how many. Raises OSError, DatabaseError."""
        settings.SEARCH_INDEX_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
        count = 0
        with file_lock(settings.SEARCH_INDEX_DIR / "reading-files.lock") as got_it:
            if not got_it:
                return 0
            if time.monotonic() > self._reconciled_at + RECONCILE_SECONDS:
                self._reconciled_at = time.monotonic()
                reconcile()
            while not is_over() and extract_next(timezone.now()):
                count += 1
        return count
