"""What an installation needs so that checklist templates go through review and approval."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Workflow, WorkflowContentType

from audits.models import ChecklistTemplate
from procedures.setup.site_setup import WORKFLOW_NAME


def assign_approval_path() -> None:
    """Templates take the same way as procedures; what the office chose instead stays."""
    workflow = Workflow.objects.filter(name=WORKFLOW_NAME).first()
    content_type = ContentType.objects.get_for_model(ChecklistTemplate)
    if workflow is not None:
        WorkflowContentType.objects.get_or_create(content_type=content_type, defaults={"workflow": workflow})
