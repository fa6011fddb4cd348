"""What documents are composed from: plain data gathered by `publications.files.sources`, no database behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Snapshot = Mapping[str, Any]

SECTION_5 = ("conditions", "components", "sets", "time", "place", "fees", "flow", "steps", "legal")
"""Order of 5.x as in variant A of DOMAIN 1.4; an office may choose another."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Upper-left of a paper (NĐ 30/2020/NĐ-CP, appendix I): superior body, issuing body, place of the date line.

    Attributes:
        unit: the full name of the unit, where a paper speaks of it; empty when `body` is that name.
    """

    superior: str
    body: str
    place: str = ""
    unit: str = ""

    @property
    def unit_name(self) -> str:
        """The unit as papers speak of it."""
        return self.unit or self.body


@dataclass(frozen=True, slots=True)
class Signature:
    """One of drafted, reviewed, approved; names and posts as frozen at issue."""

    duty: str
    name: str
    post: str
    on: dt.date | None


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """What the record says of one issued version, or of a draft (then `number` and `check_code` are empty).

    Attributes:
        edition, revision: 3 and 1 for "3.1"; 0 and 0 for a draft.
    """

    code: str
    title: str
    edition: int = 0
    revision: int = 0
    issued_on: dt.date | None = None
    effective_on: dt.date | None = None
    decision_number: str = ""
    decision_date: dt.date | None = None
    check_code: str = ""
    check_url: str = ""
    signatures: tuple[Signature, ...] = ()

    @property
    def number(self) -> str:
        return f"{self.edition}.{self.revision}" if self.edition else ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A row of "theo dõi sửa đổi", generated from the versions (and earlier paper issues)."""

    number: str
    issued_on: dt.date | None
    sections: str
    description: str
    request: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A line of the distribution list."""

    name: str
    copy_number: int | None
    medium: str = ""


@dataclass(frozen=True, slots=True)
class ProcedureSource:
    """All that a notice or an ISO document of one version is composed from.

    Attributes:
        snapshot: schema 1 (docs/snapshot.md).
        day: the day whose fees are printed.
        reception: name and address of the place where dossiers are received today, for the notice; empty for the
            unit's own.
        feedback: where remarks on procedures are received (must be posted, DOMAIN 2.6).
    """

    snapshot: Snapshot
    letterhead: Letterhead
    issue: IssueFacts
    day: dt.date
    amendments: Sequence[Amendment] = ()
    distribution: Sequence[Recipient] = ()
    section_5: Sequence[str] = SECTION_5
    reception: str = ""
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class HandbookSource:
    """A handbook (or one volume of it): its own issue, and the chapters in order.

    Attributes:
        first_chapter: number of the first chapter; volumes go on counting.
    """

    issue: IssueFacts
    letterhead: Letterhead
    subtitle: str
    chapters: Sequence[ProcedureSource]
    reason: str = ""
    first_chapter: int = 1


@dataclass(frozen=True, slots=True)
class ListSource:
    """A register as a document: titles of columns with widths, rows of words."""

    title: str
    subtitle: str
    letterhead: Letterhead
    columns: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[str]]
    as_of: dt.date
    notes: Sequence[str] = field(default_factory=tuple)
