"""The words a letter is drafted with: made from the explanation, for the applicant, in Vietnamese.

They are content of a Vietnamese office's letter, not words of the interface, so they are not translated.
"""

from __future__ import annotations

from dossiers.enums import CauseCategory
from dossiers.models import Dossier, LateIncident

CAUSE_WORDS = {
    CauseCategory.WORKLOAD: "số lượng hồ sơ tiếp nhận trong thời gian này tăng cao",
    CauseCategory.COMPLEX: "hồ sơ có nội dung phức tạp, cần thêm thời gian thẩm tra",
    CauseCategory.OTHER_AGENCY: "cơ quan phối hợp trả lời chậm",
    CauseCategory.OTHER_STEP: "bước xử lý trước chuyển hồ sơ chậm",
    CauseCategory.ABSENCE: "người phụ trách vắng mặt mà chưa kịp phân công người thay",
    CauseCategory.SYSTEM: "hệ thống phần mềm, đường truyền gặp sự cố",
    CauseCategory.PAPERS: "giấy tờ trong hồ sơ phải kiểm tra lại",
    CauseCategory.OVERSIGHT: "cơ quan chúng tôi có sơ suất trong quá trình xử lý",
    CauseCategory.OTHER: "có lý do phát sinh trong quá trình xử lý",
}


def reason_for(incident: LateIncident) -> str:
    """The reason as the letter gives it: the cause in words, then what the responsible person wrote."""
    cause = CAUSE_WORDS[CauseCategory(incident.cause)]
    own_words = incident.explanation.strip().rstrip(".")
    return f"Ở bước “{incident.step.title}”, {cause}. {own_words}."


def apology_for(dossier: Dossier) -> str:
    """The words of apology."""
    agency = dossier.competent_unit.name
    whom = "quý cơ quan, tổ chức" if dossier.applicant_kind == "organisation" else "ông/bà"
    return (
        f"{agency} chân thành xin lỗi {whom} vì hồ sơ chưa được giải quyết đúng tiến độ. "
        f"Chúng tôi đã yêu cầu người phụ trách khẩn trương hoàn thành và mong nhận được sự thông cảm của {whom}."
    )
