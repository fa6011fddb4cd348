"""Names as a stranger may see them (DOMAIN 3.12): "Nguyễn Văn An" is "Nguyễn V. A."."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

MOST_INITIALS = 8
"""What is longer is no name; its length would say something, too."""


def masked_name(name: str) -> str:
    """The first word, then initials; a name of one word is an initial only. Empty when there is no letter.

    Whatever is no letter parts words and is left out: numbers, mail addresses and brackets that somebody wrote into
    the name never show. An organisation is masked alike, for household businesses carry their owner's name.
    """
    words = list(_words(unicodedata.normalize("NFC", name)))
    if not words:
        return ""
    shown = words[:1] if len(words) > 1 else []
    initials = [f"{word[0].upper()}." for word in words[len(shown) : len(shown) + MOST_INITIALS]]
    return " ".join([*shown, *initials])


def _words(name: str) -> Iterator[str]:
    word = ""
    for character in f"{name} ":
        if character.isalpha():
            word += character
        elif word and not unicodedata.combining(character):
            yield word
            word = ""
