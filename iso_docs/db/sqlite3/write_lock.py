"""An advisory lock between processes and threads, on one file, with a bound on the wait."""

from __future__ import annotations

import fcntl
import os
import random
import time
import weakref
from pathlib import Path

_POLL_SECONDS = (0.0005, 0.003)
"""Waiters look again after a random pause between these: nobody is always the one who comes too late."""
_PATIENCE = 0.02
"""After so many seconds a waiter looks twice as often, after twice as many three times as often, and so on up to
`_MOST_EAGER`: the longer somebody waits, the likelier it is their turn. Bounded, so that a long transaction of one is
not slowed by many who look."""
_MOST_EAGER = 12

_held: weakref.WeakSet[WriteLock] = weakref.WeakSet()


class WriteLock:
    """A lock that is held; it ends with `release()`, with the object, or with the process (kill -9 included)."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        _held.add(self)

    @classmethod
    def acquire(cls, path: Path, timeout: float) -> WriteLock:
        """Wait up to `timeout` seconds for the lock on `path`; raise TimeoutError after that.

        The file is opened read-only, so that a lock file made by another account of the machine still serves.
        """
        descriptor = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
        begun = time.monotonic()
        try:
            while not _try_lock(descriptor):
                waited = time.monotonic() - begun
                if waited > timeout:
                    raise TimeoutError(f"no write lock on {path} within {timeout} seconds")
                eagerness = min(1 + waited / _PATIENCE, _MOST_EAGER)
                time.sleep(random.uniform(*_POLL_SECONDS) / eagerness)  # noqa: S311  a pause, not a secret
        except BaseException:
            os.close(descriptor)
            raise
        return cls(descriptor)

    def release(self) -> None:
        """Let the next writer in."""
        if self._descriptor >= 0:
            # Unlock before closing: a process forked meanwhile may still hold a copy of the descriptor.
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
            self.forget()

    def forget(self) -> None:
        """Drop the descriptor without unlocking: in a forked child the lock belongs to the parent."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __del__(self) -> None:
        self.release()  # a thread that died inside a transaction must not block everybody else


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _forget_all() -> None:
    for lock in list(_held):
        lock.forget()


os.register_at_fork(after_in_child=_forget_all)
