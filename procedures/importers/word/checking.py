"""What kind of document it is, what is missing, what contradicts itself. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from procedures.importers.findings import FindingKind
from procedures.importers.word.folding import fold
from procedures.importers.word.pieces import NOT_UNDERSTOOD, Source
from procedures.importers.word.sectioning import Section
from procedures.importers.word.values import MINUTES, Duration, duration_of, number_text
from procedures.importers.word.work import Work, said_in

if TYPE_CHECKING:
    from procedures.importers.word.steps import StepTimes

PARTS = {
    "purpose": "mục đích",
    "scope": "phạm vi",
    "steps": "các bước",
    "forms": "biểu mẫu",
    "records": "hồ sơ cần lưu",
}
PROCEDURE_PARTS = {
    "legal_bases": "cơ sở pháp lý",
    "components": "thành phần hồ sơ",
    "sets": "số lượng hồ sơ",
    "time_limit": "thời hạn giải quyết",
    "channels": "nơi tiếp nhận, cách thức nộp",
    "fees": "phí, lệ phí",
}
_PLAIN_TOTAL = re.compile(
    r"(?:khong qua )?[\d½¼¾.,/ ]+(?:\([^)]*\)\s*)?(?:ngay|gio|phut|h)\b(?: lam viec)?(?:\s*\([^)]*\))?(?: ke tu.*)?[.\s]*$"
)
"""A total that is one time and no sentence about deadlines."""
_SECTION_OF = {"time_limit": "time", "channels": "place", "legal_bases": "legal"}


def is_internal_process(work: Work, by_key: dict[str, list[Section]], tables: dict[str, Any]) -> bool:
    """No papers to hand in, no fee, no national code: an internal process. Told when the text is not plain."""
    papers = bool(tables.get("papers")) or _says(by_key, "components")
    public = [papers, _says(by_key, "fees"), "code" in work.layout, _says(by_key, "sets")]
    if any(public):
        return False
    inner = any(_says(by_key, key) for key in ("trigger", "frequency", "deadline", "owner_unit"))
    marked = inner or bool(re.search(r"\bNB\b|-NB", work.layout.get("iso_code", "")))
    applicants = _says(by_key, "subjects") or _says(by_key, "results") or _says(by_key, "place")
    if not marked and applicants:
        return False
    if not marked:
        work.findings.warning(
            0,
            "trigger",
            "Không thấy thành phần hồ sơ, lệ phí, mã quốc gia nên hiểu là quy trình nội bộ. Nếu là thủ tục hành chính, "
            "bổ sung các mục này trong bản Word rồi nhập lại.",
        )
    return True


def _says(by_key: dict[str, list[Section]], key: str) -> bool:
    return any(
        said and not all(one.is_nothing for one in said)
        for said in (said_in(section) for section in by_key.get(key, ()))
    )


def check(work: Work, source: Source, by_key: dict[str, list[Section]], times: StepTimes) -> None:
    """Findings on the document as a whole."""
    _missing(work, by_key)
    _times(work, times)
    left = [piece for piece in source.pieces if not piece.key and _is_unknown(piece.reason)]
    for piece in source.pieces:
        if piece.is_open:
            piece.leave(
                "Chú thích hoặc chữ ngoài các mục; chưa có chỗ trong mẫu."
                if piece.where.startswith("chú thích")
                else NOT_UNDERSTOOD
            )
    left = [piece for piece in source.pieces if not piece.key and _is_unknown(piece.reason)]
    if left:
        words = f"{len(left)} đoạn chưa có chỗ, đầu tiên là “{left[0].text[:60]}”. Xem từng đoạn và chép vào mục đúng nếu cần."
        work.doubt("", words, FindingKind.TEXT_NOT_PLACED, left[0].where)


def _is_unknown(reason: str) -> bool:
    return reason == NOT_UNDERSTOOD or "không có trong mẫu" in reason or "chưa có chỗ" in reason


def _missing(work: Work, by_key: dict[str, list[Section]]) -> None:
    parts = {**PARTS, **({} if "trigger" in work.layout else PROCEDURE_PARTS)}
    for key, words in parts.items():
        if work.layout.get(key):
            continue
        if any(by_key.get(one) for one in (key, _SECTION_OF.get(key, key))):
            continue
        work.doubt(
            key,
            f"Không thấy {words} trong bản Word. Bổ sung trước khi gửi duyệt.",
            FindingKind.LEGAL_PART_MISSING,
        )


# --- Times ------------------------------------------------------------------------------------------------
def _minutes(value: int, unit: str) -> Decimal:
    return Decimal(value) * MINUTES["working_day" if unit == "same_day" else unit]


def _words(minutes: Decimal) -> str:
    days = minutes / MINUTES["working_day"]
    if days >= 1 and days * 2 == (days * 2).to_integral_value():
        return f"{number_text(days)} ngày".replace(".", ",")
    return f"{number_text((minutes / 60).quantize(Decimal('0.01')))} giờ".replace(".", ",")


def _sum(durations: list[Duration]) -> Decimal | None:
    """Minutes of all; None without times, or when calendar days stand beside working time."""
    kinds = {one.unit == "calendar_day" for one in durations}
    return sum((one.minutes for one in durations), Decimal(0)) if len(kinds) == 1 else None


def _times(work: Work, times: StepTimes) -> None:
    """The steps' sum beside the legal time limit and beside the table's own total."""
    limit = work.layout.get("time_limit") or {}
    sums = {phase: total for phase, found in times.by_phase.items() if (total := _sum(found)) is not None}
    by_table = _whole(sums)
    for total in times.totals:
        printed = duration_of(total.text) if _PLAIN_TOTAL.match(fold(total.text)) else None
        phase_sum = sums.get(total.phase, by_table)
        if printed is None or phase_sum is None:
            continue
        minutes = printed.minutes
        if minutes not in (phase_sum, by_table):
            words = (
                f"Dòng tổng ghi {_words(minutes)}, cộng các bước được {_words(phase_sum)}. Sửa một trong hai."
            )
            work.doubt("steps", words, FindingKind.TIME_CONFLICT, total.where)
    _case_times(work, sums)
    if not limit.get("value") or not sums:
        return
    allowed = _minutes(limit["value"], limit["unit"])
    phases = [total for total in sums.values() if total != allowed]
    if by_table != allowed and phases and not work.layout.get("cases"):
        wrong = phases[0] if len(sums) > 1 else by_table or phases[0]
        words = f"Thời hạn giải quyết là {_words(allowed)}, cộng các bước được {_words(wrong)}. Sửa một trong hai."
        work.doubt("time_limit", words, FindingKind.TIME_CONFLICT)


def _case_times(work: Work, sums: dict[str, Decimal]) -> None:
    """Each case's own time limit beside the steps of the table that names the case."""
    for place, case in enumerate(work.layout.get("cases", ()), start=1):
        limit, name = case.get("time_limit") or {}, fold(case["name"])
        total = next((total for phase, total in sums.items() if _bare_case(phase) == name), None)
        if total is None or not limit.get("value") or total == _minutes(limit["value"], limit["unit"]):
            continue
        allowed = _words(_minutes(limit["value"], limit["unit"]))
        words = f"Trường hợp “{case['name'][:60]}” có thời hạn {allowed}, cộng các bước được {_words(total)}. Sửa một trong hai."
        work.doubt(f"cases[{place}].time_limit", words, FindingKind.TIME_CONFLICT)


def _bare_case(phase: str) -> str:
    return re.sub(r"^(?:truong hop|doi voi)\s+", "", fold(phase))


def _whole(sums: dict[str, Decimal]) -> Decimal | None:
    return sum(sums.values(), Decimal(0)) if sums else None
