"""A small tree with line numbers: what every structured format is read into before its meaning is asked. Pure.

Scalars stay text, so that no format's guesses get in the way (YAML 1.1 reads 15:00 as 900 and 1.001193 as a float).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, or None where the file says that there is nothing."""

    text: str | None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys in order of the file, each once; `key_lines` says where each stands."""

    entries: dict[str, Node]
    line: int = 0
    key_lines: dict[str, int] | None = None

    def line_of(self, key: str) -> int:
        """The line of a key; the mapping's own where it is not known."""
        return (self.key_lines or {}).get(key, self.line)


Node: TypeAlias = Scalar | Sequence | Mapping


def node_from(value: Any) -> Node:
    """The tree of plain Python data (JSON, trusted files already loaded); its lines are 0."""
    if isinstance(value, dict):
        return Mapping({str(key): node_from(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return Sequence(tuple(node_from(item) for item in value))
    if value is None:
        return Scalar(None)
    if isinstance(value, bool):
        return Scalar("true" if value else "false")
    return Scalar(str(value))


def plain_from(node: Node) -> Any:
    """The tree as plain Python data; every scalar is text or None."""
    if isinstance(node, Mapping):
        return {key: plain_from(item) for key, item in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain_from(item) for item in node.items]
    return node.text
