"""What facts say about a question, without any database."""

import dataclasses
import json

import pytest

from audits.enums import Grade, QuestionKind
from audits.rules.facts import BoardFacts, DossierFacts, Known, Line, StepFacts, answer, suggested_grade

STEP = StepFacts(
    4, "Ký", True, True, officer="Lê Thu Hà", post="Chủ tịch", has_post=True, allowed=120, used=60
)
STEP = dataclasses.replace(STEP, allowed_words="2 giờ làm việc")
DOSSIER = DossierFacts(
    "D-1", "08:00, 16/11/2026", "17:00, 18/11/2026", "17:00, 18/11/2026", False, "", (STEP,)
)


def dossier(code="D-1", *, step=None, **changes):
    steps = (dataclasses.replace(STEP, **(step or {})),)
    return dataclasses.replace(DOSSIER, code=code, steps=steps, **changes)


def asked(kind, *dossiers, **known):
    step = 4 if kind in (QuestionKind.PERSON, QuestionKind.TIME, QuestionKind.RESULT) else None
    return answer(kind, step, Known(dossiers, **known))


def line(ok):
    return Line("", "", ok)


@pytest.mark.parametrize(
    ("oks", "grade"),
    [
        ([], ""),
        ([True, True], Grade.CONFORM),
        ([True, None], ""),
        ([None], ""),
        ([False, True, True], Grade.MINOR_NC),
        ([False, False], Grade.MINOR_NC),
        ([False, None], Grade.MINOR_NC),
        ([False] * 3 + [True] * 3, Grade.MAJOR_NC),
        ([False] * 3 + [True] * 4, Grade.MINOR_NC),
    ],
)
def test_the_suggested_grade(oks, grade):
    assert suggested_grade([line(ok) for ok in oks]) == grade


def test_a_late_step_is_said_with_both_times():
    late = dossier("H26.65-261116-0009", step={"used": 195, "is_late": True})
    said = asked(QuestionKind.TIME, dossier(), late)
    assert said.note == (
        "1/2 hồ sơ làm bước này trong thời gian cho phép. "
        "Hồ sơ H26.65-261116-0009: bước 4 làm 3 giờ 15 phút, mức 2 giờ làm việc."
    )
    assert said.stored["checked"] == 2
    assert said.stored["failed"] == 1


def test_what_waits_for_the_applicant_is_never_late():
    waiting = dossier(step={"waits_for_applicant": True, "is_done": False, "allowed_words": "", "used": None})
    assert asked(QuestionKind.TIME, waiting).grade == Grade.CONFORM


def test_a_step_not_begun_says_nothing():
    said = asked(QuestionKind.PERSON, dossier(step={"is_begun": False, "is_done": False}))
    assert (said.stored, said.grade) == ({}, "")
    assert said.note


def test_people_must_be_named_and_hold_the_post():
    said = asked(
        QuestionKind.PERSON,
        dossier("D-1"),
        dossier("D-2", step={"officer": ""}),
        dossier("D-3", step={"has_post": False}),
        dossier("D-4", step={"has_post": None}),
    )
    assert [row["ok"] for row in said.stored["lines"]] == [True, False, False, True]
    assert said.grade == Grade.MINOR_NC


def test_no_file_is_left_to_the_auditor_not_held_against_the_unit():
    said = asked(QuestionKind.RESULT, dossier(step={"evidence": ()}))
    assert said.stored["lines"][0]["ok"] is None
    assert said.grade == ""
    assert "xem bản giấy" in said.note


@pytest.mark.parametrize(
    ("board", "ok", "words"),
    [
        (BoardFacts("Bảng A", "Một cửa", "2.1, mã abcd", True), True, "đúng bản"),
        (BoardFacts("Bảng A", "Một cửa", "1.0, mã abcd", False), False, "bản có hiệu lực là 2.1"),
        (BoardFacts("Bảng A", "Một cửa", "", False), False, "chưa treo"),
        (BoardFacts("Màn hình", "Một cửa", "", False, is_screen=True), True, "tự hiện"),
    ],
)
def test_which_version_hangs_where(board, ok, words):
    said = asked(QuestionKind.POSTING, boards=(board,), in_force="2.1")
    assert said.stored["lines"][0]["ok"] is ok
    assert words in said.stored["lines"][0]["value"]


@pytest.mark.parametrize(
    ("letter", "ok"), [("sent", True), ("unsent", False), ("none", False), ("overridden", None)]
)
def test_letters_of_late_steps(letter, ok):
    said = asked(QuestionKind.LETTERS, dossier(step={"is_late": True, "letter": letter}))
    assert said.stored["lines"][0]["ok"] is ok


def test_no_late_step_conforms_and_no_dossier_says_nothing():
    assert asked(QuestionKind.LETTERS, dossier()).grade == Grade.CONFORM
    assert asked(QuestionKind.LETTERS).grade == ""


def test_due_moments_that_differ_when_counted_again_are_wrong():
    wrong = dossier("D-2", recounted="17:00, 19/11/2026", after_cut_off=True)
    said = asked(QuestionKind.CUT_OFF, dossier(), wrong, dossier("D-3", recounted=""))
    assert [row["ok"] for row in said.stored["lines"]] == [True, False, None]
    assert "sau giờ nhận cuối" in said.note


def test_fees_and_records():
    paid = dossier(fee=100_000, fee_fits=False, fee_allowed="50.000 đồng")
    assert "đã thu 100.000 đồng, quy trình: 50.000 đồng" in asked(QuestionKind.FEES, paid).note
    lacking = dossier(missing=("Tờ khai",), has_receipt=False)
    extra = Line("Mức hài lòng", "chưa có", None)
    said = asked(QuestionKind.RECORDS, lacking, extra=(extra,))
    assert "thiếu Tờ khai; không có giấy tiếp nhận MC-01" in said.note
    assert said.stored["lines"][-1]["label"] == "Mức hài lòng"


def test_questions_by_clause_are_left_alone():
    assert answer(QuestionKind.CLAUSE, None, Known((DOSSIER,))).stored == {}


def test_facts_survive_being_stored():
    rich = dossier(missing=("Tờ khai",), step={"evidence": ("tệp",)}, fee=5, fee_fits=True)
    assert DossierFacts.from_stored(json.loads(json.dumps(dataclasses.asdict(rich)))) == rich


def test_long_notes_name_the_first_and_count_the_rest():
    late = [dossier(f"D-{number}", step={"is_late": True}) for number in range(8)]
    said = asked(QuestionKind.TIME, *late)
    assert said.note.count("Hồ sơ D-") == 5
    assert "Và 3 hồ sơ khác." in said.note
    assert len(said.stored["lines"]) == 8
