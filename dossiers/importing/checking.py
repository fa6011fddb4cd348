"""Records of a table compared with the office: which version, case and person, and which dossiers are here already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dossiers.generation.office import CaseModel, Procedure, VersionModel, read_procedures
from dossiers.importing.columns import BY_KEY, folded
from dossiers.importing.reading import Problem, Reading, Record
from dossiers.models import Dossier
from dossiers.rules.codes import code_key
from organisation.models import User
from organisation.vietnamese_format import VIETNAM

OPENING, CLOSING = dt.time(8), dt.time(17)
"""Where the table gives a day only: received when the office opens, done when it closes."""
ASKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Checked:
    """A record that can be stored.

    Attributes:
        stands_in: the office had no version in force that day; `version` is the nearest.
        is_known: a dossier with its code is here already: nothing is done.
    """

    record: Record
    version: VersionModel
    case: CaseModel
    stands_in: bool
    handler_id: int | None
    is_known: bool

    @property
    def received_at(self) -> dt.datetime:
        """The moment of reception."""
        return self.record.received.at(OPENING)


@dataclass(slots=True)
class Checking:
    """Everything that a file would do."""

    items: list[Checked] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: int = 0

    @property
    def new(self) -> list[Checked]:
        """What would be stored."""
        return [item for item in self.items if not item.is_known]

    @property
    def errors(self) -> int:
        """How many problems keep the file from being written."""
        return sum(problem.is_error for problem in self.problems)


def check(reading: Reading, now: dt.datetime) -> Checking:
    """Compare what was read with the office; a handful of queries, however long the file."""
    found = Checking(problems=list(reading.problems), lines=reading.lines)
    found.problems += [
        Problem(0, heading[:60], "không rõ cột này; cột được bỏ qua.", is_error=False)
        for heading in reading.unknown_headings
    ]
    known = _known_codes(reading.records)
    people = _people()
    procedures = _procedures_by_code()
    seen: dict[str, int] = {}
    for record in reading.records:
        problems = [*_twins(record, seen), *_in_future(record, now)]
        item, more = _checked(record, known, people, procedures)
        problems += more
        found.problems += problems
        if item is not None and not any(problem.is_error for problem in problems):
            found.items.append(item)
    found.problems.sort(key=lambda problem: problem.line)
    return found


def _keys(record: Record) -> list[str]:
    keys = [f"code {code_key(record.code)}"] if record.code else []
    return keys + ([f"external {record.external_code}"] if record.external_code else [])


def _twins(record: Record, seen: dict[str, int]) -> Iterable[Problem]:
    for key in _keys(record):
        if key in seen:
            message = f"trùng mã với dòng {seen[key]}; sửa mã hoặc xóa một trong hai dòng."
            yield Problem(record.line, BY_KEY["code"].heading, message)
        seen.setdefault(key, record.line)


def _in_future(record: Record, now: dt.datetime) -> Iterable[Problem]:
    today = now.astimezone(VIETNAM).date()
    for key in ("received", "closed", "returned"):
        when = getattr(record, key)
        if when is not None and when.day > today:
            message = f"{when} là ngày chưa tới; sửa lại ngày."
            yield Problem(record.line, BY_KEY[key].heading, message)


def _known_codes(records: Sequence[Record]) -> set[str]:
    codes = [code_key(record.code) for record in records if record.code]
    external = [record.external_code for record in records if record.external_code]
    found: set[str] = set()
    for start in range(0, len(codes), ASKED_AT_ONCE):
        some = codes[start : start + ASKED_AT_ONCE]
        rows = Dossier.objects.filter(code_key__in=some).values_list("code_key", flat=True)
        found |= {f"code {key}" for key in rows}
    for start in range(0, len(external), ASKED_AT_ONCE):
        some = external[start : start + ASKED_AT_ONCE]
        rows = Dossier.objects.filter(external_code__in=some).values_list("external_code", flat=True)
        found |= {f"external {key}" for key in rows}
    return found


def _people() -> dict[str, list[int]]:
    people: dict[str, list[int]] = {}
    for user in User.objects.filter(is_active=True).order_by("pk"):
        for name in {folded(user.get_username()), folded(user.get_full_name())}:
            people.setdefault(name, []).append(user.pk)
    return people


def _procedures_by_code() -> dict[str, list[Procedure]]:
    by_code: dict[str, list[Procedure]] = {}
    for procedure in read_procedures():
        codes = {
            code_key(code)
            for version in procedure.versions.values()
            for code in (version.code, version.national_code)
            if code
        }
        for code in codes:
            by_code.setdefault(code, []).append(procedure)
    return by_code


def _checked(
    record: Record, known: set[str], people: dict[str, list[int]], procedures: dict[str, list[Procedure]]
) -> tuple[Checked | None, list[Problem]]:
    is_known = any(key in known for key in _keys(record))
    found = procedures.get(code_key(record.procedure), [])
    if len(found) != 1:
        what = "không có trong danh mục đã ban hành" if not found else "là mã của nhiều thủ tục"
        message = f"“{record.procedure}” {what}; sửa thành mã quy trình của cơ quan, ví dụ QT-TP-01."
        return None, [Problem(record.line, BY_KEY["procedure"].heading, message)]
    version, stands_in = found[0].nearest(record.received.at(OPENING))
    codes = [case.code for case in version.cases]
    if record.case and record.case not in codes:
        message = f"thủ tục không có trường hợp “{record.case}”; sửa thành {', '.join(codes) or 'để trống'}."
        return None, [Problem(record.line, BY_KEY["case"].heading, message)]
    case = next(case for case in version.cases if not record.case or case.code == record.case)
    problems = []
    if stands_in and not is_known:
        message = f"ngày {record.received.day:%d/%m/%Y} chưa có bản đang áp dụng; dùng bản {version.number}."
        problems.append(Problem(record.line, BY_KEY["procedure"].heading, message, is_error=False))
    handlers = people.get(folded(record.handler), []) if record.handler else []
    if record.handler and len(handlers) != 1 and record.closed is None:
        what = "không phải tài khoản đang hoạt động" if not handlers else "là tên của nhiều người"
        message = f"“{record.handler}” {what}; sửa thành tên đăng nhập, hoặc để trống."
        problems.append(Problem(record.line, BY_KEY["handler"].heading, message))
    handler = handlers[0] if len(handlers) == 1 else None
    return Checked(record, version, case, stands_in, handler, is_known), problems
