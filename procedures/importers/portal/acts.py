"""Legal bases: their numbers as the law writes them, their issue where the name states it plainly."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from procedures.importers.act_numbers import NUMBER, number_in, tidy_number
from procedures.importers.findings import FindingKind
from procedures.importers.layout_parts import LENGTHS as L
from procedures.importers.layout_parts import MOST_ITEMS
from procedures.importers.portal.draft import Draft
from procedures.importers.portal.ledger import Part
from procedures.importers.reading import Layout

_KINDS = (
    "Luật|Bộ luật|Pháp lệnh|Nghị định|Nghị quyết liên tịch|Nghị quyết|Thông tư liên tịch|Thông tư|Quyết định|Chỉ thị"
    "|Hiến pháp|Văn bản hợp nhất|Công văn|Lệnh"
)
_PREFIX = re.compile(rf"^(?:(?:{_KINDS})\s+)?(?:số\s*:?\s*)?(?=\d)", re.IGNORECASE)
_GOOD = re.compile(
    r"\d{1,5}(?:\.?[a-z])?(?:\.\d{1,3})?/(?:(?:18|19|20)\d\d/)?[A-ZĐƯ]{1,10}\d{0,3}(?:[-/](?:TTg|[A-ZĐƯ&]{1,10}\d{0,3})){0,10}"
)
_LAW = re.compile(r"\d{1,4}/(?:19|20)\d\d/(?:QH|UBTVQH|PL-UBTVQH|NQ-UBTVQH)\d{1,2}|\d{1,4}-L/CTN")
_WITH_BODY = re.compile(r"/(?:NĐ|TT|TTLT|QĐ|NQ|CT|NQLT|VBHN|L|PL|TB|KH|CV)-|/(?:TTLT|NQLT)/|/(?:QH|UBTVQH)\d")
_DATE = (
    r"ngày\s{0,3}(?:(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})"
    r"|(?P<d2>\d{1,2})\s{1,3}tháng\s{1,3}(?P<m2>\d{1,2})\s{1,3}năm\s{1,3}(?P<y2>\d{4}))"
)
_ISSUER = re.compile(
    r"\s{0,3}của\s{1,3}(?P<issuer>[A-ZĐỦỘÔƯ][^.;:,]{1,150}?)"
    r"(?=\s{0,3}(?:[.;:,(]|$|quy định|về\b|hướng dẫn|sửa đổi|ban hành|bãi bỏ|công bố|phê duyệt|đính chính))"
)


class Number(NamedTuple):
    """A number as the law writes it.

    Attributes:
        is_whole: it names year or body as numbers of legal acts do.
        is_repaired: more than blanks around it was mended.
    """

    text: str
    is_whole: bool
    is_repaired: bool


def normal_number(raw: str) -> Number:
    """The number of an act out of what somebody typed: "Thông tư số 03/2023/TT-BNG " → 03/2023/TT-BNG."""
    plain = " ".join(raw.split())
    text = tidy_number(_PREFIX.sub("", plain).strip(" .,;:–-"))
    if not _is_whole(text):
        found = number_in(plain)
        inside = tidy_number(found[0]) if found else ""
        text = inside if _is_whole(inside) else text if "/" in text else plain
    return Number(text, _is_whole(text), text != plain)


def _is_whole(text: str) -> bool:
    return bool(_LAW.fullmatch(text) or (_GOOD.fullmatch(text) and _WITH_BODY.search(text)))


def _numbers_in(text: str) -> list[str]:
    return list(dict.fromkeys(tidy_number(found[0]) for found in NUMBER.finditer(text)))


class Issue(NamedTuple):
    """When and by whom an act was issued; as far as its name says."""

    on: dt.date | None
    issuer: str


def issue_in(name: str, number: str) -> Issue:
    """Only where the name says it of this act itself: "… số 123/2015/NĐ-CP ngày 15/11/2015 của Chính phủ …"."""
    head = re.compile(
        rf"^\s{{0,3}}(?:{_KINDS})[^\d]{{0,80}}{re.escape(number)}\s{{0,3}},?\s{{0,3}}", re.IGNORECASE
    )
    found = head.match(name)
    if not found:
        return Issue(None, "")
    date = re.compile(_DATE).match(name, found.end())
    issuer = _ISSUER.match(name, date.end() if date else found.end())
    return Issue(_date(date) if date else None, issuer["issuer"].strip() if issuer else "")


def _date(found: re.Match[str]) -> dt.date | None:
    day, month, year = (int(found[key] or found[f"{key}2"]) for key in "dmy")
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def read_acts(draft: Draft) -> None:
    """`legal_bases`; a number written twice, oddly or not at all is remarked."""
    acts: dict[str, Layout] = {}
    parts = [*draft.root["legalBasisesDetails"].items(), *draft.root["legalBasesDetails"].items()]
    for part in parts:
        _read_act(draft, part, acts)
    if acts:
        draft.layout["legal_bases"] = list(acts.values())


def _read_act(draft: Draft, part: Part, acts: dict[str, Layout]) -> None:
    holder = part if part.text else part["name"]
    code, title = part["code"].text, holder.text
    if not code and not title:
        return
    number = _number(draft, part, code, title, f"legal_bases[{len(acts) + 1}]")
    known = number.casefold() if number else f"\0{title}"
    if known in acts:
        _twice(draft, part, holder, number, list(acts).index(known) + 1)
        return
    if len(acts) >= MOST_ITEMS:
        part.leave(f"quá {MOST_ITEMS} căn cứ")
        draft.too_many("legal_bases", f"Có hơn {MOST_ITEMS} căn cứ pháp lý", part)
        return
    place = f"legal_bases[{len(acts) + 1}]"
    act: Layout = {"number": number} if number else {}
    if title:
        act["title"] = draft.fit(holder, title, L["act_title"], f"{place}.title")
    issue = issue_in(title, number) if number else Issue(None, "")
    if issue.on:
        act["issued_on"] = issue.on.isoformat()
    if issue.issuer and len(issue.issuer) <= L["act_issuer"]:
        act["issuer"] = issue.issuer
    acts[known] = act


def _number(draft: Draft, part: Part, code: str, title: str, place: str) -> str:
    """The number to write; remarks on what was mended or is no number."""
    key = f"{place}.number"
    if not code:
        found = number_in(title)
        number = normal_number(found[0] if found and len(found[0]) <= L["act_number"] else "")
        if not number.is_whole:
            words = f"số hiệu “{number.text}” không đủ" if number.text else "không có số hiệu"
            message = f"Căn cứ “{title[:80]}” {words}. Ghi số hiệu."
            draft.warn(FindingKind.ACT_MALFORMED, key, message, part.where)
        return number.text
    number = normal_number(code)
    if len(number.text) > L["act_number"] or not number.text:
        part["code"].leave("không phải số hiệu văn bản")
        draft.warn(
            FindingKind.ACT_MALFORMED,
            key,
            f"Số hiệu “{code[:60]}” không dùng được. Ghi số hiệu đúng.",
            part["code"].where,
        )
        return "" if title else code[: L["act_number"]].strip()
    _remark(draft, part["code"], code, number, key)
    return number.text


def _remark(draft: Draft, place: Part, code: str, number: Number, key: str) -> None:
    if not number.is_whole:
        place.place(key, "unsure", "không giống số hiệu văn bản")
        message = f"Số hiệu “{number.text}” thiếu năm, loại hoặc cơ quan ban hành. Kiểm tra và sửa số hiệu."
        draft.warn(FindingKind.ACT_MALFORMED, key, message, place.where)
    elif others := [n for n in _numbers_in(code) if n != number.text]:
        place.place(key, "unsure", "ghi nhiều số hiệu")
        more = ", ".join(others)[:120]
        message = f"Mục số hiệu ghi nhiều văn bản; chỉ lấy {number.text}, còn {more}. Tách thành từng căn cứ."
        draft.warn(FindingKind.ACT_MALFORMED, key, message, place.where)
    elif number.is_repaired:
        place.place(key, "unsure", f"viết lại từ “{code[:80]}”")
        message = f"Số hiệu “{code[:80]}” được viết lại thành {number.text}. Kiểm tra lại."
        draft.tell(FindingKind.ACT_MALFORMED, key, message, place.where)
    else:
        place.place(key)
        _tell_blanks(draft, place, key)


def _tell_blanks(draft: Draft, code: Part, key: str) -> None:
    raw = str(code.value)
    if raw != raw.strip():
        draft.tell(
            FindingKind.ACT_MALFORMED,
            key,
            f"Số hiệu {code.text} có khoảng trắng thừa; đã bỏ. Không cần làm gì.",
            code.where,
        )


def _twice(draft: Draft, part: Part, holder: Part, number: str, first: int) -> None:
    reason = f"trùng với căn cứ thứ {first}"
    part["code"].place(f"legal_bases[{first}].number", "unsure", reason)
    holder.leave(f"{reason}; giữ tên ghi lần đầu")
    draft.warn(
        FindingKind.ACT_TWICE,
        f"legal_bases[{first}]",
        f"Văn bản {number or holder.text[:80]} ghi hai lần; giữ lần đầu. Kiểm tra tên văn bản.",
        part.where,
    )
