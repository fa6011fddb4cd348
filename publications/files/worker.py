"""Who works the queue off: a child of the web process, a service of its own, or (in tests) the caller.

At most one child works at a time on a machine. It holds a lock file while it works and looks at the queue once more
after letting go, so a job that was queued while the lock was held is never left behind.
"""

from __future__ import annotations

import errno
import fcntl
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.signals import request_started
from django.dispatch import receiver
from django.utils import timezone

from publications.files import jobs

logger = logging.getLogger(__name__)

LOCK_PATIENCE = 1.0
"""Seconds that a new worker waits for the lock: longer than anybody looks at it, shorter than any work."""

_serving = threading.Event()


@receiver(request_started, dispatch_uid="publications.process_serves_requests")
def _note_that_this_process_serves(**kwargs: Any) -> None:
    """Only a process that answers requests starts children: commands and scripts never do."""
    _serving.set()


def start_worker() -> None:
    """See to it that somebody works on the queue; returns at once, except in mode "inline"."""
    if settings.PUBLICATIONS_WORKER == "inline":
        jobs.work_off()
    elif settings.PUBLICATIONS_WORKER == "child" and _serving.is_set() and not _is_locked():
        _start_child()


def _start_child() -> None:
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "run_render_jobs", "--until-empty"]
    try:
        # A session of its own: the child outlives a restart of the web process.
        child = subprocess.Popen(  # noqa: S603
            command,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        logger.exception("no worker could be started; the job waits for the next one")
        return
    threading.Thread(target=child.wait, name="render-worker-reaper", daemon=True).start()


# --- In the worker's process ------------------------------------------------------------------------------------
def work_until_empty() -> int:
    """Work the queue off unless another process on this machine is at it; returns how many jobs were taken."""
    count = 0
    while True:
        with _locked() as got_it:
            if not got_it:
                return count
            count += jobs.work_off(beating=jobs.beating_thread)
        if not jobs.claimable(timezone.now()).exists():
            return count


def _lock_path() -> Path:
    return Path(settings.VAR_DIR) / "render-worker.lock"


@contextmanager
def _locked() -> Iterator[bool]:
    """Hold the lock for the block; the value says whether it was free. The system frees it when the process dies."""
    with _lock_path().open("a") as lock:
        deadline = time.monotonic() + LOCK_PATIENCE
        while not _lock(lock.fileno(), fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                yield False
                return
            time.sleep(0.05)
        yield True


def _is_locked() -> bool:
    """Does a worker hold the lock? Looking takes a shared lock for a moment, so lookers do not disturb each other."""
    with _lock_path().open("a") as lock:
        return not _lock(lock.fileno(), fcntl.LOCK_SH)


def _lock(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in (errno.EAGAIN, errno.EACCES):
            raise
        return False
    return True
