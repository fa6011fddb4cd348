"""The text inside uploaded files, for the search: bytes in, text or a reason out. Knows neither Django nor Wagtail.

    extraction = extract(data)          # never raises; `.text`, `.kind`, `.reason`

What a file is, its first bytes say, never its name. It is opened in a child process that may use little
(`organisation.limited_process`); what ends the child, and whatever is odd about the file, becomes a reason.
"""

from search.extraction.limited import extract
from search.extraction.outcome import (
    EXTRACTOR_VERSION,
    KILLED,
    MOST_FILE_BYTES,
    Extraction,
    FileKind,
    Reason,
)

__all__ = ["EXTRACTOR_VERSION", "KILLED", "MOST_FILE_BYTES", "Extraction", "FileKind", "Reason", "extract"]
