"""Registers as papers: master list of documents, of forms, of legal acts, of records (DOMAIN 1.5)."""

from __future__ import annotations

from collections.abc import Sequence

from publications.compose import wording
from publications.compose.document import Document, Info, Layout
from publications.compose.letterhead import letterhead, title_block
from publications.compose.papers import finished
from publications.compose.sources import ListSource
from publications.compose.tables import grid_table
from publications.compose.tree import Block, div, para


def compose_list(source: ListSource) -> Document:
    """A register as of a day, on its side."""
    blocks: list[Block] = [
        letterhead(source.letterhead),
        title_block(
            title=source.title.upper(),
            subtitle=source.subtitle or f"Đến ngày {wording.date_words(source.as_of)}",
        ),
        grid_table(source.columns, source.rows) if source.rows else para("Không có."),
        *_notes(source.notes),
    ]
    info = Info(kind="list", title=source.title, unit=source.letterhead.unit_name, effective_on=source.as_of)
    return finished(info, Layout(style="decree", landscape=True), blocks)


def _notes(notes: Sequence[str]) -> list[Block]:
    return [div(["note"], [para(note)]) for note in notes]
