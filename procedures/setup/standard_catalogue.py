"""Lists that law fixes for every office: levels of government and the two scales of online service.

They are rows (an office may edit them, with history); these are the values a new installation starts with.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from procedures.enums import OnlineScale


class LevelRow(NamedTuple):
    """A level of government; the district level ended with Luật 72/2025/QH15."""

    code: str
    name: str
    valid_to: dt.date | None = None


class OnlineRow(NamedTuple):
    """A step of an online scale, with the decree's period."""

    scale: OnlineScale
    code: str
    name: str
    description: str


LEVELS = (
    LevelRow("central", "Trung ương"),
    LevelRow("province", "Cấp tỉnh"),
    LevelRow("district", "Cấp huyện", dt.date(2025, 6, 30)),
    LevelRow("ward", "Cấp xã"),
)

SCALE_PERIODS: dict[OnlineScale, tuple[dt.date, dt.date | None]] = {
    OnlineScale.LEGACY: (dt.date(2011, 8, 1), dt.date(2022, 8, 14)),  # 43/2011/NĐ-CP
    OnlineScale.CURRENT: (dt.date(2022, 8, 15), None),  # 42/2022/NĐ-CP
}

ONLINE_LEVELS = (
    OnlineRow(OnlineScale.LEGACY, "1", "Mức độ 1", "Có thông tin về thủ tục trên mạng."),
    OnlineRow(OnlineScale.LEGACY, "2", "Mức độ 2", "Có thêm biểu mẫu để tải về."),
    OnlineRow(
        OnlineScale.LEGACY, "3", "Mức độ 3", "Nộp hồ sơ qua mạng; trả tiền và nhận kết quả tại nơi tiếp nhận."
    ),
    OnlineRow(
        OnlineScale.LEGACY,
        "4",
        "Mức độ 4",
        "Nộp hồ sơ và trả tiền qua mạng; nhận kết quả qua mạng, tại nhà hoặc qua bưu chính.",
    ),
    OnlineRow(
        OnlineScale.CURRENT,
        "none",
        "Chỉ cung cấp thông tin",
        "Xem hướng dẫn trên mạng, nộp hồ sơ trực tiếp hoặc qua bưu chính.",
    ),
    OnlineRow(
        OnlineScale.CURRENT,
        "partial",
        "Một phần",
        "Làm được một số bước qua mạng; còn bước phải đến nơi tiếp nhận.",
    ),
    OnlineRow(
        OnlineScale.CURRENT,
        "full",
        "Toàn trình",
        "Làm mọi bước qua mạng; kết quả gửi qua mạng hoặc bưu chính.",
    ),
)
