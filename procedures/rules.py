"""What must hold before a draft may be submitted: pure checks on its snapshot.

``submission_problems`` is all of it. The parts required by law are those of Nghị định 63/2010/NĐ-CP
article 8 (as amended by 48/2013 and 92/2017); steps and times are in ``step_rules``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from document_control.text_checks import objections_to
from procedures.problem import Level, Problem, error, warning
from procedures.snapshot_reading import Part, Snapshot, limit_minutes, part, parts, total_step_minutes
from procedures.step_rules import limit_problems, step_problems, step_sum_problems

__all__ = ["Level", "Problem", "limit_minutes", "submission_problems", "total_step_minutes"]

_NATIONAL_CODE = re.compile(r"[1-6]\.\d{6}")
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|&(?:[a-zA-Z]+|#\d+);")
_RICH_KEYS = {
    "public_steps",
    "conditions",
    "body",
    "purpose",
    "scope",
    "definitions",
    "references",
    "description",
}
# Characters; titles of announced procedures are long, the limits only catch text put in the wrong field.
_LONGEST = {
    "title": 500,
    "name": 1000,
    "short_title": 150,
    "summary": 400,
    "position": 200,
    "clause": 500,
    "condition": 2000,
    "exemption": 2000,
    "output": 500,
    "input": 1000,
    "not_needed": 2000,
}
_LONGEST_OTHER = 20_000
_LONGEST_RICH = 200_000

# Parts of article 8: (key, section, level when empty, message). The name, ways of filing and so on.
_LEGAL_PARTS: tuple[tuple[str, str, Level, str], ...] = (
    ("title", "name", "error", "Chưa có tên thủ tục. Ghi đúng tên trong quyết định công bố."),
    (
        "public_steps",
        "public_steps",
        "error",
        "Chưa có trình tự thực hiện. Viết các bước người dân phải làm.",
    ),
    ("channels", "channels", "error", "Chưa có cách thức thực hiện. Chọn ít nhất một cách nộp."),
    ("components", "components", "error", "Chưa có thành phần hồ sơ. Ghi các giấy tờ phải nộp, xuất trình."),
    ("sets", "sets", "error", "Chưa có số lượng hồ sơ. Ghi số bộ, thường là 1."),
    ("time_limit", "time_limit", "error", "Chưa có thời hạn giải quyết. Ghi số ngày hoặc số giờ."),
    ("subjects", "subjects", "error", "Chưa có đối tượng thực hiện. Chọn ai được làm thủ tục này."),
    ("results", "results", "error", "Chưa có kết quả thực hiện. Ghi giấy tờ người dân nhận được."),
    (
        "fees",
        "fees",
        "warning",
        "Chưa có phí, lệ phí: trang sẽ ghi “Không quy định”. Kiểm tra lại nghị quyết.",
    ),
    ("forms", "forms", "warning", "Chưa có mẫu đơn, tờ khai: trang sẽ ghi “Không quy định”. Kiểm tra lại."),
    (
        "conditions",
        "conditions",
        "warning",
        "Chưa có yêu cầu, điều kiện: trang sẽ ghi “Không quy định”. Kiểm tra lại.",
    ),
    ("citations", "citations", "error", "Chưa có căn cứ pháp lý. Chọn ít nhất một văn bản."),
)
_PROCESS_PARTS: tuple[tuple[str, str, Level, str], ...] = (
    ("title", "name", "error", "Chưa có tên quy trình. Viết tên ngắn, rõ việc."),
    ("trigger", "trigger", "warning", "Chưa ghi khi nào làm. Ghi việc gì bắt đầu quy trình này."),
    ("deadline", "time_limit", "warning", "Chưa ghi hạn hoàn thành. Ghi ngày hoặc cách tính hạn."),
    ("owner_unit_name", "agencies", "warning", "Chưa có đơn vị chủ trì. Chọn đơn vị chịu trách nhiệm."),
    ("citations", "citations", "warning", "Chưa có căn cứ pháp lý. Chọn văn bản, nếu có."),
)


# Parts and codes


def legal_part_problems(snapshot: Snapshot) -> list[Problem]:
    """All twelve parts are there (article 8); fees, forms and conditions may be "không quy định"."""
    is_process = snapshot.get("kind") == "internal_process"
    found = [
        Problem(level, section, message, key)
        for key, section, level, message in (_PROCESS_PARTS if is_process else _LEGAL_PARTS)
        if not snapshot.get(key)
    ]
    if is_process:
        return found
    agencies = part(snapshot, "agencies")
    for key, words in (("deciding", "quyết định"), ("executing", "thực hiện")):
        if not agencies.get(key):
            message = f"Chưa có cơ quan {words}. Ghi tên cơ quan."
            found.append(error("agencies", message, f"agencies-{key}"))
    for key, words in (("field", "lĩnh vực"), ("level", "cấp thực hiện")):
        if not part(snapshot, key).get("name"):
            found.append(error("name", f"Chưa chọn {words}. Chọn trong danh mục.", key))
    return found


def code_problems(snapshot: Snapshot) -> list[Problem]:
    """The document has a code; the national code, if there is one, reads N.NNNNNN (first digit 1–6)."""
    found = []
    if not snapshot.get("code"):
        found.append(error("name", "Chưa có mã tài liệu. Ghi mã như QT-TP-01.", "code"))
    national = snapshot.get("national_code") or ""
    if national and not _NATIONAL_CODE.fullmatch(national):
        message = f"Mã quốc gia “{national}” chưa đúng. Ghi như 1.001193: một chữ số, dấu chấm, sáu chữ số."
        found.append(error("name", message, "national_code"))
    return found


# References inside the snapshot


def _unknown_cases(
    snapshot: Snapshot, item: Part, section: str, anchor: str, whose: str
) -> Iterator[Problem]:
    known = {case.get("code") for case in parts(snapshot, "cases")}
    for code in item.get("cases") or ():
        if code not in known:
            message = (
                f"{whose} dùng trường hợp {code} không có trong danh sách. Thêm trường hợp hoặc bỏ chọn."
            )
            yield error(section, message, anchor)


def case_problems(snapshot: Snapshot) -> list[Problem]:
    """Cases have a name and a code of their own."""
    found = []
    codes = Counter(case.get("code") for case in parts(snapshot, "cases"))
    for position, case in enumerate(parts(snapshot, "cases"), start=1):
        code = case.get("code") or ""
        if not code or codes[code] > 1:
            message = f"Trường hợp {position} trùng hoặc thiếu mã. Đặt mã riêng như 01, 02."
            found.append(error("cases", message, f"cases-{position}"))
        if not case.get("name"):
            found.append(
                error("cases", f"Trường hợp {position} chưa có tên. Viết tên ngắn.", f"cases-{position}")
            )
    return found


def component_problems(snapshot: Snapshot) -> list[Problem]:
    """Papers name existing cases and forms, say how many, and alternatives have at least two members."""
    found: list[Problem] = []
    forms = {form.get("code") for form in parts(snapshot, "forms")}
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for position, paper in enumerate(parts(snapshot, "components"), start=1):
        anchor, whose = f"components-{position}", f"Giấy tờ dòng {position}"
        if not paper.get("name"):
            found.append(error("components", f"{whose} chưa có tên. Ghi tên giấy tờ.", anchor))
        if paper.get("form") and paper["form"] not in forms:
            message = f"{whose} dùng mẫu {paper['form']} chưa có trong biểu mẫu. Thêm mẫu hoặc chọn mẫu khác."
            found.append(error("components", message, anchor))
        if not (paper.get("original") or paper.get("copy")):
            message = f"{whose} không có bản chính, cũng không có bản sao. Ghi số bản."
            found.append(warning("components", message, anchor))
        found += _unknown_cases(snapshot, paper, "components", anchor, whose)
        if paper.get("alternative_group"):
            groups[paper["alternative_group"]].append(position)
    for group, positions in groups.items():
        if len(positions) < 2:
            message = f"Nhóm giấy tờ thay thế “{group}” chỉ có một giấy. Thêm giấy thứ hai hoặc bỏ nhóm."
            found.append(warning("components", message, f"components-{positions[0]}"))
    return found


# Fees


def _fee_problems(snapshot: Snapshot, position: int, fee: Part) -> Iterator[Problem]:
    anchor, whose = f"fees-{position}", f"Lệ phí dòng {position}"
    amount = fee.get("amount")
    if amount is None and not (fee.get("condition") or "").strip():
        yield error(
            "fees", f"{whose} chưa có số tiền. Ghi số tiền, hoặc viết cách tính vào điều kiện.", anchor
        )
    if amount is not None and amount < 0:
        yield error("fees", f"{whose} có số tiền âm. Ghi từ 0 đồng trở lên.", anchor)
    if fee.get("valid_from") and fee.get("valid_to") and fee["valid_from"] > fee["valid_to"]:
        yield error("fees", f"{whose} hết hạn trước khi bắt đầu. Đổi lại hai ngày áp dụng.", anchor)
    if not fee.get("basis"):
        yield warning("fees", f"{whose} chưa có căn cứ. Ghi số nghị quyết hoặc thông tư.", anchor)
    channels = {row.get("channel") for row in parts(snapshot, "channels")}
    if fee.get("channel") not in (None, "", "all", *channels):
        message = f"{whose} dành cho cách nộp mà thủ tục không nhận. Thêm cách nộp hoặc sửa dòng này."
        yield warning("fees", message, anchor)
    yield from _unknown_cases(snapshot, fee, "fees", anchor, whose)


def _overlaps(one: Part, other: Part) -> bool:
    """Two amounts due on the same channel, for the same thing, on at least one same day."""
    same_thing = all(
        (one.get(key) or "") == (other.get(key) or "") for key in ("kind", "per", "condition")
    ) and set(one.get("cases") or ()) == set(other.get("cases") or ())
    channels = {one.get("channel"), other.get("channel")}
    latest_start = max(one.get("valid_from") or "", other.get("valid_from") or "")
    earliest_end = min(one.get("valid_to") or "9999-12-31", other.get("valid_to") or "9999-12-31")
    return same_thing and (len(channels) == 1 or "all" in channels) and latest_start <= earliest_end


def fee_problems(snapshot: Snapshot) -> list[Problem]:
    """Amounts, validity and channels make sense, and on no day two amounts are due for the same thing."""
    fees = parts(snapshot, "fees")
    found: list[Problem] = []
    for position, fee in enumerate(fees, start=1):
        found += _fee_problems(snapshot, position, fee)
        for earlier, other in enumerate(fees[: position - 1], start=1):
            if _overlaps(other, fee):
                message = (
                    f"Lệ phí dòng {earlier} và dòng {position} cùng áp dụng trong một thời gian. "
                    "Sửa ngày áp dụng, cách nộp hoặc điều kiện."
                )
                found.append(error("fees", message, f"fees-{position}"))
    return found


# Texts


def _texts(value: Any, key: str, anchor: str) -> Iterator[tuple[str, str, str]]:
    """Every text of a snapshot as (key, anchor, text)."""
    if isinstance(value, str):
        yield key, anchor, value
    elif isinstance(value, dict):
        for name, item in value.items():
            # Inside an item the editor is led to the item, not to its field.
            yield from _texts(item, name, anchor if "-" in anchor else name)
    elif isinstance(value, list):
        for position, item in enumerate(value, start=1):
            yield from _texts(item, key, anchor if "-" in anchor else f"{anchor}-{position}")


def text_problems(snapshot: Snapshot) -> list[Problem]:
    """Plain fields hold no markup, and every text can be printed and is no longer than its place can bear."""
    found = []
    for top, content in snapshot.items():
        for key, anchor, text in _texts(content, top, top):
            is_rich = key in _RICH_KEYS
            if not is_rich and _MARKUP.search(text):
                message = f"Có mã HTML trong “{text[:40]}”. Xóa các thẻ, chỉ để chữ."
                found.append(error(top, message, anchor))
            found += [error(top, message, anchor) for message in objections_to(text)]
            longest = _LONGEST_RICH if is_rich else _LONGEST.get(key, _LONGEST_OTHER)
            if len(text) > longest:
                message = f"“{text[:40]}…” dài {len(text)} ký tự, nhiều nhất là {longest}. Rút gọn lại."
                found.append(error(top, message, anchor))
    return found


def submission_problems(snapshot: Snapshot) -> list[Problem]:
    """Everything that speaks against submitting this draft, errors first.

    Args:
        snapshot: schema 1, built from the draft.

    Returns:
        Problems; the draft may be submitted when none of them is an error.
    """
    found = [
        *legal_part_problems(snapshot),
        *code_problems(snapshot),
        *limit_problems(snapshot),
        *step_sum_problems(snapshot),
        *step_problems(snapshot),
        *case_problems(snapshot),
        *component_problems(snapshot),
        *fee_problems(snapshot),
        *text_problems(snapshot),
    ]
    return sorted(found, key=lambda problem: problem.level != "error")
