"""Numbered headings: "1. ", "5.2. ", inside a handbook's chapter "3.5.2. ", with anchors that Word accepts."""

from __future__ import annotations

from publications.compose.tree import Block, heading


class Headings:
    """Counts sections of one document or chapter.

    Args:
        prefix: the chapter's number in a handbook ("3"), empty in a document of its own.
    """

    def __init__(self, prefix: str = "") -> None:
        self.prefix = [prefix] if prefix else []
        self.section = 0
        self.subsection = 0

    def next(self, title: str) -> Block:
        """The next section: "1. Mục đích"."""
        self.section += 1
        self.subsection = 0
        return self._heading(1, [str(self.section)], title)

    def sub(self, title: str) -> Block:
        """The next part of the current section: "5.2. Thành phần hồ sơ"."""
        self.subsection += 1
        return self._heading(2, [str(self.section), str(self.subsection)], title)

    def _heading(self, level: int, numbers: list[str], title: str) -> Block:
        number = ".".join([*self.prefix, *numbers])
        return heading(level + len(self.prefix), f"{number}. {title}", self.anchor(numbers))

    def anchor(self, numbers: list[str]) -> str:
        """ASCII letters, digits and underscores, as Word's bookmarks demand: "s3_5_2"."""
        return "s" + "_".join([*self.prefix, *numbers])
