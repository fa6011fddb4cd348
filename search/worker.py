"""Who keeps the search index up to date: a thread of the web process, a service of its own, or (in tests) the saver.

At most one works at a time on a machine, because it holds a lock file. A look every second finds what another process
noted; the process that saves wakes its own worker at once. The worker also rebuilds an index that is lost, damaged or
of another version; until then searches are answered by the database.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.signals import request_started
from django.db import close_old_connections, connections
from django.dispatch import receiver
from django.utils import timezone

from search.backends.whoosh import WhooshSearchBackend
from search.backends.whoosh.locking import file_lock
from search.backends.whoosh.rebuilding import rebuild
from search.engine import IndexBusy
from search.file_worker import FileWorker
from search.outbox import apply_waiting, backends_with_outbox, changes_committed, forget_applied
from search.upkeep import Upkeep

logger = logging.getLogger(__name__)

POLL_SECONDS = 1.0
PRUNE_SECONDS = 3600.0
SHORTEST_PAUSE, LONGEST_PAUSE = 2.0, 600.0
"""Seconds between attempts at something that failed; doubled after every failure, so that what passes is over soon and
what stays is not tried without end."""

_woken = threading.Event()
_starting = threading.Lock()
_thread: threading.Thread | None = None


@receiver(request_started, dispatch_uid="search.start_worker_thread")
def _start_thread(**kwargs: Any) -> None:
    """A process that answers requests keeps the index too, unless another service does; commands never do."""
    global _thread
    if settings.SEARCH_WORKER != "thread" or (_thread is not None and _thread.is_alive()):
        return
    with _starting:
        if _thread is None or not _thread.is_alive():
            threading.Thread(target=FileWorker().run, name="search-files", daemon=True).start()
            _thread = threading.Thread(target=Worker().run, name="search-worker", daemon=True)
            _thread.start()


@receiver(changes_committed, dispatch_uid="search.wake_worker")
def wake(**kwargs: Any) -> None:
    """Something was saved: have it written now. Returns at once, except in mode "inline"."""
    if settings.SEARCH_WORKER == "inline":
        Worker().work()
    _woken.set()


class Worker:
    """Keeps the indexes of all backends with an outbox."""

    def __init__(self) -> None:
        self._not_before: dict[Path, float] = {}
        self._pause: dict[Path, float] = {}
        self._upkeep: defaultdict[Path, Upkeep] = defaultdict(Upkeep)
        self._pruned_at = float("-inf")

    def run(self, is_over: Callable[[], bool] = lambda: False) -> None:
        """Work until `is_over`, which is asked every second. Nothing that goes wrong ends it."""
        while not is_over():
            close_old_connections()
            self.work()
            _woken.wait(POLL_SECONDS)
            _woken.clear()
        connections.close_all()

    def work(self) -> int:
        """Bring every index up to date; returns how many changes were written."""
        return sum(self._keep(backend) for backend in backends_with_outbox())

    def _keep(self, backend: WhooshSearchBackend) -> int:
        root = backend.store.root
        if time.monotonic() < self._not_before.get(root, 0.0):
            return 0
        try:
            root.mkdir(parents=True, exist_ok=True, mode=0o700)
            with file_lock(root / "worker.lock") as got_it:
                count = self._keep_locked(backend) if got_it else 0
        except IndexBusy:
            return 0  # somebody rebuilds by hand; the next look is soon enough
        except (
            Exception
        ):  # a disk, a database, a model's own fault: nothing may end the worker or make it spin
            self._wait_longer(root)
            return 0
        self._pause.pop(root, None)
        return count

    def _keep_locked(self, backend: WhooshSearchBackend) -> int:
        if trouble := backend.store.trouble():
            self._rebuild(backend, trouble)
        count = 0
        while batch := apply_waiting(backend.store):
            count += batch
        self._upkeep[backend.store.root].keep(backend.store, count)
        if time.monotonic() > self._pruned_at + PRUNE_SECONDS:
            self._pruned_at = time.monotonic()
            forget_applied(timezone.now())
        return count

    def _rebuild(self, backend: WhooshSearchBackend, trouble: str) -> None:
        logger.warning(
            "the search index is rebuilt: %s; searches are answered by the database meanwhile", trouble
        )
        began = timezone.now()
        count = rebuild(backend.store, lambda: backend.outbox.since(began) if backend.outbox else ())
        logger.warning("the search index is rebuilt: %d rows", count)

    def _wait_longer(self, root: Path) -> None:
        pause = min(2 * self._pause.get(root, SHORTEST_PAUSE / 2), LONGEST_PAUSE)
        self._pause[root] = pause
        self._not_before[root] = time.monotonic() + pause
        logger.exception("the search index in %s can't be kept; the next attempt is in %d s", root, pause)
