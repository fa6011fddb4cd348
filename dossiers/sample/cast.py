"""Who the sample dossiers belong to, which procedure they are of and when they came in. Pure; every name is invented.

Days count back in working days, minutes from the opening of that day; on the day of loading back from that moment.
"""

from __future__ import annotations

from typing import NamedTuple


class Part(NamedTuple):
    """A dossier of the sample."""

    code: str
    name: str
    back: int
    minute: int


RETURNED = (
    Part("QT-TP-11", "Nguyễn Thị Mai Hương", 40, 20),
    Part("QT-TP-01", "Trần Đình Phúc", 38, 65),
    Part("QT-KD-01", "Lê Quang Vinh", 36, 30),
    Part("QT-TP-10", "Phạm Thị Thu Trang", 31, 110),
    Part("QT-TP-08", "Hoàng Minh Khôi", 28, 45),
    Part("QT-TP-12", "Vũ Ngọc Lan", 22, 15),
    Part("QT-TP-03", "Đặng Văn Toàn", 17, 80),
    Part("QT-KD-02", "Bùi Thị Hồng Nhung", 14, 35),
    Part("QT-TP-11", "Đỗ Xuân Trường", 9, 50),
    Part("QT-TP-05", "Ngô Thị Bích", 8, 25),
)
RETURNED_LATE = (
    Part("QT-KD-01", "Dương Quốc Bảo", 25, 40),
    Part("QT-TP-08", "Lý Thị Kim Oanh", 19, 55),
)
AT_THE_COUNTER = (
    Part("QT-TP-01", "Trịnh Văn Nam", 2, 20),
    Part("QT-TP-08", "Cao Thị Thanh Vân", 4, 35),
    Part("QT-KD-02", "Mai Đức Thịnh", 5, 60),
)
IN_HAND = (
    Part("QT-XD-01", "Phùng Văn Hải", 3, 70),
    Part("QT-DD-01", "Tạ Thị Minh Nguyệt", 6, 40),
    Part("QT-KD-01", "Hồ Thị Lệ Quyên", 1, 300),
    Part("QT-TP-08", "Đinh Công Sáng", 1, 130),
    Part("QT-TP-09", "Lưu Thị Ánh", 2, 100),
    Part("QT-TP-07", "Chu Văn Quyết", 1, 240),
)
JUST_RECEIVED = (
    Part("QT-TP-05", "Vương Thị Hiền", 0, 15),
    Part("QT-KD-02", "Quách Văn Tú", 0, 30),
)
SIGNED_OFF = Part("QT-XD-01", "Kiều Thị Phương", 3, 25)
"""Approved by the leader, with the clerk."""
SUBMITTED = (
    Part("QT-TP-11", "Nguyễn Hoàng Anh", 0, 10),
    Part("QT-TP-01", "Trần Thị Diệu Linh", 0, 25),
)
INCOMPLETE = Part("QT-TP-08", "Phạm Quốc Khánh", 1, 200)
TURNED_AWAY = Part("QT-KD-01", "Lê Thị Tuyết", 12, 75)
WAITING_SUPPLEMENT = Part("QT-KD-01", "Hoàng Thị Yến Nhi", 2, 50)
SUPPLEMENTED = Part("QT-TP-09", "Vũ Đình Trung", 3, 65)
WAITING_FINANCE = Part("QT-DD-01", "Đặng Thị Loan", 15, 90)
WAITING_EXTERNAL = Part("QT-DD-01", "Bùi Văn Thắng", 9, 20)
REFUSED = Part("QT-XD-01", "Đỗ Thị Hoa", 16, 45)
WITHDRAWN = Part("QT-KD-02", "Ngô Văn Hùng", 10, 120)
STOPPED = Part("QT-XD-01", "Dương Thị Hải Yến", 20, 30)
JOINED = Part("QT-TP-01", "Lý Văn Đạt", 0, 35)
JOINED_CODES = ("QT-TP-01", "QT-TP-10")

LATE = {
    "detected": Part("QT-KD-01", "Trịnh Thị Thanh Tâm", 5, 25),
    "explained": Part("QT-TP-08", "Cao Văn Lộc", 6, 40),
    "drafted": Part("QT-TP-05", "Mai Thị Huệ", 6, 75),
    "signed": Part("QT-KD-02", "Phùng Thị Nga", 7, 55),
    "sent": Part("QT-TP-07", "Tạ Quang Huy", 8, 30),
    "overridden": Part("QT-TP-08", "Hồ Văn Phong", 7, 95),
}
"""One dossier at each stage of the apology gate."""

KNOWN = Part("QT-TP-08", "Lê Minh Châu", 0, 45)
KNOWN_CODE, KNOWN_SECRET = "H26.65-MAU-0001", "AN2026"
"""What the guide tells a visitor to type on the tracking page. Only the sample has such a dossier, and the sample goes
into an empty database only; everywhere else secrets are drawn by chance."""
