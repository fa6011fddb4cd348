"""The text of an Excel file: what its cells say, row by row. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from procedures.importers.findings import Findings
from procedures.importers.xlsx_cells import text_of
from procedures.importers.xlsx_reading import read_xlsx
from search.extraction.archives import opened, refusal
from search.extraction.outcome import Piece, Reason


def read_sheets(data: bytes) -> Iterator[Piece]:
    """A line for each sheet's name and each row."""
    if any(name.endswith("vbaProject.bin") for name in opened(data).names):
        yield Reason.MACROS
    findings = Findings("")
    sheets = read_xlsx(data, findings)
    if sheets is None:
        raise refusal(findings)
    for sheet in sheets:
        rows = [" | ".join(map(text_of, cells.values())) for _, cells in sorted(sheet.rows.items())]
        if rows:
            yield f"{sheet.name}\n"
        for row in rows:
            yield f"{row}\n"
