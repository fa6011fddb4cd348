"""A recipe: everything that says which file is meant, as plain data that can be stored, hashed and asked for again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from publications.enums import FileFormat, Marking, PaperKind, SheetSize


@dataclass(frozen=True, slots=True)
class Recipe:
    """Which file.

    Attributes:
        kind: notice, procedure, handbook or master list.
        format: of the file.
        version_id: the issued version of a notice or ISO document; None for the others.
        draft_revision_id: instead of a version, the Wagtail revision of a text that was not issued yet.
        edition_id: the issued edition of a handbook.
        handbook_id: instead of an edition, the handbook as it would be at `at` (uncontrolled).
        unit_id: only documents of this unit (handbook without a row, master list).
        list_kind: which register, of a master list.
        reader_id: whose rights decide what a master list holds.
        at: ISO date, for what is shown as of a day; "" where a version or edition says it all.
        sheet: the sheet of a notice.
        marking: words across the pages.
        copy_number: number of a controlled copy, 0 for none.
    """

    kind: PaperKind
    format: FileFormat
    version_id: int | None = None
    draft_revision_id: int | None = None
    edition_id: int | None = None
    handbook_id: int | None = None
    unit_id: int | None = None
    list_kind: str = ""
    reader_id: int | None = None
    at: str = ""
    sheet: SheetSize = SheetSize.A4
    marking: Marking = Marking.NONE
    copy_number: int = 0

    def as_data(self) -> dict[str, Any]:
        """The recipe as stored in JSON."""
        return {name: str(value) if isinstance(value, str) else value for name, value in asdict(self).items()}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Recipe:
        """The recipe as it was stored."""
        return cls(
            **{
                **data,
                "kind": PaperKind(data["kind"]),
                "format": FileFormat(data["format"]),
                "sheet": SheetSize(data["sheet"]),
                "marking": Marking(data["marking"]),
            }
        )

    @property
    def key(self) -> str:
        """SHA-256 over the recipe: equal recipes ask for the same file."""
        text = json.dumps(self.as_data(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
