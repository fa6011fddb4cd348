"""JSON bytes → tree with line numbers, of bounded depth and size; duplicate keys are faults. Pure.

Numbers stay text as they are written: no float rounds them, and a number of a million digits costs nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # not in the stubs
from typing import NoReturn

from procedures.importers.findings import FindingKind, Findings
from procedures.importers.nodes import Mapping, Node, Scalar, Sequence
from procedures.importers.plain_text import control_character
from procedures.importers.text_decoding import decode

MAX_DEPTH = 30
MAX_NODES = 1_500_000
LONGEST_NUMBER = 40

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_WORDS = {"true": "true", "false": "false", "null": None}
_NO_NUMBERS = ("NaN", "Infinity", "-Infinity")


class _RefusedError(Exception):
    """The file cannot be read further; the finding is written."""


def read_json(data: bytes, findings: Findings) -> Node | None:
    """The tree of a JSON text; None (with a finding) when there is none to read."""
    text = decode(data, findings, "JSON")
    if text is None:
        return None
    try:
        return _Parser(text, findings).parse()
    except _RefusedError:
        return None


@dataclass
class _Open:
    """A collection that is being read."""

    line: int
    is_mapping: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Node] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)
    key: str = ""

    def node(self) -> Node:
        if self.is_mapping:
            return Mapping(self.entries, self.line, self.key_lines)
        return Sequence(tuple(self.items), self.line)


class _Parser:
    """Reads one value after the other without recursion, so that depth is ours to bound."""

    def __init__(self, text: str, findings: Findings) -> None:
        self.text, self.findings = text, findings
        self.position = 0
        self.nodes = 0
        self.stack: list[_Open] = []
        self.line_starts = [0, *accumulate(len(line) for line in text.splitlines(keepends=True))]

    def parse(self) -> Node:
        """The whole text."""
        node = self._next_value()
        self._skip_space()
        if self.position < len(self.text):
            self._refuse("Sau mục cuối còn chữ thừa. Xóa phần thừa sau dấu ngoặc đóng.")
        return node

    def _next_value(self) -> Node:
        while True:
            node = self._start_value()
            while node is not None:
                if not self.stack:
                    return node
                node = self._place(node)

    def _start_value(self) -> Node | None:
        """A scalar or an empty collection; None when a collection was opened, which now waits for its first value."""
        self._skip_space()
        self._count()
        line, character = self._line(), self._character()
        if character in "{[" and character:
            return self._open(character == "{", line)
        if character == '"':
            return Scalar(self._string(), line)
        return Scalar(self._bare_word(), line)

    def _open(self, is_mapping: bool, line: int) -> Node | None:
        if len(self.stack) >= MAX_DEPTH:
            self._refuse(f"Lồng nhau sâu quá {MAX_DEPTH} tầng. Kiểm tra lại các dấu ngoặc.")
        self.position += 1
        opened = _Open(line, is_mapping)
        self._skip_space()
        if self._character() == ("}" if is_mapping else "]"):
            self.position += 1
            return opened.node()
        self.stack.append(opened)
        if is_mapping:
            self._read_key(opened)
        return None

    def _place(self, node: Node) -> Node | None:
        """Put a value where it belongs; the collection itself when it ends here, None when another value follows."""
        top = self.stack[-1]
        if top.is_mapping:
            top.entries[top.key] = node
        else:
            top.items.append(node)
        self._skip_space()
        character = self._character()
        if character == ",":
            self.position += 1
            if top.is_mapping:
                self._read_key(top)
            return None
        if character != ("}" if top.is_mapping else "]"):
            self._refuse(f"Thiếu dấu phẩy hoặc dấu đóng {'}' if top.is_mapping else ']'} ở đây.")
        self.position += 1
        return self.stack.pop().node()

    def _read_key(self, top: _Open) -> None:
        self._skip_space()
        line = self._line()
        if self._character() != '"':
            self._refuse("Ở đây phải là một khóa trong dấu nháy kép. Xóa dấu phẩy thừa hoặc thêm khóa.")
        key = self._string()
        if key in top.key_lines:
            message = f"Khóa này đã ghi ở dòng {top.key_lines[key]}. Bỏ bớt một."
            self.findings.error(line, key[:80], message)
        top.key, top.key_lines[key] = key, line
        self._skip_space()
        if self._character() != ":":
            self._refuse("Sau khóa phải có dấu hai chấm.")
        self.position += 1

    def _string(self) -> str:
        try:
            value, self.position = scanstring(self.text, self.position + 1)
        except JSONDecodeError as error:
            self.position = error.pos
            self._refuse("Chuỗi trong dấu nháy bị hỏng. Đóng dấu nháy; xuống dòng trong chuỗi ghi \\n.")
        if control_character(value) is not None or any("\ud800" <= c <= "\udfff" for c in value):
            self._refuse("Có ký tự điều khiển ẩn trong chuỗi này. Xóa ký tự đó rồi nhập lại.")
        return str(value)

    def _bare_word(self) -> str | None:
        for word, value in _WORDS.items():
            if self.text.startswith(word, self.position):
                self.position += len(word)
                return value
        if self.text.startswith(_NO_NUMBERS, self.position):
            self._refuse("NaN và Infinity không phải số. Ghi số, hoặc null khi chưa biết.")
        found = _NUMBER.match(self.text, self.position)
        if found is None:
            self._refuse("Chữ phải đặt trong dấu nháy kép. Kiểm tra dấu nháy, dấu phẩy và dấu ngoặc.")
        if len(found[0]) > LONGEST_NUMBER:
            self._refuse(f"Số này dài hơn {LONGEST_NUMBER} chữ số. Kiểm tra lại.")
        self.position = found.end()
        return found[0]

    def _count(self) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._refuse("Tệp có quá nhiều giá trị. Chia thành nhiều tệp nhỏ hơn.")

    def _skip_space(self) -> None:
        found = _SPACE.match(self.text, self.position)
        self.position = found.end() if found else self.position

    def _character(self) -> str:
        return self.text[self.position : self.position + 1]

    def _line(self) -> int:
        return bisect_right(self.line_starts, self.position)

    def _refuse(self, advice: str) -> NoReturn:
        line = self._line()
        column = self.position - self.line_starts[line - 1] + 1
        message = f"JSON sai ở dòng {line}, cột {column}. {advice}"
        self.findings.error(line, "", message, FindingKind.FILE_BROKEN, f"dòng {line}, cột {column}")
        raise _RefusedError
