"""What somebody asked for: the query as typed, what it was taken for, and other names of the same thing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Protocol

from wagtail.search.backends import get_search_backend

from search.analysis.marks import fold, normalise
from search.analysis.query import LONGEST_QUERY, BestOf, Query, understand
from search.analysis.synonyms import Synonyms, Words
from search.analysis.tokens import codes, words_of
from search.office_synonyms import office_synonyms

MOST_ALSO = 4
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_ACT = re.compile(r"\b(\d{1,5})/((?:19|20)\d\d)/\S")


class Understanding(Protocol):
    """A search backend that understands queries itself, and whose scores compare across models."""

    def understand(self, text: str, *, as_typed: bool = False) -> Query:
        """What a query means to the index."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, bounded and understood.

    Attributes:
        text: as typed, without control characters.
        also: other names of what was asked for, by their syllables.
        as_typed: repairs and marks were declined.
    """

    text: str
    query: Query
    also: tuple[Words, ...] = ()
    as_typed: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing to look for."""
        return self.query.is_empty

    @property
    def words(self) -> tuple[str, ...]:
        """Folded syllables, for marking."""
        return self.query.words

    @property
    def marked_names(self) -> list[Words]:
        """What is marked only as a whole: other names, and the codes insisted on."""
        insisted = [part for clause in self.query.must for part in clause.clauses if isinstance(part, BestOf)]
        return [*self.also, *(tuple(words_of(form.text)) for best in insisted for form in best.terms)]

    @property
    def meant(self) -> str:
        """What the query was taken for, marks put on or slips repaired; empty when it was taken as typed."""
        understood = self.query.understood
        return understood.meant if normalise(understood.meant) != normalise(understood.typed) else ""

    @property
    def numbers(self) -> list[str]:
        """Numbers of legal acts and codes it names, as they are written."""
        return [code.upper() for code in dict.fromkeys(codes(normalise(self.text)))]

    @property
    def shorter_numbers(self) -> list[str]:
        """The same by number and year alone, where more was typed."""
        return [f"{number}/{year}" for number, year in _ACT.findall(" ".join(self.numbers))]


def ask(text: str, *, as_typed: bool = False) -> Asked:
    """Understand what somebody typed; never raises, whatever it is."""
    plain = plain_text(text)
    backend = get_search_backend()
    synonyms = office_synonyms()
    engine: Understanding | None = backend if hasattr(backend, "understand") else None
    query = engine.understand(plain, as_typed=as_typed) if engine else understand(plain, synonyms=synonyms)
    return Asked(plain, query, _also(query, synonyms), as_typed)


def wordings(text: str) -> list[str]:
    """Other ways to say what was typed, likeliest first: what it was taken for, then its other names."""
    asked = ask(text)
    return [wording for wording in (asked.meant, *map(" ".join, asked.also)) if wording]


def _also(query: Query, synonyms: Synonyms) -> tuple[Words, ...]:
    """Other names of what was asked for; of what was excluded there are none."""
    words = words_of(query.understood.meant)
    named = [
        expansion.words
        for expansion in synonyms.expansions(words)
        if all(fold(word) in query.words for word in words[expansion.start : expansion.end])
    ]
    return tuple(dict.fromkeys(named))[:MOST_ALSO]


def plain_text(text: str) -> str:
    """Bounded, without control characters, unreadable and invisible signs, spaces single."""
    kept = "".join(_visible(letter) for letter in text[: 4 * LONGEST_QUERY])
    return unicodedata.normalize("NFC", " ".join(kept.split()))[:LONGEST_QUERY]


def _visible(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cc" or letter == UNREADABLE:
        return " "
    return "" if category[0] == "C" else letter
