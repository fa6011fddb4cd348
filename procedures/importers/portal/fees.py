"""Fees: one row per kind, amount and wording; an amount is believed only where no words speak against it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from procedures.importers.findings import FindingKind
from procedures.importers.layout_parts import LENGTHS as L
from procedures.importers.layout_parts import MOST_ITEMS
from procedures.importers.money_words import amounts_in, dong, words_against_figures
from procedures.importers.portal.draft import Draft
from procedures.importers.portal.ledger import Part
from procedures.importers.portal.prose_times import decimal_of
from procedures.importers.portal.times import MethodTime, Times
from procedures.importers.reading import Layout

_KINDS = {"FEE": "phi", "SERVICE_FEE": "le_phi"}
_DONG = re.compile(r"việt nam đồng|đồng(?: việt nam)?|vnđ|vnd", re.IGNORECASE)
_DONG_BEHIND = re.compile(r"(?<=\d)\s{0,3}(?:đồng|đ|vnđ|vnd)$", re.IGNORECASE)
_MONEY = re.compile(
    r"(?<![\d/])[1-9]\d{0,2}(?:[.,]\d{3})+|(?<![\d/])[1-9]\d{0,8}\s{0,2}(?:đồng|đ|vnđ|vnd)\b", re.IGNORECASE
)
_FREE = re.compile(
    r"\W*(?:(?:phí|lệ phí|phí, lệ phí|mức thu)\W{0,3})?"
    r"(?:không(?=\W{0,3}$|\s{0,3}[.;:,(]|\s(?:thu|mất|phải|phí|lệ phí|theo|có(?= phí| lệ phí|\W{0,3}$))(?:\W|$))"
    r"|miễn(?=\W|$)|0 ?(?:đồng|đ|vnđ)(?=\W|$))",
    re.IGNORECASE,
)
_ONLY_SOME = re.compile(
    r"đối với|đối tượng|trường hợp|thuộc|hộ nghèo|người khuyết tật|\bcho\b|mức thu|mức phí|mức lệ phí"
    r"|hội đồng nhân dân|từ ngày|đến hết|theo quy định của",
    re.IGNORECASE,
)


@dataclass
class FeeRow:
    """Equal rows of several ways of submitting.

    Attributes:
        key: what makes rows equal.
        parts: the rows of the source.
    """

    key: tuple[str, str, str, str]
    parts: list[Part] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)


def read_fees(draft: Draft, times: Times) -> None:
    """`fees`, with a remark on every amount that somebody must look up."""
    rows: dict[tuple[str, str, str, str], FeeRow] = {}
    for method in times.methods:
        for part in method.part["fees"].items():
            _collect(rows, part, method)
    for part in draft.root["fees"].items():
        _collect(rows, part, None)
    every = {method.channel for method in times.methods if method.channel}
    fees: list[Layout] = []
    for row in rows.values():
        if _says_nothing(draft, row):
            continue
        channels = ["all"] if "all" in row.channels or set(row.channels) >= every else row.channels
        if len(fees) + len(channels) > MOST_ITEMS:
            _too_many(draft, row)
            continue
        fee = _fee(draft, row, f"fees[{len(fees) + 1}]")
        fees += [{"channel": channel, **fee} for channel in channels]
    if fees:
        draft.layout["fees"] = fees


def _collect(rows: dict[tuple[str, str, str, str], FeeRow], part: Part, method: MethodTime | None) -> None:
    key = (
        part["type"].text,
        part["value"].text,
        part["description"].lines,
        part["attachment"]["fileName"].text or part["attachment"].text,
    )
    row = rows.setdefault(key, FeeRow(key))
    row.parts.append(part)
    channel = method.channel if method and method.channel else "all"
    if channel not in row.channels:
        row.channels.append(channel)


def _says_nothing(draft: Draft, row: FeeRow) -> bool:
    kind, value, words, file = row.key
    if value or words or file or any(part["value"].value not in (None, "", [], {}) for part in row.parts):
        return False
    for part in row.parts:
        part["type"].leave("dòng phí trống: không có số tiền, không có lời")
    if kind and "fees.empty" not in draft.said:
        draft.said.add("fees.empty")
        draft.tell(
            FindingKind.VALUE_MISSING,
            "fees",
            "Có dòng phí, lệ phí để trống trên Cổng; bỏ qua. Kiểm tra thủ tục có thu khoản này không.",
            row.parts[0].where,
        )
    return True


def _too_many(draft: Draft, row: FeeRow) -> None:
    for part in row.parts:
        part.leave(f"quá {MOST_ITEMS} dòng phí")
    draft.too_many("fees", f"Có hơn {MOST_ITEMS} dòng phí, lệ phí", row.parts[0])


def _fee(draft: Draft, row: FeeRow, place: str) -> Layout:
    """One row of the layout, its remarks and its passages."""
    kind, value, _, file = row.key
    words = row.parts[0]["description"].text
    currency = next((part["currencyName"].text for part in row.parts if part["currencyName"].text), "")
    amount, finding = _amount(value, words, currency, file)
    _remark(draft, finding, kind, _said(value, currency, words), file, place, row)
    _place(row, place, finding, currency)
    _compare(draft, amount, words, place, row)
    condition = words
    if amount is None:
        condition = _said(value, currency, words)
    if kind not in _KINDS:
        label = "Giá dịch vụ" if kind == "PRICE_LEVEL" else kind
        condition = ": ".join(text for text in (label, condition) if text)
    if file:
        condition = f"{condition} (tệp kèm trên Cổng: {file})".strip()
    if len(condition) > L["fee_condition"]:
        condition = draft.fit(
            row.parts[0]["description"], condition, L["fee_condition"], f"{place}.condition"
        )
    fee: Layout = {"kind": _KINDS.get(kind, "phi"), "amount": amount}
    return {**fee, "condition": condition} if condition else fee


def _said(value: str, currency: str, words: str) -> str:
    """The words of a fee without amount, after what stands in the place of the amount."""
    amount = f"{value} {currency}".strip() if value and decimal_of(value) != 0 else ""
    return ". ".join(text for text in (amount, words) if text)


def _amount(value: str, words: str, currency: str, file: str) -> tuple[int | None, FindingKind | None]:
    """Whole đồng, or None with what to remark."""
    number = whole_dong(value)
    if file and not number:
        return None, FindingKind.FEE_IN_ATTACHMENT
    if number is None or (currency and not _DONG.fullmatch(currency)):
        return None, FindingKind.FEE_ONLY_IN_WORDS
    if number:
        return number, None
    if not words:
        return 0, FindingKind.VALUE_DOUBTFUL
    return (0, None) if is_free(words) else (None, FindingKind.FEE_ZERO_WITH_WORDS)


def whole_dong(value: str) -> int | None:
    """Whole đồng of "8000", "8000.0", "8.000", "8 000" or "8,000 đồng"; None for anything else."""
    value = _DONG_BEHIND.sub("", value)
    if re.fullmatch(r"\d{1,3}(?:[.,\s]\d{3}){1,2}", value):
        return int(re.sub(r"[.,\s]", "", value))
    found = re.fullmatch(r"(\d{1,9})(?:[.,]0{1,2})?", value)
    return int(found[1]) if found else None


def is_free(words: str) -> bool:
    """Do the words say that nothing is paid, by anybody? Not when they name an amount, a group or another rule."""
    return bool(_FREE.match(words)) and not _MONEY.search(words) and not _ONLY_SOME.search(words)


def _compare(draft: Draft, amount: int | None, words: str, place: str, row: FeeRow) -> None:
    """A remark where the words name other amounts than the number, or contradict their own figures."""
    words = words[: L["long_text"]]
    named = amounts_in(words)
    if odd := words_against_figures(words):
        message = f"Số tiền bằng số và bằng chữ khác nhau ({dong(odd[0])}): “{words[:80]}” Ghi mức thu đúng."
    elif amount and named and amount not in named:
        told = ", ".join(map(dong, named[:3]))
        message = f"Mục phí ghi {dong(amount)}, phần lời ghi {told}. Chọn mức thu đúng."
    elif amount and is_free(words):
        message = f"Mục phí ghi {dong(amount)}, phần lời lại nói “{words[:80]}”. Chọn mức thu đúng."
    else:
        return
    draft.warn(FindingKind.VALUE_DOUBTFUL, f"{place}.amount", message, row.parts[0].where)
    for part in row.parts:
        part["value"].place(f"{place}.amount", "unsure", "khác với phần lời")


def _remark(
    draft: Draft, finding: FindingKind | None, kind: str, words: str, file: str, place: str, row: FeeRow
) -> None:
    where = row.parts[0].where
    short = f"“{words[:80]}{'…' if len(words) > 80 else ''}”"
    sentences = {
        FindingKind.FEE_ZERO_WITH_WORDS: f"Cổng ghi 0 đồng nhưng phần lời lại nói: {short} Ghi mức thu đúng.",
        FindingKind.FEE_ONLY_IN_WORDS: f"Không có số tiền bằng đồng, chỉ có lời: {short} Ghi mức thu đúng."
        if words
        else "Không đọc được số tiền trên Cổng. Ghi mức thu đúng.",
        FindingKind.FEE_IN_ATTACHMENT: f"Mức thu nằm trong tệp {file[:80]} trên Cổng. Mở tệp, ghi mức thu.",
        FindingKind.VALUE_DOUBTFUL: "Cổng ghi 0 đồng, không có lời giải thích. Kiểm tra có đúng là không thu.",
    }
    if finding:
        draft.warn(finding, f"{place}.amount", sentences[finding], where)
    if kind not in _KINDS:
        draft.warn(
            FindingKind.VALUE_DOUBTFUL,
            f"{place}.kind",
            "Cổng không ghi đây là phí hay lệ phí; tạm xếp vào phí. Kiểm tra loại khoản thu.",
            where,
        )


def _place(row: FeeRow, place: str, finding: FindingKind | None, currency: str) -> None:
    for part in row.parts:
        kind = part["type"]
        sure = kind.text in _KINDS
        kind.place(
            f"{place}.kind", "sure" if sure else "unsure", "" if sure else "không rõ là phí hay lệ phí"
        )
        reason = (
            {
                FindingKind.FEE_ZERO_WITH_WORDS: "số 0 trên Cổng trái với phần lời; để trống số tiền",
                FindingKind.FEE_IN_ATTACHMENT: "mức thu trong tệp kèm; để trống số tiền",
                FindingKind.FEE_ONLY_IN_WORDS: "không đọc được thành tiền đồng; ghi bằng chữ",
                FindingKind.VALUE_DOUBTFUL: "số 0 không có lời giải thích",
            }.get(finding, "")
            if finding
            else ""
        )
        part["value"].place(f"{place}.amount", "unsure" if reason else "sure", reason)
        part["description"].place(f"{place}.condition")
        file = part["attachment"] if part["attachment"].text else part["attachment"]["fileName"]
        file.place(f"{place}.condition", "unsure", "tên tệp kèm trên Cổng")
        if currency and not _DONG.fullmatch(currency):
            part["currencyName"].place(f"{place}.condition")
