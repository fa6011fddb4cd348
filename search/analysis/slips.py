"""What fingers do on a keyboard, and how readily. Pure."""

from __future__ import annotations

from string import ascii_lowercase

# Costs in natural logarithms of probability, beyond those of a key missed, doubled or swapped with the next.
KEY_BESIDE = 1.0  # one of several
FAR_KEY = 4.0  # hardly ever hit
_ROWS = (("qwertyuiop", 0.0), ("asdfghjkl", 0.25), ("zxcvbnm", 0.75))


def _keys_beside() -> dict[str, str]:
    """For each letter those whose keys touch its own."""
    places = {
        letter: (column + shift, row)
        for row, (letters, shift) in enumerate(_ROWS)
        for column, letter in enumerate(letters)
    }
    return {
        letter: "".join(
            other
            for other, (x, y) in places.items()
            if other != letter and abs(x - column) <= 1 and abs(y - row) <= 1
        )
        for letter, (column, row) in places.items()
    }


BESIDE = _keys_beside()


def neighbours(word: str) -> dict[str, float]:
    """All strings one slip away, and what each costs beyond the commonest slips.

    Those are a key missed, doubled or swapped with the next. One beside the right one, hit instead of it or with it, is
    one of several; any other key is hardly ever hit.
    """
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    far = {left + right[1:] for left, right in cuts if right}
    far |= {left + letter + right[1:] for left, right in cuts if right for letter in ascii_lowercase}
    near = {left + letter + right[1:] for left, right in cuts if right for letter in BESIDE.get(right[0], "")}
    near |= {
        left + right[1:]
        for left, right in cuts
        if right and right[0] in BESIDE.get(left[-1:], "") + BESIDE.get(right[1:2], "")
    }
    common = {left + right[1:] for left, right in cuts if right and left[-1:] == right[0]}
    common |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    common |= {left + letter + right for left, right in cuts for letter in ascii_lowercase}
    found = dict.fromkeys(far, FAR_KEY) | dict.fromkeys(near, KEY_BESIDE) | dict.fromkeys(common, 0.0)
    return {other: cost for other, cost in found.items() if other not in {word, ""}}
