"""Dossier codes and the secret beside them (DOMAIN 3.4). No personal data: a unit, a day, a running number."""

from __future__ import annotations

import datetime as dt
import secrets

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's alphabet: no I, L, O, U, so that a code read aloud or copied by hand is not mistaken."""
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})
SECRET_LENGTH = 6


def dossier_code(unit_code: str, day: dt.date, number: int) -> str:
    """The code printed on the receipt: "H26.65-260812-0007".

    Args:
        unit_code: official identifier of the receiving office.
        number: running number of the day, from 1; a day with more than 9,999 dossiers simply has longer codes.
    """
    return f"{unit_code}-{day:%y%m%d}-{number:04d}"


def code_key(code: str) -> str:
    """A code as it is looked up: letters and digits only, upper case, so "h26.65 260812 7" style typing is forgiven.

    Separators go, and with them the difference between "H26.65-260812-0007" and "h2665 2608120007".
    """
    return "".join(filter(str.isalnum, code)).upper()


def new_secret() -> str:
    """Six random characters (30 bits) that nobody guesses in ten tries."""
    return "".join(CROCKFORD[byte % 32] for byte in secrets.token_bytes(SECRET_LENGTH))


def secret_key(text: str) -> str:
    """A secret as typed, made comparable: upper case, without separators, I and L read as 1, O as 0."""
    return code_key(text).translate(_MISREAD)
