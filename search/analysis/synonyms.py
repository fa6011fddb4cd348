"""Everyday names and abbreviations, and what records call the same thing. Pure.

A table is plain data: groups of names that mean the same ("cccd" = "căn cước công dân"), and one-way entries from what
people say to what records say ("sổ đỏ" finds "giấy chứng nhận quyền sử dụng đất", not the other way round).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from search.analysis.marks import fold
from search.analysis.tokens import words_of

SEED_FILE = Path(__file__).parent / "data" / "synonyms.yaml"
LONGEST_NAME = 8  # syllables
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expansion:
    """Syllables `start` to `end` of a query may also be said as `words`."""

    start: int
    end: int
    words: Words


@dataclass(frozen=True, slots=True)
class Synonyms:
    """A compiled table. `exact` and `folded` map the syllables of a name to what else it is called."""

    exact: Mapping[Words, tuple[Words, ...]] = field(default_factory=dict)
    folded: Mapping[Words, tuple[Words, ...]] = field(default_factory=dict)

    @classmethod
    def compile(cls, groups: Iterable[Mapping[str, Sequence[str]]]) -> Synonyms:
        """Build from groups of `{"same": [names]}` or `{"said": [names], "means": [names]}`."""
        exact: dict[Words, list[Words]] = {}
        for group in groups:
            same = [tuple(words_of(name)) for name in group.get("same", ())]
            said = [tuple(words_of(name)) for name in group.get("said", ())] or same
            means = [tuple(words_of(name)) for name in group.get("means", ())] or same
            for name in said:
                if 0 < len(name) <= LONGEST_NAME:
                    exact.setdefault(name, []).extend(other for other in means if other and other != name)
        folded: dict[Words, list[Words]] = {}
        for name, others in exact.items():
            folded.setdefault(tuple(map(fold, name)), []).extend(others)
        return cls(_frozen(exact), _frozen(folded))

    def expansions(self, words: Sequence[str]) -> list[Expansion]:
        """Every name found in a query, longest first, none inside another.

        A name typed with marks must agree with them; one typed without any is found by its letters.
        """
        found: list[Expansion] = []
        start = 0
        while start < len(words):
            length = self._longest_at(words, start)
            for other in self._others(tuple(words[start : start + length])):
                found.append(Expansion(start, start + length, other))
            start += max(length, 1)
        return found

    def knows(self, word: str) -> bool:
        """Whether a single syllable, such as an abbreviation, is a name in the table."""
        return (word,) in self.exact

    @property
    def phrases(self) -> Iterable[Words]:
        """All names, on either side."""
        return {name for key, others in self.exact.items() for name in (key, *others)}

    def _longest_at(self, words: Sequence[str], start: int) -> int:
        for length in range(min(LONGEST_NAME, len(words) - start), 0, -1):
            if self._others(tuple(words[start : start + length])):
                return length
        return 0

    def _others(self, name: Words) -> tuple[Words, ...]:
        if not name:
            return ()
        if all(word.isascii() for word in name):
            return self.folded.get(name, ())
        return self.exact.get(name, ())


def _frozen(names: dict[Words, list[Words]]) -> dict[Words, tuple[Words, ...]]:
    return {name: tuple(dict.fromkeys(others)) for name, others in names.items()}


def read_table(text: str) -> list[dict[str, Any]]:
    """The groups of a YAML table. Raises ValueError with the place when it is not one."""
    try:
        groups = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(f"not YAML: {error}") from error
    if not isinstance(groups, list) or not all(isinstance(group, dict) for group in groups):
        raise ValueError("a table of synonyms is a list of groups")
    return groups


@cache
def seed_synonyms() -> Synonyms:
    """The table the product comes with."""
    return Synonyms.compile(read_table(SEED_FILE.read_text(encoding="utf-8")))
