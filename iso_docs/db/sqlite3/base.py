"""SQLite with one fair write lock in front of BEGIN.

SQLite's own busy handler is unfair: of eight writers one may commit once while another commits six hundred
times. One advisory file lock taken before BEGIN IMMEDIATE (and around single writes outside a transaction)
makes writers queue: the worst wait falls from seconds to tens of milliseconds at the same throughput. It needs
one machine and a local disk, as SQLite's WAL does. In-memory databases have no second writer and no lock.
"""

from __future__ import annotations

import random
import re
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from iso_docs.db.sqlite3.write_lock import WriteLock

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|REINDEX|VACUUM)\b", re.IGNORECASE)

_REOPEN_SECONDS = (0.005, 0.03)
"""Between attempts to open a file that others open, too: random, so that they do not meet again."""

_Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite backend; whoever writes waits in the queue of the file lock first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._write_lock: WriteLock | None = None
        self.execute_wrappers.append(self._queue_single_write)

    def _lock_path(self) -> Path | None:
        name = str(self.settings_dict["NAME"])
        if self.is_in_memory_db() or name.startswith("file:"):
            return None
        return Path(f"{name}.writelock")

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """Open the file. Of those who turn a new one to WAL at once SQLite refuses all but one, without waiting.

        Whoever is refused tries again until the timeout. (The file must not be opened here to look whether it is new:
        closing it would drop SQLite's own locks on it, as POSIX has it, and damage the database.)
        """
        deadline = time.monotonic() + float(conn_params.get("timeout", 5))
        while True:
            try:
                return super().get_new_connection(conn_params)
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
            time.sleep(random.uniform(*_REOPEN_SECONDS))  # noqa: S311  a pause, not a secret

    def _acquire_write_lock(self) -> None:
        path = self._lock_path()
        if path is None or self._write_lock is not None:
            return
        timeout = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        try:
            self._write_lock = WriteLock.acquire(path, timeout)
        except TimeoutError as error:
            raise OperationalError("database is locked (write queue)") from error

    def _release_write_lock(self) -> None:
        if self._write_lock is not None:
            self._write_lock.release()
            self._write_lock = None

    def _release_after_transaction(self) -> None:
        if not isinstance(self.connection, sqlite3.Connection) or not self.connection.in_transaction:
            self._release_write_lock()

    def _queue_single_write(
        self, execute: _Execute, sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        """Let a write outside any transaction queue like the others, or it starves behind them."""
        if self.in_atomic_block or self._write_lock is not None or not _WRITES.match(sql):
            return execute(sql, params, many, context)
        self._acquire_write_lock()
        try:
            return execute(sql, params, many, context)
        finally:
            self._release_write_lock()

    def _start_transaction_under_autocommit(self) -> None:
        self._acquire_write_lock()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._release_write_lock()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:  # a failed COMMIT leaves the transaction open: Django rolls it back next
            self._release_after_transaction()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:  # a failed ROLLBACK leaves it open too: Django then closes the connection
            self._release_after_transaction()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._release_write_lock()
