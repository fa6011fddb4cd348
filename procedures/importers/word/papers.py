"""Lists of papers: dossier components, forms, records kept. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from procedures.importers.findings import FindingKind
from procedures.importers.layout_parts import LENGTHS
from procedures.importers.reading import Layout
from procedures.importers.word.folding import fold, without_bullet
from procedures.importers.word.pieces import Cell, Piece, Row
from procedures.importers.word.tables import Grid, take_head
from procedures.importers.word.values import count_in
from procedures.importers.word.work import Said, Work

FORM_CODE = re.compile(
    r"(?<!\w)(?=[^\s;,()]{0,38}\d)(?:BM|MC|MĐ|TP|HT|TK|MB|ĐK|GB|PL|M)[A-ZĐ]{0,4}(?:[.\-/]\w{1,20}|\s?\d\w{0,20}){1,6}(?!\w)"
)
_LABELLED_FORM = re.compile(
    r"(?:mẫu(?: số)?|biểu mẫu|ký hiệu)\s*:?\s*([A-ZĐ\d][\w.\-/]{1,38})", re.IGNORECASE
)
LOOKED_AT = 2_000
"""A form is named near the start; longer texts are not searched for one."""
_COUNT = re.compile(r"(?:(\d{1,2})\s*(?:\([^)]{0,12}\)\s*)?)?(ban chinh|ban goc|ban sao|ban chup|ban photo)")
_SUFFIX = re.compile(
    r"\s*[(,:\-–]\s*((?:\d{1,2}\s*)?(?:bản chính|bản gốc|bản sao|bản chụp|bản photo)"
    r"(?:\s*(?:và|,|;|\+)\s*(?:\d{1,2}\s*)?(?:bản chính|bản sao|bản chụp))?)\s*\)?\s*[.;]?$",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"^(?:\W|\d|[a-z]\))*(?:cac )?(?:giay to|ho so|thanh phan ho so|tai lieu)[^.]{0,40}?"
    r"(phai nop|can nop|xuat trinh|gom|bao gom)"
)
_NOT_NEEDED = re.compile(r"^không phải nộp\s*:\s*", re.IGNORECASE)
_KIND = {"xuat trinh": "present"}


@dataclass(slots=True)
class PaperState:
    """What group headings above a paper say of it."""

    kind: str = ""
    group: str = ""
    groups: int = 0
    rank: int = 0
    forms: set[str] = field(default_factory=set)


def form_in(text: str, known: set[str]) -> str:
    """The code of the form that a text names; one of `known` before any other that looks like a code."""
    for code in sorted(known, key=len, reverse=True):
        if code and code in text:
            return code
    text = text[:LOOKED_AT]
    found = _LABELLED_FORM.search(text)
    if found and any(sign.isdigit() for sign in found[1]):
        code = found[1].rstrip(".-/,")
        return code if any(sign.isalpha() for sign in code) else f"Mẫu số {code}"
    plain = FORM_CODE.search(text)
    return plain[0].strip() if plain and len(plain[0]) <= LENGTHS["code"] else ""


def _counts_in(folded: str, suffix: str) -> list[tuple[int, str]]:
    """Numbers of originals and copies: "01 bản chính" anywhere, without a number only at the end or the start.

    "Tờ khai cấp bản sao trích lục" asks for no copy.
    """
    listed = [(int(count), kind) for count, kind in _COUNT.findall(folded) if count]
    if not listed:
        bare = suffix or (folded if folded.startswith(("ban sao", "ban chup")) else "")
        listed = [(1, kind) for _count, kind in _COUNT.findall(bare)][: None if suffix else 1]
    return listed


def paper_of(text: str, state: PaperState) -> Layout:
    """One paper in its words: name, numbers of originals and copies, handed in or only shown, form."""
    name = without_bullet(text).rstrip(";").strip() or text
    paper: Layout = {"name": name}
    folded = fold(name)
    suffix = _SUFFIX.search(name)
    if suffix:
        paper["name"] = name[: suffix.start()].strip() or name
    for count, kind in _counts_in(folded, fold(suffix[1]) if suffix else ""):
        paper.setdefault("original" if kind in ("ban chinh", "ban goc") else "copy", count)
    if "copy" in paper:
        paper.setdefault("original", 0)
    if state.kind or "xuat trinh" in folded:
        paper["kind"] = state.kind or "present"
    if form := form_in(name, state.forms):
        paper["form"] = form
        paper["name"] = _without_form(paper["name"], form)
    if state.group:
        paper["alternative_group"] = state.group
    return paper


def _without_form(name: str, form: str) -> str:
    """The name without a bracket that only tells the form: "Tờ khai (mẫu BM-01)"."""
    bracket = rf"\s*\(\s*(?:theo\s+)?(?:biểu\s+)?(?:mẫu\s+)?(?:số\s+)?{re.escape(form)}\s*\)"
    return re.sub(bracket, "", name, count=1, flags=re.IGNORECASE).strip() or name


def _rank(piece: Piece) -> int:
    """How far a line of a list stands in: by its list, then by its bullet."""
    bare = piece.text.lstrip()
    inner = 1 if bare[:1] in "+•o▪" or re.match(r"[a-zđ]\)", bare) else 0
    return piece.depth * 2 + inner


def read_heading_line(line: Said, state: PaperState) -> bool:
    """Is it a line above papers ("Giấy tờ phải xuất trình:", "Một trong các giấy tờ sau:")? It changes `state`."""
    folded = fold(without_bullet(line.text)).rstrip()
    if "mot trong" in folded and len(folded) < 120 and (folded.endswith((":", "sau"))):
        state.groups += 1
        state.group, state.rank = f"nhom-{state.groups}", _rank(line.first)
        return True
    found = _GROUP.match(folded)
    if found and (folded.endswith(":") or len(folded) < 50):
        state.kind = _KIND.get(found[1], "")
        state.group = ""
        return True
    return False


def read_component_lines(lines: list[Said], work: Work, forms: set[str]) -> None:
    """Components written as a list."""
    state = PaperState(forms=forms)
    for line in lines:
        if line.is_nothing:
            line.place("components")
            continue
        if found := _NOT_NEEDED.match(line.text):
            work.layout["not_needed"] = work.fit(
                line.text[found.end() :], LENGTHS["long_text"], "not_needed", line.first.where
            )
            line.place("not_needed")
            continue
        if read_heading_line(line, state):
            line.place("components")
            continue
        if state.group and _rank(line.first) <= state.rank:
            state.group = ""
        if not _is_item(line) and work.layout.get("components"):
            _add_detail(line, work)
            continue
        paper = paper_of(line.text, state)
        _store(paper, line, work, "sure" if _is_item(line) else "unsure")


def _is_item(line: Said) -> bool:
    piece = line.first
    if piece.depth:
        return piece.starts
    return without_bullet(line.text) != line.text.strip() or line.text[:1].isupper()


def _add_detail(line: Said, work: Work) -> None:
    """A line below a paper that is none itself: its form or its condition."""
    papers = work.layout["components"]
    _detail(papers[-1], without_bullet(line.text), work, line.first.where)
    line.place(f"components[{len(papers)}].condition")


def _detail(paper: Layout, text: str, work: Work, where: str) -> None:
    rest = text.strip()
    if (found := re.match(r"Mẫu\s+([^\s.;,]+(?:\.[^\s.;,]+)*)\s*[.;,]?\s*", rest)) and "form" not in paper:
        paper["form"] = work.fit(found[1], LENGTHS["code"], "components.form", where)
        rest = rest[found.end() :]
    if rest:
        both = f"{paper['condition']}. {rest}" if paper.get("condition") else rest
        paper["condition"] = work.fit(both, LENGTHS["paper_condition"], "components.condition", where)


def _store(paper: Layout, line: Said, work: Work, certainty: str = "sure", reason: str = "") -> None:
    paper["name"] = work.fit(paper["name"], LENGTHS["paper"], "components.name", line.first.where)
    paper["form"] = paper.get("form", "")[: LENGTHS["code"]]
    if not paper["form"]:
        del paper["form"]
    doubt = reason or (
        "Dòng này không có dấu đầu dòng; hiểu là một giấy tờ." if certainty == "unsure" else ""
    )
    work.add_said("components", paper, line, "unsure" if certainty == "unsure" else "sure", doubt)


# --- Tables -----------------------------------------------------------------------------------------------
def read_component_grid(grid: Grid, work: Work, forms: set[str]) -> None:
    """Components in a table, with columns for originals and copies."""
    take_head(grid, "components")
    state = PaperState(forms=forms)
    for row in grid.body:
        filled = row.filled()
        if not filled:
            continue
        cell = grid.cell(row, "name")
        if cell is None or not cell.open_pieces:
            cell = max(filled, key=lambda one: len(one.text))
        first = Said(cell.open_pieces[0].text, [cell.open_pieces[0]])
        if first.is_nothing:
            first.place("components")
        elif read_heading_line(first, state):
            _take_rest(row, "components")
            _items_in_cell(grid, row, cell, state, work)
            state.group = "" if len(cell.pieces) > 1 else state.group
        else:
            _paper_row(grid, row, cell, state, work)


def _counts(grid: Grid, row: Row, paper: Layout) -> bool:
    """Numbers of originals and copies from the row's own columns; False when a cell holds other words."""
    sides = {
        side: count_in(cell.text)
        for side in ("original", "copy")
        if (cell := grid.cell(row, side)) is not None
    }
    number = count_in(cell.text) if (cell := grid.cell(row, "count")) is not None else None
    if any(sides.values()):
        paper.update({side: sides.get(side) or 0 for side in ("original", "copy")})
    elif (cell := grid.cell(row, "kind")) is not None and cell.text:
        _kind_words(fold(cell.text), number or 1, paper)
    elif number:
        side = "copy" if paper.get("copy") and not paper.get("original") else "original"
        paper.update({"original": 0, "copy": 0, side: number})
    return None not in sides.values()


def _kind_words(words: str, number: int, paper: Layout) -> None:
    is_original, is_copy = "chinh" in words or "goc" in words, "sao" in words or "chup" in words
    if "xuat trinh" in words:
        paper["kind"] = "present"
    if is_original and is_copy and number > 1:
        paper.update(original=1, copy=number - 1)
    elif is_original or is_copy:
        paper.update(original=number if is_original else 0, copy=number if is_copy else 0)


def _paper_row(grid: Grid, row: Row, cell: Cell, state: PaperState, work: Work) -> None:
    pieces = cell.open_pieces
    paper = paper_of(pieces[0].text, state)
    understood = _counts(grid, row, paper)
    for piece in pieces[1:]:
        _detail(paper, piece.text, work, piece.where)
    for column in ("form", "condition"):
        other = grid.cell(row, column)
        if other is not None and other is not cell and other.text:
            words = " ".join(other.text.split())
            if column == "form" and (code := form_in(words, state.forms)):
                paper["form"] = code
            else:
                _detail(paper, words, work, other.pieces[0].where)
    said = Said(pieces[0].text, [piece for piece in row.pieces() if piece.is_open])
    reason = "" if understood else "Chưa đọc được số bản chính, bản sao của dòng này."
    _store(paper, said, work, "sure" if understood else "unsure", reason)
    if not understood:
        work.doubt(
            "components",
            f"Chưa đọc được số bản của “{paper['name'][:80]}”. Ghi số bản chính, bản sao.",
            FindingKind.ROW_NOT_UNDERSTOOD,
            pieces[0].where,
        )


def _take_rest(row: Row, key: str) -> None:
    """Number and marks of a row that is only a heading."""
    for cell in row.own_cells():
        if (cell.pieces and len(cell.pieces) == 1) or cell.pieces:
            cell.pieces[0].place(key)


def _items_in_cell(grid: Grid, row: Row, cell: Cell, state: PaperState, work: Work) -> None:
    """Papers listed inside one cell, one of which is enough."""
    paper: Layout | None = None
    for piece in cell.open_pieces:
        is_paper = piece.starts and not piece.italic
        if is_paper or paper is None:
            paper = paper_of(piece.text, state)
            _counts(grid, row, paper)
            _store(paper, Said(piece.text, [piece]), work)
        else:
            _detail(paper, piece.text, work, piece.where)
            piece.place(f"components[{len(work.layout['components'])}].condition")


# --- Forms and records ------------------------------------------------------------------------------------
def read_form_grid(grid: Grid, work: Work) -> None:
    """Forms with code and name."""
    take_head(grid, "forms")
    for row in grid.body:
        if not row.filled():
            continue
        code_cell, name_cell = grid.cell(row, "code"), grid.cell(row, "name")
        code = " ".join(code_cell.text.split()) if code_cell else ""
        name = " ".join(name_cell.text.split()) if name_cell else ""
        pieces = [piece for piece in row.pieces() if piece.is_open]
        _store_form(code, name, Said(name or code, pieces), work)


def read_form_lines(lines: list[Said], work: Work) -> None:
    """Forms as lines: "BM-01: Tờ khai đăng ký"."""
    for line in lines:
        if line.is_nothing or line.is_introduction:
            line.place("forms")
            continue
        text = without_bullet(line.text)
        code = form_in(text, set())
        name = text.replace(code, "", 1) if code else text
        name = re.sub(r"\(\s*(?:mẫu(?: số)?|ký hiệu)?\s*:?\s*\)", "", name, flags=re.IGNORECASE)
        _store_form(
            code,
            re.sub(r"^(?:mẫu|ký hiệu)\s*[:\-–]\s*", "", name, flags=re.IGNORECASE).strip(" :-–;."),
            line,
            work,
        )


def _store_form(code: str, name: str, said: Said, work: Work) -> None:
    where = said.first.where
    if not code or fold(code) in ("khong", "-"):
        said.pieces[0].leave("Biểu mẫu chưa có mã. Đặt mã rồi thêm vào mục biểu mẫu.")
        for piece in said.pieces:
            piece.leave("Thuộc biểu mẫu chưa có mã.")
        work.doubt(
            "forms",
            f"Biểu mẫu “{(name or said.text)[:80]}” chưa có mã nên chưa nhập. Đặt mã rồi thêm.",
            FindingKind.ROW_NOT_UNDERSTOOD,
            where,
        )
        return
    code = work.fit(code, LENGTHS["code"], "forms.code", where)
    known = [form["code"] for form in work.layout.get("forms", ())]
    if code in known:
        said.place(f"forms[{known.index(code) + 1}]", "sure", "Biểu mẫu này đã ghi ở trên; giữ một lần.")
        return
    work.add_said(
        "forms", {"code": code, "name": work.fit(name, LENGTHS["form_name"], "forms.name", where)}, said
    )


def read_record_grid(grid: Grid, work: Work) -> None:
    """Records kept with their holder and retention; a holder merged over several rows holds for each."""
    take_head(grid, "records")
    for row in grid.body:
        if not row.filled():
            continue
        texts = {
            column: " ".join(cell.text.split()) if (cell := grid.cell(row, column)) is not None else ""
            for column in ("name", "holder", "retention")
        }
        pieces = [piece for piece in row.pieces() if piece.is_open]
        if not texts["name"]:
            for piece in pieces:
                piece.leave("Dòng hồ sơ lưu chưa có tên.")
            continue
        _store_record(texts, Said(texts["name"], pieces), work)


def read_record_lines(lines: list[Said], work: Work) -> None:
    """Records as lines, "tên: nơi lưu, 05 năm" or a name alone."""
    for line in lines:
        if line.is_nothing or line.is_introduction:
            line.place("records")
            continue
        _store_record({"name": without_bullet(line.text).rstrip(".;")}, line, work)


def _store_record(texts: dict[str, str], said: Said, work: Work) -> None:
    lengths = {"name": "record_name", "holder": "holder", "retention": "retention"}
    record = {
        key: work.fit(text, LENGTHS[lengths[key]], f"records.{key}", said.first.where)
        for key, text in texts.items()
        if text
    }
    work.add_said("records", record, said)
