"""The history of an assessment and of its scores, readable: who changed which component, and how."""

from __future__ import annotations

from django.utils.translation import gettext as _

from audits.models import Assessment, Score
from organisation.record_history import HistoryEntry, record_history

MOST_ENTRIES = 300
"""Shown on one page; a component's own history has few."""


def assessment_history(assessment: Assessment, code: str = "") -> list[HistoryEntry]:
    """Changes of the assessment and of its components, newest first.

    Args:
        code: only this component; everything when empty or unknown.
    """
    codes = dict(assessment.scores.values_list("pk", "component__code"))
    by_code = {component: pk for pk, component in codes.items()}
    if code in by_code:
        return record_history(Score.objects.get(pk=by_code[code]))
    entries = record_history(
        assessment,
        [(Score, "assessment")],
        subject_of=lambda row: _("Component %(code)s") % {"code": codes.get(row.id, "")},
    )
    opened = _("added")
    return [entry for entry in entries if not entry.subject or entry.action != opened][:MOST_ENTRIES]
