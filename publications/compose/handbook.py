"""The handbook of processes: cover, decision, contents, list of forms, one chapter per process, index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from organisation.vietnamese_format import upper_first, vietnamese_sort_key
from procedures.snapshot_reading import Snapshot, part, parts
from publications.compose import tables, wording
from publications.compose.document import Document, Info, Layout
from publications.compose.letterhead import letterhead, title_block
from publications.compose.numbering import Headings
from publications.compose.procedure import cover
from publications.compose.sections import Composition, iso_sections
from publications.compose.sources import HandbookSource, IssueFacts, ProcedureSource
from publications.compose.tree import (
    Block,
    Column,
    Inline,
    Row,
    div,
    heading,
    link,
    page_ref,
    para,
    plain,
    strong,
    table,
    text,
)

LARGEST_VOLUME = 50
"""Chapters in one file; beyond it a handbook comes in volumes (memory grows with every chapter of one compile)."""


def split_volumes(source: HandbookSource, largest: int = LARGEST_VOLUME) -> list[HandbookSource]:
    """The handbook as one or more volumes of at most `largest` chapters, as even as they can be, numbered "Tập 1/8"."""
    count = -(-len(source.chapters) // largest) or 1
    if count == 1:
        return [source]
    size, rest = divmod(len(source.chapters), count)
    volumes, start = [], 0
    for number in range(1, count + 1):
        end = start + size + (number <= rest)
        subtitle = f"{source.subtitle}\nTập {number}/{count}".strip()
        volumes.append(
            replace(source, subtitle=subtitle, chapters=source.chapters[start:end], first_chapter=start + 1)
        )
        start = end
    return volumes


def compose_handbook(source: HandbookSource) -> Document:
    """One volume of a handbook."""
    numbered_chapters = list(enumerate(source.chapters, start=source.first_chapter))
    composition = Composition(Headings())
    count = [("Số quy trình", str(len(source.chapters)))]
    composition.add(
        cover(
            source.letterhead,
            source.issue,
            kind="",
            name=source.issue.title,
            subtitle=source.subtitle,
            facts=count,
        )
    )
    if source.issue.decision_number:
        composition.add(_decision(source))
    forms = list(_forms(numbered_chapters))
    composition.add(_contents(numbered_chapters, has_forms=bool(forms)))
    if forms:
        composition.add(_list_of_forms(forms))
    for number, chapter in numbered_chapters:
        composition.add(_chapter(number, chapter, composition))
    composition.add(_index(numbered_chapters))
    return Document(_info(source), Layout(style="iso"), tuple(composition.blocks), composition.media)


def _info(source: HandbookSource) -> Info:
    issue = source.issue
    return Info(
        kind="handbook",
        title=issue.title,
        unit=source.letterhead.body,
        code=issue.code,
        number=str(issue.edition) if issue.edition else "",
        effective_on=issue.effective_on,
        check_code=issue.check_code,
        check_url=issue.check_url,
    )


# --- Before the chapters ----------------------------------------------------------------------------------
def _decision(source: HandbookSource) -> Block:
    """The decision that issues the edition, in the form of NĐ 30/2020/NĐ-CP."""
    issue = source.issue
    day = issue.decision_date or issue.issued_on
    name = f"{issue.title} (mã hiệu {issue.code}, lần ban hành {issue.edition:02d})"
    effective = f" kể từ ngày {wording.date_words(issue.effective_on)}" if issue.effective_on else ""
    signer = next((s for s in reversed(issue.signatures) if s.duty == "approved"), None)
    blocks = [
        letterhead(
            source.letterhead,
            number=f"Số: {issue.decision_number}",
            place_date=wording.long_date(day, source.letterhead.place) if day else "",
        ),
        title_block(title="QUYẾT ĐỊNH", subtitle=f"Về việc ban hành {issue.title}"),
        *([para(f"Lý do ban hành: {source.reason}")] if source.reason else []),
        para(
            strong("Điều 1. "),
            f"Ban hành kèm theo Quyết định này {name} gồm {len(source.chapters)} quy trình.",
        ),
        para(strong("Điều 2. "), f"Quyết định này có hiệu lực{effective}; thay thế các lần ban hành trước."),
        para(
            strong("Điều 3. "),
            "Các đơn vị, cán bộ, công chức có tên trong quy trình chịu trách nhiệm thi hành.",
        ),
    ]
    if signer is not None:
        cell: list[Block] = [plain(strong(signer.post.upper())), plain(strong(signer.name))]
        sign_off = table(["sign-off"], [Column(0.5), Column(0.5, "center")], [["", cell]])
        blocks.append(div(["keep"], [sign_off]))
    return div(["front"], blocks)


def _title(number: int, chapter: ProcedureSource) -> str:
    return f"{number}. {_short_title(chapter.snapshot)}"


def _short_title(snapshot: Snapshot) -> str:
    return snapshot.get("short_title") or snapshot.get("title") or ""


def _anchor(number: int) -> str:
    return f"c{number}"


def _contents(chapters: Sequence[tuple[int, ProcedureSource]], *, has_forms: bool) -> Block:
    lines = [para(link("Danh mục biểu mẫu", "#bieu_mau"))] if has_forms else []
    lines += [para(link(_title(number, chapter), f"#{_anchor(number)}")) for number, chapter in chapters]
    lines.append(para(link("Chỉ mục", "#chi_muc")))
    return div(["front"], [heading(1, "MỤC LỤC", "muc_luc"), div(["toc"], lines)])


def _forms(chapters: Sequence[tuple[int, ProcedureSource]]) -> Iterator[tuple[str, str, int]]:
    """(code, name, chapter) of every form, each once per code, at its first chapter."""
    seen = set()
    for number, chapter in chapters:
        for form in parts(chapter.snapshot, "forms"):
            if form.get("code") not in seen:
                seen.add(form.get("code"))
                yield form.get("code") or "", form.get("name") or "", number


def _list_of_forms(forms: Sequence[tuple[str, str, int]]) -> Block:
    # Section 6 of every chapter lists its forms.
    body: list[Row] = [
        [str(row), code, name, [plain(link([page_ref(f"s{number}_6")], f"#s{number}_6"))]]
        for row, (code, name, number) in enumerate(forms, start=1)
    ]
    columns = [Column(0.08, "center"), Column(0.2, "center"), Column(0.58), Column(0.14, "center")]
    grid = table(["grid"], columns, body, head=[["TT", "Mã hiệu", "Tên biểu mẫu", "Trang"]])
    return div(["front"], [heading(1, "DANH MỤC BIỂU MẪU", "bieu_mau"), grid])


# --- Chapters ---------------------------------------------------------------------------------------------
def _chapter(number: int, source: ProcedureSource, whole: Composition) -> Block:
    part_of = Composition(Headings(str(number)), name=f"-{number}")
    snapshot = source.snapshot
    part_of.add(heading(1, _title(number, source).upper(), _anchor(number)))
    issue = source.issue
    part_of.add(
        tables.facts_table(
            [
                ("Mã hiệu", issue.code),
                ("Bản, ngày hiệu lực", _number_and_day(issue)),
                ("Lĩnh vực", part(snapshot, "field").get("name") or ""),
            ]
        )
    )
    iso_sections(source, part_of)
    whole.media.update(part_of.media)
    return div(
        ["chapter"], part_of.blocks, code=issue.code, number=issue.number, title=_short_title(snapshot)
    )


def _number_and_day(issue: IssueFacts) -> str:
    day = wording.date_words(issue.effective_on)
    return f"{issue.number}, hiệu lực từ {day}" if day else issue.number


# --- Index ------------------------------------------------------------------------------------------------
def index_terms(snapshot: Snapshot) -> list[str]:
    """What people may look a process up by: its name, forms, results and who acts in it."""
    terms = [_short_title(snapshot)]
    terms += [form.get("name") or "" for form in parts(snapshot, "forms")]
    terms += [result.get("name") or "" for result in parts(snapshot, "results")]
    terms += [wording.responsible(step) for step in parts(snapshot, "steps")]
    return [upper_first(term.strip()) for term in dict.fromkeys(terms) if term.strip()]


def _index(chapters: Sequence[tuple[int, ProcedureSource]]) -> Block:
    """Terms in the order of a Vietnamese dictionary, each with the chapters' pages."""
    found: dict[str, list[int]] = {}
    for number, chapter in chapters:
        for term in index_terms(chapter.snapshot):
            found.setdefault(term, []).append(number)
    lines = [para(_index_line(term, found[term])) for term in sorted(found, key=vietnamese_sort_key)]
    return div(["front"], [heading(1, "CHỈ MỤC", "chi_muc"), div(["index"], lines)])


def _index_line(term: str, numbers: Sequence[int]) -> list[Inline]:
    line = text(f"{term} ")
    for position, number in enumerate(numbers):
        if position:
            line += text(", ")
        line.append(link([page_ref(_anchor(number))], f"#{_anchor(number)}"))
    return line
