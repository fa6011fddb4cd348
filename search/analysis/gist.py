"""The words of a short query without which a text has nothing to do with it. Pure.

Of "giấy phép lái tàu" a text with "giấy phép" holds the lesser half. Questions and long queries have none: people
tell much there that no record says.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from search.analysis.marks import begun, fold, is_marked
from search.analysis.tokens import STOP_WORDS

FEWEST, MOST = 2, 6  # words that count; words in all
# What is asked of any matter, with marks; "sao" is a question word, but "bản sao" is a matter.
SAID_OF_ANYTHING = STOP_WORDS.difference(("sao",)).union(
    ("thủ", "tục", "biểu", "mẫu", "đơn", "xin", "làm", "cần", "muốn", "hỏi", "cách")
)


@dataclass(frozen=True, slots=True)
class GistWord:
    """A word of a query, by all that of it a text may hold.

    Attributes:
        place: its number in the query.
        folded: by its letters.
        marked: with its marks; empty when it has none.
        pairs: it and a neighbour side by side, folded.
        beginnings: the neighbour before it and what it begins with, when it may be unfinished.
        is_unheard: its letters alone mean other words.
    """

    place: int
    folded: str
    marked: str = ""
    pairs: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    is_unheard: bool = False


def gist(meant: Sequence[str], unheard: Collection[str], *, is_open: bool) -> tuple[GistWord, ...]:
    """The words that count of those meant; none when anything may answer."""
    folded = list(map(fold, meant))
    words = [
        GistWord(
            place,
            folded[place],
            word if is_marked(word) else "",
            tuple(
                f"{folded[left]} {folded[left + 1]}"
                for left in (place - 1, place)
                if 0 <= left < len(meant) - 1
            ),
            _beginnings(folded) if is_open and place == len(meant) - 1 else (),
            word in unheard,
        )
        for place, word in enumerate(meant)
        if word not in SAID_OF_ANYTHING
    ]
    return tuple(words) if len(words) >= FEWEST and len(meant) <= MOST else ()


def _beginnings(folded: Sequence[str]) -> tuple[str, ...]:
    *before, last = folded
    return tuple(f"{before[-1]} {beginning}" for beginning in begun(last)) if before else ()
