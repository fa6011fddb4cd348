"""A random sample that anybody can draw again: from the seed and the codes alone, whatever the version of Python.

The draw: every code gets the SHA-256 of `seed + "\\n" + code` (UTF-8); the codes with the smallest digests, in that
order, are the sample. A digest depends on nothing but its own code, so the order in which the population was read does
not matter, and a dossier entered later changes the sample only by its own digest. Nothing is sorted in by lateness or
size: the sample is plainly random, so that its share of late dossiers estimates that of the whole period.
"""

from __future__ import annotations

import hashlib
import math
import secrets
from collections.abc import Iterable

ALL_UP_TO = 5
LEAST, MOST = 5, 30
SEED_BYTES = 8


def advised_size(population: int) -> int:
    """How many dossiers to draw: all up to 5, otherwise the square root rounded up, at least 5 and at most 30.

    The square root is the usual rule of thumb of attribute sampling in internal audits; 30 is what two people read in a
    day. The auditor may choose another number.
    """
    if population <= ALL_UP_TO:
        return population
    return min(MOST, max(LEAST, math.ceil(math.sqrt(population))))


def new_seed() -> str:
    """A seed nobody could choose: sixteen hexadecimal digits."""
    return secrets.token_hex(SEED_BYTES)


def draw(codes: Iterable[str], size: int, seed: str) -> list[str]:
    """The sample in the order of the draw; all codes when there are no more than `size`.

    Args:
        codes: the population; a code said twice counts once.
        size: how many to draw.
        seed: text of any length.
    """

    def digest(code: str) -> tuple[str, str]:
        return hashlib.sha256(f"{seed}\n{code}".encode()).hexdigest(), code

    return sorted(set(codes), key=digest)[: max(0, size)]
