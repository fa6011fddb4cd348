"""Syllables, pairs of syllables and codes of a text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from search.analysis.marks import normalise

LONGEST_SYLLABLE = 24  # longer runs are keys and addresses, not words
_RUN = re.compile(r"[^\W_]+(?:[./-][^\W_]+)*")
_SYLLABLE = re.compile(r"[^\W_]+")
_LONGEST_CODE = 60
_OPENING = ("thu", "tuc")  # names of procedures begin with "thủ tục" or not, as it came

# Words that carry no meaning of their own in a query; with marks, because "đã" is one and "da" is not.
STOP_WORDS = frozenset(
    (  # noqa: SIM905 — read as text, not as a column of words
        "và của là các có được cho trong với theo tại để từ khi thì mà này đó những một về do đã sẽ bị bởi như nào gì "
        "không phải hay hoặc thế ra vào trên dưới cũng đang rằng nếu vì nên tôi ai sao bao nhiêu ở đâu việc"
    ).split(" ")
)
FOLDED_QUESTION_WORDS = frozenset(("nao", "gi", "khong", "sao", "dau", "ai", "nhieu", "lau"))


def syllables(normal: str) -> list[str]:
    """The syllables of a normalised text in order, numbers and parts of codes among them."""
    return [word for word in _SYLLABLE.findall(normal) if len(word) <= LONGEST_SYLLABLE]


def runs(normal: str) -> Iterator[tuple[str, bool]]:
    """Every run of a normalised text joined by . / - and whether it is a code: joined and with a digit in it."""
    for run in _RUN.findall(normal):
        yield run, len(run) <= _LONGEST_CODE and not run.isalnum() and any(map(str.isdigit, run))


def codes(normal: str) -> list[str]:
    """The codes of a normalised text, whole: "61/2018/nđ-cp", "qt-tp-01", "1.001193"."""
    return [run for run, is_code in runs(normal) if is_code]


def pairs(words: Sequence[str]) -> Iterator[str]:
    """Neighbouring syllables as one term: most Vietnamese words are two syllables."""
    return (f"{left} {right}" for left, right in pairwise(words))


def near_pairs(words: Sequence[str]) -> Iterator[str]:
    """Syllables with one or two others between them, as one term each: people leave out words of a name."""
    for gap in (2, 3):
        yield from (f"{left}~{right}" for left, right in zip(words, words[gap:], strict=False))


def is_near(term: str) -> bool:
    """Whether a term is of syllables near each other; a name written whole has none of them."""
    return "~" in term


def edges(words: Sequence[str]) -> list[str]:
    """Terms for where a folded name begins, a number before it left out, and where it ends."""
    letters = [word for word in words if word.isalpha()]
    begins = [*letters[:1], *(letters[2:3] if tuple(letters[:2]) == _OPENING else ())]
    return [*(f"^ {word}" for word in begins), f"{words[-1]} $"] if begins else []


def terms(words: Sequence[str]) -> Iterable[str]:
    """Everything a field indexes of a run of syllables."""
    yield from words
    yield from pairs(words)


def words_of(text: str) -> list[str]:
    """The syllables of a text as written."""
    return syllables(normalise(text))
