"""The decision that issues an edition of a handbook, in the form of NĐ 30/2020/NĐ-CP (appendix III, form 1.2)."""

from __future__ import annotations

from publications.compose import wording
from publications.compose.letterhead import letterhead, title_block
from publications.compose.sources import HandbookSource, IssueFacts, Signature
from publications.compose.tables import room_to_sign
from publications.compose.tree import (
    Block,
    Column,
    div,
    emphasis,
    line_break,
    para,
    plain,
    strong,
    table,
)

BASES = (
    "Căn cứ Quyết định số 19/2014/QĐ-TTg ngày 05/3/2014 của Thủ tướng Chính phủ về việc áp dụng Hệ thống quản lý chất "
    "lượng theo Tiêu chuẩn quốc gia TCVN ISO 9001:2008 vào hoạt động của các cơ quan, tổ chức thuộc hệ thống hành "
    "chính nhà nước;",
    "Căn cứ tiêu chuẩn quốc gia TCVN ISO 9001:2015 Hệ thống quản lý chất lượng - Các yêu cầu;",
)
DEPUTY = "PHÓ CHỦ TỊCH"


def decision(source: HandbookSource) -> Block:
    """The page after the cover: who decides, on which grounds, what holds from when."""
    issue, head = source.issue, source.letterhead
    day = issue.decision_date or issue.issued_on
    place_date = wording.long_date(day, head.place) if day else ""
    blocks = [
        letterhead(head, number=f"Số: {issue.decision_number}", place_date=place_date),
        title_block(title="QUYẾT ĐỊNH", subtitle=f"Về việc ban hành {issue.title}"),
        div(["title-block"], [div(["subtitle"], [para(f"CHỦ TỊCH {head.unit_name.upper()}")])]),
        *(para(emphasis(ground)) for ground in _grounds(source)),
        div(["title-block"], [div(["subtitle"], [para(line_break(), "QUYẾT ĐỊNH:")])]),
        *(para(strong(f"Điều {number}. "), words) for number, words in enumerate(_articles(source), start=1)),
        div(["keep"], [_sign_off(issue, head.unit_name)]),
    ]
    return div(["front"], blocks)


def _grounds(source: HandbookSource) -> list[str]:
    grounds = list(BASES)
    if source.reason:
        grounds.append(f"Xét yêu cầu của công việc: {source.reason.strip().rstrip('.;')};")
    drafted = _signature(source.issue, "drafted")
    asked = f"Theo đề nghị của {drafted.post}." if drafted and drafted.post else ""
    if asked:
        return [*grounds, asked]
    return [*grounds[:-1], f"{grounds[-1].rstrip(';')}."]


def _articles(source: HandbookSource) -> list[str]:
    issue = source.issue
    name = f"{issue.title} (mã hiệu {issue.code}, lần ban hành {issue.edition:02d})"
    effective = f" từ ngày {wording.date_words(issue.effective_on)}" if issue.effective_on else ""
    replaced = " và thay thế các lần ban hành trước" if issue.edition > 1 else ""
    return [
        f"Ban hành kèm theo Quyết định này {name}, gồm {len(source.chapters)} quy trình.",
        f"Quyết định này có hiệu lực{effective}{replaced}.",
        f"Các đơn vị, cán bộ, công chức thuộc {source.letterhead.unit_name} và cá nhân có liên quan chịu trách nhiệm "
        "thi hành Quyết định này.",
    ]


def _signature(issue: IssueFacts, duty: str) -> Signature | None:
    return next((signature for signature in issue.signatures if signature.duty == duty), None)


def _sign_off(issue: IssueFacts, unit: str) -> Block:
    """Left who receives the decision, right who signs, with room for hand and seal."""
    receives = ["Như Điều 3;", f"Trang tin nội bộ {unit};", "Lưu: VT."]
    left: list[Block] = [plain(strong([emphasis("Nơi nhận:")])), *(plain(f"- {line}") for line in receives)]
    signer = _signature(issue, "approved")
    post = (signer.post if signer else "Chủ tịch").upper()
    lines = ["KT. CHỦ TỊCH", DEPUTY] if post.startswith(DEPUTY) else [post]
    right: list[Block] = [*(plain(strong(line)) for line in lines), room_to_sign()]
    right.append(plain(strong(signer.name if signer else "")))
    gap = plain(line_break())
    return table(["sign-off"], [Column(0.5), Column(0.5, "center")], [[[gap, *left], [gap, *right]]])
