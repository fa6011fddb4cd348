"""Canonical JSON and the hashes over it. Pure.

The same facts must give the same bytes on every machine and in every year, so: keys sorted, Unicode NFC, no
insignificant white space, no floats (their text differs between programs), integers, strings, booleans, null, lists
and string-keyed objects only. Hash: SHA-256, hexadecimal, lower case.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any

JsonValue = None | bool | int | str | list["JsonValue"] | dict[str, "JsonValue"]


class NotCanonicalError(TypeError):
    """The value cannot be written canonically; the message names the place."""


def _is_forbidden_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t"


def clean_text(text: str) -> str:
    """NFC, line ends as \\n, without control characters (PostgreSQL refuses NUL, papers print boxes)."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return str(text)  # nothing of all that is in it: most texts, and far quicker
    normal = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in normal if not _is_forbidden_control(c))


def normalise(value: Any, path: str = "$") -> JsonValue:
    """A copy of `value` made of plain JSON types with clean text.

    Raises:
        NotCanonicalError: on floats, non-string or colliding keys, or any other type.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list | tuple):
        return [normalise(item, f"{path}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, dict):
        result: dict[str, JsonValue] = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotCanonicalError(f"{path}: the key {key!r} is not text")
            clean_key = clean_text(key)
            if clean_key in result:
                raise NotCanonicalError(f"{path}: two keys read {clean_key!r}")
            result[clean_key] = normalise(item, f"{path}.{key}")
        return result
    raise NotCanonicalError(f"{path}: {type(value).__name__} cannot be part of a snapshot")


def canonical_json(value: Any) -> str:
    """The one text of `value`."""
    return json.dumps(normalise(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(value: Any) -> str:
    """SHA-256 of the canonical JSON of `value`, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def chain_hash(previous_hash: str, payload: dict[str, Any]) -> str:
    """The hash of a link: over the hash before it and its own facts."""
    return sha256_of({"previous": previous_hash, "record": payload})
