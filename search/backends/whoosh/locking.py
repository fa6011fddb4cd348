"""Locks between processes that the system takes back when their holder dies."""

from __future__ import annotations

import errno
import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PAUSE = 0.02


@contextmanager
def file_lock(path: Path, patience: float = 0.0) -> Iterator[bool]:
    """Hold the lock of a file for the block; the value says whether it was got within `patience` seconds.

    Raises OSError where the file can't be opened for writing.
    """
    with path.open("a") as lock:
        deadline = time.monotonic() + patience
        while not _lock(lock.fileno()):
            if time.monotonic() >= deadline:
                yield False
                return
            time.sleep(_PAUSE)
        yield True


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in (errno.EAGAIN, errno.EACCES):
            raise
        return False
    return True
