"""Work that takes longer than a page: done by a child process, watched through a lock file.

The lock says that somebody is at work and how far; the system frees it when the process dies.
"""

from __future__ import annotations

import fcntl
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a job is; `total` 0 while it has not begun."""

    done: int = 0
    total: int = 0


@contextmanager
def reporting(job: str) -> Iterator[Progress]:
    """Hold the lock of a job while it is done; the function given writes how far it is."""
    path = _path(job)
    with path.open("a") as lock:
        fcntl.flock(lock.fileno(), fcntl.LOCK_EX)

        def report(done: int, total: int) -> None:
            lock.seek(0)
            lock.truncate()
            lock.write(f"{done}/{total}")
            lock.flush()

        try:
            yield report
        finally:
            path.unlink(missing_ok=True)


def standing_of(job: str) -> Standing | None:
    """How far a job is that somebody is at work on; None when nobody is."""
    path = _path(job)
    if not path.exists():
        return None
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock.fileno(), fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            done, _slash, total = lock.read().partition("/")
            return Standing(int(done or 0), int(total or 0))
    return None


def start(job: str, *arguments: str) -> None:
    """Run a command of `manage.py` in a child that outlives a restart of the web process.

    Raises:
        OSError: no process could be started.
    """
    child = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *arguments],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=child.wait, name=f"{job}-reaper", daemon=True).start()


def _path(job: str) -> Path:
    return Path(settings.VAR_DIR) / f"{job}.lock"
