"""Rules of checklist templates, over their snapshots. Pure; the sentences stand in `audits.template_wording`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Snapshot = Mapping[str, Any]


class ProblemKind(StrEnum):
    """What forbids submitting the questions of a template."""

    NO_QUESTION = "no_question"
    EMPTY = "empty"
    TWICE = "twice"
    NOTHING_TO_LOOK_AT = "nothing_to_look_at"


@dataclass(frozen=True, slots=True)
class QuestionProblem:
    """One thing to put right.

    Attributes:
        number: of the question, from 1; 0 for the template as a whole.
        first: of the earlier question that says the same; 0 otherwise.
    """

    kind: ProblemKind
    number: int = 0
    first: int = 0


def question_problems(snapshot: Snapshot) -> list[QuestionProblem]:
    """What forbids submitting these questions, in their order."""
    if not snapshot["questions"]:
        return [QuestionProblem(ProblemKind.NO_QUESTION)]
    return list(_problems(snapshot["questions"]))


def _problems(questions: list[Mapping[str, Any]]) -> Iterator[QuestionProblem]:
    seen: dict[str, int] = {}
    for row in questions:
        words, number = " ".join(row["question"].split()).casefold(), row["number"]
        if not words:
            yield QuestionProblem(ProblemKind.EMPTY, number)
        elif words in seen:
            yield QuestionProblem(ProblemKind.TWICE, number, seen[words])
        seen.setdefault(words, number)
        if not row["look_at"].strip():
            yield QuestionProblem(ProblemKind.NOTHING_TO_LOOK_AT, number)


def changed_numbers(before: Snapshot, after: Snapshot) -> list[str]:
    """The clauses whose questions differ between two versions, in the order of the later one."""
    old, new = _by_clause(before), _by_clause(after)
    return [clause for clause in {**new, **old} if old.get(clause) != new.get(clause)]


def _by_clause(snapshot: Snapshot) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for row in snapshot["questions"]:
        words = tuple(row[key] for key in ("question", "look_at", "method", "asked"))
        found.setdefault(row["clause"], []).append(words)
    return found
