"""What forbids submitting a checklist template, in sentences that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from audits.rules.templates import ProblemKind, QuestionProblem, Snapshot, question_problems


def problem_sentences(snapshot: Snapshot) -> list[str]:
    """Every problem of the questions of a snapshot, in their order."""
    return [_sentence(problem) for problem in question_problems(snapshot)]


def _sentence(problem: QuestionProblem) -> str:
    sentences = {
        ProblemKind.NO_QUESTION: _("Add at least one question."),
        ProblemKind.EMPTY: _("Question %(number)d is empty: write it or remove it."),
        ProblemKind.TWICE: _("Questions %(first)d and %(second)d are the same: remove one of them."),
        ProblemKind.NOTHING_TO_LOOK_AT: _("Question %(number)d: write what to look at as evidence."),
    }
    numbers = {"number": problem.number, "first": problem.first, "second": problem.number}
    return sentences[problem.kind] % numbers
