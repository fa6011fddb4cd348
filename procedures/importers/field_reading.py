"""Typed reading of one mapping: every value is checked, every key accounted for. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar
from urllib.parse import urlsplit

from procedures.importers.findings import FindingKind, Findings
from procedures.importers.nodes import Mapping, Node, Scalar, Sequence
from procedures.importers.plain_text import has_markup, many_lines, one_line
from procedures.portable_markup import clean_markup, is_blank

Part = TypeVar("Part")

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(:\d{2})?")
_INTEGER = re.compile(r"[+-]?\d{1,9}")
_DECIMAL = re.compile(r"\d{1,5}(\.\d{1,9})?")
_TRUE = {"true", "yes", "on", "có"}
_FALSE = {"false", "no", "off", "không"}
SHOWN = 60


def shown(text: str) -> str:
    """A value as quoted in a message."""
    text = one_line(text)
    return f"“{text[:SHOWN]}…”" if len(text) > SHOWN else f"“{text}”"


def kind_of(node: Node) -> str:
    """The kind of a node in words."""
    if isinstance(node, Mapping):
        return "một nhóm khóa"
    return "một danh sách" if isinstance(node, Sequence) else "một giá trị"


@dataclass
class Reader:
    """Reads the keys of one mapping.

    Attributes:
        node: what is read.
        findings: where faults go.
        path: place in the record, e.g. "steps[2]."; part of the key in a finding.
        used: keys that were asked for.
        unplaced: keys of the format that have no place in the system, with the line of their first value.
    """

    node: Mapping
    findings: Findings
    path: str = ""
    used: set[str] = field(default_factory=set)
    unplaced: dict[str, int] = field(default_factory=dict)

    # --- what is there -----------------------------------------------------------------------------------

    def get(self, key: str) -> Node | None:
        """The node of a key; None when it is missing, null or an empty text."""
        self.used.add(key)
        node = self.node.entries.get(key)
        if node is None or (isinstance(node, Scalar) and not (node.text or "").strip()):
            return None
        return node

    def has(self, key: str) -> bool:
        """Is the key written, whatever its value?"""
        return key in self.node.entries

    def line(self, key: str) -> int:
        return self.node.line_of(key)

    def fault(self, key: str, message: str) -> None:
        self.findings.error(self.line(key), f"{self.path}{key}", message)

    def doubt(self, key: str, message: str) -> None:
        self.findings.warning(self.line(key), f"{self.path}{key}", message)

    def skip(self, *keys: str) -> None:
        """Keys that belong to the format, but say nothing the system keeps."""
        for key in keys:
            if self.get(key) is not None:
                self.unplaced.setdefault(key, self.line(key))

    def finish(self) -> None:
        """Warn about every key that nobody asked for."""
        for key in self.node.entries:
            if key not in self.used:
                self.doubt(key, f"Không biết khóa {shown(key)}; bỏ qua. Xem lại chính tả của khóa.")

    # --- scalars -----------------------------------------------------------------------------------------

    def _scalar(self, key: str) -> str | None:
        node = self.get(key)
        if node is None:
            return None
        if not isinstance(node, Scalar):
            self.fault(key, f"Chỗ này phải là một giá trị, tệp lại ghi {kind_of(node)}. Ghi một dòng chữ.")
            return None
        return node.text

    def text(self, key: str, longest: int, *, required: str = "", lines: bool = False) -> str:
        """A plain text; `required` is the sentence for a missing one."""
        raw = self._scalar(key)
        if raw is None:
            if required and not isinstance(self.get(key), Mapping | Sequence):
                self.fault(key, required)
            return ""
        return self.checked_text(key, raw, longest, lines=lines)

    def checked_text(self, key: str, raw: str, longest: int, *, lines: bool = False) -> str:
        """`raw` cleaned; too long is a fault, markup a doubt."""
        if len(raw) > 4 * longest + 1000:  # do not tidy megabytes only to refuse them
            self.fault(key, f"Dài {len(raw)} ký tự, nhiều nhất {longest}. Rút gọn lại.")
            return ""
        value = many_lines(raw) if lines else one_line(raw)
        if len(value) > longest:
            self.fault(key, f"Dài {len(value)} ký tự, nhiều nhất {longest}. Rút gọn lại.")
            return ""
        if has_markup(value):
            self.doubt(key, "Có thẻ HTML; giữ nguyên như chữ thường, không chạy. Xóa thẻ nếu không cần.")
        return value

    def checked_html(self, key: str, longest: int) -> str:
        """Canonical markup; what is not portable is named, its words stay (those of scripts do not)."""
        raw = self._scalar(key) or ""
        if len(raw) > longest:
            self.fault(key, f"Dài {len(raw)} ký tự, nhiều nhất {longest}. Rút gọn lại.")
            return ""
        clean = clean_markup(raw)
        if clean.dropped:
            message = f"Không giữ {', '.join(clean.dropped[:5])}; chữ bên trong vẫn còn, trừ mã chương trình."
            self.findings.warning(self.line(key), f"{self.path}{key}", message, FindingKind.VALUE_MARKUP)
        return "" if is_blank(clean.html) else clean.html

    def choice(self, key: str, allowed: dict[str, str], *, default: str = "", required: str = "") -> str:
        """One of the keys of `allowed`, translated by it."""
        raw = self._scalar(key)
        if raw is None:
            if required and self.get(key) is None:
                self.fault(key, required)
            return default
        if raw.strip() not in allowed:
            self.fault(key, f"{shown(raw)} không dùng được ở đây. Chọn một trong: {', '.join(allowed)}.")
            return default
        return allowed[raw.strip()]

    def pattern(self, key: str, pattern: re.Pattern[str], longest: int, advice: str) -> str:
        """A text of a fixed form."""
        value = self.text(key, longest)
        if value and not pattern.fullmatch(value):
            self.fault(key, f"{shown(value)} chưa đúng. {advice}")
            return ""
        return value

    def web_address(self, key: str, longest: int) -> str:
        """An address of the web, whole."""
        value = self.text(key, longest)
        try:
            parts = urlsplit(value)
            ok = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in value
        except ValueError:
            ok = False
        if value and not ok:
            self.fault(key, f"{shown(value)} không phải địa chỉ trang web. Ghi đủ, bắt đầu bằng https://.")
            return ""
        return value

    def integer(self, key: str, low: int, high: int) -> int | None:
        """A whole number between `low` and `high`."""
        raw = self._scalar(key)
        if raw is None:
            return None
        if not _INTEGER.fullmatch(raw.strip()) or not low <= int(raw) <= high:
            self.fault(key, f"{shown(raw)} không phải số nguyên từ {low} đến {high}. Ghi lại bằng chữ số.")
            return None
        return int(raw)

    def decimal(self, key: str) -> Decimal | None:
        """A number above 0 with at most two decimals."""
        raw = self._scalar(key)
        if raw is None:
            return None
        if not _DECIMAL.fullmatch(raw.strip()):
            self.fault(key, f"{shown(raw)} không phải số lớn hơn 0. Ghi như 0.5 hoặc 3.")
            return None
        value = Decimal(raw.strip())
        if value <= 0 or value != value.quantize(Decimal("0.01")):
            self.fault(key, f"{shown(raw)} phải lớn hơn 0 và có nhiều nhất hai chữ số lẻ.")
            return None
        return value

    def date(self, key: str) -> dt.date | None:
        """An ISO date."""
        raw = self._scalar(key)
        if raw is None:
            return None
        found = _DATE.fullmatch(raw.strip())
        try:
            return dt.date(*(int(part) for part in found.groups())) if found else self._no_date(key, raw)
        except ValueError:
            return self._no_date(key, raw)

    def _no_date(self, key: str, raw: str) -> None:
        self.fault(key, f"{shown(raw)} không phải ngày có thật. Ghi như 2026-12-31 (năm-tháng-ngày).")

    def moment(self, key: str) -> dt.datetime | None:
        """A local date, or date and time ("2026-12-31T15:00")."""
        raw = self._scalar(key)
        if raw is None:
            return None
        try:
            found = dt.datetime.fromisoformat(raw.strip()) if _MOMENT.fullmatch(raw.strip()) else None
        except ValueError:
            found = None
        if found is None:
            self.fault(
                key, f"{shown(raw)} không phải ngày giờ có thật. Ghi như 2026-12-31 hoặc 2026-12-31T15:00."
            )
        return found

    def time(self, key: str) -> dt.time | None:
        """A time of day."""
        raw = self._scalar(key)
        if raw is None:
            return None
        found = _TIME.fullmatch(raw.strip())
        if not found or int(found[1]) > 23 or int(found[2]) > 59:
            self.fault(key, f"{shown(raw)} không phải giờ. Ghi như 15:00.")
            return None
        return dt.time(int(found[1]), int(found[2]))

    def boolean(self, key: str) -> bool:
        """Yes or no; missing is no."""
        raw = self._scalar(key)
        if raw is None or raw.strip().lower() in _FALSE:
            return False
        if raw.strip().lower() not in _TRUE:
            self.fault(key, f"{shown(raw)} không phải có hoặc không. Ghi true hoặc false.")
        return True

    # --- groups and lists --------------------------------------------------------------------------------

    def group(self, key: str) -> Reader | None:
        """A reader of the mapping under `key`; its findings carry the longer path."""
        node = self.get(key)
        if node is None:
            return None
        if not isinstance(node, Mapping):
            self.fault(key, f"Chỗ này phải là một nhóm khóa, tệp lại ghi {kind_of(node)}.")
            return None
        return self._inner(node, f"{key}.")

    def _inner(self, node: Mapping, step: str) -> Reader:
        return Reader(node, self.findings, f"{self.path}{step}", unplaced=self.unplaced)

    def items(self, key: str, most: int) -> Iterator[tuple[str, Node]]:
        """The items of the list under `key` with their place ("steps[2]"); none when it is no list."""
        node = self.get(key)
        if node is None:
            return
        if not isinstance(node, Sequence):
            self.fault(
                key, f"Chỗ này phải là một danh sách (mỗi mục một dấu gạch), tệp lại ghi {kind_of(node)}."
            )
            return
        if len(node.items) > most:
            self.fault(key, f"Danh sách có {len(node.items)} mục, nhiều nhất {most}. Kiểm tra lại tệp.")
            return
        for number, item in enumerate(node.items, start=1):
            yield f"{key}[{number}]", item

    def groups(
        self, key: str, most: int, read: Callable[[Reader], Part | None], from_text: str = ""
    ) -> tuple[Part, ...]:
        """A list of mappings, each read by `read`; with `from_text` a bare text stands for {from_text: text}."""
        parts = []
        for place, item in self.items(key, most):
            if isinstance(item, Scalar) and from_text and (item.text or "").strip():
                item = Mapping({from_text: item}, item.line)
            if not isinstance(item, Mapping):
                self.findings.error(
                    item.line,
                    f"{self.path}{place}",
                    f"Mục này phải là một nhóm khóa, tệp lại ghi {kind_of(item)}.",
                )
                continue
            inner = self._inner(item, f"{place}.")
            part = read(inner)
            inner.finish()
            if part is not None:
                parts.append(part)
        return tuple(parts)

    def texts(self, key: str, most: int, longest: int, *, keep_empty: bool = False) -> tuple[str, ...]:
        """A list of plain texts; empty ones are left out unless their place matters."""
        found = []
        for place, item in self.items(key, most):
            if not isinstance(item, Scalar):
                self.findings.error(
                    item.line,
                    f"{self.path}{place}",
                    f"Mục này phải là một dòng chữ, tệp lại ghi {kind_of(item)}.",
                )
            else:
                found.append(self.checked_text(key, item.text or "", longest))
        return tuple(text for text in found if text or keep_empty)
