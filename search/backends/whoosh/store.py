"""The folder of the index: which index is the live one, who may write, and what to do when it is damaged.

    search-index/
        CURRENT                     the name of the live index; renamed into place, so readers see one or the other
        index-1.1-1-1795867466…/    the engine's files; the name carries the versions of analysis, schema, documents
        index-1.1-1-1795867480….new/ one being built beside it
        writing.lock, building.lock held by file locks, which die with their process
        PROGRESS                    of the one being built: "1200/10000"

The folder holds pickles: whoever writes there runs code here. It is made readable by its owner only.
"""

from __future__ import annotations

import errno
import logging
import os
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TypeVar
from weakref import WeakKeyDictionary

from search.analysis.query import Query
from search.analysis.synonyms import Synonyms
from search.backends.whoosh.documents import DOCUMENTS_VERSION
from search.backends.whoosh.locking import file_lock
from search.engine import (
    INDEX_VERSION,
    IndexBusy,
    IndexDocument,
    IndexUnusable,
    SearchIndex,
    create_index,
    open_index,
)

logger = logging.getLogger(__name__)

PREFIX = f"index-{INDEX_VERSION}-{DOCUMENTS_VERSION}-"
CURRENT, DAMAGED, PROGRESS = "CURRENT", "DAMAGED", "PROGRESS"
UNFINISHED = ".new"
WRITING_PATIENCE = 30.0
"""Seconds a writer waits for another; the index that takes a batch holds the lock for less than one."""
SYNONYMS_SECONDS = 2.0
"""How long a table of synonyms is used before it is asked for again."""
ATTEMPTS = 3
"""A reader may meet a commit that merges a segment away; the second or third look succeeds, or the index is damaged."""

DISK_TROUBLE = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.EMFILE, errno.EFBIG}
)
"""What fails although the index is whole."""

Answer = TypeVar("Answer")


class IndexStore:
    """A folder with a live index. May be shared by threads; several processes may each have one of the same folder.

    Attributes:
        synonyms: gives the table of everyday names as it is now; None for the one the engine brings.
        public_keys: gives the ids of the documents that the public may find now: their texts alone teach the model
            that restores marks. None: it is taught nothing.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._opened: tuple[str, SearchIndex] | None = None
        self._damaged: set[str] = set()
        self.synonyms: Callable[[], Synonyms] | None = None
        self.public_keys: Callable[[], frozenset[str]] | None = None
        self._table: Synonyms | None = None
        self._used_synonyms: WeakKeyDictionary[SearchIndex, Synonyms] = WeakKeyDictionary()
        self._look_at_synonyms = float("-inf")
        self._mutex = threading.Lock()

    # --- Reading ------------------------------------------------------------------------------------------
    def read(self, ask: Callable[[SearchIndex], Answer]) -> Answer:
        """Ask the live index something.

        Raises IndexUnusable when there is none, or when it can't be read; the latter is noted for who rebuilds.
        """
        for attempt in range(ATTEMPTS):
            name = self._current_name()
            try:
                return ask(self._open(name))
            except Exception as error:  # Whoosh raises anything at all on damaged files
                self._forget(name)
                failure = error
                time.sleep(0.05 * attempt)
        self._note_damage(name, failure)
        raise IndexUnusable(name) from failure

    def understand(self, text: str, *, as_typed: bool = False) -> Query:
        """What a text means to the live index. Raises IndexUnusable."""
        table = self._current_synonyms()

        def ask(index: SearchIndex) -> Query:
            if table is not None and self._used_synonyms.get(index) is not table:
                index.use_synonyms(table)
                self._used_synonyms[index] = table
            return index.understand(text, as_typed=as_typed)

        return self.read(ask)

    def renew_synonyms(self) -> None:
        """Ask for the table of synonyms again before the next search."""
        self._look_at_synonyms = float("-inf")

    def _current_synonyms(self) -> Synonyms | None:
        now = time.monotonic()
        if self.synonyms is not None and now >= self._look_at_synonyms:
            self._look_at_synonyms = now + SYNONYMS_SECONDS
            self._table = self.synonyms()
        return self._table

    def trouble(self) -> str:
        """Why the live index can't be used, for the operator; "" when it can."""
        try:
            self.read(lambda index: index.document_count)
        except IndexUnusable as error:
            return str(error) or "unusable"
        return ""

    def _open(self, name: str) -> SearchIndex:
        with self._mutex:
            if self._opened is None or self._opened[0] != name:
                self._opened = (name, open_index(self.root / name))
            return self._opened[1]

    def _current_name(self) -> str:
        name = self._pointer()
        if not name:
            raise IndexUnusable("no index")
        if not name.startswith(PREFIX) or "/" in name:
            raise IndexUnusable("index of another version")
        if name in self._damaged or (self.root / name / DAMAGED).exists():
            raise IndexUnusable("damaged index")
        return name

    def _pointer(self) -> str:
        """What CURRENT says; "" when it is not there."""
        try:
            return (self.root / CURRENT).read_text(encoding="ascii", errors="replace").strip()
        except OSError:
            return ""

    def _forget(self, name: str) -> None:
        with self._mutex:
            if self._opened is not None and self._opened[0] == name:
                self._opened = None

    def _note_damage(self, name: str, failure: Exception) -> None:
        logger.error("search index %s can't be read; it will be rebuilt", name, exc_info=failure)
        self._damaged.add(name)
        with suppress(OSError):
            (self.root / name / DAMAGED).touch()

    # --- Writing ------------------------------------------------------------------------------------------
    @contextmanager
    def writing(self) -> Iterator[SearchIndex]:
        """The live index for a block that changes it; no other process changes or swaps it meanwhile.

        Raises IndexUnusable, IndexBusy, or OSError where the folder can't be written to.
        """
        self._make_root()
        with file_lock(self.root / "writing.lock", WRITING_PATIENCE) as got_it:
            if not got_it:
                raise IndexBusy(str(self.root))
            yield self._open(self._current_name())

    def put(self, index: SearchIndex, documents: Iterable[tuple[str, IndexDocument | None]]) -> None:
        """Write documents by id into the index one is `writing`; None takes one out.

        Raises OSError where the disk is full or may not be written to, IndexUnusable when the files are damaged.
        """
        now = list(documents)
        try:
            write_all(index, now)
        except IndexBusy:
            raise
        except Exception as error:  # Whoosh raises anything at all on damaged files
            if isinstance(error, OSError) and error.errno in DISK_TROUBLE:
                raise
            self._note_damage(self._current_name(), error)
            raise IndexUnusable("damaged index") from error

    def live(self) -> SearchIndex:
        """The live index, for what needs no lock. Raises IndexUnusable."""
        return self._open(self._current_name())

    def _make_root(self) -> None:
        if not self.root.exists():
            self.root.mkdir(parents=True, mode=0o700)
            self.root.chmod(0o700)

    # --- Building beside ------------------------------------------------------------------------------------
    @contextmanager
    def building(self) -> Iterator[Building]:
        """A new, empty index beside the live one. What is not swapped in is thrown away.

        Raises IndexBusy while another process builds, OSError where the folder can't be written to.
        """
        self._make_root()
        with file_lock(self.root / "building.lock") as got_it:
            if not got_it:
                raise IndexBusy(str(self.root))
            for left_over in self.root.glob(f"*{UNFINISHED}"):
                shutil.rmtree(left_over, ignore_errors=True)
            # Never a name that was there before: other processes remember names that are open or damaged.
            name = f"{PREFIX}{time.time_ns()}-{secrets.token_hex(4)}"
            folder = self.root / f"{name}{UNFINISHED}"
            try:
                yield Building(self, name, create_index(folder))
            finally:
                (self.root / PROGRESS).unlink(missing_ok=True)
                shutil.rmtree(folder, ignore_errors=True)

    def progress(self) -> str:
        """How far a build is, "1200/10000"; "" when none runs."""
        try:
            return (self.root / PROGRESS).read_text(encoding="ascii")
        except OSError:
            return ""

    def _swap_in(self, name: str) -> None:
        """Make a finished index the live one; the one before stays for readers that are about to open it."""
        before = self._pointer()
        (self.root / f"{name}{UNFINISHED}").rename(self.root / name)
        beside = self.root / f"{CURRENT}{UNFINISHED}"
        with beside.open("w", encoding="ascii") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.root / CURRENT)
        for old in self.root.glob("index-*"):
            if old.name not in (name, before):
                shutil.rmtree(old, ignore_errors=True)


class Building:
    """An index that is being built."""

    def __init__(self, store: IndexStore, name: str, index: SearchIndex) -> None:
        self._store = store
        self._name = name
        self.index = index

    def report(self, done: int, total: int) -> None:
        """Say how far it is."""
        (self._store.root / PROGRESS).write_text(f"{done}/{total}", encoding="ascii")

    def swap_in(self, last_changes: Callable[[SearchIndex], None]) -> None:
        """Replace the live index. `last_changes` adds what the live one was told meanwhile; nobody writes during it."""
        with file_lock(self._store.root / "writing.lock", WRITING_PATIENCE) as got_it:
            if not got_it:
                raise IndexBusy(str(self._store.root))
            last_changes(self.index)
            self.index.close()
            self._store._swap_in(self._name)


def write_all(index: SearchIndex, documents: Iterable[tuple[str, IndexDocument | None]]) -> None:
    """One commit of documents by id; None takes one out."""
    with index.writer() as writer:
        for name, made in documents:
            if made is None:
                writer.delete(name)
            else:
                writer.put(made)


@cache
def store_at(root: Path) -> IndexStore:
    """The store of a folder; one in a process, because it keeps the index open."""
    return IndexStore(root)
