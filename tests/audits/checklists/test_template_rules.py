"""What forbids submitting a checklist template, and which clauses two versions differ in: pure rules."""

import pytest

from audits.rules.templates import ProblemKind, QuestionProblem, changed_numbers, question_problems
from audits.template_wording import problem_sentences


def snapshot(*questions):
    rows = [
        {
            "number": number,
            "clause": clause,
            "question": words,
            "look_at": look_at,
            "method": "",
            "asked": "",
        }
        for number, (clause, words, look_at) in enumerate(questions, start=1)
    ]
    return {"questions": rows}


FINE = ("7.5", "Bản niêm yết có đúng không?", "Bảng niêm yết")


@pytest.mark.parametrize(
    ("questions", "problems"),
    [
        ([], [QuestionProblem(ProblemKind.NO_QUESTION)]),
        ([FINE], []),
        ([FINE, ("8.5", " ", "Hồ sơ")], [QuestionProblem(ProblemKind.EMPTY, 2)]),
        (
            [FINE, ("8.5", "bản niêm  yết có đúng KHÔNG?", "Hồ sơ")],
            [QuestionProblem(ProblemKind.TWICE, 2, 1)],
        ),
        (
            [("4.1", "", ""), FINE],
            [
                QuestionProblem(ProblemKind.EMPTY, 1),
                QuestionProblem(ProblemKind.NOTHING_TO_LOOK_AT, 1),
            ],
        ),
    ],
)
def test_every_problem_is_named_with_its_question(questions, problems):
    found = snapshot(*questions)
    assert question_problems(found) == problems
    sentences = problem_sentences(found)
    assert len(sentences) == len(problems) and not any("%(" in sentence for sentence in sentences)
    assert all(str(one.number) in words for one, words in zip(problems, sentences, strict=True) if one.number)


def test_clauses_that_differ_are_named_once():
    before, after = snapshot(FINE, FINE), snapshot(FINE, ("8.5", "Đúng hạn không?", "Hồ sơ"))
    assert changed_numbers(before, after) == ["7.5", "8.5"]
    assert changed_numbers(before, before) == []
