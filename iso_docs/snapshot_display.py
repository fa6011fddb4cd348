"""What the public page shows of a snapshot: the five facts, the papers to bring per case, the time ruler.

Pure functions over snapshot schema 1; no Django. Words are Vietnamese because they are official wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from organisation.vietnamese_format import (
    format_duration,
    format_money,
    format_number,
    format_working_hours,
)

Snapshot = Mapping[str, Any]

NOT_REGULATED = "Không quy định"

CHANNEL_WORDS = {"direct": "Trực tiếp", "postal": "Bưu chính", "online": "Trực tuyến"}


@dataclass(frozen=True)
class Fact:
    """One cell of the fact strip; `key` is one of time, fee, place, result, online."""

    key: str
    icon: str
    value: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Paper:
    """One line of the bring list."""

    name: str
    copies: str = ""
    form: str = ""
    form_url: str = ""
    condition: str = ""
    source: str = ""
    alternative_group: str = ""
    opens_group: bool = False


@dataclass(frozen=True)
class CaseList:
    """The papers of one case; a procedure without cases has exactly one, with an empty code."""

    code: str
    name: str
    condition: str = ""
    time_limit: str = ""
    submit: tuple[Paper, ...] = ()
    present: tuple[Paper, ...] = ()


@dataclass(frozen=True)
class Segment:
    """One bar of the time ruler; `start` and `width` are percentages written for SVG ("12.50%").

    `wide` says whether a label fits at all, `tight` that its second line must go on the smallest screens.
    """

    number: int
    label: str
    start: str
    width: str
    state: str = ""
    wide: bool = True
    tight: bool = False


@dataclass(frozen=True)
class Ruler:
    """The bars of the steps with a working time, and the same as a sentence for those who do not see them."""

    total: str = ""
    sentence: str = ""
    segments: tuple[Segment, ...] = field(default_factory=tuple)


def time_limit_words(limit: Mapping[str, Any] | None) -> str:
    """A time limit of a snapshot: "Trong ngày", "3 ngày làm việc"; nothing laid down: "Không quy định"."""
    if not limit:
        return NOT_REGULATED
    if limit["unit"] == "same_day":
        return "Trong ngày"
    if limit.get("value") in (None, ""):
        return str(limit.get("text") or NOT_REGULATED)
    return format_duration(str(limit["value"]), limit["unit"])


def step_time_words(duration: Mapping[str, Any] | None) -> str:
    """The duration of a step of a snapshot: "0,5 ngày làm việc", "3 giờ"; a step without one shows nothing.

    Hours are never anything but working hours, days can be both, so only days say which.
    """
    if not duration:
        return ""
    unit = duration["unit"]
    return format_duration(str(duration["value"]), unit, short=unit == "working_hour")


def money_words(amounts: Sequence[int], per: str = "") -> str:
    """One or several amounts: "2.000 đồng/trang", "5.000 – 25.000 đồng"; none: "Không quy định"."""
    if not amounts:
        return NOT_REGULATED
    low, high = min(amounts), max(amounts)
    whole = format_money(low) if low == high else f"{format_number(low)} – {format_money(high)}"
    return f"{whole}/{per}" if per and high else whole


def copies_words(original: int, copy: int) -> str:
    """How many papers of a kind: (1, 2) is "1 bản chính, 2 bản sao"; none at all gives the empty string."""
    counts = ((original, "bản chính"), (copy, "bản sao"))
    return ", ".join(f"{count} {words}" for count, words in counts if count)


def file_size_words(size: int) -> str:
    """A file size: 94208 bytes is "92 kB"."""
    if size < 1024 * 1024:
        return f"{max(1, size // 1024)} kB"
    return f"{format_number(Decimal(size) / (1024 * 1024), places=1)} MB"


def fees_on(snapshot: Snapshot, on: date, case: str = "") -> list[Mapping[str, Any]]:
    """Fees valid on a day; with a case code only those of this case (an empty `cases` list means all)."""
    today, valid = on.isoformat(), []
    for fee in snapshot.get("fees", []):
        start, end = fee.get("valid_from"), fee.get("valid_to")
        if (start and today < start) or (end and today > end):
            continue
        if case and fee.get("cases") and case not in fee["cases"]:
            continue
        valid.append(fee)
    return valid


def fact_strip(snapshot: Snapshot, on: date) -> list[Fact]:
    """The five facts in their order. None is ever empty: what the law leaves open says "Không quy định"."""
    return [_time(snapshot), _fee(snapshot, on), _place(snapshot), _result(snapshot), _online(snapshot)]


def _time(snapshot: Snapshot) -> Fact:
    limit = snapshot.get("time_limit") or {}
    note = str(limit.get("text") or "")
    if limit.get("cutoff") and not note:
        note = f"Nộp sau {limit['cutoff']}: ngày làm việc kế tiếp"
    others = {
        time_limit_words(case["time_limit"]) for case in snapshot.get("cases", []) if case.get("time_limit")
    }
    others.discard(time_limit_words(limit))
    if others:
        note = ". ".join(filter(None, [note, "Có trường hợp: " + ", ".join(sorted(others))]))
    return Fact("time", "clock", time_limit_words(limit), note)


def _fee(snapshot: Snapshot, on: date) -> Fact:
    fees = [fee for fee in fees_on(snapshot, on) if fee.get("amount") is not None]
    if not fees:
        undetermined = snapshot.get("fees")
        return Fact("fee", "coin", NOT_REGULATED, "" if undetermined else "Không thu phí, lệ phí")
    amounts = [fee["amount"] for fee in fees]
    units = {fee.get("per") or "" for fee in fees}
    if len(set(amounts)) == 1:
        notes = [fee["condition"] for fee in fees if fee.get("condition")][:1]
    else:
        notes = [_fee_note(fee) for fee in fees[:2] if _fee_note(fee)]
    exemption = next((fee["exemption"] for fee in fees if fee.get("exemption")), "")
    if not notes and exemption:
        notes = [f"Miễn: {exemption}"]
    value = money_words(amounts, units.pop() if len(units) == 1 else "")
    return Fact("fee", "coin", value, ". ".join(notes))


def _fee_note(fee: Mapping[str, Any]) -> str:
    label = fee.get("condition") or CHANNEL_WORDS.get(fee.get("channel", ""), "")
    return f"{label}: {format_money(fee['amount'])}" if label else ""


def _place(snapshot: Snapshot) -> Fact:
    channels = {entry["channel"]: entry.get("note", "") for entry in snapshot.get("channels", [])}
    unit = snapshot.get("unit") or {}
    value = channels.get("direct") or unit.get("name") or NOT_REGULATED
    if channels and "direct" not in channels:
        value = ", ".join(CHANNEL_WORDS[key] for key in CHANNEL_WORDS if key in channels)
    others = [CHANNEL_WORDS[key].lower() for key in ("postal", "online") if key in channels]
    note = f"Hoặc nộp qua {' hay '.join(others)}" if others and "direct" in channels else ""
    return Fact("place", "pin", value, note.replace("qua trực tuyến", "trực tuyến"))


def _result(snapshot: Snapshot) -> Fact:
    results = snapshot.get("results") or []
    if not results:
        return Fact("result", "doc", NOT_REGULATED)
    note = results[0].get("note", "")
    if len(results) > 1:
        note = "; ".join(filter(None, [note, *(entry["name"] for entry in results[1:])]))
    return Fact("result", "doc", results[0]["name"], note)


def _online(snapshot: Snapshot) -> Fact:
    level = snapshot.get("online_level") or snapshot.get("legacy_online_level")
    if not level:
        return Fact("online", "globe", "Chưa có", "Nộp trực tiếp hoặc theo cách ghi ở ô bên")
    return Fact("online", "globe", level["name"], "", snapshot.get("online_url") or "")


def case_lists(snapshot: Snapshot) -> list[CaseList]:
    """The papers to bring, once per case in their order; without cases one list without a code."""
    urls = {
        form["code"]: form["file"]["url"]
        for form in snapshot.get("forms", [])
        if form.get("file") and form["file"].get("url")
    }
    components = snapshot.get("components", [])
    cases = snapshot.get("cases") or [{"code": "", "name": ""}]
    return [
        CaseList(
            code=case["code"],
            name=case["name"],
            condition=case.get("condition", ""),
            time_limit=time_limit_words(case["time_limit"]) if case.get("time_limit") else "",
            submit=_papers(_of_case(components, case["code"], "submit"), urls),
            present=_papers(_of_case(components, case["code"], "present"), urls),
        )
        for case in cases
    ]


def _of_case(components: Iterable[Mapping[str, Any]], code: str, kind: str) -> list[Mapping[str, Any]]:
    chosen = [
        entry
        for entry in components
        if entry.get("kind", "submit") == kind
        and (not code or not entry.get("cases") or code in entry["cases"])
    ]
    # Alternatives of one group stand together, at the place of the first of them.
    first_of_group: dict[str, int] = {}
    for index, entry in enumerate(chosen):
        first_of_group.setdefault(entry.get("alternative_group") or f"\0{index}", index)
    order = sorted(
        range(len(chosen)),
        key=lambda index: (first_of_group[chosen[index].get("alternative_group") or f"\0{index}"], index),
    )
    return [chosen[index] for index in order]


def _papers(entries: Sequence[Mapping[str, Any]], form_urls: Mapping[str, str]) -> tuple[Paper, ...]:
    papers, open_group = [], ""
    for entry in entries:
        group = entry.get("alternative_group", "")
        papers.append(
            Paper(
                name=entry["name"],
                copies=copies_words(entry.get("original") or 0, entry.get("copy") or 0),
                form=entry.get("form", ""),
                form_url=form_urls.get(entry.get("form", ""), ""),
                condition=entry.get("condition", ""),
                source=entry.get("source", ""),
                alternative_group=group,
                opens_group=bool(group) and group != open_group,
            )
        )
        open_group = group
    return tuple(papers)


def time_ruler(steps: Sequence[Mapping[str, Any]]) -> Ruler:
    """The ruler of all steps with a working time; steps in calendar days or without time are left out."""
    timed = [step for step in steps if step.get("duration") and step["duration"].get("minutes")]
    total = sum(step["duration"]["minutes"] for step in timed)
    if not total:
        return Ruler()
    segments, position = [], 0
    for step in timed:
        minutes = step["duration"]["minutes"]
        segments.append(
            Segment(
                number=step["number"],
                label=format_working_hours(minutes),
                start=f"{position * 100 / total:.2f}%",
                # A hair of space between two bars, whatever their width.
                width=f"{max(minutes * 100 / total - 0.5, 0.3):.2f}%",
                state=step.get("state", ""),
                wide=minutes * 100 >= total * 10,
                tight=minutes * 100 < total * 20,
            )
        )
        position += minutes
    words = "; ".join(
        f"bước {step['number']}: {format_working_hours(step['duration']['minutes'])}" for step in timed
    )
    whole = format_working_hours(total)
    return Ruler(whole, f"Tổng thời gian {whole}, trong đó {words}.", tuple(segments))
