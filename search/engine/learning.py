"""The files of the model that restores marks, and of which documents it was learned from.

Their order when they are written matters: what a model in place was learned from is known, or said to be unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from search.analysis.model import SyllableCounts, SyllableModel
from search.engine.documents import IndexDocument
from search.engine.schema import words_learned

MODEL_FILE = "syllables.model"
LEARNED_FILE = "syllables.learned"


def read_model(folder: Path) -> SyllableModel:
    """The model of an index; an empty one when there is none or it is damaged: then nothing is restored."""
    try:
        return SyllableModel.load((folder / MODEL_FILE).read_bytes())
    except (OSError, ValueError, KeyError):
        return SyllableModel({}, {})


def learned_from(folder: Path) -> frozenset[str] | None:
    """Ids of the documents the model was learned from; None when that is not known."""
    try:
        return frozenset((folder / LEARNED_FILE).read_text(encoding="utf-8").splitlines())
    except OSError:
        return None


def learn(folder: Path, documents: Iterable[IndexDocument]) -> None:
    """Make the model anew from the public ones of these documents."""
    counts, ids = SyllableCounts(), []
    for document in documents:
        if document.is_public:
            counts.add(words_learned(document))
            ids.append(document.id)
    (folder / LEARNED_FILE).unlink(missing_ok=True)
    _put_in_place(folder / MODEL_FILE, counts.model().dump())
    _put_in_place(folder / LEARNED_FILE, "\n".join(ids).encode())


def forget(folder: Path) -> None:
    """Restore nothing until something is learned again."""
    for name in (LEARNED_FILE, MODEL_FILE):
        (folder / name).unlink(missing_ok=True)


def _put_in_place(file: Path, content: bytes) -> None:
    beside = file.with_name(f"{file.name}.new")
    beside.write_bytes(content)
    beside.replace(file)
