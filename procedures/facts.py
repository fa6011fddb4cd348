"""What a citizen wants to know at one glance, read from a snapshot for one day.

The five facts of the procedure page (how long, how much, where, what one gets, online), the fees valid
on a day and the papers to bring per case. Wording is final Vietnamese; nothing here is ever empty, the
least is "Không quy định". No Django, no clock: the day is passed in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from organisation.vietnamese_format import format_money, format_number, lower_first, upper_first
from procedures.snapshot_reading import (
    Part,
    Snapshot,
    applicable_limits,
    decimal_value,
    duration_words,
    part,
    parts,
    total_step_minutes,
    working_minutes,
)

NOT_STIPULATED = "Không quy định"
DEPENDS = "Tùy trường hợp"
CHANNEL_WORDS = {"direct": "trực tiếp", "postal": "bưu chính", "online": "trực tuyến"}
FEE_CHANNEL_WORDS = {"direct": "nộp trực tiếp", "postal": "qua bưu chính", "online": "trực tuyến"}
FEE_KIND_WORDS = {"fee": "lệ phí", "charge": "phí"}
# A fee "per case dealt with" is what everybody expects, so the unit is not said.
UNSAID_FEE_UNITS = {"", "việc", "lần", "hồ sơ"}
MOST_OTHER_FEES = 2


@dataclass(frozen=True)
class Fact:
    """One cell of the fact strip. ``condition`` and ``link`` may be ""; ``label`` and ``value`` never."""

    key: str
    label: str
    value: str
    condition: str = ""
    link: str = ""


@dataclass(frozen=True)
class Case:
    """A case ("trường hợp") with the time limit that holds in it, its own or the general one."""

    code: str
    name: str
    condition: str
    time: str
    has_own_limit: bool


@dataclass(frozen=True)
class PaperGroup:
    """Papers of which all (one paper) or any one (alternatives) must be brought."""

    papers: tuple[Part, ...]

    @property
    def is_choice(self) -> bool:
        return len(self.papers) > 1


@dataclass(frozen=True)
class BringList:
    """Papers handed in ("nộp") and papers shown and taken home ("xuất trình")."""

    submit: tuple[PaperGroup, ...]
    present: tuple[PaperGroup, ...]


# Fees


def is_valid_on(fee: Part, day: date) -> bool:
    """Whether a fee row holds on ``day``; both ends of its range are included."""
    iso = day.isoformat()
    return (fee.get("valid_from") or iso) <= iso <= (fee.get("valid_to") or iso)


def fees_on(snapshot: Snapshot, day: date, channel: str = "") -> list[Part]:
    """Fee rows valid on ``day`` in the order written; with a channel only the rows due there."""
    return [
        fee
        for fee in parts(snapshot, "fees")
        if is_valid_on(fee, day) and (not channel or fee.get("channel") in (channel, "all"))
    ]


def amount_words(fee: Part) -> str:
    """``100.000 đồng``, ``2.000 đồng/trang``; an amount left open is ``theo mức quy định``."""
    amount = fee.get("amount")
    if amount is None:
        return "theo mức quy định"
    unit = fee.get("per") or ""
    return format_money(amount) if unit in UNSAID_FEE_UNITS else f"{format_money(amount)}/{unit}"


def fee_condition_words(fee: Part) -> str:
    """When a fee row is due: channel and the first sentence of its condition; "" when always.

    The channel is left out when the condition names it already.
    """
    channel = fee.get("channel") or ""
    condition = lower_first((fee.get("condition") or "").split(". ")[0].rstrip("."))
    is_named = channel in CHANNEL_WORDS and CHANNEL_WORDS[channel] in condition.lower()
    said = "" if is_named else FEE_CHANNEL_WORDS.get(channel, "")
    return ", ".join(words for words in (said, condition) if words)


def _fee_line(fee: Part) -> str:
    words = fee_condition_words(fee) or FEE_KIND_WORDS.get(fee.get("kind") or "", "mức")
    return f"{words}: {amount_words(fee)}"


def _amount_range(fees: Iterable[Part]) -> str:
    amounts = sorted({fee["amount"] for fee in fees})
    low, high = amounts[0], amounts[-1]
    return format_money(low) if low == high else f"{format_number(low)}–{format_money(high)}"


def _headline_fees(fees: list[Part]) -> list[Part]:
    """The rows the headline speaks of: the first one and those that differ from it only by channel."""

    def subject(fee: Part) -> tuple[object, ...]:
        return tuple(fee.get(key) or "" for key in ("kind", "per", "condition")), tuple(
            fee.get("cases") or ()
        )

    return [fee for fee in fees if subject(fee) == subject(fees[0])]


def fee_headline(snapshot: Snapshot, day: date, channel: str = "") -> str:
    """The fee in one or two words, for the fact strip and lists of results.

    "Miễn phí" only if nothing is due in any case and channel named; a range if only the channel makes
    the difference; otherwise the first row, the others being conditions (``fee_conditions``).

    Args:
        snapshot: schema 1.
        day: the day asked for.
        channel: only what is due when filing this way (direct, postal, online); "" for all.
    """
    fees = fees_on(snapshot, day, channel)
    if not fees:
        return NOT_STIPULATED
    if all(fee.get("amount") == 0 for fee in fees):
        return format_money(0) if channel else "Miễn phí"
    headline = _headline_fees(fees)
    if any(fee.get("amount") is None for fee in headline):
        return DEPENDS
    if len(headline) == 1:
        return amount_words(headline[0])
    return _amount_range(headline)


def fee_conditions(snapshot: Snapshot, day: date) -> str:
    """One line under the headline: when the first fee is due and what else may be; "" if nothing."""
    fees = fees_on(snapshot, day)
    if not fees or all(fee.get("amount") == 0 for fee in fees):
        return ""
    headline = _headline_fees(fees)
    amounts = {fee.get("amount") for fee in headline}
    others = [fee for fee in fees if fee not in headline]
    lines: list[str] = []
    if len(amounts) > 1 or None in amounts:
        lines = [_fee_line(fee) for fee in headline]
    elif fee_condition_words(headline[0]) and len(headline) == 1:
        lines = [fee_condition_words(headline[0])]
    lines += [_fee_line(fee) for fee in others[:MOST_OTHER_FEES]]
    if len(others) > MOST_OTHER_FEES:
        lines.append(f"và {len(others) - MOST_OTHER_FEES} mức khác")
    return upper_first("; ".join(lines))


# Time


def limit_headline(limit: Part | None) -> str:
    """One time limit as a headline: ``Trong ngày``, ``3 ngày làm việc``."""
    if not limit or decimal_value(limit) is None:
        return NOT_STIPULATED
    return upper_first(duration_words(limit, short=limit.get("unit") == "same_day"))


def _sorted_limits(limits: list[Part]) -> list[Part] | None:
    """Limits from short to long; None when working and calendar days are mixed."""
    if all(working_minutes(limit) is not None for limit in limits):
        return sorted(limits, key=lambda limit: working_minutes(limit) or 0)
    if all(limit.get("unit") == "calendar_day" for limit in limits):
        return sorted(limits, key=lambda limit: decimal_value(limit) or 0)
    return None


def time_headline(snapshot: Snapshot) -> str:
    """How long it takes, over all cases: ``Trong ngày``, ``1–5 ngày làm việc``, ``Tùy trường hợp``."""
    limits = applicable_limits(snapshot)
    if not limits:
        return snapshot.get("deadline") or NOT_STIPULATED
    in_order = _sorted_limits(limits)
    if in_order is None:
        return DEPENDS
    shortest, longest = in_order[0], in_order[-1]
    if limit_headline(shortest) == limit_headline(longest):
        return limit_headline(shortest)
    if shortest.get("unit") == longest.get("unit"):
        return f"{format_number(str(shortest['value']))}–{duration_words(longest)}"
    return f"{limit_headline(shortest)} đến {duration_words(longest)}"


def _time_condition(snapshot: Snapshot) -> str:
    limits = applicable_limits(snapshot)
    if len({limit_headline(limit) for limit in limits}) > 1:
        return DEPENDS
    limit = limits[0] if limits else {}
    if limit.get("cutoff"):
        return f"Nộp sau {limit['cutoff']}: ngày làm việc kế tiếp"
    text = str(limit.get("text") or "")
    # "03 ngày làm việc" under "3 ngày làm việc" would say the same twice.
    return "" if text.lstrip("0").rstrip(".").lower() == limit_headline(limit).lower() else text


# Papers and cases


def cases(snapshot: Snapshot) -> list[Case]:
    """The cases in the order written, each with the time limit that holds in it."""
    general = snapshot.get("time_limit")
    return [
        Case(
            code=case.get("code") or "",
            name=case.get("name") or "",
            condition=case.get("condition") or "",
            time=limit_headline(case.get("time_limit") or general),
            has_own_limit=bool(case.get("time_limit")),
        )
        for case in parts(snapshot, "cases")
    ]


def _grouped(papers: Iterable[Part]) -> tuple[PaperGroup, ...]:
    groups: dict[object, list[Part]] = {}
    for position, paper in enumerate(papers):
        groups.setdefault(paper.get("alternative_group") or position, []).append(paper)
    return tuple(PaperGroup(tuple(members)) for members in groups.values())


def components_for(snapshot: Snapshot, case_code: str = "") -> BringList:
    """Papers to bring in one case: those of the case and those of all cases.

    Args:
        snapshot: schema 1.
        case_code: code of the case; "" lists every paper (a procedure without cases, or print).

    Returns:
        Papers to hand in and to show, members of an alternative group together in the place of the
        first; a group left with one member in this case is an ordinary paper.
    """
    chosen = [
        paper
        for paper in parts(snapshot, "components")
        if not case_code or not paper.get("cases") or case_code in paper["cases"]
    ]
    return BringList(
        submit=_grouped(paper for paper in chosen if paper.get("kind") != "present"),
        present=_grouped(paper for paper in chosen if paper.get("kind") == "present"),
    )


# The fact strip


def channel_words(snapshot: Snapshot) -> str:
    """``Trực tiếp, bưu chính hoặc trực tuyến``; "" when no channel is named."""
    words = [
        CHANNEL_WORDS[row["channel"]]
        for row in parts(snapshot, "channels")
        if row.get("channel") in CHANNEL_WORDS
    ]
    joined = words[0] if len(words) == 1 else ", ".join(words[:-1]) + " hoặc " + words[-1] if words else ""
    return upper_first(joined)


def _place(snapshot: Snapshot) -> Fact:
    unit = part(snapshot, "unit")
    channels = {row.get("channel") for row in parts(snapshot, "channels")}
    place = unit.get("name") or part(snapshot, "agencies").get("executing") or ""
    if channels == {"online"}:
        return Fact(
            "place", "Nộp ở đâu", "Trực tuyến", "Không nhận hồ sơ giấy", snapshot.get("online_url") or ""
        )
    lines = [text for text in (unit.get("address"), channel_words(snapshot)) if text]
    return Fact("place", "Nộp ở đâu", place or NOT_STIPULATED, ". ".join(lines))


def _result(snapshot: Snapshot) -> Fact:
    results = [result for result in parts(snapshot, "results") if result.get("name")]
    if not results:
        return Fact("result", "Nhận được gì", NOT_STIPULATED)
    lines = [results[0].get("note") or "", *(f"hoặc {result['name']}" for result in results[1:])]
    return Fact(
        "result", "Nhận được gì", results[0]["name"], upper_first("; ".join(line for line in lines if line))
    )


def _online(snapshot: Snapshot) -> Fact:
    level = part(snapshot, "online_level").get("name")
    offered = any(row.get("channel") == "online" for row in parts(snapshot, "channels"))
    link = snapshot.get("online_url") or ""
    value = level or ("Có" if offered else "Không nộp trực tuyến")
    return Fact("online", "Trực tuyến", value, "Nộp trên Cổng Dịch vụ công" if link else "", link)


def _process_facts(snapshot: Snapshot) -> list[Fact]:
    outputs = [step["output"] for step in parts(snapshot, "steps") if step.get("output")]
    occasions = [row["label"] for row in parts(snapshot, "occasions") if row.get("label")]
    minutes = total_step_minutes(snapshot)
    total = f"Các bước cộng lại {format_number(minutes // 60)} giờ làm việc" if minutes >= 60 else ""
    return [
        Fact("trigger", "Khi nào làm", snapshot.get("trigger") or NOT_STIPULATED, "; ".join(occasions)),
        Fact("time", "Hạn", snapshot.get("deadline") or NOT_STIPULATED, total),
        Fact("owner", "Ai chủ trì", snapshot.get("owner_unit_name") or NOT_STIPULATED),
        Fact("result", "Kết quả", outputs[-1] if outputs else NOT_STIPULATED),
    ]


def facts(snapshot: Snapshot, day: date) -> list[Fact]:
    """The fact strip: five facts of a procedure, four of an internal process, none ever empty."""
    if snapshot.get("kind") == "internal_process":
        return _process_facts(snapshot)
    return [
        Fact("time", "Bao lâu", time_headline(snapshot), _time_condition(snapshot)),
        Fact("fee", "Bao nhiêu tiền", fee_headline(snapshot, day), fee_conditions(snapshot, day)),
        _place(snapshot),
        _result(snapshot),
        _online(snapshot),
    ]
