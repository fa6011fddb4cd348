"""Questions made from an issued version of a procedure: in its own words, and frozen to it. Pure.

For every step of the office: was it a named person, within the time, with the form and the result? Then what the
version promises as a whole: posting, fees, hour of the last reception, apology letters, records. The wording is final
Vietnamese, like the other texts made from snapshots.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from audits.enums import QuestionKind
from document_control.enums import DocumentKind
from organisation.vietnamese_format import lower_first
from procedures.facts import amount_words, fee_condition_words
from procedures.snapshot_reading import (
    Part,
    Snapshot,
    applicable_limits,
    duration_words,
    is_citizen_step,
    part,
    parts,
)

RECORDS, INTERVIEW, LOOK = "Xem hồ sơ", "Xem hồ sơ, phỏng vấn", "Quan sát tại chỗ, xem hồ sơ"
MOST_FEES = 6


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a checklist, before it belongs to an audit.

    Attributes:
        step: number of the step it asks about; None for the whole procedure.
    """

    kind: QuestionKind
    clause: str
    question: str
    look_at: str = ""
    method: str = ""
    asked: str = ""
    step: int | None = None


def template_questions(snapshot: Snapshot) -> list[Question]:
    """The questions of an issued checklist template, word for word."""
    return [
        Question(
            QuestionKind.CLAUSE, row["clause"], row["question"], row["look_at"], row["method"], row["asked"]
        )
        for row in snapshot["questions"]
    ]


def procedure_questions(snapshot: Snapshot) -> list[Question]:
    """The questions an issued procedure or internal process gives: by step, then for the whole.

    Citizens are not audited, so their steps give none; what only applicants meet (posting, fees, last hour, letters) is
    left out for internal processes.
    """
    found: list[Question] = []
    for step in parts(snapshot, "steps"):
        if not is_citizen_step(step):
            found += _step_questions(step, _form_names(snapshot))
    if snapshot.get("kind") == DocumentKind.PROCEDURE:
        found += [_posting(snapshot), _fees(snapshot), _cut_off(snapshot), _letters()]
    found.append(_records(snapshot))
    return found


def _form_names(snapshot: Snapshot) -> dict[str, str]:
    return {form.get("code") or "": form.get("name") or "" for form in parts(snapshot, "forms")}


def _name_of(step: Part) -> str:
    return f"Bước {step['number']} “{step['title']}”"


def _post_of(step: Part) -> str:
    return step.get("position") or part(step, "role").get("name") or ""


def _step_questions(step: Part, forms: dict[str, str]) -> Iterable[Question]:
    yield _person(step)
    yield _time(step)
    yield _result(step, forms)


def _person(step: Part) -> Question:
    post = _post_of(step)
    held = f" giữ đúng vị trí “{post}”" if post else " được giao đúng thẩm quyền"
    return Question(
        QuestionKind.PERSON,
        "5.3",
        f"{_name_of(step)}: hồ sơ nào cũng có tên người làm, và người đó{held} tại thời điểm làm không?",
        "Tên người nhận bước trên phiếu kiểm soát; bảng phân công, văn bản ủy quyền khi làm thay",
        INTERVIEW,
        post,
        step["number"],
    )


def _time(step: Part) -> Question:
    allowed = duration_words(step.get("duration"))
    if step.get("waits_outside"):
        words = (
            f"{_name_of(step)}: thời gian chờ cơ quan bên ngoài có được ghi lại từ ngày nào đến ngày nào, và đơn vị "
            "có đôn đốc khi quá lâu không?"
        )
    elif allowed:
        words = f"{_name_of(step)}: có làm xong trong {allowed} kể từ lúc nhận bước trước bàn giao không?"
    else:
        words = (
            f"{_name_of(step)}: quy trình không định thời gian riêng; thời điểm nhận và xong có được ghi đủ để biết "
            "bước này không làm chậm hồ sơ không?"
        )
    return Question(
        QuestionKind.TIME,
        "8.5",
        words,
        "Giờ nhận, giờ xong trên phiếu kiểm soát; thời gian tạm dừng có căn cứ",
        RECORDS,
        _post_of(step),
        step["number"],
    )


def _result(step: Part, forms: dict[str, str]) -> Question:
    output, code = step.get("output") or "", step.get("form") or ""
    form = f"biểu mẫu {code}" + (f" ({forms[code]})" if forms.get(code) else "") if code else ""
    wanted = [words for words in (f"kết quả “{lower_first(output)}”" if output else "", form) if words]
    if wanted:
        words = f"{_name_of(step)}: hồ sơ có {' và '.join(wanted)}, ghi đủ nội dung và chữ ký không?"
    else:
        words = f"{_name_of(step)}: có dấu vết cho thấy việc đã được làm xong không (chữ ký, tệp, ghi chú)?"
    return Question(
        QuestionKind.RESULT,
        "8.6",
        words,
        form[:1].upper() + form[1:] if form else "Tệp, phiếu, chữ ký của bước trong hồ sơ được chọn",
        RECORDS,
        _post_of(step),
        step["number"],
    )


def _posting(snapshot: Snapshot) -> Question:
    return Question(
        QuestionKind.POSTING,
        "8.2",
        f"Thủ tục {snapshot['code']} đang niêm yết ở đâu; bản trên bảng có đúng bản đang có hiệu lực, đọc được và "
        "đủ nội dung không?",
        "Bảng niêm yết, màn hình; mã kiểm tra in trên bản niêm yết",
        LOOK,
    )


def _fees(snapshot: Snapshot) -> Question:
    fees = parts(snapshot, "fees")
    if fees:
        shown = [" ".join(filter(None, (amount_words(f), fee_condition_words(f)))) for f in fees[:MOST_FEES]]
        rest = "; …" if len(fees) > MOST_FEES else ""
        words = f"Tiền thu của người dân có đúng mức của quy trình ({'; '.join(shown)}{rest}) và có biên lai không?"
    else:
        words = "Quy trình không thu phí, lệ phí: có khoản nào vẫn thu của người dân không?"
    return Question(
        QuestionKind.FEES, "8.2", words, "Số tiền ghi trong hồ sơ, biên lai, bảng niêm yết mức thu", RECORDS
    )


def _cut_off(snapshot: Snapshot) -> Question:
    hours = sorted({limit.get("cutoff") or "" for limit in applicable_limits(snapshot)} - {""})
    if hours:
        words = (
            f"Hồ sơ nhận sau {', '.join(hours)} có được hẹn trả theo quy tắc ngày làm việc tiếp theo, và giờ này có "
            "được báo trước cho người dân không?"
        )
    else:
        words = "Ngày hẹn trả trên giấy tiếp nhận có tính đúng thời hạn của quy trình (ngày làm việc, ngày nghỉ) không?"
    return Question(
        QuestionKind.CUT_OFF,
        "8.5",
        words,
        "Giờ nhận và ngày hẹn trên giấy tiếp nhận (MC-01), thông báo giờ làm việc",
        RECORDS,
    )


def _letters() -> Question:
    return Question(
        QuestionKind.LETTERS,
        "8.7",
        "Hồ sơ trễ có được giải trình, có thư xin lỗi (MC-04) do lãnh đạo ký và gửi người dân trước khi hồ sơ đi tiếp "
        "không?",
        "Thư xin lỗi, lý do trễ, ngày hẹn lại",
        RECORDS,
    )


def _records(snapshot: Snapshot) -> Question:
    kept = [
        " ".join(
            filter(
                None,
                (
                    row.get("name") or "",
                    f"(giữ: {row['holder']})" if row.get("holder") else "",
                    f"– {row['retention']}" if row.get("retention") else "",
                ),
            )
        )
        for row in parts(snapshot, "records")
    ]
    return Question(
        QuestionKind.RECORDS,
        "7.5",
        "Hồ sơ lưu có đủ thành phần theo quy trình, ghi đúng nơi giữ và thời hạn lưu, tìm lại được ngay không?",
        "; ".join(kept) or "Giấy tờ của các hồ sơ được chọn",
        RECORDS,
    )
