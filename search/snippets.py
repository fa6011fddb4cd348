"""Marks the words of a query in a text and finds the piece of it to show. Pure.

Whatever marks, case or place of the tone either was typed with, the mark stands on the letters as written: joined, the
pieces give the text again, letter by letter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from search.analysis.marks import fold, normalise

LONGEST_SHOWN = 180
LONGEST_READ = 1_000_000
LEAD = 40
"""Letters shown before the first hit."""
STRETCH = 600
"""Letters of a long text that are looked at together."""
MOST_STRETCHES = 4

Words = tuple[str, ...]
_FOLDED = {
    code: folded.replace("y", "i") for code in range(0x1F00) if len(folded := fold(chr(code).lower())) == 1
}
"""By code point, up to the end of the block with the Vietnamese letters; i and y are one, because people mix them."""
_SYLLABLE = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `is_hit` when the query named it."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class _Syllable:
    start: int
    end: int
    folded: str


Span = tuple[int, int]


class Marker:
    """Marks one query's words.

    Args:
        words: folded syllables of the query.
        names: other names of what was asked for, by their syllables; marked only as a whole.
    """

    def __init__(self, words: Collection[str], names: Iterable[Sequence[str]] = ()) -> None:
        self._words = frozenset(words)
        self._names = _by_first_word(names)
        self._folded: dict[str, str] = {}

    def pieces(self, text: str) -> list[Piece]:
        """Cut a text into runs, neighbouring hits joined ("khai sinh" is one)."""
        return _cut(text, self._hits(text))

    def snippet(self, passages: Iterable[str]) -> list[Piece]:
        """The piece of the passages that says most about the query, with its hits; empty when none has any."""
        best: tuple[float, str, Span] | None = None
        for passage in passages:
            for start, _end in self._hits(passage)[:20]:
                window = _window(passage, start)
                score = self._score(passage[window[0] : window[1]])
                if best is None or score > best[0]:
                    best = (score, passage, window)
        if best is None:
            return []
        _score, passage, (start, end) = best
        found = self.pieces(passage[start:end])
        before = [Piece("… ", False)] if start else []
        return [*before, *found, *([Piece(" …", False)] if end < len(passage) else [])]

    def stretches(self, text: str) -> list[str]:
        """The parts of a long text (a file's, in NFC) where most of the query's words stand, for `snippet`.

        Letters are folded one by one, so that places stay the same: a hundred pages cost some milliseconds.
        """
        if len(text) <= 2 * STRETCH:
            return [text]
        named = {word for names in self._names.values() for name in names for word in name}
        wanted = {word.replace("y", "i") for word in (*self._words, *named)}
        words = "|".join(map(re.escape, sorted(wanted, key=len, reverse=True)))
        if not words:
            return []
        places: dict[int, Counter[str]] = {}
        for found in re.finditer(rf"\b(?:{words})\b", text.translate(_FOLDED)):
            places.setdefault(found.start() // STRETCH, Counter())[found[0]] += 1
        best = sorted(places, key=lambda place: (-len(places[place]), -places[place].total(), place))
        return [_stretch(text, place) for place in best[:MOST_STRETCHES]]

    # --- hits ------------------------------------------------------------------------------------------

    def _hits(self, text: str) -> list[Span]:
        """Where the hits are. Of a query of several words a lone syllable counts only where no two stand together:
        nearly every Vietnamese text has a "sinh" somewhere."""
        syllables = self._syllables(text[:LONGEST_READ])
        named = self._named(syllables)
        groups = list(_runs(text, syllables, self._is_hit(syllables, named)))
        if len(self._words) > 1 and any(len(group) > 1 for group in groups):
            groups = [group for group in groups if len(group) > 1]
        return [(syllables[group[0]].start, syllables[group[-1]].end) for group in groups]

    def _syllables(self, text: str) -> list[_Syllable]:
        return [_Syllable(m.start(), m.end(), self._fold(m[0])) for m in _SYLLABLE.finditer(text)]

    def _fold(self, syllable: str) -> str:
        if (known := self._folded.get(syllable)) is None:
            known = self._folded[syllable] = fold(normalise(syllable))
        return known

    def _is_hit(self, syllables: Sequence[_Syllable], named: Collection[int]) -> Callable[[int], bool]:
        return lambda place: syllables[place].folded in self._words or place in named

    def _named(self, syllables: Sequence[_Syllable]) -> set[int]:
        """Places of syllables that are part of another name."""
        found: set[int] = set()
        for place, syllable in enumerate(syllables):
            for name in self._names.get(syllable.folded, ()):
                if all(
                    place + i < len(syllables) and syllables[place + i].folded == word
                    for i, word in enumerate(name)
                ):
                    found.update(range(place, place + len(name)))
        return found

    def _score(self, text: str) -> float:
        """How many different words of the query a window has, joined ones counting more."""
        hits = [text[start:end] for start, end in self._hits(text)]
        distinct = {self._fold(word) for hit in hits for word in _SYLLABLE.findall(hit)}
        return len(distinct) + max((len(hit.split()) for hit in hits), default=0)


def _stretch(text: str, place: int) -> str:
    """One stretch with some letters around it, cut between words."""
    start = max(place * STRETCH - LEAD, 0)
    end = min((place + 1) * STRETCH + LONGEST_SHOWN, len(text))
    if start:
        start = text.find(" ", start, start + LEAD) + 1 or start
    return text[start:end]


def _by_first_word(names: Iterable[Sequence[str]]) -> dict[str, list[Words]]:
    found: dict[str, list[Words]] = {}
    for name in names:
        folded = tuple(map(fold, name))
        if folded:
            found.setdefault(folded[0], []).append(folded)
    return found


def _runs(text: str, syllables: Sequence[_Syllable], is_hit: Callable[[int], bool]) -> Iterable[list[int]]:
    """Places of hits, neighbours with only spaces, or the signs inside a code, between them together."""
    group: list[int] = []
    for place, syllable in enumerate(syllables):
        if not is_hit(place):
            continue
        if group and group[-1] == place - 1 and _joins(text[syllables[place - 1].end : syllable.start]):
            group.append(place)
            continue
        if group:
            yield group
        group = [place]
    if group:
        yield group


def _joins(between: str) -> bool:
    return between.isspace() or between in ("/", "-", ".")


def _cut(text: str, spans: Sequence[Span]) -> list[Piece]:
    found: list[Piece] = []
    position = 0
    for start, end in spans:
        if start > position:
            found.append(Piece(text[position:start], False))
        found.append(Piece(text[start:end], True))
        position = end
    return [*found, Piece(text[position:], False)] if position < len(text) else found


def _window(text: str, hit: int) -> Span:
    """Where to cut, between words, so that the hit stands near the beginning."""
    if len(text) <= LONGEST_SHOWN:
        return 0, len(text)
    start = max(hit - LEAD, 0)
    if start:
        space = text.find(" ", start, hit)
        start = space + 1 if space >= 0 else hit
    end = min(start + LONGEST_SHOWN, len(text))
    if end < len(text):
        space = text.rfind(" ", hit, end)
        end = space if space > start else end
    return start, end
