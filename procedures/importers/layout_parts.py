"""The lists inside a record: steps, papers, fees, cases, forms, acts, records, earlier issues. Pure.

Lengths are those of the columns (a test compares them with the models).
"""

from __future__ import annotations

import re
from decimal import Decimal

from procedures.importers.field_reading import Reader
from procedures.importers.nodes import Mapping, Scalar
from procedures.importers.plain_text import rich_from_plain
from procedures.importers.records import (
    ActPart,
    CasePart,
    CodeName,
    ComponentPart,
    FeePart,
    IssuePart,
    KeptPart,
    NotedPart,
    OccasionPart,
    RichText,
    StepPart,
    TimeLimitPart,
)

MOST_ITEMS = 300
LENGTHS = {
    "code": 40,
    "title": 2000,
    "short_title": 160,
    "listed_name": 255,
    "slug": 255,
    "agency": 5000,
    "subject": 160,
    "field_name": 120,
    "subject_code": 60,
    "ministry_code": 20,
    "icon": 20,
    "role_name": 120,
    "file_name": 255,
    "url": 200,
    "limit_text": 5000,
    "case_name": 2000,
    "case_condition": 2000,
    "paper": 5000,
    "paper_condition": 5000,
    "source": 255,
    "group": 60,
    "fee_per": 60,
    "fee_condition": 5000,
    "fee_basis": 120,
    "act_number": 60,
    "act_title": 2000,
    "act_issuer": 160,
    "clause": 255,
    "form_name": 255,
    "step_title": 400,
    "position": 160,
    "in_out": 400,
    "phase": 120,
    "waits_reason": 255,
    "record_name": 255,
    "holder": 160,
    "retention": 120,
    "result": 2000,
    "channel_note": 5000,
    "change": 500,
    "basis": 255,
    "decision_number": 60,
    "chapter_title": 160,
    "owner_unit": 160,
    "trigger": 255,
    "deadline": 255,
    "label": 255,
    "long_text": 100_000,
}
L = LENGTHS

SLUG = re.compile(r"[-a-zA-Z0-9_]+")
CASE = re.compile(r"\d{2}")
ACT_NUMBER = re.compile(r"\d[\w.]*(?:/[\w.\-–]+)+")
_PLACE = re.compile(r"\[(\d+)\]\.$")
SLUG_ADVICE = "Chỉ dùng chữ không dấu, số, gạch nối."
CASE_ADVICE = "Số trường hợp có hai chữ số, ví dụ '01'."

TIME_UNITS = {u: u for u in ("same_day", "working_hour", "working_day", "calendar_day")}
STEP_UNITS = {u: u for u in ("working_day", "working_hour", "minute", "calendar_day")}
SUPPLEMENT = {r: r for r in ("restart", "pause")}
CHANNELS = {c: c for c in ("direct", "postal", "online")}
FEE_CHANNELS = {"all": "all", **CHANNELS}
FEE_KINDS = {"phi": "charge", "le_phi": "fee", "charge": "charge", "fee": "fee"}
PAPER_KINDS = {k: k for k in ("submit", "present")}
FREQUENCIES = {f: f for f in ("on_demand", "weekly", "monthly", "quarterly", "annual")}
CURRENCIES = {"VND": "VND"}


def code_of(reader: Reader, key: str, longest: int = L["code"], required: str = "") -> str:
    """A code that must be usable in addresses and lists ("ho_tich", "specialist")."""
    value = reader.text(key, longest, required=required)
    if value and not SLUG.fullmatch(value):
        reader.fault(key, f"“{value}” chưa đúng. {SLUG_ADVICE}")
        return ""
    return value


def read_rich(reader: Reader, key: str) -> RichText:
    """A text with paragraphs; {html: …} for one with lists, bold words or links."""
    node = reader.get(key)
    if not isinstance(node, Mapping):
        return rich_from_plain(reader.text(key, L["long_text"], lines=True))
    group = reader.group(key)
    assert group is not None  # noqa: S101  (it is a mapping)
    html = group.checked_html("html", L["long_text"])
    group.finish()
    return html


def read_time_limit(parent: Reader, key: str = "time_limit") -> TimeLimitPart:
    """A legal time limit; number and unit go together, and only "same day" has a cut-off hour."""
    reader = parent.group(key)
    if reader is None:
        return TimeLimitPart()
    reader.skip("confidence")
    part = TimeLimitPart(
        value=reader.integer("value", 1, 10_000),
        unit=reader.choice("unit", TIME_UNITS),
        cutoff=reader.time("cutoff_time"),
        text=reader.text("text", L["limit_text"], lines=True),
        extension=reader.text("extension", L["limit_text"], lines=True),
        supplement_rule=reader.choice("supplement_rule", SUPPLEMENT),
    )
    if reader.get("value") and not reader.get("unit"):
        reader.fault("unit", "Có số mà không có đơn vị thời hạn. Ghi unit, ví dụ working_day.")
    if part.unit and not reader.get("value"):
        reader.fault("value", "Có đơn vị mà không có số. Ghi value, ví dụ 3.")
    if part.cutoff and part.unit and part.unit != "same_day":
        reader.fault("cutoff_time", "Chỉ thời hạn trong ngày (same_day) mới có giờ chốt. Bỏ cutoff_time.")
    if part.value and part.value != 1 and part.unit == "same_day":
        reader.fault("value", "Trả trong ngày thì value là 1.")
    reader.finish()
    return part


def read_case(reader: Reader) -> CasePart | None:
    code = reader.pattern("code", CASE, 40, CASE_ADVICE)
    if not reader.get("code"):
        reader.fault("code", f"Trường hợp chưa có số. {CASE_ADVICE}")
    part = CasePart(
        code=code,
        name=reader.text("name", L["case_name"], required="Trường hợp chưa có tên. Ghi name.", lines=True),
        condition=reader.text("condition", L["case_condition"], lines=True),
        time_limit=read_time_limit(reader),
    )
    if part.time_limit.extension or part.time_limit.supplement_rule:
        reader.doubt(
            "time_limit", "Gia hạn và cách tính khi bổ sung chỉ ghi cho cả thủ tục; ở trường hợp thì bỏ qua."
        )
    return part


def _cases(reader: Reader) -> tuple[str, ...]:
    codes = reader.texts("cases", 99, 40)
    for code in codes:
        if not CASE.fullmatch(code):
            reader.fault("cases", f"“{code}” chưa đúng. {CASE_ADVICE}")
    return codes


def read_component(reader: Reader) -> ComponentPart:
    original = reader.integer("original", 0, 99)
    part = ComponentPart(
        name=reader.text("name", L["paper"], required="Giấy tờ chưa có tên. Ghi name.", lines=True),
        kind=reader.choice("kind", PAPER_KINDS, default="submit"),
        original=1 if original is None and not reader.has("original") else original or 0,
        copy=reader.integer("copy", 0, 99) or 0,
        form=reader.text("form", L["code"]),
        condition=reader.text("condition", L["paper_condition"], lines=True),
        source=reader.text("source", L["source"]),
        alternative_group=code_of(reader, "alternative_group", L["group"]),
        cases=_cases(reader),
    )
    if not part.original and not part.copy:
        reader.doubt("original", "Không có bản chính, không có bản sao nào. Ghi original hoặc copy.")
    return part


def read_fee(reader: Reader) -> FeePart:
    reader.skip("confidence")
    reader.choice("currency", CURRENCIES)
    part = FeePart(
        kind=reader.choice("kind", FEE_KINDS, default="fee", required="Ghi kind là phi hoặc le_phi."),
        channel=reader.choice("channel", FEE_CHANNELS, default="all"),
        amount=reader.integer("amount", 0, 999_999_999),
        per=reader.text("per", L["fee_per"]),
        condition=reader.text("condition", L["fee_condition"], lines=True),
        exemption=reader.text("exemption", L["fee_condition"], lines=True),
        basis=reader.text("basis", L["fee_basis"]),
        valid_from=reader.date("valid_from"),
        valid_to=reader.date("valid_to"),
        cases=_cases(reader),
    )
    if part.valid_from and part.valid_to and part.valid_to < part.valid_from:
        reader.fault("valid_to", "Ngày hết hạn trước ngày bắt đầu. Sửa một trong hai ngày.")
    return part


def read_form(reader: Reader) -> CodeName:
    return CodeName(
        code=reader.text("code", L["code"], required="Biểu mẫu chưa có mã. Ghi code."),
        name=reader.text("name", L["form_name"]),
    )


def read_act(reader: Reader) -> ActPart:
    """A legal act; a bare sentence ("Nghị định 61/2018/NĐ-CP") is cut into title and number."""
    title = reader.text("title", L["act_title"])
    number = reader.text("number", L["act_number"])
    if not number:
        found = ACT_NUMBER.search(title)
        number = found[0] if found else title[: L["act_number"]].rstrip()
        if not title:
            reader.fault("number", "Văn bản chưa có số hiệu. Ghi number, ví dụ 61/2018/NĐ-CP.")
        elif not found:
            reader.doubt(
                "title", "Văn bản không có số hiệu; lấy tên làm số hiệu. Bổ sung số hiệu sau khi nhập."
            )
    return ActPart(
        number=number,
        title=title,
        issued_on=reader.date("issued_on"),
        issuer=reader.text("issuer", L["act_issuer"]),
        clause=reader.text("clause", L["clause"]),
    )


def _duration_value(duration: Reader) -> Decimal | None:
    """A step's duration; "0" is written for what the software does at once and means: no time of its own."""
    zero = duration.get("value")
    if isinstance(zero, Scalar) and re.fullmatch(r"0+(\.0+)?", (zero.text or "").strip()):
        duration.doubt("value", "Thời gian bằng 0; để trống. Nếu làm ngay, nói rõ trong nội dung bước.")
        return None
    return duration.decimal("value")


def _check_order(reader: Reader) -> None:
    """The place in the list decides; a number that says otherwise is told."""
    order = reader.integer("order", 0, 9999)
    place = _PLACE.search(reader.path)
    if order is not None and place and order != int(place[1]):
        reader.doubt("order", f"Bước này ghi thứ tự {order} nhưng đứng thứ {place[1]}; lấy theo chỗ đứng.")


def _role(reader: Reader, proposed: bool) -> CodeName | None:
    """Only a proposed step may come without a role: its reader found none, and a person will choose."""
    required = "" if proposed else "Bước chưa có vai trò thực hiện. Ghi role."
    code = code_of(reader, "role", required=required)
    return CodeName(code) if code else None


def read_step(reader: Reader) -> StepPart:
    _check_order(reader)
    proposed = reader.boolean("proposed")
    duration = reader.group("duration")
    value, unit = None, ""
    if duration is not None:
        value = _duration_value(duration)
        unit = duration.choice("unit", STEP_UNITS, required="Thời gian của bước chưa có đơn vị. Ghi unit.")
        if duration.get("value") is None:
            duration.fault("value", "Thời gian của bước chưa có số. Ghi value, hoặc để duration: null.")
        duration.finish()
    part = StepPart(
        title=reader.text("title", L["step_title"], required="Bước chưa có nội dung. Ghi title."),
        role=_role(reader, proposed),
        position=reader.text("position", L["position"]),
        duration=value,
        duration_unit=unit if value is not None else "",
        input=reader.text("input", L["in_out"]),
        output=reader.text("output", L["in_out"]),
        form=reader.text("form", L["code"]),
        phase=reader.text("phase", L["phase"]),
        description=reader.text("description", L["long_text"], lines=True),
        waits_outside=reader.boolean("waits_outside"),
        waits_reason=reader.text("waits_reason", L["waits_reason"]),
        proposed=proposed,
    )
    if part.waits_outside and not part.waits_reason:
        reader.fault("waits_reason", "Bước chờ bên ngoài phải ghi lý do. Ghi waits_reason.")
    return part


def read_record_kept(reader: Reader) -> KeptPart:
    return KeptPart(
        name=reader.text("name", L["record_name"], required="Hồ sơ lưu chưa có tên. Ghi name."),
        holder=reader.text("holder", L["holder"]),
        retention=reader.text("retention", L["retention"]),
    )


def read_result(reader: Reader) -> NotedPart:
    return NotedPart(
        reader.text("name", L["result"], required="Kết quả chưa có tên. Ghi name.", lines=True),
        reader.text("note", L["result"], lines=True),
    )


def read_channel(reader: Reader) -> NotedPart | None:
    channel = reader.choice("channel", CHANNELS, required="Chưa rõ cách nộp. Ghi direct, postal hoặc online.")
    return NotedPart(channel, reader.text("note", L["channel_note"], lines=True)) if channel else None


def read_version(reader: Reader) -> IssuePart:
    reader.skip("confidence")
    if not reader.get("edition"):
        reader.fault("edition", "Lần ban hành chưa có số. Ghi edition, ví dụ 1.")
    return IssuePart(
        edition=reader.integer("edition", 1, 999) or 1,
        revision=reader.integer("revision", 0, 999) or 0,
        change=reader.text("change", L["change"], required="Chưa ghi nội dung thay đổi. Ghi change."),
        issued_on=reader.date("issued_on"),
        effective_from=reader.date("effective_from"),
        basis=reader.text("basis", L["basis"]),
    )


def read_occasion(reader: Reader) -> OccasionPart | None:
    frequency = reader.choice("frequency", FREQUENCIES, required="Dịp làm chưa có tần suất. Ghi frequency.")
    part = OccasionPart(
        frequency=frequency,
        month=reader.integer("month", 1, 12),
        day=reader.integer("day", 1, 31),
        weekday=reader.integer("weekday", 0, 6),
        label=reader.text("label", L["label"]),
    )
    return part if frequency else None
