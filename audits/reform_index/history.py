"""The history of an assessment and of its scores, readable: who changed which component, and how."""

from __future__ import annotations

from django.utils.translation import gettext as _

from audits.models import Assessment, Score
from organisation.record_history import HistoryEntry, record_history


def assessment_history(assessment: Assessment, code: str = "") -> list[HistoryEntry]:
    """Changes of the assessment and of its components, newest first.

    Args:
        code: only this component; everything when empty.
    """
    if code:
        return record_history(assessment.scores.get(component__code=code))
    codes = dict(assessment.scores.values_list("pk", "component__code"))
    entries = record_history(
        assessment,
        [(Score, "assessment")],
        subject_of=lambda row: _("Component %(code)s") % {"code": codes.get(row.id, "")},
    )
    opened = _("added")
    return [entry for entry in entries if not entry.subject or entry.action != opened]
