"""What the system found out about sampled dossiers, and what it says about each question. Pure.

Nothing of the applicant is kept: a dossier is named by its code. The sentences are final Vietnamese. A suggestion is
the beginning of an answer; the auditor confirms or corrects it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from audits.enums import Grade, QuestionKind
from organisation.vietnamese_format import format_money, format_working_hours, format_working_minutes

MINUTES_PER_DAY = 480
MOST_NAMED = 5
"""Dossiers a note names one by one; the lines name all of them."""
SYSTEMATIC_FROM = 3
"""Lapses from which, when they are at least half of what was looked at, a major nonconformity is suggested."""


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One step of a sampled dossier.

    Attributes:
        is_begun, is_done: whether there is anything to look at yet.
        officer: name of the officer, "" when nobody is named; `post` that he held that day.
        has_post: he held a post of the step's role that day; None when the step names no role.
        allowed, used: working minutes, pauses taken out; None when it has no limit in working time, or is not done.
        allowed_words: the limit in the words of the version.
        is_late: by the clock of the dossier.
        waits_for_applicant: the result lies ready; whoever does not fetch it makes nobody late.
        letter: for a late step: "sent", "unsent" (drafted or signed), "overridden", "none"; "" when not late.
        evidence: what shows its result: names of slips and files, number of the result.
    """

    number: int
    title: str
    is_begun: bool
    is_done: bool
    officer: str = ""
    post: str = ""
    has_post: bool | None = None
    allowed: int | None = None
    used: int | None = None
    allowed_words: str = ""
    is_late: bool = False
    waits_for_applicant: bool = False
    letter: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """A sampled dossier.

    Attributes:
        received: moment of reception in words ("08:12, 02/11/2026").
        after_cut_off: received after the hour of the version; None when it has none.
        due, recounted: the date promised, and the same counted again from the stored basis; "" when not countable.
        fee: đồng taken; None when nobody wrote it down.
        fee_fits: against the version; None when that depends on pages, persons or an amount left open.
        fee_allowed: the amounts of the version in words.
        missing: names of required papers that are not there.
        outcome: how it ended, in words; "" while it runs.
    """

    code: str
    received: str
    due: str
    recounted: str
    is_late: bool
    outcome: str
    steps: tuple[StepFacts, ...]
    after_cut_off: bool | None = None
    fee: int | None = None
    fee_fits: bool | None = None
    fee_allowed: str = ""
    missing: tuple[str, ...] = ()
    has_receipt: bool = True

    @classmethod
    def from_stored(cls, data: Mapping[str, Any]) -> DossierFacts:
        """Read back what `dataclasses.asdict` stored."""
        steps = tuple(
            StepFacts(**{**row, "evidence": tuple(row.get("evidence") or ())}) for row in data["steps"]
        )
        return cls(**{**data, "steps": steps, "missing": tuple(data.get("missing") or ())})


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """A notice board that must show the procedure.

    Attributes:
        shown: number and check code of the version that hangs ("2.1, mã abcd"); "" when none does.
        is_right: the version in force hangs.
    """

    name: str
    unit: str
    shown: str
    is_right: bool
    is_screen: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One fact.

    Attributes:
        ok: True fits, False does not, None is for the auditor to judge.
        dossier: code of the dossier; "" for a fact about something else.
    """

    label: str
    value: str
    ok: bool | None
    dossier: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the facts say about one question.

    Attributes:
        grade: suggested; "" when the facts do not decide.
        note: one or two sentences, ready to be kept as the answer's note.
    """

    lines: tuple[Line, ...] = ()
    grade: str = ""
    note: str = ""

    @property
    def stored(self) -> dict[str, Any]:
        """As an item keeps it: `{"lines": [...], "checked": n, "failed": n}`; empty without lines."""
        if not self.lines:
            return {}
        rows = [
            {"label": line.label, "value": line.value, "ok": line.ok, "dossier": line.dossier}
            for line in self.lines
        ]
        judged = [line for line in self.lines if line.ok is not None]
        return {
            "lines": rows,
            "checked": len(judged),
            "failed": sum(1 for line in judged if not line.ok),
        }


@dataclass(frozen=True, slots=True)
class Known:
    """Everything the system knows when it fills a checklist of a procedure."""

    dossiers: Sequence[DossierFacts] = ()
    boards: Sequence[BoardFacts] = ()
    in_force: str = ""
    extra: Sequence[Line] = field(default=())


def answer(kind: str, step: int | None, known: Known) -> Answer:
    """What is known about a question.

    Args:
        kind: a `QuestionKind`; questions by clauses are never answered here.
        step: number of the step, for questions about one.
    """
    if kind in _BY_STEP and step is not None:
        rows = [(dossier, own) for dossier in known.dossiers for own in dossier.steps if own.number == step]
        return _BY_STEP[QuestionKind(kind)](rows)
    if kind in _WHOLE:
        return _WHOLE[QuestionKind(kind)](known)
    return Answer()


def suggested_grade(lines: Sequence[Line]) -> str:
    """Conforms when everything fits; a lapse is minor, and major when it is the rule rather than the exception."""
    judged = [line.ok for line in lines if line.ok is not None]
    failed = judged.count(False)
    if not failed:
        return Grade.CONFORM if judged and len(judged) == len(lines) else ""
    if failed >= SYSTEMATIC_FROM and failed * 2 >= len(judged):
        return Grade.MAJOR_NC
    return Grade.MINOR_NC


StepRows = list[tuple[DossierFacts, StepFacts]]


def _told(lines: Sequence[Line], opening: str, empty: str) -> Answer:
    """The lines with a note: how many fit, then each that does not."""
    if not lines:
        return Answer(note=empty)
    judged = [line for line in lines if line.ok is not None]
    failed = [line for line in judged if not line.ok]
    open_ones = [line for line in lines if line.ok is None]
    said = []
    if judged:
        said.append(f"{len(judged) - len(failed)}/{len(judged)} {opening}.")
    said += [_sentence(line) for line in failed[:MOST_NAMED]]
    if len(failed) > MOST_NAMED:
        said.append(f"Và {len(failed) - MOST_NAMED} hồ sơ khác.")
    if open_ones:
        said.append(_open_words(open_ones))
    return Answer(tuple(lines), suggested_grade(lines), " ".join(said))


def _open_words(lines: Sequence[Line]) -> str:
    """What is left to the auditor: the reason when it is one and the same, otherwise the number."""
    reasons = {line.value for line in lines}
    if len(reasons) == 1:
        return f"{len(lines)} hồ sơ: {reasons.pop()}."
    return f"{len(lines)} nội dung cần đánh giá viên xem trực tiếp."


def _sentence(line: Line) -> str:
    name = f"Hồ sơ {line.dossier}" if line.dossier else line.label
    return f"{name}: {line.value}."


NO_DOSSIERS = "Mẫu chưa có hồ sơ nào đã qua bước này."


def _person(rows: StepRows) -> Answer:
    lines = []
    for dossier, step in rows:
        if not step.is_begun:
            continue
        if not step.officer:
            lines.append(Line(step.title, "không ghi tên người làm", False, dossier.code))
        elif step.has_post is False:
            words = f"{step.officer} làm, nhưng ngày đó không giữ vị trí của bước này"
            lines.append(Line(step.title, words, False, dossier.code))
        else:
            post = f", {step.post}" if step.post else ""
            lines.append(Line(step.title, f"{step.officer}{post}", True, dossier.code))
    return _told(lines, "hồ sơ có tên người làm, đúng vị trí", NO_DOSSIERS)


def _minutes(minutes: int) -> str:
    return format_working_hours(minutes) if minutes < MINUTES_PER_DAY else format_working_minutes(minutes)


def _time(rows: StepRows) -> Answer:
    lines = [_time_line(dossier, step) for dossier, step in rows if step.is_begun]
    return _told(lines, "hồ sơ làm bước này trong thời gian cho phép", NO_DOSSIERS)


def _time_line(dossier: DossierFacts, step: StepFacts) -> Line:
    if step.waits_for_applicant:
        words = "đã trả" if step.is_done else "kết quả chờ sẵn"
        return Line(step.title, f"{words}, chờ người dân đến nhận không tính trễ", True, dossier.code)
    allowed = f", mức {step.allowed_words}" if step.allowed_words else ", không định mức"
    if not step.is_done:
        words = f"đang làm, {'đã quá hạn' if step.is_late else 'chưa đến hạn'}{allowed}"
        return Line(step.title, words, False if step.is_late else None, dossier.code)
    used = "làm xong" if step.used is None else f"làm {_minutes(step.used)}"
    ok = not step.is_late if step.allowed_words else None
    return Line(step.title, f"bước {step.number} {used}{allowed}", ok, dossier.code)


def _result(rows: StepRows) -> Answer:
    lines = []
    for dossier, step in rows:
        if step.is_done:
            found = ", ".join(step.evidence)
            words = found or "hệ thống không có tệp hay số hiệu của bước này, xem bản giấy"
            lines.append(Line(step.title, words, True if found else None, dossier.code))
    return _told(lines, "hồ sơ có kết quả của bước trong hệ thống", NO_DOSSIERS)


def _posting(known: Known) -> Answer:
    lines = []
    for board in known.boards:
        if board.is_screen:
            words, ok = f"màn hình, tự hiện bản {known.in_force}", True
        elif board.is_right:
            words, ok = f"treo bản {board.shown}, đúng bản đang có hiệu lực", True
        elif board.shown:
            words, ok = f"treo bản {board.shown}, bản có hiệu lực là {known.in_force}", False
        else:
            words, ok = "chưa treo bản nào", False
        lines.append(Line(f"{board.name} ({board.unit})", words, ok))
    return _told(
        lines,
        "nơi niêm yết đúng bản có hiệu lực",
        "Chưa có bảng niêm yết nào được giao treo thủ tục này; kiểm tra thực tế.",
    )


def _fees(known: Known) -> Answer:
    lines = []
    for dossier in known.dossiers:
        taken = "không ghi số tiền đã thu" if dossier.fee is None else f"đã thu {format_money(dossier.fee)}"
        lines.append(
            Line("Phí, lệ phí", f"{taken}, quy trình: {dossier.fee_allowed}", dossier.fee_fits, dossier.code)
        )
    return _told(lines, "hồ sơ thu đúng mức của quy trình", NO_DOSSIERS)


def _cut_off(known: Known) -> Answer:
    lines = []
    for dossier in known.dossiers:
        hour = " (sau giờ nhận cuối)" if dossier.after_cut_off else ""
        if not dossier.recounted:
            words, ok = f"nhận {dossier.received}{hour}, hệ thống không tính lại được ngày hẹn", None
        elif dossier.recounted == dossier.due:
            words, ok = f"nhận {dossier.received}{hour}, hẹn {dossier.due}, tính lại khớp", True
        else:
            words, ok = (
                f"nhận {dossier.received}{hour}, hẹn {dossier.due}, tính lại là {dossier.recounted}",
                False,
            )
        lines.append(Line("Ngày hẹn trả", words, ok, dossier.code))
    return _told(lines, "hồ sơ được hẹn trả đúng quy tắc", NO_DOSSIERS)


LETTER_WORDS: Mapping[str, tuple[str, bool | None]] = {
    "sent": ("trễ, đã gửi thư xin lỗi", True),
    "unsent": ("trễ, thư xin lỗi chưa gửi", False),
    "overridden": ("trễ, lãnh đạo cho đi tiếp không kèm thư", None),
    "none": ("trễ, chưa có thư xin lỗi", False),
}


def _letters(known: Known) -> Answer:
    lines = []
    for dossier in known.dossiers:
        for step in dossier.steps:
            if step.letter:
                words, ok = LETTER_WORDS[step.letter]
                lines.append(Line(f"Bước {step.number}", f"bước {step.number} {words}", ok, dossier.code))
    if lines or not known.dossiers:
        return _told(lines, "lần trễ đã có thư xin lỗi gửi đi", NO_DOSSIERS)
    line = Line("Thư xin lỗi", f"{len(known.dossiers)} hồ sơ trong mẫu không có bước nào trễ", True)
    return Answer((line,), Grade.CONFORM, f"Không bước nào trong {len(known.dossiers)} hồ sơ của mẫu bị trễ.")


def _records(known: Known) -> Answer:
    lines = []
    for dossier in known.dossiers:
        lacks = [f"thiếu {name}" for name in dossier.missing]
        if not dossier.has_receipt:
            lacks.append("không có giấy tiếp nhận MC-01")
        lines.append(
            Line("Thành phần hồ sơ", "; ".join(lacks) or "đủ thành phần bắt buộc", not lacks, dossier.code)
        )
    told = _told(lines, "hồ sơ đủ thành phần bắt buộc", NO_DOSSIERS)
    if not lines:
        return told
    return Answer((*told.lines, *known.extra), told.grade, told.note)


_BY_STEP: dict[QuestionKind, Callable[[StepRows], Answer]] = {
    QuestionKind.PERSON: _person,
    QuestionKind.TIME: _time,
    QuestionKind.RESULT: _result,
}
_WHOLE: dict[QuestionKind, Callable[[Known], Answer]] = {
    QuestionKind.POSTING: _posting,
    QuestionKind.FEES: _fees,
    QuestionKind.CUT_OFF: _cut_off,
    QuestionKind.LETTERS: _letters,
    QuestionKind.RECORDS: _records,
}
