"""What an index needs beside what is written into it: a model learned from what is public now, and few, dense segments.

Both are done by the worker, when they are worth their time.
"""

from __future__ import annotations

import logging
import time

from search.backends.whoosh import IndexStore
from search.backends.whoosh.teaching import teach

logger = logging.getLogger(__name__)

LOOK_SECONDS = 10.0
"""How often to look whether what is public changed by the calendar alone."""
SHARE = 20
"""Learning what was added takes at most one in so many seconds; what must be forgotten is forgotten at once."""
IDLE_SECONDS = 60.0
"""So long nothing was written before segments are joined."""


class Upkeep:
    """Of one index, over the life of a worker."""

    def __init__(self) -> None:
        self._public: frozenset[str] | None = None
        self._is_stale = True
        self._look_at = self._learn_at = float("-inf")
        self._idle_at = time.monotonic() + IDLE_SECONDS

    def keep(self, store: IndexStore, written: int) -> None:
        """Do what is due after a look for changes, of which so many were written.

        Raises IndexUnusable, IndexBusy, OSError.
        """
        if written:
            self._is_stale = True
            self._idle_at = time.monotonic() + IDLE_SECONDS
        if written or time.monotonic() >= self._look_at:
            self._learn(store)
        if time.monotonic() >= self._idle_at:
            self._idle_at = time.monotonic() + IDLE_SECONDS
            self._tidy(store)

    def _learn(self, store: IndexStore) -> None:
        began = time.monotonic()
        self._look_at = began + LOOK_SECONDS
        if store.public_keys is None:
            return
        public, index = store.public_keys(), store.live()
        known = index.learned_from
        self._is_stale = self._is_stale or public != self._public
        self._public = public
        is_leaking = known is None or not known <= public
        if is_leaking:
            index.forget()
        elif not self._is_stale or began < self._learn_at:
            return
        teach(index, public)
        self._is_stale = False
        self._learn_at = began + SHARE * (time.monotonic() - began)

    def _tidy(self, store: IndexStore) -> None:
        with store.writing() as index:
            if count := index.tidy():
                logger.info("%d segments of the search index were joined", count)
