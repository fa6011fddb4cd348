"""When an answer is complete: a nonconformity says what was found and shows it (DOMAIN 1.6)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

NONCONFORMITIES = frozenset({"minor_nc", "major_nc"})


class Lack(StrEnum):
    """What a nonconformity still needs before the checklist counts as complete."""

    NOTE = "note"
    EVIDENCE = "evidence"


def lacks(grade: str, note: str, *, photos: int, codes: Iterable[str]) -> tuple[Lack, ...]:
    """What the answer still needs; an answer given without a network is taken all the same.

    Args:
        photos: how many show what was found.
        codes: of the sampled dossiers; citing one in the note is evidence as well.
    """
    if grade not in NONCONFORMITIES:
        return ()
    found = []
    if not note.strip():
        found.append(Lack.NOTE)
    if not photos and not cites(note, codes):
        found.append(Lack.EVIDENCE)
    return tuple(found)


def cites(note: str, codes: Iterable[str]) -> bool:
    """Does the note name one of these dossiers, whole or without the code of the office?

    "H26.65-261105-0009" is cited by "261105-0009" too: nobody types more on a phone.
    """
    text = note.upper()
    return any((code.partition("-")[2] or code).upper() in text for code in codes if code)
