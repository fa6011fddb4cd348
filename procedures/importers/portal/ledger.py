"""The account of one record: every value of the JSON, and what became of it. Pure.

A reader walks the record through `Part`s and says of each value where it was placed, or why it was left. Whatever it
never touches is accounted for too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeAlias

from procedures.importers.plain_text import many_lines, one_line, without_control_characters
from procedures.importers.portal.json_text import Number
from procedures.importers.portal.reasons import OF_THE_MACHINE, reason_for
from procedures.importers.reading import Certainty, Passage

MAX_LEAVES = 100_000
Path: TypeAlias = tuple[str | int, ...]


class Fate(NamedTuple):
    """What became of a value; without a key it was left out."""

    key: str = ""
    certainty: Certainty = "sure"
    reason: str = ""


def shown_path(path: Path) -> str:
    """ "executionMethods[2].processingTime": lists are counted from 1."""
    words = ""
    for step in path:
        words += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if words else step
    return words


def leaf_text(value: Any) -> str:
    """The words of a scalar: NFC, without control characters; empty for what says nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = unicodedata.normalize("NFC", without_control_characters(str(value)))
    return text if text.strip() else ""


@dataclass
class Ledger:
    """Fates of values by their path; a fate of a group holds for what is in it and has none of its own.

    Attributes:
        cleaned: places whose control characters were taken out.
        too_many: the record has more values than `MAX_LEAVES`; the rest is not listed.
    """

    root: Any
    prefix: str = ""
    fates: dict[Path, Fate] = field(default_factory=dict)
    extra: dict[Path, list[Passage]] = field(default_factory=dict)
    leaves: list[tuple[Path, str]] = field(init=False, default_factory=list)
    cleaned: list[str] = field(init=False, default_factory=list)
    too_many: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        for path, value in _walk(self.root, ()):
            text = leaf_text(value)
            if isinstance(value, str) and without_control_characters(value) != value:
                self.cleaned.append(shown_path(path))
            if not text:
                continue
            if len(self.leaves) >= MAX_LEAVES:
                self.too_many = True
                return
            self.leaves.append((path, text))

    def fate_of(self, path: Path) -> Fate | None:
        return next((self.fates[path[:n]] for n in range(len(path), -1, -1) if path[:n] in self.fates), None)

    def passages(self) -> Iterator[Passage]:
        """Every value that says something, in order of the file; pieces cut out of one follow it."""
        for path, text in self.leaves:
            fate = self.fate_of(path) or Fate(reason=reason_for(path))
            where = self.prefix + shown_path(path)
            is_technical = not fate.key and fate.reason in OF_THE_MACHINE
            yield Passage(where, text, fate.key, fate.certainty, fate.reason, is_technical)
            for piece in self.extra.get(path, ()):
                yield replace(piece, where=self.prefix + piece.where)


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict):
        taken: set[str] = set()
        for key, item in value.items():
            name = without_control_characters(key)
            while name != key and (name in taken or name in value):
                name += "\N{PRIME}"
            taken.add(name)
            yield from _walk(item, (*path, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _walk(item, (*path, number))
    else:
        yield path, value


@dataclass(frozen=True, slots=True)
class Part:
    """A value at its place. Asking for what is not there gives an empty part, never an error."""

    ledger: Ledger
    path: Path
    value: Any

    def __getitem__(self, key: str) -> Part:
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Part(self.ledger, (*self.path, key), value)

    def items(self) -> tuple[Part, ...]:
        """Of a list its items; of anything else that says something, itself as the only one."""
        if isinstance(self.value, list):
            return tuple(Part(self.ledger, (*self.path, n), item) for n, item in enumerate(self.value))
        return (self,) if self.value not in (None, "", {}) else ()

    @property
    def where(self) -> str:
        return shown_path(self.path)

    @property
    def text(self) -> str:
        """One line; empty for groups, lists and yes/no."""
        return one_line(self._words)

    @property
    def lines(self) -> str:
        """With its lines and paragraphs."""
        return many_lines(self._words)

    @property
    def _words(self) -> str:
        return leaf_text(self.value) if isinstance(self.value, str) else ""

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, Number)

    @property
    def is_true(self) -> bool:
        return self.value is True or self.text.casefold() == "true"

    def place(self, key: str, certainty: Certainty = "sure", reason: str = "") -> None:
        """This text or number stands under `key`; a group or a yes/no in its stead does not, and stays unplaced."""
        if isinstance(self.value, str):
            self.ledger.fates[self.path] = Fate(key, certainty, reason)

    def place_flag(self, key: str, certainty: Certainty = "sure", reason: str = "") -> None:
        """This yes (however the file writes it) decided what stands under `key`."""
        self.ledger.fates[self.path] = Fate(key, certainty, reason)

    def leave(self, reason: str) -> None:
        self.ledger.fates[self.path] = Fate(reason=reason)

    def add(self, passage: Passage) -> None:
        """A piece cut out of this value."""
        self.ledger.extra.setdefault(self.path, []).append(passage)
