"""Which procedures fit what was typed at the counter, best first. Pure.

Words stand in any order, with or without marks; signs are passed over; of a word of four letters or more that no
procedure knows, one letter may be wrong.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from procedures.cards import fold, query_words

SHORT_TITLE, TITLE, SLIP, TEXT = 6.0, 3.0, 2.0, 1.0
"""What a word counts, by where it stands."""
BEGUN = 0.75
"""Share of a word that is only begun."""
OTHER_WORDING = 0.9
"""Share of what was not typed but means the same."""
SHORTEST_WITH_SLIP = 4
_RUN = re.compile(r"[^\W_]+")
_CODE = re.compile(r"[^\W_].*[^\W_]|[^\W_]")


@dataclass(frozen=True, slots=True)
class Named:
    """A procedure as it can be asked for; everything folded.

    Attributes:
        text: all that is said of it, with its titles and codes.
    """

    short_title: frozenset[str]
    title: frozenset[str]
    codes: str
    text: str

    @classmethod
    def of(cls, short_title: str, title: str, codes: Iterable[str], folded_text: str) -> Named:
        """Take a procedure apart."""
        known_by = fold(" ".join(codes))
        words = frozenset(_RUN.findall(f"{fold(title)} {known_by}"))
        return cls(frozenset(_RUN.findall(fold(short_title))), words, known_by, folded_text)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a procedure fits.

    Attributes:
        in_names: every word stands in its names or codes.
        score: greater is better; comparable for the same query.
    """

    in_names: bool
    score: float


def words_asked(text: str) -> list[str]:
    """The folded words of what was typed; what holds a digit stays whole: it may be a code."""
    words: list[str] = []
    for word in query_words(text):
        is_code = any(letter.isdigit() for letter in word)
        words += _CODE.findall(word) if is_code else _RUN.findall(word)
    return list(dict.fromkeys(words))


def fits(wordings: Sequence[str], procedures: Sequence[Named]) -> list[Fit | None]:
    """How each procedure fits; None for those that do not.

    Args:
        wordings: what was typed, then other ways to say the same, looked at until a name holds every word; the best
            of them counts.
    """
    found: list[Fit | None] = [None] * len(procedures)
    for number, wording in enumerate(wordings):
        if any(fit and fit.in_names for fit in found):
            break
        share = OTHER_WORDING if number else 1.0
        for place, fit in enumerate(_fits(words_asked(wording), share, procedures)):
            best = found[place]
            if fit and (best is None or (fit.in_names, fit.score) > (best.in_names, best.score)):
                found[place] = fit
    return found


def _fits(words: list[str], share: float, procedures: Sequence[Named]) -> list[Fit | None]:
    """A rare word says more than one that stands nearly everywhere."""
    if not words:
        return [None] * len(procedures)
    known = [sum(word in procedure.text for procedure in procedures) for word in words]
    weights = [share * math.log(2 + len(procedures) / (1 + count)) for count in known]
    return [
        _fit([_place(word, procedure, count) for word, count in zip(words, known, strict=True)], weights)
        for procedure in procedures
    ]


def _fit(places: list[float], weights: list[float]) -> Fit | None:
    """All words found; or most of them, at least one in the names."""
    found = sum(place > 0 for place in places)
    named = sum(place > TEXT for place in places)
    if found < len(places) and not (named and 2 * found > len(places)):
        return None
    score = sum(place * weight for place, weight in zip(places, weights, strict=True))
    return Fit(named == len(places), score)


def _place(word: str, procedure: Named, known: int) -> float:
    for words, worth in ((procedure.short_title, SHORT_TITLE), (procedure.title, TITLE)):
        if word in words:
            return worth
        if any(name.startswith(word) for name in words):
            return worth * BEGUN
    if any(letter.isdigit() for letter in word) and word in procedure.codes:
        return TITLE * BEGUN
    if word in procedure.text:
        return TEXT
    if not known and any(is_slip(word, name) for name in procedure.short_title | procedure.title):
        return SLIP
    return 0.0


def is_slip(typed: str, meant: str) -> bool:
    """Is one letter wrong, too many, left out or changed with its neighbour, where four letters or more were typed?"""
    if typed == meant or len(typed) < SHORTEST_WITH_SLIP or abs(len(typed) - len(meant)) > 1:
        return False
    start = sum(1 for _same in takewhile(lambda pair: pair[0] == pair[1], zip(typed, meant, strict=False)))
    rest, other = typed[start:], meant[start:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or swapped == other
