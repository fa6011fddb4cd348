"""Registers as papers: master list of documents, of forms, of legal acts, of records (DOMAIN 1.5)."""

from __future__ import annotations

from collections.abc import Sequence

from publications.compose import wording
from publications.compose.document import Document, Info, Layout
from publications.compose.letterhead import letterhead, title_block
from publications.compose.sources import ListSource
from publications.compose.tree import Block, Column, Row, div, para, table


def compose_list(source: ListSource) -> Document:
    """A register as of a day, on its side."""
    columns = [Column(width, "center" if name == "TT" else "left") for name, width in source.columns]
    body: list[Row] = [list(row) for row in source.rows]
    head: list[Row] = [[name for name, _width in source.columns]]
    blocks: list[Block] = [
        letterhead(source.letterhead),
        title_block(
            title=source.title.upper(),
            subtitle=source.subtitle or f"Đến ngày {wording.date_words(source.as_of)}",
        ),
        table(["grid"], columns, body, head=head) if body else para("Không có."),
        *_notes(source.notes),
    ]
    info = Info(kind="list", title=source.title, unit=source.letterhead.body, effective_on=source.as_of)
    return Document(info, Layout(style="decree", landscape=True), tuple(blocks))


def _notes(notes: Sequence[str]) -> list[Block]:
    return [div(["note"], [para(note)]) for note in notes]
