"""Edition and revision numbers (DOMAIN 1.3). Pure."""

from __future__ import annotations

from typing import NamedTuple

from document_control.enums import IssueKind


class VersionNumber(NamedTuple):
    """Edition (from 1) and revision inside it (from 0); shown as "3.1"."""

    edition: int
    revision: int

    def __str__(self) -> str:
        return f"{self.edition}.{self.revision}"

    @classmethod
    def parse(cls, text: str) -> VersionNumber:
        """Read "3.1".

        Raises:
            ValueError: when the text is not two whole numbers joined by a dot.
        """
        edition, dot, revision = text.partition(".")
        if not (dot and edition.isdecimal() and revision.isdecimal() and len(text) <= 11):
            raise ValueError(f"{text!r} is not a version number like 3.1")
        return cls(int(edition), int(revision))


FIRST = VersionNumber(1, 0)


def next_number(last: VersionNumber | None, kind: IssueKind, first: VersionNumber = FIRST) -> VersionNumber:
    """The number of the next issue: the edition rises on a full re-issue, the revision on a partial change.

    Args:
        last: the latest issued number, None before the first issue.
        kind: which counter rises.
        first: number of the first issue in this system (an office may bring paper editions along).
    """
    if last is None:
        return first
    if kind == IssueKind.EDITION:
        return VersionNumber(last.edition + 1, 0)
    return VersionNumber(last.edition, last.revision + 1)
