"""The composing door for apps above: slips, letters, minutes and reports with the same head, tables and look.

    document = paper(
        Info(kind="receipt_slip", title="Giấy tiếp nhận hồ sơ", unit="UBND phường An Hòa", check_code=…, check_url=…),
        Letterhead("UBND phường An Hòa", "Điểm phục vụ hành chính công", "An Hòa"),
        number="Số: 0127/GTN", on=dt.date(2026, 8, 12),
        title="GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", subtitle="Mã hồ sơ: H26.65-260812-0127",
        blocks=[
            facts_table([("Tiếp nhận hồ sơ của", "Ông Phạm Văn Thắng")]),
            grid_table([("TT", 0.1), ("Tên giấy tờ", 0.7), ("Số lượng", 0.2)], [["1", "Tờ khai", "01"]]),
        ],
        signatories=[Signatory("NGƯỜI NỘP HỒ SƠ"), Signatory("NGƯỜI TIẾP NHẬN HỒ SƠ", name="Nguyễn Thị Hạnh")],
    )

The result goes to any writer. Words enter through the builders of `tree`, never as markup. A paper with a head and foot
of its own ends with `finished`, as `paper` does: the words are what somebody typed, so no sign makes it unprintable.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from publications.compose import wording
from publications.compose.document import Document, Info, Layout
from publications.compose.letterhead import letterhead, title_block
from publications.compose.printable import spelled_out
from publications.compose.qr import qr_svg
from publications.compose.sources import Letterhead
from publications.compose.tables import facts_table, grid_table, room_to_sign, rows_table
from publications.compose.tree import Block, Column, div, emphasis, image, para, plain, strong, table

__all__ = ["Signatory", "facts_table", "finished", "grid_table", "paper", "rows_table"]


@dataclass(frozen=True, slots=True)
class Signatory:
    """A column at the foot of a paper: whose place it is, how to sign, and the name when it is known."""

    role: str
    hint: str = "(Ký, ghi rõ họ tên)"
    name: str = ""
    lines_to_sign: int = 4


def paper(
    info: Info,
    head: Letterhead,
    *,
    title: str,
    blocks: Sequence[Block],
    number: str = "",
    on: dt.date | None = None,
    subtitle: str = "",
    signatories: Sequence[Signatory] = (),
    layout: Layout | None = None,
    after: Sequence[Block] = (),
    media: Mapping[str, str] | None = None,
) -> Document:
    """A paper of the office.

    Args:
        number: "Số: 0127/GTN-UBND", empty for papers without.
        on: the day of the date line ("An Hòa, ngày 12 tháng 8 năm 2026").
        blocks: the body, made by `tree` and by the tables of this module.
        layout: style "decree" on A4 when left out.
        after: what stands below the signatures.
        media: pictures of the blocks.
    """
    place_date = wording.long_date(on, head.place) if on else ""
    body = [
        letterhead(head, number=number, place_date=place_date),
        title_block(title=title, subtitle=subtitle),
        *blocks,
    ]
    pictures = dict(media or {})
    if signatories:
        # No page holds signatures alone, which could then be signed without what they are under.
        last = [body.pop()] if body[-1]["t"] == "Para" else []
        body.append(div(["keep"], [*last, _sign_off(signatories)]))
    if info.check_url:
        pictures["qr.svg"] = qr_svg(info.check_url)
        picture = image("qr.svg", f"Mã QR dẫn tới {info.check_url}", "22mm")
        body.append(div(["qr"], [para(picture), para("Quét mã để kiểm tra tờ giấy này")]))
    return finished(info, layout or Layout(style="decree"), [*body, *after], pictures)


def finished(
    info: Info, layout: Layout, blocks: Sequence[Block], media: Mapping[str, str] | None = None
) -> Document:
    """The document of a paper made from what people typed: signs that the fonts lack are spelled out."""
    return spelled_out(Document(info, layout, tuple(blocks), dict(media or {})))


def _sign_off(signatories: Sequence[Signatory]) -> Block:
    cells = []
    for signatory in signatories:
        lines = [plain(strong(signatory.role)), plain(emphasis(signatory.hint))]
        if signatory.name:
            lines += [room_to_sign(signatory.lines_to_sign), plain(strong(signatory.name))]
        cells.append(lines)
    columns = [Column(1 / len(signatories), "center")] * len(signatories)
    return table(["sign-off"], columns, [cells])
