"""Parts of a snapshot in words and shapes for the components: papers to bring per case, time ruler, amounts.

Pure functions over snapshot schema 1; no Django. What is computed of a procedure (facts, fees) is in
`procedures.facts`. Words are Vietnamese because they are official wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from organisation.vietnamese_format import (
    format_duration,
    format_money,
    format_number,
    format_working_hours,
)
from procedures.facts import PaperGroup, components_for

Snapshot = Mapping[str, Any]

NOT_REGULATED = "Không quy định"


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
    """A file size: 94208 bytes is "92 kB", 20 MiB is "20 MB" and not "20,0 MB"."""
    if size < 1024 * 1024:
        return f"{max(1, size // 1024)} kB"
    rounded = format_number(Decimal(size) / (1024 * 1024), places=1)
    return f"{rounded.removesuffix(',0')} MB"


def case_lists(snapshot: Snapshot) -> list[CaseList]:
    """The papers to bring, once per case in their order; without cases one list without a code."""
    urls = {
        form["code"]: form["file"]["url"]
        for form in snapshot.get("forms", [])
        if form.get("file") and form["file"].get("url")
    }
    cases = snapshot.get("cases") or [{"code": "", "name": ""}]
    return [_case_list(snapshot, case, urls) for case in cases]


def _case_list(snapshot: Snapshot, case: Mapping[str, Any], form_urls: Mapping[str, str]) -> CaseList:
    papers = components_for(snapshot, case["code"])
    return CaseList(
        code=case["code"],
        name=case["name"],
        condition=case.get("condition", ""),
        time_limit=time_limit_words(case["time_limit"]) if case.get("time_limit") else "",
        submit=_papers(papers.submit, form_urls),
        present=_papers(papers.present, form_urls),
    )


def _papers(groups: Iterable[PaperGroup], form_urls: Mapping[str, str]) -> tuple[Paper, ...]:
    return tuple(
        Paper(
            name=entry["name"],
            copies=copies_words(entry.get("original") or 0, entry.get("copy") or 0),
            form=entry.get("form", ""),
            form_url=form_urls.get(entry.get("form", ""), ""),
            condition=entry.get("condition", ""),
            source=entry.get("source", ""),
            alternative_group=entry.get("alternative_group", "") if group.is_choice else "",
            opens_group=group.is_choice and index == 0,
        )
        for group in groups
        for index, entry in enumerate(group.papers)
    )


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
