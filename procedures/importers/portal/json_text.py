"""Bytes → plain JSON values, whatever the bytes are. Pure; never raises.

Numbers stay text (`Number`), so that a thousand digits cost nothing and 6.25 is not rounded. A key written twice keeps
both values. Depth and number of values are bounded before anything is built.
"""

from __future__ import annotations

import json
import re
from typing import Any, TypeAlias

from procedures.importers.findings import FindingKind, Findings

MAX_BYTES = 32 * 1024 * 1024
MAX_DEPTH = 60
MAX_VALUES = 1_000_000
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Number(str):
    """A number as the file spells it."""

    __slots__ = ()


Value: TypeAlias = dict[str, Any] | list[Any] | str | bool | None


def read_json(data: bytes, findings: Findings) -> Value:
    """The value of a file; None and an error when there is none to be had."""
    if len(data) > MAX_BYTES:
        _refuse(
            findings,
            FindingKind.FILE_TOO_LARGE,
            f"Tệp lớn quá {MAX_BYTES // 1024**2} MB. Chia thành nhiều tệp.",
        )
        return None
    text = _decoded(data, findings)
    if text is None:
        return None
    if not text.strip():
        _refuse(findings, FindingKind.FILE_EMPTY, "Tệp trống. Chọn tệp tải từ Cổng Dịch vụ công quốc gia.")
        return None
    if not _is_bounded(text, findings):
        return None
    return _parsed(text, findings)


def _refuse(findings: Findings, kind: FindingKind, message: str, line: int = 0) -> None:
    findings.error(line, "", message, kind)


def _decoded(data: bytes, findings: Findings) -> str | None:
    encoding = "utf-16" if data.startswith(_UTF16) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1 if encoding == "utf-8-sig" else 0
        _refuse(
            findings,
            FindingKind.FILE_ENCODING,
            "Tệp không phải chữ Unicode (UTF-8). Mở bằng trình soạn thảo, lưu lại với bảng mã UTF-8.",
            line,
        )
        return None


def _is_bounded(text: str, findings: Findings) -> bool:
    """Count brackets and commas outside strings, so that nothing too deep or too wide is built."""
    depth = values = 0
    for token in _TOKEN.finditer(text):
        mark = token[0]
        depth += _STEPS.get(mark, 0)
        values += mark == ","
        if depth > MAX_DEPTH:
            message = f"Tệp lồng nhau sâu quá {MAX_DEPTH} tầng. Tải lại tệp từ Cổng."
            _refuse(findings, FindingKind.FILE_BROKEN, message)
            return False
        if values > MAX_VALUES:
            message = f"Tệp có hơn {MAX_VALUES} giá trị. Chia thành nhiều tệp."
            _refuse(findings, FindingKind.FILE_TOO_LARGE, message)
            return False
    return True


class _Twice(list[str]):
    """Keys that a mapping names more than once."""

    def keep_both(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """A mapping in which a repeated key stands as "name (lần 2)"."""
        found: dict[str, Any] = {}
        times: dict[str, int] = {}
        for key, value in pairs:
            name = key
            while name in found:
                times[key] = times.get(key, 1) + 1
                name = f"{key} (lần {times[key]})"
            if name != key:
                self.append(key)
            found[name] = value
        return found


def _parsed(text: str, findings: Findings) -> Value:
    twice = _Twice()

    def no_number(word: str) -> Number:
        message = f"Tệp có {word}, không phải số; để nguyên là chữ. Kiểm tra mục có {word}."
        findings.warning(0, "", message)
        return Number(word)

    try:
        value: Value = json.loads(
            text,
            strict=False,
            object_pairs_hook=twice.keep_both,
            parse_int=Number,
            parse_float=Number,
            parse_constant=no_number,
        )
    except json.JSONDecodeError as fault:
        message = f"Tệp JSON hỏng ở dòng {fault.lineno}, cột {fault.colno}. Tải lại tệp từ Cổng."
        _refuse(findings, FindingKind.FILE_BROKEN, message, fault.lineno)
        return None
    for key in dict.fromkeys(twice):
        message = (
            f"Khóa “{key[:60]}” ghi hai lần trong một mục; dùng lần đầu, lần sau xem ở mục chưa đưa vào."
        )
        findings.warning(0, key, message)
    return value
