"""The clauses of TCVN ISO 9001:2015 an installation begins with; titles in our own short words."""

from __future__ import annotations

from audits.models import StandardClause

CLAUSES: tuple[tuple[str, str], ...] = (
    ("4.1", "Bối cảnh của cơ quan"),
    ("4.2", "Nhu cầu và mong đợi của các bên quan tâm"),
    ("4.3", "Phạm vi của hệ thống"),
    ("4.4", "Hệ thống và các quá trình"),
    ("5.1", "Vai trò và cam kết của lãnh đạo"),
    ("5.2", "Chính sách chất lượng"),
    ("5.3", "Vai trò, trách nhiệm và quyền hạn"),
    ("6.1", "Rủi ro và cơ hội"),
    ("6.2", "Mục tiêu chất lượng"),
    ("6.3", "Hoạch định thay đổi"),
    ("7.1", "Nguồn lực"),
    ("7.2", "Năng lực"),
    ("7.3", "Nhận thức"),
    ("7.4", "Trao đổi thông tin"),
    ("7.5", "Thông tin dạng văn bản"),
    ("8.1", "Hoạch định và kiểm soát công việc"),
    ("8.2", "Yêu cầu đối với dịch vụ công"),
    ("8.4", "Kiểm soát nguồn cung cấp bên ngoài"),
    ("8.5", "Giải quyết thủ tục và cung cấp dịch vụ"),
    ("8.6", "Kiểm tra trước khi trả kết quả"),
    ("8.7", "Kiểm soát kết quả không phù hợp"),
    ("9.1", "Theo dõi, đo lường, phân tích và đánh giá"),
    ("9.2", "Đánh giá nội bộ"),
    ("9.3", "Xem xét của lãnh đạo"),
    ("10.1", "Cải tiến: yêu cầu chung"),
    ("10.2", "Sự không phù hợp và hành động khắc phục"),
    ("10.3", "Cải tiến liên tục"),
)


def seed_standard_clauses() -> None:
    """Add what is missing; what the office changed stays."""
    for position, (number, title) in enumerate(CLAUSES, start=1):
        StandardClause.objects.get_or_create(
            number=number, defaults={"title": title, "sort_order": position * 10}
        )
