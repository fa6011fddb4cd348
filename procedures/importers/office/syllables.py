"""Is this word written as Vietnamese is? Enough to tell text from the letters of another encoding. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_ONSET = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx]"
_OPEN_RHYME = (
    "[aeêioôơuưy]|ia|ua|ưa|oa|oe|uê|uy|uơ|uya|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu"
    "|iêu|yêu|uôi|ươi|ươu|oai|oao|oay|oeo|uây|uyu|uêu|uao|uau"
)
_CLOSED_RHYME = "(?:[aăâeêioôơuưy]|oa|oă|oe|uâ|uê|uy|iê|yê|uô|ươ|uyê|oo)(?:ch|ng|nh|c|m|n|p|t)"
_SHAPE = re.compile(f"(?:{_ONSET})?(?:{_OPEN_RHYME}|{_CLOSED_RHYME})")
_STOPPED = re.compile("(?:ch|c|p|t)$")
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_STOP_TONES = {"\u0301", "\u0323"}
_BETWEEN = re.compile(r"""[\s/\\,.;:()\[\]{}<>"'“”‘’…–—_+*=?!|-]+""")
_MAX_LETTERS = 7  # "nghiêng"
_MAX_CHARACTERS = 30
"""Longer ones are not looked at: putting many marks in order takes long."""


class Plausibility(NamedTuple):
    """How many of the words with letters beyond ASCII are syllables of Vietnamese."""

    syllables: int
    words: int

    @property
    def share(self) -> float:
        return self.syllables / self.words if self.words else 0.0


def is_syllable(word: str) -> bool:
    """Whether `word` (any case, any normal form) has the shape of a Vietnamese syllable."""
    if len(word) > _MAX_CHARACTERS:
        return False
    letters: list[str] = []
    tones: list[str] = []
    for character in unicodedata.normalize("NFD", word.lower()):
        (tones if character in _TONES else letters).append(character)
    plain = unicodedata.normalize("NFC", "".join(letters))
    if len(plain) > _MAX_LETTERS or len(tones) > 1 or not _SHAPE.fullmatch(plain):
        return False
    return not (_STOPPED.search(plain) and not _STOP_TONES.issuperset(tones or {""}))


def plausibility(text: str) -> Plausibility:
    """Judge the words of `text` that have a character beyond ASCII; punctuation and symbols alone are no words."""
    words = [word for word in _BETWEEN.split(text) if not word.isascii()]
    return Plausibility(sum(map(is_syllable, words)), len(words))
