"""Where prose names a fee that the portal's own list of fees does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procedures.importers.findings import FindingKind
from procedures.importers.layout_parts import LENGTHS as L
from procedures.importers.money_words import amounts_in, dong
from procedures.importers.portal.draft import Draft
from procedures.importers.portal.ledger import Part
from procedures.importers.portal.times import Times

_SENTENCE = re.compile(r"[;\n]|\.(?=\s|$)")
_FEE = re.compile(r"(?<!chi )(?<!kinh )(?<!cước )\bphí\b|mức thu", re.IGNORECASE)
_NOT_OURS = re.compile(
    r"phạt|bưu chính|bưu điện|chuyển phát|cước|thù lao|bồi thường|hỗ trợ|trợ cấp", re.IGNORECASE
)
_MOST_SHOWN = 3


def check_fees(draft: Draft, times: Times) -> None:
    """A remark for each text that names only amounts which no fee has; equal remarks once."""
    fees = draft.layout.get("fees", [])
    known = {fee["amount"] for fee in fees}
    known |= {amount for fee in fees for amount in amounts_in(fee.get("condition", ""))}
    told: set[tuple[int, ...]] = set()
    for part in _prose(draft, times):
        named = tuple(amount for amount in _named(part.lines[: L["long_text"]]) if amount not in known)
        if not named or named in told:
            continue
        told.add(named)
        words = ", ".join(map(dong, named[:_MOST_SHOWN]))
        if fees:
            message = f"Phần lời nêu mức thu {words}, mục phí, lệ phí không có số này. Chọn mức thu đúng."
            draft.warn(FindingKind.VALUE_DOUBTFUL, "fees", message, part.where)
        else:
            message = f"Chỉ phần lời nêu mức thu {words}; mục phí, lệ phí để trống. Ghi mức thu đúng."
            draft.warn(FindingKind.FEE_ONLY_IN_WORDS, "fees", message, part.where)


def _named(text: str) -> list[int]:
    found: list[int] = []
    for sentence in _SENTENCE.split(text):
        if _FEE.search(sentence) and not _NOT_OURS.search(sentence):
            found += amounts_in(sentence)
    return list(dict.fromkeys(found))


def _prose(draft: Draft, times: Times) -> Iterator[Part]:
    for method in times.methods:
        yield method.part["description"]
    for step in draft.root["executionSteps"].items():
        yield step if step.text else step["description"]
    yield draft.root["requirementsAndConditions"]
    yield draft.root["description"]
