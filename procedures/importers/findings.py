"""What an import has to say: findings with file, line, key and a sentence that tells what to do. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "info"]
MAX_FINDINGS_PER_FILE = 200
"""A broken file of thousands of records must not bury its reader; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark. An error refuses the whole import; `line` counts from 1, 0 means the file as a whole."""

    file: str
    line: int
    key: str
    message: str
    severity: Severity

    def as_dict(self) -> dict[str, str | int]:
        """For `--json`."""
        return asdict(self)


@dataclass
class Findings:
    """Collects the findings of one file."""

    file: str
    items: list[Finding] = field(default_factory=list)
    left_out: int = 0
    has_errors: bool = False

    def error(self, line: int, key: str, message: str) -> None:
        """A fault that refuses the file."""
        self.has_errors = True
        self._add(line, key, message, "error")

    def warning(self, line: int, key: str, message: str) -> None:
        """Imported, but somebody should look at it."""
        self._add(line, key, message, "warning")

    def info(self, line: int, key: str, message: str) -> None:
        """Good to know."""
        self._add(line, key, message, "info")

    def _add(self, line: int, key: str, message: str, severity: Severity) -> None:
        if len(self.items) >= MAX_FINDINGS_PER_FILE:
            self.left_out += 1
            return
        self.items.append(Finding(self.file, line, key, message, severity))
