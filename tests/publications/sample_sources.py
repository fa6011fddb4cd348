"""Sources of whole documents without a database, for tests and measurements of the writers."""

import datetime as dt

from publications.compose.sources import (
    Amendment,
    HandbookSource,
    IssueFacts,
    Letterhead,
    ProcedureSource,
    Signature,
)
from tests.factories.snapshots import birth_registration, overdue_dossier_process

DAY = dt.date(2026, 10, 1)
HEAD = Letterhead("UBND thành phố Hà Nội", "Ủy ban nhân dân phường An Hòa", "An Hòa")
ADDRESS = "https://an-hoa.example/kiem-tra/9f3c71ab/"
SIGNATURES = (
    Signature("drafted", "Nguyễn Thị Hạnh", "Công chức tư pháp – hộ tịch", dt.date(2026, 9, 20)),
    Signature("reviewed", "Phạm Văn Bình", "Phó Chủ tịch", dt.date(2026, 9, 22)),
    Signature("approved", "Lê Thu Hà", "Chủ tịch", dt.date(2026, 9, 25)),
)
NAMES = (
    "Đăng ký khai sinh", "Đăng ký kết hôn", "Chứng thực chữ ký", "Đăng ký giám hộ", "Hòa giải tranh chấp đất đai",
    "Cấp giấy xác nhận tình trạng hôn nhân", "Ăn ở, an cư", "Đăng ký tạm trú", "Trợ cấp xã hội", "Xác nhận khuyết tật",
)  # fmt: skip


def issue_facts(code="QT-TP-01", title="Đăng ký khai sinh"):
    return IssueFacts(
        code, title, 3, 1, DAY, DAY, "15/QĐ-UBND", dt.date(2026, 9, 25), "9f3c71ab", ADDRESS, SIGNATURES
    )


def procedure_source(number=1, **changes):
    """The registration of births; others have another name, code and every third the internal process's steps."""
    name = NAMES[(number - 1) % len(NAMES)] + (f" {number}" if number > len(NAMES) else "")
    snapshot = birth_registration(short_title=name, **changes)
    if number % 3 == 0:
        snapshot["steps"] = snapshot["steps"] + overdue_dossier_process()["steps"]
    return ProcedureSource(
        snapshot,
        HEAD,
        issue_facts(f"QT-TP-{number:02d}", name),
        DAY,
        [Amendment("3.0", dt.date(2025, 3, 1), "Toàn bộ", "Ban hành lần đầu")],
    )


def handbook_source(chapters, first_chapter=1):
    rows = [procedure_source(number) for number in range(1, chapters + 1)]
    return HandbookSource(
        issue_facts("ST-NB", "Sổ tay quy trình nội bộ"),
        HEAD,
        "Giải quyết thủ tục hành chính",
        rows,
        first_chapter=first_chapter,
    )
