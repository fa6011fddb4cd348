"""Legal bases: a line → number, title, date, issuer, clause. Pure."""

from __future__ import annotations

import re

from procedures.importers.act_numbers import closed_up, number_in
from procedures.importers.findings import FindingKind
from procedures.importers.layout_parts import LENGTHS
from procedures.importers.reading import Layout
from procedures.importers.word.folding import fold, without_bullet
from procedures.importers.word.values import date_of
from procedures.importers.word.work import Said, Work

_UNUSUAL = re.compile(r"(?<![\w/.])\d{1,5}(?:\.\d{1,2})?(?:/\d{4})?/[A-ZĐ][\wĐ]*(?:[-–][\wĐ]+)*(?![\w/])")
"""With bodies as an office abbreviates them: "15/KH-UBNDp"."""
_YEARLY = ("ND-CP", "TT-", "QH", "TTLT-", "UBTVQH")
_KINDS = (
    "bộ luật", "luật", "pháp lệnh", "nghị định", "thông tư liên tịch", "thông tư", "nghị quyết", "quyết định",
    "chỉ thị",
    "hiến pháp", "công văn", "văn bản hợp nhất", "kế hoạch",
)  # fmt: skip
_DATE = re.compile(
    r",?\s*(?:ban hành\s+)?ngày\s+(?:\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4}"
    r"|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})",
    re.IGNORECASE,
)
_ISSUER = re.compile(
    r"^\s*,?\s*của\s+(Thủ tướng Chính phủ|Chính phủ|Quốc hội|Ủy ban Thường vụ Quốc hội|Bộ trưởng Bộ \w+(?: \w+)?"
    r"|(?:Bộ|Hội đồng nhân dân|HĐND|Ủy ban nhân dân|UBND|Chủ tịch)\b.{0,80}?)"
    r"(?=\s+(?:về|quy định|hướng dẫn|sửa đổi|ban hành|công bố|phê duyệt)\b|[,;:.]|$)"
)
_CLAUSE = re.compile(
    r",\s*((?:điểm|khoản|điều|mục|chương)\s+\w[^,;]{0,120}(?:,\s*(?:khoản|điều)[^,;]{0,80})*)\.?$",
    re.IGNORECASE,
)
LONGEST_CLAUSE = 300
"""A clause stands at the end; searching megabytes for it would take long."""
STANDARD = re.compile(r"iso\s*9001", re.IGNORECASE)


def number_of(text: str) -> re.Match[str] | None:
    """Where a text first names the number of an act or of a paper of the office."""
    return number_in(text) or _UNUSUAL.search(text)


def act_of(text: str) -> Layout | None:
    """The act that a sentence cites; None when it names no number and does not begin like an act."""
    text = without_bullet(text).strip().rstrip(".;")
    found = number_of(text)
    if found is None:
        return {"title": text} if text.lower().startswith(_KINDS) else None
    act: Layout = {"number": closed_up(found[0])}
    before = re.sub(r"\s*\(?(?:số\s*:?)?\s*$", "", text[: found.start()], flags=re.IGNORECASE)
    after = text[found.end() :]
    day = _DATE.match(after)
    if day and (date := date_of(day[0])):
        act["issued_on"] = date.isoformat()
        after = after[day.end() :]
    after = after.removeprefix(")")
    if clause := _CLAUSE.search(after, max(len(after) - LONGEST_CLAUSE, 0)):
        act["clause"] = clause[1]
        after = after[: clause.start()]
    if issuer := _ISSUER.match(after):
        act["issuer"] = issuer[1].strip()
        after = after[issuer.end() :]
    act["title"] = _title(before.strip(" ,"), after)
    return act


def _title(before: str, after: str) -> str:
    """ "Nghị định" + "quy định chi tiết …"; behind a colon the title stands alone."""
    rest = after.strip(" ,()")
    if rest.startswith(":") and before.lower() in _KINDS:
        rest = rest.lstrip(": ")
        return rest[:1].upper() + rest[1:]
    rest = rest.lstrip(":- ")
    return f"{before} {rest}".strip()


def split_acts(text: str) -> list[str]:
    """One sentence for each act where a line names several, divided by semicolons."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return parts if len(parts) > 1 and all(act_of(part) is not None for part in parts) else [text]


def is_malformed(number: str) -> bool:
    """A decree, circular or law without its year ("123/NĐ-CP"), or written without the letter Đ."""
    ending = number.rsplit("/", 1)[-1]
    if not re.search(r"/\d{4}/", number):
        return fold(ending).upper().startswith(_YEARLY)
    return ending.startswith(("ND-CP", "QD-", "NQ-HDND"))


def read_act_line(line: Said, work: Work) -> bool:
    """Put the acts of one line into the layout; False when it names none."""
    acts = [act_of(part) for part in split_acts(line.text)]
    known = {
        act.get("number") or fold(act["title"]): place
        for place, act in enumerate(work.layout.get("legal_bases", ()), 1)
    }
    for act in acts:
        if act is None:
            return False
        identity = act.get("number") or fold(act["title"])
        if identity in known:
            line.place(
                f"legal_bases[{known[identity]}]", "sure", "Văn bản này đã ghi ở mục khác; giữ một lần."
            )
            continue
        place = _add(act, line, work)
        known[identity] = len(work.layout["legal_bases"])
        _remark(act, place, line, work)
    return bool(acts)


def _add(act: Layout, line: Said, work: Work) -> str:
    for key, longest in (
        ("title", "act_title"),
        ("number", "act_number"),
        ("issuer", "act_issuer"),
        ("clause", "clause"),
    ):
        if key in act:
            act[key] = work.fit(act[key], LENGTHS[longest], f"legal_bases.{key}", line.first.where)
    certain = "number" in act
    reason = "" if certain else "Văn bản chưa có số hiệu."
    return work.add_said("legal_bases", act, line, "sure" if certain else "unsure", reason)


def _remark(act: Layout, place: str, line: Said, work: Work) -> None:
    number = act.get("number", "")
    if not number:
        words = f"Văn bản “{act['title'][:80]}” chưa có số hiệu. Ghi số hiệu, ví dụ 61/2018/NĐ-CP."
    elif is_malformed(number):
        words = f"Số hiệu {number} có vẻ thiếu năm hoặc sai chữ. Xem lại, ví dụ 61/2018/NĐ-CP."
    else:
        return
    work.doubt(place, words, FindingKind.ACT_MALFORMED, line.first.where)
