"""Who works the queue off: a child of the web process, a service of its own, or (in tests) the caller.

At most one child works at a time on a machine. It holds a lock file while it works and looks at the queue once more
after letting go, so a job that was queued while the lock was held is never left behind.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.signals import request_started
from django.dispatch import receiver
from django.utils import timezone

from organisation import child_jobs
from organisation.file_lock import file_lock, is_locked
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
    elif settings.PUBLICATIONS_WORKER == "child" and _serving.is_set() and not is_locked(_lock_path()):
        _start_child()


def _start_child() -> None:
    try:
        child_jobs.start("render-worker", "run_render_jobs", "--until-empty")
    except OSError:
        logger.exception("no worker could be started; the job waits for the next one")


# --- In the worker's process ------------------------------------------------------------------------------------
def work_until_empty() -> int:
    """Work the queue off unless another process on this machine is at it; returns how many jobs were taken."""
    count = 0
    while True:
        with file_lock(_lock_path(), LOCK_PATIENCE) as got_it:
            if not got_it:
                return count
            count += jobs.work_off(beating=jobs.beating_thread)
        if not jobs.claimable(timezone.now()).exists():
            return count


def _lock_path() -> Path:
    return Path(settings.VAR_DIR) / "render-worker.lock"
