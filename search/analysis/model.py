"""How often syllables and pairs of syllables occur: what restores marks and repairs slips. Pure.

Learned from the office's own public texts, so that it knows their words and no other's secrets. Small: pairs are two
sorted arrays, about 12 bytes a pair.
"""

from __future__ import annotations

import json
import math
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from search.analysis.marks import fold

MODEL_VERSION = 1
MOST_PAIRS_COUNTED = 600_000
_BIG_ENOUGH_TO_DOUBT = 200_000  # from so many syllables on, one seen once is taken for a slip
RARE_IN = 1_000_000  # syllables
_BACK_OFF = 0.1  # share of a syllable's own frequency beside that of the pair


class SyllableCounts:
    """Counts while texts pass by."""

    def __init__(self) -> None:
        self.syllables: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()

    def add(self, words: Sequence[str]) -> None:
        """Count the syllables of one text, numbers left out."""
        letters = [word for word in words if word.isalpha()]
        self.syllables.update(letters)
        self.pairs.update(pairwise(letters))
        if len(self.pairs) > MOST_PAIRS_COUNTED:
            self.pairs = Counter({pair: count for pair, count in self.pairs.items() if count > 1})

    @property
    def total(self) -> int:
        """Syllables counted."""
        return self.syllables.total()

    def model(self) -> SyllableModel:
        """What was learned."""
        least = 2 if self.total > _BIG_ENOUGH_TO_DOUBT else 1
        return SyllableModel({word: n for word, n in self.syllables.items() if n >= least}, self.pairs)


class SyllableModel:
    """Syllables known, their frequency, and the probability of one after another."""

    def __init__(self, syllables: Mapping[str, int], pairs: Mapping[tuple[str, str], int]) -> None:
        self.words = sorted(syllables, key=lambda word: (-syllables[word], word))
        self.counts = array("Q", (syllables[word] for word in self.words))
        numbers = {word: number for number, word in enumerate(self.words)}
        keyed = sorted(
            (numbers[left] << 32 | numbers[right], count)
            for (left, right), count in pairs.items()
            if left in numbers and right in numbers
        )
        self._keys = array("Q", (key for key, _ in keyed))
        self._pair_counts = array("Q", (count for _, count in keyed))
        self._index()

    def _index(self) -> None:
        self._numbers = {word: number for number, word in enumerate(self.words)}
        self._variants: dict[str, list[str]] = {}
        for word in self.words:
            self._variants.setdefault(fold(word), []).append(word)
        self.total = sum(self.counts)
        self._total = max(self.total, 1)
        self._folded = sorted(plain for plain, of in self._variants.items() if not self.is_rare(of[0]))

    def knows(self, word: str) -> bool:
        """Whether this spelling, marks and all, was seen."""
        return word in self._numbers

    @property
    def knows_the_language(self) -> bool:
        """Whether it has seen so much that what it never saw is hardly a word."""
        return self.total > _BIG_ENOUGH_TO_DOUBT

    def is_rare(self, word: str) -> bool:
        """Whether it was seen so seldom that it may well be a slip of the texts."""
        return self.count(word) * RARE_IN < self.total

    def variants(self, folded: str) -> list[str]:
        """All spellings seen of a folded syllable, most frequent first."""
        return self._variants.get(folded, [])

    def completions(self, folded: str) -> Iterator[str]:
        """The folded syllables that begin so and go on; those hardly ever seen are none."""
        for place in range(bisect_right(self._folded, folded), len(self._folded)):
            if not self._folded[place].startswith(folded):
                return
            yield self._folded[place]

    def count(self, word: str) -> int:
        """How often a spelling was seen."""
        number = self._numbers.get(word)
        return 0 if number is None else self.counts[number]

    def pair_count(self, left: str, right: str) -> int:
        """How often `right` followed `left`."""
        first, second = self._numbers.get(left), self._numbers.get(right)
        return 0 if first is None or second is None else self._pair_count(first, second)

    def _pair_count(self, first: int, second: int) -> int:
        key = first << 32 | second
        place = bisect_left(self._keys, key)
        return self._pair_counts[place] if place < len(self._keys) and self._keys[place] == key else 0

    def log_probability(self, left: str | None, right: str) -> float:
        """Of `right` after `left` (None at the beginning), backed off to its own frequency."""
        second = self._numbers.get(right)
        own = ((0 if second is None else self.counts[second]) + 0.1) / self._total
        first = None if left is None else self._numbers.get(left)
        if first is None or not (before := self.counts[first]):
            return math.log(own)
        together = 0 if second is None else self._pair_count(first, second)
        return math.log((1 - _BACK_OFF) * min(together / before, 1.0) + _BACK_OFF * own)

    def with_phrases(self, phrases: Iterable[Sequence[str]]) -> SyllableModel:
        """The same with names that need not occur in any text: "sổ đỏ" must not be taken for "sơ đồ"."""
        syllables = dict(zip(self.words, self.counts, strict=True))
        pairs = self._pairs()
        usual = max(self._total // 50_000, 2)
        for phrase in phrases:
            for word in phrase:
                syllables[word] = max(syllables.get(word, 0), usual)
            for pair in pairwise(phrase):
                pairs[pair] = max(pairs.get(pair, 0), usual)
        return SyllableModel(syllables, pairs)

    def _pairs(self) -> dict[tuple[str, str], int]:
        words = self.words
        return {
            (words[key >> 32], words[key & 0xFFFFFFFF]): count
            for key, count in zip(self._keys, self._pair_counts, strict=True)
        }

    def dump(self) -> bytes:
        """For a file: a line of JSON, then three arrays. Read by `load` on any machine of the same byte order."""
        head = {"version": MODEL_VERSION, "words": self.words, "pairs": len(self._keys)}
        line = json.dumps(head, ensure_ascii=False).encode() + b"\n"
        return line + self.counts.tobytes() + self._keys.tobytes() + self._pair_counts.tobytes()

    @classmethod
    def load(cls, data: bytes) -> SyllableModel:
        """Raises ValueError when the data is damaged or of another version."""
        line, _, rest = data.partition(b"\n")
        head = json.loads(line)
        if not isinstance(head, dict) or head.get("version") != MODEL_VERSION:
            raise ValueError("a syllable model of another version")
        words, pairs = head["words"], head["pairs"]
        numbers = array("Q")
        numbers.frombytes(rest)
        if len(numbers) != len(words) + 2 * pairs:
            raise ValueError("a damaged syllable model")
        model = cls.__new__(cls)
        model.words = words
        model.counts = numbers[: len(words)]
        model._keys = numbers[len(words) : len(words) + pairs]
        model._pair_counts = numbers[len(words) + pairs :]
        model._index()
        return model
