"""A lock between processes of one machine that the system takes back when its holder dies."""

from __future__ import annotations

import errno
import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOOK_AGAIN = 0.05
"""Seconds between two tries of somebody who waits."""


@contextmanager
def file_lock(path: Path, patience: float = 0) -> Iterator[bool]:
    """Hold the lock of a file for the block; the value says whether it was free.

    Args:
        patience: seconds to wait for it.

    Raises:
        OSError: the file cannot be opened for writing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as lock:
        deadline = time.monotonic() + patience
        while not _take(lock.fileno(), fcntl.LOCK_EX):
            if time.monotonic() >= deadline:
                yield False
                return
            time.sleep(LOOK_AGAIN)
        yield True


def is_locked(path: Path) -> bool:
    """Does anybody hold the lock? Looking shares it for a moment, so that lookers do not disturb each other."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as lock:
        return not _take(lock.fileno(), fcntl.LOCK_SH)


def _take(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in (errno.EAGAIN, errno.EACCES):
            raise
        return False
    return True
