"""Words and blocks that several papers of a dossier share. Pure; Vietnamese because it is official wording."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from organisation.vietnamese_format import VIETNAM, format_date, format_duration, format_money
from publications.compose.qr import qr_svg
from publications.compose.tree import Block, Column, Row, div, image, para, plain, strong, table

COPIES = ("Liên 1: giao người nộp hồ sơ", "Liên 2: lưu tại Bộ phận Một cửa")
RETURN_CHANNELS = {
    "counter": "Bộ phận Một cửa",
    "post": "Qua dịch vụ bưu chính công ích",
    "online": "Trực tuyến",
}
QR_NAME, QR_WIDTH = "tra-cuu.svg", "30mm"


def moment(value: str | dt.datetime | None) -> dt.datetime | None:
    """A moment of a slip's content (ISO text) in Vietnamese time; None when there is none."""
    if not value:
        return None
    read = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return read.astimezone(VIETNAM) if read.tzinfo else read.replace(tzinfo=VIETNAM)


def moment_words(value: str | dt.datetime | None) -> str:
    """As forms write it: "15 giờ 30 phút, ngày 27/11/2026"; empty without a moment."""
    at = moment(value)
    return f"{at.hour:02} giờ {at.minute:02} phút, ngày {format_date(at)}" if at else ""


def day_words(value: str | dt.datetime | None) -> str:
    """ "27/11/2026"; empty without a moment."""
    return format_date(moment(value))


def money_words(amount: Any) -> str:
    """ "8.000 đồng", "Không thu" for nothing taken; empty where nothing was noted."""
    if amount in (None, ""):
        return ""
    return format_money(int(amount)) if int(amount) else "Không thu"


def limit_words(limit: Any) -> str:
    """ "5 ngày làm việc", from value and unit as the version says them; words stay as they are."""
    if not isinstance(limit, Mapping):
        return str(limit or "")
    return format_duration(limit["value"], limit["unit"]) if limit.get("value") and limit.get("unit") else ""


def return_words(channel: Any, counter: str = "") -> str:
    """Where the applicant gets the result; `counter` is the name of the office's own, where it is known."""
    known = {**RETURN_CHANNELS, "counter": counter or RETURN_CHANNELS["counter"]}
    return known.get(str(channel or ""), str(channel or ""))


def facts(rows: Iterable[tuple[str, str | Sequence[Block]]]) -> Block:
    """Label and value; rows without a value are left out."""
    body: list[Row] = [[[plain(strong(label))], value] for label, value in rows if value]
    return table(["facts"], [Column(0.36), Column(0.64)], body, row_headers=1)


def bold(words: str) -> list[Block]:
    """A value that the eye must find."""
    return [plain(strong(words))] if words else []


def leader_titles(post: str) -> list[str]:
    """The lines above a leader's signature: a deputy signs for the chair (NĐ 30/2020/NĐ-CP, appendix I)."""
    title = (post or "Thủ trưởng cơ quan").upper()
    return ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"] if title.startswith("PHÓ CHỦ TỊCH") else [title]


def applicant_rows(content: Mapping[str, Any], of: str) -> list[tuple[str, str | Sequence[Block]]]:
    """Who the paper is for and what is asked; `of` is the form's own label of the name."""
    return [
        (of, bold(text_of(content, "applicant_name"))),
        ("Địa chỉ", text_of(content, "applicant_address")),
        ("Số điện thoại", text_of(content, "phone")),
        ("Email", text_of(content, "email")),
        ("Nội dung yêu cầu giải quyết", bold(text_of(content, "request"))),
    ]


def text_of(content: Mapping[str, Any], name: str) -> str:
    """A field of a paper as words; empty where it has none."""
    return str(content.get(name) or "").strip()


def tracking_qr(address: str) -> tuple[list[Block], dict[str, str]]:
    """The code that opens the tracking page, and its picture; nothing without an address."""
    if not address:
        return [], {}
    picture = image(QR_NAME, "Mã QR mở trang xem hồ sơ đang ở đâu", QR_WIDTH)
    return [div(["qr"], [para(picture), para("Quét mã để xem hồ sơ đang ở đâu")])], {QR_NAME: qr_svg(address)}
