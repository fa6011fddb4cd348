"""Chapters of a handbook, and what differs between two lists of them. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from organisation.vietnamese_format import vietnamese_sort_key


@dataclass(frozen=True, slots=True)
class Chapter:
    """One issued version as a chapter of a handbook, without its text.

    Attributes:
        number: edition and revision, "3.1".
        slug: of the page that shows the document's versions; "" without one.
        field_code, group: what per-field and per-unit views go by: the field's code; the name of the field
            (procedures) or of the unit that keeps the process (internal processes), "" when not written.
    """

    version_id: int
    document_id: int
    kind: str
    unit_id: int
    code: str
    title: str
    short_title: str
    number: str
    chain_hash: str
    effective_from: dt.datetime
    slug: str = ""
    field_code: str = ""
    group: str = ""


class Difference(StrEnum):
    """What happened to a chapter."""

    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class ChapterChange:
    """One difference; `old` is None for an added chapter, `new` for a removed one."""

    what: Difference
    old: Chapter | None
    new: Chapter | None

    @property
    def chapter(self) -> Chapter:
        """The chapter that names the change: the newer one where there is one."""
        chapter = self.new or self.old
        if chapter is None:
            raise ValueError("a change without a chapter")
        return chapter


def chapter_changes(old: Sequence[Chapter], new: Sequence[Chapter]) -> list[ChapterChange]:
    """What differs between two lists, document by document, by code; empty when they hold the same versions."""
    before = {chapter.document_id: chapter for chapter in old}
    after = {chapter.document_id: chapter for chapter in new}
    found = [
        *(ChapterChange(Difference.ADDED, None, c) for key, c in after.items() if key not in before),
        *(ChapterChange(Difference.REMOVED, c, None) for key, c in before.items() if key not in after),
        *(
            ChapterChange(Difference.REPLACED, before[key], chapter)
            for key, chapter in after.items()
            if key in before and before[key].version_id != chapter.version_id
        ),
    ]
    return sorted(found, key=lambda change: (vietnamese_sort_key(change.chapter.code), change.what))


def in_order(chapters: Sequence[Chapter]) -> list[Chapter]:
    """Chapters as a handbook prints them: by code, as a Vietnamese dictionary sorts."""
    return sorted(chapters, key=lambda chapter: (vietnamese_sort_key(chapter.code), chapter.document_id))
