"""Puts the marks back on what was typed without them and repairs slips of the keys, in one pass. Pure.

Every syllable has candidates with a cost; the cheapest way through them, counting how well neighbours go together, is
what was meant (Viterbi). A syllable that is known and that texts have beside one of its neighbours is no slip.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from itertools import pairwise

from search.analysis import telex
from search.analysis.marks import begun, fold, is_marked, normalise
from search.analysis.model import RARE_IN, SyllableModel
from search.analysis.slips import neighbours
from search.analysis.spelling import may_be_a_syllable
from search.analysis.tokens import STOP_WORDS

MOST_CANDIDATES = 12
MOST_KEPT = 2_000  # syllables whose neighbours are remembered: people make the same slips
LONGEST_REPAIRED = 9  # letters; the longest Vietnamese syllable has seven
_SLIP = 4.0  # costs in natural logarithms of probability
_OTHER_MARK = 3.0
_MEANT_BARE = 1.5  # times the share of words with marks: who types marks leaves none out
_TELEX = 1.0
_REAL_WORD = 4.0  # more, where what was typed is a word too
_NO_SHORT_FORM = 7.0  # a slip in an abbreviation leaves an abbreviation
_AS_TYPED = 9.0
_SELDOM = 3  # pairs, in many texts
_CHANCE = 3.0  # times as often as by chance, and two words go together
_LONGEST_WITH_I = 3  # letters of a syllable whose i is written y

_TOO_SHORT = 3  # letters, to tell a slip from a foreign word
_FEW_LETTERS = 2  # of a word, and most words of these letters are others

_SURE = 0.8  # share of the texts' words with the same letters, and no neighbour is needed

VOWELS = frozenset("aeiouy")
Candidate = tuple[str, float]


class Restorer:
    """Restores with one model. `is_name` tells words the table of synonyms knows (abbreviations)."""

    def __init__(self, model: SyllableModel, is_name: Callable[[str], bool] = lambda word: False) -> None:
        self._model = model
        self._is_name = is_name
        self._seldom = min(model.total // RARE_IN, _SELDOM)
        self._known_near = lru_cache(MOST_KEPT)(self._find_near)

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
            else self._candidates(
                words, place, _MEANT_BARE * marked, is_open=is_open and place == len(words) - 1
            )
            + self._instead_of(words, place, is_open=is_open and place == len(words) - 1)
            for place, word in enumerate(words)
        ]
        return self._without_guesses(words, self._cheapest(columns))

    def is_unheard(self, word: str) -> bool:
        """Whether texts never have a word of few letters with these marks, or none: "tô" is no "tờ"."""
        plain = fold(word)
        is_short = len(plain) <= _FEW_LETTERS and word.isalpha() and _has_vowel(plain)
        known = self._model.knows(word) or self._is_name(word)
        return is_short and not known and bool(self._model.variants(plain))

    def _without_guesses(self, words: Sequence[str], meant: list[str]) -> list[str]:
        """Without the marks that only the frequency of a word speaks for, and that speaks for others, too.

        "o to" is no "ở tờ" where texts have neither side by side. A word alone has no neighbours to go by.
        """
        if len(words) < 2:
            return meant
        return [
            word if self._is_a_guess(word, meant, place) else meant[place] for place, word in enumerate(words)
        ]

    def _is_a_guess(self, word: str, meant: Sequence[str], place: int) -> bool:
        chosen = meant[place]
        if chosen == word or fold(chosen) != word:
            return False
        if len(word) > _FEW_LETTERS:
            counts = list(map(self._model.count, self._model.variants(word)))
            if chosen in STOP_WORDS or max(counts) > _SURE * sum(counts):
                return False
        around = meant[max(place - 1, 0) : place + 2]
        return not any(self._model.pair_count(left, right) for left, right in pairwise(around))

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

    def _candidates(self, words: Sequence[str], place: int, bare: float, *, is_open: bool) -> list[Candidate]:
        model = self._model
        word = words[place]
        plain = fold(word)
        if not word.isalpha() or self._is_name(word) or (len(word) == 1 and not _has_vowel(plain)):
            return [(word, 0.0)]
        if plain == word and (variants := model.variants(word)) and not model.is_rare(variants[0]):
            found = [(variant, bare if variant != word else 0.0) for variant in variants[:MOST_CANDIDATES]]
            if 2 * bare < _MEANT_BARE or model.knows_the_language or model.knows(word):
                return found
            return self._beside_a_neighbour(words, place, found) or [(word, 0.0)]
        if model.knows(word) and not model.is_rare(word):
            return [(word, 0.0)]
        if len(word) < 2 or len(plain) > LONGEST_REPAIRED or (is_open and self._begins_a_word(plain)):
            return [(word, 0.0)]
        found = self._from_keys(word) + self._likely_slips(words, place)
        found.append((word, 0.0 if model.knows(word) else _AS_TYPED))
        return self._likeliest(found)

    def _likeliest(self, found: list[Candidate]) -> list[Candidate]:
        """The few that are likeliest by themselves, whatever stands beside them."""
        return sorted(found, key=self._unlikely)[:MOST_CANDIDATES]

    def _unlikely(self, candidate: Candidate) -> float:
        word, cost = candidate
        return cost - math.log(self._model.count(word) + 0.1)

    def _likely_slips(self, words: Sequence[str], place: int) -> list[Candidate]:
        """What may have been meant by an unknown word.

        Few texts do not have every word there is: of what may be one, only what they have beside one of its neighbours.
        """
        word, plain = words[place], fold(words[place])
        found = self._other_marks(word, plain) + self._near(word, plain)
        if self._model.knows_the_language or not _may_be_a_word(plain):
            return found
        return self._beside_a_neighbour(words, place, found)

    def _beside_a_neighbour(
        self, words: Sequence[str], place: int, found: list[Candidate]
    ) -> list[Candidate]:
        """Those that texts have beside a neighbour of the word they would stand for."""
        before, after = (
            [spelling for neighbour in beside for spelling in self._spellings(neighbour)]
            for beside in (words[max(place - 1, 0) : place], words[place + 1 : place + 2])
        )
        return [
            (variant, cost)
            for variant, cost in found
            if self._go_together(before, [variant]) or self._go_together([variant], after)
        ]

    def _instead_of(self, words: Sequence[str], place: int, *, is_open: bool) -> list[Candidate]:
        """What may have been meant by a known word that goes with neither of its neighbours in the texts."""
        word, beside = words[place], [*words[max(place - 1, 0) : place], *words[place + 1 : place + 2]]
        if len(word) < 2 or not word.isalpha() or self._is_name(word) or not beside:
            return []
        if is_open and self._begins_a_word(fold(word)):
            return []
        spellings = self._spellings(word)
        if not spellings or self._model.is_rare(spellings[0]):
            return []
        if place and self._go_together(self._spellings(words[place - 1]), spellings):
            return []
        if words[place + 1 :] and self._go_together(spellings, self._spellings(words[place + 1])):
            return []
        near = self._likeliest(self._near(word, fold(word)))
        return [(variant, cost + _REAL_WORD) for variant, cost in near]

    def _spellings(self, word: str) -> list[str]:
        """What a word typed may stand for without a slip."""
        if is_marked(word):
            return [word] if self._model.knows(word) else []
        return self._model.variants(word)[:6]

    def _go_together(self, lefts: Sequence[str], rights: Sequence[str]) -> bool:
        """Whether texts have one after the other more often than by chance or by slips of their own."""
        model = self._model
        return any(
            (model.pair_count(left, right) - self._seldom) * model.total
            > _CHANCE * model.count(left) * model.count(right)
            for left in lefts
            for right in rights
        )

    def _begins_a_word(self, plain: str) -> bool:
        """Of abbreviations three letters are no beginning: "ccc" is a slip, "ngh" is half a word."""
        return any(len(plain) < 3 or _has_vowel(whole) for whole in self._model.completions(plain))

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
        return [
            (
                variant,
                _SLIP
                + kind
                + (_OTHER_MARK * max(_differences(word, variant) - 1, 0) if is_marked else 0.0)
                + (_NO_SHORT_FORM if is_short_form and _has_vowel(fold(variant)) else 0.0),
            )
            for variant, kind in self._known_near(plain)
        ]

    def _find_near(self, plain: str) -> list[Candidate]:
        """The likeliest known syllables one key away, with what their kind of slip costs.

        Of equals first those that what was typed begins; the order is the same in every process.
        """
        near = [
            (variant, kind)
            for typed in begun(plain)  # "hi", which is normalised to "hy", may have been meant for "chi"
            for other, kind in neighbours(typed).items()
            for variant in self._model.variants(_as_normalised(other))[:4]
        ]
        likeliest = sorted(
            near, key=lambda of: (self._unlikely(of), not fold(of[0]).startswith(plain), of[0])
        )
        return likeliest[: 3 * MOST_CANDIDATES]


def _as_normalised(plain: str) -> str:
    """The spelling of the model: "ki" is "ky"."""
    return normalise(plain) if plain.endswith("i") and len(plain) <= _LONGEST_WITH_I else plain


def _has_vowel(plain: str) -> bool:
    return not VOWELS.isdisjoint(plain)


def _may_be_a_word(plain: str) -> bool:
    """Whether it is spelt like a Vietnamese one, or too short to tell from a foreign one ("oto", "spa")."""
    return may_be_a_syllable(plain) or (len(plain) <= _TOO_SHORT and _has_vowel(plain))


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
