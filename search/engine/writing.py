"""Writing documents into the index, and keeping its segments few and dense."""

from __future__ import annotations

from contextlib import suppress
from types import TracebackType
from typing import Any

from whoosh.reading import SegmentReader

from search.engine.documents import IndexDocument
from search.engine.schema import values

MOST_SEGMENTS = 6
"""So many are searched without anybody noticing; of more, the small ones are joined."""
_SMALL = 8  # a segment with less than one in so many of all documents
_MOSTLY_DELETED = 4  # one in so many of its documents


class IndexWriter:
    """One batch. Leaving the block commits it; an exception inside, or a commit that fails, discards it."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer
        self._written: dict[str, int] = {}

    def put(self, document: IndexDocument) -> None:
        """Add a document or replace the one with its id."""
        self.delete(document.id)
        self._written[document.id] = self._writer.docnum
        self._writer.add_document(**values(document))

    def delete(self, id: str) -> None:
        """Take a document out; an unknown id is no error."""
        if (number := self._written.pop(id, None)) is not None:
            self._writer.newsegment.delete_document(number)
        if self._writer.segments:
            self._writer.delete_by_term("id", id)

    def __enter__(self) -> IndexWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is not None:
            discard(self._writer)
            return
        try:
            self._writer.commit()
        except BaseException:
            discard(self._writer)
            raise


def discard(writer: Any) -> None:
    """Give a Whoosh writer's lock back; files it left go with the next commit."""
    if writer.is_closed:
        return
    with suppress(Exception):  # the disk that refused the commit may refuse this too
        writer.cancel()
    if not writer.is_closed:
        writer.writelock.release()


def untidy(segments: list[Any]) -> list[Any]:
    """Of Whoosh's segments those worth joining; none when the index is in good order.

    Documents that are deleted still cost space and time, and every segment costs a look; but a large segment is not
    written anew because of a few.
    """
    total = sum(segment.doc_count_all() for segment in segments)
    sparse = [one for one in segments if one.deleted_count() * _MOSTLY_DELETED >= one.doc_count_all()]
    small = [one for one in segments if one.doc_count_all() * _SMALL < total and one not in sparse]
    return [*sparse, *(small if len(segments) > MOST_SEGMENTS else [])]


def join_untidy(writer: Any, segments: list[Any]) -> list[Any]:
    """A merge policy of Whoosh: puts the untidy ones into the segment being written, keeps the others."""
    joined = untidy(segments)
    for segment in joined:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in segments if segment not in joined]
