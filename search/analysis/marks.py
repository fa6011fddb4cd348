"""One spelling for every way of writing the same Vietnamese syllable. Pure.

Composed or decomposed, old or new place of the tone (hoà, hòa), i or y (kĩ, kỹ), letters that only look alike (ð, đ).
"""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0301\u0309\u0303\u0323"  # grave, acute, hook, tilde, dot


def _toned(vowel: str) -> str:
    """The five forms of a vowel with a tone, in the order of `_TONES`."""
    return "".join(unicodedata.normalize("NFC", vowel + tone) for tone in _TONES)


_O, _U, _A, _E, _Y, _I = (_toned(vowel) for vowel in "ouaeyi")

# Look-alikes of old keyboards and fonts, and signs that stand for the plain one; invisible signs go.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("ðɖ", "đ"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("⁄∕", "/"),
        "\u0340": "\u0300",
        "\u0341": "\u0301",
        "\u00ad": None,
        **dict.fromkeys(
            "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
        ),
    }
)
_LETTER = r"[^\W\d_]"
_OPEN_PAIR = re.compile(rf"(?<!q)(?:o([{_A}{_E}])|u([{_Y}]))(?!{_LETTER})")
_CLOSED_PAIR = re.compile(rf"(?:([{_O}])([ae])|([{_U}])(y))(?={_LETTER})")
_SHORT_I = re.compile(rf"(?<!{_LETTER})([hklmst]|qu)([i{_I}])(?!{_LETTER})")
_TO_Y = str.maketrans("i" + _I, "y" + _Y)


def normalise(text: str) -> str:
    """Lower case, composed, one place for the tone, plain signs; idempotent, the same for NFC and NFD."""
    text = unicodedata.normalize("NFKC", text.translate(_ALIKE)).lower()
    text = unicodedata.normalize("NFC", text.translate(_ALIKE))
    if text.isascii():
        return _SHORT_I.sub(_with_y, text)
    text = _CLOSED_PAIR.sub(_tone_to_second, text)
    text = _OPEN_PAIR.sub(_tone_to_first, text)
    return _SHORT_I.sub(_with_y, text)


def _tone_to_first(match: re.Match[str]) -> str:
    """Hoà becomes hòa: an open syllable carries the tone on its first vowel."""
    first, second = tuple(match[0])
    vowel, tone = tuple(unicodedata.normalize("NFD", second))
    return unicodedata.normalize("NFC", first + tone) + vowel


def _tone_to_second(match: re.Match[str]) -> str:
    """Hòan becomes hoàn: a closed syllable carries it on the second."""
    first, second = tuple(match[0])
    vowel, tone = tuple(unicodedata.normalize("NFD", first))
    return vowel + unicodedata.normalize("NFC", second + tone)


def _with_y(match: re.Match[str]) -> str:
    return match[1] + match[2].translate(_TO_Y)


def begun(folded: str) -> tuple[str, ...]:
    """What a folded word may be the beginning of: "si", which is normalised to "sy", may go on as "sinh"."""
    return (
        (folded, folded[:-1] + "i")
        if _SHORT_I.fullmatch(folded[:-1] + "i") and folded[-1] == "y"
        else (folded,)
    )


def _without_marks(letter: str) -> str:
    decomposed = unicodedata.normalize("NFD", letter.replace("đ", "d"))
    return "".join(part for part in decomposed if not unicodedata.combining(part))


class _Folded(dict[int, str]):
    """Letters by their code; the usual ones are worked out once, because a search folds hundreds of words."""

    def __missing__(self, code: int) -> str:
        return _without_marks(chr(code))


_USUAL = (*range(0x370), *range(0x1E00, 0x1F00))  # Latin and its marks
_FOLDED = _Folded({code: _without_marks(chr(code)) for code in _USUAL})


def fold(text: str) -> str:
    """Without marks, đ as d. Expects normalised text; folding twice changes nothing."""
    return text if text.isascii() else text.translate(_FOLDED)


def is_marked(text: str) -> bool:
    """Whether a normalised syllable was written with any Vietnamese mark."""
    return not text.isascii() and fold(text) != text
