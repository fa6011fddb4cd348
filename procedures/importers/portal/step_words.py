"""Who acts in a sentence of prose, and how long it takes. Pure; nothing is guessed that no word says."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from procedures.importers.portal.prose_times import spans_in

LOOK_AT = 400
FIRST_WORDS = 4
LONGEST_POSITION = 120
_WORDS = {
    "one_stop_officer": (
        r"bộ phận (?:một cửa|tiếp nhận(?: và trả kết quả)?)",
        r"trung tâm (?:phục vụ )?hành chính công",
        r"(?:cơ quan|nơi) tiếp nhận(?: hồ sơ)?",
        r"(?:cán bộ|công chức|viên chức|người)(?:, ?công chức)? tiếp nhận(?: hồ sơ)?",
        r"(?:cán bộ|công chức|viên chức) (?:tại|thuộc|của) bộ phận (?:một cửa|tiếp nhận)",
    ),
    "clerk": (r"(?:cán bộ |công chức )?văn thư",),
    "head_of_unit": (
        r"(?:phó )?trưởng phòng",
        r"lãnh đạo (?:phòng|đơn vị|bộ phận|chi nhánh)",
        r"trưởng (?:đơn vị|bộ phận)",
    ),
    "leader": (
        r"(?:phó )?chủ tịch(?: (?:ủy ban nhân dân|uỷ ban nhân dân|ubnd))?",
        r"lãnh đạo (?:ủy ban|uỷ ban|ubnd|sở|bộ|cục|cơ quan|ban)",
        r"(?:phó )?giám đốc|thủ trưởng",
        r"(?:cấp|người) có thẩm quyền",
    ),
    "specialist": (
        r"công chức|chuyên viên|viên chức|cán bộ(?! hưu)",
        r"(?:đơn vị|phòng|cơ quan|bộ phận) chuyên môn",
        r"cơ quan có chức năng quản lý",
    ),
    "citizen": (
        r"người (?:yêu cầu|có yêu cầu|nộp|đề nghị|có nhu cầu|sử dụng đất|dân|đăng ký|xin|khai|đi đăng ký|có đơn)",
        r"người (?:được nhà nước|thực hiện|thuê|nhận chuyển)",
        r"tổ chức(?=\s{0,2}(?:,|nộp|có|chuẩn bị|xã hội|kinh tế|đề nghị|gửi|hoặc|và|hành nghề))",
        r"cá nhân|công dân|chủ đầu tư|chủ sở hữu|doanh nghiệp|hộ gia đình",
        r"nhà thầu|nhà đầu tư|hợp tác xã|cơ sở (?:đề nghị|có nhu cầu)",
    ),
}
"""Words that name who acts, by role; of several that begin at the same place the first listed counts."""
_ROLES = tuple((role, "|".join(words)) for role, words in _WORDS.items())
_ACTORS = re.compile("|".join(rf"(?P<{role}>\b(?:{words})\b)" for role, words in _ROLES), re.IGNORECASE)
_NO_SUBJECT = re.compile(
    r"\b(?:cho|đến|tới|gửi|tại|của|với|từ|về|cùng|giao|trình|báo cáo|qua|do|để|hướng dẫn|yêu cầu|thông báo|thuộc|và"
    r"|hoặc|trả|mời|đề nghị|phối hợp|lấy ý kiến|chuyển)(?:\s{1,3}(?:các|những|một))?\s{1,3}$",
    re.IGNORECASE,
)
_OTHER_ACTOR = re.compile(
    r"\b(?:sở|phòng|chi cục|cục|ban|văn phòng|chi nhánh|thuế|cơ quan|ủy ban|uỷ ban|ubnd|công an|hội đồng|bộ|đơn vị"
    r"|kho bạc|ngân hàng|trưởng ban)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s{0,3}\([^()]*\)\s{0,3}")
_PAIR = re.compile(r"(?:cá nhân|tổ chức)\s?,\s?(?:tổ chức|cá nhân)", re.IGNORECASE)
_LEADING_CLAUSE = re.compile(
    r"^(?:sau khi|khi|ngay sau khi|trong thời hạn|trong thời gian|trong vòng|trường hợp|nếu|căn cứ|tại|trên cơ sở"
    r"|đối với|chậm nhất|sau thời hạn|không quá|hết thời hạn|theo|trong)\b(?:[^,]{1,200}?\bthì\b|[^,]{1,300},)\s{0,3}",
    re.IGNORECASE,
)
_FOR_CASE = re.compile(r"^đối với\b.{1,200}?\bthì\b\s{0,3}", re.IGNORECASE)
_NOT_OF_STEP = re.compile(
    r"sau thời hạn|niêm yết|đăng tin|bổ sung|quá thời hạn|hết thời hạn|trước khi|tăng thêm|so với|tạm dừng|có hiệu lực"
    r"|lấy ý kiến|hỏi ý kiến",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"[,.;:(\n]|\s(?<!đăng )(?:nộp|thực hiện|tiếp nhận|kiểm tra|có(?! thẩm quyền| chức năng| nhu cầu| yêu cầu)|xem xét"
    r"|ký|trình|chuyển|gửi|giao(?! đất)|ghi|lập|ban hành|chuẩn bị|được|phải|cấp(?! (?:xã|huyện|tỉnh|trung ương))"
    r"|hướng dẫn|báo cáo|thẩm định|thẩm tra|chấp thuận|in|trả|đến|căn cứ|nhận|tiến hành|giải quyết|chủ trì|tổ chức"
    r"|đăng ký(?! đất đai)|quyết định|thông báo|xác nhận|xác định|lựa chọn|đem|cập nhật|chỉnh lý|phê duyệt|điền|rà soát"
    r"|phối hợp|khi|trong|sau|là|tại|nơi|xử lý|đối chiếu|viết|hoàn thiện|dự thảo|tham mưu|làm)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r";|\.(?=\s|$)")
_AT_END = re.compile(
    r":\s{0,3}(?:\d{1,3}(?:[.,]\d{1,2})?|½|¼|¾|1/2|1/4)\s{0,3}(?:ngày|giờ)[^,:]{0,12}$", re.IGNORECASE
)
_STEP_UNITS = {
    "WORKING_DAY": "working_day",
    "DAY": "calendar_day",
    "WORKING_HOUR": "working_hour",
    "MINUTE": "minute",
}


class Actor(NamedTuple):
    """Who acts: a role of the organisation ("" for another agency), and the words that name who has it."""

    role: str
    position: str


def actor_in(sentence: str) -> Actor | None:
    """The first who acts in a sentence; None when nobody is named as acting."""
    text = _ASIDE.sub(" ", sentence[:LOOK_AT])
    text = _FOR_CASE.sub("", text)
    for _ in range(3):
        text = _LEADING_CLAUSE.sub("", text)
    ours = next((m for m in _ACTORS.finditer(text) if not _NO_SUBJECT.search(text[: m.start()][-24:])), None)
    other = _OTHER_ACTOR.search(text)
    if other and other.start() <= FIRST_WORDS and (ours is None or other.start() < ours.start()):
        return Actor("", _position(text, other))
    return Actor(ours.lastgroup or "", _position(text, ours)) if ours else None


def _position(text: str, found: re.Match[str]) -> str:
    """The words of the actor up to what is done; "Cá nhân, tổ chức" stays together."""
    pair = _PAIR.match(text, found.start())
    stop = _STOP.search(text, pair.end() if pair else found.end())
    words = text[found.start() : stop.start() if stop else len(text)].strip()
    return words[:1].upper() + words[1:] if len(words) <= LONGEST_POSITION else ""


class Duration(NamedTuple):
    value: str
    unit: str


def duration_in(text: str) -> Duration | None:
    """The one span of time a step names for itself: in its first line, or at the end of another (": 0,25 ngày").

    None when it names none, several, or one that is not its own.
    """
    first, *rest = text.split("\n")
    found = [
        span
        for sentence in _SENTENCE.split(first)
        if not _NOT_OF_STEP.search(sentence)
        for span in spans_in(sentence)
    ]
    for line in rest:
        at_end = _AT_END.search(line[-60:])
        found += spans_in(at_end[0]) if at_end else []
    different = set(found)
    if len(different) != 1:
        return None
    span = different.pop()
    unit = _STEP_UNITS.get(span.unit)
    if unit is None or span.value != span.value.quantize(Decimal("0.01")):
        return None
    return Duration(f"{span.value.normalize():f}", unit)
