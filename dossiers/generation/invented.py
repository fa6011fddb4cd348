"""Names and words of invented dossiers. Pure; nobody real is meant."""

from __future__ import annotations

import random

from dossiers.enums import CauseCategory

FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
)
MIDDLE = ("Thị", "Văn", "Minh", "Ngọc", "Thu", "Quang", "Đức", "Thanh", "Hải", "Xuân", "Hữu", "Kim")
GIVEN = (
    *("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hạnh", "Hiếu", "Hoa", "Hùng", "Hương", "Khánh"),
    *("Lan", "Linh", "Long", "Mai", "Nam", "Nga", "Oanh", "Phúc", "Quân", "Sơn", "Tâm", "Thảo"),
    *("Thủy", "Trang", "Trung", "Tuấn", "Vân", "Yến"),
)
GROUPS = 24

LATE_WORDS: tuple[tuple[CauseCategory, str], ...] = (
    (
        CauseCategory.WORKLOAD,
        "Trong tuần có nhiều hồ sơ cùng đến hạn, tôi chưa kịp xử lý hồ sơ này đúng giờ.",
    ),
    (CauseCategory.PAPERS, "Phải đối chiếu lại giấy tờ với sổ lưu năm cũ nên mất thêm thời gian."),
    (CauseCategory.OTHER_AGENCY, "Đơn vị phối hợp trả lời xác minh muộn hơn dự kiến."),
    (CauseCategory.SYSTEM, "Phần mềm dùng chung gián đoạn, không kết xuất được kết quả trong buổi."),
    (CauseCategory.COMPLEX, "Hồ sơ có tình tiết phức tạp, phải xin ý kiến chuyên môn."),
)


def person(choose: random.Random) -> str:
    """A made-up name in Vietnamese order."""
    return f"{choose.choice(FAMILY)} {choose.choice(MIDDLE)} {choose.choice(GIVEN)}"


def address(place: str, choose: random.Random) -> str:
    """A made-up address in the place of the office."""
    return f"Tổ dân phố số {choose.randint(1, GROUPS)}, {place}" if place else ""
