"""What a reader hands to the door: one record per document, free of any file format. Pure.

Texts are plain, NFC, trimmed, never None; `RichText` is canonical markup (`procedures.portable_markup`). Dates are
`datetime.date` or None. Money is whole đồng.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

RichText: TypeAlias = str
PROCEDURE = "procedure"
INTERNAL_PROCESS = "internal_process"


@dataclass(frozen=True, slots=True)
class CodeName:
    """A code with the name a file gives it (may be empty)."""

    code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class TimeLimitPart:
    value: int | None = None
    unit: str = ""
    cutoff: dt.time | None = None
    text: str = ""
    extension: str = ""
    supplement_rule: str = ""


@dataclass(frozen=True, slots=True)
class CasePart:
    code: str
    name: str
    condition: str = ""
    time_limit: TimeLimitPart = TimeLimitPart()


@dataclass(frozen=True, slots=True)
class ComponentPart:
    name: str
    kind: str = "submit"
    original: int = 1
    copy: int = 0
    form: str = ""
    condition: str = ""
    source: str = ""
    alternative_group: str = ""
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeePart:
    kind: str
    channel: str = "all"
    amount: int | None = None
    per: str = ""
    condition: str = ""
    exemption: str = ""
    basis: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActPart:
    """A cited legal act; `number` identifies it."""

    number: str
    title: str = ""
    issued_on: dt.date | None = None
    issuer: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class StepPart:
    """A step; `proposed` ones were cut out of prose by a reader and wait for a person's confirmation."""

    title: str
    role: CodeName | None = None
    position: str = ""
    duration: Decimal | None = None
    duration_unit: str = ""
    input: str = ""
    output: str = ""
    form: str = ""
    phase: str = ""
    description: str = ""
    waits_outside: bool = False
    waits_reason: str = ""
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class KeptPart:
    """A quality record that the work leaves behind."""

    name: str
    holder: str = ""
    retention: str = ""


@dataclass(frozen=True, slots=True)
class NotedPart:
    """Something with a note: a result, a way of submitting."""

    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class IssuePart:
    """An edition from before the import; the last of a record is the number of its text."""

    edition: int
    revision: int
    change: str
    issued_on: dt.date | None = None
    effective_from: dt.date | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table of a free chapter; every row has as many cells as there are columns."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class ChapterPart:
    """A free chapter of the ISO document: a text, or a table."""

    title: str
    body: RichText = ""
    table: TablePart | None = None


@dataclass(frozen=True, slots=True)
class ChangePart:
    """What the draft says about its next issue; `effective_from` is local time without a zone."""

    kind: str = "revision"
    reason: str = ""
    basis: str = ""
    effective_from: dt.datetime | None = None
    decision_number: str = ""
    decision_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class RegisterPart:
    """What the register knows of the document; None where a file is silent."""

    audience: str | None = None
    review_cycle_months: int | None = None


@dataclass(frozen=True, slots=True)
class OccasionPart:
    frequency: str
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class ProcedurePart:
    """What only an administrative procedure has."""

    national_code: str = ""
    local_code: str = ""
    legacy_codes: tuple[str, ...] = ()
    field: CodeName | None = None
    field_ministry_code: str = ""
    level: str = ""
    subjects: tuple[str, ...] = ()
    channels: tuple[NotedPart, ...] = ()
    online_level: str = ""
    legacy_online_level: str = ""
    online_url: str = ""
    promulgating_agency: str = ""
    deciding_agency: str = ""
    executing_agency: str = ""
    authorised_agency: str = ""
    coordinating_agencies: tuple[str, ...] = ()
    sets: int = 1
    time_limit: TimeLimitPart = TimeLimitPart()
    cases: tuple[CasePart, ...] = ()
    components: tuple[ComponentPart, ...] = ()
    fees: tuple[FeePart, ...] = ()
    results: tuple[NotedPart, ...] = ()
    not_needed: str = ""
    public_steps: RichText = ""
    conditions: RichText = ""


@dataclass(frozen=True, slots=True)
class ProcessPart:
    """What only an internal process has."""

    owner_unit_name: str = ""
    trigger: str = ""
    deadline: str = ""
    occasions: tuple[OccasionPart, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedRecord:
    """One document of a file.

    Attributes:
        file, line: where it begins (line from 1; 0 when the format has no lines).
        code: document code ("QT-TP-01"), unique inside the importing unit.
        slug: wished address, may be empty.
        listed_name: the name in lists, where that is not the official one as far as a list holds it.
        versions: editions up to this text, oldest first; the last is this text, unless `number` says its number.
        number: edition and revision of this text; None: as the versions say.
        change: None where the file says nothing about the next issue.
        body: the parts of its kind; decides which page is made.
    """

    file: str
    line: int
    code: str
    title: str
    body: ProcedurePart | ProcessPart
    slug: str = ""
    short_title: str = ""
    summary: str = ""
    listed_name: str = ""
    purpose: RichText = ""
    scope: RichText = ""
    definitions: RichText = ""
    references: RichText = ""
    chapters: tuple[ChapterPart, ...] = ()
    forms: tuple[CodeName, ...] = ()
    acts: tuple[ActPart, ...] = ()
    steps: tuple[StepPart, ...] = ()
    records: tuple[KeptPart, ...] = ()
    versions: tuple[IssuePart, ...] = field(default=())
    number: tuple[int, int] | None = None
    change: ChangePart | None = None
    register: RegisterPart = RegisterPart()

    @property
    def earlier_issues(self) -> tuple[IssuePart, ...]:
        """The editions before this text."""
        return self.versions if self.number else self.versions[:-1]

    @property
    def own_number(self) -> tuple[int, int] | None:
        """Edition and revision of this text; None when the file does not say."""
        if self.number or not self.versions:
            return self.number
        return self.versions[-1].edition, self.versions[-1].revision

    @property
    def kind(self) -> str:
        """`procedure` or `internal_process`."""
        return PROCEDURE if isinstance(self.body, ProcedurePart) else INTERNAL_PROCESS


def rich_texts(record: ParsedRecord) -> tuple[RichText, ...]:
    """Every text of the record that may hold links."""
    texts: tuple[RichText, ...] = (record.purpose, record.scope, record.definitions, record.references)
    texts += tuple(chapter.body for chapter in record.chapters)
    if isinstance(record.body, ProcedurePart):
        texts += (record.body.public_steps, record.body.conditions)
    return texts
