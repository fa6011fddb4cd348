"""The record layout: one mapping per document, as documented in docs/importing.md. Pure.

`kind` says what the document is; without it a procedure has `time_limit` or a national `code`, an internal process has
`trigger` or `frequency`. The way back is `canonical_layout`.
"""

from __future__ import annotations

import re
from typing import Any

from procedures.importers.field_reading import Reader
from procedures.importers.findings import Findings
from procedures.importers.layout_document import read_change, read_chapter, read_register
from procedures.importers.layout_parts import (
    FREQUENCIES,
    MOST_ITEMS,
    code_of,
    read_act,
    read_case,
    read_channel,
    read_component,
    read_fee,
    read_form,
    read_occasion,
    read_record_kept,
    read_result,
    read_rich,
    read_step,
    read_time_limit,
    read_version,
)
from procedures.importers.layout_parts import LENGTHS as L
from procedures.importers.nodes import Mapping, Sequence
from procedures.importers.plain_text import rich_from_plain
from procedures.importers.records import (
    INTERNAL_PROCESS,
    PROCEDURE,
    CodeName,
    IssuePart,
    OccasionPart,
    ParsedRecord,
    ProcedurePart,
    ProcessPart,
    RichText,
)

KINDS = {kind: kind for kind in (PROCEDURE, INTERNAL_PROCESS)}
NATIONAL_CODE = re.compile(r"[1-6]\.\d{6}(\.\d{3}\.\d{2}\.\d{2}\.H\d{2})?")
PROVISIONAL = "BAN-SAO-"
ONLINE = {level: level for level in ("none", "partial", "full")}
LEGACY_ONLINE = {level: level for level in ("1", "2", "3", "4")}
PROCEDURE_MARKS = {"time_limit", "code", "components", "channels", "subjects", "field"}
PROCESS_MARKS = {"trigger", "frequency", "occasions", "owner_unit", "deadline"}

UNPLACED_REASONS = {
    "confidence": "độ tin cậy của nguồn",
    "code_confidence": "độ tin cậy của nguồn",
    "order": "thứ tự lấy theo vị trí trong tệp",
    "origin": "nguồn của dữ liệu",
    "seed": "nguồn của dữ liệu",
    "notes": "ghi chú của người lập tệp",
    "valid_from": "thời gian hiệu lực do lần ban hành quyết định",
    "valid_to": "thời gian hiệu lực do lần ban hành quyết định",
    "successor_code": "mã thủ tục thay thế, ghi khi bãi bỏ",
    "moved_to_level": "chuyển cấp, ghi khi bãi bỏ",
    "moved_on": "chuyển cấp, ghi khi bãi bỏ",
    "issues": "lần ban hành có chữ ký không nhập qua tệp; chỉ nhập bản thảo",
    "withdrawal": "bãi bỏ phải làm trong hệ thống, có lý do",
}
"""Keys the format knows and the system does not keep, with the reason told to the reader."""


def read_record(
    node: Mapping, file: str, findings: Findings, unplaced: dict[str, int]
) -> ParsedRecord | None:
    """One document. Faults go to `findings`; None when not even its kind or code is clear."""
    reader = Reader(node, findings, unplaced=unplaced)
    kind = _kind(reader)
    if not kind:
        return None
    code = reader.text("iso_code", L["code"], required="Chưa có mã tài liệu. Ghi iso_code, ví dụ QT-TP-01.")
    if code.upper().startswith(PROVISIONAL):
        reader.fault("iso_code", "Mã này dành cho bản sao trong hệ thống. Đặt mã tài liệu riêng.")
    slug = code_of(reader, "id", L["slug"])
    reader.skip("order", "origin", "seed", "notes", "issues", "withdrawal")
    record = ParsedRecord(
        file=file,
        line=node.line,
        code=code,
        title=reader.text("name", L["title"], required="Chưa có tên. Ghi name."),
        slug=slug.lower(),
        **_texts(reader),
        **_common_parts(reader),
        body=_process(reader) if kind == INTERNAL_PROCESS else _procedure(reader),
    )
    if not record.steps:
        reader.doubt("steps", "Chưa có bước nào. Bổ sung các bước trước khi gửi duyệt.")
    if isinstance(record.body, ProcedurePart):
        _check_cases(reader, record.body)
    reader.finish()
    return record if code else None


def _kind(reader: Reader) -> str:
    """The kind as written, or as its keys tell; empty (with a finding) when nothing tells."""
    if reader.get("kind") is not None:
        return reader.choice("kind", KINDS)
    keys = set(reader.node.entries)
    if not keys & (PROCESS_MARKS | PROCEDURE_MARKS):
        reader.findings.error(
            reader.node.line,
            "",
            "Không rõ đây là thủ tục hay quy trình nội bộ. Thủ tục có time_limit; quy trình nội bộ có trigger.",
        )
        return ""
    return INTERNAL_PROCESS if len(keys & PROCESS_MARKS) > len(keys & PROCEDURE_MARKS) else PROCEDURE


def _texts(reader: Reader) -> dict[str, Any]:
    return {
        "listed_name": reader.text("listed_name", L["listed_name"]),
        "short_title": reader.text("short_name", L["short_title"]),
        "summary": reader.text("summary", L["long_text"], lines=True),
        "purpose": read_rich(reader, "purpose"),
        "scope": read_rich(reader, "scope"),
        "definitions": read_rich(reader, "definitions"),
        "references": read_rich(reader, "references"),
    }


def _common_parts(reader: Reader) -> dict[str, Any]:
    number = _number(reader)
    return {
        "chapters": reader.groups("chapters", MOST_ITEMS, read_chapter),
        "forms": _unique_forms(reader),
        "acts": reader.groups("legal_bases", MOST_ITEMS, read_act, from_text="title"),
        "steps": reader.groups("steps", MOST_ITEMS, read_step),
        "records": reader.groups("records", MOST_ITEMS, read_record_kept, from_text="name"),
        "versions": _versions(reader, has_number=number is not None),
        "number": number,
        "change": read_change(reader),
        "register": read_register(reader),
    }


def _number(reader: Reader) -> tuple[int, int] | None:
    """The number of this text, where it is written apart from the versions."""
    group = reader.group("number")
    if group is None:
        return None
    edition, revision = group.integer("edition", 1, 999), group.integer("revision", 0, 999)
    if group.get("edition") is None:
        group.fault("edition", "Chưa có lần ban hành. Ghi edition, ví dụ 1.")
    group.finish()
    return edition or 1, revision or 0


def _unique_forms(reader: Reader) -> tuple[CodeName, ...]:
    forms = reader.groups("forms", MOST_ITEMS, read_form)
    by_code: dict[str, CodeName] = {}
    for form in forms:
        if form.code in by_code:
            reader.doubt("forms", f"Biểu mẫu {form.code} ghi hai lần; giữ lần đầu.")
        by_code.setdefault(form.code, form)
    return tuple(form for form in by_code.values() if form.code)


def _versions(reader: Reader, *, has_number: bool) -> tuple[IssuePart, ...]:
    """The editions on paper; in order, when the last one is to be the number of this text."""
    versions = reader.groups("versions", MOST_ITEMS, read_version)
    numbers = [(v.edition, v.revision) for v in versions]
    if numbers != sorted(set(numbers)) and not has_number:
        reader.fault(
            "versions", "Các lần ban hành phải khác nhau và tăng dần. Xếp lại theo lần ban hành, sửa đổi."
        )
    return versions


def _process(reader: Reader) -> ProcessPart:
    deadline = reader.text("deadline", L["deadline"])
    return ProcessPart(
        owner_unit_name=reader.text("owner_unit", L["owner_unit"]),
        trigger=reader.text("trigger", L["trigger"]),
        deadline=deadline,
        occasions=_occasions(reader, deadline),
    )


def _occasions(reader: Reader, deadline: str) -> tuple[OccasionPart, ...]:
    """The listed occasions; without a list, one for each frequency named ("weekly_and_on_demand")."""
    listed = reader.groups("occasions", MOST_ITEMS, read_occasion)
    frequency = reader.text("frequency", 80)
    names = frequency.split("_and_") if frequency else []
    for name in names:
        if name not in FREQUENCIES:
            reader.fault(
                "frequency", f"“{name}” không dùng được ở đây. Chọn một trong: {', '.join(FREQUENCIES)}."
            )
            return listed
    return listed or tuple(OccasionPart(name, label=deadline) for name in names)


def _procedure(reader: Reader) -> ProcedurePart:
    reader.skip("code_confidence", "valid_from", "successor_code", "moved_to_level", "moved_on")
    ended = reader.date("valid_to")
    if ended is not None:
        reader.doubt(
            "valid_to",
            f"Thủ tục có ngày hết hiệu lực {ended:%d/%m/%Y}; vẫn nhập thành bản thảo. Xem có còn dùng không.",
        )
    reader.date("valid_from")
    current, legacy = _online_levels(reader)
    field_code = code_of(reader, "field")
    field_name = reader.text("field_name", L["field_name"])
    sets = reader.integer("sets", 1, 99)
    return ProcedurePart(
        national_code=reader.pattern("code", NATIONAL_CODE, 40, "Mã quốc gia ghi như 1.001193."),
        local_code=reader.text("local_code", 60),
        legacy_codes=reader.texts("legacy_codes", MOST_ITEMS, 60),
        field=CodeName(field_code, field_name) if field_code else None,
        field_ministry_code=reader.text("field_ministry_code", L["ministry_code"]),
        level=code_of(reader, "level"),
        subjects=reader.texts("subjects", MOST_ITEMS, L["subject"]),
        channels=reader.groups("channels", 3, read_channel, from_text="channel"),
        online_level=current,
        legacy_online_level=legacy,
        online_url=reader.web_address("online_url", L["url"]),
        promulgating_agency=reader.text("promulgating_agency", L["agency"], lines=True),
        deciding_agency=reader.text("deciding_agency", L["agency"], lines=True),
        executing_agency=reader.text("executing_agency", L["agency"], lines=True),
        authorised_agency=reader.text("authorised_agency", L["agency"], lines=True),
        coordinating_agencies=reader.texts("coordinating_agencies", MOST_ITEMS, L["agency"]),
        sets=1 if sets is None else sets,
        time_limit=read_time_limit(reader),
        cases=reader.groups("cases", 99, read_case),
        components=reader.groups("components", MOST_ITEMS, read_component),
        fees=reader.groups("fees", MOST_ITEMS, read_fee),
        results=reader.groups("results", MOST_ITEMS, read_result, from_text="name"),
        not_needed=reader.text("not_needed", L["long_text"], lines=True),
        public_steps=read_rich(reader, "public_steps"),
        conditions=_conditions(reader),
    )


def _conditions(reader: Reader) -> RichText:
    if isinstance(reader.get("conditions"), Sequence):
        return rich_from_plain("\n\n".join(reader.texts("conditions", MOST_ITEMS, L["long_text"])))
    return read_rich(reader, "conditions")


def _online_levels(reader: Reader) -> tuple[str, str]:
    group = reader.group("online_level")
    if group is None:
        return "", ""
    group.skip("confidence")
    levels = group.choice("current", ONLINE), group.choice("legacy", LEGACY_ONLINE)
    group.finish()
    return levels


def _check_cases(reader: Reader, body: ProcedurePart) -> None:
    codes = [case.code for case in body.cases]
    if len(set(codes)) != len(codes):
        reader.fault("cases", "Hai trường hợp trùng số. Đánh số lại.")
    for key, parts in (("components", body.components), ("fees", body.fees)):
        unknown = sorted({code for part in parts for code in part.cases} - set(codes))
        if unknown:
            reader.fault(
                key, f"Dùng trường hợp chưa khai báo: {', '.join(unknown)}. Thêm vào cases hoặc bỏ đi."
            )
    channels = [channel.name for channel in body.channels]
    if len(set(channels)) != len(channels):
        reader.fault("channels", "Một cách nộp ghi hai lần. Bỏ bớt một.")
