"""Puts the marks back on what was typed without them and repairs slips of the keys, in one pass. Pure.

Every syllable has candidates with a cost; the cheapest way through them, counting how well neighbours go together, is
what was meant (Viterbi). A syllable written with marks and known stays as it is.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from string import ascii_lowercase

from search.analysis import telex
from search.analysis.marks import fold, is_marked
from search.analysis.model import SyllableModel

MOST_CANDIDATES = 12
LONGEST_REPAIRED = 9  # letters; the longest Vietnamese syllable has seven
_SLIP = 4.0  # costs in natural logarithms of probability
_OTHER_MARK = 3.0
_MEANT_BARE = 1.5  # times the share of words with marks: who types marks leaves none out
_TELEX = 1.0
_REAL_WORD = 5.0  # more, where what was typed is a word too
_NO_SHORT_FORM = 7.0  # a slip in an abbreviation leaves an abbreviation
_AS_TYPED = 9.0

VOWELS = frozenset("aeiouy")
Candidate = tuple[str, float]


class Restorer:
    """Restores with one model. `is_name` tells words the table of synonyms knows (abbreviations)."""

    def __init__(self, model: SyllableModel, is_name: Callable[[str], bool] = lambda word: False) -> None:
        self._model = model
        self._is_name = is_name

    def restore(
        self, words: Sequence[str], *, is_open: bool = False, untouched: Collection[str] = ()
    ) -> list[str]:
        """What was meant, syllable by syllable, as many as typed.

        Args:
            words: normalised syllables as typed.
            untouched: syllables that stay as they are, such as parts of codes.
            is_open: the last one may be unfinished; it is then no slip when known words begin with it.
        """
        marked = sum(map(is_marked, words)) / len(words) if words else 0.0
        columns = [
            [(word, 0.0)]
            if word in untouched
            else self._candidates(word, _MEANT_BARE * marked, is_open=is_open and place == len(words) - 1)
            + self._instead_of(words, place)
            for place, word in enumerate(words)
        ]
        return self._cheapest(columns)

    def apart(self, word: str) -> tuple[str, str] | None:
        """Two syllables typed without the space between them, where texts have them side by side."""
        plain = fold(word)
        if not word.isalpha() or not 5 <= len(plain) <= 2 * LONGEST_REPAIRED or len(plain) != len(word):
            return None
        if (
            self._is_name(word)
            or self._model.variants(plain)
            or self._from_keys(word)
            or self._near(word, plain)
        ):
            return None
        cuts = range(2, len(plain) - 1)
        together, place = max((self._together(plain[:cut], plain[cut:]), cut) for cut in cuts)
        return (word[:place], word[place:]) if together else None

    def _together(self, left: str, right: str) -> int:
        """How often texts have one after the other, whatever their marks."""
        model = self._model
        return max(
            (
                model.pair_count(one, other)
                for one in model.variants(left)[:6]
                for other in model.variants(right)[:6]
            ),
            default=0,
        )

    def _cheapest(self, columns: list[list[Candidate]]) -> list[str]:
        if not columns:
            return []
        probability = self._model.log_probability
        costs = [cost - probability(None, word) for word, cost in columns[0]]
        back: list[list[int]] = []
        for before, column in pairwise(columns):
            steps = [
                min((costs[i] - probability(left, word), i) for i, (left, _) in enumerate(before))
                for word, _ in column
            ]
            costs = [step + cost for (step, _), (_, cost) in zip(steps, column, strict=True)]
            back.append([i for _, i in steps])
        place = costs.index(min(costs))
        chosen = [columns[-1][place][0]]
        for column, pointers in zip(reversed(columns[:-1]), reversed(back), strict=True):
            place = pointers[place]
            chosen.append(column[place][0])
        return chosen[::-1]

    def _candidates(self, word: str, bare: float, *, is_open: bool) -> list[Candidate]:
        model = self._model
        plain = fold(word)
        if not word.isalpha() or self._is_name(word) or (len(word) == 1 and not _has_vowel(plain)):
            return [(word, 0.0)]
        if plain == word and (variants := model.variants(word)) and not model.is_rare(variants[0]):
            return [(variant, bare if variant != word else 0.0) for variant in variants[:MOST_CANDIDATES]]
        if model.knows(word) and not model.is_rare(word):
            return [(word, 0.0)]
        if len(word) < 2 or len(plain) > LONGEST_REPAIRED or (is_open and self._begins_a_word(plain)):
            return [(word, 0.0)]
        found = self._other_marks(word, plain) + self._from_keys(word) + self._near(word, plain)
        found.append((word, 0.0 if model.knows(word) else _AS_TYPED))
        found.sort(key=lambda candidate: candidate[1])
        return found[:MOST_CANDIDATES]

    def _instead_of(self, words: Sequence[str], place: int) -> list[Candidate]:
        """What may have been meant by a word with marks that texts have beside neither of its neighbours."""
        word, model = words[place], self._model
        if not is_marked(word) or not model.knows(word) or model.is_rare(word) or self._is_name(word):
            return []
        if any(model.pair_count(left, word) for left in words[max(place - 1, 0) : place]):
            return []
        if any(model.pair_count(word, right) for right in words[place + 1 : place + 2]):
            return []
        return [(variant, cost + _REAL_WORD) for variant, cost in self._near(word, fold(word))]

    def _begins_a_word(self, plain: str) -> bool:
        return self._model.has_prefix(plain)

    def _other_marks(self, word: str, plain: str) -> list[Candidate]:
        return [
            (variant, _OTHER_MARK * _marks_changed(word, variant))
            for variant in self._model.variants(plain)[:8]
        ]

    def _from_keys(self, word: str) -> list[Candidate]:
        meant = telex.decode(word)
        if meant is None:
            return []
        if self._model.knows(meant):
            return [(meant, _TELEX)]
        return [(variant, _TELEX + 1.0) for variant in self._model.variants(fold(meant))[:4]]

    def _near(self, word: str, plain: str) -> list[Candidate]:
        """Known syllables one key away; of those, spellings whose marks agree with the typed ones come cheaper."""
        is_marked = word != plain
        is_short_form = not _has_vowel(plain)
        near = [
            (self._model.count(variant), variant)
            for other in neighbours(plain)
            for variant in self._model.variants(other)[:4]
        ]
        near.sort(reverse=True)
        return [
            (
                variant,
                _SLIP
                + (_OTHER_MARK * max(_differences(word, variant) - 1, 0) if is_marked else 0.0)
                + (_NO_SHORT_FORM if is_short_form and _has_vowel(fold(variant)) else 0.0),
            )
            for _, variant in near[: 3 * MOST_CANDIDATES]
        ]


def neighbours(word: str) -> set[str]:
    """All strings one slip away: a key missed, doubled, swapped with the next, or hit beside."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    left_out = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    replaced = {left + letter + right[1:] for left, right in cuts if right for letter in ascii_lowercase}
    added = {left + letter + right for left, right in cuts for letter in ascii_lowercase}
    return (left_out | swapped | replaced | added) - {word, ""}


def _has_vowel(plain: str) -> bool:
    return not VOWELS.isdisjoint(plain)


def _marks_changed(one: str, other: str) -> int:
    """Marks put, taken off or exchanged between two spellings of one folded syllable."""
    changed = 0
    for left, right in zip(one, other, strict=True):
        had, has = (
            Counter(unicodedata.normalize("NFD", letter.replace("đ", "d\u0335"))) for letter in (left, right)
        )
        changed += max((had - has).total(), (has - had).total())
    return changed


def _differences(one: str, other: str) -> int:
    """Edit distance with swaps, of two syllables."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last = row, before
        row = [i]
        for j, counterpart in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != counterpart))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == counterpart:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
