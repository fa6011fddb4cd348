"""YAML bytes → tree with line numbers, and nothing that a hostile file could make of it. Pure.

Reads the parser's events and builds its own tree: no tags, no constructors, no merge keys, bounded size, depth and
alias expansion; duplicate keys are faults. Scalars stay text (see `nodes`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from procedures.importers.findings import Findings
from procedures.importers.nodes import Mapping, Node, Scalar, Sequence
from procedures.importers.text_decoding import decode

MAX_NODES = 1_500_000
"""Of the tree with its aliases written out: what the readers walk through."""
MAX_DEPTH = 30

LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
STRING_TAGS = (None, "!", "tag:yaml.org,2002:str")
NULLS = {"", "~", "null", "Null", "NULL"}


class _RefusedError(Exception):
    """The file cannot be read further; the finding is written."""


def read_yaml(data: bytes, findings: Findings) -> Node | None:
    """The tree of one YAML document; None (with a finding) when there is none to read."""
    text = decode(data, findings, "YAML")
    if text is None:
        return None
    try:
        return _Builder(findings).build(yaml.parse(text, Loader=LOADER))
    except _RefusedError:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        findings.error(line, "", syntax_advice(text, line, error.problem or ""))
    except yaml.YAMLError:
        findings.error(0, "", "Không đọc được tệp này như YAML. Mở bằng trình soạn thảo và kiểm tra lại.")
    return None


def syntax_advice(text: str, line: int, problem: str) -> str:
    """What to mend at a place where YAML ends to make sense."""
    lines = text.splitlines()
    here = lines[line - 1] if 0 < line <= len(lines) else ""
    indent = here[: len(here) - len(here.lstrip())]
    if "\t" in indent or "'\\t'" in problem or "\t" in problem:
        return "Dòng này thụt bằng phím Tab. Thay Tab bằng dấu cách."
    if "mapping values are not allowed" in problem:
        return "Có dấu hai chấm giữa câu. Đặt cả câu trong dấu nháy đơn."
    if "alias" in problem:
        return "Dòng này nhắc lại một đoạn không có trong tệp (dấu *). Chép đoạn đó ra hoặc đặt câu trong dấu nháy."
    if "quoted scalar" in problem or "end of stream" in problem:
        return "Có dấu nháy mở mà không đóng. Đóng dấu nháy hoặc xóa đi."
    return "Cấu trúc YAML sai ở dòng này. Kiểm tra thụt dòng, dấu gạch, dấu hai chấm và dấu nháy."


@dataclass
class _Open:
    """A collection that is being read."""

    line: int
    is_mapping: bool
    anchor: str | None
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Node] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)
    key: str | None = None
    size: int = 1


@dataclass
class _Builder:
    """Builds the tree from events without recursion, so that depth is ours to bound."""

    findings: Findings
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)
    root: Node | None = None
    documents: int = 0

    def build(self, events: Iterator[Any]) -> Node | None:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._start_document(event)
            elif isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._open(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close(event)
        return self.root

    def _refuse(self, line: int, message: str) -> None:
        self.findings.error(line, "", message)
        raise _RefusedError

    def _start_document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            line = event.start_mark.line + 1
            self._refuse(
                line, "Tệp có nhiều phần ngăn bằng ---. Mỗi tệp chỉ một danh sách; chia thành nhiều tệp."
            )

    def _check_tag(self, tag: str | None, line: int) -> None:
        if tag not in STRING_TAGS:
            self._refuse(line, "Có thẻ kiểu dữ liệu (dấu !). Xóa thẻ, chỉ ghi chữ và số.")

    def _scalar(self, event: Any) -> None:
        line = event.start_mark.line + 1
        self._check_tag(event.tag, line)
        is_null = event.style in (None, "") and event.value in NULLS and event.tag is None
        node = Scalar(None if is_null else event.value, line)
        if event.anchor:
            self.anchors[event.anchor] = (node, 1)
        self._place(node, 1, line)

    def _alias(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if event.anchor not in self.anchors:
            self._refuse(line, "Dòng này nhắc lại một đoạn chưa khép hoặc không có (dấu *). Chép đoạn đó ra.")
        node, size = self.anchors[event.anchor]
        self._place(node, size, line)

    def _open(self, event: Any) -> None:
        line = event.start_mark.line + 1
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        self._check_tag(None if event.tag in _OWN_TAGS[is_mapping] else event.tag, line)
        if len(self.stack) >= MAX_DEPTH:
            self._refuse(line, f"Lồng nhau sâu quá {MAX_DEPTH} tầng. Kiểm tra lại thụt dòng.")
        top = self.stack[-1] if self.stack else None
        if top is not None and top.is_mapping and top.key is None:
            self._refuse(line, "Khóa phải là một chữ ngắn, không phải danh sách hay nhóm.")
        self.stack.append(_Open(line, is_mapping, event.anchor))

    def _close(self, event: Any) -> None:
        done = self.stack.pop()
        node: Node = (
            Mapping(done.entries, done.line, done.key_lines)
            if done.is_mapping
            else Sequence(tuple(done.items), done.line)
        )
        if done.anchor:
            self.anchors[done.anchor] = (node, done.size)
        self._place(node, done.size, done.line)

    def _place(self, node: Node, size: int, line: int) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        top.size += size
        if sum(open_.size for open_ in self.stack) > MAX_NODES:
            self._refuse(line, "Tệp nở ra quá lớn vì nhắc lại nhiều lần (dấu *). Chép đoạn ra, chia nhỏ tệp.")
        if not top.is_mapping:
            top.items.append(node)
        elif top.key is None:
            self._take_key(top, node, line)
        else:
            top.entries[top.key] = node
            top.key = None

    def _take_key(self, top: _Open, node: Node, line: int) -> None:
        if not isinstance(node, Scalar) or not node.text:
            self._refuse(line, "Khóa phải là một chữ ngắn, không phải danh sách hay nhóm.")
            return
        key = node.text
        if key == "<<":
            self._refuse(line, "Không dùng khóa gộp <<. Chép các khóa ra cho đủ.")
        if key in top.entries:
            first = top.key_lines[key]
            self.findings.error(line, key[:80], f"Khóa này đã ghi ở dòng {first}. Bỏ bớt một.")
        top.key, top.key_lines[key] = key, line


_OWN_TAGS = {True: (None, "!", "tag:yaml.org,2002:map"), False: (None, "!", "tag:yaml.org,2002:seq")}
