"""What kind of document it is, what is missing, what contradicts itself. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from procedures.importers.findings import FindingKind
from procedures.importers.word.folding import fold
from procedures.importers.word.pieces import FOOTNOTE, NOT_UNDERSTOOD, UNKNOWN, Source
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
    r"(?:khong qua )?[\d½¼¾.,/ ]+(?:\([^)]*\)\s*)?(?:ngay|gio|phut|h)\b(?: lam viec)?"
    r"(?:\s*\([^)]*\))?(?: ke tu.*)?[.\s]*$"
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
    for piece in source.pieces:
        piece.leave(FOOTNOTE if piece.where.startswith("chú thích") else NOT_UNDERSTOOD)
    left = [piece for piece in source.pieces if not piece.key and piece.reason in UNKNOWN]
    if left:
        words = (
            f"{len(left)} đoạn chưa có chỗ, đầu tiên là “{left[0].text[:60]}”. "
            "Xem từng đoạn và chép vào mục đúng nếu cần."
        )
        work.doubt("", words, FindingKind.TEXT_NOT_PLACED, left[0].where)


def _missing(work: Work, by_key: dict[str, list[Section]]) -> None:
    parts = {**PARTS, **({} if "trigger" in work.layout else PROCEDURE_PARTS)}
    for key, words in parts.items():
        if work.layout.get(key):
            continue
        sections = (*by_key.get(key, ()), *by_key.get(_SECTION_OF.get(key, key), ()))
        if any(section.value or section.blocks for section in sections):
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
    """Minutes of all; None without times, or when days of the calendar stand beside working days."""
    units = {one.unit for one in durations}
    if not units or {"calendar_day", "working_day"} <= units:
        return None
    return sum((one.minutes for one in durations), Decimal(0))


def _times(work: Work, times: StepTimes) -> None:
    """The steps' sums beside the table's own total, the legal time limit and the limits of cases."""
    sums = {phase: found for phase, listed in times.by_phase.items() if (found := _sum(listed)) is not None}
    whole = sum(sums.values(), Decimal(0)) if sums else None
    _totals(work, times, sums, whole)
    _case_times(work, sums)
    limit = work.layout.get("time_limit") or {}
    units = {one.unit for listed in times.by_phase.values() for one in listed}
    is_comparable = (
        "calendar_day" not in units if limit.get("unit") != "calendar_day" else "working_day" not in units
    )
    if not limit.get("value") or not sums or not is_comparable or work.layout.get("cases"):
        return
    allowed = _minutes(limit["value"], limit["unit"])
    if allowed in (whole, *sums.values()):
        return
    added = _words(whole or Decimal(0))
    words = f"Thời hạn giải quyết là {_words(allowed)}, cộng các bước được {added}. Sửa một trong hai."
    work.doubt("time_limit", words, FindingKind.TIME_CONFLICT)


def _totals(work: Work, times: StepTimes, sums: dict[str, Decimal], whole: Decimal | None) -> None:
    for total in times.totals:
        printed = duration_of(total.text) if _PLAIN_TOTAL.match(fold(total.text)) else None
        added = sums.get(total.phase, whole)
        if printed is not None and added is not None and printed.minutes not in (added, whole):
            words = f"Dòng tổng ghi {_words(printed.minutes)}, cộng các bước được {_words(added)}. Sửa một trong hai."
            work.doubt("steps", words, FindingKind.TIME_CONFLICT, total.where)


def _case_times(work: Work, sums: dict[str, Decimal]) -> None:
    """Each case's own time limit beside the steps of the table that names the case."""
    for place, case in enumerate(work.layout.get("cases", ()), start=1):
        limit, name = case.get("time_limit") or {}, fold(case["name"])
        total = next((minutes for phase, minutes in sums.items() if _bare_case(phase) == name), None)
        if total is None or not limit.get("value") or total == _minutes(limit["value"], limit["unit"]):
            continue
        allowed = _words(_minutes(limit["value"], limit["unit"]))
        words = (
            f"Trường hợp “{case['name'][:60]}” có thời hạn {allowed}, cộng các bước được {_words(total)}. "
            "Sửa một trong hai."
        )
        work.doubt(f"cases[{place}].time_limit", words, FindingKind.TIME_CONFLICT)


def _bare_case(phase: str) -> str:
    return re.sub(r"^(?:truong hop|doi voi)\s+", "", fold(phase))
