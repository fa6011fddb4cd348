"""The bytes of a file → an index set, or everything that is wrong, with the lines. Pure.

Read by the bounded reader of the imports: no tags, no expanding aliases; JSON is YAML, too.
"""

from __future__ import annotations

from typing import Any

from audits.reform_index.reading import IndexSetFileError, LinedRow, SetData, read_index_set
from procedures.importers.findings import Findings
from procedures.importers.nodes import Mapping, Node, Sequence
from procedures.importers.plain_text import without_control_characters
from procedures.importers.yaml_reading import read_yaml

MOST_BYTES = 512 * 1024
"""A set has some forty components; this is room for thousands."""


def read_index_set_file(data: bytes) -> SetData:
    """The set that a YAML or JSON file describes, see `read_index_set`.

    Raises:
        IndexSetFileError: with everything that is wrong, each with its line as far as one is known.
    """
    if len(data) > MOST_BYTES:
        raise IndexSetFileError([f"Tệp lớn hơn {MOST_BYTES // 1024} KB, không phải bộ chỉ số."])
    findings = Findings("")
    node = read_yaml(data, findings)
    if node is None or findings.has_errors:
        errors = [one for one in findings.items if one.severity == "error"]
        said = [f"Dòng {one.line}: {one.message}" if one.line else one.message for one in errors]
        raise IndexSetFileError(said or ["Tệp không có nội dung nào."])
    hidden = _lines_with_hidden_characters(node)
    if hidden:
        raise IndexSetFileError(
            [f"Dòng {line}: có ký tự điều khiển không hiện ra chữ. Gõ lại dòng này." for line in hidden]
        )
    return read_index_set(_rows_of(node))


def _rows_of(node: Node) -> Any:
    """Plain data whose groups know their line."""
    if isinstance(node, Mapping):
        return LinedRow({key: _rows_of(item) for key, item in node.entries.items()}, node.line)
    if isinstance(node, Sequence):
        return [_rows_of(item) for item in node.items]
    return node.text


def _lines_with_hidden_characters(node: Node) -> list[int]:
    if isinstance(node, Mapping):
        keys = [node.line_of(key) for key in node.entries if _is_hidden(key)]
        return keys + [line for item in node.entries.values() for line in _lines_with_hidden_characters(item)]
    if isinstance(node, Sequence):
        return [line for item in node.items for line in _lines_with_hidden_characters(item)]
    return [node.line] if node.text is not None and _is_hidden(node.text) else []


def _is_hidden(text: str) -> bool:
    return without_control_characters(text) != text
