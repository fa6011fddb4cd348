"""What the law wants a procedure to state (NĐ 63/2010/NĐ-CP, điều 8), and whether it still holds."""

from __future__ import annotations

import re

from procedures.importers.findings import FindingKind
from procedures.importers.portal.draft import Draft

_REQUIRED = (
    (("name",), "tên thủ tục"),
    (("public_steps",), "trình tự thực hiện"),
    (("channels",), "cách thức thực hiện"),
    (("components",), "thành phần hồ sơ"),
    (("time_limit",), "thời hạn giải quyết"),
    (("subjects",), "đối tượng thực hiện"),
    (("executing_agency", "deciding_agency"), "cơ quan thực hiện"),
    (("results",), "kết quả thực hiện"),
    (("legal_bases",), "căn cứ pháp lý"),
)
_IF_ANY = (
    (("fees",), "phí, lệ phí"),
    (("forms",), "tên mẫu đơn, mẫu tờ khai"),
    (("conditions",), "yêu cầu, điều kiện"),
)
_LIVING = {"", "ACTIVE", "UPDATED", "PUBLISHED", "NEW", "CREATED"}
_ENDED = re.compile(
    r"thủ tục(?: hành chính)?(?: này)?[^.;\n]{0,60}?(?:đã |bị |được )(?:bãi bỏ|thay thế|hết hiệu lực)"
    r"|(?:bãi bỏ|thay thế) (?:bởi |bằng )?thủ tục(?: hành chính)?(?: này| số| mã)",
    re.IGNORECASE,
)
_SETS = re.compile(
    r"(?:số lượng(?: hồ sơ)?\s{0,3}:?\s{0,3}|nộp\s{1,3})"
    r"(?P<n>\d{1,2})\s{0,3}(?:\([^()\n]{1,20}\)\s{0,3})?bộ\b(?!\s{1,3}bản vẽ)",
    re.IGNORECASE,
)


def read_sets(draft: Draft) -> None:
    """`sets`, only where prose says it and never two numbers."""
    texts = [str(draft.layout.get(key, "")) for key in ("public_steps", "conditions")]
    texts += [str(row.get("note", "")) for row in draft.layout.get("channels", [])]
    numbers = {int(found["n"]) for text in texts for found in _SETS.finditer(text)}
    if len(numbers) == 1 and min(numbers) > 0:
        draft.layout["sets"] = numbers.pop()
        return
    said = f"ghi nhiều số khác nhau ({', '.join(map(str, sorted(numbers)))})" if numbers else "không ghi"
    draft.tell(
        FindingKind.LEGAL_PART_MISSING,
        "sets",
        f"Nguồn {said} số bộ hồ sơ; hệ thống để 1 bộ. Sửa nếu khác.",
    )


def check_parts(draft: Draft) -> None:
    """A remark for each part the record leaves open; the parts "if any" only for information."""
    for keys, words in _REQUIRED:
        if not any(draft.layout.get(key) for key in keys):
            draft.warn(
                FindingKind.LEGAL_PART_MISSING, keys[0], f"Bản ghi không có {words}. Bổ sung trước khi duyệt."
            )
    for keys, words in _IF_ANY:
        if not any(draft.layout.get(key) for key in keys):
            draft.tell(FindingKind.LEGAL_PART_MISSING, keys[0], f"Bản ghi không nêu {words}. Bổ sung nếu có.")


def check_standing(draft: Draft) -> None:
    """Is the record marked or worded as no longer in force?"""
    state = draft.root["state"]
    if state.text.upper() not in _LIVING:
        draft.warn(
            FindingKind.SUPERSEDED,
            "",
            f"Trạng thái trên Cổng là “{state.text[:40]}”, không phải đang áp dụng. Kiểm tra trước khi nhập.",
            state.where,
        )
    for key in ("name", "conditions", "public_steps"):
        found = _ENDED.search(str(draft.layout.get(key, "")))
        if found:
            draft.warn(
                FindingKind.SUPERSEDED,
                key,
                f"Bản ghi có lời “{found[0][:100]}”. Kiểm tra thủ tục còn hiệu lực không trước khi nhập.",
            )
            return
