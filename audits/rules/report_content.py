"""What an audit report says, as plain JSON: frozen and hashed when it is issued, so no float stands in it. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from audits.enums import NONCONFORMITIES, Grade

SCHEMA = 1
"""Rises when the shape of the content changes; reports already issued keep theirs."""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person as named on the day: `role` is the role in the team (`TeamRole`) or what the person did."""

    name: str
    post: str = ""
    unit: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A line of the schedule."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    topic: str
    place: str
    auditor: str


@dataclass(frozen=True, slots=True)
class CitedVersion:
    """An issued version that a checklist was made from."""

    code: str
    number: str
    title: str
    check_code: str
    content_hash: str
    issued_on: dt.date


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """A question with the answer that holds. `photos`: SHA-256 of the photos kept with it."""

    number: int
    clause: str
    question: str
    grade: str
    note: str = ""
    answered_by: str = ""
    answered_at: dt.datetime | None = None
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChecklistFacts:
    """A checklist with its questions and how its dossiers were drawn. `sample`: their codes in the order drawn."""

    position: int
    kind: str
    title: str
    version: CitedVersion
    items: Sequence[ItemFacts]
    population: int | None = None
    sample_size: int | None = None
    sample_seed: str = ""
    sampled_at: dt.datetime | None = None
    sample: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """A finding as raised. `checklist`, `item`: where it was found, None for one that no question led to."""

    code: str
    grade: str
    clause: str
    title: str
    requirement: str
    evidence: str
    unit: str
    reference: str = ""
    document: str = ""
    version: str = ""
    checklist: int | None = None
    item: int | None = None


@dataclass(frozen=True, slots=True)
class AuditFacts:
    """All that a report says, as it stands.

    Attributes:
        clauses, documents: number or code, and title, of what was audited.
        clause_titles: titles of clauses by number, for the table of results.
        team: lead auditor first; `drawn_up_by`, `approved_by`, `acknowledged_by`, `reported_by`: who did what
            on the way.
    """

    code: str
    year: int
    title: str
    office: str
    unit: str
    objective: str
    criteria: str
    scope: str
    clauses: Sequence[tuple[str, str]]
    documents: Sequence[tuple[str, str]]
    starts_on: dt.date
    ends_on: dt.date
    sample_from: dt.date | None
    sample_to: dt.date | None
    team: Sequence[PersonFacts]
    drawn_up_by: PersonFacts
    approved_by: PersonFacts | None
    approved_at: dt.datetime | None
    acknowledged_by: PersonFacts | None
    acknowledged_at: dt.datetime | None
    reported_by: PersonFacts | None
    reported_at: dt.datetime | None
    sessions: Sequence[SessionFacts]
    strengths: str
    conclusion: str
    checklists: Sequence[ChecklistFacts]
    findings: Sequence[FindingFacts]
    clause_titles: Mapping[str, str]


def report_content(facts: AuditFacts) -> dict[str, Any]:
    """The content of a report.

    Returns:
        `schema`; `audit` (everything of the plan, days as ISO text); `checklists` (each with `grades`, `items`,
        `version` and its draw); `findings`; `summary` with `questions`, `assessed`, `grades`, `clauses` (each `number`,
        `title`, `grades`), `nonconformities`. `grades` count every grade, also those that nobody gave.
    """
    items = [item for checklist in facts.checklists for item in checklist.items]
    given = grade_counts(item.grade for item in items)
    plan = {name: value for name, value in asdict(facts).items() if name not in _OWN_PARTS}
    return plain_json(
        {
            "schema": SCHEMA,
            "audit": plan,
            "checklists": [
                asdict(checklist) | {"grades": grade_counts(item.grade for item in checklist.items)}
                for checklist in facts.checklists
            ],
            "findings": [asdict(finding) for finding in facts.findings],
            "summary": {
                "questions": len(items),
                "assessed": len(items) - given[Grade.NOT_CHECKED.value],
                "grades": given,
                "clauses": clause_counts(items, facts.clause_titles),
                "nonconformities": sum(finding.grade in NONCONFORMITIES for finding in facts.findings),
            },
        }
    )


_OWN_PARTS = ("checklists", "findings", "clause_titles")


def grade_counts(grades: Iterable[str]) -> dict[str, int]:
    """How often each grade was given; every grade is named."""
    counted = Counter(grades)
    return {grade.value: counted[grade.value] for grade in Grade}


def clause_counts(items: Iterable[ItemFacts], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Grades by clause in the order of the standard; "7.5.3" counts under "7.5" when only that has a title."""
    grouped: dict[str, list[str]] = {}
    for item in items:
        grouped.setdefault(standard_clause(item.clause, titles), []).append(item.grade)
    return [
        {"number": number, "title": titles.get(number, ""), "grades": grade_counts(grades)}
        for number, grades in sorted(grouped.items(), key=lambda pair: clause_key(pair[0]))
    ]


def standard_clause(clause: str, titles: Mapping[str, str]) -> str:
    """The clause itself, or the nearest one above it that the office lists."""
    number = clause
    while number and number not in titles:
        number = number.rpartition(".")[0]
    return number or clause


def clause_key(number: str) -> tuple[tuple[int, str], ...]:
    """Sorts "10.2" behind "9.1"."""
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in number.split("."))


def plain_json(value: Any) -> Any:
    """Days and moments as ISO text (moments in UTC, to the second), tuples as lists."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain_json(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_json(part) for part in value]
    return value
