"""Time limit, sets, fees, ways of submitting, subjects, results and agencies of an administrative procedure. Pure."""

from __future__ import annotations

import re

from procedures.importers.act_numbers import closed_up
from procedures.importers.findings import FindingKind
from procedures.importers.layout_parts import LENGTHS, MOST_ITEMS
from procedures.importers.money_words import dong, words_against_figures
from procedures.importers.reading import Layout
from procedures.importers.word.acts import number_of
from procedures.importers.word.folding import fold, without_bullet
from procedures.importers.word.limit_conflicts import check_limit_lines
from procedures.importers.word.values import amounts, cutoff_of, date_of, duration_of, durations, first_number
from procedures.importers.word.work import Said, Work

_URL = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;)]")
_CASE = re.compile(r"^(?:trường hợp|đối với)\s+(.{3,1500}?)\s*[:;,–-]\s*", re.IGNORECASE)
_CHANNEL_WORDS = (
    ("online", ("truc tuyen", "dich vu cong", "qua mang")),
    ("postal", ("buu chinh", "buu dien")),
    ("direct", ("truc tiep",)),
)
_LIMIT = re.compile(r"(?:không quá|tối đa|tối thiểu|từ|đến|giảm|trên|dưới|khoảng)\W*$", re.IGNORECASE)
"""An amount after such a word is a bound or a part, not what is paid."""
_FROM, _TO = (
    re.compile(r"áp dụng từ(?: ngày)?", re.IGNORECASE),
    re.compile(r"áp dụng đến(?: hết)?(?: ngày)?", re.IGNORECASE),
)
_SUBJECT_WORDS = (
    "ca nhan",
    "to chuc",
    "cong dan",
    "nguoi",
    "ho ",
    "doanh nghiep",
    "can bo",
    "co quan",
    "hop tac xa",
)
_HOUR = re.compile(r"\bsau\s+\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{2})?", re.IGNORECASE)
"""A cut-off hour is no duration."""
_TIME_NOTE = "Ghi “ngày”, không rõ ngày làm việc hay ngày thường; hiểu là ngày theo lịch."
_SUPPLEMENT = {
    "thời hạn tính lại từ ngày nhận đủ": "restart",
    "thời gian chờ bổ sung hồ sơ không tính": "pause",
}


# --- Time -------------------------------------------------------------------------------------------------
def read_time(lines: list[Said], work: Work) -> None:
    """The time limit in general, and per case where lines begin with "Trường hợp"."""
    lines = [line for line in lines if not (line.is_nothing and _placed(line, "time_limit"))]
    cases = [
        (line, found)
        for line in lines
        if (found := _CASE.match(without_bullet(line.text))) and _limit(line.text)
    ]
    if len(cases) > 1 or (cases and any(_limit(line.text) for line in lines if line is not cases[0][0])):
        for line, found in cases:
            _case(line, found, work)
        lines = [line for line in lines if all(line is not other for other, _found in cases)]
    lines = [line for line in lines if not _supplement(line, work)]
    if not lines:
        return
    check_limit_lines(lines, work)
    text = "\n".join(without_bullet(line.text) for line in lines)
    limit = next((one for line in lines if (one := _limit(line.text))), None)
    if limit is None:
        _only_words(text, lines, work)
        return
    said, bare = limit.pop("text"), limit.pop("bare")
    if limit["unit"] == "working_hour" and "ngay" in fold(text):
        words = f"Thời hạn “{text[:60]}” không chẵn ngày; ghi thành {limit['value']} giờ làm việc. Xem lại."
        work.doubt("time_limit", words, FindingKind.TIME_FRACTION, lines[0].first.where)
    if limit["unit"] == "same_day" and (hour := cutoff_of(text)):
        limit["cutoff_time"] = hour
    if len(lines) > 1 or not said:
        limit["text"] = _limit_text(text, lines, work)
    work.layout["time_limit"] = {**limit, **work.layout.get("time_limit", {})}
    for line in lines:
        line.place("time_limit.value", "unsure" if bare else "sure", _TIME_NOTE if bare else "")


def _placed(line: Said, key: str) -> bool:
    line.place(key)
    return True


def _limit_text(text: str, lines: list[Said], work: Work) -> str:
    return work.fit(text.replace("\n", " "), LENGTHS["limit_text"], "time_limit.text", lines[0].first.where)


def _only_words(text: str, lines: list[Said], work: Work) -> None:
    where = lines[0].first.where
    work.layout["time_limit"] = {**work.layout.get("time_limit", {}), "text": _limit_text(text, lines, work)}
    for line in lines:
        line.place("time_limit.text", "unsure", "Chưa đọc được con số; giữ nguyên lời.")
    work.doubt(
        "time_limit",
        f"Thời hạn chỉ có bằng lời: “{text[:100]}”. Ghi số và đơn vị.",
        FindingKind.TIME_ONLY_IN_WORDS,
        where,
    )


def _limit(text: str) -> Layout | None:
    """Value and unit of a line; `text` when number and unit are all it says, `bare` when days are of unclear kind."""
    text = _HOUR.sub("", text)
    folded = fold(without_bullet(text))
    duration = duration_of(text) or next(iter(durations(text)), None)
    if re.search(r"(?:trong|ngay trong) (?:01 |1 )?(?:buoi|ngay)(?: lam viec)?\b", folded) and (
        duration is None or not re.match(r"\D*\d", folded)
    ):
        return {"value": 1, "unit": "same_day", "text": "", "bare": False}
    if duration is None:
        return None
    value, unit = duration.value, duration.unit
    if unit == "working_day" and duration.is_bare_day and value == value.to_integral_value():
        unit = "calendar_day"
    elif unit == "working_day" and value != value.to_integral_value():
        value, unit = value * 8, "working_hour"
    elif unit == "minute":
        value, unit = value / 60, "working_hour"
    whole = int(value) if value == value.to_integral_value() else int(value) + 1
    plain = re.fullmatch(r"[\W\d]*(?:\([^)]*\)\s*)?(?:ngay|gio)(?: lam viec)?[\s.;]*", folded)
    is_bare = unit == "calendar_day"
    is_kept = bool(plain) and (is_bare or unit == duration.unit)
    return {"value": max(whole, 1), "unit": unit, "text": "plain" if is_kept else "", "bare": is_bare}


def _case(line: Said, found: re.Match[str], work: Work) -> None:
    limit = _limit(line.text) or {}
    limit.pop("text"), limit.pop("bare")
    code = f"{len(work.layout.get('cases', ())) + 1:02d}"
    if len(code) > 2:
        return
    name = work.fit(found[1][:1].upper() + found[1][1:], LENGTHS["case_name"], "cases.name", line.first.where)
    work.add_said(
        "cases",
        {"code": code, "name": name, "time_limit": limit},
        line,
        "unsure",
        "Mỗi dòng “Trường hợp” hiểu là một trường hợp có thời hạn riêng.",
    )


def _supplement(line: Said, work: Work) -> bool:
    rule = next((rule for words, rule in _SUPPLEMENT.items() if words in line.text.lower()), "")
    if rule:
        work.layout.setdefault("time_limit", {})["supplement_rule"] = rule
        line.place("time_limit.supplement_rule")
    return bool(rule)


# --- Sets, place, people, results ------------------------------------------------------------------------
def read_sets(lines: list[Said], work: Work) -> None:
    """Number of dossiers: "01 bộ"."""
    for line in lines:
        number = first_number(line.text)
        if number and number < 100 and "sets" not in work.layout:
            work.layout["sets"] = number
            line.place("sets")


def read_place(lines: list[Said], work: Work) -> None:
    """Ways of submitting with the words that describe them; a place without such words is where one goes in person."""
    found: dict[str, list[str]] = {}
    for line in lines:
        text = without_bullet(line.text)
        if url := _URL.search(text):
            work.layout.setdefault("online_url", url[0][: LENGTHS["url"]])
        folded = fold(text)
        if folded.startswith("dia chi nop truc tuyen") and url:
            line.place("online_url")
            continue
        channels = [name for name, words in _CHANNEL_WORDS if any(word in folded for word in words)]
        for channel in channels or ["direct"]:
            found.setdefault(channel, []).append(_channel_note(text))
        plain = len(channels) == 1
        line.place(
            "channels", "sure" if plain else "unsure", "" if plain else "Không nói rõ một cách nộp; xem lại."
        )
    order = [name for name in ("direct", "postal", "online") if name in found]
    if order:
        work.layout["channels"] = [_channel(name, found[name], work) for name in order]


def _channel_note(text: str) -> str:
    """What a line says beside the mere name of the way."""
    label, colon, rest = text.partition(":")
    if colon and len(label) < 50 and not rest.startswith("//"):
        return rest.strip()
    bare = fold(text).strip(" .;")
    return (
        ""
        if bare
        in (
            "truc tiep",
            "truc tuyen",
            "nop truc tiep",
            "nop truc tuyen",
            "qua dich vu buu chinh cong ich",
            "qua buu chinh",
        )
        else text
    )


def _channel(name: str, notes: list[str], work: Work) -> Layout:
    note = "; ".join(note.rstrip(".;") for note in dict.fromkeys(notes) if note)
    channel: Layout = {"channel": name}
    if note:
        channel["note"] = work.fit(note, LENGTHS["channel_note"], "channels.note", "")
    return channel


def read_subjects(lines: list[Said], work: Work) -> None:
    """Kinds of applicants; "Cá nhân, tổ chức" are two."""
    for line in lines:
        text = without_bullet(line.text).rstrip(".;")
        parts = [part.strip() for part in re.split(r"[;,]|\svà\s", text) if part.strip()]
        if not all(fold(part).startswith(_SUBJECT_WORDS) and len(part.split()) <= 6 for part in parts):
            parts = [text]
        for part in parts:
            words = work.fit(part[:1].upper() + part[1:], LENGTHS["subject"], "subjects", line.first.where)
            if words not in work.layout.get("subjects", ()):
                work.add("subjects", words)
        line.place("subjects")


def read_results(lines: list[Said], work: Work) -> None:
    for line in lines:
        if line.is_nothing or line.is_introduction:
            line.place("results")
            continue
        name = work.fit(
            without_bullet(line.text).rstrip(";."), LENGTHS["result"], "results", line.first.where
        )
        work.add_said("results", {"name": name}, line)


def read_agency(key: str, lines: list[Said], work: Work) -> None:
    """One agency, or the list of those that help."""
    lines = [line for line in lines if not (line.is_nothing and _placed(line, key))]
    if not lines:
        return
    if key == "coordinating_agencies":
        for line in lines:
            for name in re.split(r"\s*;\s*", without_bullet(line.text).rstrip(".")):
                if name and len(work.layout.get(key, ())) < MOST_ITEMS:
                    work.add(key, work.fit(name, LENGTHS["agency"], key, line.first.where))
            line.place(key)
        return
    text = "; ".join(without_bullet(line.text).rstrip(".;") for line in lines)
    work.layout[key] = work.fit(text, LENGTHS["agency"], key, lines[0].first.where)
    for line in lines:
        line.place(key)


# --- Fees -------------------------------------------------------------------------------------------------
def read_fees(lines: list[Said], work: Work, heading: str) -> None:
    """Fees, one a line; an amount is taken only where a line names exactly one. `heading` tells a bare "5.000 đồng"."""
    for line in lines:
        text = without_bullet(line.text).rstrip(";")
        fee = _fee(text, heading)
        if fee is None:
            line.place("fees")
            continue
        if "amount" not in fee:
            fee["condition"] = work.fit(text, LENGTHS["fee_condition"], "fees.condition", line.first.where)
            work.doubt(
                "fees",
                f"Mức thu chỉ có bằng lời: “{text[:100]}”. Ghi số tiền nếu có.",
                FindingKind.FEE_ONLY_IN_WORDS,
                line.first.where,
            )
        _doubt_amount(fee, text, line, work)
        is_clear = "phi" in fold(text) or not fold(heading).count("phi") > 1
        certain = "amount" in fee and "condition" not in fee and is_clear
        reason = "" if certain else "Xem lại số tiền và điều kiện thu."
        for key in ("condition", "exemption"):
            if key in fee:
                fee[key] = work.fit(fee[key], LENGTHS["fee_condition"], f"fees.{key}", line.first.where)
        work.add_said("fees", fee, line, "sure" if certain else "unsure", reason)


def _doubt_amount(fee: Layout, text: str, line: Said, work: Work) -> None:
    """A remark where figures and words differ, or where nothing is paid but under a condition."""
    if odd := words_against_figures(text):
        words = f"Số tiền bằng số và bằng chữ khác nhau ({dong(odd[0])}): “{text[:100]}”. Ghi mức thu đúng."
    elif fee.get("amount") == 0 and "condition" in fee:
        words = f"Ghi không thu nhưng kèm điều kiện: “{text[:100]}”. Kiểm tra ai được miễn, ghi mức thu đúng."
    else:
        return
    work.doubt("fees", words, FindingKind.VALUE_DOUBTFUL, line.first.where)


def _fee(text: str, heading: str) -> Layout | None:
    """One fee; None where the line says that nothing is stipulated."""
    folded = fold(text).strip(" .")
    if folded in ("khong quy dinh", "chua quy dinh"):
        return None
    fee: Layout = {
        "kind": "le_phi"
        if "le phi" in folded or ("phi" not in folded and "le phi" in fold(heading))
        else "phi"
    }
    label = re.match(r"(?:lệ phí|phí|mức thu|mức phí)\s*(?:\(([^)]{1,30})\))?\s*:\s*", text, re.IGNORECASE)
    rest = text[label.end() :] if label else text
    if label and label[1]:
        fee["channel"] = next(
            (name for name, words in _CHANNEL_WORDS if any(word in fold(label[1]) for word in words)), "all"
        )
    found = amounts(rest)
    free = re.match(
        r"(?:không(?: thu)?(?: (?:lệ )?phí)?|miễn(?: (?:lệ )?phí)?)\s*(?=[.;:,(]|$)",
        rest.strip(),
        re.IGNORECASE,
    )
    if free and not found:
        fee["amount"] = 0
        rest = rest.strip()[free.end() :]
    elif found and _LIMIT.search(rest[: rest.find(found[0][2])]):
        return fee
    elif len(found) == 1 or (found and rest.strip().startswith(f"{found[0][2]};")):
        amount, per, words = found[0]
        fee["amount"] = amount
        if per:
            fee["per"] = per[: LENGTHS["fee_per"]]
        rest = rest.replace(words, "", 1)
    else:
        return fee
    _fee_details(fee, rest)
    return fee


def _fee_details(fee: Layout, rest: str) -> None:
    """Words beside the amount: whom it is not asked of, by which act, else the condition."""
    kept = []
    for part in (part.strip(" .,:()–-") for part in rest.split(";")):
        folded = fold(part)
        if folded.startswith(("mien cho", "mien thu")):
            words = re.sub(r"^miễn (?:cho|thu)\s*:?\s*", "", part, flags=re.IGNORECASE)
            fee["exemption"] = words[:1].upper() + words[1:]
        elif folded.startswith("theo ") and (number := number_of(part)):
            fee["basis"] = closed_up(number[0])
        elif (day := date_of(part)) and (_FROM.match(part) or _TO.match(part)):
            fee["valid_from" if _FROM.match(part) else "valid_to"] = day.isoformat()
        elif part:
            kept.append(part)
    if kept:
        words = "; ".join(kept)
        fee["condition"] = words[:1].upper() + words[1:]
