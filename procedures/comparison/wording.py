"""The change sentence and the phrases that all sentences share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from organisation.vietnamese_format import lower_first

Effect = Literal["better", "worse", "neutral"]

# Longer texts are not quoted in a sentence; the field view shows them word by word.
MOST_QUOTED = 120


@dataclass(frozen=True)
class ChangeSentence:
    """One consequence in plain Vietnamese.

    Attributes:
        icon: name in the icon sprite.
        effect: for the person concerned: "better", "worse" or "neutral".
        headline: a whole sentence.
        detail: reason or addition, may be "".
        section: stable key of the group, the same as in ``FieldRow``; "" for the closing sentence.
    """

    icon: str
    effect: Effect
    headline: str
    detail: str = ""
    section: str = ""


def is_quotable(*texts: str) -> bool:
    return all(len(text) <= MOST_QUOTED and "\n" not in text for text in texts)


def sentence(text: str) -> str:
    """End a sentence with one full stop."""
    return text if text.endswith((".", "…", "!", "?")) else f"{text}."


def from_to(label: str, before: str, after: str) -> str:
    """``Label: cũ → mới.``, ``Thêm label: mới.`` or ``Bỏ label, trước là cũ.``; long texts unquoted."""
    if not is_quotable(before, after):
        return f"{'Thêm' if not before else 'Bỏ' if not after else 'Sửa'} {lower_first(label)}."
    if not before:
        return sentence(f"Thêm {lower_first(label)}: {after}")
    if not after:
        return sentence(f"Bỏ {lower_first(label)}, trước là {before.rstrip('.')}")
    return sentence(f"{label}: {before.rstrip('.')} → {after}")


def counted(verb: str, noun: str, names: Sequence[str]) -> str:
    """``Bớt một giấy tờ: A.``, ``Thêm 2 căn cứ pháp lý: A; B.``"""
    count = "một" if len(names) == 1 else str(len(names))
    said = "; ".join(name.rstrip(".") for name in names)
    return sentence(f"{verb} {count} {noun}: {said}") if said else f"{verb} {count} {noun}."


def by_amount(before: int | Decimal | None, after: int | Decimal | None) -> Effect:
    """Less time or money is better for people; unknown amounts are not judged."""
    if before is None or after is None or before == after:
        return "neutral"
    return "better" if after < before else "worse"
