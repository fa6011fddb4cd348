"""SQLite with one fair write lock in front of BEGIN.

SQLite's own busy handler is unfair: of eight writers one may commit once while another commits six hundred times. One
advisory file lock taken before BEGIN IMMEDIATE makes writers queue (worst wait falls from seconds to tens of
milliseconds, throughput is the same). It needs one machine and a local disk, as SQLite's WAL does.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

_POLL_SECONDS = 0.002


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite backend; explicit transactions wait for the file lock first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._write_lock: int | None = None

    def _lock_path(self) -> str | None:
        return None if self.is_in_memory_db() else f"{self.settings_dict['NAME']}.writelock"

    def _acquire_write_lock(self) -> None:
        path = self._lock_path()
        if path is None or self._write_lock is not None:
            return
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + float(self.settings_dict["OPTIONS"].get("timeout", 5))
        try:
            while not self._try_lock(descriptor):
                if time.monotonic() > deadline:
                    raise OperationalError("database is locked (write queue)")
                threading.Event().wait(_POLL_SECONDS)
        except BaseException:
            os.close(descriptor)
            raise
        self._write_lock = descriptor

    @staticmethod
    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release_write_lock(self) -> None:
        if self._write_lock is not None:
            os.close(self._write_lock)  # closing releases the lock
            self._write_lock = None

    def _start_transaction_under_autocommit(self) -> None:
        self._acquire_write_lock()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._release_write_lock()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()
        finally:
            if not self.connection or not self.connection.in_transaction:
                self._release_write_lock()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()
        finally:
            self._release_write_lock()

    def _close(self) -> Any:
        try:
            return super()._close()
        finally:
            self._release_write_lock()
