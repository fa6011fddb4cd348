"""Rules of checklist templates, over their snapshots. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

Snapshot = Mapping[str, Any]


def question_problems(snapshot: Snapshot) -> list[str]:
    """What forbids submitting these questions, in sentences that say what to do."""
    questions = snapshot["questions"]
    if not questions:
        return [_("Add at least one question.")]
    problems = []
    seen: dict[str, int] = {}
    for row in questions:
        words = " ".join(row["question"].split()).casefold()
        if not words:
            problems.append(_("Question %(number)d is empty: write it or remove it.") % row)
        elif words in seen:
            problems.append(
                _("Questions %(first)d and %(second)d are the same: remove one of them.")
                % {"first": seen[words], "second": row["number"]}
            )
        seen.setdefault(words, row["number"])
        if not row["look_at"].strip():
            problems.append(_("Question %(number)d: write what to look at as evidence.") % row)
    return problems


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
