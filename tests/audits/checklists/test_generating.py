"""Questions in the words of the version they come from."""

from audits.enums import QuestionKind as Kind
from audits.rules.generating import procedure_questions, template_questions
from tests.factories.snapshots import household_business


def of_kind(questions, kind):
    return [question for question in questions if question.kind == kind]


def office_steps(snapshot):
    return [step for step in snapshot["steps"] if step["role"]["code"] != "citizen"]


def test_three_questions_for_every_step_of_the_office_and_none_for_the_citizens():
    snapshot = household_business()
    questions = procedure_questions(snapshot)
    numbers = [step["number"] for step in office_steps(snapshot)]
    assert len(numbers) < len(snapshot["steps"])
    for kind in (Kind.PERSON, Kind.TIME, Kind.RESULT):
        assert [question.step for question in of_kind(questions, kind)] == numbers


def test_the_whole_is_asked_once_each():
    questions = procedure_questions(household_business())
    for kind in (Kind.POSTING, Kind.FEES, Kind.CUT_OFF, Kind.LETTERS, Kind.RECORDS):
        assert len(of_kind(questions, kind)) == 1
        assert of_kind(questions, kind)[0].step is None


def test_the_words_are_those_of_the_snapshot():
    snapshot = household_business()
    step = next(s for s in office_steps(snapshot) if s["duration"] and not s["waits_outside"])
    step |= {"title": "Thẩm định hồ sơ hiếm", "position": "Chuyên viên Kinh tế"}
    step |= {"duration": {"value": "0.5", "unit": "working_day", "minutes": 240}, "output": "Tờ trình số 9"}
    step |= {"form": "BM-77"}
    snapshot["forms"] = [{"code": "BM-77", "name": "Phiếu thẩm định", "file": None}]
    own = [q for q in procedure_questions(snapshot) if q.step == step["number"]]
    person, time, result = own
    assert "Thẩm định hồ sơ hiếm" in person.question
    assert "Chuyên viên Kinh tế" in person.question
    assert "0,5 ngày làm việc" in time.question
    assert "tờ trình số 9" in result.question
    assert "BM-77 (Phiếu thẩm định)" in result.question


def test_a_step_without_a_time_and_one_that_waits_outside_are_asked_otherwise():
    snapshot = household_business()
    first, second = office_steps(snapshot)[:2]
    first |= {"duration": None, "waits_outside": False}
    second |= {"waits_outside": True}
    times = {q.step: q.question for q in procedure_questions(snapshot) if q.kind == Kind.TIME}
    assert "không định thời gian riêng" in times[first["number"]]
    assert "cơ quan bên ngoài" in times[second["number"]]


def test_fees_and_last_hour_come_from_the_version():
    snapshot = household_business()
    snapshot["fees"] = [
        {
            "kind": "fee",
            "channel": "all",
            "amount": 100000,
            "per": "",
            "condition": "",
            "exemption": "",
            "cases": [],
        }
    ]
    snapshot["cases"] = []
    snapshot["time_limit"] = {"value": 1, "unit": "same_day", "cutoff": "15:00", "text": "", "minutes": 480}
    questions = procedure_questions(snapshot)
    assert "100.000 đồng" in of_kind(questions, Kind.FEES)[0].question
    assert "15:00" in of_kind(questions, Kind.CUT_OFF)[0].question
    snapshot["fees"] = []
    snapshot["time_limit"]["cutoff"] = ""
    questions = procedure_questions(snapshot)
    assert "không thu phí" in of_kind(questions, Kind.FEES)[0].question
    assert "Ngày hẹn trả" in of_kind(questions, Kind.CUT_OFF)[0].question


def test_an_internal_process_is_not_asked_about_applicants():
    snapshot = household_business() | {"kind": "internal_process"}
    kinds = {question.kind for question in procedure_questions(snapshot)}
    assert kinds == {Kind.PERSON, Kind.TIME, Kind.RESULT, Kind.RECORDS}


def test_a_template_is_copied_word_for_word():
    row = {
        "clause": "7.5",
        "question": "Có lưu không?",
        "look_at": "Kho",
        "method": "Xem",
        "asked": "Văn thư",
    }
    (question,) = template_questions({"questions": [row]})
    assert (question.clause, question.question, question.look_at, question.method, question.asked) == tuple(
        row.values()
    )
    assert question.kind == Kind.CLAUSE
