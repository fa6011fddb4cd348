"""MC-01, MC-02, MC-03 and MC-05: what is handed over or sent to the applicant, on A5. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dossiers.papers.parts import (
    COPIES,
    applicant_rows,
    bold,
    day_words,
    facts,
    leader_titles,
    limit_words,
    moment_words,
    money_words,
    return_words,
    text_of,
    tracking_qr,
)
from organisation.vietnamese_format import upper_first
from publications.compose.document import Document, Info, Layout
from publications.compose.papers import Signatory, paper
from publications.compose.sources import Letterhead
from publications.compose.tree import (
    Block,
    Column,
    Row,
    bullets,
    div,
    emphasis,
    numbered,
    para,
    plain,
    strong,
    table,
)

PAPER_COLUMNS = [Column(0.08, "center"), Column(0.56), Column(0.22, "center"), Column(0.14, "center")]
PAPER_HEAD: list[Row] = [["TT", "Tên giấy tờ", "Bản chính/Bản sao", "Số lượng"]]
JOINED_COLUMNS = [Column(0.06, "center"), Column(0.45), Column(0.24, "center"), Column(0.25, "center")]
JOINED_HEAD: list[Row] = [["TT", "Thủ tục", "Mã hồ sơ", "Trả kết quả"]]
STAGES = {"intake": "Khi tiếp nhận", "appraisal": "Khi thẩm định"}


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """A slip as it was handed out.

    Attributes:
        title, form: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"; "Mẫu số 01, Thông tư 03/2025/TT-VPCP" or empty.
        number: its running number.
        content: the fields of the circular's form (DOMAIN 3.3), moments as ISO text.
        signatory: name, post and unit of who issued it.
        tracking_url, secret: what the QR opens and what is typed instead; empty where the paper carries none.
    """

    title: str
    number: str
    head: Letterhead
    issued_on: dt.date
    content: Mapping[str, Any]
    signatory: Mapping[str, str]
    form: str = ""
    check_code: str = ""
    check_url: str = ""
    tracking_url: str = ""
    secret: str = ""


def compose_receipt(slip: PrintedSlip, *, two_copies: bool = False) -> Document:
    """MC-01. With `two_copies` the PDF holds the applicant's and the office's, as the form demands."""
    content = slip.content
    qr, media = tracking_qr(slip.tracking_url)
    blocks = [
        div(["facts-with-qr"], [facts(applicant_rows(content, "Tiếp nhận hồ sơ của")), *qr]),
        facts(_dates_and_return(content)),
        *_joined(content),
        *_components(content),
        *_book(content),
    ]
    signatories = [
        Signatory("NGƯỜI NỘP HỒ SƠ"),
        Signatory("NGƯỜI TIẾP NHẬN HỒ SƠ", name=slip.signatory.get("name", ""), lines_to_sign=3),
    ]
    layout = Layout(style="slip", paper="A5", copies=COPIES if two_copies else ())
    return _slip(slip, "receipt_slip", blocks, signatories, layout, media, after=_how_to_track(slip))


def compose_supplement_request(slip: PrintedSlip) -> Document:
    """MC-02: everything that is missing, said once, and why."""
    content = slip.content
    qr, media = tracking_qr(slip.tracking_url)
    items = [text for item in content.get("items") or () if (text := _item_words(item))]
    blocks = [
        div(["facts-with-qr"], [facts(applicant_rows(content, "Hồ sơ của")), *qr]),
        para(strong("Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:")),
        *([numbered([[plain(item)] for item in items])] if items else []),
        *_paper_notes(content),
        para(strong("Lý do: "), text_of(content, "reason")),
        facts(
            [
                ("Giai đoạn", STAGES.get(text_of(content, "stage"), text_of(content, "stage"))),
                ("Căn cứ", text_of(content, "legal_basis")),
                ("Bổ sung trước", day_words(content.get("expected_until"))),
                ("Liên hệ khi cần hướng dẫn", text_of(content, "guide")),
            ]
        ),
    ]
    signatories = [Signatory("NGƯỜI HƯỚNG DẪN", name=slip.signatory.get("name", ""))]
    return _slip(
        slip, "supplement_request", blocks, signatories, Layout(style="slip", paper="A5"), media, right=True
    )


def compose_refusal(slip: PrintedSlip) -> Document:
    """MC-03: the reason is a legal one, never an error of a system."""
    content = slip.content
    blocks = [
        facts(applicant_rows(content, "Hồ sơ của")),
        para(strong("Không tiếp nhận, giải quyết hồ sơ này với lý do: "), text_of(content, "reason")),
    ]
    if basis := text_of(content, "legal_basis"):
        blocks.append(para(strong("Căn cứ: "), basis))
    signatories = [
        Signatory("NGƯỜI NỘP HỒ SƠ"),
        Signatory("NGƯỜI TIẾP NHẬN HỒ SƠ", name=slip.signatory.get("name", "")),
    ]
    return _slip(slip, "refusal_slip", blocks, signatories, Layout(style="slip", paper="A5"), {})


def compose_stop_notice(slip: PrintedSlip) -> Document:
    """MC-05: who asked, why it ends, what becomes of fees already paid."""
    content = slip.content
    name = text_of(content, "applicant_name")
    rows: list[tuple[str, str | Sequence[Block]]] = [
        ("Kính gửi", bold(name)),
        ("Địa chỉ", text_of(content, "applicant_address")),
        ("Nội dung yêu cầu giải quyết", text_of(content, "request")),
        ("Ngày tiếp nhận", moment_words(content.get("received_at"))),
        ("Ngày đề nghị dừng", day_words(content.get("stop_requested_at"))),
    ]
    blocks = [
        facts(rows),
        para(strong("Cơ quan thông báo dừng giải quyết hồ sơ với lý do: "), text_of(content, "reason")),
    ]
    for label, field in (("Căn cứ", "legal_basis"), ("Phí, lệ phí đã nộp", "financial_settlement")):
        if words := text_of(content, field):
            blocks.append(para(strong(f"{label}: "), words))
    signatory = Signatory(
        "\n".join(leader_titles(slip.signatory.get("post", ""))),
        hint="(Ký, ghi rõ họ tên, đóng dấu)",
        name=slip.signatory.get("name", ""),
    )
    return _slip(slip, "stop_notice", blocks, [signatory], Layout(style="slip", paper="A5"), {}, right=True)


# --- Parts ------------------------------------------------------------------------------------------------
def _slip(
    slip: PrintedSlip,
    kind: str,
    blocks: Sequence[Block],
    signatories: Sequence[Signatory],
    layout: Layout,
    media: Mapping[str, str],
    *,
    right: bool = False,
    after: Sequence[Block] = (),
) -> Document:
    """The frame of a slip; `right`: a lone signatory stands on the right, as on every official paper.

    `after` stands below the signatures.
    """
    if right:
        signatories = [Signatory("", hint=""), *signatories]
    codes = [("Mã hồ sơ", text_of(slip.content, "dossier_code")), ("Mã bí mật", slip.secret)]
    return paper(
        Info(
            kind=kind,
            title=slip.title,
            unit=slip.head.unit_name,
            code=slip.form,
            check_code=slip.check_code,
            check_url="" if media else slip.check_url,
        ),
        slip.head,
        title=slip.title.upper(),
        subtitle=" · ".join(f"{label}: {code}" for label, code in codes if code),
        number=f"Số: {slip.number}" if slip.number else "",
        on=slip.issued_on,
        blocks=blocks,
        signatories=signatories,
        layout=layout,
        after=after,
        media=media,
    )


def _dates_and_return(content: Mapping[str, Any]) -> list[tuple[str, str | Sequence[Block]]]:
    return [
        ("Thời gian nhận hồ sơ", moment_words(content.get("received_at"))),
        ("Thời gian trả kết quả", bold(moment_words(content.get("due_at")))),
        ("Thời hạn giải quyết", limit_words(content.get("time_limit"))),
        (
            "Đăng ký nhận kết quả tại",
            return_words(content.get("return_channel"), text_of(content, "issuing_agency")),
        ),
        ("Phí, lệ phí", money_words(content.get("fee"))),
    ]


def _joined(content: Mapping[str, Any]) -> list[Block]:
    """The procedures of an interlinked reception, each with its own code and date."""
    rows: list[Row] = []
    for joined in content.get("joined") or ():
        about = [plain(text_of(joined, "request")), plain(emphasis(text_of(joined, "competent_unit")))]
        rows.append([str(len(rows) + 1), about, text_of(joined, "code"), moment_words(joined.get("due_at"))])
    if not rows:
        return []
    return [
        para(strong("Các thủ tục giải quyết cùng lúc (liên thông):")),
        table(["grid"], JOINED_COLUMNS, rows, head=JOINED_HEAD),
    ]


def _components(content: Mapping[str, Any]) -> list[Block]:
    """What was handed in or shown, and how many sets."""
    rows: list[Row] = []
    for component in content.get("components") or ():
        rows.append([str(len(rows) + 1), _paper_name(component), _copies(component), _count(component)])
    sets = f"{int(content.get('sets') or 1):02d} bộ"
    if not rows:
        return [para(strong("Số lượng hồ sơ: "), f"{sets}.")]
    return [
        para(strong("Thành phần hồ sơ nộp gồm "), f"(số lượng: {sets})", strong(":")),
        table(["grid"], PAPER_COLUMNS, rows, head=PAPER_HEAD),
    ]


def _paper_notes(content: Mapping[str, Any]) -> list[Block]:
    """What was noted about papers that were looked at, so that the applicant brings the right ones."""
    noted = [text for paper in content.get("paper_notes") or () if (text := _item_words(paper))]
    return [para(strong("Lưu ý về giấy tờ:")), bullets([[plain(text)] for text in noted])] if noted else []


def _paper_name(component: Mapping[str, Any]) -> list[Block]:
    blocks = [plain(text_of(component, "name"))]
    details = [
        f"Mẫu {component['form']}" if component.get("form") else "",
        upper_first(text_of(component, "note")),
    ]
    if said := ". ".join(text.rstrip(". ") for text in details if text):
        blocks.append(plain(emphasis(said)))
    return blocks


def _copies(component: Mapping[str, Any]) -> str:
    if component.get("kind") == "present":
        return "Xuất trình"
    kinds = [
        words
        for words, name in (("Bản chính", "original"), ("Bản sao", "copy"))
        if int(component.get(name) or 0)
    ]
    return ", ".join(kinds) or "Bản chính"


def _count(component: Mapping[str, Any]) -> str:
    return f"{max(int(component.get('original') or 0) + int(component.get('copy') or 0), 1):02d}"


def _book(content: Mapping[str, Any]) -> list[Block]:
    book, number = text_of(content, "book_no"), text_of(content, "sequence_no")
    if not book and not number:
        return []
    return [para(f"Vào Sổ theo dõi hồ sơ, quyển số {book or '…'}, số thứ tự {number or '…'}.")]


def _how_to_track(slip: PrintedSlip) -> list[Block]:
    words = "Giấy này lập thành 02 liên: một liên giao người nộp hồ sơ, một liên lưu."
    if slip.secret and slip.tracking_url:
        address = slip.tracking_url.split("#", 1)[0]
        words += (
            f" Không quét được thì vào {address}, gõ mã hồ sơ và mã bí mật. Chỉ đưa mã bí mật cho người được xem "
            "hồ sơ này."
        )
    return [div(["note"], [para(words)])]


def _item_words(item: Any) -> str:
    """What is asked for: a text, or a paper with a note."""
    if isinstance(item, Mapping):
        name, note = text_of(item, "name"), text_of(item, "note")
        return f"{name}: {note}" if name and note else name or note
    return str(item or "").strip()
