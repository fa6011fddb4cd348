"""Reads what the Telex or VNI keys leave behind when the input method was off: "dawng kys" is "đăng ký". Pure."""

from __future__ import annotations

import re
import unicodedata

_TONE = {"f": "\u0300", "s": "\u0301", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_SHAPES = (
    ("aa", "â"),
    ("aw", "ă"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("uow", "ươ"),
    ("ow", "ơ"),
    ("uw", "ư"),
    ("dd", "đ"),
)
_VNI_TONE = {"2": "\u0300", "1": "\u0301", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_VNI_SHAPES = (
    ("a6", "â"),
    ("a8", "ă"),
    ("e6", "ê"),
    ("o6", "ô"),
    ("uo7", "ươ"),
    ("o7", "ơ"),
    ("u7", "ư"),
    ("d9", "đ"),
)
_LATE = {"a": "â", "e": "ê", "o": "ô", "d": "đ"}  # the second key may come last: "nguyene"
_VOWELS = "aăâeêioôơuưy"
_NUCLEUS = re.compile(rf"[{_VOWELS}]+")


def decode(word: str) -> str | None:
    """The syllable an ASCII key sequence meant, or None where no key of an input method is in it."""
    if not word.isascii() or not word.isalnum() or len(word) > 10:
        return None
    if any(map(str.isdigit, word)):
        plain, tone = _without_tone(word, _VNI_TONE)
        shaped = _shaped(plain, _VNI_SHAPES)
    else:
        plain, tone = _without_tone(word, _TONE)
        shaped = _late_shape(_shaped(plain, _SHAPES))
    if not shaped.isalpha() or (shaped == word and not tone):
        return None
    return _with_tone(shaped, tone)


def _without_tone(word: str, tones: dict[str, str]) -> tuple[str, str]:
    for place in range(len(word) - 1, 0, -1):
        if word[place] in tones and any(letter in _VOWELS for letter in word[:place]):
            return word[:place] + word[place + 1 :], tones[word[place]]
    return word, ""


def _shaped(word: str, shapes: tuple[tuple[str, str], ...]) -> str:
    for keys, letter in shapes:
        word = word.replace(keys, letter)
    return word.replace("uơ", "ươ") if len(word) > 3 else word


def _late_shape(word: str) -> str:
    last = word[-1]
    head = word[:-1]
    if last == "w":
        for plain, shaped in (("uo", "ươ"), ("a", "ă"), ("o", "ơ"), ("u", "ư")):
            if plain in head:
                return head.replace(plain, shaped, 1)
    if last in _LATE and last in head and len(word) > 2:
        return head.replace(last, _LATE[last], 1)
    return word


def _with_tone(word: str, tone: str) -> str:
    nucleus = _NUCLEUS.search(word)
    if not tone or not nucleus:
        return word
    place = nucleus.start() + _toned_vowel(
        nucleus[0], is_open=nucleus.end() == len(word), head=word[: nucleus.start()]
    )
    return unicodedata.normalize("NFC", word[: place + 1] + tone + word[place + 1 :])


def _toned_vowel(nucleus: str, *, is_open: bool, head: str) -> int:
    """Which vowel of a group carries the tone."""
    skipped = int(
        len(nucleus) > 1 and ((head == "q" and nucleus[0] == "u") or (head == "g" and nucleus[0] == "i"))
    )
    rest = nucleus[skipped:]
    for place in range(len(rest) - 1, -1, -1):
        if rest[place] in "ăâêôơư" and not (rest[place] == "ư" and rest[place : place + 2] == "ươ"):
            return skipped + place
    if len(rest) == 1:
        return skipped
    return skipped + (1 if len(rest) == 3 or not is_open else 0)
