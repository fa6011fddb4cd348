"""Tables that several documents share, from a snapshot or a source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from procedures import facts
from procedures.snapshot_reading import Part, Snapshot, parts
from publications.compose import wording
from publications.compose.rich_text import plain_blocks
from publications.compose.sources import Amendment, Recipient, Signature
from publications.compose.tree import (
    Block,
    Cell,
    Column,
    Row,
    bullets,
    emphasis,
    line_break,
    plain,
    strong,
    table,
)

ALTERNATIVES = "Một trong các giấy tờ sau:"
DUTIES = (("drafted", "Soạn thảo"), ("reviewed", "Xem xét"), ("approved", "Phê duyệt"))


def facts_table(rows: Iterable[tuple[str, str]]) -> Block:
    """Label and value, hairlines; rows without a value are left out."""
    body: list[Row] = [[[plain(strong(label))], value] for label, value in rows if value]
    return table(["facts"], [Column(0.34), Column(0.66)], body, row_headers=1)


# --- Papers -----------------------------------------------------------------------------------------------
PAPER_COLUMNS = [Column(0.07, "center"), Column(0.56), Column(0.22, "center"), Column(0.15, "center")]
PAPER_HEAD: list[Row] = [["TT", "Thành phần hồ sơ", "Bản chính/Bản sao", "Số lượng"]]


def components_table(snapshot: Snapshot) -> Block | None:
    """Every paper once, those handed in before those only shown; a paper of certain cases says so."""
    listed = facts.components_for(snapshot)
    names = {case.get("code"): case.get("name") or case.get("code") for case in parts(snapshot, "cases")}
    body: list[Row] = []
    for group in (*listed.submit, *listed.present):
        first = group.papers[0]
        content = _choice(group.papers, names) if group.is_choice else _paper(first, names)
        body.append([str(len(body) + 1), content, _copies(first), _count(first)])
    return table(["grid"], PAPER_COLUMNS, body, head=PAPER_HEAD) if body else None


def _choice(papers: Sequence[Part], names: dict[object, object]) -> list[Block]:
    return [plain(ALTERNATIVES), bullets(_paper(paper, names) for paper in papers)]


def _paper(paper: Part, names: dict[object, object]) -> list[Block]:
    blocks = [plain(paper.get("name") or "")]
    details = []
    if paper.get("form"):
        details.append(f"Mẫu {paper['form']}")
    if cases := [str(names.get(code) or code) for code in paper.get("cases") or ()]:
        details.append(f"Trường hợp: {'; '.join(cases)}")
    details += [text for text in (paper.get("condition"), paper.get("source")) if text]
    if details:
        blocks.append(plain(emphasis(". ".join(text.rstrip(". ") for text in details))))
    return blocks


def _copies(paper: Part) -> str:
    if paper.get("kind") == "present":
        return "Xuất trình"
    kinds = [
        words
        for words, count in (("Bản chính", paper.get("original")), ("Bản sao", paper.get("copy")))
        if count
    ]
    return ", ".join(kinds) or "Bản chính"


def _count(paper: Part) -> str:
    return f"{max((paper.get('original') or 0) + (paper.get('copy') or 0), 1):02d}"


# --- Steps ------------------------------------------------------------------------------------------------
STEP_COLUMNS = [
    Column(0.07, "center"),
    Column(0.37),
    Column(0.19, "center"),
    Column(0.13, "center"),
    Column(0.24),
]
STEP_HEAD: list[Row] = [["TT", "Trình tự thực hiện", "Trách nhiệm", "Thời gian", "Biểu mẫu/Kết quả"]]


def steps_table(snapshot: Snapshot, total: str = "") -> Block | None:
    """The steps with post, time, form and result; `total` is the last row."""
    body = [_step_row(number, step) for number, step in enumerate(parts(snapshot, "steps"), start=1)]
    if not body:
        return None
    foot: list[Row] = []
    if total:
        label = Cell([plain(strong("Tổng thời gian giải quyết"))], columns=3, align="right")
        foot = [[label, Cell([plain(strong(total))], columns=2, align="center")]]
    return table(["grid", "steps"], STEP_COLUMNS, body, head=STEP_HEAD, foot=foot)


def _step_row(number: int, step: Part) -> Row:
    what = [plain(strong(step.get("title") or ""))]
    for label, key in (("", "description"), ("Đầu vào: ", "input")):
        if step.get(key):
            what += plain_blocks(label + step[key])
    if step.get("waits_outside"):
        what.append(plain(emphasis(f"Không tính vào thời hạn. {step.get('waits_reason') or ''}".strip())))
    return [
        f"B{number}",
        what,
        wording.responsible(step),
        wording.step_time(step),
        wording.form_and_result(step),
    ]


# --- Lists ------------------------------------------------------------------------------------------------
def forms_table(snapshot: Snapshot) -> Block | None:
    body: list[Row] = [
        [str(number), form.get("code") or "", form.get("name") or ""]
        for number, form in enumerate(parts(snapshot, "forms"), start=1)
    ]
    columns = [Column(0.08, "center"), Column(0.22, "center"), Column(0.7)]
    return table(["grid"], columns, body, head=[["TT", "Mã hiệu", "Tên biểu mẫu"]]) if body else None


def records_table(snapshot: Snapshot) -> Block | None:
    """Records kept, with holder and retention (ISO 9001:2015 clause 7.5.3)."""
    body: list[Row] = [
        [str(number), record.get("name") or "", record.get("holder") or "", record.get("retention") or ""]
        for number, record in enumerate(parts(snapshot, "records"), start=1)
    ]
    columns = [Column(0.08, "center"), Column(0.42), Column(0.26), Column(0.24)]
    head: list[Row] = [["TT", "Hồ sơ", "Nơi lưu", "Thời gian lưu"]]
    return table(["grid"], columns, body, head=head) if body else None


def citations_list(snapshot: Snapshot) -> Block | None:
    """Legal bases, one point each."""
    points = [[plain(wording.act_words(act))] for act in parts(snapshot, "citations")]
    return bullets(points) if points else None


AMENDMENT_HEAD: list[Row] = [
    ["Yêu cầu sửa đổi, bổ sung", "Phần liên quan", "Mô tả nội dung sửa đổi", "Lần ban hành", "Ngày ban hành"]
]


def amendments_table(rows: Sequence[Amendment]) -> Block:
    """ "Theo dõi sửa đổi tài liệu", generated from the versions, never typed."""
    body: list[Row] = [
        [row.request, row.sections, row.description, row.number, wording.date_words(row.issued_on)]
        for row in rows
    ]
    columns = [
        Column(0.19),
        Column(0.14, "center"),
        Column(0.39),
        Column(0.12, "center"),
        Column(0.16, "center"),
    ]
    return table(["grid"], columns, body, head=AMENDMENT_HEAD)


def distribution_table(rows: Sequence[Recipient]) -> Block | None:
    """ "Phân phối tài liệu"."""
    body: list[Row] = [
        [str(number), row.name, f"{row.copy_number:02d}" if row.copy_number else "", row.medium, ""]
        for number, row in enumerate(rows, start=1)
    ]
    columns = [
        Column(0.08, "center"),
        Column(0.4),
        Column(0.14, "center"),
        Column(0.18, "center"),
        Column(0.2),
    ]
    head: list[Row] = [["TT", "Nơi nhận", "Bản số", "Hình thức", "Ký nhận"]]
    return table(["grid"], columns, body, head=head) if body else None


def signatures_table(signatures: Sequence[Signature]) -> Block:
    """Drafted, reviewed, approved: room for the hand, name, post and day; several drafters stand under each other."""
    by_duty = {duty: [s for s in signatures if s.duty == duty] for duty, _label in DUTIES}

    def cells(value: str) -> list[str]:
        return ["\n".join(_signature_value(s, value) for s in by_duty[duty]) for duty, _label in DUTIES]

    body: list[Row] = [
        ["Chữ ký", "", "", ""],
        ["Họ và tên", *cells("name")],
        ["Chức vụ", *cells("post")],
        ["Ngày", *cells("on")],
    ]
    columns = [Column(0.16), Column(0.28, "center"), Column(0.28, "center"), Column(0.28, "center")]
    head: list[Row] = [["", *(label for _duty, label in DUTIES)]]
    return table(["signatures"], columns, body, head=head, row_headers=1)


def _signature_value(signature: Signature, value: str) -> str:
    return {"name": signature.name, "post": signature.post, "on": wording.date_words(signature.on)}[value]


def room_to_sign(lines: int = 4) -> Block:
    """Empty lines between a post and the name of who signs."""
    return plain([line_break()] * lines)


def grid_table(columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]]) -> Block:
    """A ruled table with a head that repeats; columns are (title, share of the width), "TT" is centred."""
    specs = [Column(width, "center" if name == "TT" else "left") for name, width in columns]
    body: list[Row] = [list(row) for row in rows]
    head: list[Row] = [[name for name, _width in columns]]
    return table(["grid"], specs, body, head=head)


def rows_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Block | None:
    """A free table of a chapter; short rows are filled up."""
    count = max([len(columns), *(len(row) for row in rows)], default=0)
    if not count:
        return None
    specs = [Column(1 / count)] * count
    body: list[Row] = [[*row, *[""] * (count - len(row))] for row in rows]
    head: list[Row] = [[*columns, *[""] * (count - len(columns))]] if columns else []
    return table(["grid"], specs, body, head=head)
