"""Parts of a snapshot in the words that papers print. Pure; Vietnamese because it is official wording."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from organisation.vietnamese_format import format_date, upper_first
from procedures import facts
from procedures.snapshot_reading import Part, Snapshot, duration_words, is_citizen_step, part, parts

CHANNELS = {"direct": "Trực tiếp", "postal": "Qua dịch vụ bưu chính công ích", "online": "Trực tuyến"}
SUPPLEMENT_RULES = {
    "restart": "Nếu phải bổ sung hồ sơ, thời hạn tính lại từ ngày nhận đủ hồ sơ.",
    "pause": "Thời gian chờ bổ sung hồ sơ không tính vào thời hạn.",
}
AGENCIES = {
    "promulgating": "Cơ quan công bố",
    "deciding": "Cơ quan có thẩm quyền quyết định",
    "authorised": "Cơ quan được ủy quyền",
    "executing": "Cơ quan trực tiếp thực hiện",
}


def responsible(step: Mapping[str, Any]) -> str:
    """Who does a step: the post, else the role."""
    return step.get("position") or part(step, "role").get("name") or ""


def step_time(step: Mapping[str, Any]) -> str:
    """How long a step may take; the applicant's own has office hours."""
    if words := duration_words(step.get("duration")):
        return words
    return "Giờ hành chính" if is_citizen_step(step) else ""


def form_and_result(step: Mapping[str, Any]) -> str:
    """Result and form of a step: "Giấy tiếp nhận (MC-01)"."""
    output, form = step.get("output") or "", step.get("form") or ""
    if form and form not in output:
        return f"{output} ({form})" if output else form
    return output


def act_words(act: Part) -> str:
    """A legal basis: "Luật Hộ tịch số 60/2014/QH13 ngày 20/11/2014, khoản 2 Điều 5"."""
    title, number = act.get("title") or "", act.get("number") or ""
    words = title if number in title else f"{title} số {number}" if title else number
    if act.get("issued_on"):
        words += f" ngày {format_date(act['issued_on'])}"
    return f"{words}, {act['clause']}" if act.get("clause") else words


def fee_lines(snapshot: Snapshot, day: dt.date) -> list[str]:
    """One sentence per fee valid on `day`, then those already known for later."""
    names = {case.get("code"): case.get("name") for case in parts(snapshot, "cases")}
    today = day.isoformat()
    rows = [fee for fee in parts(snapshot, "fees") if (fee.get("valid_to") or today) >= today]
    return [_fee_line(fee, names, today) for fee in rows] or [f"{facts.NOT_STIPULATED}."]


def _fee_line(fee: Part, names: Mapping[Any, Any], today: str) -> str:
    kind = upper_first(facts.FEE_KIND_WORDS.get(fee.get("kind") or "", "mức thu"))
    where = facts.FEE_CHANNEL_WORDS.get(fee.get("channel") or "", "")
    line = f"{kind}{f' ({where})' if where else ''}: {facts.amount_words(fee)}"
    details = [fee.get("condition") or ""]
    if cases := [str(names.get(code) or code) for code in fee.get("cases") or ()]:
        details.append(f"trường hợp {'; '.join(cases)}")
    if fee.get("exemption"):
        details.append(f"miễn: {fee['exemption']}")
    if (fee.get("valid_from") or "") > today:
        details.append(f"áp dụng từ {format_date(fee['valid_from'])}")
    elif fee.get("valid_to"):
        details.append(f"áp dụng đến {format_date(fee['valid_to'])}")
    if fee.get("basis"):
        details.append(f"theo {fee['basis']}")
    said = "; ".join(text.rstrip(". ") for text in details if text)
    return f"{line}; {said}." if said else f"{line}."


def time_lines(snapshot: Snapshot) -> list[str]:
    """The time limit in general, then per case where cases have their own, then what changes it."""
    general = part(snapshot, "time_limit")
    lines = []
    if not parts(snapshot, "cases") or general:
        lines.append(_limit_line(general) if general else f"{facts.NOT_STIPULATED}.")
    lines += [f"Trường hợp {case.name}: {case.time}." for case in facts.cases(snapshot) if case.has_own_limit]
    for more in (
        general.get("extension") or "",
        SUPPLEMENT_RULES.get(general.get("supplement_rule") or "", ""),
    ):
        if more:
            lines.append(more)
    return lines


def _limit_line(limit: Part) -> str:
    words = facts.limit_headline(limit)
    text = (limit.get("text") or "").strip()
    if limit.get("cutoff"):
        words += f"; hồ sơ nộp sau {limit['cutoff']} trả kết quả trong ngày làm việc kế tiếp"
    elif text and text.lstrip("0").rstrip(".").lower() != words.lower():
        words += f" ({text.rstrip('.')})"
    return f"{words}."


def channel_lines(snapshot: Snapshot) -> list[str]:
    """How a dossier may be handed in."""
    lines = []
    for row in parts(snapshot, "channels"):
        words = CHANNELS.get(row.get("channel") or "", "")
        lines.append(f"{words}: {row['note']}" if row.get("note") else words)
    if address := snapshot.get("online_url"):
        lines.append(f"Địa chỉ nộp trực tuyến: {address}")
    return [line for line in lines if line]


def agency_lines(snapshot: Snapshot) -> list[str]:
    """Which agencies announce, decide, carry out and help."""
    named = part(snapshot, "agencies")
    lines = [f"{label}: {named[key]}" for key, label in AGENCIES.items() if named.get(key)]
    if helpers := [name for name in named.get("coordinating") or () if name]:
        lines.append(f"Cơ quan phối hợp: {'; '.join(helpers)}")
    return lines


def result_lines(snapshot: Snapshot) -> list[str]:
    """What the applicant gets."""
    return [
        f"{result['name']} ({result['note']})" if result.get("note") else result["name"]
        for result in parts(snapshot, "results")
        if result.get("name")
    ]


def place_words(snapshot: Snapshot, reception: str = "") -> str:
    """Where dossiers are handed in and results fetched."""
    if reception:
        return reception
    unit = part(snapshot, "unit")
    return ", ".join(text for text in (unit.get("name"), unit.get("address")) if text) or facts.NOT_STIPULATED


def date_words(day: dt.date | None) -> str:
    """dd/mm/yyyy, or empty."""
    return format_date(day) if day else ""


def long_date(day: dt.date, place: str = "") -> str:
    """ "An Hòa, ngày 01 tháng 10 năm 2026"; the month without zero from March on (NĐ 30/2020/NĐ-CP)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    words = f"ngày {day.day:02d} tháng {month} năm {day.year}"
    return f"{place}, {words}" if place else upper_first(words)
