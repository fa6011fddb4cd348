"""What an import has to say: findings of a closed vocabulary, each with its place and a sentence that tells what to do.

Pure.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Literal

Severity = Literal["error", "warning", "info"]
MAX_FINDINGS_PER_FILE = 200
"""A broken file of thousands of records must not bury its reader; the rest is counted."""


class FindingKind(StrEnum):
    """Everything an import can remark. A report, a filter and a test name findings by these words."""

    # The file as a whole: it is refused
    FILE_EMPTY = "file.empty"
    FILE_UNREADABLE = "file.unreadable"
    FILE_TOO_LARGE = "file.too_large"
    FILE_ENCODING = "file.encoding"
    FILE_BROKEN = "file.broken"
    FILE_WRONG_FORMAT = "file.wrong_format"
    FILE_OLD_WORD = "file.old_word"
    FILE_ENCRYPTED = "file.encrypted"
    FILE_BOMB = "file.bomb"
    FILE_TOO_SLOW = "file.too_slow"
    FILE_UNREADABLE_FONT = "file.unreadable_font"
    # The file as a whole: remarks
    FILE_MACROS = "file.macros"
    FONT_CONVERTED = "file.font_converted"
    TRACKED_CHANGES = "file.tracked_changes"
    COMMENTS = "file.comments"
    TEXT_BOX = "file.text_box"
    PICTURE = "file.picture"
    # One value
    VALUE_MISSING = "value.missing"
    VALUE_INVALID = "value.invalid"
    VALUE_DOUBTFUL = "value.doubtful"
    VALUE_TOO_LONG = "value.too_long"
    VALUE_MARKUP = "value.markup"
    VALUE_CONTROL = "value.control_characters"
    KEY_UNKNOWN = "key.unknown"
    KEY_NOT_KEPT = "key.not_kept"
    TEXT_NOT_PLACED = "text.not_placed"
    # What a procedure says of itself
    TIME_CONFLICT = "time.conflict"
    TIME_FRACTION = "time.fraction"
    TIME_ONLY_IN_WORDS = "time.only_in_words"
    FEE_ZERO_WITH_WORDS = "fee.zero_with_words"
    FEE_ONLY_IN_WORDS = "fee.only_in_words"
    FEE_IN_ATTACHMENT = "fee.in_attachment"
    ACT_MALFORMED = "act.malformed"
    ACT_UNKNOWN = "act.unknown"
    ACT_TWICE = "act.twice"
    ACT_REPLACED = "act.replaced"
    LEGAL_PART_MISSING = "part.missing"
    LEVEL_SEVERAL = "level.several"
    STEPS_PROPOSED = "step.proposed"
    STEP_NOT_UNDERSTOOD = "step.not_understood"
    MERGED_CELLS = "step.merged_cells"
    ROW_NOT_UNDERSTOOD = "row.not_understood"
    # Beside what the office has
    CODE_MALFORMED = "code.malformed"
    CODE_PROPOSED = "code.proposed"
    CODE_EXISTS = "code.exists"
    CODE_TWICE = "code.twice"
    NAME_EXISTS = "name.exists"
    SUPERSEDED = "procedure.superseded"
    CHANGED_HERE = "draft.changed_here"
    DRAFT_REPLACED = "draft.replaced"
    UNDER_REVIEW = "draft.under_review"
    NOT_SUBMITTED = "draft.not_submitted"
    NO_RIGHT = "draft.no_right"
    CATALOGUE_MISSING = "catalogue.missing"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark.

    Attributes:
        line: from 1 where the format has lines; 0 otherwise or for the file as a whole.
        key: place in the layout ("time_limit.value"); may be empty.
        message: a Vietnamese sentence that says what is the matter and what to do.
        severity: an error refuses the whole import.
        where: place in the source for formats without lines, as in `Passage.where`.
    """

    file: str
    line: int
    key: str
    message: str
    severity: Severity
    kind: FindingKind = FindingKind.NOTE
    where: str = ""

    def as_dict(self) -> dict[str, str | int]:
        """For `--json`."""
        return asdict(self)


@dataclass
class Findings:
    """Collects the findings of one file.

    Attributes:
        most: how many are kept; `left_out` counts the others. A reader of files with many documents may raise it.
    """

    file: str
    items: list[Finding] = field(default_factory=list)
    left_out: int = 0
    has_errors: bool = False
    most: int = MAX_FINDINGS_PER_FILE

    def error(
        self,
        line: int,
        key: str,
        message: str,
        kind: FindingKind = FindingKind.VALUE_INVALID,
        where: str = "",
    ) -> None:
        """A fault that refuses the file."""
        self.has_errors = True
        self._add(Finding(self.file, line, key, message, "error", kind, where))

    def warning(
        self,
        line: int,
        key: str,
        message: str,
        kind: FindingKind = FindingKind.VALUE_DOUBTFUL,
        where: str = "",
    ) -> None:
        """Imported, but somebody should look at it."""
        self._add(Finding(self.file, line, key, message, "warning", kind, where))

    def info(
        self, line: int, key: str, message: str, kind: FindingKind = FindingKind.NOTE, where: str = ""
    ) -> None:
        """Good to know."""
        self._add(Finding(self.file, line, key, message, "info", kind, where))

    def take(self, other: Findings) -> None:
        """Everything that `other` collected."""
        self.has_errors = self.has_errors or other.has_errors
        self.left_out += other.left_out
        for finding in other.items:
            self._add(finding)

    def _add(self, finding: Finding) -> None:
        if len(self.items) >= self.most:
            self.left_out += 1
            return
        self.items.append(finding)
