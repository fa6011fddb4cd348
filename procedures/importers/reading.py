"""What a format's reader understood of one document, in the words of the source. Pure.

Every reader ends in the same two things: a *layout*, which is one record of our own format as plain data
(docs/importing.md), and *passages*, which account for every piece of the source in its order. Whoever checks an import
sees the passages on the left and the layout on the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

from procedures.importers.findings import Finding, Findings

if TYPE_CHECKING:
    from procedures.importers.catalogue_layout import CatalogueFile

Certainty = Literal["sure", "unsure", "proposed"]
Layout: TypeAlias = dict[str, Any]
"""One record of our own format: text, whole numbers, true/false, None, lists and mappings; dates as ISO text."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One piece of the source and what became of it.

    Attributes:
        where: place as a person finds it again: "executionMethods[2].processingTime", "đoạn 14", "bảng 2, dòng 3".
        text: the words of the source, NFC, not shortened.
        key: where it stands in the layout ("time_limit.value", "components[3].name", "steps[2]", counting from 1);
            empty when it has no place.
        certainty: "sure" is copied as it stands; "unsure" was interpreted; "proposed" is a suggestion that a person
            must confirm. Meaningless without a key.
        reason: why it has no place, or what makes it unsure; a Vietnamese sentence.
        is_technical: says nothing of the document itself: an identifier, a flag or a time of the machine it comes from.
    """

    where: str
    text: str
    key: str = ""
    certainty: Certainty = "sure"
    reason: str = ""
    is_technical: bool = False

    @property
    def is_placed(self) -> bool:
        return bool(self.key)


@dataclass(frozen=True, slots=True)
class Reading:
    """One document of a file.

    Attributes:
        layout: as far as understood; without `iso_code` where the source has none.
        passages: every piece of the source, in its order, each once.
        speaks_of: top keys of the layout that this format can say anything about; what a clerk wrote under other keys
            is never touched by a later import. None: all of them (our own format).
        line: where it begins in a format with lines; 0 otherwise.
        findings: what its file's findings say of this document, where the reader of a file with many knows that.
    """

    layout: Layout
    passages: tuple[Passage, ...] = ()
    speaks_of: frozenset[str] | None = None
    line: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a reader found in one file. Nothing of it is brought in while `is_refused`.

    Attributes:
        readings: the documents that could be read, in the order of the file.
        count: how many documents the file has, readable or not.
        catalogue: rows of lists that came along (our own format only).
    """

    name: str
    readings: tuple[Reading, ...]
    findings: Findings
    count: int
    catalogue: CatalogueFile | None = None

    @property
    def is_refused(self) -> bool:
        return self.findings.has_errors


class ReportedFile(Protocol):
    """What a report needs to know of a file: `count` documents stand in it, `records` of them could be read."""

    @property
    def name(self) -> str: ...
    @property
    def records(self) -> Sequence[Any]: ...
    @property
    def findings(self) -> Findings: ...
    @property
    def count(self) -> int: ...
    @property
    def is_refused(self) -> bool: ...
