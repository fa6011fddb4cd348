"""Rules about steps and time: who, how long, with what result, and whether it fits the time limit.

Source: the version invariants of our document control (ISO 9001:2015 clause 8.5.1, controlled conditions)
and Nghị định 61/2018/NĐ-CP: every step has a person and a time. Pure functions on a snapshot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from organisation.vietnamese_format import format_number, format_working_hours
from procedures.problem import Problem, error, warning
from procedures.snapshot_reading import (
    Part,
    Snapshot,
    applicable_limits,
    counted_steps,
    decimal_value,
    duration_words,
    is_citizen_step,
    limit_minutes,
    longest_limit,
    part,
    parts,
    total_step_minutes,
)

TIME_UNITS = ("same_day", "working_hour", "working_day", "calendar_day")
_CLOCK_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


def _sum_problem(total: Decimal, limit: Decimal, words: tuple[str, str, str]) -> Problem | None:
    """Compare a sum with its limit; words are those of the sum, the limit and the difference."""
    said_total, said_limit, difference = words
    if total > limit:
        return error(
            "time_limit",
            f"Các bước cộng lại {said_total}, quá thời hạn {said_limit} là {difference}. "
            "Giảm thời gian của bước, hoặc đánh dấu bước chờ bên ngoài và ghi lý do.",
            "steps",
        )
    if total < limit:
        return warning(
            "time_limit",
            f"Các bước cộng lại {said_total}, còn thừa {difference} so với thời hạn {said_limit}. "
            "Chia nốt cho các bước, hoặc rút ngắn thời hạn.",
            "steps",
        )
    return None


def _calendar_sum(snapshot: Snapshot, limit: Part) -> Problem | None:
    steps = counted_steps(snapshot)
    days = [decimal_value(part(step, "duration")) or Decimal(0) for step in steps]
    units = {step["duration"].get("unit") for step in steps if step.get("duration")}
    if units and units != {"calendar_day"}:
        return warning(
            "time_limit",
            "Thời hạn tính theo ngày, có bước tính theo giờ hoặc ngày làm việc nên máy không cộng được. "
            "Đổi các bước sang “ngày”, hoặc tự kiểm tra tổng.",
            "steps",
        )
    total, most = sum(days, Decimal(0)), decimal_value(limit) or Decimal(0)
    words = (
        f"{format_number(total)} ngày",
        duration_words(limit),
        f"{format_number(abs(total - most))} ngày",
    )
    return _sum_problem(total, most, words)


def step_sum_problems(snapshot: Snapshot) -> list[Problem]:
    """The sum of the steps against the longest applicable limit: error when over, warning when under.

    Steps of the citizen and steps that wait outside do not count. Nothing is said without a limit
    (internal processes). Calendar and working days are never converted into each other.
    """
    limit = longest_limit(snapshot)
    if limit is None:
        if not applicable_limits(snapshot):
            return []
        message = "Các trường hợp dùng hai cách tính ngày khác nhau. Tự kiểm tra tổng thời gian các bước."
        return [warning("time_limit", message, "cases")]
    if not counted_steps(snapshot):
        return []
    most = limit_minutes(snapshot)
    if most is None:
        problem = _calendar_sum(snapshot, limit)
    else:
        mixed = any(part(step, "duration").get("unit") == "calendar_day" for step in counted_steps(snapshot))
        if mixed:
            message = (
                "Có bước tính theo ngày thường trong khi thời hạn tính theo giờ, ngày làm việc. "
                "Đổi bước đó sang giờ hoặc ngày làm việc."
            )
            return [warning("time_limit", message, "steps")]
        total = total_step_minutes(snapshot)
        words = (
            f"{format_working_hours(total)} làm việc",
            f"{duration_words(limit)} ({format_working_hours(most)})",
            format_working_hours(abs(total - most)),
        )
        problem = _sum_problem(Decimal(total), Decimal(most), words)
    return [problem] if problem else []


def _step_problems(position: int, step: Part, *, is_strict: bool) -> Iterator[Problem]:
    anchor = f"steps-{position}"
    blame = error if is_strict else warning
    if not step.get("title"):
        yield error("steps", f"Bước {position} chưa có tên. Viết việc phải làm.", anchor)
    if step.get("number") != position:
        yield error(
            "steps", f"Bước {position} mang số {step.get('number')}. Đánh số lại từ 1, liên tục.", anchor
        )
    if step.get("waits_outside") and not (step.get("waits_reason") or "").strip():
        yield error(
            "steps", f"Bước {position} chờ bên ngoài nhưng chưa ghi lý do. Ghi chờ ai, chờ việc gì.", anchor
        )
    role = part(step, "role")
    if not (role.get("code") or role.get("name")):
        yield error("steps", f"Bước {position} chưa rõ ai làm. Chọn vai trò chịu trách nhiệm.", anchor)
    if is_citizen_step(step):
        return
    if not step.get("duration"):
        if not step.get("waits_outside"):
            yield blame("steps", f"Bước {position} chưa có thời gian. Ghi số giờ hoặc số ngày.", anchor)
    elif (decimal_value(step["duration"]) or Decimal(0)) < 0:
        yield error("steps", f"Bước {position} có thời gian âm. Ghi lại từ 0 trở lên.", anchor)
    if not (step.get("form") or step.get("output")):
        yield blame("steps", f"Bước {position} chưa có biểu mẫu hoặc kết quả. Ghi một trong hai.", anchor)


def step_problems(snapshot: Snapshot) -> list[Problem]:
    """Every step but the citizen's has role, duration and form or result; waiting needs a reason.

    In internal processes a missing duration or result is only a warning: some of their steps (following
    up deadlines) go on all the time.
    """
    steps = parts(snapshot, "steps")
    if not steps:
        return [error("steps", "Chưa có bước nào. Thêm các bước và người làm từng bước.")]
    is_strict = snapshot.get("kind") != "internal_process"
    return [
        problem
        for position, step in enumerate(steps, start=1)
        for problem in _step_problems(position, step, is_strict=is_strict)
    ]


def _limit_problems(limit: Part, whose: str, section: str, anchor: str) -> Iterator[Problem]:
    value, cutoff = decimal_value(limit), limit.get("cutoff") or ""
    if limit.get("unit") not in TIME_UNITS:
        yield error(
            section, f"{whose} chưa có đơn vị. Chọn trong ngày, giờ, ngày làm việc hoặc ngày.", anchor
        )
    if value is None or value <= 0:
        yield error(section, f"{whose} phải lớn hơn 0. Ghi lại số ngày hoặc số giờ.", anchor)
    if cutoff and limit.get("unit") != "same_day":
        message = (
            f"{whose} có giờ nhận cuối nhưng không trả trong ngày. Bỏ giờ nhận cuối, hoặc chọn “trong ngày”."
        )
        yield error(section, message, anchor)
    if cutoff and not _CLOCK_TIME.fullmatch(cutoff):
        yield error(section, f"Giờ nhận cuối “{cutoff}” chưa đúng. Ghi như 15:00.", anchor)


def limit_problems(snapshot: Snapshot) -> list[Problem]:
    """The general limit and those of the cases are well-formed; a cut-off only with "same day"."""
    found: list[Problem] = []
    if snapshot.get("time_limit"):
        found += _limit_problems(snapshot["time_limit"], "Thời hạn", "time_limit", "time_limit")
    for position, case in enumerate(parts(snapshot, "cases"), start=1):
        if case.get("time_limit"):
            whose = f"Thời hạn của trường hợp {case.get('code') or position}"
            found += _limit_problems(case["time_limit"], whose, "cases", f"cases-{position}")
    return found
