"""A checklist as its page shows it: questions by step or clause, the sample with what is known of each dossier."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from audits.models import AuditChecklist, AuditItem
from audits.rules.generating import Question, procedure_questions, template_questions
from document_control.enums import DocumentKind
from document_control.models import IssuedVersion
from document_control.policies import DocumentPolicy
from dossiers.models import Dossier
from dossiers.policies import DossierPolicy

GRADE_PILLS = {
    "not_checked": "not_asked",
    "conform": "conform",
    "observation": "observation",
    "opportunity": "observation",
    "minor_nc": "nonconformity",
    "major_nc": "nonconformity",
    "not_applicable": "not_applicable",
}


def version_questions(version: IssuedVersion) -> list[Question]:
    """The questions a version would give."""
    if version.document.kind == DocumentKind.CHECKLIST:
        return template_questions(version.snapshot)
    return procedure_questions(version.snapshot)


def question_groups(checklist: AuditChecklist) -> list[dict[str, Any]]:
    """The questions under the step or the clause they ask about, each with its pill and its facts."""
    groups: list[dict[str, Any]] = []
    for item in checklist.items.all():
        title = _group_title(item)
        if not groups or groups[-1]["title"] != title:
            groups.append({"title": title, "items": []})
        groups[-1]["items"].append({"item": item, "pill": GRADE_PILLS[item.grade]})
    return groups


def _group_title(item: AuditItem) -> str:
    if item.kind == "clause":
        return _("Clause %(number)s") % {"number": item.clause}
    if item.step_number:
        return _("Step %(number)d") % {"number": item.step_number}
    return _("The whole procedure")


def sample_rows(checklist: AuditChecklist, policy: DocumentPolicy) -> list[dict[str, Any]]:
    """The sampled dossiers in the order of the draw; the code is a link for those who may read the dossier."""
    sample = list(checklist.sample.select_related("dossier").order_by("position"))
    rights = DossierPolicy(policy.user, policy.day)
    open_ids = set(
        rights.readable(Dossier.objects.filter(pk__in=[row.dossier_id for row in sample])).values_list(
            "pk", flat=True
        )
    )
    rows = []
    for row in sample:
        late_steps = [step["number"] for step in row.facts.get("steps", []) if step["is_late"]]
        rows.append(
            {
                "code": row.dossier.code,
                "url": reverse("dossier", args=[row.dossier.code]) if row.dossier_id in open_ids else "",
                "received": row.facts.get("received", ""),
                "due": row.facts.get("due", ""),
                "outcome": row.facts.get("outcome", ""),
                "is_late": row.facts.get("is_late", False),
                "late_steps": late_steps,
            }
        )
    return rows
