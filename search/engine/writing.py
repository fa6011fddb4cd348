"""Writing documents into the index."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

from search.analysis.model import SyllableCounts, SyllableModel
from search.engine.documents import IndexDocument
from search.engine.schema import values

MODEL_FILE = "syllables.model"
_WORTH_LEARNING = 20  # a batch teaches the model when it is at least this share (one in …) of what it knows


class IndexWriter:
    """One batch. Leaving the block commits it, an exception inside discards it."""

    def __init__(self, writer: Any, folder: Path) -> None:
        self._writer = writer
        self._folder = folder
        self._counts = SyllableCounts()
        self._written: dict[str, int] = {}

    def put(self, document: IndexDocument) -> None:
        """Add a document or replace the one with its id."""
        self.delete(document.id)
        fields, words = values(document)
        if document.is_public:
            self._counts.add(words)
        self._written[document.id] = self._writer.docnum
        self._writer.add_document(**fields)

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
            self._writer.cancel()
            return
        self._learn()
        self._writer.commit()

    def _learn(self) -> None:
        """Teach the model when the batch is worth reading it whole; done under the index's lock."""
        known = read_model(self._folder)
        if self._counts.total * _WORTH_LEARNING > known.total:
            write_model(self._folder, known.merged(self._counts))


def read_model(folder: Path) -> SyllableModel:
    """The model of an index; an empty one when there is none or it is damaged: then nothing is restored."""
    try:
        return SyllableModel.load((folder / MODEL_FILE).read_bytes())
    except (OSError, ValueError, KeyError):
        return SyllableModel({}, {})


def write_model(folder: Path, model: SyllableModel) -> None:
    """Put a model in place at once."""
    beside = folder / f"{MODEL_FILE}.new"
    beside.write_bytes(model.dump())
    beside.replace(folder / MODEL_FILE)
