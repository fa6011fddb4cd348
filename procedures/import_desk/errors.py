"""What the import desk refuses, in words for the person at the screen."""

from __future__ import annotations


class ImportDeskError(Exception):
    """Refused; `str()` says what to do."""


class ChangedMeanwhileError(ImportDeskError):
    """Somebody else corrected the same item since the screen was opened."""
