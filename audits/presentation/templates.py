"""How a checklist template is shown: by clause, and what changes between two versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Snapshot = Mapping[str, Any]
DETAILS = ("clause", "look_at", "method", "asked")


def clause_groups(snapshot: Snapshot) -> list[dict[str, Any]]:
    """The questions under their clauses, in the order of the template."""
    groups: dict[str, dict[str, Any]] = {}
    for row in snapshot["questions"]:
        group = groups.setdefault(
            row["clause"], {"clause": row["clause"], "title": row["clause_title"], "questions": []}
        )
        group["questions"].append(row)
    return list(groups.values())


def change_lines(before: Snapshot | None, after: Snapshot) -> list[dict[str, str]]:
    """What differs, one line per question added, taken out or changed, as the change list takes it."""
    new = {row["question"]: row for row in after["questions"]}
    if before is None:
        return [_line("flag", _("First issue:"), _size(after))]
    old = {row["question"]: row for row in before["questions"]}
    lines = []
    if before["title"] != after["title"]:
        lines.append(_line("edit", _("New title:"), after["title"]))
    if before["summary"] != after["summary"]:
        lines.append(_line("edit", _("What it is for:"), after["summary"]))
    for words, row in new.items():
        if words not in old:
            lines.append(_line("plus", _("Added under %(clause)s:") % row, words))
        elif any(old[words][key] != row[key] for key in DETAILS):
            lines.append(_line("edit", _("Changed what to look at, how or whom (%(clause)s):") % row, words))
    lines += [
        _line("minus", _("Taken out (%(clause)s):") % row, words)
        for words, row in old.items()
        if words not in new
    ]
    if not lines and [*old] != [*new]:
        lines.append(_line("swap", _("Only the order of the questions changed."), ""))
    return lines


def _size(snapshot: Snapshot) -> str:
    count = len(snapshot["questions"])
    clauses = len({row["clause"] for row in snapshot["questions"]})
    questions = ngettext("%(count)d question", "%(count)d questions", count) % {"count": count}
    return _("%(questions)s about %(clauses)d clauses") % {"questions": questions, "clauses": clauses}


def _line(icon: str, title: str, text: str) -> dict[str, str]:
    return {"icon": icon, "tone": "info", "title": title, "text": text, "reason": ""}
