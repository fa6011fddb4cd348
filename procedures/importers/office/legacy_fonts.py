"""Text of before Unicode: TCVN3 (fonts ".VnTime", ".VnArialH" …) and VNI (fonts "VNI-Times" …), to Unicode. Pure.

In such a document the letters are those of Latin-1, and only the font shows them as Vietnamese.

Sources, each letter in at least two of them: TCVN 5712:1993, third set (the GNU C library's TCVN5712-1), the tables of
the keyboard program xvnkb (tcvn.h, vni.h) and of the package vietnamese-conversion; they differ in VNI's ỷ and ỹ only,
where xvnkb's yû and yõ follow the marks of all other vowels.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal

from procedures.importers.office.syllables import plausibility

Encoding = Literal["tcvn3", "vni"]
Writing = Literal["unicode", "tcvn3", "vni"]
Detected = Literal["unicode", "tcvn3", "vni", "mixed"]

_TCVN3_ROWS = (
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
)
"""First code of a row and the letters from there on. Capitals with a tone have no code: the fonts ending in H show
small letters as capitals."""
TCVN3 = {
    chr(first + offset): letter for first, letters in _TCVN3_ROWS for offset, letter in enumerate(letters)
}

_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_CIRCUMFLEX = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    """Small letters: one or two characters → one letter."""
    table = dict(_SINGLE)
    for base, letter in (*((vowel, vowel) for vowel in "aeouy"), ("ô", "ơ"), ("ö", "ư")):
        table |= {base + mark: letter + tone for mark, tone in _TONES.items()}
    for base in "aeo":
        table |= {base + mark: base + "\u0302" + tone for mark, tone in _CIRCUMFLEX.items()}
    table |= {"a" + mark: "a\u0306" + tone for mark, tone in _BREVE.items()}
    del table["yï"]  # the letter has a code of its own
    return {source: unicodedata.normalize("NFC", letter) for source, letter in table.items()}


_VNI_SMALL = _vni_table()
VNI = _VNI_SMALL | {source.upper(): letter.upper() for source, letter in _VNI_SMALL.items()}

ENCODINGS: tuple[Encoding, ...] = ("tcvn3", "vni")
_ALPHABET = frozenset(VNI.values())
_LATIN_1 = frozenset(map(chr, range(0x100)))
_ONLY_UNICODE = (_ALPHABET | frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")) - _LATIN_1
_PRIVATE = range(0xF020, 0xF100)
"""Where Word puts the characters of fonts it takes for symbols: code + F000."""
_CERTAIN_SHARE = 0.8
_CERTAIN_WORDS = 3


def encoding_of_font(font: str) -> Encoding | None:
    """Which encoding the font's name stands for; None for Unicode and unknown fonts."""
    name = font.strip().lower()
    if name.startswith(".vn"):
        return "tcvn3"
    return "vni" if name.startswith(("vni-", "vni ")) else None


def shows_capitals(font: str) -> bool:
    """Whether the font shows small letters as capitals (".VnTimeH")."""
    name = font.strip()
    return encoding_of_font(name) == "tcvn3" and name.endswith("H")


def letters(text: str, encoding: Encoding) -> Iterator[tuple[int, str]]:
    """The Unicode letters of `text`, each with the place in `text` where it begins."""
    text = without_private_codes(text)
    table = TCVN3 if encoding == "tcvn3" else VNI
    place = 0
    while place < len(text):
        pair = text[place : place + 2]
        # "Aø" beside "AØ": typed with capitals held for the vowel only.
        found = table.get(pair) or (table.get(pair.upper()) if pair[:1].isupper() else None)
        size = 2 if found and len(pair) == 2 else 1
        yield place, found if found and size == 2 else table.get(text[place], text[place])
        place += size


def without_private_codes(text: str) -> str:
    """Characters of symbol fonts at their ordinary codes."""
    return "".join(
        chr(ord(character) - 0xF000) if ord(character) in _PRIVATE else character for character in text
    )


def to_unicode(text: str, encoding: Encoding) -> str:
    """`text` as its readers saw it, NFC. Characters that are not in the table stay."""
    return unicodedata.normalize("NFC", "".join(letter for _, letter in letters(text, encoding)))


def best_encoding(text: str, fonts: Iterable[str] = ()) -> Writing | None:
    """How `text`, all of one encoding, is written: the reading with the most Vietnamese syllables.

    Fonts that name an encoding leave the choice between it and Unicode, and win between equals. Without one, another
    encoding than Unicode needs three words and four fifths of them. None: the fonts say that it is old, but the text
    makes no sense that way.
    """
    as_it_stands = plausibility(text)
    if not as_it_stands.words or has_only_unicode(text):
        return "unicode"
    named = [encoding for encoding in map(encoding_of_font, fonts) if encoding]
    shares = {encoding: plausibility(to_unicode(text, encoding)).share for encoding in named or ENCODINGS}
    found = max(shares, key=lambda encoding: shares[encoding])
    share = shares[found]
    if not named:
        is_certain = as_it_stands.words >= _CERTAIN_WORDS and share >= _CERTAIN_SHARE
        return found if is_certain and as_it_stands.share < share / 2 else "unicode"
    if as_it_stands.share > share or to_unicode(text, found) == text:
        return "unicode"
    return found if share >= _CERTAIN_SHARE / 2 or not _has_foreign_letters(text, found) else None


def _has_foreign_letters(text: str, encoding: Encoding) -> bool:
    """Whether letters are left that Vietnamese does not have."""
    return any(
        character.isalpha() and not character.isascii() and character not in _ALPHABET
        for character in to_unicode(text, encoding)
    )


def has_only_unicode(text: str) -> bool:
    """Whether `text` has a Vietnamese letter that no old encoding has: it was typed in Unicode."""
    return not _ONLY_UNICODE.isdisjoint(text)


def detect(text: str, fonts: Iterable[str] = ()) -> Detected:
    """How a whole text is written; "mixed" when its lines differ. Convert line by line, or run by run, then."""
    names = tuple(fonts)
    found = {best_encoding(line, names) or "unicode" for line in text.splitlines() if not line.isascii()}
    if len(found) > 1:
        return "mixed"
    return found.pop() if found else "unicode"
