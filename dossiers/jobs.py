"""What is done without anybody asking: late steps are found, people are reminded, e-mail is sent.

A thread of the web process does it every minute, or a service of its own (`manage.py run_dossier_jobs`); at most one
at a time on a machine, because it holds a lock file. Every part can be repeated at any time without doing harm.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.signals import request_started
from django.db import close_old_connections, connections
from django.dispatch import receiver
from django.utils import timezone, translation

from dossiers.reminding import queue_digests, queue_lateness, queue_reminders
from dossiers.services.gate import detect_late_steps
from dossiers.services.mail import send_waiting
from organisation.file_lock import file_lock

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 60.0

_starting = threading.Lock()
_thread: threading.Thread | None = None


@receiver(request_started, dispatch_uid="dossiers.start_jobs_thread")
def _start_thread(**kwargs: Any) -> None:
    """A process that answers requests does the jobs too, unless a service of its own does; commands never do."""
    global _thread
    if settings.DOSSIER_JOBS != "thread" or (_thread is not None and _thread.is_alive()):
        return
    with _starting:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=run, name="dossier-jobs", daemon=True)
            _thread.start()


def run(is_over: Callable[[float], bool] | None = None) -> None:
    """Do the jobs every minute until `is_over(seconds)`, which waits at most so long, says so."""
    waits = is_over or threading.Event().wait
    while True:
        close_old_connections()
        run_once(timezone.now())
        if waits(PAUSE_SECONDS):
            break
    connections.close_all()


def run_once(now: dt.datetime) -> dict[str, int]:
    """One round of all jobs; returns how much each did, nothing when another process is at it."""
    done: dict[str, int] = {}
    with file_lock(Path(settings.VAR_DIR) / "dossier-jobs.lock") as got_it, translation.override("vi"):
        if not got_it:
            return done
        for name, job in JOBS.items():
            try:
                done[name] = job(now)
            except Exception:  # one job's trouble must not stop the others, nor the thread
                logger.exception("the job %r failed; it is tried again in a minute", name)
    return done


JOBS: dict[str, Callable[[dt.datetime], int]] = {
    "late_steps": lambda now: len(detect_late_steps(now)),
    "reminders": queue_reminders,
    "lateness": queue_lateness,
    "digests": queue_digests,
    "mails": lambda now: send_waiting(now).sent,
}
