"""Rows of text → records of dossiers, each with what is wrong with it. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from document_control.canonical import clean_text
from dossiers.importing.columns import BY_KEY, COLUMNS, folded, key_of
from dossiers.importing.tables import Table, UnreadableError
from dossiers.rules.telephone import is_telephone
from organisation.vietnamese_format import VIETNAM

SEARCHED_ROWS = 10
"""The headings stand in one of the first rows; titles and logos may stand above them."""
_DAY = re.compile(
    r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?:[ T,]+(\d{1,2})[:hg](\d{2})(?::\d{2})?)?$", re.IGNORECASE
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?$")
CHANNELS = {
    "direct": ("truc tiep", "tai quay", "direct", "mot cua"),
    "online": ("truc tuyen", "online", "qua mang", "cong dich vu cong", "dvc"),
    "postal": ("buu chinh", "buu dien", "postal", "bccx", "qua buu dien"),
}
LONGEST = {
    "code": 40,
    "external_code": 60,
    "applicant": 200,
    "address": 255,
    "phone": 30,
    "email": 254,
    "procedure": 60,
    "case": 10,
    "handler": 150,
    "note": 2_000,
}
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9./\-_ ]*")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a line. `is_error` keeps the whole file from being written; the rest is only said."""

    line: int
    column: str
    message: str
    is_error: bool = True

    def __str__(self) -> str:
        where = f"Dòng {self.line}" if self.line else "Tệp"
        return f"{where}{f', cột {self.column}' if self.column else ''}: {self.message}"


@dataclass(frozen=True, slots=True)
class When:
    """A day of the table, and the minute where one is given."""

    day: dt.date
    time: dt.time | None = None

    def at(self, usual: dt.time) -> dt.datetime:
        """The moment, at the usual time where the table gives none."""
        return dt.datetime.combine(self.day, self.time or usual, VIETNAM)

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}" + (f" {self.time:%H:%M}" if self.time else "")


@dataclass(frozen=True, slots=True)
class Record:
    """One dossier as the table has it."""

    line: int
    code: str
    external_code: str
    procedure: str
    case: str
    applicant: str
    address: str
    phone: str
    email: str
    channel: str
    received: When
    due: When | None
    closed: When | None
    returned: When | None
    handler: str
    note: str


@dataclass(slots=True)
class Reading:
    """What a table holds."""

    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown_headings: list[str] = field(default_factory=list)
    lines: int = 0


def read_records(table: Table) -> Reading:
    """The records of a table; lines with errors give problems instead.

    Raises:
        UnreadableError: no row names the columns that are needed.
    """
    start, places, unknown = _headings(table)
    reading = Reading(unknown_headings=unknown)
    for number, cells in table.rows[start + 1 :]:
        values = {key: _text(cells[place]) for key, place in places.items() if place < len(cells)}
        if not any(values.values()):
            continue
        reading.lines += 1
        record, problems = _record(number, values)
        reading.problems += problems
        if record is not None:
            reading.records.append(record)
    return reading


def _headings(table: Table) -> tuple[int, dict[str, int], list[str]]:
    needed = {column.key for column in COLUMNS if column.is_required}
    best: dict[str, int] = {}
    for index, (_number, cells) in enumerate(table.rows[:SEARCHED_ROWS]):
        places: dict[str, int] = {}
        for place, cell in enumerate(cells):
            if (key := key_of(cell)) and key not in places:
                places[key] = place
        if needed <= places.keys():
            return index, places, [cell for cell in cells if cell and key_of(cell) is None]
        best = max(best, places, key=len)
    missing = ", ".join(f"“{BY_KEY[key].heading}”" for key in BY_KEY if key in needed - best.keys())
    raise UnreadableError(
        f"Không tìm thấy cột {missing}. Ghi tên cột ở dòng đầu như trong tệp mẫu rồi tải lên lại."
    )


def _text(cell: str) -> str:
    return " ".join(clean_text(cell).split())


def _record(line: int, values: dict[str, str]) -> tuple[Record | None, list[Problem]]:
    problems = [*_wrong_texts(line, values)]
    moments: dict[str, When | None] = {}
    for key in ("received", "due", "closed", "returned"):
        moments[key] = _when(line, key, values.get(key, ""), problems)
    channel = _channel(line, values.get("channel", ""), problems)
    _check_order(line, moments, problems)
    received = moments["received"]
    if received is None or any(problem.is_error for problem in problems):
        return None, problems
    texts = {key: values.get(key, "") for key in LONGEST}
    if texts["case"].isdecimal():
        texts["case"] = texts["case"].zfill(2)
    closed = moments["closed"] or moments["returned"]
    return (
        Record(
            line=line,
            channel=channel,
            received=received,
            due=moments["due"],
            closed=closed,
            returned=moments["returned"],
            **texts,
        ),
        problems,
    )


def _wrong_texts(line: int, values: dict[str, str]) -> list[Problem]:
    found = []
    for column in COLUMNS:
        value = values.get(column.key, "")
        if column.is_required and not value:
            found.append(
                Problem(line, column.heading, f"để trống; điền {column.help[:1].lower()}{column.help[1:]}")
            )
        if len(value) > LONGEST.get(column.key, 60):
            message = f"dài quá {LONGEST.get(column.key, 60)} ký tự; rút ngắn lại."
            found.append(Problem(line, column.heading, message))
    for key in ("code", "external_code"):
        if values.get(key) and not _CODE.fullmatch(values[key]):
            message = (
                f"“{values[key][:40]}” không phải mã; chỉ dùng chữ không dấu, số, dấu chấm và gạch ngang."
            )
            found.append(Problem(line, BY_KEY[key].heading, message))
    if values.get("phone") and not is_telephone(values["phone"]):
        message = (
            f"“{values['phone'][:40]}” không phải một số điện thoại; sửa thành 8 đến 15 chữ số, hoặc chuyển sang cột "
            f"{BY_KEY['note'].heading}."
        )
        found.append(Problem(line, BY_KEY["phone"].heading, message))
    if values.get("email") and not _is_email(values["email"]):
        message = (
            f"“{values['email'][:40]}” không phải thư điện tử; sửa thành dạng ten@example.vn, hoặc để trống."
        )
        found.append(Problem(line, BY_KEY["email"].heading, message))
    if not values.get("code") and not values.get("external_code"):
        message = "thiếu mã; điền mã hồ sơ hoặc mã của Cổng quốc gia, để lần nhập sau nhận ra hồ sơ này."
        found.append(Problem(line, BY_KEY["code"].heading, message))
    return found


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _when(line: int, key: str, text: str, problems: list[Problem]) -> When | None:
    if not text:
        return None
    found = parse_when(text)
    if found is None:
        message = f"“{text[:40]}” không phải ngày; sửa thành dạng 02/07/2025 hoặc 02/07/2025 08:30."
        problems.append(Problem(line, BY_KEY[key].heading, message))
    return found


def parse_when(text: str) -> When | None:
    """A day as dd/mm/yyyy or ISO, with or without the time; None when it is none between 1990 and 2100."""
    if found := _DAY.match(text):
        day, month, year, hour, minute = found.groups()
    elif found := _ISO.match(text):
        year, month, day, hour, minute = found.groups()
    else:
        return None
    try:
        date = dt.date(int(year), int(month), int(day))
        time = dt.time(int(hour), int(minute)) if hour else None
    except ValueError:
        return None
    return When(date, time) if 1990 <= date.year <= 2100 else None


def _channel(line: int, text: str, problems: list[Problem]) -> str:
    if not text:
        return "direct"
    word = folded(text)
    for channel, words in CHANNELS.items():
        if any(name in word for name in words):
            return channel
    message = f"“{text[:40]}” không rõ; sửa thành trực tiếp, trực tuyến hoặc bưu chính."
    problems.append(Problem(line, BY_KEY["channel"].heading, message))
    return ""


def _check_order(line: int, moments: dict[str, When | None], problems: list[Problem]) -> None:
    """Nothing happens before the reception, and nobody gets a result that is not there."""
    received = moments["received"]
    for key in ("due", "closed", "returned"):
        found = moments[key]
        if received and found and found.day < received.day:
            message = f"{found} trước ngày tiếp nhận {received}; sửa lại một trong hai ngày."
            problems.append(Problem(line, BY_KEY[key].heading, message))
    closed, returned = moments["closed"], moments["returned"]
    if closed and returned and returned.day < closed.day:
        message = f"{returned} trước ngày có kết quả {closed}; sửa lại một trong hai ngày."
        problems.append(Problem(line, BY_KEY["returned"].heading, message))
