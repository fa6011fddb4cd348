"""The dossier: papers with their counts, papers only shown, notes among them, and the forms they come with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from procedures.importers.findings import FindingKind
from procedures.importers.layout_parts import LENGTHS as L
from procedures.importers.layout_parts import MOST_ITEMS
from procedures.importers.plain_text import one_line
from procedures.importers.portal.draft import Draft, shortened
from procedures.importers.portal.ledger import Part
from procedures.importers.portal.prose_times import decimal_of
from procedures.importers.portal.times import Times
from procedures.importers.reading import Layout

_LEAD = re.compile(r"^[\s*•+\-–]{1,10}")
_PRESENT = re.compile(r"xuất trình", re.IGNORECASE)
_NOTES = re.compile(r"(?:lưu ý|ghi chú|chú ý)\b", re.IGNORECASE)
_PLAIN_GROUP = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})?[.)]?\s*)?(?:[a-zđ]\)\s*)?"
    r"(?:các )?(?:giấy tờ (?:phải )?(?:nộp|xuất trình)|thành phần hồ sơ(?: gồm)?|hồ sơ(?: gồm)?|mặc định)\W*",
    re.IGNORECASE,
)
_TALKS = re.compile(
    r"(?:trường hợp|đối với|người|cơ quan|cán bộ|khi|nếu|lưu ý|ghi chú|chú ý|việc)\b", re.IGNORECASE
)
_MOST_COPIES = 99


@dataclass
class Papers:
    """What grows while the groups are read.

    Attributes:
        notes: sentences that stand among the papers and are none.
    """

    components: list[Layout] = field(default_factory=list)
    forms: dict[str, str] = field(default_factory=dict)
    notes: list[tuple[Part, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over papers and what it means for each of them."""

    kind: str = "submit"
    condition: str = ""
    cases: tuple[str, ...] = ()
    are_notes: bool = False


def read_papers(draft: Draft, times: Times) -> list[tuple[Part, str]]:
    """`components` and `forms`; returns the notes that stood among them, for the conditions."""
    papers = Papers()
    codes_by_name: dict[str, list[str]] = {}
    for case in times.cases:
        codes_by_name.setdefault(_folded(case.name), []).append(case.code)
    for part in draft.root["executionCases"].items():
        group = _group(draft, part, codes_by_name)
        for paper in part["profileComponents"].items():
            _read_paper(draft, papers, paper, group, part)
    for part in draft.root["cases"].items():
        codes = (times.codes[part.path],) if part.path in times.codes else ()
        for paper in part["profileComponents"].items():
            _read_paper(draft, papers, paper, Group(cases=codes), part)
    for paper in draft.root["profileComponents"].items():
        _read_paper(draft, papers, paper, Group(), None)
    if papers.components:
        draft.layout["components"] = papers.components
    if papers.forms:
        draft.layout["forms"] = [{"code": code, "name": name} for code, name in papers.forms.items()]
    return papers.notes


def _group(draft: Draft, part: Part, codes_by_name: dict[str, list[str]]) -> Group:
    text = _LEAD.sub("", part["name"].text).rstrip(" :")
    if not text:
        return Group()
    kind = (
        "present"
        if _PRESENT.search(text[:200]) and not re.search(r"phải nộp", text[:200], re.IGNORECASE)
        else "submit"
    )
    if _NOTES.match(text):
        return Group(are_notes=True)
    if _PLAIN_GROUP.fullmatch(text):
        return Group(kind)
    same = codes_by_name.get(_folded(text))
    if same and len(codes_by_name) > 1:
        return Group(kind, cases=tuple(same))
    if len(text) > L["paper_condition"]:
        return Group(kind, draft.fit(part["name"], text, L["paper_condition"], "components[1].condition"))
    return Group(kind, text)


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def _read_paper(draft: Draft, papers: Papers, part: Part, group: Group, parent: Part | None) -> None:
    holder = part if part.text else part["name"]
    name = _LEAD.sub("", holder.lines)
    if not name:
        _tell_nameless(draft, part)
        return
    original, copies = (_count(draft, part[key]) for key in ("originalQty", "copyQty"))
    if group.are_notes or _is_note(name, original, copies, part):
        papers.notes.append((holder, name))
        _leave_counts(part, parent if group.are_notes else None)
        return
    if len(papers.components) >= MOST_ITEMS:
        _tell_too_many(draft, part)
        return
    place = f"components[{len(papers.components) + 1}]"
    component = _component(draft, part, group, name, place)
    component["original"] = 1 if original is None and copies is None else original or 0
    component["copy"] = copies or 0
    form = _form(draft, papers, part, name, place)
    if form:
        component["form"] = form
    papers.components.append(component)
    _place(part, place)
    if parent is not None and parent["name"].path not in parent.ledger.fates:
        _place_heading(parent["name"], group, place)


def _tell_nameless(draft: Draft, part: Part) -> None:
    if part["code"].text or part["attachments"].items():
        draft.warn(
            FindingKind.VALUE_MISSING,
            "components",
            "Giấy tờ trên Cổng không có tên; chưa đưa vào. Ghi tên giấy tờ.",
            part.where,
        )


def _leave_counts(part: Part, heading: Part | None) -> None:
    for key in ("originalQty", "copyQty"):
        part[key].leave("là lời lưu ý, không phải giấy tờ")
    if heading is not None:
        heading["name"].leave("tiêu đề; các dòng dưới ghi vào yêu cầu, điều kiện")


def _tell_too_many(draft: Draft, part: Part) -> None:
    part.leave(f"quá {MOST_ITEMS} giấy tờ")
    draft.too_many("components", f"Có hơn {MOST_ITEMS} giấy tờ", part)


def _component(draft: Draft, part: Part, group: Group, name: str, place: str) -> Layout:
    holder = part if part.text else part["name"]
    kept = draft.fit(holder, name, L["paper"], f"{place}.name")
    component: Layout = {"name": kept, "kind": group.kind}
    if group.condition:
        component["condition"] = group.condition
    if group.cases:
        component["cases"] = list(group.cases)
    source = part["source"]
    if source.text:
        component["source"] = draft.fit(source, source.text, L["source"], f"{place}.source")
    return component


def _count(draft: Draft, part: Part) -> int | None:
    number = decimal_of(part.text)
    if number is not None and number == int(number) and number <= _MOST_COPIES:
        return int(number)
    if part.text:
        part.leave("không phải số bản")
        draft.warn(
            FindingKind.VALUE_INVALID,
            "components",
            f"Số bản “{part.text[:40]}” không dùng được. Ghi số bản.",
            part.where,
        )
    return None


def _is_note(name: str, original: int | None, copies: int | None, part: Part) -> bool:
    """No copy asked for, no form, and it talks like a rule or introduces a list: a sentence, not a paper."""
    if original != 0 or copies != 0 or part["attachments"].items():
        return False
    return bool(_TALKS.match(name)) or name.endswith(":")


def _form(draft: Draft, papers: Papers, part: Part, name: str, place: str) -> str:
    """The code of the form a paper comes with; "" when it has none."""
    files = [
        file
        for file in part["attachments"].items()
        if file["fileName"].text or file["filePath"].text or file.text
    ]
    code = part["code"].text
    if not files:
        return ""
    if not code or len(code) > L["code"]:
        draft.warn(
            FindingKind.VALUE_MISSING,
            f"{place}.form",
            "Giấy tờ có tệp mẫu nhưng không có mã dùng được; chưa ghi thành biểu mẫu. Đặt mã biểu mẫu.",
            part.where,
        )
        return ""
    if code not in papers.forms:
        if len(papers.forms) >= MOST_ITEMS:
            return ""
        papers.forms[code] = shortened(one_line(name), L["form_name"])
        if len(one_line(name)) > L["form_name"]:
            draft.tell(
                FindingKind.VALUE_TOO_LONG,
                f"forms[{len(papers.forms)}].name",
                "Tên biểu mẫu dài nên viết gọn; tên đầy đủ ở giấy tờ. Đặt tên ngắn nếu cần.",
                part.where,
            )
    part["code"].place(f"forms[{list(papers.forms).index(code) + 1}].code")
    return code


def _place(part: Part, place: str) -> None:
    for key, target in (("originalQty", "original"), ("copyQty", "copy")):
        if part[key].path not in part.ledger.fates:
            part[key].place(f"{place}.{target}")


def _place_heading(name: Part, group: Group, place: str) -> None:
    if group.cases:
        name.place(f"{place}.cases", "unsure", "tiêu đề trùng tên trường hợp")
    elif group.condition:
        name.place(
            f"{place}.condition", "unsure", "tiêu đề nhóm, ghi làm điều kiện của từng giấy tờ trong nhóm"
        )
    else:
        name.place(f"{place}.kind", "unsure", "tiêu đề nhóm, hiểu là nộp hay xuất trình")
