"""The sample's checklist template, issued as the other sample documents are: drafted, reviewed, approved."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from wagtail.models import Revision

from audits.enums import AuditState, TeamRole
from audits.models import Audit, ChecklistQuestion, ChecklistTemplate, StandardClause
from audits.selectors.checklists import procedure_choices, template_choices
from audits.services.checklists import add_from_procedure, add_from_template, draw_sample
from document_control import services
from document_control.enums import IssueKind
from document_control.services import Approval
from document_control.workflow import issue_details
from organisation.sample_loading import load_yaml
from procedures.sample.documents import SampleOffice

QUESTIONS = settings.BASE_DIR / "iso_docs" / "sample_data" / "checklists" / "clauses.yaml"
DRAFTER, REVIEWER, APPROVER = "thukyiso", "truongphong", "lanhdao"
ISSUED_DAYS_AGO = 120
UNDER_WAY = (AuditState.SUBMITTED, AuditState.APPROVED, AuditState.RUNNING)


def load_sample_checklists(office: SampleOffice) -> None:
    """One template by clauses, in force for some months; nothing when there is one already."""
    if ChecklistTemplate.objects.exists():
        return
    approved_at = timezone.localtime().replace(hour=9, minute=30, second=0, microsecond=0) - dt.timedelta(
        days=ISSUED_DAYS_AGO
    )
    template = _write(office)
    revision = template.save_revision(user=office.people[DRAFTER], clean=False)
    Revision.objects.filter(pk=revision.pk).update(created_at=approved_at - dt.timedelta(days=3))
    revision.refresh_from_db()
    duties = (
        ("drafted", DRAFTER, dt.timedelta(days=3)),
        ("reviewed", REVIEWER, dt.timedelta(days=1)),
        ("approved", APPROVER, dt.timedelta()),
    )
    services.issue(
        template,
        details=issue_details(template),
        approvals=[
            Approval(duty, office.people[person], approved_at - before) for duty, person, before in duties
        ],
        revision=revision,
        now=approved_at,
    )
    revision.publish(user=office.people[APPROVER], skip_permission_checks=True, log_action=False)


def load_sample_audit_checklists(office: SampleOffice) -> None:
    """Checklists of the sample's audits that have none yet: the template for their clauses, each procedure sampled.

    Runs after the part of the sample that plans the audits.
    """
    now = timezone.now().replace(microsecond=0)
    for audit in Audit.objects.filter(state__in=UNDER_WAY, checklists__isnull=True):
        lead = audit.team.select_related("user").get(role=TeamRole.LEAD).user
        clauses = set(audit.clauses.values_list("number", flat=True))
        for choice in template_choices(audit, now):
            add_from_template(audit, choice.version, actor=lead, now=now, clauses=clauses or None)
        for choice in procedure_choices(audit, now):
            checklist = add_from_procedure(audit, choice.version, actor=lead, now=now)
            if choice.dossiers:
                draw_sample(checklist, actor=lead, now=now, seed=f"{audit.code}-{checklist.position}")


def _write(office: SampleOffice) -> ChecklistTemplate:
    data = load_yaml(QUESTIONS)
    clauses = {clause.number: clause for clause in StandardClause.objects.all()}
    template = ChecklistTemplate(
        unit=office.unit,
        code=data["code"],
        title=data["title"],
        summary=data["summary"],
        issue_kind=IssueKind.EDITION,
        change_reason="Ban hành lần đầu.",
    )
    template.save()
    template.questions.set(
        ChecklistQuestion(**{**row, "clause": clauses[row["clause"]]}, sort_order=place)
        for place, row in enumerate(data["questions"])
    )
    return template
