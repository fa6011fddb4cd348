"""The checklist as a whole: its questions, and everything a phone needs to go on without a network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audits.enums import Grade
from audits.models import AuditChecklist, AuditSettings
from audits.selectors.walk import Question, progress_of, questions_of, sampled_codes
from audits.services.answers import LONGEST_NOTE
from audits.views.access import audit_policy_of
from audits.views.walk_access import checklist_or_404
from audits.walk_screens import FACTS, GRADES, RESULTS, screen_of
from audits.walk_state import walk_state
from procedures.workspace.views.access import staff_view


@require_safe
@staff_view
def walk_start(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """The list of questions; for auditors also the questions, of which a script shows one at a time."""
    checklist = checklist_or_404(request, code, position)
    codes = sampled_codes(checklist)
    questions = questions_of(checklist, codes)
    context = walk_frame(request, checklist, questions)
    if context["may_audit"]:
        context["walk"] = {
            "id": checklist.pk,
            "user": request.user.pk,
            "codes": codes,
            "edge": AuditSettings.chosen().photo_edge,
            "state": walk_state(checklist, questions, timezone.now()),
        }
        context["others"] = checklist.audit.checklists.exclude(pk=checklist.pk)
        context["scope"] = context["start_url"].rsplit("/", 2)[0] + "/"
        context["screens"] = [
            screen_of(checklist, questions, index, in_page=True) for index in range(len(questions))
        ]
    return render(request, "audits/walk.html", context)


def walk_frame(
    request: HttpRequest, checklist: AuditChecklist, questions: Sequence[Question]
) -> dict[str, Any]:
    """What every page of a checklist shows around the question: where one is, how far, what is open."""
    progress = progress_of(questions)
    return {
        "checklist": checklist,
        "audit": checklist.audit,
        "audit_url": _address_of("audit", checklist.audit.code) or reverse("workspace"),
        "start_url": reverse("audit-walk-start", args=[checklist.audit.code, checklist.position]),
        "jumps": [screen_of(checklist, questions, index) for index in range(len(questions))],
        "first_open": next((one.item.number for one in questions if not one.is_complete), None),
        "progress": progress,
        "may_audit": audit_policy_of(request).may_audit(checklist.audit),
        "results": RESULTS,
        "severities": [(Grade.MINOR_NC, _("Minor")), (Grade.MAJOR_NC, _("Major"))],
        "remarks": [
            (Grade.OBSERVATION, Grade.OBSERVATION.label),
            (Grade.OPPORTUNITY, Grade.OPPORTUNITY.label),
        ],
        "legend": [(grade, *GRADES[grade], Grade(grade).label) for grade in Grade.values],
        "longest_note": LONGEST_NOTE,
        "facts_templates": FACTS,
    }


def _address_of(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
