"""The full ISO document of one procedure or process (DOMAIN 1.4): cover, distribution, amendments, sections 1–7."""

from __future__ import annotations

from procedures.snapshot_reading import part
from publications.compose import tables, wording
from publications.compose.document import Document, Info, Layout
from publications.compose.letterhead import letterhead, title_block
from publications.compose.numbering import Headings
from publications.compose.sections import Composition, iso_sections
from publications.compose.sources import IssueFacts, Letterhead, ProcedureSource
from publications.compose.tree import Block, div, heading, para


def info_of(source: ProcedureSource, kind: str) -> Info:
    """What identifies a paper of this version."""
    snapshot, issue = source.snapshot, source.issue
    return Info(
        kind=kind,
        title=snapshot.get("short_title") or issue.title,
        unit=part(snapshot, "unit").get("name") or source.letterhead.body,
        code=issue.code,
        number=issue.number,
        effective_on=issue.effective_on,
        check_code=issue.check_code,
        check_url=issue.check_url,
    )


def compose_procedure(source: ProcedureSource) -> Document:
    """The ISO document; a draft (no edition yet) leaves number and dates empty."""
    composition = Composition(Headings())
    composition.add(
        cover(
            source.letterhead,
            source.issue,
            kind="QUY TRÌNH",
            name=source.snapshot.get("short_title") or source.issue.title,
            facts=[("Lĩnh vực", part(source.snapshot, "field").get("name") or "")],
        )
    )
    if (recipients := tables.distribution_table(source.distribution)) is not None:
        composition.add(div(["keep"], [heading(1, "Phân phối tài liệu", "phan_phoi"), recipients]))
    composition.add(
        heading(1, "Theo dõi sửa đổi tài liệu", "sua_doi"), tables.amendments_table(source.amendments)
    )
    iso_sections(source, composition)
    return Document(
        info_of(source, "procedure"), Layout(style="iso"), tuple(composition.blocks), composition.media
    )


def cover(
    head: Letterhead,
    issue: IssueFacts,
    *,
    kind: str,
    name: str,
    facts: list[tuple[str, str]],
    subtitle: str = "",
) -> Block:
    """The first page: letterhead, what it is, its numbers and dates, who drafted, reviewed and approved."""
    rows = [
        ("Mã hiệu", issue.code),
        ("Lần ban hành", f"{issue.edition:02d}" if issue.edition else "Bản dự thảo"),
        ("Lần sửa đổi", f"{issue.revision:02d}" if issue.edition else ""),
        ("Ngày ban hành", wording.date_words(issue.issued_on)),
        ("Ngày hiệu lực", wording.date_words(issue.effective_on)),
        *facts,
    ]
    blocks = [
        letterhead(head),
        title_block(kind=kind, title=name.upper(), subtitle=subtitle),
    ]
    if line := decision_line(issue):
        blocks.append(div(["note"], [para(line)]))
    return div(["cover"], [*blocks, tables.facts_table(rows), tables.signatures_table(issue.signatures)])


def decision_line(issue: IssueFacts) -> str:
    """ "(Ban hành kèm theo Quyết định số 215/QĐ-UBND ngày 25/09/2026)", or empty."""
    if not issue.decision_number:
        return ""
    day = f" ngày {wording.date_words(issue.decision_date)}" if issue.decision_date else ""
    return f"(Ban hành kèm theo Quyết định số {issue.decision_number}{day})"
